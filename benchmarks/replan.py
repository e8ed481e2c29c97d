"""Planning again after one change, beside a plan from scratch.

``python -m benchmarks.replan --size S|M|L|XL --seed N [--change withdrawn|added|slipped]
[--threads T] [--json]``

An earlier plan is made first, outside the clock. Then an offer is withdrawn (of those that serve,
the one with the most unit-days), or a line is added (the heaviest once more), or a line slips (the
heaviest, by two periods); the plan is made again from the earlier one, with few changes, and from
scratch. Both are verified. ``behind`` is how far the re-plan's objective lies below the plan from
scratch, over the latter; it is below 0 where the re-plan is better.
"""

import argparse
import sys
import time
from typing import Any

from benchmarks.force_instances import force_plan
from benchmarks.rows import tell
from reassure.checks.force_plan import verify_force_plan
from reassure.engines.generate import generate_forces, replan_forces
from reassure.model.choices import OfferState
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table

CHANGES = ("withdrawn", "added", "slipped")
SLIP_PERIODS = 2


def withdrawn(plan: Plan, before: ForcePlan) -> Plan:
    """Withdraw the offer that serves most."""
    days: dict[str, float] = {}
    for tour in before.assignments:
        days[tour.offer] = days.get(tour.offer, 0.0) + tour.until_day - tour.from_day
    most = max(days, key=lambda offer: (days[offer], offer))
    rows = [
        row.model_copy(update={"state": OfferState.WITHDRAWN}) if row.id == most else row
        for row in plan.offers
    ]
    return plan.with_tables(offers=Table.of(plan.offers.record_type, rows))


def added(plan: Plan, _before: ForcePlan) -> Plan:
    """Ask for the heaviest line once more."""
    line = _heaviest(plan)
    more = plan.requirements[line].model_copy(update={"id": f"{line}-again"})
    rows = [*plan.requirements, more]
    return plan.with_tables(requirements=Table.of(plan.requirements.record_type, rows))


def slipped(plan: Plan, _before: ForcePlan) -> Plan:
    """Let the heaviest line begin two periods later."""
    line, slip = _heaviest(plan), SLIP_PERIODS * plan.meta.period_days
    rows = [
        row.model_copy(update={"from_day": min(row.from_day + slip, row.until_day)})
        if row.id == line
        else row
        for row in plan.requirements
    ]
    return plan.with_tables(requirements=Table.of(plan.requirements.record_type, rows))


def _heaviest(plan: Plan) -> str:
    return max(plan.requirements, key=lambda row: (row.weight * row.quantity, row.id)).id


def measure(size: str, seed: int, change: str, threads: int) -> dict[str, Any]:
    """Return one row."""
    plan = force_plan(size, seed)
    before = generate_forces(plan, seed=1, threads=threads)
    changed = {"withdrawn": withdrawn, "added": added, "slipped": slipped}[change](plan, before)
    # A small one first, so that compiling is outside the clock.
    replan_forces(force_plan("S", 0), generate_forces(force_plan("S", 0), seed=1), seed=1)
    begun = time.perf_counter()
    again = replan_forces(changed, before, seed=1, threads=threads)
    again_s = time.perf_counter() - begun
    begun = time.perf_counter()
    scratch = generate_forces(changed, seed=1, threads=threads)
    scratch_s = time.perf_counter() - begun
    new, old = again.provenance.objective or 0.0, scratch.provenance.objective or 0.0
    return {
        "instance": f"{size}-{seed}",
        "seed": seed,
        "threads": threads,
        "change": change,
        "seconds": round(again_s, 3),
        "seconds_from_scratch": round(scratch_s, 3),
        "objective": new,
        "objective_from_scratch": old,
        "behind": (old - new) / old if old > 0 else None,
        "changed_tours": sum(row.units for row in again.changes),
        "tours": len(again.assignments),
        "bound": again.provenance.bound,
        "verified": not verify_force_plan(changed, again)
        and not verify_force_plan(changed, scratch),
    }


def main() -> int:
    """Read the command line and measure; return 1 if a plan does not stand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replan", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L", "XL"], default="L")
    parser.add_argument("--seed", type=int, default=101, help="seed of the coalition")
    parser.add_argument("--change", choices=CHANGES, default=None, help="only this one")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    code = 0
    for change in CHANGES if options.change is None else (options.change,):
        row = measure(options.size, options.seed, change, options.threads)
        code = code or int(not row["verified"])
        tell(row, as_json=options.json)
    return code


if __name__ == "__main__":
    sys.exit(main())
