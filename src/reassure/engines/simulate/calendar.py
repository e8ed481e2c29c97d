"""The queue of events: a calendar of buckets with lists in them, compiled.

Every load, and every resource, has at most one event that is to come. Each can therefore stand in
one list, and the queue needs no room of its own. What happens at every visit is written out in the
passes themselves; here is what happens once a load or once a group.
"""

import numpy as np
from numba import njit

from reassure.engines.simulate.scenario import (
    BUCKETS_PER_DAY,
    NONE,
    Course,
    Floats,
    Loads,
    Resources,
    Room,
)


@njit(cache=True, nogil=True)
def open_calendar(
    loads: Loads, resources: Resources, course: Course, room: Room, arrive_day: Floats
) -> None:
    """Make ready for a replication: groups that wait for no other set out."""
    room.free_day[:] = -np.inf
    room.n_waiting[:] = 0
    room.ready_day[:] = -np.inf
    room.latest_day[:] = -np.inf
    arrive_day[:] = np.inf
    for r in range(resources.site.shape[0]):
        room.cursor[r] = course.window[resources.site[r]]
    for group in range(loads.n_awaited.shape[0]):
        room.n_before[group] = loads.n_awaited[group]
        room.n_away[group] = loads.member[group + 1] - loads.member[group]
        if loads.n_awaited[group] == 0:
            _set_out(loads, course, room, group)


@njit(cache=True, nogil=True)
def release_followers(
    loads: Loads, course: Course, room: Room, group: int, day: float, here: int, head: int
) -> int:
    """Let groups set out that have waited for one that has arrived as a whole.

    Parameters
    ----------
    loads, course, room
        Of the pass.
    group, day
        Group, and when the last of its loads arrives.
    here, head
        Bucket that the pass is in, and first of what is left of it, in order.

    Returns
    -------
    int
        First of what is left of it now.
    """
    for i in range(loads.follower[group], loads.follower[group + 1]):
        after = loads.followers[i]
        room.ready_day[after] = max(room.ready_day[after], day)
        room.n_before[after] -= np.uint32(1)
        if room.n_before[after] == 0:
            _set_out(loads, course, room, after)
    while room.bucket[here] != NONE:
        entry = room.bucket[here]
        room.bucket[here] = room.following[entry]
        head = _insert(room, head, entry)
    return head


@njit(cache=True, nogil=True)
def _set_out(loads: Loads, course: Course, room: Room, group: int) -> None:
    for load in range(loads.member[group], loads.member[group + 1]):
        day = max(course.enter_day[load], room.ready_day[group])
        if day < np.inf:
            room.at[load] = loads.first[load]
            room.due_day[load] = day
            last = room.bucket.shape[0] - 1
            # As a fraction first: what is far beyond the last bucket fits no whole number.
            b = np.int64(min(max((day - room.from_day) * BUCKETS_PER_DAY, 0.0), float(last)))
            room.following[load] = room.bucket[b]
            room.bucket[b] = load


@njit(cache=True, nogil=True)
def _insert(room: Room, head: int, entry: int) -> int:
    due, following = room.due_day, room.following
    day = due[entry]
    before, after = NONE, np.uint32(head)
    while after != NONE and (due[after] < day or (due[after] == day and after < entry)):
        before, after = after, following[after]
    following[entry] = after
    if before == NONE:
        return entry
    following[before] = entry
    return head
