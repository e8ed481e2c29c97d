"""The main corridor: the sequence of links to one destination on which most is moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import fsum
from statistics import median

from reassure.brief.journeys import Hop, Journey
from reassure.model.choices import Mode
from reassure.model.plan import Plan

OVER_WATER_OR_AIR = frozenset({Mode.SEA, Mode.AIR})
"""Modes that leave the ground: they end where a force comes ashore or lands."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """A way over the ground to one destination.

    Attributes
    ----------
    places
        Places along it, in order, at least two.
    links
        Links between them.
    km
        Distance of every place from the first [km].
    tonnes, n_loads
        What goes all of the way.
    """

    places: tuple[str, ...]
    links: tuple[str, ...]
    km: tuple[float, ...]
    tonnes: float
    n_loads: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Loads of one assignment that move alike along the corridor.

    Attributes
    ----------
    owner, mode
        Assignment or pledge, and the mode of the loads' longest leg.
    n_loads, tonnes
        How many they are, and what they weigh together.
    points
        Day and distance from the corridor's first place [days from C-day, km], in order.
    """

    owner: str
    mode: Mode | None
    n_loads: int
    tonnes: float
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One link of the corridor, and what passes it towards the destination.

    Attributes
    ----------
    from_location, to_location, mode, distance_km
        The link.
    n_loads, tonnes
        Loads that pass it.
    days, waiting_days
        Median of the days on it, and of those between a load's arrival at its start and its
        departure; None where no load came to its start on the corridor.
    """

    from_location: str
    to_location: str
    mode: Mode
    distance_km: float
    n_loads: int
    tonnes: float
    days: float
    waiting_days: float | None


def main_corridor(plan: Plan, ways: Iterable[Journey]) -> Corridor | None:
    """Return the way to one destination that carries most tonne-kilometres; None without any.

    Notes
    -----
    Every last part of a load's way, over ground from where it comes ashore, lands or starts, is a
    candidate, weighed by its length and by the tonnes of all loads whose ways end with it. Ways
    at sea and in the air are looked at only where nothing moves over the ground.
    """
    found = list(ways)
    on_ground = [_last_on_ground(way) for way in found]
    whole = [way.hops for way in found]
    for parts in (on_ground, whole):
        best = _heaviest(plan, found, parts)
        if best is not None:
            return best
    return None


def _last_on_ground(way: Journey) -> tuple[Hop, ...]:
    above = [i for i, hop in enumerate(way.hops) if hop.mode in OVER_WATER_OR_AIR]
    return way.hops[above[-1] + 1 :] if above else way.hops


def _heaviest(plan: Plan, ways: list[Journey], parts: list[tuple[Hop, ...]]) -> Corridor | None:
    alike: dict[tuple[str, ...], tuple[tuple[Hop, ...], list[float]]] = {}
    for way, hops in zip(ways, parts, strict=True):
        alike.setdefault(tuple(hop.link for hop in hops), (hops, []))[1].append(way.tonnes)
    tonnes: dict[tuple[str, ...], list[float]] = {}
    places: dict[tuple[str, ...], tuple[str, ...]] = {}
    for hops, weights in alike.values():
        for i in range(len(hops)):
            links = tuple(hop.link for hop in hops[i:])
            tonnes.setdefault(links, []).extend(weights)
            places[links] = (hops[i].from_location, *(hop.to_location for hop in hops[i:]))
    totals = {links: fsum(weights) for links, weights in tonnes.items()}
    lengths = {
        links: tuple(accumulate((plan.links[link].distance_km for link in links), initial=0.0))
        for links in tonnes
    }
    best = max(totals, key=lambda links: (totals[links] * lengths[links][-1], links), default=None)
    if best is None or not totals[best] * lengths[best][-1]:
        return None
    return Corridor(places[best], best, lengths[best], totals[best], len(tonnes[best]))


def batches(corridor: Corridor, ways: Iterable[Journey]) -> list[Batch]:
    """Return what moves on the corridor towards its end, alike loads as one, heaviest first.

    Loads that join it on the way, or leave it, are drawn where they are on it.
    """
    merged: dict[tuple[str, str, tuple[tuple[int, float], ...]], list[Journey]] = {}
    for way in ways:
        for points in _points(corridor, way.hops):
            mode = "" if way.mode is None else way.mode.value
            merged.setdefault((way.owner, mode, points), []).append(way)
    made = [
        Batch(owner, rows[0].mode, len(rows), sum(row.tonnes for row in rows), points)
        for (owner, _, points), rows in merged.items()
    ]
    return sorted(made, key=lambda row: (-row.tonnes, row.points, row.owner))


def _points(corridor: Corridor, hops: tuple[Hop, ...]) -> list[tuple[tuple[int, float], ...]]:
    """Return day and distance wherever a load is on the corridor, one tuple for each time."""
    at = dict(zip(corridor.links, corridor.km, strict=False))
    end = dict(zip(corridor.links, corridor.km[1:], strict=True))
    start = dict(zip(corridor.links, corridor.places, strict=False))
    along = [hop.link in at and hop.from_location == start[hop.link] for hop in hops]
    made: list[tuple[tuple[int, float], ...]] = []
    for is_on, part in groupby(zip(along, hops, strict=True), key=lambda pair: pair[0]):
        if is_on:
            points: list[tuple[int, float]] = []
            for _, hop in part:
                points += [(hop.depart_day, at[hop.link]), (hop.arrive_day, end[hop.link])]
            made.append(tuple(dict.fromkeys(points)))
    return made


def stretches(plan: Plan, corridor: Corridor, ways: Iterable[Journey]) -> list[Stretch]:
    """Return the links of the corridor in order, with what passes them and how long it takes."""
    passed: dict[str, list[tuple[Journey, int, int | None]]] = {link: [] for link in corridor.links}
    start = dict(zip(corridor.links, corridor.places, strict=False))
    for way in ways:
        for before, hop in zip((None, *way.hops), way.hops, strict=False):
            if start.get(hop.link) == hop.from_location:
                waited = None if before is None else hop.depart_day - before.arrive_day
                passed[hop.link].append((way, hop.arrive_day - hop.depart_day, waited))
    made: list[Stretch] = []
    for link, ends in zip(
        corridor.links, zip(corridor.places, corridor.places[1:], strict=False), strict=True
    ):
        rows = passed[link]
        waits = [waited for *_, waited in rows if waited is not None]
        made.append(
            Stretch(
                *ends,
                plan.links[link].mode,
                plan.links[link].distance_km,
                len(rows),
                sum(way.tonnes for way, *_ in rows),
                float(median(days for _, days, _ in rows)),
                float(median(waits)) if waits else None,
            )
        )
    return made
