"""Input that no planner means to write: it is told, shown short, and breaks nothing later."""

import copy
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.io.heading import heading_faults
from reassure.io.read import load_plan, read_plan
from reassure.io.text import MOST_SHOWN
from reassure.io.write import write_plan
from reassure.model.fields import MOST_UNITS, FieldKind
from reassure.model.finding import Severity, faults
from reassure.model.plan import PlanMeta, table_types
from tests.plans import HEADING, offer, plan_of

ROWS = {
    "offers": [offer(cost_per_month=5.0, note="ready")],
    "locations": [
        {"id": "gdansk", "name": "Gdansk", "kind": "port", "nation": "POL", "lat": 54, "lon": 18}
    ],
    "objectives": [{"id": "deter", "name": "Deter", "weight": 1}],
}


@pytest.fixture
def folder(tmp_path):
    """Write a plan folder whose heading lists all columns of its files."""
    write_plan(plan_of(**ROWS), tmp_path / "plan")
    return tmp_path / "plan"


def put(folder, table, column, cell):
    """Write one cell, as a spreadsheet would quote it."""
    path = folder / f"{table}.csv"
    header, row = path.read_text().splitlines()
    cells = row.split(",")
    cells[header.split(",").index(column)] = '"' + cell.replace('"', '""') + '"'
    path.write_text(f"{header}\n{','.join(cells)}\n")


def put_heading(folder, **changes):
    """Change keys of the plan's heading."""
    descriptor = json.loads((folder / "datapackage.json").read_text())
    descriptor["reassure"] |= changes
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


def only(folder, code):
    """Return the one finding, which must have this code."""
    findings = load_plan(folder).findings
    assert [finding.code for finding in findings] == [code]
    return findings[0]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x1f", "\uffff"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("offers", "note"), ("offers", "origin"), ("offers", "quantity"), ("locations", "name")],
)
def test_a_character_that_no_page_can_hold(folder, table, column, sign):
    put(folder, table, column, f"a{sign}b")
    finding = only(folder, "IO-TEXT-001")
    assert (finding.row, finding.column) == (2, column)
    assert f"U+{ord(sign):04X}" in finding.found
    assert sign not in str(finding)
    assert "character 2" in finding.cure


def test_tabs_and_line_ends_in_a_text_are_kept(folder):
    put(folder, "offers", "note", "one\n\ttwo")
    assert read_plan(folder).offers["fra-inf"].note == "one\n\ttwo"


@pytest.mark.parametrize("title", ["a\x07b", "\x1b[31m", "\ud800", "\uffff"])
def test_a_title_with_a_character_that_no_page_can_hold(folder, title):
    put_heading(folder, title=title)
    finding = only(folder, "IO-TEXT-001")
    assert finding.column == "title"
    assert "U+" in finding.found


@pytest.mark.parametrize("number", ["1e300", "-1e308", "1e13", "9" * 30])
def test_a_number_beyond_anything_real_is_out_of_range_in_every_table(number):
    specs = [spec for kind in table_types().values() for spec in kind.specs().values()]
    numeric = [spec for spec in specs if spec.is_numeric]
    assert len(numeric) > 100
    for spec in numeric:
        low, high = spec.limits
        assert -1e12 <= low < high <= 1e12, spec.name
        assert not low <= float(number) <= high


@pytest.mark.parametrize(
    ("table", "column", "cell", "cure"),
    [
        ("offers", "cost_per_month", "1e300", "at most 1,000,000,000,000"),
        ("offers", "from_day", "-1e300", "at least -100,000"),
        ("offers", "until_day", "100001", "at most 100,000"),
        ("offers", "tour_min_days", "1e-300", "at least 1e-06"),
        ("offers", "quantity", "100001", f"<= {MOST_UNITS}"),
        ("offers", "quantity", "1e300", f"<= {MOST_UNITS}"),
        ("objectives", "weight", "1e7", "at most 1,000,000"),
        ("locations", "berths", "1e300", "or leave the cell empty"),
    ],
)
def test_a_number_out_of_all_proportion(folder, table, column, cell, cure):
    put(folder, table, column, cell)
    finding = only(folder, "IO-RANGE-001")
    assert finding.column == column
    assert cure in finding.cure


