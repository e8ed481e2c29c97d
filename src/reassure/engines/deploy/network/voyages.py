"""Voyages: what one ship or aircraft sails or flies without unloading in between."""

import heapq
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reassure.engines.common.graph import Way, open_ways, transit_minutes
from reassure.model.choices import LocationState, Mode
from reassure.model.network import Lift, Location
from reassure.model.plan import Plan

CARRIED_MODES = (Mode.SEA, Mode.AIR)
"""Modes whose carriers go from port to port without handling in between."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link in one direction, as a load passes it.

    Attributes
    ----------
    after_minutes
        Time from leaving the place to entering the link [minutes].
    minutes
        Time on the link [minutes].
    """

    way: Way
    after_minutes: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Voyage:
    """A quickest way of one carrier from one port to another.

    Attributes
    ----------
    lift
        Pool that the carrier is from; None where the plan lists none for its mode.
    steps
        Links in the order of travel.
    reasons
        Why it cannot be made, as table:id.field; empty: it can.
    """

    lift: Lift | None
    steps: tuple[Step, ...]
    reasons: tuple[str, ...]


class Voyages:
    """The voyages from every port, each computed when it is first asked for.

    Parameters
    ----------
    plan
        Plan with its lifts.
    outgoing
        Ways by location and mode.
    reasons
        Why a way cannot be used, by link and start.
    may_end
        Whether loads may leave a carrier of a mode at a location.
    is_nearer
        Whether a place (second) is nearer to some destination than another (first), by mode.
    """

    def __init__(
        self,
        plan: Plan,
        outgoing: Mapping[str, Mapping[Mode, list[Way]]],
        reasons: Mapping[tuple[str, str], tuple[str, ...]],
        may_end: Callable[[str, Mode], bool],
        is_nearer: Mapping[Mode, Callable[[str, str], bool]],
    ) -> None:
        self._plan, self._outgoing = plan, outgoing
        self._reasons, self._may_end, self._is_nearer = reasons, may_end, is_nearer
        self._legs: dict[tuple[_Ship, str], list[_Leg]] = {}
        self._refusals: dict[tuple[str | None, str], tuple[str, ...]] = {}

    def of(self, start: str, mode: Mode) -> list[Voyage]:
        """Return the voyages from a location to places nearer to some destination.

        Where no carrier can make the way to an end, the one that the fewest reasons hold back
        stands for all, so that the reason can be named.
        """
        lifts: list[Lift | None] = [row for row in self._plan.lifts if row.mode is mode] or [None]
        by_ship: dict[_Ship, dict[str, tuple[Step, ...]]] = {}
        on_way: dict[_Ship, dict[str, list[str]]] = {}
        by_end: dict[str, list[Voyage]] = {}
        for lift in lifts:
            ship = _Ship(
                mode, *((lift.speed_km_per_h, lift.draught_m or 0.0) if lift else (None, 0.0))
            )
            if ship not in by_ship:
                by_ship[ship] = self._quickest(start, ship)
                on_way[ship] = {
                    end: self._on_way(ship, path) for end, path in by_ship[ship].items()
                }
            for end, path in by_ship[ship].items():
                reasons = self._against(lift, start, end, on_way[ship][end])
                by_end.setdefault(end, []).append(Voyage(lift, path, reasons))
        found: list[Voyage] = []
        for end in sorted(by_end):
            usable = [voyage for voyage in by_end[end] if not voyage.reasons]
            found.extend(usable or [min(by_end[end], key=lambda voyage: len(voyage.reasons))])
        return found

    def _on_way(self, ship: "_Ship", path: tuple[Step, ...]) -> list[str]:
        """Return what on a way is against one kind of ship, and against its depth at the start."""
        start = path[0].way.start
        shallow = self._is_shallow(start, ship.draught_m)
        found = [f"locations:{start}.draught_m"] if shallow else []
        for step in path:
            found.extend(self._hindrances(ship, step.way))
        return found

    def _against(
        self, lift: Lift | None, start: str, end: str, on_way: list[str]
    ) -> tuple[str, ...]:
        at_ends = (*self._refused(lift, start), *self._refused(lift, end))
        if lift is not None and lift.quantity == 0:
            at_ends = (*at_ends, f"lifts:{lift.id}.quantity")
        return tuple(dict.fromkeys((*on_way, *at_ends))) if on_way or at_ends else ()

    def _refused(self, lift: Lift | None, end: str) -> tuple[str, ...]:
        """Return why a carrier cannot load or unload at a place, its depth apart."""
        key = (None if lift is None else lift.id, end)
        if key not in self._refusals:
            place = self._plan.locations[end]
            closed = (f"locations:{end}.state",) if place.state is LocationState.CLOSED else ()
            self._refusals[key] = (*closed, *(() if lift is None else against_port(place, lift)))
        return self._refusals[key]

    def _is_shallow(self, location: str, draught_m: float) -> bool:
        return is_shallow(self._plan.locations[location], draught_m)

    def _hindrances(self, ship: "_Ship", way: Way) -> tuple[str, ...]:
        own = self._reasons[way.link.id, way.start]
        shallow = self._is_shallow(way.end, ship.draught_m)
        return (*own, f"locations:{way.end}.draught_m") if shallow else own

    def _legs_of(self, ship: "_Ship", place: str) -> list["_Leg"]:
        """Return the ways that one kind of ship may take from a place, with time and hindrance."""
        key = (ship, place)
        if key not in self._legs:
            self._legs[key] = [
                _Leg(
                    way,
                    transit_minutes(way.link, speed_km_per_h=ship.speed_km_per_h),
                    len(self._hindrances(ship, way)),
                    way.link.every_days > 1 or way.link.first_day > 0,
                )
                for way in self._outgoing.get(place, {}).get(ship.mode, ())
            ]
        return self._legs[key]

    def _quickest(self, start: str, ship: "_Ship") -> dict[str, tuple[Step, ...]]:
        # Two timetables on one voyage might never match: a ship keeps at most one of them.
        best: dict[str, tuple[Step, ...]] = {}
        settled: dict[tuple[str, bool], tuple[tuple[str, bool], _Leg] | None] = {}
        serial = 0
        queue: list[tuple[int, int, int, tuple[str, bool], tuple[tuple[str, bool], _Leg] | None]]
        queue = [(0, 0, serial, (start, False), None)]
        while queue:
            hindered, minutes, _, stand, came = heapq.heappop(queue)
            place, timed = stand
            if stand in settled or (place, False) in settled:
                continue
            settled[stand] = came
            is_end = came is not None and place not in best and self._may_end(place, ship.mode)
            if is_end and self._is_nearer[ship.mode](start, place):
                best[place] = _steps(settled, stand)
            for leg in self._legs_of(ship, place):
                if leg.way.end != start and not (leg.is_timed and timed):
                    serial += 1
                    following = (leg.way.end, timed or leg.is_timed)
                    rank = (hindered + leg.n_hindrances, minutes + leg.minutes, serial)
                    heapq.heappush(queue, (*rank, following, (stand, leg)))
        return best


