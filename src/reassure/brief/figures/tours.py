"""Tours: who serves on which line and when, unit by unit, with the times that stay empty."""

from collections import Counter
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from reassure.brief.figures.lanes import box_of, counted_boxes, levels, missing_spans, pack, placed
from reassure.brief.names import capability_name, objective_order, sector_name
from reassure.brief.strength import Strength
from reassure.brief.words import capital, count, listed, small, verb
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

MAX_LANES = 46
"""More rows than this do not fit on one sheet of paper."""

_LABEL_CHARACTERS = 36


@dataclass(frozen=True)
class Sheet:
    """The rows of one picture of tours.

    Attributes
    ----------
    objective, sectors
        Whose lines they are; ``sectors`` names the one sector, and is empty for several.
    lines, left_out
        Requirement lines shown, and those for which there is no room.
    counted
        Lines shown whose tours are too many for a bar each: their bars carry counts.
    bars
        Tours and gaps, each with its row.
    heads
        Name of a line or sector by its row: the sector, the line, what a long name goes on
        with, and the id of a line where its name stands twice.
    n_lanes
        Rows of the picture.
    """

    objective: str
    sectors: str
    lines: tuple[str, ...]
    left_out: tuple[str, ...]
    counted: tuple[str, ...]
    bars: tuple[dict[str, Any], ...]
    heads: tuple[dict[str, Any], ...]
    n_lanes: int


@dataclass(frozen=True)
class _Line:
    """One requirement line with its tours and gaps in lanes."""

    id: str
    objective: str
    sector: str
    boxes: list[dict[str, Any]]
    n_lanes: int
    n_tours: int
    name: tuple[str, ...]
    note: str
    is_counted: bool


def sheets(plan: Plan, force_plan: ForcePlan, strength: Strength) -> list[Sheet]:
    """Return one sheet for every objective; one for every sector of it where it takes more."""
    lines = _lines(plan, force_plan, strength)
    made: list[Sheet] = []
    for objective in objective_order(plan):
        own = [line for line in lines if line.objective == objective]
        sectors = sorted({line.sector for line in own})
        if not own:
            continue
        if sum(line.n_lanes for line in own) + len(sectors) <= MAX_LANES:
            made.append(_sheet(plan, objective, own, heads_sectors=len(sectors) > 1))
            continue
        for sector in sectors:
            part = [line for line in own if line.sector == sector]
            made.append(_sheet(plan, objective, part, heads_sectors=False))
    return made


def _lines(plan: Plan, force_plan: ForcePlan, strength: Strength) -> list[_Line]:
    by_line: dict[str, list[Assignment]] = {}
    for tour in force_plan.assignments:
        by_line.setdefault(tour.requirement, []).append(tour)
    called = {line: _called(plan, line) for line in strength.lines}
    times = Counter(called.values())
    made: list[_Line] = []
    for row, line in enumerate(plan.requirements[line] for line in strength.lines):
        tours = sorted(by_line.get(line.id, []), key=lambda t: (t.from_day, t.until_day, t.id))
        missing = strength.required[row] - strength.provided[row]
        serving = levels([(tour.from_day, tour.until_day) for tour in tours])
        at_once = max((n for _, _, n in serving), default=0) + missing.max(initial=0.0)
        is_counted = at_once > MAX_LANES
        if is_counted:
            boxes = counted_boxes(serving, missing)
        else:
            boxes = [_tour(plan, tour) for tour in tours]
            boxes += [box_of(a, b, "") for a, b in missing_spans(missing)]
        key = called[line.id]
        name = tuple(wrap(key[-1], _LABEL_CHARACTERS))
        note = line.id if times[key] > 1 else ""
        # A name takes as many rows as it has lines, so that no name runs into the next.
        lanes = max(pack(boxes), len(name) + bool(note))
        made.append(
            _Line(
                line.id,
                line.objective,
                line.sector,
                boxes,
                lanes,
                len(tours),
                name,
                note,
                is_counted,
            )
        )
    return made


def _called(plan: Plan, line: str) -> tuple[str, str, str]:
    row = plan.requirements[line]
    return row.objective, row.sector, capability_name(plan, row.capability)


def _sheet(plan: Plan, objective: str, lines: list[_Line], *, heads_sectors: bool) -> Sheet:
    room = MAX_LANES - (len({line.sector for line in lines}) if heads_sectors else 0)
    shown: list[_Line] = []
    for line in sorted(lines, key=lambda line: (-line.n_tours, line.id)):
        if line.n_lanes <= room:
            shown.append(line)
            room -= line.n_lanes
    kind = {line.id: capability_name(plan, plan.requirements[line.id].capability) for line in lines}
    shown.sort(key=lambda line: (line.sector, kind[line.id], line.id))
    bars: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    lane = 0
    for i, line in enumerate(shown):
        if heads_sectors and (i == 0 or shown[i - 1].sector != line.sector):
            heads.append({"lane": lane, "text": sector_name(plan, line.sector), "kind": "sector"})
            lane += 1
        texts = [(text, "name" if k == 0 else "more") for k, text in enumerate(line.name)]
        texts += [(line.note, "note")] if line.note else []
        heads += [{"lane": lane + k, "text": t, "kind": kd} for k, (t, kd) in enumerate(texts)]
        bars += [placed(box, lane) for box in line.boxes]
        lane += line.n_lanes
    sectors = "" if heads_sectors else sector_name(plan, lines[0].sector)
    ids = {line.id for line in shown}
    return Sheet(
        objective,
        sectors,
        tuple(line.id for line in shown),
        tuple(line.id for line in lines if line.id not in ids),
        tuple(line.id for line in shown if line.is_counted),
        tuple(bars),
        tuple(heads),
        lane,
    )


def tour_sentence(plan: Plan, force_plan: ForcePlan, chart: Sheet) -> str:
    """Say how many tours, of how many units and nations, and what is not drawn."""
    if not chart.lines:
        return "No line asks for anything."
    lines = set(chart.lines) | set(chart.left_out)
    tours = [tour for tour in force_plan.assignments if tour.requirement in lines]
    nations = {plan.offers[tour.offer].nation for tour in tours if tour.offer in plan.offers}
    text = (
        f"{count(len(tours), 'tour')} of {count(len({t.unit for t in tours}), 'unit')} from "
        f"{count(len(nations), 'nation')} on {count(len(lines), 'line')}."
    )
    served = {tour.requirement for tour in tours}
    bare = [line for line in chart.lines if line not in served]
    if bare:
        names = list(
            dict.fromkeys(
                small(capability_name(plan, plan.requirements[line].capability)) for line in bare
            )
        )
        shown = listed(names[:3]) if len(names) <= 3 else ", ".join(names[:3]) + " and others"
        text += f" {capital(count(len(bare), 'line'))} {'has' if len(bare) == 1 else 'have'} nobody"
        text += f" at all: {shown}."
    if chart.counted:
        n = len(chart.counted)
        text += f" {capital(count(n, 'line'))} {verb(n, 'has', 'have')} more than {MAX_LANES} at"
        text += " once, and a bar there stands for as many tours as it says."
    if chart.left_out:
        text += f" The {len(chart.lines)} with most tours are drawn; all stand in the appendix."
    return text


def _tour(plan: Plan, tour: Assignment) -> dict[str, Any]:
    nation = plan.offers[tour.offer].nation if tour.offer in plan.offers else "?"
    return box_of(tour.from_day, tour.until_day, nation)
