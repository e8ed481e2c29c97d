"""What asks claim, against the exact optimum with and without them, and against all plans."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.generate import generate_forces, rank_asks
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.chosen import room_to_choose
from reassure.engines.generate.descent import descend, first_descent
from reassure.engines.generate.draft import Draft
from reassure.engines.generate.gains import KnownPlan, stand_on
from reassure.engines.generate.keys import carry_descent, price_runs
from reassure.engines.generate.prices import lay_out
from reassure.engines.generate.problem import problem_of
from reassure.engines.generate.relax import bound_at
from reassure.engines.generate.replan import draft_from
from reassure.engines.generate.screen import Ground, Screen
from reassure.engines.generate.shortlist import screen_asks
from reassure.engines.generate.typical import with_giver
from reassure.engines.generate.worth import worth_of
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog
from tests.oracles.force_plan import best_objective, n_plans
from tests.strategies import draw_force_plan, force_plans
from tests.unit.engines.generate.plans import force_plan, offer

# A failing plan is printed whole, however long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

SLACK = 1e-5
NATIONS = st.sampled_from([None, "XAA", "XAB", "XAC"])


def standing(plan: Plan) -> KnownPlan:
    """Return a plan with its best force plan and good prices."""
    result = generate_forces(plan, gap=0.0)
    worth = worth_of(plan, build_instance(plan))
    bound = float(result.provenance.bound or 0.0)
    return stand_on(plan, worth, draft_from(worth, result), bound, watch=Watchdog("ask"))


@settings(max_examples=40)
@given(force_plans(), NATIONS, st.booleans())
def test_the_true_gain_lies_in_the_interval(plan: Plan, nation: str | None, given: bool) -> None:
    before = generate_forces(plan, gap=0.0)
    asks = rank_asks(plan, before if given else None, nation=nation, top=50, gap=0.0)
    rows = {
        (row.kind, row.binding, row.capability, row.sector, row.quantity): row for row in asks.asks
    }
    base = standing(with_giver(plan, nation))
    screened = screen_asks(base, nation)
    assert len(screened) == len(rows)
    for one in screened:
        asked, units = one.candidate, one.candidate.offer
        of_units = (None, None) if units is None else (units.capability, units.quantity)
        row = rows[asked.kind, asked.binding, of_units[0], asked.sector, of_units[1]]
        after = generate_forces(asked.granted(base.plan), gap=0.0).provenance
        true = float(after.objective or 0.0) - float(before.provenance.objective or 0.0)
        assert row.gain_low is not None
        assert row.gain_high is not None
        assert row.gain_low - SLACK <= true <= row.gain_high + SLACK
        assert true <= row.at_most + SLACK
        assert true <= one.limit - base.value + SLACK
        assert row.gain == pytest.approx(max(0.0, true), abs=2 * SLACK)
        if row.is_distinguishable:
            assert true > 0.0


@settings(max_examples=25)
@given(force_plans(periods=3, lines=2, offers=2, units=1), NATIONS)
def test_the_gain_is_that_of_listing_all_plans(plan: Plan, nation: str | None) -> None:
    base = standing(with_giver(plan, nation))
    best = best_objective(plan)
    asks = {
        (row.kind, row.binding, row.capability, row.sector, row.quantity): row
        for row in rank_asks(plan, nation=nation, top=50).asks
    }
    for one in screen_asks(base, nation):
        asked, units = one.candidate, one.candidate.offer
        granted = asked.granted(base.plan)
        if n_plans(granted) > 3_000:
            continue
        of_units = (None, None) if units is None else (units.capability, units.quantity)
        row = asks[asked.kind, asked.binding, of_units[0], asked.sector, of_units[1]]
        assert row.gain == pytest.approx(best_objective(granted) - best, abs=SLACK)


def priced(plan: Plan, steps: int) -> KnownPlan:
    """Return a plan with nothing served and the prices of some steps."""
    worth = worth_of(plan, build_instance(plan))
    problem = problem_of(worth)
    layout = lay_out(problem)
    descent = first_descent(problem, layout)
    descend(problem, layout, descent, room_to_choose(problem, layout), steps, max(1, steps))
    nobody = np.empty(0, dtype=np.int64)
    draft = Draft(
        worth.instance,
        np.full(len(worth.instance.sectors), -1),
        worth.instance.tours.take(nobody),
        nobody,
    )
    return KnownPlan(plan, worth, problem, layout, draft, 0.0, float("inf"), descent)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), NATIONS, st.sampled_from([0, 7, 100]))
def test_the_screen_is_never_below_the_bound_of_the_plan_with_the_ask(
    seed: int, nation: str | None, steps: int
) -> None:
    plan = with_giver(draw_force_plan(seed, periods=9, lines=8, offers=8, units=3), nation)
    base = priced(plan, steps)
    ground = Ground(plan, base.worth, base.problem, base.layout)
    screen = Screen(ground, base.descent.prices)
    old = price_runs(base.worth.instance, base.layout)
    for one in screen_asks(base, nation):
        granted = one.candidate.granted(plan)
        worth = worth_of(granted, build_instance(granted))
        # The scale of costs is that of the plan, whoever comes along.
        offers = {supply.offer.id: k for k, supply in enumerate(worth.instance.supplies)}
        kept = [offers[supply.offer.id] for supply in base.worth.instance.supplies]
        assert np.array_equal(worth.period_price[kept], base.worth.period_price)
        assert np.array_equal(worth.tour_price[kept], base.worth.tour_price)
        problem = problem_of(worth)
        layout = lay_out(problem)
        new = price_runs(worth.instance, layout)
        assert sum(run.width for run in new.values()) == layout.n_prices
        prices = carry_descent(base.descent, old, new, layout.n_prices).prices
        bound = bound_at(problem, layout, prices, room_to_choose(problem, layout))
        added = screen.added(ground.services(one.candidate))
        assert bound <= screen.bound + added + 1e-7
        assert one.added <= max(0.0, added) + 1e-9


@pytest.mark.parametrize("again", [1.0, 1.0000001])
def test_a_condition_that_is_said_twice_keeps_the_bound_a_bound(again: float) -> None:
    waits = {"offer": "fra-inf", "kind": "partner_present", "nation": "GBR"}
    plan = force_plan(
        requirements=[
            {
                "id": "bn",
                "objective": "land",
                "sector": "east",
                "capability": "inf",
                "quantity": 4,
                "from_day": 0,
                "until_day": 180,
            }
        ],
        offers=[offer(quantity=2), offer(id="gbr-inf", nation="GBR", quantity=2)],
        conditions=[
            {"id": "a", "minimum_units": 1.0} | waits,
            {"id": "b", "minimum_units": again} | waits,
        ],
    )
    assert generate_forces(plan).fill == 1.0
