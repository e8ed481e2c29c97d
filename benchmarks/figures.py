"""The plot of gap against time, and of time against size, from rows of `benchmarks.generate`.

``python -m benchmarks.generate ... --trace --json >> ROWS`` several times, then
``python -m benchmarks.figures ROWS --out FOLDER [--gap G]``

writes ``generate-gap.svg``, and prints for every instance when it came within the gap ``G``, and
the exponent of that time against the number of possible tours (least squares of the logarithms).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import vl_convert

SIZES = ("M", "L", "XL")
COLOURS = ("#56B4E9", "#0072B2", "#E69F00")


def longest_runs(path: Path) -> list[dict[str, Any]]:
    """Return the longest traced run on one thread of each instance."""
    best: dict[str, dict[str, Any]] = {}
    for text in path.read_text().splitlines():
        row = json.loads(text)
        if row["peer"] is None and row["threads"] == 1 and row.get("trace"):
            known = best.get(row["instance"])
            if known is None or row["seconds"] > known["seconds"]:
                best[row["instance"]] = row
    return [best[name] for name in sorted(best)]


def seconds_to(row: dict[str, Any], gap: float) -> float | None:
    """Return when a run first came within a gap [s]; None: never."""
    return next((seconds for seconds, reached in row["trace"] if reached <= gap), None)


def exponent(rows: list[dict[str, Any]], gap: float) -> float | None:
    """Return the exponent of the time to a gap against the number of possible tours."""
    points = [(row["possible_tours"], seconds_to(row, gap)) for row in rows]
    return fitted_exponent([(size, seconds) for size, seconds in points if seconds])


def fitted_exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the exponent of a power law through points, by least squares of the logarithms.

    None where there are fewer than two sizes.
    """
    if len({size for size, _ in points}) < 2:
        return None
    logs = np.log(np.array(points, dtype=float))
    return float(np.polyfit(logs[:, 0], logs[:, 1], 1)[0])


def plot(rows: list[dict[str, Any]]) -> str:
    """Return the plot as SVG."""
    points = [
        {
            "instance": row["instance"],
            "size": row["instance"].split("-")[0],
            "seconds": seconds,
            "gap": gap,
        }
        for row in rows
        for seconds, gap in row["trace"]
        if seconds > 0.3 and gap <= 1
    ]
    return plot_gaps(points, SIZES, title="distance of plan and bound, over the plan")


def plot_gaps(points: list[dict[str, Any]], sizes: Sequence[str], *, title: str) -> str:
    """Return a plot of gap against time as SVG.

    Parameters
    ----------
    points
        With instance, size, seconds and gap.
    sizes
        All sizes, in the order of their colours.
    title
        What the gap is, in words.
    """
    chart = (
        alt.Chart(alt.Data(values=points))
        .mark_line(interpolate="step-after", strokeWidth=1.6)
        .encode(
            x=alt.X("seconds:Q", scale=alt.Scale(type="log"), title="seconds, one thread"),
            y=alt.Y(
                "gap:Q",
                scale=alt.Scale(type="log"),
                title=title,
                axis=alt.Axis(format="%"),
            ),
            color=alt.Color(
                "size:N",
                scale=alt.Scale(domain=list(sizes), range=COLOURS[: len(sizes)]),
                title="size",
            ),
            detail="instance:N",
        )
        .properties(width=560, height=320)
    )
    return vl_convert.vegalite_to_svg(chart.to_json())


def main() -> int:
    """Read rows, write the plot, print times and exponent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.figures", description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--gap", type=float, default=0.15)
    options = parser.parse_args()
    rows = [row for row in longest_runs(options.rows) if row["instance"].split("-")[0] in SIZES]
    (options.out / "generate-gap.svg").write_text(plot(rows))
    for row in rows:
        told = {
            "instance": row["instance"],
            "possible_tours": row["possible_tours"],
            "seconds_to_gap": seconds_to(row, options.gap),
        }
        print(json.dumps(told))
    print(json.dumps({"gap": options.gap, "exponent": exponent(rows, options.gap)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