def against_port(place: Location, lift: Lift) -> tuple[str, ...]:
    """Return why a carrier cannot load or unload at a place, its depth and state apart."""
    reasons: list[str] = []
    if lift.mode is Mode.SEA and lift.lane_m is not None and place.roro is False:
        reasons.append(f"locations:{place.id}.roro")
    runway_m = math.inf if place.runway_m is None else place.runway_m
    if runway_m < (lift.min_runway_m or 0):
        reasons.append(f"locations:{place.id}.runway_m")
    return tuple(reasons)


def is_shallow(place: Location, draught_m: float) -> bool:
    """Whether a place is not deep enough for a ship."""
    return place.draught_m is not None and place.draught_m < draught_m


class _Ship(NamedTuple):
    """What of a carrier decides its way."""

    mode: Mode
    speed_km_per_h: float | None
    draught_m: float


class _Leg(NamedTuple):
    """A way as one kind of ship takes it."""

    way: Way
    minutes: int
    n_hindrances: int
    is_timed: bool


def _steps(
    settled: Mapping[tuple[str, bool], tuple[tuple[str, bool], _Leg] | None],
    stand: tuple[str, bool],
) -> tuple[Step, ...]:
    legs: list[_Leg] = []
    came = settled[stand]
    while came is not None:
        legs.append(came[1])
        came = settled[came[0]]
    after, steps = 0, list[Step]()
    for leg in reversed(legs):
        steps.append(Step(leg.way, after, leg.minutes))
        after += leg.minutes
    return tuple(steps)


class Nearness:
    """Which of two places is nearer to a destination, in hours over open links.

    Parameters
    ----------
    plan
        Plan with its network.
    destinations
        Where loads go.
    modes
        Modes whose links count: to what may not fly, no place is near by air.
    """

    def __init__(self, plan: Plan, destinations: Iterable[str], modes: Collection[Mode]) -> None:
        backward: dict[str, list[Way]] = {}
        for leaving in open_ways(plan, modes).values():
            for way in leaving:
                backward.setdefault(way.end, []).append(way)
        self._minutes = [_minutes_to(end, backward) for end in sorted(destinations)]
        self._known: dict[tuple[str, str], bool] = {}

    def is_nearer(self, start: str, end: str) -> bool:
        """Whether a way from start to end brings a load nearer to some destination.

        Where links are open to no one, nothing is near, and nothing is ruled out.
        """
        key = (start, end)
        if key not in self._known:
            self._known[key] = any(
                start not in minutes or minutes.get(end, math.inf) < minutes[start]
                for minutes in self._minutes
            )
        return self._known[key]


def _minutes_to(end: str, backward: Mapping[str, list[Way]]) -> dict[str, int]:
    minutes = {end: 0}
    queue = [(0, end)]
    while queue:
        now, place = heapq.heappop(queue)
        if now > minutes[place]:
            continue
        for way in backward.get(place, ()):
            reached = now + transit_minutes(way.link)
            if reached < minutes.get(way.start, reached + 1):
                minutes[way.start] = reached
                heapq.heappush(queue, (reached, way.start))
    return minutes
