"""Replications spread over threads of this machine, or in batches over a Dask cluster.

A batch is a range of numbers of replications, so that it does not matter who works it out, how
often, or when: its results are placed by number, and its counts are whole numbers that add up. The
scheduler of the cluster keeps what it was sent of the plan and of batches, and gives what a lost
worker had to the others. What is lost with the scheduler is sent anew from here.
"""

import pickle
import uuid
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from reassure.engines.simulate.batches import (
    Batch,
    control_of,
    pack_plan,
    programs,
    size_of_batches,
    unpack,
    work_out,
)
from reassure.engines.simulate.cluster import LOOK_S, Cluster, connected
from reassure.engines.simulate.whole import (
    Counts,
    Frame,
    Replicate,
    Results,
    ShouldStop,
    Whole,
    counts_for,
    replicating,
    results_for,
)
from reassure.model.errors import UsageError

if TYPE_CHECKING:
    from distributed import Future

BATCHES_PER_THREAD = 2
"""Batches under way for each thread of the cluster: one that it works on, and one that waits."""

FETCH_S = 30.0
"""Time that a batch may take to come here before the run looks up [s]."""

MOST_LOSSES = 3
"""How often all that is under way may be lost at once before a run gives up."""

AT_END = frozenset({"finished", "error", "cancelled"})
"""How Dask calls the states of a batch that it will not work on."""

LARGE_PLAN = "1 GiB"
"""Size from which Dask warns of what it is sent; by itself it does so from 10 MB."""


@contextmanager
def spread(
    whole: Whole, frame: Frame, *, seed: int, threads: int, dask: str | None
) -> Iterator[Replicate]:
    """Yield what works out replications: threads of this machine, or a cluster.

    Parameters
    ----------
    whole, frame
        What they are worked out from.
    seed
        Root seed.
    threads
        Threads of this machine, where there is no cluster.
    dask
        Address of the scheduler of a cluster; None: this machine.

    Raises
    ------
    UsageError
        As `connected`; and from what is yielded ENG-SIM-004 where the scheduler is lost,
        ENG-SIM-005 where no worker is left, ENG-SIM-006 for workers with other programs and
        ENG-SIM-008 for a batch that takes workers down.
    """
    if dask is None:
        yield replicating(whole, frame, seed=seed, threads=threads)
        return
    with connected(dask) as cluster:
        cluster.await_worker()
        _require_reassure(cluster)
        yield Batches(cluster, whole, frame, seed=seed).replicate


