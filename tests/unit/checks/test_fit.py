"""What the checks say of offers and lines is what force generation does with them."""

from typing import Any

import pytest
from hypothesis import given, settings

from reassure.checks import check_tables
from reassure.checks.fit import Fit
from reassure.engines.generate.build import build_instance
from reassure.model.choices import ShortfallReason
from reassure.model.conditions import standing_of
from reassure.model.fit import offer_faults
from reassure.model.plan import Plan
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

REFUSED: Row = {"id": "vote", "nation": "FRA", "title": "Vote", "kind": "parliament"}


def obstacles(plan: Plan) -> list[str]:
    return Fit(plan).obstacles(plan.offers["fra-inf"], plan.requirements["bn"])


def condition(**fields: object) -> list[Row]:
    return [{"id": "c", "offer": "fra-inf"} | fields]


@settings(max_examples=100)
@given(force_plans(periods=7, lines=5, offers=6, units=3))
def test_the_offers_called_able_are_those_that_force_generation_may_use(plan: Plan) -> None:
    instance, fit = build_instance(plan), Fit(plan)
    used = {(match.line, match.offer) for match in instance.matches if match.pair is not None}
    for i, row in enumerate(instance.lines):
        if row.weight > 0 and row.requirement.quantity > 0:
            able = {offer.id for offer in fit.able(row.requirement)}
            names = {k: supply.offer.id for k, supply in enumerate(instance.supplies)}
            assert able == {names[k] for line_at, k in used if line_at == i}


@settings(max_examples=100)
@given(force_plans(periods=7, lines=5, offers=6, units=3))
def test_what_is_not_able_has_an_obstacle_and_what_is_able_none(plan: Plan) -> None:
    fit = Fit(plan)
    for row in plan.requirements:
        able = {item.id for item in fit.able(row)}
        for candidate in fit.candidates(row):
            assert bool(fit.obstacles(candidate, row)) is (candidate.id not in able)


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "a mandate that never comes": (
        {"conditions": condition(kind="mandate", probability=0)},
        "a condition (c: mandate of probability 0)",
    ),
    "a decision that never comes": (
        {
            "conditions": condition(kind="decision", decision="vote"),
            "decisions": [REFUSED | {"probability": 0}],
        },
        "a decision of probability 0 (vote)",
    ),
    "a decision hoped for, a condition that is not": (
        {
            "conditions": condition(kind="decision", decision="vote", probability=0),
            "decisions": [REFUSED | {"due_day": 10}],
        },
        "a condition (c: decision of probability 0)",
    ),
    "a lead that nobody named": (
        {"conditions": condition(kind="lead_nation")},
        "a condition (c: lead_nation without a nation)",
    ),
    "a partner that nobody named": (
        {"conditions": condition(kind="partner_present")},
        "a condition (c: partner_present without a nation)",
    ),
    "a lead that is no candidate": (
        {"conditions": condition(kind="lead_nation", nation="POL")},
        "a condition (c: lead_nation POL)",
    ),
    "a decision due after its condition": (
        {
            "conditions": condition(kind="decision", decision="vote", due_day=20),
            "decisions": [REFUSED | {"due_day": 40}],
        },
        "a condition (c: decision vote by day 20)",
    ),
    "a decision that falls too late": (
        {
            "conditions": condition(kind="decision", decision="vote"),
            "decisions": [REFUSED | {"due_day": 175}],
        },
        "a decision that falls too late (vote, day 175)",
    ),
    "a consent that comes too late": (
        {"conditions": condition(kind="host_consent", due_day=175)},
        "a condition (c: host_consent from day 175 on)",
    ),
    "periods that no tour fits": (
        {"offers": [offer(from_day=20, until_day=75, tour_min_days=50)]},
        "window (days 20 to 75 with tours of 50 days or more in whole periods of 30 days)",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_bars_an_offer_is_told(name: str) -> None:
    tables, words = CASES[name]
    plan = force_plan(**tables)
    assert obstacles(plan) == [words]
    assert not Fit(plan).able(plan.requirements["bn"])


def test_two_caveats_that_leave_no_tour_between_them_are_both_told() -> None:
    ban = {"nation": "FRA", "kind": "prohibition"}
    caveats = [{"id": "a", **ban, "until_day": 90}, {"id": "b", **ban, "from_day": 90}]
    plan = force_plan(caveats=caveats)
    assert obstacles(plan) == ["a caveat (a)", "a caveat (b)"]
    between = [caveats[0], caveats[1] | {"from_day": 120}]
    assert obstacles(force_plan(caveats=between)) == []


NEVER: dict[str, tuple[dict[str, Any], str, str]] = {
    "probability": (
        {"conditions": condition(kind="funding", probability=0)},
        "probability",
        "found 0;",
    ),
    "decision": (
        {
            "conditions": condition(kind="decision", decision="vote"),
            "decisions": [REFUSED | {"probability": 0}],
        },
        "decision",
        "decision vote, of probability 0",
    ),
    "due day": (
        {
            "conditions": condition(kind="decision", decision="vote", due_day=20),
            "decisions": [REFUSED | {"due_day": 40}],
        },
        "due_day",
        "day 20, before vote falls on day 40",
    ),
    "partner": (
        {"conditions": condition(kind="partner_present", nation="POL")},
        "minimum_units",
        "1 units of POL, which offers 0",
    ),
    "lead without candidates": (
        {
            "conditions": condition(kind="lead_nation", nation="POL"),
            "sectors": [{"id": "east", "name": "East", "location": "camp"}],
        },
        "nation",
        "POL as lead nation, but no nation may lead a sector",
    ),
}


@pytest.mark.parametrize("name", NEVER)
def test_a_condition_that_cannot_come_true_is_told(name: str) -> None:
    tables, column, words = NEVER[name]
    told = [item for item in check_tables(force_plan(**tables)) if item.code == "CHK-FORCE-015"]
    assert [(item.id, item.column) for item in told] == [("c", column)]
    assert words in str(told[0])


def test_days_outside_of_the_touched_periods_keep_their_own_reasons() -> None:
    late = offer(from_day=70, until_day=100, tour_min_days=20)
    plan = force_plan(requirements=[line(quantity=1)], offers=[late])
    standing = standing_of(plan, [])
    faults = offer_faults(plan, plan.offers["fra-inf"], standing)
    assert [(fault.reason, fault.start, fault.stop) for fault in faults] == [
        (ShortfallReason.TOO_LATE, 0, 2),
        (ShortfallReason.WINDOW, 4, 6),
        (ShortfallReason.TOUR_DOES_NOT_FIT, 2, 4),
    ]


def test_a_station_beyond_range_is_what_keeps_an_offer_from_a_line() -> None:
    patrol = {"on_station_h": 2, "turnaround_h": 6, "speed_km_per_h": 800, "range_km": 2200}
    plan = station_plan(zone_around(60), capabilities=[capability(**patrol)])
    fit = Fit(plan)
    told = fit.obstacles(plan.offers["fra-inf"], plan.requirements["bn"])
    assert told == ["range (2200 km, for stations 1112 km from camp and back)"]
    assert fit.able(plan.requirements["bn"]) == []
