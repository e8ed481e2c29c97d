"""One schedule of movements in this process, told what to do by `benchmarks.deploy`.

The file ``ready`` in the folder says that everything is loaded and compiled and that the clock
runs; ``answer.json`` holds what came of it, and the schedule lies beside it.
"""

import json
import pickle
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.move_instances import MoveInstance, moves, tiny
from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.moves import Moves
from reassure.engines.deploy.solve import schedule_moves
from reassure.engines.deploy.tours import tours_of
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.progress import Progress, Watchdog

SEED = 1
"""Seed of the search; the seed of the command line is that of the instance."""


class Job(NamedTuple):
    """What is to be run."""

    size: str
    seed: int
    time_limit_s: float
    objective: str
    loads: str
    peer: str | None


def run_engine(made: MoveInstance, job: Job, folder: Path) -> dict[str, Any]:
    """Return what the engine comes to."""
    begun, trace = time.perf_counter(), []

    def note(told: Progress) -> None:
        if told.gap is not None:
            trace.append((round(time.perf_counter() - begun, 3), told.message, told.gap))

    result = schedule_deployment(
        made.plan,
        made.force_plan,
        objective=MoveObjective(job.objective),
        n_loads=made.n_loads,
        seed=SEED,
        time_limit_s=job.time_limit_s,
        on_progress=note,
    )
    how = result.provenance
    answer = {
        "seconds": time.perf_counter() - begun,
        "objective": how.objective,
        "bound": how.bound,
        "closure_day": result.closure_day,
        "whole_loads": len(result.loads),
        "unfinished": result.unfinished,
        "stopped_by": None if how.stopped_by is None else how.stopped_by.value,
        "trace": trace,
    }
    (folder / "schedule.pickle").write_bytes(pickle.dumps(result))
    return answer


def run_list(made: MoveInstance, job: Job) -> dict[str, Any]:
    """Return what a list in a plain order comes to."""
    from benchmarks.move_peers import edd, wedd

    begun = time.perf_counter()
    order = {"edd": edd, "wedd": wedd}[str(job.peer)](made.plan, made.force_plan)
    place = {name: at for at, name in enumerate(order)}
    tours = sorted(tours_of(made.plan, made.force_plan), key=lambda tour: place[tour.id])
    prepared = Moves(made.plan, tours, n_loads=made.n_loads)
    watch = Watchdog("deploy")
    prepared.prepare(watch)
    found = schedule_moves(
        prepared,
        objective=MoveObjective(job.objective),
        method=MoveMethod.LIST,
        seed=SEED,
        gap=0.0,
        watch=watch,
    )
    late = found.loads.arrival_day > prepared.horizon_day
    missing = late | (found.loads.arrival_day < 0)
    return {
        "seconds": time.perf_counter() - begun,
        "objective": found.value,
        "bound": None,
        "whole_loads": len(missing),
        "unfinished": len(set(found.loads.unit[missing].tolist())),
        "stopped_by": "work",
    }


def run_program(made: MoveInstance, job: Job) -> dict[str, Any]:
    """Return what the whole linear program comes to."""
    from benchmarks.move_peers import arclp

    prepared = Moves(made.plan, tours_of(made.plan, made.force_plan), n_loads=made.n_loads)
    prepared.prepare(Watchdog("deploy"))
    release = {move.tour.id: move.release_day for move in prepared.moves}
    found = arclp(made.plan, made.force_plan, release, time_limit_s=job.time_limit_s, threads=1)
    return {
        "seconds": found.seconds,
        "objective": found.objective,
        "bound": found.bound,
        "stopped_by": found.status,
    }


def main(folder: Path) -> None:
    """Run the job that lies in a folder."""
    job = Job(**json.loads((folder / "job.json").read_text()))
    small = tiny(0)
    schedule_deployment(small.plan, small.force_plan, n_loads=small.n_loads)
    made = moves(job.size, job.seed, loads=job.loads)
    (folder / "ready").touch()
    if job.peer is None:
        answer = run_engine(made, job, folder)
    elif job.peer == "arclp":
        answer = run_program(made, job)
    else:
        answer = run_list(made, job)
    (folder / "answer.json").write_text(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
