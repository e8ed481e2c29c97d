"""From the text of a column to typed values, and the faults on the way.

Whole columns are read at once; only cells that do not fit are looked at one by one, to
word what is wrong with them.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

from reassure.model.fields import (
    CURRENCY_PATTERN,
    ID_PATTERN,
    LIST_SEPARATOR,
    NATION_PATTERN,
    FieldKind,
    FieldSpec,
)
from reassure.model.label import Label
from reassure.model.table import dtype_of

_NUMBER = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d{1,2}$|^[+-]?\d+,\d{4,}$|^[+-]?\d{4,},\d+$|^[+-]?0,\d+$")
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(?:[,' \u00a0\u202f]\d{3})+(?:\.\d+)?$")
_EUROPEAN = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$")
_NOT_FINITE = {"inf", "-inf", "+inf", "infinity", "-infinity", "nan", "∞", "-∞"}


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with one cell: its position, a code of the catalogue, and the cure."""

    row: int
    code: str
    found: str
    cure: str
    expected: str


def read_column(text: pl.Series, spec: FieldSpec) -> tuple[pl.Series, list[CellFault]]:
    """Read one column.

    Parameters
    ----------
    text
        Cells as they stand in the file; null or empty: nothing there.
    spec
        Field of the column.

    Returns
    -------
    tuple
        Values of the field's type, null where a cell is empty or at fault, with defaults
        filled in; and the faults, in the order of rows.
    """
    cells = text if spec.kind is FieldKind.TEXT and not spec.is_list else text.str.strip_chars()
    cells = cells.set(cells == "", None)
    is_empty = cells.is_null()
    if is_empty.all():  # most columns of most plans; nothing to read in them
        values, faults = pl.Series(spec.name, [None] * len(cells), dtype=dtype_of(spec)), []
    elif spec.is_list:
        values, faults = _read_list(cells, spec)
    else:
        values, faults = _read_flat(cells, spec)
    if spec.required:
        faults += [
            CellFault(row, "IO-EMPTY-001", "an empty cell", "fill it", spec.expected())
            for row in is_empty.arg_true().to_list()
        ]
    if spec.default is not None and not spec.is_list:
        # A faulty cell takes the default too; its row is set aside anyway.
        values = values.fill_null(pl.lit(spec.default, dtype=values.dtype))
    return values, sorted(faults, key=lambda fault: fault.row)


def _read_list(cells: pl.Series, spec: FieldSpec) -> tuple[pl.Series, list[CellFault]]:
    """Read each value of each list as a flat column, then gather them again."""
    row_of = pl.int_range(len(cells), eager=True)
    exploded = pl.DataFrame({"row": row_of, "cell": cells.str.split(LIST_SEPARATOR)}).explode(
        "cell"
    )
    exploded = exploded.with_columns(pl.col("cell").str.strip_chars()).filter(
        pl.col("cell").is_not_null() & (pl.col("cell") != "")
    )
    values, faults = _read_flat(exploded["cell"], spec)
    rows = exploded["row"].to_list()
    moved = [CellFault(rows[f.row], f.code, f.found, f.cure, f.expected) for f in faults]
    gathered = (
        pl.DataFrame({"row": exploded["row"], "value": values})
        .drop_nulls("value")
        .group_by("row", maintain_order=True)
        .agg(pl.col("value"))
    )
    joined = pl.DataFrame({"row": row_of}).join(
        gathered, on="row", how="left", maintain_order="left"
    )
    return joined["value"].cast(dtype_of(spec)).rename(spec.name), moved


def _read_flat(cells: pl.Series, spec: FieldSpec) -> tuple[pl.Series, list[CellFault]]:
    values, faulty = _READERS[spec.kind](cells, spec)
    faults = [_word(row, str(cells[row]), spec) for row in faulty.arg_true().to_list()]
    if spec.is_numeric:
        faults += _out_of_range(values, spec)
    return values.rename(spec.name), faults


