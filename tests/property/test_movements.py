"""The compiled search against plain ones, and the bound against schedules and whole programs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.move_instances import tiny
from benchmarks.move_peers import arclp
from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import tours_of
from reassure.engines.deploy.scheduling.bounding import Bounder
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.progress import Watchdog
from tests.oracles.earliest_arrival import earliest_day
from tests.unit.engines.deploy.moves import force_of
from tests.unit.engines.deploy.test_random_networks import movement

SEEDS = st.integers(0, 1_000_000)


def prepared(plan, force_plan, **more) -> Moves:
    moves = Moves(plan, tours_of(plan, force_plan), **more)
    moves.prepare(Watchdog("deploy"))
    return moves


@settings(max_examples=80)
@given(SEEDS, st.integers(0, 20))
def test_the_compiled_search_arrives_as_early_as_a_plain_one(seed, release_day):
    plan, force_plan = movement(seed)
    moves = prepared(plan, force_plan)
    search = moves.search
    for move in moves.moves:
        if move.trip is not None:
            found = search.earliest(move.trip, release_day)
            day = earliest_day(search.network, search.rules, moves.limits, move.trip, release_day)
            assert day == (None if found is None else found.arrival_day)


@pytest.mark.parametrize("seed", range(4))
def test_flows_and_bound_agree_with_the_whole_program(seed):
    made = tiny(seed)
    moves = prepared(made.plan, made.force_plan, n_loads=made.n_loads)
    release = {move.tour.id: move.release_day for move in moves.moves}
    whole = arclp(made.plan, made.force_plan, release)
    assert whole.bound is not None
    traffic = moves.traffic(moves.horizon_day)
    room = np.ascontiguousarray(moves.room[:, : moves.horizon_day + 1])
    bounder = Bounder(moves.search.ground.terrain, traffic, room, seed=0)
    watch = Watchdog("deploy")
    bounder.climb(50, watch, (0.0, 0.5))
    bounder.generate(1e-5, 200, watch, (0.5, 1.0))
    found = bounder.found
    assert found.bound <= found.value
    # Earliness counts from the day of release here, and from that of readiness there.
    shift = sum(
        0.01 * move.tour.weight * (move.release_day - move.tour.ready_day) for move in moves.carried
    )
    # A whole load has to fit into a day here, so flows may cost a little more.
    assert found.value >= (whole.bound - shift) * (1 - 1e-4)


@settings(max_examples=40)
@given(SEEDS)
def test_no_schedule_costs_less_than_the_bound_of_another(seed):
    plan, force_plan = movement(seed)
    listed = schedule_deployment(plan, force_plan, method=MoveMethod.LIST)
    best = schedule_deployment(plan, force_plan)
    by_last = schedule_deployment(plan, force_plan, objective=MoveObjective.CLOSURE)
    if best.provenance.bound is not None:
        assert best.provenance.bound <= worth(listed) + 1e-9
        assert best.provenance.bound <= worth(by_last) + 1e-9
        assert worth(best) <= worth(listed) + 1e-9


@settings(max_examples=25)
@given(SEEDS)
def test_more_capacity_never_raises_the_bound(seed):
    plan, force_plan = movement(seed)
    wider = plan.with_tables(
        links=plan.links.replace(
            *(
                row.model_copy(update={"capacity_per_day": 2 * row.capacity_per_day})
                for row in plan.links
                if row.capacity_per_day
            )
        )
    )
    before = schedule_deployment(plan, force_plan)
    after = schedule_deployment(wider, force_of(wider, *map(dict, force_plan.assignments)))
    can_arrive = [
        sum(row.planned_day is not None for row in one.arrivals) for one in (before, after)
    ]
    # Another way may set another day of release, and let units arrive that could not.
    is_alike = can_arrive[0] == can_arrive[1] and releases(before) == releases(after)
    if is_alike and after.provenance.bound is not None:
        assert after.provenance.bound <= worth(before) + 1e-6


def worth(deployment) -> float:
    value = deployment.provenance.objective
    return 0.0 if value is None else value


def releases(deployment) -> dict[str, int]:
    """Return the first day on which each assignment loads."""
    first: dict[str, int] = {}
    for leg in deployment.legs:
        owner = leg.load.rsplit(".", 1)[0]
        first[owner] = min(first.get(owner, leg.depart_day), leg.depart_day)
    return first
