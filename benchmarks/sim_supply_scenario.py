"""Supply, requirement and the whole of the typical plan: 40 places, six classes, 180 days.

36 sites are supplied by four depots, these from without. Each place and class is an item, and the
units of the place use it, from the day on which they have arrived: use is dealt for each day, the
lead for each order. Stocks are looked at every day and filled up where they are low; what a depot
can send in a day is limited, and what is wanted most goes first. Outages close roads.
"""

from typing import NamedTuple

import numpy as np

from benchmarks.sim_dealt import LEVELS
from benchmarks.sim_laws import LEAD, USE, keys_of, law_of, nodes_of
from benchmarks.sim_scenario import UNTIL_DAY, typical
from reassure.engines.simulate.closures import Outages
from reassure.engines.simulate.desk import Provision
from reassure.engines.simulate.laws import unit_table
from reassure.engines.simulate.packing import to_words
from reassure.engines.simulate.readiness import Requirement
from reassure.engines.simulate.scenario import Floats, Words
from reassure.engines.simulate.whole import Frame, Whole
from reassure.engines.sustain.step import NO_PARENT, SupplyInputs

N_SITES, N_DEPOTS, N_DAYS = 36, 4, 180
N_PLACES = N_SITES + N_DEPOTS
SITES_A_DEPOT = N_SITES // N_DEPOTS

CLASS_T = (1.5, 0.6, 4.0, 1.0, 0.8, 0.3)
"""What a unit uses a day of water, food, fuel, ammunition, building material and spares [t]; in the
order in which they are sent."""
N_CLASSES = len(CLASS_T)
WAITS = (False, False, True, True, True, True)
"""Whether demand of a class that is not met waits."""
N_ITEMS = N_PLACES * N_CLASSES

REORDER_DAYS, FILL_DAYS = 4.0, 3.0
"""Days of use at which a site orders, and that it then adds."""
DEPOT_REORDER_DAYS, DEPOT_FILL_DAYS = 9.0, 4.0
LEAD_DAYS, DEPOT_LEAD_DAYS = 2.0, 5.0
LIMIT_SHARE = 2.5
"""What a depot can send a day, over what its sites use on one."""

N_SOURCES = 12
"""Outages of roads, each of three sites."""

N_LINES, N_OBJECTIVES = 60, 6


class Stores(NamedTuple):
    """Who uses what where, and who supplies whom; items are places by classes.

    Attributes
    ----------
    full_t
        What the units of each place use by class a day if all are there [t], shape (40, 6).
    order
        Item of each policy: sites before depots, and within them class by class.
    """

    full_t: Floats
    order: Words


def whole_plan(seed: int) -> tuple[Whole, Frame]:
    """Return all arrays of the typical plan, with its movement by priority."""
    arrays = typical(seed)
    rng = np.random.default_rng([seed, 1])
    n_units = len(arrays.loads.n_awaited)
    place = rng.permutation(n_units) % N_PLACES
    units = np.bincount(place, minlength=N_PLACES)
    full_t = units[:, None].astype(float) * np.array(CLASS_T)
    items = np.arange(N_ITEMS)
    order = np.lexsort((items, items % N_CLASSES, items >= N_SITES * N_CLASSES))
    stores = Stores(full_t, order.astype(np.uint32))
    inputs = _inputs(stores)
    leave_day = np.where(rng.random(n_units) < 0.1, rng.integers(140, 170, n_units), N_DAYS + 1)
    provision = _provision(rng, stores, inputs, place, leave_day)
    requirement = _requirement(rng, leave_day)
    whole = Whole(arrays, provision, requirement, inputs)
    return whole, Frame(from_day=0.0, until_day=UNTIL_DAY, levels=LEVELS, by_level=True)


def _inputs(stores: Stores) -> SupplyInputs:
    """Return the arrays of the day-step, without what is dealt."""
    item = stores.order.astype(np.int64)
    place, of_class = item // N_CLASSES, item % N_CLASSES
    is_depot = place >= N_SITES
    depot = place // SITES_A_DEPOT
    sent_t = stores.full_t[:N_SITES].reshape(N_DEPOTS, SITES_A_DEPOT, N_CLASSES).sum(axis=1)
    drawn_t = stores.full_t.copy()
    drawn_t[N_SITES:] += sent_t
    drawn = drawn_t.ravel()[item]
    low = np.where(is_depot, DEPOT_REORDER_DAYS, REORDER_DAYS) * drawn
    high = low + np.where(is_depot, DEPOT_FILL_DAYS, FILL_DAYS) * drawn
    by_day = (N_DAYS, N_ITEMS)
    start = np.zeros(N_ITEMS)
    start[item] = high
    return SupplyInputs(
        demand_t=np.zeros(by_day),
        start_t=start,
        capacity_t=np.full(N_ITEMS, np.inf),
        production_t=np.zeros(N_ITEMS),
        is_backlog=np.tile(WAITS, N_PLACES),
        item=item,
        parent=np.where(is_depot, NO_PARENT, (N_SITES + depot) * N_CLASSES + of_class),
        is_fixed=np.zeros(N_ITEMS, dtype=np.bool_),
        is_review_day=np.ones(by_day, dtype=np.bool_),
        reorder_t=np.tile(low, (N_DAYS, 1)),
        up_to_t=np.tile(high, (N_DAYS, 1)),
        lead_demand_t=np.zeros(by_day),
        arrive_day=np.zeros(by_day, dtype=np.int64),
        limit_start=np.concatenate([[0], np.cumsum(~is_depot)]),
        limit_of=depot[~is_depot],
        limit_t=np.tile(LIMIT_SHARE * sent_t.sum(axis=1), (N_DAYS, 1)),
    )


