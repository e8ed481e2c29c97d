"""What each limit binds of what serves: where, when and how much."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from reassure.engines.roe.frame import Flags, Numbers, Scores
from reassure.model.roe_choices import LimitKind, Verdict


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as a reader finds it.

    Attributes
    ----------
    verdict, kind
        What it leaves units, and what kind of limit it is.
    binding
        As ``table:id.field``.
    nation, offer, measure
        Whose units it binds, and the measure that it is about; None: of all, about none.
    approver, answer_hours
        Who is asked, and the time to an answer.
    """

    verdict: Verdict
    kind: LimitKind
    binding: str
    nation: str | None = None
    offer: str | None = None
    measure: str | None = None
    approver: str | None = None
    answer_hours: float | None = None


@dataclass(eq=False)
class Tally:
    """What one limit binds, task by task.

    Attributes
    ----------
    tasks
        Numbers of the tasks.
    bound
        Strength, summed over periods, each weighted by its days [unit-days], by task.
    sectors
        Where units are bound, shape (n_tasks of it, n_sectors).
    first, last
        First and last period, by task; meaningless where nothing is bound.
    """

    tasks: Numbers
    bound: Scores
    sectors: Flags
    first: Numbers
    last: Numbers


@dataclass(frozen=True, eq=False, slots=True)
class Service:
    """What serves, by task and sector: each of shape (n_tasks, n_sectors).

    Attributes
    ----------
    bound
        Strength, summed over periods, each weighted by its days [unit-days].
    sectors
        Whether anything serves.
    first, last
        First and last period; the number of periods, and -1, where nothing serves.
    """

    bound: Scores
    sectors: Flags
    first: Numbers
    last: Numbers


@dataclass(eq=False)
class Tallies:
    """What every limit binds.

    Attributes
    ----------
    shape
        Numbers of tasks, sectors and periods.
    days
        Days of each period within the plan.
    """

    shape: tuple[int, int, int]
    days: Scores
    by_limit: dict[Limit, Tally] = field(default_factory=dict[Limit, Tally])

    def add(self, limit: Limit, tasks: Numbers, sector: int, start: int, strength: Scores) -> None:
        """Count what a limit binds of a group.

        Parameters
        ----------
        limit
            The limit.
        tasks, sector, start
            Tasks that it binds, the group's sector, and the first period.
        strength
            What it binds from then on, by period; zero where it binds nothing.
        """
        bound = np.flatnonzero(strength)
        if not len(tasks) or not len(bound):
            return
        tally = self._of(limit)
        tally.bound[tasks] += float(strength @ self.days[start : start + len(strength)])
        tally.sectors[tasks, sector] = True
        tally.first[tasks] = np.minimum(tally.first[tasks], start + bound[0])
        tally.last[tasks] = np.maximum(tally.last[tasks], start + bound[-1])

    def service_of(self, strength: Scores) -> Service:
        """Return what serves, by task and sector; ``strength``: (n_tasks, n_sectors, n_periods)."""
        is_there = strength > 0
        some: Flags = np.any(is_there, axis=2)
        n_periods = self.shape[2]
        return Service(
            strength @ self.days,
            some,
            np.where(some, is_there.argmax(axis=2), n_periods),
            np.where(some, n_periods - 1 - is_there[:, :, ::-1].argmax(axis=2), -1),
        )

    def tell_steady(
        self,
        limits: Sequence[Limit],
        tasks: Sequence[Numbers],
        service: Service,
        where: Sequence[Flags],
    ) -> None:
        """Tell once what limits bind that are the same at all times.

        Parameters
        ----------
        limits, tasks
            The limits, none told before, and the tasks that each binds.
        service
            What serves, of all tasks.
        where
            Where each binds, shape (n_tasks of it, n_sectors or 1).
        """
        if not limits:
            return
        ends = np.cumsum([len(some) for some in tasks]).tolist()
        rows = np.concatenate(tasks)
        sectors = np.empty((len(rows), self.shape[1]), dtype=bool)
        for some, stop in zip(where, ends, strict=True):
            sectors[stop - len(some) : stop] = some
        sectors &= service.sectors[rows]
        self._tell(
            limits,
            ends,
            Tally(
                rows,
                (service.bound[rows] * sectors).sum(axis=1),
                sectors,
                np.where(sectors, service.first[rows], self.shape[2]).min(axis=1),
                np.where(sectors, service.last[rows], -1).max(axis=1),
            ),
        )

    def tell_all(self, limit: Limit, tasks: Numbers, strength: Scores) -> None:
        """Tell once what a limit binds; ``strength``: (n_tasks of it, n_sectors, n_periods)."""
        found = self.service_of(strength)
        first, last = found.first.min(axis=1), found.last.max(axis=1)
        whole = Tally(tasks, found.bound.sum(axis=1), found.sectors, first, last)
        self._tell([limit], [len(tasks)], whole)

    def _tell(self, limits: Sequence[Limit], ends: Sequence[int], whole: Tally) -> None:
        """Keep the rows of each limit that bind something."""
        is_bound = np.any(whole.sectors, axis=1).tolist()
        start = 0
        for limit, stop in zip(limits, ends, strict=True):
            if any(is_bound[start:stop]):
                self.by_limit[limit] = Tally(
                    whole.tasks[start:stop],
                    whole.bound[start:stop],
                    whole.sectors[start:stop],
                    whole.first[start:stop],
                    whole.last[start:stop],
                )
            start = stop

    def _of(self, limit: Limit) -> Tally:
        if limit not in self.by_limit:
            n_tasks, n_sectors, n_periods = self.shape
            self.by_limit[limit] = Tally(
                np.arange(n_tasks),
                np.zeros(n_tasks),
                np.zeros((n_tasks, n_sectors), dtype=bool),
                np.full(n_tasks, n_periods, dtype=np.intp),
                np.full(n_tasks, -1, dtype=np.intp),
            )
        return self.by_limit[limit]
