"""Whether a place can be reached at all, and in what time without any limit, compiled."""

import heapq

import numpy as np
from numba import njit

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.network.arcs import NEVER
from reassure.engines.deploy.network.terrain import Flags, Ints, Terrain


@njit(cache=True, nogil=True)
def reaches(terrain: Terrain, start: int, end: int, shut: Flags) -> bool:
    """Whether some way leads from a state to the ground of a location past arcs that are shut."""
    n_states = len(terrain.first_entry) - 1
    seen, waiting = np.zeros(n_states, dtype=np.bool_), np.zeros(n_states, dtype=np.int32)
    seen[start], waiting[0], count = True, start, 1
    while count:
        count -= 1
        state = waiting[count]
        if terrain.place[state] == end:
            return True
        for entry in range(terrain.first_entry[state], terrain.first_entry[state + 1]):
            head = terrain.entry_head[entry]
            if not seen[head] and not shut[terrain.entry_arc[entry]]:
                seen[head], waiting[count] = True, head
                count += 1
    return False


@njit(cache=True, nogil=True)
def least_minutes(
    first_entering: Ints, tails: Ints, minutes: Ints, is_day: Flags, goals: Ints
) -> Ints:
    """Return by state the least time to the nearest of some states [minutes]; `NEVER`: no way.

    Parameters
    ----------
    first_entering
        First of the entries that lead to each state, shape (n_states + 1,).
    tails, minutes
        State that each entry leaves, and its time [minutes].
    is_day
        Whether the clock shows whole days where an entry begins.
    goals
        The states to reach.
    """
    least = np.full(len(first_entering) - 1, NEVER, dtype=np.int32)
    queue = [(0, 0) for _ in range(0)]
    for goal in goals:
        least[goal] = 0
        heapq.heappush(queue, (0, int(goal)))
    while queue:
        now, head = heapq.heappop(queue)
        if now > least[head]:
            continue
        for at in range(first_entering[head], first_entering[head + 1]):
            time = now + minutes[at]
            if is_day[at]:
                time = (time + DAY - 1) // DAY * DAY
            if time < least[tails[at]]:
                least[tails[at]] = time
                heapq.heappush(queue, (int(time), int(tails[at])))
    return least
