"""Room for the supply of replications, laid out once for many of them."""

import numpy as np

from reassure.engines.common.philox import Words
from reassure.engines.simulate.desk import DAYS, Desk, Draws, Dry, Provision, Tours, Use, Ways
from reassure.engines.simulate.packing import to_words
from reassure.engines.simulate.scenario import Floats
from reassure.engines.simulate.uncertain import CERTAIN
from reassure.engines.sustain.step import NEVER, Ints, SupplyInputs, start_state


def desk_for(provision: Provision, inputs: SupplyInputs) -> Desk:
    """Return room for the supply of one replication."""
    p = provision
    n_days, n_items = inputs.demand_t.shape
    n_policies, n_limits = len(inputs.item), inputs.limit_t.shape[1]
    n_groups = 1 + int(max(p.group.max(initial=0), p.user.max(initial=0)))
    of_a_day = {name: np.zeros((DAYS, n_items)) for name in ("met_t", "unmet_t", "on_hand_t")}
    dealt = inputs._replace(
        demand_t=np.zeros((DAYS, n_items)),
        arrive_day=np.zeros((DAYS, n_policies), dtype=np.int64),
    )
    state = start_state(inputs)._replace(
        **of_a_day,
        sent_t=np.zeros((DAYS, n_policies)),
        left_t=np.zeros((DAYS, n_limits)),
        cut=np.zeros((DAYS, n_policies), dtype=np.int64),
    )
    tours = Tours(
        p.group,
        p.leave_day,
        p.leaver,
        p.leavers,
        order=np.zeros(len(p.group), dtype=np.uint32),
        next_tour=np.zeros(n_days + 2, dtype=np.uint32),
        present=np.zeros(n_groups),
        is_there=np.zeros(len(p.group), dtype=np.bool_),
    )
    return Desk(
        dealt,
        state,
        tours,
        use=_use_for(p, n_items, n_groups),
        demand=_draws_for(p.demand_law, p.demand_low, p.demand_high),
        lead=_draws_for(p.lead_law, p.lead_low, p.lead_high),
        ways=_ways_for(p, dealt.arrive_day, state.left_t),
    )


def dry_for(n_short: Words) -> Dry:
    """Return where a replication writes what runs dry, around counters of days."""
    n_items = n_short.shape[1]
    return Dry(n_short, np.zeros(n_short.shape, dtype=np.int64), np.zeros(n_items, dtype=np.int64))


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
        rate_t=rates,
        is_same=np.append(False, (rates[1:] == rates[:-1]).all(axis=1)),
        is_stale=np.ones(n_items, dtype=np.bool_),
        use_t=np.zeros(n_items),
    )


def _starts(numbers: Words, n: int) -> Words:
    """Return where each number begins among them, sorted; shape (n + 1,)."""
    return np.append(0, np.cumsum(np.bincount(numbers, minlength=n))).astype(np.uint32)


def _draws_for(law: Words, low: Words, high: Words) -> Draws:
    n = len(law) if (law != CERTAIN).any() else 0
    return Draws(
        law=law[:n],
        low=low[:n],
        high=high[:n],
        first=np.zeros(n, dtype=np.uint32),
        words=np.zeros((DAYS, n), dtype=np.uint32),
        factor=np.ones((DAYS, len(law)), dtype=np.float32),
    )


def _ways_for(provision: Provision, arrive_day: Ints, left_t: Floats) -> Ways:
    p = provision
    numbers: dict[tuple[bytes, bytes], int] = {}
    way, example, doubtful = list[int](), list[int](), list[int]()
    comes = np.isfinite(p.lead_days)
    open_day = np.where(comes, p.open_day, NEVER)
    for policy in range(len(comes)):
        hits = p.policy_hits[p.policy_hit[policy] : p.policy_hit[policy + 1]]
        hits = hits if comes[policy] else hits[:0]
        key = (np.sort(hits).tobytes(), open_day[:, policy].tobytes())
        if key not in numbers:
            numbers[key] = len(example)
            example.append(policy)
            if len(hits):
                doubtful.append(numbers[key])
        way.append(numbers[key])
    return Ways(
        to_words(way),
        to_words(example),
        to_words(doubtful),
        p.is_open,
        p.policy_hit,
        p.policy_hits,
        p.limit_t,
        p.limit_hit,
        p.limit_hits,
        open_day=np.ascontiguousarray(open_day[:, example]),
        lead_days=np.where(comes, p.lead_days, 1.0),
        arrive_day=arrive_day,
        left_t=left_t,
    )
