"""A short, cold search from a good plan: it keeps the best that it comes by."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import Before, Roster, copy_roster, nothing_kept
from reassure.engines.generate.search import Round, anneal
from reassure.engines.generate.serve import Hints
from reassure.model.progress import Watchdog


@dataclass(frozen=True, slots=True)
class ColdWork:
    """Work of a cold search.

    Attributes
    ----------
    rounds, moves
        Rounds, and moves in each.
    warm, cold
        Loss that is taken with odds of 1 to e, at the first move of all and at the last, in
        ``scale``.
    scale
        Worth of one unit on a middling line for its longest tour.
    """

    rounds: int
    moves: int
    warm: float
    cold: float
    scale: float


def search_coldly(
    problem: Problem,
    roster: Roster,
    work: ColdWork,
    *,
    hints: Callable[[], Hints],
    seed: int,
    watch: Watchdog,
) -> Roster:
    """Return the best plan on the way from a plan, itself included.

    Parameters
    ----------
    problem, roster
        What is to be solved, and the plan to go on from, which is changed.
    work
        How much is done, and how cold.
    hints
        Asked once before each round.
    seed
        Seed of all draws.
    watch
        Asked before each round whether to stop.
    """
    kept, best = nothing_kept(problem), copy_roster(roster)
    unpriced = Before(0.0, roster.n_tours.copy(), roster.tours.copy())
    first, cooling = work.warm * work.scale, work.cold / work.warm
    for n_round in range(work.rounds):
        if watch.must_stop():
            break
        at = (n_round, n_round + 1)
        hot, cold = (first * cooling ** (done / work.rounds) for done in at)
        rng = np.random.default_rng([seed, n_round])
        anneal(problem, roster, kept, Round(work.moves, hot, cold), hints(), unpriced, rng)
        if roster.value[0] > best.value[0]:
            best = copy_roster(roster)
    return best
