"""The plan as the arrays of the day-step, with what is planned and no chance."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.engines.sustain.demand import Units, presence, use_of
from reassure.engines.sustain.items import Web, lacks_level, web_of
from reassure.engines.sustain.levels import WINDOW_DAYS, cover, draw_of, levels_of, review_days
from reassure.engines.sustain.step import NEVER, NO_PARENT, SupplyInputs
from reassure.engines.sustain.ways import Limit, SupplyNetwork, SupplyWay
from reassure.model.choices import SupplyPolicyKind
from reassure.model.plan import Plan
from reassure.model.results import Deployment
from reassure.model.supply import SupplyPolicy

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Projection:
    """What one run of the day-step starts from, and the words for it.

    Attributes
    ----------
    web
        Items and policies, in the order of the arrays.
    ways
        Way of each policy.
    lead_days
        Time of delivery of each policy; None where it cannot deliver.
    limits
        Limits, in the order of the arrays.
    units, present
        Tours that arrive, and units present by day and group, shape (n_days, n_groups).
    draw_t
        Drawn from each item by day [t], shape (n_days, n_items).
    inputs
        Arrays of the day-step.
    """

    plan: Plan
    web: Web
    ways: tuple[SupplyWay, ...]
    lead_days: tuple[int | None, ...]
    limits: tuple[Limit, ...]
    units: Units
    present: Floats
    draw_t: Floats
    inputs: SupplyInputs

    @property
    def n_days(self) -> int:
        """Days of the projection."""
        return self.inputs.demand_t.shape[0]

    def days_of_supply(self, item: int, on_hand_t: Floats) -> Floats:
        """Return on hand over mean draw of the coming days; NaN without any (eq. 13)."""
        days = on_hand_t.shape[0]
        mean = cover(self.draw_t[:, item], float(WINDOW_DAYS))[:days] / WINDOW_DAYS
        is_drawn = (mean > 0) & np.isfinite(self.web.items[item].production_t)
        return np.divide(on_hand_t, mean, out=np.full(days, np.nan), where=is_drawn)


def projection_of(plan: Plan, units: Units, deployment: Deployment) -> Projection:
    """Return the arrays of the day-step for what is planned.

    Raises
    ------
    UsageError
        ENG-SUS-001 if places supply each other in a ring.
    """
    n_days = max(1, math.ceil(plan.meta.horizon_days))
    present = presence(
        units.arrive_day, units.leave_day, units.group, n_days=n_days, n_groups=len(units.groups)
    )
    by_place = _demand(plan, units, present, n_days)
    web = web_of(plan, {key for key, demand in by_place.items() if demand.any()})
    demand_t = np.zeros((n_days, len(web.items)))
    for key, demand in by_place.items():
        if key in web.number:
            demand_t[:, web.number[key]] = demand
    draw_t = draw_of(web, demand_t)
    network = SupplyNetwork(plan, deployment, n_days)
    ways = tuple(network.way(row.from_location, row.location) for row in web.policies)
    leads = tuple(_lead(row, way) for row, way in zip(web.policies, ways, strict=True))
    limits = tuple(dict.fromkeys(limit for way in ways for limit in way.limits))
    limit_t = [network.left_t(limit) for limit in limits]
    inputs = _inputs(web, demand_t, draw_t, ways, leads, limits, _columns(limit_t, n_days))
    return Projection(plan, web, ways, leads, limits, units, present, draw_t, inputs)


def _demand(
    plan: Plan, units: Units, present: Floats, n_days: int
) -> dict[tuple[str, str], Floats]:
    """Return the use by day of each place and class [t]."""
    use = use_of(plan, units.groups, n_days)
    found: dict[tuple[str, str], Floats] = {}
    for g, (sector, _) in enumerate(units.groups):
        place = plan.sectors[sector].location
        for c, row in enumerate(plan.supply_classes):
            key = (place, row.id)
            found[key] = found.get(key, np.zeros(n_days)) + present[:, g] * use[:, g, c]
    return found


def _lead(policy: SupplyPolicy, way: SupplyWay) -> int | None:
    if policy.lead_days is not None:
        return max(1, math.ceil(policy.lead_days))
    return None if way.route is None else max(1, way.route.transit_days)


def _inputs(
    web: Web,
    demand_t: Floats,
    draw_t: Floats,
    ways: tuple[SupplyWay, ...],
    leads: tuple[int | None, ...],
    limits: tuple[Limit, ...],
    limit_t: Floats,
) -> SupplyInputs:
    n_days = demand_t.shape[0]
    number = {limit: n for n, limit in enumerate(limits)}
    own_t = np.maximum(demand_t - np.array([item.production_t for item in web.items]), 0.0)
    arrive, reorder, up_to, ahead, looks = [], [], [], [], []
    for policy, way, lead in zip(web.policies, ways, leads, strict=True):
        child = web.child(policy)
        low, high = levels_of(policy, draw_t[:, child])
        days = _arrive_days(way, None if lacks_level(policy) else lead, n_days)
        until_then = np.maximum(days - np.arange(n_days) - 1, 0).astype(np.float64)
        arrive.append(days)
        reorder.append(low)
        up_to.append(high)
        looks.append(review_days(policy, n_days))
        ahead.append(cover(own_t[:, child], until_then))
    parents = [web.parent(policy) for policy in web.policies]
    return SupplyInputs(
        demand_t=demand_t,
        start_t=np.array([item.start_t for item in web.items], dtype=np.float64),
        capacity_t=np.array([item.capacity_t for item in web.items], dtype=np.float64),
        production_t=np.array([item.production_t for item in web.items], dtype=np.float64),
        is_backlog=np.array([item.is_backlog for item in web.items], dtype=np.bool_),
        item=np.array([web.child(policy) for policy in web.policies], dtype=np.int64),
        parent=np.array([NO_PARENT if p is None else p for p in parents], dtype=np.int64),
        is_fixed=np.array(
            [row.kind is SupplyPolicyKind.SCHEDULE for row in web.policies], dtype=np.bool_
        ),
        is_review_day=_columns(looks, n_days).astype(np.bool_),
        reorder_t=_columns(reorder, n_days),
        up_to_t=_columns(up_to, n_days),
        lead_demand_t=_columns(ahead, n_days),
        arrive_day=_columns(arrive, n_days).astype(np.int64),
        limit_start=np.cumsum([0, *(len(way.limits) for way in ways)], dtype=np.int64),
        limit_of=np.array([number[limit] for way in ways for limit in way.limits], dtype=np.int64),
        limit_t=limit_t,
    )


def _arrive_days(way: SupplyWay, lead: int | None, n_days: int) -> Ints:
    """Return when what is sent on each day arrives: once the way is open, after the lead."""
    if lead is None:
        return np.full(n_days, NEVER, dtype=np.int64)
    opens = np.where(way.is_open, np.arange(n_days), n_days)
    leaves = np.minimum.accumulate(opens[::-1])[::-1]
    return np.where(leaves < n_days, leaves + lead, NEVER).astype(np.int64)


def _columns(columns: list[NDArray[np.float64]], n_days: int) -> Floats:
    """Stack columns side by side, also none of them."""
    if not columns:
        return np.zeros((n_days, 0))
    return np.ascontiguousarray(np.stack(columns, axis=1), dtype=np.float64)
