"""Run the whole plan many times: when is the force in place, where does it queue, what runs dry."""

from collections.abc import Callable

import numpy as np

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.engines.deploy.itineraries import itineraries_of
from reassure.engines.deploy.opening import FOLLOWED
from reassure.engines.simulate.assumptions import assumptions_of
from reassure.engines.simulate.build import build_model
from reassure.engines.simulate.build_requirement import requirement_of
from reassure.engines.simulate.build_supply import SupplyModel, build_supply
from reassure.engines.simulate.certain import Certain
from reassure.engines.simulate.cluster import require_cluster
from reassure.engines.simulate.coverage import cover_of
from reassure.engines.simulate.dryness import stockout_days_of, stockouts_of
from reassure.engines.simulate.helps import Helps
from reassure.engines.simulate.matters import Matters
from reassure.engines.simulate.quantiles import half_width_of
from reassure.engines.simulate.readiness import Requirement, shares_in_place
from reassure.engines.simulate.spread import spread
from reassure.engines.simulate.telling import Told
from reassure.engines.simulate.trials import Trials, work_out
from reassure.engines.simulate.whole import Counts, Frame, Replicate, Results, Whole
from reassure.model.arguments import MOST_REPLICATIONS, require_half_width, require_replications
from reassure.model.choices import Status
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Deployment, ForcePlan
from reassure.model.simulation_outputs import (
    ChangedDay,
    ChangeWorth,
    InPlace,
    QueueAt,
    ReadinessDay,
    Replication,
    Sensitivity,
    SimulatedArrival,
    SimulatedClosure,
    Stockout,
    StockoutDay,
    TreatmentCover,
)
from reassure.model.simulation_results import Simulation
from reassure.model.table import Table

STEP = "simulate"
DEFAULT_REPLICATIONS = 2000

ROUND = 512
"""Replications after which the precision reached is looked at."""

LAID_OUT, REPLICATED = 0.1, 0.8
"""Shares of a run at which the first replication begins, and the first trial."""


def simulate_plan(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment,
    *,
    seed: int = 0,
    replications: int | None = None,
    half_width_days: float | None = None,
    threads: int = 1,
    dask: str | None = None,
    time_limit_s: float | None = None,
    on_progress: OnProgress | None = None,
) -> Simulation:
    """Run a plan many times, with what chance deals.

    Parameters
    ----------
    plan
        Plan with its tables ``uncertainties`` and ``outages``.
    force_plan, deployment
        Who serves, and how they get there; made from this plan.
    seed
        Root seed. Two plans under one seed meet the same luck wherever they are alike.
    replications
        How often, >= 1; None: `DEFAULT_REPLICATIONS`, or as often as ``half_width_days`` asks.
    half_width_days
        Precision at which to stop: half of the 95 % interval of the day by which the force is
        closed in 90 of 100 replications [d], > 0.
    threads
        Workers, >= 1; they change nothing in the result.
    dask
        Address of the scheduler of a Dask cluster that works out the replications, as
        ``tcp://HOST:PORT``; it changes nothing in the result. None: this machine does.
    time_limit_s
        Time after which no more replications are begun [s], > 0; None: as long as it takes.
    on_progress
        Told how far it is; a true answer stops with what is done.

    Returns
    -------
    Simulation
        What became of tours, objectives, queues and stocks.

    Raises
    ------
    UsageError
        ENG-SIM-001 for parameters that make no law, ENG-SIM-002 for a number of replications or
        a precision out of range, ENG-INPUT-001 for results of another plan, ENG-INPUT-003 for a
        reference to nothing, ENG-SUS-001, ENG-SEED-001, ENG-LIMIT-001; for a cluster ENG-SIM-003
        to ENG-SIM-008, as docs/how-to/simulate-on-a-cluster.md explains them.

    Notes
    -----
    Semantics, laws and draws: docs/explain/simulate.md.
    """
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_replications(replications)
    require_half_width(half_width_days)
    require_results_of(plan, force_plan, deployment)
    require_references(plan, FOLLOWED)
    require_cluster(dask)
    watch = Watchdog(STEP, on_progress, time_limit_s)
    watch.tell(0.0, "reading the ways of loads")
    itineraries = itineraries_of(plan, force_plan, deployment)
    model = build_model(plan, itineraries)
    supply = build_supply(plan, force_plan, deployment, model.itineraries, model.uncertain)
    requirement = requirement_of(plan, force_plan, supply.tours)
    whole = Whole(model.arrays, supply.provision, requirement, supply.projection.inputs)
    frame = Frame(model.from_day, model.until_day, model.levels, by_level=True)

    certain = Certain(model, supply)

    def told_of(results: Results, counts: Counts) -> Told:
        return Told(plan, deployment, model, supply, requirement, results, counts, certain)

    with spread(whole, frame, seed=seed, threads=threads, dask=dask) as replicate:
        run = _Run(replicate, watch)
        told = told_of(*run.until(replications, half_width_days, told_of))
    trials = Trials(told, seed=seed, by_level=frame.by_level, threads=threads)
    matters, helps = Matters(trials), Helps(trials)
    work_out((("what matters", matters), ("what helps", helps)), watch, from_share=REPLICATED)
    is_done = not watch.tell(1.0, "done")
    return Simulation(
        Provenance(
            STEP,
            seed,
            plan.sha256,
            versions_of("numpy", "numba", "scipy"),
            Status.COMPUTED if is_done else Status.PARTIAL,
            watch.stopped_by,
        ),
        Table.of(Replication, told.replications()),
        Table.of(SimulatedArrival, told.arrivals()),
        Table.of(SimulatedClosure, told.closure_rows()),
        Table.of(InPlace, told.in_place()),
        Table.of(ReadinessDay, told.readiness(_planned(deployment, supply, requirement))),
        Table.of(QueueAt, told.queues()),
        Table.of(Stockout, stockouts_of(told)),
        Table.of(StockoutDay, stockout_days_of(told)),
        Table.of(Sensitivity, matters.rows()),
        Table.of(ChangeWorth, helps.rows()),
        Table.of(ChangedDay, helps.changed_days()),
        Table.of(TreatmentCover, cover_of(plan, force_plan, deployment)),
        n_truncated=int((~model.is_whole).sum()),
        assumptions=tuple(assumptions_of(told, matters, helps, n_unread=itineraries.n_unread)),
    )


