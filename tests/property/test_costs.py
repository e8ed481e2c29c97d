"""What must hold of costs whatever the plan."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.cost import cost_plan
from reassure.model.results import Costs
from tests.unit.engines.sustain.plans import plan_of, results_of

NATIONS = ("XAA", "XBB", "XCC")
KINDS = ("person_month", "unit_month")
AMOUNTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.none() | st.sampled_from(NATIONS), st.integers(1, 50)),
    min_size=1,
    max_size=6,
)
TOURS = st.lists(st.tuples(st.integers(-5, 80), st.integers(1, 100)), min_size=1, max_size=5)


def cost(nations: list[str], tours: list[tuple[int, int]], rates: list, factor: float = 1) -> Costs:
    """Cost tours that nations provide in turn; `factor` is on the first rate's amount."""
    plan = plan_of(
        horizon_days=90,
        nations=[{"id": nation, "name": nation} for nation in NATIONS],
        offers=[
            {
                "id": f"offer.{n}",
                "nation": nation,
                "capability": "company",
                "quantity": 9,
                "state": "confirmed",
                "from_day": 0,
                "until_day": 90,
                "tour_min_days": 1,
                "tour_max_days": 90,
                "origin": "depot",
                "deploy_cost": 13,
            }
            for n, nation in enumerate(nations)
        ],
        rates=[
            {
                "id": f"rate.{n}",
                "kind": kind,
                "nation": nation,
                "currency": "USD",
                "price_year": 2025,
                "amount": amount * (factor if n == 0 else 1),
            }
            for n, (kind, nation, amount) in enumerate(rates)
        ],
    )
    offers = [f"offer.{n % len(nations)}" for n in range(len(tours))]
    return cost_plan(plan, *results_of(plan, *tours, offers=offers))


@settings(max_examples=25)
@given(tours=TOURS, rates=AMOUNTS)
def test_costs_add_up_over_nations(tours, rates):
    together = cost(list(NATIONS), tours, rates)
    assert together.total == pytest.approx(sum(together.by_nation.values()))
    assert together.total == pytest.approx(sum(together.by_objective.values()))
    for number, nation in enumerate(NATIONS):
        own = tours[number::3]
        alone = cost([nation], own, rates).total if own else 0.0
        assert together.by_nation.get(nation, 0.0) == pytest.approx(alone)


@settings(max_examples=25)
@given(tours=TOURS, rates=AMOUNTS)
def test_doubling_a_rate_doubles_its_part(tours, rates):
    nothing, once, twice = (cost(["XAA"], tours, rates, factor).total for factor in (0, 1, 2))
    assert twice - nothing == pytest.approx(2 * (once - nothing))
