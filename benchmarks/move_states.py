"""Where loads can stand and what takes them on, free of time: for the linear program of peers."""

from typing import Any, NamedTuple

import numpy as np

from benchmarks.move_reading import Reading, Use
from reassure.model.choices import Mode
from reassure.model.network import Link

NEVER = 1 << 30


class Arc(NamedTuple):
    """What takes a load from one state to another; ``end`` is where it may then stay."""

    tail: int
    head: int
    days: int
    uses: tuple[Use, ...]
    link: Link | None
    is_air: bool
    end: str | None


class States:
    """Where loads can stand, on board of what, and what takes them on.

    A place is one state where changing the mode there costs nothing and only one gauge is met. At
    other places a state each says by what a load came; ships are unloaded in a step of its own.

    Parameters
    ----------
    reading
        The plan's limits.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._number: dict[tuple[str, str], int] = {}
        self._leaving: dict[str, list[tuple[Link, str]]] = {}
        tags: dict[str, set[str]] = {}
        for link in reading.links.values():
            ways = [(link.from_location, link.to_location)]
            ways += [(link.to_location, link.from_location)] if link.both_ways else []
            for start, end in ways:
                self._leaving.setdefault(start, []).append((link, end))
                for place in (start, end):
                    tags.setdefault(place, set()).add(_tag(link))
        rails = {place: {tag for tag in found if _is_rail(tag)} for place, found in tags.items()}
        self._is_plain = {
            place: len(rails[place]) < 2 and not reading.loading(place, Mode.ROAD, at_origin=False)
            for place in tags
        }
        self._gauges = {
            place: {float(tag.partition(" ")[2]) for tag in found} for place, found in rails.items()
        }
        self._ends = {end for unit in reading.units for end in (unit.origin, unit.destination)}
        self.arcs: list[Arc] = []
        for place in sorted(tags):
            self._add_arcs(place, tags[place])

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return len(self._number)

    def origin(self, place: str) -> int:
        """Return the state of units that start from a place."""
        return self._state(place, "origin")

    def _state(self, place: str, tag: str) -> int:
        is_one = self._is_plain.get(place, True) and tag != "afloat"
        key = (place, "land" if is_one else tag)
        return self._number.setdefault(key, len(self._number))

    def _add_arcs(self, place: str, tags: set[str]) -> None:
        reading = self._reading
        came_by = ["land"] if self._is_plain[place] else ["origin", *sorted(tags)]
        for tag in came_by:
            tail = self._state(place, tag)
            for link, end in self._leaving.get(place, ()):
                taken = _tag(link)
                goes_on = taken == tag and link.mode in (Mode.ROAD, Mode.RAIL)
                if _is_rail(tag) and _is_rail(taken) and not goes_on:
                    continue
                handling = reading.loading(place, link.mode, at_origin=tag == "origin")
                uses = (*(() if goes_on else handling), *reading.passing(link))
                is_sea, is_air = link.mode is Mode.SEA, link.mode is Mode.AIR
                head = self._state(end, "afloat" if is_sea else taken)
                days, stays = int(link.transit_days or 0), None if is_sea else end
                self.arcs.append(Arc(tail, head, days, uses, link, is_air, stays))
            if _is_rail(tag):
                self._add_changes(place, tail, float(tag.partition(" ")[2]))
        is_port = reading.is_port(place) or place in self._ends
        if str(Mode.SEA) in tags and is_port:
            afloat, ashore = self._state(place, "afloat"), self._state(place, str(Mode.SEA))
            uses = tuple(reading.unloading(place, Mode.SEA))
            self.arcs.append(Arc(afloat, ashore, 0, uses, None, False, place))

    def _add_changes(self, place: str, tail: int, gauge: float) -> None:
        for other in sorted(self._gauges[place] - {gauge}):
            uses = self._reading.changing(place, gauge, other)
            if uses is not None:
                head = self._state(place, f"{Mode.RAIL} {other}")
                self.arcs.append(Arc(tail, head, 0, tuple(uses), None, False, None))

    def least_days(self, start: set[int], *, by_air: bool, backward: bool = False) -> Any:
        """Return by state the least days from some states, or to the ends of arcs into them."""
        least = np.full(self.n_states, NEVER)
        least[sorted(start)] = 0
        arcs = [arc for arc in self.arcs if by_air or not arc.is_air]
        tail, head = np.array([arc.tail for arc in arcs]), np.array([arc.head for arc in arcs])
        if backward:
            tail, head = head, tail
        days = np.array([arc.days for arc in arcs])
        while True:
            before = least.copy()
            np.minimum.at(least, head, np.minimum(NEVER, least[tail] + days))
            if (least == before).all():
                return least


def _tag(link: Link) -> str:
    return f"{link.mode} {link.gauge_mm}" if link.mode is Mode.RAIL else str(link.mode)


def _is_rail(tag: str) -> bool:
    return tag.partition(" ")[0] == str(Mode.RAIL)
