"""The schedule and its bound: a list first, then flows, whole loads from them, and a search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import tours_of
from reassure.engines.deploy.network.labels import NOTHING, larger_scratch, scratch_for, was_full
from reassure.engines.deploy.network.terrain import Floats, Terrain
from reassure.engines.deploy.network.traffic import Loads, Traffic, place_load, take_load
from reassure.engines.deploy.network.wayfinding import Prices
from reassure.engines.deploy.scheduling.aims import Aim, aim_of
from reassure.engines.deploy.scheduling.bettering import BOUNDED, PROVEN_GAP, better_loads
from reassure.engines.deploy.scheduling.bounding import Bounder
from reassure.engines.deploy.scheduling.charges import cost_of, value_of, within
from reassure.engines.deploy.scheduling.closures import closures_bound
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.engines.deploy.scheduling.listing import list_schedule
from reassure.engines.deploy.scheduling.reserving import end_of_search
from reassure.engines.deploy.scheduling.turning import list_objectives
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog
from reassure.model.results import ForcePlan

FLOW_GAP = 0.001
"""Distance of flows and bound, over the bound, at which flows are good enough."""

LIFT_FLOW_GAP = 1e-5
"""The same where lift is saved: most of such a bound may be lateness that nothing can save."""

CLIMB_ROUNDS, SHORT_CLIMB, FLOW_ROUNDS, PROGRAM_ROUNDS = 60, 10, 160, 30
"""Rounds of the climb of prices, of one where limits hardly bind, of flows over ways, and of the
programs that end them, at most: flows and programs end by themselves once they gain little."""

LEAST_CLIMB, UNITS_A_CLIMB = 30, 5
"""Rounds of the climb of a few units, and units for which there is one more, up to `CLIMB_ROUNDS`:
programs of few units cost little, and climbing takes most of the time of their bound. With 300
units, 40 rounds instead of 60 left one bound in three half as good."""

HARDLY = 1.0
"""Distance of the list and the bound without prices, over the latter, up to which limits hardly
bind: the programs alone find the prices sooner then."""

CLIMB_TIME, FLOW_TIME, PROGRAM_TIME = 0.15, 0.5, 0.6
"""Shares of the time that is left for it all after which the climb, the flows and the programs
end: two fifths stay for whole loads, whose search gains most at first."""

PREPARED = 0.2
"""Share of the step that is done once the list is."""


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
        What it costs in what is lowered, and what no schedule of these loads costs less than.
    prices
        What more of each limit would save at most by day, shape (n_limits, n_days); empty where
        no bound was sought.
    method
        What made the schedule.
    light_bound
        Where lift is saved: what no schedule costs less than if a day late is as dear as a day of
        a carrier; else nothing.
    """

    traffic: Traffic
    loads: Loads
    room: Floats
    value: float
    bound: float
    prices: Floats
    method: MoveMethod
    light_bound: float = 0.0

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
    terrain, n_days = moves.search.ground.terrain, moves.horizon_day + 1
    whole = moves.traffic(moves.limits.last_day)
    aim, given = aim_of(moves, objective, whole), moves.room
    order = np.arange(len(moves.carried), dtype=np.int32)
    listed = list_schedule(terrain, whole, order, given.copy())
    value = value_of(terrain, aim.traffic, listed, aim.charges)
    is_search = method is MoveMethod.SEARCH
    if is_search and len(aim.charges.member):
        other = list_objectives(terrain, whole, aim, given, watch)
        cost = value_of(terrain, aim.traffic, other, aim.charges)
        listed, value = (other, cost) if cost < value else (listed, value)
    room = np.ascontiguousarray(given[:, :n_days])
    bounder = Bounder(terrain, aim.relaxed, room, seed=seed, lift=aim.lift)
    bounder.price(np.zeros_like(room))
    if known_prices:
        none = np.zeros(n_days)
        rows = [known_prices.get(limit.binding, none) for limit in moves.limits.limits]
        bounder.start_from(np.stack(rows))
    loads = within(listed, moves.horizon_day)
    found = Scheduled(
        whole, loads, given, value, bounder.found.bound, np.zeros((0, 0)), MoveMethod.LIST
    )
    if len(aim.charges.member):
        found.bound = max(found.bound, closures_bound(moves, objective, aim))
    if aim.light is not None:
        light = Bounder(terrain, aim.light, room, seed=seed, lift=aim.lift)
        light.price(np.zeros_like(room))
        found.light_bound = light.found.bound
    if is_search and not _is_close(found, gap) and not watch.tell(PREPARED, "list made"):
        until = end_of_search(moves, whole, listed, watch)
        search_on(found, bounder, terrain, aim, room, seed=seed, gap=gap, watch=watch, until=until)
    found.room = _settled(
        terrain, found, given, listed if found.method is MoveMethod.LIST else None
    )
    # What was left out may have found room in time after all.
    found.value = value_of(terrain, aim.traffic, found.loads, aim.charges)
    found.bound = held_bound(found.bound, found.value)
    return found


