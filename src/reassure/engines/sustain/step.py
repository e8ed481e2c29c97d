"""The day-step of supply: one pass over arrays, for one course of events, compiled.

It knows no plan, no ids and no chance. `sustain` runs it once with what is planned; a
simulation runs it with drawn demand, leads and openings in the same arrays, thousands of times:
hence scalars and plain loops, which are twelve times faster than rows of a day at once.
Equations: docs/explain/sustain.md.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reassure.engines.common.compiling import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NO_PARENT = -1
"""`SupplyInputs.parent` of a policy whose supplier gives without limit."""
NEVER = -1
"""`SupplyInputs.arrive_day` of a policy that cannot deliver on that day."""

CUT_NONE = -1
CUT_CAPACITY = -2
CUT_PARENT = -3
"""What cut an order: nothing, room at the place, the parent's stock; from 0 on a path's limit."""

DUST_T = 1e-6
"""One gram: orders below it are not sent, and levels are compared with it as slack [t]."""


class SupplyInputs(NamedTuple):
    """Everything that one course of events is made of.

    n_days days, n_items places and classes, n_policies policies in the order of review,
    n_limits limits of ways. Of demand, days of arrival and limits there may be fewer days than
    of the plan, which are then used in turn: who deals each day anew needs one.

    Attributes
    ----------
    demand_t
        Use [t], shape (n_days, n_items).
    start_t, capacity_t, production_t
        Stock at the start, most that fits (inf: no limit), produced on the spot a day (inf:
        without limit) [t], shape (n_items,).
    is_backlog
        Whether unmet demand waits; else it is lost. Shape (n_items,).
    item, parent
        Item that a policy supplies, and item that supplies it or `NO_PARENT`; shape
        (n_policies,).
    is_fixed
        Whether a policy sends ``up_to_t`` itself instead of filling up to it; shape
        (n_policies,).
    is_review_day
        Shape (n_days, n_policies).
    reorder_t, up_to_t
        Levels of the inventory position [t], shape (n_days, n_policies).
    lead_demand_t
        Use at the item expected before an order of that day arrives [t], same shape.
    arrive_day
        Day on which an order of that day arrives, or `NEVER`; same shape. May lie beyond the
        last day: then it stays in transit.
    limit_start, limit_of
        Limits on the way of policy p: ``limit_of[limit_start[p]:limit_start[p + 1]]``.
    limit_t
        What each limit leaves to supply [t], shape (n_days, n_limits).
    """

    demand_t: Floats
    start_t: Floats
    capacity_t: Floats
    production_t: Floats
    is_backlog: Bools
    item: Ints
    parent: Ints
    is_fixed: Bools
    is_review_day: Bools
    reorder_t: Floats
    up_to_t: Floats
    lead_demand_t: Floats
    arrive_day: Ints
    limit_start: Ints
    limit_of: Ints
    limit_t: Floats


class SupplyState(NamedTuple):
    """Where the stocks stand, and what was written down day by day.

    What is written down may have fewer days than the plan, which are then used in turn.

    Attributes
    ----------
    stock_t, waiting_t, on_order_t, spare_t
        On hand, demand that waits, under way, and what the spot could still produce today
        [t], shape (n_items,).
    due_t
        What arrives by day and item [t], shape (n_days, n_items).
    left_t
        What is left of each limit [t], shape (n_days, n_limits).
    on_hand_t, met_t, unmet_t
        At the end of each day: on hand, demand met, demand not met (lost that day, or
        waiting) [t], shape (n_days, n_items).
    produced_t, overflow_t
        Made on the spot and used or sent on; arrived and found no room [t], shape (n_items,).
    balance_t
        Stock at the start and all that was ordered, less what was used and sent on [t], shape
        (n_items,): on hand, under way and without room, less what was made on the spot.
    sent_t
        Orders sent [t], shape (n_days, n_policies).
    cut
        What cut each order: `CUT_NONE`, `CUT_CAPACITY`, `CUT_PARENT` or the limit's number;
        same shape.
    """

    stock_t: Floats
    waiting_t: Floats
    on_order_t: Floats
    spare_t: Floats
    due_t: Floats
    left_t: Floats
    on_hand_t: Floats
    met_t: Floats
    unmet_t: Floats
    produced_t: Floats
    overflow_t: Floats
    balance_t: Floats
    sent_t: Floats
    cut: Ints


def start_state(inputs: SupplyInputs) -> SupplyState:
    """Return the state before the first day."""
    n_days, n_items = inputs.demand_t.shape
    n_policies = inputs.item.shape[0]
    return SupplyState(
        stock_t=inputs.start_t.copy(),
        waiting_t=np.zeros(n_items),
        on_order_t=np.zeros(n_items),
        spare_t=np.zeros(n_items),
        due_t=np.zeros((n_days, n_items)),
        left_t=inputs.limit_t.copy(),
        on_hand_t=np.zeros((n_days, n_items)),
        met_t=np.zeros((n_days, n_items)),
        unmet_t=np.zeros((n_days, n_items)),
        produced_t=np.zeros(n_items),
        overflow_t=np.zeros(n_items),
        balance_t=inputs.start_t.copy(),
        sent_t=np.zeros((n_days, n_policies)),
        cut=np.full((n_days, n_policies), CUT_NONE, dtype=np.int64),
    )


@compiled
def run_days(  # noqa: C901 - one loop, compiled
    inputs: SupplyInputs, state: SupplyState, from_day: int, until_day: int
) -> None:
    """Carry the state through the days ``from_day`` to ``until_day - 1``, in place.

    On each day everything that is due arrives and demand is met, at every item (eqs. 3-6). Then
    policies are reviewed, in their order (eqs. 7-10): each sends the least of what is wanted,
    fits, is there and gets through. What a parent or a way cannot give today is not remembered:
    the next review asks again.
    """
    # Arrays by names of their own: to reach them through the tuple costs ten times the work.
    demand_t, capacity_t, production_t = inputs.demand_t, inputs.capacity_t, inputs.production_t
    is_backlog, item, parent_of = inputs.is_backlog, inputs.item, inputs.parent
    is_fixed, is_review_day, arrive_day = inputs.is_fixed, inputs.is_review_day, inputs.arrive_day
    reorder_t, up_to_t, lead_demand_t = inputs.reorder_t, inputs.up_to_t, inputs.lead_demand_t
    limit_start, limit_of, left_t = inputs.limit_start, inputs.limit_of, state.left_t
    stock_t, waiting_t, on_order_t = state.stock_t, state.waiting_t, state.on_order_t
    spare_t, produced_t, overflow_t = state.spare_t, state.produced_t, state.overflow_t
    due_t, on_hand_t, met_t, unmet_t = state.due_t, state.on_hand_t, state.met_t, state.unmet_t
    sent_t, cut_by, balance_t = state.sent_t, state.cut, state.balance_t
    n_days, n_items, n_policies = due_t.shape[0], stock_t.shape[0], item.shape[0]
    position_t = np.empty(n_items)
    for day in range(from_day, until_day):
        due, demand = due_t[day], demand_t[day % demand_t.shape[0]]
        row = day % met_t.shape[0]
        met, unmet, on_hand = met_t[row], unmet_t[row], on_hand_t[row]
        for i in range(n_items):
            received, stock = due[i], stock_t[i]
            due[i] = 0.0
            room = capacity_t[i] - stock
            room = max(room, 0.0)
            kept = min(room, received)
            need = demand[i] + waiting_t[i]
            made = min(production_t[i], need)
            there = stock + kept
            from_stock = need - made
            from_stock = min(there, from_stock)
            short = need - made - from_stock
            ordered, stock = on_order_t[i] - received, there - from_stock
            waiting = short if is_backlog[i] else 0.0
            on_order_t[i] = ordered
            overflow_t[i] += received - kept
            produced_t[i] += made
            spare_t[i] = production_t[i] - made
            stock_t[i] = on_hand[i] = stock
            waiting_t[i] = waiting
            position_t[i] = stock + ordered - waiting
            met[i] = made + from_stock
            balance_t[i] -= made + from_stock
            unmet[i] = short
        is_review, arrive = is_review_day[day], arrive_day[day % arrive_day.shape[0]]
        left_of = left_t[day % left_t.shape[0]]
        reorder, up_to, ahead = reorder_t[day], up_to_t[day], lead_demand_t[day]
        sent, cuts = sent_t[row], cut_by[row]
        for p in range(n_policies):
            sent[p] = 0.0
            cuts[p] = CUT_NONE
            # Unsigned: compiled code would provide for negative positions at every access.
            i = np.uint64(item[p])
            position = position_t[i]
            if not is_review[p] or arrive[p] == NEVER:
                continue
            amount, cut = up_to[p], CUT_NONE
            if not is_fixed[p]:
                if position > reorder[p] + DUST_T:
                    continue
                amount -= position
            if amount <= DUST_T:
                continue
            spoken_for = position - ahead[p]
            room = capacity_t[i] - max(0.0, spoken_for)
            if room < amount:
                cut = CUT_CAPACITY if room < amount - DUST_T else cut
                amount = room
            parent = parent_of[p]
            if parent != NO_PARENT:
                there = stock_t[parent] + spare_t[parent]
                if there < amount:
                    cut = CUT_PARENT if there < amount - DUST_T else cut
                    amount = there
            begin, end = np.uint64(limit_start[p]), np.uint64(limit_start[p + 1])
            k = begin
            while k < end:
                limit = limit_of[k]
                left = left_of[np.uint64(limit)]
                if left < amount:
                    cut = limit if left < amount - DUST_T else cut
                    amount = left
                k += np.uint64(1)
            cuts[p] = cut
            if amount <= DUST_T:
                continue
            k = begin
            while k < end:
                left_of[np.uint64(limit_of[k])] -= amount
                k += np.uint64(1)
            if parent != NO_PARENT:
                made = min(spare_t[parent], amount)
                spare_t[parent] -= made
                produced_t[parent] += made
                stock_t[parent] -= amount - made
                on_hand[parent] = stock_t[parent]
                balance_t[parent] -= amount
                position_t[parent] = stock_t[parent] + on_order_t[parent] - waiting_t[parent]
            on_order_t[i] += amount
            balance_t[i] += amount
            position_t[i] = stock_t[i] + on_order_t[i] - waiting_t[i]
            sent[p] = amount
            if arrive[p] < n_days:
                due_t[arrive[p], i] += amount
