"""Read one table: header, cells, defaults, duplicate ids."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import polars as pl

from reassure.io.cells import read_column
from reassure.io.csv_file import CsvText, file_finding, read_csv_text
from reassure.io.text import plain_text, quoted
from reassure.model.fields import FieldSpec
from reassure.model.finding import Finding, Severity
from reassure.model.record import Row
from reassure.model.table import LINE_COLUMN, Table, dtype_of


@dataclass(frozen=True)
class TableReading:
    """What was read from one file.

    Attributes
    ----------
    table
        The rows without faults.
    findings
        Every finding, in the order of rows.
    set_aside
        Ids of the rows with faults: they exist, and cannot be used.
    is_readable
        Whether the cells of the file could be told apart at all.
    """

    table: Table[Any]
    findings: list[Finding]
    set_aside: frozenset[str]
    is_readable: bool = True


def read_table(
    content: bytes, name: str, record_type: type[Row], *, listed: Collection[str] = ()
) -> TableReading:
    """Read one table from the bytes of its file.

    Parameters
    ----------
    content
        Bytes of the file.
    name
        Name of the table.
    record_type
        Type of its rows.
    listed
        Columns that the plan's heading says the file has.
    """
    text, findings = read_csv_text(content, name)
    if text is None:
        return TableReading(Table.empty(record_type), findings, frozenset(), is_readable=False)
    specs = record_type.specs()
    findings += _check_header(text, name, specs) + _left_out(text, name, specs, listed)
    if not text.columns.height:
        return TableReading(Table.empty(record_type), findings, frozenset())
    columns, bad_rows, faults = _read_cells(text, name, specs)
    frame = pl.DataFrame(columns).with_columns(
        text.lines.alias(LINE_COLUMN),
        *(
            pl.coalesce(pl.col(spec.name), pl.col(spec.default_from))
            for spec in specs.values()
            if spec.default_from is not None
        ),
    )
    is_bad = pl.Series([row in bad_rows for row in range(frame.height)], dtype=pl.Boolean)
    keys = columns[record_type.key[0]].filter(is_bad).drop_nulls().to_list()
    return TableReading(
        Table(record_type, frame.filter(~is_bad)), findings + faults, frozenset(keys)
    )


def _check_header(text: CsvText, name: str, specs: dict[str, FieldSpec]) -> list[Finding]:
    present = text.columns.columns
    unknown = [
        file_finding(
            "IO-COLUMN-002",
            name,
            f"column {quoted(column)}",
            "a field of this table",
            _nearest(column, [field for field in specs if field not in present]),
            row=1,
            column=plain_text(column),
        )
        for column in present
        if column not in specs
    ]
    missing = [
        file_finding(
            "IO-COLUMN-001",
            name,
            f'no column "{spec.name}"',
            f"a column {spec.name} with {spec.expected()} in every row",
            "add the column",
            row=1,
            column=spec.name,
        )
        for spec in specs.values()
        if spec.required and spec.name not in present
    ]
    return unknown + missing


def _left_out(
    text: CsvText, name: str, specs: dict[str, FieldSpec], listed: Collection[str]
) -> list[Finding]:
    """Name the columns that a file should have and lacks, unless they must be filled anyway."""
    if not text.columns.height:
        return []
    absent = [
        spec
        for spec in specs.values()
        if spec.name in listed and spec.name not in text.columns.columns and not spec.required
    ]
    silent = [spec.name for spec in absent if spec.taken_if_empty is None]
    expected = "the columns that datapackage.json lists for this file"
    findings = [
        file_finding(
            "IO-COLUMN-004",
            name,
            f'no column "{spec.name}"',
            expected,
            f"bring the column back; until then every row takes {spec.taken_if_empty}",
            row=1,
            column=spec.name,
            severity=Severity.WARNING,
        )
        for spec in absent
        if spec.taken_if_empty is not None
    ]
    if silent:
        findings.append(
            file_finding(
                "IO-COLUMN-004",
                name,
                f"no {'column' if len(silent) == 1 else 'columns'} {', '.join(silent)}",
                expected,
                "nothing to do, if they were left out on purpose; their cells are taken as empty",
                row=1,
                severity=Severity.NOTE,
            )
        )
    return findings


def _nearest(column: str, fields: list[str]) -> str:
    close = difflib.get_close_matches(column.strip().lower(), fields, n=1)
    if close:
        return f"rename it to {close[0]}"
    return "delete it, or put what it says into note"


def _read_cells(
    text: CsvText, name: str, specs: dict[str, FieldSpec]
) -> tuple[dict[str, pl.Series], set[int], list[Finding]]:
    """Read all columns; return them, the rows with a fault, and the faults by row."""
    raw, lines = text.columns, text.lines
    ids: list[str | None] = raw["id"].to_list() if "id" in raw.columns else [None] * raw.height
    shown_ids = [plain_text(cell.strip()) if cell else None for cell in ids]
    columns: dict[str, pl.Series] = {}
    placed: list[tuple[int, Finding]] = []
    bad_rows: set[int] = set()
    for column, spec in specs.items():
        if column not in raw.columns and spec.required:
            columns[column] = pl.Series(column, [None] * raw.height, dtype=dtype_of(spec))
            bad_rows.update(range(raw.height))  # told once, of the header
            continue
        empty = pl.Series(column, [None] * raw.height, dtype=pl.String)
        cells = raw[column] if column in raw.columns else empty
        columns[column], faults = read_column(cells, spec)
        for fault in faults:
            bad_rows.add(fault.row)
            finding = file_finding(
                fault.code,
                name,
                fault.found,
                fault.expected,
                fault.cure,
                row=int(lines[fault.row]),
                column=column,
                record_id=shown_ids[fault.row] or None,
            )
            placed.append((fault.row, finding))
    for row, finding in _duplicates(columns["id"], lines, name) if "id" in columns else []:
        bad_rows.add(row)
        placed.append((row, finding))
    return columns, bad_rows, [finding for _, finding in sorted(placed, key=lambda item: item[0])]


def _duplicates(ids: pl.Series, lines: pl.Series, name: str) -> list[tuple[int, Finding]]:
    """Name every row whose id stood before; the first keeps it."""
    first: dict[str, int] = {}
    repeated: list[tuple[int, Finding]] = []
    if ids.drop_nulls().is_unique().all():
        return repeated
    for row, record_id in enumerate(ids):
        if record_id is None:
            continue
        if record_id in first:
            finding = file_finding(
                "IO-ID-002",
                name,
                f'id "{record_id}", which row {first[record_id]} has too',
                "every id once",
                "give one of the two rows another id",
                row=int(lines[row]),
                column="id",
                record_id=record_id,
            )
            repeated.append((row, finding))
        else:
            first[record_id] = int(lines[row])
    return repeated
