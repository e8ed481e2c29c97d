"""The queue of events: a calendar of buckets with lists in them, compiled.

Every load, and every resource, has at most one event that is to come. Each can therefore stand in
one list, and the queue needs no room of its own. What happens at every visit is written out in the
passes themselves; here is what happens once a load or once a group.
"""

import numpy as np

from reassure.engines.common.compiling import compiled
from reassure.engines.simulate.room import Room
from reassure.engines.simulate.scenario import (
    BUCKETS_PER_DAY,
    NONE,
    Course,
    Floats,
    Loads,
    Outcome,
    Resources,
)


@compiled
def open_calendar(
    loads: Loads, resources: Resources, course: Course, room: Room, arrive_day: Floats
) -> None:
    """Make ready for a replication: groups that wait for no other set out."""
    room.free_day[:] = -np.inf
    room.ready_day[:] = -np.inf
    room.latest_day[:] = -np.inf
    arrive_day[:] = np.inf
    open_desks(resources, course, room)
    for group in range(loads.n_awaited.shape[0]):
        room.n_before[group] = loads.n_awaited[group]
        room.n_away[group] = loads.member[group + 1] - loads.member[group]
        if loads.n_awaited[group] == 0:
            _set_out(loads, course, room, group)


@compiled
def open_desks(resources: Resources, course: Course, room: Room) -> None:
    """Write what was dealt to visits and resources into their records."""
    visits, service_days, leg_days = room.visits, course.service_days, course.leg_days
    for v in range(visits.shape[0]):
        visits[v].service_days, visits[v].leg_days = service_days[v], leg_days[v]
    for r in range(resources.site.shape[0]):
        desk, site = room.desks[r], resources.site[r]
        desk.cursor, desk.end_window = course.window[site], course.window[site + np.uint32(1)]
        desk.per_day = resources.per_day[r]
        desk.wait_days = desk.most_days = desk.busy_days = 0.0
        desk.n_waiting = desk.served = 0


@compiled
def close_desks(room: Room, outcome: Outcome) -> None:
    """Write down what became of those who came to each resource."""
    for r in range(room.desks.shape[0]):
        desk = room.desks[r]
        outcome.wait_days[r], outcome.most_days[r] = desk.wait_days, desk.most_days
        outcome.busy_days[r], outcome.served[r] = desk.busy_days, desk.served


@compiled
def release_followers(
    loads: Loads,
    course: Course,
    room: Room,
    group: np.uint32,
    day: float,
    here: np.uint64,
    head: int,
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
        room.bucket[here] = room.entries[entry].following
        head = _insert(room, head, entry)
    return head


@compiled
def _set_out(loads: Loads, course: Course, room: Room, group: int) -> None:
    for load in range(loads.member[group], loads.member[group + 1]):
        day = max(course.enter_day[load], room.ready_day[group])
        if day < np.inf:
            entry = room.entries[load]
            entry.at, entry.due_day = loads.first[load], day
            last = room.bucket.shape[0] - 1
            # As a fraction first: what is far beyond the last bucket fits no whole number.
            b = np.int64(min(max((day - room.from_day) * BUCKETS_PER_DAY, 0.0), float(last)))
            entry.following = room.bucket[b]
            room.bucket[b] = load


@compiled
def _insert(room: Room, head: int, entry: int) -> int:
    entries = room.entries
    day = entries[entry].due_day
    before, after = NONE, np.uint32(head)
    while after != NONE and (
        entries[after].due_day < day or (entries[after].due_day == day and after < entry)
    ):
        before, after = after, entries[after].following
    entries[entry].following = after
    if before == NONE:
        return entry
    entries[before].following = entry
    return head
