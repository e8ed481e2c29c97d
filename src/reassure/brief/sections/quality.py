"""How good the plan is: its value against the bound, stage by stage, and by chance."""

import math
from collections.abc import Sequence

from reassure.brief.chances import SEEN, reserves_sentence, stages_note
from reassure.brief.context import Section
from reassure.brief.intervals import Interval, Intervals
from reassure.brief.names import line_name, objective_name, objective_order
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import count, money, number, percent, verb
from reassure.model.choices import ForceStage
from reassure.model.outputs import ChanceFill, Stage
from reassure.model.plan import Plan
from reassure.model.result import gap_of

MOST_LINES = 8
_ROUNDING = 1e-6
_WHOLE = "100\N{NO-BREAK SPACE}%"
_OWN_RATES = (
    "What offers cost by their own rates; the cost section adds persons, movement and handling"
)

STAGES = {
    ForceStage.FILL: "Fill, weighted unit-periods",
    ForceStage.COST: "Cost of a plan that fills as much",
    ForceStage.FRAGMENTATION: "Nations in formations, at that fill and cost",
}


def quality_section(drawing: Drawing) -> Section | None:
    """Return stages with their bounds and fill by chance; None where there is neither."""
    forces = drawing.run.force_plan
    if forces is None:
        return None
    plan = drawing.plan
    stages, chances = list(forces.stages), list(forces.chance_fills)
    lists = [
        *([_stages(plan, stages)] if stages else []),
        *_chances(plan, chances),
    ]
    if not lists:
        return None
    lead = [said for said in (reserves_sentence(forces), stages_note(forces)) if said]
    if stages:
        lead.append(
            "Each bar of a stage reaches from the value of this plan, its mark, to what no plan "
            "can pass."
        )
    if chances:
        lead.append(
            "Fill by chance: a bar reaches from what is filled in 90 of 100 scenarios to what is "
            "filled if every offer comes; its mark is the mean."
        )
    return Section("quality", "How good the plan is", lead=" ".join(lead), intervals=tuple(lists))


def _stages(plan: Plan, rows: Sequence[Stage]) -> Intervals:
    order = list(ForceStage)
    made = []
    for row in sorted(rows, key=lambda row: order.index(row.stage)):
        bound = row.value if row.bound is None else row.bound
        far = max(row.value, bound, 1e-9)
        places = [100 * max(0.0, value) / far for value in (row.value, bound)]
        made.append(
            Interval(
                mark="",
                text=STAGES[row.stage],
                words=_stage_words(plan, row),
                note=_stage_note(row),
                sign="sure",
                low=round(min(places), 1),
                high=round(max(places), 1),
                found=round(places[0], 1),
            )
        )
    return Intervals(
        "Stage by stage",
        "Value, of the larger of value and bound",
        "0\N{NO-BREAK SPACE}%",
        _WHOLE,
        tuple(made),
    )


def _stage_words(plan: Plan, row: Stage) -> str:
    value = _amount(plan, row.stage, row.value)
    if row.stage is ForceStage.FRAGMENTATION:
        return _nations_words(row)
    if row.bound is None:
        return f"{value}; how good that is, is not known"
    bound = _amount(plan, row.stage, row.bound)
    if row.stage is ForceStage.FILL:
        return f"{value}; at most {bound} in any plan"
    return f"{value}; at least {bound} in any plan that fills as much"


def _nations_words(row: Stage) -> str:
    """Return how many nations the formations hold, a nation counted in each, and the fewest."""
    value = f"{count(round(row.value), 'nation')} in formations"
    if row.bound is None:
        return f"{value}; how good that is, is not known"
    least = math.ceil(row.bound - _ROUNDING)
    return f"{value}; at least {number(least)} {verb(least, 'is', 'are')} needed for this fill"


def _stage_note(row: Stage) -> str:
    # A bound on nations lies far below most plans, and a gap of hundreds of per cent says nothing.
    parts = [] if row.bound is None or row.stage is ForceStage.FRAGMENTATION else [_gap(row)]
    if row.stage is ForceStage.COST:
        parts.append(_OWN_RATES)
    return ". ".join(parts)


def _amount(plan: Plan, stage: ForceStage, value: float) -> str:
    if stage is ForceStage.COST:
        return money(value, plan.meta.currency)
    return number(value, 1)


def _gap(row: Stage) -> str:
    gap = gap_of(row.value, row.bound)
    return "Gap not known" if gap is None else f"Gap {number(100 * gap, 2)}\N{NO-BREAK SPACE}%"


def _chances(plan: Plan, rows: Sequence[ChanceFill]) -> list[Intervals]:
    whole = [row for row in rows if row.objective is None and row.requirement is None]
    parts = {row.objective: row for row in rows if row.requirement is None and row.objective}
    lines = [row for row in rows if row.requirement is not None]
    made: list[Intervals] = []
    named = [("The whole plan", row) for row in whole]
    named += [
        (objective_name(plan, key), parts[key]) for key in objective_order(plan) if key in parts
    ]
    if named:
        made.append(_chance_list("Fill by chance", named))
    lost = [row for row in lines if row.promised_fill - row.expected_fill > SEEN]
    lost.sort(key=lambda row: (row.expected_fill - row.promised_fill, row.requirement or ""))
    if lost:
        worst = [(line_name(plan, row.requirement or ""), row) for row in lost[:MOST_LINES]]
        left = len(lost) - len(worst)
        more = f"and {number(left)} more that lose less" if left > 0 else ""
        made.append(_chance_list("Lines that lose most by chance", worst, more=more))
    return made


def _chance_list(
    title: str, named: Sequence[tuple[str, ChanceFill]], *, more: str = ""
) -> Intervals:
    return Intervals(
        title,
        "Filled, of what is asked for",
        "0\N{NO-BREAK SPACE}%",
        _WHOLE,
        tuple(_chance(name, row) for name, row in named),
        more=more,
    )


def _chance(name: str, row: ChanceFill) -> Interval:
    ends = sorted((row.fill_at_90, row.promised_fill))
    error = f" \N{PLUS-MINUS SIGN} {number(100 * row.standard_error, 1)}"
    mean = f"{number(100 * row.expected_fill, 1)}{error}\N{NO-BREAK SPACE}%"
    return Interval(
        mark="",
        text=name,
        words=f"{mean} on average, at least {percent(row.fill_at_90)} in 90 of 100 scenarios",
        note=f"{percent(row.promised_fill)} if every offer comes",
        sign="sure",
        low=round(100 * ends[0], 1),
        high=round(min(100.0, 100 * ends[1]), 1),
        found=round(100 * row.expected_fill, 1),
        reference=row.requirement or "",
    )
