"""How far along its way a load is by its reports, and when it began each part of it.

What is reported holds; what is not keeps the time that the model gives it, as near to its plan as
the reports allow.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.executing.placing import Planned
from reassure.engines.deploy.executing.retracing import Reading
from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.search import rounded


@dataclass(frozen=True, slots=True)
class Progress:
    """The part of a way that a load has begun.

    Attributes
    ----------
    starts
        Minutes at which it began the first arcs of its way.
    ready
        First minute at which it may begin the next one; its arrival where none is left.
    """

    starts: tuple[int, ...]
    ready: int


def has_moved(stops: Sequence[int | None]) -> bool:
    """Whether a load made any of its stops, by the days reported of them."""
    return any(day is not None for day in stops)


def progress_of(
    reading: Reading,
    item: Planned,
    planned: Sequence[int],
    as_of_day: int,
    *,
    is_shut: Callable[[Arc, int], bool],
) -> Progress:
    """Return how far a load is that has moved.

    Where no report ever speaks of a stop, the load is taken to have made it as planned, as long
    as no stop that is awaited is overdue by that, and nothing was shut. What is reported to have
    arrived somewhere is there until it is reported to have left.

    Parameters
    ----------
    reading
        Its way.
    item
        The load, with its stops.
    planned
        Minutes at which arcs were to begin.
    as_of_day
        Day on which it can go on, at the soonest.
    is_shut
        Whether an arc cannot have begun at a minute, because something on it was shut.
    """
    stops = item.stops
    last = max(i for i, day in enumerate(stops) if day is not None)
    n_begun = sum(_first_stop(reading, at) <= last for at in range(len(reading.arcs)))
    arcs = reading.arcs[:n_begun]
    soonest: list[float] = [-math.inf] * (n_begun + 1)
    latest: list[float] = [math.inf] * n_begun
    for at, arc in enumerate(arcs):
        for stop, after in _stops_of(reading, at, arc):
            day = stops[stop]
            if day is None:
                continue
            is_start = after == 0 and stop == _first_stop(reading, at)
            if is_start or stop != _last_stop(reading, at, arc):
                soonest[at] = max(soonest[at], day * DAY - after)
            else:
                soonest[at + 1] = max(soonest[at + 1], day * DAY)
            latest[at] = min(latest[at], (day + 1) * DAY - 1 - after)
    starts: list[int] = []
    now = 0
    for at, arc in enumerate(arcs):
        # A departure that is reported stands for the one planned.
        least = soonest[at] if soonest[at] > -math.inf else planned[at]
        starts.append(_not_before(arc, max(now, least)))
        now = starts[-1] + arc.minutes
    follower = math.inf
    for at in range(n_begun - 1, -1, -1):
        begun = min(starts[at], latest[at], follower - arcs[at].minutes)
        starts[at] = int(begun // DAY * DAY if arcs[at].ends_the_day else begun)
        follower = starts[at]
    now = 0
    for at, arc in enumerate(arcs):
        # Nothing began before C-day.
        starts[at] = _not_before(arc, max(now, starts[at]))
        now = starts[at] + arc.minutes
    if n_begun < len(reading.arcs):
        now = int(max(now, soonest[n_begun]))
        is_there = last % 2 == 1 and _first_stop(reading, n_begun) == last + 1
        if not is_there:
            more, now = _unreported(reading, item, planned, n_begun, now, as_of_day, is_shut)
            starts += more
    if len(starts) < len(reading.arcs):
        now = max(now, as_of_day * DAY)
    return Progress(tuple(starts), now)


def _unreported(
    reading: Reading,
    item: Planned,
    planned: Sequence[int],
    n_begun: int,
    now: int,
    as_of_day: int,
    is_shut: Callable[[Arc, int], bool],
) -> tuple[list[int], int]:
    """Return when a load has begun arcs of which nobody reports, and when it has ended them."""
    starts, passed = list[int](), now
    for at in range(n_begun, len(reading.arcs)):
        arc = reading.arcs[at]
        start = _not_before(arc, max(passed, planned[at]))
        if start // DAY >= as_of_day or is_shut(arc, start):
            break
        for stop, after in _stops_of(reading, at, arc):
            if item.awaited[stop] and (start + after) // DAY < as_of_day:
                # It is not where the plan has it: it is where it was seen.
                return [], now
        starts.append(start)
        passed = start + arc.minutes
    return starts, passed


def _first_stop(reading: Reading, at: int) -> int:
    """Return the stop that tells that an arc has begun: a departure, or the arrival before it."""
    return 2 * reading.first_leg[at] + (0 if reading.arcs[at].steps else 1)


def _last_stop(reading: Reading, at: int, arc: Arc) -> int:
    return _first_stop(reading, at) + max(0, 2 * len(arc.steps) - 1)


def _stops_of(reading: Reading, at: int, arc: Arc) -> list[tuple[int, int]]:
    """Return the stops that an arc makes, each with the minutes from its start."""
    first = _first_stop(reading, at)
    if not arc.steps:
        return [(first, 0)]
    found: list[tuple[int, int]] = []
    for i, step in enumerate(arc.steps):
        found.append((first + 2 * i, step.after_minutes))
        found.append((first + 2 * i + 1, step.after_minutes + step.minutes))
    return found


def _not_before(arc: Arc, minute: float) -> int:
    return rounded(arc, math.ceil(minute))
