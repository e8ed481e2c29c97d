"""The ways of resupply: how long they take, when they are open, and what gets through."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reassure.engines.common.conventions import NATURAL_UNIT
from reassure.engines.common.graph import Route, quickest_routes
from reassure.engines.common.outages import (
    LINKS,
    LOCATIONS,
    OutageWindow,
    Where,
    outage_windows,
    state_share,
    where_of,
)
from reassure.model.choices import CapacityUnit, Mode
from reassure.model.network import GaugeBreak, Link, Location
from reassure.model.plan import Plan
from reassure.model.results import Deployment

Floats = NDArray[np.float64]

SURFACE = (Mode.SEA, Mode.RAIL, Mode.ROAD, Mode.WATERWAY)
"""Modes of resupply; it goes by air only where no other way leads."""

TONNES_PER_TRAIN = 1000.0
"""Supplies in one train [t], net; an assumption, as those that follow."""

TONNES_PER_WAGON = 40.0
"""Supplies in one wagon [t], net; twenty-five make a train."""

TONNES_PER_UNIT: dict[CapacityUnit, float] = {
    CapacityUnit.TONNES: 1.0,
    CapacityUnit.TRAINS: TONNES_PER_TRAIN,
    CapacityUnit.VEHICLES: 10.0,
    CapacityUnit.LANE_M: 0.5,
    CapacityUnit.SORTIES: 20.0,
}
"""Supplies that one unit of a link's capacity carries [t], net: a truck's load is 10 t, it takes
20 m of lane, and a sortie lifts 20 t."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a place, link or break of gauge that supplies meet on their way.

    Attributes
    ----------
    binding
        Where the plan states it, as table:id.field.
    where
        Table and id of the place or link whose outages and use count against it.
    name
        Name under which a deployment counts its use there.
    per_day
        Its value, in its own unit.
    unit
        Name of that unit.
    tonnes_per_unit
        Supplies that one unit of it lets through [t].
    """

    binding: str
    where: Where
    name: str
    per_day: float
    unit: str
    tonnes_per_unit: float


@dataclass(frozen=True)
class SupplyWay:
    """The way of one policy.

    Attributes
    ----------
    route
        Quickest route over the network; None where none leads.
    limits
        What supplies meet on it.
    is_open
        Whether all of it is open, by day, shape (n_days,).
    """

    route: Route | None
    limits: tuple[Limit, ...]
    is_open: NDArray[np.bool_]


@dataclass
class SupplyNetwork:
    """Ways of resupply over a plan's network, beside the movement of the force.

    Parameters
    ----------
    plan
        Plan with its network.
    deployment
        What the force uses of each limit, by day.
    n_days
        Days of the projection.
    """

    plan: Plan
    deployment: Deployment
    n_days: int
    _routes: dict[tuple[str, bool], dict[str, Route]] = field(default_factory=dict, init=False)

    def way(self, start: str, end: str) -> SupplyWay:
        """Return the way between two places: by surface, or else by air too."""
        route = self._from(start, is_surface=True).get(end)
        route = route or self._from(start, is_surface=False).get(end)
        if route is None:
            return SupplyWay(None, (), np.ones(self.n_days, dtype=np.bool_))
        share = np.ones(self.n_days)
        for table, ids in ((LINKS, route.links), (LOCATIONS, route.locations)):
            for record_id in ids:
                share = np.minimum(share, self._open_share((table, record_id)))
        return SupplyWay(route, tuple(self._limits(route)), share > 0)

    def left_t(self, limit: Limit) -> Floats:
        """Return what the force and outages leave of a limit, by day [t], shape (n_days,)."""
        left = limit.per_day * self._open_share(limit.where)
        for day, used in self._used.get((*limit.where, limit.name), ()):
            left[day] -= used
        return np.maximum(left, 0.0) * limit.tonnes_per_unit

    def _from(self, start: str, *, is_surface: bool) -> dict[str, Route]:
        if (start, is_surface) not in self._routes:
            modes = SURFACE if is_surface else tuple(Mode)
            self._routes[start, is_surface] = quickest_routes(self.plan, start, modes=modes)
        return self._routes[start, is_surface]

    @cached_property
    def _used(self) -> dict[tuple[str, str, str], list[tuple[int, float]]]:
        used: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
        for row in self.deployment.use_days:
            if 0 <= row.day < self.n_days:
                key = where_of(row.link, row.location)
                used.setdefault((*key, row.limit), []).append((row.day, row.used))
        return used

    @cached_property
    def _outages(self) -> dict[Where, tuple[OutageWindow, ...]]:
        return outage_windows(self.plan, n_days=self.n_days)

    def _open_share(self, where: Where) -> Floats:
        share = np.ones(self.n_days)
        for window in self._outages.get(where, ()):
            share[window.start : window.stop] *= window.open_share
        return share

    def _limits(self, route: Route) -> Iterator[Limit]:
        links = [self.plan.links[link] for link in route.links]
        for link in links:
            if link.capacity_per_day is not None:
                yield _link_limit(link, link.capacity_per_day)
        gauge: float | None = None
        for n, place in enumerate(route.locations):
            before = links[n - 1] if n else None
            after = links[n] if n < len(links) else None
            modes = {link.mode for link in (before, after) if link is not None}
            if before is None or after is None or len(modes) > 1:
                yield from _place_limits(self.plan.locations[place], modes)
            if before is not None and before.mode is Mode.RAIL:
                gauge = before.gauge_mm or gauge
                if after is not None and after.mode is Mode.RAIL:
                    yield from self._gauge_limit(place, gauge, after.gauge_mm)

    def _gauge_limit(
        self, place: str, gauge_mm: float | None, next_mm: float | None
    ) -> Iterator[Limit]:
        if gauge_mm is None or next_mm is None or gauge_mm == next_mm:
            return
        pair = {gauge_mm, next_mm}
        rows: list[GaugeBreak] = [
            row
            for row in self.plan.gauge_breaks
            if row.location == place and {row.from_gauge_mm, row.to_gauge_mm} == pair
        ]
        if rows:
            best = max(rows, key=lambda row: row.wagons_per_day)
            binding = f"gauge_breaks:{best.id}.wagons_per_day"
            per_day = best.wagons_per_day * state_share(self.plan.locations[place])
            where = (LOCATIONS, place)
            yield Limit(binding, where, binding, per_day, "wagons", TONNES_PER_WAGON)


def _link_limit(link: Link, per_day: float) -> Limit:
    unit = link.capacity_unit or NATURAL_UNIT[link.mode]
    name = "capacity_per_day"
    binding = f"links:{link.id}.{name}"
    return Limit(binding, (LINKS, link.id), name, per_day, unit.value, TONNES_PER_UNIT[unit])


def _place_limits(place: Location, modes: Collection[Mode]) -> Iterator[Limit]:
    """Yield the limits of a place where supplies are loaded, unloaded or change mode."""
    stated = [
        ("handling_t_per_day", place.handling_t_per_day, "tonnes", 1.0),
        ("staging_t_per_day", place.staging_t_per_day, "tonnes", 1.0),
    ]
    if Mode.RAIL in modes:
        stated += [
            ("trains_per_day", place.trains_per_day, "trains", TONNES_PER_TRAIN),
            ("wagons_per_day", place.wagons_per_day, "wagons", TONNES_PER_WAGON),
        ]
    share = state_share(place)
    for name, per_day, unit, tonnes in stated:
        if per_day is not None:
            binding = f"locations:{place.id}.{name}"
            yield Limit(binding, (LOCATIONS, place.id), name, per_day * share, unit, tonnes)
