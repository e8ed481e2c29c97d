"""Loads of a movement under way: what is done, what goes on, what stays, and what must change.

What has moved takes its room first, then what was planned keeps its way and days where it still
can, and only the rest is sent anew, in the room that is left.
"""

from collections.abc import Sequence

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.common.graph import whole_days
from reassure.engines.deploy.executing.placing import Placing, Planned
from reassure.engines.deploy.executing.progress import has_moved, progress_of
from reassure.engines.deploy.executing.retracing import Reading, Retracer, first_minutes
from reassure.engines.deploy.executing.straying import stray
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.arcs import NEVER, Arc, time_field
from reassure.engines.deploy.network.labels import NOTHING
from reassure.engines.deploy.network.search import permitted, rounded
from reassure.model.outputs import Leg

CHANGE_PRICE_DAYS = 1.0
"""Days of lateness of one load that another way, or one more changed load, must save."""


class Rerouting(Placing):
    """Lets loads go on, stay, or go anew.

    Parameters
    ----------
    moves
        What moves, as it is to be cut and released now.
    planned
        The loads, in the order of their numbers.
    retracer
        Reads their legs.
    as_of_day
        First day on which what has not left may leave.

    Attributes
    ----------
    n_astray, n_lost
        Loads that go on from where they were seen off their way, and those that were seen where
        no way leads.
    """

    def __init__(
        self, moves: Moves, planned: Sequence[Planned], retracer: Retracer, *, as_of_day: int
    ) -> None:
        super().__init__(moves, as_of_day=as_of_day)
        self.n_astray = self.n_lost = 0
        self._shut = np.where(np.reshape(moves.limits.base, self.room.shape) == 0.0, 0.0, np.inf)
        for item in planned:
            tour = self.move_of(item).tour
            item.readings = retracer.readings(tour.origin, tour.destination, item.legs)

    def go_on(self, item: Planned) -> None:
        """Let a load that has moved go on from where it is: on its way, else on another."""
        reading = next(iter(item.readings), None)
        if reading is None or not reading.arcs or not has_moved(item.stops):
            return
        planned = self._planned_minutes(item, reading)
        if item.seen is not None and self._go_astray(item, planned):
            return
        passed = progress_of(
            reading, item, planned, self.as_of_day,
            is_shut=lambda arc, start: self._is_shut(item, arc, start),
        )  # fmt: skip
        done, item.is_past, item.reason = len(passed.starts), True, item.report
        item.n_begun, item.ready = done, passed.ready
        self.write(item, reading.arcs[:done], passed.starts, passed.ready // DAY)
        self.take(item, 1.0)
        if done == len(reading.arcs) and reading.is_whole:
            item.is_done = True
            return
        begun = (reading.arcs[:done], passed.starts, passed.ready // DAY)
        is_shifted = False
        if done < len(reading.arcs) and reading.is_whole:
            rest = self._rest_of(item, reading.arcs[done:], planned[done:], passed.ready)
            if rest is not None:
                last = rest[-1] + reading.arcs[-1].minutes
                self.rewrite(item, reading.arcs, (*passed.starts, *rest), last // DAY)
                is_shifted = self.overfull(item, since=done) is None
                old = planned[-1] + reading.arcs[-1].minutes
                if is_shifted and last - old <= CHANGE_PRICE_DAYS * DAY:
                    return
        shifted, cost = self.way_of(item), self.cost([item])
        self.rewrite(item, *begun)
        from_day = whole_days(passed.ready)
        is_found = self.search_on(item, reading.arcs[done - 1].head, from_day)
        price = CHANGE_PRICE_DAYS * self.weight_of(item.row)
        if is_shifted and not (is_found and cost - self.cost([item]) > price):
            self.drop(item)
            self.put_back(item, shifted)
        elif not is_found:
            self.drop(item)

    def _go_astray(self, item: Planned, planned: Sequence[int]) -> bool:
        """Send a load on from where it was seen off its way, if a way leads there."""
        move, search = self.move_of(item), self.moves.search
        assert move.trip is not None
        assert item.seen is not None
        origin = search.network.origin(move.tour.origin)
        way = stray(search, move.trip.kind, origin, item, planned)
        if way is None:
            self.n_lost += 1
            return False
        self.n_astray += 1
        item.is_past, item.reason = True, item.seen.report
        item.n_begun, item.ready = len(way.arcs), max(way.ready, self.as_of_day * DAY)
        self.write(item, way.arcs, way.starts, way.ready // DAY)
        self.take(item, 1.0)
        if not self.search_on(item, way.state, whole_days(item.ready)):
            self.drop(item)
        return True

    def take_as_told(self, item: Planned) -> None:
        """Take a load that nobody reports of to have moved as it was planned."""
        days = [day for leg in item.legs for day in (leg.depart_day, leg.arrive_day)]
        n_made = 2 * self._n_open_legs(item)
        item.stops = [
            day if i < n_made and day < self.as_of_day else None for i, day in enumerate(days)
        ]
        item.awaited = [True] * len(item.stops)
        self.go_on(item)

    def keep(self, item: Planned) -> bool:
        """Leave a load on its way at its days, if it still can be; note why not."""
        move, first = self.move_of(item), item.first_day
        ready = move.ready_day or 0
        if first is not None and first < max(ready, self.as_of_day):
            item.reason = move.tour.ready_binding if first < ready else _left(item)
            return False
        item.reason = None
        for reading in item.readings:
            starts = first_minutes(reading, item.legs, ready, self.earliest(item))
            reason = self._against(item, reading, starts)
            if reason is None and starts is not None:
                last = reading.arcs[-1].minutes if starts else 0
                arrival = starts[-1] + last if starts else move.release_day * DAY
                self.write(item, reading.arcs, starts, arrival // DAY)
                self.take(item, 1.0)
                reason = self.overfull(item)
                if reason is None and (reading.is_whole or self._beyond(item, reading, arrival)):
                    item.is_kept, item.reason = True, None
                    return True
                self.take(item, -1.0)
                self.write(item, (), (), NOTHING)
            item.reason = item.reason or reason
        if not item.readings:
            item.reason = (
                f"links:{item.legs[0].link}.{time_field(self.moves.plan.links[item.legs[0].link])}"
            )
        return False

    def _is_shut(self, item: Planned, arc: Arc, start: int) -> bool:
        """Whether a limit that a load needs for an arc gives nothing when it would begin it."""
        search, trip = self.moves.search, self.move_of(item).trip
        assert trip is not None
        uses = search.rules.uses(arc, trip.kind)
        return uses is not None and search.full(uses, start, self._shut) is not None

    def _n_open_legs(self, item: Planned) -> int:
        """Return how many of a load's legs, from the first on, begin where nothing is shut."""
        reading = next(iter(item.readings), None)
        if reading is None:
            return len(item.legs)
        for at, start in enumerate(self._planned_minutes(item, reading)):
            if reading.arcs[at].steps and self._is_shut(item, reading.arcs[at], start):
                return reading.first_leg[at]
        return len(item.legs)

    def _beyond(self, item: Planned, reading: Reading, now: int) -> bool:
        """Send a load on from where the plan ends, which tells nothing of its way after that."""
        day = max(self.moves.horizon_day + 1, whole_days(now))
        return self.search_on(item, reading.state, day) or not reading.arcs

    def _rest_of(
        self, item: Planned, arcs: Sequence[Arc], planned: Sequence[int], ready: int
    ) -> list[int] | None:
        """Return when a load can begin the rest of its way, not before its plan; None: never."""
        search, trip = self.moves.search, self.move_of(item).trip
        assert trip is not None
        starts: list[int] = []
        now = ready
        for arc, told in zip(arcs, planned, strict=True):
            uses = search.rules.uses(arc, trip.kind)
            start = permitted(arc, rounded(arc, max(now, told)), trip.opens)
            if uses is None:
                item.reason = next(iter(search.rules.bars(arc, trip.kind)), item.reason)
                return None
            while (full := search.full(uses, start, self.room)) is not None:
                item.reason = item.reason or search.limits.limits[full].binding
                start = (start // DAY + 1) * DAY
                if start // DAY >= self.room.shape[1]:
                    return None
            starts.append(start)
            now = start + arc.minutes
        return starts

    def _against(self, item: Planned, reading: Reading, starts: list[int] | None) -> str | None:
        """Return what bars a load from a way at its times; None: nothing does."""
        move, search, earliest = self.move_of(item), self.moves.search, self.earliest(item)
        assert move.trip is not None
        for arc in reading.arcs:
            if earliest[arc.number] >= NEVER:
                bars = search.rules.bars(arc, move.trip.kind)
                own = item.legs[0].link
                return next(iter(bars), f"links:{own}.{time_field(self.moves.plan.links[own])}")
        if starts is not None:
            return None
        for at, arc in enumerate(reading.arcs):
            for step in arc.steps:
                opens = move.trip.opens.get(step.way.end, 0)
                if opens > (reading.begin_day(at, item.legs) + 1) * DAY + step.minutes:
                    return self.moves.permissions.binding(
                        move.tour.nation, move.tour.capability, step.way.end
                    )
        link = item.legs[_slower(reading, item.legs)].link
        return f"links:{link}.{time_field(self.moves.plan.links[link])}"

    def _planned_minutes(self, item: Planned, reading: Reading) -> list[int]:
        release = item.first_day or 0
        known = first_minutes(reading, item.legs, release, self.earliest(item))
        days = range(len(reading.arcs))
        return known or [reading.begin_day(at, item.legs) * DAY for at in days]


def _left(item: Planned) -> str:
    """Return the day in the earlier schedule that has passed without a report."""
    return f"legs:{item.name}|1.depart_day"


def _slower(reading: Reading, legs: Sequence[Leg]) -> int:
    """Return the first leg that takes longer now than it was told to; the first: none does."""
    for arc, first in zip(reading.arcs, reading.first_leg, strict=True):
        for i, step in enumerate(arc.steps):
            leg = legs[first + i]
            if step.minutes > (leg.arrive_day - leg.depart_day + 1) * DAY:
                return first + i
    return 0
