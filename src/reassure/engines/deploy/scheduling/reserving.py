"""How much of a time limit is kept for what follows the search: settling a schedule, telling it."""

import time

from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.traffic import Loads, Traffic
from reassure.model.progress import Watchdog

TELLING = 18.0
"""How many times as long as reading back the ways of all loads all takes that follows the search:
12 to 13 times on movements of 5,000 and of 12,000 loads, and four tenths more for what else the
machine may have to do meanwhile: with a quarter one movement in nine was told 0.7 s late."""

SAMPLE = 500
"""Loads, about, of which the ways are read back to measure that: some hundredths of a second."""

MOST_KEPT = 0.4
"""Share of the time that is left that is kept at most: the bound may take all the rest."""


def end_of_search(moves: Moves, traffic: Traffic, listed: Loads, watch: Watchdog) -> float:
    """Return the share of a time limit after which a search is to end; 1 without a limit.

    Parameters
    ----------
    moves, traffic
        What moves, and the same as arrays.
    listed
        Loads as a list places them: what the search comes to has about as many ways, as long.
    watch
        Knows the limit.
    """
    left = watch.seconds_left
    if left is None:
        return 1.0
    kept = min(MOST_KEPT, _seconds_to_tell(moves, traffic, listed) / max(left, 1e-9))
    return 1.0 - kept * (1.0 - watch.share_passed)


def _seconds_to_tell(moves: Moves, traffic: Traffic, loads: Loads) -> float:
    n_loads = len(loads.unit)
    sample = range(0, n_loads, max(1, n_loads // SAMPLE))
    begun = time.perf_counter()
    for load in sample:
        n_arcs = int(loads.n_arcs[load])
        arcs, starts = loads.arcs[load, :n_arcs], loads.starts[load, :n_arcs]
        day = int(traffic.release_day[loads.unit[load]])
        moves.search.journey(arcs.tolist(), starts.tolist(), day)
    return TELLING * (time.perf_counter() - begun) * n_loads / max(1, len(sample))
