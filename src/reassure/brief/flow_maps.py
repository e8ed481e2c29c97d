"""Flows on the map by time: one map that a reader moves through the weeks, and six for paper."""

import json
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from statistics import median

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray
from shapely import get_coordinates, get_parts
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from reassure.brief.flow_days import FlowDays
from reassure.brief.flows import Flow
from reassure.brief.map import DASHES, land_shapes, pixels
from reassure.brief.map_marks import WIDEST_PX, line_of, placed_names, scale_bars
from reassure.brief.names import link_name
from reassure.brief.projection import Frame
from reassure.brief.words import count, day, number, printable, span
from reassure.model.plan import Plan

_LEAST_PX = 1.2
_WIDER = 2.2
"""How much wider the lines of the small maps are, which stand at less than a third of the size."""
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass(frozen=True, slots=True)
class SmallMap:
    """The map of one week or day: when, what is under way, and the picture."""

    heading: str
    words: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class FlowMaps:
    """The map by time.

    Attributes
    ----------
    title, sentence
        What is drawn, and what it shows.
    unit
        What one step is: week or day.
    start, last
        Number of the step that it opens with, the busiest, and of the last step.
    svg
        The large map.
    data
        When and what by step, and the widths of lines by line and step, as JSON for the script.
    script
        Script that moves the large map through the steps.
    small
        Maps of some steps, which paper and a page without a script show.
    """

    title: str
    sentence: str
    unit: str
    start: int
    last: int
    svg: Markup
    data: Markup
    script: Markup
    small: tuple[SmallMap, ...]


def when(flows: FlowDays, step: int) -> str:
    """Return a step in words: ``C+7``, or ``C+7 to C+13``."""
    first, last = flows.days(step)
    return day(first) if first == last else span(first, last)


def words_of(plan: Plan, flows: FlowDays, step: int) -> str:
    """Say what is under way in a step, and where most of it."""
    part, way = flows.loads[step], flows.busiest_way(step)
    if way is None:
        return "Nothing is under way."
    return (
        f"{count(part.n_loads, 'load')} under way, {number(part.tonnes)} t; "
        f"most on {link_name(plan, way.link)}: {number(way.traffic[step].tonnes)} t."
    )


def flow_maps(plan: Plan, flows: FlowDays, moved: list[Flow], frame: Frame) -> FlowMaps:
    """Return the map by time in a window on the world.

    Parameters
    ----------
    flows
        What is under way, by time.
    moved
        The same over the whole movement, which says what places are named.
    frame
        The window.
    """
    lines = {way.link: line_of(plan, frame, way.link) for way in flows.ways}
    seen = [way for way in flows.ways if lines[way.link].length]
    most = flows.most_t
    widths = [{i: _width(part.tonnes, most) for i, part in way.traffic.items()} for way in seen]
    paths = "".join(
        f'<path id="way-{i}" d="{path_of(lines[way.link])}"{_dashed(DASHES.get(way.mode))}/>'
        for i, way in enumerate(seen)
    )
    start = max(range(flows.n_steps), key=lambda i: (flows.loads[i].tonnes, -i))
    unit = "day" if flows.step_days == 1 else "week"
    words = [words_of(plan, flows, i) for i in range(flows.n_steps)]
    title = f"What is under way, {unit} by {unit}"
    part = flows.loads[start]
    sentence = (
        f"Most is under way {'on ' if unit == 'day' else ''}{when(flows, start)}: "
        f"{count(part.n_loads, 'load')}, {number(part.tonnes)} t."
    )
    large = (
        f"<defs>{_base(frame)}{paths}</defs>"
        '<use href="#flow-land"/>'
        f"{_under_way(widths, start, is_large=True)}{_marks(plan, frame, moved, most)}"
    )
    small = tuple(
        SmallMap(
            when(flows, i),
            words[i],
            _svg(
                f'<use href="#flow-land"/>{_under_way(widths, i, is_large=False)}',
                frame,
                f"flow-map-{i}",
                f"{title}: {when(flows, i)}",
                words[i],
            ),
        )
        for i in flows.dates()
    )
    data = {
        "when": [when(flows, i) for i in range(flows.n_steps)],
        "words": words,
        "widths": widths,
        "centre": _centre(plan, frame),
    }
    return FlowMaps(
        title, sentence, unit, start, flows.n_steps - 1,
        _svg(large, frame, "flow-map", title, sentence), _script_json(data), _script(),
        small,
    )  # fmt: skip


def _centre(plan: Plan, frame: Frame) -> float:
    """Return where across the map most sectors lie, as a share of its width."""
    at = pixels(plan, frame)
    seen = [at[row.location][0] for row in plan.sectors if row.location in at]
    inside = [x for x in seen if 0 <= x <= frame.width]
    return round(median(inside) / frame.width, 3) if inside else 0.5


