"""Which loads a search takes off at once, and in which order it puts them back."""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.deploy.network.terrain import Flags, Floats, Ints, Terrain
from reassure.engines.deploy.network.traffic import MOST_ARCS, Loads, Traffic, drop_load
from reassure.engines.deploy.network.wayfinding import DAY, Prices
from reassure.engines.deploy.scheduling.charges import Charges

MOST_REMOVED = 60
"""Loads taken off at once, or all of a larger unit: more than the forty of most units, so that a
unit goes together with some that are in its way. On two movements of 60 units and one of 100, 20
and 180 ended 0.2 to 1.5 % further from the bound on all but one."""

MOST_DAYS = 4
"""Days in a row of one limit, and last days of one unit, that are freed at once, at most: as many
as there are between departures of most ships, so that loads can change places over one of them."""

AT_LIMITS, OF_A_UNIT = 0.4, 0.25
"""Shares of the steps that free a priced limit on some days, and that take off all of a unit; the
rest takes off the last of a unit with what is in its way. None of the three stands alone: the first
mends what prices know of, the others what is late though nothing of it has a price."""

DRAWS = 4
"""Units that are drawn for a step, of which the dearest is taken: who is late comes up often, and
who is in time still does now and then."""

LITTLE = 1e-3
"""Share of chance in an order by weight: it parts units that weigh the same."""


class Duty(NamedTuple):
    """What the search lowers, and what steers it.

    Attributes
    ----------
    charges
        What counts.
    weights
        Factors on the prices; one is drawn for the loads that are put back.
    steering
        Where lift costs something: what use costs at each of these factors, with the lift, added
        up over days, shape (n_weights, n_limits, n_days + 1); else empty.
    limits, days, worth
        Limits and days that have a price, and the sum of what they earn up to each, ascending.
    """

    charges: Charges
    weights: Floats
    steering: Floats
    limits: Ints
    days: Ints
    worth: Floats


class Bench(NamedTuple):
    """Space for one step: the loads that were taken off, as they were."""

    load: Ints
    n_arcs: Ints
    arcs: Ints
    starts: Ints
    arrival_day: Ints
    is_off: Flags
    costs: Floats


def bench_for(traffic: Traffic) -> Bench:
    """Return space for the steps of a search."""
    ints, n_loads = np.int32, int(traffic.first_load[-1])
    most = max(MOST_REMOVED, int(np.diff(traffic.first_load).max(initial=0)))
    return Bench(
        np.zeros(most, ints),
        np.zeros(most, ints),
        np.zeros((most, MOST_ARCS), ints),
        np.zeros((most, MOST_ARCS), ints),
        np.zeros(most, ints),
        np.zeros(n_loads, np.bool_),
        np.zeros(traffic.costs.shape[1]),
    )


@njit(cache=True, nogil=True)
def _uses(
    terrain: Terrain, loads: Loads, load: int, limit: int, first_day: int, last_day: int
) -> bool:
    """Whether a load uses a limit on some days."""
    for at in range(loads.n_arcs[load]):
        arc = loads.arcs[load, at]
        for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            if terrain.use_limit[use] == limit:
                day = (loads.starts[load, at] + terrain.use_after[use]) // DAY
                if day <= last_day and day + terrain.use_days[use] > first_day:
                    return True
    return False


@njit(cache=True, nogil=True)
def _take_off(
    terrain: Terrain, traffic: Traffic, loads: Loads, load: int, room: Floats, bench: Bench, n: int
) -> int:
    """Take a load off its way and keep it, unless it is off or there is no space; return n."""
    if bench.is_off[load] or n == len(bench.load):
        return n
    bench.is_off[load] = True
    bench.load[n], bench.n_arcs[n] = load, loads.n_arcs[load]
    bench.arrival_day[n] = loads.arrival_day[load]
    for at in range(loads.n_arcs[load]):
        bench.arcs[n, at], bench.starts[n, at] = loads.arcs[load, at], loads.starts[load, at]
    drop_load(terrain, traffic, loads, load, room)
    return n + 1


