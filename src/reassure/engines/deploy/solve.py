"""The schedule and its bound: a list first, then flows, whole loads from them, and a search."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reassure.engines.deploy.bounding import Bounder
from reassure.engines.deploy.freeing import Duty, bench_for
from reassure.engines.deploy.labels import NOTHING, larger_scratch, scratch_for, was_full
from reassure.engines.deploy.listing import list_schedule
from reassure.engines.deploy.mending import cost_of, mend
from reassure.engines.deploy.moves import Moves
from reassure.engines.deploy.rounding import round_flows, summed_prices
from reassure.engines.deploy.terrain import Floats, Terrain
from reassure.engines.deploy.tours import tours_of
from reassure.engines.deploy.traffic import Loads, Traffic, copy_loads, place_load, take_load
from reassure.engines.deploy.wayfinding import Prices
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog
from reassure.model.results import ForcePlan

PROVEN_GAP = 1e-6
"""Distance of value and bound, over the bound, at which a schedule counts as proven best."""

FLOW_GAP = 0.001
"""Distance of flows and bound, over the bound, at which flows are good enough."""

CLIMB_ROUNDS, SHORT_CLIMB, FLOW_ROUNDS, PROGRAM_ROUNDS = 60, 10, 160, 30
"""Rounds of the climb of prices, of one where limits hardly bind, of flows over ways, and of the
programs that end them."""

HARDLY = 1.0
"""Distance of the list and the bound without prices, over the latter, up to which limits hardly
bind: the programs alone find the prices sooner then."""

CLIMB_TIME, FLOW_TIME, PROGRAM_TIME, MEND_TIME = 0.15, 0.5, 0.6, 0.9
"""Shares of a time limit after which the climb, the flows, the programs and the search over loads
end."""

MEND_ROUNDS, STEPS_A_UNIT, MOST_STEPS = 20, 10, 3000
"""Rounds of the search over loads, between which it may stop; its steps for each unit, and at
most, where no time limit is given."""

LIMITED_ROUNDS, IDLE_ROUNDS = 10_000, 5
"""Rounds where a time limit ends them; rounds without a better schedule after which none without
such a limit follows."""

HOT, COLD = 0.05, 0.005
"""Temperatures of that search at first and at last, in the cost of a day's lateness of a middling
unit."""

WEIGHTS = (0.0, 0.25, 0.5, 1.0)
"""Factors on the prices that steer loads."""

PREPARED, BOUNDED, DONE = 0.2, 0.6, 0.95
"""Shares of the step that are done once the list, the bound and the search are."""


@dataclass
class Scheduled:
    """A schedule, and how good it is.

    Attributes
    ----------
    traffic, loads
        What moves, with costs of arrival beyond the horizon too, and where it goes.
    room
        What is left of every limit by day.
    value, bound
        Cost of lateness, and what no schedule of these loads costs less than.
    prices
        What more of each limit would save at most by day, shape (n_limits, n_days); empty where
        no bound was sought.
    method
        What made the schedule.
    """

    traffic: Traffic
    loads: Loads
    room: Floats
    value: float
    bound: float
    prices: Floats
    method: MoveMethod

    @property
    def gap(self) -> float:
        """Distance of value and bound, over the bound."""
        return (self.value - self.bound) / self.bound if self.bound > 0 else np.inf


def schedule_moves(
    moves: Moves,
    *,
    objective: MoveObjective,
    method: MoveMethod,
    seed: int,
    gap: float,
    watch: Watchdog,
    known_prices: Mapping[str, Floats] | None = None,
) -> Scheduled:
    """Schedule what is carried.

    Parameters
    ----------
    moves
        What moves; prepared, with at least one tour that is carried.
    objective
        What is lowered.
    method
        The list alone, or the search from it.
    seed
        Seed of the search.
    gap
        Distance of value and bound, over the bound, at which to stop.
    watch
        Told of progress; may ask to stop.
    known_prices
        Prices by day of a schedule much like this one, by the limits' names: with them the
        prices need not climb from nothing.
    """
    terrain, by_last = moves.search.ground.terrain, objective is MoveObjective.CLOSURE
    n_days = moves.horizon_day + 1
    whole = moves.traffic(moves.limits.last_day)
    traffic = whole._replace(costs=np.ascontiguousarray(whole.costs[:, :n_days]))
    given = moves.room
    order = np.arange(len(moves.carried), dtype=np.int32)
    listed = list_schedule(terrain, whole, order, given.copy())
    loads = _within(listed, moves.horizon_day)
    value = float(cost_of(traffic, loads, by_last))
    room = np.ascontiguousarray(given[:, :n_days])
    bounder = Bounder(terrain, traffic, room, seed=seed)
    bounder.price(np.zeros_like(room))
    if known_prices:
        none = np.zeros(n_days)
        rows = [known_prices.get(limit.binding, none) for limit in moves.limits.limits]
        bounder.start_from(np.stack(rows))
    found = Scheduled(
        whole, loads, given, value, bounder.found.bound, np.zeros((0, 0)), MoveMethod.LIST
    )
    is_search = method is MoveMethod.SEARCH
    if is_search and not _is_close(found, gap) and not watch.tell(PREPARED, "list made"):
        search_on(
            found, bounder, terrain, traffic, room, by_last=by_last, seed=seed, gap=gap, watch=watch
        )
    found.room = _settled(
        terrain, found, given, listed if found.method is MoveMethod.LIST else None
    )
    # What was left out may have found room in time after all.
    kept = _within(found.loads, moves.horizon_day)
    found.value = float(cost_of(traffic, kept, by_last))
    found.bound = min(found.bound, found.value)
    return found


def compile_search(plan: Plan, force_plan: ForcePlan) -> None:
    """Run every compiled part of the search once on a small plan, even where a list is best."""
    moves, watch = Moves(plan, tours_of(plan, force_plan)), Watchdog("deploy")
    moves.prepare(watch)
    how = {"objective": MoveObjective.LATENESS, "seed": 0, "watch": watch}
    found = schedule_moves(moves, method=MoveMethod.LIST, gap=0.0, **how)
    n_days = moves.horizon_day + 1
    room = np.ascontiguousarray(moves.room[:, :n_days])
    traffic = moves.traffic(moves.horizon_day)
    terrain = moves.search.ground.terrain
    bounder = Bounder(terrain, traffic, room, seed=0)
    bounder.price(np.zeros_like(room))
    found.bound, found.value = 0.0, float("inf")
    search_on(found, bounder, terrain, traffic, room, by_last=False, seed=0, gap=-1.0, watch=watch)


def search_on(
    found: Scheduled,
    bounder: Bounder,
    terrain: Terrain,
    traffic: Traffic,
    room: Floats,
    *,
    by_last: bool,
    seed: int,
    gap: float,
    watch: Watchdog,
) -> None:
    """Replace the schedule by a better one, and its bound by a higher one.

    A ``gap`` below 0 is never reached.
    """
    third = (BOUNDED - PREPARED) / 3
    ends = [PREPARED + third * at for at in range(4)]
    is_loose = found.value <= (1 + HARDLY) * found.bound
    if not bounder.is_started:
        n_climbs = SHORT_CLIMB if is_loose else CLIMB_ROUNDS
        bounder.climb(n_climbs, watch, (ends[0], ends[1]), CLIMB_TIME)
    if not watch.must_stop():
        bounder.flow(FLOW_ROUNDS, watch, (ends[1], ends[2]), FLOW_TIME)
    if not watch.must_stop():
        bounder.generate(FLOW_GAP, PROGRAM_ROUNDS, watch, (ends[2], ends[3]), PROGRAM_TIME)
    known = bounder.found
    found.bound, found.prices = known.bound, known.prices
    if not len(known.flows):
        return
    left = room.copy()
    everything = np.ones(len(room), dtype=np.bool_)
    prices = Prices(summed_prices(known.prices), 1.0, left, everything)
    scratch, bench = scratch_for(terrain, room.shape[1]), bench_for(traffic)
    loads = round_flows(terrain, traffic, known, prices, scratch, bench, by_last=by_last)
    while was_full(scratch):
        left[:] = room
        scratch = larger_scratch(terrain, room.shape[1], scratch)
        loads = round_flows(terrain, traffic, known, prices, scratch, bench, by_last=by_last)
    best = copy_loads(loads)
    value = float(cost_of(traffic, loads, by_last))
    values = np.array([value, value])
    worth = known.prices * np.where(np.isfinite(room), room, 0.0)
    limits, days = np.nonzero(worth > 0.0)
    ints = np.int32
    earned = np.cumsum(worth[limits, days])
    duty = Duty(by_last, np.array(WEIGHTS), limits.astype(ints), days.astype(ints), earned)
    scale = float(np.median(traffic.absent)) / room.shape[1]
    rounds = LIMITED_ROUNDS if watch.seconds_left is not None else MEND_ROUNDS
    steps = max(1, min(MOST_STEPS, STEPS_A_UNIT * len(traffic.start)) // MEND_ROUNDS)
    cooling, rng = COLD / HOT, np.random.default_rng(seed)
    begun, idle, last = watch.share_passed, 0, value
    for at in range(rounds):
        passed = max(at / rounds, (watch.share_passed - begun) / max(MEND_TIME - begun, 1e-9))
        is_near = gap >= 0 and values[1] <= known.bound * (1 + max(gap, PROVEN_GAP))
        is_idle = idle >= IDLE_ROUNDS and watch.seconds_left is None
        if is_near or is_idle or passed >= 1.0:
            break
        hot, cold = (scale * HOT * cooling**share for share in (passed, passed + 1 / rounds))
        mend(
            terrain,
            traffic,
            loads,
            prices,
            scratch,
            duty,
            bench,
            best,
            values,
            steps,
            hot,
            cold,
            rng,
        )
        if was_full(scratch):
            scratch = larger_scratch(terrain, room.shape[1], scratch)
        idle, last = (0, values[1]) if values[1] < last else (idle + 1, last)
        done = BOUNDED + (DONE - BOUNDED) * (at + 1) / rounds
        reached = (float(values[1]) - known.bound) / max(known.bound, 1e-12)
        if watch.tell(done, "bettering the schedule", reached):
            break
    value = float(cost_of(traffic, best, by_last))
    if value < found.value:
        found.loads, found.value, found.method = best, value, MoveMethod.SEARCH


def _within(loads: Loads, last_day: int) -> Loads:
    """Return the loads that arrive up to a day; the others are not moved."""
    kept = copy_loads(loads)
    late = kept.arrival_day > last_day
    kept.arrival_day[late], kept.n_arcs[late] = NOTHING, 0
    return kept


def _is_close(found: Scheduled, gap: float) -> bool:
    return found.gap <= max(gap, PROVEN_GAP)


def _settled(terrain: Terrain, found: Scheduled, given: Floats, listed: Loads | None) -> Floats:
    """Follow what arrives after the horizon as well; return what is left of every limit."""
    room = given.copy()
    loads = found.loads if listed is None else listed
    found.loads = loads
    missing: list[int] = []
    for load in range(len(loads.unit)):
        if loads.arrival_day[load] == NOTHING:
            missing.append(load)
        else:
            take_load(terrain, found.traffic, loads, load, room, 1.0)
    if listed is None and missing:
        none = np.zeros((len(room), room.shape[1] + 1))
        prices = Prices(none, 0.0, room, np.ones(len(room), dtype=np.bool_))
        scratch = scratch_for(terrain, room.shape[1])
        for load in missing:
            while not place_load(terrain, found.traffic, loads, load, prices, scratch, np.inf):
                if not was_full(scratch):
                    break
                scratch = larger_scratch(terrain, room.shape[1], scratch)
    return room
