"""Each reason for a shortfall, and the field that it names."""

import datetime as dt

import pytest

from reassure.engines.generate import generate_forces
from reassure.model.plan import Plan
from tests.unit.engines.generate.plans import (
    Row,
    capability,
    force_plan,
    line,
    offer,
    station_plan,
    zone_around,
)


def reasons(plan: Plan) -> set[tuple[str, str]]:
    return {(row.reason.value, row.binding) for row in generate_forces(plan).shortfalls}


ONE = {"requirements": [line(quantity=1)]}
DATED: Row = {"c_day": dt.date(2025, 1, 1), "as_of": dt.date(2025, 3, 1)}


def condition(**fields: object) -> list[Row]:
    return [{"id": "c", "offer": "fra-inf"} | fields]


def caveat(**fields: object) -> list[Row]:
    return [{"id": "v", "nation": "FRA", "kind": "prohibition"} | fields]


SINGLE_FAULTS = {
    "nobody": (force_plan(offers=[], **ONE), "no_offer", "requirements:bn.capability"),
    "other kind": (
        force_plan(offers=[offer(capability="mech")], **ONE),
        "no_offer",
        "requirements:bn.capability",
    ),
    "withdrawn": (
        force_plan(offers=[offer(state="withdrawn")], **ONE),
        "no_offer",
        "offers:fra-inf.state",
    ),
    "lapsed": (
        force_plan(DATED, offers=[offer(valid_until=dt.date(2025, 2, 1))], **ONE),
        "no_offer",
        "offers:fra-inf.valid_until",
    ),
    "no weight": (
        force_plan(requirements=[line(quantity=1, weight=0)]),
        "no_weight",
        "requirements:bn.weight",
    ),
    "notice": (
        force_plan(
            requirements=[line(quantity=1, from_day=30, max_notice_days=5)],
            offers=[offer(notice_days=9)],
        ),
        "too_late",
        "requirements:bn.max_notice_days",
    ),
    "not ready": (
        force_plan(offers=[offer(notice_days=200)], **ONE),
        "too_late",
        "offers:fra-inf.notice_days",
    ),
    "later": (
        force_plan(offers=[offer(from_day=200)], **ONE),
        "too_late",
        "offers:fra-inf.from_day",
    ),
    "window": (
        force_plan(offers=[offer(until_day=20)], **ONE),
        "window",
        "offers:fra-inf.until_day",
    ),
    "tour too long": (
        force_plan(offers=[offer(tour_min_days=200, tour_max_days=240)], **ONE),
        "window",
        "offers:fra-inf.tour_max_days",
    ),
    "period too long": (
        force_plan({"period_days": 1000}, offers=[offer(from_day=30)], **ONE),
        "tour_does_not_fit",
        "offers:fra-inf.until_day",
    ),
    "longest tour rounds down to nothing": (
        force_plan({"period_days": 60}, offers=[offer(tour_min_days=45, tour_max_days=50)], **ONE),
        "tour_does_not_fit",
        "offers:fra-inf.tour_max_days",
    ),
    "shortest tour rounds up to too much": (
        force_plan(
            requirements=[line(quantity=1, from_day=30, until_day=60)],
            offers=[offer(from_day=20, until_day=75, tour_min_days=50)],
        ),
        "tour_does_not_fit",
        "offers:fra-inf.tour_min_days",
    ),
    "grade": (
        force_plan(requirements=[line(quantity=1, min_grade=3)]),
        "grade",
        "offers:fra-inf.grade",
    ),
    "attributes": (
        force_plan(requirements=[line(quantity=1, attributes=["winter"])]),
        "attributes",
        "offers:fra-inf.attributes",
    ),
    "stations beyond range": (
        station_plan(
            zone_around(60),
            capabilities=[
                capability(on_station_h=2, turnaround_h=6, speed_km_per_h=800, range_km=2200)
            ],
        ),
        "out_of_reach",
        "capabilities:inf.range_km",
    ),
    "caveat on a sector": (
        force_plan(caveats=caveat(sectors=["east"]), **ONE),
        "caveat",
        "caveats:v.sectors",
    ),
    "caveat on a task": (
        force_plan(
            caveats=caveat(tasks=["patrol"]), requirements=[line(quantity=1, tasks=["patrol"])]
        ),
        "caveat",
        "caveats:v.tasks",
    ),
    "caveat on everything": (force_plan(caveats=caveat(), **ONE), "caveat", "caveats:v.kind"),
    "limitation that nobody lifts": (
        force_plan(caveats=caveat(kind="limitation"), **ONE),
        "caveat",
        "caveats:v.kind",
    ),
    "refused": (
        force_plan(
            conditions=condition(kind="decision", decision="vote"),
            decisions=[
                {
                    "id": "vote",
                    "nation": "FRA",
                    "title": "Vote",
                    "kind": "parliament",
                    "state": "refused",
                }
            ],
            **ONE,
        ),
        "condition_unmet",
        "decisions:vote.state",
    ),
    "no mandate": (
        force_plan(conditions=condition(kind="mandate", probability=0), **ONE),
        "condition_unmet",
        "conditions:c.probability",
    ),
    "agreement": (
        force_plan(
            DATED,
            conditions=condition(kind="agreement_state", agreement="truce", state="in_force"),
            agreements=[{"id": "truce", "name": "Truce", "kind": "truce", "parties": ["a", "b"]}],
            agreement_events=[
                {
                    "id": "e1",
                    "agreement": "truce",
                    "state": "in_force",
                    "date": dt.date(2025, 1, 9),
                },
                {"id": "e2", "agreement": "truce", "state": "broken", "date": dt.date(2025, 2, 9)},
            ],
            **ONE,
        ),
        "condition_unmet",
        "conditions:c.state",
    ),
    "nobody may lead": (
        force_plan(conditions=condition(kind="lead_nation", nation="POL"), **ONE),
        "condition_unmet",
        "conditions:c.nation",
    ),
    "leader absent": (
        force_plan(
            sectors=[
                {
                    "id": "east",
                    "name": "East",
                    "location": "camp",
                    "lead_nations": ["GBR"],
                    "lead_min_unit_months": 1,
                }
            ],
            conditions=condition(kind="lead_nation", nation="GBR"),
            **ONE,
        ),
        "condition_unmet",
        "conditions:c.nation",
    ),
    "partner absent": (
        force_plan(conditions=condition(kind="partner_present", nation="GBR"), **ONE),
        "condition_unmet",
        "conditions:c.minimum_units",
    ),
    "burden": (
        force_plan(burdens=[{"id": "b", "nation": "FRA", "max_unit_months": 0.5}], **ONE),
        "burden",
        "burdens:b.max_unit_months",
    ),
    "share": (
        force_plan(burdens=[{"id": "b", "nation": "FRA", "max_share": 0.5}], **ONE),
        "burden",
        "burdens:b.max_share",
    ),
    "framework nation": (
        force_plan(
            formations=[{"id": "bg", "sector": "east", "framework_nation": "GBR"}],
            requirements=[line(quantity=1, formation="bg")],
        ),
        "formation",
        "formations:bg.framework_nation",
    ),
}


