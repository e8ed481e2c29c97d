"""What lines require and have in place by day, and why they lack the rest."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

ASSESSED_GRADE = 2
"""Readiness grade from which somebody has looked at a unit: 2 assessed, 3 verified, 4 rapid.

What is only indicated or pledged has been looked at by nobody: it may be a unit, or a plan for one.
"""

Days = NDArray[np.float64]


@dataclass(frozen=True)
class Tour:
    """One assignment with the day from which it is in place.

    Attributes
    ----------
    row
        The assignment.
    there_day
        Arrival or first day of the tour, the later [days]; None: it never arrives.
    is_assessed
        Whether its offer's grade is assessed or better.
    binding
        What delays it or keeps it away, as ``table:id.field``; None: not told.
    """

    row: Assignment
    there_day: float | None
    is_assessed: bool
    binding: str | None


def tours_of(plan: Plan, force_plan: ForcePlan, deployment: Deployment) -> list[Tour]:
    """Return every assignment with the day from which it is in place, by id."""
    arrivals = {row.assignment: row for row in deployment.arrivals}
    found: list[Tour] = []
    for row in force_plan.assignments:
        arrival = arrivals.get(row.id)
        planned = None if arrival is None else arrival.planned_day
        there = None if planned is None else max(float(planned), row.from_day)
        grade = plan.offers[row.offer].grade
        binding = None if arrival is None else arrival.binding
        found.append(Tour(row, there, grade >= ASSESSED_GRADE, binding))
    return found


@dataclass(frozen=True)
class Presence:
    """Lines of one objective by day.

    Attributes
    ----------
    lines
        Ids of the lines.
    required
        What each asks for on each day, shape (lines, days).
    assigned, in_place, assessed
        What is assigned to it, of that what is in place, and of that what is of assessed grade;
        same shape, none of them more than is required.
    """

    lines: tuple[str, ...]
    required: Days
    assigned: Days
    in_place: Days
    assessed: Days

    @cached_property
    def unfilled(self) -> Days:
        """What nobody is assigned to."""
        return self.required - self.assigned

    @cached_property
    def not_there(self) -> Days:
        """What somebody is assigned to who is not in place."""
        return self.assigned - self.in_place

    @cached_property
    def not_assessed(self) -> Days:
        """What is in place with units whose grade is below assessed alone."""
        return self.in_place - self.assessed


def presence_of(plan: Plan, lines: tuple[str, ...], tours: list[Tour]) -> Presence:
    """Return what some lines ask for and have by day, within the plan.

    Parameters
    ----------
    plan
        Plan.
    lines
        Requirement lines.
    tours
        All tours; those of other lines are left out.

    Notes
    -----
    A day counts whole where any of it does, as in the simulation. docs/explain/progress.md, eq. 7.
    """
    n_days = max(1, math.ceil(plan.meta.horizon_days))
    index = {line: k for k, line in enumerate(lines)}
    required = np.zeros((len(lines), n_days))
    for k, row in enumerate(plan.requirements[line] for line in lines):
        required[k, _span(row.from_day, row.until_day, n_days)] = row.quantity
    assigned, in_place, assessed = (np.zeros_like(required) for _ in range(3))
    for tour in tours:
        k = index.get(tour.row.requirement)
        if k is None:
            continue
        until, counts = tour.row.until_day, tour.row.effective_quantity
        assigned[k, _span(tour.row.from_day, until, n_days)] += counts
        if tour.there_day is not None and tour.there_day < until:
            there = _span(tour.there_day, until, n_days)
            in_place[k, there] += counts
            if tour.is_assessed:
                assessed[k, there] += counts
    held = [np.minimum(part, required) for part in (assigned, in_place, assessed)]
    return Presence(lines, required, *held)


def _span(from_day: float, until_day: float, n_days: int) -> slice:
    return slice(max(0, math.floor(from_day)), max(0, min(n_days, math.ceil(until_day))))
