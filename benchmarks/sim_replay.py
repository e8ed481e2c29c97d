"""The floor of a pass over events: the same work where the order of the events is known before.

`replay` serves visits in an order that it is given, with the arithmetic of the engine's passes and
what they read and write for each visit, but no calendar and no queue. What a pass takes beyond it
is the price of finding the order.

One order serves both disciplines: whoever is served next by priority begins when a place is free.
"""

import numpy as np
from numba import njit

from reassure.engines.simulate.fifo import run_fifo
from reassure.engines.simulate.priority import run_priority
from reassure.engines.simulate.scenario import (
    CARRIERS,
    EPSILON,
    FLOW,
    GATE,
    METER,
    SLOT,
    Course,
    Loads,
    Outcome,
    Resources,
    Room,
    Words,
)


@njit(cache=True, nogil=True)
def start_replay(
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome
) -> None:
    """Make ready for a replay; no group may follow another."""
    room.free_day[:] = -np.inf
    room.latest_day[:] = -np.inf
    outcome.arrive_day[:] = np.inf
    outcome.wait_days[:] = 0.0
    outcome.most_days[:] = 0.0
    outcome.busy_days[:] = 0.0
    outcome.served[:] = 0
    for r in range(resources.site.shape[0]):
        room.cursor[r] = course.window[resources.site[r]]
    for group in range(loads.n_awaited.shape[0]):
        room.n_away[group] = loads.member[group + 1] - loads.member[group]
        for load in range(loads.member[group], loads.member[group + 1]):
            room.at[load] = loads.first[load]
            room.due_day[load] = course.enter_day[load]


@njit(cache=True, nogil=True)
def replay(  # noqa: C901 - one loop, compiled
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome, order: Words
) -> int:
    """Serve the next visit of each load of ``order``, one after the other.

    Returns
    -------
    int
        Loads that arrived.
    """
    first, resource, back_days = loads.first, loads.resource, loads.back_days
    kind, per_day, place = resources.kind, resources.per_day, resources.place
    site, group = resources.site, loads.group
    n_away, latest = room.n_away, room.latest_day
    service_days, leg_days, window = course.service_days, course.leg_days, course.window
    closes, opens, share = course.closes_day, course.opens_day, course.open_share
    due, at, free, cursor = room.due_day, room.at, room.free_day, room.cursor
    arrive, wait_days, most_days = outcome.arrive_day, outcome.wait_days, outcome.most_days
    busy_days, served = outcome.busy_days, outcome.served
    n_arrived = 0
    one = np.uint32(1)
    for i in range(order.shape[0]):
        load = order[i]
        day = due[load]
        visit = at[load]
        r = resource[visit]
        k = kind[r]
        best = place[r]
        end_place = place[r + one]
        day_free = free[best]
        s = best + one
        while s < end_place:
            if free[s] < day_free:
                day_free = free[s]
                best = s
            s += one
        start = max(day_free, day)
        w = cursor[r]
        end_window = window[site[r] + one]
        work = np.float64(service_days[visit])
        leg = np.float64(leg_days[visit])
        if k == SLOT:
            rate = per_day[r]
            slot = np.ceil(start * rate - EPSILON)
            end = slot / rate
            if end <= day_free:
                end = (slot + 1.0) / rate
            while w < end_window and closes[w] <= end:
                if opens[w] > end:
                    end = np.ceil(opens[w] * rate - EPSILON) / rate
                w += one
            start = end
            work = 1.0 / rate
            free[best] = end
        elif k == FLOW:
            while w < end_window and opens[w] <= start:
                w += one
            left = work
            end = start
            while w < end_window and closes[w] < end + left:
                if closes[w] > end:
                    left -= closes[w] - end
                    end = closes[w]
                part = (opens[w] - end) * share[w]
                if part >= left and part > 0.0:
                    end += left / share[w]
                    left = 0.0
                    break
                if end == start and part == 0.0:
                    start = opens[w]
                left -= part
                end = opens[w]
                w += one
            end += left
            free[best] = end
        else:
            while w < end_window and opens[w] <= start:
                w += one
            if w < end_window and closes[w] <= start:
                if share[w] > 0.0:
                    work /= share[w]
                else:
                    start = opens[w]
            end = start if k == METER else start + work
            if k == CARRIERS:
                work += leg + back_days[visit]
            if k != GATE:
                free[best] = start + work
        cursor[r] = w
        wait = start - day
        wait_days[r] += wait
        if wait > most_days[r]:
            most_days[r] = wait
        busy_days[r] += work
        served[r] += one
        end += leg
        visit += one
        at[load] = visit
        due[load] = end
        if visit == first[load + one]:
            arrive[load] = end
            n_arrived += 1
            g = group[load]
            n_away[g] -= one
            if end > latest[g]:
                latest[g] = end
    return n_arrived


# Not kept between runs: what is kept does not notice that the passes in another file are new ones.
@njit(nogil=True)
def repeat_pass(
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome,
    by_level: bool, n: int,
) -> None:  # fmt: skip
    """Run a pass over events some times, from compiled code as from compiled code."""
    for _ in range(n):
        if by_level:
            run_priority(loads, resources, course, room, outcome)
        else:
            run_fifo(loads, resources, course, room, outcome)


@njit(cache=True, nogil=True)
def repeat_replay(
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome,
    order: Words, n: int,
) -> None:  # fmt: skip
    """Run a replay some times, from compiled code."""
    for _ in range(n):
        start_replay(loads, resources, course, room, outcome)
        replay(loads, resources, course, room, outcome, order)
