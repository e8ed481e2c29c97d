"""The best service of one unit at given prices: the recursion of the bound."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from reassure.engines.generate.instance import Floats, Ints

IDLE = -1
"""Stands for no pair where the best service begins later."""


@njit(cache=True, nogil=True)
def best_service(
    until: NDArray[np.int16],
    pairs: Ints,
    serving: Floats,
    holding: Floats,
    rest: Ints,
    lengths: tuple[int, int],
    tour_price: float,
    best: tuple[Floats, Ints, Ints],
) -> None:
    """Find the best service of one unit from each period on, from the last to the first.

    Parameters
    ----------
    until
        End of the span in which each pair may serve, by period, as in `Instance.pair_until`.
    pairs
        Rows of ``until`` that are the unit's.
    serving, holding
        Worth of service, and cost of service and rest, of each of ``pairs`` up to each period.
    rest
        Rest after a tour by its length [periods].
    lengths
        Shortest and longest tour [periods].
    tour_price
        Price of each tour.
    best
        Filled: worth from each period on, place of the pair that is served first (-1: none yet),
        and until when; the first of shape (n_periods + 1,).
    """
    worths, places, stops = best
    shortest, longest = lengths
    n_periods = len(worths) - 1
    worths[n_periods - shortest + 1 :] = 0.0
    for start in range(n_periods - shortest, -1, -1):
        top, top_place, top_stop = worths[start + 1], IDLE, 0
        for place in range(len(pairs)):
            end = int(until[pairs[place], start])
            if end < start + shortest:
                continue
            before = serving[place, start] - holding[place, start] + tour_price
            for stop in range(start + shortest, min(end, start + longest) + 1):
                free = min(n_periods, stop + rest[stop - start])
                worth = serving[place, stop] - holding[place, free]
                worth += worths[free] - before
                if worth > top:
                    top, top_place, top_stop = worth, place, stop
        worths[start], places[start], stops[start] = top, top_place, top_stop
