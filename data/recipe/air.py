"""Air links between airfields over great circles."""

from itertools import combinations
from typing import Any

from data.recipe.geo import measure_km, measure_line_km
from data.recipe.locations import find_position
from data.recipe.places import HOST, Place, Role, find_places

GATEWAYS = ("air-eprz", "air-lrck")
"""Airfields of debarkation that are reached from every home airfield."""

FIRST_IN_HOST = "air-ukll"
THEATRE_HOP_KM = 750.0
SPEED_KM_PER_H = 650
"""Block speed, unless the aircraft itself is slower."""

FAR_TRANSIT_DAYS = {"ISL": 1, "CAN": 2, "AUS": 4, "NZL": 5, "JPN": 3}
FAR_TURNS = {
    "ISL": (),
    "CAN": ((-22.6, 63.98),),
    "AUS": ((110.0, -10.0), (80.0, 6.0), (55.4, 25.0), (35.4, 37.0)),
    "NZL": ((152.7, -27.6), (110.0, -10.0), (80.0, 6.0), (55.4, 25.0), (35.4, 37.0)),
    "JPN": ((121.0, 21.0), (100.7, 13.7), (55.4, 25.0), (35.4, 37.0)),
}
"""Stated legs of the nations beyond the data: turning points (lon, lat), with stops on the way
counted in the transit days. They keep clear of Russia."""


def build_air_links() -> list[dict[str, Any]]:
    """Rows of ``links`` for the mode air."""
    fields = find_places(kind="airfield")
    theatre = [p for p in fields if p.role in (Role.POD, Role.POLICING)]
    rows: list[dict[str, Any]] = []
    for home in fields:
        if home.role not in (Role.HOME, Role.FAR):
            continue
        goals = [p for p in theatre if p.id in GATEWAYS]
        if home.role is Role.HOME:
            goals += [p for p in theatre if p.id == FIRST_IN_HOST]
        rows += [_write_link(home, goal) for goal in goals]
    for one, other in combinations(theatre, 2):
        # Both ends outside of the host: aircraft go there straight from home.
        if HOST in (one.nation, other.nation) or {one.id, other.id} & set(GATEWAYS):
            row = _write_link(one, other)
            if row["distance_km"] <= THEATRE_HOP_KM:
                rows.append(row)
    return rows


def _write_link(a: Place, b: Place) -> dict[str, Any]:
    one, other = sorted((a, b), key=lambda place: place.id)
    row: dict[str, Any] = {
        "id": f"air.{one.id}.{other.id}",
        "from_location": one.id,
        "to_location": other.id,
        "mode": "air",
        "distance_km": max(1, round(measure_km(find_position(one), find_position(other)))),
        "speed_km_per_h": SPEED_KM_PER_H,
        "waypoints": [],
        "note": "great circle; assumption: block speed",
    }
    if a.role is Role.FAR:
        turns = FAR_TURNS[a.nation]
        course = [find_position(a), *turns, find_position(b)]
        if one.id != a.id:
            course.reverse()
        row |= {
            "distance_km": round(measure_line_km(course)),
            "speed_km_per_h": None,
            "transit_days": FAR_TRANSIT_DAYS[a.nation],
            "waypoints": [f"{lat:.3f}:{lon:.3f}" for lon, lat in course[1:-1]],
            "note": "stated leg: great circles over the turning points given as waypoints; "
            "assumption: days with the stops on the way",
        }
    return row
