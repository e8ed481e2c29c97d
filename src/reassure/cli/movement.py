"""`reassure track` and `reassure merge`: movement under way, and movements of several nations."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reassure.cli.console import print_json, print_more, tell, telling_faults
from reassure.cli.options import PATH, AsJson, Branch, Folder, FromAlways, Out, OutAlways
from reassure.cli.steps import checked_plan
from reassure.model.choices import MovePurpose

if TYPE_CHECKING:
    from reassure.model.finding import Finding
    from reassure.model.movement_outputs import (
        Conflict,
        LoadStatus,
        MovementStatus,
        PlanDifference,
    )
    from reassure.model.movement_results import Execution, MergedMovement
    from reassure.model.plan import Plan
    from reassure.model.result import Result

MOST_LISTED = 15
_MOST_NAMED = 3


def track(
    folder: Folder,
    from_folder: FromAlways,
    day: Annotated[
        int | None,
        typer.Option(
            help="Day at whose end to compare, from C-day; none: today, or the last report."
        ),
    ] = None,
    branch: Branch = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Compare what movements really did, by the table actuals, with the plan."""
    from reassure.pipeline.movement import track_movement, write_execution

    with telling_faults(as_json=as_json):
        plan, _ = checked_plan(folder, branch)
        execution, warnings = track_movement(plan, from_folder, as_of_day=day)
        if out is not None:
            write_execution(execution, out)
        for finding in warnings:
            tell(str(finding))
        if as_json:
            print_json(_as_object(plan, execution, warnings))
        else:
            _print_execution(plan, execution)
        if out is not None:
            tell(f"Results are in {out}.")


