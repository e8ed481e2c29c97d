"""Reading and checking a plan, beside Frictionless on the same data package.

``python -m benchmarks.check [--offers N] [--seed N] [--peer frictionless] [--json]``
"""

import argparse
import statistics
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.rows import tell
from reassure.io.write import write_plan
from reassure.model.finding import faults
from reassure.model.plan import Plan, PlanMeta
from reassure.pipeline import check_plan


def make_plan(n_offers: int, seed: int) -> Plan:
    """Make a plan with many offers, all of them sound."""
    rng = np.random.default_rng(seed)
    nations = [f"X{chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(30)]
    starts = rng.integers(0, 300, n_offers)
    tables: dict[str, list[dict[str, Any]]] = {
        "nations": [{"id": nation, "name": nation} for nation in nations],
        "objectives": [{"id": "land", "name": "Peace on land", "weight": 1}],
        "capabilities": [
            {
                "id": f"kind-{i}",
                "name": f"Kind {i}",
                "domain": "land",
                "persons": 100,
                "vehicles": 20,
                "tonnes": 300,
                "lane_m": 180,
                "wagons": 15,
            }
            for i in range(26)
        ],
        "locations": [
            {"id": f"place-{i}", "name": "x", "kind": "base", "nation": "XAA", "lat": 50, "lon": i}
            for i in range(10)
        ],
        "sectors": [{"id": "west", "name": "West", "location": "place-0"}],
        "offers": [
            {
                "id": f"offer-{i}",
                "nation": nations[i % 30],
                "capability": f"kind-{i % 26}",
                "quantity": int(rng.integers(1, 6)),
                "state": "offered",
                "from_day": int(starts[i]),
                "until_day": int(starts[i]) + 180,
                "tour_min_days": 60,
                "tour_max_days": 120,
                "origin": f"place-{i % 10}",
            }
            for i in range(n_offers)
        ],
    }
    meta = PlanMeta(
        format=1,
        title="Many offers",
        horizon_days=540,
        currency="USD",
        price_year=2018,
        label="UNCLASSIFIED",
        notional=True,
    )
    return Plan.of(meta, tables)


def seconds_of_frictionless(folder: Path) -> float:
    """Return how long Frictionless takes to validate the same package [s]."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        begun = time.perf_counter()
        report = frictionless.validate(str(folder / "datapackage.json"))
        taken = time.perf_counter() - begun
    if not report.valid:
        raise SystemExit(report.to_summary())
    return taken


def seconds_of_check(folder: Path) -> float:
    """Return how long reading and checking takes [s]; the plan must be without faults."""
    begun = time.perf_counter()
    _, findings = check_plan(folder)
    taken = time.perf_counter() - begun
    if faults(findings):
        raise SystemExit(f"the plan that was made has faults: {findings[0]}")
    return taken


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check", description=__doc__)
    parser.add_argument("--offers", type=int, default=2000, help="rows of the largest table")
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--peer", choices=["frictionless"], default=None)
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "plan"
        write_plan(make_plan(options.offers, options.seed), folder)
        ours = statistics.median(seconds_of_check(folder) for _ in range(3))
        row: dict[str, Any] = {
            "instance": f"{options.offers} offers",
            "seed": options.seed,
            "seconds": round(ours, 3),
        }
        if options.peer:
            peer = seconds_of_frictionless(folder)
            row |= {
                "peer": options.peer,
                "peer_seconds": round(peer, 3),
                "ratio": round(peer / ours, 1),
            }
    tell(row, as_json=options.json)


if __name__ == "__main__":
    main()
