"""In which order visits are served, found with a heap of events and no regard for time.

`benchmarks.sim_replay` serves them in that order.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from benchmarks.sim_replay import replay, start_replay
from reassure.engines.simulate.room import Room
from reassure.engines.simulate.scenario import (
    Course,
    Floats,
    Loads,
    Outcome,
    Resources,
    Words,
)


class Order(NamedTuple):
    """In which order visits are served.

    Attributes
    ----------
    load
        Load of each visit.
    n_waits
        How many of them wait for their turn: each of these is one more event by priority.
    """

    load: Words
    n_waits: int


@njit(cache=True)
def _less(due: Floats, one: int, other: int) -> bool:
    return due[one] < due[other] or (due[one] == due[other] and one < other)


@njit(cache=True)
def _push(heap: Words, n: int, due: Floats, entry: int) -> int:
    at = n
    heap[at] = entry
    while at > 0 and _less(due, heap[at], heap[(at - 1) // 2]):
        up = (at - 1) // 2
        heap[at], heap[up] = heap[up], heap[at]
        at = up
    return n + 1


@njit(cache=True)
def _pop(heap: Words, n: int, due: Floats) -> int:
    n -= 1
    heap[0], heap[n] = heap[n], heap[0]
    at = 0
    while 2 * at + 1 < n:
        below = 2 * at + 1
        if below + 1 < n and _less(due, heap[below + 1], heap[below]):
            below += 1
        if not _less(due, heap[below], heap[at]):
            break
        heap[at], heap[below] = heap[below], heap[at]
        at = below
    return n


@njit(cache=True)
def _first_waiting(waits: np.ndarray, level: Words, came_day: Floats, r: int) -> int:
    best = -1
    for load in range(waits.shape[0]):
        if waits[load] == r and (
            best < 0 or (level[load], came_day[load]) < (level[best], came_day[best])
        ):
            best = load
    return best


@njit(cache=True)
def _record(
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome, by_level: bool
) -> tuple[Words, int]:
    """Find the order with a heap of events, and whoever waits in no order at all."""
    n_loads, n_resources = loads.level.shape[0], resources.kind.shape[0]
    order = np.empty(loads.resource.shape[0], dtype=np.uint32)
    heap = np.empty(n_loads + n_resources, dtype=np.uint32)
    due = np.empty(n_loads + n_resources)
    waits, n_waiting = np.full(n_loads, -1), np.zeros(n_resources, dtype=np.int64)
    n, n_served, n_waits = 0, 0, 0
    start_replay(loads, resources, course, room, outcome)
    for load in range(n_loads):
        due[load] = course.enter_day[load]
        if due[load] < np.inf:
            n = _push(heap, n, due, load)
    while n > 0:
        entry = int(heap[0])
        n = _pop(heap, n, due)
        r = entry - n_loads
        if entry < n_loads:
            r = int(loads.resource[room.entries[entry].at])
        places = room.free_day[resources.place[r] : resources.place[r + 1]]
        is_new = entry < n_loads
        if is_new and by_level and (n_waiting[r] > 0 or places.min() > due[entry]):
            waits[entry] = r
            n_waiting[r] += 1
            n_waits += 1
            if n_waiting[r] == 1:
                due[n_loads + r] = places.min()
                n = _push(heap, n, due, n_loads + r)
            continue
        load = entry
        if not is_new:
            load = _first_waiting(waits, loads.level, due, r)
            waits[load] = -1
            n_waiting[r] -= 1
        order[n_served] = load
        replay(course, room, outcome, order[n_served : n_served + 1])
        n_served += 1
        if not is_new and n_waiting[r] > 0:
            due[n_loads + r] = places.min()
            n = _push(heap, n, due, n_loads + r)
        stands = room.entries[load]
        if stands.at < stands.end:
            due[load] = stands.due_day
            n = _push(heap, n, due, load)
    return order[:n_served].copy(), n_waits


def order_of(
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome, *,
    by_level: bool,
) -> Order:  # fmt: skip
    """Return the order in which visits are served, first come first served or by priority.

    Raises
    ------
    ValueError
        If a closure leaves a path open in part, or a group follows another: the floor is not that
        of such plans.
    """
    if course.open_share[: course.window[-1]].any() or loads.n_awaited.any():
        raise ValueError("plan: found a closure in part or a group that waits; expected neither")
    return Order(*_record(loads, resources, course, room, outcome, by_level))
