"""Movements of seeded forces, scheduled beside plain lists, a linear program and a simulation.

``python -m benchmarks.deploy --size S|M|L --seed N --limit S --objective lateness|closure
[--loads forty|sixty] [--example NAME] [--bound] [--peer arclp|edd|wedd|simpy] [--trace] [--json]``

Every run is a process of its own. It first schedules a tiny movement, so that loading and compiling
are outside the clock; all work from the plan on is inside. The process is killed when it goes
beyond 1.25 times the limit and 10 s. Every schedule is held against the plan's limits by
`reassure.checks`, and its objective is added up anew from the arrivals of its loads.

``peak_mb`` is the largest resident set of that process until the engine hands its result over, with
the interpreter, all libraries and the plan; ``start_mb`` is what of it was there before the clock
ran. The movement is made, and the schedule verified, in another process.
``list_seconds`` is when the list stood, ``bound_seconds`` when flows and bound came within 0.1 %;
with ``--bound`` the run ends there, and seconds, gap and peak are those of the bound.
``--peer simpy`` times the list alone, and a simulation of the moves that it makes in the same
process (`benchmarks.move_run.run_simulation`).
"""

import argparse
import json
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.move_instances import MoveInstance, moves
from benchmarks.processes import run_job
from benchmarks.rows import tell

PEERS = ("arclp", "edd", "wedd", "simpy")
EXTRAS = (
    "peer_seconds",
    "ratio",
    "thrifty_seconds",
    "thrifty_ratio",
    "seconds_all",
    "peer_seconds_all",
    "ratio_all",
)
"""Fields that only a simulation has."""


def movement(options: argparse.Namespace) -> MoveInstance:
    """Make the movement: a seeded one, or that of the force plan of a shipped example."""
    if options.example is None:
        return moves(options.size, options.seed, loads=options.loads)
    from reassure import example_folder, generate_forces, read_plan

    plan = read_plan(example_folder(options.example))
    return MoveInstance(options.example, plan, generate_forces(plan), {})


def run_apart(
    made: MoveInstance,
    limit_s: float,
    *,
    objective: str = "lateness",
    peer: str | None = None,
    is_bound_only: bool = False,
) -> tuple[dict[str, Any], Any]:
    """Run one job in a process of its own; return what it told, and its schedule if any."""
    job = {
        "time_limit_s": limit_s,
        "objective": objective,
        "peer": peer,
        "is_bound_only": is_bound_only,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "job.json").write_text(json.dumps(job))
        (folder / "movement.pickle").write_bytes(pickle.dumps(made))
        seconds, peak_mb = run_job("benchmarks.move_run", folder, limit_s)
        is_done = (folder / "answer.json").exists()
        answer = json.loads((folder / "answer.json").read_text()) if is_done else {}
        schedule = folder / "schedule.pickle"
        found = pickle.loads(schedule.read_bytes()) if schedule.exists() else None
    return {"seconds": seconds, "peak_mb": peak_mb, "stopped_by": "killed"} | answer, found


def measure(options: argparse.Namespace, made: MoveInstance) -> dict[str, Any]:
    """Return the row of one run."""
    answer, found = run_apart(
        made,
        options.limit,
        objective=options.objective,
        peer=options.peer,
        is_bound_only=options.bound,
    )
    objective, bound = answer.get("objective"), answer.get("bound")
    between = (objective - bound) / bound if objective is not None and bound else None
    faults = [] if found is None else faults_of(made, found)
    row: dict[str, Any] = {
        "instance": made.name,
        "seed": options.seed if options.example is None else None,
        "loads": options.loads if options.example is None else "parcels",
        "lowered": "bound" if options.bound else options.objective,
        "peer": options.peer,
        "seconds": round(answer["seconds"], 3),
        "objective": objective,
        "bound": bound,
        "gap": answer.get("gap", between),
        "list_seconds": answer.get("list_seconds"),
        "bound_seconds": answer.get("bound_seconds"),
        "closure_day": answer.get("closure_day"),
        "whole_loads": answer.get("whole_loads"),
        "unfinished": answer.get("unfinished"),
        "start_mb": answer.get("start_mb"),
        "peak_mb": round(answer["peak_mb"], 1),
        "verified": answer.get("verified") if found is None else not faults,
        "stopped_by": answer["stopped_by"],
    }
    row |= {name: round(answer[name], 3) for name in EXTRAS if name in answer}
    if options.trace:
        row["trace"] = answer.get("trace", [])
    return row


def faults_of(made: MoveInstance, found: Any) -> list[str]:
    """Return what is wrong with a schedule."""
    from reassure.checks.deployment import verify_deployment

    faults = [str(fault) for fault in verify_deployment(made.plan, made.force_plan, found)]
    for fault in faults[:5]:
        print(f"{made.name}: {fault}", file=sys.stderr)
    return faults


def main() -> int:
    """Read the command line and measure; return 1 if the schedule does not stand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deploy", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L"], default="S")
    parser.add_argument("--seed", type=int, default=101, help="seed of the movement")
    parser.add_argument("--example", default=None, help="movement of this shipped plan instead")
    parser.add_argument("--limit", type=float, default=60.0, help="time limit [s]")
    parser.add_argument("--objective", choices=["lateness", "closure"], default="lateness")
    parser.add_argument("--loads", choices=["forty", "sixty"], default="forty")
    parser.add_argument("--bound", action="store_true", help="end once the bound is found")
    parser.add_argument("--peer", choices=PEERS, default=None, help="run this one instead")
    parser.add_argument("--trace", action="store_true", help="add seconds and gap by round")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    if options.peer is not None and (options.bound or options.example is not None):
        parser.error("--peer: found with --bound or --example; expected a seeded movement alone")
    row = measure(options, movement(options))
    tell(row, as_json=options.json)
    return 1 if row["verified"] is False else 0


if __name__ == "__main__":
    sys.exit(main())
