"""Presence: who is in place by day, first tours apart from rotations, and persons."""

import math

import numpy as np
from numpy.typing import NDArray

from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan


def first_tours(force_plan: ForcePlan) -> tuple[str, ...]:
    """Return each unit's earliest assignment, by id; what follows it is rotation."""
    earliest: dict[str, Assignment] = {}
    for tour in sorted(force_plan.assignments, key=lambda tour: (tour.from_day, tour.id)):
        earliest.setdefault(tour.unit, tour)
    return tuple(tour.id for tour in earliest.values())


def first_tour_days(force_plan: ForcePlan, deployment: Deployment) -> list[int | None]:
    """Return the days on which the units' first tours are in place, those without a day last."""
    first = set(first_tours(force_plan))
    days = [row.planned_day for row in deployment.arrivals if row.assignment in first]
    return sorted(days, key=lambda day: math.inf if day is None else day)


def persons_by_day(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment | None
) -> NDArray[np.float64]:
    """Return persons in place on every day from C-day to the horizon.

    A unit is in place from its arrival until its tour ends, with the persons of the kind of
    unit that is offered; one that never arrives is not. Without a deployment, and for a tour
    that is not in it, the day from which it is assigned counts as its arrival.
    """
    n_days = max(1, math.ceil(plan.meta.horizon_days))
    arrived: dict[str, int | None] = {}
    if deployment is not None:
        arrived = {row.assignment: row.planned_day for row in deployment.arrivals}
    steps = np.zeros(n_days + 1)
    for tour in force_plan.assignments:
        start = arrived.get(tour.id, tour.from_day)
        if tour.offer not in plan.offers or start is None:
            continue
        first = min(n_days, max(0, math.ceil(start)))
        last = min(n_days, max(first, math.ceil(tour.until_day)))
        persons = plan.capabilities[plan.offers[tour.offer].capability].persons
        steps[first] += persons
        steps[last] -= persons
    return np.cumsum(steps)[:n_days]
