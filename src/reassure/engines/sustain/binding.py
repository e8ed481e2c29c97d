"""What binds where a place runs short: the record and field that would have to change."""

import numpy as np

from reassure.engines.sustain.arrays import Projection
from reassure.engines.sustain.demand import main_use
from reassure.engines.sustain.items import lacks_level
from reassure.engines.sustain.step import (
    CUT_CAPACITY,
    CUT_NONE,
    CUT_PARENT,
    DUST_T,
    NEVER,
    SupplyState,
)
from reassure.model.choices import SupplyPolicyKind
from reassure.model.supply import SupplyPolicy


def binding_of(projection: Projection, state: SupplyState, item: int, day: int) -> str:
    """Return what keeps an item short on a day, as table:id.field.

    The last order that should have come by that day tells: if it was cut, what cut it (the
    parent's own reason where the parent was empty); else the level, quantity or lead of the
    policy, or the stock at the start where no order could have come in time.
    """
    here = projection.web.items[item]
    if not here.policies:
        return _without_policy(projection, item, day)
    numbers = [p for p, child in enumerate(projection.inputs.item) if child == item]
    live = [p for p in numbers if (projection.inputs.arrive_day[:, p] != NEVER).any()]
    if not live:
        return _why_dead(projection, numbers[0])
    tried = [found for p in live if (found := _last_try(projection, state, p, day)) is not None]
    if tried:
        sent_day, p = max(tried, key=lambda found: (found[0], -found[1]))
        cut = int(state.cut[sent_day, p])
        if cut == CUT_CAPACITY:
            return f"stocks:{here.stock}.capacity_t"
        if cut == CUT_PARENT:
            return binding_of(projection, state, int(projection.inputs.parent[p]), sent_day)
        if cut != CUT_NONE:
            return projection.limits[cut].binding
    return _too_late_or_little(projection, live[0], day)


def _without_policy(projection: Projection, item: int, day: int) -> str:
    here = projection.web.items[item]
    if here.production_t > 0:
        # A stock beside a plant that is too small only puts off the day.
        return f"locations:{here.location}.water_t_per_day"
    if here.stock is not None:
        return f"stocks:{here.stock}.on_hand_t"
    plan, units = projection.plan, projection.units
    present = {
        group: float(projection.present[day, g])
        for g, group in enumerate(units.groups)
        if plan.sectors[group[0]].location == here.location
    }
    return f"consumption:{main_use(plan, present, here.supply_class)}.kg_per_day"


def _why_dead(projection: Projection, p: int) -> str:
    """Return what a policy lacks that never delivers: a level, or a way."""
    policy = projection.web.policies[p]
    return f"supply_policies:{policy.id}.{lacks_level(policy) or 'from_location'}"


def _last_try(
    projection: Projection, state: SupplyState, p: int, day: int
) -> tuple[int, int] | None:
    """Return the last day on which policy p ordered what should have come by a day."""
    arrive = projection.inputs.arrive_day[:, p]
    ordered = (state.sent_t[:, p] > DUST_T) | (state.cut[:, p] != CUT_NONE)
    days = np.flatnonzero(ordered & (arrive != NEVER) & (arrive <= day))
    return (int(days[-1]), p) if days.size else None


def _too_late_or_little(projection: Projection, p: int, day: int) -> str:
    policy, lead = projection.web.policies[p], projection.lead_days[p] or 1
    arrive = projection.inputs.arrive_day[:, p]
    here = projection.web.items[projection.inputs.item[p]]
    if arrive[arrive != NEVER].min() > day:
        is_stocked = here.stock is not None
        return (
            f"stocks:{here.stock}.on_hand_t"
            if is_stocked
            else f"supply_policies:{policy.id}.lead_days"
        )
    return f"supply_policies:{policy.id}.{_weak_field(policy, lead)}"


def _weak_field(policy: SupplyPolicy, lead_days: int) -> str:
    """Return the field of a policy that is too small for its lead, else the lead itself."""
    if policy.kind is SupplyPolicyKind.SCHEDULE:
        return "quantity_t"
    low, high = policy.reorder_days_of_supply, policy.up_to_days_of_supply
    if policy.kind is SupplyPolicyKind.REORDER and low is not None:
        return "reorder_days_of_supply" if low < lead_days else "lead_days"
    between = policy.review_days or 1.0
    level, name = (
        (low, "reorder_days_of_supply") if high is None else (high, "up_to_days_of_supply")
    )
    is_low = level is not None and level < lead_days + between - 1
    return name if is_low else "lead_days"
