"""A movement under way planned on: what has moved stays as it happened, and little else changes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from reassure.engines.deploy.executing.changes import load_changes_of
from reassure.engines.deploy.executing.overtaken import hold_overtaken
from reassure.engines.deploy.executing.placing import Placing, Planned
from reassure.engines.deploy.executing.rebounding import bound_of_rest
from reassure.engines.deploy.executing.replacing import reroute_loads
from reassure.engines.deploy.executing.reported import ReportedMove, reported_moves
from reassure.engines.deploy.executing.reported_parts import by_movement
from reassure.engines.deploy.executing.reported_self import Key, SelfReported
from reassure.engines.deploy.executing.rerouting import Rerouting
from reassure.engines.deploy.executing.retracing import Retracer
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.movements import movements_of
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.opening import require_day, require_inputs
from reassure.engines.deploy.scheduling.aims import aim_of
from reassure.engines.deploy.scheduling.charges import value_of
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.engines.deploy.scheduling.solve import Scheduled
from reassure.engines.deploy.telling.deployed import deployment_of
from reassure.engines.deploy.telling.ending import provenance_of
from reassure.engines.deploy.telling.outcome import settle
from reassure.model.choices import MovePurpose, Status
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.results import Deployment, ForcePlan

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
        As of `schedule_deployment`, and with ``load_changes``. Loads that have left keep what is
        reported of them; what was on the way goes on from where it was seen. ``provenance.bound``
        is what no schedule comes below in which all that has happened stays as it was.

    Raises
    ------
    UsageError
        ENG-DAY-001 if ``as_of_day`` is no day of the plan; else as `schedule_deployment`.

    Notes
    -----
    How it is done, and what it does not do: docs/how-to/track-and-merge.md.
    """
    require_inputs(plan, force_plan, seed=seed, time_limit_s=time_limit_s, threads=threads)
    require_day(plan, "as_of_day", as_of_day)
    watch = Watchdog("reroute", on_progress, time_limit_s)
    movements = movements_of(plan, force_plan)
    told = reported_moves(plan, force_plan, deployment, as_of_day=as_of_day)
    reported = by_movement(told)
    released = _released(deployment)
    itself = SelfReported(plan, reported, released, as_of_day)
    seen = {one.place for item in reported.values() for one in item.seen_astray.values()}
    moves = Moves(plan, [itself.held(tour) for tour in movements.tours], seen=frozenset(seen))
    moves.prepare(watch)
    known: dict[Key, list[str]] = defaultdict(list)
    for load in deployment.loads:
        known[load.purpose, load.owner].append(load.id)
    _keep_parts(moves, known, released)
    itself.let_arrive(moves)
    n_astray, n_lost = itself.n_astray, itself.n_lost
    found, planned, over = None, list[Planned](), dict[str, str]()
    if moves.carried:
        planned = list(_planned(moves, deployment, known, reported))
        trains = {row.mode: row.id for row in reversed(plan.lifts.records)}
        retracer = Retracer(moves.search.network, trains)
        ways = Rerouting(moves, planned, retracer, as_of_day=as_of_day)
        over = reroute_loads(ways, planned, watch)
        found = _scheduled(ways, planned, deployment, seed=seed, watch=watch)
        n_astray, n_lost = n_astray + ways.n_astray, n_lost + ways.n_lost
    settle(moves, found)
    hold_overtaken(moves, over)
    moved = deployment_of(
        plan,
        force_plan,
        movements,
        moves,
        provenance=provenance_of("deploy", moves, found, seed=seed, gap=0.0, watch=watch),
        lowered=deployment.lowered,
        method=deployment.method,
        notes=(
            f"Planned on from day {as_of_day}.",
            *_ASSUMPTIONS,
            *_strayed(n_astray, n_lost),
            *_left_out(deployment, told, n_over=len(over)),
        ),
        is_under_way=True,
        as_of_day=as_of_day,
        closure_day_before=deployment.closure_day,
    )
    changes = load_changes_of(plan, deployment, moved, moves, planned, reported)
    return replace(moved, load_changes=changes)


def _strayed(n_astray: int, n_lost: int) -> Iterator[str]:
    """Yield what is taken as given of loads that were seen off their way."""
    if n_astray:
        yield (
            "Loads seen off their planned way go on from where they were seen, and are taken to "
            f"have got there by the quickest way: {n_astray}."
        )
    if n_lost:
        yield f"Loads seen where no way leads are taken to be where they were last: {n_lost}."


