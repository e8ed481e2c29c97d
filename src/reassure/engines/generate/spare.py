"""What spare units can fill of a shortfall while every tour of the plan stays as it is."""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.instance import Bools, Floats, Ints
from reassure.engines.generate.tours import span_ends

AS_IT_IS, ONCE_MORE, MORE_UNITS = 0, 1, 2
"""Who serves: the units that are free; one unit without regard to rest, for one tour; units that
are free and as many more as it takes."""

ANY_NUMBER = 2**40
"""Units that are more than any line asks for."""

ROUNDING = 1e-9
"""Share of a shortfall that is rounding."""


class Spare(NamedTuple):
    """What the offers of a plan have to spare.

    Attributes
    ----------
    shortest, longest
        Bounds of a tour of each offer [periods], shape (n_offers,).
    rest
        Rest after a tour by its length [periods], shape (n_offers, n_periods + 1).
    free, home
        Units that neither serve nor rest, and that do not serve, shape (n_offers, n_periods).
    """

    shortest: Ints
    longest: Ints
    rest: Ints
    free: Ints
    home: Ints


class ServiceOptions(NamedTuple):
    """Ways to let an offer serve a line.

    Attributes
    ----------
    offer
        Offer of each, shape (n_options,).
    allowed
        Periods in which it may serve, shape (n_options, n_periods).
    efficiency
        What one unit counts.
    left
        Unit-periods that its nation may still serve.
    who
        `AS_IT_IS`, `ONCE_MORE` or `MORE_UNITS`.
    """

    offer: Ints
    allowed: Bools
    efficiency: Floats
    left: Ints
    who: Ints


def spare_of(draft: Draft) -> Spare:
    """Return what the offers have to spare."""
    data, tours = draft.instance, draft.tours
    serving = np.zeros((len(data.supplies), data.periods.count + 1), dtype=np.int64)
    np.add.at(serving, (tours.offer, tours.start), draft.units)
    np.add.at(serving, (tours.offer, tours.stop), -draft.units)
    quantity = data.offer_quantity[:, None]
    return Spare(
        shortest=data.offer_shortest,
        longest=data.offer_longest,
        rest=data.offer_rest,
        free=quantity - draft.busy,
        home=quantity - np.cumsum(serving, axis=1)[:, :-1],
    )


@njit(cache=True, nogil=True)
def fill_short(
    spare: Spare, options: ServiceOptions, which: Ints, quantity: float, days: Floats
) -> tuple[Floats, Ints]:
    """Return what some options would fill of a shortfall, each by itself.

    Parameters
    ----------
    spare
        What the offers have to spare.
    options
        Ways to let an offer serve the line.
    which
        Those that are asked about, shape (n,).
    quantity, days
        What is missing, and the days of each period on which it is, shape (n_periods,).

    Returns
    -------
    filled
        Effective unit-days, shape (n,).
    units
        Units that serve beyond those on offer; 0 except for `MORE_UNITS`.

    Notes
    -----
    One unit after another takes the tours that fill most of what is still missing: the best for
    one unit, and a plan that can be carried out, not always the best, for several. Units alike
    take the same tours at once, so a shortfall of 10,000 units takes no longer than one of ten.
    """
    filled, units = np.zeros(len(which)), np.zeros(len(which), dtype=np.int64)
    for place in range(len(which)):
        filled[place], units[place] = _fill_by(spare, options, which[place], quantity, days)
    return filled, units


