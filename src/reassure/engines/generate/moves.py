"""Moves of the search: which units are served anew together."""

import numpy as np
from numba import njit

from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import Kept, Roster, keep

Rng = np.random.Generator

UNITS_OF_LINE = (2, 5)
"""Units that are freed at once: at least, and one more than at most."""

UNITS_OF_NATION = (2, 8)
UNITS_OF_FORMATION = 24
LOOSE_SHARE = 0.2
"""Share of the other units of a formation that are served anew when a nation leaves it."""

TRIES = 16
"""Draws of units of a nation that could serve in a sector."""


@njit(cache=True, nogil=True)
def below(rng: Rng, count: int) -> int:
    """Draw a whole number from 0 to one less than ``count``."""
    return int(rng.random() * count)


@njit(cache=True, nogil=True)
def between(rng: Rng, first: int, last: int) -> int:
    """Draw a whole number from ``first`` to one less than ``last``."""
    return first + int(rng.random() * (last - first))


@njit(cache=True, nogil=True)
def free_line(problem: Problem, roster: Roster, kept: Kept, rng: Rng) -> None:
    """Note some units that could serve one line."""
    if len(problem.pairs) == 0:
        return
    line = problem.pairs[below(rng, len(problem.pairs))].line
    first, last = problem.lines[line].first_pair, problem.lines[line].last_pair
    wanted = between(rng, UNITS_OF_LINE[0], UNITS_OF_LINE[1])
    for _ in range(3 * wanted):
        offer = problem.pairs[between(rng, first, last)].offer
        _keep_one_of(problem, roster, kept, offer, rng)
        if kept.n_kept[0] >= wanted:
            break


@njit(cache=True, nogil=True)
def _keep_one_of(problem: Problem, roster: Roster, kept: Kept, offer: int, rng: Rng) -> None:
    first, last = problem.offers[offer].first_unit, problem.offers[offer].last_unit
    if last > first:
        keep(problem, roster, kept, between(rng, first, last))


@njit(cache=True, nogil=True)
def free_chain(problem: Problem, roster: Roster, kept: Kept, rng: Rng) -> None:
    """Note units that share lines with one another, each with the one before."""
    if len(problem.pairs) == 0:
        return
    offer = problem.pairs[below(rng, len(problem.pairs))].offer
    wanted = between(rng, UNITS_OF_LINE[0], UNITS_OF_LINE[1])
    for _ in range(3 * wanted):
        _keep_one_of(problem, roster, kept, offer, rng)
        if kept.n_kept[0] >= wanted:
            break
        first, last = problem.offers[offer].first_pair, problem.offers[offer].last_pair
        line = problem.pairs[problem.offer_pairs[between(rng, first, last)]].line
        first, last = problem.lines[line].first_pair, problem.lines[line].last_pair
        offer = problem.pairs[between(rng, first, last)].offer


@njit(cache=True, nogil=True)
def free_nation(problem: Problem, roster: Roster, kept: Kept, rng: Rng) -> None:
    """Note some units of one nation: they share its limits."""
    if len(problem.nations) == 0:
        return
    nation = below(rng, len(problem.nations))
    first, last = problem.nations[nation].first_unit, problem.nations[nation].last_unit
    if last == first:
        return
    for _ in range(between(rng, UNITS_OF_NATION[0], UNITS_OF_NATION[1])):
        keep(problem, roster, kept, problem.nation_units[between(rng, first, last)])


