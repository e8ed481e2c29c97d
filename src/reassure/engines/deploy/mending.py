"""Large-neighbourhood search over whole loads, compiled: take some off, put them back for less.

What is taken off is chosen where it hurts: loads that share a priced limit on some days, all of
a unit, or the last of a unit with those in its way. They are put back one by one on their
cheapest ways in the room that is left, the prices of the bound steering them away from what
others need. A result that costs more is kept with a chance that falls as the search cools
(Shaw 1998; Ropke and Pisinger, Transportation Science 40 (2006)).
"""

import numpy as np
from numba import njit

from reassure.engines.deploy.freeing import Bench, Duty, order_of_return, take_some_off
from reassure.engines.deploy.labels import Scratch
from reassure.engines.deploy.terrain import Floats, Terrain
from reassure.engines.deploy.traffic import Loads, Traffic, find_room, take_load
from reassure.engines.deploy.wayfinding import DAY, Errand, Prices


@njit(cache=True, nogil=True)
def unit_cost(traffic: Traffic, loads: Loads, unit: int, by_last: bool) -> float:
    """Return what one unit costs: the mean of its loads, or its last."""
    first, last = traffic.first_load[unit], traffic.first_load[unit + 1]
    total, latest, n_absent = 0.0, 0, 0
    for load in range(first, last):
        day = loads.arrival_day[load]
        if day < 0:
            n_absent += 1
        else:
            total += traffic.costs[unit, day]
            latest = max(latest, day)
    if by_last:
        return traffic.absent[unit] if n_absent else traffic.costs[unit, latest]
    return (total + n_absent * traffic.absent[unit]) / (last - first)


@njit(cache=True, nogil=True)
def cost_of(traffic: Traffic, loads: Loads, by_last: bool) -> float:
    """Return what all units cost."""
    total = 0.0
    for unit in range(len(traffic.start)):
        total += unit_cost(traffic, loads, unit, by_last)
    return total


@njit(cache=True, nogil=True)
def insert_load(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    load: int,
    prices: Prices,
    scratch: Scratch,
    bench: Bench,
    by_last: bool,
) -> bool:
    """Put a load on its cheapest way in the room that is left, if there is one."""
    unit = loads.unit[load]
    first, last = traffic.first_load[unit], traffic.first_load[unit + 1]
    n_days = traffic.costs.shape[1]
    own = Prices(prices.summed, prices.weight * (last - first), prices.room, prices.watched)
    latest = -1
    for other in range(first, last):
        latest = max(latest, loads.arrival_day[other])
    costs = traffic.costs[unit]
    if by_last:
        # Until the unit's latest day it costs almost nothing to be in place.
        costs = bench.costs
        held = traffic.costs[unit, latest] if latest >= 0 else -np.inf
        for day in range(n_days):
            mine = traffic.costs[unit, day]
            costs[day] = max(mine, held) + 1e-3 * mine
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
    most = traffic.absent[unit]
    return find_room(terrain, traffic, loads, load, errand, own, scratch, guess, most)


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
    n_units = len(traffic.start)
    costs = np.zeros(n_units)
    for unit in range(n_units):
        costs[unit] = unit_cost(traffic, loads, unit, duty.by_last)
    touched = np.zeros(n_units, dtype=np.bool_)
    for step in range(steps):
        heat = hot * (cold / hot) ** (step / steps)
        n = take_some_off(terrain, traffic, loads, prices, duty, bench, costs, rng)
        if n == 0:
            continue
        order = order_of_return(traffic, loads, bench, n, rng)
        weight = duty.weights[rng.integers(0, len(duty.weights))]
        steered = Prices(prices.summed, weight, prices.room, prices.watched)
        before = 0.0
        for at in range(n):
            unit = loads.unit[bench.load[at]]
            if not touched[unit]:
                touched[unit] = True
                before += costs[unit]
        for at in order:
            load = bench.load[at]
            insert_load(terrain, traffic, loads, load, steered, scratch, bench, duty.by_last)
            bench.is_off[load] = False
        after = 0.0
        for at in range(n):
            unit = loads.unit[bench.load[at]]
            if touched[unit]:
                touched[unit] = False
                after += unit_cost(traffic, loads, unit, duty.by_last)
        worse = after - before
        if worse <= 0.0 or rng.random() < np.exp(-worse / heat):
            values[0] += worse
            for at in range(n):
                unit = loads.unit[bench.load[at]]
                costs[unit] = unit_cost(traffic, loads, unit, duty.by_last)
            if values[0] < values[1] - 1e-9:
                values[1] = values[0]
                _copy_into(best, loads)
            continue
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
