"""From the search's roster to a draft and back."""

import numpy as np

from reassure.engines.generate.draft import NO_LEAD, Draft
from reassure.engines.generate.instance import Instance, Ints
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import (
    SLACK,
    Roster,
    change_tour,
    drop_tour,
    empty_roster,
    forget,
    nothing_kept,
)
from reassure.engines.generate.standing import is_led_by, send_home, units_left
from reassure.engines.generate.tours import TourSet


def draft_of(problem: Problem, instance: Instance, roster: Roster) -> Draft:
    """Return the tours of a roster, those that are alike counted together."""
    counts = roster.n_tours
    first = problem.units["slot"][:-1]
    unit = np.repeat(np.arange(len(counts)), counts)
    slot = first[unit] + np.arange(len(unit)) - np.repeat(np.cumsum(counts) - counts, counts)
    tours = roster.tours[slot]
    start = tours["start"].astype(np.int64)
    length = tours["stop"].astype(np.int64) - start
    served = TourSet(instance, tours["pair"].astype(np.int64), start, length)
    _, place, group = np.unique(served.key, return_index=True, return_inverse=True)
    sizes = problem.units["size"][unit]
    units = np.bincount(group.reshape(-1), weights=sizes, minlength=len(place)).astype(np.int64)
    return Draft(instance, _leads(problem, roster), served.take(place), units)


def _leads(problem: Problem, roster: Roster) -> Ints:
    """Return the leads that serve enough to lead."""
    leads = roster.leads.copy()
    for sector, nation in enumerate(leads):
        if nation != NO_LEAD and not is_led_by(problem, roster, nation, sector):
            leads[sector] = NO_LEAD
    return leads


def roster_of(problem: Problem, draft: Draft) -> Roster:
    """Give the tours of a draft to units, in the order of their start.

    Of offers so large that units move in packs, what fills no pack is left out.
    """
    roster, tours = empty_roster(problem), draft.tours
    roster.leads[:] = draft.leads
    free = np.zeros(len(roster.n_tours), dtype=np.int64)
    for tour in np.lexsort([tours.key, tours.start]).tolist():
        _give_out(problem, roster, free, tours, tour, int(draft.units[tour]))
    return roster


def _give_out(
    problem: Problem, roster: Roster, free: Ints, tours: TourSet, tour: int, left: int
) -> None:
    offer, start, stop = int(tours.offer[tour]), int(tours.start[tour]), int(tours.stop[tour])
    one = problem.offers[offer]
    # Packs first, so that single units make up the rest.
    for unit in range(int(one["last_unit"]) - 1, int(one["first_unit"]) - 1, -1):
        size = int(problem.units[unit]["size"])
        if left == 0:
            return
        if free[unit] > start or size > left:
            continue
        slot = int(problem.units[unit]["slot"]) + int(roster.n_tours[unit])
        roster.tours[slot] = (int(tours.pair[tour]), start, stop)
        roster.n_tours[unit] += 1
        change_tour(problem, roster, int(tours.pair[tour]), start, stop, size)
        free[unit] = stop + int(tours.rest[tour])
        left -= size


def keep_limits(problem: Problem, roster: Roster) -> None:
    """Take off what breaks a limit, until every limit holds.

    Of nations that carry too much the latest tours go first; of formations with too many
    nations, those with the fewest tours; then whoever waited for them.
    """
    kept = nothing_kept(problem)
    for formation in range(len(problem.formations)):
        most = int(problem.formations[formation]["most_nations"])
        inside = roster.inside[:, formation]
        is_frame = np.arange(len(inside)) == problem.formations[formation]["framework"]
        ranked = np.lexsort([-inside, ~is_frame])
        for nation in ranked[most:]:
            _leave(problem, roster, formation, nation)
    roster.touched[:] = True
    send_home(problem, roster, kept)
    while True:
        over = [n for n in range(len(problem.nations)) if units_left(problem, roster, n) < -SLACK]
        if not over:
            break
        unit = _latest(problem, roster, over[0])
        drop_tour(problem, roster, unit, _last_slot(problem, roster, unit))
        send_home(problem, roster, kept)
    forget(kept)
    roster.touched[:] = False


def _leave(problem: Problem, roster: Roster, formation: int, nation: int) -> None:
    """Take the units of a nation off all tours in a formation."""
    one = problem.nations[nation]
    for unit in problem.nation_units[one["first_unit"] : one["last_unit"]]:
        first = int(problem.units[unit]["slot"])
        for slot in range(first + int(roster.n_tours[unit]) - 1, first - 1, -1):
            line = problem.pairs[roster.tours[slot]["pair"]]["line"]
            if problem.lines[line]["formation"] == formation:
                drop_tour(problem, roster, unit, slot)


def _latest(problem: Problem, roster: Roster, nation: int) -> int:
    """Return the unit of a nation whose last tour starts latest."""
    one = problem.nations[nation]
    units = problem.nation_units[one["first_unit"] : one["last_unit"]]
    serving = [int(unit) for unit in units if roster.n_tours[unit]]
    return max(
        serving, key=lambda unit: (roster.tours[_last_slot(problem, roster, unit)]["start"], unit)
    )


def _last_slot(problem: Problem, roster: Roster, unit: int) -> int:
    return int(problem.units[unit]["slot"]) + int(roster.n_tours[unit]) - 1
