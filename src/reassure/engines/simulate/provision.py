"""Supply in the same replication as the movement: who is there uses, and what comes is late or not.

The day-step is that of `sustain`. Here its demand follows from the units that really arrived, its
use and its leads are dealt by chance, and outages close the ways of supply too.
"""

import numpy as np
from numba import njit

from reassure.engines.common.philox import Words
from reassure.engines.simulate.dealing_supply import (
    Desk,
    Provision,
    deal_factors,
    deal_shares,
    find_openings,
    open_ways,
)
from reassure.engines.simulate.scenario import Floats
from reassure.engines.sustain.step import (
    DUST_T,
    NO_PARENT,
    SupplyInputs,
    SupplyState,
    run_days,
)


@njit(cache=True, nogil=True)
def tour_arrivals(provision: Provision, arrive_day: Floats, there_day: Floats) -> None:
    """Work out when each tour is there from when movements arrived; inf: never."""
    for t in range(there_day.shape[0]):
        last = -np.inf
        for i in range(provision.member[t], provision.member[t + 1]):
            last = max(last, arrive_day[provision.members[i]])
        there_day[t] = last if last > -np.inf else np.inf


@njit(cache=True, nogil=True)
def run_supply(  # noqa: C901 - one course of events, compiled
    provision: Provision,
    desk: Desk,
    there_day: Floats,
    seed: np.uint64,
    replication: int,
    n_short: Words,
) -> tuple[float, int, float]:
    """Work out the supply of one replication.

    Parameters
    ----------
    provision
        What it is dealt from.
    desk
        Room.
    there_day
        When each tour is there, shape (T,).
    seed, replication
        Key of the root seed, and number of the replication.
    n_short
        Counters that go up by one where demand is not met, shape (n_days, n_items).

    Returns
    -------
    tuple
        Demand not met, summed over days [t]; first such day, -1: none; and by how much supplies
        came out of nothing, or went [t].
    """
    inputs, state, present, balance = desk.inputs, desk.state, desk.present, desk.balance_t
    n_days, n_items = n_short.shape
    _order_tours(provision, desk, there_day, n_days)
    deal_factors(provision, desk, seed, replication)
    share = deal_shares(provision.outages, seed, replication, n_days)
    find_openings(provision, desk, share)
    _restart(inputs, state)
    present[:] = 0.0
    desk.is_there[:] = False
    for i in range(n_items):
        balance[i] = inputs.start_t[i]
    unmet_t, short_day, total_t = 0.0, -1, 1.0
    demand, sent, met, unmet = inputs.demand_t[0], state.sent_t[0], state.met_t[0], state.unmet_t[0]
    order, next_tour, is_there = desk.order, desk.next_tour, desk.is_there
    group, leaver, leavers = provision.group, provision.leaver, provision.leavers
    user, used, use_t, factor = provision.user, provision.used, provision.use_t, desk.factor
    for day in range(n_days):
        for at in range(next_tour[day], next_tour[day + 1]):
            tour = order[at]
            present[group[tour]] += 1.0
            is_there[tour] = True
        for at in range(leaver[day], leaver[day + 1]):
            tour = leavers[at]
            if is_there[tour]:
                present[group[tour]] -= 1.0
        for i in range(n_items):
            demand[i] = 0.0
        rates = use_t[day]
        for u in range(user.shape[0]):
            demand[used[u]] += present[user[u]] * rates[u]
        for i in range(n_items):
            demand[i] *= factor[i, day]
        open_ways(provision, desk, share, day)
        run_days(inputs, state, day, day + 1)
        counts = n_short[day]
        for i in range(n_items):
            balance[i] -= met[i]
            total_t += met[i]
            if unmet[i] > DUST_T:
                counts[i] += np.uint32(1)
                unmet_t += unmet[i]
                if short_day < 0:
                    short_day = day
        for p in range(sent.shape[0]):
            balance[inputs.item[p]] += sent[p]
            if inputs.parent[p] != NO_PARENT:
                balance[inputs.parent[p]] -= sent[p]
            sent[p] = 0.0
    worst = 0.0
    for i in range(n_items):
        left = state.stock_t[i] + state.overflow_t[i] + state.on_order_t[i] - state.produced_t[i]
        worst = max(worst, abs(balance[i] - left))
    return unmet_t, short_day, worst / total_t


@njit(cache=True, nogil=True)
def _order_tours(provision: Provision, desk: Desk, there_day: Floats, n_days: int) -> None:
    """Sort tours by their day of arrival; those that do not come or come too late are left out."""
    next_tour, order = desk.next_tour, desk.order
    for day in range(n_days + 2):
        next_tour[day] = 0
    for t in range(there_day.shape[0]):
        if there_day[t] < min(provision.leave_day[t], n_days):
            next_tour[max(np.int64(np.floor(there_day[t])), 0) + 2] += np.uint32(1)
    for day in range(1, n_days + 2):
        next_tour[day] += next_tour[day - 1]
    for t in range(there_day.shape[0]):
        if there_day[t] < min(provision.leave_day[t], n_days):
            day = max(np.int64(np.floor(there_day[t])), 0) + 1
            order[next_tour[day]] = t
            next_tour[day] += np.uint32(1)


@njit(cache=True, nogil=True)
def _restart(inputs: SupplyInputs, state: SupplyState) -> None:
    """Set the state to its start; what is due is nothing again once its day has passed."""
    for i in range(inputs.start_t.shape[0]):
        state.stock_t[i] = inputs.start_t[i]
        state.waiting_t[i] = state.on_order_t[i] = 0.0
        state.produced_t[i] = state.overflow_t[i] = 0.0
    for p in range(state.sent_t.shape[1]):
        state.sent_t[0, p] = 0.0
