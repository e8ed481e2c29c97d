"""A load that was seen off its way: how it got there is taken to be the quickest way."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.executing.placing import Planned
from reassure.engines.deploy.executing.progress import progress_of
from reassure.engines.deploy.executing.retracing import Reading
from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.search import Search


@dataclass(frozen=True, slots=True)
class Detour:
    """How a load got to where it was seen.

    Attributes
    ----------
    arcs, starts
        Its way so far, and the minutes at which each arc began.
    state
        State of the network in which it is there.
    ready
        First minute at which it may go on.
    """

    arcs: tuple[Arc, ...]
    starts: tuple[int, ...]
    state: int
    ready: int


def stray(
    search: Search, kind: LoadKind, origin: int, item: Planned, planned: Sequence[int]
) -> Detour | None:
    """Return how a load got to where it was seen; None: no way leads there.

    Parameters
    ----------
    search, kind
        The network, and what goes on it.
    origin
        State in which the load began.
    item
        The load, with its readings, its stops and where it was seen.
    planned
        Minutes at which the arcs of its first reading were to begin.
    """
    reading, seen = item.readings[0], item.seen
    assert seen is not None
    last = max((i for i, day in enumerate(item.stops) if day is not None), default=-1)
    n_done = 0
    while n_done < len(reading.arcs) and _is_behind(reading, n_done, last):
        n_done += 1
    done = reading.arcs[:n_done]
    more = _quickest(search, done[-1].head if done else origin, seen.place, kind)
    if not more:
        return None
    left = 2 * sum(len(arc.steps) for arc in done)
    first_leg, n_legs = list(reading.first_leg[:n_done]), left // 2
    for arc in more:
        first_leg.append(n_legs if arc.steps else n_legs - 1)
        n_legs += len(arc.steps)
    # It left on the day on which it is reported to have left, for elsewhere.
    stops = [*item.stops[: left + 1], *[None] * (2 * n_legs)][: 2 * n_legs]
    stops[-1] = seen.day
    way = Reading((*done, *more), tuple(first_leg), more[-1].head, is_whole=False)
    followed = replace(item, stops=stops, awaited=[True] * len(stops), readings=(way,))
    begun = [*planned[:n_done], *[0] * len(more)]
    passed = progress_of(way, followed, begun, seen.day, is_shut=lambda _arc, _start: False)
    return Detour(way.arcs, passed.starts, way.state, max(passed.ready, seen.day * DAY))


def _quickest(search: Search, state: int, place: str, kind: LoadKind) -> tuple[Arc, ...]:
    """Return the quickest way from a state to a place; empty: there is none.

    What bars a load counts more than any time: it was seen there all the same.
    """
    network, rules = search.network, search.rules
    queue: list[tuple[int, int, int, int, tuple[Arc, ...]]] = [(0, 0, 0, state, ())]
    settled: set[int] = set()
    serial = 0
    while queue:
        n_barred, minutes, _, here, path = heapq.heappop(queue)
        if here in settled:
            continue
        settled.add(here)
        if network.stands[here].location == place:
            return path
        for arc in network.outgoing[here]:
            if arc.head not in settled:
                serial += 1
                barred = n_barred + len(rules.bars(arc, kind))
                rank = (barred, minutes + arc.minutes, serial)
                heapq.heappush(queue, (*rank, arc.head, (*path, arc)))
    return ()


def _is_behind(reading: Reading, at: int, last: int) -> bool:
    """Whether a load has an arc behind it, by the last stop that is reported of it."""
    first, n_steps = 2 * reading.first_leg[at], len(reading.arcs[at].steps)
    # A departure tells that what came before it, such as unloading, is over.
    return first + 2 * n_steps - 1 <= last if n_steps else first + 1 < last
