"""The supply of a replication: from what it is dealt, and the room in which it is worked out."""

from typing import NamedTuple

from reassure.engines.common.philox import Words
from reassure.engines.simulate.closures import Outages
from reassure.engines.simulate.scenario import Floats, Singles
from reassure.engines.sustain.step import Bools, Ints, SupplyInputs, SupplyState

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


class Tours(NamedTuple):
    """Who is there: T tours of G groups.

    Attributes
    ----------
    group, leave_day, leaver, leavers
        As of `Provision`.
    order, next_tour
        Tours in the order of their arrival, and the first of each day, shapes (T,), (n_days + 2,).
    present
        Units there, by group, shape (G,).
    is_there
        Whether each tour has arrived, shape (T,).
    """

    group: Words
    leave_day: Ints
    leaver: Words
    leavers: Words
    order: Words
    next_tour: Words
    present: Floats
    is_there: Bools


class Use(NamedTuple):
    """Who uses what, sorted by what is used, and what those who are there use.

    Attributes
    ----------
    user, group, column
        Of item i: groups that use it, and columns of their use, from ``user[i]`` on; shapes
        (n_items + 1,), (U,), (U,).
    item, items
        Of group g: the items that it uses, ``items[item[g]:item[g + 1]]``.
    rate_t
        What one unit uses by day and column [t], shape (n_days, U).
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
    rate_t: Floats
    is_same: Bools
    is_stale: Bools
    use_t: Floats


class Draws(NamedTuple):
    """Factors that are dealt for each of N rows and each day, those of four days at a time.

    Attributes
    ----------
    law, low, high
        Table and key of each row, shape (N,); (0,) if all are certain.
    first, words
        Room for counters and random words, shapes (N,), (4, N).
    factor
        Factors of four days, by row; shape (4, N).
    """

    law: Words
    low: Words
    high: Words
    first: Words
    words: Words
    factor: Singles


class Ways(NamedTuple):
    """When what is ordered can leave and arrives, and what limits leave, W ways.

    Policies whose ways are open on the same days, whatever chance deals, share one.

    Attributes
    ----------
    way, example
        Way of each policy, and a policy of each way, shapes (n_policies,), (W,).
    doubtful
        Ways that outages of chance close.
    is_open, policy_hit, policy_hits, limit_t, limit_hit, limit_hits
        As of `Provision`.
    open_day
        Day from which what is ordered can leave; `NEVER`: none; shape (n_days, W).
    lead_days
        Planned lead of each policy; 1 where nothing ever arrives [d], shape (n_policies,).
    arrive_day, left_t
        What the day-step takes of four days, shapes (4, n_policies), (4, n_limits).
    """

    way: Words
    example: Words
    doubtful: Words
    is_open: Words
    policy_hit: Words
    policy_hits: Words
    limit_t: Floats
    limit_hit: Words
    limit_hits: Words
    open_day: Ints
    lead_days: Floats
    arrive_day: Ints
    left_t: Floats


class Dry(NamedTuple):
    """Where a replication writes what runs dry.

    Attributes
    ----------
    n_short
        Counters that go up by one where demand is not met, shape (n_days, n_items).
    short_kg
        Counters that go up by what is not met, in whole kilograms: they add up in any order. Same
        shape.
    dry_day
        First day on which demand of each item is not met; -1: none; shape (n_items,).
    """

    n_short: Words
    short_kg: Ints
    dry_day: Ints


class Desk(NamedTuple):
    """Room in which the supply of a replication is worked out, four days at a time.

    Attributes
    ----------
    inputs, state
        Arrays of the day-step, with four days of what is dealt and of what is written down.
    tours, use
        Who is there, and uses what.
    demand, lead
        Factors on the use of each item and on the lead of each policy.
    ways
        Ways of supply.
    """

    inputs: SupplyInputs
    state: SupplyState
    tours: Tours
    use: Use
    demand: Draws
    lead: Draws
    ways: Ways
