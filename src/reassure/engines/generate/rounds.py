"""Search and bound side by side, in rounds of fixed work."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from reassure.engines.generate.chosen import room_to_choose
from reassure.engines.generate.descent import descend, first_descent
from reassure.engines.generate.prices import hints_of, lay_out
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import Before, Roster, copy_roster, nothing_kept, price_of_all
from reassure.engines.generate.scenarios import mean_problem
from reassure.engines.generate.search import Round, anneal, no_hints, serve_all
from reassure.engines.generate.task import Solved, Task, bound_over, found_of, is_close
from reassure.model.choices import ForceMethod, StoppedBy
from reassure.model.result import gap_of

AGAIN_SECONDS, AGAIN_SEARCH_SECONDS = 2.0, 3.0
"""Time in which bound and search of small plans do more from an earlier plan, up to `STEPS` and
`MOST_AGAIN`."""

ROUNDS, EXACT_ROUNDS = 60, 10
STEPS, EXACT_STEPS, AGAIN_STEPS = 1500, 600, 250
"""Steps of the bound: by search, before a proof, from an earlier plan."""

MOVES, EXACT_MOVES = 600, 60
"""Moves of the search for each unit on offer: by search, before a proof."""

LEAST_AGAIN, MOST_AGAIN = 20_000, 60_000
"""Least and most moves from an earlier plan: small plans have time for more."""

MOST_MOVES = 2_000_000
"""Moves of any search without a time limit."""

MOST_STEPS, LONG_BOUND_TIME = 9_000, 0.1
"""Steps of the bound where a long time limit leaves this share of the search's time for them."""

SECONDS_A_STEP = 15e-9
"""Time of a step of the bound for each possible tour, and each pair and period."""

SECONDS_A_MOVE = (20e-6, 100e-9)
"""Time of a move of the search: at least, and for each of an offer's tours, pairs and periods."""

SCENARIO_TIME = 0.013
"""Share of the time of a move that each scenario adds."""

SEARCH_TIME, EXACT_TIME, BOUND_TIME = 0.8, 0.2, 0.45
"""Share of a time limit for the search, for the search before a proof, and of that for the bound
where both run on one thread."""

CLOCK_TIME = 0.95
"""Share of a time limit after which the clock ends the search."""

HOT, COLD = 2.5, 0.01
WARM, COOL = 0.01, 0.002
"""Temperatures of the search, in the worth of one unit on a middling line for its longest tour: at
first and at last; and from an earlier plan, which is as cold at first as its own search ended."""


def search_rounds(task: Task, found: Solved, roster: Roster) -> Solved:
    """Better plan and prices side by side, round by round, until they are close enough."""
    problem, watch = task.problem, task.watch
    work = plan_work(task)
    mean = mean_problem(problem)
    layout = lay_out(mean)
    descent, chosen = first_descent(mean, layout), room_to_choose(mean, layout)
    kept, best = nothing_kept(problem), copy_roster(roster)
    before = Before(task.change_price, roster.n_tours.copy(), roster.tours.copy())
    is_again = task.change_price > 0.0
    first_hot, last_cold = (WARM, COOL) if is_again else (HOT, COLD)
    scale, cooling = middling_worth(problem), last_cold / first_hot
    clock = _SearchClock(task)
    top, net, hints = float(roster.value[0]), float(roster.value[0]), no_hints(problem)
    with ThreadPoolExecutor(max_workers=1) as pool:
        for n_round in range(work.rounds):
            done = max(n_round / work.rounds, clock.share)
            if done >= 1.0:
                if task.method is ForceMethod.SEARCH:
                    watch.stopped_by = watch.stopped_by or StoppedBy.CLOCK
                break
            hot, cold = (first_hot * scale * cooling**at for at in (done, done + 1 / work.rounds))
            search = partial(
                anneal,
                problem,
                roster,
                kept,
                Round(work.moves, hot, cold),
                hints,
                before,
                np.random.default_rng([task.seed, n_round]),
            )
            planned = work.steps * work.rounds
            steps = (work.steps, planned)
            bound = partial(descend, mean, layout, descent, chosen, *steps)
            _side_by_side(pool if task.threads > 1 else None, search, bound)
            hints = hints_of(mean, layout, descent.prices)
            top = max(top, float(roster.value[0]))
            worth = float(roster.value[0]) - price_of_all(problem, roster, before)
            if worth > net:
                net, best = worth, copy_roster(roster)
            limit = min(found.bound, bound_over(top, float(descent.bound[0])))
            found = replace(found, bound=limit)
            share = work.first + (work.last - work.first) * (n_round + 1) / work.rounds
            value = float(best.value[0])
            is_stopped = watch.tell(share, "bettering plan and bound", gap_of(value, limit))
            if is_stopped or is_close(task, value, limit):
                break
    found = replace(found, prices=descent.prices)
    if is_again:
        better = found_of(task, best, ForceMethod.SEARCH)
        return replace(better, bound=found.bound, prices=found.prices)
    order = np.arange(len(best.n_tours))
    serve_all(problem, best, order, kept, no_hints(problem), np.random.default_rng(task.seed))
    better = found_of(task, best, ForceMethod.SEARCH)
    if better.value <= found.value:
        return replace(found, bound=bound_over(found.value, found.bound))
    return replace(better, bound=bound_over(better.value, found.bound), prices=found.prices)


