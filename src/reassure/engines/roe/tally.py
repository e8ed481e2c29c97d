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
    """What one limit binds, by task.

    Attributes
    ----------
    bound
        Strength by task, summed over periods, each weighted by its days [unit-days].
    sectors
        Where it binds units, shape (n_tasks, n_sectors).
    first, last
        First and last period by task; meaningless where nothing is bound.
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

    def add_all(self, limit: Limit, tasks: Numbers, strength: Scores) -> None:
        """Count what a limit binds at once; ``strength``: (n_tasks of it, n_sectors, n_periods)."""
        is_bound = strength > 0
        if not is_bound.any():
            return
        tally = self._of(limit)
        tally.bound[tasks] += (strength @ self.days).sum(axis=1)
        tally.sectors[tasks] |= np.any(is_bound, axis=2)
        in_period: Flags = np.any(is_bound, axis=1)
        n_periods = self.shape[2]
        some: Flags = np.any(in_period, axis=1)
        first = np.where(some, in_period.argmax(axis=1), n_periods)
        last = np.where(some, n_periods - 1 - in_period[:, ::-1].argmax(axis=1), -1)
        tally.first[tasks] = np.minimum(tally.first[tasks], first)
        tally.last[tasks] = np.maximum(tally.last[tasks], last)

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
