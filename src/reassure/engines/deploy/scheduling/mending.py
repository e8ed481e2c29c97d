"""Large-neighbourhood search over whole loads, compiled: take some off, put them back for less.

What is taken off is chosen where it hurts: loads that share a priced limit on some days, all of
a unit, or the last of a unit with those in its way. They are put back one by one on their
cheapest ways in the room that is left, the prices of the bound steering them away from what
others need. A result that costs more is kept with a chance that falls as the search cools
(Shaw 1998; Ropke and Pisinger, Transportation Science 40 (2006)).
"""

import numpy as np
from numba import njit

from reassure.engines.deploy.network.labels import NOTHING, Scratch
from reassure.engines.deploy.network.terrain import Floats, Terrain
from reassure.engines.deploy.network.traffic import (
    Loads,
    Traffic,
    copy_way,
    find_room,
    take_as_is,
    take_load,
)
from reassure.engines.deploy.network.wayfinding import DAY, LEAST_GAIN, Errand, Prices
from reassure.engines.deploy.scheduling.charges import Charges, group_cost, own_cost
from reassure.engines.deploy.scheduling.freeing import Bench, Duty, order_of_return, take_some_off

SOONER = 1e-3
"""What of its own cost a load adds where its unit counts by its last one: of two days on which it
holds nobody up it takes the sooner, and never one that makes the unit later."""


@njit(cache=True, nogil=True)
def insert_load(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    load: int,
    prices: Prices,
    scratch: Scratch,
    bench: Bench,
    charges: Charges,
) -> bool:
    """Put a load on its cheapest way in the room that is left, if there is one."""
    unit = loads.unit[load]
    first, last = traffic.first_load[unit], traffic.first_load[unit + 1]
    n_days = traffic.costs.shape[1]
    own = Prices(prices.summed, prices.weight * (last - first), prices.room, prices.watched)
    latest = -1
    for other in range(first, last):
        latest = max(latest, loads.arrival_day[other])
    costs, most = traffic.costs[unit], traffic.absent[unit]
    group = charges.group[unit] if len(charges.group) else -1
    if charges.by_last:
        # Until the unit's latest day it costs almost nothing to be in place.
        costs = bench.costs
        held = traffic.costs[unit, latest] if latest >= 0 else -np.inf
        for day in range(n_days):
            mine = traffic.costs[unit, day]
            costs[day] = max(mine, held) + SOONER * mine
    elif group >= 0:
        # Until the day of its last load so far the objective costs nothing more.
        costs = bench.costs
        held, n = group_cost(traffic, loads, charges, group, False), last - first
        for day in range(n_days):
            more = max(0.0, charges.late[unit, day] - held)
            costs[day] = traffic.costs[unit, day] + n * more
        most += n * max(0.0, charges.never[unit] - held)
    errand = Errand(
        traffic.start[unit],
        traffic.end[unit],
        traffic.release_day[unit],
        costs,
        traffic.remaining[traffic.remaining_row[unit]],
    )
    soonest = traffic.release_day[unit] + (errand.remaining[errand.start] + DAY - 1) // DAY
    if soonest >= n_days:
        return False
    guess = costs[max(soonest, latest)] if latest >= 0 else costs[soonest]
    return find_room(terrain, traffic, loads, load, errand, own, scratch, guess, most)


@njit(cache=True, nogil=True)
def insert_next(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    load: int,
    like: int,
    prices: Prices,
    scratch: Scratch,
    bench: Bench,
    charges: Charges,
) -> bool:
    """Put a load on its cheapest way, knowing where the one that was put back before it went.

    Room only shrinks meanwhile. So the way of a load of the same unit is still the cheapest while
    it has room at the same times, and where that one found none, no other does.

    Parameters
    ----------
    terrain, traffic, loads, load, prices, scratch, bench, charges
        As in `insert_load`.
    like
        The load before it, with the same prices; -1: there is none.
    """
    unit = loads.unit[load]
    is_alike = like >= 0 and loads.unit[like] == unit
    if is_alike and not (len(charges.group) and charges.group[unit] >= 0):
        if loads.arrival_day[like] < 0:
            return False
        latest = loads.arrival_day[like]
        if charges.by_last:
            latest = -1
            for other in range(traffic.first_load[unit], traffic.first_load[unit + 1]):
                if other != like:
                    latest = max(latest, loads.arrival_day[other])
        # A later day than all before changes what the others of the unit cost.
        if loads.n_arcs[like] and loads.arrival_day[like] <= latest:
            copy_way(loads, load, like)
            if take_as_is(terrain, traffic, loads, load, prices.room):
                return True
            loads.n_arcs[load], loads.arrival_day[load] = 0, NOTHING
    return insert_load(terrain, traffic, loads, load, prices, scratch, bench, charges)


