"""Rules of engagement: usable against headline strength, task by task and sector by sector."""

from collections.abc import Sequence

from reassure.brief.context import FileLink, PlainTable, Row, Section
from reassure.brief.matrix import Cell, Matrix, MatrixRow
from reassure.brief.names import nation_name, objective_name, objective_order, sector_name
from reassure.brief.permissions import (
    TaskCell,
    change_words,
    cure_words,
    difference_words,
    limit_words,
    measure_name,
    strength_sentence,
    task_cells,
    task_name,
    usable_share,
    weighty_differences,
    weighty_holes,
    weighty_limits,
)
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import and_more, capital, count, number, percent, spans
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.roe_choices import Strength, Verdict
from reassure.model.roe_results import Permissions

TITLE = "Who may do what: rules of engagement"
MOST_HOLES, MOST_CHANGES, MOST_DIFFERENCES, MOST_REASONS, MOST_LINES = 12, 12, 12, 40, 12

_READ = (
    "A cell holds the share of what serves there and is asked to do the task that may do it, "
    "unasked or when asked, and below it the worst time."
)


def permission_section(drawing: Drawing) -> Section | None:
    """Return the matrix, what closes tasks and opens them; None where no task is asked for."""
    plan, made = drawing.plan, drawing.run.permissions
    if made is None or not len(made.permissions) or not len(plan.measures):
        return None
    tables = (
        _change_table(plan, made),
        _difference_table(plan, made),
        _line_table(drawing.run.force_plan),
        _reason_table(plan, made),
    )
    lead = f"{strength_sentence(made)} {_counting(drawing.run.force_plan)}{_READ}"
    return Section(
        "permissions",
        TITLE,
        lead=lead,
        matrix=_matrix(drawing, task_cells(made)),
        table=_hole_table(plan, made),
        further=tuple(table for table in tables if table is not None),
        links=(
            FileLink(f"{drawing.run.tables}/permissions.csv", "Every cell by time (CSV)"),
            FileLink(f"{drawing.run.tables}/permission_limits.csv", "Every reason (CSV)"),
        )
        if drawing.run.tables
        else (),
    )


def _counting(forces: ForcePlan | None) -> str:
    rows = [] if forces is None else list(forces.usable_fills)
    if forces is None or not rows:
        return ""
    whole = sum(row.headline_unit_days for row in rows)
    usable = sum(row.usable_unit_days for row in rows)
    if forces.counting is Strength.HEADLINE:
        return (
            f"Units were assigned by headline strength: of {number(whole)} unit-days on lines "
            f"whose tasks need measures, {number(usable)} are by units that may do every task. "
        )
    return "Units were assigned only where they may do every task that their line states. "


def _matrix(drawing: Drawing, cells: Sequence[TaskCell]) -> Matrix:
    plan = drawing.plan
    sectors = sorted({cell.sector for cell in cells}, key=lambda name: sector_name(plan, name))
    rows: list[MatrixRow] = []
    for objective in objective_order(plan):
        own = [cell for cell in cells if cell.objective == objective]
        if not own:
            continue
        tone = drawing.tones[objective]
        rows.append(_row(objective_name(plan, objective), own, sectors, tone, is_sum=True))
        tasks = sorted({cell.task for cell in own}, key=lambda task: task_name(plan, task))
        rows += [
            _row(
                task_name(plan, task),
                [cell for cell in own if cell.task == task],
                sectors,
                tone,
                reference=task,
            )
            for task in tasks
        ]
    return Matrix(
        "Share of what serves that may do each task, by task and sector",
        "Task",
        tuple((name, sector_name(plan, name)) for name in sectors),
        count(len(sectors), "sector"),
        tuple(rows),
    )


def _row(
    name: str,
    cells: Sequence[TaskCell],
    sectors: Sequence[str],
    tone: str,
    *,
    reference: str = "",
    is_sum: bool = False,
) -> MatrixRow:
    whole, usable = sum(c.headline for c in cells), sum(c.usable for c in cells)
    by_sector = {name: [cell for cell in cells if cell.sector == name] for name in sectors}
    return MatrixRow(
        name=name,
        filled=f"{number(usable)} of {number(whole)}",
        share=percent(usable / whole) if whole else "–",
        cells=tuple(_cell(by_sector[name], is_sum=is_sum) for name in sectors),
        tone=tone,
        reference=reference,
        is_sum=is_sum,
    )


def _cell(cells: Sequence[TaskCell], *, is_sum: bool) -> Cell | None:
    whole, usable = sum(c.headline for c in cells), sum(c.usable for c in cells)
    if not cells or not whole:
        return None
    return Cell(
        percent(usable / whole),
        f"of {number(whole)}" if is_sum else _worst(cells[0]),
        round(100 * min(1.0, usable / whole)),
    )


def _worst(cell: TaskCell) -> str:
    """Return the worst time of a cell, or that all times are alike."""
    worst = cell.worst
    asked = " when asked" if worst.on_approval and not worst.free else ""
    if usable_share(worst) >= cell.share - 1e-9:
        return asked.strip() or "at all times"
    return f"{percent(usable_share(worst))}{asked}, {spans([(worst.from_day, worst.until_day)])}"


