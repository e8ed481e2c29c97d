"""Whatever is broken between the tables, the rules find words for it and do not stop."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reassure.checks import check_tables
from reassure.checks.rounding import largest_period_days, what_rounding_loses
from reassure.model.codes import CATALOGUE
from reassure.model.fields import FieldKind, FieldSpec
from reassure.model.finding import Severity
from reassure.model.force import Offer
from reassure.model.periods import Periods
from reassure.model.plan import table_types
from tests.unit.checks.clean import Rows, clean_rows, make_plan
from tests.unit.checks.full import full_rows

IDS = st.sampled_from(["nowhere", "camp", "kyiv", "FRA", "inf", "r-inf", "p1", "pledges-1", "ü"])


def test_a_row_in_every_table_and_nothing_to_say() -> None:
    rows = full_rows()
    assert set(rows) == set(table_types())
    assert [str(item) for item in check_tables(make_plan(rows))] == []


def test_the_order_of_rows_changes_no_finding() -> None:
    rows = clean_rows()
    rows["links"], rows["stocks"] = rows["links"][:3], []
    turned = {table: items[::-1] for table, items in rows.items()}
    findings = check_tables(make_plan(rows))
    assert len(findings) == 3
    assert findings == check_tables(make_plan(turned))


def values_of(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Values that fit a cell by themselves, whatever they do to the plan."""
    if spec.is_numeric:
        least = spec.ge if spec.ge is not None else spec.gt if spec.gt is not None else -500
        most = spec.le if spec.le is not None else 5_000
        if spec.kind is FieldKind.INTEGER:
            return st.integers(int(least), int(most))
        return st.floats(least, most, exclude_min=spec.gt is not None, allow_subnormal=False)
    match spec.kind:
        case FieldKind.CHOICE:
            return st.sampled_from(spec.choices)
        case FieldKind.BOOLEAN:
            return st.booleans()
        case FieldKind.PAIR:
            return st.builds("{}:{}".format, IDS, st.sampled_from(["0.5", "in_force", "x"]))
        case FieldKind.RECORD:
            tables = st.sampled_from(["offers", "offer", "locations", "x"])
            return st.builds("{}:{}".format, tables, IDS)
        case FieldKind.DATE:
            return st.sampled_from(["1999-12-31", "2026-01-01", "2030-06-30"])
        case FieldKind.DATETIME:
            return st.sampled_from(["1999-12-31T00:00:00Z", "2030-06-30T12:00:00Z"])
        case FieldKind.LABEL:
            return st.sampled_from(["COSMIC", "UNCLASSIFIED REL TO GBR"])
        case FieldKind.CURRENCY:
            return st.sampled_from(["EUR", "USD"])
        case _:
            return IDS


@st.composite
def broken_rows(draw: st.DrawFn) -> Rows:
    """Take rows away, and put other values into cells of what is left."""
    rows = full_rows()
    for table in draw(st.lists(st.sampled_from(sorted(rows)), unique=True, max_size=6)):
        keep = draw(st.integers(0, max(0, len(rows[table]) - 1)))
        rows[table] = rows[table][:keep]
    cells = [
        (table, i, spec)
        for table in sorted(rows)
        for i in range(len(rows[table]))
        for spec in table_types()[table].specs().values()
        if spec.kind is not FieldKind.ID
    ]
    chosen = draw(st.lists(st.sampled_from(cells), max_size=25)) if cells else []
    for table, i, spec in chosen:
        one = values_of(spec)
        may_be_empty = not spec.required and spec.default is None
        several = st.lists(one, max_size=3) if spec.is_list else one
        rows[table][i][spec.name] = draw(st.none() | several if may_be_empty else several)
    return rows


@settings(max_examples=30)
@given(rows=broken_rows(), c_day=st.sampled_from([None, "2026-01-01"]))
def test_no_broken_plan_stops_the_rules(rows: Rows, c_day: str | None) -> None:
    plan = make_plan(rows, {"c_day": c_day})
    findings = check_tables(plan)
    order = list(table_types())
    tables = [-1 if item.table is None else order.index(item.table) for item in findings]
    assert tables == sorted(tables)
    for item in findings:
        assert item.code in CATALOGUE
        assert item.found
        assert item.expected
        assert item.cure
        if item.table is not None:
            assert item.id is None or item.id in plan.table(item.table)
            assert item.column is None or item.column in table_types()[item.table].specs()


@settings(max_examples=8)
@given(data=st.data())
def test_deleting_what_is_referred_to_is_always_a_fault(data: st.DataObject) -> None:
    rows = clean_rows()
    referred = {"nations": "POL", "locations": "camp", "capabilities": "eng", "sectors": "east"}
    table = data.draw(st.sampled_from(sorted(referred)))
    rows[table] = [item for item in rows[table] if item["id"] != referred[table]]
    faults = [f for f in check_tables(make_plan(rows)) if f.severity is Severity.FAULT]
    assert faults
    assert {f.code for f in faults} == {"CHK-REF-001"}


@settings(max_examples=40)
@given(
    start=st.integers(-40, 300),
    length=st.integers(1, 200),
    least=st.integers(1, 120),
    more=st.integers(0, 60),
    period=st.sampled_from([7, 30, 45]),
)
@example(start=289, length=95, least=61, more=11, period=30)
def test_the_period_that_is_named_is_the_largest_that_works(
    start: int, length: int, least: int, more: int, period: int
) -> None:
    cells = {"id": "o", "nation": "FRA", "capability": "inf", "quantity": 1, "state": "offered"}
    tours = {"tour_min_days": least, "tour_max_days": least + more, "origin": "camp"}
    offer = Offer.model_validate({**cells, "from_day": start, "until_day": start + length, **tours})
    periods = Periods(360, period)
    named = largest_period_days(offer, periods)
    works = [
        hundredths / 100
        for hundredths in range(100, period * 100 + 1)
        if what_rounding_loses(offer, Periods(360, hundredths / 100)) is None
    ]
    assert (works[-1] if works else None) == named


def test_a_waypoint_that_is_no_pair_of_numbers_is_a_fault() -> None:
    rows = full_rows()
    rows["links"][0]["waypoints"] = ["nowhere:x"]
    (found,) = (item for item in check_tables(make_plan(rows)) if item.code == "CHK-NET-015")
    assert found.found == '"nowhere:x"'
