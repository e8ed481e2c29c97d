"""Bad input: each kind gets a message that says where, what, what instead, and how to cure it."""

import json

import pytest

from reassure.io.read import load_plan, read_plan
from reassure.io.write import new_plan, write_plan
from reassure.model.errors import DataFaults, UsageError
from reassure.model.finding import Severity
from tests.plans import HEADING, heading, offer, plan_of

HEADER = "id,nation,capability,quantity,state,from_day,until_day,tour_min_days,tour_max_days,origin"
GOOD = "fra-inf,FRA,inf,2,offered,0,180,30,90,mourmelon"


@pytest.fixture
def folder(tmp_path):
    """Write a plan folder with one offer, which does not say what columns its files have."""
    write_plan(plan_of(offers=[offer()]), tmp_path / "plan")
    descriptor = json.loads((tmp_path / "plan" / "datapackage.json").read_text())
    for resource in descriptor["resources"]:
        del resource["schema"]
    (tmp_path / "plan" / "datapackage.json").write_text(json.dumps(descriptor))
    return tmp_path / "plan"


def write_offers(folder, *lines, header=HEADER, end="\n"):
    """Replace the table of offers."""
    (folder / "offers.csv").write_bytes((end.join([header, *lines]) + end).encode())


def only(folder, code):
    """Return the one finding, which must have this code."""
    findings = load_plan(folder).findings
    assert [finding.code for finding in findings] == [code]
    return findings[0]


def test_a_missing_folder(tmp_path):
    finding = only(tmp_path / "nowhere", "IO-FOLDER-001")
    assert "nowhere" in finding.found
    assert "reassure new" in finding.cure


def test_a_file_instead_of_a_folder(tmp_path):
    (tmp_path / "plan.csv").write_text("x")
    assert "a file" in only(tmp_path / "plan.csv", "IO-FOLDER-001").found


def test_a_folder_without_heading(tmp_path):
    only(tmp_path, "IO-PACKAGE-001")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"reassure": 3}'])
def test_a_heading_that_is_none(folder, text):
    (folder / "datapackage.json").write_text(text)
    only(folder, "IO-PACKAGE-002")


def write_heading(folder, **changes):
    descriptor = json.loads((folder / "datapackage.json").read_text())
    descriptor["reassure"] = HEADING | changes
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


def test_a_newer_format(folder):
    write_heading(folder, format=2)
    finding = only(folder, "IO-PACKAGE-003")
    assert finding.found.endswith("format 2")
    assert "newer version" in finding.cure


def test_every_fault_of_the_heading_at_once(folder):
    write_heading(folder, horizon_days=-1, currency="dollars", typo=3)
    findings = load_plan(folder).findings
    assert {finding.code for finding in findings} == {"IO-PACKAGE-004"}
    assert {finding.column for finding in findings} == {"horizon_days", "currency", "typo"}


def test_a_label_of_the_plan_that_nobody_can_read(folder):
    write_heading(folder, label="RESTRICTED REL TO FR")
    assert only(folder, "IO-PACKAGE-004").column == "label"


def test_a_missing_table(folder):
    (folder / "offers.csv").unlink()
    assert only(folder, "IO-FILE-001").table == "offers"


def test_an_absent_table_that_nobody_lists_is_empty(folder):
    assert len(read_plan(folder).requirements) == 0


def test_an_empty_file(folder):
    (folder / "offers.csv").write_bytes(b"")
    only(folder, "IO-FILE-002")


def test_bytes_that_are_not_utf8(folder):
    (folder / "offers.csv").write_bytes(
        f"{HEADER},note\n{GOOD},".encode() + "Köln".encode("latin-1")
    )
    finding = only(folder, "IO-FILE-003")
    assert finding.row == 2
    assert "0xf6" in finding.found


def test_a_row_with_more_cells_than_the_header(folder):
    write_offers(folder, GOOD.replace(",2,", ",2,5,"))
    finding = only(folder, "IO-FILE-004")
    assert finding.row == 2
    assert "2.5" in finding.cure


def test_a_file_that_is_no_table(folder):
    (folder / "offer.csv").write_text("id\n")
    finding = only(folder, "IO-FILE-005")
    assert finding.severity is Severity.WARNING
    assert "offers.csv" in finding.cure


def test_a_byte_order_mark_is_read_over(folder):
    (folder / "offers.csv").write_bytes(b"\xef\xbb\xbf" + f"{HEADER}\n{GOOD}\n".encode())
    assert only(folder, "IO-FILE-006").severity is Severity.NOTE
    assert read_plan(folder).offers["fra-inf"].quantity == 2


def test_an_open_quote(folder):
    write_offers(folder, GOOD.replace("fra-inf", '"fra-inf'))
    only(folder, "IO-FILE-007")


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_separators(folder, sign):
    write_offers(folder, GOOD.replace(",", sign), header=HEADER.replace(",", sign))
    only(folder, "IO-FILE-008")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_are_taken(folder, end):
    write_offers(folder, GOOD, end=end)
    assert load_plan(folder).findings == []
    assert read_plan(folder).offers["fra-inf"].origin == "mourmelon"


