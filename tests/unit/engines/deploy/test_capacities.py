"""Capacities to be checked by hand: the numbers of the movement model, and what is weakest."""

import math

import pytest

from reassure.engines.deploy.capacities import Capacities, Capacity, CapacityKind, Part
from reassure.model.plan import Plan
from reassure.pipeline.limits import per_day_words
from tests.unit.engines.deploy.moves import (
    deploy,
    force_of,
    line,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)

APRON = {"mog": 4, "ground_time_h": 2.25, "operating_h_per_day": 24}
PORT = {
    "berths": 2,
    "handling_t_per_day": 4000,
    "handling_lane_m_per_day": 1500,
    "staging_t_per_day": 2500,
}
SHIP = {"id": "ship", "nation": "XAA", "mode": "sea", "name": "Ro-Ro ship", "quantity": 2}
SHIP |= {"lane_m": 1000, "payload_t": 9000, "speed_km_per_h": 30, "draught_m": 7, "home": "p"}
SHIP |= {"from_day": 0, "until_day": 999}
C17 = {"id": "c17", "nation": "XAA", "mode": "air", "name": "C-17", "quantity": 2}
C17 |= {"payload_t": 45, "speed_km_per_h": 800, "min_runway_m": 1000, "home": "f"}
C17 |= {"from_day": 0, "until_day": 999}


def of_kind(plan: Plan, location: str, kind: CapacityKind) -> Capacity:
    """Return the one capacity of a kind at a place."""
    (found,) = [item for item in Capacities(plan).at(location) if item.kind is kind]
    return found


def named(capacity: Capacity, name: str) -> list[Part]:
    """Return the parts of one name."""
    found = [part for part in capacity.parts if part.name == name]
    assert found, [part.name for part in capacity.parts]
    return found


def port_plan(**changes) -> Plan:
    """Make a plan with one port p, one ship and battalions of 2 t a metre of lane."""
    return plan_of(
        capabilities=[unit(tonnes=2000, lane_m=1000, wagons=60, vehicles=120)],
        locations=[place("p", kind="port", **(PORT | changes)), place("a"), place("z")],
        lifts=[SHIP],
    )


def test_a_port_is_its_weakest_limit_in_tonnes() -> None:
    port = of_kind(port_plan(), "p", CapacityKind.PORT)
    tonnes = {part.name: part.per_day for part in port.parts if part.per_day is not None}
    assert tonnes == {
        "berths": 4000.0,
        "handling_t_per_day": 4000.0,
        "handling_lane_m_per_day": 3000.0,
        "staging_t_per_day": 2500.0,
    }
    assert (port.per_day, port.unit) == (2500.0, "t/day")
    assert port.weakest is not None
    assert port.weakest.binding == "locations:p.staging_t_per_day"
    (berths,) = named(port, "berths")
    assert berths.working == (
        "Ro-Ro ship: min(9,000 t, 1,000 lane m × 2 t/m) = 2,000 t; "
        "2 ships × 2,000 t / 1 day = 4,000 t/day"
    )


def test_a_port_too_shallow_for_every_ship_gives_nothing() -> None:
    port = of_kind(port_plan(draught_m=6), "p", CapacityKind.PORT)
    assert port.per_day == 0
    assert port.weakest is not None
    assert port.weakest.working == "1 of 1 listed pools is too deep: ship"
    assert named(port, "berths")[0].per_day is None
    assert of_kind(port_plan(draught_m=7), "p", CapacityKind.PORT).per_day == 2500
    assert of_kind(port_plan(roro=False), "p", CapacityKind.PORT).per_day == 0


def test_a_ship_of_open_size_is_that_of_the_model() -> None:
    ship = SHIP | {"lane_m": None, "payload_t": None}
    plan = plan_of(
        capabilities=[unit(tonnes=2000, lane_m=1000)],
        locations=[place("p", kind="port", **PORT), place("a"), place("z")],
        lifts=[ship],
    )
    (berths,) = named(of_kind(plan, "p", CapacityKind.PORT), "berths")
    assert berths.working.startswith("Ro-Ro ship: 2,000 lane m × 2 t/m = 4,000 t; ")
    by_weight = plan_of(
        capabilities=[unit(tonnes=2000)],
        locations=[place("p", kind="port", **PORT), place("a"), place("z")],
        lifts=[SHIP],
    )
    port = of_kind(by_weight, "p", CapacityKind.PORT)
    assert named(port, "berths")[0].per_day == 18_000
    assert named(port, "handling_lane_m_per_day")[0].per_day is None