@njit(cache=True, nogil=True)
def _free_window(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    room: Floats,
    bench: Bench,
    n: int,
    limit: int,
    first_day: int,
    last_day: int,
    rng: np.random.Generator,
) -> int:
    """Take off loads that use a limit on some days, from a random one on."""
    n_loads = len(loads.unit)
    begin, count = rng.integers(0, n_loads), n
    for step in range(n_loads):
        if count >= MOST_REMOVED:
            break
        load = int(begin + step)
        load -= n_loads if load >= n_loads else 0
        if _uses(terrain, loads, load, limit, first_day, last_day):
            count = _take_off(terrain, traffic, loads, load, room, bench, count)
    return count


@njit(cache=True, nogil=True)
def _priciest(terrain: Terrain, loads: Loads, load: int, prices: Prices) -> tuple[int, int]:
    """Return limit and day for which a load pays most; -1 where it pays nothing."""
    best, limit, day = 0.0, -1, -1
    for at in range(loads.n_arcs[load]):
        arc = loads.arcs[load, at]
        for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            number = terrain.use_limit[use]
            first = (loads.starts[load, at] + terrain.use_after[use]) // DAY
            if first < prices.room.shape[1]:
                price = prices.summed[number, first + 1] - prices.summed[number, first]
                price *= terrain.use_factor[use]
                if price > best:
                    best, limit, day = price, number, first
    return limit, day


@njit(cache=True, nogil=True)
def take_some_off(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    prices: Prices,
    duty: Duty,
    bench: Bench,
    costs: Floats,
    rng: np.random.Generator,
) -> int:
    """Take some loads off; return how many."""
    n, kind, room = 0, rng.random(), prices.room
    if kind < AT_LIMITS and len(duty.worth):
        drawn = np.searchsorted(duty.worth, rng.random() * duty.worth[-1])
        at = min(drawn, len(duty.worth) - 1)
        first = duty.days[at]
        last = first + rng.integers(0, MOST_DAYS)
        return _free_window(
            terrain, traffic, loads, room, bench, n, duty.limits[at], first, last, rng
        )
    # The dearer of some units: what is in time can gain little.
    unit = rng.integers(0, len(traffic.start))
    for _ in range(DRAWS - 1):
        other = rng.integers(0, len(traffic.start))
        if costs[other] > costs[unit]:
            unit = other
    begin, end = traffic.first_load[unit], traffic.first_load[unit + 1]
    latest, worst = -1, begin
    for load in range(begin, end):
        day = loads.arrival_day[load]
        if day < 0 or day > latest:
            latest, worst = (1 << 30) if day < 0 else day, load
            if day < 0:
                break
    limit, when = _priciest(terrain, loads, worst, prices)
    span = rng.integers(1, MOST_DAYS + 1)
    for load in range(begin, end):
        day = loads.arrival_day[load]
        if kind < AT_LIMITS + OF_A_UNIT or day < 0 or day > latest - span:
            n = _take_off(terrain, traffic, loads, load, room, bench, n)
    if kind >= AT_LIMITS + OF_A_UNIT and limit >= 0:
        n = _free_window(
            terrain, traffic, loads, room, bench, n, limit, max(0, when - 1), when, rng
        )
    return n


@njit(cache=True, nogil=True)
def order_of_return(
    traffic: Traffic, loads: Loads, bench: Bench, n: int, rng: np.random.Generator
) -> Ints:
    """Return in which order to put loads back."""
    keys, kind = np.zeros(n), rng.integers(0, 4)
    for at in range(n):
        unit = loads.unit[bench.load[at]]
        day = bench.arrival_day[at]
        if kind == 0:
            keys[at] = rng.random()
        elif kind == 1:
            keys[at] = traffic.costs.shape[1] if day < 0 else day
        elif kind == 2:
            keys[at] = -traffic.absent[unit] + LITTLE * rng.random()
        else:
            keys[at] = unit
    return np.argsort(keys, kind="mergesort").astype(np.int32)
