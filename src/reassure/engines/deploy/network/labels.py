"""Space for one search of ways at a time: labels, and a heap of those of one day by minute."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from reassure.engines.deploy.network.terrain import Floats, Ints, Terrain

NOTHING = -1
"""There is no way."""


class Scratch(NamedTuple):
    """Space for one search at a time.

    ``marks`` holds a number that tells what is of this search, and whether there ever was too
    little space for labels.
    """

    marks: Ints
    state_mark: Ints
    state_cost: Floats
    state_label: Ints
    is_active: NDArray[np.bool_]
    active: Ints
    entry_mark: Ints
    entry_cost: Floats
    bucket: Ints
    heap: Ints
    label_state: Ints
    label_before: Ints
    label_entry: Ints
    label_start: Ints
    label_minute: Ints
    label_cost: Floats
    label_next: Ints


N_LABELS, MORE_LABELS = 1 << 18, 4
"""Labels for which there is space at first, and how many times as many where they did not do."""


def larger_scratch(terrain: Terrain, n_days: int, scratch: Scratch) -> Scratch:
    """Return more space than there was."""
    return scratch_for(terrain, n_days, n_labels=MORE_LABELS * len(scratch.label_state))


def was_full(scratch: Scratch) -> bool:
    """Whether some search had too little space; what it looked for was not found then."""
    return bool(scratch.marks[1])


def scratch_for(terrain: Terrain, n_days: int, *, n_labels: int = N_LABELS) -> Scratch:
    """Return space for searches over a terrain."""
    n_states, n_entries = len(terrain.first_entry) - 1, len(terrain.entry_arc)
    ints = np.int32
    return Scratch(
        marks=np.zeros(2, dtype=ints),
        state_mark=np.zeros(n_states, dtype=ints),
        state_cost=np.zeros(n_states),
        state_label=np.zeros(n_states, dtype=ints),
        is_active=np.zeros(n_states, dtype=np.bool_),
        active=np.zeros(n_states, dtype=ints),
        entry_mark=np.zeros(n_entries, dtype=ints),
        entry_cost=np.zeros(n_entries),
        bucket=np.full(n_days + 1, NOTHING, dtype=ints),
        heap=np.zeros(n_labels, dtype=ints),
        label_state=np.zeros(n_labels, dtype=ints),
        label_before=np.zeros(n_labels, dtype=ints),
        label_entry=np.zeros(n_labels, dtype=ints),
        label_start=np.zeros(n_labels, dtype=ints),
        label_minute=np.zeros(n_labels, dtype=ints),
        label_cost=np.zeros(n_labels),
        label_next=np.zeros(n_labels, dtype=ints),
    )


@njit(cache=True, nogil=True)
def push(scratch: Scratch, size: int, label: int) -> int:
    """Put a label on the heap, and return how many are there."""
    heap, minute = scratch.heap, scratch.label_minute
    at = size
    while at > 0:
        above = (at - 1) >> 1
        other = heap[above]
        if minute[other] < minute[label] or (minute[other] == minute[label] and other < label):
            break
        heap[at] = other
        at = above
    heap[at] = label
    return size + 1


@njit(cache=True, nogil=True)
def pop(scratch: Scratch, size: int) -> int:
    """Take the first label off the heap; it stands behind the last place then."""
    heap, minute = scratch.heap, scratch.label_minute
    first, size = heap[0], size - 1
    last, at = heap[size], 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        right = below + 1
        if right < size:
            a, b = heap[below], heap[right]
            if minute[b] < minute[a] or (minute[b] == minute[a] and b < a):
                below = right
        other = heap[below]
        if minute[last] < minute[other] or (minute[last] == minute[other] and last < other):
            break
        heap[at] = other
        at = below
    heap[at] = last
    heap[size] = first
    return size
