"""What a nation says of each measure, by task, sector and period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reassure.engines.roe.frame import (
    MAY,
    MAY_NOT,
    Flags,
    Frame,
    Numbers,
    Scores,
    approval_score,
)
from reassure.model.roe_choices import Stance, Verdict
from reassure.model.rules import Position
from reassure.model.stances import Statement, statements_of

SILENT = -1
"""Number of the statement where a nation says nothing of a measure."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a nation says of one measure.

    Attributes
    ----------
    measure
        Number of the measure.
    tasks
        Tasks that need it.
    statements
        What its positions come to.
    holding
        Number of the statement that holds, shape (n_tasks of it, n_sectors, n_periods); the last
        two are 1 where it holds in all sectors, or at all times.
    scores
        Score of what holds, shaped as ``holding``.
    """

    measure: int
    tasks: Numbers
    statements: tuple[Statement, ...]
    holding: NDArray[np.int32]
    scores: Scores

    @property
    def is_steady(self) -> bool:
        """Whether what holds is the same at all times."""
        return self.holding.shape[2] == 1

    def bars_in(self, task: int, sector: int, shape: tuple[int, int]) -> Flags:
        """Return in which periods it keeps units from one of its tasks in a sector.

        Parameters
        ----------
        task, sector
            Their numbers.
        shape
            Numbers of sectors and periods.
        """
        own = self.scores[np.searchsorted(self.tasks, task)] == MAY_NOT
        return np.broadcast_to(own, shape)[sector]


def sayings_of(frame: Frame, positions: Iterable[Position]) -> list[Saying]:
    """Return what one nation says of the measures that tasks need, where it limits its units.

    Parameters
    ----------
    frame
        Records by number.
    positions
        Positions of the nation.

    Notes
    -----
    Where several positions speak, the one that names most of sectors, tasks and days holds, and of
    equals the strictest. A nation that says nothing accepts. A period counts by the strictest of
    its days. docs/explain/roe.md, eqs. 2 to 5.
    """
    by_measure: dict[str, list[Position]] = {}
    for row in positions:
        by_measure.setdefault(row.measure, []).append(row)
    found: list[Saying] = []
    for name in sorted(by_measure):
        measure = frame.measures[name]
        tasks, rows = frame.tasks_of[measure], by_measure[name]
        if not len(tasks) or all(row.stance is Stance.ACCEPTED for row in rows):
            continue
        statements = statements_of(rows)
        if not any(item.narrowness for item in statements):
            shape, number = (len(tasks), 1, 1), len(statements) - 1
            holding = np.full(shape, number, dtype=np.int32)
            scores = np.full(shape, score_of(statements[number]))
        else:
            # The silent statement, -1, is the last.
            by_number = np.array([*map(score_of, statements), MAY])
            holding = _holding(frame, tasks, statements, by_number)
            scores = by_number[holding]
        found.append(Saying(measure, tasks, statements, holding, scores))
    return found


def score_of(statement: Statement) -> float:
    """Return the score of a statement where it holds."""
    match statement.verdict:
        case Verdict.MAY:
            return MAY
        case Verdict.ON_APPROVAL:
            return approval_score(statement.position.answer_hours)
        case Verdict.MAY_NOT:
            return MAY_NOT


def _holding(
    frame: Frame, tasks: Numbers, statements: tuple[Statement, ...], scores: Scores
) -> NDArray[np.int32]:
    """Return which statement holds, day by day, the strictest of each period's days."""
    _, n_sectors, n_periods = frame.shape
    spans = [item.days(frame.last_day) for item in statements]
    cuts = sorted({0.0, frame.last_day, *(day for span in spans for day in span)})
    cuts = [day for day in cuts if 0.0 <= day <= frame.last_day]
    places = [_place(frame, tasks, item) for item in statements]
    if len(cuts) == 2:
        return _at(spans, places, cuts[0], cuts[1])[:, :, None]
    held = np.full((len(tasks), n_sectors, n_periods), SILENT, dtype=np.int32)
    is_set = np.zeros(n_periods, dtype=bool)
    for first, last in pairwise(cuts):
        now = _at(spans, places, first, last)
        begin, end = frame.touched(first, last)
        part = held[:, :, begin:end]
        is_stricter = scores[now][:, :, None] > scores[part]
        held[:, :, begin:end] = np.where(is_stricter | ~is_set[begin:end], now[:, :, None], part)
        is_set[begin:end] = True
    return held


def _at(
    spans: Sequence[tuple[float, float]], places: Sequence[Flags], first: float, last: float
) -> NDArray[np.int32]:
    """Return which statement holds on days between which none begins or ends."""
    now = np.full(places[0].shape, SILENT, dtype=np.int32)
    for k, ((start, stop), place) in enumerate(zip(spans, places, strict=True)):
        if start <= first and last <= stop:
            now[place] = k
    return now


def _place(frame: Frame, tasks: Numbers, item: Statement) -> Flags:
    if not item.is_scoped:
        return np.ones((len(tasks), frame.shape[1]), dtype=bool)
    row = item.position
    return frame.task_flags(row.tasks)[tasks, None] & frame.sector_flags(row.sectors)
