"""A first plan, search and bound side by side, and the proof of small plans."""

from dataclasses import replace

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.handover import keep_limits, roster_of
from reassure.engines.generate.problem import problem_of
from reassure.engines.generate.proof import prove
from reassure.engines.generate.rounds import middling_worth, search_rounds
from reassure.engines.generate.search import first_roster, leads_by_size
from reassure.engines.generate.task import PROVEN_GAP, Solved, Task, found_of, is_done
from reassure.engines.generate.worth import Worth
from reassure.model.choices import ForceMethod, StoppedBy
from reassure.model.progress import Watchdog
from reassure.model.result import gap_of

FEW_TOURS = 2_000
"""Possible tours up to which the search goes on to the proof, whatever gap was asked for, and HiGHS
proves the stages of a proven plan."""

EXACT_TOURS = 20_000
"""Possible tours up to which the exact method is chosen."""


def solve_instance(
    worth: Worth,
    *,
    seed: int,
    gap: float,
    watch: Watchdog,
    threads: int = 1,
    method: ForceMethod | None = None,
    start: Draft | None = None,
    change_price: float = 0.0,
) -> Solved:
    """Find a plan and prove how good it is.

    Parameters
    ----------
    worth
        What is planned, and what it is worth.
    seed
        Seed of the search.
    gap
        Distance of objective and bound at which to stop, over the smaller of the two.
    watch
        Told of progress; may ask to stop.
    threads
        2 or more: bound and search run at the same time; the plan is the same.
    method
        `ForceMethod.EXACT` or `ForceMethod.SEARCH`; None: exact up to `EXACT_TOURS` possible tours
        where every offer comes, else search.
    start
        A plan to go on from; what no longer keeps the limits is taken off. None: one is made.
    change_price
        What each tour that is added to ``start``, or dropped from it, costs the objective, in
        unit-periods on a middling line; the search then looks for few changes, and no proof is
        tried.

    Raises
    ------
    ArithmeticError
        If a bound lies below the value of a plan: it is no bound, and nothing can be certified.
    """
    data = worth.instance
    is_exact = data.n_tours <= EXACT_TOURS and worth.come is None
    chosen = method or (ForceMethod.EXACT if is_exact else ForceMethod.SEARCH)
    asked, gap = gap, 0.0 if data.n_tours <= FEW_TOURS else gap
    problem = problem_of(worth)
    price = change_price * middling_worth(problem)
    task = Task(worth, problem, chosen, seed, gap, threads, watch, price)
    watch.tell(0.0, "making a first plan")
    if start is None:
        roster = first_roster(problem, leads_by_size(problem))
    else:
        roster = roster_of(problem, start)
        keep_limits(problem, roster)
    found = found_of(task, roster, ForceMethod.GREEDY)
    if data.n_tours and not is_done(task, found):
        found = search_rounds(task, found, roster)
        if chosen is ForceMethod.EXACT and not change_price and not is_done(task, found):
            found = prove(task, found)
    distance = gap_of(found.value, found.bound)
    if distance is not None and distance <= PROVEN_GAP:
        return replace(found, stopped_by=StoppedBy.PROVEN)
    if watch.stopped_by is not None:
        return replace(found, stopped_by=watch.stopped_by)
    is_close = distance is not None and distance <= asked
    return replace(found, stopped_by=StoppedBy.GAP if is_close else StoppedBy.WORK)
