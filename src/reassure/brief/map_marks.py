"""What stands on the map: places, numbered bottlenecks, names, and the scales in the corner."""

from math import hypot
from typing import Any

from shapely.geometry import LineString

from reassure.brief.bottlenecks import Bottleneck
from reassure.brief.flows import Flow, course
from reassure.brief.labels import Anchor, place_labels
from reassure.brief.names import location_name
from reassure.brief.projection import Frame
from reassure.brief.svg import boxes, px, text
from reassure.brief.words import tonnes
from reassure.model.plan import Plan

WIDEST_PX = 9.0
"""Width of the line on which most moves [px]."""

_NAMED_PLACES = 12
_MARK_PX = 21.0
"""Width of a bottleneck's circle [px]."""

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}

Pixels = dict[str, tuple[float, float]]
"""Places of a map by location [px]."""


def line_of(plan: Plan, frame: Frame, link: str) -> Any:
    """Return a link's course in the window; empty where it lies outside."""
    return frame.project(LineString([(lon, lat) for lat, lon in course(plan, link)]))


def _middle(line: Any) -> Any:
    # Cutting leaves a point of a link between places at one point: there is no half of it.
    is_line = line.geom_type in ("LineString", "MultiLineString") and line.length > 0
    return line.interpolate(0.5, normalized=True) if is_line else line.centroid


def place_marks(plan: Plan, moved: list[Flow], at: Pixels, sectors: set[str], frame: Frame) -> str:
    """Return a dot at every place that something passes, a square at every sector."""
    ends = {
        place
        for flow in moved
        for place in (plan.links[flow.link].from_location, plan.links[flow.link].to_location)
    }
    dots = (
        f'<circle cx="{px(at[place][0])}" cy="{px(at[place][1])}" r="2.2"/>'
        for place in sorted(ends - sectors)
        if frame.holds(*at[place])
    )
    squares = boxes(
        (at[place][0] - 4, at[place][1] - 4, at[place][0] + 4, at[place][1] + 4)
        for place in sorted(sectors)
        if frame.holds(*at[place])
    )
    return (
        '<g fill="var(--card)" stroke="var(--ink)" stroke-width="1.2">'
        f'{"".join(dots)}<path d="{squares}"/></g>'
    )


def bottleneck_marks(
    plan: Plan, frame: Frame, held: list[Bottleneck], at: Pixels
) -> list[dict[str, Any]]:
    """Return where bottlenecks stand, with their ranks; those too near share a mark."""
    marks: list[dict[str, Any]] = []
    for rank, row in enumerate(held, start=1):
        if row.location in at:
            x, y = at[row.location]
        elif row.link is not None and row.link in plan.links:
            line = line_of(plan, frame, row.link)
            if line.is_empty:
                continue
            middle = _middle(line)
            x, y = middle.x, middle.y
        else:
            continue
        if not frame.holds(x, y):
            continue
        name = location_name(plan, row.location) if row.location else row.binding.place
        near = (mark for mark in marks if hypot(mark["x"] - x, mark["y"] - y) < _MARK_PX)
        mark = next(near, None)
        if mark is None:
            mark = {"x": x, "y": y, "name": name, "ranks": []}
            marks.append(mark)
        mark["ranks"].append(rank)
    return marks


def numbered(marks: list[dict[str, Any]]) -> str:
    """Return bottlenecks as circles with their first ranks."""
    circles, ranks = [], []
    for mark in marks:
        x, y = mark["x"], mark["y"]
        radius = _MARK_PX / 2 if len(mark["ranks"]) == 1 else _MARK_PX * 0.85
        circles.append(f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}"/>')
        first = ", ".join(str(rank) for rank in mark["ranks"][:2])
        ranks.append(f'<text x="{px(x)}" y="{px(y + 4.4)}">{first}</text>')
    return (
        '<g fill="var(--late-tint)" stroke="var(--late-edge)" stroke-width="2">'
        f'{"".join(circles)}</g><g fill="var(--ink)" font-size="12" font-weight="700" '
        f'text-anchor="middle">{"".join(ranks)}</g>'
    )


