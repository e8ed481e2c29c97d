"""A movement under way planned on: what has moved stays as it happened, and little else changes."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.engines.deploy.assumptions import assumptions_of
from reassure.engines.deploy.changes import load_changes_of
from reassure.engines.deploy.deployment import FOLLOWED
from reassure.engines.deploy.loads import LoadKind
from reassure.engines.deploy.mending import cost_of
from reassure.engines.deploy.movements import movements_of
from reassure.engines.deploy.moves import Moves
from reassure.engines.deploy.outcome import settle
from reassure.engines.deploy.placing import Placing, Planned
from reassure.engines.deploy.replacing import reroute_loads
from reassure.engines.deploy.reported import ReportedMove, reported_moves
from reassure.engines.deploy.rerouting import Rerouting
from reassure.engines.deploy.result import tables_of
from reassure.engines.deploy.retracing import Retracer
from reassure.engines.deploy.sites import site_assumptions, site_shortfalls_of, stays_of
from reassure.engines.deploy.solve import Scheduled
from reassure.engines.deploy.tours import Tour
from reassure.engines.deploy.traffic import copy_loads
from reassure.engines.deploy.way_out import ways_out_of
from reassure.model.choices import Movement, MoveObjective, MovePurpose, Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.outputs import Leg
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Deployment, ForcePlan

_Key = tuple[MovePurpose, str]
_ASSUMPTIONS = (
    "What has left first is taken to be what was to leave first.",
    "What is not reported to have left is taken to be where it was.",
    (
        "Of ways home nothing is reported: those of earlier days are taken to have gone as "
        "planned, where their units were there."
    ),
    "What has moved takes its room before all else, even beyond a limit.",
)


def reroute_deployment(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment,
    *,
    as_of_day: int,
    seed: int = 0,
    threads: int = 1,
    time_limit_s: float | None = None,
    on_progress: OnProgress | None = None,
) -> Deployment:
    """Plan a movement under way on, from a day on, with few changes.

    Parameters
    ----------
    plan
        Plan as it is now, with the table ``actuals``, in which `verify_actuals` finds no fault.
    force_plan
        Who serves where and when; made from this plan, or stated for it.
    deployment
        What was planned, from this plan or an earlier version of it; what it names must be in
        the plan.
    as_of_day
        Day from which on loads may leave. Reports up to its end count.
    seed, threads, time_limit_s
        As of `schedule_deployment`; nothing is drawn by chance, and one thread is used.
    on_progress
        Told how far it is; a true answer stops with what is scheduled.

    Returns
    -------
    Deployment
        As of `schedule_deployment`, without a bound, and with ``load_changes``. Loads that have
        left keep what is reported of them; what was on the way goes on from where it was seen.

    Raises
    ------
    UsageError
        ENG-DAY-001 if ``as_of_day`` is no day of the plan; else as `schedule_deployment`.

    Notes
    -----
    How it is done, and what it does not do: docs/how-to/track-and-merge.md.
    """
    require_results_of(plan, force_plan)
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_references(plan, FOLLOWED)
    if not 0 <= as_of_day < plan.meta.horizon_days:
        raise UsageError(
            f"as_of_day = {as_of_day}",
            f"a day from 0 to {math.ceil(plan.meta.horizon_days) - 1}",
            "choose a day of the plan",
            code="ENG-DAY-001",
        )
    watch = Watchdog("reroute", on_progress, time_limit_s)
    movements = movements_of(plan, force_plan)
    reported = {
        (item.planned.tour.purpose, item.planned.tour.owner): item
        for item in reported_moves(plan, force_plan, deployment, as_of_day=as_of_day)
    }
    released = _released(deployment)
    tours = [_held(tour, reported, released, as_of_day) for tour in movements.tours]
    moves = Moves(plan, tours)
    moves.prepare(watch)
    known: dict[_Key, list[str]] = defaultdict(list)
    for load in deployment.loads:
        known[load.purpose, load.owner].append(load.id)
    _keep_parts(moves, known, released)
    _let_arrive(moves, reported, as_of_day)
    found, planned = None, list[Planned]()
    if moves.carried:
        planned = list(_planned(moves, deployment, known, reported))
        trains = {row.mode: row.id for row in reversed(plan.lifts.records)}
        retracer = Retracer(moves.search.network, trains)
        ways = Rerouting(moves, planned, retracer, as_of_day=as_of_day)
        reroute_loads(ways, planned, watch)
        found = _scheduled(ways, deployment)
    settle(moves, found)
    watch.tell(1.0, "loads planned on")
    status, stopped_by = Status.FEASIBLE, watch.stopped_by or StoppedBy.WORK
    if not moves.is_whole:
        status = Status.PARTIAL
    provenance = Provenance(
        "deploy", seed, plan.sha256, versions_of("highspy"), status, stopped_by,
        None if found is None else found.value,
    )  # fmt: skip
    tables = tables_of(moves)
    leave_days = {
        tour.owner: tour.leave_day
        for tour in movements.tours
        if tour.purpose is MovePurpose.DEPLOYMENT
    }
    stays = stays_of(plan, force_plan, tables["arrivals"], leave_days)
    return Deployment(
        provenance,
        loads=tables["loads"],
        legs=tables["legs"],
        arrivals=tables["arrivals"],
        use_days=tables["use_days"],
        returns=tables["returns"],
        deliveries=tables["deliveries"],
        site_shortfalls=site_shortfalls_of(plan, stays),
        ways_out=ways_out_of(plan, moves.moves, moves.search),
        assumptions=(
            f"Planned on from day {as_of_day}.",
            *_ASSUMPTIONS,
            *assumptions_of(plan, movements),
            *site_assumptions(plan, stays),
        ),
        lowered=deployment.lowered,
        method=deployment.method,
        load_changes=load_changes_of(plan, deployment, tables, moves, planned, reported),
        as_of_day=as_of_day,
        closure_day_before=deployment.closure_day,
    )


def _released(deployment: Deployment) -> dict[_Key, int | None]:
    """Return the days of release that the earlier schedule tells."""
    found: dict[_Key, int | None] = {
        (MovePurpose.DEPLOYMENT, row.assignment): row.release_day for row in deployment.arrivals
    }
    found |= {(MovePurpose.RETURN, row.assignment): row.release_day for row in deployment.returns}
    found |= {(MovePurpose.DELIVERY, row.pledge): row.release_day for row in deployment.deliveries}
    return found


def _held(
    tour: Tour,
    reported: Mapping[_Key, ReportedMove],
    released: Mapping[_Key, int | None],
    as_of_day: int,
) -> Tour:
    """Return a movement; a unit that moves itself and has not left leaves now at the soonest."""
    key = (tour.purpose, tour.owner)
    if not tour.moves or tour.capability.moves is not Movement.SELF or key not in reported:
        return tour
    left, there = reported[key].stops_made(0)
    if there is not None:
        return tour
    day = left if left is not None else as_of_day
    release_day = released.get(key)
    if left is None and (release_day is None or release_day >= as_of_day):
        return tour
    return replace(tour, ready_day=max(tour.ready_day, day))


def _keep_parts(
    moves: Moves, known: Mapping[_Key, Sequence[str]], released: Mapping[_Key, int | None]
) -> None:
    """Cut units as they were cut, and release them no later than they were, once ready."""
    for move in moves.moves:
        key = (move.tour.purpose, move.tour.owner)
        n_loads = len(known.get(key, ()))
        trip = move.trip
        if trip is not None and n_loads and n_loads != trip.kind.n_loads:
            move.trip = replace(trip, kind=LoadKind(trip.kind.capability, n_loads))
            move.journeys = [None] * n_loads if move.journeys else []
        day = released.get(key)
        if move.is_carried and day is not None and move.ready_day is not None:
            move.release_day = max(move.ready_day, min(move.release_day, day))
            move.start_day = move.release_day


def _let_arrive(moves: Moves, reported: Mapping[_Key, ReportedMove], as_of_day: int) -> None:
    """Let units that moved themselves be there from the day on that is reported, or now."""
    for move in moves.moves:
        item = reported.get((move.tour.purpose, move.tour.owner))
        if item is None or move.tour.capability.moves is not Movement.SELF:
            continue
        left, there = item.stops_made(0)
        if there is not None:
            move.arrival_day = max(0, there)
        elif left is not None and move.arrival_day is not None:
            move.arrival_day = max(move.arrival_day, as_of_day)


def _planned(
    moves: Moves,
    deployment: Deployment,
    known: Mapping[_Key, Sequence[str]],
    reported: Mapping[_Key, ReportedMove],
) -> Iterator[Planned]:
    """Yield every load that is carried, in the order of their numbers."""
    legs: dict[str, list[Leg]] = defaultdict(list)
    for leg in deployment.legs:
        legs[leg.load].append(leg)
    number = 0
    for row, move in enumerate(moves.carried):
        assert move.trip is not None
        key = (move.tour.purpose, move.tour.owner)
        names, item = known.get(key, ()), reported.get(key)
        last = None if item is None else item.last_report
        report = None if last is None else f"actuals:{last.id}"
        n_loads = move.trip.kind.n_loads
        for i in range(n_loads):
            name = names[i] if names else f"{move.tour.id}.{i + 1:0{len(str(n_loads))}d}"
            is_reported = item is not None and bool(names)
            yield Planned(
                number, row, name, legs[name] if names else (),
                item.stops_made(i) if item is not None and is_reported else (),
                item.awaited(i) if item is not None and is_reported else (),
                report, is_known=bool(names),
            )  # fmt: skip
            number += 1


def _scheduled(ways: Placing, deployment: Deployment) -> Scheduled:
    """Return what became of all loads as a schedule, valued as any other."""
    horizon, traffic = ways.moves.horizon_day, ways.traffic
    within = copy_loads(ways.loads)
    late = within.arrival_day > horizon
    within.arrival_day[late], within.n_arcs[late] = -1, 0
    short = traffic._replace(costs=np.ascontiguousarray(traffic.costs[:, : horizon + 1]))
    by_last = deployment.lowered is MoveObjective.CLOSURE
    value = float(cost_of(short, within, by_last))
    return Scheduled(
        traffic, ways.loads, ways.room, value, 0.0, np.zeros((0, 0)), deployment.method
    )
