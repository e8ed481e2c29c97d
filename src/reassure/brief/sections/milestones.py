"""Milestones and progress: the chart, what blocks, capability and transfers of authority."""

from reassure.brief.context import FileLink, PlainTable, Row, Section
from reassure.brief.draw import Figure, narrow_name
from reassure.brief.figures.milestone_bars import NARROW, WIDE, milestone_picture
from reassure.brief.figures.milestones import chart_sentence, milestone_chart
from reassure.brief.names import line_name, nation_name, objective_name, objective_order
from reassure.brief.progress import (
    LEVELS,
    STANDINGS,
    by_objective,
    capability_words,
    comes_after,
    evidence,
    gap_words,
    headline,
    largest_gaps,
    milestone_name,
    path_sentence,
    pending_waits,
    readiness_words,
    receivers,
    root_waits,
    transfer_sentence,
    when_words,
)
from reassure.brief.sections.drawing import Drawing
from reassure.brief.trust import absent
from reassure.brief.words import capital, count, day, listed, number
from reassure.model.plan import Plan
from reassure.model.progress_choices import CapabilityLevel
from reassure.model.progress_outputs import MilestoneDay, MilestoneWait
from reassure.model.progress_results import Progress

MOST_ROWS, MOST_GAPS = 30, 2
_NAME = "milestone-chart"


def milestone_section(drawing: Drawing) -> Section:
    """Return the milestone chart, what blocks, capability by objective and transfers."""
    plan, title, made = drawing.plan, "Milestones and progress", drawing.run.progress
    if made is None:
        return Section("milestones", title, absent=absent("status"))
    rows = by_objective(plan, list(made.milestone_days))
    tables = (
        _capability_table(drawing, made),
        _gap_table(plan, made),
        _milestone_table(plan, rows),
        _receiver_table(plan, made),
    )
    lead = " ".join(part for part in (headline(plan, made), path_sentence(plan, made)) if part)
    return Section(
        "milestones",
        title,
        lead=lead,
        first=_block_table(plan, made),
        figures=(_figure(drawing, made),) if rows else (),
        further=tuple(table for table in tables if table is not None),
        links=tuple(
            FileLink(f"{drawing.run.tables}/{name}.csv", text)
            for name, text in (
                ("milestone_waits", "Everything that milestones wait for (CSV)"),
                ("objective_days", "Readiness by objective and day (CSV)"),
                ("transfers", "Transfer of authority of every tour (CSV)"),
            )
        )
        if drawing.run.tables
        else (),
    )


def _figure(drawing: Drawing, made: Progress) -> Figure:
    plan = drawing.plan
    chart = milestone_chart(plan, made, drawing.tones)
    sentence, heading = chart_sentence(plan, made, chart), "Milestone chart"
    wide, narrow = (
        milestone_picture(chart, look, name=own, title=heading, sentence=sentence)
        for look, own in ((WIDE, f"{_NAME}-picture"), (NARROW, narrow_name(_NAME)))
    )
    return Figure(_NAME, heading, sentence, wide, WIDE.width_px, narrow)


def _block_table(plan: Plan, made: Progress) -> PlainTable | None:
    """Return what blocks and what is waited for; None where nothing is."""
    rows = [
        _wait_row(wait, "blocks", [milestone_name(plan, name) for name in held])
        for wait, held in root_waits(made)
    ]
    rows += [
        _wait_row(wait, day(wait.day), [milestone_name(plan, wait.milestone)])
        for wait in pending_waits(made)
    ]
    if not rows:
        return None
    left = len(rows) - MOST_ROWS
    return PlainTable(
        "What blocks, and what is waited for",
        ("What", "Until", "Milestones that it holds up"),
        tuple(rows[:MOST_ROWS]),
        more=f"and {number(left)} more" if left > 0 else "",
    )


def _wait_row(wait: MilestoneWait, until: str, held: list[str]) -> Row:
    shown = held[:3] + ([f"{len(held) - 3} more"] if len(held) > 3 else [])
    return Row((capital(wait.reason), until, listed(shown)), reference=wait.binding)


def _capability_table(drawing: Drawing, made: Progress) -> PlainTable | None:
    plan = drawing.plan
    rows = {(row.objective, row.level): row for row in made.capability_days}
    objectives = [key for key in objective_order(plan) if (key, CapabilityLevel.FULL) in rows]
    if not objectives:
        return None
    return PlainTable(
        "Readiness by objective: half of what is asked for kept for a period (initial), every "
        "line complete (full), both with units of grade 2 or more",
        ("Objective", *(LEVELS[level] for level in CapabilityLevel), "In place over time"),
        tuple(
            Row(
                (
                    objective_name(plan, key),
                    *(capital(capability_words(rows[key, level])) for level in CapabilityLevel),
                    readiness_words(plan, made, key),
                ),
                tone=drawing.tones[key],
            )
            for key in objectives
        ),
    )


def _gap_table(plan: Plan, made: Progress) -> PlainTable | None:
    rows = [
        Row(
            (
                objective_name(plan, gap.objective),
                line_name(plan, gap.requirement),
                number(gap.quantity, 1),
                day(gap.day),
                number(gap.unit_days),
                capital(gap_words(plan, gap)),
            ),
            reference=gap.binding or "",
        )
        for key in objective_order(plan)
        for gap in largest_gaps(made, key, MOST_GAPS)
    ]
    if not rows:
        return None
    return PlainTable(
        "What full capability lacks most, by objective",
        ("Objective", "Line", "Lacks", "On", "Unit-days in all", "Why"),
        tuple(rows),
        numeric=(2, 4),
        reference_at=5,
    )


def _milestone_table(plan: Plan, rows: list[MilestoneDay]) -> PlainTable | None:
    if not rows:
        return None
    return PlainTable(
        f"All of {count(len(rows), 'milestone')}",
        (
            "Milestone",
            "Owner",
            "Due",
            "Expected",
            "State",
            "Slack, days",
            "Comes after",
            "Evidence",
        ),
        tuple(
            Row(
                (
                    milestone_name(plan, row.milestone),
                    nation_name(plan, row.owner),
                    day(row.due_day),
                    when_words(row),
                    capital(STANDINGS[row.standing]),
                    "–" if row.slack_days is None else number(row.slack_days),
                    listed(comes_after(plan, row.milestone)) or "–",
                    evidence(plan, row.milestone) or "–",
                ),
                reference=row.milestone,
            )
            for row in rows
        ),
        numeric=(5,),
        is_folded=True,
        is_dense=True,
    )


def _receiver_table(plan: Plan, made: Progress) -> PlainTable | None:
    found = receivers(plan, made)
    if not found:
        return None
    return PlainTable(
        f"Transfer of authority: {transfer_sentence(made)}",
        ("Receives authority", "Tours", "Nations that hand over"),
        tuple(Row((name, number(tours), number(givers))) for name, tours, givers in found),
        numeric=(1, 2),
    )
