"""What holds a unit up, in the words of the plan's own tables."""

import heapq
from collections import Counter

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.arcs import Arc, time_field
from reassure.engines.deploy.network.permissions import Permissions
from reassure.engines.deploy.network.search import (
    Journey,
    Search,
    Trip,
    permitted,
    rounded,
    unhindered,
)
from reassure.engines.deploy.network.shares import Use
from reassure.engines.deploy.network.terrain import Floats


def missing_way(search: Search, trip: Trip, tour: Tour) -> str:
    """Return what must change before there is any way at all, as table:id.field.

    The way with the fewest reasons against it is sought, and among those the quickest; its
    first reason is named. Where not even such a way exists, the network lies in pieces and the
    field of its destination is named.
    """
    way = _least_barred(search, trip)
    if way is None:
        return tour.target
    path, first = way
    return first or _never_room(search, trip, tour, path)


def _least_barred(search: Search, trip: Trip) -> tuple[tuple[Arc, ...], str | None] | None:
    """Return the way with the fewest reasons against it, and the first of them; None: no way."""
    key = (trip.kind, trip.origin, trip.destination)
    if key not in search.least_barred:
        search.least_barred[key] = _seek_least_barred(search, trip)
    return search.least_barred[key]


def _seek_least_barred(search: Search, trip: Trip) -> tuple[tuple[Arc, ...], str | None] | None:
    network, rules = search.network, search.rules
    start = network.origin(trip.origin)
    queue: list[tuple[int, int, int, int, tuple[Arc, ...], str | None]]
    queue = [(0, 0, 0, start, (), None)]
    settled: set[int] = set()
    serial = 0
    while queue:
        n_reasons, minutes, _, state, path, first = heapq.heappop(queue)
        if state in settled:
            continue
        settled.add(state)
        stand = network.stands[state]
        if stand.on_ground and stand.location == trip.destination:
            return path, first
        for arc in network.outgoing[state]:
            if arc.head not in settled:
                reasons = rules.bars(arc, trip.kind)
                serial += 1
                named = first if first or not reasons else reasons[0]
                rank = (n_reasons + len(reasons), minutes + arc.minutes, serial)
                heapq.heappush(queue, (*rank, arc.head, (*path, arc), named))
    return None


def waits_of(
    search: Search,
    permissions: Permissions,
    tour: Tour,
    trip: Trip,
    journey: Journey,
    room: Floats,
    n_loads: int,
) -> Counter[str]:
    """Return the days waited on a journey by the limit that was full on each.

    A day on which nothing was full was waited by choice, and is not counted. All loads on this
    journey, none of one that is only tried, are counted in the queues of those limits.
    """
    limits, waits = search.limits, Counter[str]()
    for arc, ready, start in zip(journey.arcs, journey.ready, journey.starts, strict=True):
        uses = search.rules.uses(arc, trip.kind) or ()
        for day in range(ready // DAY, start // DAY):
            at = max(ready, day * DAY)
            held = _not_permitted(arc, at, trip)
            if held is not None:
                waits[permissions.binding(tour.nation, tour.capability, held)] += 1
                continue
            limit = search.full(uses, at, room)
            if limit is not None:
                waits[limits.limits[limit].binding] += 1
                if n_loads and not limits.limits[limit].is_gate:
                    limits.queue[limit, day] = limits.queue.get((limit, day), 0) + n_loads
    return waits


def cause_of_delay(
    tour: Tour, release_day: int, journey: Journey, waits: Counter[str]
) -> str | None:
    """Return the limit that makes a moved unit late, as table:id.field.

    The longest wait of its last load, if that is at least what the unit would have been late
    without waiting at all; else the offer's day of readiness, if that is at least the time on
    the way; else the longest leg. One on its way home is held up by what it waits for, and by
    nothing else: None where it waits for nothing.
    """
    moved_day = unhindered(journey.arcs, release_day)
    longest = longest_wait(waits)
    if tour.is_homeward:
        return longest
    if longest is not None and waits[longest] >= moved_day - tour.wanted_day:
        return longest
    if release_day >= moved_day - release_day or not journey.arcs:
        return tour.ready_binding
    steps = [step for arc in journey.arcs for step in arc.steps]
    link = max(steps, key=lambda step: step.minutes).way.link
    return f"links:{link.id}.{time_field(link)}"


def longest_wait(waits: Counter[str]) -> str | None:
    """Return the limit that was waited for on most days; None: nothing was waited for."""
    return max(sorted(waits), key=lambda name: waits[name], default=None)


def _not_permitted(arc: Arc, at: int, trip: Trip) -> str | None:
    for step in arc.steps:
        if trip.opens.get(step.way.end, 0) > at + step.after_minutes + step.minutes:
            return step.way.end
    return None


def _never_room(search: Search, trip: Trip, tour: Tour, path: tuple[Arc, ...]) -> str:
    """Return the limit of an unbarred way that has no room on any day left."""
    room, now = np.array(search.limits.free), tour.ready_day * DAY
    for arc in path:
        uses = search.rules.uses(arc, trip.kind) or ()
        begun = _first_fit(search, arc, uses, now, room, trip)
        if begun is None:
            limit = search.full(uses, now, room)
            return tour.ready_binding if limit is None else search.limits.limits[limit].binding
        now = begun + arc.minutes
    return tour.ready_binding


def _first_fit(
    search: Search, arc: Arc, uses: tuple[Use, ...], now: int, room: Floats, trip: Trip
) -> int | None:
    start = permitted(arc, rounded(arc, now), trip.opens)
    while start // DAY < room.shape[1]:
        if search.full(uses, start, room) is None:
            return start
        start = (start // DAY + 1) * DAY
    return None
