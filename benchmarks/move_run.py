"""One schedule of movements in this process, told what to do by `benchmarks.deploy`.

The folder holds the job and the movement. The file ``ready`` says that everything is loaded and
compiled and that the clock runs; ``answer.json`` holds what came of it, and the schedule lies
beside it.

What makes the movement, and what verifies the schedule, runs elsewhere; peers' modules are loaded
for their own runs alone. The peak is read when the engine hands its result over, before that is
written.
"""

import json
import pickle
import resource
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.move_instances import MoveInstance, tiny
from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import tours_of
from reassure.engines.deploy.scheduling.listing import list_schedule
from reassure.engines.deploy.scheduling.solve import compile_search, schedule_moves
from reassure.model.choices import MoveMethod, MoveObjective, StoppedBy
from reassure.model.progress import StepProgress, Watchdog

SEED = 1
"""Seed of the search; the seed of the command line is that of the instance."""

BOUNDING = "bounding the lateness"
"""What the engine says while it seeks the bound."""

LISTED = "list made"
"""What it says once the list stands."""

BOUND_GAP = 0.001
"""Distance of flows and bound, over the bound, at which a run for the bound alone stops."""


class Job(NamedTuple):
    """What is to be run."""

    time_limit_s: float
    objective: str
    peer: str | None
    is_bound_only: bool


def resident_mb() -> float:
    """Return the largest resident set of this process so far [MiB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_engine(made: MoveInstance, job: Job, folder: Path) -> dict[str, Any]:
    """Return what the engine comes to."""
    begun, trace, bounded = time.perf_counter(), [], dict[str, Any]()
    listed = dict[str, float]()

    def note(told: StepProgress) -> bool:
        seconds = time.perf_counter() - begun
        if told.message == LISTED:
            listed["list_seconds"] = seconds
        if told.gap is None:
            return False
        trace.append((round(seconds, 3), told.message, told.gap))
        if not bounded and told.message == BOUNDING and told.gap <= BOUND_GAP:
            bounded.update(seconds=seconds, peak_mb=resident_mb(), gap=told.gap)
            bounded["stopped_by"] = StoppedBy.GAP.value
        return job.is_bound_only and (bool(bounded) or told.message != BOUNDING)

    result = schedule_deployment(
        made.plan,
        made.force_plan,
        objective=MoveObjective(job.objective),
        n_loads=made.n_loads or None,
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
        "peak_mb": resident_mb(),
        "stopped_by": None if how.stopped_by is None else how.stopped_by.value,
        "bound_seconds": bounded.get("seconds"),
        "trace": trace,
        **listed,
    }
    if job.is_bound_only:
        told = [gap for _, message, gap in trace if message == BOUNDING]
        answer |= {"gap": min(told, default=None), "objective": None}
        # A run that is asked to stop where the bound ends has done what there was to do.
        is_over = answer["stopped_by"] == StoppedBy.CLOCK.value
        return (
            answer
            | {"stopped_by": (StoppedBy.CLOCK if is_over else StoppedBy.WORK).value}
            | bounded
        )
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


def run_simulation(made: MoveInstance) -> dict[str, Any]:
    """Return what the list takes, and a simulation of the moves that it made.

    ``seconds`` is placing all loads, and simulating them; with ``_all``, from the plan on, where
    the simulation has its ways and days from the finished list. All are seconds of the processor,
    for the list is so short beside the simulation that whatever else runs would decide their ratio.
    ``verified`` says that both forms of the simulation arrive on the list's days.
    """
    from benchmarks.move_simpy import MoveModel

    marks = [time.process_time()]
    moves = Moves(made.plan, tours_of(made.plan, made.force_plan), n_loads=made.n_loads)
    moves.prepare(Watchdog("deploy"))
    traffic, terrain = moves.traffic(moves.limits.last_day), moves.search.ground.terrain
    order = np.arange(len(moves.carried), dtype=np.int32)
    room = moves.room
    marks.append(time.process_time())
    loads = list_schedule(terrain, traffic, order, room)
    marks.append(time.process_time())
    last = np.full(len(moves.carried), -1)
    np.maximum.at(last, loads.unit, loads.arrival_day)
    lost = np.unique(loads.unit[loads.arrival_day < 0])
    last[lost] = moves.horizon_day + 1
    listed = {
        move.tour.id: int(day) if day <= moves.horizon_day else None
        for move, day in zip(moves.carried, last, strict=True)
    }
    result = schedule_deployment(
        made.plan, made.force_plan, n_loads=made.n_loads or None, method=MoveMethod.LIST
    )
    marks.append(time.process_time())
    model = MoveModel(made.plan, made.force_plan, result)
    marks.append(time.process_time())
    days = model.run()
    marks.append(time.process_time())
    thrifty = model.run(is_thrifty=True)
    marks.append(time.process_time())
    reading, placing, _, building, simulating, sparing = np.diff(marks).tolist()
    simulated = [model.arrival_days(found) for found in (days, thrifty)]
    return {
        "seconds": placing,
        "objective": result.provenance.objective,
        "bound": None,
        "closure_day": result.closure_day,
        "whole_loads": len(loads.unit),
        "unfinished": result.unfinished,
        "verified": all(found == listed for found in simulated),
        "stopped_by": "work",
        "peer_seconds": simulating,
        "ratio": simulating / placing,
        "thrifty_seconds": sparing,
        "thrifty_ratio": sparing / placing,
        "seconds_all": reading + placing,
        "peer_seconds_all": building + simulating,
        "ratio_all": (building + simulating) / (reading + placing),
    }


def main(folder: Path) -> None:
    """Run the job that lies in a folder."""
    job = Job(**json.loads((folder / "job.json").read_text()))
    made: MoveInstance = pickle.loads((folder / "movement.pickle").read_bytes())
    small = tiny(0)
    schedule_deployment(small.plan, small.force_plan, n_loads=small.n_loads)
    compile_search(small.plan, small.force_plan)
    start_mb = resident_mb()
    (folder / "ready").touch()
    if job.peer is None:
        answer = run_engine(made, job, folder)
    elif job.peer == "arclp":
        answer = run_program(made, job)
    elif job.peer == "simpy":
        answer = run_simulation(made)
    else:
        answer = run_list(made, job)
    (folder / "answer.json").write_text(json.dumps(answer | {"start_mb": round(start_mb, 1)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
