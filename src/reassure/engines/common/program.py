"""A linear or integer program as arrays, and the limit that any prices put on its value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Program:
    """A linear or integer program to be maximised, with its matrix by columns.

    Attributes
    ----------
    gain
        Coefficients of the objective, shape (n_columns,).
    lower, upper
        Bounds of the columns.
    is_integer
        Which columns take whole numbers only.
    row_lower, row_upper
        Bounds of the rows, shape (n_rows,).
    starts, rows, values
        Compressed sparse columns; ``starts`` has n_columns + 1 entries.
    """

    gain: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    is_integer: NDArray[np.bool_]
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    values: NDArray[np.float64]


def column_prices(program: Program, row_prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what one more of each column is worth at given prices, shape (n_columns,)."""
    prices = _sound(program, row_prices)
    column = np.repeat(np.arange(len(program.gain)), np.diff(program.starts))
    used = np.bincount(column, program.values * prices[program.rows], minlength=len(program.gain))
    return program.gain - used


def bound_of(program: Program, row_prices: NDArray[np.float64]) -> float | None:
    """Return a limit on every solution's value, by weak duality; None where there is none.

    For any prices of the rows, a price above zero meets the row's upper bound and one below
    zero its lower bound, and each column stands at the bound that its own price favours.
    """
    prices = _sound(program, row_prices)
    columns = column_prices(program, prices)
    parts = (
        (prices, program.row_lower, program.row_upper),
        (columns, program.lower, program.upper),
    )
    total = 0.0
    for price, lower, upper in parts:
        met = np.where(price > 0, upper, lower)
        total += float((price[price != 0] * met[price != 0]).sum())
    return total if np.isfinite(total) else None


def _sound(program: Program, prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return prices without those that point at a bound which a row does not have."""
    pointless = ((prices > 0) & np.isinf(program.row_upper)) | (
        (prices < 0) & np.isinf(program.row_lower)
    )
    return np.where(pointless, 0.0, prices)
