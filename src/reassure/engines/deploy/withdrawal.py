"""Everybody home: how long it takes until all places are clear, by what, and past which limit."""

import math
from dataclasses import replace

from reassure.engines.deploy.moving.movements import Movements
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.returns import homeward
from reassure.engines.deploy.moving.tours import Tour, tours_of
from reassure.engines.deploy.opening import require_day, require_inputs
from reassure.engines.deploy.parameters import CLEARING_DAYS
from reassure.engines.deploy.scheduling.solve import schedule_moves
from reassure.engines.deploy.telling.assumptions import assumptions_of
from reassure.engines.deploy.telling.clearance import clearances_of
from reassure.engines.deploy.telling.ending import provenance_of
from reassure.engines.deploy.telling.ends import returns_table
from reassure.engines.deploy.telling.on_the_way import on_the_way
from reassure.engines.deploy.telling.outcome import settle
from reassure.engines.deploy.telling.result import loads_and_legs, use_days_of
from reassure.engines.deploy.telling.way_out import ways_out_of
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.movement_results import Withdrawal
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.results import Deployment, ForcePlan


def schedule_withdrawal(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment | None = None,
    *,
    from_day: int,
    seed: int = 0,
    gap: float = 0.0,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Withdrawal:
    """Schedule the way home of every unit that is in its place on a day; nothing else moves.

    Parameters
    ----------
    plan
        Plan with its network.
    force_plan
        Who serves where and when; made from the same plan.
    deployment
        When they arrive; None: every unit is in its place from the first day of its tour on.
    from_day
        Day from which all may leave, 0 to the end of the plan.
    seed, gap, time_limit_s, threads, on_progress
        As in `schedule_deployment`.

    Returns
    -------
    Withdrawal
        Loads, legs, ways home, use of limits by day, when each place is clear, and ways out for
        what cannot get home.
        ``provenance.objective`` is the sum over units of the mean over their loads of the days
        until they are home, and a hundredth of that once more; all units weigh the same.

    Raises
    ------
    UsageError
        ENG-DAY-001 if ``from_day`` is no day of the plan; else as `schedule_deployment`.

    Notes
    -----
    Model, equations and limits: docs/explain/deploy.md, Withdrawal. Who is on the way on that
    day, out or home, is named and left out, and what they take of the network with them.
    """
    results = (force_plan,) if deployment is None else (force_plan, deployment)
    require_inputs(plan, *results, seed=seed, time_limit_s=time_limit_s, threads=threads, gap=gap)
    require_day(plan, "from_day", from_day)
    watchdog = Watchdog("withdraw", on_progress, time_limit_s)
    known = {tour.id: tour for tour in tours_of(plan, force_plan)}
    tours = _on_site(known, deployment, from_day)
    in_place = frozenset(tour.unit for tour in tours)
    moving = on_the_way(known, deployment, from_day, in_place=in_place)
    last_day = max(math.floor(plan.meta.horizon_days), from_day + CLEARING_DAYS)
    moves = Moves(plan, tours, last_day=last_day)
    moves.prepare(watchdog)
    found = None
    if moves.carried:
        found = schedule_moves(
            moves, objective=MoveObjective.LATENESS, method=MoveMethod.SEARCH,
            seed=seed, gap=gap, watch=watchdog,
        )  # fmt: skip
    settle(moves, found)
    loads, legs = loads_and_legs(plan, moves.moves, last_day)
    always = assumptions_of(plan, Movements((), {}))
    own = (
        (
            f"All units in place weigh the same, and leave from day {from_day} on; movements "
            "under way, and those who come in their place, are left out."
        ),
        *moving.sentences(),
        f"The withdrawal is followed to day {last_day}.",
    )
    return Withdrawal(
        provenance_of("withdraw", moves, found, seed=seed, gap=gap, watch=watchdog),
        loads=loads,
        legs=legs,
        returns=returns_table(moves),
        use_days=use_days_of(moves.limits, last_day),
        site_clearances=clearances_of(moves, from_day),
        ways_out=ways_out_of(moves),
        from_day=from_day,
        method=MoveMethod.LIST if found is None else found.method,
        on_way_out=moving.out,
        on_way_home=moving.home,
        assumptions=(*own, *always[1:]),
    )


def _on_site(tours: dict[str, Tour], deployment: Deployment | None, day: int) -> list[Tour]:
    """Return the way home of every unit that is in its place on a day."""
    arrivals = {} if deployment is None else {row.assignment: row for row in deployment.arrivals}
    found: list[Tour] = []
    for tour in tours.values():
        there = tour.from_day if deployment is None else arrivals[tour.id].planned_day
        if there is not None and there <= day < tour.leave_day:
            home = homeward(tours, tour.id)
            found.append(
                replace(
                    home, ready_day=day, from_day=float(day), leave_day=float(day),
                    wanted_day=float(day), weight=1.0, after=None,
                )
            )  # fmt: skip
    # One that goes on at its place may be told for both of its tours on one day.
    by_unit = {tour.unit: tour for tour in sorted(found, key=lambda tour: tour.until_day)}
    return sorted(by_unit.values(), key=lambda tour: tour.rank)
