"""Earliest arrival of one load: the compiled search, in terms of arcs and days.

With nothing to pay and the day of arrival as its cost, the cheapest way is the one that arrives
first (docs/explain/deploy.md, "Time").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.common.graph import whole_days
from reassure.engines.deploy.network.arcs import NEVER, Arc, ArcKind
from reassure.engines.deploy.network.ground import Ground
from reassure.engines.deploy.network.labels import NOTHING, larger_scratch, scratch_for
from reassure.engines.deploy.network.limits import SLACK, Limits
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.network import Network
from reassure.engines.deploy.network.rules import Rules
from reassure.engines.deploy.network.shares import Use
from reassure.engines.deploy.network.terrain import Flags, Floats, Ints, Traveller
from reassure.engines.deploy.network.traffic import MOST_ARCS
from reassure.engines.deploy.network.wayfinding import FULL, Errand, Prices, find_near, trace_way


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
    """What is to be moved: loads of one kind, from where to where, let in when; out or home."""

    kind: LoadKind
    origin: str
    destination: str
    opens: dict[str, int]
    is_homeward: bool = False


class Search:
    """Earliest arrivals over one network without any other load.

    Parameters
    ----------
    network, rules, limits
        Of one plan.

    Attributes
    ----------
    ground
        The network as arrays.
    least_barred
        Ways with the fewest reasons against them, as far as they were asked for: by kind of
        load, origin and destination.
    """

    def __init__(self, network: Network, rules: Rules, limits: Limits) -> None:
        self.network, self.rules, self.limits = network, rules, limits
        self.ground = Ground(network, rules, limits)
        n_days = limits.last_day + 1
        room = self.ground.room
        # Elsewhere an arc that takes a load at all takes it on every day.
        varies = room.min(axis=1, initial=np.inf) < room.max(axis=1, initial=0.0)
        summed = np.zeros((len(room), n_days + 1))
        self._alone = Prices(summed, 0.0, room, varies)
        self._scratch = scratch_for(self.ground.terrain, n_days)
        self.least_barred: dict[
            tuple[LoadKind, str, str], tuple[tuple[Arc, ...], str | None] | None
        ] = {}
        self._days = np.arange(n_days, dtype=np.float64)
        self._idle: dict[bool, Flags] = {}
        self._shut: dict[tuple[LoadKind, bool], Ints] = {}
        self._held: dict[int, tuple[Mapping[str, int], Ints]] = {}

    def traveller(self, trip: Trip) -> Traveller:
        """Return what the loads of a trip are to the network: voyages the other way are shut."""
        kind, opens, home = trip.kind, trip.opens, trip.is_homeward
        if (kind, home) not in self._shut:
            if home not in self._idle:
                arcs = self.network.arcs
                self._idle[home] = self.network.directions.idle(arcs, is_homeward=home)
            shut = self.ground.barred(kind) | self._idle[home]
            self._shut[kind, home] = np.where(shut, NEVER, 0).astype(np.int32)
        if not opens:
            return Traveller(self.ground.sizes(kind), self._shut[kind, home])
        # The times of opening are kept, too: another dict must not come to stand at their place.
        if id(opens) not in self._held:
            self._held[id(opens)] = (opens, self.ground.held(opens))
        earliest = np.maximum(self._shut[kind, home], self._held[id(opens)][1])
        return Traveller(self.ground.sizes(kind), earliest)

    def earliest(self, trip: Trip, release_day: int, room: Floats | None = None) -> Journey | None:
        """Return the journey that arrives first, None if none does.

        Parameters
        ----------
        trip
            What is moved.
        release_day
            First day on which it may load.
        room
            What is left of every limit, shape (n_limits, n_days); None: all of it.
        """
        prices = self._alone
        if room is not None:
            prices = prices._replace(room=room, watched=np.ones(len(room), dtype=np.bool_))
        ground = self.ground
        errand = Errand(
            self.network.origin(trip.origin),
            ground.locations[trip.destination],
            release_day,
            self._days,
            ground.remaining(trip.destination, by_air=trip.kind.capability.by_air),
        )
        who = self.traveller(trip)
        least = int(errand.remaining[errand.start])
        if least == NEVER:
            return None
        # Nothing is in place sooner than this; a search that looks hardly beyond it sees little.
        soonest = float(release_day + whole_days(least))
        most = float(len(self._days))
        while True:
            label = find_near(ground.terrain, who, errand, prices, self._scratch, soonest, most)
            if label != FULL:
                break
            self._scratch = larger_scratch(ground.terrain, len(self._days), self._scratch)
        if label == NOTHING:
            return None
        width = MOST_ARCS
        while True:
            arcs, starts = np.zeros(width, dtype=np.int32), np.zeros(width, dtype=np.int32)
            n_arcs = trace_way(self._scratch, ground.terrain, label, arcs, starts)
            if n_arcs != FULL:
                break
            width *= 2
        return self.journey(arcs[:n_arcs].tolist(), starts[:n_arcs].tolist(), release_day)

    def journey(self, arcs: Sequence[int], starts: Sequence[int], release_day: int) -> Journey:
        """Return a way by the numbers of its arcs as a journey."""
        taken = tuple(self.network.arcs[number] for number in arcs)
        ready: list[int] = []
        now = release_day * DAY
        for arc, start in zip(taken, starts, strict=True):
            ready.append(rounded(arc, now))
            now = start + arc.minutes
        return Journey(taken, tuple(ready), tuple(starts), now // DAY)

    def full(self, uses: tuple[Use, ...], at: int, room: Floats) -> int | None:
        """Return the first limit without room for what begins at a minute, None if all have."""
        n_days = room.shape[1]
        for limit, amount, after, length in uses:
            first = (at + after) // DAY
            days = room[limit, first : min(first + length, n_days)]
            if not len(days) or days.min() + SLACK < amount:
                return limit
        return None


def unhindered(arcs: Sequence[Arc], release_day: int) -> int:
    """Return the day of arrival over some arcs without any wait."""
    now = release_day * DAY
    for arc in arcs:
        now = rounded(arc, now) + arc.minutes
    return now // DAY


def rounded(arc: Arc, now: int) -> int:
    """Return the minute at which an arc can begin by the clock alone."""
    return -(-now // DAY) * DAY if arc.ends_the_day else now


def permitted(arc: Arc, now: int, opens: dict[str, int]) -> int:
    """Return the minute from which permissions let a load begin an arc."""
    for step in arc.steps:
        needed = opens.get(step.way.end, 0) - step.after_minutes - step.minutes
        if needed > now:
            now = needed if arc.kind is ArcKind.GO_ON else -(-needed // DAY) * DAY
    return now
