"""National movements as one: what collides, what is taken otherwise, what cannot be merged."""

import pytest
from hypothesis import given, settings

from reassure.checks.merging import verify_movements
from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.executing.merge import merge_movements
from reassure.engines.deploy.telling.use import use_of_legs
from reassure.model.movement_results import NationalMovement
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import (
    force_of,
    line,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)
from tests.unit.engines.deploy.test_random_networks import SEEDS, movement

SHIP = {"id": "ship", "nation": "XAA", "mode": "sea", "name": "Ship", "home": "p"}
SHIP |= {"speed_km_per_h": 30, "from_day": 0, "until_day": 999}


def port_plan(nation=None, **tables):
    """Make a plan of two nations with a unit of 400 t each, over a port that handles 400 t a day.

    Each has a road of one day to the port; the ship takes two days from there to z. Of a national
    plan the other nation's offer is withdrawn.
    """
    offers = [offer("xaa", origin="a"), offer("xbb", nation="XBB", origin="b")]
    for row in offers:
        row["state"] = "offered" if nation in (None, row["nation"]) else "withdrawn"
    rows = {
        "capabilities": [unit(tonnes=400)],
        "locations": [
            place("a"),
            place("b"),
            place("p", kind="port", handling_t_per_day=400),
            place("z", kind="port"),
        ],
        "links": [
            link("ap", "a", "p", "road", 1),
            link("bp", "b", "p", "road", 1),
            link("pz", "p", "z", "sea", 2),
        ],
        "lifts": [SHIP | {"quantity": 9, "payload_t": 500, "lane_m": 500}],
        "requirements": [line("ra", quantity=1), line("rb", quantity=1)],
        "offers": offers,
    }
    return plan_of(**rows | tables)


def national(nation, plan=None, **changes):
    """Plan one nation's movement as the nation would."""
    plan = plan or port_plan(nation)
    own = nation.lower()
    row = tour(f"t-{own}", requirement=f"r{own[1]}", offer=own, unit=f"{own}.1") | changes
    force = force_of(plan, row)
    return NationalMovement(nation, force, schedule_deployment(plan, force), plan)


def merged(*movements, plan=None):
    plan = plan or port_plan()
    assert verify_movements(plan, movements) == []
    return merge_movements(plan, movements)


def codes(*movements, plan=None):
    return [item.code for item in verify_movements(plan or port_plan(), movements)]


def test_two_nations_that_fill_a_port_alone_collide():
    # On day 1 both unload 400 t from the road and load them on ships: the port handles 400 t.
    one, other = national("XAA"), national("XBB")
    for item in (one, other):
        assert max(row.used / row.capacity for row in item.deployment.use_days if row.capacity) == 1
    result = merged(one, other)
    (row,) = [row for row in result.conflicts if row.limit == "handling_t_per_day"]
    assert (row.location, row.link, row.from_day, row.until_day) == ("p", None, 1, 2)
    assert (row.used, row.capacity, row.over_t) == (800, 400, 400)
    assert row.nations == ("XAA", "XBB")
    assert row.assignments == ("t-xaa", "t-xbb")
    assert result.use_days.records == tuple(
        use
        for use in use_of_legs(
            port_plan(), force_of(port_plan(), *force_rows(one, other)), result.loads, result.legs
        )
    )


def force_rows(*movements):
    return [row.model_dump() for item in movements for row in item.force_plan.assignments]


def test_movements_apart_have_no_conflict():
    one, other = national("XAA"), national("XBB", from_day=40)
    result = merged(one, other)
    assert len(result.conflicts) == 0
    assert result.assignments.ids == ("t-xaa", "t-xbb")
    assert set(result.loads.ids) == {*one.deployment.loads.ids, *other.deployment.loads.ids}
    assert len(result.legs) == len(one.deployment.legs) + len(other.deployment.legs)
    days = [row.planned_day for row in result.arrivals]
    assert result.summary()["closure_day"] == max(days)


def test_days_in_a_row_are_one_conflict_and_each_counts_once():
    # A ship each, for two days out, two back and two in port: the pool of one ship is short on
    # each of these six days, by half of what is on board.
    one_ship = {"lifts": [SHIP | {"quantity": 1, "payload_t": 400, "lane_m": 500}]}
    one = national("XAA", port_plan("XAA", **one_ship))
    other = national("XBB", port_plan("XBB", **one_ship))
    result = merged(one, other, plan=port_plan(**one_ship))
    (row,) = [row for row in result.conflicts if row.limit == "lifts:ship.quantity"]
    assert (row.from_day, row.until_day, row.used, row.capacity) == (1, 7, 2, 1)
    assert row.over_t == pytest.approx(400)


