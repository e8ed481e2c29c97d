"""Tables for spreadsheets: what reads back, what never becomes a formula, the same bytes."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.io.sheets import sheet_csv, sheet_xlsx

HEADS = ("ULN", "Tonnes")
_SHEET = "xl/worksheets/sheet1.xml"
_TAG = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _cells(content: bytes) -> dict[str, str | float]:
    """Return what every cell holds, by its place."""
    parts = _parts(content)
    shared = ElementTree.fromstring(parts["xl/sharedStrings.xml"])
    texts = [_unescaped("".join(item.itertext())) for item in shared]
    cells: dict[str, str | float] = {}
    for cell in ElementTree.fromstring(parts[_SHEET]).iter(f"{_TAG}c"):
        value = "".join(cell.itertext())
        cells[cell.attrib["r"]] = texts[int(value)] if "t" in cell.attrib else float(value)
    return cells


def _unescaped(text: str) -> str:
    """Read a text as a spreadsheet does: ``_xHHHH_`` is the sign of that number."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    rows = [(text, -2.5)]
    assert _cells(sheet_xlsx("T", HEADS, rows))["A2"] == text
    assert b"<f>" not in _parts(sheet_xlsx("T", HEADS, rows))[_SHEET]
    (_, row) = csv.reader(io.StringIO(sheet_csv(HEADS, rows).decode(), newline=""))
    assert row == ["'" + text.replace("\r", "\n"), "-2.5"]


def test_numbers_are_numbers_and_nothing_is_no_cell() -> None:
    cells = _cells(sheet_xlsx("T", HEADS, [("a", 3.0), ("b", None), ("c", 0.25), ("", -4)]))
    assert cells == {
        "A1": "ULN", "B1": "Tonnes", "A2": "a", "B2": 3, "A3": "b", "A4": "c", "B4": 0.25, "B5": -4,
    }  # fmt: skip
    assert sheet_csv(HEADS, [("a", 3.0), ("b", None)]) == b"ULN,Tonnes\na,3\nb,\n"


# What a spreadsheet holds as a number is a double: whole numbers up to here stay whole.
@given(st.lists(st.tuples(st.text(), st.integers(-(2**53), 2**53) | st.none()), max_size=5))
def test_any_text_gives_a_workbook_that_reads_back(rows: list[tuple[str, int | None]]) -> None:
    content = sheet_xlsx("T", HEADS, rows)
    assert content == sheet_xlsx("T", HEADS, rows)
    parts = _parts(content)
    for name, part in parts.items():
        assert ElementTree.fromstring(part) is not None, name
    cells = _cells(content)
    for i, (text, number) in enumerate(rows, start=2):
        assert cells.get(f"A{i}", "") == re.sub(
            "[\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text
        )
        assert cells.get(f"B{i}") == number
    read = list(csv.reader(io.StringIO(sheet_csv(HEADS, rows).decode(), newline="")))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)


def test_the_first_row_stays_in_sight_and_filters_the_others() -> None:
    parts = _parts(sheet_xlsx("A & <B>", HEADS, [("a", 1)]))
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    (sheet,) = book.iter(f"{_TAG}sheet")
    assert sheet.attrib["name"] == "A & <B>"
    content = ElementTree.fromstring(parts[_SHEET])
    (pane,) = content.iter(f"{_TAG}pane")
    assert (pane.attrib["state"], pane.attrib["topLeftCell"]) == ("frozen", "A2")
    (shown,) = content.iter(f"{_TAG}autoFilter")
    assert shown.attrib["ref"] == "A1:B2"


def test_bytes_do_not_tell_when_where_or_by_whom_they_were_made() -> None:
    content = sheet_xlsx("T", HEADS, [])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = ElementTree.fromstring(_parts(content)["docProps/core.xml"])
    assert {item.text for item in told} == {None, "1980-01-01T00:00:00Z"}
