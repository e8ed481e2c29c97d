"""The cheapest way of one load through places and days, compiled.

Waiting is free, so a load that is somewhere earlier and for less beats one that is there later
and for more. Days are gone through in order; within a day, loads by minute. What a state has
reached at least cost so far is all that must be known of it (docs/explain/deploy.md, Time).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.deploy.network.arcs import NEVER
from reassure.engines.deploy.network.labels import NOTHING, Scratch, pop, push
from reassure.engines.deploy.network.limits import SLACK
from reassure.engines.deploy.network.terrain import Flags, Floats, Ints, Terrain, Traveller

DAY = 1440
"""Minutes of a day, as the compiled code needs it."""

FULL = -2
"""There was no space for more labels."""

NEAR, LEAST_STEP, GROWTH = 0.02, 0.05, 3.0
"""Share of a guess, and cost, by which a search goes beyond it at first; how fast that grows."""

LEAST_GAIN = 1e-9
"""What is cheaper by no more than this is not cheaper."""


class Prices(NamedTuple):
    """What the use of limits costs, and what of it is left.

    Attributes
    ----------
    summed
        Price of one unit of each limit from day 0 to before each day, shape
        (n_limits, n_days + 1).
    weight
        Factor on all prices.
    room
        What is left of each limit by day, shape (n_limits, n_days).
    watched
        Which limits have a price or may lack room; the others are not looked at.
    """

    summed: Floats
    weight: float
    room: Floats
    watched: Flags


class Errand(NamedTuple):
    """What one load is to do.

    Attributes
    ----------
    start
        State where it begins.
    end
        Location on whose ground it is to be.
    release_day
        First day on which it may load.
    costs
        Cost of arriving on each day up to the last on which it may, not falling.
    remaining
        Least time to the end by state [minutes].
    """

    start: int
    end: int
    release_day: int
    costs: Floats
    remaining: Ints


@njit(cache=True, nogil=True)
def price_of_arc(
    terrain: Terrain, who: Traveller, arc: int, start: int, prices: Prices, most: float
) -> float:
    """Return what a load pays to begin an arc at a minute; infinite: there is no room.

    More than ``most`` may be reported as infinite.
    """
    total, n_days = 0.0, prices.room.shape[1]
    for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
        limit = terrain.use_limit[use]
        first = (start + terrain.use_after[use]) // DAY
        if first >= n_days:
            return np.inf
        if not prices.watched[limit]:
            continue
        amount = terrain.use_factor[use] * who.sizes[terrain.use_measure[use]]
        last = min(first + terrain.use_days[use], n_days)
        for day in range(first, last):
            if prices.room[limit, day] + SLACK < amount:
                return np.inf
        paid = prices.summed[limit, last] - prices.summed[limit, first]
        if paid > 0.0:
            total += prices.weight * paid * amount
            if total > most:
                return np.inf
    return total


@njit(cache=True, nogil=True)
def find_way(  # noqa: C901 - one loop, compiled
    terrain: Terrain,
    who: Traveller,
    errand: Errand,
    prices: Prices,
    scratch: Scratch,
    most: float,
) -> int:
    """Find the cheapest way, and return the label at its end.

    Parameters
    ----------
    terrain, who, errand, prices
        The network, the load, what it is to do, what use costs and what is left.
    scratch
        Space; the labels of the way stay in it until the next search.
    most
        Only ways that cost less than this count.

    Returns
    -------
    int
        The label; `NOTHING` where no way costs less, `FULL` where there were too many labels.
    """
    s = scratch
    s.marks[0] += 1
    mark = s.marks[0]
    costs, remaining = errand.costs, errand.remaining
    n_days, n_labels = len(costs), len(s.label_state)
    best, best_label, count, n_active = most, NOTHING, 0, 0
    if errand.release_day >= n_days or remaining[errand.start] >= NEVER:
        return NOTHING
    s.label_state[0], s.label_before[0], s.label_entry[0] = errand.start, NOTHING, NOTHING
    s.label_start[0] = s.label_minute[0] = errand.release_day * DAY
    s.label_cost[0], s.label_next[0] = 0.0, NOTHING
    count, last_bucket = 1, errand.release_day
    s.bucket[errand.release_day] = 0
    day = errand.release_day
    is_full = False
    while day < n_days and (n_active > 0 or day <= last_bucket) and not is_full:
        # First the states that wait since yesterday; then what comes today, by minute.
        kept, at, heap_size, is_waiting = 0, 0, 0, True
        while True:
            if is_waiting:
                if at >= n_active:
                    is_waiting = False
                    n_active = kept
                    label = s.bucket[day]
                    s.bucket[day] = NOTHING
                    while label != NOTHING:
                        heap_size = push(s, heap_size, label)
                        label = s.label_next[label]
                    continue
                state = s.active[at]
                at += 1
                minute = day * DAY
                cost = s.state_cost[state]
                soonest = (minute + remaining[state] + DAY - 1) // DAY
                if soonest >= n_days or cost + costs[soonest] >= best - LEAST_GAIN:
                    s.is_active[state] = False
                    continue
                label = s.state_label[state]
            else:
                if heap_size == 0:
                    break
                heap_size = pop(s, heap_size)
                label = s.heap[heap_size]
                state, cost, minute = (
                    s.label_state[label],
                    s.label_cost[label],
                    s.label_minute[label],
                )
                if s.state_mark[state] == mark and s.state_cost[state] <= cost:
                    continue
                if s.state_mark[state] != mark:
                    s.is_active[state] = False
                s.state_mark[state], s.state_cost[state] = mark, cost
                s.state_label[state] = label
                if terrain.place[state] == errand.end:
                    total = cost + costs[minute // DAY]
                    if total < best - LEAST_GAIN:
                        best, best_label = total, label
                    continue
            # A state goes on waiting only while some arc from it may cost less another day.
            may_better = False
            for entry in range(terrain.first_entry[state], terrain.first_entry[state + 1]):
                if s.entry_mark[entry] == mark and s.entry_cost[entry] <= cost:
                    continue
                arc = terrain.entry_arc[entry]
                earliest = who.earliest[arc]
                if earliest >= NEVER:
                    continue
                start = minute
                if terrain.rounds[arc]:
                    start = (start + DAY - 1) // DAY * DAY
                if earliest > start:
                    start = earliest
                head = terrain.entry_head[entry]
                if s.state_mark[head] == mark and s.state_cost[head] <= cost:
                    continue
                if start // DAY != day:
                    may_better = True
                    continue
                reached = start + terrain.minutes[arc]
                soonest = (reached + remaining[head] + DAY - 1) // DAY
                if remaining[head] >= NEVER or soonest >= n_days:
                    continue
                left = best - LEAST_GAIN - cost - costs[soonest]
                if left <= 0.0:
                    continue
                total = cost + price_of_arc(terrain, who, arc, start, prices, left)
                may_better = may_better or total > cost
                if total + costs[soonest] >= best - LEAST_GAIN:
                    continue
                if s.entry_mark[entry] == mark and s.entry_cost[entry] <= total:
                    continue
                if count == n_labels:
                    is_full = True
                    break
                s.entry_mark[entry], s.entry_cost[entry] = mark, total
                s.label_state[count], s.label_before[count] = head, label
                s.label_entry[count], s.label_start[count] = entry, start
                s.label_minute[count], s.label_cost[count] = reached, total
                when = reached // DAY
                if when == day and not is_waiting:
                    heap_size = push(s, heap_size, count)
                else:
                    s.label_next[count] = s.bucket[when]
                    s.bucket[when] = count
                    last_bucket = max(last_bucket, when)
                count += 1
            if is_full:
                break
            if is_waiting:
                s.is_active[state] = may_better
                if may_better:
                    s.active[kept] = state
                    kept += 1
            elif may_better and not s.is_active[state]:
                s.is_active[state] = True
                s.active[n_active] = state
                n_active += 1
        day += 1
    for rest in range(day - 1, min(last_bucket, n_days - 1) + 1):
        s.bucket[rest] = NOTHING
    s.marks[1] |= is_full
    return FULL if is_full else best_label


@njit(cache=True, nogil=True)
def find_near(
    terrain: Terrain,
    who: Traveller,
    errand: Errand,
    prices: Prices,
    scratch: Scratch,
    guess: float,
    most: float,
) -> int:
    """Find the cheapest way, as `find_way` does, where about what it costs is known.

    A search that gives up early sees a small part of what one with a generous limit does, so the
    limit is raised step by step.
    """
    step = NEAR * abs(guess) + LEAST_STEP
    limit = guess + step
    while limit < most:
        label = find_way(terrain, who, errand, prices, scratch, limit)
        if label != NOTHING:
            return label
        step *= GROWTH
        limit += step
    return find_way(terrain, who, errand, prices, scratch, most)


@njit(cache=True, nogil=True)
def trace_way(scratch: Scratch, terrain: Terrain, label: int, arcs: Ints, starts: Ints) -> int:
    """Write the arcs of a way and the minutes at which they begin; return how many there are.

    `FULL` where there are more than fit.
    """
    n_arcs, at = 0, label
    while scratch.label_before[at] != NOTHING:
        n_arcs += 1
        at = scratch.label_before[at]
    if n_arcs > len(arcs):
        return FULL
    at, place = label, n_arcs
    while scratch.label_before[at] != NOTHING:
        place -= 1
        arcs[place] = terrain.entry_arc[scratch.label_entry[at]]
        starts[place] = scratch.label_start[at]
        at = scratch.label_before[at]
    return n_arcs
