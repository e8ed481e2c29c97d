"""Plans that keep reserves where promises are weak."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reassure.checks.force_plan import tours_of, verify_force_plan
from reassure.checks.tour_rules import TourRules
from reassure.engines.generate import generate_forces
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.problem import problem_of
from reassure.engines.generate.promises import JUDGED_SCENARIOS
from reassure.engines.generate.roster import Before, Roster, nothing_kept
from reassure.engines.generate.scenarios import Purpose, draw_presence
from reassure.engines.generate.search import (
    Round,
    anneal,
    first_roster,
    leads_by_size,
    no_hints,
)
from reassure.engines.generate.worth import worth_of
from reassure.model.canonical import table_bytes
from reassure.model.choices import ForceMethod, ShortfallReason
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from tests.oracles.force_plan import all_plans, n_plans
from tests.oracles.promises import mean_objective
from tests.strategies import doubtful, draw_force_plan, force_plans
from tests.unit.engines.generate.plans import Row, force_plan, line, offer

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

MOST_PLANS = 300
TINY = doubtful(force_plans(periods=4, lines=2, offers=3, units=2))
SMALL = doubtful(force_plans(periods=6, lines=4, offers=5, units=2))
COUNT = 8
ONE_OF_TWO: dict[str, list[Row]] = {
    "requirements": [line(quantity=1)],
    "offers": [
        offer(id="a", probability=0.5, cost_per_month=1),
        offer(id="b", probability=0.5, cost_per_month=2),
    ],
}


def bytes_of(result: ForcePlan) -> list[bytes]:
    tables = [table_bytes(table) for table in result.to_tables().values()]
    return [*tables, repr(result.provenance).encode(), repr(result.assumptions).encode()]


def scenarios_of(plan: Plan, *, seed: int, count: int) -> list[set[str]]:
    come = draw_presence(plan, seed=seed, count=count, purpose=Purpose.PLANNING)
    return [
        {row.id for row, comes in zip(plan.offers, column, strict=True) if comes}
        for column in come.T
    ]


def test_two_weak_promises_for_one_line_stand_in_for_each_other() -> None:
    plan = force_plan(**ONE_OF_TWO)
    nominal, robust = generate_forces(plan), generate_forces(plan, scenarios=64)
    assert {row.offer for row in nominal.assignments} == {"a"}
    assert {row.offer for row in robust.assignments} == {"a", "b"}
    expected = [next(iter(result.chance_fills)).expected_fill for result in (nominal, robust)]
    assert abs(expected[0] - 0.5) <= 5 * np.sqrt(0.25 / JUDGED_SCENARIOS)
    assert abs(expected[1] - 0.75) <= 5 * np.sqrt(0.1875 / JUDGED_SCENARIOS)
    assert [result.figures()["reserve_unit_days"] for result in (nominal, robust)] == [0, 180]
    assert robust.shortfalls.records == ()
    assert (robust.method, robust.scenarios) == (ForceMethod.GREEDY, 64)
    assert verify_force_plan(plan, robust) == []


def test_a_unit_in_reserve_is_missing_elsewhere_and_that_is_told() -> None:
    # Three months each, once: on the heavy line as a reserve, rather than on the light one.
    lines = [line(quantity=1, weight=4), line(id="light", quantity=1)]
    offers = [
        offer(id="a", nation="FRA", probability=0.5),
        offer(id="b", nation="POL", probability=0.5),
    ]
    plan = force_plan(requirements=lines, offers=offers)
    nominal, robust = generate_forces(plan), generate_forces(plan, scenarios=64)
    assert {row.requirement for row in nominal.assignments} == {"bn", "light"}
    assert {row.requirement for row in robust.assignments} == {"bn"}
    (gap,) = robust.shortfalls
    assert (gap.requirement, gap.reason) == ("light", ShortfallReason.TOUR_USED_UP)
    assert verify_force_plan(plan, robust) == []


def test_an_offer_that_comes_in_no_scenario_is_said_to_wait_in_vain() -> None:
    offers = [offer(id="a", probability=0), offer(id="b", nation="POL", until_day=90)]
    vote = {"id": "v", "nation": "POL", "title": "Vote", "kind": "parliament", "probability": 1e-9}
    waits = {"id": "c", "offer": "a", "kind": "decision", "decision": "v"}
    for more, binding in (
        ({}, "offers:a.probability"),
        (
            {"decisions": [vote], "conditions": [waits], "offers": [offer(id="a"), offers[1]]},
            "decisions:v.probability",
        ),
    ):
        plan = force_plan(**({"requirements": [line(quantity=1)], "offers": offers} | more))
        result = generate_forces(plan, scenarios=8)
        assert {row.offer for row in result.assignments} == {"b"}
        (gap,) = result.shortfalls
        assert (gap.from_day, gap.until_day) == (90, 180)
        assert (gap.reason, gap.binding) == (ShortfallReason.CONDITION_UNMET, binding)
        assert verify_force_plan(plan, result) == []


def test_where_nothing_is_in_doubt_scenarios_change_nothing() -> None:
    plan = draw_force_plan(11, periods=8, lines=8, offers=10, units=2)
    nominal, robust = generate_forces(plan), generate_forces(plan, scenarios=5)
    assert bytes_of(dataclasses.replace(robust, scenarios=0)) == bytes_of(nominal)


@settings(max_examples=25)
@given(force_plans(periods=7, lines=5, offers=6, units=3), st.integers(0, 100))
def test_one_scenario_in_which_all_come_is_searched_move_by_move_as_without(
    plan: Plan, seed: int
) -> None:
    worth = worth_of(plan, build_instance(plan))
    come = np.ones((len(plan.offers), 1), dtype=bool)
    one, other = (searched(each, seed) for each in (worth, dataclasses.replace(worth, come=come)))
    for mine, theirs in zip(one, other, strict=True):
        assert mine.tobytes() == theirs.tobytes()


def searched(worth: Any, seed: int) -> Roster:
    problem = problem_of(worth)
    roster = first_roster(problem, leads_by_size(problem))
    before = Before(0.0, roster.n_tours.copy(), roster.tours.copy())
    moves, rng = Round(200, 1.0, 0.1), np.random.default_rng(seed)
    anneal(problem, roster, nothing_kept(problem), moves, no_hints(problem), before, rng)
    return roster


@settings(max_examples=40)
@given(SMALL, st.integers(0, 5))
def test_the_objective_is_the_mean_over_the_scenarios_and_within_its_bound(
    plan: Plan, seed: int
) -> None:
    result = generate_forces(plan, seed=seed, scenarios=COUNT)
    assert verify_force_plan(plan, result) == []
    rules = TourRules(plan)
    come = scenarios_of(plan, seed=seed, count=COUNT)
    value = mean_objective(rules, tours_of(rules, result), come)
    slack = 1e-6 * (1 + abs(value))
    objective, bound = result.provenance.objective, result.provenance.bound
    assert objective == pytest.approx(value, abs=slack)
    assert bound is not None
    assert bound >= value - slack


@settings(max_examples=40)
@given(TINY)
def test_the_bound_holds_for_all_plans_and_none_is_better_than_the_best(plan: Plan) -> None:
    assume(n_plans(plan) <= MOST_PLANS)
    result = generate_forces(plan, scenarios=COUNT)
    rules, come = TourRules(plan), scenarios_of(plan, seed=0, count=COUNT)
    best = max(mean_objective(rules, tours, come) for tours in all_plans(rules))
    objective, bound = result.provenance.objective, result.provenance.bound
    assert objective is not None
    assert bound is not None
    assert objective <= best + 1e-6
    assert bound >= best - 1e-6
    if not plan.conditions.records:
        assert objective == pytest.approx(best, abs=1e-6)


@settings(max_examples=15)
@given(SMALL, st.integers(0, 1_000))
def test_threads_and_repetition_change_nothing(plan: Plan, seed: int) -> None:
    first = bytes_of(generate_forces(plan, seed=seed, scenarios=COUNT))
    assert bytes_of(generate_forces(plan, seed=seed, scenarios=COUNT, threads=2)) == first
    assert bytes_of(generate_forces(plan, seed=seed, scenarios=COUNT)) == first


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"scenarios": -1}, "ENG-GEN-003"),
        ({"scenarios": 1_001}, "ENG-GEN-003"),
        ({"scenarios": 1, "method": ForceMethod.EXACT}, "ENG-GEN-002"),
    ],
)
def test_misuse_is_refused(how: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as raised:
        generate_forces(force_plan(), **how)
    assert raised.value.code == code
