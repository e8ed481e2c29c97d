"""What is written reads back, and writes back to the same bytes."""

import datetime as dt
import math
import string
from collections.abc import Callable
from pathlib import Path

import frictionless
import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from reassure.examples import example_folder, example_names
from reassure.io.read import load_plan, read_plan
from reassure.io.write import new_plan, write_plan
from reassure.model.fields import FieldKind, FieldSpec
from reassure.model.plan import Plan, table_types
from tests.plans import heading, offer, plan_of

# Line ends are read as one; what text may not hold at all is refused, and has its own tests.
NOT_IN_TEXT = {chr(code) for code in (*range(0x20), 0xFFFE, 0xFFFF)} - {"\t", "\n"}
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters=sorted(NOT_IN_TEXT), exclude_categories=["Cs"])
)
ID = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
NATION = st.text(string.ascii_uppercase, min_size=3, max_size=3)
WORD = st.text(string.ascii_letters, min_size=1, max_size=8)


def values_of(spec: FieldSpec) -> st.SearchStrategy:
    """Return a strategy of values that a field may hold."""
    value = numbers_of(spec) if spec.is_numeric else VALUES[spec.kind](spec)
    if spec.is_list:
        return st.lists(value, max_size=3).map(tuple)
    return value if spec.required else st.none() | value


def numbers_of(spec: FieldSpec) -> st.SearchStrategy:
    """Return a strategy of numbers within a field's bounds."""
    low, high = spec.limits
    if spec.kind is FieldKind.INTEGER:
        return st.integers(math.ceil(low), math.floor(high))
    return st.floats(low, high)


def ids_of(spec: FieldSpec) -> st.SearchStrategy:
    """Return a strategy of ids of a field's kind."""
    return NATION if spec.is_nation else ID


def pairs_of(spec: FieldSpec) -> st.SearchStrategy:
    """Return a strategy of pairs."""
    is_number = spec.pair is not None and spec.pair[0] == "number"
    return st.integers(0, 99).map(lambda n: f"{n if is_number else 'a'}:{n}")


EARLY = dt.datetime(1900, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
LATE = dt.datetime(2200, 1, 1)  # noqa: DTZ001
VALUES: dict[FieldKind, Callable[[FieldSpec], st.SearchStrategy]] = {
    FieldKind.ID: ids_of,
    FieldKind.REFERENCE: ids_of,
    FieldKind.PAIR: pairs_of,
    FieldKind.RECORD: lambda _: ID.map("offers:{}".format),
    FieldKind.LABEL: lambda _: st.sampled_from(["UNCLASSIFIED", "RESTRICTED REL TO FRA, GBR"]),
    FieldKind.CURRENCY: lambda _: NATION,
    FieldKind.CHOICE: lambda spec: st.sampled_from(spec.choices),
    FieldKind.BOOLEAN: lambda _: st.booleans(),
    FieldKind.DATE: lambda _: st.dates(EARLY.date(), LATE.date()),
    FieldKind.DATETIME: lambda _: st.datetimes(EARLY, LATE, timezones=st.just(dt.UTC)),
    FieldKind.TEXT: lambda spec: (
        WORD if spec.is_list else TEXT.filter(lambda text: text.strip() == text != "")
    ),
}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan with rows in a few tables, whatever they mean together."""
    chosen = draw(
        st.lists(st.sampled_from(list(table_types())), min_size=1, max_size=2, unique=True)
    )
    tables = {}
    for name in chosen:
        specs = table_types()[name].specs()
        row = st.fixed_dictionaries({field: values_of(spec) for field, spec in specs.items()})
        tables[name] = draw(st.lists(row, max_size=3, unique_by=lambda row: row["id"]))
    return Plan.of(heading(), tables)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # plans are wide
@given(plans())
@settings(
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a plan is too wide to shrink in useful time
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_plan_reads_back(tmp_path_factory, plan):
    folder = tmp_path_factory.mktemp("plan")
    write_plan(plan, folder)
    reading = load_plan(folder)
    assert reading.findings == []
    assert reading.plan is not None
    for name, table in plan.tables():
        assert reading.plan.table(name) == table, name
    assert reading.plan.sha256 == plan.sha256
    again = tmp_path_factory.mktemp("again")
    write_plan(reading.plan, again)
    assert contents(again) == contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by relative name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("name", example_names())
def test_a_shipped_plan_writes_back_to_its_bytes(tmp_path, name):
    write_plan(read_plan(example_folder(name)), tmp_path)
    assert contents(tmp_path) == contents(example_folder(name))


@pytest.mark.parametrize("name", example_names())
@pytest.mark.filterwarnings("ignore")  # frictionless' own dependencies warn
def test_a_shipped_plan_is_a_valid_data_package(name):
    report = frictionless.validate(str(example_folder(name) / "datapackage.json"))
    assert report.flatten(["title", "message"]) == []


def test_a_blank_plan_holds_every_table_and_a_dictionary(tmp_path):
    new_plan(tmp_path / "plan", heading())
    names = {path.name for path in (tmp_path / "plan").iterdir()}
    assert names == {f"{name}.csv" for name in table_types()} | {
        "datapackage.json",
        "dictionary.md",
    }
    reading = load_plan(tmp_path / "plan")
    assert reading.findings == []
    assert "tour_min_days" in (tmp_path / "plan" / "dictionary.md").read_text()


def test_the_table_that_became_empty_loses_its_file(tmp_path):
    write_plan(
        plan_of(offers=[offer()], objectives=[{"id": "a", "name": "A", "weight": 1}]), tmp_path
    )
    write_plan(plan_of(offers=[offer()]), tmp_path)
    assert not (tmp_path / "objectives.csv").exists()
    assert read_plan(tmp_path).offers.ids == ("fra-inf",)


def test_what_spreadsheets_do_to_cells_is_read(tmp_path):
    write_plan(plan_of(offers=[offer()]), tmp_path)
    text = (tmp_path / "offers.csv").read_text().replace("fra-inf", " fra-inf ")
    (tmp_path / "offers.csv").write_text(text)
    assert read_plan(tmp_path).offers.ids == ("fra-inf",)


def test_zones_travel_with_the_plan(tmp_path):
    plan = Plan(heading(), zone_files={"south.geojson": b"{}\n"})
    write_plan(plan, tmp_path)
    assert read_plan(tmp_path).zone_files == {"south.geojson": b"{}\n"}


def test_a_zone_that_the_plan_no_longer_has_loses_its_file(tmp_path):
    write_plan(Plan(heading(), zone_files={"south.geojson": b"{}\n"}), tmp_path)
    write_plan(Plan(heading()), tmp_path)
    assert read_plan(tmp_path).zone_files == {}
