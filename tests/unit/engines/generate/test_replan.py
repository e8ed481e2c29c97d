"""Planning anew from an earlier plan: few changes, each with its reason, and every limit kept."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.generate import generate_forces, replan_forces
from reassure.model.choices import ChangeKind
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.oracles.force_plan import check_force_plan
from tests.strategies import force_plans
from tests.unit.engines.generate.plans import force_plan, line, offer


def without(plan: Plan, name: str) -> Plan:
    """Return the plan with one offer withdrawn."""
    rows = [
        row.model_copy(update={"state": "withdrawn"}) if row.id == name else row
        for row in plan.offers
    ]
    return plan.with_tables(offers=Table.of(plan.offers.record_type, rows))


# A failing plan is printed whole, however long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

TWO = {
    "requirements": [line(quantity=1)],
    "offers": [offer(id="a"), offer(id="b", nation="GBR")],
}


def test_nothing_changes_where_nothing_changed() -> None:
    plan = force_plan(**TWO)
    before = generate_forces(plan)
    after = replan_forces(plan, before)
    assert len(after.changes) == 0
    assert after.assignments.ids == before.assignments.ids


def test_a_withdrawn_offer_is_replaced_and_both_are_told() -> None:
    plan = force_plan(**TWO)
    before = generate_forces(plan)
    (served,) = {row.offer for row in before.assignments}
    other = "b" if served == "a" else "a"
    after = replan_forces(without(plan, served), before)
    told = {(row.offer, row.change.value, row.reason.value) for row in after.changes}
    assert told == {(served, "dropped", "not_possible"), (other, "added", "fills")}
    assert after.fill == 1.0


def test_a_unit_that_is_no_longer_offered_is_no_better_use() -> None:
    plan = force_plan(offers=[offer(quantity=2)])
    before = generate_forces(plan)
    fewer = force_plan(offers=[offer(quantity=1)])
    (change,) = replan_forces(fewer, before).changes
    told = (change.change.value, change.units, change.reason.value)
    assert told == ("dropped", 1, "not_possible")


def test_a_burden_that_was_set_is_no_better_use() -> None:
    plan = force_plan(offers=[offer(quantity=2)])
    before = generate_forces(plan)
    burden = [{"id": "b", "nation": "FRA", "max_unit_months": 6}]
    (change,) = replan_forces(
        force_plan(offers=[offer(quantity=2)], burdens=burden), before
    ).changes
    assert (change.change.value, change.reason.value) == ("dropped", "not_possible")


@pytest.mark.parametrize("period_days", [7, 20, 45])
def test_changes_add_up_where_periods_are_others(period_days: int) -> None:
    plan = force_plan(
        offers=[offer(id="a", quantity=2), offer(id="b", nation="GBR", until_day=100)]
    )
    before = generate_forces(plan)
    other = Plan(plan.meta.model_copy(update={"period_days": period_days}), **dict(plan.tables()))
    after = replan_forces(other, before)

    def count(result: ForcePlan) -> Counter[tuple[str, str, float, float]]:
        rows = result.assignments
        return Counter((row.requirement, row.offer, row.from_day, row.until_day) for row in rows)

    told: Counter[tuple[str, str, float, float]] = Counter()
    for row in after.changes:
        sign = 1 if row.change is ChangeKind.ADDED else -1
        told[row.requirement, row.offer, row.from_day, row.until_day] += sign * row.units
    changed = count(before)
    changed.update(told)
    assert +changed == count(after)
    assert min(changed.values()) >= 0


def test_a_change_that_gains_less_than_its_price_is_not_made() -> None:
    plan = force_plan(**TWO)
    before = generate_forces(plan)
    (served,) = {row.offer for row in before.assignments}
    after = replan_forces(without(plan, served), before, change_price=1_000.0)
    assert [row.change.value for row in after.changes] == ["dropped"]
    assert len(after.assignments) == 0


@pytest.mark.parametrize("price", [0.0, -1.0, float("inf"), float("nan")])
def test_a_price_that_is_none_is_refused(price: float) -> None:
    plan = force_plan(**TWO)
    with pytest.raises(UsageError, match="change_price"):
        replan_forces(plan, generate_forces(plan), change_price=price)


@settings(max_examples=40)
@given(force_plans(periods=7, lines=5, offers=6, units=3), st.integers(0, 5))
def test_every_limit_is_kept_and_the_changes_add_up(plan: Plan, chosen: int) -> None:
    before = generate_forces(plan)
    later = without(plan, plan.offers.ids[chosen % len(plan.offers)]) if len(plan.offers) else plan
    after = replan_forces(later, before)
    assert check_force_plan(later, after) == []
    units = sum(row.units if row.change == "added" else -row.units for row in after.changes)
    assert units == len(after.assignments) - len(before.assignments)
    gap = after.provenance.gap
    assert gap is None or gap >= 0.0
