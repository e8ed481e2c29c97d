"""From the bytes of a CSV file to columns of text, with the faults that the file itself has."""

import csv
import io
import itertools
import re
from dataclasses import dataclass

import polars as pl

from reassure.io.text import plain_text, quoted
from reassure.model.finding import Finding, Severity

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HEADER_LINES = 1
_WORKBOOKS: dict[bytes, str] = {
    b"PK\x03\x04": "an Excel workbook or another zipped document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a workbook of an old Excel",
}
"""First bytes of what spreadsheet programs save by default, whatever the file is called."""


@dataclass(frozen=True)
class CsvText:
    """Cells as they stand in a file.

    Attributes
    ----------
    columns
        One text column per header; blank rows are left out.
    lines
        Line of each row as a spreadsheet shows it, the header being line 1.
    """

    columns: pl.DataFrame
    lines: pl.Series


def read_csv_text(content: bytes, table: str) -> tuple[CsvText | None, list[Finding]]:
    """Read the cells of one file; None where they cannot be told apart.

    A byte order mark is read over and noted; any line ends are taken.
    """
    findings: list[Finding] = []
    for mark, what in _WORKBOOKS.items():
        if content.startswith(mark):
            cure = "open it in the spreadsheet program and save the table as 'CSV UTF-8'"
            return None, [file_finding("IO-FILE-009", table, what, "a CSV file", cure)]
    if content.startswith(_BYTE_ORDER_MARK):
        content = content.removeprefix(_BYTE_ORDER_MARK)
        findings.append(
            file_finding(
                "IO-FILE-006",
                table,
                "a byte order mark",
                "plain UTF-8",
                "nothing to do; it was read over",
                severity=Severity.NOTE,
            )
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        findings.append(
            file_finding(
                "IO-FILE-003",
                table,
                f"byte 0x{content[error.start]:02x}, which is not UTF-8",
                "text in UTF-8",
                "save it again as 'CSV UTF-8'",
                row=line,
            )
        )
        return None, findings
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        findings.append(
            file_finding(
                "IO-FILE-002",
                table,
                "an empty file",
                "a header line with the table's fields",
                "write the header, or delete the file for an empty table",
            )
        )
        return None, findings
    header, rows, broken = _split(text, table)
    if broken:
        return None, findings + broken
    return _columns(header, rows), findings


def _columns(header: list[str], rows: list[list[str]]) -> CsvText:
    """Turn rows into columns of text; blank rows are left out, short ones filled up."""
    kept = [
        (line, cells)
        for line, cells in enumerate(rows, start=_HEADER_LINES + 1)
        if any(cell.strip() for cell in cells)
    ]
    columns = {
        name.strip(): pl.Series(
            name.strip(),
            [cells[place] if place < len(cells) else None for _, cells in kept],
            dtype=pl.String,
        )
        for place, name in enumerate(header)
        if name.strip()
    }
    lines = pl.Series("line", [line for line, _ in kept], dtype=pl.Int64)
    return CsvText(pl.DataFrame(columns), lines)


def _split(text: str, table: str) -> tuple[list[str], list[list[str]], list[Finding]]:
    """Split text into header and rows, and find what keeps its cells from being told apart."""
    reader = csv.reader(io.StringIO(text), strict=True)
    read: list[list[str]] = []
    n_lines = 0
    try:
        for cells in reader:
            read.append(cells)
            n_lines = reader.line_num
    except csv.Error as error:
        # The reader stops where it ran out of text; what is wrong began where the row did.
        most = f"{csv.field_size_limit():,} characters"
        what = "a quote that is not closed, or text after one that is,"
        if "field limit" in str(error):
            what = f"a quote that is not closed, or a cell of more than {most},"
        begins = text.split("\n")[n_lines]
        broken = file_finding(
            "IO-FILE-007",
            table,
            f"{what} in the row {quoted(begins)}",
            f"quotes in pairs, cells of at most {most}",
            'close the quote that opens in this row, and write a quote within a cell as ""',
            row=len(read) + 1,
        )
        return [], [], [broken]
    header, *rows = read
    if len(header) == 1 and any(sign in header[0] for sign in ";\t"):
        sign = "';'" if ";" in header[0] else "tab"
        separated = file_finding(
            "IO-FILE-008",
            table,
            f"columns separated by {sign}",
            "columns separated by commas",
            "save it again as 'CSV UTF-8 (comma delimited)'",
            row=1,
        )
        return [], [], [separated]
    names = [name.strip() for name in header]
    findings = [
        file_finding(
            "IO-COLUMN-003",
            table,
            f"column {quoted(name)} twice",
            "each column once",
            "delete or rename one of them",
            row=1,
            column=plain_text(name),
        )
        for name in sorted({name for name in names if name and names.count(name) > 1})
    ]
    findings += [
        _ragged(table, line, cells, len(header))
        for line, cells in enumerate(rows, start=_HEADER_LINES + 1)
        if any(cell.strip() for cell in cells[len(header) :])
    ]
    return header, rows, findings


def _ragged(table: str, row: int, cells: list[str], width: int) -> Finding:
    cure = "take out the cells beyond the header, or quote a cell that holds a comma"
    for left, right in itertools.pairwise(cells):
        if re.fullmatch(r"[+-]?[0-9]+", left) and re.fullmatch(r"[0-9]+", right):
            cure = f"write decimals with a point, such as {left}.{right}; or quote the cell"
            break
    return file_finding(
        "IO-FILE-004",
        table,
        f"{len(cells)} cells",
        f"{width} cells, as in the header",
        cure,
        row=row,
    )


def file_finding(
    code: str,
    table: str | None,
    found: str,
    expected: str,
    cure: str,
    *,
    row: int | None = None,
    column: str | None = None,
    record_id: str | None = None,
    severity: Severity = Severity.FAULT,
) -> Finding:
    """Make a finding about a file."""
    return Finding(code, severity, table, row, column, record_id, found, expected, cure)
