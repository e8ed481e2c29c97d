"""Local search: take some units off, serve them anew one by one, and keep what is better."""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.generate.instance import Ints
from reassure.engines.generate.moves import (
    Rng,
    below,
    between,
    change_lead,
    free_chain,
    free_formation,
    free_line,
    free_nation,
    free_waiting,
)
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import (
    Before,
    Kept,
    Roster,
    bring_back,
    empty_roster,
    forget,
    keep,
    nothing_kept,
    price_of_changes,
    take_off,
)
from reassure.engines.generate.serve import Hints, make_room, serve_best
from reassure.engines.generate.standing import is_over_share, send_home

NOISE = 0.5
"""Spread of the random factors on gains while units are served anew."""

LEAST_GAIN = 1e-9
MOST_PASSES = 4


class Round(NamedTuple):
    """One round of fixed work.

    Attributes
    ----------
    moves
        Moves to try.
    hot, cold
        Loss that is taken with odds of 1 to e, at the first move and at the last.
    """

    moves: int
    hot: float
    cold: float


def first_roster(problem: Problem, leads: Ints) -> Roster:
    """Return a plan made in one pass: every unit serves best, offers of heavy lines first."""
    roster = empty_roster(problem)
    roster.leads[:] = leads
    weight = problem.line_worth.max(axis=1, initial=0.0)
    best = np.zeros(len(problem.offers))
    pairs = problem.pairs
    np.maximum.at(best, pairs["offer"], pairs["efficiency"] * weight[pairs["line"]])
    order = np.argsort(-best[problem.units["offer"][:-1]], kind="stable")
    serve_all(
        problem, roster, order, nothing_kept(problem), no_hints(problem), np.random.default_rng(0)
    )
    return roster


def no_hints(problem: Problem) -> Hints:
    """Return hints that say nothing."""
    n_sectors, n_nations = problem.may_lead.shape
    return Hints(
        np.zeros(n_nations),
        np.zeros((n_nations, n_sectors, problem.n_periods)),
        np.zeros((n_nations, n_sectors)),
        np.zeros((n_nations, n_sectors)),
    )


def leads_by_size(problem: Problem) -> Ints:
    """Return the candidate of each sector for which most units wait, -1 where none does."""
    n_sectors, n_nations = problem.may_lead.shape
    waiting = np.zeros((n_sectors, n_nations), dtype=np.int64)
    for sector in range(n_sectors):
        row = problem.sectors[sector]
        for offer in problem.waiting_offers[row["first_waiting"] : row["last_waiting"]]:
            one = problem.offers[offer]
            rules = problem.lead_nations[one["first_lead"] : one["last_lead"]]
            waiting[sector, rules[rules >= 0]] += one["quantity"]
    waiting *= problem.may_lead
    if n_nations == 0:
        return np.full(n_sectors, -1, dtype=np.int64)
    best = np.argmax(waiting, axis=1)
    return np.where(waiting[np.arange(n_sectors), best] > 0, best, -1)


@njit(cache=True, nogil=True)
def serve_all(
    problem: Problem, roster: Roster, order: Ints, kept: Kept, hints: Hints, rng: Rng
) -> None:
    """Serve every unit anew in an order, again while that gains, for some passes.

    Each unit takes the best service while all others stay, so the value never falls; units
    whose conditions are met only by those after them enter in a later pass.
    """
    room = make_room(problem)
    before = -np.inf
    for _ in range(MOST_PASSES):
        if roster.value[0] <= before + LEAST_GAIN:
            break
        before = roster.value[0]
        for place in range(len(order)):
            value = roster.value[0]
            keep(problem, roster, kept, order[place])
            take_off(problem, roster, order[place])
            serve_best(problem, roster, order[place], hints, 0.0, 0.0, room, rng)
            send_home(problem, roster, kept)
            if roster.value[0] < value - LEAST_GAIN or is_over_share(problem, roster):
                bring_back(problem, roster, kept)
            else:
                forget(kept)


@njit(cache=True, nogil=True)
def anneal(
    problem: Problem,
    roster: Roster,
    kept: Kept,
    todo: Round,
    hints: Hints,
    before: Before,
    rng: Rng,
) -> None:
    """Better a plan by one round of simulated annealing.

    Parameters
    ----------
    problem, roster
        The problem, and the plan that is changed in place.
    kept
        Room for notes, empty.
    todo
        Work and temperatures.
    hints
        What service is worth beyond the fill that it adds.
    before
        An earlier plan whose tours cost something to change.
    rng
        Where all draws come from.
    """
    room = make_room(problem)
    cooling = (todo.cold / todo.hot) ** (1.0 / max(1, todo.moves))
    temperature = todo.hot
    for _ in range(todo.moves):
        temperature *= cooling
        value = roster.value[0]
        sector, lead, first = -1, -1, 0
        draw = rng.random()
        if draw < 0.5:
            free_line(problem, roster, kept, rng)
        elif draw < 0.7:
            free_chain(problem, roster, kept, rng)
        elif draw < 0.78:
            free_nation(problem, roster, kept, rng)
        elif draw < 0.9:
            free_formation(problem, roster, kept, rng)
        elif draw < 0.97:
            first = free_waiting(problem, roster, kept, rng)
        else:
            sector = below(rng, len(problem.sectors))
            lead = roster.leads[sector]
            first = change_lead(problem, roster, kept, sector, rng)
        count = kept.n_kept[0]
        for place in range(count):
            take_off(problem, roster, kept.units[place])
        _shuffle(kept.units, 0, first, rng)
        _shuffle(kept.units, first, count, rng)
        share = 1.5 * rng.random()
        for place in range(count):
            unit = kept.units[place]
            serve_best(problem, roster, unit, hints, share, NOISE, room, rng)
        send_home(problem, roster, kept)
        change = roster.value[0] - value
        if before.price > 0.0:
            change -= price_of_changes(problem, roster, kept, before)
        is_taken = change >= 0.0 or rng.random() < np.exp(change / temperature)
        if is_taken and not is_over_share(problem, roster):
            forget(kept)
        else:
            if sector >= 0:
                roster.leads[sector] = lead
            bring_back(problem, roster, kept)
            roster.touched[:] = False


@njit(cache=True, nogil=True)
def _shuffle(units: Ints, first: int, last: int, rng: Rng) -> None:
    for place in range(last - 1, first, -1):
        other = between(rng, first, place + 1)
        unit = units[place]
        units[place] = units[other]
        units[other] = unit
