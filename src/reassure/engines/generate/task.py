"""What force generation has to solve, and what it knows of a plan."""

import math
from dataclasses import dataclass

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.handover import draft_of
from reassure.engines.generate.instance import Floats
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import Roster
from reassure.engines.generate.worth import Worth
from reassure.model.choices import ForceMethod, StoppedBy
from reassure.model.progress import Watchdog
from reassure.model.result import gap_of

PROVEN_GAP = 1e-6
"""Gap at which a plan counts as proven: HiGHS works to this precision."""

BOUND_TOLERANCE = 1e-6
"""Share of the value by which rounding may leave a bound below it; small values count as 1."""


@dataclass(frozen=True, eq=False)
class Solved:
    """The plan that was found and what is known of it.

    Attributes
    ----------
    draft
        The plan.
    value, bound, lp_bound
        Its objective, the proven limit of any plan's, and the limit by the relaxation alone.
    method
        What made the draft; a search that found no better one leaves it.
    stopped_by
        What ended the search.
    prices
        Prices of the bound, as `Descent.prices`; None where none were looked for.
    """

    draft: Draft
    value: float
    bound: float
    lp_bound: float | None
    method: ForceMethod
    stopped_by: StoppedBy
    prices: Floats | None = None


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be solved, and how.

    Attributes
    ----------
    worth, problem
        The instance with what it is worth, as records and as arrays.
    method
        `ForceMethod.EXACT` or `ForceMethod.SEARCH`.
    seed, gap, threads
        As in `generate_forces`.
    watch
        Told of progress; may ask to stop.
    change_price
        What each tour that is added to the plan at the start, or dropped from it, costs the
        objective; 0: nothing.
    """

    worth: Worth
    problem: Problem
    method: ForceMethod
    seed: int
    gap: float
    threads: int
    watch: Watchdog
    change_price: float = 0.0


def found_of(task: Task, roster: Roster, method: ForceMethod) -> Solved:
    """Return a roster as a plan, bounded by what all units together could fill."""
    draft = draft_of(task.problem, task.worth.instance, roster)
    value = task.worth.value(draft.tours, draft.units)
    ceiling = bound_over(value, task.worth.ceiling())
    return Solved(draft, value, ceiling, None, method, StoppedBy.WORK)


def is_done(task: Task, found: Solved) -> bool:
    """Whether a plan is good enough, or the user or the clock stops the search."""
    return is_close(task, found.value, found.bound) or task.watch.must_stop()


def is_close(task: Task, value: float, bound: float) -> bool:
    """Whether a value is as near to its bound as was asked for."""
    distance = gap_of(value, bound)
    return distance is not None and distance <= max(task.gap, PROVEN_GAP)


def bound_over(value: float, bound: float) -> float:
    """Return a bound that is not below a value, where only rounding makes it so.

    Raises
    ------
    ArithmeticError
        If it lies further below: it is no bound.
    """
    if math.isnan(bound) or bound < value - BOUND_TOLERANCE * max(1.0, abs(value)):
        raise ArithmeticError(f"force generation: bound {bound} below a plan of objective {value}")
    return max(bound, value)
