"""Fill, then cost, then fragmentation, and their bounds."""

from typing import Any

import pytest
from hypothesis import assume, given, settings

from reassure.engines.generate import generate_forces
from reassure.model.choices import ForceMethod, StoppedBy
from reassure.model.plan import Plan
from tests.oracles.force_plan import all_plans, n_plans, stages_of
from tests.strategies import force_plans
from tests.unit.engines.generate.plans import Row, force_plan, line, offer

# A failing plan is printed whole, however long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

MOST_PLANS = 2_000
TINY = force_plans(periods=5, lines=3, offers=4, units=2)
FORMATION: dict[str, list[Row]] = {"formations": [{"id": "bg", "sector": "east"}]}


def stages(plan: Plan, **how: Any) -> dict[str, tuple[float, float | None]]:
    result = generate_forces(plan, gap=0.0, **how)
    return {row.stage.value: (row.value, row.bound) for row in result.stages}


def test_of_two_that_fill_the_same_the_cheaper_goes_and_no_plan_costs_less() -> None:
    dear, cheap = offer(id="a", cost_per_month=9), offer(id="b", cost_per_month=2, deploy_cost=5)
    found = stages(force_plan(requirements=[line(quantity=1)], offers=[dear, cheap]))
    assert found["fill"] == pytest.approx((6, 6), rel=1e-2)
    # Six months at 2 and one deployment.
    assert found["cost"] == pytest.approx((17, 17), abs=1e-4)
    assert found["fragmentation"] == (0, 0)


def test_of_two_that_cost_the_same_the_fewer_nations_go() -> None:
    # Two units are needed: France has both, Britain and Poland have one each.
    offers = [
        offer(id="gbr", nation="GBR"),
        offer(id="pol", nation="POL"),
        offer(id="fra", quantity=2),
    ]
    plan = force_plan(requirements=[line(formation="bg")], offers=offers, **FORMATION)
    assert {row.offer for row in generate_forces(plan, gap=0.0).assignments} == {"fra"}
    assert stages(plan)["fragmentation"] == (1, 1)


def test_cost_goes_before_fragmentation() -> None:
    offers = [
        offer(id="gbr", nation="GBR", cost_per_month=1),
        offer(id="pol", nation="POL", cost_per_month=1),
        offer(id="fra", quantity=2, cost_per_month=1.01),
    ]
    plan = force_plan(requirements=[line(formation="bg")], offers=offers, **FORMATION)
    found = stages(plan)
    assert found["cost"] == pytest.approx((12, 12), abs=1e-4)
    assert found["fragmentation"] == (2, 2)


def test_a_plan_of_nothing_has_stages_of_nothing() -> None:
    found = stages(force_plan(offers=[]))
    assert found["cost"] == (0, 0)
    assert found["fragmentation"] == (0, 0)
    assert found["fill"][0] == 0


def test_a_search_has_bounds_too() -> None:
    offers = [offer(id="a", cost_per_month=9), offer(id="b", cost_per_month=2)]
    plan = force_plan(requirements=[line(quantity=1)], offers=offers)
    found = stages(plan, method=ForceMethod.SEARCH)
    assert found["cost"][0] == 12
    assert found["cost"][1] == pytest.approx(12, rel=0.05)


@settings(max_examples=60, deadline=None)
@given(TINY)
def test_no_plan_betters_the_bounds(plan: Plan) -> None:
    from reassure.checks.tour_rules import TourRules

    assume(n_plans(plan) <= MOST_PLANS)
    rules = TourRules(plan)
    listed = [stages_of(rules, tours) for tours in all_plans(rules)]
    for method in (None, ForceMethod.SEARCH):
        result = generate_forces(plan, gap=0.0, method=method)
        rows = {row.stage.value: row for row in result.stages}
        fill, cost, nations = rows["fill"], rows["cost"], rows["fragmentation"]
        assert fill.bound is not None
        assert cost.bound is not None
        assert nations.bound is not None
        slack = 1e-6 * max(1.0, fill.value)
        assert max(one[0] for one in listed) <= fill.bound + slack
        as_full = [one for one in listed if one[0] >= fill.value - 1e-9]
        assert min(one[1] for one in as_full) >= cost.bound - 1e-6 * max(1.0, cost.value)
        as_cheap = [one for one in as_full if one[1] <= cost.value * (1 + 1e-9)]
        assert min(one[2] for one in as_cheap) >= nations.bound
        assert any(one == pytest.approx((fill.value, cost.value, nations.value)) for one in listed)
        if method is None and result.provenance.stopped_by is StoppedBy.PROVEN:
            assert cost.bound == pytest.approx(min(one[1] for one in as_full), abs=1e-4)
