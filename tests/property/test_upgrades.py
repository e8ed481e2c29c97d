"""Upgrades on random networks: prices never promise less than bounds show, intervals are sound."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.deploy import rank_upgrades
from reassure.engines.deploy.moving.tours import tours_of
from reassure.engines.deploy.readiness.trials import Task, schedule_with
from reassure.engines.deploy.readiness.upgrading import is_better, with_upgrades
from reassure.engines.deploy.readiness.worth import at_most
from reassure.model.choices import MoveObjective
from reassure.model.network import Upgrade
from reassure.model.progress import Watchdog
from reassure.model.table import Table
from reassure.model.upgrade_choices import UpgradeOutcome
from tests.unit.engines.deploy.test_random_networks import movement

FIELDS = ("handling_t_per_day", "handling_lane_m_per_day", "berths", "trains_per_day",
          "wagons_per_day", "staging_t_per_day", "mog")  # fmt: skip


def movement_with_upgrades(seed):
    """A random movement, and upgrades of a few limits and of every bridge of its network."""
    plan, force_plan = movement(seed)
    pick = Random(seed)
    stated = [
        ("location", row.id, name, getattr(row, name))
        for row in plan.locations
        for name in FIELDS
        if getattr(row, name) is not None
    ]
    stated += [
        ("link", row.id, "capacity_per_day", row.capacity_per_day)
        for row in plan.links
        if row.capacity_per_day is not None
    ]
    chosen = pick.sample(stated, min(5, len(stated)))
    chosen += [("link", row.id, "mlc", row.mlc) for row in plan.links if row.mlc is not None]
    upgrades = [
        {"id": f"u{i}", "name": f"U{i}", target: record, "field": field, "cost": i + 1,
         "to_value": value * pick.choice([2, 3]), "lead_days": pick.choice([0, 4, 9.5])}
        for i, (target, record, field, value) in enumerate(chosen)
    ]  # fmt: skip
    plan = plan.with_tables(upgrades=Table.of(Upgrade, upgrades))
    made = replace(force_plan.provenance, inputs_sha256=plan.sha256)
    return plan, replace(force_plan, provenance=made)


@settings(max_examples=25)
@given(st.integers(0, 1_000_000))
def test_the_bound_falls_by_no_more_than_prices_promise(seed):
    plan, force_plan = movement_with_upgrades(seed)
    tours = tuple(tours_of(plan, force_plan))
    task = Task(plan, tours, MoveObjective.LATENESS, 0, 0.0)
    base = schedule_with(task, (), Watchdog("upgrade"))
    assert base is not None
    for row in plan.upgrades:
        most = at_most(plan, base, [row]) if is_better(plan, row) else None
        trial = schedule_with(task, [row], Watchdog("upgrade"), base=base)
        assert trial is not None
        assert trial.value <= base.value
        if most is not None:
            # Bounds are found to a thousandth.
            assert trial.bound >= (base.bound - most) * 0.998 - 1e-6


@settings(max_examples=15)
@given(st.integers(0, 1_000_000))
def test_gains_lie_in_their_intervals_and_sets_in_their_budget(seed):
    plan, force_plan = movement_with_upgrades(seed)
    found = rank_upgrades(plan, force_plan, budget=6.0, top=20)
    for row in found.upgrade_values:
        if row.outcome is UpgradeOutcome.WORKED_OUT:
            assert row.gain is not None
            assert row.gain_low is not None
            assert row.gain_high is not None
            assert 0.0 <= row.gain_low <= row.gain + 1e-9
            assert row.gain <= row.gain_high + 1e-9
            assert row.is_distinguishable == (row.gain_low > 0)
    for row in found.upgrade_sets:
        assert row.cost <= 6.0
        assert -1e-9 <= row.gain <= row.gain_high + 1e-9


@settings(max_examples=40)
@given(st.integers(0, 1_000_000))
def test_upgrades_that_are_ready_at_once_are_the_bettered_plan(seed):
    plan, _ = movement_with_upgrades(seed)
    for row in plan.upgrades:
        at_once = row.model_copy(update={"lead_days": 0.0})
        better, works = with_upgrades(plan, [at_once])
        for steps in works.steps.values():
            # Before it is ready, and from day 0 on: the new value alone is ever seen.
            assert [day for day, _ in steps] == [0, 0]
            assert steps[-1][1] == max(row.to_value, steps[0][1])
        for twin, link in works.twins.items():
            assert better.links[twin].mlc == row.to_value
            assert better.links[link].mlc == plan.links[link].mlc
