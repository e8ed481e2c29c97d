"""Branches: side by side, where agreements stand, who stays in, what is common to all."""

from reassure.brief.branches import (
    MEASURES,
    branch_title,
    closure_words,
    leavers,
    measure_words,
    state_words,
    stayers,
    step_days_words,
    step_words,
    waits_words,
)
from reassure.brief.context import FileLink, Key, PlainTable, Row, Section
from reassure.brief.draw import Figure, narrow_name
from reassure.brief.figures import agreement_lives, branch_bars
from reassure.brief.names import nation_name, record_name
from reassure.brief.sections.agreements import agreement_table, event_table
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import and_more, capital, count, listed, money, number, percent, verb
from reassure.model.branch_choices import OutlookMeasure
from reassure.model.branch_outputs import BranchSummary
from reassure.model.branch_results import Branches
from reassure.model.plan import Plan

MOST_STEPS = 30
_WIDE_PX, _NARROW_PX = 940, 340


def branch_section(drawing: Drawing) -> Section | None:
    """Return what each branch needs against the others; None where they were not compared."""
    made, plan = drawing.run.branches, drawing.plan
    if made is None:
        return None
    tables = (
        agreement_table(plan, made),
        _step_table(plan, made),
        _nation_table(plan, made),
        _outlook_table(plan, made),
        event_table(plan),
    )
    folder = drawing.run.tables
    return Section(
        "branches",
        "Branches",
        lead=_lead(plan, made),
        first=_summary_table(plan, made),
        figures=_figures(plan, made),
        further=tuple(table for table in tables if table is not None),
        key=_key() if agreement_lives.lives(plan) else (),
        links=(
            FileLink(
                f"{folder}/branch_summaries.csv", "Every branch with all of its figures (CSV)"
            ),
            FileLink(f"{folder}/branch_lines.csv", "Every line with its branches (CSV)"),
            FileLink(f"{folder}/no_regret_steps.csv", "Every step without regret (CSV)"),
        )
        if folder
        else (),
    )


def _lead(plan: Plan, made: Branches) -> str:
    rows = list(made.branch_summaries)
    holding = [branch_title(plan, name) for name in made.holding]
    n_held = len(holding)
    now = (
        f"{listed(holding)} {verb(n_held, 'holds', 'hold')} today."
        if holding
        else "None holds today."
    )
    n_lines, n_common = len(made.branch_lines), sum(row.is_in_all for row in made.branch_lines)
    n_units = made.no_regret_units
    text = (
        f"The plan has {count(len(rows), 'branch', 'branches')}. {now} "
        f"{number(n_common)} of {count(n_lines, 'line')} {verb(n_common, 'counts', 'count')} in "
        f"every branch, {count(n_units, 'unit')} {verb(n_units, 'serves', 'serve')} in every one."
    )
    if made.no_branch_probability:
        text += f" With a chance of {percent(made.no_branch_probability)} none of them comes."
    lost = [row for row in rows if row.failure is not None]
    if lost:
        text += f" {count(len(lost), 'branch', 'branches')} could not be planned."
    return text


def _key() -> tuple[Key, ...]:
    return (
        Key("bar", "in force"),
        Key("lane", "agreed; delayed with a dashed edge"),
        Key("late-tint", "broken; suspended dashed, rejected dotted"),
        Key("late", "until the day on which an event became known"),
    )


def _summary_table(plan: Plan, made: Branches) -> PlainTable:
    return PlainTable(
        "The branches side by side",
        (
            "Branch", "Today", "Chance", "Lines, filled", "Nations", "Units", "Persons at most",
            "Arrival", "Cost",
        ),
        tuple(_summary_row(plan, row) for row in made.branch_summaries),
        numeric=(2, 4, 5, 6, 8),
    )  # fmt: skip


def _summary_row(plan: Plan, row: BranchSummary) -> Row:
    head = (
        branch_title(plan, row.branch),
        capital(waits_words(plan, row)),
        percent(row.probability),
    )
    if row.failure is not None:
        lines = f"{count(row.lines, 'line')}; cannot be planned: {row.failure}"
        return Row((*head, lines, "–", "–", "–", "–", "–"), reference=f"branches:{row.branch}")
    moved = "–" if row.movements is None else capital(closure_words(plan, row))
    if row.movements:
        moved += f"; {row.late} of {row.movements} late"
    partial = "; stopped early, not final" if row.is_partial else ""
    return Row(
        (
            *head,
            f"{count(row.lines, 'line')}, {percent(row.fill)}{partial}",
            number(row.nations or 0),
            number(row.units or 0),
            number(row.persons or 0),
            moved,
            "–" if row.cost is None else money(row.cost, plan.meta.currency),
        ),
        reference=f"branches:{row.branch}",
    )