def _hole_table(plan: Plan, made: Permissions) -> PlainTable | None:
    holes = weighty_holes(made)
    if not holes:
        return None
    left = len(holes) - MOST_HOLES
    return PlainTable(
        "Tasks that no unit there may do",
        ("Task", "Where", "When", "What serves, unit-days", "What opens it"),
        tuple(
            Row(
                (
                    task_name(plan, row.task),
                    sector_name(plan, row.sector),
                    spans([(row.from_day, row.until_day)]),
                    number(row.headline),
                    capital(cure_words(plan, row)),
                )
            )
            for row in holes[:MOST_HOLES]
        ),
        numeric=(3,),
        more=" ".join(
            part
            for part in (
                f"and {count(left, 'hole')} more." if left > 0 else "",
                _smallest(plan, made),
            )
            if part
        ),
    )


def _smallest(plan: Plan, made: Permissions) -> str:
    if not made.smallest_set:
        return ""
    is_proven = made.provenance.bound == made.provenance.objective
    n = len(made.smallest_set)
    told = f"{count(n, 'change')} of position {'opens' if n == 1 else 'open'} all that can be"
    shown = "; ".join(change_words(plan, one) for one in made.smallest_set[:MOST_CHANGES])
    more = "; and more" if n > MOST_CHANGES else ""
    return f"{told}, {'no fewer do' if is_proven else 'fewer may do'}: {shown}{more}."


def _change_table(plan: Plan, made: Permissions) -> PlainTable | None:
    rows = sorted(made.position_changes, key=lambda row: row.rank)
    if not rows:
        return None
    left = len(rows) - MOST_CHANGES
    return PlainTable(
        "Which negotiation helps most, each change alone",
        ("Who", "Accepts measure", "Says now", "Opens, unit-days", "Holes", "In the fewest"),
        tuple(
            Row(
                (
                    nation_name(plan, row.nation),
                    measure_name(plan, row.measure),
                    row.stance.value.replace("_", " "),
                    number(row.gain),
                    number(row.holes_closed),
                    "yes" if row.is_in_smallest_set else "–",
                ),
                reference=row.measure,
            )
            for row in rows[:MOST_CHANGES]
        ),
        numeric=(3, 4),
        reference_at=1,
        more=and_more(left, "position"),
    )


def _difference_table(plan: Plan, made: Permissions) -> PlainTable | None:
    rows = weighty_differences(made)
    if not rows:
        return None
    left = len(rows) - MOST_DIFFERENCES
    return PlainTable(
        "Formations whose units may do different things",
        ("Who may, who may not", "What makes the difference"),
        tuple(
            Row((capital(difference_words(plan, row)), ", ".join(row.bindings) or "–"))
            for row in rows[:MOST_DIFFERENCES]
        ),
        more=and_more(left, "difference"),
    )


def _line_table(forces: ForcePlan | None) -> PlainTable | None:
    """Return the lines from which permissions alone keep offers, or units that are assigned."""
    rows = [] if forces is None else list(forces.usable_fills)
    kept = [row for row in rows if row.barred_offers]
    kept.sort(key=lambda row: (-row.barred_unit_days, row.requirement))
    if not kept:
        return None
    left = len(kept) - MOST_LINES
    return PlainTable(
        "Lines that permissions keep offers from",
        ("Line", "Assigned, unit-days", "Usable", "Kept away, at most", "Offers"),
        tuple(
            Row(
                (
                    row.requirement,
                    number(row.headline_unit_days),
                    number(row.usable_unit_days),
                    number(row.barred_unit_days),
                    ", ".join(row.barred_offers),
                )
            )
            for row in kept[:MOST_LINES]
        ),
        numeric=(1, 2, 3),
        more=and_more(left, "line"),
    )


def _reason_table(plan: Plan, made: Permissions) -> PlainTable | None:
    rows = weighty_limits(made)
    if not rows:
        return None
    left = len(rows) - MOST_REASONS
    effects = {Verdict.MAY_NOT: "may not", Verdict.ON_APPROVAL: "when asked"}
    return PlainTable(
        "What keeps units from tasks or makes them ask, that which binds most first",
        ("Task", "Why", "Effect", "When", "Binds, unit-days"),
        tuple(
            Row(
                (
                    task_name(plan, row.task),
                    capital(limit_words(plan, row)),
                    effects[row.verdict] + _answer(row.verdict, row.answer_hours),
                    spans([(row.from_day, row.until_day)]),
                    number(row.bound),
                ),
                reference=row.binding,
            )
            for row in rows[:MOST_REASONS]
        ),
        numeric=(4,),
        reference_at=1,
        more=and_more(left, "reason"),
        is_folded=True,
    )


def _answer(verdict: Verdict, hours: float | None) -> str:
    if verdict is not Verdict.ON_APPROVAL:
        return ""
    return ", time not known" if hours is None else f", {number(hours)} h"
