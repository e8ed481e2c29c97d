"""What must change before that which cannot arrive can, solved by hand."""

import pytest

from reassure.model.choices import MovePurpose
from tests.unit.engines.deploy.moves import (
    Row,
    bindings_of,
    days_of,
    deploy,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)
from tests.unit.engines.deploy.test_deliveries import BOX, NEED, pledge
from tests.unit.engines.deploy.test_no_way import CASES, PLACES, ROAD

TANK = [unit(heaviest_mlc=70)]


def bridge(name: str, on: str, to_value: float, cost: float) -> Row:
    return {"id": name, "name": name, "link": on, "field": "mlc", "to_value": to_value} | {
        "cost": cost,
        "lead_days": 30,
    }


def ways_out(**tables: list[Row]) -> list[tuple]:
    result = deploy(plan_of(**{"capabilities": TANK, "locations": PLACES} | tables))
    assert days_of(result) == {"t1": None}
    return [
        (row.order, row.binding, row.found, row.needed, row.upgrade, row.cost)
        for row in result.ways_out
    ]


def test_every_bridge_of_the_way_is_named_with_its_cheapest_cure():
    links = [link("am", "a", "m", mlc=60), link("mz", "m", "z", mlc=40)]
    upgrades = [
        bridge("weak", "am", 65, 1),
        bridge("dear", "am", 80, 9),
        bridge("good", "am", 80, 5),
        bridge("far", "mz", 70, 7),
    ]
    assert ways_out(links=links, upgrades=upgrades) == [
        (1, "links:am.mlc", "60", "70", "good", 5),
        (2, "links:mz.mlc", "40", "70", "far", 7),
    ]


def test_without_upgrades_the_way_with_the_fewest_obstacles_is_told():
    links = [
        link("am", "a", "m", mlc=60),
        link("mz", "m", "z", mlc=40),
        link("slow", "a", "z", days=9, mlc=50),
    ]
    assert ways_out(links=links) == [(1, "links:slow.mlc", "50", "70", None, None)]


def test_a_way_that_upgrades_open_is_preferred_to_one_with_fewer_obstacles():
    links = [
        link("am", "a", "m", mlc=60),
        link("mz", "m", "z", mlc=40),
        link("slow", "a", "z", days=9, mlc=50),
    ]
    upgrades = [bridge("one", "am", 80, 3), bridge("two", "mz", 80, 4)]
    assert [row[4:] for row in ways_out(links=links, upgrades=upgrades)] == [("one", 3), ("two", 4)]
    dear = [*upgrades, bridge("long", "slow", 80, 8)]
    assert [row[4:] for row in ways_out(links=links, upgrades=dear)] == [("one", 3), ("two", 4)]
    cheap = [*upgrades, bridge("long", "slow", 80, 6)]
    assert [row[4:] for row in ways_out(links=links, upgrades=cheap)] == [("long", 6)]


def test_an_upgrade_that_is_too_small_is_no_cure():
    links = [link("az", "a", "z", mlc=60)]
    assert ways_out(links=links, upgrades=[bridge("weak", "az", 69, 1)]) == [
        (1, "links:az.mlc", "60", "70", None, None)
    ]


def test_a_limit_below_one_load_asks_for_a_load():
    cargo = [unit(wagons=5, tonnes=100)]
    places = [place("a"), place("m", wagons_per_day=0, state="limited"), place("z")]
    links = [link("am", "a", "m", "rail"), link("mz", "m", "z")]
    ramp = {"id": "ramp", "name": "Ramp", "location": "m", "field": "wagons_per_day"}
    ramp |= {"to_value": 10, "cost": 2, "lead_days": 5}
    found = ways_out(capabilities=cargo, locations=places, links=links, upgrades=[ramp])
    # The place is limited, so that half of the wagons stays.
    ((order, binding, now, needed, upgrade, cost),) = found
    assert (order, binding, now) == (1, "locations:m.wagons_per_day", "0")
    assert float(needed) <= 10
    assert (upgrade, cost) == ("ramp", 2)


NEEDED = {
    "sectors:s.location": ("z", "a place that some way leads to"),
    "locations:m.state": ("closed", "ready"),
    "locations:z.state": ("closed", "ready"),
    "passages:p.allowed": ("false", "true"),
    "links:mz.capacity_per_day": ("0", "above 0"),
    "links:mz.mlc": ("50", "70"),
    "links:mz.gauge_mm": ("1520", "a gauge break at m"),
    "links:mz.axle_load_t": ("18", "22.5"),
    "links:mz.loading_gauge": ("GA", "GC"),
    "capabilities:inf.by_air": ("false", "true"),
    "locations:m.wagons_per_day": ("0", "above 0"),
    "outages:o.open_share": ("0", "above 0"),
}


@pytest.mark.parametrize("binding", sorted(CASES))
def test_whatever_bars_every_way_is_told_with_what_it_should_be(binding):
    tables = {"locations": PLACES, "links": ROAD} | CASES[binding]
    (row,) = deploy(plan_of(**tables)).ways_out
    assert (row.owner, row.order, row.binding) == ("t1", 1, binding)
    assert (row.found, row.needed) == NEEDED[binding]
    assert (row.upgrade, row.cost) == (None, None)


