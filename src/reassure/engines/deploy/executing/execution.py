"""Execution against the plan: how far movements have come, and whether they can still be in time.

Shares are taken as loads, in the order of the plan: what has left first is what was to leave
first. A delay at the last place that was reached carries on to the end; time gained on the way
counts only on arrival.
"""

from collections import defaultdict
from collections.abc import Iterator

from reassure.engines.deploy.executing.load_states import load_statuses
from reassure.engines.deploy.executing.reported import ReportedMove, reported_moves, rounded_share
from reassure.model.choices import MovePurpose, Status
from reassure.model.movement_outputs import InPlaceDay, LoadStatus, MovementStatus
from reassure.model.movement_results import Execution
from reassure.model.plan import Plan
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table


def compare_actuals(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment, *, as_of_day: int
) -> Execution:
    """Compare what is reported of movements with their schedule, at the end of a day.

    Parameters
    ----------
    plan
        Plan with the table ``actuals``, without faults in it (`verify_actuals`). It may be later
        than the one that the movement was planned from, but must have what that names.
    force_plan, deployment
        What was planned.
    as_of_day
        Day at whose end both are compared; actuals of later days are left out.

    Returns
    -------
    Execution
        How far every assignment and pledge that moves has come, and the shares in place by day.

    Notes
    -----
    docs/how-to/track-and-merge.md says how days behind and expected days are worked out.
    """
    reported = reported_moves(plan, force_plan, deployment, as_of_day=as_of_day)
    moves = [move for move in reported if move.planned.tour.purpose is MovePurpose.DEPLOYMENT]
    pledges = [move for move in reported if move.planned.tour.purpose is MovePurpose.DELIVERY]
    n_still = len(force_plan.assignments) - len(moves)
    told = {move.planned.tour.owner for move in pledges}
    n_unknown = sum(row.pledge is not None and row.pledge not in told for row in plan.actuals)
    assumptions = [
        "What has left first is taken to be what was to leave first.",
        "Time gained on the way counts only on arrival; time lost is not made up.",
    ]
    if n_still:
        assumptions.append(f"Assignments that are in place already are left out: {n_still}.")
    if n_unknown:
        assumptions.append(f"Actuals of pledges that do not move are left out: {n_unknown}.")
    return Execution(
        Provenance("track", 0, plan.sha256, versions_of(), Status.COMPUTED),
        movement_status=Table.of(MovementStatus, [move.status() for move in (*moves, *pledges)]),
        load_status=Table.of(
            LoadStatus, [row for move in (*moves, *pledges) for row in load_statuses(move)]
        ),
        in_place_days=Table.of(InPlaceDay, _in_place(moves, as_of_day)),
        as_of_day=as_of_day,
        assumptions=tuple(assumptions),
    )


def _in_place(moves: list[ReportedMove], as_of_day: int) -> Iterator[InPlaceDay]:
    """Yield one row per day, from C-day to the last arrival, planned or expected."""
    if not moves:
        return
    planned, actual, expected = (
        _mean_growth(steps)
        for steps in (
            [move.planned_steps() for move in moves],
            [move.actual_steps() for move in moves],
            [move.expected_steps() for move in moves],
        )
    )
    now = [0.0, 0.0, 0.0]
    first = min(0, *planned, *actual, *expected, as_of_day)
    for day in range(first, max(0, as_of_day, *planned, *expected) + 1):
        now = [
            share + growth.get(day, 0.0)
            for share, growth in zip(now, (planned, actual, expected), strict=True)
        ]
        if day >= 0 or day == as_of_day:
            yield InPlaceDay(
                day=day,
                planned_share=rounded_share(now[0]),
                actual_share=rounded_share(now[1]) if day <= as_of_day else None,
                expected_share=rounded_share(now[2]),
            )


def _mean_growth(moves: list[Iterator[tuple[int, float]]]) -> dict[int, float]:
    """Return by how much the mean of some shares grows on each day."""
    growth: dict[int, float] = defaultdict(float)
    for steps in moves:
        before = 0.0
        for day, share in steps:
            growth[day] += (share - before) / len(moves)
            before = share
    return growth
