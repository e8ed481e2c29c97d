"""Distances on the ellipsoid and courses for maps."""

from collections.abc import Sequence

import shapely
from pyproj import Geod

GEOD = Geod(ellps="WGS84")

Point = tuple[float, float]
"""(lon, lat) in degrees, the order of GeoJSON."""

MAX_WAYPOINTS = 24

TOLERANCES_DEG = tuple(0.01 * 1.3**step for step in range(16))
"""Tried from the finest (about 1 km) until a course has few enough waypoints."""


def measure_km(a: Point, b: Point) -> float:
    """Great-circle (geodesic) distance between two points [km]."""
    return GEOD.inv(a[0], a[1], b[0], b[1])[2] / 1000


def measure_line_km(points: Sequence[Point]) -> float:
    """Geodesic length of a polyline [km]."""
    lon, lat = zip(*points, strict=True)
    return GEOD.line_length(lon, lat) / 1000


def join_lines(lines: Sequence[Sequence[Point]]) -> list[Point]:
    """One polyline of several that follow each other, without the doubled joints."""
    points: list[Point] = []
    for line in lines:
        points.extend(line[1:] if points and points[-1] == line[0] else line)
    return points


def simplify_course(points: Sequence[Point], *, avoid: shapely.Geometry | None = None) -> list[str]:
    """Waypoints of a course, at most `MAX_WAYPOINTS` where that keeps clear of ``avoid``.

    Parameters
    ----------
    points
        The course from end to end, (lon, lat).
    avoid
        Land that the drawn line must not touch unless the full course does so too; prepared.

    Returns
    -------
    list of str
        ``lat:lon`` pairs of three decimals, without the two ends; empty for a straight course.
    """
    line = shapely.LineString(points)
    if avoid is not None and avoid.intersects(line):
        avoid = None
    simple = line
    for tolerance in TOLERANCES_DEG:
        coarser = shapely.simplify(line, tolerance, preserve_topology=False)
        if avoid is not None and avoid.intersects(coarser):
            break
        simple = coarser
        if shapely.get_num_coordinates(simple) <= MAX_WAYPOINTS + 2:
            break
    return [f"{lat:.3f}:{lon:.3f}" for lon, lat in shapely.get_coordinates(simple)[1:-1]]