def test_a_camp_where_modes_change_is_a_place_of_transfer() -> None:
    camp = {"handling_t_per_day": 700, "staging_t_per_day": 500}
    plan = plan_of(locations=[place("a", **camp), place("z")])
    (found,) = Capacities(plan).at("a")
    assert (found.kind, found.per_day) == (CapacityKind.TRANSFER, 500)


def test_a_limited_place_keeps_half_and_says_so() -> None:
    port = of_kind(port_plan(state="limited"), "p", CapacityKind.PORT)
    assert port.per_day == 1250
    assert named(port, "berths")[0].value == 1
    assert named(port, "state")[0].working.startswith("limited: 0.5 of every capacity")


def test_a_closed_place_gives_nothing() -> None:
    port = of_kind(port_plan(state="closed"), "p", CapacityKind.PORT)
    assert port.per_day == 0
    assert port.weakest is not None
    assert port.weakest.name == "state"


def air_plan(**changes) -> Plan:
    """Make a plan with one airfield f and two kinds of aircraft."""
    return plan_of(
        locations=[place("f", kind="airfield", **(APRON | changes)), place("a"), place("z")],
        lifts=[C17, C17 | {"id": "small", "name": "C-130", "payload_t": 17, "min_runway_m": 500}],
    )


def test_an_airfield_in_sorties_and_tonnes() -> None:
    field = of_kind(air_plan(ground_time_max_h=4), "f", CapacityKind.AIRFIELD)
    told = [part.working for part in named(field, "mog")]
    assert told == [
        (
            "4 aircraft × 0.85 × 24 h/day / 4 h = 20.4 sorties/day; "
            "at best, with 2.25 h on the ground, 36.267 sorties/day"
        ),
        "C-17: 20.4 to 36.267 sorties/day × 45 t = 918 to 1,632 t/day",
        "C-130: 20.4 to 36.267 sorties/day × 17 t = 346.8 to 616.533 t/day",
    ]
    assert (field.per_day, field.most_per_day) == (pytest.approx(918), pytest.approx(1632))
    assert per_day_words(field) == "918 to 1,632 t/day; the weakest limit is mog"


def test_an_airfield_without_a_ground_time_gets_the_default_range() -> None:
    field = of_kind(air_plan(ground_time_h=None), "f", CapacityKind.AIRFIELD)
    assert (field.per_day, field.most_per_day) == (pytest.approx(918), pytest.approx(1632))
    assert named(field, "mog")[0].working.endswith(
        "no ground time is stated, so both are of the default range"
    )


def test_an_airfield_with_one_ground_time_is_no_range() -> None:
    field = of_kind(air_plan(), "f", CapacityKind.AIRFIELD)
    assert field.per_day == field.most_per_day == pytest.approx(1632)
    assert [part.working for part in named(field, "mog")] == [
        "4 aircraft × 0.85 × 24 h/day / 2.25 h = 36.267 sorties/day",
        "C-17: 36.267 sorties/day × 45 t = 1,632 t/day",
        "C-130: 36.267 sorties/day × 17 t = 616.533 t/day",
    ]


def test_storage_lets_through_what_leaves_it_within_two_days() -> None:
    port = of_kind(port_plan(storage_t=900), "p", CapacityKind.PORT)
    (stored,) = named(port, "storage_t")
    assert (stored.value, stored.per_day) == (900, 450)
    assert stored.working == "900 t / 2 days = 450 t/day"
    assert port.weakest == stored
    camp = {"storage_t": 700, "staging_t_per_day": 500}
    (found,) = Capacities(plan_of(locations=[place("a", **camp), place("z")])).at("a")
    assert (found.kind, found.per_day) == (CapacityKind.TRANSFER, 350)


def test_a_short_runway_leaves_the_smaller_aircraft_or_none() -> None:
    short = of_kind(air_plan(runway_m=700), "f", CapacityKind.AIRFIELD)
    assert short.per_day == pytest.approx(4 * 0.85 * 24 / 2.25 * 17)
    assert (
        named(short, "runway_m")[0].working == "1 of 2 listed pools is in need of a longer one: c17"
    )
    assert of_kind(air_plan(runway_m=300), "f", CapacityKind.AIRFIELD).per_day == 0


