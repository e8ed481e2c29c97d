"""Who is served when, by priority and then first come first served, compiled.

Whoever waits stands in the list of a resource and level. While somebody does, the resource has one
event of its own, when its next place is free; then the first of the highest level is taken. What
is begun, or has been given a place, is not overtaken.

One function, as in `fifo`, and for the same reason.
"""

import numpy as np

from reassure.engines.common.compiling import compiled
from reassure.engines.simulate.calendar import close_desks, open_calendar, release_followers
from reassure.engines.simulate.room import Room
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
)


@compiled
def run_priority(  # noqa: C901 - one loop, compiled
    loads: Loads, resources: Resources, course: Course, room: Room, outcome: Outcome
) -> int:
    """Work out one replication, by level, arrival and number of the load.

    Returns
    -------
    int
        Loads that arrived; all of those that set out, or an input is not finite.
    """
    entries, visits, desks, bucket = room.entries, room.visits, room.desks, room.bucket
    n_away, latest, free, from_day = room.n_away, room.latest_day, room.free_day, room.from_day
    closes, opens, share = course.closes_day, course.opens_day, course.open_share
    follower, arrive = loads.follower, outcome.arrive_day
    queues, n_levels = room.queues, np.uint32(room.queues.shape[1])
    n_loads = np.uint32(loads.level.shape[0])
    last_bucket = np.uint64(bucket.shape[0] - 1)
    far = np.float64(bucket.shape[0] - 1)
    open_calendar(loads, resources, course, room, arrive)
    n_arrived = 0
    one = np.uint32(1)
    here = np.uint64(0)
    while here <= last_bucket:
        entry = bucket[here]
        bucket[here] = NONE
        head = NONE
        while entry != NONE:
            rest = entries[entry].following
            day = entries[entry].due_day
            before, after = NONE, head
            while after != NONE and (
                entries[after].due_day < day or (entries[after].due_day == day and after < entry)
            ):
                before, after = after, entries[after].following
            entries[entry].following = after
            if before == NONE:
                head = entry
            else:
                entries[before].following = entry
            entry = rest
        while head != NONE:
            entry = head
            head = entries[entry].following
            day = entries[entry].due_day
            also = NONE
            if entry < n_loads:
                load = entry
                r = visits[entries[load].at].resource
            else:
                r = entry - n_loads
                load = NONE
            desk = desks[r]
            best = desk.place
            end_place = desk.end_place
            day_free = free[best]
            s = best + one
            while s < end_place:
                if free[s] < day_free:
                    day_free = free[s]
                    best = s
                s += one
            if load != NONE and (desk.n_waiting > 0 or day_free > day):
                i = entries[load].level
                if desk.n_waiting == 0:
                    also = n_loads + r
                    entries[also].due_day = day_free
                desk.n_waiting += one
                before, after = queues[r, i].last, NONE
                if before != NONE and entries[before].due_day == day and before > load:
                    # Rare: a load without any way or work overtakes one that came at its instant.
                    before, after = NONE, queues[r, i].first
                    while entries[after].due_day < day or after < load:
                        before, after = after, entries[after].following
                entries[load].following = after
                if before == NONE:
                    queues[r, i].first = load
                else:
                    entries[before].following = load
                if after == NONE:
                    queues[r, i].last = load
                entry = NONE
            else:
                if load == NONE:
                    i = np.uint32(0)
                    while i < n_levels and queues[r, i].first == NONE:
                        i += one
                    load = queues[r, i].first
                    queues[r, i].first = entries[load].following
                    if entries[load].following == NONE:
                        queues[r, i].last = NONE
                    desk.n_waiting -= one
                visit = entries[load].at
                stop = visits[visit]
                k = desk.kind
                start = day
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
                wait = start - entries[load].due_day
                desk.wait_days += wait
                if wait > desk.most_days:
                    desk.most_days = wait
                desk.busy_days += work
                desk.served += one
                if desk.n_waiting > 0:
                    also = n_loads + r
                    day_free = free[desk.place]
                    s = desk.place + one
                    while s < end_place:
                        if free[s] < day_free:
                            day_free = free[s]
                        s += one
                    entries[also].due_day = day_free
                end += leg
                visit += one
                if visit == entries[load].end:
                    arrive[load] = end
                    n_arrived += 1
                    g = np.uint32(entries[load].group)
                    n_away[g] -= one
                    if end > latest[g]:
                        latest[g] = end
                    if n_away[g] == 0 and follower[g] < follower[g + one]:
                        rest = release_followers(loads, course, room, g, latest[g], here, head)
                        head = np.uint32(rest)
                    entry = NONE
                else:
                    entries[load].at = visit
                    entries[load].due_day = end
                    entry = load
            while entry != NONE or also != NONE:
                if entry == NONE:
                    entry, also = also, NONE
                day = entries[entry].due_day
                # As a fraction first: what is far beyond the last bucket fits no whole number.
                b = last_bucket
                if (day - from_day) * BUCKETS_PER_DAY < far:
                    b = np.uint64(np.int64((day - from_day) * BUCKETS_PER_DAY))
                if b > here and here < last_bucket:
                    entries[entry].following = bucket[b]
                    bucket[b] = entry
                else:
                    before, after = NONE, head
                    while after != NONE and (
                        entries[after].due_day < day
                        or (entries[after].due_day == day and after < entry)
                    ):
                        before, after = after, entries[after].following
                    entries[entry].following = after
                    if before == NONE:
                        head = entry
                    else:
                        entries[before].following = entry
                entry = NONE
        here += np.uint64(1)
    close_desks(room, outcome)
    return n_arrived
