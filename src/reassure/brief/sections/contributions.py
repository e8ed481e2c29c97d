"""Requirement against nations: who provides how much of what."""

from collections.abc import Mapping, Sequence

from reassure.brief.context import Section
from reassure.brief.contributions import Contribution, contributions, together
from reassure.brief.matrix import Cell, Matrix, MatrixRow
from reassure.brief.names import (
    capability_name,
    line_name,
    nation_name,
    objective_name,
    objective_order,
)
from reassure.brief.sections.drawing import Drawing
from reassure.brief.strength import asked_lines
from reassure.brief.trust import absent
from reassure.brief.words import capital, count, listed, number, percent, verb

_FEW = 4
"""Nations of which three are no longer telling: then only the first is named."""

MOST_LINES = 24
"""Lines that stand in rows of their own; more are summed up by kind of unit."""


def contribution_section(drawing: Drawing) -> Section:
    """Return what each nation provides of each kind of unit, or of each line where few are."""
    title, plan, forces = "Who provides what", drawing.plan, drawing.run.force_plan
    if forces is None:
        return Section("nations", title, absent=absent("generate"))
    by_line = contributions(plan, forces)
    whole = together(by_line.values())
    if not whole.by_nation:
        return Section("nations", title, absent="Nobody serves.")
    codes = sorted(whole.by_nation, key=lambda code: (-whole.by_nation[code], code))
    lines = [line for line in asked_lines(plan, forces) if line in by_line]
    is_by_line = len(lines) <= MOST_LINES
    rows = [_row("All", whole, codes, is_sum=True)]
    for objective in objective_order(plan):
        own = [line for line in lines if plan.requirements[line].objective == objective]
        if not own:
            continue
        tone, name = drawing.tones[objective], objective_name(plan, objective)
        summed = together(by_line[line] for line in own)
        rows.append(_row(name, summed, codes, tone=tone, is_sum=True))
        if is_by_line:
            own.sort(key=lambda line: (plan.requirements[line].sector, line))
            rows += [
                _row(line_name(plan, line), by_line[line], codes, tone=tone, reference=line)
                for line in own
            ]
        else:
            rows += [
                _row(name, part, codes, tone=tone) for name, part in _by_kind(drawing, by_line, own)
            ]
    what = "line" if is_by_line else "kind of unit"
    caption = f"Unit-days provided, by {what} and nation"
    lead = (
        f"{_sentence(drawing, by_line, whole, codes)} Each cell holds the unit-days that a nation "
        "provides, and below them their share of what is asked for."
    )
    if not is_by_line:
        lead += " The appendix has every line with its nations."
    columns = tuple((code, nation_name(plan, code)) for code in codes)
    extent = count(len(codes), "nation")
    if len(codes) > 1:
        extent += ", those that provide most first"
    matrix = Matrix(caption, capital(what), columns, extent, tuple(rows))
    return Section("nations", title, lead=lead, matrix=matrix)


def _by_kind(
    drawing: Drawing, by_line: Mapping[str, Contribution], lines: Sequence[str]
) -> list[tuple[str, Contribution]]:
    kinds: dict[str, list[Contribution]] = {}
    for line in lines:
        kind = drawing.plan.requirements[line].capability
        kinds.setdefault(kind, []).append(by_line[line])
    named = [(capability_name(drawing.plan, kind), together(kinds[kind])) for kind in sorted(kinds)]
    return sorted(named, key=lambda pair: pair[0])


def _row(
    name: str,
    part: Contribution,
    codes: Sequence[str],
    *,
    tone: str = "",
    reference: str = "",
    is_sum: bool = False,
) -> MatrixRow:
    return MatrixRow(
        name=name,
        filled=f"{number(part.provided)} of {number(part.required)}",
        share=percent(_share(part.provided, part.required)),
        cells=tuple(_cell(part.by_nation.get(code, 0.0), part.required) for code in codes),
        tone=tone,
        reference=reference,
        is_sum=is_sum,
    )


def _cell(provided: float, required: float) -> Cell | None:
    if provided <= 0:
        return None
    share = _share(provided, required)
    return Cell(number(provided), percent(share), round(100 * min(1.0, share or 0.0)))


def _share(provided: float, required: float) -> float | None:
    return provided / required if required > 0 else None


def _sentence(
    drawing: Drawing, by_line: Mapping[str, Contribution], whole: Contribution, codes: Sequence[str]
) -> str:
    first = codes[:3] if len(codes) > _FEW else codes[:1]
    share = percent(sum(whole.by_nation[code] for code in first) / whole.provided)
    names = capital(listed([nation_name(drawing.plan, code) for code in first]))
    if len(first) > 1:
        text = f"{names} provide {share} of what is filled."
    else:
        text = f"{names} provides most: {share} of what is filled."
    served = [part for part in by_line.values() if part.by_nation]
    alone = sum(1 for part in served if len(part.by_nation) == 1)
    if alone and len(codes) > 1:
        hangs = verb(alone, "hangs", "hang")
        lines = count(len(served), "line")
        text += f" {number(alone)} of {lines} that are served {hangs} on one nation."
    return text