def test_without_lifts_sizes_are_those_of_the_model() -> None:
    places = [place("f", kind="airfield", **APRON), place("p", kind="port", berths=1)]
    plan = plan_of(
        capabilities=[unit(tonnes=500, lane_m=1000)],
        locations=[*places, place("a"), place("z")],
    )
    field = of_kind(plan, "f", CapacityKind.AIRFIELD)
    assert field.per_day == pytest.approx(4 * 0.85 * 24 / 2.25 * 20)
    assert of_kind(plan, "p", CapacityKind.PORT).per_day == 2000 * 0.5


def rail_plan(**tables) -> Plan:
    """Make a plan with a break of gauge at b, between the lines a-b and b-z."""
    rows = {
        "capabilities": [unit(wagons=90, tonnes=900, vehicles=130)],
        "locations": [place("a"), place("b", trains_per_day=5, wagons_per_day=120), place("z")],
        "links": [
            link("ab", "a", "b", "rail", capacity_per_day=4, gauge_mm=1435, axle_load_t=20),
            link("bz", "b", "z", "rail", capacity_per_day=8, gauge_mm=1520),
            link("road", "a", "z", "road", capacity_per_day=400, mlc=60, distance_km=100),
        ],
        "gauge_breaks": [
            {"id": "g", "location": "b", "from_gauge_mm": 1435, "to_gauge_mm": 1520}
            | {"method": "transshipment", "wagons_per_day": 150}
        ],
    }
    return plan_of(**(rows | tables))


def test_stations_breaks_of_gauge_and_lines_in_wagons() -> None:
    plan = rail_plan()
    station = of_kind(plan, "b", CapacityKind.STATION)
    assert (station.per_day, station.unit) == (120.0, "wagons/day")
    assert named(station, "trains_per_day")[0].working.endswith("30 wagons = 150 wagons/day")
    change = of_kind(plan, "b", CapacityKind.GAUGE_BREAK)
    assert (change.id, change.per_day) == ("g", 150.0)
    assert change.parts[0].working == "150 wagons/day / 30 wagons = 5 trains/day"
    assert change.notes == (
        (
            "With the lines on both sides: min(change 150 wagons/day, 4 trains/day × 30 wagons, "
            "8 trains/day × 30 wagons) = 120 wagons/day."
        ),
    )
    rail = Capacities(plan).on("ab")
    assert (rail.kind, rail.per_day) == (CapacityKind.RAIL, 120.0)
    assert [part.name for part in rail.parts] == ["capacity_per_day", "axle_load_t", "gauge_mm"]
    assert rail.notes[-1].endswith("takes 3 trains: 0.75 days of the whole line.")


def test_a_road_in_vehicles_and_road_space_of_the_largest_unit() -> None:
    road = Capacities(rail_plan()).on("road")
    assert (road.per_day, road.unit) == (400.0, "vehicles/day")
    assert road.notes[1].endswith("130 vehicles / 400 vehicles/day = 0.325 days.")
    assert "130 vehicles / 10 vehicles/km = 13 km of road" in road.notes[2]
    assert "formula pass-time length_km=13 speed_km_per_h=" in road.notes[2]


def test_what_does_not_pass_is_named() -> None:
    heavy = unit(wagons=90, heaviest_mlc=80, axle_load_t=22)
    capacities = Capacities(rail_plan(capabilities=[heavy]))
    told = "1 of 1 kinds of unit offered as cargo does not pass: inf"
    assert named(capacities.on("road"), "mlc")[0].working == told
    assert named(capacities.on("ab"), "axle_load_t")[0].working == told


def test_a_timetable_shares_a_link_over_the_days() -> None:
    ferry = link("ferry", "a", "z", "sea", capacity_per_day=700, every_days=7, first_day=2)
    found = Capacities(plan_of(links=[ferry])).on("ferry")
    assert (found.per_day, found.unit) == (100.0, "lane m/day")
    assert named(found, "every_days")[0].working == "departs on C+2, then every 7 days"


def test_passages_and_outages_are_told() -> None:
    plan = rail_plan(
        passages=[{"id": "no", "through": "XAA", "allowed": False, "mode": "rail"}],
        outages=[
            {"id": "works", "link": "road", "kind": "planned", "from_day": 3, "until_day": 9}
            | {"open_share": 0.4}
        ],
    )
    capacities = Capacities(plan)
    assert capacities.on("ab").per_day == 0
    assert of_kind(plan, "b", CapacityKind.STATION).per_day == 0
    road = capacities.on("road")
    assert road.per_day == 400
    assert named(road, "outages:works.open_share")[0].value == 0.4


