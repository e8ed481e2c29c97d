"""Ten asks worked out on the shipped example, from a force plan that is there already.

``python -m benchmarks.asks [--top N] [--seed N] [--threads N] [--json]``

A process of its own makes the force plan, compiles all that asks need on a small plan, and only
then lets the clock run. The peak is the largest resident set of that process, the force plan
included.
"""

import argparse
import json
import subprocess
import sys
import time
from typing import Any

from benchmarks.rows import tell

EXAMPLE = "reassurance-force"


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run in a process of its own and return the row."""
    command = [sys.executable, "-m", "benchmarks.asks", "--here"]
    for name in ("top", "seed", "threads"):
        command += [f"--{name}", str(getattr(options, name))]
    process = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    row: dict[str, Any] = json.loads(process.stdout)
    return row


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Rank asks in this process."""
    import resource

    from reassure import example_folder, generate_forces, rank_asks, read_plan

    first = read_plan(example_folder("first-steps"))
    rank_asks(first, generate_forces(first), top=1)
    plan = read_plan(example_folder(EXAMPLE))
    before = generate_forces(plan, seed=options.seed)
    begun = time.perf_counter()
    asks = rank_asks(plan, before, top=options.top, seed=options.seed, threads=options.threads)
    seconds = time.perf_counter() - begun
    figures = asks.figures()
    return {
        "instance": EXAMPLE,
        "seed": options.seed,
        "threads": options.threads,
        "seconds": round(seconds, 3),
        "asks": figures["asks"],
        "worked_out": figures["worked_out"],
        "distinguishable": figures["distinguishable"],
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.asks", description=__doc__)
    parser.add_argument("--top", type=int, default=10, help="asks to work out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    row = run(options) if options.here else measure(options)
    tell(row, as_json=options.json or options.here)
    return 0


if __name__ == "__main__":
    sys.exit(main())
