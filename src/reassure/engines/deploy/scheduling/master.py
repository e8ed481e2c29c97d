"""The linear program over ways that were met: who goes which way, within all limits."""

import numpy as np

from reassure.engines.common.growing import GrowingProgram
from reassure.engines.deploy.network.terrain import Flags, Floats, Ints
from reassure.engines.deploy.network.traffic import Traffic
from reassure.engines.deploy.scheduling.columns import Columns

ITERATIONS = 1_000_000
"""Steps of the simplex method for one program: far more than any takes."""

VIOLATION = 1e-7
"""Use above a limit, over the limit, from which on its row is added: the solver keeps rows to
1e-7."""

LEAST_WORTH = 1e-3
"""What a limit earns on a day from which on its row is there from the start: rows that earn nothing
make a program larger, and those that are missed are added once they are overstepped."""

MOST_CUTS = 8
"""Times that rows are added before ways are sought anew: an overstepped program still tells which
ways are short."""


class Master:
    """Minimises the cost of arrival over shares of units on ways.

    Rows of limits are added when they are overstepped.

    Parameters
    ----------
    traffic, columns
        What moves, and the ways to choose from.
    limited, is_paid
        What limits give by day, and which of them count, shape (n_limits, n_days).
    seed
        Of the solver.
    """

    def __init__(
        self, traffic: Traffic, columns: Columns, limited: Floats, is_paid: Flags, seed: int
    ) -> None:
        self._columns, self._shape = columns, limited.shape
        self._limited, self._is_paid = limited.ravel(), is_paid.ravel()
        self._n_units = n_units = len(traffic.start)
        self._row_of: dict[int, int] = {}
        self._taken: list[int] = []
        self._is_taken: set[int] = set()
        self._parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self._program = GrowingProgram(seed=seed)
        ones, none = np.ones(n_units), np.zeros(0, dtype=np.int32)
        self._program.add_rows(ones, ones, np.zeros(n_units + 1, np.int32), none, np.zeros(0))
        each = np.arange(n_units + 1, dtype=np.int32)
        self._program.add_columns(traffic.absent, each, each[:-1], ones)
        self.value = np.inf

    def take(self, numbers: Ints) -> int:
        """Add columns by their numbers, each once; return how many were not there."""
        new = [number for number in numbers.tolist() if number not in self._is_taken]
        self._is_taken.update(new)
        starts, rows, values, costs = [0], list[int](), list[float](), list[float]()
        for number in new:
            used, amounts = self._columns.uses(number)
            place = self._n_units + len(self._taken)
            self._taken.append(number)
            self._parts.append(
                (used.copy(), np.full(len(used), place, dtype=np.int32), amounts.copy())
            )
            rows.append(int(self._columns.units[number]))
            values.append(1.0)
            for row, amount in zip(used.tolist(), amounts.tolist(), strict=True):
                known = self._row_of.get(row)
                if known is not None:
                    rows.append(known)
                    values.append(amount / self._limited[row])
            starts.append(len(rows))
            costs.append(float(self._columns.costs[number]))
        self._program.add_columns(
            np.array(costs), np.array(starts, np.int32), np.array(rows, np.int32), np.array(values)
        )
        return len(new)

    def solve(self) -> tuple[Floats, Floats, Floats, bool]:
        """Solve, adding rows that are overstepped.

        Returns the shares of all columns met so far, prices of shape (n_limits, n_days), what
        each unit pays, and whether no row is overstepped any more.
        """
        is_whole = False
        used, shares = np.zeros(len(self._limited)), np.zeros(0)
        duals = np.zeros(0)
        for _ in range(MOST_CUTS):
            shares, duals = self._program.solve(iterations=ITERATIONS)
            used[:] = 0.0
            flowing = np.flatnonzero(shares[self._n_units :] > 1e-12)
            for place in flowing.tolist():
                rows, _, amounts = self._parts[place]
                np.add.at(used, rows, amounts * shares[self._n_units + place])
            over = np.flatnonzero(self._is_paid & (used > self._limited * (1 + VIOLATION) + 1e-12))
            new = [row for row in over.tolist() if row not in self._row_of]
            if not new:
                is_whole = True
                break
            self._cut(new)
        self.value = float(self._cost(shares))
        prices = np.zeros(len(self._limited))
        for row, place in self._row_of.items():
            if place < len(duals):
                prices[row] = max(0.0, duals[place]) / self._limited[row]
        flows = np.zeros(len(self._columns))
        flows[self._taken] = shares[self._n_units :]
        return flows, prices.reshape(self._shape), -duals[: self._n_units], is_whole

    def cover(self, prices: Floats) -> None:
        """Add the rows of all limits and days that have a price."""
        earned = prices.ravel() * self._limited
        self._cut(np.flatnonzero(earned > LEAST_WORTH).tolist())

    def _cost(self, shares: Floats) -> float:
        absent, taken = shares[: self._n_units], shares[self._n_units :]
        costs = self._columns.costs[self._taken]
        return float(self._columns.traffic.absent @ absent + costs @ taken)

    def _cut(self, new: list[int]) -> None:
        """Add rows; those that no column uses cannot be overstepped, and stay out."""
        rows = np.concatenate([part[0] for part in self._parts])
        places = np.concatenate([part[1] for part in self._parts])
        amounts = np.concatenate([part[2] for part in self._parts])
        is_new = np.isin(rows, np.array(new))
        rows, places, amounts = rows[is_new], places[is_new], amounts[is_new]
        order = np.lexsort((places, rows))
        rows, places, amounts = rows[order], places[order], amounts[order]
        names, counts = np.unique(rows, return_counts=True)
        first = self._program.n_rows
        for at, row in enumerate(names.tolist()):
            self._row_of[row] = first + at
        self._program.add_rows(
            np.full(len(names), -np.inf),
            np.ones(len(names)),
            np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
            places.astype(np.int32),
            amounts / self._limited[rows],
        )
