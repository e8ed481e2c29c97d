"""The plots of deployments: gap against time, and time against size.

``python -m benchmarks.deploy ... --trace --json >> ROWS`` and
``python -m benchmarks.growth --json >> ROWS``, then
``python -m benchmarks.move_figures ROWS --out FOLDER``

writes ``deploy-gap.svg`` from the traced runs of sizes M and L by lateness, and
``deploy-growth.svg`` from those of growth; a plot without rows is not written.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from benchmarks.figures import COLOURS, plot_gaps
from benchmarks.growth import AXES, COSTS

SIZES = ("M", "L")
BETTERING = "bettering the schedule"
"""What the engine says while it tells the gap of schedule and bound."""

GAP_TITLE = "distance of schedule and bound, over the bound"
NAMES = dict(zip(COSTS, ("list", "bound within 0.1 %"), strict=True))


def gap_points(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return when which instance came to which gap of schedule and bound."""
    return [
        {
            "instance": row["instance"],
            "size": row["instance"].split("-")[0],
            "seconds": seconds,
            "gap": gap,
        }
        for row in rows
        if row.get("trace") and row["instance"].split("-")[0] in SIZES
        if (row["lowered"], row["loads"]) == ("lateness", "forty")
        for seconds, message, gap in row["trace"]
        if message == BETTERING and gap > 0
    ]


def growth_points(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what took how long at which size; what did not end is left out."""
    return [
        {"by": row["by"], "size": row["size"], "what": NAMES[cost], "seconds": row[cost]}
        for row in rows
        if "size" in row
        for cost in COSTS
        if row[cost]
    ]


def plot_growth(points: list[dict[str, Any]]) -> str:
    """Return the plot of time against size as SVG, one panel for each thing that grows."""
    whats = list(NAMES.values())
    chart = (
        alt.Chart(alt.Data(values=points))
        .mark_line(point=True, strokeWidth=1.6)
        .encode(
            x=alt.X("size:Q", scale=alt.Scale(type="log", nice=False), title=None),
            y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), title="seconds, one thread"),
            color=alt.Color("what:N", scale=alt.Scale(domain=whats, range=COLOURS[1:]), title=None),
            column=alt.Column("by:N", sort=list(AXES), title=None),
        )
        .properties(width=180, height=220)
        .resolve_scale(x="independent")
    )
    return vl_convert.vegalite_to_svg(chart.to_json())


def main() -> int:
    """Read rows, write the plots."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.move_figures", description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = [json.loads(text) for text in options.rows.read_text().splitlines()]
    gaps, growth = gap_points(rows), growth_points(rows)
    if gaps:
        (options.out / "deploy-gap.svg").write_text(plot_gaps(gaps, SIZES, title=GAP_TITLE))
    if growth:
        (options.out / "deploy-growth.svg").write_text(plot_growth(growth))
    return 0 if gaps or growth else 1


if __name__ == "__main__":
    sys.exit(main())
