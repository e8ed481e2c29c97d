"""Milestones by plain recursion: every way is walked, and slack is found by trying delays."""

from collections.abc import Mapping

from reassure.model.choices import DecisionState, MilestoneState
from reassure.model.coalition import Milestone
from reassure.model.milestones import today_of
from reassure.model.plan import Plan

_OVER = (MilestoneState.DONE, MilestoneState.CANCELLED)


def _before(plan: Plan, row: Milestone) -> list[Milestone]:
    names = [*row.after, *(w.split(":")[1] for w in row.waits_for if w.startswith("milestones:"))]
    rows = [plan.milestones[name] for name in names]
    return [other for other in rows if other.state is not MilestoneState.CANCELLED]


def expected_days(plan: Plan, delays: Mapping[str, float] | None = None) -> dict[str, float | None]:
    """Return when each milestone is expected; decisions are all that is waited for beside others.

    Parameters
    ----------
    plan
        Plan.
    delays
        Days by which milestones slip after all that holds them up.
    """
    today = today_of(plan)

    def day_of(row: Milestone) -> float | None:
        if row.state is MilestoneState.CANCELLED:
            return None
        if row.state is MilestoneState.DONE:
            return row.due_day if today is None else min(row.due_day, today)
        days = [row.due_day]
        if others := _before(plan, row):
            found = [day_of(other) for other in others]
            if any(day is None for day in found):
                return None
            latest = max(other.due_day for other in others)
            days = [day + max(0.0, row.due_day - latest) for day in found if day is not None]
        n_named = 0
        for wait in row.waits_for:
            table, name = wait.split(":")
            if table != "decisions":
                continue
            decision = plan.decisions[name]
            if decision.state is DecisionState.TAKEN:
                continue
            if decision.state is DecisionState.REFUSED or decision.due_day is None:
                return None
            n_named += 1
            days.append(decision.due_day)
        has_open = any(other.state not in _OVER for other in others)
        if row.state is MilestoneState.BLOCKED and not n_named and not has_open:
            return None
        days += [] if today is None else [today]
        return max(days) + (delays or {}).get(row.id, 0.0)

    return {row.id: day_of(row) for row in plan.milestones}


def end_day(days: Mapping[str, float | None], names: list[str]) -> float | None:
    """Return the last day of some milestones; None where none has one."""
    return max((day for name in names if (day := days[name]) is not None), default=None)
