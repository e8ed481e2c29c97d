"""The worst gaps: which lines are short, by how much, when, and why."""

from collections.abc import Mapping

from reassure.brief.context import Cause, Gap
from reassure.brief.cures import cures
from reassure.brief.names import binding_words, capability_name, objective_name, sector_name
from reassure.brief.words import REASONS, count, number, percent, span, verb
from reassure.model.outputs import Remedy, Shortfall
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

MOST_CAUSES = 2


def missing_unit_days(rows: list[Shortfall]) -> float:
    """Return quantity times days over shortfalls."""
    return sum(row.quantity * (row.until_day - row.from_day) for row in rows)


def most_missing(rows: list[Shortfall]) -> float:
    """Return the most that is missing at one time: shortfalls of several causes add up."""
    starts = sorted({row.from_day for row in rows})
    return max(
        sum(row.quantity for row in rows if row.from_day <= start < row.until_day)
        for start in starts
    )


def worst_gaps(
    plan: Plan, force_plan: ForcePlan, *, tones: Mapping[str, str], most: int
) -> tuple[Gap, ...]:
    """Return the short lines, those with most weighted unit-days missing first.

    Parameters
    ----------
    tones
        CSS variable of every objective.
    most
        How many lines.

    Notes
    -----
    A line weighs its own weight times its objective's, as force generation weighs it.
    """
    by_line: dict[str, list[Shortfall]] = {}
    for row in force_plan.shortfalls:
        if row.requirement in plan.requirements:
            by_line.setdefault(row.requirement, []).append(row)

    def weighted(line_id: str) -> float:
        line = plan.requirements[line_id]
        objective = plan.objectives[line.objective].weight
        return line.weight * objective * missing_unit_days(by_line[line_id])

    worst = sorted(by_line, key=lambda line_id: (-weighted(line_id), line_id))[:most]
    required = {row.requirement: row.required_unit_days for row in force_plan.line_fills}
    remedies: dict[str, list[Remedy]] = {line_id: [] for line_id in worst}
    for row in force_plan.remedies:
        if row.requirement in remedies:
            remedies[row.requirement].append(row)
    return tuple(
        _gap(
            plan,
            by_line[line_id],
            remedies[line_id],
            required=required.get(line_id, 0.0),
            tones=tones,
        )
        for line_id in worst
    )


def gaps_sentence(force_plan: ForcePlan, shown: tuple[Gap, ...]) -> str:
    """Say how many lines are short, and what the reasons are."""
    rows = list(force_plan.shortfalls)
    lines = {row.requirement for row in rows}
    if not lines:
        return "No line is short."
    by_reason: dict[str, float] = {}
    for row in rows:
        text = REASONS[row.reason]
        by_reason[text] = by_reason.get(text, 0.0) + missing_unit_days([row])
    largest = max(by_reason, key=lambda text: (by_reason[text], text))
    total = missing_unit_days(rows)
    part = sum(gap.missing_unit_days for gap in shown)
    listed = (
        "All are listed."
        if len(shown) == len(lines)
        else f"The {len(shown)} worst make up {percent(part / total)} of what is missing."
    )
    return (
        f"{number(len(lines))} of {count(len(force_plan.line_fills), 'line')} "
        f"{verb(len(lines), 'is', 'are')} short at some time. {listed} "
        f"Most frequent reason, by unit-days: {largest[:1].lower() + largest[1:]}."
    )


def _gap(
    plan: Plan,
    rows: list[Shortfall],
    remedies: list[Remedy],
    *,
    required: float,
    tones: Mapping[str, str],
) -> Gap:
    line = plan.requirements[rows[0].requirement]
    missing = missing_unit_days(rows)
    by_cause: dict[tuple[str, str], list[Shortfall]] = {}
    for row in rows:
        by_cause.setdefault((REASONS[row.reason], row.binding), []).append(row)
    parts = {key: missing_unit_days(own) for key, own in by_cause.items()}
    order = sorted(parts, key=lambda key: (-parts[key], key))[:MOST_CAUSES]
    most = most_missing(rows)
    return Gap(
        line=capability_name(plan, line.capability),
        sector=sector_name(plan, line.sector),
        requirement=line.id,
        objective=objective_name(plan, line.objective),
        tone=tones[line.objective],
        missing_unit_days=missing,
        missing=f"up to {number(most, 1)} of {number(line.quantity, 1)}",
        share=percent(missing / required if required else None),
        when=_when(rows),
        causes=tuple(
            Cause(
                reason=reason,
                binding=binding_words(plan, binding),
                share=percent(parts[reason, binding] / missing) if len(order) > 1 else "",
                is_own_line=binding.startswith(f"requirements:{line.id}."),
                cures=cures(plan, line, by_cause[reason, binding], remedies),
            )
            for reason, binding in order
        ),
    )


def _when(rows: list[Shortfall]) -> str:
    spans: list[list[float]] = []
    for row in sorted(rows, key=lambda row: row.from_day):
        if spans and row.from_day <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], row.until_day)
        else:
            spans.append([row.from_day, row.until_day])
    text = span(spans[0][0], spans[-1][1])
    return text if len(spans) == 1 else f"{text}, {len(spans)} times"
