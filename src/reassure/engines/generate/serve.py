"""The best service of one unit while all others stay."""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.generate.instance import Floats, Ints
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import SLACK, Roster, change_tour
from reassure.engines.generate.standing import is_open, partners_until, units_left

NOT_OPEN = -1.0
"""Marks lines on which a unit may not serve at all."""


class Room(NamedTuple):
    """Where the best service of a unit is worked out.

    Attributes
    ----------
    gain
        Gain on each line up to each period, shape (most pairs of an offer, n_periods + 1).
    best
        Worth of the best service from each period on, shape (n_periods + 1,).
    line, stop
        Place of the line that it serves first, -1 for none yet, and until when.
    """

    gain: Floats
    best: Floats
    line: Ints
    stop: Ints


class Hints(NamedTuple):
    """What service is worth beyond the fill that it adds: taken from the prices of the bound.

    Attributes
    ----------
    month_price
        What a unit-period is worth to a nation elsewhere, shape (n_nations,): it keeps nations
        near their limit from wasting it.
    presence
        Worth of each unit that others wait for, shape (n_nations, n_sectors, n_periods), counted
        while fewer than ``needed`` are there.
    needed
        Most units of a nation that any offer waits for in a sector.
    leading
        Worth of a unit-period of a nation that leads a sector and does not serve enough yet.
    """

    month_price: Floats
    presence: Floats
    needed: Floats
    leading: Floats


@njit(cache=True, nogil=True)
def make_room(problem: Problem) -> Room:
    """Return room for any unit."""
    most = 1
    for offer in range(len(problem.offers)):
        most = max(most, problem.offers[offer].last_pair - problem.offers[offer].first_pair)
    n_places = problem.n_periods + 1
    return Room(
        np.zeros((most, n_places)),
        np.zeros(n_places),
        np.zeros(n_places, dtype=np.int64),
        np.zeros(n_places, dtype=np.int64),
    )


@njit(cache=True, nogil=True)
def serve_best(
    problem: Problem,
    roster: Roster,
    unit: int,
    hints: Hints,
    share: float,
    noise: float,
    room: Room,
    rng: np.random.Generator,
) -> None:
    """Give a unit without tours the service that adds most while all others stay.

    Parameters
    ----------
    hints, share
        What service is worth beyond its fill, and how much of that counts; 0: none.
    noise
        Spread of random factors on the gain of each line, for variety; 0: none.
    room
        Where the work is done.
    rng
        Where the factors are drawn from.

    Notes
    -----
    The best service from each period on, from the last to the first: stay idle, or serve a tour
    and rest; the recursion of docs/explain/generate.md, section "Search".
    """
    one, size = problem.offers[problem.units[unit].offer], problem.units[unit].size
    left = units_left(problem, roster, one.nation)
    if left < one.shortest * size - SLACK:
        return
    _price_lines(problem, roster, unit, hints, share, noise, room, rng)
    _plan_service(problem, roster, unit, share * float(hints.month_price[one.nation]), room)
    slot, start = problem.units[unit].slot, 0
    while start <= problem.n_periods - one.shortest and room.best[start] > SLACK:
        place, stop = room.line[start], room.stop[start]
        if place < 0:
            start += 1
            continue
        pair = int(problem.offer_pairs[one.first_pair + place])
        length = stop - start
        # What was chosen before may have used up what is left or filled the formation.
        if size * length <= left + SLACK and is_open(
            problem, roster, problem.units[unit].offer, pair
        ):
            tour = roster.tours[slot]
            tour.pair, tour.start, tour.stop = pair, start, stop
            change_tour(problem, roster, pair, start, stop, size)
            if one.first_lead < one.last_lead:
                # Whether the lead serves enough is looked at once all are served.
                roster.touched[0, problem.lines[problem.pairs[pair].line].sector] = True
            left -= size * length
            slot += 1
        start = stop + problem.rest[problem.units[unit].offer, length]
    roster.n_tours[unit] = slot - problem.units[unit].slot


