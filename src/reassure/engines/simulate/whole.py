"""Replications of the whole plan: movement, who is in place, and supply, one after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np

from reassure.engines.common.philox import seed_key
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.build_desk import desk_for
from reassure.engines.simulate.dealing import Flags
from reassure.engines.simulate.desk import Desk, Dry, Provision
from reassure.engines.simulate.provision import run_supply, tour_arrivals
from reassure.engines.simulate.readiness import (
    BINS,
    SHARES,
    Requirement,
    count_shares,
    shares_in_place,
)
from reassure.engines.simulate.replicate import (
    Bench,
    bench_for,
    group_arrivals,
    move,
)
from reassure.engines.simulate.scenario import Floats, Singles, Words
from reassure.engines.sustain.step import Ints, SupplyInputs

ShouldStop = Callable[[int], bool]
"""Asked now and then, with how many replications are done; a true answer ends the run."""

BLOCK = 64
"""Replications that one worker takes at a time."""

MOST_LOST = 1e-9
"""Share of all supplies that may seem to come out of nothing, or go, by rounding."""


class Whole(NamedTuple):
    """All arrays of a plan, as one replication takes them."""

    arrays: Arrays
    provision: Provision
    requirement: Requirement
    supply: SupplyInputs


class Frame(NamedTuple):
    """Days of the calendar of events, and levels of priority."""

    from_day: float
    until_day: float
    levels: int
    by_level: bool


class Results(NamedTuple):
    """What became of N replications.

    Attributes
    ----------
    there_day
        When each tour is in place; inf: never; shape (N, T).
    holds
        Which doubts were unfounded, shape (N, D).
    comes
        Which owners came, shape (N, O).
    factors
        Factor on each uncertain value, shape (N, I).
    wait_days, most_days, busy_days
        Waiting of all loads, the longest wait, and time in use of all its places, by resource,
        shape (N, R).
    served
        Visits by resource, shape (N, R).
    reached_day
        First day of each of `SHARES` by objective, the whole last; `NO_DAY`: none; shape
        (N, J + 1, shares).
    unmet_t, short_day
        Demand not met, and the first day of it; -1: none; shape (N,).
    dry_day
        The same by item, shape (N, n_items).
    """

    there_day: Singles
    holds: Flags
    comes: Flags
    factors: Singles
    wait_days: Singles
    most_days: Singles
    busy_days: Singles
    served: Words
    reached_day: Ints
    unmet_t: Floats
    short_day: Ints
    dry_day: Ints


class Counts(NamedTuple):
    """What is counted over replications, in any order.

    Attributes
    ----------
    shares
        Shares in place, shape (J + 1, n_days, BINS + 1).
    short
        Days with unmet demand, shape (n_days, n_items).
    short_kg
        Demand not met, summed [kg], same shape.
    """

    shares: Words
    short: Words
    short_kg: Ints


Replicate = Callable[[int, int, ShouldStop], tuple[Results, Counts]]
"""Works out replications: number of the first, how many, and when to stop; as many rows as done."""


class Worker(NamedTuple):
    """Room in which one worker works out its replications, and its counts."""

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
        np.zeros(len(whole.requirement.line)),
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
    loads, counts, key = whole.arrays.loads, worker.counts, seed_key(seed)
    arrive_day, there_day = np.empty(len(loads.n_awaited)), worker.there_day
    for row in range(len(results.unmet_t)):
        number = first + row
        bench, n_arrived = move(
            whole.arrays, worker.bench, key, number, frame.until_day, by_level=frame.by_level
        )
        worker = worker._replace(bench=bench)
        if group_arrivals(loads, bench.outcome.arrive_day, arrive_day) != n_arrived:
            raise ArithmeticError(f"loads are not conserved in replication {number}")
        tour_arrivals(whole.provision, arrive_day, there_day)
        shares_in_place(whole.requirement, there_day, worker.share)
        count_shares(worker.share, whole.requirement.total, counts.shares, results.reached_day[row])
        unmet_t, short_day, lost = run_supply(
            whole.provision,
            worker.desk,
            there_day,
            key,
            number,
            Dry(counts.short, counts.short_kg, results.dry_day[row]),
        )
        if lost > MOST_LOST:
            raise ArithmeticError(f"supplies are not conserved in replication {number}")
        results.unmet_t[row], results.short_day[row] = unmet_t, short_day
        results.there_day[row] = there_day
        results.holds[row] = bench.holds
        results.comes[row] = bench.comes
        results.factors[row] = bench.factors
        results.wait_days[row] = bench.outcome.wait_days
        results.most_days[row] = bench.outcome.most_days
        results.busy_days[row] = bench.outcome.busy_days
        results.served[row] = bench.outcome.served
    return worker


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