def test_a_missing_column(folder):
    write_offers(folder, GOOD.replace(",mourmelon", ""), header=HEADER.replace(",origin", ""))
    finding = only(folder, "IO-COLUMN-001")
    assert (finding.row, finding.column) == (1, "origin")


def test_an_unknown_column(folder):
    write_offers(folder, GOOD + ",5", header=HEADER + ",notice_dayz")
    assert only(folder, "IO-COLUMN-002").cure == "rename it to notice_days"


def test_a_column_twice(folder):
    write_offers(folder, GOOD + ",3", header=HEADER + ",quantity")
    only(folder, "IO-COLUMN-003")


def test_an_empty_cell(folder):
    write_offers(folder, GOOD.replace("FRA", ""))
    finding = only(folder, "IO-EMPTY-001")
    assert (finding.row, finding.column, finding.id) == (2, "nation", "fra-inf")


@pytest.mark.parametrize(
    ("cell", "code", "cure"),
    [
        ('"12,5"', "IO-TYPE-002", "write 12.5"),
        ('"0,125"', "IO-TYPE-002", "write 0.125"),
        ('"1,000"', "IO-TYPE-003", "write 1000"),
        ("1'000", "IO-TYPE-003", "write 1000"),
        ("10 000", "IO-TYPE-003", "write 10000"),
        ('"1.000,5"', "IO-TYPE-003", "write 1000.5"),
        ("inf", "IO-TYPE-004", "finite"),
        ("-Infinity", "IO-TYPE-004", "finite"),
        ("nan", "IO-TYPE-004", "finite"),
        ("1e999", "IO-TYPE-004", "finite"),
        ("soon", "IO-TYPE-001", "digits"),
        ("12 days", "IO-TYPE-001", "digits"),
        ("0x10", "IO-TYPE-001", "digits"),
    ],
)
def test_a_number_that_is_none(folder, cell, code, cure):
    write_offers(folder, GOOD.replace(",180,", f",{cell},"))
    finding = only(folder, code)
    assert (finding.row, finding.column) == (2, "until_day")
    assert cure in finding.cure


@pytest.mark.parametrize("cell", ["-1", "-0.5"])
def test_a_negative_number(folder, cell):
    write_offers(folder, GOOD + f",{cell}", header=HEADER + ",notice_days")
    assert only(folder, "IO-RANGE-001").cure == "give a value >= 0"


def test_a_part_of_a_unit(folder):
    write_offers(folder, GOOD.replace(",2,", ",2.5,"))
    assert only(folder, "IO-TYPE-001").cure == "round it to a whole number"


@pytest.mark.parametrize(
    ("column", "cell"),
    [("valid_until", "10.04.2025"), ("valid_until", "2025-02-30"), ("valid_until", "2025-4-1")],
)
def test_a_date_that_is_none(folder, column, cell):
    write_offers(folder, f"{GOOD},{cell}", header=f"{HEADER},{column}")
    assert only(folder, "IO-TYPE-001").column == column


def test_a_word_that_is_none(folder):
    write_offers(folder, GOOD.replace("offered", "maybe"))
    assert "indicated, offered" in only(folder, "IO-CHOICE-001").expected


def test_an_id_that_is_none(folder):
    write_offers(folder, GOOD.replace("fra-inf", "FRA Inf"))
    assert "fra-inf" in only(folder, "IO-ID-001").cure


def test_an_id_twice(folder):
    write_offers(folder, GOOD, "", GOOD)
    finding = only(folder, "IO-ID-002")
    assert finding.row == 4
    assert "row 2" in finding.found


def test_a_label_that_nobody_can_read(folder):
    write_offers(folder, f"{GOOD},secret for FRA", header=f"{HEADER},label")
    only(folder, "IO-LABEL-001")


def test_all_faults_at_once_and_good_rows_kept(folder):
    write_offers(
        folder,
        GOOD,
        GOOD.replace("fra-inf", "pol-inf").replace(",2,", ",two,").replace(",180,", ",,"),
        GOOD.replace("fra-inf", "deu-inf").replace("offered", "maybe"),
    )
    reading = load_plan(folder)
    assert [finding.row for finding in reading.findings] == [3, 3, 4]
    assert reading.plan is not None
    assert reading.plan.offers.ids == ("fra-inf",)
    assert reading.set_aside["offers"] == {"pol-inf", "deu-inf"}
    with pytest.raises(DataFaults) as raised:
        read_plan(folder)
    assert len(raised.value.findings) == 3


def test_the_message_says_place_found_expected_cure_and_code(folder):
    write_offers(folder, GOOD.replace(",180,", ',"12,5",'))
    assert str(only(folder, "IO-TYPE-002")) == (
        'offers.csv row 2, until_day (fra-inf): found "12,5"; '
        "expected a number [days from C-day]; write 12.5. [IO-TYPE-002]"
    )


def test_nothing_is_written_over_what_is_no_plan(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    for write in (
        lambda: write_plan(plan_of(), tmp_path),
        lambda: new_plan(tmp_path, heading()),
        lambda: write_plan(plan_of(), tmp_path / "thesis.txt"),
    ):
        with pytest.raises(UsageError) as raised:
            write()
        assert raised.value.code == "IO-FOLDER-002"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
