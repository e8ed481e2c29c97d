"""The supply of a replication: from what it is dealt, and the room in which it is worked out."""

from typing import NamedTuple

import numpy as np

from reassure.engines.common.philox import Words
from reassure.engines.simulate.closures import Outages
from reassure.engines.simulate.scenario import Floats, Singles
from reassure.engines.simulate.uncertain import CERTAIN
from reassure.engines.sustain.step import Bools, Ints, SupplyInputs, SupplyState, start_state

DAYS = 4
"""Days dealt, and worked out, at a time: the words of one block."""


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


class Draws(NamedTuple):
    """Factors that are dealt for each row and day, those of four days at a time.

    Attributes
    ----------
    row, law, low, high
        Rows that are not certain, the table of each, and its key, shape (N,).
    first, words
        Room for counters and random words, shapes (N,), (4, N).
    factor
        Factors of four days, by row; of certain rows 1; shape (4, rows).
    """

    row: Words
    law: Words
    low: Words
    high: Words
    first: Words
    words: Words
    factor: Singles


class Use(NamedTuple):
    """Who uses what, sorted by what is used, and what those who are there use.

    Attributes
    ----------
    user, group, column
        Of item i: groups that use it, and columns of their use, from ``user[i]`` on; shapes
        (n_items + 1,), (U,), (U,).
    item, items
        Of group g: the items that it uses, ``items[item[g]:item[g + 1]]``.
    is_same
        Whether rates of use are those of the day before, shape (n_days,).
    is_stale
        Whether somebody who uses an item has come or gone, shape (n_items,).
    use_t
        Use of each item by those who are there [t], shape (n_items,).
    """

    user: Words
    group: Words
    column: Words
    item: Words
    items: Words
    is_same: Bools
    is_stale: Bools
    use_t: Floats


class Desk(NamedTuple):
    """Room in which the supply of a replication is worked out, four days at a time.

    Attributes
    ----------
    inputs, state
        Arrays of the day-step, with four days of what is dealt and of what is written down.
    order, next_tour
        Tours in the order of their arrival, and the first of each day, shapes (T,), (n_days + 2,).
    present
        Units there, by group, shape (n_groups,).
    is_there
        Whether each tour has arrived, shape (T,).
    use
        Use by those who are there.
    demand, lead
        Factors on the use of each item and on the lead of each policy.
    way, example
        Policies whose ways are open on the same days, whatever chance deals, share one: the way
        of each policy, and a policy of each way.
    open_day
        Day from which what is ordered can leave, by way, shape (n_days, n_ways).
    """

    inputs: SupplyInputs
    state: SupplyState
    order: Words
    next_tour: Words
    present: Floats
    is_there: Bools
    use: Use
    demand: Draws
    lead: Draws
    way: Words
    example: Words
    open_day: Ints


def desk_for(provision: Provision, inputs: SupplyInputs) -> Desk:
    """Return room for the supply of one replication."""
    n_days, n_items = inputs.demand_t.shape
    n_policies, n_limits = len(inputs.item), inputs.limit_t.shape[1]
    n_groups = 1 + int(max(provision.group.max(initial=0), provision.user.max(initial=0)))
    p = provision
    way, example = _ways(provision)
    of_a_day = {name: np.zeros((DAYS, n_items)) for name in ("met_t", "unmet_t", "on_hand_t")} | {
        "sent_t": np.zeros((DAYS, n_policies)),
        "left_t": np.zeros((DAYS, n_limits)),
    }
    return Desk(
        inputs._replace(
            demand_t=np.zeros((DAYS, n_items)),
            arrive_day=np.zeros((DAYS, n_policies), dtype=np.int64),
            limit_t=np.zeros((DAYS, n_limits)),
        ),
        start_state(inputs)._replace(**of_a_day, cut=np.zeros((DAYS, n_policies), dtype=np.int64)),
        order=np.zeros(len(provision.group), dtype=np.uint32),
        next_tour=np.zeros(n_days + 2, dtype=np.uint32),
        present=np.zeros(n_groups),
        is_there=np.zeros(len(provision.group), dtype=np.bool_),
        use=_use_for(provision, n_items, n_groups),
        demand=_draws_for(p.demand_law, p.demand_low, p.demand_high),
        lead=_draws_for(p.lead_law, p.lead_low, p.lead_high),
        way=way,
        example=example,
        open_day=np.ascontiguousarray(provision.open_day[:, example]),
    )


def _ways(provision: Provision) -> tuple[Words, Words]:
    """Return the way of each policy, and a policy of each way."""
    numbers: dict[tuple[bytes, bytes], int] = {}
    way, example = list[int](), list[int]()
    for p in range(len(provision.policy_hit) - 1):
        hits = provision.policy_hits[provision.policy_hit[p] : provision.policy_hit[p + 1]]
        key = (np.sort(hits).tobytes(), provision.open_day[:, p].tobytes())
        if key not in numbers:
            numbers[key] = len(example)
            example.append(p)
        way.append(numbers[key])
    return np.array(way, dtype=np.uint32), np.array(example, dtype=np.uint32)


def _use_for(provision: Provision, n_items: int, n_groups: int) -> Use:
    by_item = np.argsort(provision.used, kind="stable")
    by_group = np.argsort(provision.user, kind="stable")
    rates = provision.use_t
    return Use(
        user=_starts(provision.used, n_items),
        group=provision.user[by_item],
        column=by_item.astype(np.uint32),
        item=_starts(provision.user, n_groups),
        items=provision.used[by_group],
        is_same=np.append(False, (rates[1:] == rates[:-1]).all(axis=1)),
        is_stale=np.ones(n_items, dtype=np.bool_),
        use_t=np.zeros(n_items),
    )


def _starts(numbers: Words, n: int) -> Words:
    """Return where each number begins among them, sorted; shape (n + 1,)."""
    return np.append(0, np.cumsum(np.bincount(numbers, minlength=n))).astype(np.uint32)


def _draws_for(law: Words, low: Words, high: Words) -> Draws:
    row = np.flatnonzero(law != CERTAIN)
    return Draws(
        row=row.astype(np.uint32),
        law=law[row],
        low=low[row],
        high=high[row],
        first=np.zeros(len(row), dtype=np.uint32),
        words=np.zeros((DAYS, len(row)), dtype=np.uint32),
        factor=np.ones((DAYS, len(law)), dtype=np.float32),
    )
