"""What is required, and which tours fill it, as arrays."""

import math

import numpy as np

from reassure.engines.simulate.packing import to_words
from reassure.engines.simulate.readiness import Requirement
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan


def requirement_of(plan: Plan, force_plan: ForcePlan, tours: tuple[str, ...]) -> Requirement:
    """Return the requirement of a plan by line and day.

    Parameters
    ----------
    plan, force_plan
        A plan, and who serves in it.
    tours
        Assignments, in the order of the arrays.
    """
    n_days = max(1, math.ceil(plan.meta.horizon_days))
    objectives = {row.id: j for j, row in enumerate(plan.objectives)}
    lines = {row.id: k for k, row in enumerate(plan.requirements)}
    own = [objectives[row.objective] for row in plan.requirements]
    required = np.zeros((len(lines), n_days))
    for k, row in enumerate(plan.requirements):
        begin, end = max(0, math.floor(row.from_day)), max(0, math.ceil(row.until_day))
        required[k, begin:end] = row.quantity
    total = np.zeros((len(objectives) + 1, n_days))
    for k, j in enumerate(own):
        total[j] += required[k]
        total[-1] += required[k]
    rows = {row.id: row for row in force_plan.assignments}
    return Requirement(
        objective=to_words(own),
        required=required,
        total=total,
        line=to_words([lines[rows[name].requirement] for name in tours]),
        quantity=np.array([rows[name].effective_quantity for name in tours], dtype=float),
        leave_day=np.array([math.ceil(rows[name].until_day) for name in tours], dtype=np.int64),
    )
