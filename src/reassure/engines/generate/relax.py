"""The proven bound without a linear program: prices instead of the limits that tie units together.

Every limit between units gets a price, and each unit then serves where prices are best for it,
each nation enters the formations that pay, each sector takes the lead that pays. Whatever the
prices, the sum of these is a bound on every plan; good prices make it as tight as the linear
relaxation. See docs/explain/generate.md, section "Bound".
"""

from numba import njit

from reassure.engines.generate.chosen import Chosen
from reassure.engines.generate.instance import Floats
from reassure.engines.generate.prices import NONE, Prices
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.service import best_service


@njit(cache=True, nogil=True)
def bound_at(problem: Problem, layout: Prices, prices: Floats, chosen: Chosen) -> float:
    """Return the bound that prices give, and leave its slopes in ``chosen``."""
    chosen.slope[:] = 0.0
    bound = _fill_lines(problem, prices, chosen)
    bound += _open_gates(problem, layout, prices, chosen)
    bound += _take_leads(problem, layout, prices, chosen)
    bound += _count_partners(problem, layout, prices, chosen)
    everyone = 0.0
    for nation in range(len(problem.nations)):
        price = prices[layout.carried_first + nation]
        bound += price * layout.most_carried[nation]
        chosen.slope[layout.carried_first + nation] += layout.most_carried[nation]
        share = problem.nations[nation].most_share
        if share < 1.0:
            everyone += share * prices[layout.share_first + nation]
    served = 0.0
    for offer in range(len(problem.offers)):
        if problem.offers[offer].first_pair < problem.offers[offer].last_pair:
            value, periods = _serve_offer(problem, layout, prices, chosen, offer, everyone)
            bound += value
            served += periods
    for nation in range(len(problem.nations)):
        share = problem.nations[nation].most_share
        if share < 1.0:
            chosen.slope[layout.share_first + nation] += share * served
    return bound


@njit(cache=True, nogil=True)
def _fill_lines(problem: Problem, prices: Floats, chosen: Chosen) -> float:
    """Fill lines whose weight is above the price of an effective unit."""
    n_periods, bound = problem.n_periods, 0.0
    for line in range(len(problem.lines)):
        quantity = problem.lines[line].quantity
        for period in range(n_periods):
            place = line * n_periods + period
            profit = problem.line_worth[line, period] - prices[place]
            if profit > 0.0:
                bound += quantity * profit
                chosen.slope[place] -= quantity
    return bound


@njit(cache=True, nogil=True)
def _open_gates(problem: Problem, layout: Prices, prices: Floats, chosen: Chosen) -> float:
    """Let into each formation the nations that pay most."""
    n_periods, bound = problem.n_periods, 0.0
    chosen.gate_value[:] = -problem.nation_price
    chosen.gate[:] = False
    for place in range(len(layout.nation_fills)):
        one, total = layout.nation_fills[place], 0.0
        whole = one.line * n_periods
        for period in range(n_periods):
            total += max(0.0, prices[whole + period] - prices[one.first + period])
        chosen.gate_value[one.gate] += problem.lines[one.line].quantity * total
    for place in range(len(layout.gate_rows)):
        row = layout.gate_rows[place]
        total = prices[row.first : row.first + n_periods].sum()
        chosen.gate_value[row.gate] += row.units * total
    for formation in range(len(problem.formations)):
        bound += _let_in(problem, layout, chosen, formation)
    for place in range(len(layout.nation_fills)):
        one = layout.nation_fills[place]
        if not chosen.gate[one.gate]:
            continue
        quantity = problem.lines[one.line].quantity
        whole = one.line * n_periods
        for period in range(n_periods):
            if prices[whole + period] > prices[one.first + period]:
                chosen.slope[whole + period] += quantity
                chosen.slope[one.first + period] -= quantity
    for place in range(len(layout.gate_rows)):
        row = layout.gate_rows[place]
        if chosen.gate[row.gate]:
            chosen.slope[row.first : row.first + n_periods] += row.units
    return bound


@njit(cache=True, nogil=True)
def _let_in(problem: Problem, layout: Prices, chosen: Chosen, formation: int) -> float:
    first = layout.formation_gates[formation].first
    last = layout.formation_gates[formation].last
    left, frame = (
        problem.formations[formation].most_nations,
        problem.formations[formation].framework,
    )
    total = 0.0
    if frame != -1:
        at = NONE
        for gate in range(first, last):
            if layout.gates[gate].nation == frame:
                at = gate
        if at == NONE:
            return 0.0
        chosen.gate[at] = True
        total += chosen.gate_value[at]
        left -= 1
    for _ in range(left):
        best, most = NONE, 0.0
        for gate in range(first, last):
            if not chosen.gate[gate] and chosen.gate_value[gate] > most:
                best, most = gate, chosen.gate_value[gate]
        if best == NONE:
            break
        chosen.gate[best] = True
        total += most
    if total <= 0.0:
        chosen.gate[first:last] = False
        return 0.0
    return total


