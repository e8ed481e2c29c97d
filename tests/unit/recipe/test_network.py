"""The network of the shipped example against known distances and the rules that it promises."""

import heapq
from collections import defaultdict

import pytest
import shapely

from data.recipe.borders import CRIMEA_BOX, find_forbidden_land, read_states
from data.recipe.network import build_network
from data.recipe.places import CONTRIBUTORS, HOST, NO_PASSAGE, TRANSIT, read_places
from data.recipe.rail_network import find_usable_edges
from data.recipe.raw import (
    known_depth_m,
    known_yes_no,
    read_airfields,
    read_ports,
    read_sea_edges,
)
from data.recipe.sea import CLOSED_PASSAGES
from reassure.model.network import GaugeBreak, Link, Location, Passage

KIEL = {"kiel-canal-east", "kiel-canal-west"}
BLACK_SEA = {
    "port-constanta",
    "port-varna",
    "port-burgas",
    "port-odesa",
    "port-chornomorsk",
    "naval-mangalia",
    "naval-varna",
    "naval-burgas",
    "naval-constanta",
}


@pytest.fixture(scope="module")
def network():
    return build_network()


@pytest.fixture(scope="module")
def locations(network):
    return {row["id"]: row for row in network["locations"]}


def neighbours(network, modes, without=frozenset()):
    """Distances to the neighbours of each place, over links of some modes."""
    near = defaultdict(dict)
    for link in network["links"]:
        ends = (link["from_location"], link["to_location"])
        if link["mode"] in modes and without.isdisjoint(ends):
            for one, other in (ends, ends[::-1]):
                known = near[one].get(other, float("inf"))
                near[one][other] = min(known, link["distance_km"])
    return near


def distances(near, source):
    """Shortest distances from a place [km]."""
    best = {source: 0.0}
    heap = [(0.0, source)]
    while heap:
        so_far, place = heapq.heappop(heap)
        if so_far > best[place]:
            continue
        for other, length in near[place].items():
            if so_far + length < best.get(other, float("inf")):
                best[other] = so_far + length
                heapq.heappush(heap, (so_far + length, other))
    return best


@pytest.mark.parametrize(
    ("start", "end", "known_km"),
    [
        ("versailles", "depot-rzeszow", 1700),
        ("depot-lviv", "depot-kyiv", 570),
        ("border-chop", "depot-lviv", 270),
    ],
)
def test_known_rail_distances(network, start, end, known_km):
    assert distances(neighbours(network, {"rail"}), start)[end] == pytest.approx(known_km, rel=0.15)


@pytest.mark.parametrize(
    ("start", "end", "known_km"),
    [
        ("port-southampton", "port-constanta", 5900),
        ("port-southampton", "port-gdansk", 2000),
        ("port-marseille", "port-constanta", 2900),
    ],
)
def test_known_sea_distances_without_the_kiel_canal(network, start, end, known_km):
    near = neighbours(network, {"sea"}, without=KIEL)
    assert distances(near, start)[end] == pytest.approx(known_km, rel=0.15)


def test_the_kiel_canal_is_a_way_of_its_own_with_a_draught(network, locations):
    without = distances(neighbours(network, {"sea"}, without=KIEL), "port-southampton")
    through = distances(neighbours(network, {"sea"}), "port-southampton")
    assert through["port-gdansk"] < without["port-gdansk"] - 200
    assert {locations[place]["draught_m"] for place in KIEL} == {9.5}


def test_southampton_to_constanta_leads_through_gibraltar_and_the_straits(network):
    for gate in ("gate-gibraltar", "straits-dardanelles", "straits-bosporus"):
        near = neighbours(network, {"sea"}, without={gate})
        if gate == "gate-gibraltar":
            direct = distances(neighbours(network, {"sea"}), "port-southampton")["port-constanta"]
            detour = distances(near, "port-southampton").get("port-constanta", float("inf"))
            assert detour > direct
        else:
            assert "port-constanta" not in distances(near, "port-southampton")


@pytest.mark.parametrize("gate", ["straits-dardanelles", "straits-bosporus"])
def test_the_turkish_straits_cut_the_black_sea_off(network, gate):
    reached = set(distances(neighbours(network, {"sea"}, without={gate}), "port-marseille"))
    assert not reached & BLACK_SEA
    inside = set(distances(neighbours(network, {"sea"}, without={gate}), "port-odesa"))
    assert inside >= BLACK_SEA
    assert "port-marseille" not in inside


def test_the_straits_are_a_link_that_states_the_restriction(network):
    link = next(
        row for row in network["links"] if row["id"] == "sea.straits-bosporus.straits-dardanelles"
    )
    assert "Montreux" in link["note"]


def test_no_sea_route_uses_corinth_or_suez(network, locations):
    canals = [edge.line for edge in read_sea_edges() if edge.passage in CLOSED_PASSAGES - {"kiel"}]
    assert len(canals) == 2
    for link in network["links"]:
        if link["mode"] == "sea" and not link["note"].startswith("stated leg"):
            course = course_of(link, locations)
            for canal in canals:
                ends = shapely.points(shapely.get_coordinates(canal)[[0, -1]])
                assert shapely.distance(ends, course).max() > 0.02, link["id"]


