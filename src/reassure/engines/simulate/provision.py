"""Supply in the same replication as the movement: who is there uses, and what comes is late or not.

The day-step is that of `sustain`. Here its demand follows from the units that really arrived, its
use and its leads are dealt by chance, and outages close the ways of supply too.
"""

import numpy as np

from reassure.engines.common.compiling import compiled
from reassure.engines.simulate.dealing_supply import (
    DEMANDS,
    LEADS,
    come_and_go,
    deal_days,
    deal_shares,
    find_openings,
    open_ways,
)
from reassure.engines.simulate.desk import DAYS, Desk, Dry, Provision, Tours
from reassure.engines.simulate.scenario import Floats
from reassure.engines.sustain.step import (
    DUST_T,
    SupplyState,
    run_days,
)

KG_PER_T = 1000.0


@compiled
def tour_arrivals(provision: Provision, arrive_day: Floats, there_day: Floats) -> None:
    """Work out when each tour is there from when movements arrived; inf: never."""
    for t in range(there_day.shape[0]):
        last = -np.inf
        for i in range(provision.member[t], provision.member[t + 1]):
            last = max(last, arrive_day[provision.members[i]])
        there_day[t] = last if last > -np.inf else np.inf


@compiled
def run_supply(
    provision: Provision,
    desk: Desk,
    there_day: Floats,
    seed: np.uint64,
    replication: int,
    dry: Dry,
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
    dry
        Where it writes what runs dry.

    Returns
    -------
    tuple
        Demand not met, summed over days [t]; first such day, -1: none; and by how much supplies
        came out of nothing, or went [t].
    """
    inputs, state, tours, use, ways = desk.inputs, desk.state, desk.tours, desk.use, desk.ways
    demand_dealt, lead_dealt = desk.demand, desk.lead
    n_days, n_items = dry.n_short.shape
    _order_tours(tours, there_day, n_days)
    share = deal_shares(provision.outages, seed, replication, n_days)
    find_openings(ways, share)
    _restart(inputs.start_t, state)
    tours.present[:] = 0.0
    tours.is_there[:] = False
    use.is_stale[:] = True
    unmet_t, short_day = 0.0, -1
    n_short, short_kg, dry_day = dry.n_short, dry.short_kg, dry.dry_day
    dry_day[:] = -1
    use_t, demand_t, unmet, nodes = use.use_t, inputs.demand_t, state.unmet_t, provision.nodes
    for begin in range(0, n_days, DAYS):
        end = min(begin + DAYS, n_days)
        deal_days(demand_dealt, nodes, DEMANDS, begin, seed, replication)
        deal_days(lead_dealt, nodes, LEADS, begin, seed, replication)
        for day in range(begin, end):
            come_and_go(tours, use, day)
            factor, demand = demand_dealt.factor[day - begin], demand_t[day - begin]
            for i in range(n_items):
                demand[i] = use_t[i] * factor[i]
            open_ways(ways, lead_dealt.factor, share, day)
        run_days(inputs, state, begin, end)
        for day in range(begin, end):
            counts, short = n_short[day], unmet[day - begin]
            for i in range(n_items):
                if short[i] > DUST_T:
                    counts[i] += np.uint32(1)
                    short_kg[day, i] += np.int64(np.rint(short[i] * KG_PER_T))
                    if dry_day[i] < 0:
                        dry_day[i] = day
                    unmet_t += short[i]
                    if short_day < 0:
                        short_day = day
    worst, total_t = 0.0, 1.0
    for i in range(n_items):
        left = state.stock_t[i] + state.overflow_t[i] + state.on_order_t[i] - state.produced_t[i]
        worst = max(worst, abs(state.balance_t[i] - left))
        total_t += abs(left) + state.produced_t[i]
    return unmet_t, short_day, worst / total_t


@compiled
def _order_tours(tours: Tours, there_day: Floats, n_days: int) -> None:
    """Sort tours by their day of arrival; those that do not come or come too late are left out."""
    next_tour, order, leave_day = tours.next_tour, tours.order, tours.leave_day
    for day in range(n_days + 2):
        next_tour[day] = 0
    for t in range(there_day.shape[0]):
        if there_day[t] < min(leave_day[t], n_days):
            next_tour[max(np.int64(np.floor(there_day[t])), 0) + 2] += np.uint32(1)
    for day in range(1, n_days + 2):
        next_tour[day] += next_tour[day - 1]
    for t in range(there_day.shape[0]):
        if there_day[t] < min(leave_day[t], n_days):
            day = max(np.int64(np.floor(there_day[t])), 0) + 1
            order[next_tour[day]] = t
            next_tour[day] += np.uint32(1)


@compiled
def _restart(start_t: Floats, state: SupplyState) -> None:
    """Set the state to its start; what is due is nothing again once its day has passed."""
    for i in range(start_t.shape[0]):
        state.stock_t[i] = state.balance_t[i] = start_t[i]
        state.waiting_t[i] = state.on_order_t[i] = 0.0
        state.produced_t[i] = state.overflow_t[i] = 0.0