def _provision(
    rng: np.random.Generator,
    stores: Stores,
    inputs: SupplyInputs,
    place: np.ndarray,
    leave_day: np.ndarray,
) -> Provision:
    n_units = len(place)
    season = 1.0 + 0.15 * np.sin(2 * np.pi * np.arange(N_DAYS) / 365.0)
    demand_low, demand_high = keys_of("use", N_ITEMS)
    lead_low, lead_high = keys_of("supply_policies", N_ITEMS)
    item_place = stores.order // N_CLASSES
    hits = [[int(at) % N_SOURCES] if at < N_SITES else list[int]() for at in item_place]
    return Provision(
        member=np.arange(n_units + 1, dtype=np.uint32),
        members=np.arange(n_units, dtype=np.uint32),
        group=place.astype(np.uint32),
        leave_day=leave_day,
        leaver=np.searchsorted(np.sort(leave_day), np.arange(N_DAYS + 1)).astype(np.uint32),
        leavers=np.argsort(leave_day, kind="stable").astype(np.uint32),
        user=np.repeat(np.arange(N_PLACES), N_CLASSES).astype(np.uint32),
        used=np.arange(N_ITEMS, dtype=np.uint32),
        use_t=season[:, None] * np.tile(CLASS_T, N_PLACES),
        demand_law=law_of(USE, N_ITEMS),
        demand_low=demand_low,
        demand_high=demand_high,
        lead_days=np.where(inputs.parent == NO_PARENT, DEPOT_LEAD_DAYS, LEAD_DAYS),
        lead_law=law_of(LEAD, N_ITEMS),
        lead_low=lead_low,
        lead_high=lead_high,
        is_open=np.ones((N_DAYS, N_ITEMS), dtype=np.uint32),
        open_day=np.repeat(np.arange(N_DAYS), N_ITEMS).reshape(N_DAYS, N_ITEMS),
        limit_t=inputs.limit_t,
        outages=_road_outages(rng),
        policy_hit=to_words(np.cumsum([0, *map(len, hits)]).tolist()),
        policy_hits=to_words([source for row in hits for source in row]),
        limit_hit=to_words([0] * (N_DEPOTS + 1)),
        limit_hits=to_words([]),
        nodes=nodes_of(),
    )


def _road_outages(rng: np.random.Generator) -> Outages:
    low, high = keys_of("road outages", N_SOURCES)
    nothing = np.zeros(0)
    return Outages(
        source=np.arange(N_SOURCES + 1, dtype=np.uint32),
        key_low=low,
        key_high=high,
        up_days=rng.uniform(20.0, 40.0, N_SOURCES),
        down_days=rng.uniform(1.0, 3.0, N_SOURCES),
        left=np.zeros(N_SOURCES),
        planned=to_words([0] * (N_SOURCES + 1)),
        closes_day=nothing,
        opens_day=nothing,
        open_share=nothing,
        law=unit_table(),
    )


def _requirement(rng: np.random.Generator, leave_day: np.ndarray) -> Requirement:
    """Return lines that each ask for the units in them, from a day of their own on."""
    line = np.arange(len(leave_day)) % N_LINES
    quantity = rng.choice([0.5, 1.0], len(leave_day))
    asked = np.bincount(line, weights=quantity, minlength=N_LINES)
    begins = rng.uniform(20.0, 90.0, N_LINES)
    is_asked = np.arange(N_DAYS) >= begins[:, None]
    required = asked[:, None].astype(float) * is_asked
    objective = np.arange(N_LINES) % N_OBJECTIVES
    total = np.zeros((N_OBJECTIVES + 1, N_DAYS))
    np.add.at(total, objective, required)
    total[-1] = required.sum(axis=0)
    return Requirement(
        objective=objective.astype(np.uint32),
        required=required,
        total=total,
        line=line.astype(np.uint32),
        quantity=quantity,
        leave_day=leave_day,
    )
