"""Ships, aircraft and columns that move themselves: their transit, and their place on arrival."""

import math
from dataclasses import dataclass

from reassure.engines.common.graph import (
    MINUTES_PER_DAY,
    MODE_SPEED_KM_PER_H,
    Passages,
    great_circle_km,
    quickest_routes,
)
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.limits import SLACK, Limits
from reassure.engines.deploy.network.permissions import Permissions
from reassure.model.choices import Domain, LocationState, Mode
from reassure.model.force import Capability
from reassure.model.plan import Plan

_MODES = {
    Domain.SEA: Mode.SEA,
    Domain.AIR: Mode.AIR,
    Domain.LAND: Mode.ROAD,
    Domain.JOINT: Mode.ROAD,
}


@dataclass(frozen=True, slots=True)
class Transit:
    """How long a unit that moves itself is under way, and what it needs on arrival.

    Attributes
    ----------
    days
        Whole days of transit; None: there is no way.
    open_day
        First day on which permissions let it be at every place of its way.
    binding
        What must change before there is a way; else what makes the way long.
    permission
        Clearance that sets ``open_day``; None: none does.
    """

    days: int | None
    open_day: int
    binding: str
    permission: str | None


class SelfMovers:
    """Transits and places of units that are no cargo.

    Parameters
    ----------
    plan, limits, permissions
        Of one plan; berths, parking and aprons are shared with the traffic of cargo.
    """

    def __init__(self, plan: Plan, limits: Limits, permissions: Permissions) -> None:
        self._plan, self._limits, self._permissions = plan, limits, permissions
        self._passages = Passages(plan)
        self._known: dict[tuple[str, Mode, float], dict[str, tuple[int, tuple[str, ...]]]] = {}

    def transit(self, tour: Tour) -> Transit:
        """Return how a tour gets there by itself.

        Aircraft follow the great circle, ships the shortest way over sea links, columns that
        over road links, at the unit's own speed; whole days, rounded up.
        """
        unit = tour.capability
        mode = mode_of(unit)
        slow = f"capabilities:{unit.id}.speed_km_per_h"
        for end in (tour.destination, tour.origin):
            if self._plan.locations[end].state is LocationState.CLOSED:
                return Transit(None, 0, f"locations:{end}.state", None)
            barring = self._passages.barring(end, mode)
            if barring is not None:
                return Transit(None, 0, f"passages:{barring}.allowed", None)
        speed = unit.speed_km_per_h or MODE_SPEED_KM_PER_H[mode]
        if mode is Mode.AIR:
            days = math.ceil(
                great_circle_km(self._plan, tour.origin, tour.destination) / speed / 24 - SLACK
            )
            return self._permitted(tour, days, (tour.destination,), slow)
        reached = self._routes(tour.origin, mode, speed).get(tour.destination)
        if reached is None:
            return Transit(None, 0, tour.target, None)
        return self._permitted(tour, *reached, slow)

    def place(
        self, tour: Tour, arrival_day: int, horizon_day: int
    ) -> tuple[int | None, str | None]:
        """Take a berth or parking for the whole tour, from the first day on which one stays free.

        Returns
        -------
        tuple
            That day, None if none is free before the tour ends; and the limit that was full
            until then, None if none was.
        """
        number = self._limit(tour)
        if number is None:
            return arrival_day, None
        until = min(max(math.ceil(tour.leave_day), arrival_day + 1), self._limits.last_day + 1)
        row, amount = self._limits.free[number], float(n_craft(tour.capability))
        full = [d for d in range(arrival_day, until) if row[d] + SLACK < amount]
        first = full[-1] + 1 if full else arrival_day
        binding = self._limits.limits[number].binding if full else None
        for day in range(arrival_day, min(first, horizon_day + 1)):
            key = (number, day)
            self._limits.queue[key] = self._limits.queue.get(key, 0) + 1
        if first >= until:
            return None, binding
        self._limits.take(number, amount, first, until - first)
        return first, binding

    def shift(self, tour: Tour, before_day: int | None, arrival_day: int) -> None:
        """Take a berth or parking from another day on than it was taken; None: it was not."""
        number = self._limit(tour)
        for day, share in ((before_day, -1), (arrival_day, 1)):
            if number is not None and day is not None:
                until = max(math.ceil(tour.leave_day), day + 1)
                self._limits.take(number, share * float(n_craft(tour.capability)), day, until - day)

    def _limit(self, tour: Tour) -> int | None:
        place, limit = self._plan.locations[tour.destination], self._limits.at_location
        if tour.capability.domain is Domain.SEA:
            return limit(place.id, "berths", place.berths)
        if tour.capability.domain is not Domain.AIR:
            return None
        if place.parking is not None:
            return limit(place.id, "parking", place.parking)
        return limit(place.id, "mog", place.mog)

    def _routes(
        self, origin: str, mode: Mode, speed: float
    ) -> dict[str, tuple[int, tuple[str, ...]]]:
        key = (origin, mode, speed)
        if key not in self._known:
            routes = quickest_routes(self._plan, origin, modes=(mode,), own_speed_km_per_h=speed)
            self._known[key] = {
                end: (route.transit_days, route.locations) for end, route in routes.items()
            }
        return self._known[key]

    def _permitted(self, tour: Tour, days: int, passed: tuple[str, ...], slow: str) -> Transit:
        opens = self._permissions.opens(tour.nation, tour.capability)
        held = max(passed[1:] or passed, key=lambda place: opens.get(place, 0))
        open_day = opens.get(held, 0) // MINUTES_PER_DAY
        named = self._permissions.binding(tour.nation, tour.capability, held) if open_day else None
        return Transit(days, open_day, slow, named)


def n_craft(capability: Capability) -> int:
    """Return the ships or aircraft of one unit that moves itself: its vehicles, at least one."""
    return max(1, capability.vehicles)


def mode_of(capability: Capability) -> Mode:
    """Return by which mode a unit goes that moves itself."""
    return _MODES[capability.domain]
