"""What matters and what helps: the movement under the same draws, with one thing changed."""

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy import stats

from reassure.engines.simulate import simulate_plan
from reassure.engines.simulate.build import build_model
from reassure.engines.simulate.helps import LIFT_STEPS, Change, Helps, arrays_with
from reassure.engines.simulate.matters import Matters
from reassure.engines.simulate.scenario import CARRIERS, METER, SLOT
from reassure.engines.simulate.telling import late_days_of
from reassure.engines.simulate.trials import Tried
from reassure.model.choices import Status, StoppedBy
from reassure.model.plan import Plan
from reassure.model.progress import StepProgress
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_results import Simulation
from tests.unit.engines.deploy.test_objectives import lift
from tests.unit.engines.deploy.test_upgrades import upgrade
from tests.unit.engines.simulate.trial_case import (
    N_BY_RAIL,
    Planned,
    as_if_of,
    laid_out,
    planned_of,
    trials_of,
    waiting_plan,
)

N = 60


@pytest.fixture(scope="module")
def waiting() -> Planned:
    return planned_of(waiting_plan())


@pytest.fixture(scope="module")
def simulated(waiting: Planned) -> Simulation:
    return simulate_plan(*waiting, replications=N, seed=3)


def flat(value: Any) -> Iterator[tuple[str, bytes]]:
    """Yield type and bytes of every array in nested named tuples."""
    if isinstance(value, tuple):
        for part in value:
            yield from flat(part)
    else:
        array = np.asarray(value)
        yield f"{array.dtype}{array.shape}", array.tobytes()


def same(one: Tried, other: Tried) -> bool:
    return [*flat(one)] == [*flat(other)]


def raised(number: int, factor: float, from_day: int = 0) -> Change:
    return Change("lifts:any", None, 1, number, factor, from_day)


@pytest.mark.parametrize("from_day", [0, 9, 999])
@pytest.mark.parametrize("factor", [1.5, 2.0, 1 / 3])
def test_what_is_laid_out_anew_is_the_whole_laid_out_anew(waiting, factor, from_day):
    plan = waiting[0]
    itineraries, model = laid_out(waiting)
    told = trials_of(waiting, n=1).told
    assert {SLOT, METER} <= set(model.arrays.resources.kind.tolist())
    for number, limit in enumerate(model.limits):
        if limit is None:
            continue
        room = itineraries.room.copy()
        room[itineraries.limits.index(limit), from_day:] *= factor
        whole = build_model(plan, dataclasses.replace(itineraries, room=room)).arrays
        found = arrays_with(told, raised(number, factor, from_day))
        assert [*flat(found)] == [*flat(whole)]
        assert ([*flat(found)] != [*flat(model.arrays)]) is (from_day < 999)


def test_nothing_changed_is_nothing_gained(waiting):
    trials = trials_of(waiting, n=N)
    assert same(trials.run(trials.told.model.arrays), trials.before)


def test_what_is_ready_after_the_plan_gains_nothing_in_any_replication(waiting):
    trials = trials_of(waiting, n=N)
    for number in range(1, len(trials.told.model.services)):
        tried = trials.run(arrays_with(trials.told, raised(number, 3.0, from_day=300)))
        assert (tried.late_days == trials.before.late_days).all()
        # Times of work are kept in single precision.
        assert tried.there_day == pytest.approx(trials.before.there_day, rel=1e-6)


def test_who_does_not_come_in_any_run_is_sped_up_by_nothing():
    # The promise is never kept: a track that they alone would take changes nothing at all.
    plan = waiting_plan()
    never = plan.offers["weak"].model_copy(update={"probability": 0.0})
    trials = trials_of(planned_of(plan.with_tables(offers=plan.offers.replace(never))), n=N)
    late = trials.before.late_days
    assert trials.told.comes.any()
    assert not trials.told.comes.all(axis=1).any()
    tried = trials.run(arrays_with(trials.told, raised(1, 2.0)))
    assert (tried.late_days <= late).all()
    assert (tried.late_days < late).any()
    assert np.array_equal(np.isfinite(tried.there_day), np.isfinite(trials.before.there_day))


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_threads_change_nothing_in_a_trial(waiting, threads):
    one, many = (trials_of(waiting, n=N, threads=number) for number in (1, threads))
    touched = np.arange(N) % 3 == 0
    for number in range(1, len(one.told.model.services)):
        arrays = arrays_with(one.told, raised(number, 2.0))
        assert same(one.run(arrays), many.run(arrays))
        assert same(one.run(arrays, touched=touched), many.run(arrays, touched=touched))