class _Run:
    """Replications, round by round."""

    def __init__(self, replicate: Replicate, watch: Watchdog) -> None:
        self._work_out, self._watch = replicate, watch

    def until(
        self,
        replications: int | None,
        half_width_days: float | None,
        told_of: Callable[[Results, Counts], Told],
    ) -> tuple[Results, Counts]:
        """Replicate as often as is asked for, or until a precision is reached."""
        most = replications or (
            DEFAULT_REPLICATIONS if half_width_days is None else MOST_REPLICATIONS
        )
        if half_width_days is None:
            return self._replicate(0, most, most)
        results, counts = self._replicate(0, min(ROUND, most), most)
        while (done := len(results.unmet_t)) < most and not self._watch.must_stop():
            # As closure is told: of the replications that close. Who does not come closes nothing.
            days = told_of(results, counts).closures()
            half = half_width_of(days[np.isfinite(days)], 0.9)
            if half is not None and half <= half_width_days:
                break
            more, also = self._replicate(done, min(ROUND, most - done), most)
            if not len(more.unmet_t):
                break
            results = Results._make(
                np.concatenate(pair) for pair in zip(results, more, strict=True)
            )
            counts = Counts._make(one + more_ for one, more_ in zip(counts, also, strict=True))
        return results, counts

    def _replicate(self, first: int, n: int, most: int) -> tuple[Results, Counts]:
        def should_stop(done: int) -> bool:
            # The first block is always worked out: a result rests on some replications.
            so_far = first + done
            share = LAID_OUT + (REPLICATED - LAID_OUT) * (so_far / most)
            told = self._watch.tell(share, f"replication {so_far}")
            return told and so_far > 0

        return self._work_out(first, n, should_stop)


def _planned(deployment: Deployment, supply: SupplyModel, requirement: Requirement) -> np.ndarray:
    """Return the share in place by the schedule, if all come."""
    days = {
        row.assignment: np.inf if row.planned_day is None else float(row.planned_day)
        for row in deployment.arrivals
    }
    there = np.array([days[tour] for tour in supply.tours])
    share = np.zeros(requirement.total.shape)
    shares_in_place(requirement, there, share)
    return share