def test_what_has_no_limit_gives_none() -> None:
    plan = plan_of(links=[link("az", "a", "z")])
    assert Capacities(plan).at("a") == ()
    assert [item.per_day for item in Capacities(plan).all()] == [None]


@pytest.mark.parametrize("state", ["ready", "limited"])
def test_values_are_those_that_the_schedule_works_with(state: str) -> None:
    """Ship, fly, rail and drive units, and compare with the limits in the schedule's result."""
    way = {"state": state, "trains_per_day": 6, "wagons_per_day": 90}
    plan = plan_of(
        capabilities=[unit(tonnes=800, lane_m=400, wagons=40, vehicles=100, by_air=True)],
        locations=[
            place("a", kind="port", **PORT, **way),
            place("p", kind="port", **PORT, **way),
            place("z", **way),
            place("f", kind="airfield", **APRON, state=state),
            place("y", kind="airfield", **APRON, state=state),
        ],
        links=[
            link("sea", "a", "p", "sea", capacity_per_day=3000),
            link("rail", "p", "z", "rail", capacity_per_day=4),
            link("road", "p", "z", "road", capacity_per_day=50),
            link("air", "f", "y", "air", capacity_per_day=9),
        ],
        sectors=[
            {"id": "s", "name": "S", "location": "z"},
            {"id": "s2", "name": "S2", "location": "y"},
        ],
        requirements=[line(), line("r2", "s2")],
        offers=[offer(), offer("o2", origin="f")],
        lifts=[SHIP | {"home": "a"}, C17],
    )
    tours = [tour("t1"), tour("t2", requirement="r2", offer="o2")]
    used = deploy(plan, *tours).use_days
    assert force_of(plan, *tours).assignments
    shown = {
        (None if part.binding.startswith("links:") else capacity.id,
         capacity.id if part.binding.startswith("links:") else None, part.name): part.value
        for capacity in Capacities(plan).all()
        for part in capacity.parts
    }  # fmt: skip
    compared = {
        row.limit: (shown[row.location, row.link, row.limit], row.capacity)
        for row in used
        if not row.limit.startswith("lifts:") and row.capacity is not None
    }
    assert {"berths", "handling_lane_m_per_day", "staging_t_per_day", "mog"} <= set(compared)
    assert {"capacity_per_day", "trains_per_day"} <= set(compared)
    for name, (value, capacity) in compared.items():
        assert value == capacity, name


def most_loads_a_day(plan: Plan) -> tuple[int, int]:
    """Return the loads of the plan's only tour, and the most that depart on one day."""
    legs = deploy(plan, tour()).legs
    days = [leg.depart_day for leg in legs]
    return len(days), max(days.count(day) for day in days)


def test_a_schedule_flies_just_the_whole_sorties_of_an_apron() -> None:
    plan = plan_of(
        capabilities=[unit(tonnes=800, vehicles=2400, by_air=True)],
        locations=[place("a", kind="airfield", **APRON), place("z", kind="airfield")],
        links=[link("air", "a", "z", "air")],
    )
    loads, most = most_loads_a_day(plan)
    sorties_a_load = math.ceil(800 / loads / 20)
    airfield = of_kind(plan, "a", CapacityKind.AIRFIELD)
    assert airfield.per_day == pytest.approx(36.2667 * 20, rel=1e-4)
    assert most * sorties_a_load == 36 < loads * sorties_a_load


@pytest.mark.parametrize(
    ("limits", "tonnes"),
    [
        ({"berths": 2}, 4000),
        ({"handling_t_per_day": 3000}, 3000),
        ({"handling_lane_m_per_day": 1000}, 2000),
        (PORT | {"staging_t_per_day": None}, 3000),
    ],
)
def test_a_schedule_ships_what_the_weakest_limit_of_a_port_gives(limits, tonnes) -> None:
    plan = plan_of(
        capabilities=[unit(tonnes=16_000, lane_m=8000)],
        locations=[place("a", kind="port", **limits), place("z", kind="port")],
        links=[link("sea", "a", "z", "sea")],
        lifts=[SHIP | {"home": "a", "quantity": 40}],
    )
    loads, most = most_loads_a_day(plan)
    assert of_kind(plan, "a", CapacityKind.PORT).per_day == tonnes
    assert most * 16_000 / loads == tonnes < 16_000