def _figures(plan: Plan, made: Branches) -> tuple[Figure, ...]:
    found: list[Figure] = []
    if made.planned:
        sentence = _bar_sentence(plan, made)
        wide, narrow = (
            branch_bars.bar_picture(
                plan, made, n_columns=n, width_px=width, name=name, sentence=sentence
            )
            for n, width, name in (
                (2, _WIDE_PX, "branch-bars"),
                (1, _NARROW_PX, narrow_name("branch-bars")),
            )
        )
        found.append(Figure("branch-bars", branch_bars.TITLE, sentence, wide, _WIDE_PX, narrow))
    shown = agreement_lives.lives(plan)
    if shown:
        sentence = _life_sentence(plan, made)
        wide, narrow = (
            agreement_lives.life_picture(plan, shown, width_px=width, name=name, sentence=sentence)
            for width, name in (
                (_WIDE_PX, "agreement-lives"),
                (_NARROW_PX, narrow_name("agreement-lives")),
            )
        )
        title = agreement_lives.TITLE
        found.append(Figure("agreement-lives", title, sentence, wide, _WIDE_PX, narrow))
    return tuple(found)


def _bar_sentence(plan: Plan, made: Branches) -> str:
    row = made.outlook(OutlookMeasure.PERSONS)
    if row.worst_branch is None or row.best_branch is None or row.worst == row.best:
        return "All branches need as many persons at once."
    most, least = (measure_words(plan, row.figure, value) for value in (row.worst, row.best))
    return (
        f"{branch_title(plan, row.worst_branch)} needs most: {most} persons at once; "
        f"{branch_title(plan, row.best_branch)} least: {least}."
    )


def _life_sentence(plan: Plan, made: Branches) -> str:
    states = [row for row in made.agreement_states if row.state is not None]
    told = [
        f"{record_name(plan, 'agreements', row.agreement)} is "
        f"{state_words(None if row.state is None else row.state.value)}"
        for row in states
    ]
    text = f"{listed(told)} today." if told else "No event is known today."
    return f"{capital(text)} Numbers are those of the events in the table below."


def _step_table(plan: Plan, made: Branches) -> PlainTable | None:
    rows = sorted(made.no_regret_steps, key=lambda row: row.rank)
    if not rows:
        return None
    left = len(rows) - MOST_STEPS
    return PlainTable(
        "Needed whichever branch comes: what must be decided first, then who is sent",
        ("Step", "When, from the plan's C-day"),
        tuple(
            Row(
                (capital(step_words(plan, row)), capital(step_days_words(row)) or "–"),
                reference=row.record,
            )
            for row in rows[:MOST_STEPS]
        ),
        more=and_more(left, "step"),
    )


def _nation_table(plan: Plan, made: Branches) -> PlainTable | None:
    units = {(row.nation, row.branch): row.units for row in made.branch_nations}
    nations = [*stayers(made), *leavers(made)]
    if not nations:
        return None
    return PlainTable(
        "Who stays in: units that serve, by nation and branch; those in every branch first",
        ("Nation", *(branch_title(plan, name) for name in made.planned), "Stays in"),
        tuple(
            Row(
                (
                    nation_name(plan, nation),
                    *(number(n) if (n := units[nation, name]) else "–" for name in made.planned),
                    "every branch"
                    if (inside := sum(bool(units[nation, name]) for name in made.planned))
                    == len(made.planned)
                    else f"{inside} of {count(len(made.planned), 'branch', 'branches')}",
                )
            )
            for nation in nations
        ),
        numeric=tuple(range(1, 1 + len(made.planned))),
    )


def _outlook_table(plan: Plan, made: Branches) -> PlainTable | None:
    if not made.planned:
        return None
    rows: list[Row] = []
    for measure in OutlookMeasure:
        row = made.outlook(measure)
        ends = [
            "–"
            if name is None
            else f"{measure_words(plan, measure, value)} ({branch_title(plan, name)})"
            for name, value in ((row.worst_branch, row.worst), (row.best_branch, row.best))
        ]
        mean = "–" if row.expected is None else measure_words(plan, measure, row.expected)
        rows.append(Row((MEASURES[measure], mean, *ends)))
    return PlainTable(
        "Over the branches: expected, given that one of them comes, and at worst",
        ("What", "Expected", "At worst", "At best"),
        tuple(rows),
    )
