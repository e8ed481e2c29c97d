"""Movements of seeded forces, scheduled beside plain lists and the whole linear program.

``python -m benchmarks.deploy --size S|M|L --seed N --limit S --objective lateness|closure
[--loads forty|sixty] [--peer arclp|edd|wedd] [--trace] [--json]``

Every run is a process of its own. It first schedules a tiny movement, so that loading and compiling
are outside the clock; all work from the plan on is inside. The process is killed when it goes
beyond 1.25 times the limit and 10 s. Every schedule is held against the plan's limits by
`reassure.checks`, and its objective is added up anew from the arrivals of its loads.
"""

import argparse
import json
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.move_instances import moves
from benchmarks.processes import run_job

PEERS = ("arclp", "edd", "wedd")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run one job in a process of its own and return its row."""
    job = {
        "size": options.size,
        "seed": options.seed,
        "time_limit_s": options.limit,
        "objective": options.objective,
        "loads": options.loads,
        "peer": options.peer,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "job.json").write_text(json.dumps(job))
        seconds, peak_mb = run_job("benchmarks.move_run", folder, options.limit)
        is_done = (folder / "answer.json").exists()
        answer = json.loads((folder / "answer.json").read_text()) if is_done else {}
        schedule = folder / "schedule.pickle"
        made = pickle.loads(schedule.read_bytes()) if schedule.exists() else None
    objective, bound = answer.get("objective"), answer.get("bound")
    row: dict[str, Any] = {
        "instance": f"{options.size}-{options.seed}",
        "seed": options.seed,
        "loads": options.loads,
        "lowered": options.objective,
        "peer": options.peer,
        "seconds": round(answer.get("seconds", seconds), 3),
        "objective": objective,
        "bound": bound,
        "gap": (objective - bound) / bound if objective is not None and bound else None,
        "closure_day": answer.get("closure_day"),
        "whole_loads": answer.get("whole_loads"),
        "unfinished": answer.get("unfinished"),
        "peak_mb": round(peak_mb, 1),
        "verified": None if made is None else not faults_of(options, made),
        "stopped_by": answer.get("stopped_by", "killed"),
    }
    if options.trace:
        row["trace"] = answer.get("trace", [])
    return row


def faults_of(options: argparse.Namespace, made: Any) -> list[str]:
    """Return what is wrong with a schedule."""
    from reassure.checks.deployment import verify_deployment

    instance = moves(options.size, options.seed, loads=options.loads)
    found = [str(fault) for fault in verify_deployment(instance.plan, instance.force_plan, made)]
    for fault in found[:5]:
        print(f"{instance.name}: {fault}", file=sys.stderr)
    return found


def main() -> int:
    """Read the command line and measure; return 1 if the schedule does not stand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deploy", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L"], default="S")
    parser.add_argument("--seed", type=int, default=101, help="seed of the movement")
    parser.add_argument("--limit", type=float, default=60.0, help="time limit [s]")
    parser.add_argument("--objective", choices=["lateness", "closure"], default="lateness")
    parser.add_argument("--loads", choices=["forty", "sixty"], default="forty")
    parser.add_argument("--peer", choices=PEERS, default=None, help="run this one instead")
    parser.add_argument("--trace", action="store_true", help="add seconds and gap by round")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    row = measure(options)
    if options.json:
        print(json.dumps(row), flush=True)
    else:
        print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    return 1 if row["verified"] is False else 0


if __name__ == "__main__":
    sys.exit(main())
