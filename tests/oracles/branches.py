"""What branches have in common, counted day by day in plain loops; days are whole."""

from collections.abc import Mapping

from reassure.model.branch_results import BranchRun
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan


def tours(run: BranchRun) -> list[Assignment]:
    return [] if run.force_plan is None else list(run.force_plan.assignments)


def serving(run: BranchRun, offer: str, day: int) -> int:
    """Count the units of an offer that serve on a day."""
    return sum(
        1 for tour in tours(run) if tour.offer == offer and tour.from_day <= day < tour.until_day
    )


def no_regret_units(plan: Plan, runs: Mapping[str, BranchRun]) -> dict[str, int]:
    """Units of every offer that serve in each branch, on its best day."""
    days = range(int(plan.meta.horizon_days) + 1)
    found: dict[str, int] = {}
    for offer in plan.offers.ids:
        least = min(max(serving(run, offer, day) for day in days) for run in runs.values())
        if least:
            found[offer] = least
    return found


def persons(plan: Plan, run: BranchRun) -> int:
    """Most persons of units that serve on one day."""
    most = 0
    for day in range(int(plan.meta.horizon_days) + 1):
        there = 0
        for offer in plan.offers:
            each = plan.capabilities[offer.capability].persons
            there += each * serving(run, offer.id, day)
        most = max(most, there)
    return most


def expected(values: Mapping[str, float], chances: Mapping[str, float]) -> float:
    """Mean by taking a branch again and again, a hundred times for each hundredth of chance."""
    drawn = [values[name] for name, chance in chances.items() for _ in range(round(100 * chance))]
    return sum(drawn) / len(drawn)
