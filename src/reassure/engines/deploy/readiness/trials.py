"""Movement scheduled with upgrades in force, so that it can be held against the one without."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.labels import NOTHING
from reassure.engines.deploy.network.terrain import Floats
from reassure.engines.deploy.parameters import EARLINESS, LEAST_WEIGHT, NEVER_DAYS
from reassure.engines.deploy.readiness.upgrading import with_upgrades
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.engines.deploy.scheduling.solve import PROVEN_GAP, Scheduled, schedule_moves
from reassure.engines.deploy.scheduling.turns import keep_turns
from reassure.model.choices import Movement, MoveMethod, MoveObjective, MovePurpose
from reassure.model.network import Upgrade
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog

STEP = "upgrade"
"""Name of the step, as progress and provenance tell it."""


@dataclass(frozen=True)
class Task:
    """What is scheduled again and again.

    Attributes
    ----------
    plan, tours
        The plan as it is, and what moves.
    lowered
        What schedules lower.
    seed, gap
        As in `schedule_deployment`; the same every time, so that luck is the same for all.
    """

    plan: Plan
    tours: tuple[Tour, ...]
    lowered: MoveObjective
    seed: int
    gap: float


@dataclass(frozen=True)
class Trial:
    """Movement with some upgrades in force.

    Attributes
    ----------
    moves
        What moves, with its days of arrival.
    found
        The schedule of what is carried; None where nothing is.
    value, bound
        Lateness of the schedule, and what none is less late than: of all that moves, whether it
        is carried, moves itself or cannot arrive.
    priced
        The bound that the prices give. With more of a limit it falls by what that is worth at these
        prices; one from elsewhere, which may be higher, need not.
    fixed
        What of both is of units that move themselves or cannot arrive.
    prices
        What more of each limit would save at most by day, shape (n_limits, n_days); empty where
        nothing is short.
    closure_day
        Day on which the last unit is in place; None: some never are.
    late_days, late_units
        Days late over all units, without weights (those that are never in place count up to the
        horizon), and units that are late.
    """

    moves: Moves
    found: Scheduled | None
    value: float
    bound: float
    priced: float
    fixed: float
    prices: Floats
    closure_day: int | None
    late_days: float
    late_units: int

    @property
    def is_proven(self) -> bool:
        """Whether nothing less late is possible."""
        return self.value - self.bound <= PROVEN_GAP * max(1.0, abs(self.bound))

    def below_bound(self, by_price: float | None) -> float | None:
        """Return how far below the bound something may lead at most that has a worth by prices."""
        return None if by_price is None else by_price + self.bound - self.priced


def schedule_with(
    task: Task,
    upgrades: Iterable[Upgrade],
    watch: Watchdog,
    *,
    base: Trial | None = None,
    share: float = 1.0,
) -> Trial | None:
    """Schedule movement with upgrades in force.

    Parameters
    ----------
    task
        What is scheduled.
    upgrades
        Those that are made.
    watch
        May ask to stop.
    base
        The same without any upgrade; loads and days of release are kept, so that both can be
        compared. None: they are made here.
    share
        Share of the time left, once all is prepared, that the search may take.

    Returns
    -------
    Trial or None
        Movement with them; None where a stop left units unprepared.

    Notes
    -----
    An upgrade takes no way and no day from a schedule, so what was found without it stands with it
    too, and nothing that is proven with it fails without it.
    """
    plan, works = with_upgrades(task.plan, upgrades)
    moves = Moves(plan, task.tours, works=works)
    moves.prepare(watch, like=None if base is None else base.moves)
    if not moves.is_whole:
        return None
    left, found = watch.seconds_left, None
    limit_s = None if left is None else max(left * share, 1e-3)
    part = Watchdog(STEP, lambda told: watch.tell(told.share, told.message), limit_s)
    if moves.carried:
        found = schedule_moves(
            moves, objective=task.lowered, method=MoveMethod.SEARCH,
            seed=task.seed, gap=task.gap, watch=part,
            known_prices=None if base is None else _named_prices(base),
        )  # fmt: skip
        keep_turns(moves, found, task.lowered)
    _set_days(moves, found)
    fixed = sum(_fixed_cost(move, moves.horizon_day) for move in moves.moves)
    trial = _read(moves, found, fixed)
    if base is None:
        return trial
    has_all = _ways(base.moves) <= _ways(moves)
    return _at_least(trial, base, has_all=has_all)


def _named_prices(trial: Trial) -> dict[str, Floats]:
    """Return the prices of a trial by the limits' names."""
    limits = trial.moves.limits.limits
    return {limit.binding: row for limit, row in zip(limits, trial.prices, strict=False)}


