"""What limits are worth by their prices: where loads are held up, and what more would save at most.

Prices are those of the bound (docs/explain/deploy.md, eq. 9): the same prices give a bound with
more of a limit too, so the least lateness possible falls by no more than price times what is added.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.limits import SLACK, Limits
from reassure.engines.deploy.network.rules import against
from reassure.engines.deploy.network.terrain import Floats
from reassure.engines.deploy.network.voyages import against_port, is_shallow
from reassure.engines.deploy.readiness.trials import Trial
from reassure.engines.deploy.readiness.upgrading import (
    Role,
    better_link,
    better_place,
    binding_of,
    ready_day_of,
    role_of,
    with_upgrades,
)
from reassure.model.choices import Movement
from reassure.model.network import Upgrade
from reassure.model.outputs import UseDay
from reassure.model.plan import Plan
from reassure.model.table import Table
from reassure.model.upgrade_outputs import Bottleneck

BREAK_DAYS = 7
"""Days without a price or a queue that end a period in which a limit holds loads up."""

LEAST_PRICE = 1e-9
"""Weighted days late per unit of a limit; less is rounding."""

_KEPT_BY_THEMSELVES = ("berths", "parking", "mog")


def at_most(
    plan: Plan, trial: Trial, more: Iterable[Upgrade], have: Sequence[Upgrade] = ()
) -> float | None:
    """Return by how much the least lateness possible falls at most by more upgrades.

    Parameters
    ----------
    plan
        The plan without upgrades.
    trial
        Movement with those that are there already.
    more, have
        What is added, and what is there.

    Returns
    -------
    float or None
        Price times what is added, summed over limits and days; None where something added has no
        price: it is no limit by day, or one that was closed or smaller than a load that it takes
        then, or units that move themselves wait for it.
    """
    added = list(more)
    if any(role_of(row) not in (Role.LIMIT, Role.APRON) for row in added):
        return None
    better, works = with_upgrades(plan, [*have, *added])
    limits = Limits(better, trial.moves.limits.last_day, works=works)
    now = trial.moves.limits
    numbers = {limit.binding: number for number, limit in enumerate(now.limits)}
    total = 0.0
    for binding in sorted({binding_of(row) or "" for row in added}):
        if _waited_for(trial.moves, binding):
            return None
        number = numbers.get(binding)
        if number is None:
            continue
        row = _row_of(limits, plan, binding)
        before = np.array(now.base[number])
        after = np.maximum(before, np.array(row))
        if not before.max(initial=0.0) > 0.0 or _lets_in(trial.moves, number, before, after):
            return None
        if number < len(trial.prices):
            n_days = trial.prices.shape[1]
            gained = (after - before)[:n_days]
            total += float((trial.prices[number] * gained).sum())
    return total


def holds_back(plan: Plan, moves: Moves, upgrade: Upgrade) -> bool:
    """Whether something that moves, or could, is held back by what an upgrade betters."""
    role = role_of(upgrade)
    if role is Role.PORT:
        before = plan.locations[upgrade.location or ""]
        after = better_place(plan, upgrade)
        return any(
            len(against_port(before, lift)) > len(against_port(after, lift))
            or is_shallow(before, lift.draught_m or 0) > is_shallow(after, lift.draught_m or 0)
            for lift in plan.lifts
        )
    if role is Role.WAY and upgrade.field in ("mlc", "axle_load_t"):
        link = plan.links[upgrade.link or ""]
        better = better_link(plan, upgrade)
        kinds = {move.trip.kind for move in moves.moves if move.trip is not None}
        return any(len(against(link, kind)) > len(against(better, kind)) for kind in kinds)
    return True


def queue_days_of(use_days: Table[UseDay], upgrade: Upgrade) -> float:
    """Return the days that loads wait, summed, for what an upgrade raises once it is ready."""
    binding, ready_day = binding_of(upgrade), ready_day_of(upgrade)
    return sum(
        row.queue
        for row in use_days
        if row.queue > 0 and row.day >= ready_day and _binding(row) == binding
    )


def _binding(row: UseDay) -> str:
    if ":" in row.limit:
        return row.limit
    where = f"links:{row.link}" if row.location is None else f"locations:{row.location}"
    return f"{where}.{row.limit}"


def bottlenecks_of(plan: Plan, trial: Trial, use_days: Table[UseDay]) -> Table[Bottleneck]:
    """Return the limits that hold loads up, each with the days on which it does.

    Parameters
    ----------
    plan
        The plan without upgrades.
    trial
        Movement without upgrades.
    use_days
        Use and queues of its schedule.
    """
    limits = trial.moves.limits.limits
    queues: dict[tuple[str | None, str | None, str], dict[int, float]] = {}
    for row in use_days:
        if row.queue > 0:
            queues.setdefault((row.location, row.link, row.limit), {})[row.day] = row.queue
    raising: dict[str, list[str]] = {}
    for upgrade in plan.upgrades:
        raising.setdefault(binding_of(upgrade) or "", []).append(upgrade.id)
    rows: list[dict[str, Any]] = []
    for number, limit in enumerate(limits):
        if limit.is_gate:
            continue
        prices = trial.prices[number] if number < len(trial.prices) else np.zeros(0)
        queue = queues.get((limit.location, limit.link, limit.name), {})
        where = {"location": limit.location, "link": limit.link, "limit": limit.name}
        rows += [
            where | period | {"upgrades": tuple(raising.get(limit.binding, ()))}
            for period in _periods(prices, trial.moves.limits.base[number], queue)
        ]
    return Table.of(Bottleneck, rows)


def _periods(
    prices: Floats, capacity: Sequence[float], queue: Mapping[int, float]
) -> Iterable[dict[str, Any]]:
    """Yield the periods in which one limit has a price or a queue."""
    priced = {int(day): float(prices[day]) for day in np.flatnonzero(prices > LEAST_PRICE)}
    days = sorted({*priced, *queue})
    starts = [i for i, day in enumerate(days) if i == 0 or day - days[i - 1] > BREAK_DAYS]
    for first, last in zip(starts, [*starts[1:], len(days)], strict=False):
        own = days[first:last]
        worth = sum(priced.get(day, 0.0) for day in own)
        yield {
            "from_day": own[0],
            "until_day": own[-1] + 1,
            "days": len(own),
            "worth": worth,
            "worth_per_day": worth / len(own),
            "worth_doubled": sum(priced.get(day, 0.0) * capacity[day] for day in own),
            "queue_days": sum(queue.get(day, 0.0) for day in own),
        }


def _row_of(limits: Limits, plan: Plan, binding: str) -> list[float]:
    """Return what one limit gives by day."""
    table, rest = binding.split(":", 1)
    record, _, name = rest.rpartition(".")
    number: int | None
    if table == "locations":
        number = limits.at_location(record, name, getattr(plan.locations[record], name))
    elif table == "links":
        number = limits.on_link(record, plan.links[record].capacity_per_day)
    else:
        row = plan.gauge_breaks[record]
        number = limits.at_gauge_break(record, row.location, row.wagons_per_day)
    return [] if number is None else limits.base[number]


def _lets_in(moves: Moves, number: int, before: Floats, after: Floats) -> bool:
    """Whether some load finds room in a limit on a day on which it found none before.

    The bound knows that whole loads must fit, so more of a limit may open ways that have no price.
    """
    ground = moves.search.ground
    at_use = np.flatnonzero(ground.terrain.use_limit == number)
    counted = (ground.terrain.use_factor[at_use], ground.terrain.use_measure[at_use])
    factors, measures = np.unique(np.stack(counted), axis=1)
    kinds = dict.fromkeys(move.trip.kind for move in moves.moves if move.trip is not None)
    amounts = [factors * ground.sizes(kind)[measures.astype(np.int64)] for kind in kinds]
    return any(
        bool(((before + SLACK < amount) & (after + SLACK >= amount)).any())
        for amount in np.unique(np.concatenate([np.zeros(0), *amounts]))
    )


def _waited_for(moves: Moves, binding: str) -> bool:
    """Whether units that move themselves wait for a limit: they take more where there is more."""
    table, rest = binding.split(":", 1)
    place, _, name = rest.rpartition(".")
    if table != "locations" or name not in _KEPT_BY_THEMSELVES:
        return False
    return any(
        move.tour.capability.moves is Movement.SELF
        and move.tour.destination == place
        and move.soonest_day is not None
        and move.arrival_day != move.soonest_day
        for move in moves.moves
    )
