"""Whole loads from flows: each takes one of its unit's ways, and its days where they have room."""

import numpy as np
from numba import njit

from reassure.engines.deploy.network.labels import NOTHING, Scratch
from reassure.engines.deploy.network.terrain import Floats, Ints, Terrain
from reassure.engines.deploy.network.traffic import Loads, Traffic, no_loads, take_as_is
from reassure.engines.deploy.network.wayfinding import Prices
from reassure.engines.deploy.scheduling.bounding import Bounding
from reassure.engines.deploy.scheduling.charges import Charges
from reassure.engines.deploy.scheduling.freeing import Bench
from reassure.engines.deploy.scheduling.mending import insert_next

LEAST_SHARE = 1e-6
"""Share of a unit that is taken for nothing, and that a whole load may lack: what programs and
flows leave of rounding is less, and the smallest whole load is a hundredth of a unit."""

UNIT_WEIGHT = 0.5
"""Factor on prices where whole units are placed one after another: each limit is then full for
those who come first and empty for the last, so that the prices of flows, where all share, are too
high for most and still right about which limits are short."""


def round_flows(
    terrain: Terrain,
    traffic: Traffic,
    found: Bounding,
    prices: Prices,
    scratch: Scratch,
    bench: Bench,
    charges: Charges,
) -> Loads:
    """Return loads on the ways of the flows where they fit, and on their cheapest elsewhere.

    ``prices.room`` is what is left of limits, and use is taken off it; lift is among the prices.
    """
    loads = no_loads(traffic)
    chosen = _share_out(traffic, found)
    for load, number in enumerate(chosen):
        if number >= 0:
            arcs, starts = found.columns.way(number)
            n_arcs = len(arcs)
            loads.arcs[load, :n_arcs], loads.starts[load, :n_arcs] = arcs, starts
            loads.n_arcs[load] = n_arcs
            loads.arrival_day[load] = found.columns.arrival_days[number]
    weight = traffic.absent[loads.unit]
    late = np.where(loads.arrival_day < 0, traffic.costs.shape[1], loads.arrival_day)
    if charges.by_last:
        # Units one after another: loads of several that share the days hold all of them up.
        sums = np.bincount(loads.unit, late, minlength=len(traffic.start))
        late = (sums / np.diff(traffic.first_load))[loads.unit]
        loads.n_arcs[:], loads.arrival_day[:] = 0, NOTHING
        prices = prices._replace(weight=UNIT_WEIGHT)
    order = np.lexsort((np.arange(len(late)), -weight, late)).astype(np.int32)
    _place(terrain, traffic, order, loads, prices, scratch, bench, charges)
    return loads


def _share_out(traffic: Traffic, found: Bounding) -> list[int]:
    """Return a column for each load, by the largest remainders of the flows; -1: none."""
    chosen = [NOTHING] * int(traffic.first_load[-1])
    flowing = np.flatnonzero(found.flows > LEAST_SHARE)
    by_unit: dict[int, list[int]] = {}
    for number in flowing.tolist():
        by_unit.setdefault(int(found.columns.units[number]), []).append(number)
    for unit, numbers in by_unit.items():
        first, last = traffic.first_load[unit], traffic.first_load[unit + 1]
        numbers.sort(key=lambda number: (int(found.columns.arrival_days[number]), number))
        wanted = found.flows[numbers] * (last - first)
        counts = np.floor(wanted + LEAST_SHARE).astype(int)
        missing = min(int(last - first), round(float(wanted.sum()))) - int(counts.sum())
        rest = np.argsort(-(wanted - counts), kind="stable")
        counts[rest[: max(0, missing)]] += 1
        each = np.repeat(numbers, counts)[: last - first]
        chosen[first : first + len(each)] = each.tolist()
    return chosen


@njit(cache=True, nogil=True)
def _place(
    terrain: Terrain,
    traffic: Traffic,
    order: Ints,
    loads: Loads,
    prices: Prices,
    scratch: Scratch,
    bench: Bench,
    charges: Charges,
) -> None:
    is_left = np.zeros(len(order), dtype=np.bool_)
    for load in order:
        is_placed = loads.n_arcs[load] > 0 and take_as_is(
            terrain, traffic, loads, load, prices.room
        )
        if not is_placed:
            loads.n_arcs[load], loads.arrival_day[load] = 0, NOTHING
            is_left[load] = True
    free = Prices(prices.summed, 0.0, prices.room, prices.watched)
    if len(charges.lift):
        free = Prices(charges.lift, 1.0, prices.room, prices.watched)
    like = NOTHING
    for load in order:
        if is_left[load]:
            if not insert_next(
                terrain, traffic, loads, load, like, prices, scratch, bench, charges
            ):
                insert_next(terrain, traffic, loads, load, like, free, scratch, bench, charges)
            like = load


def summed_prices(prices: Floats) -> Floats:
    """Return prices added up over days, from 0 on, shape (n_limits, n_days + 1)."""
    summed = np.zeros((len(prices), prices.shape[1] + 1))
    np.cumsum(prices, axis=1, out=summed[:, 1:])
    return summed
