"""What chance deals to supply: use, leads, openings and what limits leave, compiled.

Arrays for the day-step of `sustain`, four days at a time; `provision` runs it on them.
"""

import numpy as np

from reassure.engines.common.compiling import compiled
from reassure.engines.common.philox import fill_blocks
from reassure.engines.simulate.build_desk import desk_for
from reassure.engines.simulate.closures import Outages, deal_turns
from reassure.engines.simulate.desk import DAYS, Draws, Provision, Tours, Use, Ways
from reassure.engines.simulate.sampling import STREAM_SHIFT, quantile
from reassure.engines.simulate.scenario import Floats, Singles
from reassure.engines.sustain.step import NEVER, Ints, SupplyInputs

DEMANDS = 5
"""Stream of the draws of use: one word for each item and day, four days to a block."""
LEADS = 6
"""Stream of the draws of leads: one word for each policy and day, four days to a block."""


@compiled
def deal_days(
    draws: Draws, nodes: Singles, stream: int, day: int, seed: np.uint64, replication: int
) -> None:
    """Deal the factors of a day, a multiple of four, and of the three after it."""
    first, law = draws.first, draws.law
    number = np.uint32((stream << STREAM_SHIFT) + day // DAYS)
    for i in range(first.shape[0]):
        first[i] = number
    fill_blocks((first, draws.low, draws.high), replication, seed, draws.words)
    for k in range(DAYS):
        words, factor = draws.words[k], draws.factor[k]
        for i in range(law.shape[0]):
            factor[i] = quantile(nodes, law[i], words[i])


@compiled
def come_and_go(tours: Tours, use: Use, day: int) -> None:
    """Let tours arrive and leave on a day, and add up what those who are there use."""
    order, next_tour, is_there = tours.order, tours.next_tour, tours.is_there
    present, leaver, leavers = tours.present, tours.leaver, tours.leavers
    item, items, is_stale = use.item, use.items, use.is_stale
    for at in range(next_tour[day], next_tour[day + 1]):
        is_there[order[at]] = True
        g = tours.group[order[at]]
        present[g] += 1.0
        for k in range(item[g], item[g + 1]):
            is_stale[items[k]] = True
    for at in range(leaver[day], leaver[day + 1]):
        if is_there[leavers[at]]:
            g = tours.group[leavers[at]]
            present[g] -= 1.0
            for k in range(item[g], item[g + 1]):
                is_stale[items[k]] = True
    user, group, column, use_t = use.user, use.group, use.column, use.use_t
    rate_t, is_same = use.rate_t[day], use.is_same[day]
    for i in range(is_stale.shape[0]):
        if is_stale[i] or not is_same:
            used_t = 0.0
            for u in range(user[i], user[i + 1]):
                used_t += present[group[u]] * rate_t[column[u]]
            use_t[i] = used_t
            is_stale[i] = False


@compiled
def find_openings(ways: Ways, share: Floats) -> None:
    """Find when what is ordered can leave, on ways that outages of chance close."""
    open_day, hits = ways.open_day, ways.policy_hits
    for w in ways.doubtful:
        p = ways.example[w]
        opens = NEVER
        for back in range(open_day.shape[0]):
            day = open_day.shape[0] - 1 - back
            is_open = ways.is_open[day, p] > 0
            for h in range(ways.policy_hit[p], ways.policy_hit[p + 1]):
                is_open = is_open and share[hits[h], day] > 0.0
            if is_open:
                opens = day
            open_day[day, w] = opens


@compiled
def open_ways(ways: Ways, factor: Singles, share: Floats, day: int) -> None:
    """Work out when what is ordered on a day arrives, and what limits leave on it.

    Parameters
    ----------
    ways
        Ways of supply.
    factor
        Factors on leads, four days by policy.
    share
        What outages of chance leave, by outage and day.
    day
        The day.
    """
    row = day % DAYS
    arrive, left, opens, way = ways.arrive_day[row], ways.left_t[row], ways.open_day[day], ways.way
    leads, factor_of = ways.lead_days, factor[row]
    for p in range(arrive.shape[0]):
        lead = max(1.0, np.ceil(leads[p] * factor_of[p] - 1e-9))
        leaves = opens[way[p]]
        arrive[p] = NEVER if leaves == NEVER else leaves + np.int64(lead)
    planned, hit, hits = ways.limit_t[day], ways.limit_hit, ways.limit_hits
    for k in range(left.shape[0]):
        amount = planned[k]
        for h in range(hit[k], hit[k + 1]):
            amount *= share[hits[h], day]
        left[k] = amount


@compiled
def deal_shares(outages: Outages, seed: np.uint64, replication: int, n_days: int) -> Floats:
    """Return the share of each day that each outage of chance leaves, shape (S, n_days)."""
    n_sources = outages.up_days.shape[0]
    share = np.ones((n_sources, n_days))
    starts, ends = np.empty(64), np.empty(64)
    for s in range(n_sources):
        starts, ends, n = deal_turns(outages, s, seed, replication, float(n_days), starts, ends)
        for i in range(n):
            for day in range(np.int64(starts[i]), min(n_days, np.int64(np.ceil(ends[i])))):
                hit = min(ends[i], day + 1.0) - max(starts[i], float(day))
                share[s, day] -= (1.0 - outages.left[s]) * hit
    for s in range(n_sources):
        for day in range(n_days):
            if share[s, day] < 1e-12:
                share[s, day] = 0.0
    return share


def dealt_days(
    provision: Provision, inputs: SupplyInputs, seed: np.uint64, replication: int
) -> tuple[Singles, Ints, Floats]:
    """Return what a replication is dealt on all days, for a model beside this one.

    Returns
    -------
    tuple
        Factors on the use of each item, shape (n_days, n_items); day on which what is ordered
        arrives, (n_days, n_policies); what limits leave [t], (n_days, n_limits).
    """
    desk, n_days = desk_for(provision, inputs), inputs.demand_t.shape[0]
    share = deal_shares(provision.outages, seed, replication, n_days)
    find_openings(desk.ways, share)
    factors, arrivals, limits = [], [], []
    for day in range(n_days):
        row = day % DAYS
        if row == 0:
            deal_days(desk.demand, provision.nodes, DEMANDS, day, seed, replication)
            deal_days(desk.lead, provision.nodes, LEADS, day, seed, replication)
        open_ways(desk.ways, desk.lead.factor, share, day)
        factors.append(desk.demand.factor[row].copy())
        arrivals.append(desk.ways.arrive_day[row].copy())
        limits.append(desk.ways.left_t[row].copy())
    return np.array(factors), np.array(arrivals), np.array(limits)
