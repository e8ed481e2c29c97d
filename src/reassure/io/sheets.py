"""Tables for spreadsheets: CSV and XLSX in which no text is ever taken for a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float | None
"""What a cell holds; None: it is empty."""

_FORMULA = re.compile(r"^[=+\-@\t\n]")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""Earliest date that a ZIP file can give its parts: results must not tell when they were made."""

_WIDEST = 44
_ROWS_LOOKED_AT = 500


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
        The table. Texts are written as texts, whatever they begin with; numbers as numbers.

    Notes
    -----
    Office Open XML, ECMA-376 part 1, the parts that a workbook must have: content types,
    relations, workbook, styles (normal and bold) and the sheet, whose first row stays in sight.
    """
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType='
            f'"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for part, kind in (
                ("workbook", "sheet.main"),
                ("styles", "styles"),
                ("worksheets/sheet1", "worksheet"),
            )
        )
        + "</Types>",
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2">'
        '<font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": _sheet(heads, rows),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for path, text in parts.items():
            entry = zipfile.ZipInfo(path, _FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Without these two the bytes would tell on which system they were made.
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            file.writestr(entry, (head + text).encode())
    return buffer.getvalue()


def _plain(value: Value) -> Value:
    if isinstance(value, str):
        # A carriage return alone would end the line for some readers and not for others.
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{text}" if _FORMULA.match(text) else text
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _sheet(heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> str:
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{_width(head, i - 1, rows)}" customWidth="1"/>'
        for i, head in enumerate(heads, start=1)
    )
    lines = "".join(
        f'<row r="{i}">{"".join(_cell(value, i, j, is_head=i == 1) for j, value in enumerate(row))}'
        "</row>"
        for i, row in enumerate((heads, *rows), start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>{lines}</sheetData>"
        f'<autoFilter ref="A1:{_column(len(heads) - 1)}{len(rows) + 1}"/></worksheet>'
    )


def _width(head: str, at: int, rows: Sequence[Sequence[Value]]) -> int:
    longest = max((len(str(row[at] or "")) for row in rows[:_ROWS_LOOKED_AT]), default=0)
    return min(_WIDEST, max(len(head) + 3, longest) + 2)


def _cell(value: Value, row: int, column: int, *, is_head: bool) -> str:
    at = f'r="{_column(column)}{row}"' + (' s="1"' if is_head else "")
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        text = escape(_NOT_IN_XML.sub("\ufffd", value))
        return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c {at}><v>{_plain(value)!r}</v></c>"


def _column(index: int) -> str:
    r"""Return the letters of a column, counted from 0.

    >>> _column(0), _column(25), _column(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
