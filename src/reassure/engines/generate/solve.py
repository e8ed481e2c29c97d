"""Greedy plan, bound, betterment and proof, in this order, each within its counted work."""

from dataclasses import dataclass, replace

import numpy as np

from reassure.engines.common.highs import Outcome, Work, relax_program, solve_program
from reassure.engines.common.program import column_prices
from reassure.engines.common.restrict import Restrictor
from reassure.engines.generate.draft import Draft
from reassure.engines.generate.formulation import Formulation, formulate
from reassure.engines.generate.greedy import complete, draft_greedily
from reassure.engines.generate.improve import WORK_PER_SECOND, improve
from reassure.engines.generate.instance import Floats, Instance
from reassure.engines.generate.thin import tidy
from reassure.engines.generate.worth import Worth
from reassure.model.choices import ForceMethod, StoppedBy
from reassure.model.progress import Watchdog
from reassure.model.result import gap_of

MOST_TOURS = 100_000
"""Possible tours above which the exact model is not written; the greedy plan stands."""

FEW_TOURS = 2_000
"""Possible tours up to which the search goes on to the proof, whatever gap was asked for."""

PROVEN_GAP = 1e-6
"""Gap at which a plan counts as proven: HiGHS works to this precision."""

BOUND_TOLERANCE = 1e-6
"""Share of the value by which rounding may leave a bound below it; small values count as 1."""

RELAX_ITERATIONS = 50_000
IMPROVE_WORK = 10 * WORK_PER_SECOND
PROVE_ENTRIES = 150_000
"""Entries of the matrix up to which the whole model is handed to HiGHS."""

