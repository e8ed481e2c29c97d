"""Rounds between base and station, worked by hand."""

import json
import math
from typing import Any

import pytest

from reassure.engines.generate import generate_forces
from reassure.model.force import Capability
from reassure.model.plan import Plan
from reassure.model.sphere import EARTH_RADIUS_KM, centroid_of, great_circle_km
from reassure.model.stations import cycle_of
from tests.unit.engines.generate.plans import capability, offer, station_plan, zone_around

DEGREE_KM = EARTH_RADIUS_KM * math.pi / 180
"""One degree of latitude: 111.195 km."""

FIGHTERS: dict[str, Any] = {
    "speed_km_per_h": 800,
    "range_km": 2200,
    "on_station_h": 2,
    "turnaround_h": 6,
}


def kind(**changes: Any) -> Capability:
    return Capability.model_validate(capability(**{**FIGHTERS, **changes}))


def box(south: float, north: float, west: float = 19.0, east: float = 21.0) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def stations(zone: bytes | None, *, offered: int = 1, **changes: Any) -> tuple[Plan, Any]:
    """Plan one station of a sector at 50 degrees north, and return plan and result."""
    plan = station_plan(
        zone,
        capabilities=[capability(**{**FIGHTERS, **changes})],
        offers=[offer(quantity=offered)],
    )
    return plan, generate_forces(plan)


def test_the_way_and_range_shorten_the_stay() -> None:
    # 400 km at 800 km/h: half an hour out. In the air for 2,200 / 800 = 2.75 h, less 2 x 0.5 h of
    # way: 1.75 h on station of the 2 h. A round: 1 + 1.75 + 6 = 8.75 h, so 1.75 / 8.75 = 0.2.
    cycle = cycle_of(kind(), 400.0)
    assert cycle is not None
    assert (cycle.transit_h, cycle.on_station_h, cycle.turnaround_h) == (0.5, 1.75, 6.0)
    assert cycle.share == pytest.approx(0.2)


def test_without_range_the_stay_is_whole() -> None:
    # 2 / (1 + 2 + 6).
    cycle = cycle_of(kind(range_km=None), 400.0)
    assert cycle is not None
    assert cycle.on_station_h == 2.0
    assert cycle.share == pytest.approx(2 / 9)


def test_range_binds_even_above_the_base() -> None:
    # 1,200 / 800 = 1.5 h in the air: 1.5 / (1.5 + 6).
    cycle = cycle_of(kind(range_km=1200), 0.0)
    assert cycle is not None
    assert cycle.share == pytest.approx(0.2)


@pytest.mark.parametrize("distance_km", [1100.0, 1100.1, 5000.0])
def test_where_range_only_leads_there_and_back_is_out_of_reach(distance_km: float) -> None:
    cycle = cycle_of(kind(), distance_km)
    assert cycle is not None
    assert not cycle.is_in_reach
    assert cycle.share == 0.0


@pytest.mark.parametrize(
    ("changes", "distance_km"), [({"speed_km_per_h": None}, 400.0), ({}, None)]
)
def test_without_speed_or_distance_the_way_takes_no_time(
    changes: dict[str, Any], distance_km: float | None
) -> None:
    cycle = cycle_of(kind(**changes), distance_km)
    assert cycle is not None
    assert (cycle.transit_h, cycle.on_station_h, cycle.share) == (0.0, 2.0, 0.25)


@pytest.mark.parametrize("empty", ["on_station_h", "turnaround_h"])
def test_without_its_times_no_round_is_known(empty: str) -> None:
    assert cycle_of(kind(**{empty: None}), 400.0) is None


