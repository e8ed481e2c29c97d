"""Usable strength in force generation: the optimum against all plans, and what tightening does."""

import dataclasses

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reassure.checks.permission_rules import TaskRules
from reassure.checks.tour_rules import TourRules
from reassure.engines.generate import generate_forces
from reassure.engines.roe import assess_permissions
from reassure.model.choices import ForceStage, ShortfallReason, StoppedBy
from reassure.model.force import Caveat
from reassure.model.permits import Permits
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.roe_choices import Stance, Strength
from reassure.model.rules import Position
from reassure.model.table import Table
from tests.oracles.force_plan import best_objective, check_force_plan, may_do_tasks, n_plans
from tests.strategies import NATIONS, force_plans, permitted

# A failing plan is printed whole, however long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

MOST_PLANS = 2_000
TINY = permitted(force_plans(periods=4, lines=3, offers=3, units=2))
SMALL = permitted(force_plans(periods=6, lines=5, offers=6, units=3))
PERMITS = {ShortfallReason.PERMISSION, ShortfallReason.NOT_IN_FORCE, ShortfallReason.CAVEAT}


def proven(plan: Plan) -> ForcePlan:
    result = generate_forces(plan, gap=0.0)
    assert result.provenance.stopped_by is StoppedBy.PROVEN
    return result


def fill(result: ForcePlan) -> float:
    return next(row.value for row in result.stages if row.stage is ForceStage.FILL)


@settings(max_examples=40, deadline=None)
@given(SMALL)
def test_three_readings_of_who_may_do_tasks_agree(plan: Plan) -> None:
    rules, permits = TourRules(plan), Permits(plan)
    own = TaskRules(rules)
    for line in rules.lines.values():
        for offer in plan.offers:
            caveats = [
                row
                for row in plan.caveats
                if row.nation == offer.nation and row.offer in (None, offer.id) and row.measures
            ]
            faults = permits.faults(offer, line, caveats)
            assert {fault.reason for fault in faults} <= PERMITS
            # By the days of tests.oracles.permissions, and with other rules out of the way.
            bare = plan.with_tables(
                caveats=Table.of(Caveat, [row for row in plan.caveats if row.measures])
            )
            freed = offer.model_copy(update={"attributes": ("cold",)})
            for period in range(rules.n_periods):
                barred = any(fault.start <= period < fault.stop for fault in faults)
                assert barred is (own.bar(offer, line, period) is not None)
                assert barred is not may_do_tasks(TourRules(bare), freed, line, period, period + 1)


@settings(max_examples=15, deadline=None)
@given(SMALL, st.sampled_from(Strength))
def test_a_second_reading_of_the_rules_agrees(plan: Plan, counting: Strength) -> None:
    made = generate_forces(plan, counting=counting)
    assert check_force_plan(plan, made) == []
    for row in made.usable_fills:
        if counting is Strength.USABLE:
            assert row.usable_unit_days == row.headline_unit_days
        assert row.usable_unit_days <= row.headline_unit_days + 1e-9


@settings(max_examples=25, deadline=None)
@given(TINY)
def test_the_proven_optimum_is_the_best_of_all_plans(plan: Plan) -> None:
    assume(n_plans(plan) <= MOST_PLANS)
    assert proven(plan).provenance.objective == pytest.approx(best_objective(plan), abs=1e-5)


def _weights(plan: Plan) -> list[float]:
    worth = [row.weight * plan.objectives[row.objective].weight for row in plan.requirements]
    return [weight for weight in worth if weight > 0]


@st.composite
def tightened(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """A plan, and the same with one caveat or position that says more."""
    plan = draw(TINY)
    nation = draw(st.sampled_from(NATIONS))
    measure = draw(st.sampled_from(["m0", "m1", "m2"]))
    sectors = draw(st.sampled_from([(), ("east",)]))
    if draw(st.booleans()):
        row = {"id": "new", "nation": nation, "kind": "prohibition", "sectors": sectors}
        more = [*plan.caveats, Caveat.model_validate(row | {"measures": (measure,)})]
        return plan, plan.with_tables(caveats=Table.of(Caveat, more))
    rows = list(plan.positions)
    if rows and draw(st.booleans()):
        at = draw(st.integers(0, len(rows) - 1))
        rows[at] = rows[at].model_copy(update={"stance": Stance.REFUSED})
    elif not any((row.nation, row.measure) == (nation, measure) for row in rows):
        # Where a nation says nothing, it accepts: anything that it says is stricter.
        row = {"id": "new", "nation": nation, "measure": measure, "stance": "refused"}
        rows.append(Position.model_validate(row | {"sectors": sectors}))
    return plan, plan.with_tables(positions=Table.of(Position, rows))


@settings(max_examples=30, deadline=None)
@given(tightened())
def test_a_tightened_caveat_or_position_never_raises_usable_strength(
    plans: tuple[Plan, Plan],
) -> None:
    plan, tight = plans
    made, after = proven(plan), proven(tight)
    # Of the best plan: by what it is worth, and by its weighted fill, which goes before all else
    # but for a thousandth of the least weight for each unit-period served.
    assert after.provenance.objective is not None
    assert made.provenance.objective is not None
    assert after.provenance.objective <= made.provenance.objective + 1e-6
    n_units = sum(row.quantity for row in plan.offers)
    slack = 1.1e-3 * min(_weights(plan), default=1.0) * n_units * plan.meta.periods.count
    assert fill(after) <= fill(made) + slack
    # Of tours that stay as they are.
    how = dataclasses.replace(made.provenance, inputs_sha256=tight.sha256)
    same = dataclasses.replace(made, provenance=how)
    before = assess_permissions(plan, made)
    assert assess_permissions(tight, same).usable <= before.usable + 1e-9


@settings(max_examples=12, deadline=None)
@given(TINY)
def test_headline_strength_is_that_of_the_plan_without_what_limits_tasks(plan: Plan) -> None:
    kept = [row for row in plan.caveats if not row.measures]
    bare = plan.with_tables(
        positions=Table.empty(Position),
        measure_events=Table.empty(plan.measure_events.record_type),
        caveats=Table.of(Caveat, kept),
    )
    headline, free = proven_at_headline(plan), proven(bare)
    assert list(headline.assignments) == list(free.assignments)
    assert headline.provenance.objective == free.provenance.objective
    usable = proven(plan).provenance.objective
    assert usable is not None
    assert headline.provenance.objective is not None
    assert usable <= headline.provenance.objective + 1e-6


def proven_at_headline(plan: Plan) -> ForcePlan:
    return generate_forces(plan, gap=0.0, counting=Strength.HEADLINE)
