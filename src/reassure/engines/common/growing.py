"""A linear program that grows by columns and rows, solved anew from where it stood."""

import highspy
import numpy as np
from numpy.typing import NDArray

from reassure.engines.common.highs import require_taken, set_options, solver_for
from reassure.engines.common.program import Program

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class GrowingProgram:
    """A linear program to be minimised, on HiGHS's simplex method.

    Parameters
    ----------
    seed
        Seed of HiGHS's own choices.
    """

    def __init__(self, *, seed: int) -> None:
        empty, none = np.zeros(0), np.zeros(0, dtype=np.int32)
        program = Program(
            empty, empty, empty, np.zeros(0, dtype=np.bool_), empty, empty,
            np.zeros(1, dtype=np.int32), none, empty,
        )  # fmt: skip
        self._solver = solver_for(program, seed=seed)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMinimize)
        set_options(self._solver, solver="simplex")
        self._has_new_rows = False

    @property
    def n_rows(self) -> int:
        """Rows so far."""
        return int(self._solver.getNumRow())

    @property
    def n_columns(self) -> int:
        """Columns so far."""
        return int(self._solver.getNumCol())

    def add_rows(
        self, lower: Floats, upper: Floats, starts: Ints, columns: Ints, values: Floats
    ) -> None:
        """Add rows, each with its bounds and its entries in the columns that there are."""
        if len(lower):
            self._has_new_rows = True
            require_taken(
                self._solver.addRows(
                    len(lower), lower, upper, len(columns), starts[:-1], columns, values
                ),
                "new rows",
            )

    def add_columns(self, cost: Floats, starts: Ints, rows: Ints, values: Floats) -> None:
        """Add columns from 0 on, each with its cost and its entries in the rows that there are."""
        n_columns = len(cost)
        if n_columns:
            require_taken(
                self._solver.addCols(
                    n_columns, cost, np.zeros(n_columns), np.full(n_columns, highspy.kHighsInf),
                    len(rows), starts[:-1], rows, values,
                ),
                "new columns",
            )  # fmt: skip

    def solve(self, *, iterations: int, seconds: float | None = None) -> tuple[Floats, Floats]:
        """Solve by so many steps at most; return values of the columns and prices of the rows.

        Prices are >= 0 where a row's upper bound holds the value up.
        """
        # After new rows the old basis is still dual feasible, after new columns primal feasible.
        strategy = 1 if self._has_new_rows else 4
        self._has_new_rows = False
        set_options(self._solver, simplex_strategy=strategy, simplex_iteration_limit=iterations)
        if seconds is not None:
            set_options(self._solver, time_limit=self._solver.getRunTime() + max(seconds, 1e-3))
        self._solver.run()
        solution = self._solver.getSolution()
        return np.array(solution.col_value), -np.array(solution.row_dual)