def test_threads_change_nothing_in_the_result(waiting, simulated):
    assert simulate_plan(*waiting, replications=N, seed=3, threads=2) == simulated
    assert len(simulated.changed_readiness)


def ships(n: int, **more: Any) -> Plan:
    """Make the plan with ships that each carry one load, or four."""
    ship = {"speed_km_per_h": 10, "home": "b"} | more
    return waiting_plan(lifts=[lift("ship", "sea", n, **ship)])


@pytest.mark.parametrize(("lane_m", "speed", "kind"), [(500, 40, CARRIERS), (2000, 10, METER)])
@pytest.mark.parametrize("seed", range(4))
def test_a_carrier_more_makes_nothing_later_where_nothing_else_is_waited_for(
    lane_m, speed, kind, seed
):
    planned = planned_of(ships(2, lane_m=lane_m, speed_km_per_h=speed))
    trials = trials_of(planned, n=N, seed=seed)
    told = trials.told
    number = next(
        r for r, limit in enumerate(told.model.limits) if limit and "lifts:" in limit.binding
    )
    assert told.model.services[number].kind == kind
    before = trials.before
    for more in LIFT_STEPS:
        tried = trials.run(arrays_with(told, raised(number, 1.0 + more / 2)))
        assert (tried.there_day <= before.there_day).all()
        assert (tried.late_days <= before.late_days).all()
        assert (tried.late_days < before.late_days).any()
        assert (tried.closure_day <= before.closure_day).all()
        before = tried


@pytest.mark.parametrize("quantity", range(1, 60))
def test_one_carrier_more_is_one_whole_carrier(quantity):
    told = trials_of(planned_of(ships(quantity, lane_m=500)), n=1).told
    service = told.model.services[-1]
    assert (service.kind, service.n_places) == (CARRIERS, quantity)
    room = told.model.room[-1] * (1.0 + 1 / quantity)
    assert service.giving(room).n_places == quantity + 1


def test_trials_leave_out_only_replications_that_come_out_the_same(waiting):
    trials = trials_of(planned_of(ships(20, lane_m=500)), n=N)
    told = trials.told
    number = len(told.model.services) - 1
    assert told.model.services[number].kind == CARRIERS
    waited = told.results.wait_days[:, number] > 0
    assert 0 < waited.sum() < N
    arrays = arrays_with(told, raised(number, 1.4))
    assert same(trials.run(arrays), trials.run(arrays, touched=waited))
    trials = trials_of(waiting, n=N)
    (promise,) = (f for f in Matters(trials)._factors if f.kind is FactorKind.PROMISE)
    for arrays, touched in (
        (promise.low(), promise.column),
        (promise.high(), ~promise.column),
    ):
        assert 0 < touched.sum() < N
        assert same(trials.run(arrays), trials.run(arrays, touched=touched))


@pytest.mark.parametrize(
    ("change", "n_more", "table", "record", "update"),
    [
        ("upgrades:paths", None, "links", "az", {"capacity_per_day": 2.0}),
        ("lifts:ship", 1, "lifts", "ship", {"quantity": 2}),
    ],
)
def test_a_change_is_worth_what_the_changed_plan_comes_to(change, n_more, table, record, update):
    planned = planned_of(waiting_plan(upgrades=[upgrade("paths", lead_days=0)]))
    found = simulate_plan(*planned, replications=N, seed=3)
    rows = planned[0].table(table)
    better = planned[0].with_tables(**{table: rows.replace(rows[record].model_copy(update=update))})
    after = simulate_plan(*as_if_of(better, planned), replications=N, seed=3)
    (row,) = (r for r in found.changes_worth if (r.change, r.n_more) == (change, n_more))
    pairs = zip(found.replications, after.replications, strict=True)
    gained = np.array([one.late_days - other.late_days for one, other in pairs])
    assert gained.any()
    assert row.late_days_gained == pytest.approx(gained.mean(), abs=1e-6)
    student = stats.t.ppf(0.975, N - 1)
    half = student * gained.std(ddof=1) / np.sqrt(N)
    assert row.half_width_days == pytest.approx(half, abs=1e-6)
    if n_more is not None:
        return
    days = {r.day: (r.p5, r.p50, r.p95) for r in after.readiness_days if r.objective is None}
    told = {
        r.day: (r.after_p5, r.after_p50, r.after_p95)
        for r in found.changed_readiness
        if r.change == change
    }
    assert told == days


