"""The simulation of the small example: as planned without chance, and the same however it runs."""

import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from reassure.engines.deploy.itineraries import itineraries_of
from reassure.engines.simulate.build import build_model
from reassure.engines.simulate.build_requirement import requirement_of
from reassure.engines.simulate.build_supply import build_supply
from reassure.engines.simulate.simulate import ROUND, simulate_plan
from reassure.engines.simulate.whole import Frame, Results, Whole, run_replications
from reassure.engines.sustain import project_supply
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.choices import Law, Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.network import Outage
from reassure.model.plan import Plan
from reassure.model.progress import StepProgress
from reassure.model.results import Deployment, ForcePlan
from reassure.model.simulation_results import Simulation
from reassure.model.supply import Uncertainty
from reassure.model.table import Table
from reassure.pipeline import WITHOUT_CHANCE, run_plan

Planned = tuple[Plan, ForcePlan, Deployment]


@pytest.fixture(scope="module")
def planned() -> Planned:
    run = run_plan(read_plan(example_folder("first-steps")), steps=WITHOUT_CHANCE)
    assert run.force_plan is not None
    assert run.deployment is not None
    return run.plan, run.force_plan, run.deployment


def uncertain(table: str, field: str, law: Law, p1: float, p2: float, p3: float | None = None):
    return Uncertainty(
        id=f"{table}-{field}", table=table, field=field, law=law, p1=p1, p2=p2, p3=p3
    )


UNCERTAIN = [
    uncertain("links", "transit_days", Law.PERT, 0.8, 1.0, 3.0),
    uncertain("offers", "notice_days", Law.TRIANGULAR, 0.8, 1.0, 2.0),
    uncertain("consumption", "kg_per_day", Law.GAMMA, 1.0, 0.3),
    uncertain("supply_policies", "lead_days", Law.LOGNORMAL, 1.0, 0.5),
]
STORM = Outage(
    id="storm",
    link="road-rzeszow-lviv",
    kind="weather",
    open_share=0.0,
    mean_up_days=12.0,
    mean_down_days=3.0,
)


def changed(planned: Planned, **tables: Any) -> Planned:
    """Return the same with other tables; its results are taken for those of the changed plan."""
    plan = planned[0].with_tables(**tables)
    force_plan, deployment = planned[1:]
    own = replace(force_plan.provenance, inputs_sha256=plan.sha256)
    also = replace(deployment.provenance, inputs_sha256=plan.sha256)
    return plan, replace(force_plan, provenance=own), replace(deployment, provenance=also)


@pytest.fixture(scope="module")
def chancy(planned: Planned) -> Planned:
    """The plan with uncertain times, notice, use and leads, storms, and an offer in doubt."""
    plan = planned[0]
    return changed(
        planned,
        uncertainties=Table.of(Uncertainty, UNCERTAIN),
        outages=Table.of(Outage, [STORM]),
        offers=plan.offers.replace(plan.offers["pol-inf"].model_copy(update={"probability": 0.7})),
    )


def tables(simulation: Simulation) -> dict[str, list[Any]]:
    return {
        part.name: list(getattr(simulation, part.name))
        for part in fields(simulation)
        if isinstance(getattr(simulation, part.name), Table)
    }


def test_without_chance_every_replication_is_the_schedule(planned: Planned):
    deployment = planned[2]
    n = 70
    found = simulate_plan(*planned, replications=n)
    days = {row.assignment: float(row.planned_day or 0) for row in deployment.arrivals}
    assert min(days.values()) > 0
    assert {row.assignment for row in found.simulated_arrivals} == set(days)
    for row in found.simulated_arrivals:
        percentiles = (row.p5_day, row.p50_day, row.p90_day, row.p95_day)
        assert percentiles == (days[row.assignment],) * 4
        assert row.chance_in_place == 1.0
        assert row.chance_on_time == float(days[row.assignment] <= row.wanted_day)
    closure = max(days.values())
    assert [row.replication for row in found.replications] == list(range(n))
    assert {row.closure_day for row in found.replications} == {closure}
    assert {row.n_in_place for row in found.replications} == {len(days)}
    late = sum(row.late_days or 0.0 for row in deployment.arrivals)
    assert {row.late_days for row in found.replications} == {late}
    assert found.closure is not None
    assert (found.closure.chance, found.closure.p50_day) == (1.0, closure)
    assert found.closure.planned_day == deployment.closure_day == closure
    for row in found.readiness_days:
        assert (row.p5, row.p50, row.p95) == pytest.approx((row.planned,) * 3, abs=1e-3)
    assert found.n_truncated == 0
    assert found.provenance.status is Status.COMPUTED
    assert not found.sensitivities


