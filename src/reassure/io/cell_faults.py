"""What is wrong with a cell, in words: what stands there, what should, and the cure."""

import re
import unicodedata
from dataclasses import dataclass

from reassure.io.text import first_unwritable, quoted
from reassure.model.fields import CURRENCY_PATTERN, ID_LENGTH, FieldKind, FieldSpec
from reassure.model.label import Label
from reassure.model.lengths import LONGEST_TEXT

NUMBER = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_DECIMAL_COMMA = re.compile(r"^[+-]?\d*,\d+$", re.ASCII)
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(?:[,'\u2019 \u00a0\u202f]\d{3})+(?:\.\d+)?$", re.ASCII)
_EUROPEAN = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$", re.ASCII)
_NOT_FINITE = {"inf", "-inf", "+inf", "infinity", "-infinity", "nan", "∞", "-∞"}
_POINT_CURE = "write digits, with a point before decimals"


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with one cell: its position, a code of the catalogue, and the cure."""

    row: int
    code: str
    found: str
    cure: str
    expected: str


def unwritable_fault(row: int, cell: str, spec: FieldSpec) -> CellFault:
    """Word a cell with a character that no text may hold."""
    sign, place = first_unwritable(cell) or ("", 0)
    return CellFault(
        row,
        "IO-TEXT-001",
        f"{quoted(cell)} with {sign}",
        f"delete it; it is character {place} of the cell",
        f"{spec.expected()}, without control characters",
    )


def length_fault(row: int, cell: str, spec: FieldSpec) -> CellFault:
    """Word a text with more characters than its field takes."""
    over = len(cell) - (spec.max_length or 0)
    cure = f"shorten it by {over:,}"
    if (spec.max_length or 0) < LONGEST_TEXT:
        cure += ", and put what else there is to say into note"
    return CellFault(row, "IO-TEXT-002", quoted(cell), cure, _short(spec))


def range_fault(row: int, value: float, spec: FieldSpec) -> CellFault:
    """Word a number outside of its bounds, or of what a number of its unit can be."""
    low, high = spec.limits
    is_declared = not (
        (spec.ge is None or value >= spec.ge)
        and (spec.gt is None or value > spec.gt)
        and (spec.le is None or value <= spec.le)
    )
    if is_declared:
        cure = f"give a value {spec.bounds()}"
    elif value < low:
        cure = f"give a value of at least {_plain(low)}"
    else:
        cure = f"give a value of at most {_plain(high)}"
        cure += "" if spec.required else ", or leave the cell empty"
    return CellFault(row, "IO-RANGE-001", f"{value:g}", cure, spec.expected())


def type_fault(row: int, cell: str, spec: FieldSpec) -> CellFault:
    """Word a cell that the reader of its field did not take."""
    code, cure = "IO-TYPE-001", "write it so"
    if spec.is_numeric:
        code, cure = _word_number(cell, spec)
    elif spec.kind is FieldKind.CHOICE:
        code, cure = "IO-CHOICE-001", "use one of these words"
    elif spec.kind is FieldKind.ID:
        code, cure = "IO-ID-001", f"rename it, for example {_tidy_id(cell, spec)}"
    elif spec.kind is FieldKind.REFERENCE:
        cure = f"name one id; none has more than {ID_LENGTH} characters"
    elif spec.kind is FieldKind.LABEL:
        code, cure = "IO-LABEL-001", label_cure(cell)
    elif spec.kind is FieldKind.CURRENCY:
        cure = currency_cure(cell)
    elif spec.kind in (FieldKind.DATE, FieldKind.DATETIME):
        cure = "write year-month-day with two digits for month and day"
        if _western(cell) != cell:
            cure = f"write it with the digits 0 to 9: {_western(cell)}"
    elif spec.kind is FieldKind.BOOLEAN:
        cure = "write true or false"
    return CellFault(row, code, quoted(cell), cure, spec.expected())


def currency_cure(text: str) -> str:
    """Word the cure for what is no currency's code."""
    tidy = text.strip().upper()
    if re.fullmatch(CURRENCY_PATTERN, tidy):
        return f'write "{tidy}"'
    return "write the currency's code, such as EUR or USD"


def label_cure(text: str) -> str:
    """Word the cure for what is no label."""
    tidy = Label.parse(text.strip().upper())
    if tidy is not None:
        return f'write "{tidy}"'
    return "write CLASSIFICATION, or CLASSIFICATION REL TO FRA, GBR"


def _word_number(cell: str, spec: FieldSpec) -> tuple[str, str]:
    if cell.lower() in _NOT_FINITE:
        return "IO-TYPE-004", "give a finite number, or leave the cell empty for no limit"
    if re.match(NUMBER, cell):
        is_finite = abs(float(cell)) < float("inf")
        if spec.kind is FieldKind.INTEGER and is_finite:
            return "IO-TYPE-001", "round it to a whole number"
        return "IO-TYPE-004", "give a finite number, or leave the cell empty for no limit"
    western = _western(cell)
    if western != cell:
        example = f": {western}" if re.match(NUMBER, western) else ", and a point before decimals"
        return "IO-TYPE-001", f"write it with the digits 0 to 9{example}"
    readings = _readings(cell)
    if not readings:
        return "IO-TYPE-001", _POINT_CURE
    low, high = spec.limits
    fitting = [(code, text) for code, text in readings if low <= float(text) <= high]
    if not fitting:
        bounds = spec.bounds() or f"from {_plain(low)} to {_plain(high)}"
        read_as = " or ".join(text for _, text in readings)
        return readings[0][0], f"give a value {bounds}; {read_as} is outside of that"
    code, text = fitting[0]
    cure = f"write {text}"
    if code == "IO-TYPE-002" and spec.kind is FieldKind.INTEGER:
        cure += ", as a whole number"
    elif len(fitting) > 1 and spec.kind is FieldKind.NUMBER:
        cure += f", or {fitting[1][1]} if its comma stands before decimals"
    return code, cure


def _readings(cell: str) -> list[tuple[str, str]]:
    """Return what a number with separators may mean, the likelier first, each with its code."""
    if _EUROPEAN.match(cell):
        return [("IO-TYPE-003", cell.replace(".", "").replace(",", "."))]
    readings: list[tuple[str, str]] = []
    if _THOUSANDS.match(cell):
        readings.append(("IO-TYPE-003", re.sub(r"[^0-9.+-]", "", cell)))
    if _DECIMAL_COMMA.match(cell):
        readings.append(("IO-TYPE-002", cell.replace(",", ".")))
    return readings


def _western(cell: str) -> str:
    """Return text with the digits of any script as 0 to 9, and its decimal sign as a point."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in cell.replace("\u066b", "."))


def _short(spec: FieldSpec) -> str:
    if spec.kind is FieldKind.TEXT:
        return spec.expected()
    return f"{spec.expected()}, of at most {spec.max_length:,} characters"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1 or value == 0 else f"{value:g}"


def _tidy_id(cell: str, spec: FieldSpec) -> str:
    if spec.is_nation:
        return (re.sub(r"[^A-Za-z]", "", cell).upper() + "XXX")[:3]
    return re.sub(r"[^a-z0-9._-]+", "-", cell.lower()).strip("-._")[:ID_LENGTH] or "x1"