def test_who_gets_there_after_the_plan_is_late_until_its_end():
    # Two small ships have not taken all by the plan's last day: two more bring the others in
    # place, late as they are.
    trials = trials_of(planned_of(ships(2, lane_m=500)), n=N)
    told = trials.told
    more = trials.run(arrays_with(told, raised(len(told.model.services) - 1, 2.0)))
    end = told.plan.meta.horizon_days
    n_there, n_more = (
        (days < end).sum(axis=1) for days in (trials.before.there_day, more.there_day)
    )
    assert (n_there <= n_more).all()
    brought = n_there < n_more
    assert brought.sum() > N / 2
    # Counted by those in place alone, some of these would be later with more ships.
    in_place = [
        late_days_of(np.where(one.there_day < end, one.there_day, np.inf), told.wanted_day)
        for one in (trials.before, more)
    ]
    assert (in_place[0].sum(axis=1) < in_place[1].sum(axis=1)).any()
    for n in range(N):
        late = [
            max(0.0, np.floor(min(day, end) + 1e-4) - wanted)
            for day, wanted, comes in zip(
                trials.before.there_day[n], told.wanted_day, told.comes[n], strict=True
            )
            if comes
        ]
        assert trials.before.late_days[n] == sum(late)
    assert (more.late_days < trials.before.late_days).all()


def test_shares_without_a_change_are_those_of_the_run(simulated):
    days = {r.day: (r.p5, r.p50, r.p95) for r in simulated.readiness_days if r.objective is None}
    changes = {row.change for row in simulated.changed_readiness}
    assert changes == {"lifts:ship", "upgrades:paths"}
    for change in changes:
        rows = [row for row in simulated.changed_readiness if row.change == change]
        assert {r.day: (r.before_p5, r.before_p50, r.before_p95) for r in rows} == days
        assert any(row.after_p50 > row.before_p50 for row in rows)


def test_steps_of_lift_go_on_as_long_as_each_gains(simulated):
    steps = [row.n_more for row in simulated.changes_worth if row.change == "lifts:ship"]
    assert sorted(steps) == list(LIFT_STEPS)
    gains = {row.n_more: row.late_days_gained for row in simulated.changes_worth}
    # With two more all six leave at once, and two beyond them change nothing.
    assert gains[1] < gains[2] <= gains[4]
    # A pool in which nobody waits for a second ship more is not tried with four.
    most = simulate_plan(*planned_of(ships(60, lane_m=2000)), replications=N, seed=3)
    assert [row.n_more for row in most.changes_worth if row.change == "lifts:ship"] in ([], [1])


def test_upgrades_that_raise_no_limit_on_a_way_are_named(simulated):
    assert {row.change for row in simulated.changes_worth} == {
        "lifts:ship",
        "upgrades:paths",
        "upgrades:late",
    }
    assert any("not tried: upgrades:camp." in text for text in simulated.assumptions)


def stopped_at(
    waiting: Planned, message: str, number: int
) -> tuple[Simulation, list[StepProgress]]:
    """Stop a run when something is told for the so-manieth time."""
    told: list[StepProgress] = []

    def stop(progress: StepProgress) -> bool:
        told.append(progress)
        return sum(one.message == message for one in told) > number

    return simulate_plan(*waiting, replications=N, seed=3, on_progress=stop), told


def test_a_stop_among_changes_leaves_those_that_were_tried(waiting, simulated):
    found, told = stopped_at(waiting, "what helps", 1)
    assert [one.message for one in told].count("what helps") == 2
    assert (found.provenance.status, found.provenance.stopped_by) == (
        Status.PARTIAL,
        StoppedBy.USER,
    )
    assert list(found.sensitivities) == list(simulated.sensitivities)
    # What most is waited for goes first.
    row, idle = found.changes_worth
    assert (row.change, row.n_more, row.rank) == ("lifts:ship", 1, 1)
    assert (idle.change, idle.late_days_gained) == ("upgrades:late", 0.0)
    assert {row.n_more for row in found.changed_readiness} == {1}
    (open_,) = (text for text in found.assumptions if "not worked out" in text)
    assert open_.endswith(": upgrades:paths.")


def test_a_stop_among_factors_leaves_their_order_and_the_ends_that_were_tried(waiting, simulated):
    found, _ = stopped_at(waiting, "what matters", 2)
    rows, whole = list(found.sensitivities), list(simulated.sensitivities)
    assert len(whole) == 6
    assert rows[:2] == whole[:2]
    assert [row.factor for row in rows] == [row.factor for row in whole]
    assert [row.low_late_days is None for row in rows] == [False] * 2 + [True] * 4
    assert [row.change for row in found.changes_worth] == ["upgrades:late"]
    assert not found.changed_readiness
    factors, changes = (text for text in found.assumptions if "not worked out" in text)
    assert factors.endswith(f": {', '.join(row.factor for row in whole[2:])}.")
    assert changes.endswith(": lifts:ship, upgrades:paths.")


