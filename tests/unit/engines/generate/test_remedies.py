"""Each kind of remedy, and what it fills, worked by hand."""

import datetime as dt
from typing import Any

import pytest

from reassure.engines.generate import generate_forces
from reassure.model.outputs import Remedy
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
from tests.unit.engines.generate.test_shortfalls import caveat, condition

ONE = {"requirements": [line(quantity=1)]}
DATED: Row = {"c_day": dt.date(2025, 1, 1), "as_of": dt.date(2025, 3, 1)}


def remedies(plan: Plan) -> list[tuple[Any, ...]]:
    """Return rank, kind, offer, binding, units, fill and whether it is whole, row by row."""
    return [_told(row) for row in generate_forces(plan, gap=0).remedies]


def _told(row: Remedy) -> tuple[Any, ...]:
    filled = round(row.filled_unit_days, 6)
    kind = row.change.value
    return row.rank, kind, row.offer, row.binding, row.units, filled, row.is_whole


def new(rank: int, units: int = 1, filled: float = 180) -> tuple[Any, ...]:
    return rank, "new_offer", None, "requirements:bn.capability", units, filled, True


def by(kind: str, binding: str, filled: float = 180, **other: Any) -> tuple[Any, ...]:
    """Make the row of a first remedy by the standard offer."""
    offer_id, is_whole = other.get("offer", "fra-inf"), other.get("is_whole", True)
    return other.get("rank", 1), kind, offer_id, binding, other.get("units"), filled, is_whole


def vote(**changes: Any) -> list[Row]:
    row = {"id": "vote", "nation": "FRA", "title": "Vote", "kind": "parliament"}
    return [row | changes]


BATTLEGROUP = [{"id": "bg", "sector": "east", "max_nations": 1}]