def merge(
    folder: Folder,
    results: Annotated[
        list[Path],
        typer.Argument(help="Folders with the results of two or more nations.", **PATH),
    ],
    out: OutAlways,
    plans: Annotated[
        list[Path] | None,
        typer.Option(
            "--plan", help="Plan folder of a nation, to compare with; once for each.", **PATH
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put national movements together, and name every limit that they overuse as one."""
    from reassure.pipeline.movement import merge_folders, write_merged

    with telling_faults(as_json=as_json):
        plan, _ = checked_plan(folder)
        merged = merge_folders(plan, results, plan_folders=plans or ())
        write_merged(merged, out, results)
        if as_json:
            print_json(_as_object(plan, merged, ()))
        else:
            _print_merged(plan, merged)
        tell(f"Results are in {out}.")


def _as_object(plan: "Plan", result: "Result", warnings: "Sequence[Finding]") -> dict[str, Any]:
    """Return figures, the tables that are new and what is taken as given."""
    kept = (
        "movement_status", "load_status", "in_place_days", "conflicts", "double_fills",
        "plan_differences",
    )  # fmt: skip
    tables = {name: table for name, table in result.to_tables().items() if name in kept}
    rows = {
        name: [row.model_dump(mode="json") for row in table.records]
        for name, table in tables.items()
    }
    notes = ("assumptions", "unknown_inputs")
    told = {name: list(getattr(result, name)) for name in notes if hasattr(result, name)}
    findings = [finding.to_dict() for finding in warnings]
    return {"label": plan.meta.label, "warnings": findings, **result.figures(), **told, **rows}


def _print_execution(plan: "Plan", execution: "Execution") -> None:
    from reassure.brief.words import capital, count, day, percent, verb

    rows = execution.status_of(MovePurpose.DEPLOYMENT)
    now = {row.day: row for row in execution.in_place_days}.get(execution.as_of_day)
    if now is None or now.actual_share is None:
        typer.echo("No assignment of this plan moves.")
        return
    late, behind = execution.endangered, execution.behind
    typer.echo(
        f"{capital(day(execution.as_of_day))}: {percent(now.actual_share)} of "
        f"{count(len(rows), 'movement')} {verb(len(rows), 'is', 'are')} in place, "
        f"planned {percent(now.planned_share)}; "
        f"{behind} {verb(behind, 'is', 'are')} behind, {late} cannot meet the wanted day."
    )
    worst = [row for row in rows if (row.behind_days or 0) > 0 or not row.can_meet_wanted_day]
    worst.sort(key=lambda row: (row.can_meet_wanted_day, -(row.behind_days or 0), row.owner))
    pledges = execution.status_of(MovePurpose.DELIVERY)
    for listed in (worst, [row for row in pledges if not row.can_meet_wanted_day]):
        for row in listed[:MOST_LISTED]:
            loads = _alike(execution, row)
            typer.echo(f"  {_status_line(plan, row, is_one=len(loads) == 1)}")
            for line in _load_lines(plan, loads) if len(loads) > 1 else ():
                typer.echo(f"    {line}")
        print_more(len(listed) - MOST_LISTED, "movement", "movement_status")
    for text in execution.assumptions:
        tell(text)


def _alike(execution: "Execution", row: "MovementStatus") -> "list[list[LoadStatus]]":
    """Return the loads of a movement, those that were seen last at one place and day together."""
    found: dict[object, list[LoadStatus]] = {}
    for load in execution.load_status:
        if load.owner == row.owner and (load.purpose is MovePurpose.DELIVERY) is (
            row.purpose is MovePurpose.DELIVERY
        ):
            key = (load.purpose, load.last_event, load.last_location, load.last_day)
            found.setdefault(key, []).append(load)
    return list(found.values())


def _load_lines(plan: "Plan", groups: "list[list[LoadStatus]]") -> Iterator[str]:
    """Yield how far the loads of one movement are, in a line for all seen at one place and day."""
    from reassure.brief.names import location_name
    from reassure.brief.words import count, day

    for loads in groups[:MOST_LISTED]:
        row = loads[0]
        is_apart = row.purpose in (MovePurpose.PEOPLE, MovePurpose.EQUIPMENT)
        of = f" of {row.purpose.value}" if is_apart else ""
        seen = "has not left" if len(loads) == 1 else "have not left"
        if row.last_event is not None:
            place = location_name(plan, row.last_location or "")
            seen = f"{row.last_event.value} {place}, {day(row.last_day)}"
        parts = [f"{count(len(loads), 'load')}{of}: {seen}"]
        behind = [int(load.behind_days or 0) for load in loads]
        if max(behind) > 0:
            most = "" if min(behind) == max(behind) else "up to "
            parts.append(f"{most}{count(max(behind), 'day')} behind")
        days = [load.expected_day for load in loads]
        known = [expected for expected in days if expected is not None]
        last = max(known) if len(known) == len(days) else None
        parts.append(f"{'' if len({*days}) == 1 else 'the last '}expected {day(last)}")
        yield "; ".join(parts)
    if len(groups) > MOST_LISTED:
        left = sum(map(len, groups[MOST_LISTED:]))
        yield f"and {count(left, 'more load')}; tables/load_status.csv of --out lists them all."


def _status_line(plan: "Plan", row: "MovementStatus", *, is_one: bool) -> str:
    from reassure.brief.names import location_name
    from reassure.brief.words import count, day, percent

    behind = row.behind_days or 0
    shares = f"{percent(row.departed_share)} departed, {percent(row.arrived_share)} arrived"
    who = f"pledge {row.owner}" if row.purpose is MovePurpose.DELIVERY else row.owner
    parts = [f"{who}: {shares} (planned {percent(row.planned_arrived_share)})"]
    if behind > 0:
        parts.append(f"{count(int(behind), 'day')} behind")
    if is_one and row.last_location is not None and row.last_day is not None:
        parts.append(f"last seen at {location_name(plan, row.last_location)}, {day(row.last_day)}")
    expected = "never" if row.expected_day is None else day(row.expected_day)
    met = "can be met" if row.can_meet_wanted_day else "cannot be met"
    parts.append(f"expected {expected}, wanted {day(row.wanted_day)}: {met}")
    return "; ".join(parts)


def _print_merged(plan: "Plan", merged: "MergedMovement") -> None:
    from reassure.brief.words import count, number

    rows = sorted(merged.conflicts, key=lambda row: (row.from_day, -row.over_t, row.limit))
    moved = f"{count(len(merged.assignments), 'movement')} of {_nations(plan, merged)}"
    if rows:
        over = number(sum(row.over_t for row in rows))
        typer.echo(f"{moved}: {count(len(rows), 'conflict')}, {over} t beyond limits.")
    else:
        typer.echo(f"{moved}: no limit is overused.")
    for row in rows[:MOST_LISTED]:
        typer.echo(f"  {_conflict_line(plan, row)}")
    print_more(len(rows) - MOST_LISTED, "conflict", "conflicts")
    _print_double_fills(merged)
    differences = list(merged.plan_differences)
    if differences:
        values = count(len(differences), "value")
        typer.echo(f"National plans differ from the coalition's in {values}:")
    for item in differences[:MOST_LISTED]:
        typer.echo(f"  {_difference_line(item)}")
    print_more(len(differences) - MOST_LISTED, "difference", "plan_differences")
    for text in merged.unknown_inputs:
        tell(f"Made from another plan than the coalition's, which is not at hand: {text}.")
    if merged.unknown_inputs:
        tell("--plan with the nation's plan folder shows where the two differ.")


def _print_double_fills(merged: "MergedMovement") -> None:
    from reassure.brief.words import count, days_in, number, span

    rows = list(merged.double_fills)
    if rows:
        lines = count(len({row.requirement for row in rows}), "line")
        typer.echo(f"Nations fill {lines} together beyond what is asked for:")
    for row in rows[:MOST_LISTED]:
        typer.echo(
            f"  {span(*days_in(row.from_day, row.until_day))}, {row.requirement}: "
            f"{number(row.filled_quantity, 2)} of {number(row.required_quantity, 2)}; "
            f"{', '.join(row.nations)}"
        )
    print_more(len(rows) - MOST_LISTED, "line", "double_fills")


def _nations(plan: "Plan", merged: "MergedMovement") -> str:
    offers = {row.offer for row in merged.assignments}
    return ", ".join(sorted({plan.offers[offer].nation for offer in offers})) or "nobody"


def _conflict_line(plan: "Plan", row: "Conflict") -> str:
    from reassure.brief.names import binding_words
    from reassure.brief.words import days_in, number, span

    own = f"locations:{row.location}" if row.link is None else f"links:{row.link}"
    reference = row.limit if ":" in row.limit else f"{own}.{row.limit}"
    where = binding_words(plan, reference)
    named = [*row.assignments[:_MOST_NAMED]]
    more = len(row.assignments) - len(named)
    who = f"{', '.join(named)}{f' and {more} more' if more > 0 else ''}"
    return (
        f"{span(*days_in(row.from_day, row.until_day))}, {where.place}, {row.limit}: "
        f"{number(row.used, 2)} used of {number(row.capacity, 2)}, {number(row.over_t)} t over; "
        f"{', '.join(row.nations)} ({who})"
    )


def _difference_line(row: "PlanDifference") -> str:
    who = ", ".join(row.nations)
    if row.field is None:
        absent = "the coalition's plan" if row.coalition_value is None else f"the plan of {who}"
        return f"{row.table}:{row.record} is not in {absent}"
    ours, theirs = row.coalition_value or "empty", row.national_value or "empty"
    return f"{row.table}:{row.record}.{row.field}: {ours}, and {theirs} in the plan of {who}"
