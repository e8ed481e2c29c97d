"""Ways of units as columns of a program: cost, and use of limits by day."""

from dataclasses import dataclass, field

import numpy as np
from numba import njit

from reassure.engines.deploy.pricing import Ways
from reassure.engines.deploy.terrain import Floats, Ints, Terrain
from reassure.engines.deploy.traffic import MOST_ARCS, Traffic, traveller_of
from reassure.engines.deploy.wayfinding import DAY


@dataclass(frozen=True, slots=True)
class Column:
    """One way of one unit.

    Attributes
    ----------
    unit
        The unit.
    arcs, starts
        Its arcs, and the minutes at which they begin.
    arrival_day
        Day of arrival.
    cost
        Cost of arriving then.
    rows, amounts
        Limit and day of each use, as ``limit * n_days + day``, ascending, and how much of it
        the whole unit takes.
    """

    unit: int
    arcs: Ints
    starts: Ints
    arrival_day: int
    cost: float
    rows: Ints
    amounts: Floats


@dataclass
class Columns:
    """All ways that were met so far, each once.

    Parameters
    ----------
    terrain, traffic
        The network and what moves.
    n_days
        Days of the limits.
    """

    terrain: Terrain
    traffic: Traffic
    n_days: int
    columns: list[Column] = field(default_factory=list[Column])
    _known: dict[tuple[int, bytes], int] = field(default_factory=dict[tuple[int, bytes], int])

    def __post_init__(self) -> None:
        """Start with no columns."""
        ints = np.int32
        self._units, self._costs = np.zeros(0, ints), np.zeros(0)
        self._first, self._rows, self._amounts = (
            np.zeros(1, np.int64),
            np.zeros(0, ints),
            np.zeros(0),
        )

    def add(self, unit: int, arcs: Ints, starts: Ints, arrival_day: int) -> int:
        """Keep a way, and return its number."""
        key = (unit, np.concatenate((arcs, starts)).tobytes())
        if key in self._known:
            return self._known[key]
        room = np.zeros(64 * MOST_ARCS, dtype=np.int32), np.zeros(64 * MOST_ARCS)
        count = _use_of(self.terrain, self.traffic, unit, arcs, starts, self.n_days, *room)
        rows, place = np.unique(room[0][:count], return_inverse=True)
        amounts = np.bincount(place, room[1][:count], minlength=len(rows))
        number = self._known[key] = len(self.columns)
        self.columns.append(
            Column(
                unit,
                arcs.copy(),
                starts.copy(),
                arrival_day,
                float(self.traffic.costs[unit, arrival_day]),
                rows.astype(np.int32),
                amounts,
            )
        )
        return number

    def add_ways(self, ways: Ways, units: Ints) -> list[int]:
        """Keep the ways of some units; return their numbers."""
        found: list[int] = []
        for unit in units.tolist():
            n_arcs = int(ways.n_arcs[unit])
            if n_arcs >= 0:
                arcs, starts = ways.arcs[unit, :n_arcs], ways.starts[unit, :n_arcs]
                found.append(self.add(unit, arcs, starts, int(ways.arrival_day[unit])))
        return found

    @property
    def units(self) -> Ints:
        """Unit of each column."""
        self._lay_out()
        return self._units

    def costs_at(self, prices: Floats) -> Floats:
        """Return what each column costs together with what it pays for limits."""
        self._lay_out()
        paid = prices.ravel()[self._rows] * self._amounts
        summed = np.concatenate(([0.0], np.cumsum(paid)))
        return self._costs + summed[self._first[1:]] - summed[self._first[:-1]]

    def _lay_out(self) -> None:
        """Bring the arrays up to date with the columns."""
        new = self.columns[len(self._units) :]
        if not new:
            return
        lengths = [len(column.rows) for column in new]
        self._units = np.concatenate((self._units, [column.unit for column in new]))
        self._costs = np.concatenate((self._costs, [column.cost for column in new]))
        self._first = np.concatenate((self._first, self._first[-1] + np.cumsum(lengths)))
        self._rows = np.concatenate((self._rows, *(column.rows for column in new)))
        self._amounts = np.concatenate((self._amounts, *(column.amounts for column in new)))


@njit(cache=True, nogil=True)
def _use_of(
    terrain: Terrain,
    traffic: Traffic,
    unit: int,
    arcs: Ints,
    starts: Ints,
    n_days: int,
    rows: Ints,
    amounts: Floats,
) -> int:
    """Write limit and day of every use of a way by a whole unit; return how many there are."""
    who = traveller_of(traffic, unit)
    n_loads = float(traffic.first_load[unit + 1] - traffic.first_load[unit])
    count = 0
    for at in range(len(arcs)):
        arc, start = arcs[at], starts[at]
        for number in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            first = (start + terrain.use_after[number]) // DAY
            amount = terrain.use_factor[number] * who.sizes[terrain.use_measure[number]]
            if amount <= 0.0:
                continue
            last = min(first + terrain.use_days[number], n_days)
            for day in range(first, last):
                if count == len(rows):
                    return count
                rows[count] = terrain.use_limit[number] * n_days + day
                amounts[count] = amount * n_loads
                count += 1
    return count
