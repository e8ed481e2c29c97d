"""The network as a graph: times on links, who lets whom pass, quickest routes.

Times are whole minutes, so that sums and roundings are exact. Along links of one mode the
minutes add up; where the mode or the track gauge changes, and at the end, the time is rounded
up to whole days (docs/explain/deploy.md, eq. 2).
"""

import heapq
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reassure.model import sphere
from reassure.model.choices import LocationState, Mode
from reassure.model.network import Link
from reassure.model.plan import Plan

MINUTES_PER_DAY = 1440

MODE_SPEED_KM_PER_H: dict[Mode, float] = {
    Mode.SEA: 28.0,
    Mode.RAIL: 25.0,
    Mode.ROAD: 20.0,
    Mode.AIR: 500.0,
    Mode.WATERWAY: 10.0,
}
"""Speed where a link says neither speed nor time: averages over the day, stops included."""

_Stand = tuple[str, Mode | None, float | None]
"""Where a load stands: location, mode and gauge on which it came."""

_ROUNDING = 1e-6
"""Minutes; keeps 0.1 + 0.2 days from becoming one minute more."""


@dataclass(frozen=True, slots=True)
class Way:
    """One direction of a link.

    Attributes
    ----------
    link
        The link.
    start, end
        Locations, in the direction of travel.
    """

    link: Link
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Route:
    """A quickest route, uncongested.

    Attributes
    ----------
    locations
        Locations passed, start and end included; n + 1 of them for n links.
    links
        Ids of the links, in the order of travel.
    transit_days
        Whole days from start to end.
    distance_km_by_mode
        Length [km] by mode, modes in the order in which they are first used.
    """

    locations: tuple[str, ...]
    links: tuple[str, ...]
    transit_days: int
    distance_km_by_mode: dict[Mode, float]

    @property
    def distance_km(self) -> float:
        """Length of the whole route [km]."""
        return sum(self.distance_km_by_mode.values())


class Passages:
    """Which states let the force pass, by mode; a state without a row does.

    Parameters
    ----------
    plan
        Plan with its tables ``passages`` and ``locations``.
    """

    def __init__(self, plan: Plan) -> None:
        self._nation = {location.id: location.nation for location in plan.locations}
        self._barring: dict[tuple[str, Mode | None], str] = {}
        for row in plan.passages:
            if not row.allowed:
                self._barring.setdefault((row.through, row.mode), row.id)

    def barring(self, location: str, mode: Mode) -> str | None:
        """Return the id of the passage that bars a mode at a location, None if none does."""
        nation = self._nation[location]
        found = self._barring.get((nation, None))
        return found if found is not None else self._barring.get((nation, mode))


def transit_minutes(link: Link, *, speed_km_per_h: float | None = None) -> int:
    """Return the time on a link [minutes], rounded up.

    Parameters
    ----------
    link
        Its ``transit_days`` holds before its ``speed_km_per_h``.
    speed_km_per_h
        Speed of the carrier; the slower of both holds, and the mode's default where neither is
        known.
    """
    if link.transit_days is not None:
        return math.ceil(link.transit_days * MINUTES_PER_DAY - _ROUNDING)
    return _minutes_at(link, speed_km_per_h)