def placed_names(
    plan: Plan,
    frame: Frame,
    moved: list[Flow],
    at: Pixels,
    sectors: set[str],
    marks: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return the names of bottlenecks, sectors and the busiest places, as far as there is room.

    Each row has x and y [px], align (left, center or right) and text.
    """
    weight: dict[str, float] = {}
    for flow in moved:
        row = plan.links[flow.link]
        for place in (row.from_location, row.to_location):
            weight[place] = weight.get(place, 0.0) + flow.tonnes
    busy = sorted(weight, key=lambda place: (-weight[place], place))
    marked = {(round(mark["x"], 1), round(mark["y"], 1)) for mark in marks}
    places = [
        place
        for place in [*sorted(sectors), *busy[:_NAMED_PLACES]]
        if frame.holds(*at[place]) and tuple(round(v, 1) for v in at[place]) not in marked
    ]
    anchors = [
        Anchor(mark["x"], mark["y"], mark["name"], 10.0 if len(mark["ranks"]) == 1 else 18.0)
        for mark in marks
    ]
    named = {anchor.text for anchor in anchors}
    for place in dict.fromkeys(places):
        # Places of one name, such as a town and its airfield, stand close: one label tells.
        name = location_name(plan, place)
        if name not in named:
            named.add(name)
            anchors.append(Anchor(*at[place], name, 6.0))
    return place_labels(anchors, width=frame.width, height=frame.height, must=len(marks))


def place_names(rows: list[dict[str, Any]]) -> str:
    """Return names as text with a halo; the rows are those of `placed_names`."""
    names = "".join(
        f'<text x="{px(row["x"])}" y="{px(row["y"] + 4)}" text-anchor="{_ANCHORS[row["align"]]}">'
        f"{text(row['text'])}</text>"
        for row in rows
    )
    return f'<g class="halo" font-size="12" font-weight="600" fill="var(--ink)">{names}</g>'


def scale_bars(frame: Frame, most_t: float) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Return the bars of the scales, with a width and a text each, and the plate below them.

    Parameters
    ----------
    most_t
        What the widest line stands for [tonnes]; 0: the lines have one width.
    """
    km = next((km for km in (1000, 500, 200, 100, 50) if km * 1000 / frame.metres_per_px < 130), 20)
    bars = [{"px": 1.6, "long": km * 1000 / frame.metres_per_px, "text": f"{km} km"}]
    if most_t:
        bars += [
            {"px": WIDEST_PX * share, "long": 56.0, "text": tonnes(most_t * share)}
            for share in (0.25, 1.0)
        ]
    rows = [
        {**bar, "x": 16.0, "x2": 16.0 + bar["long"], "y": frame.height - 20 - 21 * i}
        for i, bar in enumerate(bars)
    ]
    wide = max(16 + bar["long"] + 6.8 * len(bar["text"]) for bar in bars) + 18
    top = frame.height - 14 - 21 * len(bars)
    return rows, {"x": 6.0, "x2": wide, "y": frame.height - 6.0, "y2": top}


def corner_scales(frame: Frame, most_t: float) -> str:
    """Return the bar of distance, and samples of width, on a plate in the lower left corner.

    Parameters
    ----------
    most_t
        As for `scale_bars`.
    """
    bars, plate = scale_bars(frame, most_t)
    scales = "".join(
        f'<path d="M{px(bar["x"])} {px(bar["y"])}H{px(bar["x2"])}" stroke="var(--flow)" '
        f'stroke-width="{bar["px"]:g}"/>'
        f'<text x="{px(bar["x2"] + 7)}" y="{px(bar["y"] + 4)}">{text(bar["text"])}</text>'
        for bar in bars
    )
    return (
        f'<rect x="{px(plate["x"])}" y="{px(plate["y2"])}" width="{px(plate["x2"] - plate["x"])}" '
        f'height="{px(plate["y"] - plate["y2"])}" rx="4" fill="var(--card)" fill-opacity="0.88"/>'
        f'<g fill="var(--ink)" font-size="12">{scales}</g>'
    )
