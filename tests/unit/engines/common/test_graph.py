from reassure.engines.common.graph import Passages, quickest_routes, transit_minutes
from reassure.model.choices import Mode
from reassure.model.network import Link
from reassure.model.plan import Plan, PlanMeta

META = PlanMeta(
    format=1, title="t", horizon_days=90, currency="USD", price_year=2025,
    label="UNCLASSIFIED", notional=True,
)  # fmt: skip


def place(name: str, nation: str = "XAA", **more) -> dict:
    return dict(id=name, name=name, kind="camp", nation=nation, lat=0, lon=0, **more)


def link(name: str, start: str, end: str, mode: str, distance_km: float, **more) -> dict:
    return dict(
        id=name, from_location=start, to_location=end, mode=mode, distance_km=distance_km, **more
    )


def plan_of(locations: list, links: list, **tables) -> Plan:
    return Plan.of(META, {"locations": locations, "links": links, **tables})


def test_one_mode_adds_hours_and_a_change_ends_the_day():
    # Road 10 h + 10 h is one day; then rail 10 h is a second one.
    plan = plan_of(
        [place("a"), place("b"), place("c"), place("d")],
        [
            link("r1", "a", "b", "road", 200, speed_km_per_h=20),
            link("r2", "b", "c", "road", 200, speed_km_per_h=20),
            link("t1", "c", "d", "rail", 250, speed_km_per_h=25),
        ],
    )
    routes = quickest_routes(plan, "a")
    assert routes["c"].transit_days == 1
    assert routes["d"].transit_days == 2
    assert routes["d"].links == ("r1", "r2", "t1")
    assert routes["d"].distance_km_by_mode == {Mode.ROAD: 400.0, Mode.RAIL: 250.0}
    assert routes["a"].transit_days == 0


def test_passage_that_is_refused_is_gone_round():
    plan = plan_of(
        [place("a"), place("b", "XBB"), place("c"), place("d")],
        [
            link("ab", "a", "b", "rail", 100),
            link("bd", "b", "d", "rail", 100),
            link("ac", "a", "c", "rail", 900),
            link("cd", "c", "d", "rail", 900),
        ],
        passages=[{"id": "p", "through": "XBB", "allowed": False, "mode": "rail"}],
    )
    route = quickest_routes(plan, "a").get("d")
    assert route is not None
    assert route.locations == ("a", "c", "d")
    assert Passages(plan).barring("b", Mode.RAIL) == "p"
    assert Passages(plan).barring("b", Mode.ROAD) is None


def test_gauge_changes_only_where_a_break_is_worked():
    locations = [place("a"), place("b"), place("c")]
    links = [
        link("w", "a", "b", "rail", 250, speed_km_per_h=25, gauge_mm=1435),
        link("e", "b", "c", "rail", 250, speed_km_per_h=25, gauge_mm=1520),
    ]
    assert quickest_routes(plan_of(locations, links), "a").get("c") is None
    gauge_break = {
        "id": "g", "location": "b", "from_gauge_mm": 1520, "to_gauge_mm": 1435,
        "method": "bogie_change", "wagons_per_day": 60,
    }  # fmt: skip
    route = quickest_routes(plan_of(locations, links, gauge_breaks=[gauge_break]), "a").get("c")
    assert route is not None
    assert route.transit_days == 2


def test_closed_and_zero_capacity_are_no_ways():
    links = [link("ab", "a", "b", "road", 10), link("bc", "b", "c", "road", 10)]
    shut = plan_of([place("a"), place("b", state="closed"), place("c")], links)
    assert quickest_routes(shut, "a").get("c") is None
    links[0]["capacity_per_day"] = 0
    none = plan_of([place("a"), place("b"), place("c")], links)
    assert quickest_routes(none, "a").get("b") is None


def test_one_way_links_and_stated_time():
    plan = plan_of(
        [place("a"), place("b")],
        [link("ab", "a", "b", "sea", 5900, transit_days=8.5, both_ways=False)],
    )
    there = quickest_routes(plan, "a", modes=[Mode.SEA]).get("b")
    assert there is not None
    assert there.transit_days == 9
    assert quickest_routes(plan, "b").get("a") is None


def test_time_rounds_up_to_minutes_but_not_on_noise():
    base = {"id": "x", "from_location": "a", "to_location": "b", "mode": "road", "distance_km": 0}
    assert transit_minutes(Link(**base, transit_days=0.1 + 0.2)) == 432
    assert transit_minutes(Link(**{**base, "distance_km": 10}, speed_km_per_h=7)) == 86
    # 56 km at the sea default of 28 km/h; a carrier of 14 km/h takes twice as long.
    sea = Link(**{**base, "mode": "sea", "distance_km": 56})
    assert transit_minutes(sea) == 120
    assert transit_minutes(sea, speed_km_per_h=14) == 240