def whole_days(minutes: int) -> int:
    """Return minutes as days, rounded up."""
    return -(-minutes // MINUTES_PER_DAY)


def ways(plan: Plan, modes: Collection[Mode] = tuple(Mode)) -> Iterator[Way]:
    """Iterate over both directions of the links of some modes, closed and barred ones too."""
    for link in plan.links:
        if link.mode in modes:
            yield Way(link, link.from_location, link.to_location)
            if link.both_ways:
                yield Way(link, link.to_location, link.from_location)


def open_ways(plan: Plan, modes: Collection[Mode] = tuple(Mode)) -> dict[str, list[Way]]:
    """Return the usable directions of links by the location where they start.

    A way is usable if neither of its ends is closed or lies in a state that bars its mode,
    and if its capacity is not zero.
    """
    passages = Passages(plan)
    closed = {row.id for row in plan.locations if row.state is LocationState.CLOSED}
    found: dict[str, list[Way]] = {row.id: [] for row in plan.locations}
    for way in ways(plan, modes):
        ends = (way.start, way.end)
        if way.link.capacity_per_day == 0 or any(end in closed for end in ends):
            continue
        if all(passages.barring(end, way.link.mode) is None for end in ends):
            found[way.start].append(way)
    return found


def gauge_changes(plan: Plan) -> dict[tuple[str, float, float], list[str]]:
    """Return the gauge breaks by location and gauges, in both directions, that work at all."""
    found: dict[tuple[str, float, float], list[str]] = {}
    for row in plan.gauge_breaks:
        if row.wagons_per_day > 0:
            pair = (row.from_gauge_mm, row.to_gauge_mm)
            for one, other in {pair, pair[::-1]}:
                found.setdefault((row.location, one, other), []).append(row.id)
    return found


def quickest_routes(
    plan: Plan,
    start: str,
    *,
    modes: Collection[Mode] = tuple(Mode),
    own_speed_km_per_h: float | None = None,
) -> dict[str, Route]:
    """Return the quickest route from one location to every location that can be reached.

    Limits of capacity, sailing days and permission lead times are not counted; closed
    locations, states that bar passage and breaks of gauge are.

    Parameters
    ----------
    plan
        Plan with its network.
    start
        Location to start from.
    modes
        Modes that may be used; changing between them takes no time but ends the day.
    own_speed_km_per_h
        Speed of what moves itself: the time that a link states for carriers does not count,
        and the slower of this and the link's speed holds.

    Returns
    -------
    dict[str, Route]
        By location id, in the order in which they are reached; among routes of equally many
        days the one with fewer links, then the first by the ids on it. ``start`` itself has
        the empty route.

    Notes
    -----
    Dijkstra over (location, mode, gauge): rounding up is monotone, so that arriving earlier
    never hurts.
    """
    outgoing, changes = open_ways(plan, modes), gauge_changes(plan)
    serial = 0
    queue: list[tuple[int, int, tuple[str, ...], int, _Stand, tuple[Way, ...]]]
    queue = [(0, 0, (), serial, (start, None, None), ())]
    settled: set[_Stand] = set()
    best: dict[str, tuple[int, int, tuple[str, ...], tuple[Way, ...]]] = {}
    while queue:
        minutes, _, names, _, stand, path = heapq.heappop(queue)
        if stand in settled:
            continue
        settled.add(stand)
        place, mode, gauge = stand
        rank = (whole_days(minutes), len(path), names, path)
        if place not in best or rank[:3] < best[place][:3]:
            best[place] = rank
        for way in outgoing[place]:
            change = _gauge_after(way.link, place, mode, gauge, changes)
            if change is None:
                continue
            gauge_next, same_train = change
            base = minutes if same_train else whole_days(minutes) * MINUTES_PER_DAY
            following = (way.end, way.link.mode, gauge_next)
            if following not in settled:
                serial += 1
                own = own_speed_km_per_h
                time = transit_minutes(way.link) if own is None else _minutes_at(way.link, own)
                arrival = base + time
                taken = ((*names, way.link.id), serial, following, (*path, way))
                heapq.heappush(queue, (arrival, len(path) + 1, *taken))
    return {place: _route(start, days, path) for place, (days, _, _, path) in best.items()}


def great_circle_km(plan: Plan, start: str, end: str) -> float:
    """Return the distance between two locations over the great circle [km]."""
    one, other = plan.locations[start], plan.locations[end]
    return sphere.great_circle_km((one.lat, one.lon), (other.lat, other.lon))


def _minutes_at(link: Link, speed_km_per_h: float | None) -> int:
    speeds = [speed for speed in (link.speed_km_per_h, speed_km_per_h) if speed is not None]
    speed = min(speeds, default=MODE_SPEED_KM_PER_H[link.mode])
    return math.ceil(link.distance_km / speed * 60 - _ROUNDING)


def _gauge_after(
    link: Link,
    place: str,
    mode: Mode | None,
    gauge: float | None,
    changes: dict[tuple[str, float, float], list[str]],
) -> tuple[float | None, bool] | None:
    """Return the gauge on a link and whether the load goes on without a stop; None: it cannot."""
    if link.mode is not Mode.RAIL:
        return None, mode is link.mode
    if mode is not Mode.RAIL:
        return link.gauge_mm, False
    if link.gauge_mm is None or gauge is None or link.gauge_mm == gauge:
        return link.gauge_mm or gauge, True
    return (link.gauge_mm, False) if (place, gauge, link.gauge_mm) in changes else None


def _route(start: str, days: int, path: tuple[Way, ...]) -> Route:
    distances: dict[Mode, float] = {}
    for way in path:
        distances[way.link.mode] = distances.get(way.link.mode, 0.0) + way.link.distance_km
    return Route(
        (start, *(way.end for way in path)), tuple(way.link.id for way in path), days, distances
    )
