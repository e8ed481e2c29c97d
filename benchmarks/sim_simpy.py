"""The movement of one replication as one would first simulate it: with SimPy.

Every load is a process that passes its resources one after the other. Ports, rail heads and road
nodes have as many places as they have; a train path and a change of gauge are resources of one
place, which the load holds until its train leaves, or its change is done. All that chance deals is
drawn before, outages as lists of closures.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

from benchmarks.sim_dealt import DealtMovement
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.scenario import FLOW, SERVER, SLOT

SLACK = 1e-9
"""Part of a departure by which a load may come late for it."""


class Visit(NamedTuple):
    """A visit: where it is, its work, and the way after it [d]."""

    resource: int
    work_days: float
    leg_days: float


class Station:
    """A resource, its closures and what is told of it."""

    def __init__(self, resource: Any, kind: int, per_day: float) -> None:
        self.resource, self.kind, self.per_day = resource, kind, per_day
        self.closes_day: list[float] = []
        self.opens_day: list[float] = []
        self.last_slot = -1
        self.wait_days = 0.0
        self.n_served = 0

    def next_open(self, day: float) -> float:
        """Return the first instant from ``day`` on at which it is open."""
        at = bisect_right(self.closes_day, day) - 1
        return max(day, self.opens_day[at]) if at >= 0 else day

    def next_close(self, day: float) -> float:
        """Return when it closes after ``day``; inf: never."""
        at = bisect_right(self.closes_day, day)
        return self.closes_day[at] if at < len(self.closes_day) else math.inf


class MovementModel:
    """Loads as processes over resources.

    Parameters
    ----------
    arrays
        The plan.
    dealt
        What was drawn.
    by_level
        Whether higher levels go first; else first come first served.
    """

    def __init__(self, arrays: Arrays, dealt: DealtMovement, *, by_level: bool) -> None:
        loads, course = arrays.loads, dealt.course
        self.by_level = by_level
        self.enter_day: list[float] = course.enter_day.tolist()
        self.level: list[int] = loads.level.tolist()
        visits = [
            Visit(*row)
            for row in zip(
                loads.resource.tolist(),
                course.service_days.tolist(),
                course.leg_days.tolist(),
                strict=True,
            )
        ]
        first = loads.first.tolist()
        self.visits = [visits[a:b] for a, b in pairwise(first)]
        self.kinds: list[int] = dealt.resources.kind.tolist()
        if not set(self.kinds) <= {SERVER, SLOT, FLOW}:
            raise ValueError("resources: found other kinds; expected places, paths and flows")
        self.per_day: list[float] = dealt.resources.per_day.tolist()
        place = dealt.resources.place.tolist()
        self.places = [b - a for a, b in pairwise(place)]
        self.closures = [
            (
                course.closes_day[course.window[z] : course.window[z + 1]].tolist(),
                course.opens_day[course.window[z] : course.window[z + 1]].tolist(),
            )
            for z in dealt.resources.site
        ]

    def run(self) -> list[float]:
        """Simulate; return when each load arrives; inf: it never set out."""
        simpy: Any = import_module("simpy")
        env = simpy.Environment()
        made = simpy.PriorityResource if self.by_level else simpy.Resource
        stations = [
            Station(made(env, capacity=n), kind, per_day)
            for n, kind, per_day in zip(self.places, self.kinds, self.per_day, strict=True)
        ]
        for station, (closes_day, opens_day) in zip(stations, self.closures, strict=True):
            station.closes_day, station.opens_day = closes_day, opens_day
        arrive_day = [math.inf] * len(self.enter_day)
        for load, day in enumerate(self.enter_day):
            if day < math.inf:
                env.process(self._move(env, stations, load, arrive_day))
        env.run()
        return arrive_day

    def _move(
        self, env: Any, stations: list[Station], load: int, arrive_day: list[float]
    ) -> Iterator[Any]:
        """Let one load go its way."""
        yield env.timeout(self.enter_day[load])
        for visit in self.visits[load]:
            station = stations[visit.resource]
            came_day = env.now
            resource = station.resource
            with (
                resource.request(priority=self.level[load]) if self.by_level else resource.request()
            ) as turn:
                yield turn
                if station.kind == SERVER:
                    opens_day = station.next_open(env.now)
                    if opens_day > env.now:
                        yield env.timeout(opens_day - env.now)
                    station.wait_days += env.now - came_day
                    yield env.timeout(visit.work_days)
                elif station.kind == SLOT:
                    leaves_day = _departure(station, env.now)
                    station.wait_days += leaves_day - came_day
                    yield env.timeout(leaves_day - env.now)
                else:
                    opens_day = station.next_open(env.now)
                    if opens_day > env.now:
                        yield env.timeout(opens_day - env.now)
                    station.wait_days += env.now - came_day
                    yield from _work(env, station, visit.work_days)
                station.n_served += 1
            yield env.timeout(visit.leg_days)
        arrive_day[load] = env.now


def _departure(station: Station, day: float) -> float:
    """Return when the next train of a path leaves that is not taken yet, while it is open."""
    per_day = station.per_day
    slot = max(station.last_slot + 1, math.ceil(day * per_day - SLACK))
    while (opens_day := station.next_open(slot / per_day)) > slot / per_day:
        slot = math.ceil(opens_day * per_day - SLACK)
    station.last_slot = slot
    return slot / per_day


def _work(env: Any, station: Station, work_days: float) -> Iterator[Any]:
    """Work until it is done, resting while the place is closed."""
    while True:
        closes_day = station.next_close(env.now)
        if env.now + work_days <= closes_day:
            yield env.timeout(work_days)
            return
        work_days -= closes_day - env.now
        yield env.timeout(station.next_open(closes_day) - env.now)
