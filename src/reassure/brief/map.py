"""The map: the network, what moves on it, and where it waits."""

import json
from importlib.resources import files
from typing import Any

import altair as alt
import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from reassure.brief.bottlenecks import Bottleneck
from reassure.brief.figures.common import Picture, values
from reassure.brief.flows import Flow, course
from reassure.brief.map_marks import (
    WIDEST_PX,
    Pixels,
    bottleneck_marks,
    corner_scales,
    line_of,
    numbered,
    place_marks,
    place_names,
    placed_names,
)
from reassure.brief.palette import tone
from reassure.brief.projection import Frame, as_feature, frame_of
from reassure.model.choices import Mode
from reassure.model.plan import Plan

WIDTH = 930
HEIGHTS = (400, 640)
_LEAST_PX = 1.0
_CLOSER = 0.6
_BASEMAP = "basemap.geojson"
_BASEMAP_BOX = (34.0, 72.0, -12.0, 45.0)
"""South, north, west and east edge of the base map [degrees]."""
_MOSTLY = 0.8
_OPACITY = 0.82
_AIR_OPACITY = 0.3
DASHES = {Mode.ROAD: [5, 3], Mode.AIR: [2, 3]}
"""Dashes of the lines of a mode; none: drawn through."""


def has_basemap() -> bool:
    """Whether the land and borders of the map ship with this package."""
    return files("reassure.brief").joinpath("assets", _BASEMAP).is_file()


def whole_frame(plan: Plan, moved: list[Flow]) -> Frame:
    """Return the window that holds all sectors and what moves, far homes left out."""
    points = [point for flow in moved for point in course(plan, flow.link)]
    busy = {row.location for row in plan.sectors}
    points += [(row.lat, row.lon) for row in plan.locations if row.id in busy or not moved]
    return _frame(_on_land_map(points))


def _on_land_map(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Drop what lies beyond the base map, where most is on it: far homes would shrink the rest."""
    south, north, west, east = _BASEMAP_BOX
    near = [(lat, lon) for lat, lon in points if south <= lat <= north and west <= lon <= east]
    return near if len(near) > _MOSTLY * len(points) else points


def near_frame(plan: Plan, moved: list[Flow], whole: Frame) -> Frame | None:
    """Return the window on the last legs, into the host nations; None where it shows no more."""
    hosts = {row.id for row in plan.nations if row.host}
    nations = {row.id: row.nation for row in plan.locations}
    busy = {row.location for row in plan.sectors if nations.get(row.location) in hosts}
    for flow in moved:
        row = plan.links[flow.link]
        ends = {row.from_location, row.to_location}
        if flow.mode in (Mode.RAIL, Mode.ROAD) and any(nations.get(end) in hosts for end in ends):
            busy |= ends
    points = [(row.lat, row.lon) for row in plan.locations if row.id in busy]
    if not points:
        return None
    frame = _frame(points)
    return frame if frame.metres_per_px < whole.metres_per_px * _CLOSER else None


def map_chart(plan: Plan, moved: list[Flow], held: list[Bottleneck], frame: Frame) -> Picture:
    """Return land, ways, flows in the width of what moves, bottlenecks and names."""
    at = pixels(plan, frame)
    layers = [*_land(frame), *_ways(plan, frame, moved)]
    sectors = {row.location for row in plan.sectors if row.location in at}
    layers += place_marks(plan, moved, at, sectors, frame)
    marks = bottleneck_marks(plan, frame, held, at)
    layers += numbered(marks)
    layers += place_names(placed_names(plan, frame, moved, at, sectors, marks))
    layers += corner_scales(frame, moved)
    return alt.layer(*layers).properties(width=frame.width, height=frame.height)


def pixels(plan: Plan, frame: Frame) -> Pixels:
    """Return where every place of a plan stands in a window [px]."""
    rows = list(plan.locations)
    points = frame.xy(np.array([row.lat for row in rows]), np.array([row.lon for row in rows]))
    return {row.id: (float(x), float(y)) for row, (x, y) in zip(rows, points, strict=True)}


def _frame(points: list[tuple[float, float]]) -> Frame:
    lat, lon = [point[0] for point in points], [point[1] for point in points]
    return frame_of(lat, lon, width=WIDTH, heights=HEIGHTS)


def land_shapes(frame: Frame) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """Return states and disputed lines as pixels, cut to a window; nothing without a base map."""
    states: list[BaseGeometry] = []
    disputed: list[BaseGeometry] = []
    if not has_basemap():
        return states, disputed
    text = files("reassure.brief").joinpath("assets", _BASEMAP).read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        cut = frame.project(shape(feature["geometry"]))
        if not cut.is_empty:
            (disputed if feature["properties"]["kind"] == "disputed" else states).append(cut)
    return states, disputed


def _land(frame: Frame) -> list[alt.Chart]:
    corners = shapely.box(0, 0, frame.width, frame.height)
    layers = [_shapes([as_feature(corners)], fill=tone("water"), strokeWidth=0)]
    states, disputed = ([as_feature(cut) for cut in kind] for kind in land_shapes(frame))
    if states:
        layers.append(_shapes(states, fill=tone("land"), stroke=tone("border"), strokeWidth=0.7))
    if disputed:
        layers.append(
            _shapes(disputed, filled=False, stroke=tone("muted"), strokeWidth=1, strokeDash=[2, 2])
        )
    return layers


def _shapes(features: list[dict[str, Any]], **look: Any) -> alt.Chart:
    return (
        alt.Chart(values(features))
        .mark_geoshape(clip=True, **look)
        .project(type="identity", scale=1, translate=[0, 0])
    )


def _ways(plan: Plan, frame: Frame, moved: list[Flow]) -> list[alt.Chart]:
    used = {flow.link for flow in moved}
    quiet = [
        as_feature(line)
        for row in plan.links
        if row.id not in used and row.mode is not Mode.AIR
        if (line := line_of(plan, frame, row.id)).length
    ]
    layers = []
    if quiet:
        layers.append(_shapes(quiet, filled=False, stroke=tone("lane"), strokeWidth=0.6))
    most = moved[0].tonnes if moved else 0.0
    for dash in ([1, 0], *DASHES.values()):
        busy = [
            as_feature(line, px=_thickness(flow.tonnes, most))
            for flow in reversed(moved)
            if DASHES.get(flow.mode, [1, 0]) == dash
            if (line := line_of(plan, frame, flow.link)).length
        ]
        if busy:
            opacity = _AIR_OPACITY if dash == DASHES[Mode.AIR] else _OPACITY
            look = {"filled": False, "stroke": tone("flow"), "opacity": opacity}
            layers.append(
                _shapes(busy, **look, strokeDash=dash, strokeCap="butt").encode(
                    strokeWidth=alt.StrokeWidth("px:Q", scale=None)
                )
            )
    return layers


def _thickness(tonnes: float, most: float) -> float:
    return max(_LEAST_PX, round(WIDEST_PX * tonnes / most, 2)) if most else _LEAST_PX
