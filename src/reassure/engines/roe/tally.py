"""What each limit binds of what serves: where, when and how much."""

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
    """What one limit binds, by task; or what serves, by task and sector.

    Attributes
    ----------
    bound
        Strength, summed over periods, each weighted by its days [unit-days].
    sectors
        Where units are bound, or serve, shape (n_tasks, n_sectors).
    first, last
        First and last period; meaningless where nothing is bound.
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

    def service_of(self, strength: Scores) -> Tally:
        """Return what serves, by task and sector; ``strength``: (n_tasks, n_sectors, n_periods)."""
        is_there = strength > 0
        some: Flags = np.any(is_there, axis=2)
        n_periods = self.shape[2]
        return Tally(
            strength @ self.days,
            some,
            np.where(some, is_there.argmax(axis=2), n_periods),
            np.where(some, n_periods - 1 - is_there[:, :, ::-1].argmax(axis=2), -1),
        )

    def add_steady(self, limit: Limit, tasks: Numbers, service: Tally, where: Flags) -> None:
        """Count what a limit binds that is the same at all times.

        Parameters
        ----------
        limit, tasks
            The limit, and the tasks that it binds.
        service
            What serves, by task and sector, of all tasks.
        where
            Where it binds, shape (n_tasks of it, n_sectors or 1).
        """
        sectors = service.sectors[tasks] & where
        if not sectors.any():
            return
        tally = self._of(limit)
        tally.bound[tasks] += (service.bound[tasks] * sectors).sum(axis=1)
        tally.sectors[tasks] |= sectors
        first = np.where(sectors, service.first[tasks], self.shape[2]).min(axis=1)
        last = np.where(sectors, service.last[tasks], -1).max(axis=1)
        tally.first[tasks] = np.minimum(tally.first[tasks], first)
        tally.last[tasks] = np.maximum(tally.last[tasks], last)

    def add_all(self, limit: Limit, tasks: Numbers, strength: Scores) -> None:
        """Count what a limit binds at once; ``strength``: (n_tasks of it, n_sectors, n_periods)."""
        bound = self.service_of(strength)
        if not bound.sectors.any():
            return
        tally = self._of(limit)
        tally.bound[tasks] += bound.bound.sum(axis=1)
        tally.sectors[tasks] |= bound.sectors
        tally.first[tasks] = np.minimum(tally.first[tasks], bound.first.min(axis=1))
        tally.last[tasks] = np.maximum(tally.last[tasks], bound.last.max(axis=1))

    def _of(self, limit: Limit) -> Tally:
        if limit not in self.by_limit:
            n_tasks, n_sectors, n_periods = self.shape
            self.by_limit[limit] = Tally(
                np.zeros(n_tasks),
                np.zeros((n_tasks, n_sectors), dtype=bool),
                np.full(n_tasks, n_periods, dtype=np.intp),
                np.full(n_tasks, -1, dtype=np.intp),
            )
        return self.by_limit[limit]