def _numbers(cells: pl.Series, spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    fits = cells.str.contains(_NUMBER)
    values = cells.set(~fits, None).cast(pl.Float64, strict=False)
    fits &= values.is_finite()
    if spec.kind is FieldKind.INTEGER:
        fits &= (values == values.floor()) & (values.abs() < 2**53)
        whole = values.set(~fits.fill_null(value=False), None).cast(pl.Int64, strict=False)
        return whole, ~fits.fill_null(value=False) & cells.is_not_null()
    faulty = ~fits.fill_null(value=False) & cells.is_not_null()
    return values.set(faulty, None), faulty


def _booleans(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    lower = cells.str.to_lowercase()  # spreadsheets write TRUE and FALSE
    values = lower.replace_strict(
        {"true": True, "false": False}, default=None, return_dtype=pl.Boolean
    )
    return values, values.is_null() & cells.is_not_null()


def _dates(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    fits = cells.str.contains(r"^\d{4}-\d{2}-\d{2}$")
    values = cells.set(~fits, None).str.to_date("%Y-%m-%d", strict=False)
    return values, values.is_null() & cells.is_not_null()


def _datetimes(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    values = pl.Series([_time(cell) for cell in cells], dtype=pl.Datetime("us", "UTC"))
    return values, values.is_null() & cells.is_not_null()


def _time(cell: str | None) -> dt.datetime | None:
    if cell is None or "T" not in cell:
        return None
    try:
        time = dt.datetime.fromisoformat(cell)
    except ValueError:
        return None
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


def _words(cells: pl.Series, spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    faulty = ~cells.is_in(list(spec.choices)).fill_null(value=True)
    return cells.set(faulty, None), faulty


def _matching(cells: pl.Series, _spec: FieldSpec, *, pattern: str) -> tuple[pl.Series, pl.Series]:
    faulty = ~cells.str.contains(pattern).fill_null(value=True)
    return cells.set(faulty, None), faulty


def _ids(cells: pl.Series, spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    return _matching(cells, spec, pattern=NATION_PATTERN if spec.is_nation else ID_PATTERN)


def _labels(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    known = {text: Label.parse(text) for text in cells.drop_nulls().unique().to_list()}
    written = {text: None if label is None else str(label) for text, label in known.items()}
    values = pl.Series([None if cell is None else written[cell] for cell in cells], dtype=pl.String)
    return values, values.is_null() & cells.is_not_null()


def _pairs(cells: pl.Series, spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    right = _NUMBER.removeprefix("^") if spec.pair and spec.pair[1] == "number" else r".+$"
    left = (
        _NUMBER.removeprefix("^").removesuffix("$")
        if spec.pair and spec.pair[0] == "number"
        else r"[^:]+"
    )
    return _matching(cells, spec, pattern=f"^{left}:{right}")


def _as_is(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    return cells, pl.repeat(value=False, n=len(cells), dtype=pl.Boolean, eager=True)


_READERS: dict[FieldKind, Callable[[pl.Series, FieldSpec], tuple[pl.Series, pl.Series]]] = {
    FieldKind.ID: _ids,
    FieldKind.REFERENCE: _as_is,
    FieldKind.RECORD: partial(_matching, pattern=r"^[a-z_]+:.+$"),
    FieldKind.PAIR: _pairs,
    FieldKind.LABEL: _labels,
    FieldKind.CURRENCY: partial(_matching, pattern=CURRENCY_PATTERN),
    FieldKind.TEXT: _as_is,
    FieldKind.CHOICE: _words,
    FieldKind.INTEGER: _numbers,
    FieldKind.NUMBER: _numbers,
    FieldKind.BOOLEAN: _booleans,
    FieldKind.DATE: _dates,
    FieldKind.DATETIME: _datetimes,
}


def _out_of_range(values: pl.Series, spec: FieldSpec) -> list[CellFault]:
    outside = pl.repeat(value=False, n=len(values), dtype=pl.Boolean, eager=True)
    if spec.ge is not None:
        outside |= (values < spec.ge).fill_null(value=False)
    if spec.gt is not None:
        outside |= (values <= spec.gt).fill_null(value=False)
    if spec.le is not None:
        outside |= (values > spec.le).fill_null(value=False)
    return [
        CellFault(
            row,
            "IO-RANGE-001",
            f"{values[row]:g}",
            f"give a value {spec.bounds()}",
            spec.expected(),
        )
        for row in outside.arg_true().to_list()
    ]


def _word(row: int, cell: str, spec: FieldSpec) -> CellFault:
    """Say what is wrong with a cell that its reader did not take."""
    found = f'"{cell}"'
    code, cure = "IO-TYPE-001", "write it so"
    if spec.is_numeric:
        code, cure = _word_number(cell, spec)
    elif spec.kind is FieldKind.CHOICE:
        code, cure = "IO-CHOICE-001", "use one of these words"
    elif spec.kind is FieldKind.ID:
        code, cure = "IO-ID-001", f"rename it, for example {_tidy_id(cell, spec)}"
    elif spec.kind is FieldKind.LABEL:
        code, cure = "IO-LABEL-001", "write CLASSIFICATION, or CLASSIFICATION REL TO FRA, GBR"
    elif spec.kind is FieldKind.DATE:
        cure = "write year-month-day with two digits for month and day"
    elif spec.kind is FieldKind.BOOLEAN:
        cure = "write true or false"
    return CellFault(row, code, found, cure, spec.expected())


def _word_number(cell: str, spec: FieldSpec) -> tuple[str, str]:
    if spec.kind is FieldKind.INTEGER and re.match(_NUMBER, cell):
        return "IO-TYPE-001", "round it to a whole number"
    if cell.lower() in _NOT_FINITE or re.match(_NUMBER, cell):
        return "IO-TYPE-004", "give a finite number, or leave the cell empty for no limit"
    if _EUROPEAN.match(cell):
        return "IO-TYPE-003", f"write {cell.replace('.', '').replace(',', '.')}"
    if _THOUSANDS.match(cell):
        return "IO-TYPE-003", f"write {re.sub(r'[^0-9.+-]', '', cell)}"
    if _DECIMAL_COMMA.match(cell):
        whole = ", as a whole number" if spec.kind is FieldKind.INTEGER else ""
        return "IO-TYPE-002", f"write {cell.replace(',', '.')}{whole}"
    return "IO-TYPE-001", "write digits, with a point before decimals"


def _tidy_id(cell: str, spec: FieldSpec) -> str:
    if spec.is_nation:
        return (re.sub(r"[^A-Za-z]", "", cell).upper() + "XXX")[:3]
    return re.sub(r"[^a-z0-9._-]+", "-", cell.lower()).strip("-._")[:64] or "x1"