@njit(cache=True, nogil=True)
def _take_leads(problem: Problem, layout: Prices, prices: Floats, chosen: Chosen) -> float:
    """Let each sector be led by the nation that pays most."""
    n_periods, bound = problem.n_periods, 0.0
    chosen.lead[:] = False
    for lead in range(len(layout.leads)):
        one = layout.leads[lead]
        least = problem.sectors[one.sector].lead_months / problem.month
        chosen.lead_value[lead] = -least * prices[one.first]
    for place in range(len(layout.lead_rows)):
        row = layout.lead_rows[place]
        if row.lead != NONE:
            total = prices[row.first : row.first + n_periods].sum()
            chosen.lead_value[row.lead] += row.units * total
    for sector in range(len(problem.sectors)):
        best, most = NONE, 0.0
        for lead in range(layout.sector_leads[sector].first, layout.sector_leads[sector].last):
            if chosen.lead_value[lead] > most:
                best, most = lead, chosen.lead_value[lead]
        if best != NONE:
            chosen.lead[best] = True
            bound += most
            least = problem.sectors[sector].lead_months / problem.month
            chosen.slope[layout.leads[best].first] -= least
    for place in range(len(layout.lead_rows)):
        row = layout.lead_rows[place]
        if row.lead != NONE and chosen.lead[row.lead]:
            chosen.slope[row.first : row.first + n_periods] += row.units
    return bound


@njit(cache=True, nogil=True)
def _count_partners(problem: Problem, layout: Prices, prices: Floats, chosen: Chosen) -> float:
    """Count partners as present where those who wait for them pay for it."""
    n_periods, bound = problem.n_periods, 0.0
    chosen.act[:] = 0.0
    for place in range(len(layout.act_rows)):
        row = layout.act_rows[place]
        for period in range(n_periods):
            chosen.act[row.act, period] += row.units * prices[row.first + period]
    for act in range(len(layout.acts)):
        one = layout.acts[act]
        for period in range(n_periods):
            profit = chosen.act[act, period] - one.least * prices[one.first + period]
            chosen.act[act, period] = 0.0
            if profit > 0.0:
                bound += profit
                chosen.act[act, period] = 1.0
                chosen.slope[one.first + period] -= one.least
    for place in range(len(layout.act_rows)):
        row = layout.act_rows[place]
        for period in range(n_periods):
            chosen.slope[row.first + period] += row.units * chosen.act[row.act, period]
    return bound


@njit(cache=True, nogil=True)
def _serve_offer(
    problem: Problem, layout: Prices, prices: Floats, chosen: Chosen, offer: int, everyone: float
) -> tuple[float, float]:
    """Let the units of an offer serve where prices are best; return the worth and the periods."""
    one, n_periods = problem.offers[offer], problem.n_periods
    period_price = one.period_price + prices[layout.carried_first + one.nation] - everyone
    if problem.nations[one.nation].most_share < 1.0:
        period_price += prices[layout.share_first + one.nation]
    for place in range(one.last_pair - one.first_pair):
        _price_pair(problem, layout, prices, chosen, place, offer, period_price)
    best_service(
        problem.pair_until,
        problem.offer_pairs[one.first_pair : one.last_pair],
        chosen.serving,
        chosen.holding,
        problem.rest[offer],
        (one.shortest, one.longest),
        one.tour_price,
        (chosen.best, chosen.line, chosen.stop),
    )
    start, served = 0, 0
    while start <= n_periods - one.shortest and chosen.best[start] > 0.0:
        place, stop = chosen.line[start], chosen.stop[start]
        if place == NONE:
            start += 1
            continue
        free = min(n_periods, stop + problem.rest[offer, stop - start])
        _note_tour(problem, layout, chosen, offer, place, start, stop, free)
        served += stop - start
        start = free
    units = float(one.quantity)
    chosen.slope[layout.carried_first + one.nation] -= units * served
    if problem.nations[one.nation].most_share < 1.0:
        chosen.slope[layout.share_first + one.nation] -= units * served
    return units * chosen.best[0], units * served


@njit(cache=True, nogil=True)
def _price_pair(
    problem: Problem,
    layout: Prices,
    prices: Floats,
    chosen: Chosen,
    place: int,
    offer: int,
    period_price: float,
) -> None:
    """Note what service on a line earns, and what service and rest cost, up to each period."""
    pair = problem.offer_pairs[problem.offers[offer].first_pair + place]
    row = layout.pair_rows[pair]
    each = -period_price
    if row.lead != NONE:
        each += prices[layout.leads[row.lead].first]
    serving, holding = 0.0, 0.0
    chosen.serving[place, 0] = 0.0
    chosen.holding[place, 0] = 0.0
    for period in range(problem.n_periods):
        serving += each
        for at in range(row.first_served, row.last_served):
            serving += layout.served[at].share * prices[layout.served[at].first + period]
        for at in range(row.first_held, row.last_held):
            holding += prices[layout.held[at] + period]
        chosen.serving[place, period + 1] = serving
        chosen.holding[place, period + 1] = holding


@njit(cache=True, nogil=True)
def _note_tour(
    problem: Problem,
    layout: Prices,
    chosen: Chosen,
    offer: int,
    place: int,
    start: int,
    stop: int,
    free: int,
) -> None:
    """Add the tour of all units of an offer to the slopes."""
    row = layout.pair_rows[problem.offer_pairs[problem.offers[offer].first_pair + place]]
    units = float(problem.offers[offer].quantity)
    for at in range(row.first_served, row.last_served):
        first, share = layout.served[at].first, layout.served[at].share
        chosen.slope[first + start : first + stop] += units * share
    for at in range(row.first_held, row.last_held):
        first = layout.held[at]
        chosen.slope[first + start : first + free] -= units
    if row.lead != NONE:
        chosen.slope[layout.leads[row.lead].first] += units * (stop - start)
