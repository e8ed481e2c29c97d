"""Tables for spreadsheets: what reads back, what never becomes a formula, the same bytes."""

import csv
import io
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


def _cells(content: bytes) -> dict[str, tuple[str, str]]:
    """Return type and text of every cell by its place."""
    sheet = ElementTree.fromstring(_parts(content)[_SHEET])
    return {
        cell.attrib["r"]: (cell.attrib.get("t", "n"), "".join(cell.itertext()))
        for cell in sheet.iter(f"{_TAG}c")
    }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    rows = [(text, -2.5)]
    assert _cells(sheet_xlsx("T", HEADS, rows))["A2"] == ("inlineStr", text.replace("\r", "\n"))
    assert b"<f>" not in _parts(sheet_xlsx("T", HEADS, rows))[_SHEET]
    (_, row) = csv.reader(io.StringIO(sheet_csv(HEADS, rows).decode(), newline=""))
    assert row == ["'" + text.replace("\r", "\n"), "-2.5"]


def test_numbers_are_numbers_and_nothing_is_no_cell() -> None:
    cells = _cells(sheet_xlsx("T", HEADS, [("a", 3.0), ("b", None), ("c", 0.25), ("", -4)]))
    assert cells == {
        "A1": ("inlineStr", "ULN"), "B1": ("inlineStr", "Tonnes"), "A2": ("inlineStr", "a"),
        "B2": ("n", "3"), "A3": ("inlineStr", "b"), "A4": ("inlineStr", "c"), "B4": ("n", "0.25"),
        "B5": ("n", "-4"),
    }  # fmt: skip
    assert sheet_csv(HEADS, [("a", 3.0), ("b", None)]) == b"ULN,Tonnes\na,3\nb,\n"


@given(st.lists(st.tuples(st.text(), st.integers() | st.none()), max_size=5))
def test_any_text_gives_a_workbook_that_reads_back(rows: list[tuple[str, int | None]]) -> None:
    content = sheet_xlsx("T", HEADS, rows)
    assert content == sheet_xlsx("T", HEADS, rows)
    parts = _parts(content)
    for name, part in parts.items():
        assert ElementTree.fromstring(part) is not None, name
    read = list(csv.reader(io.StringIO(sheet_csv(HEADS, rows).decode(), newline="")))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)


def test_every_part_is_named_and_found() -> None:
    parts = _parts(sheet_xlsx("A & <B>", HEADS, []))
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    named = {row.attrib["PartName"].removeprefix("/") for row in types if "PartName" in row.attrib}
    assert named == {name for name in parts if name.startswith("xl/") and "_rels" not in name}
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    (sheet,) = book.iter(f"{_TAG}sheet")
    assert sheet.attrib["name"] == "A & <B>"


def test_bytes_do_not_tell_when_they_were_made() -> None:
    with zipfile.ZipFile(io.BytesIO(sheet_xlsx("T", HEADS, []))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in file.infolist()} == {3}
