"""What commands print of what cannot arrive, and of places that lack something."""

from itertools import groupby
from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more
from reassure.model.choices import MovePurpose
from reassure.model.movement_choices import MovementOutcome

if TYPE_CHECKING:
    from reassure.model.deployed import Deployment
    from reassure.model.movement_results import Withdrawal
    from reassure.model.plan import Plan
    from reassure.model.site_outputs import SiteShortfall, WayOut

MOST_LISTED = 5
_WHO = {
    MovePurpose.DEPLOYMENT: "{}",
    MovePurpose.RETURN: "{} on its way home",
    MovePurpose.DELIVERY: "pledge {}",
}


def print_remedies(plan: "Plan", moved: "Deployment | Withdrawal") -> None:
    """Print what cannot arrive, those with the same remedy together, and which are listed."""
    from reassure.brief.endings import OUTCOMES
    from reassure.brief.words import count

    alike: dict[tuple[WayOut, ...], list[str]] = {}
    for mover, rows in groupby(moved.ways_out, key=lambda row: (row.purpose, row.owner)):
        # All but whose way it is is the same for those with the same way.
        key = tuple(row.model_copy(update={"owner": ""}) for row in rows)
        alike.setdefault(key, []).append(_WHO[mover[0]].format(mover[1]))
    if not alike:
        return
    n_stuck = sum(map(len, alike.values()))
    cannot = OUTCOMES[MovementOutcome.CANNOT_ARRIVE]
    typer.echo(f"\n{count(n_stuck, 'movement')} {cannot}: no way is open. The cheapest remedies:")
    ordered = sorted(alike.items(), key=lambda item: (-len(item[1]), item[1]))
    for i, (way, who) in enumerate(ordered[:MOST_LISTED], start=1):
        whom = who[0] if len(who) == 1 else f"{who[0]} and {count(len(who) - 1, 'other')}"
        typer.echo(f"{i:>3}. {whom}: {'; then '.join(_obstacle(plan, row) for row in way)}.")
    print_more(len(ordered) - MOST_LISTED, "such group", "ways_out")
    n_open = sum(len(who) for way, who in ordered if all(row.upgrade for row in way))
    typer.echo(f"     Listed upgrades would let {n_open} of them pass.")


def _obstacle(plan: "Plan", row: "WayOut") -> str:
    from reassure.brief.words import money

    asked = f" {row.found or 'empty'}, needed {row.needed}" if row.needed is not None else ""
    told = f"{row.binding}{asked}"
    if row.upgrade is None or row.cost is None:
        return f"{told} (no upgrade is listed)"
    return f"{told} (upgrade {row.upgrade}, {money(row.cost, plan.meta.currency)})"


def print_site_shortfalls(plan: "Plan", deployment: "Deployment") -> None:
    """Print the places that have too little for those who stay there, the worst first."""
    from reassure.brief.words import count, verb

    rows = sorted(deployment.site_shortfalls, key=_weight)
    if not rows:
        return
    n_places, n_bedless = len({row.location for row in rows}), deployment.without_beds
    typer.echo(
        f"\n{count(n_places, 'place')} {verb(n_places, 'has', 'have')} too little for those who "
        f"stay there; {count(n_bedless, 'arrival')} {verb(n_bedless, 'finds', 'find')} no bed:"
    )
    for i, row in enumerate(rows[:MOST_LISTED], start=1):
        typer.echo(f"{i:>3}. {_shortfall(plan, row)}.")
    print_more(len(rows) - MOST_LISTED, "time", "site_shortfalls")


def _weight(row: "SiteShortfall") -> tuple[float, str, str, int]:
    """Return the place of a shortfall in the list: by the share that is missing, and how long."""
    missing = 1 - row.capacity / row.needed
    return -missing * (row.until_day - row.from_day), row.location, row.field, row.from_day


def _shortfall(plan: "Plan", row: "SiteShortfall") -> str:
    from reassure.brief.names import place_name
    from reassure.brief.sites import what_words
    from reassure.brief.words import count, days_in, money, number, small, span

    told = (
        f"{place_name(plan, row.location)}, {small(what_words(row.field))}: "
        f"{number(row.needed, 1)} needed of {number(row.capacity, 1)}, "
        f"{span(*days_in(row.from_day, row.until_day))}, "
        f"{count(len(row.assignments), 'movement')} arriving"
    )
    if row.upgrade is None or row.upgrade_cost is None or row.upgrade_ready_day is None:
        return f"{told}; no upgrade is listed"
    cost = money(row.upgrade_cost, plan.meta.currency)
    enough = "" if row.is_enough else "not enough: "
    late = "" if row.upgrade_ready_day <= row.from_day else ", later than needed"
    return f"{told}; {enough}upgrade {row.upgrade}, {cost}, C+{row.upgrade_ready_day}{late}"