@njit(cache=True, nogil=True)
def _fill_by(
    spare: Spare, options: ServiceOptions, one: int, quantity: float, days: Floats
) -> tuple[float, int]:
    offer, efficiency, who = options.offer[one], options.efficiency[one], options.who[one]
    n_periods, left = len(days), options.left[one]
    shortest, longest = int(spare.shortest[offer]), int(spare.longest[offer])
    least = ROUNDING * quantity * days.sum()
    rest = spare.rest[offer].copy()
    room = spare.free[offer].copy()
    if who == ONCE_MORE:
        rest[:] = 0
        room[:] = spare.home[offer]
    elif who == MORE_UNITS:
        room += ANY_NUMBER
    until = span_ends(options.allowed[one])
    missing = np.where(days > 0.0, quantity, 0.0)
    gain = np.zeros(n_periods + 1)
    total, is_done = 0.0, False
    while not is_done:
        for period in range(n_periods):
            useful = days[period] * min(efficiency, missing[period])
            gain[period + 1] = gain[period] + useful
        tours = _best_tours(gain, until, room, rest, shortest, longest, left, who == ONCE_MORE)
        worth, length = 0.0, _length(tours)
        for tour in range(len(tours)):
            worth += float(gain[tours[tour, 1]] - gain[tours[tour, 0]])
        if worth <= least:
            break
        count = 1
        if who != ONCE_MORE:
            count = _alike(tours, rest, room, days, missing, efficiency, left // length)
        _take(tours, rest, room, missing, efficiency, count)
        total += worth * count
        left -= length * count
        is_done = who == ONCE_MORE
    if who != MORE_UNITS:
        return total, 0
    return total, max(0, ANY_NUMBER - room.min())


@njit(cache=True, nogil=True)
def _length(tours: Ints) -> int:
    """Return the periods that some tours serve."""
    length = 0
    for tour in range(len(tours)):
        length += tours[tour, 1] - tours[tour, 0]
    return length


@njit(cache=True, nogil=True)
def _alike(
    tours: Ints,
    rest: Ints,
    room: Ints,
    days: Floats,
    missing: Floats,
    efficiency: float,
    most: int,
) -> int:
    """Return how many units, one after another, would fill the same by the same tours."""
    count, n_periods = most, len(room)
    for tour in range(len(tours)):
        start, stop = tours[tour, 0], tours[tour, 1]
        count = min(count, room[start : min(n_periods, stop + rest[stop - start])].min())
        for period in range(start, stop):
            if days[period] > 0.0 and missing[period] > 0.0:
                count = min(count, max(1, int(missing[period] / efficiency + ROUNDING)))
    return count


@njit(cache=True, nogil=True)
def _take(
    tours: Ints, rest: Ints, room: Ints, missing: Floats, efficiency: float, count: int
) -> None:
    """Let so many units serve some tours."""
    for tour in range(len(tours)):
        start, stop = tours[tour, 0], tours[tour, 1]
        room[start : min(len(room), stop + rest[stop - start])] -= count
        for period in range(start, stop):
            missing[period] = max(0.0, missing[period] - count * efficiency)


@njit(cache=True, nogil=True)
def _best_tours(
    gain: Floats,
    until: Ints,
    room: Ints,
    rest: Ints,
    shortest: int,
    longest: int,
    left: int,
    is_single: bool,
) -> Ints:
    """Return start and stop of the tours of one unit that fill most, shape (n_tours, 2).

    The recursion of equation 12; where the nation's unit-periods bind, over those left as well.
    """
    tours = _follow(gain, until, room, rest, shortest, longest, -1, is_single)
    if _length(tours) <= left:
        return tours
    return _follow(gain, until, room, rest, shortest, longest, left, is_single)


@njit(cache=True, nogil=True)
def _follow(
    gain: Floats,
    until: Ints,
    room: Ints,
    rest: Ints,
    shortest: int,
    longest: int,
    left: int,
    is_single: bool,
) -> Ints:
    """Return the best tours of one unit within so many unit-periods; -1: any number."""
    n_periods, n_rows = len(until), max(left, 0) + 1
    best = np.zeros((n_rows, n_periods + 1))
    chosen = np.zeros((n_rows, n_periods), dtype=np.int64)
    full_from = n_periods
    for start in range(n_periods - 1, -1, -1):
        if room[start] < 1:
            full_from = start
        for row in range(n_rows):
            top, top_stop = best[row, start + 1], 0
            end = min(until[start], start + longest)
            if left >= 0:
                end = min(end, start + row)
            for stop in range(start + shortest, end + 1):
                free = min(n_periods, stop + rest[stop - start])
                if free > full_from:
                    continue
                worth = gain[stop] - gain[start]
                if not is_single:
                    worth += best[row - (stop - start) if left >= 0 else 0, free]
                if worth > top + ROUNDING * gain[n_periods]:
                    top, top_stop = worth, stop
            best[row, start], chosen[row, start] = top, top_stop
    return _followed(chosen, rest, left >= 0, is_single)


@njit(cache=True, nogil=True)
def _followed(chosen: Ints, rest: Ints, is_limited: bool, is_single: bool) -> Ints:
    """Return start and stop of the tours that were chosen, from the first period on."""
    n_rows, n_periods = chosen.shape
    tours = np.zeros((n_periods, 2), dtype=np.int64)
    n_tours, start, row = 0, 0, n_rows - 1
    while start < n_periods and not (is_single and n_tours == 1):
        stop = chosen[row, start]
        if stop == 0:
            start += 1
            continue
        tours[n_tours] = start, stop
        n_tours += 1
        if is_limited:
            row -= stop - start
        start = min(n_periods, stop + rest[stop - start])
    return tours[:n_tours]