def compile_search(plan: Plan, force_plan: ForcePlan) -> None:
    """Run every compiled part of the search once on a small plan, even where a list is best."""
    moves, watch = Moves(plan, tours_of(plan, force_plan)), Watchdog("deploy")
    moves.prepare(watch)
    how = {"objective": MoveObjective.LATENESS, "seed": 0, "watch": watch}
    found = schedule_moves(moves, method=MoveMethod.LIST, gap=0.0, **how)
    room = np.ascontiguousarray(moves.room[:, : moves.horizon_day + 1])
    aim = aim_of(moves, MoveObjective.LATENESS, moves.traffic(moves.horizon_day))
    terrain = moves.search.ground.terrain
    bounder = Bounder(terrain, aim.relaxed, room, seed=0)
    bounder.price(np.zeros_like(room))
    found.bound, found.value = 0.0, float("inf")
    search_on(found, bounder, terrain, aim, room, seed=0, gap=-1.0, watch=watch)


def search_on(
    found: Scheduled,
    bounder: Bounder,
    terrain: Terrain,
    aim: Aim,
    room: Floats,
    *,
    seed: int,
    gap: float,
    watch: Watchdog,
    until: float = 1.0,
) -> None:
    """Replace the schedule by a better one, and its bound by a higher one.

    A ``gap`` below 0 is never reached; ``until`` is the share of a time limit after which it ends.
    """
    is_loose, saves_lift = found.value <= (1 + HARDLY) * found.bound, aim.lift is not None
    raise_bound(bounder, watch, (PREPARED, BOUNDED), is_loose=is_loose, saves_lift=saves_lift)
    known = bounder.found
    found.bound, found.prices = max(found.bound, known.bound), known.prices
    if not len(known.flows):
        return
    best = better_loads(
        terrain, aim, room, known, found.loads,
        bound=found.bound, seed=seed, gap=gap, watch=watch, until=until,
    )  # fmt: skip
    value = float(cost_of(terrain, aim.traffic, best, aim.charges))
    if value < found.value:
        found.loads, found.value, found.method = best, value, MoveMethod.SEARCH


def raise_bound(
    bounder: Bounder,
    watch: Watchdog,
    span: tuple[float, float],
    *,
    is_loose: bool,
    saves_lift: bool,
) -> None:
    """Better a bound by climbing prices, flows and programs.

    Parameters
    ----------
    bounder
        Has a bound without prices.
    watch, span
        Told of progress, between which shares of the step; may ask to stop.
    is_loose
        Whether limits hardly bind, by a schedule that is known.
    saves_lift
        Whether lift is what is saved.
    """
    third = (span[1] - span[0]) / 3
    ends = [span[0] + third * at for at in range(4)]
    begun = watch.share_passed
    climbed, flowed, solved = (
        begun + (1 - begun) * share for share in (CLIMB_TIME, FLOW_TIME, PROGRAM_TIME)
    )
    if not bounder.is_started:
        n_units = len(bounder.found.columns.traffic.start)
        most = min(CLIMB_ROUNDS, LEAST_CLIMB + n_units // UNITS_A_CLIMB)
        n_climbs = SHORT_CLIMB if is_loose else most
        bounder.climb(n_climbs, watch, (ends[0], ends[1]), climbed)
    if not watch.must_stop():
        bounder.flow(FLOW_ROUNDS, watch, (ends[1], ends[2]), flowed)
    if not watch.must_stop():
        flow_gap = LIFT_FLOW_GAP if saves_lift else FLOW_GAP
        bounder.generate(flow_gap, PROGRAM_ROUNDS, watch, (ends[2], ends[3]), solved)


def _is_close(found: Scheduled, gap: float) -> bool:
    return found.gap <= max(gap, PROVEN_GAP)


def _settled(terrain: Terrain, found: Scheduled, given: Floats, listed: Loads | None) -> Floats:
    """Follow what arrives after the horizon as well; return what is left of every limit.

    It costs the same on every day, so that no more than its place in the list decides who is first.
    """
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
        place_in_room(terrain, found.traffic, loads, missing, room)
    return room


def place_in_room(
    terrain: Terrain, traffic: Traffic, loads: Loads, numbers: Iterable[int], room: Floats
) -> None:
    """Put loads, one after another, where they arrive first in the room that is left.

    Parameters
    ----------
    terrain, traffic
        The network and what moves.
    loads
        Where loads go; the ways found are written there.
    numbers
        Loads without a way.
    room
        What is left of every limit by day, shape (n_limits, n_days): use is taken off it.
    """
    none = np.zeros((len(room), room.shape[1] + 1))
    prices = Prices(none, 0.0, room, np.ones(len(room), dtype=np.bool_))
    scratch = scratch_for(terrain, room.shape[1])
    for load in numbers:
        while not place_load(terrain, traffic, loads, load, prices, scratch, np.inf):
            if not was_full(scratch):
                break
            scratch = larger_scratch(terrain, room.shape[1], scratch)
