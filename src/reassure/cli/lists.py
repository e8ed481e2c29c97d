"""Lists that commands print for people: asks by rank, changes by importance."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reassure.model.plan import Plan
    from reassure.model.results import Asks, ForcePlan

MOST_CHANGES = 15
MOST_NOT_WORKED_OUT = 5


def print_asks(plan: "Plan", asks: "Asks") -> None:
    """Print what to ask for next, the best first; of what was not worked out the first few."""
    from reassure.brief.asks import ask_words, filled_words, gain_words
    from reassure.brief.words import count

    rows = sorted(asks.asks, key=lambda row: row.rank)
    if not rows:
        typer.echo("\nNothing that could be asked for would gain anything.")
        return
    typer.echo("\nWhat to ask for next (gains in weighted unit-periods):")
    shown = 0
    for row in rows:
        if row.gain is None:
            shown += 1
            if shown > MOST_NOT_WORKED_OUT:
                continue
        told = [gain_words(row), filled_words(row)]
        typer.echo(f"{row.rank:>3}. {ask_words(plan, row)}: {', '.join(filter(None, told))}")
    if shown > MOST_NOT_WORKED_OUT:
        left = shown - MOST_NOT_WORKED_OUT
        typer.echo(f"     and {count(left, 'more ask')} not worked out (--top works out more).")


def print_changes(plan: "Plan", force_plan: "ForcePlan") -> None:
    """Print what a plan made anew changes of the earlier one, the most important first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid

    from reassure.brief.changes import (
        KINDS,
        by_importance,
        changes_sentence,
        reason_words,
    )
    from reassure.brief.names import line_name, offer_name
    from reassure.brief.words import count, span

    rows = by_importance(plan, force_plan)
    typer.echo(f"\n{changes_sentence(force_plan)}")
    if not rows:
        return
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column("change", no_wrap=True)
    grid.add_column("units", justify="right", no_wrap=True)
    for head in ("line", "offer", "days", "reason"):
        grid.add_column(head)
    for row in rows[:MOST_CHANGES]:
        grid.add_row(
            KINDS[row.change],
            str(row.units),
            line_name(plan, row.requirement),
            offer_name(plan, row.offer),
            span(row.from_day, row.until_day),
            reason_words(plan, row),
        )
    Console().print(grid)
    if len(rows) > MOST_CHANGES:
        more = count(len(rows) - MOST_CHANGES, "change")
        typer.echo(f"and {more} more; tables/changes.csv of --out lists them all.")
