"""Units that serve alike: of one offer, on one line, on the same days."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reassure.engines.roe.frame import Flags, Frame, Numbers, Scores
from reassure.model.force import Offer
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """Units that serve alike, and what they are asked to do.

    Attributes
    ----------
    offer
        The offer that they are of.
    objective
        That of the line.
    sector
        Number of the sector.
    tasks
        Numbers of the tasks that they are asked to do.
    start, stop
        Half-open span of periods in which they serve.
    strength
        What they count in each of these, mean of its days [effective units].
    n_units
        How many they are.
    formation
        That of the line; None without one.
    """

    offer: Offer
    objective: str
    sector: int
    tasks: Numbers
    start: int
    stop: int
    strength: Scores
    n_units: int
    formation: str | None


def groups_of(frame: Frame, force_plan: ForcePlan) -> Iterator[Group]:
    """Yield the units of a force plan that are asked to do tasks, nation by nation.

    A line that states tasks asks for these; one that states none asks for every task of its
    objective. docs/explain/roe.md, eq. 1.
    """
    plan = frame.plan
    together: dict[tuple[str, str, str, float, float], list[float]] = {}
    for row in force_plan.assignments:
        nation = plan.offers[row.offer].nation
        key = nation, row.offer, row.requirement, row.from_day, row.until_day
        together.setdefault(key, []).append(row.effective_quantity)
    asked = _asked(plan)
    for key in sorted(together):
        _, offer, requirement, from_day, until_day = key
        line = plan.requirements[requirement]
        last_day = min(until_day, plan.meta.horizon_days)
        start, stop = frame.touched(from_day, last_day)
        tasks = asked[requirement]
        if start >= stop or not len(tasks):
            continue
        begins = frame.begins[start:stop]
        served = np.minimum(begins + plan.meta.period_days, last_day) - np.maximum(begins, from_day)
        shares = np.maximum(served, 0.0) / frame.days[start:stop]
        yield Group(
            plan.offers[offer],
            line.objective,
            frame.sectors[line.sector],
            tasks,
            start,
            stop,
            shares * sum(together[key]),
            len(together[key]),
            line.formation,
        )


def _asked(plan: Plan) -> dict[str, Numbers]:
    by_objective = {
        objective: [i for i, task in enumerate(plan.tasks) if task.objective == objective]
        for objective in plan.objectives.ids
    }
    index = plan.tasks.index
    return {
        line.id: np.array(
            sorted(index[task] for task in set(line.tasks))
            if line.tasks
            else by_objective[line.objective],
            dtype=np.intp,
        )
        for line in plan.requirements
    }


def lacking(plan: Plan, offer: Offer) -> Flags:
    """Return the tasks that need an attribute which units of an offer do not have."""
    had = set(offer.attributes)
    asked = [task.attributes for task in plan.tasks]
    return np.array([bool(words) and not had.issuperset(words) for words in asked], dtype=bool)
