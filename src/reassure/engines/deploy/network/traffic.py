"""Loads and what they are to do, as arrays; taking and giving back of room, compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.deploy.network.labels import NOTHING, Scratch
from reassure.engines.deploy.network.limits import SLACK
from reassure.engines.deploy.network.terrain import Floats, Ints, Terrain, Traveller
from reassure.engines.deploy.network.wayfinding import (
    DAY,
    FULL,
    Errand,
    Prices,
    find_near,
    trace_way,
)

MOST_ARCS = 128
"""Arcs of one way, at most."""

MOST_CLOSED = 16
"""Days of limits that are closed to one load because it would pass them twice, at most."""


class Traffic(NamedTuple):
    """What moves: one row for each unit that is carried.

    Attributes
    ----------
    sizes, size_row
        Sizes of one load by measure, shape (n_kinds, n_measures), and the row of each unit.
    earliest, earliest_row
        As in `Traveller`, shape (n_rows, n_arcs), and the row of each unit.
    remaining, remaining_row
        As in `Errand`, shape (n_rows, n_states), and the row of each unit.
    start, end, release_day
        As in `Errand`, by unit.
    costs
        Cost of being in place by day, shape (n_units, n_days).
    absent
        Cost of never being in place, by unit.
    first_load
        First load of each unit, shape (n_units + 1,).
    """

    sizes: Floats
    size_row: Ints
    earliest: Ints
    earliest_row: Ints
    remaining: Ints
    remaining_row: Ints
    start: Ints
    end: Ints
    release_day: Ints
    costs: Floats
    absent: Floats
    first_load: Ints


class Loads(NamedTuple):
    """Where every load goes, and when.

    Attributes
    ----------
    unit
        Unit that each is a part of.
    n_arcs
        Arcs of its way; 0: it does not move.
    arcs, starts
        The arcs, and the minutes at which they begin, shape (n_loads, `MOST_ARCS`).
    arrival_day
        Day on which it is in place; -1: never.
    """

    unit: Ints
    n_arcs: Ints
    arcs: Ints
    starts: Ints
    arrival_day: Ints


def no_loads(traffic: Traffic) -> Loads:
    """Return the loads of some traffic, none of which moves."""
    n_loads = int(traffic.first_load[-1])
    unit = np.repeat(
        np.arange(len(traffic.start), dtype=np.int32), np.diff(traffic.first_load)
    ).astype(np.int32)
    width = (n_loads, MOST_ARCS)
    return Loads(
        unit,
        np.zeros(n_loads, dtype=np.int32),
        np.zeros(width, dtype=np.int32),
        np.zeros(width, dtype=np.int32),
        np.full(n_loads, NOTHING, dtype=np.int32),
    )


def copy_loads(loads: Loads) -> Loads:
    """Return the same loads in space of their own."""
    return Loads(*(part.copy() for part in loads))


@njit(cache=True, nogil=True)
def copy_way(loads: Loads, load: int, like: int) -> None:
    """Write the way of one load to another, as it is; no room is taken."""
    n_arcs = loads.n_arcs[like]
    loads.arcs[load, :n_arcs] = loads.arcs[like, :n_arcs]
    loads.starts[load, :n_arcs] = loads.starts[like, :n_arcs]
    loads.n_arcs[load], loads.arrival_day[load] = n_arcs, loads.arrival_day[like]


@njit(cache=True, nogil=True)
def traveller_of(traffic: Traffic, unit: int) -> Traveller:
    """Return what the loads of a unit are to the network."""
    return Traveller(
        traffic.sizes[traffic.size_row[unit]], traffic.earliest[traffic.earliest_row[unit]]
    )


@njit(cache=True, nogil=True)
def errand_of(traffic: Traffic, unit: int) -> Errand:
    """Return what the loads of a unit are to do."""
    return Errand(
        traffic.start[unit],
        traffic.end[unit],
        traffic.release_day[unit],
        traffic.costs[unit],
        traffic.remaining[traffic.remaining_row[unit]],
    )


@njit(cache=True, nogil=True)
def take_room(
    terrain: Terrain, who: Traveller, arc: int, start: int, room: Floats, times: float
) -> None:
    """Take the use of one arc off the room that is left, so many times; -1 gives it back."""
    for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
        limit = terrain.use_limit[use]
        first = (start + terrain.use_after[use]) // DAY
        last = min(first + terrain.use_days[use], room.shape[1])
        amount = terrain.use_factor[use] * who.sizes[terrain.use_measure[use]] * times
        for day in range(first, last):
            room[limit, day] -= amount


@njit(cache=True, nogil=True)
def take_load(
    terrain: Terrain, traffic: Traffic, loads: Loads, load: int, room: Floats, times: float
) -> None:
    """Take all use of one load off the room that is left, so many times; -1 gives it back."""
    who = traveller_of(traffic, loads.unit[load])
    for at in range(loads.n_arcs[load]):
        take_room(terrain, who, loads.arcs[load, at], loads.starts[load, at], room, times)


@njit(cache=True, nogil=True)
def drop_load(terrain: Terrain, traffic: Traffic, loads: Loads, load: int, room: Floats) -> None:
    """Take a load off its way."""
    take_load(terrain, traffic, loads, load, room, -1.0)
    loads.n_arcs[load], loads.arrival_day[load] = 0, NOTHING


@njit(cache=True, nogil=True)
def overfull(
    terrain: Terrain, arcs: Ints, starts: Ints, n_arcs: int, room: Floats
) -> tuple[int, int]:
    """Return limit and day that a way overfills which has been taken off the room; -1: none."""
    for at in range(n_arcs):
        arc = arcs[at]
        for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            limit = terrain.use_limit[use]
            first = (starts[at] + terrain.use_after[use]) // DAY
            for day in range(first, min(first + terrain.use_days[use], room.shape[1])):
                if room[limit, day] < -SLACK:
                    return limit, day
    return NOTHING, NOTHING


@njit(cache=True, nogil=True)
def take_as_is(terrain: Terrain, traffic: Traffic, loads: Loads, load: int, room: Floats) -> bool:
    """Take the use of a load on its way at its times off the room, if there is room for it."""
    n_arcs = loads.n_arcs[load]
    for at in range(n_arcs):
        arc = loads.arcs[load, at]
        for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            if (loads.starts[load, at] + terrain.use_after[use]) // DAY >= room.shape[1]:
                return False
    take_load(terrain, traffic, loads, load, room, 1.0)
    limit, _ = overfull(terrain, loads.arcs[load], loads.starts[load], n_arcs, room)
    if limit == NOTHING:
        return True
    take_load(terrain, traffic, loads, load, room, -1.0)
    return False


@njit(cache=True, nogil=True)
def find_room(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    load: int,
    errand: Errand,
    prices: Prices,
    scratch: Scratch,
    guess: float,
    most: float,
) -> bool:
    """Put a load on its cheapest way that costs less than ``most``, if there is one.

    Each arc is sought in the room that others leave. A way that passes one limit twice on a day
    may still overfill it; then that day of that limit is closed to the load, and it looks again.
    """
    who, room = traveller_of(traffic, loads.unit[load]), prices.room
    closed_limit, closed_day = np.zeros(MOST_CLOSED, np.int32), np.zeros(MOST_CLOSED, np.int32)
    before, n_closed, is_placed = np.zeros(MOST_CLOSED), 0, False
    while True:
        label = find_near(terrain, who, errand, prices, scratch, guess, most)
        if label < 0:
            break
        n_arcs = trace_way(scratch, terrain, label, loads.arcs[load], loads.starts[load])
        if n_arcs == FULL:
            break
        loads.n_arcs[load] = n_arcs
        take_load(terrain, traffic, loads, load, room, 1.0)
        limit, day = overfull(terrain, loads.arcs[load], loads.starts[load], n_arcs, room)
        if limit == NOTHING:
            loads.arrival_day[load] = scratch.label_minute[label] // DAY
            is_placed = True
            break
        take_load(terrain, traffic, loads, load, room, -1.0)
        loads.n_arcs[load] = 0
        if n_closed == MOST_CLOSED:
            break
        closed_limit[n_closed], closed_day[n_closed] = limit, day
        before[n_closed] = room[limit, day]
        room[limit, day] = -1.0
        n_closed += 1
    for at in range(n_closed - 1, -1, -1):
        room[closed_limit[at], closed_day[at]] = before[at]
    return is_placed


@njit(cache=True, nogil=True)
def place_load(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    load: int,
    prices: Prices,
    scratch: Scratch,
    most: float,
) -> bool:
    """Put a load on its cheapest way that costs less than ``most``, if there is one."""
    errand = errand_of(traffic, loads.unit[load])
    return find_room(terrain, traffic, loads, load, errand, prices, scratch, most, most)
