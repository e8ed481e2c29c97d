"""Resupply over the network: leads, limits, closures, and the force that goes first."""

import pytest

from reassure.engines.sustain import project_supply
from tests.unit.engines.sustain.plans import (
    EATS,
    FOOD,
    FUEL,
    by_day,
    place,
    plan_of,
    policy,
    results_of,
    road,
    site,
)

DAILY = policy("p", "depot", "camp", up_to_days_of_supply=4)
"""Orders every evening up to four days; without a lead of its own."""


def run(*, use_days=(), units: int = 1, **tables):
    tables = {"consumption": [EATS], "supply_policies": [DAILY]} | tables
    plan = plan_of(**tables)
    tours = [(6, 20)] * units
    return project_supply(plan, *results_of(plan, *tours, use_days=use_days))


def test_the_lead_is_the_quickest_way_in_whole_days():
    # 700 km at the road's 20 km/h are 35 hours, two days: what is ordered at the end of day 2,
    # when four days ahead lies day 6, comes on day 4; after that 1 t a day.
    supply = run(links=[road("r", "depot", "camp", 700)])
    assert by_day(supply, "on_hand_t")[:8] == pytest.approx([0, 0, 0, 0, 1, 2, 2, 2])
    assert any("lead of supply policies p is the quickest way" in s for s in supply.assumptions)


def test_a_short_way_takes_a_day():
    supply = run(links=[road("r", "depot", "camp", 5)])
    assert by_day(supply, "on_hand_t")[:8] == pytest.approx([0, 0, 0, 1, 2, 3, 3, 3])


def test_no_open_way_names_the_supplier():
    places = [place("camp"), place("border", nation="XBB"), place("depot")]
    links = [road("r1", "depot", "border"), road("r2", "border", "camp")]
    assert run(locations=places, links=links).first_short_day is None
    supply = run(
        locations=places,
        links=links,
        passages=[{"id": "no", "through": "XBB", "allowed": False, "mode": "road"}],
    )
    assert site(supply).first_short_day == 6
    assert site(supply).binding == "supply_policies:p.from_location"
    assert any("p never deliver" in sentence for sentence in supply.assumptions)


def test_a_narrow_road_is_named():
    supply = run(
        links=[road("r", "depot", "camp", capacity_per_day=0.05, capacity_unit="vehicles")]
    )
    # A twentieth of a truck is half a tonne a day, from the evening of day 2 on: by the start
    # of day d (d - 2) / 2 t have come and d - 5 t are needed by its end, too much from day 9.
    assert by_day(supply, "unmet_t")[6:11] == pytest.approx([0, 0, 0, 0.5, 0.5])
    assert site(supply).first_short_day == 9
    assert site(supply).binding == "links:r.capacity_per_day"
    assert any("10 t net for each of the vehicles" in s for s in supply.assumptions)


def test_the_force_goes_first():
    links = [road("r", "depot", "camp", capacity_per_day=1, capacity_unit="tonnes")]
    free = run(links=links)
    assert free.first_short_day is None
    use_days = [
        {"link": "r", "limit": "capacity_per_day", "day": day, "used": 1, "capacity": 1, "queue": 0}
        for day in range(9)
    ]
    supply = run(links=links, use_days=use_days)
    assert site(supply).first_short_day == 6
    assert by_day(supply, "unmet_t")[6:12] == pytest.approx([1, 1, 1, 1, 0, 0])
    assert site(supply).binding == "links:r.capacity_per_day"


@pytest.mark.parametrize(
    ("limits", "binding"),
    [
        ({"handling_t_per_day": 0.25}, "locations:depot.handling_t_per_day"),
        ({"staging_t_per_day": 0.25}, "locations:depot.staging_t_per_day"),
        ({"trains_per_day": 0.00025}, "locations:depot.trains_per_day"),
        ({"wagons_per_day": 0.00625}, "locations:depot.wagons_per_day"),
        ({"handling_t_per_day": 0.5, "state": "limited"}, "locations:depot.handling_t_per_day"),
    ],
)
def test_what_a_place_handles_is_named(limits, binding):
    supply = run(
        locations=[place("camp"), place("depot", **limits)],
        links=[road("r", "depot", "camp", mode="rail")],
    )
    # A quarter of a tonne a day, sent from day 2 on: 1 t by day 6, half a day's more by day 7.
    assert by_day(supply, "unmet_t")[6:9] == pytest.approx([0, 0.75, 0.75])
    assert site(supply).binding == binding


