"""A plan's heading, from JSON to `PlanMeta`, and what is wrong with it in words."""

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reassure.io.cell_faults import NUMBER, currency_cure, label_cure
from reassure.io.csv_file import file_finding
from reassure.io.text import first_unwritable, plain_text, quoted
from reassure.model.finding import Finding
from reassure.model.lengths import LONGEST_NAME
from reassure.model.plan import (
    FIRST_DATE,
    FORMAT_VERSION,
    LAST_DATE,
    MOST_DAYS,
    MOST_PERIODS,
    PlanMeta,
)

_DATE = f"a date from {FIRST_DATE} to {LAST_DATE}, written 2025-04-10, or null"
_NUMBER_KEYS = ("format", "horizon_days", "period_days", "price_year")
_EXPECTED: dict[str, str] = {
    "format": f"the whole number {FORMAT_VERSION}",
    "title": f"text of at most {LONGEST_NAME} characters that is not blank",
    "c_day": _DATE,
    "horizon_days": f"a number above 0 and not above {MOST_DAYS}",
    "period_days": f"a number above 0, at most {MOST_PERIODS} periods in the plan",
    "currency": "three capital letters",
    "price_year": f"a whole number from {FIRST_DATE.year} to {LAST_DATE.year}",
    "label": "a label such as RESTRICTED REL TO FRA, GBR",
    "notional": "true or false",
    "as_of": _DATE,
}


@dataclass(frozen=True, slots=True)
class HeadingFault:
    """What is wrong with one key of a heading: what stands there, what should, the cure."""

    key: str | None
    code: str
    found: str
    expected: str
    cure: str


def read_meta(heading: dict[str, Any]) -> tuple[PlanMeta | None, list[Finding]]:
    """Read the plan's heading; every fault in it at once."""
    faults = _unwritable(heading)
    version = heading.get("format")
    if isinstance(version, int) and version > FORMAT_VERSION:
        newer = HeadingFault(
            "format",
            "IO-PACKAGE-003",
            f"format {plain_text(str(version))}",
            f"format {FORMAT_VERSION} or earlier",
            "install a newer version of reassure to read this plan",
        )
        return None, [_finding(newer)]
    meta = None
    told = {fault.key for fault in faults}
    try:
        # From JSON and not from Python's values: only there does strict take the text of a date.
        sound = {key: _flat(value) for key, value in heading.items() if key not in told}
        meta = PlanMeta.model_validate_json(json.dumps(sound), strict=True)
    except ValidationError as error:
        faults += [fault for fault in heading_faults(error) if fault.key not in told]
    return None if faults else meta, [_finding(fault) for fault in faults]


def heading_faults(error: ValidationError) -> list[HeadingFault]:
    """Word what is wrong with a heading, key by key.

    Parameters
    ----------
    error
        What `PlanMeta` raised, whether its values come from a file or from a command's options.
    """
    return [_word(details) for details in error.errors()]


def _word(details: ErrorDetails) -> HeadingFault:
    key = str(details["loc"][0])
    field = PlanMeta.model_fields.get(key)
    if field is None:
        return _word_unknown(key)
    expected = f"{(field.description or key).split(';')[0]}: {_EXPECTED[key]}"
    value: object = details["input"]
    if details["type"] == "string_too_long":
        over = len(str(value)) - int(details["ctx"]["max_length"]) if "ctx" in details else 0
        return HeadingFault(
            key, "IO-TEXT-002", shown_json(value), expected, f"shorten it by {over:,}"
        )
    if details["type"] == "missing":
        return HeadingFault(key, "IO-PACKAGE-004", "nothing", expected, f'add the key "{key}"')
    return HeadingFault(key, "IO-PACKAGE-004", shown_json(value), expected, _cure(key, value))


def _word_unknown(key: str) -> HeadingFault:
    known = list(PlanMeta.model_fields)
    near = difflib.get_close_matches(key.strip().lower(), known, n=1)
    return HeadingFault(
        plain_text(key),
        "IO-PACKAGE-004",
        f"the key {quoted(key)}",
        f"none but the keys {', '.join(known)}",
        f'rename it to "{near[0]}"' if near else "delete it",
    )


def _cure(key: str, value: Any) -> str:
    if isinstance(value, str):
        text = value.strip()
        if key == "currency":
            return currency_cure(text)
        if key == "label":
            return label_cure(text)
        if key == "format":
            return f"write {FORMAT_VERSION}, without quotes"
        if key in _NUMBER_KEYS and re.match(NUMBER, text):
            return f"write {text} without quotes"
        if key == "notional" and text.lower() in ("true", "false"):
            return f"write {text.lower()} without quotes"
    elif key == "period_days" and isinstance(value, int | float) and value > 0:
        return "make the periods longer, or horizon_days shorter"
    if key == "format":
        return f"write {FORMAT_VERSION}"
    return "write such a number" if key in _NUMBER_KEYS else "write such a value"


def _unwritable(heading: Mapping[str, Any]) -> list[HeadingFault]:
    faults: list[HeadingFault] = []
    for key, value in heading.items():
        for text in (key, value):
            sign = first_unwritable(text) if isinstance(text, str) else None
            if sign is not None:
                faults.append(
                    HeadingFault(
                        key,
                        "IO-TEXT-001",
                        f"{quoted(text)} with {sign[0]}",
                        "text without control characters",
                        f"delete it; it is character {sign[1]} of the text",
                    )
                )
    return faults


def shown_json(value: object) -> str:
    """Return a JSON value as a message shows it; of lists and objects only that they are."""
    match value:
        case str():
            return quoted(value)
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return plain_text(json.dumps(value, default=str))


def _flat(value: object) -> object:
    """Empty lists and objects, which no key of a heading takes, however deep they are nested."""
    if isinstance(value, list):
        return []
    return {} if isinstance(value, dict) else value


def _finding(fault: HeadingFault) -> Finding:
    return file_finding(
        fault.code,
        None,
        f"in datapackage.json under 'reassure' {fault.found}",
        fault.expected,
        fault.cure,
        column=None if fault.key is None else plain_text(fault.key),
    )
