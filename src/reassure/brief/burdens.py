"""Limits of what nations are asked to carry, where they bind."""

from dataclasses import dataclass

from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

_AT_LIMIT = 0.99
"""Tours are whole: a nation within a hundredth of its limit stands at it."""


@dataclass(frozen=True, slots=True)
class BurdenLimit:
    """A limit that a nation reaches, or that leaves lines short.

    Attributes
    ----------
    reference, nation
        The limit as ``burdens:id.field``, and whose it is.
    most, carried
        The limit, and what the nation carries of it [unit-months].
    short_unit_days
        What stays unfilled because of it [unit-days].
    """

    reference: str
    nation: str
    most: float
    carried: float
    short_unit_days: float


def binding_limits(plan: Plan, force_plan: ForcePlan) -> list[BurdenLimit]:
    """Return the limits that bind, those that leave most unfilled first."""
    months: dict[str, float] = {}
    for tour in force_plan.assignments:
        if tour.offer in plan.offers:
            nation = plan.offers[tour.offer].nation
            served = (tour.until_day - tour.from_day) / MONTH_DAYS
            months[nation] = months.get(nation, 0.0) + served
    total = sum(months.values())
    short: dict[str, float] = {}
    for row in force_plan.shortfalls:
        missing = row.quantity * (row.until_day - row.from_day)
        short[row.binding] = short.get(row.binding, 0.0) + missing
    found: list[BurdenLimit] = []
    for row in plan.burdens:
        limits = {"max_unit_months": row.max_unit_months}
        limits["max_share"] = None if row.max_share is None else row.max_share * total
        for column, most in limits.items():
            if most is None:
                continue
            reference, carried = f"burdens:{row.id}.{column}", months.get(row.nation, 0.0)
            if reference in short or (carried and carried >= _AT_LIMIT * most):
                missing = short.get(reference, 0.0)
                found.append(BurdenLimit(reference, row.nation, most, carried, missing))
    return sorted(found, key=lambda limit: (-limit.short_unit_days, limit.reference))
