"""One load: how large it is, how long it takes, what it uses of limits, and what does not take it.

Read from the fields' descriptions and docs/explain/deploy.md, with nothing of an engine's.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from reassure.checks.deployment_limits import Days, Floats
from reassure.checks.place import listed, plain
from reassure.model.choices import CapacityUnit, LocationKind, Mode
from reassure.model.force import Capability
from reassure.model.network import Lift, Link, Location

DAY_MINUTES = 1440
"""Minutes of a day."""

BY_CARRIER = (Mode.SEA, Mode.AIR)
"""Modes that go by whole voyages from port to port."""

PORTS = (LocationKind.PORT, LocationKind.NAVAL_BASE)
"""Places where ships are loaded and unloaded."""

GROUND_TIME_H = 4.0
"""Longest time of one aircraft on the ground where an airfield states none."""

_SPEED_KM_PER_H = {
    Mode.SEA: 28.0,
    Mode.RAIL: 25.0,
    Mode.ROAD: 20.0,
    Mode.AIR: 500.0,
    Mode.WATERWAY: 10.0,
}
_COUNTS = {
    Mode.SEA: CapacityUnit.LANE_M,
    Mode.RAIL: CapacityUnit.TRAINS,
    Mode.ROAD: CapacityUnit.VEHICLES,
    Mode.AIR: CapacityUnit.SORTIES,
    Mode.WATERWAY: CapacityUnit.TONNES,
}
_LOADING_GAUGES = ("g1", "ga", "gb", "gb1", "g2", "gc")
_TRAIN_WAGONS = 30.0
_SHIP_LANE_M = 2000.0
_SORTIE_T = 20.0
_APRON_EFFICIENCY = 0.85
_PORT_DAYS = 2
_NOISE = 1e-9
_MINUTE_NOISE = 1e-6


@dataclass(frozen=True, slots=True)
class Parcel:
    """One of ``n`` equal loads of a unit of a nation, which uses some modes alone; none: all."""

    unit: Capability
    nation: str
    n: int
    modes: frozenset[Mode] = frozenset()

    @property
    def tonnes(self) -> float:
        """Weight [t]."""
        return self.unit.tonnes / self.n

    @property
    def lane_m(self) -> float:
        """Length of ship's lane [m]."""
        return self.unit.lane_m / self.n

    @property
    def wagons(self) -> float:
        """Rail wagons."""
        return self.unit.wagons / self.n

    @property
    def trains(self) -> float:
        """Share of a train."""
        return self.wagons / _TRAIN_WAGONS

    def ships(self, lift: Lift | None) -> float:
        """Return the share of a ship that it takes."""
        shares: list[float] = []
        if lift is not None and lift.lane_m is not None:
            shares.append(self.lane_m / lift.lane_m)
        if lift is not None and lift.payload_t is not None:
            shares.append(self.tonnes / lift.payload_t)
        return max(shares, default=self.lane_m / _SHIP_LANE_M)

    def sorties(self, lift: Lift | None) -> float:
        """Return the whole sorties that it takes, at least one."""
        payload_t = _SORTIE_T if lift is None or lift.payload_t is None else lift.payload_t
        needed = [1, math.ceil(self.tonnes / payload_t - _NOISE)]
        if lift is not None and lift.passengers:
            needed.append(math.ceil(self.unit.persons / self.n / lift.passengers - _NOISE))
        return float(max(needed))

    def on_link(self, link: Link, lift: Lift | None) -> float:
        """Return what it uses of a link's capacity."""
        match link.capacity_unit or _COUNTS[link.mode]:
            case CapacityUnit.TRAINS:
                return self.trains
            case CapacityUnit.VEHICLES:
                return self.unit.vehicles / self.n
            case CapacityUnit.LANE_M:
                return self.lane_m
            case CapacityUnit.TONNES:
                return self.tonnes
            case CapacityUnit.SORTIES:
                return self.sorties(lift if link.mode in BY_CARRIER else None)

    def in_pool(self, mode: Mode) -> float:
        """Return what it takes of a pool of trains, convoys or barges."""
        sizes = {Mode.RAIL: self.wagons, Mode.ROAD: self.unit.vehicles / self.n}
        return sizes.get(mode, self.tonnes)

    def refused_by(self, link: Link, lift: Lift | None) -> Iterator[tuple[str, str]]:
        """Yield what was found and what was expected where a link or its carrier is no match."""
        unit = self.unit
        if self.modes and link.mode not in self.modes:
            yield f"{unit.id} by {link.mode.value}", f"by {listed(sorted(self.modes))} alone"
        if link.mode is Mode.AIR and not unit.by_air:
            yield f"{unit.id} by air", "a unit that can be flown in"
        if link.mode is Mode.ROAD and link.mlc is not None and unit.heaviest_mlc > link.mlc:
            yield f"load class {plain(unit.heaviest_mlc)}", f"at most {plain(link.mlc)}"
        if link.mode is Mode.RAIL:
            axle_t, carried_t = unit.axle_load_t, link.axle_load_t
            if axle_t is not None and carried_t is not None and axle_t > carried_t:
                yield f"an axle load of {plain(axle_t)} t", f"at most {plain(carried_t)} t"
            if not _passes(unit.loading_gauge, link.loading_gauge):
                yield f"loading gauge {unit.loading_gauge}", f"{link.loading_gauge} or smaller"
        if link.mode is Mode.SEA and lift is not None:
            if lift.lane_m is not None and self.lane_m > lift.lane_m + _NOISE:
                yield f"{plain(self.lane_m)} lane metres", f"at most {plain(lift.lane_m)} of a ship"
            if lift.payload_t is not None and self.tonnes > lift.payload_t + _NOISE:
                yield f"{plain(self.tonnes)} t", f"at most {plain(lift.payload_t)} t of a ship"


