"""The day-step of supply: one pure pass over arrays, for one course of events.

It knows no plan, no ids and no chance. `sustain` runs it once with what is planned; a
simulation runs it with drawn demand, leads and openings in the same arrays. It keeps to what a
compiler of array code takes as it stands. Equations: docs/explain/sustain.md.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    n_limits limits of ways.

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
        sent_t=np.zeros((n_days, n_policies)),
        cut=np.full((n_days, n_policies), CUT_NONE, dtype=np.int64),
    )


def run_days(inputs: SupplyInputs, state: SupplyState, from_day: int, until_day: int) -> None:
    """Carry the state through the days ``from_day`` to ``until_day - 1``, in place."""
    for day in range(from_day, until_day):
        meet_demand(inputs, state, day)
        review_policies(inputs, state, day)


def meet_demand(inputs: SupplyInputs, state: SupplyState, day: int) -> None:
    """Take in what arrives, then meet the day's demand, at every item (eqs. 3-6)."""
    received = state.due_t[day]
    kept = np.minimum(received, np.maximum(inputs.capacity_t - state.stock_t, 0.0))
    state.on_order_t[:] -= received
    state.stock_t[:] += kept
    state.overflow_t[:] += received - kept
    need = inputs.demand_t[day] + state.waiting_t
    made = np.minimum(need, inputs.production_t)
    from_stock = np.minimum(need - made, state.stock_t)
    unmet = need - made - from_stock
    state.produced_t[:] += made
    state.spare_t[:] = inputs.production_t - made
    state.stock_t[:] -= from_stock
    state.waiting_t[:] = np.where(inputs.is_backlog, unmet, 0.0)
    state.met_t[day] = made + from_stock
    state.unmet_t[day] = unmet
    state.on_hand_t[day] = state.stock_t


def review_policies(inputs: SupplyInputs, state: SupplyState, day: int) -> None:
    """Order and send, policy by policy in the order of review (eqs. 7-10).

    What a parent or a way cannot give today is not remembered: the next review asks again.
    """
    asked = inputs.is_review_day[day] & (inputs.arrive_day[day] != NEVER)
    for p in range(asked.shape[0]):
        if not asked[p]:
            continue
        i = int(inputs.item[p])
        position = state.stock_t[i] + state.on_order_t[i] - state.waiting_t[i]
        if inputs.is_fixed[p]:
            want = inputs.up_to_t[day, p]
        elif position <= inputs.reorder_t[day, p] + DUST_T:
            want = inputs.up_to_t[day, p] - position
        else:
            continue
        if want > DUST_T:
            room = inputs.capacity_t[i] - max(0.0, position - inputs.lead_demand_t[day, p])
            _send(inputs, state, day, p, want, room)


def _send(
    inputs: SupplyInputs, state: SupplyState, day: int, p: int, want: float, room: float
) -> None:
    """Send the least of what is wanted, fits, is there and gets through."""
    amount, cut = want, CUT_NONE
    if room < amount:
        cut = CUT_CAPACITY if room < amount - DUST_T else cut
        amount = room
    parent = inputs.parent[p]
    if parent != NO_PARENT:
        there = state.stock_t[parent] + state.spare_t[parent]
        if there < amount:
            cut = CUT_PARENT if there < amount - DUST_T else cut
            amount = there
    for k in range(inputs.limit_start[p], inputs.limit_start[p + 1]):
        left = state.left_t[day, inputs.limit_of[k]]
        if left < amount:
            cut = inputs.limit_of[k] if left < amount - DUST_T else cut
            amount = left
    state.cut[day, p] = cut
    if amount <= DUST_T:
        return
    for k in range(inputs.limit_start[p], inputs.limit_start[p + 1]):
        state.left_t[day, inputs.limit_of[k]] -= amount
    if parent != NO_PARENT:
        made = min(amount, state.spare_t[parent])
        state.spare_t[parent] -= made
        state.produced_t[parent] += made
        state.stock_t[parent] -= amount - made
        state.on_hand_t[day, parent] = state.stock_t[parent]
    i = inputs.item[p]
    state.on_order_t[i] += amount
    state.sent_t[day, p] = amount
    if inputs.arrive_day[day, p] < state.due_t.shape[0]:
        state.due_t[inputs.arrive_day[day, p], i] += amount
