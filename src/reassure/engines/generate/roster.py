"""Units and their tours as the search holds them: put on, take off, keep and bring back."""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.generate.draft import NO_LEAD
from reassure.engines.generate.instance import Bools, Floats, Ints
from reassure.engines.generate.problem import Problem, Records

SLACK = 1e-9
"""Rounding in units and unit-months."""

TOUR = np.dtype([("pair", np.int32), ("start", np.int16), ("stop", np.int16)])


class Roster(NamedTuple):
    """The tours of every unit, with all that the limits look at.

    Attributes
    ----------
    n_tours
        Tours of each unit, shape (n_units,).
    tours
        Records of pair, start and stop, in the places that `Problem.units` gives each unit, in
        the order of time.
    effective
        Effective units that come, shape (n_lines, n_periods, n_scenarios).
    months
        Unit-periods of each nation in each sector, shape (n_nations, n_sectors).
    carried
        Unit-periods of each nation.
    present
        Units by nation, sector and period.
    inside
        Units' tours by nation and formation.
    n_nations
        Nations in each formation.
    leads
        Nation that leads each sector, -1 without one.
    value
        The objective, shape (1,).
    touched
        Sectors and formations that lost tours since this was last wiped, shape (2, most).
    """

    n_tours: Ints
    tours: Records
    effective: Floats
    months: Ints
    carried: Ints
    present: Ints
    inside: Ints
    n_nations: Ints
    leads: Ints
    value: Floats
    touched: Bools


class Kept(NamedTuple):
    """Tours of units as they were, to be brought back.

    Attributes
    ----------
    units
        Units, the first ``n_kept[0]`` of them; ``is_kept`` tells which.
    n_tours, tours
        As in `Roster`, in the same places.
    """

    n_kept: Ints
    units: Ints
    is_kept: Bools
    n_tours: Ints
    tours: Records


class Before(NamedTuple):
    """The tours of an earlier plan, and what it costs to change them.

    Attributes
    ----------
    price
        Price of each tour that is added or dropped; 0: none.
    n_tours, tours
        As in `Roster`, in the same places.
    """

    price: float
    n_tours: Ints
    tours: Records


def empty_roster(problem: Problem) -> Roster:
    """Return a roster on which nobody serves."""
    n_nations, n_sectors = len(problem.nations), len(problem.sectors)
    n_formations, n_slots = len(problem.formations), int(problem.units["slot"][-1])
    return Roster(
        n_tours=np.zeros(len(problem.units) - 1, dtype=np.int64),
        tours=np.zeros(n_slots, dtype=TOUR),
        effective=np.zeros((*problem.line_worth.shape, problem.come.shape[1])),
        months=np.zeros((n_nations, n_sectors), dtype=np.int64),
        carried=np.zeros(n_nations, dtype=np.int64),
        present=np.zeros((n_nations, n_sectors, problem.n_periods), dtype=np.int64),
        inside=np.zeros((n_nations, n_formations), dtype=np.int64),
        n_nations=np.zeros(n_formations, dtype=np.int64),
        leads=np.full(n_sectors, NO_LEAD, dtype=np.int64),
        value=np.zeros(1),
        touched=np.zeros((2, max(n_sectors, n_formations, 1)), dtype=bool),
    )


def nothing_kept(problem: Problem) -> Kept:
    """Return room to keep every unit's tours."""
    n_units, n_slots = len(problem.units) - 1, int(problem.units["slot"][-1])
    return Kept(
        n_kept=np.zeros(1, dtype=np.int64),
        units=np.zeros(n_units, dtype=np.int64),
        is_kept=np.zeros(n_units, dtype=bool),
        n_tours=np.zeros(n_units, dtype=np.int64),
        tours=np.zeros(n_slots, dtype=TOUR),
    )


def copy_roster(roster: Roster) -> Roster:
    """Return a roster of its own with the same tours."""
    return Roster._make(array.copy() for array in roster)


@njit(cache=True, nogil=True)
def change_tour(
    problem: Problem, roster: Roster, pair: int, start: int, stop: int, units: int
) -> None:
    """Put units on a tour, or take them off where ``units`` is negative."""
    offer, line = problem.pairs[pair].offer, problem.pairs[pair].line
    nation, sector = problem.offers[offer].nation, problem.lines[line].sector
    formation = problem.lines[line].formation
    amount = units * problem.pairs[pair].efficiency
    quantity, gain = problem.lines[line].quantity, 0.0
    for period in range(start, stop):
        if problem.is_certain:
            before = roster.effective[line, period, 0]
            after = before + amount
            if after < SLACK:
                after = 0.0
            roster.effective[line, period, 0] = after
            useful = min(quantity, after) - min(quantity, before)
        else:
            useful = _change_scenarios(problem, roster, offer, line, period, amount)
        gain += problem.line_worth[line, period] * useful
        roster.present[nation, sector, period] += units
    length = stop - start
    gain -= units * (problem.offers[offer].period_price * length + problem.offers[offer].tour_price)
    roster.months[nation, sector] += units * length
    roster.carried[nation] += units * length
    if units < 0:
        roster.touched[0, sector] = True
    if formation >= 0:
        before_in = roster.inside[nation, formation]
        roster.inside[nation, formation] = before_in + units
        if before_in == 0:
            roster.n_nations[formation] += 1
            gain -= problem.nation_price
        elif before_in + units == 0:
            roster.n_nations[formation] -= 1
            gain += problem.nation_price
            roster.touched[1, formation] = True
    roster.value[0] += gain


