"""One run of force generation in this process, told what to do by `benchmarks.generate`.

The file ``ready`` in the folder says that everything is loaded and compiled and that the clock
runs; ``answer.json`` holds what came of it.
"""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks.force_instances import COST_WEIGHT, NATION_WEIGHT, force_plan
from benchmarks.force_peers import PEERS, NaiveModel
from benchmarks.force_verify import Reading
from reassure.model.choices import ForceMethod
from reassure.model.plan import Plan
from reassure.model.progress import StepProgress, Watchdog

if TYPE_CHECKING:
    from reassure.engines.generate.task import Solved

SEARCH_SEED = 1
"""Seed of the search; the seed of the command line is that of the instance."""

WARM_UP = ("S", 0)
"""Instance that is solved before the clock runs, without a limit and by the search, whose loops
are what is compiled."""


class Job(NamedTuple):
    """What is to be run."""

    size: str
    seed: int
    time_limit_s: float
    threads: int
    peer: str | None


def warm_up(peer: str | None) -> None:
    """Load, and compile, all that a run needs."""
    if peer is None:
        solve(force_plan(*WARM_UP), Watchdog("generate"), method=ForceMethod.SEARCH)
    else:
        PEERS[peer][1]()


def solve(
    plan: Plan, watch: Watchdog, *, threads: int = 1, method: ForceMethod | None = None
) -> "Solved":
    """Generate a force by the engine, with the prices of the benchmark."""
    from reassure.engines.generate.build import build_instance
    from reassure.engines.generate.solve import solve_instance
    from reassure.engines.generate.worth import Worth

    instance = build_instance(plan)
    offers = [supply.offer for supply in instance.supplies]
    worth = Worth(
        instance,
        COST_WEIGHT * np.array([offer.cost_per_month for offer in offers], dtype=float),
        COST_WEIGHT * np.array([offer.deploy_cost for offer in offers], dtype=float),
        NATION_WEIGHT,
    )
    return solve_instance(
        worth, seed=SEARCH_SEED, gap=0.0, watch=watch, threads=threads, method=method
    )


def run_engine(plan: Plan, job: Job) -> dict[str, Any]:
    """Return what the engine comes to."""
    begun, trace = time.perf_counter(), []

    def note(told: StepProgress) -> None:
        if told.gap is not None:
            trace.append((round(time.perf_counter() - begun, 3), told.gap))

    watch = Watchdog("generate", note, time_limit_s=job.time_limit_s)
    solved = solve(plan, watch, threads=job.threads)
    instance = solved.draft.instance
    offers = [supply.offer for supply in instance.supplies]
    tours, lines = solved.draft.tours, instance.lines
    served = zip(
        tours.offer.tolist(),
        tours.line.tolist(),
        tours.start.tolist(),
        tours.stop.tolist(),
        solved.draft.units.tolist(),
        strict=True,
    )
    return {
        "method": solved.method.value,
        "objective": solved.value,
        "bound": solved.bound,
        "stopped_by": solved.stopped_by.value,
        "trace": trace,
        "possible_tours": instance.n_tours,
        "tours": [
            (offers[k].id, lines[i].requirement.id, start, stop, units)
            for k, i, start, stop, units in served
        ],
    }


def run_peer(plan: Plan, job: Job, folder: Path) -> dict[str, Any]:
    """Generate a force by the model of single units and a peer's solver."""
    begun = time.perf_counter()
    modeller = PEERS[str(job.peer)][1]()
    model = NaiveModel(Reading(plan), modeller)
    left_s = max(1.0, job.time_limit_s - (time.perf_counter() - begun))
    answer = modeller.maximise(model.worth, time_limit_s=left_s, threads=job.threads, folder=folder)
    return {
        "method": "one binary a unit, line and month",
        "objective": answer.objective,
        "bound": answer.bound,
        "stopped_by": "proven" if answer.is_proven else "clock",
        "tours": [] if answer.objective is None else list(model.tours()),
    }


def main(folder: Path) -> None:
    """Run the job that lies in a folder."""
    job = Job(**json.loads((folder / "job.json").read_text()))
    warm_up(job.peer)
    plan = force_plan(job.size, job.seed)
    (folder / "ready").touch()
    begun = time.perf_counter()
    answer = run_engine(plan, job) if job.peer is None else run_peer(plan, job, folder)
    answer["seconds"] = time.perf_counter() - begun
    (folder / "answer.json").write_text(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
