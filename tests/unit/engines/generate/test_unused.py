"""Each reason for which nobody takes an offer, and the field that it names."""

import datetime as dt

import numpy as np
import pytest

from reassure.engines.generate import generate_forces
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.draft import NO_LEAD, Draft
from reassure.engines.generate.tours import TourSet
from reassure.engines.generate.unused import name_unused
from reassure.engines.generate.worth import worth_of
from reassure.model.choices import UnusedReason
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
from tests.unit.engines.generate.test_shortfalls import DATED, ONE, caveat, condition

OTHER = offer(id="gbr-inf", nation="GBR")


def told(plan: Plan) -> dict[str, tuple[str, str]]:
    rows = generate_forces(plan, gap=0).unused_offers
    return {row.offer: (row.reason.value, row.binding) for row in rows}


def bound(binding: str, **changes: object) -> list[Row]:
    return [{"id": binding, "nation": "FRA"} | changes]


UNUSED: dict[str, tuple[Plan, str, str]] = {
    "withdrawn": (force_plan(offers=[offer(state="withdrawn")]), "gone", "offers:fra-inf.state"),
    "lapsed": (
        force_plan(DATED, offers=[offer(valid_until=dt.date(2025, 2, 1))]),
        "gone",
        "offers:fra-inf.valid_until",
    ),
    "no unit": (force_plan(offers=[offer(quantity=0)]), "gone", "offers:fra-inf.quantity"),
    "another kind": (
        force_plan(offers=[offer(capability="mech")]),
        "no_line",
        "offers:fra-inf.capability",
    ),
    "a line without weight": (
        force_plan(requirements=[line(weight=0)]),
        "no_weight",
        "requirements:bn.weight",
    ),
    "an objective without weight": (
        force_plan(objectives=[{"id": "land", "name": "Land", "weight": 0}]),
        "no_weight",
        "objectives:land.weight",
    ),
    "too late": (force_plan(offers=[offer(from_day=200)]), "too_late", "offers:fra-inf.from_day"),
    "notice": (
        force_plan(
            requirements=[line(max_notice_days=5)], offers=[offer(notice_days=9, until_day=180)]
        ),
        "too_late",
        "requirements:bn.max_notice_days",
    ),
    "ends too soon": (
        force_plan(offers=[offer(until_day=20)]),
        "window",
        "offers:fra-inf.until_day",
    ),
    "longer than the line": (
        force_plan(requirements=[line(until_day=60)], offers=[offer(tour_min_days=90)]),
        "window",
        "offers:fra-inf.tour_min_days",
    ),
    "whole periods": (
        force_plan({"period_days": 60}, offers=[offer(tour_min_days=45, tour_max_days=50)]),
        "tour_does_not_fit",
        "offers:fra-inf.tour_max_days",
    ),
    "grade": (force_plan(requirements=[line(min_grade=3)]), "grade", "offers:fra-inf.grade"),
    "attributes": (
        force_plan(requirements=[line(attributes=["winter"])]),
        "attributes",
        "offers:fra-inf.attributes",
    ),
    "reach": (
        station_plan(
            zone_around(60),
            capabilities=[
                capability(on_station_h=2, turnaround_h=6, speed_km_per_h=800, range_km=2200)
            ],
        ),
        "out_of_reach",
        "capabilities:inf.range_km",
    ),
    "caveat": (force_plan(caveats=caveat(sectors=["east"])), "caveat", "caveats:v.sectors"),
    "mandate": (
        force_plan(conditions=condition(kind="mandate", probability=0)),
        "condition_unmet",
        "conditions:c.probability",
    ),
    "lead": (
        force_plan(conditions=condition(kind="lead_nation", nation="POL")),
        "condition_unmet",
        "conditions:c.nation",
    ),
    "partner": (
        force_plan(conditions=condition(kind="partner_present", nation="GBR")),
        "condition_unmet",
        "conditions:c.minimum_units",
    ),
    "burden": (
        force_plan(burdens=bound("b", max_unit_months=0.5)),
        "burden",
        "burdens:b.max_unit_months",
    ),
    "framework nation": (
        force_plan(
            formations=[{"id": "bg", "sector": "east", "framework_nation": "GBR"}],
            requirements=[line(formation="bg")],
        ),
        "formation",
        "formations:bg.framework_nation",
    ),
}


@pytest.mark.parametrize("name", UNUSED)
def test_an_offer_that_nobody_took_has_its_reason(name: str) -> None:
    plan, reason, binding = UNUSED[name]
    assert told(plan) == {"fra-inf": (reason, binding)}


def test_an_offer_that_serves_is_not_listed() -> None:
    assert told(force_plan()) == {}


def test_a_line_that_others_fill_needs_no_more() -> None:
    cheap, dear = offer(cost_per_month=1), OTHER | {"cost_per_month": 9}
    plan = force_plan(offers=[cheap, dear], **ONE)
    assert told(plan) == {"gbr-inf": ("full", "requirements:bn.quantity")}


def test_the_heaviest_of_the_filled_lines_is_named() -> None:
    lines = [line(id="a", quantity=1), line(id="b", quantity=1, weight=2)]
    cheap, dear = offer(quantity=2, cost_per_month=1), OTHER | {"cost_per_month": 9}
    plan = force_plan(requirements=lines, offers=[cheap, dear])
    assert told(plan) == {"gbr-inf": ("full", "requirements:b.quantity")}


def test_a_formation_with_its_most_nations() -> None:
    plan = force_plan(
        formations=[{"id": "bg", "sector": "east", "max_nations": 1}],
        requirements=[line(formation="bg")],
        offers=[offer(cost_per_month=1), OTHER | {"cost_per_month": 9}],
    )
    assert told(plan) == {"gbr-inf": ("formation", "formations:bg.max_nations")}


def test_the_line_with_the_fewest_faults_speaks() -> None:
    plan = force_plan(
        requirements=[
            line(id="a", min_grade=2, attributes=["winter"]),
            line(id="b", attributes=["winter"]),
        ]
    )
    assert told(plan) == {"fra-inf": ("attributes", "offers:fra-inf.attributes")}


@pytest.mark.parametrize(
    ("is_proven", "reason", "binding"),
    [
        (False, UnusedReason.NOT_PROVEN, "offers:fra-inf.quantity"),
        (True, UnusedReason.FULL, "requirements:bn.quantity"),
    ],
)
def test_an_offer_that_nothing_keeps_away(
    is_proven: bool, reason: UnusedReason, binding: str
) -> None:
    plan = force_plan()
    instance = build_instance(plan)
    none = np.zeros(0, dtype=np.int64)
    nobody = Draft(instance, np.full(1, NO_LEAD), TourSet(instance, none, none, none), none)
    (row,) = name_unused(plan, worth_of(plan, instance), nobody, is_proven=is_proven)
    assert (row.reason, row.binding) == (reason, binding)


def test_what_bars_the_whole_line_speaks_before_what_bars_a_part() -> None:
    # It is a month late, and its funding never comes: an earlier day alone would not help.
    conditions = [{"id": "k", "offer": "fra-inf", "kind": "funding", "probability": 0}]
    plan = force_plan(offers=[offer(from_day=30)], conditions=conditions)
    assert told(plan) == {"fra-inf": ("condition_unmet", "conditions:k.probability")}


def test_an_offer_that_comes_in_no_scenario_is_no_reserve() -> None:
    plan = force_plan(offers=[offer(probability=0)])
    (row,) = generate_forces(plan, scenarios=5).unused_offers
    assert (row.reason.value, row.binding) == ("unlikely", "offers:fra-inf.probability")