def test_what_the_coalitions_plan_closes_is_a_conflict():
    strong = {"capabilities": [unit(tonnes=400, heaviest_mlc=70)]}
    roads = port_plan().links
    weak = roads.replace(roads["ap"].model_copy(update={"mlc": 40.0}))
    one = national("XAA", port_plan("XAA", **strong))
    other = national("XBB", port_plan("XBB", **strong), from_day=40)
    result = merged(one, other, plan=port_plan(**strong).with_tables(links=weak))
    (row,) = result.conflicts
    assert (row.link, row.limit, row.used, row.capacity) == ("ap", "mlc", 1, 0)
    assert (row.from_day, row.nations, row.over_t) == (0, ("XAA",), 400)
    (difference, *_) = result.plan_differences
    assert (difference.table, difference.record, difference.field) == ("links", "ap", "mlc")
    assert (difference.coalition_value, difference.national_value) == ("40", None)


def test_a_closed_port_and_an_outage_are_conflicts():
    one, other = national("XAA"), national("XBB", from_day=40)
    places = port_plan().locations
    closed = places.replace(places["p"].model_copy(update={"state": "closed"}))
    result = merged(one, other, plan=port_plan().with_tables(locations=closed))
    assert {(row.location, row.limit) for row in result.conflicts} >= {("p", "state")}
    out = {"id": "out", "location": "p", "kind": "planned", "from_day": 1, "until_day": 2}
    result = merged(one, other, plan=port_plan(outages=[out]))
    assert ("outages:out.open_share", ("XAA",), 1) in [
        (row.limit, row.nations, row.from_day) for row in result.conflicts
    ]


def test_other_inputs_are_named_where_the_plan_is_at_hand():
    one = national("XAA", port_plan("XAA", links=[
        link("ap", "a", "p", "road", 1, capacity_per_day=20), link("pz", "p", "z", "sea", 2),
        link("new", "a", "p", "rail", 3),
    ]))  # fmt: skip
    other = national("XBB", from_day=40)
    result = merged(one, other)
    assert [
        (row.record, row.field, row.coalition_value, row.national_value)
        for row in result.plan_differences
    ] == [
        ("ap", "capacity_per_day", None, "20"),
        ("bp", None, "bp", None),
        ("new", None, None, "new"),
    ]
    assert {row.nations for row in result.plan_differences} == {("XAA",)}
    assert result.unknown_inputs == ()
    away = [NationalMovement("x", item.force_plan, item.deployment) for item in (one, other)]
    result = merged(*away)
    assert len(result.plan_differences) == 0
    assert result.unknown_inputs == (
        f"XAA: {one.inputs_sha256}",
        f"XBB: {other.inputs_sha256}",
    )


def test_another_c_day_is_a_difference():
    plan = port_plan("XAA")
    moved = type(plan)(plan.meta.model_copy(update={"period_days": 15.0}), **dict(plan.tables()))
    result = merged(national("XAA", moved), national("XBB", from_day=40))
    (row,) = result.plan_differences
    assert (row.table, row.field, row.national_value) == ("datapackage", "period_days", "15")


def test_ids_that_clash_are_faults():
    one = national("XAA")
    assert codes(one, one) == ["CHK-MERGE-001", "CHK-MERGE-002"]
    (load, _) = verify_movements(port_plan(), [one, NationalMovement("again", *parts(one))])
    assert str(load) == (
        'loads.csv, id (t-xaa.1): found "t-xaa.1" in XAA and again; expected every id in one '
        "national movement alone; let one of the two plan with offers or lines of other ids. "
        "[CHK-MERGE-001]"
    )


def parts(item):
    return item.force_plan, item.deployment


def test_a_unit_in_two_movements_is_a_fault():
    again = NationalMovement("again", *parts(national("XAA", id="t-again", from_day=30)))
    assert codes(national("XAA"), again) == ["CHK-MERGE-003"]
    later = NationalMovement("later", *parts(national("XAA", id="t-later", from_day=90)))
    assert codes(national("XAA"), later) == []


def test_records_that_the_plan_lacks_are_faults():
    plan = port_plan()
    plan = plan.with_tables(links=plan.links.without("pz"), lifts=plan.lifts.without("ship"))
    found = verify_movements(plan, [national("XAA")])
    assert [(item.code, item.column) for item in found] == [
        ("CHK-MERGE-004", "link"),
        ("CHK-MERGE-004", "lift"),
    ]


def test_broken_ways_are_faults():
    one = national("XAA")
    legs = [row.model_copy(update={"link": "bp"}) if row.leg == 1 else row
            for row in one.deployment.legs]  # fmt: skip
    off = {"legs": Table.of(type(legs[0]), legs)}
    early = [row.model_copy(update={"depart_day": 0}) for row in one.deployment.legs]
    for changes in (
        off,
        {"legs": Table.of(type(legs[0]), early)},
        {"loads": Table.empty(one.deployment.loads.record_type)},
    ):
        fields = one.deployment.__dict__ | changes
        broken = NationalMovement("XAA", one.force_plan, type(one.deployment)(**fields))
        assert codes(broken) == ["CHK-MERGE-005"]