def test_what_is_read_never_leaves_the_calendar(folder):
    put_heading(folder, c_day="2999-12-31")
    put(folder, "offers", "until_day", "100000")
    plan = read_plan(folder)
    day = plan.offers["fra-inf"].until_day
    assert plan.meta.c_day is not None
    assert plan.meta.c_day.toordinal() + day < 3652059  # 9999-12-31


@pytest.mark.parametrize(
    ("key", "value", "cure"),
    [
        ("horizon_days", 1e9, "such a number"),
        ("horizon_days", "180", "write 180 without quotes"),
        ("horizon_days", True, "such a number"),
        ("period_days", 1e-9, "longer"),
        ("c_day", "9999-12-30", "such a value"),
        ("c_day", "1899-12-31", "such a value"),
        ("c_day", 5, "such a value"),
        ("as_of", "9999-12-30", "such a value"),
        ("format", "2", "write 1"),
        ("format", "1", "write 1"),
        ("format", True, "write 1"),
        ("format", 1.0, "write 1"),
        ("currency", "usd", 'write "USD"'),
        ("currency", " Eur", 'write "EUR"'),
        ("currency", "dollars", "such as EUR or USD"),
        ("price_year", 10**30, "such a number"),
        ("notional", "TRUE", "write true without quotes"),
        ("title", " ", "such a value"),
        ("label", "restricted rel to GBR, FRA", '"RESTRICTED REL TO FRA, GBR"'),
        ("horizon", 180, 'rename it to "horizon_days"'),
        ("colour", "red", "delete it"),
        ("note", "x" * 100_000, "delete it"),
    ],
)
def test_a_heading_that_does_not_hold(folder, key, value, cure):
    put_heading(folder, **{key: value})
    finding = only(folder, "IO-PACKAGE-004")
    assert finding.column == key
    assert cure in finding.cure
    assert len(str(finding)) < 500


def test_the_periods_of_a_century_can_be_counted(folder):
    put_heading(folder, horizon_days=36_500, period_days=18.25)
    assert read_plan(folder).meta.periods.count == 2000


def test_an_unknown_key_is_told_what_keys_are_known(folder):
    put_heading(folder, colour="red")
    expected = only(folder, "IO-PACKAGE-004").expected
    assert all(key in expected for key in PlanMeta.model_fields)


def test_options_of_a_command_get_the_same_words():
    with pytest.raises(ValueError, match="currency") as raised:
        PlanMeta.model_validate(HEADING | {"currency": "usd"})
    (fault,) = heading_faults(raised.value)
    assert (fault.key, fault.found, fault.cure) == ("currency", '"usd"', 'write "USD"')


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda top: top.update(resources=5), "5 at resources"),
        (lambda top: top.update(resources="offers"), '"offers" at resources'),
        (lambda top: top.update(resources={"name": "offers"}), "an object at resources"),
        (lambda top: top["resources"].append(5), "5 at resources[3]"),
        (lambda top: top["resources"].append(None), "null at resources[3]"),
        (lambda top: top["resources"][0].update(name=["offers"]), "a list at resources[0].name"),
        (lambda top: top["resources"][0].update(schema=7), "7 at resources[0].schema"),
        (
            lambda top: top["resources"][0]["schema"].update(fields=True),
            "true at resources[0].schema.fields",
        ),
        (
            lambda top: top["resources"][0]["schema"]["fields"].insert(0, {"name": 1}),
            "1 at resources[0].schema.fields[0].name",
        ),
    ],
)
def test_a_list_of_tables_of_another_shape(folder, change, place):
    descriptor = json.loads((folder / "datapackage.json").read_text())
    change(descriptor)
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    finding = only(folder, "IO-PACKAGE-005")
    assert finding.found == f"in datapackage.json {place}"
    assert finding.severity is Severity.FAULT


@pytest.mark.parametrize("schema", ["schemas/offers.json", None])
def test_a_schema_may_stand_elsewhere(folder, schema):
    descriptor = json.loads((folder / "datapackage.json").read_text())
    descriptor["resources"][0]["schema"] = schema
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    assert load_plan(folder).findings == []


@pytest.mark.parametrize("text", ["[" * 100_000, '{"reassure": NaN}', "1" * 5000, "\x00"])
def test_text_that_is_hardly_json(folder, text):
    (folder / "datapackage.json").write_text(text)
    assert len(str(only(folder, "IO-PACKAGE-002"))) < 300


