"""Cases solved by hand; the sums stand beside each."""

import pytest

from reassure.model.choices import MoveMethod
from tests.unit.engines.deploy.checker import faults_of
from tests.unit.engines.deploy.moves import (
    bindings_of,
    days_of,
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

TWO_TRAINS = unit(wagons=60, vehicles=0, tonnes=600)


def rail(**more):
    return link("az", "a", "z", "rail", 2, **more)


def test_one_bottleneck_passes_one_train_a_day():
    # Two units of two trains over one path a day: trains leave on days 0 to 3 and take 2 days.
    plan = plan_of(
        capabilities=[TWO_TRAINS], links=[rail(capacity_per_day=1, capacity_unit="trains")]
    )
    result = deploy(plan, tour("t1"), tour("t2"))
    assert days_of(result) == {"t1": 3, "t2": 5}
    assert bindings_of(result)["t2"] == "links:az.capacity_per_day"
    assert [(leg.load, leg.depart_day, leg.arrive_day) for leg in result.legs] == [
        ("t1.1", 0, 2),
        ("t1.2", 1, 3),
        ("t2.1", 2, 4),
        ("t2.2", 3, 5),
    ]
    assert [(row.day, row.used, row.queue) for row in result.use_days] == [
        (0, 1.0, 3.0),
        (1, 1.0, 2.0),
        (2, 1.0, 1.0),
        (3, 1.0, 0.0),
    ]
    # Four trains one a day and two days on the way: no schedule closes before day 5.
    assert result.closure_day == result.closure_bound == 5
    # Days late of the units are 2.5 and 4.5, a hundredth of that is earliness.
    assert result.provenance.objective == pytest.approx(7.07)
    assert result.provenance.status == "optimal"


def test_weight_goes_first_among_equal_dates():
    plan = plan_of(
        capabilities=[TWO_TRAINS],
        links=[rail(capacity_per_day=1, capacity_unit="trains")],
        requirements=[line("r"), line("heavy", weight=5)],
    )
    result = deploy(plan, tour("t1"), tour("t2", requirement="heavy"))
    assert days_of(result) == {"t1": 5, "t2": 3}


def test_a_list_goes_by_wanted_day_and_the_search_by_what_it_costs():
    plan = plan_of(
        capabilities=[TWO_TRAINS],
        links=[rail(capacity_per_day=1, capacity_unit="trains")],
        requirements=[line("r"), line("later", weight=5, from_day=3)],
    )
    tours = (tour("t1"), tour("t2", requirement="later", from_day=3))
    listed = deploy(plan, *tours, method=MoveMethod.LIST)
    assert days_of(listed) == {"t1": 3, "t2": 5}
    # 2.5 + 5 x 1.5 days late; the other way round it is 4.5 + 0.
    assert listed.provenance.objective == pytest.approx(10.0 + 0.025 + 5 * 0.045)
    best = deploy(plan, *tours)
    assert days_of(best) == {"t1": 5, "t2": 3}
    assert best.provenance.objective == pytest.approx(4.5 + 0.045 + 5 * 0.025)
    assert (best.provenance.status, best.method) == ("optimal", MoveMethod.SEARCH)


def test_the_least_lateness_is_not_the_first_closure():
    # A slow unit that waits behind a fast one closes on day 12; the other way round it is 11.
    plan = plan_of(
        capabilities=[unit(wagons=30)],
        locations=[place("a"), place("m"), place("y"), place("z")],
        links=[
            link("am", "a", "m", "rail", 1, capacity_per_day=1, capacity_unit="trains"),
            link("my", "m", "y", "rail", 1),
            link("mz", "m", "z", "rail", 10),
        ],
        sectors=[
            {"id": "s", "name": "S", "location": "z"},
            {"id": "near", "name": "N", "location": "y"},
        ],
        requirements=[line("near", "near", weight=5), line("r")],
    )
    tours = (tour("t1", requirement="near"), tour("t2"))
    result = deploy(plan, *tours)
    assert days_of(result) == {"t1": 2, "t2": 12}
    # 11 alone on the network; two trains through one path end on day 1 at the earliest, and the
    # nearer place is one day further: the bound stays at 11.
    assert (result.closure_day, result.closure_bound) == (12, 11)


def test_hours_add_up_within_a_mode_and_round_up_where_it_changes():
    # Road 18 h + 18 h: two days; rail 10 h: a third.
    plan = plan_of(
        locations=[place("a"), place("m"), place("n"), place("z")],
        links=[
            link("am", "a", "m", "road", 0.75),
            link("mn", "m", "n", "road", 0.75),
            link("nz", "n", "z", "rail", 10 / 24),
        ],
    )
    result = deploy(plan)
    assert days_of(result) == {"t1": 3}
    legs = {leg.link: (leg.depart_day, leg.arrive_day) for leg in result.legs}
    assert legs == {"am": (0, 0), "mn": (0, 2), "nz": (2, 3)}


def test_legs_stand_in_the_order_of_travel_within_a_day_too():
    # The links of one day are named against the order of travel.
    plan = plan_of(
        locations=[place("a"), place("m"), place("n"), place("z")],
        links=[
            link("r3", "a", "m", "road", 0.2),
            link("r2", "m", "n", "road", 0.2),
            link("r1", "n", "z", "road", 0.2),
        ],
        capabilities=[unit(vehicles=90)],
    )
    legs = list(deploy(plan).legs)
    assert [(leg.leg, leg.link) for leg in legs] == [(1, "r3"), (2, "r2"), (3, "r1")] * 2
    assert {leg.depart_day for leg in legs} == {0}


def test_a_unit_leaves_in_time_but_not_months_before():
    # Wanted on day 60, two days on the way, 14 days of margin: it loads on day 44.
    plan = plan_of(links=[rail()], requirements=[line(from_day=60)])
    result = deploy(plan, tour(from_day=60))
    assert days_of(result) == {"t1": 46}
    assert bindings_of(result) == {"t1": None}


def test_notice_and_first_day_hold_a_unit_back():
    notice = plan_of(links=[rail()], offers=[offer(notice_days=20.5, from_day=10)])
    assert days_of(deploy(notice)) == {"t1": 23}
    assert bindings_of(deploy(notice)) == {"t1": "offers:o.notice_days"}
    first = plan_of(links=[rail()], offers=[offer(notice_days=5, from_day=10)])
    assert days_of(deploy(first)) == {"t1": 12}
    assert bindings_of(deploy(first)) == {"t1": "offers:o.from_day"}


def test_a_permission_holds_a_unit_at_the_border():
    tables = {
        "locations": [place("a"), place("m"), place("z", "XBB")],
        "links": [link("am", "a", "m", "road", 1), link("mz", "m", "z", "road", 1)],
        "clearances": [
            {"id": "any", "through": "XBB", "cargo": "any", "lead_days": 5},
            {"id": "heavy", "through": "XBB", "cargo": "heavy", "lead_days": 21},
        ],
    }
    light = deploy(plan_of(**tables))
    assert days_of(light) == {"t1": 5}
    assert bindings_of(light) == {"t1": "clearances:any.lead_days"}
    heavy = deploy(plan_of(**tables, capabilities=[unit(heaviest_mlc=70)]))
    assert days_of(heavy) == {"t1": 21}
    own = deploy(plan_of(**tables, offers=[offer(nation="XBB")]))
    assert days_of(own) == {"t1": 2}


def test_gauge_break_works_so_many_wagons_a_day():
    # Two trains; 30 wagons change a day: the second changes on day 2 and arrives on day 3.
    plan = plan_of(
        capabilities=[TWO_TRAINS],
        locations=[place("a"), place("m"), place("z")],
        links=[
            link("am", "a", "m", "rail", 1, gauge_mm=1435),
            link("mz", "m", "z", "rail", 1, gauge_mm=1520),
        ],
        gauge_breaks=[
            {
                "id": "g",
                "location": "m",
                "from_gauge_mm": 1435,
                "to_gauge_mm": 1520,
                "method": "transshipment",
                "wagons_per_day": 30,
            }
        ],
        requirements=[line(from_day=2)],
    )
    result = deploy(plan, tour(from_day=2))
    assert days_of(result) == {"t1": 3}
    assert bindings_of(result) == {"t1": "gauge_breaks:g.wagons_per_day"}
    use = [(r.location, r.limit, r.day, r.used) for r in result.use_days]
    assert use == [
        ("m", "gauge_breaks:g.wagons_per_day", 1, 30.0),
        ("m", "gauge_breaks:g.wagons_per_day", 2, 30.0),
    ]
    assert faults_of(plan, force_of(plan, tour(from_day=2)), result) == []


def test_a_small_limit_cuts_loads_finer():
    # 20 wagons change a day: 60 wagons make three loads, the last on day 3, there on day 4.
    plan = plan_of(
        capabilities=[TWO_TRAINS],
        locations=[place("a"), place("m", wagons_per_day=20), place("z")],
        links=[link("am", "a", "m", "rail", 1), link("mz", "m", "z", "road", 1)],
    )
    result = deploy(plan)
    assert len(result.loads) == 3
    assert days_of(result) == {"t1": 4}


def sea_plan(**ship):
    lift = {
        "id": "ship",
        "nation": "XAA",
        "mode": "sea",
        "name": "Ro-ro ship",
        "quantity": 1,
        "lane_m": 1000,
        "speed_km_per_h": 25,
        "home": "p",
        "from_day": 0,
        "until_day": 999,
    }
    return plan_of(
        capabilities=[unit(lane_m=2000, tonnes=800)],
        locations=[
            place("p", kind="port", roro=True, draught_m=9),
            place("z", kind="port", roro=True, draught_m=9),
        ],
        offers=[offer(origin="p")],
        links=[
            {
                "id": "pz",
                "from_location": "p",
                "to_location": "z",
                "mode": "sea",
                "distance_km": 1200,
            }
        ],
        lifts=[lift | ship],
    )


def test_a_ship_comes_back_before_it_takes_more():
    # 1,200 km at 25 km/h are 2 days; out, back and 2 days in port are 6. Two parcels of 500 m
    # fill the ship on day 0, the other two sail on day 6 and arrive on day 8.
    plan = sea_plan()
    result = deploy(plan)
    assert [(leg.depart_day, leg.arrive_day, leg.lift) for leg in result.legs] == [
        (0, 2, "ship"),
        (0, 2, "ship"),
        (6, 8, "ship"),
        (6, 8, "ship"),
    ]
    assert bindings_of(result) == {"t1": "lifts:ship.quantity"}
    assert result.closure_bound == 8


def test_two_ships_sail_at_once():
    assert days_of(deploy(sea_plan(quantity=2))) == {"t1": 2}


def test_a_ship_that_is_too_deep_names_the_port():
    result = deploy(sea_plan(draught_m=10))
    assert days_of(result) == {"t1": None}
    assert bindings_of(result) == {"t1": "locations:p.draught_m"}


def test_aircraft_fill_the_apron():
    # 20 t a sortie, 2.25 h on the ground of 10.2 usable ones: one slot works 4.53 sorties a
    # day. 160 t are one load of 8 sorties, 1.76 slots: with two slots it flies at once, with
    # one it is cut in two loads of 4 sorties that leave on days 0 and 1.
    def plan(mog):
        field = {"kind": "airfield", "ground_time_h": 2.25, "operating_h_per_day": 12}
        return plan_of(
            capabilities=[unit(tonnes=160, by_air=True)],
            locations=[place("a", **field), place("z", **field, mog=mog)],
            links=[link("az", "a", "z", "air", 0.1)],
        )

    assert days_of(deploy(plan(2))) == {"t1": 1}
    tight = deploy(plan(1))
    assert days_of(tight) == {"t1": 2}
    assert bindings_of(tight) == {"t1": "locations:z.mog"}


def test_sailing_days_and_outages():
    weekly = plan_of(
        links=[link("az", "a", "z", "sea", 2, every_days=7, first_day=3)],
        offers=[offer(from_day=4)],
    )
    result = deploy(weekly)
    assert days_of(result) == {"t1": 12}
    assert bindings_of(result) == {"t1": "links:az.every_days"}
    out = {"id": "storm", "link": "az", "kind": "planned", "from_day": 0, "until_day": 6}
    closed = deploy(plan_of(links=[link("az", "a", "z", "road", 2)], outages=[out]))
    assert days_of(closed) == {"t1": 8}
    assert bindings_of(closed) == {"t1": "outages:storm.open_share"}


def test_ships_take_berths_for_their_whole_tour():
    # 2,016 km at 28 km/h: 3 days. One berth, two frigates: the second waits until the first
    # one's tour ends on day 30.
    plan = plan_of(
        capabilities=[unit("frigate", domain="sea", moves="self", speed_km_per_h=28)],
        locations=[place("a", kind="port"), place("z", kind="naval_base", berths=1)],
        links=[{**link("az", "a", "z", "sea"), "distance_km": 2016, "transit_days": None}],
        offers=[offer(capability="frigate")],
    )
    result = deploy(plan, tour("t1", until_day=30), tour("t2", until_day=60))
    assert days_of(result) == {"t1": 3, "t2": 30}
    assert bindings_of(result)["t2"] == "locations:z.berths"
    berths = {row.day: (row.used, row.queue) for row in result.use_days}
    assert berths[3] == (1.0, 1.0)
    assert berths[59] == (1.0, 0.0)
    assert len(result.loads) == 0


def test_aircraft_fly_the_great_circle():
    # 90 degrees on the equator are 10,007.5 km: at 800 km/h 12.5 hours, one day.
    plan = plan_of(
        capabilities=[unit("jets", domain="air", moves="self", speed_km_per_h=800)],
        locations=[place("a"), {**place("z", parking=1), "lon": 90}],
        offers=[offer(capability="jets")],
    )
    assert days_of(deploy(plan)) == {"t1": 1}


@pytest.mark.parametrize("vehicles", [0, 2])
def test_aircraft_without_a_number_take_one_place_and_it_is_said(vehicles: int):
    plan = plan_of(
        capabilities=[unit("wing", domain="air", moves="self", vehicles=vehicles)],
        locations=[place("a", kind="airfield"), place("z", kind="airfield", parking=3)],
        offers=[offer(capability="wing")],
    )
    result = deploy(plan)
    assert {row.used for row in result.use_days} == {max(1, vehicles)}
    said = [text for text in result.assumptions if text.startswith("A unit of wing states no")]
    assert len(said) == (vehicles == 0)


@pytest.mark.parametrize("payload_t", [None, 500])
def test_what_a_barge_of_unknown_payload_takes_is_said(payload_t: float | None):
    barges = {"id": "barges", "name": "Barges", "nation": "XAA", "mode": "waterway", "quantity": 1}
    barges |= {"home": "a", "speed_km_per_h": 10, "from_day": 0, "until_day": 999}
    plan = plan_of(
        capabilities=[unit(tonnes=500)],
        links=[link("az", "a", "z", "waterway", 0.5)],
        lifts=[barges | {"payload_t": payload_t}],
    )
    result = deploy(plan)
    assert days_of(result) == {"t1": 1}
    said = "A barge of unknown payload takes 1000 t." in result.assumptions
    assert said == (payload_t is None)


def test_deployed_units_are_there_and_neighbouring_tours_stay():
    plan = plan_of(links=[rail()], offers=[offer(state="deployed"), offer("later")])
    result = deploy(
        plan,
        tour("t1", unit="o.1", until_day=30),
        tour("t2", unit="o.1", from_day=30, until_day=60),
        tour("t3", unit="o.1", from_day=70),
        tour("t4", unit="later.1", offer="later"),
    )
    # Home on day 62 after its second tour, the unit is back on day 64, well before day 70.
    assert days_of(result) == {"t1": 0, "t2": 30, "t3": 64, "t4": 2}
    assert [(row.assignment, row.home_day) for row in result.returns] == [("t2", 62)]
    assert {(row.owner, row.purpose.value) for row in result.loads} == {
        ("t2", "return"),
        ("t3", "deployment"),
        ("t4", "deployment"),
    }


def test_location_in_state_limited_keeps_half():
    # 30 wagons a day become 15: two trains are cut in four loads, the last leaves on day 3.
    plan = plan_of(
        capabilities=[TWO_TRAINS],
        locations=[place("a", wagons_per_day=30, state="limited"), place("z")],
        links=[rail()],
    )
    result = deploy(plan)
    assert len(result.loads) == 4
    assert days_of(result) == {"t1": 5}
    assert {row.capacity for row in result.use_days} == {15.0}