@njit(cache=True, nogil=True)
def mend(  # noqa: C901 - one loop, compiled
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    prices: Prices,
    scratch: Scratch,
    duty: Duty,
    bench: Bench,
    best: Loads,
    values: Floats,
    steps: int,
    hot: float,
    cold: float,
    rng: np.random.Generator,
) -> None:
    """Search for some steps, cooling from one temperature to another.

    ``values`` holds the cost of the loads as they are and that of ``best``, and is kept up to
    date with both.
    """
    n_units, charges = len(traffic.start), duty.charges
    costs = np.zeros(n_units)
    for unit in range(n_units):
        costs[unit] = own_cost(terrain, traffic, loads, unit, charges)
    n_groups = max(0, len(charges.first_member) - 1)
    group_costs, is_met = np.zeros(n_groups), np.zeros(n_groups, dtype=np.bool_)
    for group in range(n_groups):
        group_costs[group] = group_cost(traffic, loads, charges, group, True)
    touched = np.zeros(n_units, dtype=np.bool_)
    for step in range(steps):
        heat = hot * (cold / hot) ** (step / steps)
        n = take_some_off(terrain, traffic, loads, prices, duty, bench, costs, rng)
        if n == 0:
            continue
        order = order_of_return(traffic, loads, bench, n, rng)
        drawn = rng.integers(0, len(duty.weights))
        steered = Prices(prices.summed, duty.weights[drawn], prices.room, prices.watched)
        if len(duty.steering):
            steered = Prices(duty.steering[drawn], 1.0, prices.room, prices.watched)
        before = 0.0
        for at in range(n):
            unit = loads.unit[bench.load[at]]
            if not touched[unit]:
                touched[unit] = True
                before += costs[unit]
                if n_groups and charges.group[unit] >= 0:
                    is_met[charges.group[unit]] = True
        like = NOTHING
        for at in order:
            load = bench.load[at]
            insert_next(terrain, traffic, loads, load, like, steered, scratch, bench, charges)
            bench.is_off[load], like = False, load
        after = 0.0
        for at in range(n):
            unit = loads.unit[bench.load[at]]
            if touched[unit]:
                touched[unit] = False
                after += own_cost(terrain, traffic, loads, unit, charges)
        for group in range(n_groups):
            if is_met[group]:
                before += group_costs[group]
                after += group_cost(traffic, loads, charges, group, True)
        worse = after - before
        if worse <= 0.0 or rng.random() < np.exp(-worse / heat):
            values[0] += worse
            for at in range(n):
                unit = loads.unit[bench.load[at]]
                costs[unit] = own_cost(terrain, traffic, loads, unit, charges)
            for group in range(n_groups):
                if is_met[group]:
                    is_met[group] = False
                    group_costs[group] = group_cost(traffic, loads, charges, group, True)
            if values[0] < values[1] - LEAST_GAIN:
                values[1] = values[0]
                _copy_into(best, loads)
            continue
        is_met[:] = False
        for at in range(n):
            load = bench.load[at]
            if loads.n_arcs[load]:
                take_load(terrain, traffic, loads, load, prices.room, -1.0)
            loads.n_arcs[load], loads.arrival_day[load] = bench.n_arcs[at], bench.arrival_day[at]
            for leg in range(bench.n_arcs[at]):
                loads.arcs[load, leg] = bench.arcs[at, leg]
                loads.starts[load, leg] = bench.starts[at, leg]
        for at in range(n):
            take_load(terrain, traffic, loads, bench.load[at], prices.room, 1.0)


@njit(cache=True, nogil=True)
def _copy_into(best: Loads, loads: Loads) -> None:
    for load in range(len(loads.unit)):
        n_arcs = loads.n_arcs[load]
        best.n_arcs[load], best.arrival_day[load] = n_arcs, loads.arrival_day[load]
        for at in range(n_arcs):
            best.arcs[load, at], best.starts[load, at] = (
                loads.arcs[load, at],
                loads.starts[load, at],
            )
