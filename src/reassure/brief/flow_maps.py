"""Flows on the map by time: one map that a reader moves through the weeks, and six for paper."""

import json
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from reassure.brief.flow_days import FlowDays
from reassure.brief.flows import Flow
from reassure.brief.map import MAP, centre_of, link_numbers, pixels
from reassure.brief.map_marks import (
    WIDEST_PX,
    corner_scales,
    line_of,
    place_marks,
    place_names,
    placed_names,
)
from reassure.brief.names import link_name
from reassure.brief.projection import Frame
from reassure.brief.svg import boxes, picture
from reassure.brief.words import count, printable, span, tonnes
from reassure.model.plan import Plan

_LEAST_PX = 1.2
_WIDER = 2.2
"""How much wider the lines of the small maps are, which stand at less than a third of the size."""
_SQUARE_PX = 10


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
    centre
        Where across it most sectors lie, as a share of its width.
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
    centre: float
    data: Markup
    script: Markup
    small: tuple[SmallMap, ...]


def when(flows: FlowDays, step: int) -> str:
    """Return a step in words: ``C+7``, or ``C+7 to C+13``."""
    first, last = flows.days(step)
    return span(first, last)


def words_of(plan: Plan, flows: FlowDays, step: int) -> str:
    """Say what is under way in a step, and where most of it."""
    part, way = flows.loads[step], flows.busiest_way(step)
    if way is None:
        return "Nothing is under way."
    return (
        f"{count(part.n_loads, 'load')} under way, {tonnes(part.tonnes)}; "
        f"most on {link_name(plan, way.link)}: {tonnes(way.traffic[step].tonnes)}."
    )


def flow_maps(plan: Plan, flows: FlowDays, moved: list[Flow], frame: Frame) -> FlowMaps:
    """Return the map by time, over land and ways of the map of the whole movement.

    Parameters
    ----------
    flows
        What is under way, by time.
    moved
        The same over the whole movement, which says what places are named.
    frame
        The window of that map.
    """
    seen = [way for way in flows.ways if line_of(plan, frame, way.link).length]
    most = flows.most_t
    widths = [{i: _width(part.tonnes, most) for i, part in way.traffic.items()} for way in seen]
    number_of = link_numbers(plan)
    ways = [number_of[way.link] for way in seen]
    size = (frame.width, frame.height)
    start = max(range(flows.n_steps), key=lambda i: (flows.loads[i].tonnes, -i))
    unit = "day" if flows.step_days == 1 else "week"
    words = [words_of(plan, flows, i) for i in range(flows.n_steps)]
    title = f"What is under way, {unit} by {unit}"
    part = flows.loads[start]
    sentence = (
        f"Most is under way {'on ' if unit == 'day' else ''}{when(flows, start)}: "
        f"{count(part.n_loads, 'load')}, {tonnes(part.tonnes)}."
    )
    large = (
        f'<use href="#{MAP}-land"/>'
        f"{_under_way(ways, widths, start, is_large=True)}{_marks(plan, frame, moved, most)}"
    )
    sectors = _sectors(plan, frame)
    small = tuple(
        SmallMap(
            when(flows, i),
            words[i],
            picture(
                f'<use href="#{MAP}-land"/>{_under_way(ways, widths, i, is_large=False)}{sectors}',
                f"flow-map-{i}",
                title=f"{title}: {when(flows, i)}",
                sentence=words[i],
                size=size,
            ),
        )
        for i in flows.dates()
    )
    data = {
        "when": [when(flows, i) for i in range(flows.n_steps)],
        "words": words,
        "widths": widths,
    }
    return FlowMaps(
        title, sentence, unit, start, flows.n_steps - 1,
        picture(large, "flow-map", title=title, sentence=sentence, size=size),
        centre_of(plan, frame), _script_json(data), _script(),
        small,
    )  # fmt: skip


def _width(tonnes: float, most: float) -> float:
    return max(_LEAST_PX, round(WIDEST_PX * tonnes / most, 1)) if most else _LEAST_PX


def _under_way(
    ways: list[int], widths: list[dict[int, float]], step: int, *, is_large: bool
) -> str:
    """Return the lines of a step; the large map has all lines, so that a script can widen them."""
    if is_large:
        uses = [
            f'<use href="#{MAP}-way-{way}" id="under-{i}" stroke-width="{row.get(step, 0):g}"/>'
            for i, (way, row) in enumerate(zip(ways, widths, strict=True))
        ]
    else:
        uses = [
            f'<use href="#{MAP}-way-{way}" stroke-width="{row[step] * _WIDER:.3g}"/>'
            for way, row in zip(ways, widths, strict=True)
            if step in row
        ]
    return f'<g fill="none" stroke="var(--flow)" stroke-opacity="0.9">{"".join(uses)}</g>'


def _marks(plan: Plan, frame: Frame, moved: list[Flow], most_t: float) -> str:
    at = pixels(plan, frame)
    sectors = {row.location for row in plan.sectors if row.location in at}
    return "".join(
        (
            place_marks(plan, [], at, sectors, frame),
            place_names(placed_names(plan, frame, moved, at, sectors, [])),
            corner_scales(frame, most_t),
        )
    )


def _sectors(plan: Plan, frame: Frame) -> str:
    """Return sectors as squares without names, which a small map has no room for."""
    at = pixels(plan, frame)
    points = {at[row.location] for row in plan.sectors if row.location in at}
    half = _SQUARE_PX / 2
    sides = [(x - half, y - half, x + half, y + half) for x, y in sorted(points)]
    return f'<path d="{boxes(sides)}" fill="var(--card)" stroke="var(--ink)" stroke-width="2.5"/>'


def _script() -> Markup:
    assets = files("reassure.brief").joinpath("assets")
    return Markup(assets.joinpath("flows.js").read_text(encoding="utf-8").rstrip())


def _script_json(value: object) -> Markup:
    """Return JSON that cannot end the script element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(printable(text))