def test_progress_goes_on_with_every_trial(waiting):
    told: list[StepProgress] = []

    def note(progress: StepProgress) -> None:
        told.append(progress)

    simulate_plan(*waiting, replications=N, seed=3, on_progress=note)
    shares = [one.share for one in told if one.message.startswith("what ")]
    assert shares[0] == 0.8
    assert len(shares) > 6
    assert all(one < other for one, other in itertools.pairwise(shares))
    assert shares[-1] < 1.0


def test_a_way_that_the_schedule_leaves_off_leads_nowhere_within_the_plan(waiting):
    plan = waiting[0]
    itineraries, model = laid_out(waiting)
    cut = [g for g, movement in enumerate(itineraries.itineraries) if movement.tour.id == "t0"]
    movements = list(itineraries.itineraries)
    for g in cut:
        ways = tuple(dataclasses.replace(way, arrive_day=None) for way in movements[g].ways)
        movements[g] = dataclasses.replace(movements[g], ways=ways)
    off = build_model(plan, dataclasses.replace(itineraries, itineraries=tuple(movements)))
    assert (int((~model.is_whole).sum()), int((~off.is_whole).sum())) == (0, len(cut))
    trials, before = trials_of(waiting, n=N, model=off), trials_of(waiting, n=N)
    told = trials.told
    place = told.supply.tours.index("t0")
    assert np.isfinite(before.told.there_day[:, place]).all()
    assert np.isinf(told.there_day[:, place]).all()
    assert told.comes[:, place].all()
    # It takes its path as before: all others are there when they were.
    others = [t for t in range(len(told.supply.tours)) if t != place]
    assert np.array_equal(told.there_day[:, others], before.told.there_day[:, others])
    assert {row.closure_day for row in told.replications()} == {None}
    for number in range(1, len(off.services)):
        tried = trials.run(arrays_with(told, raised(number, 50.0)))
        assert (tried.there_day[:, place] >= plan.meta.horizon_days).all()
        assert np.isinf(tried.closure_day).all()
    assert same(trials.run(told.model.arrays), trials.before)


def test_one_replication_tells_no_precision(waiting):
    found = simulate_plan(*waiting, replications=1, seed=3)
    assert not found.changes_worth
    assert not any(row.correlation for row in found.sensitivities)
    assert any("cannot be told from one replication" in text for text in found.assumptions)
    assert [Helps(trials_of(waiting, n=n)).n_steps for n in (1, 2)] == [0, 4]


def test_a_promise_broken_costs_what_it_fills_and_kept_gains_what_was_missed(waiting, simulated):
    (row,) = (row for row in simulated.sensitivities if row.kind is FactorKind.PROMISE)
    trials = trials_of(waiting, n=N)
    kept = trials.told.results.holds[:, 0]
    assert 0 < kept.mean() < 1
    # Units of the promise are on the line in the runs in which it is kept, and in no other; how
    # long they are there hangs on the rest of the luck, which is the same in both.
    assert row.low_in_place is not None
    assert row.high_in_place is not None
    assert row.low_in_place < 0 < row.high_in_place
    fills = trials.before.in_place[kept].mean() - trials.before.in_place[~kept].mean()
    assert row.high_in_place - row.low_in_place == pytest.approx(fills, rel=0.1)
    assert row.in_place_correlation > 0.5
    assert row.rank == 1


def test_every_leg_with_a_carrier_may_break_down_once():
    ship = lift("ship", "sea", 1, lane_m=2000, speed_km_per_h=10, home="b", breakdown_probability=0)
    train = lift(
        "train",
        "rail",
        99,
        lane_m=2000,
        speed_km_per_h=40,
        breakdown_probability=0.25,
        repair_days=50,
    )
    planned = planned_of(waiting_plan(lifts=[ship, train]))
    model = laid_out(planned)[1]
    sound = 1.0 - model.arrays.chances.breakdown / 2.0**32
    by_train = [leg for leg in planned[2].legs if leg.lift == "train"]
    assert len(by_train) == N_BY_RAIL
    assert np.log(sound).sum() / np.log(0.75) == pytest.approx(len(by_train))
    assert set(model.arrays.chances.repair_days[sound < 1].tolist()) == {50.0}
