"""`reassure withdraw`: everybody home, and when each place is clear."""

from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.console import (
    draw_progress,
    end_faulty,
    end_made,
    print_made,
    print_more,
    telling_faults,
)
from reassure.cli.options import Folder, FromAlways, OutAlways, Search, VerifyHome
from reassure.cli.steps import checked_plan

if TYPE_CHECKING:
    from reassure.model.movement_outputs import SiteClearance
    from reassure.model.movement_results import Withdrawal
    from reassure.model.plan import Plan

_MOST_LISTED = 15
_MOST_NAMED = 5


def withdraw(
    folder: Folder,
    search: Search,
    from_folder: FromAlways,
    day: Annotated[int, typer.Option(help="Day from which all may leave, from C-day.")],
    out: OutAlways,
    verify: VerifyHome = False,
) -> None:
    """Bring all home who are in place on a day: days to clear each place, what holds it up."""
    from reassure.cli.places import print_remedies
    from reassure.pipeline.withdrawal import (
        check_withdrawal,
        claim_withdrawal,
        withdraw_force,
        write_withdrawal,
    )

    with telling_faults(as_json=search.as_json), claim_withdrawal(out, from_folder):
        plan, _ = checked_plan(folder, search.branch)
        with draw_progress(is_quiet=search.as_json) as update:
            withdrawal = withdraw_force(
                plan, from_folder, day=day, options=search.options(), on_progress=update
            )
        write_withdrawal(withdrawal, out, from_folder)
        if verify:
            found = check_withdrawal(plan, from_folder, withdrawal)
            end_faulty(found, "withdrawal", as_json=search.as_json)
        if search.as_json:
            print_made(plan, withdrawal, "site_clearances")
        else:
            _print_withdrawal(plan, withdrawal)
            print_remedies(plan, withdrawal)
        end_made(withdrawal.provenance, out)


def _print_withdrawal(plan: "Plan", withdrawal: "Withdrawal") -> None:
    from reassure.brief.words import capital, count, day, number

    sites = withdrawal.sites
    if not sites:
        typer.echo(f"Nobody is in place on {day(withdrawal.from_day)}.")
        _print_on_the_way(withdrawal)
        return
    units, days = len(withdrawal.returns), withdrawal.days_to_clear
    clear = "not all places are clear" if days is None else f"{count(days, 'day')} to clear all"
    home = withdrawal.home_day
    last = "not all get home" if home is None else f"the last is home on {day(home)}"
    tonnes = number(sum(row.tonnes for row in sites))
    typer.echo(
        f"{capital(day(withdrawal.from_day))}: {count(units, 'unit')} of {tonnes} t at "
        f"{count(len(sites), 'place')}; {clear}; {last}."
    )
    _print_on_the_way(withdrawal)
    for row in sites[:_MOST_LISTED]:
        typer.echo(f"  {_site_line(plan, withdrawal, row)}")
    print_more(len(sites) - _MOST_LISTED, "place", "site_clearances")


def _print_on_the_way(withdrawal: "Withdrawal") -> None:
    """Name those who are on the way on that day, and say that they are not counted."""
    from reassure.brief.words import count, verb

    for way, who in (("home", withdrawal.on_way_home), ("out", withdrawal.on_way_out)):
        if who:
            n, more = len(who), len(who) - _MOST_NAMED
            names = f"{', '.join(who[:_MOST_NAMED])}{f' and {more} more' if more > 0 else ''}"
            typer.echo(
                f"  Not counted: {count(n, 'unit')} on the way {way} by the movement ({names}); "
                f"{verb(n, 'it is', 'they are')} taken to go on, and to need no room on the "
                "network."
            )


def _not_clear(withdrawal: "Withdrawal") -> str:
    """Say why a place is not clear: what is left cannot go, or a stop left it out."""
    from reassure.brief.endings import cut_short

    stopped = cut_short(withdrawal)
    return f"not all scheduled, {stopped}" if stopped else "cannot be cleared within the plan"


def _site_line(plan: "Plan", withdrawal: "Withdrawal", row: "SiteClearance") -> str:
    from reassure.brief.names import binding_words, location_name
    from reassure.brief.words import count, number, percent

    days = row.days_to_clear
    clear = _not_clear(withdrawal) if days is None else f"clear in {count(days, 'day')}"
    parts = [f"{location_name(plan, row.location)}: {clear}, {count(row.units, 'unit')}"]
    own = [part for part in withdrawal.site_clearances if part.location == row.location]
    by_mode = sorted((part for part in own if part.mode), key=lambda part: -part.tonnes)
    if row.tonnes > 0:
        shares = [
            f"{percent(part.tonnes / row.tonnes)} by {part.mode.value}"
            for part in by_mode
            if part.mode is not None
        ]
        parts.append(f"{number(row.tonnes)} t, {', '.join(shares)}" if shares else "")
    if row.binding is not None:
        words = binding_words(plan, row.binding)
        waited = count(int(row.waited_days), "load-day")
        parts.append(f"longest wait: {words.place}, {words.limit} ({waited})")
    return "; ".join(part for part in parts if part)
