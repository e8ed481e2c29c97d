"""Ways of units as columns of a program: cost, and use of limits by day."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit

from reassure.engines.deploy.network.terrain import Floats, Ints, Terrain
from reassure.engines.deploy.network.traffic import Traffic, traveller_of
from reassure.engines.deploy.network.wayfinding import DAY
from reassure.engines.deploy.scheduling.pricing import Ways

FIRST_USES = 1024
"""Uses of one way for which there is space at first; a ship alone may be taken for a hundred days.
"""


class _Growing:
    """An array that grows at its end."""

    def __init__(self, kind: type) -> None:
        self._space, self._size = np.zeros(1024, dtype=kind), 0

    @property
    def array(self) -> Any:
        return self._space[: self._size]

    def add(self, more: Any) -> None:
        size = self._size + len(more)
        if size > len(self._space):
            space = np.zeros(max(size, 3 * len(self._space) // 2), dtype=self._space.dtype)
            space[: self._size] = self.array
            self._space = space
        self._space[self._size : size] = more
        self._size = size


@dataclass
class Columns:
    """All ways that were met so far, each once, one after another.

    Parameters
    ----------
    terrain, traffic
        The network and what moves.
    n_days
        Days of the limits.
    lift
        What the use of limits costs by day whoever else uses them, shape (n_limits, n_days);
        None: nothing.
    """

    terrain: Terrain
    traffic: Traffic
    n_days: int
    lift: Floats | None = None
    _known: set[bytes] = field(default_factory=set[bytes])

    def __post_init__(self) -> None:
        """Start with no columns."""
        ints = np.int32
        self._units, self._arrival_days = _Growing(ints), _Growing(ints)
        self._arcs, self._starts, self._rows = _Growing(ints), _Growing(ints), _Growing(ints)
        self._costs, self._amounts = _Growing(np.float64), _Growing(np.float64)
        self._first_arc, self._first_use = _Growing(np.int64), _Growing(np.int64)
        self._first_arc.add([0])
        self._first_use.add([0])
        self._room = _room_for(FIRST_USES)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._units.array)

    @property
    def units(self) -> Ints:
        """Unit of each column."""
        return self._units.array

    @property
    def arrival_days(self) -> Ints:
        """Day of arrival of each column."""
        return self._arrival_days.array

    @property
    def costs(self) -> Floats:
        """Cost of arriving by each column, with its lift."""
        return self._costs.array

    def way(self, number: int) -> tuple[Ints, Ints]:
        """Return the arcs of a column, and the minutes at which they begin."""
        first, last = self._first_arc.array[number : number + 2]
        return self._arcs.array[first:last], self._starts.array[first:last]

    def uses(self, number: int) -> tuple[Ints, Floats]:
        """Return what the whole unit uses on a column.

        Limit and day of each use, as ``limit * n_days + day``, ascending; and how much.
        """
        first, last = self._first_use.array[number : number + 2]
        return self._rows.array[first:last], self._amounts.array[first:last]

    def uses_of(self, numbers: Ints) -> tuple[Ints, Ints, Floats]:
        """Return the uses of several columns: the first of each, limits and days, amounts."""
        first = self._first_use.array
        begin, lengths = first[:-1][numbers], (first[1:] - first[:-1])[numbers]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.repeat(begin - starts[:-1], lengths) + np.arange(starts[-1])
        return starts, self._rows.array[places], self._amounts.array[places]

    def add_ways(self, ways: Ways, units: Ints) -> None:
        """Keep the ways of some units, if they are new."""
        for unit in units.tolist():
            n_arcs = int(ways.n_arcs[unit])
            if n_arcs >= 0:
                arcs, starts = ways.arcs[unit, :n_arcs], ways.starts[unit, :n_arcs]
                self.add(unit, arcs, starts, int(ways.arrival_day[unit]))

    def add(self, unit: int, arcs: Ints, starts: Ints, arrival_day: int) -> None:
        """Keep a way, if it is new."""
        told = unit.to_bytes(4, "little") + arcs.tobytes() + starts.tobytes()
        key = hashlib.blake2b(told, digest_size=16).digest()
        if key in self._known:
            return
        self._known.add(key)
        way = (self.terrain, self.traffic, unit, arcs, starts, self.n_days)
        n = _use_of(*way, *self._room)
        if n > len(self._room[0]):
            self._room = _room_for(n)
            n = _use_of(*way, *self._room)
        rows, place = np.unique(self._room[0][:n], return_inverse=True)
        self._units.add([unit])
        self._arrival_days.add([arrival_day])
        self._arcs.add(arcs)
        self._starts.add(starts)
        self._first_arc.add([self._first_arc.array[-1] + len(arcs)])
        self._rows.add(rows)
        amounts = np.bincount(place, self._room[1][:n], minlength=len(rows))
        self._amounts.add(amounts)
        cost = self.traffic.costs[unit, arrival_day]
        if self.lift is not None:
            cost += float(self.lift.ravel()[rows] @ amounts)
        self._costs.add([cost])
        self._first_use.add([self._first_use.array[-1] + len(rows)])

    def costs_at(self, prices: Floats) -> Floats:
        """Return what each column costs together with what it pays for limits."""
        paid = prices.ravel()[self._rows.array] * self._amounts.array
        summed = np.concatenate(([0.0], np.cumsum(paid)))
        first = self._first_use.array
        return self.costs + summed[first[1:]] - summed[first[:-1]]

    def best(self, gain: Floats, numbers: Ints, most: int) -> Ints:
        """Return of some columns those with the largest gain, the best few of each unit.

        They stand unit by unit.
        """
        units = self.units[numbers]
        order = np.lexsort((-gain[numbers], units))
        first = np.searchsorted(units[order], units[order], side="left")
        return numbers[order[np.arange(len(order)) - first < most]]


def _room_for(n_uses: int) -> tuple[Ints, Floats]:
    """Return space for the uses of one way: limits and days, and amounts."""
    return np.zeros(n_uses, dtype=np.int32), np.zeros(n_uses)


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
    """Write limit and day of every use of a way by a whole unit; return how many there are.

    Where these are more than there is space for, only the first are written.
    """
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
                if count < len(rows):
                    rows[count] = terrain.use_limit[number] * n_days + day
                    amounts[count] = amount * n_loads
                count += 1
    return count
