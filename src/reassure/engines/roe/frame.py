"""Tasks, sectors, periods and measures by number, and where measures are in force.

Whatever is said of a task in a sector in a period is one score, so that the strictest of all that
bears on units is the largest: `MAY`, then hours to an answer from 0 on, `UNKNOWN`, `MAY_NOT`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reassure.model.permits import events_of, lapses_in, needs_of
from reassure.model.plan import Plan
from reassure.model.rules import MeasureEvent

MAY, UNKNOWN, MAY_NOT = -1.0, 1e12, np.inf
"""Scores: unasked; on approval, the hours to the answer being unknown; not at all."""

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]
Numbers = NDArray[np.intp]


def approval_score(hours: float | None) -> float:
    """Return the score of an approval whose answer takes some hours, None where nobody knows."""
    return UNKNOWN if hours is None else min(hours, UNKNOWN)


def hours_of(score: float) -> float | None:
    """Return the hours to an answer that a score stands for; None where none is told."""
    return score if 0 <= score < UNKNOWN else None


@dataclass(frozen=True, slots=True)
class Lapse:
    """Where and when a measure is not in force, and the field that says so.

    Attributes
    ----------
    measure
        Number of the measure.
    binding
        As ``table:id.field``.
    where
        Sectors and periods, shape (n_sectors, n_periods).
    """

    measure: int
    binding: str
    where: Flags


class Frame:
    """The records of a plan by number.

    Parameters
    ----------
    plan
        Plan whose references hold.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.periods = plan, plan.meta.periods
        self.tasks, self.sectors, self.measures = (
            plan.tasks.index,
            plan.sectors.index,
            plan.measures.index,
        )
        self.shape = len(self.tasks), len(self.sectors), self.periods.count
        self.last_day = self.periods.day(self.periods.count)

    def filled(self, value: float) -> Scores:
        """Return an array by task, sector and period; a sector lies in one stretch of memory."""
        n_tasks, n_sectors, n_periods = self.shape
        return np.full((n_sectors, n_tasks, n_periods), value).swapaxes(0, 1)

    @cached_property
    def begins(self) -> Scores:
        """First day of each period."""
        return np.array([self.periods.day(p) for p in range(self.shape[2])])

    @cached_property
    def days(self) -> Scores:
        """Days of each period within the plan."""
        horizon = self.plan.meta.horizon_days
        within = [self.periods.days_within(p, 0.0, horizon) for p in range(self.shape[2])]
        return np.array(within)

    @cached_property
    def needed(self) -> Flags:
        """Measures that each task needs, with those that they rest on: (n_tasks, n_measures)."""
        flags = np.zeros((len(self.tasks), len(self.measures)), dtype=bool)
        for task, needed in needs_of(self.plan).items():
            flags[self.tasks[task], [self.measures[name] for name in needed]] = True
        return flags

    @cached_property
    def tasks_of(self) -> list[Numbers]:
        """Tasks that need each measure."""
        return [np.flatnonzero(column) for column in self.needed.T]

    @cached_property
    def measures_of(self) -> list[list[int]]:
        """Measures that each task needs."""
        return [np.flatnonzero(row).tolist() for row in self.needed]

    def sector_flags(self, named: Iterable[str]) -> Flags:
        """Return which sectors some names stand for; none: all."""
        return _flags(self.sectors, named)

    def task_flags(self, named: Iterable[str]) -> Flags:
        """Return which tasks some names stand for; none: all."""
        return _flags(self.tasks, named)

    def using(self, measures: Iterable[str]) -> Flags:
        """Return which tasks need one of some measures; none named: all tasks."""
        columns = [self.measures[name] for name in measures]
        if not columns:
            return np.ones(len(self.tasks), dtype=bool)
        return np.any(self.needed[:, columns], axis=1)

    def touched(self, from_day: float | None, until_day: float | None) -> tuple[int, int]:
        """Return the half-open span of periods that some days touch; None: no end of the plan."""
        first = 0.0 if from_day is None else from_day
        last = self.last_day if until_day is None else min(until_day, self.last_day)
        start, stop = self.periods.required(first, last)
        return start, max(start, stop)

    def lapses(self) -> Iterator[Lapse]:
        """Yield where and when measures with events are not in force.

        A measure without events counts as in force. One with events is so where and while the
        last event that speaks of the sector says that it is implemented; a period counts whole.
        """
        events = events_of(self.plan)
        for name, measure in self.measures.items():
            if name in events and len(self.tasks_of[measure]):
                yield from self._lapses_of(measure, events[name])

    def _lapses_of(self, measure: int, rows: tuple[MeasureEvent, ...]) -> Iterator[Lapse]:
        found: dict[str, Flags] = {}
        for sector, place in self.sectors.items():
            for lapse in lapses_in(rows, sector, self.last_day):
                start, stop = self.touched(lapse.from_day, lapse.until_day)
                if start < stop:
                    shape = self.shape[1:]
                    where = found.setdefault(lapse.binding, np.zeros(shape, dtype=bool))
                    where[place, start:stop] = True
        for binding in sorted(found):
            yield Lapse(measure, binding, found[binding])


def _flags(index: dict[str, int], named: Iterable[str]) -> Flags:
    places = [index[name] for name in named]
    flags = np.full(len(index), not places)
    flags[places] = True
    return flags
