"""Milestones: days and states that contradict their order, what is overdue, blocked by nothing."""

from collections.abc import Iterator

from reassure.checks.place import Place, plain, warning
from reassure.model.choices import MilestoneState
from reassure.model.coalition import Milestone
from reassure.model.finding import Finding
from reassure.model.milestones import is_overdue, predecessors_of, today_of
from reassure.model.plan import Plan

_OVER = (MilestoneState.DONE, MilestoneState.CANCELLED)


def check_milestones(plan: Plan) -> Iterator[Finding]:
    """Check every milestone against those that it comes after, and against today.

    Yields
    ------
    Finding
        CHK-MILE-001 for one due before what comes before it, CHK-MILE-002 for one done before
        that, CHK-MILE-003 for one blocked by nothing named, CHK-MILE-004 for one overdue,
        CHK-MILE-005 for one that comes after a cancelled one. Circles are CHK-CYCLE-001.
    """
    today = today_of(plan)
    for row in plan.milestones:
        before = [plan.milestones[name] for name in predecessors_of(row) if name in plan.milestones]
        if row.state is not MilestoneState.CANCELLED:
            yield from _check_before(row, before)
        is_bare = not row.waits_for and all(other.state in _OVER for other in before)
        if row.state is MilestoneState.BLOCKED and is_bare:
            yield _blocked_by_nothing(row)
        if is_overdue(row, today) and today is not None:
            yield warning(
                "CHK-MILE-004",
                Place("milestones", row.id, "due_day"),
                found=f"day {plain(row.due_day)}, with day {plain(today)} as today, "
                f"and state {row.state.value}",
                expected="a due day from today on, or the state done or cancelled",
                cure=f"ask {row.owner}: set the state to done, or due_day to the day now planned",
            )


def _check_before(row: Milestone, before: list[Milestone]) -> Iterator[Finding]:
    for other in before:
        column = "after" if other.id in row.after else "waits_for"
        if other.state is MilestoneState.CANCELLED:
            if row.state is not MilestoneState.DONE:
                yield warning(
                    "CHK-MILE-005",
                    Place("milestones", row.id, column),
                    found=f"{other.id}, which is cancelled",
                    expected="milestones that are still to come, or done",
                    cure=f"take {other.id} out, or say in its place what {row.id} waits for; "
                    "until then nothing waits for it",
                )
            continue
        if row.due_day < other.due_day:
            yield warning(
                "CHK-MILE-001",
                Place("milestones", row.id, "due_day"),
                found=f"day {plain(row.due_day)}, after {other.id}, which is due on day "
                f"{plain(other.due_day)}",
                expected=f"day {plain(other.due_day)} or later",
                cure=f"move one of the two days, or take {other.id} out of {column}; until then "
                "no work is left between them",
            )
        if row.state is MilestoneState.DONE and other.state is not MilestoneState.DONE:
            yield warning(
                "CHK-MILE-002",
                Place("milestones", row.id, "state"),
                found=f"done, while {other.id}, which comes before it, is {other.state.value}",
                expected=f"{other.id} done too",
                cure=f"set {other.id} to done, or {row.id} to started, or take {other.id} out of "
                f"{column}",
            )


def _blocked_by_nothing(row: Milestone) -> Finding:
    return warning(
        "CHK-MILE-003",
        Place("milestones", row.id, "waits_for"),
        found="nothing, with the state blocked",
        expected="what blocks it, as table:id",
        cure="name the condition, decision, upgrade, measure, agreement, offer or milestone that "
        f"{row.owner} waits for, or set the state to planned",
    )
