"""Betters a plan part by part: the tours of some lines are freed, all others stay.

Each part is a small integer program that HiGHS solves from the plan as it stands, so no step
makes the plan worse. What counts is work, not time: the same parts in the same order everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.highs import Work, solve_program
from reassure.engines.common.restrict import Restrictor
from reassure.engines.generate.formulation import Formulation
from reassure.engines.generate.instance import Bools, Floats, Instance, Ints
from reassure.model.progress import Watchdog

DEAR = 0.05
"""Reduced worth below which a tour is not looked at, in weighted unit-periods: tours that the
relaxation would have to be paid so much for are seldom in good plans."""

MOST_FREE_TOURS = 1_500
"""Tours of one part; larger parts take long and seldom win more."""

CHECKS_PER_PART = 60
GAPS_OF_PARTS = (1e-2, 1e-3)
"""Gap at which to leave a part, in the first round and later: the first gains are the cheapest."""

WORK_PER_SECOND = 6e6
"""Rows times iterations that take about a second on one core; only sets the scale of work."""

QUIET_ROUNDS = 2
"""Rounds without any gain after which to stop."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """A plan as columns of the model, and the work that went into it."""

    columns: Floats
    work: float


def improve(
    formulation: Formulation,
    columns: Floats,
    prices: Floats | None,
    *,
    seed: int,
    target: float,
    work: float,
    watch: Watchdog,
    span: tuple[float, float],
) -> Improvement:
    """Better a plan until it is good enough, the work is done, or nothing gains.

    Parameters
    ----------
    formulation
        The exact model.
    columns
        The plan to start from, shape (n_columns,).
    prices
        What one more unit on each column is worth in the relaxation; None: all alike.
    seed
        Draws which parts go together from the second round on.
    target
        Objective that is good enough.
    work
        Most work, in rows times iterations.
    watch, span
        Told of progress; may ask to stop.
    """
    data, program = formulation.worth.instance, formulation.program
    restrictor = Restrictor(program)
    random = np.random.default_rng(seed)
    cheap = np.ones(data.n_tours, bool) if prices is None else prices[: data.n_tours] >= -DEAR
    value, spent, quiet, n_round = float(program.gain @ columns), 0.0, 0, 0
    while quiet < QUIET_ROUNDS and spent < work and value < target:
        before, gap = value, GAPS_OF_PARTS[min(n_round, 1)]
        for part in _parts(data, random, n_round):
            free = np.flatnonzero(part & (cheap | (columns[: data.n_tours] > 0.5)))
            if not len(free) or (n_round > 0 and len(free) > MOST_FREE_TOURS):
                continue
            share = span[0] + (span[1] - span[0]) * min(1.0, spent / work)
            if watch.tell(share, "bettering the plan part by part"):
                return Improvement(columns, spent)
            columns, cost = _better(formulation, restrictor, columns, free, gap, seed, watch)
            value, spent = float(program.gain @ columns), spent + cost
            if spent >= work or value >= target:
                break
        quiet = quiet + 1 if value <= before + 1e-9 else 0
        n_round += 1
    return Improvement(columns, spent)


def _better(
    formulation: Formulation,
    restrictor: Restrictor,
    columns: Floats,
    free: Ints,
    gap: float,
    seed: int,
    watch: Watchdog,
) -> tuple[Floats, float]:
    data, program = formulation.worth.instance, formulation.program
    beside = restrictor.neighbours(free)
    idle = formulation.idle[np.unique(data.tour_offer[free])]
    loose = np.unique(np.concatenate([free, beside[beside >= data.n_tours], idle[idle >= 0]]))
    small = restrictor.restrict(loose, columns)
    answer = solve_program(
        small,
        seed=seed,
        gap=gap,
        work=Work(CHECKS_PER_PART, 0),
        start=columns[loose],
        watch=watch,
    )
    rows = len(small.row_lower)
    cost = rows * answer.iterations + 40.0 * len(small.values) + 2e5
    if answer.solution is None:
        return columns, cost
    bettered = columns.copy()
    bettered[loose] = answer.solution
    bettered[: data.n_tours] = np.round(bettered[: data.n_tours])
    is_better = program.gain @ bettered > program.gain @ columns + 1e-9
    return (bettered if is_better else columns), cost


def _parts(data: Instance, random: np.random.Generator, n_round: int) -> Iterator[Bools]:
    """Yield the tours to free: by sector, by capability, by nation; later by several of each."""
    asked = [line.requirement.capability for line in data.lines]
    kinds = np.unique(asked, return_inverse=True)[1][data.tour_line]
    groups = ((data.tour_sector, 1, 2), (kinds, 1, 4), (data.tour_nation, 5, 8))
    for marks, n_first, n_later in groups:
        order = random.permutation(int(marks.max()) + 1) if len(marks) else np.empty(0, int)
        size = n_first if n_round == 0 else n_later
        for first in range(0, len(order), size):
            yield np.isin(marks, order[first : first + size])
