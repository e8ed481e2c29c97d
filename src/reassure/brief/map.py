"""The map: the network, what moves on it, and where it waits."""

import json
from importlib.resources import files
from statistics import median

import numpy as np
from shapely import box, segmentize
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from reassure.brief.bottlenecks import Bottleneck
from reassure.brief.draw import Figure
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
from reassure.brief.projection import Frame, frame_of
from reassure.brief.svg import path_of, picture
from reassure.model.choices import Mode
from reassure.model.plan import Plan

WIDTH = 930
HEIGHTS = (400, 640)
MAP = "map"
"""Name of the large map: other pictures use its land and ways, drawn once on a page."""

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


def map_figure(
    plan: Plan,
    moved: list[Flow],
    held: list[Bottleneck],
    frame: Frame,
    *,
    name: str,
    title: str,
    sentence: str,
) -> Figure:
    """Return land, ways, flows in the width of what moves, bottlenecks and names.

    Parameters
    ----------
    moved
        What moves, most first.
    frame
        The window.
    name, title, sentence
        As for every figure; the land has the id ``name-land``, and the course of a way
        ``name-way-`` with the number of its link.
    """
    at = pixels(plan, frame)
    sectors = {row.location for row in plan.sectors if row.location in at}
    marks = bottleneck_marks(plan, frame, held, at)
    body = "".join(
        (
            _land(frame, name),
            _ways(plan, frame, moved, name),
            place_marks(plan, moved, at, sectors, frame),
            numbered(marks),
            place_names(placed_names(plan, frame, moved, at, sectors, marks)),
            corner_scales(frame, moved[0].tonnes if moved else 0.0),
        )
    )
    svg = picture(body, name, title=title, sentence=sentence, size=(frame.width, frame.height))
    return Figure(name, title, sentence, svg, frame.width, centre=centre_of(plan, frame))


def link_numbers(plan: Plan) -> dict[str, int]:
    """Return the number by which pictures call each link."""
    return {row.id: i for i, row in enumerate(plan.links)}


def pixels(plan: Plan, frame: Frame) -> Pixels:
    """Return where every place of a plan stands in a window [px]."""
    rows = list(plan.locations)
    points = frame.xy(np.array([row.lat for row in rows]), np.array([row.lon for row in rows]))
    return {row.id: (float(x), float(y)) for row, (x, y) in zip(rows, points, strict=True)}


def centre_of(plan: Plan, frame: Frame) -> float:
    """Return where across the map most sectors lie, as a share of its width."""
    at = pixels(plan, frame)
    seen = [at[row.location][0] for row in plan.sectors if row.location in at]
    inside = [x for x in seen if 0 <= x <= frame.width]
    return round(median(inside) / frame.width, 3) if inside else 0.5


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


def _land(frame: Frame, name: str) -> str:
    states, disputed = ("".join(path_of(cut) for cut in kind) for kind in land_shapes(frame))
    # What lies beyond the base map stays blank: it would look like sea.
    south, north, west, east = _BASEMAP_BOX
    known = frame.project(segmentize(box(west, south, east, north), 1.0))
    return (
        f'<g id="{name}-land"><path d="{path_of(known)}" fill="var(--water)"/>'
        f'<path d="{states}" fill="var(--land)" stroke="var(--border)" stroke-width="0.7"/>'
        f'<path d="{disputed}" fill="none" stroke="var(--muted)" stroke-dasharray="2 2"/></g>'
    )


def _ways(plan: Plan, frame: Frame, moved: list[Flow], name: str) -> str:
    used = {flow.link for flow in moved}
    quiet = "".join(
        path_of(line_of(plan, frame, row.id))
        for row in plan.links
        if row.id not in used and row.mode is not Mode.AIR
    )
    most = moved[0].tonnes if moved else 0.0
    number = link_numbers(plan)
    lines, uses = [], []
    # What carries most lies on top.
    for flow in reversed(moved):
        line = path_of(line_of(plan, frame, flow.link))
        if line:
            way, dash = f"{name}-way-{number[flow.link]}", DASHES.get(flow.mode)
            dashed = f' stroke-dasharray="{dash[0]} {dash[1]}"' if dash else ""
            faint = f' stroke-opacity="{_AIR_OPACITY:g}"' if flow.mode is Mode.AIR else ""
            width = _thickness(flow.tonnes, most)
            lines.append(f'<path id="{way}" d="{line}"{dashed}/>')
            uses.append(f'<use href="#{way}" stroke-width="{width:g}"{faint}/>')
    return (
        f"<defs>{''.join(lines)}</defs>"
        f'<g fill="none"><path d="{quiet}" stroke="var(--lane)" stroke-width="0.6"/>'
        f'<g stroke="var(--flow)" stroke-opacity="{_OPACITY:g}">{"".join(uses)}</g></g>'
    )


def _thickness(tonnes: float, most: float) -> float:
    return max(_LEAST_PX, round(WIDEST_PX * tonnes / most, 1)) if most else _LEAST_PX
