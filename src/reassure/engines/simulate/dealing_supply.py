"""What chance deals to supply: use, leads, openings and what limits leave, compiled.

Arrays for the day-step of `sustain`, four days at a time; `provision` runs it on them.
"""

import numpy as np
from numba import njit

from reassure.engines.common.philox import fill_blocks
from reassure.engines.simulate.closures import Outages, deal_turns
from reassure.engines.simulate.desk import DAYS, Desk, Draws, Provision, Use, desk_for
from reassure.engines.simulate.sampling import STREAM_SHIFT, quantile
from reassure.engines.simulate.scenario import Floats, Singles
from reassure.engines.sustain.step import NEVER, Ints, SupplyInputs

DEMANDS = 5
"""Stream of the draws of use: one word for each item and day, four days to a block."""
LEADS = 6
"""Stream of the draws of leads: one word for each policy and day, four days to a block."""


@njit(cache=True, nogil=True)
def deal_days(
    draws: Draws, nodes: Singles, stream: int, day: int, seed: np.uint64, replication: int
) -> None:
    """Deal the factors of a day, a multiple of four, and of the three after it."""
    first, row, law = draws.first, draws.row, draws.law
    number = np.uint32((stream << STREAM_SHIFT) + day // DAYS)
    for i in range(first.shape[0]):
        first[i] = number
    fill_blocks((first, draws.low, draws.high), replication, seed, draws.words)
    for k in range(DAYS):
        words, factor = draws.words[k], draws.factor[k]
        for i in range(row.shape[0]):
            factor[row[i]] = quantile(nodes, law[i], words[i])


@njit(cache=True, nogil=True)
def update_use(use: Use, rates: Floats, present: Floats, is_same: bool) -> None:
    """Add up the use of those who are there, of items for which it has changed.

    Parameters
    ----------
    use
        Who uses what.
    rates
        What one unit uses on the day, by column [t].
    present
        Units there, by group.
    is_same
        Whether rates are those of the day before.
    """
    user, group, column, is_stale = use.user, use.group, use.column, use.is_stale
    for i in range(is_stale.shape[0]):
        if is_stale[i] or not is_same:
            used_t = 0.0
            for u in range(user[i], user[i + 1]):
                used_t += present[group[u]] * rates[column[u]]
            use.use_t[i] = used_t
            is_stale[i] = False


@njit(cache=True, nogil=True)
def find_openings(provision: Provision, desk: Desk, share: Floats) -> None:
    """Find when what is ordered can leave, on ways that outages of chance close."""
    open_day = desk.open_day
    for w in range(open_day.shape[1]):
        p = desk.example[w]
        begin, end = provision.policy_hit[p], provision.policy_hit[p + 1]
        if begin == end:
            continue
        opens = NEVER
        for back in range(open_day.shape[0]):
            day = open_day.shape[0] - 1 - back
            is_open = provision.is_open[day, p] > 0
            for h in range(begin, end):
                is_open = is_open and share[provision.policy_hits[h], day] > 0.0
            if is_open:
                opens = day
            open_day[day, w] = opens


@njit(cache=True, nogil=True)
def open_ways(provision: Provision, desk: Desk, share: Floats, day: int) -> None:
    """Work out when what is ordered on a day arrives, and what limits leave on it."""
    row = day % DAYS
    arrive, limit = desk.inputs.arrive_day[row], desk.inputs.limit_t[row]
    left = desk.state.left_t[row]
    leads, factor, opens, way = (
        provision.lead_days, desk.lead.factor[row], desk.open_day[day], desk.way,
    )  # fmt: skip
    for p in range(arrive.shape[0]):
        lead = max(1.0, np.ceil(leads[p] * factor[p] - 1e-9))
        leaves = opens[way[p]]
        arrive[p] = NEVER if leaves == NEVER or lead == np.inf else leaves + np.int64(lead)
    planned, hit, hits = provision.limit_t[day], provision.limit_hit, provision.limit_hits
    for k in range(limit.shape[0]):
        amount = planned[k]
        for h in range(hit[k], hit[k + 1]):
            amount *= share[hits[h], day]
        limit[k] = left[k] = amount


@njit(cache=True, nogil=True)
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
    find_openings(provision, desk, share)
    factors, arrivals, limits = [], [], []
    for day in range(n_days):
        if day % DAYS == 0:
            deal_days(desk.demand, provision.nodes, DEMANDS, day, seed, replication)
            deal_days(desk.lead, provision.nodes, LEADS, day, seed, replication)
        open_ways(provision, desk, share, day)
        factors.append(desk.demand.factor[day % DAYS].copy())
        arrivals.append(desk.inputs.arrive_day[day % DAYS].copy())
        limits.append(desk.inputs.limit_t[day % DAYS].copy())
    return np.array(factors), np.array(arrivals), np.array(limits)
