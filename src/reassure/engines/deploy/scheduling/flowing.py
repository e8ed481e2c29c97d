"""Flows over the ways that were met, by a first-order method, compiled.

Shares of units on ways and prices of limits move in turns: shares down the slope of what they
cost at the prices, and back to where those of a unit make one; prices up with what the shares,
carried on by as much again, use beyond the limits (Chambolle and Pock, J. Math. Imaging Vis. 40
(2011); step sizes after Pock and Chambolle, ICCV 2011). Both come near the optimum of the linear
program in far less time than a simplex method takes, and start where the last program ended.
"""

from dataclasses import dataclass, field

import numpy as np
from numba import njit

from reassure.engines.deploy.network.terrain import Flags, Floats, Ints
from reassure.engines.deploy.network.traffic import Traffic
from reassure.engines.deploy.scheduling.columns import Columns

MOST_COLUMNS = 20
"""Ways of each unit among which its loads are shared out, the cheapest at the prices: on size L ten
stopped 0.5 % short of the bound that twenty reach, and every way takes its time in every step."""

PRICE_STEP = 3.0
"""Scale of the steps of prices against those of shares, in the cost of a day's lateness of a mean
unit: on two movements of 60 units and one of 100, schedules from flows with three times of it ended
0.3 to 3 % further from the bound, and with a third as near or up to 1.8 % further."""


@dataclass
class Flows:
    """Shares of units on their ways, and prices of limits, which go on from round to round.

    Parameters
    ----------
    traffic, columns
        What moves, and the ways to choose from.
    limited, is_paid
        What limits give by day, and which of them count, shape (n_limits, n_days).

    Attributes
    ----------
    shares
        Share of its unit on each column.
    earned
        What each limit earns by day: price times what it gives, shape (n_limits * n_days,).
    """

    traffic: Traffic
    columns: Columns
    limited: Floats
    is_paid: Flags
    shares: Floats = field(init=False)
    earned: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Start with no shares and no prices."""
        self.shares, self.earned = np.zeros(0), np.zeros(self.limited.size)
        self._absent = np.ones(len(self.traffic.start))
        self._scale = PRICE_STEP * float(self.traffic.absent.mean()) / self.limited.shape[1]
        limited, is_paid = self.limited.ravel(), self.is_paid.ravel()
        self._share_of = np.divide(1.0, limited, out=np.zeros_like(limited), where=is_paid)

    def step(self, steps: int) -> Floats:
        """Go on for some steps; return the mean prices of them, shape (n_limits, n_days)."""
        columns, n_units = self.columns, len(self.traffic.start)
        self.shares = np.concatenate((self.shares, np.zeros(len(columns) - len(self.shares))))
        chosen = self._chosen()
        first, rows, amounts = columns.uses_of(chosen)
        weights = amounts * self._share_of[rows]
        names, places = np.unique(rows, return_inverse=True)
        units = columns.units[chosen]
        first_column = np.searchsorted(units, np.arange(n_units + 1))
        owner = np.repeat(np.arange(len(chosen)), np.diff(first))
        heaviness = np.bincount(owner, weights, minlength=len(chosen))
        most = np.full(n_units, 1e-9)
        np.maximum.at(most, units, heaviness)
        crowd = np.maximum(np.bincount(places, weights, minlength=len(names)), 1e-9)
        shares, earned = self.shares[chosen], self.earned[names]
        mean = np.zeros(len(names))
        _flow(
            first_column.astype(np.int64),
            first,
            places.astype(np.int32),
            weights,
            columns.costs[chosen],
            self.traffic.absent,
            shares,
            self._absent,
            earned,
            1.0 / (most * self._scale),
            self._scale / crowd,
            steps,
            mean,
        )
        self.shares[:] = 0.0
        self.shares[chosen] = shares
        self.earned[:] = 0.0
        self.earned[names] = earned
        told = np.zeros(self.limited.size)
        told[names] = mean
        return (told * self._share_of).reshape(self.limited.shape)

    def _chosen(self) -> Ints:
        """Return the columns that carry something, and the cheapest of the others."""
        prices = (self.earned * self._share_of).reshape(self.limited.shape)
        gain = np.where(self.shares > 0.0, np.inf, -self.columns.costs_at(prices))
        return self.columns.best(gain, np.arange(len(gain)), MOST_COLUMNS)


@njit(cache=True, nogil=True)
def _flow(
    first_column: Ints,
    first_use: Ints,
    rows: Ints,
    weights: Floats,
    costs: Floats,
    absent_costs: Floats,
    shares: Floats,
    absent: Floats,
    earned: Floats,
    share_steps: Floats,
    price_steps: Floats,
    steps: int,
    mean: Floats,
) -> None:
    """Move shares and prices in turns; write the mean of the prices."""
    n_units, n_rows = len(first_column) - 1, len(earned)
    use, ahead = np.zeros(n_rows), np.zeros(len(shares))
    most = 1
    for unit in range(n_units):
        most = max(most, first_column[unit + 1] - first_column[unit] + 1)
    wanted = np.zeros(most)
    mean[:] = 0.0
    for _ in range(steps):
        for unit in range(n_units):
            begin, end = first_column[unit], first_column[unit + 1]
            step, n = share_steps[unit], end - begin
            for column in range(begin, end):
                cost = costs[column]
                for at in range(first_use[column], first_use[column + 1]):
                    cost += earned[rows[at]] * weights[at]
                wanted[column - begin] = shares[column] - step * cost
            wanted[n] = absent[unit] - step * absent_costs[unit]
            least = _level(wanted, n + 1)
            for column in range(begin, end):
                share = max(0.0, wanted[column - begin] - least)
                ahead[column] = 2.0 * share - shares[column]
                shares[column] = share
            absent[unit] = max(0.0, wanted[n] - least)
        use[:] = 0.0
        for column in range(len(shares)):
            if ahead[column] != 0.0:
                for at in range(first_use[column], first_use[column + 1]):
                    use[rows[at]] += weights[at] * ahead[column]
        for row in range(n_rows):
            earned[row] = max(0.0, earned[row] + price_steps[row] * (use[row] - 1.0))
            mean[row] += earned[row] / steps


@njit(cache=True, nogil=True)
def _level(wanted: Floats, n: int) -> float:
    """Return what to take off some numbers so that what is left above 0 of them makes one."""
    level, above = -np.inf, n + 1
    while True:
        total, count = 0.0, 0
        for at in range(n):
            if wanted[at] > level:
                total += wanted[at]
                count += 1
        # Fewer stand above each level than above the one before, but for rounding.
        if count >= above:
            return level
        level, above = (total - 1.0) / count, count
