"""Road links between neighbouring places: great circles, lengthened by a circuity factor."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import shapely

from data.recipe.borders import find_forbidden_land, read_disputes, read_states
from data.recipe.geo import GEOD
from data.recipe.locations import find_position
from data.recipe.places import CONTRIBUTORS, HOST, NO_PASSAGE, TRANSIT, Place, Role, read_places

CIRCUITY = 1.3
"""Road distance over great-circle distance: an assumption, usual for European main roads."""

LONGEST_KM = 450.0
"""Neighbours further apart than this (great circle) get no road link."""

LEAST_LAND_SHARE = 0.85
"""Share of the straight line that must lie on land of states that grant passage."""

WATERFRONT_DEG = 0.12
"""Ports stand on the edge of a generalised coast: so much of a line may be water anyway."""

STRAIT_DEG = 0.3
"""More water than this is a strait or a gulf, however long the line."""

FIXED_CROSSINGS = frozenset({("ankara", "corlu"), ("corlu", "naval-golcuk")})
"""Pairs joined by a bridge over the Bosporus, whatever share of the line is water."""

SPEED_KM_PER_H = 20
"""March at 40 km/h for twelve hours a day."""
VEHICLES_PER_DAY = 600
VEHICLES_PER_DAY_THEATRE = 400

MLC = 70
MLC_BY_STATE = {HOST: 60, "MDA": 50}
MAIN_ROAD = frozenset(
    {"base-kyiv", "depot-kyiv", "base-zhytomyr", "base-rivne", "depot-lviv", "base-lviv"}
    | {"border-medyka", "train-yavoriv"}
)
"""Places on the main road from the Polish border over Lviv and Rivne to Kyiv: bridges as in
the west (assumption)."""


def build_road_links() -> list[dict[str, Any]]:
    """Rows of ``links`` for the mode road.

    Two places are neighbours when the straight line between them is passable, and no third place
    lies nearer to both, passable to both, than they are to each other (relative neighbourhood
    graph; Toussaint 1980). So the links join all places that any chain of passable lines joins.
    """
    places = [p for p in read_places() if p.kind != "gateway" and p.role is not Role.FAR]
    rows = [
        _write_link(places[i], places[j], great_circle_km)
        for i, j, great_circle_km in find_neighbours(places)
    ]
    far = [place for place in read_places() if place.role is Role.FAR]
    garrisons = [place for place in far if place.kind == "garrison"]
    rows += [
        _write_link(one, other, _measure(one, other))
        for one in garrisons
        for other in far
        if other.nation == one.nation and other.kind != "garrison"
    ]
    return rows


def find_neighbours(places: Sequence[Place]) -> list[tuple[int, int, float]]:
    """Pairs (i, j) of neighbours in a row of places, with their great-circle distance [km]."""
    lon, lat = np.array([find_position(place) for place in places]).T
    one, other = np.triu_indices(len(places), 1)
    km = GEOD.inv(lon[one], lat[one], lon[other], lat[other])[2] / 1000
    distance = np.full((len(places), len(places)), np.inf)
    close = np.flatnonzero(km <= LONGEST_KM)
    for n in close:
        if is_passable(places[one[n]], places[other[n]]):
            distance[one[n], other[n]] = distance[other[n], one[n]] = km[n]
    return [
        (int(i), int(j), float(distance[i, j]))
        for i, j in zip(one[close], other[close], strict=True)
        if np.isfinite(distance[i, j])
        and not np.any(np.maximum(distance[i], distance[j]) < distance[i, j])
    ]


def _measure(a: Place, b: Place) -> float:
    return GEOD.inv(*find_position(a), *find_position(b))[2] / 1000


@cache
def _find_land() -> tuple[shapely.Geometry, shapely.Geometry]:
    granted = sorted({*CONTRIBUTORS, HOST, *TRANSIT} & set(read_states()))
    land = shapely.union_all([shapely.simplify(read_states()[c][1], 0.01) for c in granted])
    disputed = shapely.union_all([line for _, line in read_disputes()])
    shapely.prepare([land, disputed])
    return land, disputed


def is_passable(a: Place, b: Place) -> bool:
    """Whether a road between two places may follow about the straight line between them."""
    line = shapely.LineString([find_position(a), find_position(b)])
    land, disputed = _find_land()
    if find_forbidden_land(tuple(sorted(NO_PASSAGE))).intersects(line) or disputed.intersects(line):
        return False
    if (min(a.id, b.id), max(a.id, b.id)) in FIXED_CROSSINGS or land.contains(line):
        return True
    wet = line.length - shapely.intersection(line, land).length
    return wet <= max(min((1 - LEAST_LAND_SHARE) * line.length, STRAIT_DEG), WATERFRONT_DEG)


def _write_link(a: Place, b: Place, great_circle_km: float) -> dict[str, Any]:
    first, second = sorted((a.id, b.id))
    is_main = first in MAIN_ROAD and second in MAIN_ROAD
    in_theatre = {a.nation, b.nation} & set(MLC_BY_STATE)
    mlc = MLC if is_main else min(MLC_BY_STATE.get(p.nation, MLC) for p in (a, b))
    return {
        "id": f"road.{first}.{second}",
        "from_location": first,
        "to_location": second,
        "mode": "road",
        "distance_km": max(1, round(CIRCUITY * great_circle_km)),
        "speed_km_per_h": SPEED_KM_PER_H,
        "capacity_per_day": VEHICLES_PER_DAY_THEATRE if in_theatre else VEHICLES_PER_DAY,
        "capacity_unit": "vehicles",
        "mlc": mlc,
        "waypoints": [],
        "note": f"great circle x {CIRCUITY}; assumption: circuity, speed (40 km/h, 12 h a day), "
        "vehicles a day, bridge class",
    }
