"""Earliest arrival of one load in plain Python: every state in the order of its minutes."""

import heapq
from itertools import count

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.network.arcs import Arc, ArcKind
from reassure.engines.deploy.network.limits import SLACK, Limits
from reassure.engines.deploy.network.network import Network
from reassure.engines.deploy.network.rules import Rules
from reassure.engines.deploy.network.search import Trip
from reassure.engines.deploy.network.shares import Use


def earliest_day(
    network: Network, rules: Rules, limits: Limits, trip: Trip, release_day: int
) -> int | None:
    """Return the first day on which a load can be in place, None if there is none."""
    serial = count()
    queue = [(release_day * DAY, next(serial), network.origin(trip.origin))]
    settled: set[int] = set()
    while queue:
        now, _, state = heapq.heappop(queue)
        if state in settled:
            continue
        settled.add(state)
        stand = network.stands[state]
        if stand.on_ground and stand.location == trip.destination:
            return now // DAY
        for arc in network.outgoing[state]:
            uses = rules.uses(arc, trip.kind)
            if uses is None:
                continue
            begun = _first_fit(arc, uses, now, limits, trip.opens)
            if begun is not None:
                heapq.heappush(queue, (begun + arc.minutes, next(serial), arc.head))
    return None


def _first_fit(
    arc: Arc, uses: tuple[Use, ...], now: int, limits: Limits, opens: dict[str, int]
) -> int | None:
    if arc.ends_the_day:
        now = -(-now // DAY) * DAY
    for step in arc.steps:
        needed = opens.get(step.way.end, 0) - step.after_minutes - step.minutes
        if needed > now:
            now = needed if arc.kind is ArcKind.GO_ON else -(-needed // DAY) * DAY
    while now // DAY <= limits.last_day:
        if all(_has_room(use, now, limits) for use in uses):
            return now
        now = (now // DAY + 1) * DAY
    return None


def _has_room(use: Use, now: int, limits: Limits) -> bool:
    first = (now + use.after_minutes) // DAY
    if first > limits.last_day:
        return False
    days = limits.base[use.limit][first : first + use.length_days]
    return all(given + SLACK >= use.amount for given in days)