@njit(cache=True, nogil=True)
def _price_lines(
    problem: Problem,
    roster: Roster,
    unit: int,
    hints: Hints,
    share: float,
    noise: float,
    room: Room,
    rng: np.random.Generator,
) -> None:
    """Note what the unit would gain on each line up to each period."""
    offer, size = problem.units[unit].offer, problem.units[unit].size
    first, last = problem.offers[offer].first_pair, problem.offers[offer].last_pair
    for place in range(last - first):
        pair = problem.offer_pairs[first + place]
        room.gain[place, 0] = NOT_OPEN
        if not is_open(problem, roster, offer, pair):
            continue
        line = problem.pairs[pair].line
        amount = problem.pairs[pair].efficiency * size
        quantity, total = problem.lines[line].quantity, 0.0
        factor = 1.0 if noise == 0.0 else 1.0 + noise * (rng.random() - 0.5)
        room.gain[place, 0] = 0.0
        nation, sector = problem.offers[offer].nation, problem.lines[line].sector
        needed, leading = hints.needed[nation, sector] if share > 0.0 else 0.0, 0.0
        if share > 0.0 and roster.leads[sector] == nation:
            least = problem.sectors[sector].lead_months
            if roster.months[nation, sector] * problem.month < least:
                leading = share * hints.leading[nation, sector]
        for period in range(problem.n_periods):
            if problem.is_certain:
                missing = quantity - roster.effective[line, period, 0]
                if missing > 0.0:
                    total += factor * problem.line_worth[line, period] * min(amount, missing)
            else:
                useful = _useful_mean(problem, roster, offer, line, period, amount)
                total += factor * problem.line_worth[line, period] * useful
            if needed > 0.0 and roster.present[nation, sector, period] < needed:
                total += share * hints.presence[nation, sector, period]
            total += leading
            room.gain[place, period + 1] = total


@njit(cache=True, nogil=True)
def _useful_mean(
    problem: Problem, roster: Roster, offer: int, line: int, period: int, amount: float
) -> float:
    """Return the mean over the scenarios of what counts of an amount more."""
    quantity, useful = problem.lines[line].quantity, 0.0
    n_scenarios = problem.come.shape[1]
    for scenario in range(n_scenarios):
        missing = quantity - roster.effective[line, period, scenario]
        useful += min(amount, max(missing, 0.0)) * problem.come[offer, scenario]
    return useful / n_scenarios


@njit(cache=True, nogil=True)
def _plan_service(
    problem: Problem, roster: Roster, unit: int, month_price: float, room: Room
) -> None:
    """Find the best service from each period on, from the last to the first."""
    offer, size = problem.units[unit].offer, problem.units[unit].size
    one, n_periods = problem.offers[offer], problem.n_periods
    per_period = (one.period_price + month_price) * size
    per_tour = one.tour_price * size
    has_partners = one.first_partner < one.last_partner
    room.best[n_periods - one.shortest + 1 :] = 0.0
    for start in range(n_periods - one.shortest, -1, -1):
        top, top_place, top_stop = room.best[start + 1], -1, 0
        for place in range(one.last_pair - one.first_pair):
            pair = problem.offer_pairs[one.first_pair + place]
            until = problem.pair_until[pair, start]
            if room.gain[place, 0] == NOT_OPEN or until < start + one.shortest:
                continue
            end = min(int(until), start + one.longest)
            if has_partners:
                sector = problem.lines[problem.pairs[pair].line].sector
                end = partners_until(problem, roster, offer, sector, start, end)
            before = room.gain[place, start] + per_tour
            for stop in range(start + one.shortest, end + 1):
                length = stop - start
                free = min(n_periods, stop + problem.rest[offer, length])
                worth = room.gain[place, stop] - before - per_period * length + room.best[free]
                if worth > top + SLACK:
                    top, top_place, top_stop = worth, place, stop
        room.best[start], room.line[start], room.stop[start] = top, top_place, top_stop
