"""Positions on the globe: distances, and the middle of an area."""

import json
import math
from functools import lru_cache
from itertools import pairwise
from typing import Any

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

Position = tuple[float, float]
"""Latitude and longitude [degrees]."""


def great_circle_km(one: Position, other: Position) -> float:
    """Return the distance of two positions on a sphere of mean radius 6,371.0088 km [km].

    Haversine formula (Sinnott, "Virtues of the haversine", Sky and Telescope 68, 1984).
    """
    lat, lat_other = math.radians(one[0]), math.radians(other[0])
    half = math.sin((lat_other - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat_other) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(maxsize=256)
def centroid_of(geojson: bytes) -> Position | None:
    """Return the middle of the polygons of a GeoJSON text, weighted by their areas.

    Areas are taken on the flat map of degrees: over an area of a few hundred kilometres the
    middle moves by a few kilometres at most. Polygons must not cross the date line.

    Parameters
    ----------
    geojson
        Geometry, feature or collection (RFC 7946).

    Returns
    -------
    tuple or None
        Latitude and longitude; None where the text holds no polygon with an area.
    """
    try:
        rings = [ring for polygon in _polygons(json.loads(geojson)) for ring in _signed(polygon)]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    area = sum(part for part, _, _ in rings)
    if not area > 0:
        return None
    lat = sum(moment for _, moment, _ in rings) / area
    lon = sum(moment for _, _, moment in rings) / area
    return (lat, lon) if math.isfinite(lat) and math.isfinite(lon) else None


def _polygons(part: dict[str, Any]) -> list[Any]:
    match part["type"]:
        case "FeatureCollection":
            return [item for feature in part["features"] for item in _polygons(feature)]
        case "Feature":
            return _polygons(part["geometry"]) if part["geometry"] else []
        case "GeometryCollection":
            return [item for geometry in part["geometries"] for item in _polygons(geometry)]
        case "Polygon":
            return [part["coordinates"]]
        case "MultiPolygon":
            return list(part["coordinates"])
        case _:
            return []


def _signed(polygon: list[Any]) -> list[tuple[float, float, float]]:
    """Return area, and area times latitude and longitude, of each ring; of holes below 0."""
    return [_moments(ring, sign=-1.0 if i else 1.0) for i, ring in enumerate(polygon)]


def _moments(ring: list[Any], *, sign: float) -> tuple[float, float, float]:
    # From the ring's first point: far from it the differences of products would lose digits.
    lon_0, lat_0 = float(ring[0][0]), float(ring[0][1])
    area = lat_sum = lon_sum = 0.0
    for one, other in pairwise([*ring, ring[0]]):
        x, y, x_next, y_next = one[0] - lon_0, one[1] - lat_0, other[0] - lon_0, other[1] - lat_0
        cross = x * y_next - x_next * y
        area += cross / 2
        lon_sum += (x + x_next) * cross / 6
        lat_sum += (y + y_next) * cross / 6
    sign = math.copysign(sign, area * sign)  # whichever way round the ring was drawn
    return (
        sign * area,
        sign * (lat_sum + lat_0 * area),
        sign * (lon_sum + lon_0 * area),
    )
