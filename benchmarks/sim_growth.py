"""What movements cost against their size: units and resources, one of them at a time.

1, 3 and 10 times the typical plan, first come first served and by priority. Units are more in the
same time, and resources work as much faster as each of them sees more loads, or slower where there
are more of them, so that each is in use for the same share of the time
(`benchmarks.sim_scenario.Size`). Visits go with units and not with resources. The fewer loads meet
at a resource, the more those of one unit wait for each other: ``events_per_visit`` says how often
by priority.

Sizes take turns, and the least time of each counts: what else the machine does only adds to it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt
import vl_convert

from benchmarks.figures import COLOURS, fitted_exponent
from benchmarks.sim_compare import Clock, Movements
from benchmarks.sim_dealt import bench_of, deal_movement
from benchmarks.sim_order import order_of
from benchmarks.sim_scenario import STATIONS, Size, typical

FACTORS = (1, 3, 10)
TURNS = 3

AXES = {
    "units": {factor: Size(n_units=300 * factor) for factor in FACTORS},
    "resources": {factor: Size(resources=factor) for factor in FACTORS},
}
DISCIPLINES = {"fifo": False, "priority": True}
NAMES = {"fifo": "first come first served", "priority": "by priority"}


def grow(
    seed: int, *, replications: int, factors: Sequence[int] = FACTORS
) -> Iterator[dict[str, Any]]:
    """Yield a row for each size, and one with the exponents of each axis.

    Parameters
    ----------
    seed
        Of the plans and their replications.
    replications
        Of the usual size, for each discipline; of larger ones as many fewer.
    factors
        Sizes, of those of `AXES`.
    """
    for axis, sizes in AXES.items():
        rows = [_row(axis, factor, sizes[factor], seed) for factor in factors]
        parts = [
            {name: Movements(typical(seed, size), by_level=by) for name, by in DISCIPLINES.items()}
            for size in (sizes[factor] for factor in factors)
        ]
        for turn in range(TURNS):
            for row, factor, movements in zip(rows, factors, parts, strict=True):
                n = max(1, replications // TURNS // (factor if axis == "units" else 1))
                for name, movement in movements.items():
                    movement.contest.ours = Clock()
                    movement.time_engine(seed, turn * n, n)
                    _better(row, name, movement.contest.ours)
        yield from rows
        yield {
            "by": axis,
            "exponents": {
                name: fitted_exponent([(row["size"], row[f"{name}_ms"]) for row in rows])
                for name in DISCIPLINES
            },
        }


def _row(axis: str, factor: int, size: Size, seed: int) -> dict[str, Any]:
    arrays, n_resources = typical(seed, size), size.resources * sum(row.n for row in STATIONS)
    dealt = deal_movement(arrays, seed, 0, by_level=True)
    order = order_of(
        arrays.loads,
        dealt.resources,
        dealt.course,
        bench_of(arrays).room,
        dealt.outcome,
        by_level=True,
    )
    return {
        "by": axis,
        "seed": seed,
        "factor": factor,
        "size": size.n_units if axis == "units" else n_resources,
        "events_per_visit": 1.0 + order.n_waits / len(order.load),
    }


def _better(row: dict[str, Any], name: str, clock: Clock) -> None:
    if clock.each_s * 1e3 < row.get(f"{name}_ms", float("inf")):
        row[f"{name}_ms"] = clock.each_s * 1e3
        row[f"{name}_ns_per_visit"] = clock.each_done_ns


def plot_growth(rows: Sequence[dict[str, Any]]) -> str:
    """Return the plot of time against size as SVG, one panel for each thing that grows."""
    points = [
        {"by": row["by"], "size": row["size"], "what": words, "ms": row[f"{name}_ms"]}
        for row in rows
        if "size" in row
        for name, words in NAMES.items()
    ]
    panels = [_panel([point for point in points if point["by"] == axis], axis) for axis in AXES]
    chart = alt.hconcat(*panels).resolve_scale(y="shared")
    return vl_convert.vegalite_to_svg(chart.to_json())


def _panel(points: Sequence[dict[str, Any]], axis: str) -> alt.Chart:
    sizes = sorted({point["size"] for point in points})
    return (
        alt.Chart(alt.Data(values=list(points)), title=axis)
        .mark_line(point=True, strokeWidth=1.6)
        .encode(
            x=alt.X(
                "size:Q",
                scale=alt.Scale(type="log", nice=False),
                title=None,
                axis=alt.Axis(values=sizes, format="d"),
            ),
            y=alt.Y("ms:Q", scale=alt.Scale(type="log"), title="ms for a replication, one thread"),
            color=alt.Color(
                "what:N",
                scale=alt.Scale(domain=list(NAMES.values()), range=COLOURS[1:]),
                title=None,
                legend=alt.Legend(orient="bottom", labelLimit=0, columnPadding=24),
            ),
        )
        .properties(width=220, height=220)
    )
