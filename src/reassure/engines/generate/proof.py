"""The exact method: the whole model on HiGHS, from the plan at hand."""

from dataclasses import replace

import numpy as np

from reassure.engines.common.highs import Outcome, Work, relax_program, solve_program
from reassure.engines.common.program import column_prices
from reassure.engines.common.restrict import Restrictor
from reassure.engines.generate.draft import Draft
from reassure.engines.generate.formulation import Formulation, formulate
from reassure.engines.generate.handover import roster_of
from reassure.engines.generate.instance import Floats
from reassure.engines.generate.polish import polish
from reassure.engines.generate.roster import nothing_kept
from reassure.engines.generate.search import no_hints, serve_all
from reassure.engines.generate.task import Solved, Task, bound_over, found_of, is_done
from reassure.model.choices import ForceMethod

RELAX_ITERATIONS = 50_000

PROVE_ENTRIES = 400_000
"""Entries of the matrix up to which the whole model is handed to HiGHS."""

LEAST_CHECKS = 10

CHECKS_TO_PROVE, CHECKS_TO_GAP = 100_000_000, 1_100_000
"""Work where a proof was asked for, and where a gap was: checks of a model times its entries,
since each takes time in proportion to them."""

SECONDS_A_CHECK = 0.1e-6
"""Least time of a check for each entry: under a time limit, only the clock ends the proof."""


def prove(task: Task, found: Solved) -> Solved:
    """Hand the whole model to HiGHS, without tours that no better plan can hold.

    A plan with a tour whose worth in the relaxation is below value - bound cannot be better
    than the plan at hand.
    """
    formulation = formulate(task.worth)
    program = formulation.program
    relaxed = relax_program(
        program,
        seed=task.seed,
        work=Work(checks=10**9, iterations=RELAX_ITERATIONS),
        watch=task.watch,
        span=(0.6, 0.7),
        message="bounding what any plan can reach",
    )
    columns, n_tours = formulation.start_from(found.draft), task.worth.instance.n_tours
    kept = np.ones(len(columns), dtype=bool)
    if relaxed.bound is not None and relaxed.row_prices is not None:
        prices = column_prices(program, relaxed.row_prices)[:n_tours]
        lp_bound = bound_over(found.value, relaxed.bound)
        found = replace(found, lp_bound=lp_bound, bound=min(found.bound, lp_bound))
        kept[:n_tours] = prices >= found.value - lp_bound - 1e-6
        kept[:n_tours] |= columns[:n_tours] > 0.5
    if is_done(task, found):
        return found
    free = np.flatnonzero(kept)
    small = Restrictor(program).restrict(free, np.where(kept, columns, 0.0))
    entries = len(small.values)
    if entries > PROVE_ENTRIES:
        return found
    answer = solve_program(
        small,
        seed=task.seed,
        gap=task.gap,
        work=Work(_most_checks(task, entries), iterations=0),
        start=columns[free],
        watch=task.watch,
        span=(0.7, 0.95),
        message="proving the plan",
    )
    if answer.outcome is Outcome.IMPOSSIBLE:
        raise ArithmeticError(
            f"force generation: HiGHS finds no plan, but one of objective {found.value} is at hand"
        )
    if answer.bound is not None:
        found = replace(found, bound=min(found.bound, bound_over(found.value, answer.bound)))
    if answer.solution is not None:
        better = np.where(kept, columns, 0.0)
        better[free] = answer.solution
        found = _taken(task, found, formulation, better)
    return found if answer.outcome is Outcome.SOLVED else polish(task, found)


def _most_checks(task: Task, entries: int) -> int:
    left_s = task.watch.seconds_left
    most = CHECKS_TO_GAP if task.gap > 0.0 else CHECKS_TO_PROVE
    if left_s is not None:
        most = max(most, int(left_s / SECONDS_A_CHECK))
    return LEAST_CHECKS + most // max(1, entries)


def _taken(task: Task, found: Solved, formulation: Formulation, columns: Floats) -> Solved:
    """Return the better of the plan at hand and the one that stands in the columns."""
    data, problem = task.worth.instance, task.problem
    chosen = np.flatnonzero(columns[: data.n_tours] > 0.5)
    units = np.round(columns[chosen]).astype(np.int64)
    draft = Draft(data, formulation.leads_of(columns), data.tours.take(chosen), units)
    roster = roster_of(problem, draft)
    order = np.arange(len(roster.n_tours))
    serve_all(
        problem, roster, order, nothing_kept(problem), no_hints(problem), np.random.default_rng(0)
    )
    better = found_of(task, roster, ForceMethod.EXACT)
    if better.value <= found.value:
        return found
    bound = bound_over(better.value, found.bound)
    return replace(better, bound=bound, lp_bound=found.lp_bound, prices=found.prices)