def test_without_chance_stocks_run_dry_as_projected(planned: Planned):
    found = simulate_plan(*planned, replications=3)
    projected = project_supply(*planned)
    short = [row for row in projected.supply_days if row.unmet_t > 1e-6]
    assert short
    assert {(row.location, row.supply_class, row.day) for row in found.stockout_days} == {
        (row.location, row.supply_class, row.day) for row in short
    }
    assert {row.chance for row in found.stockout_days} == {1.0}
    unmet_t = sum(row.unmet_t for row in short)
    for row in found.replications:
        assert row.unmet_t == pytest.approx(unmet_t)
        assert row.first_short_day == projected.first_short_day


def test_chance_makes_replications_differ(chancy: Planned):
    found = simulate_plan(*chancy, replications=100)
    assert len({row.closure_day for row in found.replications}) > 20
    assert len({row.n_come for row in found.replications}) > 1
    assert found.sensitivities
    for row in found.simulated_arrivals:
        days = [row.p5_day, row.p50_day, row.p90_day, row.p95_day]
        known = [day for day in days if day is not None]
        assert known == sorted(known)
        assert len(known) == 4
        # The tail of the laws is on the late side.
        assert row.planned_day is not None
        assert known[-1] > row.planned_day
    doubted = [row for row in found.simulated_arrivals if row.assignment.startswith("pol-inf")]
    # One decision of one owner: all of its tours come, or none.
    assert len({row.chance_in_place for row in doubted}) == 1
    assert 0.5 < doubted[0].chance_in_place < 0.9


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing(chancy: Planned, threads: int):
    # 150 replications are blocks of 64, 64 and 22: uneven, and a worker is left without any.
    one = simulate_plan(*chancy, replications=150, seed=4)
    many = simulate_plan(*chancy, replications=150, seed=4, threads=threads)
    assert tables(one) == tables(many)
    assert one == many


def test_uneven_batches_change_nothing(chancy: Planned):
    plan, force_plan, deployment = chancy
    model = build_model(plan, itineraries_of(plan, force_plan, deployment))
    supply = build_supply(plan, force_plan, deployment, model.itineraries, model.uncertain)
    requirement = requirement_of(plan, force_plan, supply.tours)
    whole = Whole(model.arrays, supply.provision, requirement, supply.projection.inputs)
    frame = Frame(model.from_day, model.until_day, model.levels, by_level=True)
    at_once, counts, n = run_replications(whole, frame, seed=2, first=0, n=140)
    assert n == 140
    parts, sums = {}, []
    for first, size, threads in ((107, 33, 2), (0, 10, 1), (10, 97, 2)):
        found, own, _ = run_replications(whole, frame, seed=2, first=first, n=size, threads=threads)
        parts[first] = found
        sums.append(own)
    for name in Results._fields:
        rows = np.concatenate([getattr(parts[first], name) for first in sorted(parts)])
        assert rows.tobytes() == getattr(at_once, name).tobytes()
    assert np.array_equal(sum(own.short for own in sums), counts.short)
    assert np.array_equal(sum(own.shares for own in sums), counts.shares)
    # Every replication is counted once on each day on which something is required.
    required = requirement.total > 0
    assert (counts.shares.sum(axis=2)[required] == n).all()
    assert not counts.shares[~required].any()


