"""What is worth asking for, by the prices of the bound: hundreds of asks in a second."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from reassure.engines.generate.candidates import (
    Candidate,
    changes_of_positions,
    ends_of_caveats,
    ends_of_conditions,
)
from reassure.engines.generate.gains import KnownPlan
from reassure.engines.generate.screen import Ground, Screen, Service
from reassure.engines.generate.typical import asks_for_units, lacks_of

PRICE_SHARES = (1.0, 0.5, 0.0)
"""Shares of the prices of the lines that an ask is about, of which the best bound counts: the more
units may serve them, the less one more is worth."""

LEAST_ADDED = 1e-9


@dataclass(frozen=True, eq=False)
class ScreenedAsk:
    """One thing to ask for, with what it can gain at most.

    Attributes
    ----------
    candidate
        What is asked for.
    added
        How much it raises the bound at the prices at most; asks are screened by it.
    limit
        Proven: no force plan with it is worth more.
    """

    candidate: Candidate
    added: float
    limit: float


def screen_asks(standing: KnownPlan, nation: str | None) -> list[ScreenedAsk]:
    """Return everything that could be asked for, what can gain most first.

    Parameters
    ----------
    standing
        The plan, its best force plan and good prices.
    nation
        Who is asked; None: everybody.

    Notes
    -----
    Ends of caveats and conditions, and other positions, that change nothing are left out: something
    else keeps the offers away as well. Of those that change the same the first is kept, and of two
    quantities of the same units the smaller, where the greater can gain no more.
    """
    ground = Ground(standing.plan, standing.worth, standing.problem, standing.layout)
    prices = standing.descent.prices
    base = Screen(ground, prices)
    found = [
        *_units(standing, ground, base, nation),
        *_ends(standing, ground, base, nation),
    ]
    return sorted(found, key=lambda one: -one.added)


def _units(
    standing: KnownPlan, ground: Ground, base: Screen, nation: str | None
) -> Iterator[ScreenedAsk]:
    lacks = lacks_of(standing.plan, standing.draft)
    asks = asks_for_units(standing.plan, lacks, nation)
    lines = {line.requirement.id: i for i, line in enumerate(standing.worth.instance.lines)}
    for lack, candidate in zip(lacks, asks, strict=True):
        services = ground.services(candidate)
        if not services[0].lines:
            continue
        short = {lines[row.id] for row in lack.requirements}
        screens = list(_screens(standing, ground, base, short))
        before = -1.0
        for quantity in sorted({1, lack.quantity}):
            limit = min(screen.bound + screen.added(services, quantity) for screen in screens)
            added = max(0.0, limit - base.bound)
            if added <= before + LEAST_ADDED:
                break
            before = added
            yield ScreenedAsk(candidate.of_quantity(quantity), added, limit)


def _ends(
    standing: KnownPlan, ground: Ground, base: Screen, nation: str | None
) -> Iterator[ScreenedAsk]:
    data, plan = standing.worth.instance, standing.plan
    offers = {supply.offer.id: place for place, supply in enumerate(data.supplies)}
    seen: set[tuple[object, ...]] = set()
    candidates: Iterable[Candidate] = chain(
        ends_of_caveats(plan, data, nation),
        changes_of_positions(plan, data, nation),
        ends_of_conditions(plan, data, nation),
    )
    for candidate in candidates:
        changed: list[Service] = []
        opened: set[int] = set()
        for service in ground.services(candidate):
            now = ground.service_now(offers[service.supply.offer.id])
            if service.mark != now.mark:
                changed.append(service)
                opened |= service.opened(now)
        mark = tuple(service.mark for service in changed)
        if not changed or mark in seen:
            continue
        seen.add(mark)
        screens = _screens(standing, ground, base, opened)
        limit = min(screen.bound + screen.added(changed) for screen in screens)
        touched = tuple(service.supply for service in changed)
        added = max(0.0, limit - base.bound)
        yield ScreenedAsk(replace(candidate, touched=touched), added, limit)


def _screens(
    standing: KnownPlan, ground: Ground, base: Screen, lines: set[int]
) -> Iterator[Screen]:
    """Yield the bound at the prices at hand, then with those of some lines lowered."""
    data, layout = standing.worth.instance, standing.layout
    n_periods = data.periods.count
    first = [line * n_periods for line in sorted(lines)]
    first += [int(row["first"]) for row in layout.nation_fills if int(row["line"]) in lines]
    for share in PRICE_SHARES:
        if share == 1.0:
            yield base
        elif first:
            prices = standing.descent.prices.copy()
            for place in first:
                prices[place : place + n_periods] *= share
            yield Screen(ground, prices)
