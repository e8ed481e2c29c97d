"""The movement of one replication, compiled: what chance deals, then who is served when.

A replication needs nothing of those before it: any worker may work out any of them, and results
are put in their places by number.
"""

from typing import NamedTuple

import numpy as np

from reassure.engines.common.compiling import compiled
from reassure.engines.common.philox import Words
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.closures import Windows, deal_closures, windows_for
from reassure.engines.simulate.dealing import (
    Flags,
    deal_inputs,
    deal_promises,
    set_entries,
)
from reassure.engines.simulate.fifo import run_fifo
from reassure.engines.simulate.priority import run_priority
from reassure.engines.simulate.room import Room, room_for
from reassure.engines.simulate.sampling import ROW, sample_visits
from reassure.engines.simulate.scenario import (
    METER,
    NONE,
    Course,
    Floats,
    Loads,
    Outcome,
    Resources,
    Singles,
    outcome_for,
)


class Bench(NamedTuple):
    """Room in which one worker works out its replications, one after the other.

    ``rated`` are the visits at resources that give more or less by chance, ``shared`` those that
    take a share of carriers.
    """

    room: Room
    outcome: Outcome
    windows: Windows
    words: Words
    factors: Floats
    holds: Flags
    comes: Flags
    enter_day: Floats
    per_day: Floats
    rated: Words
    shared: Words
    service_days: Singles
    leg_days: Singles


def bench_for(arrays: Arrays, *, from_day: float, until_day: float, levels: int) -> Bench:
    """Return room for replications of some arrays."""
    n_visits, n_loads = len(arrays.loads.resource), len(arrays.loads.level)
    return Bench(
        room=room_for(
            arrays.loads, arrays.resources, from_day=from_day, until_day=until_day, levels=levels
        ),
        outcome=outcome_for(arrays.loads, arrays.resources),
        windows=windows_for(arrays.outages, until_day=until_day),
        words=np.zeros((4, ROW), dtype=np.uint32),
        factors=np.ones(len(arrays.inputs.law)),
        holds=np.ones(len(arrays.promises.chance), dtype=np.bool_),
        comes=np.ones(len(arrays.promises.doubt) - 1, dtype=np.bool_),
        enter_day=np.zeros(n_loads),
        per_day=np.zeros(len(arrays.resources.kind)),
        rated=np.flatnonzero(arrays.rate_input[arrays.loads.resource] != NONE).astype(np.uint32),
        shared=np.flatnonzero(
            (arrays.returns & (arrays.resources.kind == METER))[arrays.loads.resource]
        ).astype(np.uint32),
        service_days=np.zeros(n_visits, dtype=np.float32),
        leg_days=np.zeros(n_visits, dtype=np.float32),
    )


@compiled
def run_movement(
    arrays: Arrays,
    bench: Bench,
    seed: np.uint64,
    replication: int,
    until_day: float,
    by_level: bool,
) -> int:
    """Work out the movement of one replication; what became of it is in ``bench.outcome``.

    Returns
    -------
    int
        Loads that arrived; -1: there was no room for all closures.
    """
    loads, resources = arrays.loads, arrays.resources
    deal_inputs(arrays.inputs, seed, replication, bench.factors)
    deal_promises(arrays.promises, seed, replication, bench.holds, bench.comes)
    set_entries(arrays.entries, loads, bench.comes, bench.factors, bench.enter_day)
    if not deal_closures(arrays.outages, seed, replication, until_day, bench.windows):
        return -1
    service, leg = bench.service_days, bench.leg_days
    sample_visits(arrays.chances, seed, replication, bench.words, service, leg)
    per_day = bench.per_day
    rates = np.empty(per_day.shape[0])
    for r in range(per_day.shape[0]):
        rates[r] = 1.0
        if arrays.rate_input[r] != NONE:
            rates[r] = bench.factors[arrays.rate_input[r]] ** arrays.rate_power[r]
        per_day[r] = resources.per_day[r] * rates[r]
    for visit in bench.rated:
        service[visit] = np.float32(service[visit] / rates[loads.resource[visit]])
    planned_days, back_days = arrays.chances.leg_days, loads.back_days
    for visit in bench.shared:
        # A share of carriers is away for as long as its way takes, and back when they are.
        planned = planned_days[visit] + back_days[visit]
        if planned > 0.0:
            service[visit] *= (leg[visit] + back_days[visit]) / planned
    windows = bench.windows
    course = Course(
        bench.enter_day,
        service,
        leg,
        windows.window,
        windows.closes_day,
        windows.opens_day,
        windows.open_share,
    )
    dealt = Resources(
        resources.kind, resources.site, per_day, resources.place, resources.ahead_days
    )
    if by_level:
        return run_priority(loads, dealt, course, bench.room, bench.outcome)
    return run_fifo(loads, dealt, course, bench.room, bench.outcome)


@compiled
def group_arrivals(loads: Loads, load_day: Floats, group_day: Floats) -> int:
    """Work out when the last load of each group arrives; inf: some never do.

    Returns
    -------
    int
        Loads that arrived.
    """
    n_arrived = 0
    for g in range(loads.n_awaited.shape[0]):
        last = -np.inf
        for load in range(loads.member[g], loads.member[g + 1]):
            day = load_day[load]
            n_arrived += day < np.inf
            last = max(last, day)
        group_day[g] = last if last > -np.inf else np.inf
    return n_arrived


def move(
    arrays: Arrays,
    bench: Bench,
    seed: np.uint64,
    replication: int,
    until_day: float,
    *,
    by_level: bool,
) -> tuple[Bench, int]:
    """Work out the movement of one replication, in more room where its closures ask for that.

    Returns
    -------
    tuple
        The room, in whose ``outcome`` is what became of it, and how many loads arrived.
    """
    while True:
        n_arrived = run_movement(arrays, bench, seed, replication, until_day, by_level)
        if n_arrived >= 0:
            return bench, n_arrived
        bench = wider(bench)


def wider(bench: Bench) -> Bench:
    """Return the same room with twice the room for closures."""
    windows = bench.windows
    twice = Windows(windows.window, *(np.zeros(2 * len(part)) for part in windows[1:]))
    return bench._replace(windows=twice)
