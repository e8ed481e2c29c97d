"""The list schedule: unit by unit in a given order, load by load, compiled.

What is placed is never moved again, and room only shrinks, so no load of a unit arrives before
the one that was placed before it; where the way of that one still reaches its day, no other
way is sought.
"""

import numpy as np
from numba import njit

from reassure.engines.deploy.network.arcs import NEVER
from reassure.engines.deploy.network.labels import (
    NOTHING,
    Scratch,
    larger_scratch,
    scratch_for,
    was_full,
)
from reassure.engines.deploy.network.limits import SLACK
from reassure.engines.deploy.network.terrain import Flags, Floats, Ints, Terrain, Traveller
from reassure.engines.deploy.network.traffic import (
    Loads,
    Traffic,
    copy_way,
    errand_of,
    find_room,
    no_loads,
    overfull,
    take_as_is,
    take_load,
    traveller_of,
)
from reassure.engines.deploy.network.wayfinding import DAY, Prices


def list_schedule(terrain: Terrain, traffic: Traffic, order: Ints, room: Floats) -> Loads:
    """Return the loads as a list places them.

    Parameters
    ----------
    terrain, traffic
        The network and what moves.
    order
        Units in the order in which they are served.
    room
        What is left of each limit by day, shape (n_limits, n_days): use is taken off it.
    """
    n_days, given = room.shape[1], room.copy()
    summed = np.zeros((len(room), n_days + 1))
    prices = Prices(summed, 0.0, room, np.ones(len(room), dtype=np.bool_))
    scratch = scratch_for(terrain, n_days)
    while True:
        loads = no_loads(traffic)
        _place_all(terrain, traffic, order, loads, prices, scratch)
        if not was_full(scratch):
            return loads
        room[:] = given
        scratch = larger_scratch(terrain, n_days, scratch)


@njit(cache=True, nogil=True)
def _place_all(
    terrain: Terrain,
    traffic: Traffic,
    order: Ints,
    loads: Loads,
    prices: Prices,
    scratch: Scratch,
) -> None:
    for unit in order:
        place_unit(terrain, traffic, unit, loads, prices, scratch)


@njit(cache=True, nogil=True)
def place_unit(
    terrain: Terrain,
    traffic: Traffic,
    unit: int,
    loads: Loads,
    prices: Prices,
    scratch: Scratch,
) -> bool:
    """Place all loads of a unit, each where it arrives first; whether all were."""
    first, last = traffic.first_load[unit], traffic.first_load[unit + 1]
    reached = -1
    errand = errand_of(traffic, unit)
    days = (errand.remaining[errand.start] + DAY - 1) // DAY
    soonest = traffic.release_day[unit] + days
    if soonest >= traffic.costs.shape[1]:
        return False
    load = first
    while load < last:
        if load > first:
            load += _take_alike(terrain, traffic, loads, load, last, prices.room)
            if load == last:
                break
        most, followed = traffic.costs[unit, -1] + 1.0, NOTHING
        if load > first:
            followed = _follow_load(
                terrain, traffic, loads, load, load - 1, prices.room, prices.watched
            )
            if followed >= traffic.costs.shape[1]:
                followed = NOTHING
            if followed != NOTHING:
                if not take_as_is(terrain, traffic, loads, load, prices.room):
                    followed = NOTHING
                else:
                    loads.arrival_day[load] = followed
                    if followed <= reached:
                        load += 1
                        continue
                    # Another way may be quicker: this one is kept where none is.
                    take_load(terrain, traffic, loads, load, prices.room, -1.0)
                    most = traffic.costs[unit, followed]
        guess = most if followed != NOTHING else traffic.costs[unit, max(soonest, reached)]
        if not find_room(terrain, traffic, loads, load, errand, prices, scratch, guess, most):
            if followed == NOTHING:
                loads.n_arcs[load], loads.arrival_day[load] = 0, NOTHING
                return False
            _follow_load(terrain, traffic, loads, load, load - 1, prices.room, prices.watched)
            loads.arrival_day[load] = followed
            take_load(terrain, traffic, loads, load, prices.room, 1.0)
        reached = max(reached, loads.arrival_day[load])
        load += 1
    return True


@njit(cache=True, nogil=True)
def _take_alike(
    terrain: Terrain, traffic: Traffic, loads: Loads, load: int, last: int, room: Floats
) -> int:
    """Put as many loads as there is room for where the one before them is; return how many."""
    like, who = load - 1, traveller_of(traffic, loads.unit[load])
    n_arcs, most = loads.n_arcs[like], last - load
    for at in range(n_arcs):
        arc = loads.arcs[like, at]
        for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            amount = terrain.use_factor[use] * who.sizes[terrain.use_measure[use]]
            if amount <= 0.0:
                continue
            limit = terrain.use_limit[use]
            begin = (loads.starts[like, at] + terrain.use_after[use]) // DAY
            for day in range(begin, min(begin + terrain.use_days[use], room.shape[1])):
                fitting = (room[limit, day] + SLACK) / amount
                if fitting < most:
                    most = int(fitting)
        if most <= 0:
            return 0
    take_load(terrain, traffic, loads, like, room, float(most))
    if overfull(terrain, loads.arcs[like], loads.starts[like], n_arcs, room)[0] != NOTHING:
        # The way passes a limit twice in a day: one after another then.
        take_load(terrain, traffic, loads, like, room, -float(most))
        return 0
    for other in range(load, load + most):
        copy_way(loads, other, like)
    return most


@njit(cache=True, nogil=True)
def _first_fit(
    terrain: Terrain, who: Traveller, arc: int, minute: int, room: Floats, watched: Flags
) -> int:
    """Return the first minute from one on at which an arc can begin; -1: never."""
    n_days = room.shape[1]
    start = minute
    if terrain.rounds[arc]:
        start = (start + DAY - 1) // DAY * DAY
    start = max(start, who.earliest[arc])
    if who.earliest[arc] >= NEVER:
        return NOTHING
    while start < n_days * DAY:
        wait = 0
        for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            limit = terrain.use_limit[use]
            first = (start + terrain.use_after[use]) // DAY
            if first >= n_days:
                return NOTHING
            if not watched[limit]:
                continue
            amount = terrain.use_factor[use] * who.sizes[terrain.use_measure[use]]
            last = min(first + terrain.use_days[use], n_days)
            for day in range(last - 1, first - 1, -1):
                if room[limit, day] + SLACK < amount:
                    wait = day - first + 1
                    break
            if wait:
                break
        if not wait:
            return start
        start = (start // DAY + wait) * DAY
    return NOTHING


@njit(cache=True, nogil=True)
def _follow_load(
    terrain: Terrain,
    traffic: Traffic,
    loads: Loads,
    load: int,
    like: int,
    room: Floats,
    watched: Flags,
) -> int:
    """Write the soonest times of one load on the way of another; return its day of arrival.

    -1 where some arc never has room. No room is taken.
    """
    unit = loads.unit[load]
    who = traveller_of(traffic, unit)
    minute = traffic.release_day[unit] * DAY
    for at in range(loads.n_arcs[like]):
        arc = loads.arcs[like, at]
        start = _first_fit(terrain, who, arc, minute, room, watched)
        if start < 0:
            return NOTHING
        loads.arcs[load, at], loads.starts[load, at] = arc, start
        minute = start + terrain.minutes[arc]
    loads.n_arcs[load] = loads.n_arcs[like]
    return minute // DAY
