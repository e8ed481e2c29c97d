"""The floor of a pass over events: the same work where the order of the events is known before.

`replay` serves visits in an order that it is given, with the arithmetic of the engine's passes and
what they read and write for each visit, but no calendar and no queue. What a pass takes beyond it
is the price of finding the order.

One order serves both disciplines: whoever is served next by priority begins when a place is free.
"""

import numpy as np
from numba import njit

from reassure.engines.common.compiling import compiled
from reassure.engines.simulate.calendar import close_desks, open_desks
from reassure.engines.simulate.fifo import run_fifo
from reassure.engines.simulate.priority import run_priority
from reassure.engines.simulate.room import Room
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
    Words,
)


@compiled
def start_replay(
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome
) -> None:
    """Make ready for a replay; no group may follow another."""
    room.free_day[:] = -np.inf
    room.latest_day[:] = -np.inf
    outcome.arrive_day[:] = np.inf
    open_desks(resources, course, room)
    for group in range(loads.n_awaited.shape[0]):
        room.n_away[group] = loads.member[group + 1] - loads.member[group]
        for load in range(loads.member[group], loads.member[group + 1]):
            entry = room.entries[load]
            entry.at, entry.due_day = loads.first[load], course.enter_day[load]


@compiled
def replay(  # noqa: C901 - one loop, compiled
    course: Course, room: Room, outcome: Outcome, order: Words
) -> int:
    """Serve the next visit of each load of ``order``, one after the other.

    Returns
    -------
    int
        Loads that arrived.
    """
    entries, visits, desks = room.entries, room.visits, room.desks
    n_away, latest, free = room.n_away, room.latest_day, room.free_day
    closes, opens, share = course.closes_day, course.opens_day, course.open_share
    arrive = outcome.arrive_day
    n_arrived = 0
    one = np.uint32(1)
    for i in range(order.shape[0]):
        load = order[i]
        entry = entries[load]
        day = entry.due_day
        visit = entry.at
        stop = visits[visit]
        desk = desks[stop.resource]
        k = desk.kind
        best = desk.place
        end_place = desk.end_place
        day_free = free[best]
        s = best + one
        while s < end_place:
            if free[s] < day_free:
                day_free = free[s]
                best = s
            s += one
        start = max(day_free, day)
        w = desk.cursor
        end_window = desk.end_window
        work = np.float64(stop.service_days)
        leg = np.float64(stop.leg_days)
        if k == SLOT:
            rate = desk.per_day
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
            if k == METER and desk.ahead_days > 0.0:
                start = max(start, day_free + work)
            end = start if k == METER else start + work
            if k == CARRIERS:
                work += leg + stop.back_days
            if k == METER:
                free[best] = max(day_free, start - desk.ahead_days) + work
            elif k != GATE:
                free[best] = start + work
        desk.cursor = w
        wait = start - day
        desk.wait_days += wait
        if wait > desk.most_days:
            desk.most_days = wait
        desk.busy_days += work
        desk.served += one
        end += leg
        visit += one
        entry.at, entry.due_day = visit, end
        if visit == entry.end:
            arrive[load] = end
            n_arrived += 1
            g = np.uint32(entry.group)
            n_away[g] -= one
            if end > latest[g]:
                latest[g] = end
    close_desks(room, outcome)
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


@compiled
def repeat_replay(
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome,
    order: Words, n: int,
) -> None:  # fmt: skip
    """Run a replay some times, from compiled code."""
    for _ in range(n):
        start_replay(loads, resources, course, room, outcome)
        replay(course, room, outcome, order)
