"""Supply in the same replication as the movement: who is there uses, and what comes is late or not.

The day-step is that of `sustain`. Here its demand follows from the units that really arrived, its
use and its leads are dealt by chance, and outages close the ways of supply too.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.common.philox import Words, fill_blocks
from reassure.engines.simulate.closures import Outages, deal_turns
from reassure.engines.simulate.sampling import STREAM_SHIFT, quantile
from reassure.engines.simulate.scenario import Floats, Singles
from reassure.engines.sustain.step import DUST_T, NEVER, NO_PARENT, Ints, SupplyInputs, SupplyState

DEMANDS = 5
"""Stream of the draws of use: one word for each item and day, four days to a block."""
LEADS = 6
"""Stream of the draws of leads: one block for each policy and day."""

CERTAIN = 0


class Provision(NamedTuple):
    """Supply under chance: T tours of G groups, items, policies, limits, S outages of chance.

    Attributes
    ----------
    member
        Movements that must have arrived before tour t is there:
        ``members[member[t]:member[t + 1]]``; shape (T + 1,).
    members
        Numbers of movements.
    group
        Group of like units at one place that each tour is of, shape (T,).
    leave_day
        First day on which each is gone, shape (T,).
    user, used, use_t
        Use: group, item, and what one unit uses by day [t], shapes (U,), (U,), (U, n_days).
    demand_law, demand_low, demand_high
        Table of the factor on each item's use of a day, and key, shape (n_items,).
    lead_days, lead_law, lead_low, lead_high
        Planned lead of each policy [d], table of the factor on it, and key, shape (n_policies,).
    is_open
        Days on which the way of each policy is open by plan, shape (n_days, n_policies).
    limit_t
        What each limit leaves to supply by plan [t], shape (n_days, n_limits).
    outages
        All outages of chance, each at a site of its own.
    policy_hit, policy_hits, limit_hit, limit_hits
        Outages that close the way of policy p, ``policy_hits[policy_hit[p]:policy_hit[p + 1]]``,
        and the same of limits.
    nodes
        All tables, one after the other.
    """

    member: Words
    members: Words
    group: Words
    leave_day: Ints
    user: Words
    used: Words
    use_t: Floats
    demand_law: Words
    demand_low: Words
    demand_high: Words
    lead_days: Floats
    lead_law: Words
    lead_low: Words
    lead_high: Words
    is_open: Words
    limit_t: Floats
    outages: Outages
    policy_hit: Words
    policy_hits: Words
    limit_hit: Words
    limit_hits: Words
    nodes: Singles


@njit(cache=True, nogil=True)
def tour_arrivals(provision: Provision, arrive_day: Floats, there_day: Floats) -> None:
    """Work out when each tour is there from when movements arrived; inf: never."""
    for t in range(there_day.shape[0]):
        last = -np.inf
        for i in range(provision.member[t], provision.member[t + 1]):
            last = max(last, arrive_day[provision.members[i]])
        there_day[t] = last if last > -np.inf else np.inf


@njit(cache=True, nogil=True)
def deal_provision(  # noqa: C901 - one course of events, compiled
    provision: Provision,
    there_day: Floats,
    seed: np.uint64,
    replication: int,
    inputs: SupplyInputs,
    state: SupplyState,
) -> None:
    """Write demand, leads and openings of one replication into the arrays of the day-step.

    Parameters
    ----------
    provision
        What they are dealt from.
    there_day
        When each tour is there, shape (T,).
    seed, replication
        Key of the root seed, and number of the replication.
    inputs, state
        ``demand_t``, ``arrive_day`` and ``limit_t`` are written; the state is set to its start.
    """
    demand, arrive = inputs.demand_t, inputs.arrive_day
    n_days, n_items = demand.shape
    use, user, used = provision.use_t, provision.user, provision.used
    n_groups = np.int64(user.max()) + 1 if user.shape[0] else 0
    for t in range(there_day.shape[0]):
        n_groups = max(n_groups, np.int64(provision.group[t]) + 1)
    present = np.zeros((n_groups, n_days + 1))
    for t in range(there_day.shape[0]):
        day, leave = there_day[t], provision.leave_day[t]
        if day < leave:
            first = min(max(np.int64(np.floor(day)), 0), n_days)
            present[provision.group[t], first] += 1.0
            present[provision.group[t], min(max(leave, 0), n_days)] -= 1.0
    for g in range(n_groups):
        for day in range(1, n_days):
            present[g, day] += present[g, day - 1]
    by_item = np.zeros((n_items, n_days))
    for u in range(user.shape[0]):
        there, rate, row = present[user[u]], use[u], by_item[used[u]]
        for day in range(n_days):
            row[day] += there[day] * rate[day]
    n_blocks = (n_days + 3) // 4
    first, low = np.empty(n_blocks, np.uint32), np.empty(n_blocks, np.uint32)
    high, words = np.empty(n_blocks, np.uint32), np.empty((4, n_blocks), np.uint32)
    for i in range(n_items):
        law, row = provision.demand_law[i], by_item[i]
        if law != CERTAIN:
            low[:], high[:] = provision.demand_low[i], provision.demand_high[i]
            for block in range(n_blocks):
                first[block] = np.uint32((DEMANDS << STREAM_SHIFT) + block)
            fill_blocks((first, low, high), replication, seed, words)
            for day in range(n_days):
                row[day] *= quantile(provision.nodes, law, words[day % 4, day // 4])
        for day in range(n_days):
            demand[day, i] = row[day]
    share = deal_shares(provision.outages, seed, replication, n_days)
    limit_t = inputs.limit_t
    for k in range(limit_t.shape[1]):
        for day in range(n_days):
            left = provision.limit_t[day, k]
            for h in range(provision.limit_hit[k], provision.limit_hit[k + 1]):
                left *= share[provision.limit_hits[h], day]
            limit_t[day, k] = left
    _deal_leads(provision, seed, replication, share, arrive)
    _restart(inputs, state)


@njit(cache=True, nogil=True)
def _deal_leads(
    provision: Provision, seed: np.uint64, replication: int, share: Floats, arrive: Ints
) -> None:
    """Work out when what is sent on each day arrives: once the way is open, after the lead."""
    n_days, n_policies = arrive.shape
    first, low = np.empty(n_days, np.uint32), np.empty(n_days, np.uint32)
    high, words = np.empty(n_days, np.uint32), np.empty((4, n_days), np.uint32)
    for p in range(n_policies):
        lead, law = provision.lead_days[p], provision.lead_law[p]
        if law != CERTAIN and lead < np.inf:
            low[:], high[:] = provision.lead_low[p], provision.lead_high[p]
            for day in range(n_days):
                first[day] = np.uint32((LEADS << STREAM_SHIFT) + day)
            fill_blocks((first, low, high), replication, seed, words)
        leaves = NEVER
        for back in range(n_days):
            day = n_days - 1 - back
            is_open = provision.is_open[day, p] > 0
            for h in range(provision.policy_hit[p], provision.policy_hit[p + 1]):
                is_open = is_open and share[provision.policy_hits[h], day] > 0.0
            if is_open:
                leaves = day
            if leaves == NEVER or lead == np.inf:
                arrive[day, p] = NEVER
                continue
            days = lead
            if law != CERTAIN:
                days *= quantile(provision.nodes, law, words[0, day])
            arrive[day, p] = leaves + max(1, np.int64(np.ceil(days - 1e-9)))


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


@njit(cache=True, nogil=True)
def _restart(inputs: SupplyInputs, state: SupplyState) -> None:
    state.stock_t[:] = inputs.start_t
    state.left_t[:] = inputs.limit_t
    for part in (state.waiting_t, state.on_order_t, state.produced_t, state.overflow_t):
        part[:] = 0.0
    state.due_t[:] = 0.0
    state.sent_t[:] = 0.0


@njit(cache=True, nogil=True)
def count_short(state: SupplyState, n_short: Words) -> tuple[float, int]:
    """Count items and days with unmet demand.

    Parameters
    ----------
    state
        After the last day.
    n_short
        Counters that go up by one where demand is not met, shape (n_days, n_items).

    Returns
    -------
    tuple
        Demand lost, or waiting, over all days [t]; first such day, -1: none.
    """
    first_day, unmet_t = -1, 0.0
    n_days, n_items = state.unmet_t.shape
    for day in range(n_days):
        for i in range(n_items):
            if state.unmet_t[day, i] > DUST_T:
                n_short[day, i] += np.uint32(1)
                unmet_t += state.unmet_t[day, i]
                if first_day < 0:
                    first_day = day
    return unmet_t, first_day


@njit(cache=True, nogil=True)
def imbalance_t(inputs: SupplyInputs, state: SupplyState) -> float:
    """Return by how much supplies came out of nothing, or went, at most [t] (eq. 14)."""
    n_items, n_policies = inputs.start_t.shape[0], inputs.item.shape[0]
    balance = inputs.start_t + state.produced_t - state.stock_t - state.overflow_t
    for i in range(n_items):
        balance[i] -= state.on_order_t[i]
    for day in range(state.met_t.shape[0]):
        for i in range(n_items):
            balance[i] -= state.met_t[day, i]
        for p in range(n_policies):
            balance[inputs.item[p]] += state.sent_t[day, p]
            if inputs.parent[p] != NO_PARENT:
                balance[inputs.parent[p]] -= state.sent_t[day, p]
    return np.abs(balance).max() if n_items else 0.0
