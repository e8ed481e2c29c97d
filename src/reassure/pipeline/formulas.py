"""Formulas worked out by hand: what a user writes, and what is shown of it."""

import difflib
from collections.abc import Sequence
from typing import Any

from reassure.engines.deploy.formulas.registry import Formula, Input, Value, Worked, formulas
from reassure.model.errors import UsageError

_SEPARATOR = ","


def all_formulas() -> tuple[Formula, ...]:
    """Return every formula, in the order in which they are listed."""
    return tuple(formulas().values())


def formula_named(name: str) -> Formula:
    """Return a formula by its name, or by that of its function.

    Raises
    ------
    UsageError
        CLI-FORMULA-001 if there is none.

    Examples
    --------
    >>> formula_named("pass_time_h").name
    'pass-time'
    """
    known = formulas()
    by_function = {formula.function.__name__: key for key, formula in known.items()}
    key = by_function.get(name, name.replace("_", "-").lower())
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=3, cutoff=0.4)
    such = f", such as {', '.join(near)}" if near else ""
    raise UsageError(
        f"the formula '{name}'",
        f"one of the {len(known)} formulas{such}",
        "see all of them with reassure formula",
        code="CLI-FORMULA-001",
    )


def work_out(name: str, given: Sequence[str]) -> Worked:
    """Work a formula out from inputs written as ``name=value``.

    Parameters
    ----------
    name
        Formula.
    given
        Its inputs; several values of one input are set apart by commas.

    Raises
    ------
    UsageError
        CLI-FORMULA-001 if there is no such formula; CLI-FORMULA-002 with every unknown, missing,
        repeated and bad input at once.

    Examples
    --------
    >>> work_out("pass-time", ["length_km=2500", "speed_km_per_h=25"]).working
    '2,500 km / 25 km/h = 100 h'
    """
    formula = formula_named(name)
    inputs = {item.name: item for item in formula.inputs}
    values: dict[str, Value] = {}
    found: list[str] = []
    expected: list[str] = []
    seen: set[str] = set()
    for text in given:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals or key not in inputs:
            found.append(f"'{text}'")
            expected.append(_meant(key, inputs) if equals else "inputs as name=value")
        elif key in seen:
            found.append(f"{key} twice")
            expected.append(f"{key} once")
        else:
            seen.add(key)
            try:
                values[key] = _read(inputs[key], value)
            except ValueError:
                found.append(f"{key} = '{value}'")
                point = " and a decimal point" if "," in value and not inputs[key].is_list else ""
                expected.append(_taken(inputs[key]) + point)
    for item in formula.inputs:
        if item.default is None and item.name not in seen:
            found.append(f"no {item.name}")
            expected.append(_taken(item))
    if not given and not found:
        found.append("no input at all")
        expected.append("at least one")
    if found:
        raise UsageError(
            ", ".join(found),
            ", ".join(dict.fromkeys(expected)),
            f"correct this; the inputs are {', '.join(inputs)}",
            code="CLI-FORMULA-002",
        )
    return formula.work(**values)


def formula_object(formula: Formula) -> dict[str, Any]:
    """Return a formula as commands print it with ``--json``."""
    return {
        "name": formula.name,
        "meaning": formula.meaning,
        "unit": formula.unit,
        "equation": formula.equation,
        "in_words": formula.in_words,
        "source": formula.source,
        "inputs": [
            {
                "name": item.name,
                "unit": item.unit,
                "meaning": item.meaning,
                "takes": _values_of(item),
                "is_list": item.is_list,
                "default": _finite(item.default),
            }
            for item in formula.inputs
        ],
    }


def worked_object(worked: Worked) -> dict[str, Any]:
    """Return a formula with its numbers put in as commands print it with ``--json``."""
    return {
        "formula": worked.formula.name,
        "inputs": {name: _finite(value) for name, value in worked.values.items()},
        "result": _finite(worked.result),
        "unit": worked.formula.unit,
        "working": worked.working,
        "equation": worked.formula.equation,
        "source": worked.formula.source,
    }


def input_words(item: Input) -> str:
    """Return an input with its unit, what it takes and its default, on one line.

    Examples
    --------
    >>> input_words(formula_named("pass-time").inputs[1])
    'speed_km_per_h [km/h]: Its speed; above 0'
    """
    unit = f" [{item.unit}]" if item.unit else ""
    default = "" if item.default is None else f"; {_finite(item.default, 'no limit')} if not given"
    return f"{item.name}{unit}: {item.meaning}; {_values_of(item)}{default}"


def _read(item: Input, text: str) -> Value:
    """Return the value that a text states; a ValueError where it states none."""
    if item.choices:
        return item.base(text.lower())
    parts = text.split(_SEPARATOR) if item.is_list else [text]
    numbers = [item.base(part) for part in parts]
    if any(item.within is not None and not item.within.holds(number) for number in numbers):
        raise ValueError(text)
    return numbers if item.is_list else numbers[0]


def _values_of(item: Input) -> str:
    if item.choices:
        return " or ".join(item.choices)
    whole = "a whole number, " if item.base is int else ""
    several = ", each of several with commas between" if item.is_list else ""
    return f"{whole}{item.within}{several}"


def _taken(item: Input) -> str:
    unit = f" [{item.unit}]" if item.unit else ""
    return f"{item.name}{unit}: {_values_of(item)}"


def _meant(key: str, inputs: dict[str, Input]) -> str:
    near = difflib.get_close_matches(key, inputs, n=1, cutoff=0.5)
    return f"{near[0]}=…" if near else f"no {key}"


def _finite(value: Value | None, none: str | None = None) -> Any:
    """Return a value that JSON can hold: no limit is no number."""
    return none if value == float("inf") else value
