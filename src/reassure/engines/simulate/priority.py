"""Who is served when, by priority and then first come first served, compiled.

Whoever waits stands in the list of a resource and level. While somebody does, the resource has one
event of its own, when its next place is free; then the first of the highest level is taken. What
is begun, or has been given a place, is not overtaken.

One function, as in `fifo`, and for the same reason.
"""

import numpy as np
from numba import njit

from reassure.engines.simulate.calendar import open_calendar, release_followers
from reassure.engines.simulate.scenario import (
    BUCKETS_PER_DAY,
    CARRIERS,
    EPSILON,
    FLOW,
    GATE,
    METER,
    NONE,
    SLOT,
    Course,
    Loads,
    Outcome,
    Resources,
    Room,
)


@njit(cache=True, nogil=True)
def run_priority(  # noqa: C901 - one loop, compiled
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome
) -> int:
    """Work out one replication, by level, arrival and number of the load.

    Returns
    -------
    int
        Loads that arrived; all of those that set out, or an input is not finite.
    """
    first, resource, back_days = loads.first, loads.resource, loads.back_days
    kind, per_day, place = resources.kind, resources.per_day, resources.place
    site, group, follower = resources.site, loads.group, loads.follower
    n_away, latest = room.n_away, room.latest_day
    service_days, leg_days, window = course.service_days, course.leg_days, course.window
    closes, opens, share = course.closes_day, course.opens_day, course.open_share
    due, following, bucket, at = room.due_day, room.following, room.bucket, room.at
    free, cursor = room.free_day, room.cursor
    queue_first, queue_last, n_waiting = room.queue_first, room.queue_last, room.n_waiting
    level, n_levels = loads.level, np.uint32(room.queue_first.shape[1])
    arrive, wait_days, most_days = outcome.arrive_day, outcome.wait_days, outcome.most_days
    busy_days, served = outcome.busy_days, outcome.served
    n_loads = np.uint32(level.shape[0])
    last_bucket = np.uint64(bucket.shape[0] - 1)
    far = np.float64(bucket.shape[0] - 1)
    from_day = room.from_day
    open_calendar(loads, resources, course, room, arrive)
    wait_days[:] = 0.0
    most_days[:] = 0.0
    busy_days[:] = 0.0
    served[:] = 0
    n_arrived = 0
    one = np.uint32(1)
    here = np.uint64(0)
    while here <= last_bucket:
        entry = bucket[here]
        bucket[here] = NONE
        head = NONE
        while entry != NONE:
            rest = following[entry]
            day = due[entry]
            before, after = NONE, head
            while after != NONE and (due[after] < day or (due[after] == day and after < entry)):
                before, after = after, following[after]
            following[entry] = after
            if before == NONE:
                head = entry
            else:
                following[before] = entry
            entry = rest
        while head != NONE:
            entry = head
            head = following[entry]
            day = due[entry]
            also = NONE
            if entry < n_loads:
                load = entry
                r = resource[at[load]]
            else:
                r = entry - n_loads
                load = NONE
            best = place[r]
            end_place = place[r + one]
            day_free = free[best]
            s = best + one
            while s < end_place:
                if free[s] < day_free:
                    day_free = free[s]
                    best = s
                s += one
            if load != NONE and (n_waiting[r] > 0 or day_free > day):
                i = level[load]
                if n_waiting[r] == 0:
                    also = n_loads + r
                    due[also] = day_free
                n_waiting[r] += one
                before, after = queue_last[r, i], NONE
                if before != NONE and due[before] == day and before > load:
                    # Rare: a load without any way or work overtakes one that came at its instant.
                    before, after = NONE, queue_first[r, i]
                    while due[after] < day or after < load:
                        before, after = after, following[after]
                following[load] = after
                if before == NONE:
                    queue_first[r, i] = load
                else:
                    following[before] = load
                if after == NONE:
                    queue_last[r, i] = load
                entry = NONE
            else:
                if load == NONE:
                    i = np.uint32(0)
                    while i < n_levels and queue_first[r, i] == NONE:
                        i += one
                    load = queue_first[r, i]
                    queue_first[r, i] = following[load]
                    if following[load] == NONE:
                        queue_last[r, i] = NONE
                    n_waiting[r] -= one
                visit = at[load]
                k = kind[r]
                start = day
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
                        day_open = opens[w]
                        if day_open > end:
                            thin = rate * share[w]
                            if thin > 0.0:
                                late = max(start, closes[w])
                                slot = np.ceil(late * thin - EPSILON)
                                end = slot / thin
                                if end <= day_free:
                                    end = (slot + 1.0) / thin
                                if end < day_open:
                                    break
                            end = np.ceil(day_open * rate - EPSILON) / rate
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
                wait = start - due[load]
                wait_days[r] += wait
                if wait > most_days[r]:
                    most_days[r] = wait
                busy_days[r] += work
                served[r] += one
                if n_waiting[r] > 0:
                    also = n_loads + r
                    day_free = free[place[r]]
                    s = place[r] + one
                    while s < end_place:
                        if free[s] < day_free:
                            day_free = free[s]
                        s += one
                    due[also] = day_free
                end += leg
                visit += one
                if visit == first[load + one]:
                    arrive[load] = end
                    n_arrived += 1
                    g = group[load]
                    n_away[g] -= one
                    if end > latest[g]:
                        latest[g] = end
                    if n_away[g] == 0 and follower[g] < follower[g + one]:
                        rest = release_followers(loads, course, room, g, latest[g], here, head)
                        head = np.uint32(rest)
                    entry = NONE
                else:
                    at[load] = visit
                    due[load] = end
                    entry = load
            while entry != NONE or also != NONE:
                if entry == NONE:
                    entry, also = also, NONE
                day = due[entry]
                # As a fraction first: what is far beyond the last bucket fits no whole number.
                b = last_bucket
                if (day - from_day) * BUCKETS_PER_DAY < far:
                    b = np.uint64(np.int64((day - from_day) * BUCKETS_PER_DAY))
                if b > here and here < last_bucket:
                    following[entry] = bucket[b]
                    bucket[b] = entry
                else:
                    before, after = NONE, head
                    while after != NONE and (
                        due[after] < day or (due[after] == day and after < entry)
                    ):
                        before, after = after, following[after]
                    following[entry] = after
                    if before == NONE:
                        head = entry
                    else:
                        following[before] = entry
                entry = NONE
        here += np.uint64(1)
    return n_arrived
