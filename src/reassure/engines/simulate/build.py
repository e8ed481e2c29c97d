"""The plan and its schedule as the arrays of the simulation, with the names behind them."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY
from reassure.engines.common.philox import entity_key
from reassure.engines.deploy.itineraries import Itineraries, Itinerary, LoadWay, Passage
from reassure.engines.deploy.network.limits import Limit
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.build_entries import Promised, entries_of
from reassure.engines.simulate.build_gates import gates_of
from reassure.engines.simulate.build_resources import (
    Service,
    Visits,
    closures_of,
    resources_of,
    service_days_of,
    service_of,
)
from reassure.engines.simulate.dealing import Inputs
from reassure.engines.simulate.packing import to_keys, to_words
from reassure.engines.simulate.sampling import STREAM_SHIFT, VISITS, Chances
from reassure.engines.simulate.scenario import Floats, Loads, Singles
from reassure.engines.simulate.uncertain import CERTAIN, Uncertain
from reassure.model.plan import Plan

LEVELS = 8
"""Levels of priority, at most: movements by the weight of what they serve."""

REPAIR_DAYS = 1.0
"""Repair of a carrier that breaks down where its pool does not say [d]."""

DAY = float(MINUTES_PER_DAY)


@dataclass(frozen=True)
class Model:
    """The arrays, and what they stand for.

    Attributes
    ----------
    itineraries
        Group g of loads is movement g of these.
    services
        How each resource serves.
    room
        What each gives by day, of the one that nobody waits for nothing, by resource.
    visits
        What each visit takes.
    is_whole
        Whether each load gets where it is to be within the schedule, shape (L,).
    doubts
        What each doubt is, as table:id.field.
    from_day, until_day
        Days between which the calendar of events runs.
    levels
        Levels of priority.
    """

    plan: Plan
    arrays: Arrays
    itineraries: tuple[Itinerary, ...]
    services: tuple[Service, ...]
    room: tuple[Floats, ...]
    visits: Visits
    is_whole: np.ndarray
    uncertain: Uncertain
    doubts: tuple[str, ...]
    from_day: float
    until_day: float
    levels: int

    @cached_property
    def limits(self) -> tuple[Limit | None, ...]:
        """What each resource is; None: the one that nobody waits for."""
        return tuple(service.limit for service in self.services)

    def arrays_giving(self, room: Mapping[int, Floats]) -> Arrays:
        """Return the arrays where some resources give something else by day.

        Only what hangs on that is laid out anew: loads, ways and doubts are the same.

        Parameters
        ----------
        room
            What they give, by number of the resource, shape (n_days,) each.
        """
        services = list(self.services)
        for number, own in room.items():
            services[number] = services[number].giving(own)
        return self.arrays._replace(
            resources=resources_of(services),
            outages=closures_of(services),
            chances=self.arrays.chances._replace(
                service_days=service_days_of(services, self.arrays.loads, self.visits)
            ),
        )


def build_model(plan: Plan, itineraries: Itineraries) -> Model:
    """Lay out a plan and its schedule for the simulation.

    Parameters
    ----------
    plan
        The plan.
    itineraries
        What every load of its schedule passes.
    """
    uncertain = Uncertain(plan)
    ends = [
        way.arrive_day is not None and way.arrive_day < plan.meta.horizon_days
        for movement in itineraries.itineraries
        for way in movement.ways
    ]
    movements = _beyond(plan, itineraries.itineraries)
    ways = [(g, way) for g, movement in enumerate(movements) for way in movement.ways]
    passages = [passage for _, way in ways for passage in way.passages]
    used = sorted({passage.limit for passage in passages if passage.limit is not None})
    number = {limit: r + 1 for r, limit in enumerate(used)}
    of = [0 if passage.limit is None else number[passage.limit] for passage in passages]
    limits = (None, *(itineraries.limits[limit] for limit in used))
    room = (np.zeros(0), *(itineraries.room[limit] for limit in used))
    by_resource: dict[int, list[Passage]] = defaultdict(list)
    for r, passage in zip(of, passages, strict=True):
        by_resource[r].append(passage)
    services = tuple(
        service_of(plan, uncertain, limit, room[r], by_resource[r])
        for r, limit in enumerate(limits)
    )
    gates = gates_of(plan, [way.passages for _, way in ways], of, services)
    services = tuple(replace(row, gates=own) for row, own in zip(services, gates, strict=True))
    loads = _loads(movements, of, passages)
    visits = Visits(
        np.array([passage.amount for passage in passages], dtype=float),
        np.array([passage.days for passage in passages], dtype=float),
    )
    planned = np.array([float(way.depart_day) for _, way in ways])
    promised = Promised(plan, movements)
    arrays = Arrays(
        loads=loads,
        resources=resources_of(services),
        chances=_chances(plan, uncertain, ways, service_days_of(services, loads, visits)),
        outages=closures_of(services),
        promises=promised.promises(),
        entries=entries_of(plan, uncertain, movements, promised.owner, planned),
        rate_input=np.array([service.rate_input for service in services], dtype=np.uint32),
        rate_power=np.array([service.rate_power for service in services]),
        returns=np.array([service.is_pool for service in services], dtype=np.bool_),
        inputs=_inputs(uncertain),
    )
    return Model(
        plan,
        arrays,
        movements,
        services,
        room,
        visits,
        np.array(ends, dtype=np.bool_),
        uncertain,
        promised.doubts,
        from_day=min(0.0, float(planned.min(initial=0.0))),
        until_day=2.0 * plan.meta.horizon_days,
        levels=int(loads.level.max(initial=0)) + 1,
    )


def _beyond(plan: Plan, movements: Sequence[Itinerary]) -> tuple[Itinerary, ...]:
    """Return movements in which ways that the schedule leaves off lead beyond the plan.

    What is left of such a way is not known, but not short: a load on it must take what it needs on
    the way as planned, and be nowhere within the plan.
    """
    days = [way.depart_day for movement in movements for way in movement.ways]
    longest = math.ceil(plan.meta.horizon_days) - min(0, min(days, default=0))
    rest = Passage(None, 0.0, 0, longest * MINUTES_PER_DAY)

    def whole(way: LoadWay) -> LoadWay:
        return way if way.arrive_day is not None else replace(
            way, passages=(*way.passages, rest)
        )  # fmt: skip

    return tuple(replace(m, ways=tuple(whole(way) for way in m.ways)) for m in movements)


def _loads(movements: Sequence[Itinerary], of: Sequence[int], passages: Sequence[Passage]) -> Loads:
    number = {movement.tour.id: g for g, movement in enumerate(movements)}
    awaits = [[number[name] for name in movement.awaits] for movement in movements]
    followers: list[list[int]] = [[] for _ in movements]
    for g, awaited in enumerate(awaits):
        for before in awaited:
            followers[before].append(g)
    weights = sorted({movement.tour.weight for movement in movements}, reverse=True)
    rank = {weight: n * LEVELS // max(LEVELS, len(weights)) for n, weight in enumerate(weights)}
    n_ways = [len(movement.ways) for movement in movements]
    first = [len(way.passages) for movement in movements for way in movement.ways]
    back = [max(0.0, p.days - p.minutes / DAY) for p in passages]
    return Loads(
        member=to_words(np.cumsum([0, *n_ways]).tolist()),
        group=to_words(np.repeat(np.arange(len(movements)), n_ways).tolist()),
        follower=to_words(np.cumsum([0, *map(len, followers)]).tolist()),
        followers=to_words([g for row in followers for g in row]),
        n_awaited=to_words([len(awaited) for awaited in awaits]),
        first=to_words(np.cumsum([0, *first]).tolist()),
        level=to_words([rank[m.tour.weight] for m in movements for _ in m.ways]),
        resource=to_words(of),
        back_days=np.array(back, dtype=np.float32),
    )


def _chances(
    plan: Plan, uncertain: Uncertain, ways: Sequence[tuple[int, LoadWay]], service_days: Singles
) -> Chances:
    """Return what is uncertain at each visit."""
    keys: list[int] = []
    counter: list[int] = []
    leg, law, repair, repair_law, breakdown = [], [], [], [], []
    for _, way in ways:
        key = entity_key("loads", way.load)
        for n, passage in enumerate(way.passages):
            keys.append(key)
            counter.append((VISITS << STREAM_SHIFT) + n)
            leg.append(passage.minutes / DAY)
            law.append(uncertain.way_law(passage.link, passage.lift))
            lift = None if passage.carrier is None else plan.lifts[passage.carrier]
            sound = 1.0 if lift is None else 1.0 - lift.breakdown_probability
            breakdown.append(1.0 - sound**passage.n_legs)
            days = None if lift is None else lift.repair_days
            repair.append(REPAIR_DAYS if days is None else days)
            repair_law.append(
                CERTAIN if lift is None else uncertain.law("lifts", lift.id, "repair_days")
            )
    low, high = to_keys(keys)
    chance = np.minimum(np.array(breakdown) * 2.0**32, 2.0**32 - 1)
    return Chances(
        counter=to_words(counter),
        key_low=low,
        key_high=high,
        service_days=service_days,
        service_law=np.full(len(service_days), CERTAIN, dtype=np.uint32),
        leg_days=np.array(leg, dtype=np.float32),
        leg_law=to_words(law),
        repair_days=np.array(repair, dtype=np.float32),
        repair_law=to_words(repair_law),
        breakdown=chance.astype(np.uint32),
        nodes=np.concatenate(uncertain.nodes),
    )


def _inputs(uncertain: Uncertain) -> Inputs:
    low, high = to_keys([item.key for item in uncertain.inputs])
    return Inputs(
        low,
        high,
        to_words([item.law for item in uncertain.inputs]),
        np.concatenate(uncertain.nodes),
    )
