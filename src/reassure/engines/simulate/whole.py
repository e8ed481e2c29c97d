"""Replications of the whole plan: movement, who is in place, and supply, one after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np

from reassure.engines.common.philox import seed_key
from reassure.engines.simulate.build_desk import desk_for
from reassure.engines.simulate.desk import Desk, Dry
from reassure.engines.simulate.parts import Counts, Frame, Results, Whole
from reassure.engines.simulate.provision import run_supply, tour_arrivals
from reassure.engines.simulate.readiness import (
    BINS,
    SHARES,
    count_shares,
    shares_in_place,
)
from reassure.engines.simulate.replicate import (
    Bench,
    bench_for,
    group_arrivals,
    move,
)
from reassure.engines.simulate.scenario import Floats

ShouldStop = Callable[[int], bool]
"""Asked now and then, with how many replications are done; a true answer ends the run."""

BLOCK = 64
"""Replications that one worker takes at a time."""

TOGETHER = 16
"""Replications whose movements are worked out before their supplies: in turn, each would find
caches and forecasts of branches full of the other's, and take a sixth longer."""

MOST_LOST = 1e-9
"""Share of all supplies that may seem to come out of nothing, or go, by rounding."""


Replicate = Callable[[int, int, ShouldStop], tuple[Results, Counts]]
"""Works out replications: number of the first, how many, and when to stop; as many rows as done."""


class Worker(NamedTuple):
    """Room in which one worker works out its replications, and its counts.

    ``there_day`` has a row for each of those that are worked out together.
    """

    bench: Bench
    desk: Desk
    there_day: Floats
    share: Floats
    counts: Counts


def counts_for(whole: Whole) -> Counts:
    """Return counts of no replication yet."""
    return Counts(
        np.zeros((*whole.requirement.total.shape, BINS + 1), dtype=np.uint32),
        np.zeros(whole.supply.demand_t.shape, dtype=np.uint32),
        np.zeros(whole.supply.demand_t.shape, dtype=np.int64),
    )


def worker_for(whole: Whole, frame: Frame) -> Worker:
    """Return room for one worker."""
    return Worker(
        bench_for(
            whole.arrays,
            from_day=frame.from_day,
            until_day=frame.until_day,
            levels=frame.levels,
        ),
        desk_for(whole.provision, whole.supply),
        np.zeros((TOGETHER, len(whole.requirement.line))),
        np.zeros(whole.requirement.total.shape),
        counts_for(whole),
    )


def results_for(whole: Whole, n: int) -> Results:
    """Return where some replications write what became of them."""
    arrays = whole.arrays
    n_resources, n_rows = len(arrays.resources.kind), whole.requirement.total.shape[0]
    return Results(
        there_day=np.zeros((n, len(whole.requirement.line)), dtype=np.float32),
        holds=np.ones((n, len(arrays.promises.chance)), dtype=np.bool_),
        comes=np.ones((n, len(arrays.promises.doubt) - 1), dtype=np.bool_),
        factors=np.ones((n, len(arrays.inputs.law)), dtype=np.float32),
        wait_days=np.zeros((n, n_resources), dtype=np.float32),
        most_days=np.zeros((n, n_resources), dtype=np.float32),
        busy_days=np.zeros((n, n_resources), dtype=np.float32),
        served=np.zeros((n, n_resources), dtype=np.uint32),
        reached_day=np.zeros((n, n_rows, len(SHARES)), dtype=np.int64),
        unmet_t=np.zeros(n),
        short_day=np.zeros(n, dtype=np.int64),
        dry_day=np.zeros((n, whole.supply.demand_t.shape[1]), dtype=np.int64),
    )


def run_block(
    whole: Whole, frame: Frame, worker: Worker, results: Results, *, seed: int, first: int
) -> Worker:
    """Work out replications from number ``first`` on, as many as ``results`` has rows.

    The loop is not compiled: what it calls is, and each alone takes a fraction of the time to
    compile that all of them take in one.

    Returns
    -------
    Worker
        The worker, in more room where closures asked for it.

    Raises
    ------
    ArithmeticError
        If loads or supplies are not conserved, which is a fault of this program.
    """
    for begin in range(0, len(results.unmet_t), TOGETHER):
        part = Results._make(values[begin : begin + TOGETHER] for values in results)
        worker = _run_movements(whole, frame, worker, part, seed=seed, first=first + begin)
        _run_supplies(whole, worker, part, seed=seed, first=first + begin)
    return worker