def test_values_nested_deep_in_the_heading(folder):
    descriptor = (folder / "datapackage.json").read_text()
    deep = '"title": ' + "[" * 700 + "]" * 700
    (folder / "datapackage.json").write_text(descriptor.replace('"title": "A small plan"', deep))
    finding = load_plan(folder).findings[-1]
    assert (finding.code, finding.column) == ("IO-PACKAGE-004", "title")


def test_a_column_that_the_heading_lists_and_the_file_lacks(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text())
    listed = next(item for item in descriptor["resources"] if item["name"] == "offers")
    assert "grade" in {column["name"] for column in listed["schema"]["fields"]}
    lines = [line.split(",") for line in (folder / "offers.csv").read_text().splitlines()]
    gone = {lines[0].index(name) for name in ("grade", "probability", "valid_until", "evidence")}
    kept = [[cell for place, cell in enumerate(line) if place not in gone] for line in lines]
    (folder / "offers.csv").write_text("".join(f"{','.join(line)}\n" for line in kept))
    findings = load_plan(folder).findings
    assert [(item.code, item.severity, item.column) for item in findings] == [
        ("IO-COLUMN-004", Severity.WARNING, "grade"),
        ("IO-COLUMN-004", Severity.WARNING, "probability"),
        ("IO-COLUMN-004", Severity.NOTE, None),
    ]
    assert findings[0].cure.endswith("takes 0")
    assert findings[1].cure.endswith("takes 1")
    assert findings[2].found == "no columns valid_until, evidence"
    assert read_plan(folder).offers["fra-inf"].probability == 1


@pytest.mark.parametrize(
    ("column", "cell", "code", "cure"),
    [
        ("lat", "51,908", "IO-TYPE-002", "write 51.908"),
        ("lon", "21,012", "IO-TYPE-002", "write 21.012"),
        ("lat", "-5,25", "IO-TYPE-002", "write -5.25"),
        ("lat", "512,908", "IO-TYPE-003", "512908 or 512.908 is outside"),
        ("lat", "91,5", "IO-TYPE-002", "91.5 is outside"),
        ("storage_t", "51,908", "IO-TYPE-003", "write 51908, or 51.908 if its comma"),
        ("storage_t", "1 000 000", "IO-TYPE-003", "write 1000000"),
        ("storage_t", "1’000", "IO-TYPE-003", "write 1000"),
        ("berths", "1,000", "IO-TYPE-003", "write 1000"),
        ("lat", "٥١", "IO-TYPE-001", "digits 0 to 9: 51"),
        ("lat", "٥١٫٩", "IO-TYPE-001", "digits 0 to 9: 51.9"),
        ("berths", "１２", "IO-TYPE-001", "digits 0 to 9: 12"),
        ("lat", "²", "IO-TYPE-001", "write digits"),
        ("berths", "1e999", "IO-TYPE-004", "finite"),
    ],
)
def test_a_number_in_the_hand_of_another_country(folder, column, cell, code, cure):
    put(folder, "locations", column, cell)
    finding = only(folder, code)
    assert (finding.row, finding.column) == (2, column)
    assert cure in finding.cure


@pytest.mark.parametrize("cell", ["٢٠٢٥-٠١-٠١", "0000-01-01"])
def test_a_date_that_is_not_on_the_calendar(folder, cell):
    put(folder, "offers", "valid_until", cell)
    assert only(folder, "IO-TYPE-001").column == "valid_until"


def test_a_time_whose_zone_takes_it_off_the_calendar(tmp_path):
    reports = [
        {"id": "r", "publisher": "P", "published": "2025-01-01T00:00:00Z", "language": "en"}
        | {"title": "T"}
    ]
    write_plan(plan_of(reports=reports), tmp_path)
    put(tmp_path, "reports", "published", "9999-12-31T23:59:59-05:00")
    assert only(tmp_path, "IO-TYPE-001").column == "published"


@pytest.mark.parametrize(
    ("n_after", "last"), [(0, ""), (3, ""), (20_000, ""), (3, '"closed here",1,2')]
)
def test_an_open_quote_is_told_where_it_opens(folder, n_after, last):
    header, row = (folder / "offers.csv").read_text().splitlines()
    after = [row.replace("fra-inf", f"x{number}") for number in range(n_after)]
    opened = row.replace("fra-inf", '"open-here')
    lines = [header, row, "", opened, *after, last]
    (folder / "offers.csv").write_text("\n".join(lines) + "\n")
    finding = only(folder, "IO-FILE-007")
    assert finding.row == 4
    assert "open-here" in finding.found
    assert len(str(finding)) < 400


