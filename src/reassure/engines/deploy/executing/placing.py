"""Loads on their ways, one at a time: room taken and given back, ways sought in what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.executing.reported import Seen
from reassure.engines.deploy.executing.retracing import Reading
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.labels import NOTHING, larger_scratch, scratch_for, was_full
from reassure.engines.deploy.network.terrain import Ints
from reassure.engines.deploy.network.traffic import (
    drop_load,
    find_room,
    no_loads,
    overfull,
    take_load,
)
from reassure.engines.deploy.network.wayfinding import Errand, Prices
from reassure.engines.deploy.parameters import LEAST_WEIGHT
from reassure.model.outputs import Leg


@dataclass
class Planned:
    """One load of the earlier schedule.

    Attributes
    ----------
    number, row
        Number of the load, and of its unit among those that are carried.
    name
        Id of the load.
    legs
        Its legs as they were planned.
    stops
        Days reported of departure and arrival of each leg, in turn; None: not reported.
    awaited
        Of each of these, whether a missing report says that it is still to come.
    report
        What tells of it, as actuals:ID; None: nothing does.
    readings
        Ways that its legs may be.
    is_known
        Whether the earlier schedule had it.
    is_past, is_done, is_kept
        Whether it has left, whether it has arrived, and whether it stays as it was planned.
    is_over
        Whether it has not left, and is not to any more: its unit is on a later tour.
    reason
        What keeps it from staying as it was planned, as table:id.field or actuals:ID.
    seen
        Where it was seen last, off its way; None: it was not.
    n_begun, ready
        Of one that has left: arcs of its way that it has begun, and the first minute at which it
        may begin the next.
    """

    number: int
    row: int
    name: str
    legs: Sequence[Leg]
    stops: Sequence[int | None] = ()
    awaited: Sequence[bool] = ()
    report: str | None = None
    readings: tuple[Reading, ...] = ()
    is_past: bool = False
    is_done: bool = False
    is_kept: bool = False
    is_over: bool = False
    is_known: bool = True
    reason: str | None = None
    seen: Seen | None = None
    n_begun: int = 0
    ready: int = 0

    @property
    def old_arrive_day(self) -> int | None:
        """Day on which it was to arrive; None: not within the plan."""
        return self.legs[-1].arrive_day if self.readings and self.readings[0].is_whole else None

    @property
    def first_day(self) -> int | None:
        """Day on which it was to leave; None: not within the plan."""
        return self.legs[0].depart_day if self.legs else None


class Placing:
    """Puts loads on their ways, and takes the room.

    Parameters
    ----------
    moves
        What moves, cut and released.
    as_of_day
        First day on which loads may leave.

    Attributes
    ----------
    traffic, loads, room
        As of `Scheduled`.
    """

    def __init__(self, moves: Moves, *, as_of_day: int) -> None:
        self.moves, self.as_of_day = moves, as_of_day
        self.traffic = moves.traffic(moves.limits.last_day)
        self.loads = no_loads(self.traffic)
        self.room = moves.room
        n_limits, n_days = self.room.shape
        free = np.zeros((n_limits, n_days + 1))
        self._prices = Prices(free, 0.0, self.room, np.ones(n_limits, dtype=np.bool_))
        self._terrain = moves.search.ground.terrain
        self._scratch = scratch_for(self._terrain, n_days)

    def move_of(self, item: Planned) -> Move:
        """Return the movement that a load is of."""
        return self.moves.carried[item.row]

    def place(self, item: Planned, *, from_day: int = 0, last_day: int | None = None) -> bool:
        """Put a load on its cheapest way in the room that is left, if there is one.

        Parameters
        ----------
        item
            A load without a way.
        from_day
            First day on which its unit is where it starts.
        last_day
            Last day on which it may arrive; None: the last that is followed.
        """
        day = max(int(self.traffic.release_day[item.row]), from_day)
        if not self.stays(item):
            day = max(day, self.as_of_day)
        return self._find(item, self.traffic.start[item.row], day, last_day)

    def stays(self, item: Planned) -> bool:
        """Return whether a load is wanted where it starts: it has no way, and waits for no day."""
        tour = self.move_of(item).tour
        return tour.origin == tour.destination

    def drop(self, item: Planned) -> None:
        """Take a load off its way, if it has one."""
        drop_load(self._terrain, self.traffic, self.loads, item.number, self.room)

    def arrival(self, item: Planned) -> int | None:
        """Return the day on which a load arrives; None: never."""
        day = int(self.loads.arrival_day[item.number])
        return None if day == NOTHING else day

    def start_day(self, item: Planned) -> float:
        """Return the day on which a load leaves; it does not: infinite."""
        number = item.number
        if self.loads.arrival_day[number] == NOTHING:
            return float("inf")
        if not self.loads.n_arcs[number]:
            return float(self.loads.arrival_day[number])
        return float(int(self.loads.starts[number, 0]) // DAY)

    def cost(self, items: Iterable[Planned]) -> float:
        """Return what loads of one unit cost together."""
        traffic, days = self.traffic, [(item.row, self.arrival(item)) for item in items]
        return sum(
            float(traffic.absent[row] if day is None else traffic.costs[row, day])
            for row, day in days
        )

    def search_on(self, item: Planned, state: int, from_day: int) -> bool:
        """Send a load that is on its way on from a state, by whichever way is cheapest.

        Where there is none, it keeps the part that it has, and never arrives.
        """
        number, loads = item.number, self.loads
        done = int(loads.n_arcs[number])
        before = [rows[number, :done].copy() for rows in (loads.arcs, loads.starts)]
        is_found = self._find(item, state, from_day, None)
        more = int(loads.n_arcs[number]) if is_found else 0
        if done + more > loads.arcs.shape[1]:
            self.take(item, -1.0)
            is_found, more = False, 0
        for rows, first in zip((loads.arcs, loads.starts), before, strict=True):
            after = rows[number, :more].copy()
            rows[number, :done], rows[number, done : done + more] = first, after
        loads.n_arcs[number] = done + more
        if not is_found:
            loads.arrival_day[number] = NOTHING
        return is_found

    def write(self, item: Planned, arcs: Sequence[Arc], starts: Sequence[int], day: int) -> None:
        """Write the way of a load, whose room is not taken by that."""
        number, loads, n_arcs = item.number, self.loads, len(arcs)
        loads.n_arcs[number], loads.arrival_day[number] = n_arcs, day
        loads.arcs[number, :n_arcs] = [arc.number for arc in arcs]
        loads.starts[number, :n_arcs] = starts

    def way_of(self, item: Planned) -> tuple[bytes, bytes, int]:
        """Return the way of a load, to compare it or to put it back."""
        loads, number = self.loads, item.number
        n_arcs = int(loads.n_arcs[number])
        rows = (loads.arcs[number, :n_arcs], loads.starts[number, :n_arcs])
        return rows[0].tobytes(), rows[1].tobytes(), int(loads.arrival_day[number])

    def put_back(self, item: Planned, way: tuple[bytes, bytes, int]) -> None:
        """Put a load without a way back on the one that it had, and take its room."""
        loads, number = self.loads, item.number
        arcs, starts, day = way
        for rows, row in ((loads.arcs, arcs), (loads.starts, starts)):
            numbers = np.frombuffer(row, dtype=rows.dtype)
            rows[number, : len(numbers)] = numbers
            loads.n_arcs[number] = len(numbers)
        loads.arrival_day[number] = day
        self.take(item, 1.0)

    def weight_of(self, row: int) -> float:
        """Return what a day of lateness of a unit's load costs."""
        return max(self.moves.carried[row].tour.weight, LEAST_WEIGHT)

    def rewrite(self, item: Planned, arcs: Sequence[Arc], starts: Sequence[int], day: int) -> None:
        """Let a load go another way instead of its own, and take the room of that."""
        self.take(item, -1.0)
        self.write(item, arcs, starts, day)
        self.take(item, 1.0)

    def take(self, item: Planned, times: float) -> None:
        """Take the room of a load, so many times; -1 gives it back."""
        take_load(self._terrain, self.traffic, self.loads, item.number, self.room, times)

    def overfull(self, item: Planned, *, since: int = 0) -> str | None:
        """Return the limit that a load overfills, from one of its arcs on; None: none."""
        loads, number = self.loads, item.number
        n_arcs = int(loads.n_arcs[number])
        limit, _ = overfull(
            self._terrain, loads.arcs[number, since:], loads.starts[number, since:],
            n_arcs - since, self.room,
        )  # fmt: skip
        return None if limit == NOTHING else self.moves.limits.limits[limit].binding

    def earliest(self, item: Planned) -> Ints:
        """Return the minute from which permissions let a load begin each arc."""
        return self.traffic.earliest[self.traffic.earliest_row[item.row]]

    def _find(self, item: Planned, state: int, from_day: int, last_day: int | None) -> bool:
        traffic, row = self.traffic, item.row
        # Numbers as wide as those of arrays: others would be compiled for once more.
        start, end, release_day = np.array([state, traffic.end[row], from_day], dtype=np.int32)
        errand = Errand(
            start, end, release_day,
            traffic.costs[row] if last_day is None else traffic.costs[row, : last_day + 1],
            traffic.remaining[traffic.remaining_row[row]],
        )  # fmt: skip
        while True:
            is_found = find_room(
                self._terrain, traffic, self.loads, item.number, errand, self._prices,
                self._scratch, np.inf, np.inf,
            )  # fmt: skip
            if is_found or not was_full(self._scratch):
                return bool(is_found)
            self._scratch = larger_scratch(self._terrain, self.room.shape[1], self._scratch)
