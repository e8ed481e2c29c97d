"""Who provides what: unit-days of every line by nation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reassure.model.plan import Plan
from reassure.model.results import ForcePlan


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one line, or several together, ask for and get.

    Attributes
    ----------
    required, provided
        Asked for, and provided by all nations [effective unit-days].
    by_nation
        What each nation provides [effective unit-days]; they add up to ``provided``.
    """

    required: float
    provided: float
    by_nation: Mapping[str, float]


def contributions(plan: Plan, force_plan: ForcePlan) -> dict[str, Contribution]:
    """Return what each line of a force plan asks for and gets, by line.

    Where tours of several nations together count more than a line asks for, as at relief, what
    it gets is divided among them by what their tours count.
    """
    served: dict[str, dict[str, float]] = {}
    for tour in force_plan.assignments:
        if tour.offer in plan.offers:
            nation = plan.offers[tour.offer].nation
            counted = tour.effective_quantity * (tour.until_day - tour.from_day)
            own = served.setdefault(tour.requirement, {})
            own[nation] = own.get(nation, 0.0) + counted
    made: dict[str, Contribution] = {}
    for row in force_plan.line_fills:
        own = served.get(row.requirement, {})
        total = sum(own.values())
        scale = row.provided_unit_days / total if total else 0.0
        shares = {nation: own[nation] * scale for nation in sorted(own)}
        made[row.requirement] = Contribution(row.required_unit_days, row.provided_unit_days, shares)
    return made


def together(parts: Iterable[Contribution]) -> Contribution:
    """Return several contributions as one."""
    required = provided = 0.0
    by_nation: dict[str, float] = {}
    for part in parts:
        required += part.required
        provided += part.provided
        for nation, value in part.by_nation.items():
            by_nation[nation] = by_nation.get(nation, 0.0) + value
    return Contribution(required, provided, by_nation)
