"""What must hold of force plans whatever the plan."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reassure.engines.common.highs import Work, relax_program
from reassure.engines.generate import generate_forces
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.formulation import formulate
from reassure.engines.generate.handover import draft_of
from reassure.engines.generate.problem import problem_of
from reassure.engines.generate.search import first_roster, leads_by_size
from reassure.engines.generate.worth import worth_of
from reassure.model.canonical import table_bytes
from reassure.model.choices import StoppedBy
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.oracles.force_plan import best_objective, check_force_plan, n_plans
from tests.strategies import NATIONS, force_plans

# A failing plan is printed whole, however long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

MOST_PLANS = 4_000
TINY = force_plans(periods=5, lines=3, offers=4, units=2)


def proven(plan: Plan) -> ForcePlan:
    result = generate_forces(plan, gap=0.0)
    assert result.provenance.stopped_by is StoppedBy.PROVEN
    return result


def bytes_of(result: ForcePlan) -> list[bytes]:
    tables = [table_bytes(table) for table in result.to_tables().values()]
    return [*tables, repr(result.provenance).encode(), repr(result.assumptions).encode()]


@settings(max_examples=100)
@given(force_plans(periods=7, lines=5, offers=6, units=3))
def test_an_independent_reading_of_the_rules_agrees(plan: Plan) -> None:
    assert check_force_plan(plan, generate_forces(plan)) == []


@settings(max_examples=60)
@given(force_plans(periods=7, lines=5, offers=6, units=3))
def test_the_first_plan_stands_and_is_a_solution_of_the_exact_model(plan: Plan) -> None:
    stopped = generate_forces(plan, on_progress=lambda told: told.share > 0.04)
    assert check_force_plan(plan, stopped) == []
    instance = build_instance(plan)
    worth = worth_of(plan, instance)
    problem = problem_of(worth)
    draft = draft_of(problem, instance, first_roster(problem, leads_by_size(problem)))
    model = formulate(worth)
    columns, program = model.start_from(draft), model.program
    used = [0.0] * len(program.row_lower)
    for column, value in enumerate(columns):
        for place in range(program.starts[column], program.starts[column + 1]):
            used[program.rows[place]] += value * program.values[place]
    for value, lower, upper in zip(used, program.row_lower, program.row_upper, strict=True):
        assert lower - 1e-7 <= value <= upper + 1e-7
    assert float(program.gain @ columns) == pytest.approx(
        worth.value(draft.tours, draft.units), abs=1e-9
    )


@settings(max_examples=60)
@given(TINY)
def test_the_proven_optimum_is_the_best_of_all_plans(plan: Plan) -> None:
    assume(n_plans(plan) <= MOST_PLANS)
    assert proven(plan).provenance.objective == pytest.approx(best_objective(plan), abs=1e-5)


@settings(max_examples=40)
@given(TINY)
def test_the_relaxation_with_its_strengthenings_bounds_the_best_plan(plan: Plan) -> None:
    assume(n_plans(plan) <= MOST_PLANS)
    program = formulate(worth_of(plan, build_instance(plan))).program
    assume(len(program.gain) > 0)
    answer = relax_program(program, seed=0, work=Work(10**9, 10**6))
    assert answer.bound is not None
    assert answer.bound >= best_objective(plan) - 1e-6


@settings(max_examples=30)
@given(TINY, st.sampled_from(NATIONS), st.sampled_from(["east", "west", None]))
def test_a_tighter_caveat_never_raises_the_optimum(
    plan: Plan, nation: str, sector: str | None
) -> None:
    row = {"id": "tight", "nation": nation, "kind": "prohibition"}
    caveats = Table.of(
        plan.caveats.record_type,
        [*plan.caveats, row | {"sectors": [sector] if sector else []}],
    )
    before, after = proven(plan), proven(plan.with_tables(caveats=caveats))
    # Prices scale with the dearest tour that is left, so only the fill can be compared.
    assert weighted(plan, after) <= weighted(plan, before) + slack(plan)


@settings(max_examples=30)
@given(TINY)
def test_another_offer_never_lowers_the_optimum(plan: Plan) -> None:
    assume(len(plan.offers) > 0 and not any(row.max_share for row in plan.burdens))
    less = plan.with_tables(offers=plan.offers.without(plan.offers.ids[-1]))
    less = less.with_tables(
        conditions=Table.of(
            plan.conditions.record_type,
            [row for row in plan.conditions if row.offer in less.offers],
        )
    )
    assert weighted(plan, proven(plan)) >= weighted(less, proven(less)) - slack(plan)


@settings(max_examples=25)
@given(force_plans(), st.integers(0, 1_000))
def test_order_of_rows_and_repetition_change_nothing(plan: Plan, seed: int) -> None:
    mixer = random.Random(seed)
    tables = {}
    for name, table in plan.tables():
        rows = list(table)
        mixer.shuffle(rows)
        tables[name] = rows
    mixed = Plan.of(plan.meta, tables)
    first = bytes_of(generate_forces(plan, seed=seed))
    assert bytes_of(generate_forces(mixed, seed=seed)) == first
    assert bytes_of(generate_forces(plan, seed=seed, threads=2)) == first


@settings(max_examples=25)
@given(force_plans(units=3))
def test_an_offer_of_many_units_is_worth_as_much_as_as_many_offers(plan: Plan) -> None:
    assume(not plan.conditions.records)
    split = [
        offer.model_copy(update={"id": f"{offer.id}-{unit}", "quantity": 1})
        for offer in plan.offers
        for unit in range(offer.quantity)
    ]
    single = plan.with_tables(offers=Table.of(plan.offers.record_type, split))
    assert proven(single).provenance.objective == pytest.approx(
        proven(plan).provenance.objective, abs=1e-6
    )


def weighted(plan: Plan, result: ForcePlan) -> float:
    return sum(
        row.provided_unit_days
        * plan.requirements[row.requirement].weight
        * plan.objectives[row.objective].weight
        / plan.meta.period_days
        for row in result.line_fills
    )


def slack(plan: Plan) -> float:
    """What ties may take: a thousandth of the least weight a unit-period, and a nation inside."""
    units = sum(offer.quantity for offer in plan.offers)
    weights = [row.weight * plan.objectives[row.objective].weight for row in plan.requirements]
    least = min((weight for weight in weights if weight > 0), default=1.0)
    return 1.002e-3 * least * (units * plan.meta.periods.count + len(NATIONS)) + 1e-6
