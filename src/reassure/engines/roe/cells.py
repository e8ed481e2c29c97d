"""Headline strength and what of it may do each task, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from reassure.engines.roe.frame import MAY, MAY_NOT, Frame, Numbers, Scores
from reassure.engines.roe.groups import Group

Rows = Numbers | slice


@dataclass(frozen=True, eq=False)
class Cells:
    """What serves and may do its tasks, by (objective and task, sector, ..., period).

    Attributes
    ----------
    askings
        Number of each pair of objective and task that some units are asked for.
    present, free, on_approval
        What serves, what may do the task unasked, and what may on approval: units, and what they
        count [effective units], one after the other on the third axis.
    slowest
        Score of the slowest answer; `MAY` where nobody asks.
    """

    askings: dict[tuple[str, int], int]
    present: Scores
    free: Scores
    on_approval: Scores
    slowest: Scores
    _rows: dict[tuple[str, bytes], Rows] = field(default_factory=dict[tuple[str, bytes], Rows])

    def count(self, group: Group, scores: Scores) -> None:
        """Count a group.

        Parameters
        ----------
        group
            The group.
        scores
            What all that bears on it leaves it, shape (n_tasks of it, n_periods of it).
        """
        rows, span = self._rows_of(group), slice(group.start, group.stop)
        place = rows, group.sector, slice(None), span
        worth = np.empty((2, len(group.strength)))
        worth[0], worth[1] = group.n_units, group.strength
        is_free = scores == MAY
        is_asked = ~is_free & (scores < MAY_NOT)
        self.present[place] += worth
        self.free[place] += is_free[:, None, :] * worth
        if is_asked.any():
            self.on_approval[place] += is_asked[:, None, :] * worth
            slowest = np.where(is_asked, scores, MAY)
            where = rows, group.sector, span
            self.slowest[where] = np.maximum(self.slowest[where], slowest)

    def _rows_of(self, group: Group) -> Rows:
        key = group.objective, group.tasks.tobytes()
        if key not in self._rows:
            rows = [self.askings[group.objective, task] for task in group.tasks.tolist()]
            self._rows[key] = run_of(np.array(rows))
        return self._rows[key]


def cells_of(frame: Frame, groups: Sequence[Group]) -> Cells:
    """Return empty cells for all that some groups are asked to do."""
    asked = {(group.objective, group.tasks.tobytes()): group for group in groups}.values()
    pairs = sorted({(group.objective, task) for group in asked for task in group.tasks.tolist()})
    _, n_sectors, n_periods = frame.shape

    def empty(*shape: int) -> Scores:
        # A group's sector lies in one stretch of memory, whatever comes first in the index.
        return np.zeros((n_sectors, len(pairs), *shape, n_periods)).swapaxes(0, 1)

    return Cells(
        {pair: i for i, pair in enumerate(pairs)},
        present=empty(2),
        free=empty(2),
        on_approval=empty(2),
        slowest=empty() + MAY,
    )


def run_of(numbers: Numbers) -> Rows:
    """Return numbers as a slice where they follow each other: arrays are cut sooner by it."""
    first, last = int(numbers[0]), int(numbers[-1])
    return slice(first, last + 1) if last - first + 1 == len(numbers) else numbers
