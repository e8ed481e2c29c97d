"""Who may do what in a drawn coalition: the permission matrix and the fewest changes, timed.

``python -m benchmarks.roe --nations 40 --units 2000 --measures 200 --tasks 100 --sectors 50``
``--periods 36 --seed S [--holes 30] [--json]``

Caveats bind a third of the units; of the positions, 15 % refuse, 20 % ask first and
5 % restrict to half of the sectors. A process of
its own makes plan and force plan, and only then lets the clock run; the peak is its largest
resident set, the plan included. ``--holes`` draws positions on the measures of some tasks in some
sectors until so many tasks are barred to every unit there.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.force_instances import nation
from benchmarks.rows import tell
from reassure.model.plan import Plan, PlanMeta
from reassure.model.results import ForcePlan

Rows = list[dict[str, Any]]
PERIOD_DAYS = 30.0
SIZES = {"nations": 40, "units": 2000, "measures": 200, "tasks": 100, "sectors": 50, "periods": 36}
REFUSED, ON_APPROVAL, RESTRICTED = 0.15, 0.2, 0.05
CAVEATS = 1 / 3


@dataclass(frozen=True)
class Size:
    """How large a drawn coalition is."""

    nations: int
    units: int
    measures: int
    tasks: int
    sectors: int
    periods: int


def drawn(size: Size, seed: int, *, holes: int = 0) -> tuple[Plan, ForcePlan]:
    """Draw a coalition and who serves where.

    Parameters
    ----------
    size
        Its size.
    seed
        Seed of all draws.
    holes
        Pairs of sector and task that every unit there is barred from by positions.
    """
    from reassure.model.choices import Status
    from reassure.model.outputs import Assignment, LineFill, Shortfall
    from reassure.model.result import Provenance
    from reassure.model.table import Table

    draw = np.random.default_rng(seed)
    horizon = size.periods * PERIOD_DAYS
    codes = [nation(i) for i in range(size.nations)]
    home = draw.integers(0, size.nations, size.units)
    sector = draw.integers(0, size.sectors, size.units)
    tables: dict[str, Rows] = {
        "nations": [{"id": code, "name": code} for code in codes],
        "objectives": [{"id": "all", "name": "All", "weight": 1}],
        "locations": [
            {"id": "camp", "name": "Camp", "kind": "base", "nation": codes[0], "lat": 50, "lon": 20}
        ],
        "sectors": [
            {"id": f"s{s:02}", "name": f"Sector {s}", "location": "camp"}
            for s in range(size.sectors)
        ],
        "capabilities": [
            {
                "id": "inf",
                "name": "Infantry",
                "domain": "land",
                **dict.fromkeys(("persons", "vehicles", "tonnes", "lane_m", "wagons"), 100),
            }
        ],
        "measures": [
            {
                "id": f"m{m:03}",
                "series": str(10 + m // 10),
                "number": str(m % 10),
                "title": f"Measure {m}",
                "text": "Drawn",
                "kind": "permission",
                "needs": [f"m{draw.integers(0, m):03}"] if m > 20 and draw.random() < 0.3 else [],
            }
            for m in range(size.measures)
        ],
        "tasks": [
            {
                "id": f"t{t:03}",
                "title": f"Task {t}",
                "objective": "all",
                "measures": sorted({f"m{m:03}" for m in draw.integers(0, size.measures, 4)}),
            }
            for t in range(size.tasks)
        ],
        "offers": [
            {
                "id": f"o{u:04}",
                "nation": codes[home[u]],
                "capability": "inf",
                "quantity": 1,
                "state": "offered",
                "from_day": 0,
                "until_day": horizon,
                "tour_min_days": PERIOD_DAYS,
                "tour_max_days": horizon,
                "origin": "camp",
            }
            for u in range(size.units)
        ],
        "requirements": [
            {
                "id": f"line-s{s:02}",
                "objective": "all",
                "sector": f"s{s:02}",
                "capability": "inf",
                "quantity": int((sector == s).sum()),
                "from_day": 0,
                "until_day": horizon,
            }
            for s in range(size.sectors)
        ],
        "positions": _positions(draw, size, codes),
        "caveats": _caveats(draw, size, codes, home),
    }
    if holes:
        _bar(draw, tables, holes, codes, home, sector)
    meta = PlanMeta(
        format=1,
        title=f"Coalition {seed}",
        horizon_days=horizon,
        period_days=PERIOD_DAYS,
        currency="EUR",
        price_year=2025,
        label="UNCLASSIFIED",
        notional=True,
    )
    plan = Plan.of(meta, tables)
    # Half of the units are there all the time, so that few tasks are barred by chance.
    late = draw.integers(0, max(1, size.periods // 2), size.units)
    start = np.where(draw.random(size.units) < 0.5, 0, late)
    tours = [
        {
            "id": f"a{u:04}",
            "requirement": f"line-s{sector[u]:02}",
            "offer": f"o{u:04}",
            "unit": f"o{u:04}.1",
            "from_day": start[u] * PERIOD_DAYS,
            "until_day": horizon,
            "effective_quantity": 1.0,
        }
        for u in range(size.units)
    ]
    provenance = Provenance("generate", seed, plan.sha256, {}, Status.COMPUTED)
    made = Table.of(Assignment, tours)
    return plan, ForcePlan(provenance, made, Table.empty(Shortfall), Table.empty(LineFill))


def _positions(draw: np.random.Generator, size: Size, codes: list[str]) -> Rows:
    chances = [REFUSED, ON_APPROVAL, RESTRICTED, 1 - REFUSED - ON_APPROVAL - RESTRICTED]
    words = ["refused", "on_approval", "restricted", "accepted"]
    rows: Rows = []
    for code in codes:
        for m in range(size.measures):
            stance = str(draw.choice(words, p=chances))
            row: dict[str, Any] = {
                "id": f"p-{code.lower()}-{m:03}",
                "nation": code,
                "measure": f"m{m:03}",
                "stance": stance,
            }
            if stance == "on_approval":
                row |= {"approver": "Minister", "answer_hours": float(draw.integers(1, 96))}
            if stance == "restricted":
                few = draw.integers(0, size.sectors, max(1, size.sectors // 2))
                row["sectors"] = sorted({f"s{s:02}" for s in few})
            rows.append(row)
    return rows


def _caveats(draw: np.random.Generator, size: Size, codes: list[str], home: np.ndarray) -> Rows:
    rows: Rows = []
    for u in np.flatnonzero(draw.random(size.units) < CAVEATS).tolist():
        row: dict[str, Any] = {
            "id": f"c{u:04}",
            "nation": codes[home[u]],
            "offer": f"o{u:04}",
            "kind": "prohibition",
        }
        if draw.random() < 0.5:
            hours = float(draw.integers(1, 96))
            row |= {"kind": "limitation", "approver": "Parliament", "answer_hours": hours}
        if draw.random() < 0.5:
            row["sectors"] = sorted({f"s{s:02}" for s in draw.integers(0, size.sectors, 10)})
        if draw.random() < 0.7 or "sectors" not in row:
            row["tasks"] = sorted({f"t{t:03}" for t in draw.integers(0, size.tasks, 10)})
        if draw.random() < 0.3:
            first = float(draw.integers(0, size.periods)) * PERIOD_DAYS
            row |= {"from_day": first, "until_day": first + 5 * PERIOD_DAYS}
        rows.append(row)
    return rows


def _bar(
    draw: np.random.Generator,
    tables: dict[str, Rows],
    holes: int,
    codes: list[str],
    home: np.ndarray,
    sector: np.ndarray,
) -> None:
    """Let every nation in some sectors refuse one or two measures of a task there."""
    tasks = {row["id"]: row["measures"] for row in tables["tasks"]}
    n_sectors = len(tables["sectors"])
    for k in range(holes):
        s, task = int(draw.integers(0, n_sectors)), str(draw.choice(sorted(tasks)))
        for code in sorted({codes[i] for i in home[sector == s]}):
            few = draw.choice(tasks[task], min(2, len(tasks[task])), replace=False)
            tables["positions"] += [
                {
                    "id": f"h{k:02}-{code.lower()}-{measure}",
                    "nation": code,
                    "measure": str(measure),
                    "stance": "refused",
                    "sectors": [f"s{s:02}"],
                    "tasks": [task],
                }
                for measure in few
            ]


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Judge a drawn coalition in this process."""
    import resource

    from reassure.engines.common.highs import solve_program as _  # noqa: F401 - loaded beforehand
    from reassure.engines.roe.covering import cover, without_implied
    from reassure.engines.roe.frame import Frame
    from reassure.engines.roe.groups import groups_of
    from reassure.engines.roe.holes import holes_of
    from reassure.engines.roe.matrix import judge
    from reassure.engines.roe.telling import limit_table, permission_table
    from reassure.model.progress import Watchdog

    size = Size(**{name: getattr(options, name) for name in SIZES})
    plan, force_plan = drawn(size, options.seed, holes=options.holes)
    watch = Watchdog("roe")
    begun = time.perf_counter()
    frame = Frame(plan)
    matrix = judge(frame, list(groups_of(frame, force_plan)), watch)
    table, limits = permission_table(frame, matrix), limit_table(frame, matrix)
    judged = time.perf_counter()
    holes = holes_of(frame, matrix)
    covers = [cover(without_implied(hole.ways), seed=options.seed, watch=watch) for hole in holes]
    stretches = [ways for hole in holes for ways in without_implied(hole.ways)]
    smallest = cover(stretches, seed=options.seed, watch=watch)
    covered = time.perf_counter()
    cells = matrix.cells
    return {
        **{name: getattr(size, name) for name in SIZES},
        "seed": options.seed,
        "matrix_seconds": round(judged - begun, 3),
        "cover_seconds": round(covered - judged, 3),
        "rows": len(table),
        "limits": len(limits),
        "headline": float(cells.present[:, :, 1].sum()),
        "usable": float((cells.free + cells.on_approval)[:, :, 1].sum()),
        "holes": len(holes),
        "smallest_set": len(smallest.changes),
        "bound": smallest.bound,
        "is_proven": smallest.is_proven and all(item.is_proven for item in covers),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roe", description=__doc__)
    for name, default in SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--holes", type=int, default=30, help="tasks barred in a sector, at least")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        tell(run(options), as_json=True)
        return 0
    command = [sys.executable, "-m", "benchmarks.roe", "--here"]
    for name in (*SIZES, "holes", "seed"):
        command += [f"--{name}", str(getattr(options, name))]
    process = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    tell(json.loads(process.stdout), as_json=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
