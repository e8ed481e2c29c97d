"""Replications of a typical plan, beside SimPy and beside the least that they could take.

``python -m benchmarks.simulate [--seed N] [--replications R] [--peer-replications P]
[--ten-thousand N] [--json]``

One row. ``fifo_ratio``, ``priority_ratio`` and ``sustainment_ratio`` say how many times as long a
replication takes with SimPy, and ``oracle_max_diff`` how far apart any arrival [d] or stock [t] of
the two is; SimPy is told all draws, the engine makes them. ``replay_ratio`` is a pass over events
over its replay, where the order is known before (`benchmarks.sim_replay`). These are seconds of the
processor on one thread, of contestants in turn.

``seconds_10000`` is the wall time of 10,000 replications of the whole plan, movement by priority
and supply, on two threads, and ``peak_mb`` the largest resident set of the process that only does
this, interpreter and libraries counted. ``hashes_equal`` says that all results are the same to the
byte with one thread and two, in batches of uneven size, and on two workers of a Dask cluster.

``python -m benchmarks.simulate --growth [--plot FILE.svg]`` tells instead what movements cost
against units and resources (`benchmarks.sim_growth`).

The plan, in `benchmarks.sim_scenario` and `benchmarks.sim_supply_scenario`, is made by the seed.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from benchmarks.rows import tell
from benchmarks.sim_compare import Floors, Movements, Supplies
from benchmarks.sim_growth import grow, plot_growth
from benchmarks.sim_supply_scenario import N_DAYS, N_ITEMS, whole_plan
from benchmarks.sim_whole import Job, digests, run_apart

EXACT = 1e-9
"""Largest difference that two contestants may have."""

FLOOR_SHARE = 4
"""A pass over events is timed once for so many replications."""


def measure(
    seed: int, *, replications: int, peer_replications: int, ten_thousand: int
) -> dict[str, Any]:
    """Return the row.

    Parameters
    ----------
    seed
        Of the plan, and of its replications.
    replications
        How often the engine works out each part.
    peer_replications
        How often SimPy does.
    ten_thousand
        Replications of the whole plan.
    """
    whole, frame = whole_plan(seed)
    fifo, priority = (Movements(whole.arrays, by_level=by_level) for by_level in (False, True))
    floor, ranked_floor = (Floors(whole.arrays, by_level=by_level) for by_level in (False, True))
    supply = Supplies(whole)
    share = -(-replications // peer_replications)
    for turn in range(peer_replications):
        first = turn * share
        floor.round(fifo.round(seed, first, share), share // FLOOR_SHARE)
        ranked = priority.round(seed, first, share)
        ranked_floor.round(ranked, share // FLOOR_SHARE)
        supply.round(ranked.outcome.arrive_day, seed, first, share)
    found = digests(whole, frame, seed, replications)
    taken = run_apart(Job(seed, ten_thousand))
    contests = {"fifo": fifo, "priority": priority, "sustainment": supply}
    most_diff = max(part.contest.most_diff for part in contests.values())
    is_replayed = max(part.contest.most_diff for part in (floor, ranked_floor)) <= EXACT
    hashes_equal = len(set(found.values())) == 1
    ours = fifo.contest.ours
    return {
        "instance": f"typical-{seed}",
        "seed": seed,
        "replications": ours.n,
        "peer_replications": peer_replications,
        "visits": round(ours.n_done / ours.n),
        "events_per_visit": round(ranked_floor.n_events / ranked_floor.n_visits, 3),
        "item_days": N_DAYS * N_ITEMS,
        "convoys": round(supply.n_convoys / peer_replications),
        **{f"{name}_ratio": round(part.contest.ratio, 1) for name, part in contests.items()},
        **{f"{name}_ms": _ms(part.contest.ours.each_s) for name, part in contests.items()},
        **{f"{name}_simpy_ms": _ms(part.contest.peer.each_s) for name, part in contests.items()},
        "ns_per_visit": round(ours.each_done_ns, 2),
        "ns_per_visit_priority": round(priority.contest.ours.each_done_ns, 2),
        "ns_per_item_day": round(supply.contest.ours.each_done_ns, 2),
        "replay_ratio": round(floor.contest.ratio, 3),
        "replay_ratio_priority": round(ranked_floor.contest.ratio, 3),
        "ns_per_visit_pass": round(floor.contest.peer.each_done_ns, 2),
        "ns_per_visit_pass_priority": round(ranked_floor.contest.peer.each_done_ns, 2),
        "ns_per_visit_replay": round(floor.contest.ours.each_done_ns, 2),
        "oracle_max_diff": most_diff,
        "replay_equal": is_replayed,
        "hashes_equal": hashes_equal,
        "hashes": list(found),
        "ten_thousand": ten_thousand,
        "seconds_10000": taken["seconds"],
        "peak_mb": round(taken["peak_mb"], 1),
        "verified": most_diff <= EXACT and is_replayed and hashes_equal,
    }  # fmt: skip


def _ms(seconds: float) -> float:
    return round(1e3 * seconds, 4)


def counted(text: str) -> int:
    """Return a number from 1 on."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def main() -> int:
    """Read the command line and measure; return 1 if the results do not stand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulate", description=__doc__)
    parser.add_argument("--seed", type=int, default=101, help="seed of the plan and all draws")
    parser.add_argument("--replications", type=counted, default=1000, help="of each part")
    parser.add_argument("--peer-replications", type=counted, default=4, help="of SimPy")
    parser.add_argument(
        "--ten-thousand", type=counted, default=10_000, help="of the whole plan, in its own process"
    )
    parser.add_argument("--growth", action="store_true", help="tell cost against size instead")
    parser.add_argument("--plot", type=Path, default=None, help="with --growth: SVG to write")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    if options.plot is not None and not options.growth:
        parser.error("--plot: found without --growth; expected with it")
    if options.growth:
        rows = []
        for row in grow(options.seed, replications=options.replications):
            rows.append(row)
            tell(row, as_json=options.json)
        if options.plot is not None:
            options.plot.write_text(plot_growth(rows))
        return 0
    row = measure(
        options.seed,
        replications=options.replications,
        peer_replications=options.peer_replications,
        ten_thousand=options.ten_thousand,
    )
    tell(row, as_json=options.json)
    return 0 if row["verified"] else 1


if __name__ == "__main__":
    sys.exit(main())