def _left_out(
    deployment: Deployment, told: Sequence[ReportedMove], *, n_over: int
) -> Iterator[str]:
    """Yield what of the earlier schedule and of the reports counts for nothing."""
    if deployment.provenance.status is Status.PARTIAL:
        yield (
            "The earlier schedule was stopped before all of it was made; what it lacks is "
            "scheduled from scratch."
        )
    n_unplanned = sum(len(item.reports) for item in told if not item.has_way)
    if n_unplanned:
        yield (
            "Reports of movements that the earlier schedule gives no way count for nothing, as if "
            f"they had not left: {n_unplanned}."
        )
    if n_over:
        yield (
            "Movements whose unit is reported on its way to a later tour are over; what of them "
            f"had not left does not leave any more: {n_over}."
        )


def _released(deployment: Deployment) -> dict[Key, int | None]:
    """Return the days of release that the earlier schedule tells."""
    found: dict[Key, int | None] = {
        (MovePurpose.DEPLOYMENT, row.assignment): row.release_day for row in deployment.arrivals
    }
    found |= {(row.purpose, row.assignment): row.release_day for row in deployment.parts}
    found |= {(MovePurpose.RETURN, row.assignment): row.release_day for row in deployment.returns}
    found |= {(MovePurpose.DELIVERY, row.pledge): row.release_day for row in deployment.deliveries}
    return found


def _keep_parts(
    moves: Moves, known: Mapping[Key, Sequence[str]], released: Mapping[Key, int | None]
) -> None:
    """Cut units as they were cut, and release them no later than they were, once ready."""
    recut: set[str] = set()
    for move in moves.moves:
        key = (move.tour.purpose, move.tour.owner)
        n_loads = len(known.get(key, ()))
        trip = move.trip
        if trip is not None and n_loads and n_loads != trip.kind.n_loads:
            move.trip = replace(trip, kind=replace(trip.kind, n_loads=n_loads))
            move.journeys = [None] * n_loads if move.journeys else []
            recut.add(move.tour.id)
        day = released.get(key)
        if move.is_carried and day is not None and move.ready_day is not None:
            move.release_day = max(move.ready_day, min(move.release_day, day))
            move.start_day = move.release_day
    for whole in moves.moves:
        parts = moves.firsts(whole) if whole.tour.parts else []
        moved = parts if whole.tour.is_joined else [*parts, whole]
        if parts and any(move.tour.id in recut for move in moved):
            _share_weight(moved)


def _share_weight(moved: Sequence[Move]) -> None:
    """Let all loads of a unit that goes apart count alike (docs/explain/deploy.md, eq. 15)."""
    loads = [0 if move.trip is None else move.trip.kind.n_loads for move in moved]
    weight = sum(move.tour.weight for move in moved)
    for move, n_loads in zip(moved, loads, strict=True):
        move.tour = replace(move.tour, weight=weight * n_loads / sum(loads))


def _planned(
    moves: Moves,
    deployment: Deployment,
    known: Mapping[Key, Sequence[str]],
    reported: Mapping[Key, ReportedMove],
) -> Iterator[Planned]:
    """Yield every load that is carried, in the order of their numbers."""
    legs = deployment.legs_by_load()
    number = 0
    for row, move in enumerate(moves.carried):
        assert move.trip is not None
        key = (move.tour.purpose, move.tour.owner)
        names, item = known.get(key, ()), reported.get(key)
        n_loads = move.trip.kind.n_loads
        for i in range(n_loads):
            name = names[i] if names else f"{move.tour.id}.{i + 1:0{len(str(n_loads))}d}"
            load = Planned(number, row, name, legs[name] if names else (), is_known=bool(names))
            if item is not None and names:
                load.stops, load.awaited = item.stops_made(i), item.awaited(i)
                load.report, load.seen = item.report_of(i), item.seen_astray.get(i)
            yield load
            number += 1


def _scheduled(
    ways: Placing, planned: Sequence[Planned], before: Deployment, *, seed: int, watch: Watchdog
) -> Scheduled:
    """Return what became of all loads as a schedule, valued and bounded as any other."""
    moves, traffic = ways.moves, ways.traffic
    aim = aim_of(moves, before.lowered, traffic)
    value = value_of(moves.search.ground.terrain, aim.traffic, ways.loads, aim.charges)
    found = Scheduled(traffic, ways.loads, ways.room, value, 0.0, np.zeros((0, 0)), before.method)
    bound = bound_of_rest(ways, planned, aim, value, seed=seed, watch=watch)
    found.bound = held_bound(bound, value)
    return found