Measure = Callable[[Parcel], float]
"""What of a parcel is counted."""


def handled(
    place: Location, mode: Mode, lift: Lift | None, *, is_reloaded: bool
) -> Iterator[tuple[str, Measure]]:
    """Yield field and amount by parcel of what loading or unloading uses of a place.

    ``is_reloaded``: it is loaded after it came by another carrier.
    """
    if is_reloaded:
        yield "staging_t_per_day", _tonnes
    if mode in (Mode.SEA, Mode.WATERWAY) or (is_reloaded and place.kind not in PORTS):
        yield "handling_t_per_day", _tonnes
    match mode:
        case Mode.SEA:
            yield "handling_lane_m_per_day", lambda parcel: parcel.lane_m
            yield "berths", lambda parcel: parcel.ships(lift)
        case Mode.RAIL:
            yield "trains_per_day", lambda parcel: parcel.trains
            yield "wagons_per_day", lambda parcel: parcel.wagons
        case Mode.AIR:
            hours = ground_time_h(place) / (place.operating_h_per_day * _APRON_EFFICIENCY)
            yield "mog", lambda parcel: parcel.sorties(lift) * hours
        case _:
            pass


def _tonnes(parcel: Parcel) -> float:
    return parcel.tonnes


def refused_at(place: Location, lift: Lift | None) -> Iterator[tuple[str, str]]:
    """Yield what was found and what was expected where a port does not take a carrier."""
    if lift is None:
        return
    if lift.mode is Mode.SEA and lift.lane_m is not None and place.roro is False:
        yield f"a roll-on ship at {place.id}", "a port where vehicles can drive off"
    if lift.mode is Mode.AIR and place.runway_m is not None:
        needed = lift.min_runway_m or 0.0
        if place.runway_m < needed:
            yield (
                f"a runway of {plain(place.runway_m)} m at {place.id}",
                f"at least {plain(needed)} m for {lift.id}",
            )


def is_too_shallow(place: Location, lift: Lift | None) -> bool:
    """Whether a place is not deep enough for a ship."""
    draught_m = 0.0 if lift is None else lift.draught_m or 0.0
    return place.draught_m is not None and place.draught_m < draught_m


def minutes_on(link: Link, speed_km_per_h: float | None, *, as_stated: bool = True) -> int:
    """Return the time on a link [minutes], rounded up.

    Parameters
    ----------
    link
        The link.
    speed_km_per_h
        Speed of the carrier; the slower of both holds.
    as_stated
        Whether the time that the link states counts before any speed.
    """
    if as_stated and link.transit_days is not None:
        return math.ceil(link.transit_days * DAY_MINUTES - _MINUTE_NOISE)
    speeds = [speed for speed in (link.speed_km_per_h, speed_km_per_h) if speed is not None]
    speed = min(speeds, default=_SPEED_KM_PER_H[link.mode])
    return math.ceil(link.distance_km / speed * 60 - _MINUTE_NOISE)


def mode_speed_km_per_h(mode: Mode) -> float:
    """Return the speed that is taken where none is known."""
    return _SPEED_KM_PER_H[mode]


def ground_time_h(place: Location) -> float:
    """Return the longest time of one aircraft on the ground of a place [h]."""
    return max(place.ground_time_h or 0.0, place.ground_time_max_h or 0.0) or GROUND_TIME_H


def _passes(needed: str | None, given: str | None) -> bool:
    if needed is None or given is None:
        return True
    one, other = needed.casefold(), given.casefold()
    if one in _LOADING_GAUGES and other in _LOADING_GAUGES:
        return _LOADING_GAUGES.index(one) <= _LOADING_GAUGES.index(other)
    return one == other


def ships_for(minutes: Days) -> tuple[Floats, Days]:
    """Return the share of a ship that voyages keep, and for how many days: out, back, in port."""
    return np.ones(len(minutes)), 2 * -(-minutes // DAY_MINUTES) + _PORT_DAYS


def aircraft_for(minutes: Days, ground_h: Floats) -> tuple[Floats, Days]:
    """Return the share of an aircraft that flights keep, and for how many days: out and back.

    Parameters
    ----------
    minutes
        Time of each flight one way.
    ground_h
        Time on the ground, at both ends together [h].
    """
    cycle_days = (2 * minutes / 60 + ground_h) / 24
    lengths = np.maximum(1, np.ceil(cycle_days - _NOISE)).astype(np.int64)
    return cycle_days / lengths, lengths


def is_timed(link: Link) -> bool:
    """Whether a link has a timetable."""
    return link.every_days > 1 or link.first_day > 0
