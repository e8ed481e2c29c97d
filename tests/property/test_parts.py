"""Random networks with movement profiles: every schedule is sound, and no bound lies above it."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import MoveMethod, MoveObjective, MovePurpose
from reassure.model.network import MovementProfile
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import force_of
from tests.unit.engines.deploy.test_random_networks import movement

SEEDS = st.integers(0, 1_000_000)


def movement_apart(seed: int):
    """Make a random plan of movement in which some units go apart, and its force plan."""
    plan, force_plan = movement(seed)
    pick = Random(seed)
    rows = [
        {
            "id": f"p{i}",
            "capability": f"c{i}",
            "people_by": pick.choice([[], ["air", "road"], ["rail", "road"]]),
            "equipment_by": pick.choice([[], ["rail", "road", "sea"]]),
            "marry_up": pick.choice([None, *plan.locations.ids]),
        }
        for i in range(3)
        if pick.random() < 0.8
    ]
    apart = plan.with_tables(movement_profiles=Table.of(MovementProfile, rows))
    until_day = pick.choice([30, 90])
    tours = [dict(row) | {"until_day": until_day} for row in force_plan.assignments]
    return apart, force_of(apart, *tours)


@settings(max_examples=60)
@given(SEEDS)
def test_parts_are_sound_and_never_cost_less_than_their_bound(seed):
    plan, force_plan = movement_apart(seed)
    best = schedule_deployment(plan, force_plan)
    by_last = schedule_deployment(plan, force_plan, objective=MoveObjective.CLOSURE)
    listed = schedule_deployment(plan, force_plan, method=MoveMethod.LIST)
    for made in (best, by_last, listed):
        assert verify_deployment(plan, force_plan, made) == []
        if made.closure_day is not None and made.closure_bound is not None:
            assert made.closure_bound <= made.closure_day
        value = made.provenance.objective
        if value is not None and best.provenance.bound is not None:
            assert best.provenance.bound <= value + 1e-9


@settings(max_examples=40)
@given(SEEDS)
def test_a_unit_goes_on_with_the_last_of_its_parts(seed):
    plan, force_plan = movement_apart(seed)
    made = schedule_deployment(plan, force_plan)
    first: dict[str, int] = {}
    for leg in made.legs:
        first.setdefault(leg.load, leg.depart_day)
    for arrival in made.arrivals:
        rows = {r.purpose: r for r in made.parts if r.assignment == arrival.assignment}
        days = [rows[it].planned_day for it in rows if it is not MovePurpose.DEPLOYMENT]
        if not rows or None in days:
            continue
        onward = [
            load.id
            for load in made.loads
            if load.owner == arrival.assignment and load.purpose is MovePurpose.DEPLOYMENT
        ]
        assert all(first.get(load, max(days)) >= max(days) for load in onward)
        if not onward:
            assert arrival.planned_day == max(days)


@pytest.mark.parametrize("seed", range(3))
def test_same_seed_same_rows(seed):
    plan, force_plan = movement_apart(seed)
    one, other = (schedule_deployment(plan, force_plan, seed=7) for _ in range(2))
    assert one == other
