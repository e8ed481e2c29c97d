"""Puts a program together, family of rows by family of rows, as numpy arrays."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array

from reassure.engines.common.program import Program

Positions = NDArray[np.int64]


class Assembly:
    """Columns, rows and entries of a program in the making."""

    def __init__(self) -> None:
        self._columns: list[tuple[NDArray[np.float64], ...]] = []
        self._rows: list[tuple[NDArray[np.float64], ...]] = []
        self._entries: list[tuple[Positions, Positions, NDArray[np.float64]]] = []
        self.n_columns, self.n_rows = 0, 0

    def add_columns(
        self,
        gain: ArrayLike,
        *,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        is_integer: bool = False,
    ) -> Positions:
        """Add one column per entry of ``gain`` and return where they stand."""
        gains = np.atleast_1d(np.asarray(gain, dtype=np.float64))
        count = len(gains)
        self._columns.append(
            (gains, _spread(lower, count), _spread(upper, count), np.full(count, float(is_integer)))
        )
        self.n_columns += count
        return np.arange(self.n_columns - count, self.n_columns)

    def add_rows(
        self, count: int, *, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf
    ) -> Positions:
        """Add rows and return where they stand."""
        self._rows.append((_spread(lower, count), _spread(upper, count)))
        self.n_rows += count
        return np.arange(self.n_rows - count, self.n_rows)

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Put values into the matrix; the three are spread to one length; places that meet add."""
        spread = np.broadcast_arrays(
            np.atleast_1d(np.asarray(rows, dtype=np.int64)),
            np.asarray(columns, dtype=np.int64),
            np.asarray(values, dtype=np.float64),
        )
        self._entries.append((spread[0], spread[1], spread[2]))

    def program(self) -> Program:
        """Return the program with its matrix by columns."""
        gain, lower, upper, flags = _joined(self._columns, 4)
        row_lower, row_upper = _joined(self._rows, 2)
        rows = np.concatenate([np.empty(0, np.int64), *(entry[0] for entry in self._entries)])
        columns = np.concatenate([np.empty(0, np.int64), *(entry[1] for entry in self._entries)])
        values = np.concatenate([np.empty(0), *(entry[2] for entry in self._entries)])
        shape = (max(self.n_rows, 1), max(self.n_columns, 1))
        matrix = coo_array((values, (rows, columns)), shape=shape).tocsc()
        matrix.sort_indices()
        return Program(
            gain=gain,
            lower=lower,
            upper=upper,
            is_integer=flags > 0,
            row_lower=row_lower,
            row_upper=row_upper,
            starts=matrix.indptr[: self.n_columns + 1].astype(np.int32),
            rows=matrix.indices.astype(np.int32),
            values=matrix.data.astype(np.float64),
        )


def _spread(value: ArrayLike, count: int) -> NDArray[np.float64]:
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (count,)).copy()


def _joined(
    parts: list[tuple[NDArray[np.float64], ...]], width: int
) -> tuple[NDArray[np.float64], ...]:
    empty = np.empty(0, dtype=np.float64)
    return tuple(np.concatenate([empty, *(part[i] for part in parts)]) for i in range(width))
