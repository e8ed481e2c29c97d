"""The weight-ordered greedy plan: it always stands, and the exact model starts from it."""

import numpy as np

from reassure.engines.generate.draft import NO_LEAD, Draft
from reassure.engines.generate.instance import Floats, Instance
from reassure.engines.generate.worth import Worth
from reassure.model.progress import Watchdog

LEAST_FILL = 1e-9
"""Fill below which a tour fills nothing, in weighted unit-periods."""


def draft_greedily(instance: Instance, worth: Worth, watch: Watchdog) -> Draft:
    """Fill the heaviest lines first, each by the tours that fill it most.

    Offers that depend on a lead nation or on a partner enter once the plan made so far meets
    their condition; adding units never breaks what holds, so the plan stands at every step. Only
    limits on shares look at the whole: they are left aside first, then kept by taking off the
    least valuable tours, and kept while the freed units are used again.

    Parameters
    ----------
    instance, worth
        What is planned, and what it is worth.
    watch
        Asked before each line whether to stop.

    Returns
    -------
    Draft
        A plan that keeps every limit.
    """
    draft = Draft(instance)
    complete(draft, worth, watch, with_shares=False)
    if any(burden.max_share is not None for burden in instance.burdens):
        repair(draft)
        complete(draft, worth, watch, with_shares=True)
    return draft


def complete(draft: Draft, worth: Worth, watch: Watchdog, *, with_shares: bool = True) -> None:
    """Add tours, one unit at a time, until none is worth it or none is allowed."""
    data = draft.instance
    order = sorted(
        range(len(data.lines)),
        key=lambda i: (-data.lines[i].weight, data.lines[i].requirement.id),
    )
    grows = True
    while grows and not watch.must_stop():
        grows = False
        for line in order:
            if watch.must_stop():
                break
            grows |= _fill_line(draft, worth, line, watch, with_shares=with_shares)
        grows |= choose_leads(draft)


def choose_leads(draft: Draft) -> bool:
    """Give each sector without a lead the candidate that most offers wait for, if it may lead."""
    data = draft.instance
    changed = False
    for sector, name in enumerate(data.sectors):
        if draft.leads[sector] != NO_LEAD:
            continue
        waiting = _waiting_units(data, sector)
        able = [
            nation
            for nation in data.lead_candidates[name]
            if waiting.get(nation) and draft.leads_enough(nation, sector)
        ]
        if able:
            best = min(able, key=lambda nation: (-waiting[nation], nation))
            draft.leads[sector] = data.nations.index(best)
            changed = True
    return changed


def _waiting_units(data: Instance, sector: int) -> dict[str, int]:
    """Return how many units wait for each nation to lead a sector."""
    pairs = data.line_sector[data.pair_line] == sector
    waiting: dict[str, int] = {}
    for offer in np.unique(data.pair_offer[pairs]):
        supply = data.supplies[offer]
        for rule in supply.standing.leads:
            waiting[rule.nation] = waiting.get(rule.nation, 0) + supply.offer.quantity
    return waiting


def _fill_line(
    draft: Draft, worth: Worth, line: int, watch: Watchdog, *, with_shares: bool
) -> bool:
    data = draft.instance
    first, last = int(data.line_tours[line]), int(data.line_tours[line + 1])
    grew = False
    while first < last and not watch.must_stop():
        fill = _fill_of_tours(draft, line)
        gain = fill - _price_of_tours(draft, worth, line)
        wanted = (fill > LEAST_FILL) & (gain > 0)
        if not wanted.any():
            break
        wanted &= ~draft.blocks(line, with_shares=with_shares).any
        if not wanted.any():
            break
        # The first of equals: pairs stand in the order of offers, then tours by start.
        best = int(np.argmax(np.where(wanted, gain, -np.inf)))
        draft.add(first + best)
        grew = True
    return grew


def _fill_of_tours(draft: Draft, line: int) -> Floats:
    """Return the weighted fill that one more unit on each tour of a line would bring."""
    data = draft.instance
    tours = slice(int(data.line_tours[line]), int(data.line_tours[line + 1]))
    pairs, places = np.unique(data.tour_pair[tours], return_inverse=True)
    missing = np.maximum(data.line_quantity[line] - draft.effective[line], 0.0)
    useful = np.minimum(data.pair_efficiency[pairs][:, None], missing) * data.line_worth[line]
    running = np.concatenate([np.zeros((len(pairs), 1)), np.cumsum(useful, axis=1)], axis=1)
    return running[places, data.tour_stop[tours]] - running[places, data.tour_start[tours]]


def _price_of_tours(draft: Draft, worth: Worth, line: int) -> Floats:
    data = draft.instance
    tours = slice(int(data.line_tours[line]), int(data.line_tours[line + 1]))
    price = worth.tour_price[tours]
    formation = int(data.line_formation[line])
    if formation < 0:
        return price
    is_new = draft.tours_in[data.tour_nation[tours], formation] == 0
    return price + worth.nation_price * is_new


def repair(draft: Draft) -> None:
    """Take tours off until every share and every condition holds."""
    while True:
        tour = _broken_tour(draft)
        if tour is None:
            tour = _tour_over_share(draft)
        if tour is None:
            return
        draft.add(tour, -1)


def _tour_over_share(draft: Draft) -> int | None:
    """Return the least valuable tour of a nation that carries more than its share."""
    data = draft.instance
    nations = [n for n in range(len(data.nations)) if draft.is_over_share(n)]
    if not nations:
        return None
    tours = np.flatnonzero((draft.counts > 0) & np.isin(data.tour_nation, nations))
    return int(min(tours, key=lambda tour: (_loss(draft, int(tour)), -tour)))


def _loss(draft: Draft, tour: int) -> float:
    """Return the fill that is lost, per unit-period, without one unit of a tour."""
    data = draft.instance
    line = data.tour_line[tour]
    span = slice(int(data.tour_start[tour]), int(data.tour_stop[tour]))
    quantity = data.line_quantity[line]
    now = np.minimum(draft.effective[line, span], quantity)
    then = np.minimum(draft.effective[line, span] - data.tour_efficiency[tour], quantity)
    return float((data.line_worth[line, span] * (now - then)).sum()) / float(data.tour_length[tour])


def _broken_tour(draft: Draft) -> int | None:
    """Return the last tour whose lead nation, partner or framework nation is not there."""
    data = draft.instance
    for sector, lead in enumerate(draft.leads):
        if lead != NO_LEAD and not draft.leads_enough(data.nations[lead], sector):
            draft.leads[sector] = NO_LEAD
    for tour in np.flatnonzero(draft.counts > 0)[::-1]:
        if is_broken(draft, int(tour)):
            return int(tour)
    return None


def is_broken(draft: Draft, tour: int) -> bool:
    """Whether the lead, a partner or the framework nation that a tour needs is not there."""
    data = draft.instance
    offer, sector = int(data.tour_offer[tour]), int(data.tour_sector[tour])
    standing = data.supplies[offer].standing
    if any(not draft.is_led(rule.nation, sector) for rule in standing.leads):
        return True
    if any(draft.is_absent(rule, tour) for rule in standing.partners):
        return True
    formation = int(data.tour_formation[tour])
    return formation >= 0 and draft.lacks_framework(formation, int(data.tour_nation[tour]))
