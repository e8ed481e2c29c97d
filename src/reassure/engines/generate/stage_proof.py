"""The stages after fill, proven on HiGHS for plans of few tours."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, vstack

from reassure.engines.common.highs import Work, solve_program
from reassure.engines.common.program import Program
from reassure.engines.generate.draft import Draft
from reassure.engines.generate.formulation import Formulation, formulate
from reassure.engines.generate.instance import Floats
from reassure.engines.generate.worth import Worth
from reassure.model.progress import Watchdog

CHECKS = 200
"""Work of each proof."""

TOLERANCE = 1e-9
"""Share of fill or cost by which the plan at hand may seem to miss its own value."""


class StageProof:
    """The exact model of a plan, asked for less cost and for fewer nations at the same fill.

    Parameters
    ----------
    worth
        What is planned.
    draft
        The plan at hand.
    tour_costs
        What one unit on each tour costs, shape (n_tours,).
    seed
        Seed of HiGHS.
    watch
        Asked whether to stop.
    """

    def __init__(
        self, worth: Worth, draft: Draft, tour_costs: Floats, *, seed: int, watch: Watchdog
    ) -> None:
        self._formulation: Formulation = formulate(worth)
        self._start = self._formulation.start_from(draft)
        self._seed, self._watch = seed, watch
        n_columns, data = len(self._start), worth.instance
        self._fill, self._cost = np.zeros(n_columns), np.zeros(n_columns)
        places = self._formulation.fill
        self._fill[places] = self._formulation.program.gain[places]
        self._cost[: data.n_tours] = tour_costs
        self._nations = np.zeros(n_columns)
        self._nations[list(self._formulation.serves.values())] = 1.0

    def least_cost(self) -> float | None:
        """Return a limit that the cost of no plan of at least this fill is below."""
        return self._least(self._cost, [(self._fill, 1.0)])

    def least_nations(self) -> float | None:
        """Return a limit of nations in formations, at this fill or more and this cost or less."""
        return self._least(self._nations, [(self._fill, 1.0), (self._cost, -1.0)])

    def _least(self, wanted: Floats, kept: list[tuple[Floats, float]]) -> float | None:
        """Return a limit of ``wanted`` where each of ``kept`` is no worse than now."""
        value = float(wanted @ self._start)
        if value <= 0:
            return 0.0
        program = replace(self._formulation.program, gain=-wanted / value)
        for row, sign in kept:
            now = float(row @ self._start)
            if now > 0:
                program = _with_row(program, sign * row / now, sign - TOLERANCE)
        answer = solve_program(
            program,
            seed=self._seed,
            gap=0.0,
            work=Work(CHECKS, iterations=0),
            start=self._start,
            watch=self._watch,
        )
        return None if answer.bound is None else -answer.bound * value


def _with_row(program: Program, row: Floats, lower: float) -> Program:
    """Return a program with one row more."""
    shape = (len(program.row_lower), len(program.gain))
    matrix = csc_array((program.values, program.rows, program.starts), shape=shape)
    whole = csc_array(vstack([matrix, csc_array(row[None, :])]))
    whole.sort_indices()
    return replace(
        program,
        row_lower=np.append(program.row_lower, lower),
        row_upper=np.append(program.row_upper, np.inf),
        starts=whole.indptr.astype(np.int32),
        rows=whole.indices.astype(np.int32),
        values=whole.data.astype(np.float64),
    )
