"""What reserves where promises are weak cost, and what they bring.

``python -m benchmarks.robust [--example NAME | --size S|M|L] [--scenarios N] [--seed N]
[--limit S] [--threads T] [--json]``

One row is the plan for which every offer counts in full, one the plan for the mean over the
scenarios. Both are judged in the same 500 scenarios, drawn apart from those planned for. The
objective of the first is that if every offer comes; ``weighted_fill`` can be compared: the mean
over the judging scenarios of the weighted unit-periods that are filled. Seeded coalitions
(``--size``) get weak promises: offers of a chance of 0.5 to 0.95, and in half of the nations a vote
for which all their offers wait.
"""

import argparse
import time
from typing import Any

import numpy as np

from benchmarks.force_instances import force_plan
from benchmarks.rows import tell
from reassure import example_folder, generate_forces, read_plan
from reassure.model.choices import ForceMethod
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table

WARM_UP_S = 5.0
WEAK = (0.5, 0.65, 0.8, 0.95)
VOTES = (0.6, 0.75, 0.9)


def weaken(plan: Plan, seed: int) -> Plan:
    """Give the offers of a plan chances below 1, and half of its nations a vote that is due."""
    draw = np.random.default_rng(2000 + seed)
    offers = [
        offer.model_copy(update={"probability": float(draw.choice(WEAK))}) for offer in plan.offers
    ]
    voting = sorted(nation.id for nation in plan.nations)[::2]
    decisions = [
        {
            "id": f"vote-{nation}",
            "nation": nation,
            "title": "Vote",
            "kind": "parliament",
            "probability": float(draw.choice(VOTES)),
        }
        for nation in voting
    ]
    conditions = [
        {
            "id": f"vote-{offer.id}",
            "offer": offer.id,
            "kind": "decision",
            "decision": f"vote-{offer.nation}",
        }
        for offer in plan.offers
        if offer.nation in voting
    ]
    return plan.with_tables(
        offers=Table.of(plan.offers.record_type, offers),
        decisions=Table.of(plan.decisions.record_type, [*plan.decisions, *decisions]),
        conditions=Table.of(plan.conditions.record_type, [*plan.conditions, *conditions]),
    )


def weighted_fill(plan: Plan, result: ForcePlan) -> float:
    """Return the mean over the judging scenarios of the weighted unit-periods that are filled."""
    required = {row.requirement: row.required_unit_days for row in result.line_fills}
    return sum(
        plan.requirements[row.requirement].weight
        * plan.objectives[str(row.objective)].weight
        * row.expected_fill
        * required[row.requirement]
        / plan.meta.period_days
        for row in result.chance_fills
        if row.requirement is not None
    )


def measure(plan: Plan, options: argparse.Namespace, scenarios: int) -> dict[str, Any]:
    """Make one plan and return its row."""
    begun = time.perf_counter()
    result = generate_forces(
        plan,
        seed=options.seed,
        time_limit_s=options.limit,
        threads=options.threads,
        method=ForceMethod.SEARCH,
        scenarios=scenarios,
    )
    seconds = time.perf_counter() - begun
    whole = next(iter(result.chance_fills))
    return {
        "scenarios": scenarios,
        "seconds": round(seconds, 2),
        "objective": result.provenance.objective,
        "bound": result.provenance.bound,
        "promised_fill": round(whole.promised_fill, 5),
        "expected_fill": round(whole.expected_fill, 5),
        "standard_error": round(whole.standard_error, 5),
        "fill_at_90": round(whole.fill_at_90, 5),
        "weighted_fill": round(weighted_fill(plan, result), 2),
        "reserve_unit_days": round(result.figures()["reserve_unit_days"], 1),
        "tours": len(result.assignments),
    }


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robust", description=__doc__)
    parser.add_argument("--example", default="reassurance-force", help="shipped plan")
    parser.add_argument("--size", choices=["S", "M", "L"], help="a seeded coalition instead")
    parser.add_argument("--scenarios", type=int, default=32, help="scenarios planned for")
    parser.add_argument("--seed", type=int, default=1, help="seed of the plan and of all draws")
    parser.add_argument("--limit", type=float, default=60.0, help="time limit of each plan [s]")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    if options.size:
        plan = weaken(force_plan(options.size, options.seed), options.seed)
        name = f"{options.size}-{options.seed}"
    else:
        plan, name = read_plan(example_folder(options.example)), options.example
    for scenarios in (0, options.scenarios):
        # Loading and compiling are outside the clock.
        generate_forces(plan, time_limit_s=WARM_UP_S, scenarios=min(scenarios, 2))
        row = {"instance": name, "seed": options.seed, **measure(plan, options, scenarios)}
        tell(row, as_json=options.json)


if __name__ == "__main__":
    main()
