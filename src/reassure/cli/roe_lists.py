"""Lists that `reassure roe` prints: who may do what, tasks that nobody may do, what to ask for."""

from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reassure.model.plan import Plan
    from reassure.model.roe_outputs import Permission, PermissionLimit
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
    _print_negotiations(plan, made)


def _print_matrix(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.names import sector_name
    from reassure.brief.words import percent, spans

    cells: dict[tuple[str, str, str], list[Permission]] = {}
    for row in made.permissions:
        cells.setdefault((row.sector, row.task, row.objective), []).append(row)

    def usable(rows: "Sequence[Permission]") -> float:
        whole = _days(rows, "headline")
        return (_days(rows, "free") + _days(rows, "on_approval")) / whole if whole else 0.0

    ordered = sorted(cells.items(), key=lambda item: (usable(item[1]), item[0]))
    typer.echo("\nWho may do what, the least usable first (shares of what serves there):")
    for (sector, task, _), rows in ordered[:MOST_CELLS]:
        whole = _days(rows, "headline")
        free, asked = _days(rows, "free"), _days(rows, "on_approval")
        told = f"{percent(free / whole)} may" if whole else "what serves counts nothing"
        if asked:
            told += f", {percent(asked / whole)} on approval{_answer(rows)}"
        typer.echo(
            f"  {sector_name(plan, sector)}, {_task(plan, task)}: {told}, of "
            f"{max(row.units for row in rows)} units; "
            f"{spans([(rows[0].from_day, rows[-1].until_day)])}."
        )
    print_more(len(ordered) - MOST_CELLS, "task in a sector", "permissions")


def _days(rows: "Sequence[Permission]", name: str) -> float:
    return sum(getattr(row, name) * (row.until_day - row.from_day) for row in rows)


def _answer(rows: "Sequence[Permission]") -> str:
    from reassure.brief.words import number

    waits = [row.answer_hours for row in rows if row.units_on_approval]
    known = [hours for hours in waits if hours is not None]
    if len(known) < len(waits):
        return " (how long an answer takes is not known)"
    return f" (answer within {number(max(known))} h)"


def _print_holes(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.names import sector_name
    from reassure.brief.words import spans

    holes = sorted(made.permission_holes, key=lambda row: (-row.headline, row.sector, row.task))
    if not holes:
        typer.echo("\nEvery task can be done by some unit of every sector where it is asked for.")
        return
    typer.echo("\nTasks that no unit there may do:")
    for row in holes[:MOST_LISTED]:
        told = _cure(plan, row.cure, row.changes)
        when = spans([(row.from_day, row.until_day)])
        where = sector_name(plan, row.sector)
        typer.echo(f"  {where}, {_task(plan, row.task)}, {when}: {told}.")
    print_more(len(holes) - MOST_LISTED, "hole", "permission_holes")
    if made.smallest_set:
        proven = made.provenance.bound == made.provenance.objective
        sure = "no fewer do" if proven else "fewer may do"
        typer.echo(f"Fewest changes that open all that positions can open ({sure}):")
        for change in made.smallest_set[:MOST_LISTED]:
            typer.echo(f"  {_change(plan, change)}.")
        print_more(len(made.smallest_set) - MOST_LISTED, "change", "position_changes")


def _cure(plan: "Plan", cure: object, changes: "Sequence[str]") -> str:
    from reassure.brief.words import listed
    from reassure.model.roe_choices import HoleCure

    match cure:
        case HoleCure.POSITIONS:
            return listed([_change(plan, change) for change in changes])
        case HoleCure.MEASURES:
            return "a measure that it needs must be implemented there first"
        case HoleCure.CAVEATS:
            return "caveats must be lifted; positions alone do not do"
        case _:
            return "no unit there has the attributes that it needs; other units must come"


def _print_limits(plan: "Plan", made: "Permissions") -> None:
    from reassure.brief.words import spans
    from reassure.model.roe_choices import Verdict

    limits = [row for row in made.permission_limits if row.verdict is Verdict.MAY_NOT]
    ordered = sorted(limits, key=lambda row: (-row.bound, row.task, row.binding))
    if ordered:
        typer.echo("\nWhat keeps most away:")
    for row in ordered[:MOST_LISTED]:
        when = spans([(row.from_day, row.until_day)])
        typer.echo(f"  {_task(plan, row.task)}: {_limit(plan, row)} ({row.binding}); {when}.")
    print_more(len(ordered) - MOST_LISTED, "limit", "permission_limits")


def _limit(plan: "Plan", row: "PermissionLimit") -> str:
    from reassure.brief.names import nation_name
    from reassure.model.roe_choices import LimitKind

    whose = "" if row.nation is None else nation_name(plan, row.nation)
    about = "" if row.measure is None else _measure(plan, row.measure)
    offer = "" if row.offer is None else f" for offer {row.offer}"
    match row.kind:
        case LimitKind.POSITION:
            return f"{whose} does not accept measure {about} there"
        case LimitKind.CAVEAT:
            return f"a caveat of {whose}{offer}"
        case LimitKind.NOT_IN_FORCE:
            return f"measure {about} is not in force there"
        case LimitKind.ATTRIBUTES:
            return f"units of offer {row.offer} of {whose} lack an attribute that it needs"


def _print_negotiations(plan: "Plan", made: "Permissions") -> None:
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
        change = _change(plan, f"{row.nation}:{row.measure}")
        typer.echo(f"{row.rank:>3}. {change}: {told}.")
    print_more(len(rows) - MOST_LISTED, "position", "position_changes")


def _change(plan: "Plan", change: str) -> str:
    from reassure.brief.names import nation_name

    nation, measure = change.split(":", 1)
    return f"{nation_name(plan, nation)} accepts measure {_measure(plan, measure)}"


def _measure(plan: "Plan", measure: str) -> str:
    row = plan.measures[measure]
    return f"{row.series}.{row.number} ({row.title})"


def _task(plan: "Plan", task: str) -> str:
    return plan.tasks[task].title