@pytest.mark.parametrize("name", SINGLE_FAULTS)
def test_single_fault(name: str) -> None:
    plan, reason, binding = SINGLE_FAULTS[name]
    assert reasons(plan) == {(reason, binding)}


def test_too_few_units() -> None:
    assert reasons(force_plan()) == {("tour_used_up", "offers:fra-inf.quantity")}


def test_too_many_nations() -> None:
    plan = force_plan(
        formations=[{"id": "bg", "sector": "east", "max_nations": 1}],
        requirements=[line(formation="bg")],
        offers=[offer(), offer(id="gbr-inf", nation="GBR")],
    )
    assert reasons(plan) == {("formation", "formations:bg.max_nations")}


def test_a_limitation_that_somebody_lifts_is_an_assumption() -> None:
    plan = force_plan(caveats=caveat(kind="limitation", approver="the minister"), **ONE)
    result = generate_forces(plan)
    assert result.fill == 1
    assert result.assumptions == ("Limitation v is lifted by the minister when asked",)


def test_a_caveat_on_measures_is_left_to_permissions() -> None:
    result = generate_forces(force_plan(caveats=caveat(measures=["m"]), **ONE))
    assert result.fill == 1
    assert any("measures" in said for said in result.assumptions)


def test_a_caveat_for_some_days_keeps_units_away_for_these() -> None:
    result = generate_forces(force_plan(caveats=caveat(from_day=70, until_day=80), **ONE))
    assert [(row.from_day, row.until_day) for row in result.assignments] == [(0, 60), (90, 180)]
    (short,) = result.shortfalls
    assert (short.from_day, short.until_day, short.binding) == (60, 90, "caveats:v.kind")


def test_a_pending_decision_is_taken_on_its_day_and_said_to_be() -> None:
    plan = force_plan(
        conditions=condition(kind="decision", decision="vote"),
        decisions=[
            {"id": "vote", "nation": "FRA", "title": "Vote", "kind": "parliament", "due_day": 40}
        ],
        **ONE,
    )
    result = generate_forces(plan)
    assert [row.from_day for row in result.assignments] == [60]
    assert result.assumptions == ("Decision vote is taken as hoped by day 40",)
    assert reasons(plan) == {("condition_unmet", "decisions:vote.due_day")}


def test_an_agreement_counts_from_the_day_it_is_known() -> None:
    events = [
        {
            "id": "e",
            "agreement": "truce",
            "state": "in_force",
            "date": dt.date(2025, 2, 1),
            "reported_date": dt.date(2025, 4, 1),
        },
    ]
    tables = {
        "conditions": condition(kind="agreement_state", agreement="truce"),
        "agreements": [{"id": "truce", "name": "T", "kind": "truce", "parties": ["a", "b"]}],
        "agreement_events": events,
    }
    assert generate_forces(force_plan(DATED, **tables, **ONE)).fill == 0
    later = DATED | {"as_of": dt.date(2025, 4, 1)}
    assert generate_forces(force_plan(later, **tables, **ONE)).fill == 1


def test_the_nearest_offer_gives_the_reason() -> None:
    # Two faults against one: the second offer is nearer to use.
    plan = force_plan(
        requirements=[line(quantity=1, min_grade=2, attributes=["winter"])],
        offers=[offer(), offer(id="gbr-inf", nation="GBR", attributes=["winter"], grade=1)],
    )
    assert reasons(plan) == {("grade", "offers:gbr-inf.grade")}


def test_equal_periods_that_follow_are_one_shortfall() -> None:
    (short,) = generate_forces(force_plan()).shortfalls
    assert (short.from_day, short.until_day, short.quantity) == (0, 180, 1)