def path_of(geometry: BaseGeometry) -> str:
    """Return a geometry in pixels as the ``d`` of an SVG path, to a tenth of a pixel."""
    made: list[str] = []
    for part in get_parts(geometry):
        if isinstance(part, Polygon):
            rings = [part.exterior, *part.interiors]
            made += [f"{_course(get_coordinates(ring)[:-1])}Z" for ring in rings]
        elif part.geom_type == "LineString":
            made.append(_course(get_coordinates(part)))
        elif part.geom_type == "GeometryCollection":
            made.append(path_of(part))
    return "".join(made)


def _course(points: NDArray[np.float64]) -> str:
    text = " ".join(f"{round(float(x), 1) + 0.0:g},{round(float(y), 1) + 0.0:g}" for x, y in points)
    return f"M{text}" if text else ""


def _width(tonnes: float, most: float) -> float:
    return max(_LEAST_PX, round(WIDEST_PX * tonnes / most, 1)) if most else _LEAST_PX


def _dashed(dash: list[int] | None) -> str:
    return f' stroke-dasharray="{dash[0]} {dash[1]}"' if dash else ""


def _svg(body: str, frame: Frame, name: str, title: str, sentence: str) -> Markup:
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width:g} {frame.height:g}" '
        f'role="img" id="{name}" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(printable(title))}</title>'
        f'<desc id="{name}-desc">{escape(printable(sentence))}</desc>{body}</svg>'
    )


def _base(frame: Frame) -> str:
    states, disputed = ("".join(path_of(cut) for cut in kind) for kind in land_shapes(frame))
    return (
        '<g id="flow-land">'
        f'<rect width="{frame.width:g}" height="{frame.height:g}" fill="var(--water)"/>'
        f'<path d="{states}" fill="var(--land)" stroke="var(--border)" stroke-width="0.7"/>'
        f'<path d="{disputed}" fill="none" stroke="var(--muted)" stroke-dasharray="2 2"/></g>'
    )


def _under_way(widths: list[dict[int, float]], step: int, *, is_large: bool) -> str:
    """Return the lines of a step; the large map has all lines, so that a script can widen them."""
    if is_large:
        uses = [
            f'<use href="#way-{i}" id="under-{i}" stroke-width="{row.get(step, 0):g}"/>'
            for i, row in enumerate(widths)
        ]
    else:
        uses = [
            f'<use href="#way-{i}" stroke-width="{row[step] * _WIDER:.3g}"/>'
            for i, row in enumerate(widths)
            if step in row
        ]
    return f'<g fill="none" stroke="var(--flow)" stroke-opacity="0.9">{"".join(uses)}</g>'


def _marks(plan: Plan, frame: Frame, moved: list[Flow], most_t: float) -> str:
    at = pixels(plan, frame)
    sectors = {row.location for row in plan.sectors if row.location in at}
    squares = "".join(
        f'<rect x="{at[place][0] - 4:.1f}" y="{at[place][1] - 4:.1f}" width="8" height="8" '
        'fill="var(--card)" stroke="var(--ink)" stroke-width="1.2"/>'
        for place in sorted(sectors)
        if frame.holds(*at[place])
    )
    names = "".join(
        f'<text x="{row["x"]:.1f}" y="{row["y"] + 4:.1f}" text-anchor="{_ANCHORS[row["align"]]}">'
        f"{escape(printable(row['text']))}</text>"
        for row in placed_names(plan, frame, moved, at, sectors, [])
    )
    bars, plate = scale_bars(frame, most_t)
    scales = "".join(
        f'<path d="M{bar["x"]:g} {bar["y"]:g}H{bar["x2"]:.1f}" stroke="var(--flow)" '
        f'stroke-width="{bar["px"]:g}"/>'
        f'<text x="{bar["x2"] + 7:.1f}" y="{bar["y"] + 4:g}" fill="var(--ink)" font-size="12">'
        f"{escape(bar['text'])}</text>"
        for bar in bars
    )
    return (
        f'{squares}<g class="halo" font-size="12" font-weight="600" fill="var(--ink)">{names}</g>'
        f'<rect x="{plate["x"]:g}" y="{plate["y2"]:g}" width="{plate["x2"] - plate["x"]:.1f}" '
        f'height="{plate["y"] - plate["y2"]:.1f}" rx="4" fill="var(--card)" fill-opacity="0.88"/>'
        f"{scales}"
    )


def _script() -> Markup:
    assets = files("reassure.brief").joinpath("assets")
    return Markup(assets.joinpath("flows.js").read_text(encoding="utf-8").rstrip())


def _script_json(value: object) -> Markup:
    """Return JSON that cannot end the script element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(printable(text))