def _set_days(moves: Moves, found: Scheduled | None) -> None:
    """Set the days of arrival; what holds each unit up is of no use here, and takes long."""
    if found is not None:
        first = found.traffic.first_load.tolist()
        for row, move in enumerate(moves.carried):
            days = found.loads.arrival_day[first[row] : first[row + 1]]
            move.arrival_day = None if (days == NOTHING).any() else int(days.max())
    moves.join_parts()
    staying = [move for move in moves.moves if move.tour.follows is not None]
    for move in sorted(staying, key=lambda move: (move.tour.until_day, move.tour.id)):
        before = moves.by_id[move.tour.follows or ""].arrival_day
        if before is not None and before <= moves.horizon_day:
            start = min(math.floor(move.tour.from_day), moves.horizon_day)
            move.arrival_day = max(before, start)


def _read(moves: Moves, found: Scheduled | None, fixed: float) -> Trial:
    horizon = moves.horizon_day
    late_days, n_late, last = 0.0, 0, 0
    is_closed = True
    for move in moves.moves:
        if move.tour.purpose is not MovePurpose.DEPLOYMENT:
            continue
        day, wanted = move.arrival_day, move.tour.wanted_day
        if day is None or day > horizon:
            is_closed, late = False, horizon - min(wanted, horizon)
            n_late += 1
        else:
            last, late = max(last, day), max(0.0, day - wanted)
            n_late += late > 0
        late_days += late
    return Trial(
        moves,
        found,
        fixed + (0.0 if found is None else found.value),
        fixed + (0.0 if found is None else found.bound),
        fixed + (0.0 if found is None else found.bound),
        fixed,
        moves.room[:0] if found is None else found.prices,
        last if is_closed else None,
        late_days,
        n_late,
    )


def _fixed_cost(move: Move, horizon_day: int) -> float:
    """Return the lateness of what the search does not touch (docs/explain/deploy.md, eq. 8)."""
    tour = move.tour
    moves_itself = tour.capability.moves is Movement.SELF
    is_lost = not moves_itself and not move.is_carried
    if not tour.moves or tour.purpose is MovePurpose.RETURN or not (moves_itself or is_lost):
        return 0.0
    weight, day = max(tour.weight, LEAST_WEIGHT), move.arrival_day
    if is_lost or day is None or day > horizon_day:
        wanted = min(tour.wanted_day, horizon_day)
        return weight * (horizon_day - wanted + NEVER_DAYS + EARLINESS * horizon_day)
    late = max(0.0, day - tour.wanted_day)
    return weight * (late + EARLINESS * (day - move.release_day))


def _at_least(trial: Trial, base: Trial, *, has_all: bool) -> Trial:
    """Return a trial that is no worse than what was found without upgrades."""
    # Where a quicker way took the place of an old one, the bound knows the new one alone.
    bound = trial.bound if has_all else 0.0
    if trial.value <= base.value:
        return replace(trial, bound=held_bound(bound, trial.value))
    return replace(
        trial,
        value=base.value,
        bound=held_bound(bound, base.value),
        closure_day=base.closure_day,
        late_days=base.late_days,
        late_units=base.late_units,
    )


def _ways(moves: Moves) -> frozenset[tuple[object, ...]]:
    """Return the arcs that something may take, each by what happens on it."""
    return frozenset(_key(arc) for arc in moves.search.network.arcs if not arc.reasons)


def _key(arc: Arc) -> tuple[object, ...]:
    links = tuple((step.way.link.id, step.way.start) for step in arc.steps)
    lift = None if arc.lift is None else arc.lift.id
    return (arc.kind, arc.mode, arc.place, arc.at_origin, arc.break_id, lift, links)
