"""Earliest arrival of one load, given what is left of every limit.

Waiting is free and nothing overtakes itself: leaving a state earlier never means arriving
later. So the earliest arrival at every state is enough, and A* finds it, guided by the times
that remain without any limit (docs/explain/deploy.md, eq. 4).
"""

import heapq
from dataclasses import dataclass

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.limits import SLACK, Limits
from reassure.engines.deploy.loads import LoadKind
from reassure.engines.deploy.network import Arc, ArcKind, Network
from reassure.engines.deploy.rules import Rules, Use
from reassure.model.choices import Mode

NEVER = 1 << 60
"""Minutes; later than anything."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A way with its times.

    Attributes
    ----------
    arcs
        What happens to the load, in order.
    ready
        Minute at which it could begin each of them, if nothing held it up.
    starts
        Minute at which it begins each of them.
    arrival_day
        Day on which it is on the ground at its destination.
    """

    arcs: tuple[Arc, ...]
    ready: tuple[int, ...]
    starts: tuple[int, ...]
    arrival_day: int


@dataclass(frozen=True, slots=True)
class Trip:
    """What is to be moved: loads of one kind, from where to where, let in when."""

    kind: LoadKind
    origin: str
    destination: str
    opens: dict[str, int]


class Search:
    """Earliest arrivals over one network.

    Parameters
    ----------
    network, rules, limits
        Of one plan.
    """

    def __init__(self, network: Network, rules: Rules, limits: Limits) -> None:
        self.network, self.rules, self.limits = network, rules, limits
        self._remaining: dict[tuple[str, bool], list[int]] = {}
        self._reverse: list[list[tuple[int, Arc]]] = [[] for _ in network.stands]
        for state, arcs in enumerate(network.outgoing):
            for arc in _without_slower_carriers(arcs, network):
                self._reverse[arc.head].append((state, arc))

    def remaining(self, destination: str, *, by_air: bool) -> list[int]:
        """Return by state the least time to a destination without any limit [minutes]."""
        key = (destination, by_air)
        if key not in self._remaining:
            self._remaining[key] = self._least_times(destination, by_air=by_air)
        return self._remaining[key]

    def earliest(
        self,
        trip: Trip,
        release_day: int,
        free: list[list[float]],
        *,
        before_day: int | None = None,
    ) -> Journey | None:
        """Return the journey that arrives first, None if none does (before a day).

        Parameters
        ----------
        trip
            What is moved.
        release_day
            First day on which it may load.
        free
            What is left of every limit, by limit and day.
        before_day
            Only arrivals before this day count.
        """
        outgoing, stands = self.network.outgoing, self.network.stands
        left = self.remaining(trip.destination, by_air=trip.kind.capability.by_air)
        start = self.network.origin(trip.origin)
        known = self.rules.known_uses(trip.kind)
        latest = NEVER - 1 if before_day is None else (before_day - 1) * DAY
        now = release_day * DAY
        best = {start: now}
        came: dict[int, tuple[int, Arc]] = {}
        serial = 0
        # Arcs are queued by the soonest that they could lead to, and tried when their turn comes.
        # Among equal estimates the one that is farthest on its way goes first.
        queue: list[tuple[int, int, int, int, int, Arc | None]]
        queue = [(now + left[start], -now, serial, start, start, None)]
        while queue:
            estimate, elapsed, _, state, tail, arc = heapq.heappop(queue)
            now = -elapsed
            if estimate > latest:
                break
            if arc is not None:
                if now >= best.get(state, NEVER):
                    continue
                number = arc.number
                uses = known[number] if number in known else self.rules.uses(arc, trip.kind)
                begun = -1 if uses is None else self.fit(arc, uses, best[tail], free, trip.opens)
                reached = begun + arc.minutes
                if begun < 0 or reached >= best.get(state, NEVER):
                    continue
                best[state] = reached
                came[state] = (tail, arc)
                if reached > now:
                    serial += 1
                    entry = (reached + left[state], -reached, serial, state, state, None)
                    heapq.heappush(queue, entry)
                    continue
            elif now > best[state]:
                continue
            stand = stands[state]
            if stand.on_ground and stand.location == trip.destination:
                return self.follow(trip, _way_back(came, start, state), release_day, free)
            for arc in outgoing[state]:
                head = arc.head
                soonest = _rounded(arc, now) + arc.minutes
                if soonest + left[head] <= latest and soonest < best.get(head, NEVER):
                    serial += 1
                    entry = (soonest + left[head], -soonest, serial, head, state, arc)
                    heapq.heappush(queue, entry)
        return None

    def follow(
        self, trip: Trip, arcs: tuple[Arc, ...], release_day: int, free: list[list[float]]
    ) -> Journey | None:
        """Return the times of a given way, None if some arc of it never has room."""
        now = release_day * DAY
        ready: list[int] = []
        starts: list[int] = []
        for arc in arcs:
            uses = self.rules.uses(arc, trip.kind)
            begun = -1 if uses is None else self.fit(arc, uses, now, free, trip.opens)
            if begun < 0:
                return None
            ready.append(_rounded(arc, now))
            starts.append(begun)
            now = begun + arc.minutes
        return Journey(arcs, tuple(ready), tuple(starts), now // DAY)

    def fit(
        self,
        arc: Arc,
        uses: tuple[Use, ...],
        now: int,
        free: list[list[float]],
        opens: dict[str, int],
    ) -> int:
        """Return the first minute from ``now`` on at which an arc can begin; -1: never."""
        last = self.limits.last_day
        now = _rounded(arc, now)
        if opens:
            now = _permitted(arc, now, opens)
        day = now // DAY
        while day <= last:
            wait = 0
            for limit, amount, after, length in uses:
                row, first = free[limit], (now + after) // DAY
                if first > last:
                    return -1
                if length == 1:
                    if row[first] + SLACK < amount:
                        wait = 1
                        while first + wait <= last and row[first + wait] + SLACK < amount:
                            wait += 1
                        break
                else:
                    for d in range(min(first + length - 1, last), first - 1, -1):
                        if row[d] + SLACK < amount:
                            wait = d - first + 1
                            break
                    if wait:
                        break
            if not wait:
                return now
            day += wait
            now = day * DAY
        return -1

    def full(self, uses: tuple[Use, ...], at: int, free: list[list[float]]) -> int | None:
        """Return the first limit without room for what begins at a minute, None if all have."""
        last = self.limits.last_day
        for limit, amount, after, length in uses:
            first = (at + after) // DAY
            days = free[limit][first : min(first + length, last + 1)]
            if not days or min(days) + SLACK < amount:
                return limit
        return None

    def _least_times(self, destination: str, *, by_air: bool) -> list[int]:
        stands = self.network.stands
        least = [NEVER] * len(stands)
        queue: list[tuple[int, int]] = []
        for state, stand in enumerate(stands):
            if stand.on_ground and stand.location == destination:
                least[state] = 0
                queue.append((0, state))
        heapq.heapify(queue)
        while queue:
            minutes, head = heapq.heappop(queue)
            if minutes > least[head]:
                continue
            for state, arc in self._reverse[head]:
                if arc.mode is Mode.AIR and not by_air:
                    continue
                time = minutes + arc.minutes
                # On the ground, and where the gauge is changed, the clock shows whole days.
                if stands[state].on_ground or arc.kind is ArcKind.CHANGE_GAUGE:
                    time = -(-time // DAY) * DAY
                if time < least[state]:
                    least[state] = time
                    heapq.heappush(queue, (time, state))
        return least


def _without_slower_carriers(arcs: list[Arc], network: Network) -> list[Arc]:
    """Return the usable arcs, of voyages to one place the quickest: the same is left after all."""
    kept: list[Arc] = []
    voyages: dict[tuple[Mode, str], Arc] = {}
    for arc in arcs:
        if arc.reasons:
            continue
        if arc.kind is not ArcKind.VOYAGE:
            kept.append(arc)
            continue
        key = (arc.mode, network.stands[arc.head].location)
        if key not in voyages or arc.minutes < voyages[key].minutes:
            voyages[key] = arc
    return [*kept, *voyages.values()]


def unhindered(arcs: tuple[Arc, ...], release_day: int) -> int:
    """Return the day of arrival over some arcs without any wait."""
    now = release_day * DAY
    for arc in arcs:
        now = _rounded(arc, now) + arc.minutes
    return now // DAY


def _rounded(arc: Arc, now: int) -> int:
    return -(-now // DAY) * DAY if arc.ends_the_day else now


def _permitted(arc: Arc, now: int, opens: dict[str, int]) -> int:
    for step in arc.steps:
        needed = opens.get(step.way.end, 0) - step.after_minutes - step.minutes
        if needed > now:
            now = needed if arc.kind is ArcKind.GO_ON else -(-needed // DAY) * DAY
    return now


def _way_back(came: dict[int, tuple[int, Arc]], start: int, state: int) -> tuple[Arc, ...]:
    arcs: list[Arc] = []
    while state != start:
        state, arc = came[state]
        arcs.append(arc)
    return tuple(reversed(arcs))