def test_a_way_home_beyond_the_end_of_the_coalitions_plan_is_a_fault():
    early = national("XAA", until_day=60)
    assert [row.purpose for row in early.deployment.loads] == ["deployment", "return"]
    assert codes(early) == []
    found = verify_movements(port_plan(horizon_days=50), [early])
    assert [(item.code, item.found) for item in found] == [
        ("CHK-MERGE-005", 'a return of "t-xaa" that the plan does not ask for in XAA')
    ]


def test_a_way_home_that_a_relief_of_another_nation_puts_off_is_merged():
    """Alone the unit goes home on day 87; with the relief it stays for 5 days, beyond the end."""
    lines = [line("ra", quantity=1, overlap_days=5), line("rb", quantity=1)]
    leaving = national("XAA", port_plan("XAA", requirements=lines), until_day=87)
    relief = {"requirement": "ra", "from_day": 87}
    coming = national("XBB", port_plan("XBB", requirements=lines), **relief)
    found = merged(leaving, coming, plan=port_plan(requirements=lines))
    assert {row.owner for row in found.loads if row.purpose == "return"} == {"t-xaa"}


@settings(max_examples=100)
@given(SEEDS)
def test_use_read_back_from_legs_is_that_of_the_schedule(seed):
    plan, force = movement(seed)
    result = schedule_deployment(plan, force)
    again = use_of_legs(plan, force, result.loads, result.legs, arrivals=result.arrivals)
    assert used(again) == used(result.use_days)


def used(table):
    return {
        (row.location, row.link, row.limit, row.day): (round(row.used, 6), row.capacity)
        for row in table
        if row.used
    }


def test_units_that_move_themselves_keep_their_berths():
    fleet = {
        "capabilities": [unit(domain="sea", moves="self", speed_km_per_h=30, vehicles=2)],
        "locations": [place("a", kind="port"), place("b", kind="port"),
                      place("z", kind="port", berths=3)],
        "links": [link("az", "a", "z", "sea", 1), link("bz", "b", "z", "sea", 1)],
        "lifts": [],
    }  # fmt: skip
    one = national("XAA", port_plan("XAA", **fleet))
    other = national("XBB", port_plan("XBB", **fleet))
    result = merged(one, other, plan=port_plan(**fleet))
    (row,) = result.conflicts
    assert (row.location, row.limit, row.used, row.capacity) == ("z", "berths", 4, 3)
    assert row.until_day == 90
    assert row.over_t == 0
    assert used(one.deployment.use_days) == used(
        use_of_legs(one.plan, *parts_of_use(one), arrivals=one.deployment.arrivals)
    )


def parts_of_use(item):
    return item.force_plan, item.deployment.loads, item.deployment.legs


def test_breaks_of_gauge_side_by_side_are_filled_one_after_the_other():
    works = {"location": "p", "method": "bogie_change", "wagons_per_day": 30}
    gauges = {"from_gauge_mm": 1435, "to_gauge_mm": 1520}
    rail = {
        "capabilities": [unit(wagons=30, tonnes=300)],
        "links": [
            link("ap", "a", "p", "rail", 1, gauge_mm=1435),
            link("bp", "b", "p", "rail", 1, gauge_mm=1435),
            link("pz", "p", "z", "rail", 1, gauge_mm=1520),
        ],
        "lifts": [],
    }

    def side_by_side(nation, *names):
        breaks = [works | gauges | {"id": name} for name in names]
        return port_plan(nation, **rail, gauge_breaks=breaks)

    movements = [national(name, side_by_side(name, "g", "h")) for name in ("XAA", "XBB")]
    assert len(merged(*movements, plan=side_by_side(None, "g", "h")).conflicts) == 0
    (row,) = merged(*movements, plan=side_by_side(None, "g")).conflicts
    assert (row.limit, row.used, row.capacity) == ("gauge_breaks:g.wagons_per_day", 60, 30)


def test_a_line_that_two_nations_fill_is_named_for_as_long_as_both_do():
    # Both send one unit to the line that asks for one: the second half of the first tour.
    one = national("XAA")
    other = national("XBB", requirement="ra", from_day=45)
    result = merged(one, other)
    (row,) = result.double_fills
    assert (row.requirement, row.from_day, row.until_day) == ("ra", 45, 90)
    assert (row.required_quantity, row.filled_quantity) == (1, 2)
    assert (row.nations, row.assignments) == (("XAA", "XBB"), ("t-xaa", "t-xbb"))
    assert result.figures()["double_fills"] == 1
    assert len(merged(one, national("XBB")).double_fills) == 0
    relief = national("XBB", requirement="ra", from_day=90)
    assert len(merged(one, relief).double_fills) == 0
