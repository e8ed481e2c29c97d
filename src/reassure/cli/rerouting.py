"""`reassure reroute`: a movement under way planned on, with few changes."""

from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.console import (
    draw_progress,
    end_faulty,
    end_made,
    print_made,
    print_more,
    tell,
    telling_faults,
)
from reassure.cli.options import Folder, FromAlways, OutAlways, Search, VerifyMoves
from reassure.cli.steps import checked_plan
from reassure.model.choices import MovePurpose
from reassure.model.movement_choices import LoadFate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reassure.model.movement_outputs import LoadChange
    from reassure.model.plan import Plan
    from reassure.model.results import Deployment, ForcePlan

_MOST_LISTED = 15
_MOST_REASONS = 2
_EARLIER = ("legs", "arrivals")
"""Tables of the earlier schedule in which a reason names a day that has passed."""

_BEYOND = "not within the plan"

_STAYS = (LoadFate.KEPT, LoadFate.DONE)
_WORDS = {
    LoadFate.DONE: "arrived",
    LoadFate.UNDER_WAY: "under way",
    LoadFate.RETIMED: "on other days",
    LoadFate.REROUTED: "on another way",
    LoadFate.UNPLACED: "without a way that ends within the plan",
    LoadFate.ADDED: "new",
    LoadFate.DROPPED: "not asked for any more",
}


def reroute(
    folder: Folder,
    search: Search,
    from_folder: FromAlways,
    out: OutAlways,
    day: Annotated[
        int | None,
        typer.Option(
            help="First day on which loads may leave, reports of it included; none: today, or the "
            "last report."
        ),
    ] = None,
    verify: VerifyMoves = False,
) -> None:
    """Plan a movement under way on: what has moved stays, and little else changes."""
    from reassure.checks.deployment import verify_deployment
    from reassure.pipeline.folder import claim_folder, write_run
    from reassure.pipeline.rerouting import reroute_movement

    with telling_faults(as_json=search.as_json), claim_folder(out):
        plan, findings = checked_plan(folder, search.branch)
        with draw_progress(is_quiet=search.as_json) as update:
            run = reroute_movement(
                plan, from_folder, as_of_day=day, options=search.options(),
                findings=tuple(findings), on_progress=update,
            )  # fmt: skip
        write_run(run, out)
        forces, moved = run.force_plan, run.deployment
        assert forces is not None
        assert moved is not None
        for finding in run.findings[len(findings) :]:
            tell(str(finding))
        if verify:
            found = verify_deployment(plan, forces, moved)
            end_faulty(found, "deployment", as_json=search.as_json)
        if search.as_json:
            print_made(plan, moved, "load_changes")
        else:
            _print_changes(plan, forces, moved)
        end_made(moved.provenance, out)


def _print_changes(plan: "Plan", forces: "ForcePlan", moved: "Deployment") -> None:
    from reassure.brief.words import count, day, verb

    rows = list(moved.load_changes)
    changed = moved.rerouting()
    if not rows or changed is None or moved.as_of_day is None:
        typer.echo("Nothing of this plan moves.")
        return
    fates = changed["fates"]
    kept = fates[LoadFate.KEPT]
    told = [f"{fates[fate]} {text}" for fate, text in _WORDS.items() if fates[fate]]
    others = f"; the others: {', '.join(told)}" if told else ""
    typer.echo(
        f"From {day(moved.as_of_day)} on: {kept} of {count(len(rows), 'load')} "
        f"{verb(kept, 'keeps', 'keep')} way and days{others}. {changed['later']} later than "
        f"planned, {changed['sooner']} sooner. Closure {_closure(moved.closure_day)}, was "
        f"{_closure(moved.closure_day_before)}."
    )
    by_owner: dict[str, list[LoadChange]] = {}
    for row in rows:
        if row.fate not in _STAYS:
            by_owner.setdefault(row.owner, []).append(row)
    lines = sorted(by_owner.items(), key=lambda item: (-_delay(item[1]), item[0]))
    for owner, own in lines[:_MOST_LISTED]:
        typer.echo(f"  {_owner_line(plan, forces, owner, own)}")
    print_more(len(lines) - _MOST_LISTED, "movement", "load_changes")


