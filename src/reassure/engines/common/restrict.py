"""Fixes most columns of a program, so that the rest can be solved as a small one."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from reassure.engines.common.program import Program

Positions = NDArray[np.int64]


class Restrictor:
    """Makes small programs from one large one.

    Parameters
    ----------
    program
        The large program.
    """

    def __init__(self, program: Program) -> None:
        shape = (len(program.row_lower), len(program.gain))
        self._program = program
        self._matrix = csc_array((program.values, program.rows, program.starts), shape=shape)
        self._by_row = self._matrix.tocsr()

    def neighbours(self, columns: Positions) -> Positions:
        """Return the columns that share a row with any of these, themselves among them."""
        rows = np.unique(self._matrix[:, columns].indices)
        return np.unique(self._by_row[rows].indices).astype(np.int64)

    def restrict(self, columns: Positions, values: NDArray[np.float64]) -> Program:
        """Return the program in which all other columns keep their values.

        Parameters
        ----------
        columns
            Columns that stay free, ascending.
        values
            Values of all columns, shape (n_columns,).
        """
        program = self._program
        part = self._matrix[:, columns]
        rows = np.unique(part.indices)
        small = part.tocsr()[rows].tocsc()
        small.sort_indices()
        fixed = values.copy()
        fixed[columns] = 0.0
        used = (self._by_row[rows]) @ fixed
        return replace(
            program,
            gain=program.gain[columns],
            lower=program.lower[columns],
            upper=program.upper[columns],
            is_integer=program.is_integer[columns],
            row_lower=program.row_lower[rows] - used,
            row_upper=program.row_upper[rows] - used,
            starts=small.indptr.astype(np.int32),
            rows=small.indices.astype(np.int32),
            values=small.data.astype(np.float64),
        )