class _SearchClock:
    """Share of the time for the search that has passed, where there is a limit.

    A machine that is slower than was planned for cools faster, so that its search ends cold.
    """

    def __init__(self, task: Task) -> None:
        left = task.watch.seconds_left
        share = EXACT_TIME if task.method is ForceMethod.EXACT else CLOCK_TIME
        self._begun, self._limit = time.monotonic(), None if left is None else share * left

    @property
    def share(self) -> float:
        """Share that has passed, 0 without a limit."""
        if self._limit is None:
            return 0.0
        passed = time.monotonic() - self._begun
        return passed / self._limit if self._limit > 0 else 1.0


@dataclass(frozen=True, slots=True)
class SearchWork:
    """Work of the search.

    Attributes
    ----------
    rounds
        Rounds, after each of which plan and bound are compared.
    moves, steps
        Moves of the search and steps of the bound in each.
    first, last
        Shares of the whole step at its beginning and end.
    """

    rounds: int
    moves: int
    steps: int
    first: float
    last: float


def plan_work(task: Task) -> SearchWork:
    """Return how much the search does: by the size of the plan and the time it may take.

    Times of a step and a move are those of a middling machine, so that the same plan and limit
    give the same work everywhere; a slower machine is stopped by its clock.
    """
    problem, is_exact = task.problem, task.method is ForceMethod.EXACT
    n_units, n_offers = len(problem.units) - 1, max(1, len(problem.offers))
    size = task.worth.instance.n_tours + problem.pair_until.size
    step_s = SECONDS_A_STEP * size
    move_s = SECONDS_A_MOVE[0] + SECONDS_A_MOVE[1] * size / n_offers
    if not problem.is_certain:
        move_s *= 1.0 + SCENARIO_TIME * problem.come.shape[1]
    n_steps, moves = (EXACT_STEPS, EXACT_MOVES * n_units) if is_exact else (STEPS, MOVES * n_units)
    if task.change_price > 0.0:
        affordable = int(AGAIN_SECONDS / step_s) if step_s else STEPS
        n_steps = max(AGAIN_STEPS, min(STEPS, affordable))
        moves = max(LEAST_AGAIN, min(MOST_AGAIN, int(AGAIN_SEARCH_SECONDS / move_s)))
    moves = min(moves, MOST_MOVES)
    left = task.watch.seconds_left
    if left is not None:
        share = EXACT_TIME if is_exact else SEARCH_TIME
        is_short = is_exact or task.change_price > 0.0
        if not is_short and step_s:
            affordable = int(LONG_BOUND_TIME * share * left / step_s)
            n_steps = max(n_steps, min(MOST_STEPS, affordable))
        bound_s = min(n_steps * step_s, BOUND_TIME * share * left)
        n_steps = max(1, int(bound_s / step_s)) if step_s else n_steps
        search_s = share * left - (bound_s if task.threads < 2 else 0.0)
        most = int(search_s / move_s)
        moves = min(moves, most) if is_short else most
    rounds = EXACT_ROUNDS if is_exact else ROUNDS
    last = 0.6 if is_exact else 0.99
    return SearchWork(rounds, max(1, moves // rounds), max(1, n_steps // rounds), 0.05, last)


def _side_by_side(
    pool: ThreadPoolExecutor | None, first: Callable[[], None], second: Callable[[], None]
) -> None:
    if pool is None:
        first()
        second()
        return
    running = pool.submit(second)
    first()
    running.result()


def middling_worth(problem: Problem) -> float:
    """Return the worth of one unit on a middling line for its longest tour; 1 without any."""
    worth = problem.line_worth.max(axis=1, initial=0.0)[problem.pairs["line"]]
    longest = problem.offers["longest"][problem.pairs["offer"]]
    each = worth * problem.pairs["efficiency"] * longest
    return float(each.mean()) if len(each) else 1.0