def test_a_row_after_a_cell_of_several_lines_keeps_the_spreadsheets_number(folder):
    header, row = (folder / "objectives.csv").read_text().splitlines()
    tall = row.replace("Deter", '"De\n\nter"')
    opened = row.replace("Deter", '"open')
    (folder / "objectives.csv").write_text("\n".join([header, tall, opened]) + "\n")
    assert only(folder, "IO-FILE-007").row == 3


@pytest.mark.parametrize("column", ["origin", "id", "quantity", "state", "valid_until"])
def test_a_long_value_is_shown_short(folder, column):
    put(folder, "offers", column, "m" * 100_000)
    finding = load_plan(folder).findings[0]
    assert finding.column == column
    assert "100,000 characters" in finding.found
    assert f"{'m' * MOST_SHOWN}…" in finding.found
    assert len(str(finding)) < 600


def test_a_long_column_name_is_shown_short(folder):
    path = folder / "objectives.csv"
    header, row = path.read_text().splitlines()
    path.write_text(f"{header},{'n' * 5000}\n{row},1\n")
    assert len(str(only(folder, "IO-COLUMN-002"))) < 300


@pytest.mark.parametrize("mark", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_under_the_name_of_a_csv(folder, mark):
    (folder / "offers.csv").write_bytes(mark + bytes(range(256)))
    finding = only(folder, "IO-FILE-009")
    assert "Excel" in finding.found
    assert "CSV UTF-8" in finding.cure


@pytest.mark.parametrize("cell", [" ", "\t", "\u00a0", " \n "])
def test_a_name_of_blanks_is_empty(folder, cell):
    put(folder, "locations", "name", cell)
    finding = only(folder, "IO-EMPTY-001")
    assert (finding.row, finding.column) == (2, "name")


@pytest.mark.parametrize("pair", ["x:1e300", "x:1e999", "x:٣"])
def test_a_pair_with_a_number_beyond_anything_real(tmp_path, pair):
    incident = {"id": "i", "kind": "shelling", "lat": 1, "lon": 1, "radius_km": 1} | {
        "from_time": "2025-01-01T00:00:00Z",
        "until_time": "2025-01-01T01:00:00Z",
        "actors": ("x:1",),
        "state": "reported",
    }
    write_plan(plan_of(incidents=[incident]), tmp_path)
    assert load_plan(tmp_path).findings == []
    put(tmp_path, "incidents", "actors", pair)
    assert only(tmp_path, "IO-TYPE-001").column == "actors"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "schema", "fields", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def places_of(value, path=()):
    """List the paths to everything within a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places_of(inner, (*path, key))


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_no_heading_whatever_breaks_the_reader(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("plan")
    write_plan(plan_of(objectives=ROWS["objectives"]), folder)
    descriptor = copy.deepcopy(json.loads((folder / "datapackage.json").read_text()))
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(sorted(places_of(descriptor), key=str)))
        holder = descriptor
        for key in path:
            holder = holder[key]
        holder[last] = data.draw(JSON)
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    reading = load_plan(folder)
    assert (reading.plan is None) <= bool(faults(reading.findings))
    for finding in reading.findings:
        str(finding).encode()
        assert len(str(finding)) < 1000


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_no_cell_whatever_breaks_the_reader(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("plan")
    write_plan(plan_of(**ROWS), folder)
    table = data.draw(st.sampled_from(sorted(ROWS)))
    column = data.draw(st.sampled_from(list(table_types()[table].specs())))
    signs = st.characters(codec="utf-8", exclude_characters="\r")
    number = st.floats().map(str) | st.integers().map(str)
    put(folder, table, column, data.draw(st.text(signs, max_size=20) | number))
    reading = load_plan(folder)
    assert reading.plan is not None
    for name, rows in reading.plan.tables():
        for spec in rows.record_type.specs().values():
            if spec.kind is FieldKind.NUMBER and not spec.is_list:
                values = [getattr(row, spec.name) for row in rows]
                assert all(value is None or math.isfinite(value) for value in values), name
    if not faults(reading.findings):
        write_plan(reading.plan, folder)
        assert read_plan(folder).sha256 == reading.plan.sha256
