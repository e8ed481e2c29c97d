"""Units that move themselves: how soon they can be there, and the berths and parking they take."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from reassure.checks.deployment_cargo import (
    DAY_MINUTES,
    Parcel,
    minutes_on,
    mode_speed_km_per_h,
)
from reassure.checks.deployment_ends import Told
from reassure.checks.deployment_limits import Use
from reassure.checks.deployment_tours import AGAIN, MovedTour
from reassure.checks.deployment_ways import WayRules
from reassure.checks.place import Place, fault
from reassure.model.choices import Domain, Mode
from reassure.model.finding import Finding
from reassure.model.sphere import great_circle_km

_NOISE = 1e-9
_MODES = {
    Domain.SEA: Mode.SEA,
    Domain.AIR: Mode.AIR,
    Domain.LAND: Mode.ROAD,
    Domain.JOINT: Mode.ROAD,
}


class SelfMoved:
    """Transits and places of units that are no cargo.

    Parameters
    ----------
    rules
        Rules of the plan.
    """

    def __init__(self, rules: WayRules) -> None:
        self._rules, self._plan = rules, rules.plan
        self._leaving: dict[Mode, dict[str, list[tuple[str, str]]]] = {}
        self._known: dict[tuple[str, str, str, str, int], int | None] = {}

    def check(self, tour: MovedTour, row: Told, start: int) -> Iterator[Finding]:
        """Check that a unit is not there before it can be, if it leaves on a day.

        Yields
        ------
        Finding
            CHK-MOVE-014 where there is no way, or it takes longer.
        """
        if row.planned_day is None:
            return
        days = self._transit_days(tour, row.planned_day)
        place = Place(row.table, row.record, row.day_field)
        found = f"day {row.planned_day}"
        if days is None:
            expected = f"no arrival: by itself it cannot be at {tour.destination} by then"
            yield fault("CHK-MOVE-014", place, found=found, expected=expected, cure=AGAIN)
        elif row.planned_day < start + days:
            expected = f"day {start + days} or later: {days} days from day {start} on"
            yield fault("CHK-MOVE-014", place, found=found, expected=expected, cure=AGAIN)

    def place_used(self, tour: MovedTour, planned_day: int) -> Use | None:
        """Return the berths or parking that a unit takes until its tour ends; None: it takes none.

        Parameters
        ----------
        tour
            A unit that moves itself.
        planned_day
            Day on which it arrives.
        """
        here = self._plan.locations[tour.destination]
        match tour.unit.domain:
            case Domain.SEA:
                field, stated = "berths", here.berths
            case Domain.AIR if here.parking is not None:
                field, stated = "parking", here.parking
            case Domain.AIR:
                field, stated = "mog", here.mog
            case _:
                return None
        if stated is None:
            return None
        length = max(math.ceil(tour.leave_day), planned_day + 1) - planned_day
        return Use(
            f"locations:{here.id}.{field}",
            np.array([planned_day]),
            np.array([float(max(1, tour.unit.vehicles))]),
            np.array([length]),
            np.array([True]),
        )

    def _transit_days(self, tour: MovedTour, by_day: int) -> int | None:
        """Return the days of the quickest way over places that are open to it by some day."""
        mode = _MODES[tour.unit.domain]
        key = (tour.unit.id, tour.nation, tour.origin, tour.destination, by_day)
        if key not in self._known:
            ends = (tour.origin, tour.destination)
            barred = any(self._rules.closed_by(place, mode) for place in ends)
            if barred or not self._is_let_in(tour, tour.destination, by_day):
                self._known[key] = None
            elif mode is Mode.AIR:
                one, other = (self._plan.locations[place] for place in ends)
                km = great_circle_km((one.lat, one.lon), (other.lat, other.lon))
                speed = tour.unit.speed_km_per_h or mode_speed_km_per_h(mode)
                self._known[key] = math.ceil(km / speed / 24 - _NOISE)
            else:
                self._known[key] = self._quickest_days(tour, mode, by_day)
        return self._known[key]

    def _is_let_in(self, tour: MovedTour, place: str, by_day: int) -> bool:
        return self._rules.opens_day(Parcel(tour.unit, tour.nation, 1), place) <= by_day

    def _quickest_days(self, tour: MovedTour, mode: Mode, by_day: int) -> int | None:
        speed = tour.unit.speed_km_per_h or mode_speed_km_per_h(mode)
        leaving = self._ways(mode)
        best = {tour.origin: 0}
        queue = [(0, tour.origin)]
        while queue:
            minutes, here = heapq.heappop(queue)
            if here == tour.destination:
                return -(-minutes // DAY_MINUTES)
            if minutes > best[here]:
                continue
            for there, link in leaving.get(here, ()):
                time = minutes_on(self._plan.links[link], speed, as_stated=False)
                reached = minutes + time
                is_open = self._is_let_in(tour, there, by_day)
                if is_open and reached < best.get(there, reached + 1):
                    best[there] = reached
                    heapq.heappush(queue, (reached, there))
        return None

    def _ways(self, mode: Mode) -> Mapping[str, list[tuple[str, str]]]:
        """Return the open ways of a mode by the place that they leave: where to, and link."""
        if mode not in self._leaving:
            found: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for link in self._plan.links:
                ends = (link.from_location, link.to_location)
                closed = any(self._rules.closed_by(place, mode) for place in ends)
                if link.mode is not mode or closed or link.capacity_per_day == 0:
                    continue
                found[ends[0]].append((ends[1], link.id))
                if link.both_ways:
                    found[ends[1]].append((ends[0], link.id))
            self._leaving[mode] = found
        return self._leaving[mode]
