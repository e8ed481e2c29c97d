"""The search for better loads: whole loads from flows, and then some moved again and again."""

import numpy as np

from reassure.engines.deploy.network.labels import larger_scratch, scratch_for, was_full
from reassure.engines.deploy.network.terrain import Floats, Terrain
from reassure.engines.deploy.network.traffic import Loads, copy_loads, take_load
from reassure.engines.deploy.network.wayfinding import Prices
from reassure.engines.deploy.scheduling.aims import Aim
from reassure.engines.deploy.scheduling.bounding import Bounding
from reassure.engines.deploy.scheduling.charges import cost_of, lift_of
from reassure.engines.deploy.scheduling.freeing import Duty, bench_for
from reassure.engines.deploy.scheduling.mending import mend
from reassure.engines.deploy.scheduling.rounding import round_flows, summed_prices
from reassure.model.progress import Watchdog

PROVEN_GAP = 1e-6
"""Distance of value and bound, over the bound, at which a schedule counts as proven best."""

MEND_ROUNDS, STEPS_A_UNIT, MOST_STEPS = 20, 10, 3000
"""Rounds of the search over loads, between which it may stop; its steps for each unit, and at
most, where no time limit is given."""

LIMITED_ROUNDS, IDLE_ROUNDS = 10_000, 5
"""Rounds where a time limit ends them; rounds without a better schedule after which none without
such a limit follows."""

HOT, COLD = 0.05, 0.005
"""Temperatures of that search at first and at last, in the cost of a day's lateness of a
middling unit: of a step that costs a twentieth of that, a third is kept at first, and next to
none at last."""

LIFT_PARTS = 8
"""Parts into which each of these rounds is cut where lift is saved: ways take longer to find, and
a round does not stop."""

WEIGHTS = (0.0, 0.25, 0.5, 1.0)
"""Factors on the prices that steer loads: with 0 each goes where it arrives first, with 1 it keeps
away from what others need as much as flows do; which serves better changes from place to place."""

BOUNDED, DONE = 0.6, 0.95
"""Shares of the step that are done once the bound and the search are."""


def better_loads(
    terrain: Terrain,
    aim: Aim,
    room: Floats,
    known: Bounding,
    listed: Loads,
    *,
    bound: float,
    seed: int,
    gap: float,
    watch: Watchdog,
    until: float,
) -> Loads:
    """Return the best loads that a search from flows comes to.

    Parameters
    ----------
    terrain, aim
        The network, what moves and what counts.
    room
        What limits give by day up to the end of the plan, shape (n_limits, n_days). What arrives
        later costs the same whenever that is, and is placed once the search is over. What is
        still in use after the end, such as ships on their way back, was in use on the last day
        too, and fits as it did then.
    known
        Flows and prices.
    listed
        Loads from a list: where objectives cost what their last load does, the search begins with
        them if they are better than those from flows.
    bound
        What no loads cost less than.
    seed
        Of the search.
    gap
        Distance of cost and bound, over the bound, at which to stop; below 0: never.
    watch
        Told of progress; may ask to stop.
    until
        Share of a time limit after which it ends.
    """
    traffic, charges = aim.traffic, aim.charges
    left, summed = room.copy(), summed_prices(known.prices)
    prices = Prices(summed, 1.0, left, np.ones(len(room), dtype=np.bool_))
    rounded, steering = prices, np.zeros((0, 0, 0))
    if aim.lift is not None:
        rounded = prices._replace(summed=charges.lift + summed)
        steering = np.stack([charges.lift + weight * summed for weight in WEIGHTS])
    scratch, bench = scratch_for(terrain, room.shape[1]), bench_for(traffic)
    loads = round_flows(terrain, traffic, known, rounded, scratch, bench, charges)
    while was_full(scratch):
        left[:] = room
        scratch = larger_scratch(terrain, room.shape[1], scratch)
        loads = round_flows(terrain, traffic, known, rounded, scratch, bench, charges)
    value = float(cost_of(terrain, traffic, loads, charges))
    if len(charges.group) and cost_of(terrain, traffic, listed, charges) < value:
        loads, left[:] = copy_loads(listed), room
        for load in range(len(loads.unit)):
            take_load(terrain, traffic, loads, load, left, 1.0)
        value = float(cost_of(terrain, traffic, loads, charges))
    best = copy_loads(loads)
    values = np.array([value, value])
    scale, duty = _scale(terrain, aim, loads), _duty(aim, known, room, steering)
    parts = 1 if aim.lift is None else LIFT_PARTS
    rounds = LIMITED_ROUNDS if watch.seconds_left is not None else MEND_ROUNDS * parts
    steps = max(1, min(MOST_STEPS, STEPS_A_UNIT * len(traffic.start)) // MEND_ROUNDS // parts)
    cooling, rng = COLD / HOT, np.random.default_rng(seed)
    begun, idle, last = watch.share_passed, 0, value
    now, longest = begun, 0.0
    for at in range(rounds):
        # A round does not stop: the longest so far must fit into what is left.
        now, before = watch.share_passed, now
        longest = max(longest, now - before)
        passed = max(at / rounds, (now - begun) / max(until - longest - begun, 1e-9))
        is_near = gap >= 0 and values[1] <= bound * (1 + max(gap, PROVEN_GAP))
        is_idle = idle >= IDLE_ROUNDS * parts and watch.seconds_left is None
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
        reached = (float(values[1]) - bound) / max(bound, 1e-12)
        if watch.tell(done, "bettering the schedule", reached):
            break
    return best


def _duty(aim: Aim, known: Bounding, room: Floats, steering: Floats) -> Duty:
    worth = known.prices * np.where(np.isfinite(room), room, 0.0)
    limits, days = np.nonzero(worth > 0.0)
    earned, ints = np.cumsum(worth[limits, days]), np.int32
    weights = np.array(WEIGHTS)
    return Duty(aim.charges, weights, steering, limits.astype(ints), days.astype(ints), earned)


def _scale(terrain: Terrain, aim: Aim, loads: Loads) -> float:
    """Return what heat is measured in: a day's lateness, or the lift, of a middling unit."""
    if aim.lift is None:
        return float(np.median(aim.relaxed.absent)) / aim.relaxed.costs.shape[1]
    lift = lift_of(terrain, aim.traffic, loads, aim.charges.lift)
    return lift / len(aim.traffic.start) + 1e-9
