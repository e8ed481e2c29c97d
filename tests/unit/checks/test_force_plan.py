"""Force plans that break one limit each: the second reading finds it, and nothing else."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reassure.checks.force_plan import verify_force_plan
from reassure.engines.generate import generate_forces
from reassure.model.errors import UsageError
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.strategies import force_plans
from tests.unit.engines.generate.plans import (
    Row,
    capability,
    force_plan,
    line,
    offer,
    station_plan,
    zone_around,
)

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def codes(plan: Plan, forces: ForcePlan) -> set[str]:
    return {finding.code for finding in verify_force_plan(plan, forces)}


def with_rows(forces: ForcePlan, table: str, change: Callable[[list[Any]], list[Any]]) -> ForcePlan:
    """Return a force plan with other rows in one of its tables."""
    rows = getattr(forces, table)
    changes: dict[str, Any] = {table: Table.of(rows.record_type, change(list(rows)))}
    return dataclasses.replace(forces, **changes)


def first_row(**changes: Any) -> Callable[[list[Any]], list[Any]]:
    return lambda rows: [rows[0].model_copy(update=changes), *rows[1:]]


def tour(start: float = 0, until: float = 180, **changes: Any) -> Row:
    """Make the assignment of the standard offer to the standard line."""
    row: Row = {
        "id": f"t{start:g}",
        "requirement": "bn",
        "offer": "fra-inf",
        "unit": "fra-inf.1",
        "from_day": start,
        "until_day": until,
        "effective_quantity": 1,
    }
    return row | changes


def given_tours(plan: Plan, tours: list[Row]) -> set[str]:
    """Return the codes that tours alone break; whatever else is told is that of no tours."""
    made = generate_forces(plan.with_tables(offers=Table.empty(plan.offers.record_type)))
    provenance = dataclasses.replace(made.provenance, inputs_sha256=plan.sha256)
    forces = dataclasses.replace(
        made, provenance=provenance, assignments=Table.of(Assignment, tours)
    )
    return codes(plan, forces) - {f"CHK-PLAN-0{code}" for code in (13, 14, 16, 17, 18)}


def condition(**fields: object) -> list[Row]:
    return [{"id": "c", "offer": "fra-inf"} | fields]


POL = offer(id="pol-inf", nation="POL")
POL_TOUR = tour(id="p", offer="pol-inf", unit="pol-inf.1")
ONE_BREACH: dict[str, tuple[Plan, list[Row], str]] = {
    "no offer": (force_plan(), [tour(offer="none", unit="none.1")], "CHK-PLAN-001"),
    "no line": (force_plan(), [tour(requirement="none")], "CHK-PLAN-001"),
    "no unit": (force_plan(), [tour(unit="fra-inf.2")], "CHK-PLAN-001"),
    "another's unit": (force_plan(), [tour(unit="pol-inf.1")], "CHK-PLAN-001"),
    "ids alike": (
        force_plan(),
        [tour(0, 60, id="t"), tour(60, 120, id="t")],
        "CHK-PLAN-001",
    ),
    "before the offer": (force_plan(offers=[offer(from_day=10)]), [tour()], "CHK-PLAN-002"),
    "before its notice": (force_plan(offers=[offer(notice_days=10)]), [tour()], "CHK-PLAN-002"),
    "after the offer": (force_plan(offers=[offer(until_day=170)]), [tour()], "CHK-PLAN-002"),
    "after the line": (
        force_plan(requirements=[line(until_day=150)]),
        [tour()],
        "CHK-PLAN-002",
    ),
    "off the periods": (force_plan(), [tour(0, 170)], "CHK-PLAN-002"),
    "too short": (force_plan(offers=[offer(tour_min_days=40)]), [tour(0, 30)], "CHK-PLAN-003"),
    "too long": (force_plan(offers=[offer(tour_max_days=170)]), [tour()], "CHK-PLAN-003"),
    "twice at a time": (force_plan(), [tour(0, 60), tour(30, 90)], "CHK-PLAN-004"),
    "rest of the longest tour": (
        force_plan(offers=[offer(tour_max_days=60, rest_ratio=1, rest_rule="fixed")]),
        [tour(0, 30), tour(60, 120)],
        "CHK-PLAN-004",
    ),
    "rest of its own tour": (
        force_plan(offers=[offer(tour_max_days=60, rest_ratio=1, rest_rule="proportional")]),
        [tour(0, 60), tour(90, 150)],
        "CHK-PLAN-004",
    ),
    "withdrawn": (force_plan(offers=[offer(state="withdrawn")]), [tour()], "CHK-PLAN-005"),
    "lapsed": (
        force_plan({"as_of": "2025-03-01"}, offers=[offer(valid_until="2025-02-01")]),
        [tour()],
        "CHK-PLAN-005",
    ),
    "grade": (force_plan(requirements=[line(min_grade=2)]), [tour()], "CHK-PLAN-005"),
    "attributes": (force_plan(requirements=[line(attributes=["cold"])]), [tour()], "CHK-PLAN-005"),
    "notice": (
        force_plan(
            requirements=[line(from_day=30, max_notice_days=5)], offers=[offer(notice_days=9)]
        ),
        [tour(30, 180)],
        "CHK-PLAN-005",
    ),
    "another kind": (
        force_plan(offers=[offer(capability="mech")]),
        [tour(effective_quantity=0)],
        "CHK-PLAN-005",
    ),
    "out of reach": (
        station_plan(
            zone_around(51),
            capabilities=[
                capability(on_station_h=4, turnaround_h=8, speed_km_per_h=100, range_km=200)
            ],
        ),
        [tour(effective_quantity=0)],
        "CHK-PLAN-005",
    ),
    "caveat": (
        force_plan(
            caveats=[
                {"id": "v", "nation": "FRA", "kind": "prohibition", "sectors": ["east"],
                 "from_day": 170, "until_day": 175}
            ]
        ),
        [tour()],
        "CHK-PLAN-006",
    ),
    "no decision yet": (
        force_plan(
            conditions=condition(kind="decision", decision="vote"),
            decisions=[
                {"id": "vote", "nation": "FRA", "title": "v", "kind": "parliament", "due_day": 30}
            ],
        ),
        [tour()],
        "CHK-PLAN-007",
    ),
    "no mandate": (
        force_plan(conditions=condition(kind="mandate", probability=0)),
        [tour()],
        "CHK-PLAN-007",
    ),
    "no agreement": (
        force_plan(
            conditions=condition(kind="agreement_state", agreement="truce"),
            agreements=[{"id": "truce", "name": "Truce", "kind": "truce"}],
        ),
        [tour()],
        "CHK-PLAN-007",
    ),
    "no candidate to lead": (
        force_plan(conditions=condition(kind="lead_nation", nation="POL")),
        [tour()],
        "CHK-PLAN-008",
    ),
    "a lead that brings too little": (
        force_plan(
            conditions=condition(kind="lead_nation", nation="GBR"),
            sectors=[
                {"id": "east", "name": "East", "location": "camp", "lead_nations": ["GBR"],
                 "lead_min_unit_months": 6.5}
            ],
            offers=[offer(), offer(id="gbr-inf", nation="GBR")],
        ),
        [tour(), tour(id="g", offer="gbr-inf", unit="gbr-inf.1")],
        "CHK-PLAN-008",
    ),
    "two leads": (
        force_plan(
            conditions=[
                *condition(kind="lead_nation", nation="FRA"),
                {"id": "d", "offer": "pol-inf", "kind": "lead_nation", "nation": "POL"},
            ],
            sectors=[
                {"id": "east", "name": "East", "location": "camp", "lead_nations": ["FRA", "POL"]}
            ],
            offers=[offer(), POL],
        ),
        [tour(), POL_TOUR],
        "CHK-PLAN-008",
    ),
    "partner gone too soon": (
        force_plan(
            conditions=condition(kind="partner_present", nation="POL"), offers=[offer(), POL]
        ),
        [tour(), POL_TOUR | {"until_day": 150}],
        "CHK-PLAN-009",
    ),
    "too many nations": (
        force_plan(
            formations=[{"id": "bg", "sector": "east", "max_nations": 1}],
            requirements=[line(formation="bg")],
            offers=[offer(), POL],
        ),
        [tour(), POL_TOUR],
        "CHK-PLAN-010",
    ),
    "no framework nation": (
        force_plan(
            formations=[{"id": "bg", "sector": "east", "framework_nation": "GBR"}],
            requirements=[line(formation="bg")],
        ),
        [tour()],
        "CHK-PLAN-010",
    ),
    "unit-months": (
        force_plan(burdens=[{"id": "b", "nation": "FRA", "max_unit_months": 5.9}]),
        [tour()],
        "CHK-PLAN-011",
    ),
    "share": (
        force_plan(
            burdens=[{"id": "b", "nation": "FRA", "max_share": 0.49}], offers=[offer(), POL]
        ),
        [tour(), POL_TOUR],
        "CHK-PLAN-011",
    ),
    "counts too much": (force_plan(), [tour(effective_quantity=2)], "CHK-PLAN-012"),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_BREACH)
def test_one_breach_is_found_and_nothing_else(name: str) -> None:
    plan, tours, code = ONE_BREACH[name]
    assert given_tours(plan, tours) == {code}


SOUND: dict[str, tuple[Plan, list[Row]]] = {
    "rest is kept": (
        force_plan(offers=[offer(tour_max_days=60, rest_ratio=1, rest_rule="proportional")]),
        [tour(0, 30), tour(60, 120)],
    ),
    "a caveat that ends before": (
        force_plan(
            caveats=[{"id": "v", "nation": "FRA", "kind": "prohibition", "until_day": 30}]
        ),
        [tour(30, 180)],
    ),
    "a limitation that somebody lifts": (
        force_plan(
            caveats=[{"id": "v", "nation": "FRA", "kind": "limitation", "approver": "minister"}]
        ),
        [tour()],
    ),
    "one lead for both": (
        force_plan(
            conditions=[
                *condition(kind="lead_nation", nation="POL"),
                {"id": "d", "offer": "pol-inf", "kind": "lead_nation", "nation": "POL"},
            ],
            sectors=[
                {"id": "east", "name": "East", "location": "camp", "lead_nations": ["POL"],
                 "lead_min_unit_months": 6}
            ],
            offers=[offer(), POL],
        ),
        [tour(), POL_TOUR],
    ),
    "half of all": (
        force_plan(burdens=[{"id": "b", "nation": "FRA", "max_share": 0.5}], offers=[offer(), POL]),
        [tour(), POL_TOUR],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_just_keeps_a_limit_is_no_finding(name: str) -> None:
    assert given_tours(*SOUND[name]) == set()


STATIONS = station_plan(
    zone_around(51),
    capabilities=[capability(on_station_h=4, turnaround_h=8, speed_km_per_h=100)],
)


TWO_CHANGES = force_plan(
    caveats=[{"id": "v", "nation": "FRA", "kind": "prohibition"}],
    requirements=[line(min_grade=2)],
    offers=[offer(quantity=2)],
)
OTHER_KIND = force_plan(offers=[offer(capability="mech")])
UNUSED = {"offer": "fra-inf", "reason": "full", "binding": "requirements:bn.quantity"}


@pytest.mark.parametrize(
    ("plan", "table", "change", "code"),
    [
        (force_plan(), "assignments", first_row(effective_quantity=0.5), "CHK-PLAN-012"),
        (force_plan(), "line_fills", first_row(provided_unit_days=181.0), "CHK-PLAN-013"),
        (force_plan(), "line_fills", first_row(required_unit_days=361.0), "CHK-PLAN-013"),
        (force_plan(), "line_fills", first_row(sector="west"), "CHK-PLAN-013"),
        (force_plan(), "line_fills", lambda _: [], "CHK-PLAN-013"),
        (force_plan(), "line_fills", first_row(requirement="none"), "CHK-PLAN-013"),
        (force_plan(), "shortfalls", first_row(quantity=0.9), "CHK-PLAN-014"),
        (force_plan(), "shortfalls", first_row(until_day=150.0), "CHK-PLAN-014"),
        (force_plan(), "shortfalls", lambda _: [], "CHK-PLAN-014"),
        (force_plan(), "shortfalls", first_row(binding="offers:none.quantity"), "CHK-PLAN-015"),
        (force_plan(), "shortfalls", first_row(binding="offers:fra-inf.mood"), "CHK-PLAN-015"),
        (force_plan(), "shortfalls", first_row(binding="mood"), "CHK-PLAN-015"),
        (STATIONS, "stations", lambda _: [], "CHK-PLAN-016"),
        (STATIONS, "stations", first_row(offer="none"), "CHK-PLAN-016"),
        (STATIONS, "stations", first_row(share_of_station=0.5), "CHK-PLAN-016"),
        (STATIONS, "stations", first_row(transit_h=3.0), "CHK-PLAN-016"),
        (STATIONS, "stations", first_row(units_per_station=1.0), "CHK-PLAN-016"),
        (force_plan(), "remedies", first_row(requirement="none"), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(from_day=30.0), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(until_day=150.0), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(rank=9), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(offer=None), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(offer="none"), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(units=None), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(binding="offers:fra-inf.mood"), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(filled_unit_days=181.0), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(filled_unit_days=0.0), "CHK-PLAN-017"),
        (force_plan(), "remedies", first_row(is_whole=False), "CHK-PLAN-017"),
        (TWO_CHANGES, "remedies", first_row(filled_unit_days=359.0), "CHK-PLAN-017"),
        (
            OTHER_KIND,
            "remedies",
            first_row(offer="fra-inf", change="one_more_tour", units=None),
            "CHK-PLAN-017",
        ),
        (OTHER_KIND, "unused_offers", lambda _: [], "CHK-PLAN-018"),
        (OTHER_KIND, "unused_offers", first_row(offer="none"), "CHK-PLAN-018"),
        (OTHER_KIND, "unused_offers", first_row(binding="offers:fra-inf.mood"), "CHK-PLAN-018"),
        (force_plan(), "unused_offers", lambda _: [UNUSED], "CHK-PLAN-018"),
        (force_plan(), "stages", first_row(value=7.0), "CHK-PLAN-019"),
        (force_plan(), "stages", first_row(bound=9.0), "CHK-PLAN-019"),
    ],
)
def test_a_wrong_number_in_the_tables_is_found(
    plan: Plan, table: str, change: Callable[[list[Any]], list[Any]], code: str
) -> None:
    forces = generate_forces(plan)
    assert verify_force_plan(plan, forces) == []
    assert code in codes(plan, with_rows(forces, table, change))


def test_a_finding_says_place_found_expected_and_cure() -> None:
    plan = force_plan()
    forces = with_rows(generate_forces(plan), "shortfalls", first_row(quantity=0.5))
    finding = verify_force_plan(plan, forces)[0]
    assert str(finding) == (
        "shortfalls.csv, quantity (bn): found 15 unit-days short in days 0 to 30; expected 30: "
        "what is asked for less what is provided; run reassure generate again, and report it "
        "with the plan if it comes back. [CHK-PLAN-014]"
    )


def test_the_result_of_another_plan_is_refused() -> None:
    with pytest.raises(UsageError) as raised:
        verify_force_plan(force_plan(), generate_forces(force_plan(offers=[])))
    assert raised.value.code == "ENG-INPUT-001"


DRAWN = force_plans(periods=6, lines=4, offers=5, units=2)


@settings(max_examples=40)
@given(DRAWN, st.integers(0, 1_000), st.sampled_from(["later", "added", "swapped", "filled"]))
def test_what_is_made_verifies_and_what_is_spoilt_does_not(
    plan: Plan, which: int, how: str
) -> None:
    forces = generate_forces(plan)
    assert verify_force_plan(plan, forces) == []
    rows = list(forces.assignments)
    assume(rows)
    row = rows[which % len(rows)]
    others = [other for other in rows if other.id != row.id]
    period = plan.meta.period_days
    match how:
        case "later":  # beyond the horizon, whatever the offer and the line allow
            shift = plan.meta.periods.count * period
            days = {"from_day": row.from_day + shift, "until_day": row.until_day + shift}
            spoilt = with_rows(
                forces, "assignments", lambda _: [*others, row.model_copy(update=days)]
            )
            assert "CHK-PLAN-002" in codes(plan, spoilt)
        case "added":  # the same unit in two places
            twin = row.model_copy(update={"id": "twin"})
            spoilt = with_rows(forces, "assignments", lambda _: [*rows, twin])
            assert "CHK-PLAN-004" in codes(plan, spoilt)
        case "swapped":  # a unit that nobody offers
            number = plan.offers[row.offer].quantity + 1
            other = row.model_copy(update={"unit": f"{row.offer}.{number}"})
            spoilt = with_rows(forces, "assignments", lambda _: [*others, other])
            assert "CHK-PLAN-001" in codes(plan, spoilt)
        case _:
            spoilt = with_rows(
                forces,
                "line_fills",
                lambda fills: [
                    fill.model_copy(update={"provided_unit_days": fill.provided_unit_days + 1})
                    for fill in fills
                ],
            )
            assert codes(plan, spoilt) == {"CHK-PLAN-013"}