LEAST_CHECKS = 10
CHECKS_TIMES_ENTRIES = 500_000
"""Work of the proof: each check of a model takes time in proportion to its entries."""


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
    """

    draft: Draft
    value: float
    bound: float
    lp_bound: float | None
    method: ForceMethod
    stopped_by: StoppedBy


def solve_instance(
    instance: Instance, worth: Worth, *, seed: int, gap: float, watch: Watchdog
) -> Solved:
    """Find a plan and prove how good it is.

    Parameters
    ----------
    instance, worth
        What is planned, and what it is worth.
    seed
        Seed of the search.
    gap
        Distance of objective and bound at which to stop, over the smaller of the two.
    watch
        Told of progress; may ask to stop.

    Raises
    ------
    ArithmeticError
        If a bound lies below the value of a plan: it is no bound, and nothing can be certified.
    """
    asked, gap = gap, 0.0 if instance.n_tours <= FEW_TOURS else gap
    watch.tell(0.0, "making a first plan")
    draft = draft_greedily(instance, worth, watch)
    found = Solved(
        draft, worth.value(draft.counts), worth.ceiling, None, ForceMethod.GREEDY, StoppedBy.WORK
    )
    if instance.n_tours and instance.n_tours <= MOST_TOURS and not _is_done(found, gap, watch):
        found = _search(found, worth, seed=seed, gap=gap, watch=watch)
    tidy(found.draft, worth, watch)
    value = worth.value(found.draft.counts)
    found = replace(found, value=value, bound=bound_over(value, found.bound))
    distance = gap_of(found.value, found.bound)
    if distance is not None and distance <= PROVEN_GAP:
        return replace(found, stopped_by=StoppedBy.PROVEN)
    if watch.stopped_by is not None:
        return replace(found, stopped_by=watch.stopped_by)
    is_close = distance is not None and distance <= asked
    return replace(found, stopped_by=StoppedBy.GAP if is_close else StoppedBy.WORK)


def _is_done(found: Solved, gap: float, watch: Watchdog) -> bool:
    distance = gap_of(found.value, found.bound)
    return watch.must_stop() or (distance is not None and distance <= max(gap, PROVEN_GAP))


def _search(found: Solved, worth: Worth, *, seed: int, gap: float, watch: Watchdog) -> Solved:
    formulation = formulate(worth)
    relaxed = relax_program(
        formulation.program,
        seed=seed,
        work=Work(checks=10**9, iterations=RELAX_ITERATIONS),
        watch=watch,
        span=(0.05, 0.3),
        message="bounding what any plan can reach",
    )
    prices = None
    if relaxed.bound is not None and relaxed.row_prices is not None:
        prices = column_prices(formulation.program, relaxed.row_prices)
        lp_bound = bound_over(found.value, relaxed.bound)
        found = replace(found, lp_bound=lp_bound, bound=min(found.bound, lp_bound))
    columns = formulation.start_from(found.draft)
    if not _is_done(found, gap, watch) and _is_large(formulation):
        better = improve(
            formulation,
            columns,
            prices,
            seed=seed,
            target=found.bound / (1.0 + gap),
            work=IMPROVE_WORK,
            watch=watch,
            span=(0.3, 0.6),
        )
        columns = better.columns
        found = _taken(found, worth, formulation, columns, ForceMethod.SEARCH, watch)
        columns = formulation.start_from(found.draft)
    if not _is_done(found, gap, watch):
        found = _prove(found, worth, formulation, prices, columns, seed=seed, gap=gap, watch=watch)
    return found


def _is_large(formulation: Formulation) -> bool:
    return len(formulation.program.values) > 10_000


def _prove(
    found: Solved,
    worth: Worth,
    formulation: Formulation,
    prices: Floats | None,
    columns: Floats,
    *,
    seed: int,
    gap: float,
    watch: Watchdog,
) -> Solved:
    """Hand the whole model to HiGHS, without tours that no better plan can hold.

    A plan with a tour whose worth in the relaxation is below value - bound cannot be better
    than the plan at hand.
    """
    data = worth.instance
    kept = np.ones(len(columns), dtype=bool)
    if prices is not None and found.lp_bound is not None:
        slack = found.lp_bound - found.value
        kept[: data.n_tours] = prices[: data.n_tours] >= -slack - 1e-6
        kept[: data.n_tours] |= columns[: data.n_tours] > 0.5
    free = np.flatnonzero(kept)
    program = Restrictor(formulation.program).restrict(free, np.where(kept, columns, 0.0))
    entries = len(program.values)
    if entries > PROVE_ENTRIES:
        return found
    answer = solve_program(
        program,
        seed=seed,
        gap=gap,
        work=Work(LEAST_CHECKS + CHECKS_TIMES_ENTRIES // max(1, entries), iterations=0),
        start=columns[free],
        watch=watch,
        span=(0.6, 0.95),
        message="proving the plan",
    )
    if answer.outcome is Outcome.IMPOSSIBLE:
        raise ArithmeticError(
            f"force generation: HiGHS finds no plan, but one of objective {found.value} is at hand"
        )
    if answer.bound is not None:
        bound = min(found.bound, bound_over(found.value, answer.bound))
        found = replace(found, bound=bound)
    if answer.solution is None:
        return found
    better = np.where(kept, columns, 0.0)
    better[free] = answer.solution
    return _taken(found, worth, formulation, better, ForceMethod.EXACT, watch)


def _taken(
    found: Solved,
    worth: Worth,
    formulation: Formulation,
    columns: Floats,
    method: ForceMethod,
    watch: Watchdog,
) -> Solved:
    """Return the better of the plan at hand and the one that stands in the columns."""
    data = worth.instance
    draft = Draft(data)
    draft.leads = formulation.leads_of(columns)
    for tour in np.flatnonzero(columns[: data.n_tours] > 0.5):
        draft.add(int(tour), round(float(columns[tour])))
    complete(draft, worth, watch)
    value = worth.value(draft.counts)
    if value <= found.value:
        return found
    bound = bound_over(value, found.bound)
    return replace(found, draft=draft, value=value, bound=bound, method=method)


def bound_over(value: float, bound: float) -> float:
    """Return a bound that is not below a value, where only rounding makes it so.

    Raises
    ------
    ArithmeticError
        If it lies further below: it is no bound.
    """
    if not bound >= value - BOUND_TOLERANCE * max(1.0, abs(value)):
        raise ArithmeticError(f"force generation: bound {bound} below a plan of objective {value}")
    return max(bound, value)