SINGLE = {
    "caveat": (
        force_plan(caveats=caveat(sectors=["east"]), **ONE),
        by("lift_caveat", "caveats:v.sectors"),
    ),
    "condition": (
        force_plan(conditions=condition(kind="mandate", probability=0), **ONE),
        by("meet_condition", "conditions:c.probability"),
    ),
    "decision": (
        force_plan(
            conditions=condition(kind="decision", decision="vote"),
            decisions=vote(state="refused"),
            **ONE,
        ),
        by("meet_condition", "decisions:vote.state"),
    ),
    "lead nation": (
        force_plan(conditions=condition(kind="lead_nation", nation="POL"), **ONE),
        by("meet_condition", "conditions:c.nation"),
    ),
    "partner": (
        force_plan(conditions=condition(kind="partner_present", nation="GBR"), **ONE),
        by("meet_condition", "conditions:c.minimum_units"),
    ),
    "notice that the line refuses": (
        force_plan(
            requirements=[line(quantity=1, from_day=30, until_day=150, max_notice_days=5)],
            offers=[offer(notice_days=30)],
        ),
        by("less_notice", "offers:fra-inf.notice_days", 120),
    ),
    "from earlier": (
        force_plan(offers=[offer(from_day=200)], **ONE),
        by("longer_offer", "offers:fra-inf.from_day"),
    ),
    "until later": (
        force_plan(offers=[offer(until_day=20)], **ONE),
        by("longer_offer", "offers:fra-inf.until_day"),
    ),
    "grade": (
        force_plan(requirements=[line(quantity=1, min_grade=3)]),
        by("accept_grade", "requirements:bn.min_grade"),
    ),
    "attributes": (
        force_plan(requirements=[line(quantity=1, attributes=["winter"])]),
        by("accept_attributes", "requirements:bn.attributes"),
    ),
    "attributes of a task": (
        force_plan(
            requirements=[line(quantity=1, tasks=["patrol"])],
            tasks=[{"id": "patrol", "title": "P", "objective": "land", "attributes": ["winter"]}],
        ),
        by("accept_attributes", "tasks:patrol.attributes"),
    ),
    "burden": (
        force_plan(burdens=[{"id": "b", "nation": "FRA", "max_unit_months": 0.5}], **ONE),
        by("more_burden", "burdens:b.max_unit_months"),
    ),
    "share": (
        force_plan(burdens=[{"id": "b", "nation": "FRA", "max_share": 0.5}], **ONE),
        by("more_burden", "burdens:b.max_share"),
    ),
    "no unit": (
        force_plan(offers=[offer(quantity=0)], **ONE),
        by("one_more_unit", "offers:fra-inf.quantity", units=1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_a_single_change_fills_the_whole(name: str) -> None:
    plan, wanted = SINGLE[name]
    rows = remedies(plan)
    assert rows == [wanted, new(2, filled=wanted[5])]


def test_notice_of_thirty_days_less_fills_a_part() -> None:
    # From day 120 the unit serves; 30 days less notice lets it serve from day 90 on.
    told = remedies(force_plan(offers=[offer(notice_days=120)], **ONE))
    assert told == [
        by("less_notice", "offers:fra-inf.notice_days", 30, is_whole=False),
        new(2, filled=120),
    ]


def test_one_more_tour_serves_while_the_unit_rests() -> None:
    # Days 0 to 60 and 120 to 180 are served; it rests between them.
    told = remedies(force_plan(offers=[offer(tour_max_days=60, rest_ratio=1)], **ONE))
    assert told == [
        by("one_more_tour", "offers:fra-inf.rest_ratio", 60),
        by("one_more_unit", "offers:fra-inf.quantity", 60, rank=2, units=1),
        new(3, filled=60),
    ]


def test_one_more_tour_is_one_tour_only() -> None:
    # Tours of 30 days with rest of 60: 0 to 30 and 90 to 120 are served, one more serves 30 days.
    told = remedies(force_plan(offers=[offer(tour_max_days=30, rest_ratio=2)], **ONE))
    assert {row[5] for row in told if row[1] == "one_more_tour"} == {30}


def test_units_are_counted_as_tours_and_rest_need_them() -> None:
    # Two battalions all the time; with as much rest as service each takes two units.
    told = remedies(force_plan(offers=[offer(quantity=0, tour_max_days=30, rest_ratio=1)]))
    assert told == [
        by("one_more_unit", "offers:fra-inf.quantity", 360, units=4),
        new(2, units=2, filled=360),
    ]


def test_the_formation_takes_one_nation_more() -> None:
    plan = force_plan(
        formations=BATTLEGROUP,
        requirements=[line(formation="bg")],
        offers=[offer(), offer(id="gbr-inf", nation="GBR")],
    )
    other = (
        {"fra-inf", "gbr-inf"} - {row.offer for row in generate_forces(plan).assignments}
    ).pop()
    told = remedies(plan)
    assert [row[1] for row in told] == ["one_more_unit", "one_more_nation", "new_offer"]
    assert told[1] == by("one_more_nation", "formations:bg.max_nations", rank=2, offer=other)


def test_a_framework_nation_that_is_absent_leaves_a_new_offer() -> None:
    plan = force_plan(
        formations=[{"id": "bg", "sector": "east", "framework_nation": "GBR"}],
        requirements=[line(quantity=1, formation="bg")],
    )
    assert remedies(plan) == [new(1)]


def test_nobody_offers_it() -> None:
    assert remedies(force_plan(offers=[])) == [new(1, units=2, filled=360)]
    withdrawn = [offer(state="withdrawn"), offer(id="b", valid_until=dt.date(2025, 2, 1))]
    assert remedies(force_plan(DATED, offers=withdrawn)) == [new(1, units=2, filled=360)]


def test_two_faults_are_taken_away_together() -> None:
    plan = force_plan(caveats=caveat(), requirements=[line(quantity=1, min_grade=2)])
    assert remedies(plan) == [
        by("lift_caveat", "caveats:v.kind"),
        by("accept_grade", "requirements:bn.min_grade"),
        new(2),
    ]


def test_three_faults_are_taken_away_together() -> None:
    plan = force_plan(
        caveats=caveat(),
        conditions=condition(kind="mandate", probability=0),
        requirements=[line(quantity=1, min_grade=2)],
    )
    told = remedies(plan)
    assert [row[1] for row in told] == [
        "lift_caveat",
        "meet_condition",
        "accept_grade",
        "new_offer",
    ]
    assert [row[0] for row in told] == [1, 1, 1, 2]


def test_a_substitute_fills_at_its_efficiency() -> None:
    plan = force_plan(
        offers=[offer(capability="mech")],
        caveats=caveat(),
        substitutions=[{"id": "s", "capability": "inf", "by": "mech", "efficiency": 0.5}],
        **ONE,
    )
    # Half of it by the unit on offer, the whole by one more besides.
    assert remedies(plan) == [
        by("lift_caveat", "caveats:v.kind"),
        by("one_more_unit", "offers:fra-inf.quantity", units=1),
        by("lift_caveat", "caveats:v.kind", 90, rank=2, is_whole=False),
        new(3),
    ]


def test_a_burden_is_shared_out_over_the_best_tours() -> None:
    # Three unit-months are left: lifting the caveat fills three of the six months.
    plan = force_plan(
        caveats=caveat(), burdens=[{"id": "b", "nation": "FRA", "max_unit_months": 3}], **ONE
    )
    told = remedies(plan)
    assert {row[1] for row in told if row[0] == 1} == {"lift_caveat", "more_burden"}
    assert told[2] == by("lift_caveat", "caveats:v.kind", 90, rank=2, is_whole=False)


def test_stations_out_of_reach_have_no_remedy() -> None:
    fighters = capability(on_station_h=2, turnaround_h=6, speed_km_per_h=800, range_km=2200)
    assert remedies(station_plan(zone_around(60), capabilities=[fighters])) == []


def test_a_new_offer_counts_the_units_that_a_station_takes() -> None:
    # One unit keeps a third of the station.
    patrol = capability(on_station_h=4, turnaround_h=8)
    assert remedies(station_plan(capabilities=[patrol], offers=[])) == [new(1, units=3)]


def test_a_line_without_weight_has_no_remedy() -> None:
    assert remedies(force_plan(requirements=[line(quantity=1, weight=0)])) == []


def test_ten_thousand_units_take_no_longer() -> None:
    plan = force_plan(
        requirements=[line(quantity=10_000)],
        offers=[offer(quantity=4_000, tour_max_days=60, rest_ratio=1)],
        caveats=caveat(from_day=0, until_day=30),
    )
    result = generate_forces(plan)
    assert len(result.remedies) > 0
    for row in result.remedies:
        assert row.filled_unit_days > 0
    assert {row.units for row in result.remedies if row.change == "new_offer"} <= {10_000, 6_000}