def course_of(link, locations):
    ends = [locations[link["from_location"]], locations[link["to_location"]]]
    between = [tuple(map(float, pair.split(":")))[::-1] for pair in link["waypoints"]]
    points = [(ends[0]["lon"], ends[0]["lat"]), *between, (ends[1]["lon"], ends[1]["lat"])]
    return shapely.LineString(points)


def test_no_rail_edge_lies_in_russia_or_belarus():
    states = read_states()
    closed = shapely.union_all([states["RUS"][1], states["BLR"][1]])
    shapely.prepare(closed)
    usable = find_usable_edges()
    assert len(usable) > 5000
    for edge, state in usable:
        assert edge.country not in ("RU", "BY")
        assert state in {*CONTRIBUTORS, HOST, *TRANSIT}
        assert not shapely.intersects(closed, edge.line)
        assert not CRIMEA_BOX.contains(edge.line)


def test_no_drawn_rail_or_road_touches_a_state_without_passage(network, locations):
    closed = find_forbidden_land(tuple(sorted(NO_PASSAGE)))
    for link in network["links"]:
        course = course_of(link, locations)
        if link["mode"] in ("rail", "road") and course.bounds[0] > -12:
            assert not shapely.intersects(closed, course), link["id"]


def test_passages_grant_the_routes_and_nothing_to_russia_and_belarus(network):
    allowed = {row["through"]: row["allowed"] for row in network["passages"]}
    assert not allowed["RUS"]
    assert not allowed["BLR"]
    assert all(allowed[row["nation"]] for row in network["locations"])


def test_every_change_of_gauge_has_its_break(network):
    gauges = defaultdict(set)
    for link in network["links"]:
        if link["mode"] == "rail":
            for end in (link["from_location"], link["to_location"]):
                gauges[end].add(link["gauge_mm"])
    changes = {place: found for place, found in gauges.items() if len(found) > 1}
    breaks = defaultdict(set)
    for row in network["gauge_breaks"]:
        breaks[row["location"]].add((row["from_gauge_mm"], row["to_gauge_mm"]))
        assert row["wagons_per_day"] > 0
    assert set(changes) == set(breaks)
    for place, found in changes.items():
        low, high = sorted(found)
        assert breaks[place] == {(low, high), (high, low)}
    assert {gauge for found in gauges.values() for gauge in found} == {1435, 1520, 1524, 1600, 1668}


def test_every_location_is_reached_from_every_garrison(network, locations):
    near = neighbours(network, {"rail", "sea", "road", "air"})
    for row in locations.values():
        if row["kind"] == "garrison":
            assert set(distances(near, row["id"])) == set(locations), row["id"]


def test_each_contributor_has_garrison_airfield_and_way_out(locations):
    kinds = defaultdict(set)
    for row in locations.values():
        kinds[row["nation"]].add(row["kind"])
    for nation in CONTRIBUTORS:
        assert {"garrison", "airfield"} <= kinds[nation], nation
        if nation not in ("CZE", "LUX"):
            assert "port" in kinds[nation], nation


def test_what_the_port_index_does_not_know_is_never_a_value(locations):
    assert known_depth_m("0") is None
    assert known_depth_m("") is None
    assert known_depth_m("9.4") == 9.4
    assert [known_yes_no(cell) for cell in ("Yes", "No", "Unknown", " ")] == [
        True,
        False,
        None,
        None,
    ]
    for place in read_places():
        row = locations[place.id]
        assert row["draught_m"] is None or 1 < row["draught_m"] <= 25
        if place.ref_kind == "wpi":
            port = read_ports()[place.ref_key]
            assert row["roro"] == {"Yes": True, "No": False}.get(port["Facilities - Ro-Ro"].strip())
    assert locations["naval-haakonsvern"]["draught_m"] is None
    assert locations["port-halifax"]["roro"] is None


def test_home_and_theatre_airfields_have_long_real_runways(locations):
    for place in read_places():
        if place.ref_kind == "icao":
            row = locations[place.id]
            listed = float(read_airfields()[place.ref_key]["longest_hard_runway_m"])
            assert row["runway_m"] == round(listed)
            assert row["runway_m"] >= 2400


def test_links_are_complete_and_in_order(network, locations):
    ids = [row["id"] for row in network["links"]]
    assert ids == sorted(set(ids))
    pairs = [(row["mode"], row["from_location"], row["to_location"]) for row in network["links"]]
    assert len(pairs) == len(set(pairs))
    for link in network["links"]:
        assert link["from_location"] in locations
        assert link["to_location"] in locations
        assert link["distance_km"] >= 1
        assert (link["speed_km_per_h"] is None) != (link["transit_days"] is None)
        assert len(link["waypoints"]) <= 24
        assert "assumption" in link["note"]


@pytest.mark.parametrize(
    ("table", "record"),
    [
        ("locations", Location),
        ("links", Link),
        ("gauge_breaks", GaugeBreak),
        ("passages", Passage),
    ],
)
def test_rows_are_valid_records(network, table, record):
    for row in network[table]:
        assert record.model_validate(row).id == row["id"]


def test_the_same_raw_files_give_the_same_rows(network):
    assert build_network() == network
