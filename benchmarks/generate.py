"""Force generation on seeded coalitions, beside the model that one would first write.

``python -m benchmarks.generate --size S|M|L|XL --seed N --limit S --threads T [--peer NAME]
[--trace] [--json]``

Every run is a process of its own. It first solves a small coalition, so that loading and compiling
are outside the clock; building the model from the plan is inside. The process is killed when it
goes beyond 1.25 times the limit and 10 s. The plan that comes back is read and valued anew by
`benchmarks.force_verify`. The peak is the largest resident set of the process or of a solver that
it started, warm-up included; of a solver that was killed, that of the process alone.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.processes import run_job
from benchmarks.rows import tell

PEERS = ("pulp", "pyomo", "cpsat")
CLAIM_TOLERANCE = 1e-6
"""Share of the objective by which the value that a run claims may differ from that of its plan."""


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run one job in a process of its own and return its row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        job = {
            "size": options.size,
            "seed": options.seed,
            "time_limit_s": options.limit,
            "threads": options.threads,
            "peer": options.peer,
        }
        (folder / "job.json").write_text(json.dumps(job))
        seconds, peak_mb = run_job("benchmarks.force_run", folder, options.limit)
        is_done = (folder / "answer.json").exists()
        answer = json.loads((folder / "answer.json").read_text()) if is_done else {}
    row: dict[str, Any] = {
        "instance": f"{options.size}-{options.seed}",
        "seed": options.seed,
        "threads": options.threads,
        "peer": options.peer,
        "method": answer.get("method"),
        "seconds": round(answer.get("seconds", seconds), 3),
        "objective": answer.get("objective"),
        "bound": answer.get("bound"),
        "gap": _gap(answer.get("objective"), answer.get("bound")),
        "peak_mb": round(peak_mb, 1),
        "verified": None,
        "stopped_by": answer.get("stopped_by", "killed"),
    }
    if options.trace:
        row["possible_tours"] = answer.get("possible_tours")
        row["trace"] = answer.get("trace", [])
    if row["objective"] is not None:
        faults = find_faults(options.size, options.seed, answer, may_be_modest=bool(options.peer))
        row["verified"] = not faults
        for fault in faults[:5]:
            print(f"{row['instance']}: {fault}", file=sys.stderr)
    return row


def _gap(objective: float | None, bound: float | None) -> float | None:
    if objective is None or bound is None or objective <= 0:
        return None
    return max(0.0, bound - objective) / objective


def find_faults(
    size: str, seed: int, answer: dict[str, Any], *, may_be_modest: bool = False
) -> list[str]:
    """Return the rules that an answer's plan breaks, and claims that are not so.

    A peer that was stopped may hold a plan in which a switch is on for nothing, and so claim less
    than its plan is worth (``may_be_modest``); nobody may claim more.
    """
    from benchmarks.force_instances import force_plan
    from benchmarks.force_verify import Reading, Served, broken_rules, objective

    reading = Reading(force_plan(size, seed))
    tours = [Served(*tour) for tour in answer["tours"]]
    faults = broken_rules(reading, tours)
    if faults:
        return faults
    value, claimed, bound = objective(reading, tours), answer["objective"], answer["bound"]
    slack = CLAIM_TOLERANCE * max(1.0, abs(value))
    if claimed > value + slack or (claimed < value - slack and not may_be_modest):
        faults.append(f"objective: claims {claimed}, the plan is worth {value}")
    if bound is not None and bound < value - slack:
        faults.append(f"bound: claims {bound}, the plan is worth {value}")
    return faults


def main() -> int:
    """Read the command line and measure; return 1 if the plan does not stand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L", "XL"], default="S")
    parser.add_argument("--seed", type=int, default=101, help="seed of the coalition")
    parser.add_argument("--limit", type=float, default=60.0, help="time limit [s]")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--peer", choices=PEERS, default=None, help="run this one instead")
    parser.add_argument(
        "--trace", action="store_true", help="add possible tours, and seconds and gap by round"
    )
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    row = measure(options)
    tell(row, as_json=options.json)
    return 1 if row["verified"] is False else 0


if __name__ == "__main__":
    sys.exit(main())
