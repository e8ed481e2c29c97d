"""The formulas as data: inputs, equation and source of each, read off its own definition."""

import inspect
import math
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import ModuleType
from typing import Any

from reassure.engines.deploy.formulas import air, force, rail, road, sea
from reassure.engines.deploy.formulas.quantities import Range

_MODULES: tuple[ModuleType, ...] = (rail, road, air, sea, force)
_UNIT = re.compile(r"\s*\[([^\]]+)\]")
_MANY = 1000.0
_WORDS = {"mog": "MOG", "operating_h_per_day": "operating hours"}

Value = float | Sequence[float] | StrEnum
"""What an input takes: a number, several, or one word of a closed choice."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a formula.

    Attributes
    ----------
    name, unit, meaning
        As in its docstring; ``unit`` is empty for a share or a choice.
    base
        float, int or a `StrEnum`.
    within
        Numbers that it takes; None for a choice.
    is_list
        Whether it takes several numbers.
    default
        Value where none is given; None: one must be given.
    """

    name: str
    unit: str
    meaning: str
    base: type
    within: Range | None
    is_list: bool
    default: Value | None

    @property
    def words(self) -> str:
        """The name without its unit, in words."""
        return _WORDS.get(self.name, _without_unit(self.name, self.unit).replace("_", " "))

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that it takes; none where it takes numbers."""
        if not issubclass(self.base, StrEnum):
            return ()
        return tuple(choice.value for choice in self.base)


@dataclass(frozen=True, slots=True)
class Worked:
    """A formula with its numbers put in.

    Attributes
    ----------
    values
        Every input by name, defaults included.
    result
        In the formula's unit.
    working
        The equation with the numbers put in, and the result with its unit.
    """

    formula: "Formula"
    values: Mapping[str, Value]
    result: float
    working: str


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula.

    Attributes
    ----------
    name
        How commands call it: the function's name without its unit.
    meaning, unit
        What it gives, and in which unit; the unit is empty for a factor.
    equation
        The equation in the names of its inputs.
    source
        Where it is from.
    """

    name: str
    function: Callable[..., float]
    meaning: str
    unit: str
    equation: str
    source: str
    inputs: tuple[Input, ...]

    @property
    def in_words(self) -> str:
        """The equation in words."""
        return self._put_in({item.name: item.words for item in self.inputs})

    def work(self, **given: Value) -> Worked:
        """Work the formula out; inputs that are not given take their defaults.

        Examples
        --------
        >>> formulas()["pass-time"].work(length_km=2500, speed_km_per_h=25).working
        '2,500 km / 25 km/h = 100 h'
        """
        values = {item.name: given.get(item.name, item.default) for item in self.inputs}
        result = float(self.function(**values))
        told = typing.cast("dict[str, Value]", values)
        return Worked(self, told, result, f"{self._working(told)} = {quantity(result, self.unit)}")

    def _working(self, values: Mapping[str, Value]) -> str:
        shown = {item.name: _shown(item, values[item.name]) for item in self.inputs}
        if not any(re.search(rf"\b{name}\b", self.equation) for name in shown):
            return f"{', '.join(shown.values())} ({self.equation})"
        if self.equation.startswith("min(") and len(shown) > 1:
            # Of several parts one wants to see which is which.
            alone = {item.name for item in self.inputs if item.unit == self.unit}
            for item in self.inputs:
                if item.name in alone:
                    shown[item.name] = f"{item.words} {shown[item.name]}"
        return self._put_in(shown)

    def _put_in(self, texts: Mapping[str, str]) -> str:
        names = "|".join(re.escape(name) for name in texts)
        return re.sub(rf"\b({names})\b", lambda found: texts[found[1]], self.equation)


@cache
def formulas() -> Mapping[str, Formula]:
    """Return every formula by its name, in the order of the modules.

    Examples
    --------
    >>> formulas()["road-space"].in_words
    'vehicles / density'
    """
    functions = [
        function
        for module in _MODULES
        for function in vars(module).values()
        if inspect.isfunction(function) and function.__module__ == module.__name__
    ]
    found = [_formula(function) for function in functions if not function.__name__.startswith("_")]
    return {formula.name: formula for formula in found}


def written(value: float) -> str:
    """Return a number as people write it: thousands set apart, few decimals.

    Examples
    --------
    >>> written(2500.0), written(36.2666667), written(0.85), written(math.inf)
    ('2,500', '36.267', '0.85', 'no limit')
    """
    if math.isinf(value):
        return "no limit"
    if value and abs(value) < 1:
        return f"{value:.3g}"
    digits = 1 if abs(value) >= _MANY else 3
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")


def quantity(value: float, unit: str) -> str:
    """Return a number with its unit.

    Examples
    --------
    >>> quantity(2500.0, "km"), quantity(1.0, "trains/day"), quantity(5.0, "")
    ('2,500 km', '1 train/day', '5')
    """
    if not unit or math.isinf(value):
        return written(value)
    if value == 1:
        counted, per, rest = unit.partition("/")
        unit = counted.removesuffix("s") + per + rest
    return f"{written(value)} {unit}"


def _shown(item: Input, value: Value) -> str:
    if isinstance(value, StrEnum):
        return f"{item.words} {value.value}"
    if isinstance(value, Sequence):
        return ", ".join(quantity(one, item.unit) for one in value)
    return quantity(value, item.unit)


def _formula(function: Callable[..., float]) -> Formula:
    parts = _sections(inspect.getdoc(function) or "")
    meaning, unit = _split_unit(parts[""])
    notes = {
        head: " ".join(text.split())
        for head, _, text in (block.partition(": ") for block in parts["Notes"].split("\n\n"))
    }
    return Formula(
        _without_unit(function.__name__, unit).replace("_", "-"),
        function,
        meaning.removeprefix("Return "),
        unit,
        notes["Equation"],
        notes["Source"],
        _inputs(function, _described(parts["Parameters"])),
    )


def _inputs(function: Callable[..., float], described: Mapping[str, str]) -> tuple[Input, ...]:
    hints = typing.get_type_hints(function, include_extras=True)
    found: list[Input] = []
    for name, parameter in inspect.signature(function).parameters.items():
        hint: Any = hints[name]
        is_list = typing.get_origin(hint) is Sequence
        if is_list:
            (hint,) = typing.get_args(hint)
        base, *more = typing.get_args(hint) or (hint,)
        meaning, unit = _split_unit(described[name])
        default = None if parameter.default is parameter.empty else parameter.default
        within = next((item for item in more if isinstance(item, Range)), None)
        found.append(Input(name, unit, meaning, base, within, is_list, default))
    return tuple(found)


def _sections(text: str) -> dict[str, str]:
    """Cut a docstring at its underlined heads; what stands before the first has an empty one."""
    pieces = re.split(r"^(\w+)\n-{3,}\n", text, flags=re.MULTILINE)
    heads = ["", *pieces[1::2]]
    return {head: piece.strip() for head, piece in zip(heads, pieces[::2], strict=True)}


def _described(text: str) -> dict[str, str]:
    rows = re.findall(r"^(\w+)\n((?: +.*\n?)+)", text, flags=re.MULTILINE)
    return {name: " ".join(told.split()) for name, told in rows}


def _split_unit(text: str) -> tuple[str, str]:
    found = _UNIT.search(text)
    return _UNIT.sub("", text).rstrip("."), found[1] if found else ""


def _without_unit(name: str, unit: str) -> str:
    if name.startswith("n_"):
        return name.removeprefix("n_")
    return name.removesuffix("_" + unit.replace("/", "_per_")) if unit else name
