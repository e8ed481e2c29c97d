"""Tables for spreadsheets: CSV and XLSX in which no text is ever taken for a formula."""

# The library that writes workbooks declares only some of its types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime

Value = str | int | float | None
"""What a cell holds; None: it is empty."""

_FORMULA = re.compile(r"^[=+\-@\t\n]")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's properties know no time zone
"""Stands for the day on which a workbook was made: results must not tell it."""

_WIDEST_PX = 320


def sheet_csv(heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    r"""Return a table as CSV: UTF-8, comma, ``\n``.

    A text that a spreadsheet would take for a formula stands behind an apostrophe.

    Examples
    --------
    >>> sheet_csv(["a", "b"], [["=1+1", -3], [None, 2.0]])
    b"a,b\n'=1+1,-3\n,2\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([[_plain(value) for value in row] for row in (heads, *rows)])
    return text.getvalue().encode()


def sheet_xlsx(name: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    r"""Return a table as an XLSX workbook with one sheet; the same table gives the same bytes.

    Parameters
    ----------
    name
        Name of the sheet, at most 31 characters without ``[]:*?/\``.
    heads, rows
        The table, at least one column. Texts are written as texts, whatever they begin with;
        numbers as numbers. The first row stays in sight and filters the others.
    """
    # Only what writes a workbook waits for the library.
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _NO_DATE})
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True})
        for i, row in enumerate((heads, *rows)):
            for j, value in enumerate(row):
                look = None if i else bold
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    sheet.write_string(i, j, _NOT_IN_XML.sub("\ufffd", value), look)
                else:
                    sheet.write_number(i, j, value, look)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.autofit(_WIDEST_PX)
    return buffer.getvalue()


def _plain(value: Value) -> Value:
    if isinstance(value, str):
        # A carriage return alone would end the line for some readers and not for others.
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{text}" if _FORMULA.match(text) else text
    return int(value) if isinstance(value, float) and value.is_integer() else value
