"""What chance deals to supply: who is there, use, leads, openings and what limits leave.

Arrays for the day-step of `sustain`, day by day; `provision` runs it on them.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.common.philox import Words, fill_blocks
from reassure.engines.simulate.closures import Outages, deal_turns
from reassure.engines.simulate.sampling import STREAM_SHIFT, quantile
from reassure.engines.simulate.scenario import Floats, Singles
from reassure.engines.sustain.step import (
    NEVER,
    Bools,
    Ints,
    SupplyInputs,
    SupplyState,
    start_state,
)

DEMANDS = 5
"""Stream of the draws of use: one word for each item and day, four days to a block."""
LEADS = 6
"""Stream of the draws of leads: one word for each policy and day, four days to a block."""

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
    leaver, leavers
        Tours that are gone from day d on: ``leavers[leaver[d]:leaver[d + 1]]``; (n_days + 1,).
    user, used, use_t
        Use: group, item, and what one unit uses by day [t], shapes (U,), (U,), (n_days, U).
    demand_law, demand_low, demand_high
        Table of the factor on each item's use of a day, and key, shape (n_items,).
    lead_days, lead_law, lead_low, lead_high
        Planned lead of each policy [d], table of the factor on it, and key, shape (n_policies,).
    is_open, open_day
        Days on which the way of each policy is open by plan, and the next of them from each day
        on, `NEVER`: none; shape (n_days, n_policies).
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
    leaver: Words
    leavers: Words
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
    open_day: Ints
    limit_t: Floats
    outages: Outages
    policy_hit: Words
    policy_hits: Words
    limit_hit: Words
    limit_hits: Words
    nodes: Singles


class Desk(NamedTuple):
    """Room in which the supply of a replication is worked out, day by day.

    Attributes
    ----------
    inputs, state
        Arrays of the day-step, with one day of what is dealt and of what is written down.
    order, next_tour
        Tours in the order of their arrival, and the first of each day, shapes (T,), (n_days + 1,).
    present
        Units there, by group, shape (n_groups,).
    is_there
        Whether each tour has arrived, shape (T,).
    factor, lead_factor
        Factors on the use of each item and on the lead of each policy, by day, shapes
        (n_items, days rounded up to fours), (n_policies, the same).
    open_day
        Day from which each policy can send what is ordered, shape (n_days, n_policies).
    balance_t
        What each item has had, less what it gave and has [t], shape (n_items,).
    words, first, low, high
        Random words of a row, and their counters.
    """

    inputs: SupplyInputs
    state: SupplyState
    order: Words
    next_tour: Words
    present: Floats
    is_there: Bools
    factor: Singles
    lead_factor: Singles
    open_day: Ints
    balance_t: Floats
    words: Words
    first: Words
    low: Words
    high: Words


def desk_for(provision: Provision, inputs: SupplyInputs) -> Desk:
    """Return room for the supply of one replication."""
    n_days, n_items = inputs.demand_t.shape
    n_policies, n_limits = len(inputs.item), inputs.limit_t.shape[1]
    n_blocks = (n_days + 3) // 4
    n_groups = 1 + int(max(provision.group.max(initial=0), provision.user.max(initial=0)))
    words = (np.zeros(n_blocks, dtype=np.uint32) for _ in range(3))
    state = start_state(inputs)
    of_a_day = {name: np.zeros((1, n_items)) for name in ("met_t", "unmet_t", "on_hand_t")} | {
        "sent_t": np.zeros((1, n_policies)),
        "left_t": np.zeros((1, n_limits)),
    }
    return Desk(
        inputs._replace(
            demand_t=np.zeros((1, n_items)),
            arrive_day=np.zeros((1, n_policies), dtype=np.int64),
            limit_t=np.zeros((1, n_limits)),
        ),
        state._replace(**of_a_day, cut=np.zeros((1, n_policies), dtype=np.int64)),
        np.zeros(len(provision.group), dtype=np.uint32),
        np.zeros(n_days + 2, dtype=np.uint32),
        np.zeros(n_groups),
        np.zeros(len(provision.group), dtype=np.bool_),
        np.ones((n_items, 4 * n_blocks), dtype=np.float32),
        np.ones((n_policies, 4 * n_blocks), dtype=np.float32),
        provision.open_day.copy(),
        np.zeros(n_items),
        np.zeros((4, n_blocks), dtype=np.uint32),
        *words,
    )


@njit(cache=True, nogil=True)
def deal_factors(provision: Provision, desk: Desk, seed: np.uint64, replication: int) -> None:
    """Deal the factors on the use of each item and on the lead of each policy, by day."""
    p, keys = provision, (desk.first, desk.low, desk.high)
    demand, lead = (
        (p.demand_law, p.demand_low, p.demand_high),
        (p.lead_law, p.lead_low, p.lead_high),
    )
    _deal_days(DEMANDS, *demand, p.nodes, seed, replication, keys, desk.words, desk.factor)
    _deal_days(LEADS, *lead, p.nodes, seed, replication, keys, desk.words, desk.lead_factor)


@njit(cache=True, nogil=True)
def _deal_days(
    stream: int,
    laws: Words,
    key_low: Words,
    key_high: Words,
    nodes: Singles,
    seed: np.uint64,
    replication: int,
    keys: tuple[Words, Words, Words],
    blocks: Words,
    factor: Singles,
) -> None:
    """Deal a factor for each row and day, four days to a block."""
    first, low, high = keys
    n_blocks = first.shape[0]
    for block in range(n_blocks):
        first[block] = np.uint32((stream << STREAM_SHIFT) + block)
    for i in range(factor.shape[0]):
        law = laws[i]
        if law == CERTAIN:
            continue
        for block in range(n_blocks):
            low[block], high[block] = key_low[i], key_high[i]
        fill_blocks(keys, replication, seed, blocks)
        row = factor[i]
        for k in range(4):
            words = blocks[k]
            for block in range(n_blocks):
                row[4 * block + k] = quantile(nodes, law, words[block])


@njit(cache=True, nogil=True)
def find_openings(provision: Provision, desk: Desk, share: Floats) -> None:
    """Find when what is ordered can leave, of policies whose ways outages of chance close."""
    n_days, n_policies = desk.open_day.shape
    for p in range(n_policies):
        if provision.policy_hit[p] == provision.policy_hit[p + 1]:
            continue
        opens = NEVER
        for back in range(n_days):
            day = n_days - 1 - back
            is_open = provision.is_open[day, p] > 0
            for h in range(provision.policy_hit[p], provision.policy_hit[p + 1]):
                is_open = is_open and share[provision.policy_hits[h], day] > 0.0
            if is_open:
                opens = day
            desk.open_day[day, p] = opens


@njit(cache=True, nogil=True)
def open_ways(provision: Provision, desk: Desk, share: Floats, day: int) -> None:
    """Work out when what is ordered on a day arrives, and what limits leave on it."""
    arrive, limit, left = desk.inputs.arrive_day[0], desk.inputs.limit_t[0], desk.state.left_t[0]
    leads, factor, opens = provision.lead_days, desk.lead_factor, desk.open_day[day]
    for p in range(arrive.shape[0]):
        if opens[p] == NEVER or leads[p] == np.inf:
            arrive[p] = NEVER
        else:
            arrive[p] = opens[p] + max(1, np.int64(np.ceil(leads[p] * factor[p, day] - 1e-9)))
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
