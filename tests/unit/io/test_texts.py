"""Texts of a plan: how long they may be, what they must not hold, and in which encoding."""

import json

import pytest
from pydantic import ValidationError

from reassure.io.read import load_plan, read_plan
from reassure.io.write import write_plan
from reassure.model.fields import FieldKind
from reassure.model.force import Offer
from reassure.model.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_TEXT
from reassure.model.network import Location
from reassure.model.plan import table_types
from reassure.model.schema import table_schema
from tests.plans import offer, plan_of

PLACE = {"id": "gdansk", "name": "Gdansk", "kind": "port", "nation": "POL", "lat": 54, "lon": 18}


@pytest.fixture
def folder(tmp_path):
    """Write a plan folder."""
    write_plan(plan_of(offers=[offer(note="ready")], locations=[PLACE]), tmp_path / "plan")
    return tmp_path / "plan"


def put(folder, table, column, cell):
    """Write one cell of the only row of a table."""
    path = folder / f"{table}.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    cells = row.split(",")
    cells[header.split(",").index(column)] = cell
    path.write_text(f"{header}\n{','.join(cells)}\n", encoding="utf-8")


def put_heading(folder, **changes):
    """Change keys of the plan's heading."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["reassure"] |= changes
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def only(folder, code):
    """Return the one finding, which must have this code."""
    findings = load_plan(folder).findings
    assert [finding.code for finding in findings] == [code]
    return findings[0]


@pytest.mark.parametrize(
    ("table", "column", "most", "cure"),
    [
        ("locations", "name", LONGEST_NAME, "shorten it by 1, and put what else"),
        ("locations", "note", LONGEST_TEXT, "shorten it by 1."),
        ("offers", "note", LONGEST_TEXT, "shorten it by 1."),
        ("offers", "label", LONGEST_LABEL, "shorten it by 1"),
        ("offers", "attributes", LONGEST_NAME, "shorten it by 1"),
    ],
)
def test_a_text_has_a_length_that_it_may_have(folder, table, column, most, cure):
    filler = "REST" if column == "label" else "é"
    text = (filler * most)[:most]
    put(folder, table, column, text)
    assert load_plan(folder).findings == []
    longer = filler[0] + text
    put(folder, table, column, f"short|{longer}" if column == "attributes" else longer)
    finding = only(folder, "IO-TEXT-002")
    assert (finding.table, finding.row, finding.column) == (table, 2, column)
    assert f"({most + 1:,} characters)" in finding.found
    assert f"at most {most:,} characters" in finding.expected
    assert cure in str(finding)
    assert len(str(finding)) < 500


def test_a_name_of_a_hundred_thousand_characters_is_a_fault(folder):
    put(folder, "locations", "name", "x" * 100_000)
    assert "(100,000 characters)" in only(folder, "IO-TEXT-002").found


@pytest.mark.parametrize("key", ["title", "label"])
def test_a_heading_with_a_long_text(folder, key):
    most = LONGEST_NAME if key == "title" else LONGEST_LABEL
    put_heading(folder, **{key: "A" * most})
    assert load_plan(folder).findings == []
    put_heading(folder, **{key: "A" * (most + 7)})
    finding = only(folder, "IO-TEXT-002")
    assert finding.column == key
    assert f"({most + 7:,} characters)" in finding.found
    assert finding.cure == "shorten it by 7"


def test_every_text_of_every_table_has_a_length_and_its_schema_says_it():
    for record_type in table_types().values():
        described = {item["name"]: item for item in table_schema(record_type)["fields"]}
        properties = record_type.model_json_schema()["properties"]
        for name, spec in record_type.specs().items():
            if spec.kind in (FieldKind.TEXT, FieldKind.PAIR, FieldKind.LABEL):
                assert spec.max_length is not None
                assert f'"maxLength": {spec.max_length}' in json.dumps(properties[name])
                if not spec.is_list:
                    assert described[name]["constraints"]["maxLength"] == spec.max_length


def test_records_made_in_a_program_hold_to_it_too():
    with pytest.raises(ValidationError, match="name has more than 200 characters"):
        Location.model_validate(PLACE | {"name": "x" * 201})
    with pytest.raises(ValidationError, match="attributes has more than 200 characters"):
        Offer.model_validate(offer(attributes=("a", "x" * 201)))


@pytest.mark.parametrize("sign", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_signs_that_turn_the_text_around_them_are_refused(folder, sign):
    put(folder, "locations", "name", f"Gdan{sign}ksd")
    finding = only(folder, "IO-TEXT-001")
    assert f"U+{ord(sign):04X}" in finding.found
    assert "character 5" in finding.cure
    assert sign not in str(finding)


def test_a_title_with_a_sign_that_turns_the_text(folder):
    put_heading(folder, title="Plan \u202eemos")
    assert "U+202E" in only(folder, "IO-TEXT-001").found


@pytest.mark.parametrize("name", ["שלום", "سلام", "a\u200fb", "नमस्\u200dते"])
def test_names_in_scripts_from_right_to_left_are_kept(folder, name):
    put(folder, "locations", "name", name)
    assert read_plan(folder).locations["gdansk"].name == name


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-32"])
def test_a_heading_in_another_encoding(folder, encoding):
    path = folder / "datapackage.json"
    text = path.read_text(encoding="utf-8").replace("A small plan", "Ein kleiner Plän")
    path.write_bytes(text.encode(encoding))
    found = load_plan(folder).findings[0]
    assert found.code == "IO-FILE-003"
    assert "datapackage.json byte 0x" in found.found
    assert found.cure == "save it again with the encoding UTF-8"
    assert "codec" not in str(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1,\n"b" 2}', "from line 2, character 5 on"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ('{"a": ' + "1" * 5000 + "}", "a number of too many digits"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_no_json_is_told_in_plain_words(folder, text, reason):
    (folder / "datapackage.json").write_text(text)
    assert only(folder, "IO-PACKAGE-002").found.endswith(f"text that is not JSON ({reason})")
