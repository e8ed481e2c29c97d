"""From the text of a column to typed values, and the faults on the way.

Whole columns are read at once; only cells that do not fit are looked at one by one, to
word what is wrong with them.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial

import polars as pl

from reassure.io.cell_faults import (
    NUMBER,
    CellFault,
    length_fault,
    range_fault,
    type_fault,
    unwritable_fault,
)
from reassure.io.text import UNWRITABLE
from reassure.model.fields import (
    CURRENCY_PATTERN,
    ID_LENGTH,
    ID_PATTERN,
    LIST_SEPARATOR,
    NATION_PATTERN,
    PAIR_SEPARATOR,
    FieldKind,
    FieldSpec,
)
from reassure.model.label import Label
from reassure.model.table import dtype_of
from reassure.model.units import LARGEST_NUMBER


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
    stripped = text.str.strip_chars()
    is_text = spec.kind is FieldKind.TEXT and not spec.is_list
    cells = (text if is_text else stripped).set(stripped == "", None)
    is_empty = cells.is_null()
    faults: list[CellFault] = []
    is_blank = bool(is_empty.all())
    if not is_blank and (unwritable := cells.str.contains(UNWRITABLE)).any():
        # Told once; what else is wrong with such a cell shows when it is cured.
        rows = unwritable.fill_null(value=False).arg_true().to_list()
        faults = [unwritable_fault(row, cells[row], spec) for row in rows]
        cells = cells.scatter(rows, None)
    if is_blank:  # most columns of most plans; nothing to read in them
        values, more = pl.Series(spec.name, [None] * len(cells), dtype=dtype_of(spec)), []
    elif spec.is_list:
        values, more = _read_list(cells, spec)
    else:
        values, more = _read_flat(cells, spec)
    faults += more
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
    faults: list[CellFault] = []
    if spec.max_length is not None:
        is_long = (cells.str.len_chars() > spec.max_length).fill_null(value=False)
        rows = is_long.arg_true().to_list()
        faults = [length_fault(row, str(cells[row]), spec) for row in rows]
        cells = cells.set(is_long, None)
    values, faulty = _READERS[spec.kind](cells, spec)
    faults += [type_fault(row, str(cells[row]), spec) for row in faulty.arg_true().to_list()]
    if spec.is_numeric:
        low, high = spec.limits
        outside = ~values.is_between(low, high).fill_null(value=True)
        faults += [range_fault(row, values[row], spec) for row in outside.arg_true().to_list()]
        # Beyond its bounds a number may not even fit the column's type.
        dtype = pl.Int64 if spec.kind is FieldKind.INTEGER else pl.Float64
        values = values.set(outside, None).cast(dtype)
    return values.rename(spec.name), faults


def _numbers(cells: pl.Series, spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    fits = cells.str.contains(NUMBER)
    values = cells.set(~fits, None).cast(pl.Float64, strict=False)
    fits &= values.is_finite()
    if spec.kind is FieldKind.INTEGER:
        fits &= values == values.floor()
    faulty = ~fits.fill_null(value=False) & cells.is_not_null()
    return values.set(faulty, None), faulty


def _booleans(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    lower = cells.str.to_lowercase()  # spreadsheets write TRUE and FALSE
    values = lower.replace_strict(
        {"true": True, "false": False}, default=None, return_dtype=pl.Boolean
    )
    return values, values.is_null() & cells.is_not_null()


def _dates(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    # The calendar of Python, in which dates are counted on, begins with the year 1.
    fits = cells.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$") & ~cells.str.starts_with("0000")
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
        return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)
    except (ValueError, OverflowError):  # the latter where its zone takes it off the calendar
        return None


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
    kinds = spec.pair or ("text", "text")
    right = NUMBER.removeprefix("^") if kinds[1] == "number" else r".+$"
    left = NUMBER.removeprefix("^").removesuffix("$") if kinds[0] == "number" else r"[^:]+"
    values, faulty = _matching(cells, spec, pattern=f"^{left}:{right}")
    parts = values.str.split_exact(PAIR_SEPARATOR, 1).struct.unnest()
    for kind, part in zip(kinds, parts, strict=True):
        if kind == "number":
            is_small = part.cast(pl.Float64, strict=False).abs() <= LARGEST_NUMBER
            faulty |= ~is_small.fill_null(value=True)
    return values.set(faulty, None), faulty


def _references(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    faulty = (cells.str.len_chars() > ID_LENGTH).fill_null(value=False)
    return cells.set(faulty, None), faulty


def _as_is(cells: pl.Series, _spec: FieldSpec) -> tuple[pl.Series, pl.Series]:
    return cells, pl.repeat(value=False, n=len(cells), dtype=pl.Boolean, eager=True)


_READERS: dict[FieldKind, Callable[[pl.Series, FieldSpec], tuple[pl.Series, pl.Series]]] = {
    FieldKind.ID: _ids,
    FieldKind.REFERENCE: _references,
    FieldKind.RECORD: partial(_matching, pattern=rf"^[a-z_]+:.{{1,{ID_LENGTH}}}$"),
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