@njit(cache=True, nogil=True)
def free_formation(problem: Problem, roster: Roster, kept: Kept, rng: Rng) -> None:
    """Note all units of one nation in a formation, and some that could take their place."""
    if len(problem.formations) == 0:
        return
    formation = below(rng, len(problem.formations))
    leaving, seen = -1, 0
    for nation in range(roster.inside.shape[0]):
        if roster.inside[nation, formation] > 0:
            seen += 1
            if below(rng, seen) == 0:
                leaving = nation
    first, last = (
        problem.formations[formation].first_offer,
        problem.formations[formation].last_offer,
    )
    if leaving < 0 or last == first:
        return
    for place in range(first, last):
        one = problem.offers[problem.formation_offers[place]]
        for unit in range(one.first_unit, one.last_unit):
            serves = _serves_in(problem, roster, unit, formation)
            if serves and (one.nation == leaving or rng.random() < LOOSE_SHARE):
                keep(problem, roster, kept, unit)
    for _ in range(between(rng, UNITS_OF_LINE[0], UNITS_OF_FORMATION)):
        if kept.n_kept[0] >= UNITS_OF_FORMATION:
            break
        offer = problem.formation_offers[between(rng, first, last)]
        if problem.offers[offer].nation != leaving:
            _keep_one_of(problem, roster, kept, offer, rng)


@njit(cache=True, nogil=True)
def _serves_in(problem: Problem, roster: Roster, unit: int, formation: int) -> bool:
    first = problem.units[unit].slot
    for slot in range(first, first + roster.n_tours[unit]):
        if problem.lines[problem.pairs[roster.tours[slot].pair].line].formation == formation:
            return True
    return False


@njit(cache=True, nogil=True)
def free_waiting(problem: Problem, roster: Roster, kept: Kept, rng: Rng) -> int:
    """Note some units of a partner that others wait for, then those; return how many come first."""
    sector = below(rng, len(problem.sectors))
    row = problem.sectors[sector]
    if row.first_waiting == row.last_waiting:
        return 0
    offer = problem.waiting_offers[between(rng, row.first_waiting, row.last_waiting)]
    one = problem.offers[offer]
    for place in range(one.first_partner, one.last_partner):
        _keep_some_of(problem, roster, kept, problem.partners[place].nation, sector, rng)
    first = kept.n_kept[0]
    for unit in range(one.first_unit, one.last_unit):
        keep(problem, roster, kept, unit)
    return first


@njit(cache=True, nogil=True)
def _keep_some_of(
    problem: Problem, roster: Roster, kept: Kept, nation: int, sector: int, rng: Rng
) -> None:
    """Note some units of a nation that could serve in a sector."""
    if nation < 0:
        return
    first, last = problem.nations[nation].first_unit, problem.nations[nation].last_unit
    if first == last:
        return
    wanted = kept.n_kept[0] + between(rng, UNITS_OF_LINE[0], UNITS_OF_LINE[1])
    for _ in range(TRIES):
        unit = problem.nation_units[between(rng, first, last)]
        one = problem.offers[problem.units[unit].offer]
        for place in range(one.first_pair, one.last_pair):
            line = problem.pairs[problem.offer_pairs[place]].line
            if problem.lines[line].sector == sector:
                keep(problem, roster, kept, unit)
                break
        if kept.n_kept[0] >= wanted:
            return


@njit(cache=True, nogil=True)
def change_lead(problem: Problem, roster: Roster, kept: Kept, sector: int, rng: Rng) -> int:
    """Let another candidate lead a sector; note some of its units, then all that wait for it.

    Return how many come first.
    """
    chosen, seen = -1, 0
    for nation in range(problem.may_lead.shape[1]):
        if problem.may_lead[sector, nation]:
            seen += 1
            if below(rng, seen) == 0:
                chosen = nation
    before = roster.leads[sector]
    if chosen < 0:
        return 0
    roster.leads[sector] = chosen
    _keep_some_of(problem, roster, kept, chosen, sector, rng)
    first = kept.n_kept[0]
    row = problem.sectors[sector]
    for place in range(row.first_waiting, row.last_waiting):
        offer = problem.waiting_offers[place]
        concerned = False
        for rule in range(problem.offers[offer].first_lead, problem.offers[offer].last_lead):
            concerned |= problem.lead_nations[rule] in (before, chosen)
        if concerned:
            for unit in range(problem.offers[offer].first_unit, problem.offers[offer].last_unit):
                keep(problem, roster, kept, unit)
    return first
