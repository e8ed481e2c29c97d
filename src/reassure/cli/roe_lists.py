"""Lists that `reassure roe` prints: who may do what, tasks that nobody may do, what to ask for."""

from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reassure.model.plan import Plan
    from reassure.model.roe_outputs import Permission
    from reassure.model.roe_results import Permissions

MOST_CELLS, MOST_LISTED = 20, 10


def print_permissions(plan: "Plan", made: "Permissions") -> None:
    """Print the matrix in words, what keeps units away, holes with their cures, negotiations."""
    if not len(made.permissions):
        typer.echo(
            "\nNo unit is asked to do a task: the plan lists no tasks for the lines that units "
            "serve. Add rows to tasks, or name tasks in requirements."
        )
        return
    _print_matrix(plan, made)
    _print_holes(plan, made)
    _print_limits(plan, made)
    _print_formations(plan, made)
    _print_negotiations(plan, made)


def _print_matrix(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.names import sector_name
    from reassure.brief.permissions import task_cells, task_name, unit_days
    from reassure.brief.words import percent, spans

    cells = sorted(
        task_cells(made), key=lambda cell: (cell.share, cell.sector, cell.task, cell.objective)
    )
    typer.echo("\nWho may do what, the least usable first (shares of what serves there):")
    for cell in cells[:MOST_CELLS]:
        rows, whole = cell.rows, cell.headline
        free, asked = unit_days(rows, "free"), unit_days(rows, "on_approval")
        told = f"{percent(free / whole)} may" if whole else "what serves counts nothing"
        if asked:
            told += f", {percent(asked / whole)} on approval{_answer(rows)}"
        typer.echo(
            f"  {sector_name(plan, cell.sector)}, {task_name(plan, cell.task)}: {told}, of "
            f"{max(row.units for row in rows)} units; "
            f"{spans([(rows[0].from_day, rows[-1].until_day)])}."
        )
    print_more(len(cells) - MOST_CELLS, "task in a sector", "permissions")


def _answer(rows: "Sequence[Permission]") -> str:
    from reassure.brief.words import number

    waits = [row.answer_hours for row in rows if row.units_on_approval]
    known = [hours for hours in waits if hours is not None]
    if len(known) < len(waits):
        return " (how long an answer takes is not known)"
    return f" (answer within {number(max(known))} h)"


def _print_holes(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.names import sector_name
    from reassure.brief.permissions import change_words, cure_words, task_name, weighty_holes
    from reassure.brief.words import spans

    holes = weighty_holes(made)
    if not holes:
        typer.echo("\nEvery task can be done by some unit of every sector where it is asked for.")
        return
    typer.echo("\nTasks that no unit there may do:")
    for row in holes[:MOST_LISTED]:
        told = cure_words(plan, row)
        when = spans([(row.from_day, row.until_day)])
        where = sector_name(plan, row.sector)
        typer.echo(f"  {where}, {task_name(plan, row.task)}, {when}: {told}.")
    print_more(len(holes) - MOST_LISTED, "hole", "permission_holes")
    if made.smallest_set:
        proven = made.provenance.bound == made.provenance.objective
        sure = "no fewer do" if proven else "fewer may do"
        typer.echo(f"Fewest changes that open all that positions can open ({sure}):")
        for change in made.smallest_set[:MOST_LISTED]:
            typer.echo(f"  {change_words(plan, change)}.")
        print_more(len(made.smallest_set) - MOST_LISTED, "change", "position_changes")


def _print_limits(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.permissions import limit_words, task_name, weighty_limits
    from reassure.brief.words import spans
    from reassure.model.roe_choices import Verdict

    ordered = [row for row in weighty_limits(made) if row.verdict is Verdict.MAY_NOT]
    if ordered:
        typer.echo("\nWhat keeps most away:")
    for row in ordered[:MOST_LISTED]:
        when = spans([(row.from_day, row.until_day)])
        typer.echo(
            f"  {task_name(plan, row.task)}: {limit_words(plan, row)} ({row.binding}); {when}."
        )
    print_more(len(ordered) - MOST_LISTED, "limit", "permission_limits")


def _print_formations(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.permissions import difference_words, weighty_differences

    rows = weighty_differences(made)
    if not rows:
        return
    typer.echo("\nFormations whose units may do different things:")
    for row in rows[:MOST_LISTED]:
        typer.echo(f"  {difference_words(plan, row)}.")
    print_more(len(rows) - MOST_LISTED, "difference", "formation_differences")


def _print_negotiations(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.permissions import change_words
    from reassure.brief.words import count, number

    rows = sorted(made.position_changes, key=lambda row: row.rank)
    if not rows:
        return
    typer.echo(
        "\nWhich negotiation helps most (unit-days by task that one change alone makes usable):"
    )
    for row in rows[:MOST_LISTED]:
        told = f"{number(row.gain)} unit-days"
        if row.holes_closed:
            told += f", opens {count(row.holes_closed, 'hole')} alone"
        if not row.gain:
            told = f"nothing alone; it keeps {number(row.bound)} unit-days away, as others do"
        change = change_words(plan, f"{row.nation}:{row.measure}")
        typer.echo(f"{row.rank:>3}. {change}: {told}.")
    print_more(len(rows) - MOST_LISTED, "position", "position_changes")