def _run_movements(
    whole: Whole, frame: Frame, worker: Worker, results: Results, *, seed: int, first: int
) -> Worker:
    loads, counts, key = whole.arrays.loads, worker.counts, seed_key(seed)
    arrive_day = np.empty(len(loads.n_awaited))
    for row in range(len(results.unmet_t)):
        number, there_day = first + row, worker.there_day[row]
        bench, n_arrived = move(
            whole.arrays, worker.bench, key, number, frame.until_day, by_level=frame.by_level
        )
        worker = worker._replace(bench=bench)
        if group_arrivals(loads, bench.outcome.arrive_day, arrive_day) != n_arrived:
            raise ArithmeticError(f"loads are not conserved in replication {number}")
        tour_arrivals(whole.provision, arrive_day, there_day)
        shares_in_place(whole.requirement, there_day, worker.share)
        count_shares(worker.share, whole.requirement.total, counts.shares, results.reached_day[row])
        results.there_day[row] = there_day
        results.holds[row] = bench.holds
        results.comes[row] = bench.comes
        results.factors[row] = bench.factors
        results.wait_days[row] = bench.outcome.wait_days
        results.most_days[row] = bench.outcome.most_days
        results.busy_days[row] = bench.outcome.busy_days
        results.served[row] = bench.outcome.served
    return worker


def _run_supplies(whole: Whole, worker: Worker, results: Results, *, seed: int, first: int) -> None:
    counts, key = worker.counts, seed_key(seed)
    for row in range(len(results.unmet_t)):
        unmet_t, short_day, lost = run_supply(
            whole.provision,
            worker.desk,
            worker.there_day[row],
            key,
            first + row,
            Dry(counts.short, counts.short_kg, results.dry_day[row]),
        )
        if lost > MOST_LOST:
            raise ArithmeticError(f"supplies are not conserved in replication {first + row}")
        results.unmet_t[row], results.short_day[row] = unmet_t, short_day


def run_replications(
    whole: Whole,
    frame: Frame,
    *,
    seed: int,
    first: int,
    n: int,
    threads: int = 1,
    should_stop: ShouldStop | None = None,
) -> tuple[Results, Counts, int]:
    """Work out replications, block by block.

    Parameters
    ----------
    whole, frame
        What they are worked out from.
    seed
        Root seed.
    first, n
        Number of the first, and how many.
    threads
        Workers; they change nothing in the results.
    should_stop
        Asked before each round of blocks, with how many are done; a true answer ends the run.

    Returns
    -------
    tuple
        Results and counts, and how many replications were worked out: the first of them.

    Raises
    ------
    ArithmeticError
        If loads or supplies are not conserved, which is a fault of this program.
    """
    results = results_for(whole, n)
    starts = range(0, n, BLOCK)
    threads = min(threads, max(1, len(starts)))
    workers = [worker_for(whole, frame) for _ in range(threads)]
    done = 0

    def work(at: int, number: int) -> None:
        part = Results._make(values[at : at + BLOCK] for values in results)
        workers[number] = run_block(
            whole, frame, workers[number], part, seed=seed, first=first + at
        )

    with ThreadPoolExecutor(threads) as pool:
        for at in range(0, len(starts), threads):
            if should_stop is not None and should_stop(done):
                break
            turn = list(starts[at : at + threads])
            list(pool.map(work, turn, range(len(turn))))
            done = min(n, turn[-1] + BLOCK)
    counts = Counts(
        np.stack([worker.counts.shares for worker in workers]).sum(axis=0, dtype=np.uint32),
        np.stack([worker.counts.short for worker in workers]).sum(axis=0, dtype=np.uint32),
        np.stack([worker.counts.short_kg for worker in workers]).sum(axis=0),
    )
    return Results._make(values[:done] for values in results), counts, done


def replicating(whole: Whole, frame: Frame, *, seed: int, threads: int) -> Replicate:
    """Return what works out replications on this machine."""

    def replicate(first: int, n: int, should_stop: ShouldStop) -> tuple[Results, Counts]:
        return work(first=first, n=n, should_stop=should_stop)[:2]

    work = partial(run_replications, whole, frame, seed=seed, threads=threads)
    return replicate