@njit(cache=True, nogil=True)
def _change_scenarios(
    problem: Problem, roster: Roster, offer: int, line: int, period: int, amount: float
) -> float:
    """Add an amount where the offer comes; return the mean of what counts of it."""
    quantity, useful = problem.lines[line].quantity, 0.0
    n_scenarios = problem.come.shape[1]
    for scenario in range(n_scenarios):
        before = roster.effective[line, period, scenario]
        after = before + amount * problem.come[offer, scenario]
        if after < SLACK:
            after = 0.0
        roster.effective[line, period, scenario] = after
        useful += min(quantity, after) - min(quantity, before)
    return useful / n_scenarios


@njit(cache=True, nogil=True)
def _change_slot(problem: Problem, roster: Roster, slot: int, units: int) -> None:
    """Count the tour in one place for so many units more, or fewer."""
    tour = roster.tours[slot]
    change_tour(problem, roster, tour.pair, tour.start, tour.stop, units)


@njit(cache=True, nogil=True)
def take_off(problem: Problem, roster: Roster, unit: int) -> None:
    """Take a unit off all its tours."""
    first = problem.units[unit].slot
    for slot in range(first, first + roster.n_tours[unit]):
        _change_slot(problem, roster, slot, -problem.units[unit].size)
    roster.n_tours[unit] = 0


@njit(cache=True, nogil=True)
def keep(problem: Problem, roster: Roster, kept: Kept, unit: int) -> None:
    """Note the tours of a unit, once."""
    if kept.is_kept[unit]:
        return
    kept.is_kept[unit] = True
    kept.units[kept.n_kept[0]] = unit
    kept.n_kept[0] += 1
    first, count = problem.units[unit].slot, roster.n_tours[unit]
    kept.n_tours[unit] = count
    for slot in range(first, first + count):
        kept.tours[slot] = roster.tours[slot]


@njit(cache=True, nogil=True)
def n_changed(problem: Problem, unit: int, n_tours: Ints, tours: Records, before: Before) -> int:
    """Return how many tours of a unit are added to those of the earlier plan, or dropped."""
    first, common = problem.units[unit].slot, 0
    for slot in range(first, first + n_tours[unit]):
        now = tours[slot]
        for other in range(first, first + before.n_tours[unit]):
            was = before.tours[other]
            if now.pair == was.pair and now.start == was.start and now.stop == was.stop:
                common += 1
    return n_tours[unit] + before.n_tours[unit] - 2 * common


@njit(cache=True, nogil=True)
def price_of_changes(problem: Problem, roster: Roster, kept: Kept, before: Before) -> float:
    """Return what it costs that the noted units no longer serve as noted."""
    changed = 0
    for place in range(kept.n_kept[0]):
        unit = kept.units[place]
        changed += n_changed(problem, unit, roster.n_tours, roster.tours, before)
        changed -= n_changed(problem, unit, kept.n_tours, kept.tours, before)
    return before.price * changed


@njit(cache=True, nogil=True)
def price_of_all(problem: Problem, roster: Roster, before: Before) -> float:
    """Return what all changes against the earlier plan cost."""
    changed = 0
    for unit in range(len(roster.n_tours)):
        changed += n_changed(problem, unit, roster.n_tours, roster.tours, before)
    return before.price * changed


@njit(cache=True, nogil=True)
def forget(kept: Kept) -> None:
    """Drop all notes: what was done stays."""
    for place in range(kept.n_kept[0]):
        kept.is_kept[kept.units[place]] = False
    kept.n_kept[0] = 0


@njit(cache=True, nogil=True)
def bring_back(problem: Problem, roster: Roster, kept: Kept) -> None:
    """Give every noted unit its tours back."""
    for place in range(kept.n_kept[0]):
        take_off(problem, roster, kept.units[place])
    for place in range(kept.n_kept[0]):
        unit = kept.units[place]
        first, count = problem.units[unit].slot, kept.n_tours[unit]
        roster.n_tours[unit] = count
        for slot in range(first, first + count):
            roster.tours[slot] = kept.tours[slot]
            _change_slot(problem, roster, slot, problem.units[unit].size)
    forget(kept)


@njit(cache=True, nogil=True)
def drop_tour(problem: Problem, roster: Roster, unit: int, slot: int) -> None:
    """Take one tour off a unit."""
    _change_slot(problem, roster, slot, -problem.units[unit].size)
    last = problem.units[unit].slot + roster.n_tours[unit] - 1
    for place in range(slot, last):
        roster.tours[place] = roster.tours[place + 1]
    roster.n_tours[unit] -= 1
