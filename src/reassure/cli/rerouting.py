"""`reassure reroute`: a movement under way planned on, with few changes."""

from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.console import (
    draw_progress,
    end_made,
    print_made,
    print_more,
    tell,
    telling_faults,
)
from reassure.cli.options import Folder, FromAlways, OutAlways, Search
from reassure.cli.steps import checked_plan
from reassure.model.movement_choices import LoadFate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reassure.model.movement_outputs import LoadChange
    from reassure.model.plan import Plan
    from reassure.model.results import Deployment

_MOST_LISTED = 15
_STAYS = (LoadFate.KEPT, LoadFate.DONE)
_WORDS = {
    LoadFate.DONE: "arrived",
    LoadFate.UNDER_WAY: "under way",
    LoadFate.RETIMED: "on other days",
    LoadFate.REROUTED: "on another way",
    LoadFate.UNPLACED: "without a way now",
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
        typer.Option(help="Day from which loads may leave; none: today, or the last report."),
    ] = None,
) -> None:
    """Plan a movement under way on: what has moved stays, and little else changes."""
    from reassure.pipeline.folder import claim_folder, write_run
    from reassure.pipeline.rerouting import reroute_movement

    with telling_faults(as_json=search.as_json):
        plan, findings = checked_plan(folder)
        with claim_folder(out):
            pass
        with draw_progress(is_quiet=search.as_json) as update:
            run = reroute_movement(
                plan, from_folder, as_of_day=day, options=search.options(),
                findings=tuple(findings), on_progress=update,
            )  # fmt: skip
        write_run(run, out)
        moved = run.deployment
        assert moved is not None
        for finding in run.findings[len(findings) :]:
            tell(str(finding))
        if search.as_json:
            print_made(plan, moved, "load_changes")
        else:
            _print_changes(plan, moved)
        end_made(moved.provenance, out)


def _print_changes(plan: "Plan", moved: "Deployment") -> None:
    from reassure.brief.words import capital, count, day, verb

    rows = list(moved.load_changes)
    changed = moved.rerouting()
    if not rows or changed is None or moved.as_of_day is None:
        typer.echo("Nothing of this plan moves.")
        return
    fates = changed["fates"]
    kept = fates[LoadFate.KEPT]
    told = [f"{fates[fate]} {text}" for fate, text in _WORDS.items() if fates[fate]]
    others = f" ({', '.join(told)})" if told else ""
    typer.echo(
        f"{capital(day(moved.as_of_day))}: {kept} of {count(len(rows), 'load')} "
        f"{verb(kept, 'keeps', 'keep')} way and days{others}; {changed['later']} later, "
        f"{changed['sooner']} sooner; {_closure('closed', moved.closure_day_before)} before, "
        f"{_closure('closes', moved.closure_day)} now."
    )
    by_owner: dict[str, list[LoadChange]] = {}
    for row in rows:
        if row.fate not in _STAYS:
            by_owner.setdefault(row.owner, []).append(row)
    lines = sorted(by_owner.items(), key=lambda item: (-_delay(item[1]), item[0]))
    for owner, own in lines[:_MOST_LISTED]:
        typer.echo(f"  {_owner_line(plan, owner, own)}")
    print_more(len(lines) - _MOST_LISTED, "load_changes")


def _closure(word: str, closure_day: int | None) -> str:
    from reassure.brief.words import day

    return f"{word} {'never' if closure_day is None else day(closure_day)}"


def _delay(rows: "Sequence[LoadChange]") -> int:
    """Return the days by which the last of some loads is later; never counts as very late."""
    never = 1 << 20
    old = max(never if row.old_arrive_day is None else row.old_arrive_day for row in rows)
    new = max(never if row.new_arrive_day is None else row.new_arrive_day for row in rows)
    return new - old


def _owner_line(plan: "Plan", owner: str, rows: "Sequence[LoadChange]") -> str:
    from reassure.brief.names import binding_words
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
        "never" if None in own else day(max(day for day in own if day is not None)) for own in days
    ]
    parts = [f"{owner}: {count(len(rows), 'load')} ({told})", f"last {ends[1]}, was {ends[0]}"]
    reasons = sorted({row.reason for row in rows if row.reason is not None})
    if reasons:
        words = binding_words(plan, reasons[0])
        first = ", ".join(text for text in (words.place, words.limit) if text)
        parts.append(first if len(reasons) == 1 else f"{first} and {len(reasons) - 1} more")
    return "; ".join(parts)
