"""A finished schedule of movements once more, as one would first simulate it: with SimPy.

Every load is a process that follows its legs, in the order of the list. On each leg it waits for
its day, takes its share of what the link, the places and the gauge break give that day from a
container of that limit and day, and travels. Where a day has no room for it, it tries again on
the next; so a schedule that overfills a limit arrives late here.

It is told the ways and the days, and so is spared all search: nobody waits in vain while the
schedule stands. A model that had to find ways, or room, would only take longer. Two forms of it
come to the same days. The plain one is what one would first write: an event for each wait, each
travel, and each share that is taken. The thrifty one spares SimPy whatever can be spared: travel
and the wait that follows are one event, and nobody waits for what a container has in store.
"""

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

from benchmarks.move_reading import Limit, Reading, sizes_of
from reassure.model.choices import Mode
from reassure.model.network import Link
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

SLACK = 1e-6
"""Loads are shares of units; a day that they fill exactly must not seem overfull."""

TAIL_DAYS = 365
"""Days beyond the horizon in which loads are still followed."""


class Stage(NamedTuple):
    """One thing that a load does.

    Attributes
    ----------
    day
        Day before which it does not begin.
    amounts
        What it takes of which limits on the day on which it begins.
    days
        Days that it lasts.
    """

    day: int
    amounts: tuple[tuple[Limit, float], ...]
    days: int


class MoveModel:
    """The loads of a finished schedule as processes over daily stores of capacity.

    Parameters
    ----------
    plan, force_plan
        What was scheduled.
    deployment
        The schedule.

    Raises
    ------
    ValueError
        If the plan has a rule that is not read here, or a leg does not follow the one before.
    """

    def __init__(self, plan: Plan, force_plan: ForcePlan, deployment: Deployment) -> None:
        self._reading = reading = Reading(plan, force_plan)
        self._units = {unit.assignment: unit for unit in reading.units}
        loads = list(deployment.loads.frame.select("id", "owner").iter_rows())
        self._loads_of: dict[str, list[str]] = defaultdict(list)
        for load, owner in loads:
            self._loads_of[owner].append(load)
        legs: dict[str, list[tuple[Link, int, int]]] = defaultdict(list)
        wanted = ("load", "leg", "link", "depart_day", "arrive_day")
        rows = deployment.legs.frame.select(wanted).sort("load", "leg").iter_rows()
        for load, _, link, depart_day, arrive_day in rows:
            legs[load].append((reading.links[link], depart_day, arrive_day))
        kinds = {
            row.id: plan.capabilities[plan.offers[row.offer].capability]
            for row in force_plan.assignments
        }
        self.stages: dict[str, list[Stage]] = {}
        self.ends: dict[str, str] = {}
        for load, owner in loads:
            sizes = sizes_of(kinds[owner], len(self._loads_of[owner]))
            steps = self._steps(load, self._units[owner].origin, legs[load])
            self.stages[load] = [
                Stage(
                    day,
                    tuple((use.limit, use.amount(sizes)) for use in uses if use.amount(sizes) > 0),
                    days,
                )
                for day, uses, days in steps
            ]

    def _steps(
        self, load: str, place: str, legs: list[tuple[Link, int, int]]
    ) -> Iterator[tuple[int, list[Any], int]]:
        """Yield from which day on, with which uses and for how long a load does what."""
        reading, before = self._reading, None
        for i, (link, depart_day, arrive_day) in enumerate(legs):
            if place not in (link.from_location, *((link.to_location,) * link.both_ways)):
                raise ValueError(f"{load}: is at {place}; {link.id} does not leave from there")
            uses = reading.passing(link)
            if before is not link.mode:
                uses = [*reading.loading(place, link.mode, at_origin=before is None), *uses]
            yield depart_day, uses, int(link.transit_days or 0)
            place = link.to_location if place == link.from_location else link.from_location
            before = link.mode
            following = legs[i + 1][0] if i + 1 < len(legs) else None
            if following is None or following.mode is not link.mode:
                yield arrive_day, reading.unloading(place, link.mode), 0
            elif link.mode is Mode.RAIL and following.gauge_mm != link.gauge_mm:
                change = reading.changing(place, link.gauge_mm or 0, following.gauge_mm or 0)
                if change is None:
                    raise ValueError(f"{load}: {place} does not change from {link.id}")
                yield arrive_day, change, 0
        self.ends[load] = place

    def loads_of(self, assignment: str) -> list[str]:
        """Return the loads of one assignment."""
        return self._loads_of[assignment]

    def run(self, *, is_thrifty: bool = False) -> dict[str, int]:
        """Simulate; return by load the day on which it is at its destination, if it gets there.

        Parameters
        ----------
        is_thrifty
            Whether to spare events; the days are the same.
        """
        simulation = _Simulation(self._reading)
        process = simulation.follow_thriftily if is_thrifty else simulation.follow
        for owner, loads in self._loads_of.items():
            for load in loads:
                if self.stages[load] and self.ends[load] == self._units[owner].destination:
                    simulation.env.process(process(load, self.stages[load]))
        simulation.env.run(until=self._reading.horizon_day + TAIL_DAYS)
        return simulation.days

    def arrival_days(self, days: dict[str, int]) -> dict[str, int | None]:
        """Return by assignment the day on which its last load is there; None: not in time."""
        found: dict[str, int | None] = {}
        for assignment in self._units:
            loads = self._loads_of[assignment]
            last = max((days.get(load, -1) for load in loads), default=None)
            is_whole = bool(loads) and all(load in days for load in loads)
            in_time = last is not None and last <= self._reading.horizon_day
            found[assignment] = last if is_whole and in_time else None
        return found


class _Simulation:
    """One run: the clock, what each limit still has on each day, and who has arrived."""

    def __init__(self, reading: Reading) -> None:
        self._simpy: Any = import_module("simpy")
        self._reading = reading
        self._stores: dict[tuple[Limit, int], Any] = {}
        self.env = self._simpy.Environment()
        self.days: dict[str, int] = {}

    def _store(self, limit: Limit) -> Any:
        key = (limit, int(self.env.now))
        if key not in self._stores:
            given = self._reading.capacity(limit, key[1])
            self._stores[key] = self._simpy.Container(self.env, init=given + SLACK)
        return self._stores[key]

    def _has_room(self, stage: Stage) -> bool:
        return all(self._store(limit).level >= amount for limit, amount in stage.amounts)

    def follow(self, load: str, stages: list[Stage]) -> Iterator[Any]:
        """Let one load go through its stages."""
        env = self.env
        for stage in stages:
            if stage.day > env.now:
                yield env.timeout(stage.day - env.now)
            while not self._has_room(stage):
                yield env.timeout(1)
            if stage.amounts:
                yield env.all_of([self._store(limit).get(share) for limit, share in stage.amounts])
            if stage.days:
                yield env.timeout(stage.days)
        self.days[load] = int(env.now)

    def follow_thriftily(self, load: str, stages: list[Stage]) -> Iterator[Any]:
        """Let one load go through its stages with as few events as possible."""
        env, reached = self.env, 0
        for stage in stages:
            begin = max(reached, stage.day)
            if stage.amounts:
                if begin > env.now:
                    yield env.timeout(begin - env.now)
                while not self._has_room(stage):
                    yield env.timeout(1)
                for limit, amount in stage.amounts:
                    self._store(limit).get(amount)
                begin = int(env.now)
            reached = begin + stage.days
        self.days[load] = reached
