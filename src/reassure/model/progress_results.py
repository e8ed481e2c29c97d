"""The result of assessing how a plan gets on."""

from dataclasses import dataclass
from typing import Any

from reassure.model.progress_choices import CapabilityLevel, CommandState, MilestoneStanding
from reassure.model.progress_outputs import (
    CapabilityDay,
    CapabilityGap,
    CriticalStep,
    MilestoneDay,
    MilestoneWait,
    ObjectiveDay,
    Transfer,
)
from reassure.model.result import Result
from reassure.model.table import Table

_OPEN = frozenset({MilestoneStanding.ON_TIME, MilestoneStanding.LATE, MilestoneStanding.OVERDUE})


@dataclass(frozen=True)
class Progress(Result):
    """How milestones stand, what blocks them, and when objectives are capable.

    Attributes
    ----------
    milestone_days
        One row per milestone: expected day, slack, standing, what binds.
    milestone_waits
        What each open milestone waits for, and whether it holds.
    critical_steps
        Critical paths, of the plan and of every objective, in order.
    capability_days
        Initial and full capability of every objective.
    capability_gaps
        What lacks where a level is never reached.
    objective_days
        What each objective asks for and has in place over time.
    transfers
        Transfer of authority and return of every assignment.
    today
        Today as a day from C-day [days]; None: not known.
    assumptions
        What was taken as given, in sentences.
    """

    milestone_days: Table[MilestoneDay]
    milestone_waits: Table[MilestoneWait]
    critical_steps: Table[CriticalStep]
    capability_days: Table[CapabilityDay]
    capability_gaps: Table[CapabilityGap]
    objective_days: Table[ObjectiveDay]
    transfers: Table[Transfer]
    today: float | None = None
    assumptions: tuple[str, ...] = ()

    def count(self, standing: MilestoneStanding) -> int:
        """Return how many milestones stand so."""
        return sum(1 for row in self.milestone_days if row.standing is standing)

    @property
    def next_due(self) -> MilestoneDay | None:
        """The milestone that is due next of those neither done, blocked nor cancelled."""
        rows = [row for row in self.milestone_days if row.standing in _OPEN and not row.is_overdue]
        return min(rows, key=lambda row: (row.due_day, row.milestone), default=None)

    @property
    def critical_path(self) -> tuple[str, ...]:
        """Milestones of the plan's critical path, in order."""
        rows = [row for row in self.critical_steps if row.objective is None]
        return tuple(row.milestone for row in sorted(rows, key=lambda row: row.step))

    @property
    def last_day(self) -> float | None:
        """Day on which the last milestone that has one is expected; None without any."""
        days = (row.expected_day for row in self.milestone_days)
        return max((day for day in days if day is not None), default=None)

    def capability(self, level: CapabilityLevel) -> dict[str, int | None]:
        """Return the first day of a level by objective; None where it is never reached."""
        return {row.objective: row.day for row in self.capability_days if row.level is level}

    def figures(self) -> dict[str, Any]:
        """Return how many milestones stand how, the critical path, capability and transfers."""
        n = len(self.milestone_days)
        states = [row.state for row in self.transfers]
        following = self.next_due
        return {
            "milestones": n,
            **{standing.value: self.count(standing) for standing in MilestoneStanding},
            "next_due": None if following is None else following.milestone,
            "last_day": self.last_day,
            "critical_path": list(self.critical_path),
            "initial_day": self.capability(CapabilityLevel.INITIAL),
            "full_day": self.capability(CapabilityLevel.FULL),
            "transfers": {state.value: states.count(state) for state in CommandState},
        }