class Batches:
    """The batches of one run on a cluster.

    Parameters
    ----------
    cluster
        Who works them out.
    whole, frame, seed
        What replications are worked out from.
    """

    def __init__(self, cluster: Cluster, whole: Whole, frame: Frame, *, seed: int) -> None:
        self._cluster, self._client = cluster, cluster.client
        self._whole, self._frame, self._seed = whole, frame, seed
        self._programs = programs()
        self._control: str | None = None
        self._plan: Future | None = None
        self._packed = pack_plan(whole, frame)
        self._under_way: dict[range, Future] = {}
        self._n_losses = 0

    def replicate(self, first: int, n: int, should_stop: ShouldStop) -> tuple[Results, Counts]:
        """Work out replications from number ``first`` on; as many rows as are done.

        When it must stop, what is done are the first replications without a gap.
        """
        self._cluster.await_worker()
        size = size_of_batches(n, self._cluster.n_threads())
        todo = [range(at, min(at + size, first + n)) for at in range(first, first + n, size)]
        results = results_for(self._whole, n)
        counts = counts_for(self._whole)
        come: dict[range, Batch] = {}
        n_placed = 0
        try:
            while n_placed < len(todo):
                done = todo[n_placed].start - first
                if should_stop(done):
                    return Results._make(values[:done] for values in results), counts
                self._send([numbers for numbers in todo[n_placed:] if numbers not in come])
                come |= self._arrived()
                while n_placed < len(todo) and todo[n_placed] in come:
                    numbers = todo[n_placed]
                    _place(come.pop(numbers), numbers.start - first, results, counts)
                    n_placed += 1
            return results, counts
        finally:
            if self._client.status == "running":
                self._client.cancel(list(self._under_way.values()))
            self._under_way.clear()

    def _send(self, todo: list[range]) -> None:
        """Send batches, the first ones first, as long as workers have little to do."""
        most = max(1, self._cluster.n_threads()) * BATCHES_PER_THREAD
        if self._plan is None:
            self._plan = self._send_plan()
        for numbers in todo[:most]:
            if numbers not in self._under_way:
                self._under_way[numbers] = self._client.submit(
                    work_out, self._programs, self._plan, self._seed, numbers.start, len(numbers),
                    key=_key("batch"), priority=-numbers.start,
                )  # fmt: skip

    def _send_plan(self) -> "Future":
        """Send the plan once, as a task that can be done again where it is lost."""
        import dask.config

        with dask.config.set({"distributed.admin.large-graph-warning-threshold": LARGE_PLAN}):
            return self._client.submit(bytes, self._packed, key=_key("plan"))

    def _arrived(self) -> dict[range, Batch]:
        """Wait a little, and return the batches that have come."""
        from distributed import wait

        if self._control is None:
            # Worked out when workers have begun, not before.
            self._control = control_of(self._whole, self._frame, seed=self._seed)
        found: dict[range, Batch] = {}
        try:
            with self._client.as_current():
                wait(list(self._under_way.values()), LOOK_S, return_when="FIRST_COMPLETED")
            for numbers, future in list(self._under_way.items()):
                if future.status in AT_END:
                    found[numbers] = self._fetched(numbers, future)
                    del self._under_way[numbers]
        except TimeoutError:
            pass
        except CancelledError as error:
            self._begin_anew(error)
        return found

    def _begin_anew(self, error: CancelledError) -> None:
        """Forget what went with a scheduler, so that it is sent again, if there is one again."""
        self._plan = None
        self._under_way.clear()
        self._n_losses += 1
        if self._n_losses > MOST_LOSSES:
            raise self._cluster.is_gone() from error
        self._cluster.await_scheduler()

    def _fetched(self, numbers: range, future: "Future") -> Batch:
        from distributed import KilledWorker

        try:
            batch: Batch = future.result(timeout=FETCH_S)
        except TimeoutError:
            raise
        except (AttributeError, ImportError, pickle.UnpicklingError) as error:
            raise _other_programs(
                f"a worker of {self._cluster.address} that lacks parts of this program: {error}"
            ) from error
        except (KilledWorker, MemoryError, OSError) as error:
            raise UsageError(
                f"replications {numbers.start} to {numbers.stop - 1}, which workers of "
                f"{self._cluster.address} could not work out: {type(error).__name__}: {error}",
                "workers that stay up, with memory for the plan in each of their threads",
                "see in the workers' logs why they ended; give each fewer threads or more memory",
                code="ENG-SIM-008",
            ) from error
        self._require_same(batch)
        return batch

    def _require_same(self, batch: Batch) -> None:
        """Refuse a worker that comes, or might come, to other numbers than this machine."""
        theirs = batch["versions"]
        others = [
            f"{name} {theirs.get(name, 'missing')} (here {version})"
            for name, version in self._programs.items()
            if theirs.get(name) != version
        ]
        if others:
            raise _other_programs(f"worker {batch['worker']} with {', '.join(others)}")
        if batch["control"] != self._control:
            raise _other_programs(
                f"worker {batch['worker']}, where replication 0 comes out otherwise than here"
            )


def _require_reassure(cluster: Cluster) -> None:
    """Refuse workers without this program: a batch that one cannot read ends it without a word."""
    found: Any = cluster.client.run(find_spec, work_out.__module__, on_error="return")
    lacking = [
        worker for worker, spec in found.items() if spec is None or isinstance(spec, Exception)
    ]
    if lacking:
        raise _other_programs(f"no reassure, or another version, on {', '.join(sorted(lacking))}")


def _place(batch: Batch, at: int, results: Results, counts: Counts) -> None:
    """Write the results of a batch from one row on, and add what it counted."""
    own, counted = unpack(batch)
    for values, part in zip(results, own, strict=True):
        values[at : at + len(part)] = part
    for totals, part in zip(counts, counted, strict=True):
        np.add(totals, part, out=totals)


def _other_programs(found: str) -> UsageError:
    return UsageError(
        found,
        "the same programs on all machines, so that all come to the same numbers",
        "install the same version from the same lock on each; where processors differ, set "
        "NUMBA_CPU_NAME=generic for each worker and for this command",
        code="ENG-SIM-006",
    )


def _key(of: str) -> str:
    # New for each task, so that two runs on one cluster have nothing in common.
    return f"reassure-{of}-{uuid.uuid4().hex}"
