"""A day before which no schedule of these loads closes.

Schedule and bound are of one model: whole loads, whole days, the same limits. The bound is the
largest of the days at which single units can be in place, and of the days at which single
limits have passed all that must pass them (docs/explain/deploy.md, eqs. 6 and 7).
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.common.graph import whole_days
from reassure.engines.deploy.moving.moves import Move, Moves
from reassure.engines.deploy.network.arcs import NEVER, Arc
from reassure.engines.deploy.network.limits import SLACK
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.reaching import reaches
from reassure.engines.deploy.network.search import Journey, Search, Trip
from reassure.engines.deploy.network.terrain import Flags
from reassure.model.choices import Mode


@dataclass(frozen=True, slots=True)
class Demand:
    """What one tour must pass through one limit.

    Attributes
    ----------
    head_day
        First day on which it can reach the limit.
    tail_days
        Least days from its last day of use to being in place; negative where the use goes on
        after the arrival.
    amount
        Least total use, in the limit's unit times days.
    """

    head_day: int
    tail_days: float
    amount: float

    def after(self, days: int) -> "Demand":
        """Return the same, so many days later."""
        return Demand(self.head_day + days, self.tail_days, self.amount)

    def late(self, wanted_day: float) -> "Demand":
        """Return the same with its end counted from the day on which it is wanted."""
        return Demand(self.head_day, self.tail_days - wanted_day, self.amount)


def closure_bound(moves: Moves) -> int | None:
    """Return a day before which no schedule closes, None where nothing can arrive.

    Parameters
    ----------
    moves
        What moves; only trips, release days and soonest days are used, and tours that cannot
        arrive at all are left out, and so are ways home and deliveries: the force is in place
        without them.
    """
    deployed = [move for move in moves.moves if move.tour.is_outward]
    return closure_of(deployed, MustPass(moves.search))


def closure_of(moves: Sequence[Move], must: "MustPass") -> int | None:
    """Return a day before which no schedule has some units in place, None where none can be.

    Parameters
    ----------
    moves
        The units; those that cannot arrive at all are left out.
    must
        Of their search.
    """
    soonest = [move.soonest_day for move in moves if move.soonest_day is not None]
    if not soonest:
        return None
    bound = max(soonest)
    carried = [(move, move.trip) for move in moves if move.trip is not None and move.is_carried]
    by_limit: dict[int, list[tuple[Move, Trip]]] = {}
    hoped: dict[int, list[Demand]] = {}
    for move, trip in carried:
        # What all ways pass is on the quickest, and the quickest promises the most.
        for limit, demand in must.on_quickest(trip):
            by_limit.setdefault(limit, []).append((move, trip))
            hoped.setdefault(limit, []).append(demand.after(move.release_day))
    hopes = [(must.passed_day(n, demands), n) for n, demands in hoped.items()]
    for hope, limit in sorted(hopes, key=lambda item: (-item[0], item[1])):
        if hope <= bound:
            break
        forced = [pair for pair in by_limit[limit] if must.is_forced(limit, pair[1])]
        demands = [must.demand(limit, *pair) for pair in forced]
        bound = max(bound, must.passed_day(limit, demands))
    return bound


class MustPass:
    """Which limits loads cannot go round, and how little they can use of them."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._quickest: dict[tuple[LoadKind, str, str], tuple[tuple[int, Demand], ...]] = {}
        self._forced: dict[tuple[int, LoadKind, str, str], bool] = {}
        self._since: dict[tuple[str, bool], list[int]] = {}
        self._least: dict[tuple[int, LoadKind, str, str], Demand] = {}
        self._passing: dict[int, Flags] = {}

    def on_quickest(self, trip: Trip) -> tuple[tuple[int, Demand], ...]:
        """Return what a trip that starts on day 0 uses of the limits on its quickest way."""
        key = (trip.kind, trip.origin, trip.destination)
        if key not in self._quickest:
            free = Trip(trip.kind, trip.origin, trip.destination, {})
            journey = self._search.earliest(free, 0)
            self._quickest[key] = () if journey is None else tuple(self._demands(trip, journey))
        return self._quickest[key]

    def _demands(self, trip: Trip, journey: Journey) -> Iterator[tuple[int, Demand]]:
        found: dict[int, Demand] = {}
        limits, n_loads = self._search.limits.limits, trip.kind.n_loads
        for arc, start in zip(journey.arcs, journey.starts, strict=True):
            for use in self._search.rules.uses(arc, trip.kind) or ():
                if not limits[use.limit].is_gate and use.limit not in found:
                    day = (start + use.after_minutes) // DAY
                    tail = journey.arrival_day - day - (use.length_days - 1)
                    amount = use.amount * use.length_days * n_loads
                    found[use.limit] = Demand(day, tail, amount)
        yield from found.items()

    def is_forced(self, limit: int, trip: Trip) -> bool:
        """Whether every way of a trip passes a limit."""
        key = (limit, trip.kind, trip.origin, trip.destination)
        if key not in self._forced:
            self._forced[key] = not self._goes_round(limit, trip)
        return self._forced[key]

    def demand(self, limit: int, move: Move, trip: Trip) -> Demand:
        """Return the least that a tour uses of a limit, how soon, and what follows at least."""
        key = (limit, trip.kind, trip.origin, trip.destination)
        if key not in self._least:
            self._least[key] = self._least_use(limit, trip)
        return self._least[key].after(move.release_day)

    def _least_use(self, limit: int, trip: Trip) -> Demand:
        by_air = trip.kind.capability.by_air
        since = self._times_since(trip.origin, by_air=by_air)
        left = self._search.ground.remaining(trip.destination, by_air=by_air)
        heads, tails, amounts = [NEVER], [NEVER], [float("inf")]
        for state, arc in self._arcs_meeting(limit):
            if since[state] == NEVER or left[arc.head] == NEVER:
                continue
            for use in self._search.rules.uses(arc, trip.kind) or ():
                if use.limit == limit:
                    heads.append((since[state] + use.after_minutes) // DAY)
                    rest = arc.minutes - use.after_minutes + int(left[arc.head])
                    tails.append(whole_days(rest) - (use.length_days - 1))
                    amounts.append(use.amount * use.length_days)
        return Demand(min(heads), min(tails), min(amounts) * trip.kind.n_loads)

    def _arcs_meeting(self, limit: int) -> Iterator[tuple[int, Arc]]:
        """Yield the arcs that meet a limit, each with every state that it leaves."""
        terrain, arcs = self._search.ground.terrain, self._search.network.arcs
        entries = np.flatnonzero(self._meeting(limit)[terrain.entry_arc])
        states = np.searchsorted(terrain.first_entry, entries, side="right") - 1
        numbers = terrain.entry_arc[entries]
        for state, number in zip(states.tolist(), numbers.tolist(), strict=True):
            yield state, arcs[number]

    def _meeting(self, limit: int) -> Flags:
        """Return which arcs meet a limit."""
        if limit not in self._passing:
            terrain = self._search.ground.terrain
            at_use = np.flatnonzero(terrain.use_limit == limit)
            passing = np.zeros(len(terrain.minutes), dtype=np.bool_)
            passing[np.searchsorted(terrain.first_use, at_use, side="right") - 1] = True
            self._passing[limit] = passing
        return self._passing[limit]

    def _goes_round(self, limit: int, trip: Trip) -> bool:
        """Whether a way without a limit exists."""
        ground, start = self._search.ground, self._search.network.origin(trip.origin)
        terrain, who = ground.terrain, self._search.traveller(trip)
        shut = self._meeting(limit) | (who.earliest >= NEVER)
        return reaches(terrain, start, ground.locations[trip.destination], shut)

    def _times_since(self, origin: str, *, by_air: bool) -> list[int]:
        """Return by state the least time from an origin, whatever the load."""
        key = (origin, by_air)
        if key not in self._since:
            network = self._search.network
            times = [NEVER] * len(network.stands)
            start = network.origin(origin)
            times[start] = 0
            queue = [(0, start)]
            while queue:
                now, state = heapq.heappop(queue)
                if now > times[state]:
                    continue
                for arc in network.outgoing[state]:
                    if arc.reasons or (arc.mode is Mode.AIR and not by_air):
                        continue
                    reached = whole_days(now) * DAY if arc.ends_the_day else now + arc.minutes
                    if reached < times[arc.head]:
                        times[arc.head] = reached
                        heapq.heappush(queue, (reached, arc.head))
            self._since[key] = times
        return self._since[key]

    def passed_day(self, limit: int, demands: Sequence[Demand]) -> int:
        """Return the day before which a limit cannot have passed all demands on to their ends."""
        days = (int(day + tail) for day, _, _, tail in self.passings(limit, demands))
        return max(days, default=0)

    def passings(
        self, limit: int, demands: Sequence[Demand]
    ) -> Iterator[tuple[int, int, float, float]]:
        """Yield by when a limit can have passed demands on, at the soonest.

        Over every choice of a latest head and a shortest tail: what comes no sooner and has no
        less to go after it must all fit into the days from the head on.

        Yields
        ------
        tuple
            Day of the last use, head, total use, and tail.
        """
        for tail in sorted({demand.tail_days for demand in demands}):
            longer = sorted(
                (demand for demand in demands if demand.tail_days >= tail),
                key=lambda demand: demand.head_day,
                reverse=True,
            )
            total = 0.0
            for i, demand in enumerate(longer):
                total += demand.amount
                if i + 1 < len(longer) and longer[i + 1].head_day == demand.head_day:
                    continue
                head = demand.head_day
                yield self.day_of_use(limit, head, total), head, total, tail

    def day_of_use(self, limit: int, head_day: int, total: float) -> int:
        """Return the first day by which a limit can have given a total, from a day on."""
        row, given = self._search.limits.base[limit], 0.0
        for day in range(head_day, len(row)):
            # Each load may exceed a day by the slack that the schedule allows it.
            given += row[day] * (1 + SLACK) + SLACK
            if given >= total:
                return day
        return len(row)
