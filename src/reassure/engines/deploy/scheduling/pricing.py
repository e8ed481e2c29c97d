"""A bound by prices: what no schedule of these loads can cost less than.

For any prices >= 0 on the use of limits, what every unit pays at least on its own way, less what
the limits earn, is a bound: every schedule keeps the limits, so it pays no more than that. Units
are taken as divisible over ways and days here, but a whole load must fit into each day that it
uses (docs/explain/deploy.md, eq. 9).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.deploy.network.labels import NOTHING, Scratch
from reassure.engines.deploy.network.terrain import Flags, Floats, Ints, Terrain
from reassure.engines.deploy.network.traffic import (
    MOST_ARCS,
    Traffic,
    errand_of,
    traveller_of,
)
from reassure.engines.deploy.network.wayfinding import (
    DAY,
    FULL,
    Prices,
    find_near,
    price_of_arc,
    trace_way,
)


class Ways(NamedTuple):
    """One way for every unit.

    Attributes
    ----------
    n_arcs
        Arcs of each way; -1: the unit had better never arrive.
    arcs, starts
        The arcs, and the minutes at which they begin, shape (n_units, `MOST_ARCS`).
    arrival_day
        Day of arrival.
    price
        Cost of arrival and what is paid for limits, for the whole unit.
    """

    n_arcs: Ints
    arcs: Ints
    starts: Ints
    arrival_day: Ints
    price: Floats


def no_ways(n_units: int) -> Ways:
    """Return space for one way of every unit."""
    ints = np.int32
    return Ways(
        np.zeros(n_units, dtype=ints),
        np.zeros((n_units, MOST_ARCS), dtype=ints),
        np.zeros((n_units, MOST_ARCS), dtype=ints),
        np.zeros(n_units, dtype=ints),
        np.zeros(n_units),
    )


@njit(cache=True, nogil=True)
def way_price(terrain: Terrain, traffic: Traffic, ways: Ways, unit: int, prices: Prices) -> float:
    """Return what a unit's way costs at some prices."""
    if ways.n_arcs[unit] < 0:
        return traffic.absent[unit]
    who = traveller_of(traffic, unit)
    total = traffic.costs[unit, ways.arrival_day[unit]]
    for at in range(ways.n_arcs[unit]):
        arc, start = ways.arcs[unit, at], ways.starts[unit, at]
        total += price_of_arc(terrain, who, arc, start, prices, np.inf)
    return total


@njit(cache=True, nogil=True)
def price_units(
    terrain: Terrain,
    traffic: Traffic,
    ways: Ways,
    prices: Prices,
    scratch: Scratch,
    is_new: Flags,
    begin: int,
    stride: int,
) -> int:
    """Put every unit, or every so many, from one on on its cheapest way; return where it ended.

    ``prices.weight`` is to be 1, and prices those of the loads of whole units: each load counts
    as often as its unit has loads. ``is_new`` says whose way has changed. It ends early at a unit
    for whose search there was no space.
    """
    for unit in range(begin, len(traffic.start), stride):
        n_loads = traffic.first_load[unit + 1] - traffic.first_load[unit]
        own = Prices(prices.summed, float(n_loads), prices.room, prices.watched)
        known = min(way_price(terrain, traffic, ways, unit, own), traffic.absent[unit])
        who = traveller_of(traffic, unit)
        guess = ways.price[unit]
        errand = errand_of(traffic, unit)
        label = find_near(terrain, who, errand, own, scratch, guess, known)
        is_new[unit] = False
        if label == FULL:
            return unit
        if label >= 0:
            day = scratch.label_minute[label] // DAY
            known = scratch.label_cost[label] + traffic.costs[unit, day]
            n_arcs = trace_way(scratch, terrain, label, ways.arcs[unit], ways.starts[unit])
            # What a way with more arcs than there is space for costs is known all the same.
            if n_arcs != FULL:
                ways.n_arcs[unit], ways.arrival_day[unit] = n_arcs, day
                is_new[unit] = True
        elif label == NOTHING and known >= traffic.absent[unit] and ways.n_arcs[unit] >= 0:
            ways.n_arcs[unit] = NOTHING
            is_new[unit] = True
        ways.price[unit] = known
    return len(traffic.start)


@njit(cache=True, nogil=True)
def use_of_ways(terrain: Terrain, traffic: Traffic, ways: Ways, use: Floats) -> None:
    """Write the use of every limit by day, if every unit goes its way."""
    use[:] = 0.0
    for unit in range(len(traffic.start)):
        n_loads = float(traffic.first_load[unit + 1] - traffic.first_load[unit])
        who = traveller_of(traffic, unit)
        for at in range(max(0, ways.n_arcs[unit])):
            arc, start = ways.arcs[unit, at], ways.starts[unit, at]
            for number in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
                limit = terrain.use_limit[number]
                first = (start + terrain.use_after[number]) // DAY
                last = min(first + terrain.use_days[number], use.shape[1])
                amount = terrain.use_factor[number] * who.sizes[terrain.use_measure[number]]
                for day in range(first, last):
                    use[limit, day] += amount * n_loads
