"""Whether a place can be reached at all, compiled."""

import numpy as np
from numba import njit

from reassure.engines.deploy.terrain import Flags, Terrain


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
