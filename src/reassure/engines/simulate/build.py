"""The plan and its schedule as the arrays of the simulation, with the names behind them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY
from reassure.engines.common.philox import entity_key
from reassure.engines.deploy.itineraries import Itineraries, Itinerary, Passage
from reassure.engines.deploy.network.limits import Limit
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.build_entries import Promised, entries_of
from reassure.engines.simulate.build_resources import Serving
from reassure.engines.simulate.dealing import Inputs
from reassure.engines.simulate.packing import to_keys, to_words
from reassure.engines.simulate.sampling import STREAM_SHIFT, VISITS, Chances
from reassure.engines.simulate.scenario import (
    FLOW,
    METER,
    Loads,
)
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
    limits
        What each resource is; None: the one that nobody waits for.
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
    limits: tuple[Limit | None, ...]
    is_whole: np.ndarray
    uncertain: Uncertain
    doubts: tuple[str, ...]
    from_day: float
    until_day: float
    levels: int


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
    movements = itineraries.itineraries
    ways = [(g, way) for g, movement in enumerate(movements) for way in movement.ways]
    passages = [passage for _, way in ways for passage in way.passages]
    used = sorted({passage.limit for passage in passages if passage.limit is not None})
    number = {limit: r + 1 for r, limit in enumerate(used)}
    limits = (None, *(itineraries.limits[limit] for limit in used))
    supply = Serving(plan, uncertain, [itineraries.room[limit] for limit in used])
    by_resource: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_resource[_resource(number, passage)].append(passage)
    supply.add(None, [])
    for r, limit in enumerate(limits[1:], start=1):
        supply.add(limit, by_resource[r])
    of = [_resource(number, passage) for passage in passages]
    loads = _loads(movements, of, passages)
    planned = np.array([float(way.depart_day) for _, way in ways])
    promised = Promised(plan, movements)
    arrays = Arrays(
        loads=loads,
        resources=supply.resources(),
        chances=_chances(plan, uncertain, ways, supply, of),
        outages=supply.outages(),
        promises=promised.promises(),
        entries=entries_of(plan, uncertain, movements, promised.owner, planned),
        rate_input=np.array(supply.rate_input, dtype=np.uint32),
        rate_power=np.array(supply.rate_power),
        inputs=_inputs(uncertain),
    )
    return Model(
        plan,
        arrays,
        movements,
        limits,
        np.array([way.arrive_day is not None for _, way in ways], dtype=np.bool_),
        uncertain,
        promised.doubts,
        from_day=min(0.0, float(planned.min(initial=0.0))),
        until_day=2.0 * plan.meta.horizon_days,
        levels=int(loads.level.max(initial=0)) + 1,
    )


def _resource(number: dict[int, int], passage: Passage) -> int:
    return 0 if passage.limit is None else number[passage.limit]


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
    plan: Plan, uncertain: Uncertain, ways: Sequence, supply: Serving, of: Sequence[int]
) -> Chances:
    """Return what is uncertain at each visit."""
    keys: list[int] = []
    counter: list[int] = []
    leg, law, repair, repair_law, breakdown = [], [], [], [], []
    service = []
    at = 0
    for _, way in ways:
        key = entity_key("loads", way.load)
        for n, passage in enumerate(way.passages):
            keys.append(key)
            counter.append((VISITS << STREAM_SHIFT) + n)
            length = passage.days if supply.kind[of[at]] in (METER, FLOW) else 1
            service.append(passage.amount * length * supply.service_per_amount[of[at]])
            leg.append(passage.minutes / DAY)
            law.append(uncertain.way_law(passage.link, passage.lift))
            lift = None if passage.lift is None else plan.lifts[passage.lift]
            breakdown.append(0.0 if lift is None else lift.breakdown_probability)
            days = None if lift is None else lift.repair_days
            repair.append(REPAIR_DAYS if days is None else days)
            repair_law.append(
                CERTAIN if lift is None else uncertain.law("lifts", lift.id, "repair_days")
            )
            at += 1
    low, high = to_keys(keys)
    chance = np.minimum(np.array(breakdown) * 2.0**32, 2.0**32 - 1)
    return Chances(
        counter=to_words(counter),
        key_low=low,
        key_high=high,
        service_days=np.array(service, dtype=np.float32),
        service_law=np.full(len(service), CERTAIN, dtype=np.uint32),
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