def _closure(closure_day: int | None) -> str:
    from reassure.brief.words import day

    return _BEYOND if closure_day is None else day(closure_day)


def _delay(rows: "Sequence[LoadChange]") -> int:
    """Return the days by which the last of some loads is later; never counts as very late."""
    never = 1 << 20
    old = max(never if row.old_arrive_day is None else row.old_arrive_day for row in rows)
    new = max(never if row.new_arrive_day is None else row.new_arrive_day for row in rows)
    return new - old


def _owner_line(plan: "Plan", forces: "ForcePlan", owner: str, rows: "Sequence[LoadChange]") -> str:
    from reassure.brief.words import count, day

    fates = [row.fate for row in rows]
    told = ", ".join(
        f"{fates.count(fate)} {text}" for fate, text in _WORDS.items() if fate in fates
    )
    days = [
        [row.old_arrive_day for row in rows],
        [row.new_arrive_day for row in rows],
    ]
    ends = [
        _BEYOND if None in own else day(max(day for day in own if day is not None)) for own in days
    ]
    who = _who(plan, forces, owner)
    parts = [f"{who}: {count(len(rows), 'load')} ({told})", f"last {ends[1]}, was {ends[0]}"]
    by_reason: dict[str, int] = {}
    for row in rows:
        reason = _reason(plan, row)
        if reason:
            by_reason[reason] = by_reason.get(reason, 0) + 1
    reasons = list(by_reason)
    for reason in reasons[:_MOST_REASONS]:
        n_loads = by_reason[reason]
        parts.append(reason if n_loads == len(rows) else f"{count(n_loads, 'load')}: {reason}")
    if len(reasons) > _MOST_REASONS:
        parts.append(f"and {count(len(reasons) - _MOST_REASONS, 'more reason')}")
    return "; ".join(parts)


def _who(plan: "Plan", forces: "ForcePlan", owner: str) -> str:
    from reassure.brief.names import line_name, nation_name, record_name

    if owner not in forces.assignments:
        return f"{record_name(plan, 'pledges', owner)} ({owner})"
    tour = forces.assignments[owner]
    nation = nation_name(plan, plan.offers[tour.offer].nation)
    return f"{nation}, {line_name(plan, tour.requirement)} ({owner})"


def _reason(plan: "Plan", row: "LoadChange") -> str:
    """Return in words why a load changes; empty: nothing is told."""
    from reassure.brief.names import location_name
    from reassure.brief.words import day

    table, _, record = (row.reason or "").partition(":")
    if row.reason is None:
        return ""
    if table in _EARLIER:
        # The day of another load of the unit is told where that took this one with it.
        own = f"{table}:{row.load if table == 'arrivals' else f'{row.load}|1'}."
        if not row.reason.startswith(own):
            return "goes with loads of its unit that did not leave as planned"
        place = "" if row.origin is None else f" {location_name(plan, row.origin)}"
        home = " for home" if row.purpose is MovePurpose.RETURN else ""
        return f"did not leave{place}{home} on {day(row.old_depart_day)} as planned"
    name = record.removesuffix(".day")
    if table == "actuals" and name in plan.actuals:
        seen = plan.actuals[name]
        told = f"{seen.event.value} {location_name(plan, seen.location)} {day(seen.day)}"
        other = seen.assignment or seen.pledge
        held = "" if row.held_by is None else f", then held by: {_limit(plan, row.held_by)}"
        return f"{'' if other == row.owner else f'{other} '}{told} (report {name}){held}"
    return _limit(plan, row.reason)


def _limit(plan: "Plan", binding: str) -> str:
    from reassure.brief.names import binding_words

    words = binding_words(plan, binding)
    return ", ".join(text for text in (words.place, words.limit) if text)
