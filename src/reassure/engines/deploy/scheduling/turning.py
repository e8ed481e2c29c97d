"""Lists that serve one objective after another, in the best of some orders."""

import numpy as np

from reassure.engines.deploy.network.terrain import Floats, Ints, Terrain
from reassure.engines.deploy.network.traffic import Loads, Traffic
from reassure.engines.deploy.scheduling.aims import Aim
from reassure.engines.deploy.scheduling.charges import value_of
from reassure.engines.deploy.scheduling.listing import list_schedule
from reassure.model.progress import Watchdog

MOST_LISTS = 40
"""Lists that are made at most: each takes as long as the list itself, and a dozen objectives have
all their neighbours changed three times."""

LIST_TIME = 0.1
"""Share of the time that is left for it all after which no further list is made."""


def list_objectives(
    terrain: Terrain, whole: Traffic, aim: Aim, room: Floats, watch: Watchdog
) -> Loads:
    """Return the best list that serves all units of one objective before those of the next.

    Parameters
    ----------
    terrain, whole
        The network, and what moves, in the order of the list.
    aim
        What counts.
    room
        What limits give by day, up to the last day that is followed.
    watch
        May ask to stop.

    Notes
    -----
    The order begins with the objective of which a load counts most (W. E. Smith, Naval Research
    Logistics Quarterly 3 (1956)); then neighbours change places as long as that is better.
    """
    group = aim.charges.group
    n_groups = len(aim.charges.first_member) - 1
    by_load = np.zeros(n_groups)
    n_loads = np.bincount(
        group[group >= 0], np.diff(whole.first_load)[group >= 0], minlength=n_groups
    )
    for name in range(n_groups):
        first = aim.charges.member[aim.charges.first_member[name]]
        by_load[name] = np.ptp(aim.charges.late[first]) / n_loads[name]
    order = np.argsort(-by_load, kind="stable").tolist()
    best = _listed(terrain, whole, group, order, room)
    value, made = value_of(terrain, aim.traffic, best, aim.charges), 1
    is_better, begun = True, watch.share_passed
    until = begun + (1 - begun) * LIST_TIME
    while is_better:
        is_better = False
        for at in range(n_groups - 1):
            if made == MOST_LISTS or watch.must_stop() or watch.share_passed > until:
                return best
            tried = [*order[:at], order[at + 1], order[at], *order[at + 2 :]]
            loads = _listed(terrain, whole, group, tried, room)
            cost, made = value_of(terrain, aim.traffic, loads, aim.charges), made + 1
            if cost < value:
                best, value, order, is_better = loads, cost, tried, True
    return best


def _listed(terrain: Terrain, whole: Traffic, group: Ints, order: list[int], room: Floats) -> Loads:
    """Return the list in which objectives follow each other; what serves none comes last."""
    place = np.full(len(order) + 1, len(order))
    place[order] = np.arange(len(order))
    turns = np.lexsort((np.arange(len(group)), place[group])).astype(np.int32)
    return list_schedule(terrain, whole, turns, room.copy())
