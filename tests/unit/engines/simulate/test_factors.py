"""What is drawn anew or comes and goes: what it was in each replication, and what hangs on it."""

from typing import Any

import numpy as np
import pytest

from reassure.engines.common.philox import seed_key
from reassure.engines.simulate import simulate_plan
from reassure.engines.simulate.factors import Factor, factors_of
from reassure.engines.simulate.matters import Matters
from reassure.engines.simulate.replicate import bench_for, move
from reassure.engines.simulate.scenario import METER
from reassure.engines.simulate.trials import Trials
from reassure.model.plan import Plan
from reassure.model.simulation_choices import FactorKind
from tests.unit.engines.deploy.test_objectives import lift
from tests.unit.engines.simulate.trial_case import (
    laid_out,
    planned_of,
    trials_of,
    uncertain,
    waiting_plan,
)

N, SEED = 80, 3
SPEED, DAYS, REPAIR = (
    "uncertainties:speed.law",
    "uncertainties:days.law",
    "uncertainties:repair.law",
)
TRAIN, STORM = "lifts:train.breakdown_probability", "outages:storm.mean_up_days"
STORMS = {
    "id": "storm", "location": "y", "kind": "weather", "open_share": 0, "mean_up_days": 12,
    "mean_down_days": 5,
}  # fmt: skip


def plan_with(**tables: list[dict[str, Any]]) -> Plan:
    ship = lift("ship", "sea", 1, lane_m=2000, speed_km_per_h=10, home="b")
    train = lift("train", "rail", 99, lane_m=2000, speed_km_per_h=40)
    return waiting_plan(
        lifts=[ship, train | {"breakdown_probability": 0.3, "repair_days": 8}],
        uncertainties=[
            uncertain("speed", "lifts", "ship", "speed_km_per_h", 0.5, 1.1),
            uncertain("days", "links", None, "transit_days", 0.9, 1.6),
            uncertain("repair", "lifts", None, "repair_days", 0.5, 2.5),
        ],
        **tables,
    )


@pytest.fixture(scope="module")
def trials() -> Trials:
    return trials_of(planned_of(plan_with(outages=[STORMS])), n=N, seed=SEED)


@pytest.fixture(scope="module")
def factors(trials: Trials) -> dict[str, Factor]:
    return {factor.name: factor for factor in factors_of(trials.told, SEED)}


def test_all_that_is_drawn_anew_or_fails_is_a_factor(factors):
    kinds = {name: factor.kind for name, factor in factors.items()}
    anew = {name for name, kind in kinds.items() if kind is FactorKind.USE}
    fails = {name for name, kind in kinds.items() if kind is FactorKind.FAILURE}
    assert anew == {SPEED, DAYS, REPAIR}
    assert fails == {TRAIN, STORM}


def test_columns_are_what_was_dealt(trials, factors):
    model = trials.told.model
    bench = bench_for(
        model.arrays, from_day=model.from_day, until_day=model.until_day, levels=model.levels
    )
    chances = model.arrays.chances
    laws = {row: law for row, law, _ in model.uncertain.laws_anew()}
    at_sea = np.isin(chances.leg_law, laws["speed"])
    by_rail = np.isin(chances.leg_law, laws["days"])
    for number in range(5):
        bench, _ = move(model.arrays, bench, seed_key(SEED), number, model.until_day, by_level=True)
        factor = bench.leg_days[at_sea] / chances.leg_days[at_sea]
        assert factors[SPEED].column[number] == pytest.approx(factor.mean(), rel=1e-5)
        # What a train takes beyond its law's longest is its repair.
        on_rails = bench.leg_days[by_rail].sum() - factors[TRAIN].column[number]
        mean = on_rails / chances.leg_days[by_rail].sum()
        assert factors[DAYS].column[number] == pytest.approx(mean, rel=1e-4)
    assert (factors[TRAIN].column == factors[REPAIR].column).all()
    assert (factors[TRAIN].column >= 0).all()
    assert (factors[STORM].column > 0).mean() > 0.5


def test_ends_are_ends_of_the_field(trials, factors):
    late = {
        name: [trials.run(end()).late_days.mean() for end in (factor.low, factor.high)]
        for name, factor in factors.items()
    }
    now = trials.before.late_days.mean()
    # A low speed is a long way; a low time is a short one; what never fails makes nobody late.
    assert late[SPEED][0] > now > late[SPEED][1]
    for name in (DAYS, REPAIR, TRAIN, STORM):
        assert late[name][0] < now < late[name][1], name


def test_what_never_fails_is_what_is_not_there(trials, factors):
    never = factors[TRAIN].low()
    assert not never.chances.breakdown.any()
    rare = planned_of(plan_with(outages=[STORMS | {"mean_up_days": 1e9}]))
    without = trials.run(laid_out(rare)[1].arrays)
    assert np.array_equal(trials.run(factors[STORM].low()).there_day, without.there_day)


def test_the_strongest_are_ranked_with_what_is_drawn_once(trials):
    matters = Matters(trials)
    for _ in matters.work():
        pass
    rows = {row.factor: row for row in matters.rows()}
    assert {SPEED, DAYS, TRAIN, STORM} <= {*rows}
    assert rows[TRAIN].correlation > 0.3
    low, high = rows[TRAIN].low_late_days, rows[TRAIN].high_late_days
    assert low is not None
    assert high is not None
    assert low < 0 < high


def test_a_share_of_a_ship_comes_back_when_its_way_is_over():
    half = lift("ship", "sea", 1, lane_m=4100, speed_km_per_h=10, home="b")
    slow = [uncertain("speed", "lifts", "ship", "speed_km_per_h", 0.2, 0.3)]
    planned = planned_of(waiting_plan(lifts=[half], uncertainties=slow))
    model = laid_out(planned)[1]
    arrays = model.arrays
    bench = bench_for(
        arrays, from_day=model.from_day, until_day=model.until_day, levels=model.levels
    )
    assert len(bench.shared)
    assert (arrays.resources.kind[arrays.loads.resource[bench.shared]] == METER).all()
    bench, _ = move(arrays, bench, seed_key(SEED), 0, model.until_day, by_level=True)
    back, planned_days = arrays.loads.back_days[bench.shared], arrays.chances.leg_days[bench.shared]
    longer = (bench.leg_days[bench.shared] + back) / (planned_days + back)
    kept = bench.service_days[bench.shared] / arrays.chances.service_days[bench.shared]
    assert kept == pytest.approx(longer, rel=1e-5)
    assert (longer > 1.5).all()


def test_limits_are_told_with_their_use_also_where_nobody_waits():
    many = lift("ship", "sea", 50, lane_m=2000, speed_km_per_h=10, home="b")
    plan, force_plan, deployment = planned_of(waiting_plan(lifts=[many]))
    found = simulate_plan(plan, force_plan, deployment, replications=8, seed=SEED)
    (pool,) = (row for row in found.queues if row.binding == "lifts:ship.quantity")
    assert pool.total_days == 0
    assert 0 < pool.utilisation < 0.1
    assert pool not in found.waited
    rows = list(found.queues)
    assert [row.rank for row in rows] == [*range(1, len(rows) + 1)]
    assert [row.total_days for row in rows] == sorted(
        (row.total_days for row in rows), reverse=True
    )