def test_a_plan_shows_the_rounds_of_those_that_serve() -> None:
    # Two degrees north: 222.3902 km, 0.277988 h. In the air for 2.75 h: the stay is whole. A
    # round: 0.555976 + 2 + 6 = 8.555976 h, so 2 / 8.555976 = 0.233755.
    _, result = stations(zone_around(52.0), offered=4)
    (row,) = result.stations
    way_h = 2 * DEGREE_KM / 800
    assert (row.requirement, row.offer) == ("bn", "fra-inf")
    assert row.distance_km == pytest.approx(222.39, abs=0.01)
    assert row.transit_h == pytest.approx(way_h)
    assert (row.on_station_h, row.turnaround_h) == (2.0, 6.0)
    assert row.share_of_station == pytest.approx(0.233755, abs=1e-6)
    assert row.units_per_station == pytest.approx(4.277988, abs=1e-6)
    assert result.fill == pytest.approx(4 * row.share_of_station)
    assert {tour.effective_quantity for tour in result.assignments} == {row.share_of_station}
    said = "Units go from their sector's location to stations over the great circle"
    assert said in result.assumptions


def test_a_station_out_of_reach_is_a_shortfall_that_names_range() -> None:
    # Ten degrees: 1,112 km, and 2,200 km of range lead 1,100 km and back.
    _, result = stations(zone_around(60.0))
    assert len(result.assignments) == len(result.stations) == 0
    (short,) = result.shortfalls
    assert (short.reason.value, short.binding) == ("out_of_reach", "capabilities:inf.range_km")


def test_without_a_zone_stations_are_kept_at_the_base() -> None:
    _, result = stations(None)
    (row,) = result.stations
    # No way: 2 h on station of a round of 2 + 6 h, as range leaves 2.75 h.
    assert (row.distance_km, row.share_of_station) == (0.0, 0.25)


def test_a_zone_that_cannot_be_read_leaves_the_location_and_says_so() -> None:
    _, result = stations(b"{}")
    (row,) = result.stations
    assert row.distance_km == 0.0
    said = "Stations of east are kept at its location: zone z has no area"
    assert said in result.assumptions


def test_the_middle_of_several_areas_is_weighted_and_holes_are_left_out() -> None:
    small, large = polygon(box(0.0, 1.0)), polygon(box(4.0, 7.0))
    both = {"type": "GeometryCollection", "geometries": [small, large]}
    # Areas 1 to 3 with middles 0.5 and 5.5.
    assert centroid_of(json.dumps(both).encode()) == pytest.approx(((0.5 + 3 * 5.5) / 4, 20.0))
    # A box of 4 degrees with its northern quarter cut out, either way round: middle 1.5.
    hole = box(3.0, 4.0)
    for ring in (hole, hole[::-1]):
        text = json.dumps({"type": "MultiPolygon", "coordinates": [[box(0.0, 4.0), ring]]})
        assert centroid_of(text.encode()) == pytest.approx((1.5, 20.0))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"type": "Point", "coordinates": [1, 2]}',
        '{"type": "Feature", "geometry": null}',
        '{"type": "Polygon", "coordinates": [[[1, 2], [1, 2], [1, 2]]]}',
        '{"type": "Polygon", "coordinates": [[]]}',
        '{"type": "Polygon", "coordinates": [[["a", 2], [1, 2], [1, 3]]]}',
    ],
)
def test_a_text_without_an_area_has_no_middle(text: str) -> None:
    assert centroid_of(text.encode()) is None


def test_distances_are_those_of_the_sphere() -> None:
    assert great_circle_km((0.0, 0.0), (0.0, 90.0)) == pytest.approx(90 * DEGREE_KM)
    assert great_circle_km((-30.0, 170.0), (30.0, -10.0)) == pytest.approx(180 * DEGREE_KM)
    # Constanta to Golcuk naval base: cos(c) = sin a sin b + cos a cos b cos(dl).
    a, b, dl = math.radians(44.1667), math.radians(40.7333), math.radians(29.8167 - 28.65)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(dl)
    there = great_circle_km((44.1667, 28.65), (40.7333, 29.8167))
    assert there == pytest.approx(EARTH_RADIUS_KM * math.acos(cosine), rel=1e-6)
    assert there == pytest.approx(393.58, abs=0.01)