def test_more_replications_begin_with_the_same(chancy: Planned):
    few = simulate_plan(*chancy, replications=10)
    many = simulate_plan(*chancy, replications=130)
    other = simulate_plan(*chancy, replications=10, seed=1)
    assert list(many.replications)[:10] == list(few.replications)
    assert list(other.replications) != list(few.replications)


@pytest.mark.parametrize(
    "arguments",
    [
        {"replications": 0},
        {"replications": -5},
        {"replications": 100_001},
        {"half_width_days": 0.0},
        {"half_width_days": -1.0},
        {"half_width_days": math.nan},
        {"half_width_days": math.inf},
    ],
    ids=lambda arguments: " ".join(f"{name}={value}" for name, value in arguments.items()),
)
def test_a_number_or_precision_out_of_range_is_refused(planned: Planned, arguments):
    with pytest.raises(UsageError, match="ENG-SIM-002") as told:
        simulate_plan(*planned, **arguments)
    assert next(iter(arguments)) in str(told.value)


def test_results_of_another_plan_are_refused(planned: Planned, chancy: Planned):
    with pytest.raises(UsageError, match="ENG-INPUT-001"):
        simulate_plan(chancy[0], *planned[1:], replications=1)
    with pytest.raises(UsageError, match="ENG-INPUT-001"):
        simulate_plan(planned[0], planned[1], chancy[2], replications=1)


def test_parameters_that_make_no_law_are_refused(planned: Planned):
    row = uncertain("links", "transit_days", Law.PERT, 2.0, 1.0, 3.0)
    bad = changed(planned, uncertainties=Table.of(Uncertainty, [row]))
    with pytest.raises(UsageError, match="ENG-SIM-001") as told:
        simulate_plan(*bad, replications=1)
    assert row.id in str(told.value)


def test_a_precision_that_is_reached_at_once_stops_after_the_first_round(planned: Planned):
    found = simulate_plan(*planned, half_width_days=0.5)
    assert len(found.replications) == ROUND
    assert found.provenance.status is Status.COMPUTED


def test_a_finer_precision_takes_more_replications(chancy: Planned):
    # An offer in doubt may not come: the force closes with those who do.
    n = [len(simulate_plan(*chancy, half_width_days=half).replications) for half in (20.0, 0.5)]
    assert n[0] == ROUND
    assert ROUND < n[1] < 20 * ROUND
    assert n[1] % ROUND == 0


def test_as_many_as_asked_for_are_the_most(chancy: Planned):
    found = simulate_plan(*chancy, replications=600, half_width_days=1e-6)
    assert len(found.replications) == 600
    assert found.provenance.status is Status.COMPUTED


def test_who_is_told_may_stop_it(chancy: Planned):
    told: list[StepProgress] = []

    def stop(progress: StepProgress) -> bool:
        told.append(progress)
        return len(told) > 3

    found = simulate_plan(*chancy, replications=2000, on_progress=stop)
    assert found.provenance.status is Status.PARTIAL
    assert found.provenance.stopped_by is StoppedBy.USER
    assert 0 < len(found.replications) < 2000
    whole = simulate_plan(*chancy, replications=len(found.replications))
    assert list(found.replications) == list(whole.replications)
    assert list(found.stockout_days) == list(whole.stockout_days)


@pytest.mark.parametrize(
    "arguments", [{"replications": 200}, {"replications": 1100, "half_width_days": 1e-6}]
)
def test_progress_goes_up_to_all(chancy: Planned, arguments):
    shares: list[float] = []

    def note(progress: StepProgress) -> None:
        shares.append(progress.share)

    found = simulate_plan(*chancy, **arguments, on_progress=note)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert found.provenance.status is Status.COMPUTED


def test_a_stop_from_the_first_word_on_still_has_some_replications(planned: Planned):
    found = simulate_plan(*planned, replications=2000, on_progress=lambda _: True)
    assert 0 < len(found.replications) < 2000
    assert found.provenance.status is Status.PARTIAL