def test_a_berth_for_a_ship_that_moves_itself():
    pier = {"id": "pier", "name": "Pier", "location": "z", "field": "berths"}
    pier |= {"to_value": 2, "cost": 3, "lead_days": 5}
    plan = plan_of(
        capabilities=[unit("frigate", domain="sea", moves="self")],
        locations=[place("a", kind="port"), place("z", kind="port", berths=0)],
        links=[link("az", "a", "z", "sea")],
        offers=[offer(capability="frigate")],
        upgrades=[pier],
    )
    (row,) = deploy(plan).ways_out
    assert (row.binding, row.found, row.needed) == ("locations:z.berths", "0", "1")
    assert (row.upgrade, row.cost) == ("pier", 3)


def test_what_goes_on_from_one_that_cannot_arrive_has_the_same_way_out():
    plan = plan_of(capabilities=TANK, links=[link("az", "a", "z", mlc=60)])
    stay = {"unit": "o.1"}
    result = deploy(
        plan, tour("t1", until_day=30, **stay), tour("t2", from_day=30, until_day=60, **stay)
    )
    assert [(row.owner, row.binding) for row in result.ways_out] == [
        ("t1", "links:az.mlc"),
        ("t2", "links:az.mlc"),
    ]


def test_who_arrives_needs_no_way_out():
    assert len(deploy(plan_of(links=[link("az", "a", "z")])).ways_out) == 0


def test_a_horizon_too_short_tells_when_the_others_would_arrive():
    plan = plan_of(
        horizon_days=4,
        capabilities=[unit(wagons=30)],
        links=[link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains")],
    )
    result = deploy(plan, *(tour(f"t{i}") for i in range(1, 6)))
    would = {row.assignment: row.would_arrive_day for row in result.arrivals}
    assert would == {"t1": None, "t2": None, "t3": None, "t4": 5, "t5": 6}
    assert bindings_of(result)["t5"] == "links:az.capacity_per_day"
    assert len(result.ways_out) == 0


def test_who_cannot_get_home_has_a_way_out_of_its_own():
    links = [
        link("az", "a", "z", mlc=80, both_ways=False),
        link("za", "z", "a", mlc=60, both_ways=False),
    ]
    plan = plan_of(capabilities=TANK, links=links, upgrades=[bridge("good", "za", 80, 5)])
    result = deploy(plan, tour("t1", until_day=30))
    (home,) = result.returns
    assert (home.home_day, home.binding) == (None, "links:za.mlc")
    (row,) = result.ways_out
    assert (row.owner, row.purpose, row.order) == ("t1", MovePurpose.RETURN, 1)
    assert (row.binding, row.found, row.needed, row.upgrade) == ("links:za.mlc", "60", "70", "good")


def test_who_cannot_get_home_holds_its_next_tour_up():
    links = [link("az", "a", "z", mlc=80, both_ways=False)]
    plan = plan_of(capabilities=TANK, links=links)
    stay = {"unit": "o.1"}
    result = deploy(
        plan, tour("t1", until_day=30, **stay), tour("t2", from_day=50, until_day=60, **stay)
    )
    assert days_of(result) == {"t1": 1, "t2": None}
    assert {(row.owner, row.purpose, row.binding) for row in result.ways_out} == {
        ("t1", MovePurpose.RETURN, "offers:o.origin"),
        ("t2", MovePurpose.DEPLOYMENT, "offers:o.origin"),
    }


def test_who_never_comes_out_needs_no_way_home():
    plan = plan_of(capabilities=TANK, links=[link("az", "a", "z", mlc=60)])
    result = deploy(plan, tour("t1", until_day=30))
    assert [(row.owner, row.purpose) for row in result.ways_out] == [("t1", MovePurpose.DEPLOYMENT)]


def test_what_is_pledged_and_cannot_move_has_a_way_out():
    rail = [link("az", "a", "z", "rail", capacity_per_day=0, capacity_unit="trains")]
    track = {"id": "track", "name": "Track", "link": "az", "field": "capacity_per_day"}
    track |= {"to_value": 2, "cost": 4, "lead_days": 9}
    rows = {"items": [BOX], "needs": [NEED], "pledges": [pledge()]}
    result = deploy(plan_of(**rows, links=rail, upgrades=[track]), tour("t1"))
    told = {(row.owner, row.purpose): row for row in result.ways_out}
    assert set(told) == {("t1", MovePurpose.DEPLOYMENT), ("p", MovePurpose.DELIVERY)}
    row = told["p", MovePurpose.DELIVERY]
    assert (row.binding, row.found, row.upgrade) == ("links:az.capacity_per_day", "0", "track")


def test_a_pledge_too_heavy_to_fly_names_its_item():
    rows = {"items": [BOX | {"kg_per_unit": 25_000}], "needs": [NEED], "pledges": [pledge()]}
    result = deploy(plan_of(**rows, links=[link("az", "a", "z", "air")]), tour("t1"))
    (row,) = [row for row in result.ways_out if row.purpose is MovePurpose.DELIVERY]
    assert (row.owner, row.binding, row.found) == ("p", "items:box.kg_per_unit", "25000")
    assert row.needed == "at most 20000"
