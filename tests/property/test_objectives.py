"""Every objective on random networks: bounds hold for all schedules, and the checker agrees."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.checks.deployment import verify_deployment
from reassure.checks.deployment_ends import Turns, told_of
from reassure.checks.deployment_home import all_movements
from reassure.checks.deployment_objective import lift_days_of, objective_of
from reassure.checks.deployment_rows import LoadRows
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import MoveMethod, MoveObjective
from tests.unit.engines.deploy.checker import faults_of
from tests.unit.engines.deploy.moves import force_of, line, plan_of
from tests.unit.engines.deploy.test_random_networks import movement

SEEDS = st.integers(0, 1_000_000)


def lifted(seed):
    """Make a random movement for two objectives, with carriers of every mode."""
    plan, force_plan = movement(seed)
    pick = Random(seed)
    lifts = [
        {
            "id": mode,
            "nation": "XAA",
            "mode": mode,
            "name": mode,
            "home": "n0",
            "quantity": pick.randint(1, 4),
            "speed_km_per_h": pick.choice([20, 60]),
            "from_day": 0,
            "until_day": pick.choice([20, 999]),
            "wagons": pick.choice([None, 20]),
            "vehicles": pick.choice([None, 30]),
            "lane_m": pick.choice([None, 1000]),
        }
        for mode in ("rail", "road", "sea", "air")
    ]
    objectives = [{"id": "peace", "name": "Peace", "weight": 1}]
    objectives.append({"id": "aid", "name": "Aid", "weight": pick.choice([0, 2])})
    lines = [line("r"), line("q", weight=3, from_day=5, objective="aid")]
    names = ("capabilities", "locations", "links", "gauge_breaks", "clearances", "passages")
    kept = {
        name: [row.model_dump() for row in plan.table(name)]
        for name in (*names, "outages", "sectors", "offers")
    }
    made = plan_of(60, **kept, objectives=objectives, requirements=lines, lifts=lifts)
    return made, force_of(made, *map(dict, force_plan.assignments))


def cost_in(plan, force_plan, deployment, objective):
    """Return what a schedule costs in an objective, counted by the checker."""
    as_if = replace(deployment, lowered=objective)
    tours = all_movements(plan, force_plan).tours
    turns = Turns(tours, dict(told_of(as_if)))
    return objective_of(turns, LoadRows(plan, as_if, tours, turns)) or 0.0


@settings(max_examples=40)
@given(SEEDS)
def test_no_schedule_costs_less_than_the_bound_in_any_objective(seed):
    plan, force_plan = lifted(seed)
    made = {
        objective: schedule_deployment(plan, force_plan, objective=objective)
        for objective in MoveObjective
    }
    made["listed"] = schedule_deployment(plan, force_plan, method=MoveMethod.LIST)
    for objective in MoveObjective:
        bound, value = made[objective].provenance.bound, made[objective].provenance.objective
        if bound is None or value is None:
            continue
        for other in made.values():
            cost = cost_in(plan, force_plan, other, objective)
            assert bound <= cost + 1e-6
        assert value <= cost_in(plan, force_plan, made["listed"], objective) + 1e-6


@settings(max_examples=40)
@given(SEEDS, st.sampled_from([MoveObjective.CLOSURES, MoveObjective.LIFT]))
def test_schedules_keep_every_limit_and_tell_what_they_cost(seed, objective):
    plan, force_plan = lifted(seed)
    result = schedule_deployment(plan, force_plan, objective=objective)
    assert faults_of(plan, force_plan, result) == []
    assert verify_deployment(plan, force_plan, result) == []
    assert abs(result.lift_days - lift_days_of(plan, result)) <= 1e-6
    for row in result.closures:
        if row.closure_day is not None and row.closure_bound is not None:
            assert row.closure_bound <= row.closure_day


@settings(max_examples=30)
@given(SEEDS)
def test_no_schedule_that_is_no_later_takes_less_lift_than_the_bound(seed):
    plan, force_plan = lifted(seed)
    best = schedule_deployment(plan, force_plan, objective=MoveObjective.LIFT)
    if best.lift_days_bound is None:
        return
    assert best.lift_days_bound <= best.lift_days
    own = cost_in(plan, force_plan, best, MoveObjective.LIFT) - best.lift_days
    for objective in (MoveObjective.LATENESS, MoveObjective.CLOSURE):
        other = schedule_deployment(plan, force_plan, objective=objective)
        late = cost_in(plan, force_plan, other, MoveObjective.LIFT) - other.lift_days
        if late <= own:
            assert other.lift_days >= best.lift_days_bound - 1e-6


@settings(max_examples=15)
@given(SEEDS)
def test_same_seed_same_schedule(seed):
    plan, force_plan = lifted(seed)
    for objective in (MoveObjective.CLOSURES, MoveObjective.LIFT):
        one, other = (schedule_deployment(plan, force_plan, objective=objective) for _ in range(2))
        assert one.provenance == other.provenance
        assert one.legs.frame.equals(other.legs.frame)
