"""Lists that `reassure upgrade` prints: upgrades, the sets that were tried, what binds."""

from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more
from reassure.cli.places import print_remedies

if TYPE_CHECKING:
    from reassure.model.deployed import Deployment
    from reassure.model.plan import Plan
    from reassure.model.upgrade_results import Upgrades

MOST_LISTED = 10


def print_upgrades(plan: "Plan", upgrades: "Upgrades", moved: "Deployment | None") -> None:
    """Print upgrades by what they save, the sets that were tried, and what binds.

    Parameters
    ----------
    plan, upgrades
        What the upgrades are of, and what they are worth.
    moved
        Movement that they were weighed for: what cannot arrive in it is held up, too.
    """
    from reassure.brief.upgrades import (
        NO_UPGRADE,
        change_words,
        cost_words,
        effect_words,
        unit_sentence,
        upgrade_name,
        worth_words,
    )

    rows = sorted(upgrades.upgrade_values, key=lambda row: row.rank)
    if rows:
        typer.echo(f"\nUpgrades by what they save. {unit_sentence(upgrades.lowered)}")
    else:
        typer.echo(f"\n{NO_UPGRADE}")
    worked = [row for row in rows if row.gain is not None]
    others = [row for row in rows if row.gain is None]
    for row in (*worked, *others[:MOST_LISTED]):
        what = f"{upgrade_name(plan, row.upgrade)} ({change_words(plan, row.upgrade)}"
        told = "; ".join(
            filter(None, (worth_words(row, upgrades.lowered), effect_words(plan, row)))
        )
        typer.echo(f"{row.rank:>3}. {what}; {cost_words(plan, row)}): {told}.")
    print_more(len(others) - MOST_LISTED, "upgrade", "upgrade_values")
    _print_sets(plan, upgrades)
    _print_bottlenecks(plan, upgrades, moved)


def _print_sets(plan: "Plan", upgrades: "Upgrades") -> None:
    from reassure.brief.upgrades import comparison_sentence, effect_words, set_words, worth_words
    from reassure.brief.words import money

    if upgrades.budget is None:
        return
    best = upgrades.best_set
    typer.echo(f"\nThe best set for {money(upgrades.budget, plan.meta.currency)}:")
    if best is None:
        for text in upgrades.assumptions:
            if "budget" in text:
                typer.echo(f"  {text}.")
        typer.echo("  No set was found that saves anything.")
        return
    told = "; ".join(filter(None, (worth_words(best, upgrades.lowered), effect_words(plan, best))))
    typer.echo(f"  {set_words(plan, best)}: {told}.")
    typer.echo(f"  {comparison_sentence(upgrades)}")


def _print_bottlenecks(plan: "Plan", upgrades: "Upgrades", moved: "Deployment | None") -> None:
    from reassure.brief.endings import open_words
    from reassure.brief.upgrades import bottleneck_binding, bottleneck_words

    rows = sorted(
        upgrades.bottlenecks,
        key=lambda row: (-row.worth_doubled, -row.queue_days, row.from_day),
    )
    if moved is not None:
        print_remedies(plan, moved)
    if not rows:
        stuck = "" if moved is None else open_words(moved)
        if not stuck:
            typer.echo("\nNothing holds movement up.")
        elif moved is not None and not len(moved.ways_out):
            typer.echo(f"\n{stuck}.")
        return
    typer.echo("\nWhat holds movement up:")
    for i, row in enumerate(rows[:MOST_LISTED], start=1):
        told = bottleneck_words(plan, row, upgrades.lowered)
        typer.echo(f"{i:>3}. {bottleneck_binding(plan, row).text}: {told}.")
    print_more(len(rows) - MOST_LISTED, "bottleneck", "bottlenecks")
