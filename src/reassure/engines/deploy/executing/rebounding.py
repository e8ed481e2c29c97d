"""What no plan for the rest of a movement under way comes below.

What has happened costs what it costs, and takes its room. The rest is bounded as any schedule is:
loads that have not left from their origin on, those under way from where they are.
"""

from collections.abc import Sequence

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.executing.placing import Placing, Planned
from reassure.engines.deploy.network.labels import NOTHING
from reassure.engines.deploy.network.traffic import Traffic, copy_loads, take_load
from reassure.engines.deploy.scheduling.aims import Aim
from reassure.engines.deploy.scheduling.bounding import Bounder
from reassure.engines.deploy.scheduling.charges import lift_cost
from reassure.engines.deploy.scheduling.solve import HARDLY, PROVEN_GAP, raise_bound
from reassure.model.progress import Watchdog

_SPAN = (0.8, 0.98)


def bound_of_rest(
    ways: Placing,
    planned: Sequence[Planned],
    aim: Aim,
    value: float,
    *,
    seed: int,
    watch: Watchdog,
) -> float:
    """Return what no schedule comes below in which all that has happened stays as it was.

    Parameters
    ----------
    ways
        Where all loads are put.
    planned
        The loads.
    aim
        What counts.
    value
        What the schedule costs.
    seed
        Seed of the linear programs' solver.
    watch
        Told of progress; may ask to stop, which leaves a lower bound.

    Notes
    -----
    Of loads that go on only the last arc that they have begun is sure; all ways from its end on
    are open to them. That they may go on within a day, which the search knows only from its
    start on, makes the bound a little lower.
    """
    terrain, relaxed = ways.moves.search.ground.terrain, aim.relaxed
    n_days = relaxed.costs.shape[1]
    room, begun = ways.moves.room, copy_loads(ways.loads)
    fixed = 0.0
    for item in planned:
        if item.is_over:
            fixed += float(relaxed.absent[item.row]) / _n_loads(relaxed, item.row)
            continue
        if not (item.is_past or _stays(ways, item)) or begun.arrival_day[item.number] == NOTHING:
            continue
        begun.n_arcs[item.number] = item.n_begun
        take_load(terrain, ways.traffic, begun, item.number, room, 1.0)
        if len(aim.charges.lift):
            fixed += lift_cost(terrain, ways.traffic, begun, item.number, aim.charges.lift)
        if item.is_done or _stays(ways, item):
            day, n_loads = int(begun.arrival_day[item.number]), _n_loads(relaxed, item.row)
            cost = relaxed.absent[item.row] if day >= n_days else relaxed.costs[item.row, day]
            fixed += float(cost) / n_loads
    rest = _rest(ways, planned, relaxed)
    if not len(rest.start):
        return fixed
    room = np.ascontiguousarray(room[:, :n_days])
    bounder = Bounder(terrain, rest, room, seed=seed, lift=aim.lift)
    bounder.price(np.zeros_like(room))
    left, least = value - fixed, bounder.found.bound
    # Where nothing can arrive any more there is no way to price: all is absent, and lift is idle.
    can_arrive = len(bounder.found.columns) > 0
    if can_arrive and left > (1 + PROVEN_GAP) * least and not watch.must_stop():
        is_loose, saves_lift = left <= (1 + HARDLY) * least, aim.lift is not None
        raise_bound(bounder, watch, _SPAN, is_loose=is_loose, saves_lift=saves_lift)
    return fixed + bounder.found.bound


def _stays(ways: Placing, item: Planned) -> bool:
    """Whether a load is where it is to be without having moved."""
    loads, number = ways.loads, item.number
    return loads.arrival_day[number] != NOTHING and not loads.n_arcs[number]


def _n_loads(traffic: Traffic, row: int) -> int:
    return int(traffic.first_load[row + 1] - traffic.first_load[row])


def _rest(ways: Placing, planned: Sequence[Planned], whole: Traffic) -> Traffic:
    """Return what is still to be planned, loads of a unit that are at one place together."""
    network = ways.moves.search.network
    n_at: dict[tuple[int, int, int], int] = {}
    for item in planned:
        if item.is_done or item.is_over or _stays(ways, item):
            continue
        if item.is_past and ways.loads.arrival_day[item.number] != NOTHING:
            last = int(ways.loads.arcs[item.number, item.n_begun - 1])
            at = (item.row, network.arcs[last].head, item.ready // DAY)
        else:
            day = max(int(whole.release_day[item.row]), ways.as_of_day)
            day = 0 if item.is_past else day
            at = (item.row, int(whole.start[item.row]), day)
        n_at[at] = n_at.get(at, 0) + 1
    rows = np.array([row for row, _, _ in n_at], dtype=np.int64)
    n_loads = np.array(list(n_at.values()), dtype=np.int32)
    share = n_loads / np.array([_n_loads(whole, row) for row, _, _ in n_at])
    return whole._replace(
        size_row=whole.size_row[rows],
        earliest_row=whole.earliest_row[rows],
        remaining_row=whole.remaining_row[rows],
        start=np.array([state for _, state, _ in n_at], dtype=np.int32),
        end=whole.end[rows],
        release_day=np.array([day for _, _, day in n_at], dtype=np.int32),
        costs=np.ascontiguousarray(whole.costs[rows] * share[:, None]),
        absent=whole.absent[rows] * share,
        first_load=np.cumsum([0, *n_loads], dtype=np.int32),
    )
