"""What movements cost against their size: units, places and days, one of them at a time.

``python -m benchmarks.growth [--by units|places|days] [--seed N] [--limit S] [--json]``

Each run is a process of its own, as in `benchmarks.deploy`, and ends once flows and bound lie
within 0.1 %. The other two sizes are those of size M, and capacities grow with what is to move. One
row a run has when the list stood and when the bound did, both from the plan on; then one row has
the exponents of the seconds against the size (least squares of the logarithms).
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.deploy import run_apart
from benchmarks.figures import fitted_exponent
from benchmarks.move_instances import SIZES, sized
from benchmarks.rows import tell

AXES = {
    "units": (75, 150, 300, 600),
    "places": (75, 150, 300, 600),
    "days": (90, 120, 180, 240),
}
"""Sizes by what grows, in the order of `move_instances.SIZES`."""

COSTS = ("list_seconds", "bound_seconds")


def sizes_by(axis: str, size: int) -> tuple[int, int, int]:
    """Return units, places and days of size M with one of them replaced."""
    units, places, days = (
        size if name == axis else usual for name, usual in zip(AXES, SIZES["M"], strict=True)
    )
    return units, places, days


def measure(axis: str, size: int, seed: int, limit_s: float) -> dict[str, Any]:
    """Return the row of one run."""
    made = sized(*sizes_by(axis, size), seed)
    answer, _ = run_apart(made, limit_s, is_bound_only=True)
    return {
        "instance": made.name,
        "seed": seed,
        "by": axis,
        "size": size,
        **{cost: answer.get(cost) for cost in COSTS},
        "gap": answer.get("gap"),
        "peak_mb": round(answer["peak_mb"], 1),
        "stopped_by": answer["stopped_by"],
    }


def exponents(rows: Sequence[dict[str, Any]]) -> dict[str, float | None]:
    """Return by cost its exponent over some rows; runs without it do not count."""
    return {
        cost: fitted_exponent([(row["size"], row[cost]) for row in rows if row[cost]])
        for cost in COSTS
    }


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--by", choices=list(AXES), default=None, help="only this one grows")
    parser.add_argument("--sizes", type=int, nargs="+", default=None, help="other sizes of it")
    parser.add_argument("--seed", type=int, default=101, help="seed of the movements")
    parser.add_argument("--limit", type=float, default=300.0, help="time limit of each run [s]")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    if options.sizes and options.by is None:
        parser.error("--sizes: found without --by; expected with what it is that grows")
    for axis in AXES if options.by is None else (options.by,):
        rows = list[dict[str, Any]]()
        for size in options.sizes or AXES[axis]:
            rows.append(measure(axis, size, options.seed, options.limit))
            tell(rows[-1], as_json=options.json)
        tell({"by": axis, "exponents": exponents(rows)}, as_json=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
