"""A short, cold search from a good plan: it mends what a proof on the whole model left undone."""

from dataclasses import replace

import numpy as np

from reassure.engines.generate.cold import ColdWork, search_coldly
from reassure.engines.generate.handover import keep_limits, roster_of
from reassure.engines.generate.prices import hints_of, lay_out
from reassure.engines.generate.roster import nothing_kept
from reassure.engines.generate.rounds import middling_worth
from reassure.engines.generate.search import no_hints, serve_all
from reassure.engines.generate.task import Solved, Task, bound_over, found_of
from reassure.model.choices import ForceMethod

ROUNDS = 8

MOVES = 30
"""Moves for each unit on offer, in all rounds together."""

WARM, COLD = 0.02, 0.002
"""Temperatures at first and at last, as those of the search."""


def polish(task: Task, found: Solved) -> Solved:
    """Return a plan that is at least as good, by counted work.

    Parameters
    ----------
    task
        What is to be solved.
    found
        The plan to go on from; its prices guide the search where it has any.
    """
    problem = task.problem
    roster = roster_of(problem, found.draft)
    keep_limits(problem, roster)
    hints = no_hints(problem)
    if found.prices is not None:
        hints = hints_of(problem, lay_out(problem), found.prices)
    moves = max(1, MOVES * len(roster.n_tours) // ROUNDS)
    work = ColdWork(ROUNDS, moves, WARM, COLD, middling_worth(problem))
    best = search_coldly(
        problem, roster, work, hints=lambda: hints, seed=task.seed, watch=task.watch
    )
    order, kept = np.arange(len(best.n_tours)), nothing_kept(problem)
    serve_all(problem, best, order, kept, no_hints(problem), np.random.default_rng(task.seed))
    better = found_of(task, best, ForceMethod.EXACT)
    if better.value <= found.value:
        return found
    bound = bound_over(better.value, found.bound)
    return replace(better, bound=bound, lp_bound=found.lp_bound, prices=found.prices)
