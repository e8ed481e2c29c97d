"""Milestones, their waits and critical paths as rows."""

from collections.abc import Iterator, Mapping, Sequence

from reassure.engines.progress.network import Network
from reassure.engines.progress.wait import Wait, day_words
from reassure.model.choices import MilestoneState
from reassure.model.coalition import Milestone
from reassure.model.milestones import is_overdue
from reassure.model.plan import Plan
from reassure.model.progress_choices import MilestoneStanding, WaitKind, WaitStanding
from reassure.model.progress_outputs import CriticalStep, MilestoneDay, MilestoneWait

_LITTLE = 1e-6
"""Days that count as none."""


def milestone_rows(plan: Plan, network: Network, today: float | None) -> Iterator[MilestoneDay]:
    """Yield expected day, slack and standing of every milestone."""
    in_plan = network.slack(plan.milestones.ids)
    by_objective = {
        objective: network.slack(names) for objective, names in _by_objective(plan).items()
    }
    for row in plan.milestones:
        item = network.expected[row.id]
        slack = by_objective[row.objective].get(row.id)
        plan_slack = in_plan.get(row.id)
        yield MilestoneDay(
            milestone=row.id,
            objective=row.objective,
            owner=row.owner,
            standing=_standing(row, item.day, today, is_blocked=item.is_blocked),
            due_day=row.due_day,
            expected_day=item.day,
            late_days=None if item.day is None else _late_days(row, item.day),
            slack_days=slack,
            plan_slack_days=plan_slack,
            is_critical=slack is not None and slack <= _LITTLE,
            is_plan_critical=plan_slack is not None and plan_slack <= _LITTLE,
            is_overdue=is_overdue(row, today),
            binding=item.binding,
            blocked_through=network.blocked_through(row.id),
        )


def _standing(
    row: Milestone, day: float | None, today: float | None, *, is_blocked: bool
) -> MilestoneStanding:
    if row.state is MilestoneState.CANCELLED:
        return MilestoneStanding.CANCELLED
    if row.state is MilestoneState.DONE:
        return MilestoneStanding.DONE
    if is_blocked:
        return MilestoneStanding.BLOCKED
    if is_overdue(row, today):
        return MilestoneStanding.OVERDUE
    is_late = day is not None and _late_days(row, day) > 0
    return MilestoneStanding.LATE if is_late else MilestoneStanding.ON_TIME


def _late_days(row: Milestone, day: float) -> float:
    late = day - row.due_day
    return late if late > _LITTLE else 0.0


def _by_objective(plan: Plan) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in plan.milestones:
        found.setdefault(row.objective, []).append(row.id)
    return found


def wait_rows(
    plan: Plan, network: Network, waits: Mapping[str, Sequence[Wait]]
) -> Iterator[MilestoneWait]:
    """Yield everything that open milestones wait for, milestones first."""
    for row in plan.milestones:
        if not network.is_open(row.id):
            continue
        told = [*_before(plan, network, row.id), *waits.get(row.id, ())]
        seen = set[tuple[str, str]]()
        for wait in told:
            if (wait.reference, wait.binding) in seen:
                continue
            seen.add((wait.reference, wait.binding))
            yield MilestoneWait(
                milestone=row.id,
                waits_for=wait.reference,
                kind=wait.kind,
                standing=wait.standing,
                day=wait.day,
                binding=wait.binding,
                reason=wait.words,
            )


def _before(plan: Plan, network: Network, name: str) -> Iterator[Wait]:
    for other, standing, day in network.waits_for_milestones(name):
        title, place = plan.milestones[other].title, f"milestones:{other}"
        words = f"milestone {title} "
        match standing:
            case WaitStanding.HOLDS:
                words += "is done"
            case WaitStanding.DROPPED:
                words += "is cancelled, and nobody waits for it any more"
            case WaitStanding.OPEN:
                words += f"is blocked, at the root by {network.expected[other].binding}"
            case _:
                words += f"is expected on {day_words(day or 0.0)}"
        yield Wait(WaitKind.MILESTONE, standing, f"{place}.state", words, day, place)


def path_rows(plan: Plan, network: Network) -> Iterator[CriticalStep]:
    """Yield the critical path of the plan, and of every objective."""
    paths: dict[str | None, tuple[str, ...]] = {None: network.critical_path(plan.milestones.ids)}
    for objective, names in _by_objective(plan).items():
        paths[objective] = network.critical_path(names)
    for objective, path in paths.items():
        for step, name in enumerate(path, start=1):
            item = network.expected[name]
            assert item.day is not None
            assert item.binding is not None
            yield CriticalStep(
                objective=objective,
                step=step,
                milestone=name,
                work_days=network.work(name),
                expected_day=item.day,
                binding=item.binding,
            )
