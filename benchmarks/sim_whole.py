"""Replications of the whole typical plan: in a process of its own, and the same however spread.

``python -m benchmarks.sim_whole FOLDER`` runs the job that lies in a folder, as
`benchmarks.processes` starts it.
"""

import hashlib
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.processes import run_job
from benchmarks.sim_supply_scenario import whole_plan
from reassure.engines.simulate.spread import spread
from reassure.engines.simulate.whole import Counts, Frame, Results, Whole, run_replications

LIMIT_S = 600.0


class Job(NamedTuple):
    """What one process is told.

    Attributes
    ----------
    seed
        Of the plan, and of its replications.
    replications
        How many.
    threads
        Workers.
    """

    seed: int
    replications: int
    threads: int = 2


def run_apart(job: Job) -> dict[str, Any]:
    """Run a job in a process of its own; return its wall seconds, peak and hash."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "job.json").write_text(json.dumps(job._asdict()))
        _, peak_mb = run_job("benchmarks.sim_whole", folder, LIMIT_S)
        answer = folder / "answer.json"
        found = json.loads(answer.read_text()) if answer.exists() else {"seconds": None}
    return found | {"peak_mb": peak_mb}


def digest(results: Results, counts: Counts) -> str:
    """Return the SHA-256 of all that some replications gave."""
    found = hashlib.sha256()
    for part in (*results, *counts):
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


Part = tuple[Results, Counts]
Spread = Callable[[Whole, Frame, int, int], Part]
"""Works out replications 0 to n - 1 of a plan by a seed in one way or another."""


def by_threads(threads: int) -> Spread:
    """Return one that works with some threads."""

    def work(whole: Whole, frame: Frame, seed: int, n: int) -> Part:
        results, counts, _ = run_replications(
            whole, frame, seed=seed, first=0, n=n, threads=threads
        )
        return results, counts

    return work


def by_batches(whole: Whole, frame: Frame, seed: int, n: int) -> Part:
    """Work out batches of uneven size, the last of them first."""
    ends = sorted({n, *(int(n * share) for share in (0.03, 0.11, 0.5, 0.57))} - {0})
    batches = [(end - begin, begin) for begin, end in zip([0, *ends[:-1]], ends, strict=True)]
    parts: dict[int, Part] = {}
    for size, begin in reversed(batches):
        results, counts, _ = run_replications(
            whole, frame, seed=seed, first=begin, n=size, threads=1
        )
        parts[begin] = results, counts
    in_turn = [parts[begin] for begin in sorted(parts)]
    joined = (np.concatenate(rows) for rows in zip(*(part[0] for part in in_turn), strict=True))
    added = (sum(rows[1:], rows[0]) for rows in zip(*(part[1] for part in in_turn), strict=True))
    return Results._make(joined), Counts._make(added)


def by_cluster(whole: Whole, frame: Frame, seed: int, n: int) -> Part:
    """Work with two processes of a Dask cluster on this machine."""
    distributed: Any = import_module("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL
    )
    address = cluster.scheduler_address
    with cluster, spread(whole, frame, seed=seed, threads=1, dask=address) as replicate:
        return replicate(0, n, lambda _: False)


SPREADS: dict[str, Spread] = {
    "one thread": by_threads(1),
    "two threads": by_threads(2),
    "uneven batches": by_batches,
    "Dask": by_cluster,
}


def digests(
    whole: Whole, frame: Frame, seed: int, n: int, *, spreads: Mapping[str, Spread] = SPREADS
) -> dict[str, str]:
    """Return the hash of all results by the way in which replications are spread."""
    return {name: digest(*work(whole, frame, seed, n)) for name, work in spreads.items()}


def main(folder: Path) -> None:
    """Run the job that lies in a folder."""
    job = Job(**json.loads((folder / "job.json").read_text()))
    whole, frame = whole_plan(job.seed)
    # Loading and compiling are outside the clock.
    run_replications(whole, frame, seed=job.seed, first=0, n=1)
    (folder / "ready").touch()
    begun = time.perf_counter()
    results, counts, _ = run_replications(
        whole, frame, seed=job.seed, first=0, n=job.replications, threads=job.threads
    )
    seconds = time.perf_counter() - begun
    told = {"seconds": seconds, "digest": digest(results, counts)}
    (folder / "answer.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