def test_a_place_that_is_passed_through_handles_nothing():
    supply = run(
        locations=[place("camp"), place("town", handling_t_per_day=0), place("depot")],
        links=[road("r1", "depot", "town"), road("r2", "town", "camp")],
    )
    assert supply.first_short_day is None


def test_a_break_of_gauge_is_named():
    supply = run(
        locations=[place("camp"), place("border"), place("depot")],
        links=[
            road("r1", "depot", "border", mode="rail", gauge_mm=1435),
            road("r2", "border", "camp", mode="rail", gauge_mm=1520),
        ],
        gauge_breaks=[
            {
                "id": "cranes",
                "location": "border",
                "from_gauge_mm": 1520,
                "to_gauge_mm": 1435,
                "method": "transshipment",
                "wagons_per_day": 0.01,
            },
        ],
    )
    assert site(supply).first_short_day is not None
    assert site(supply).binding == "gauge_breaks:cranes.wagons_per_day"


def test_an_outage_holds_convoys_until_the_road_opens():
    closed = {"id": "snow", "link": "r", "kind": "weather", "from_day": 5, "until_day": 9}
    supply = run(links=[road("r", "depot", "camp", 700)], outages=[closed])
    # One tonne each is sent on days 2, 3 and 4 and lasts through day 8; what is sent on days 5
    # to 8 leaves on day 9, when the road opens, and comes on day 11.
    assert by_day(supply, "on_hand_t")[4:12] == pytest.approx([1, 2, 2, 1, 0, 0, 0, 3])
    assert by_day(supply, "unmet_t")[8:12] == pytest.approx([0, 1, 1, 0])
    assert site(supply).first_short_day == 9


def test_half_a_road_carries_half():
    half = {
        "id": "works",
        "link": "r",
        "kind": "planned",
        "from_day": 0,
        "until_day": 20,
        "open_share": 0.5,
    }
    supply = run(
        links=[road("r", "depot", "camp", capacity_per_day=1, capacity_unit="tonnes")],
        outages=[half],
    )
    assert by_day(supply, "unmet_t")[6:12] == pytest.approx([0, 0, 0, 0.5, 0.5, 0.5])


def test_an_outage_by_chance_is_left_out_and_said():
    chance = {"id": "ice", "link": "r", "kind": "weather", "mean_up_days": 9, "mean_down_days": 2}
    supply = run(links=[road("r", "depot", "camp")], outages=[chance])
    assert supply.first_short_day is None
    assert any("Outages ice" in sentence for sentence in supply.assumptions)


def test_the_first_class_is_served_first():
    burns = {**EATS, "id": "burns", "supply_class": "fuel"}
    links = [road("r", "depot", "camp", capacity_per_day=1, capacity_unit="tonnes")]
    both = [DAILY, policy("q", "depot", "camp", supply_class="fuel", up_to_days_of_supply=4)]
    supply = run(consumption=[EATS, burns], links=links, supply_policies=both)
    assert site(supply).first_short_day is None
    fuel = site(supply, supply_class="fuel")
    assert fuel.first_short_day == 6
    assert fuel.binding == "links:r.capacity_per_day"
    turned = run(
        consumption=[EATS, burns],
        links=links,
        supply_policies=both,
        supply_classes=[{**FOOD, "priority": 2}, {**FUEL, "priority": 1}],
    )
    assert site(turned, supply_class="fuel").first_short_day is None
    assert site(turned).first_short_day == 6


def test_surface_before_air_and_air_where_nothing_else_leads():
    flight = road("f", "depot", "camp", 500, mode="air")
    both = run(links=[flight, road("r", "depot", "camp", 1000)])
    # 1,000 km by road are 50 hours: three days.
    assert by_day(both, "on_hand_t")[:7] == pytest.approx([0, 0, 0, 0, 0, 1, 1])
    alone = run(links=[flight])
    assert by_day(alone, "on_hand_t")[:7] == pytest.approx([0, 0, 0, 1, 2, 3, 3])
    assert any("p go by air" in sentence for sentence in alone.assumptions)
