"""Legs read back as a way on the network: its arcs by number, and when each of them begins.

Legs tell days, ways count minutes. Of all minutes that give the days told a load takes the first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.network.arcs import NEVER, Arc, ArcKind
from reassure.engines.deploy.network.network import Network
from reassure.engines.deploy.network.search import rounded
from reassure.engines.deploy.network.terrain import Ints
from reassure.model.choices import Mode
from reassure.model.outputs import Leg

_MOST_READINGS = 16
"""Readings of the legs of one load that are tried: one for each way in which breaks of gauge and
ports on the way can be worked."""

_MOST_CHANGES = 2
"""Changes of gauge at one stop, at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Legs as arcs.

    Attributes
    ----------
    arcs
        In the order of travel.
    first_leg
        Place in the legs of the first that each arc makes; of one that makes none, of the last
        leg before it.
    state
        State of the network in which the load is at their end.
    is_whole
        Whether that is on the ground at its destination; else the plan ends before it is there.
    """

    arcs: tuple[Arc, ...]
    first_leg: tuple[int, ...]
    state: int
    is_whole: bool

    def begin_day(self, at: int, legs: Sequence[Leg]) -> int:
        """Return the day on which an arc begins by the legs."""
        leg = legs[self.first_leg[at]]
        return leg.depart_day if self.arcs[at].steps else leg.arrive_day


class Retracer:
    """Finds the arcs of legs.

    Parameters
    ----------
    network
        Network to find them on; that the legs were planned on may have been another.
    trains
        Lift that legs name of what no carrier of its own moves, by mode.
    """

    def __init__(self, network: Network, trains: dict[Mode, str]) -> None:
        self._network, self._trains = network, trains
        self._known: dict[tuple[object, ...], tuple[Reading, ...]] = {}

    def readings(self, origin: str, destination: str, legs: Sequence[Leg]) -> tuple[Reading, ...]:
        """Return the ways that some legs may be, those that nothing bars first.

        Parameters
        ----------
        origin, destination
            Where they start, and where they are to end.
        legs
            Of one load; none: it stays at its origin.
        """
        key = (origin, destination, *((leg.link, leg.lift) for leg in legs))
        if key not in self._known:
            state = self._network.origin(origin)
            found: list[Reading] = []
            for reading in self._from(state, destination, legs, 0, (), ()):
                found.append(reading)
                if len(found) == _MOST_READINGS:
                    break
            found.sort(key=_doubt)
            self._known[key] = tuple(found)
        return self._known[key]

    def _from(
        self,
        state: int,
        destination: str,
        legs: Sequence[Leg],
        done: int,
        arcs: tuple[Arc, ...],
        first_leg: tuple[int, ...],
    ) -> Iterator[Reading]:
        stand = self._network.stands[state]
        if done == len(legs):
            if stand.on_ground and stand.location == destination:
                yield Reading(arcs, first_leg, state, is_whole=True)
                return
            if stand.location != destination:
                yield Reading(arcs, first_leg, state, is_whole=False)
                return
        for arc in self._network.outgoing[state]:
            n_steps = len(arc.steps)
            if n_steps and not self._makes(arc, legs[done : done + n_steps]):
                continue
            if not n_steps and not self._may_follow(arc, arcs, is_at_end=done == len(legs)):
                continue
            at = done if n_steps else done - 1
            yield from self._from(
                arc.head, destination, legs, done + n_steps, (*arcs, arc), (*first_leg, at)
            )

    def _makes(self, arc: Arc, legs: Sequence[Leg]) -> bool:
        if not legs or legs[0].link != arc.steps[0].way.link.id:
            return False
        lift = arc.lift.id if arc.lift is not None else self._trains.get(arc.mode)
        return len(legs) == len(arc.steps) and all(
            leg.link == step.way.link.id and leg.lift == lift
            for leg, step in zip(legs, arc.steps, strict=True)
        )

    def _may_follow(self, arc: Arc, before: tuple[Arc, ...], *, is_at_end: bool) -> bool:
        """Whether a load may be unloaded or change its gauge next."""
        if not before:
            return False
        if arc.kind is ArcKind.UNLOAD:
            return self._network.stands[arc.head].on_ground or not is_at_end
        last = before[-_MOST_CHANGES:]
        is_changed = len(last) == _MOST_CHANGES and all(
            item.kind is ArcKind.CHANGE_GAUGE for item in last
        )
        return not is_at_end and not is_changed


def _doubt(reading: Reading) -> tuple[bool, int]:
    """Return the order in which readings are tried: what nothing bars, and what passes, first."""
    return any(arc.reasons for arc in reading.arcs), len(reading.arcs)


def first_minutes(
    reading: Reading, legs: Sequence[Leg], release_day: int, earliest: Ints
) -> list[int] | None:
    """Return the first minutes at which arcs can begin on the days told; None: they cannot.

    Parameters
    ----------
    reading, legs
        The way.
    release_day
        First day on which it may begin.
    earliest
        Minute from which permissions let each arc of the network begin.
    """
    arcs, starts = reading.arcs, list[int]()
    now = release_day * DAY
    for at, arc in enumerate(arcs):
        day = reading.begin_day(at, legs)
        held = int(earliest[arc.number])
        start = max(rounded(arc, now), day * DAY, 0 if held >= NEVER else held)
        follower = arcs[at + 1] if at + 1 < len(arcs) else None
        if start // DAY != day or not _keeps_days(reading, legs, at, start, follower):
            return None
        starts.append(start)
        now = start + arc.minutes
    return starts


def _keeps_days(
    reading: Reading, legs: Sequence[Leg], at: int, start: int, follower: Arc | None
) -> bool:
    arc, first = reading.arcs[at], reading.first_leg[at]
    for i, step in enumerate(arc.steps):
        leg, entered = legs[first + i], start + step.after_minutes
        arrived = (entered + step.minutes) // DAY
        waits = i + 1 == len(arc.steps) and follower is not None and follower.ends_the_day
        is_kept = arrived <= leg.arrive_day if waits else arrived == leg.arrive_day
        if entered // DAY != leg.depart_day or not is_kept:
            return False
    return True
