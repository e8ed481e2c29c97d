"""Tasks that no unit in a sector may do, and which positions, changed, would open them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from reassure.engines.roe.frame import Flags, Frame
from reassure.engines.roe.groups import lacking
from reassure.engines.roe.matrix import Judged, Matrix
from reassure.model.roe_choices import HoleCure

Change = tuple[str, int]
"""A nation, and the number of a measure that it would accept."""

Way = frozenset[Change]
"""Changes that together let some units do a task."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A task that no unit in a sector may do, for periods in a row.

    Attributes
    ----------
    objective
        That of the units' lines.
    task, sector
        Their numbers.
    start, stop
        Half-open span of periods.
    cure
        What opens it.
    ways
        By distinct stretch of its periods, the ways to open it; empty where positions do not do.
    """

    objective: str
    task: int
    sector: int
    start: int
    stop: int
    cure: HoleCure
    ways: tuple[tuple[Way, ...], ...]


def holes_of(frame: Frame, matrix: Matrix) -> list[Hole]:
    """Return every hole, split where what opens it changes."""
    return list(_Search(frame, matrix).holes())


def least_ways(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Return ways without those that contain another, the smallest first."""
    kept: list[Way] = []
    for way in sorted(set(ways), key=lambda way: (len(way), sorted(way))):
        if not any(other <= way for other in kept):
            kept.append(way)
    return tuple(kept)


class _Search:
    def __init__(self, frame: Frame, matrix: Matrix) -> None:
        self._frame, self._matrix = frame, matrix
        self._said: dict[tuple[str, int, int], tuple[list[Change], Flags]] = {}
        self._there: dict[tuple[str, int], list[Judged]] = {}
        for item in matrix.judged:
            key = item.group.objective, item.group.sector
            self._there.setdefault(key, []).append(item)

    def holes(self) -> Iterable[Hole]:
        """Yield the holes."""
        cells = self._matrix.cells
        is_hole = (cells.present[:, :, 0] > 0) & (
            cells.free[:, :, 0] + cells.on_approval[:, :, 0] == 0
        )
        for (objective, task), row in cells.askings.items():
            for sector in np.flatnonzero(is_hole[row].any(axis=1)).tolist():
                yield from self._of_cell(objective, task, sector, is_hole[row, sector])

    def _of_cell(
        self, objective: str, task: int, sector: int, is_hole: np.ndarray
    ) -> Iterable[Hole]:
        asked = [item for item in self._there[objective, sector] if task in item.group.tasks]
        run: list[tuple[int, HoleCure, tuple[Way, ...]]] = []
        for period in np.flatnonzero(is_hole).tolist():
            present = [item for item in asked if item.group.start <= period < item.group.stop]
            cure, ways = self._cure(present, task, sector, period)
            if run and (run[-1][0] + 1 != period or run[-1][1] is not cure):
                yield _hole(objective, task, sector, run)
                run = []
            run.append((period, cure, ways))
        yield _hole(objective, task, sector, run)

    def _cure(
        self, present: Sequence[Judged], task: int, sector: int, period: int
    ) -> tuple[HoleCure, tuple[Way, ...]]:
        ways: dict[str, Way] = {}
        for item in present:
            nation = item.group.offer.nation
            at = int(np.searchsorted(item.group.tasks, task)), period - item.group.start
            if nation not in ways and not item.other_bars[at]:
                changes, bars = self._bars(nation, task, sector)
                ways[nation] = frozenset(compress(changes, bars[:, period]))
        if ways:
            return HoleCure.POSITIONS, least_ways(ways.values())
        able = [item for item in present if not lacking(self._frame.plan, item.group.offer)[task]]
        if not able:
            return HoleCure.UNITS, ()
        is_lapsed = self._matrix.lapsed[task, sector, period]
        return (HoleCure.MEASURES if is_lapsed else HoleCure.CAVEATS), ()

    def _bars(self, nation: str, task: int, sector: int) -> tuple[list[Change], Flags]:
        """Return what a nation says of a task's measures, and when it bars its units."""
        key = nation, task, sector
        if key not in self._said:
            said, shape = self._matrix.sayings[nation], self._frame.shape[1:]
            measures = [m for m in self._frame.measures_of[task] if m in said]
            rows = [said[m].bars_in(task, sector, shape) for m in measures]
            bars = np.array(rows, dtype=bool).reshape(len(rows), shape[1])
            self._said[key] = [(nation, m) for m in measures], bars
        return self._said[key]


def _hole(
    objective: str, task: int, sector: int, run: Sequence[tuple[int, HoleCure, tuple[Way, ...]]]
) -> Hole:
    distinct = dict.fromkeys(ways for _, _, ways in run if ways)
    cure = run[0][1]
    return Hole(objective, task, sector, run[0][0], run[-1][0] + 1, cure, tuple(distinct))
