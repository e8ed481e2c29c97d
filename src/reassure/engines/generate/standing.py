"""What must hold where a unit serves, and who must leave when it no longer does."""

from numba import njit

from reassure.engines.generate.problem import Problem
from reassure.engines.generate.roster import SLACK, Kept, Roster, drop_tour, keep


@njit(cache=True, nogil=True)
def _is_inside(roster: Roster, nation: int, formation: int) -> bool:
    return nation >= 0 and roster.inside[nation, formation] > 0


@njit(cache=True, nogil=True)
def is_open(problem: Problem, roster: Roster, offer: int, pair: int) -> bool:
    """Whether formation and leads let an offer serve a line at all."""
    line = problem.pairs[pair].line
    formation, sector = problem.lines[line].formation, problem.lines[line].sector
    if formation >= 0:
        nation = problem.offers[offer].nation
        if roster.inside[nation, formation] == 0:
            if roster.n_nations[formation] >= problem.formations[formation].most_nations:
                return False
            frame = problem.formations[formation].framework
            if frame not in (-1, nation) and not _is_inside(roster, frame, formation):
                return False
    for place in range(problem.offers[offer].first_lead, problem.offers[offer].last_lead):
        if roster.leads[sector] != problem.lead_nations[place]:
            return False
    return True


@njit(cache=True, nogil=True)
def own_units(problem: Problem, roster: Roster, offer: int, sector: int, period: int) -> int:
    """Return the units of one offer in a sector and period."""
    count = 0
    for unit in range(problem.offers[offer].first_unit, problem.offers[offer].last_unit):
        first = problem.units[unit].slot
        for slot in range(first, first + roster.n_tours[unit]):
            tour = roster.tours[slot]
            is_here = problem.lines[problem.pairs[tour.pair].line].sector == sector
            if is_here and tour.start <= period < tour.stop:
                count += problem.units[unit].size
    return count


@njit(cache=True, nogil=True)
def partners_until(
    problem: Problem, roster: Roster, offer: int, sector: int, start: int, stop: int
) -> int:
    """Return the period up to which all partners are there from ``start`` on."""
    for place in range(problem.offers[offer].first_partner, problem.offers[offer].last_partner):
        nation, least = problem.partners[place].nation, problem.partners[place].least
        if nation < 0:
            return start
        for period in range(start, stop):
            there = roster.present[nation, sector, period]
            if problem.partners[place].is_own:
                there -= own_units(problem, roster, offer, sector, period)
            if there < least:
                stop = period
                break
    return stop


@njit(cache=True, nogil=True)
def units_left(problem: Problem, roster: Roster, nation: int) -> float:
    """Return the unit-periods that a nation may still carry."""
    carried = roster.carried[nation]
    room = problem.nations[nation].most_months / problem.month - carried
    share = problem.nations[nation].most_share
    if share < 1.0:
        total = roster.carried.sum()
        room = min(room, (share * total - carried) / (1.0 - share))
    return room


@njit(cache=True, nogil=True)
def is_led_by(problem: Problem, roster: Roster, nation: int, sector: int) -> bool:
    """Whether a nation leads a sector and serves there long enough to lead."""
    if nation < 0 or roster.leads[sector] != nation or not problem.may_lead[sector, nation]:
        return False
    served = roster.months[nation, sector] * problem.month
    return served >= problem.sectors[sector].lead_months - SLACK


@njit(cache=True, nogil=True)
def holds(problem: Problem, roster: Roster, unit: int, slot: int) -> bool:
    """Whether leads, partners and the framework nation of one tour are there."""
    offer, line = problem.units[unit].offer, problem.pairs[roster.tours[slot].pair].line
    sector, formation = problem.lines[line].sector, problem.lines[line].formation
    for place in range(problem.offers[offer].first_lead, problem.offers[offer].last_lead):
        if not is_led_by(problem, roster, problem.lead_nations[place], sector):
            return False
    start, stop = roster.tours[slot].start, roster.tours[slot].stop
    if partners_until(problem, roster, offer, sector, start, stop) < stop:
        return False
    if formation >= 0:
        frame = problem.formations[formation].framework
        if frame not in (-1, problem.offers[offer].nation):
            return _is_inside(roster, frame, formation)
    return True


@njit(cache=True, nogil=True)
def send_home(problem: Problem, roster: Roster, kept: Kept) -> None:
    """Take off every tour whose conditions no longer hold, until all hold.

    Only sectors and formations that lost tours are looked at.
    """
    n_sectors, n_formations = len(problem.sectors), len(problem.formations)
    is_stable = False
    while not is_stable:
        is_stable = True
        for sector in range(n_sectors):
            if not roster.touched[0, sector]:
                continue
            roster.touched[0, sector] = False
            for place in range(
                problem.sectors[sector].first_waiting, problem.sectors[sector].last_waiting
            ):
                if _drop_unheld(problem, roster, kept, problem.waiting_offers[place], sector, -1):
                    is_stable = False
        for formation in range(n_formations):
            if not roster.touched[1, formation]:
                continue
            roster.touched[1, formation] = False
            frame = problem.formations[formation].framework
            if frame < 0 or roster.inside[frame, formation] > 0:
                continue
            first, last = (
                problem.formations[formation].first_offer,
                problem.formations[formation].last_offer,
            )
            for place in range(first, last):
                offer = problem.formation_offers[place]
                if _drop_unheld(problem, roster, kept, offer, -1, formation):
                    is_stable = False


@njit(cache=True, nogil=True)
def _drop_unheld(
    problem: Problem, roster: Roster, kept: Kept, offer: int, sector: int, formation: int
) -> bool:
    dropped = False
    for unit in range(problem.offers[offer].first_unit, problem.offers[offer].last_unit):
        slot = problem.units[unit].slot
        while slot < problem.units[unit].slot + roster.n_tours[unit]:
            line = problem.pairs[roster.tours[slot].pair].line
            is_here = (
                problem.lines[line].sector == sector
                if sector >= 0
                else (problem.lines[line].formation == formation)
            )
            if is_here and not holds(problem, roster, unit, slot):
                keep(problem, roster, kept, unit)
                drop_tour(problem, roster, unit, slot)
                dropped = True
            else:
                slot += 1
    return dropped


@njit(cache=True, nogil=True)
def is_over_share(problem: Problem, roster: Roster) -> bool:
    """Whether some nation carries more than its most share."""
    total = roster.carried.sum()
    for nation in range(len(problem.nations)):
        share = problem.nations[nation].most_share
        if share < 1.0 and roster.carried[nation] > share * total + SLACK:
            return True
    return False
