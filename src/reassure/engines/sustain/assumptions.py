"""What the projection of supply takes as given where the plan says nothing, in sentences."""

import math
from collections.abc import Iterator

from reassure.engines.common.conventions import LIMITED_SHARE
from reassure.engines.sustain.arrays import Projection
from reassure.engines.sustain.demand import never_holding
from reassure.engines.sustain.items import lacks_level
from reassure.engines.sustain.levels import WINDOW_DAYS
from reassure.engines.sustain.step import DUST_T, SupplyState
from reassure.model.choices import LocationState, Mode


def assumptions_of(projection: Projection, state: SupplyState) -> tuple[str, ...]:
    """Return the assumptions that this result rests on, most general first."""
    return (
        *_on_use(projection),
        *_on_sources(projection),
        *_on_policies(projection),
        *_on_ways(projection),
        *_on_stocks(projection, state),
    )


def _on_use(projection: Projection) -> Iterator[str]:
    plan = projection.plan
    if not len(plan.consumption):
        yield "The plan states no consumption, so nothing is used."
        return
    yield (
        "A unit uses supplies at its sector's location from the day it arrives until its tour "
        "ends; it brings none of its own."
    )
    yield (
        f"Days of supply count the mean use of the {WINDOW_DAYS} days that follow; after the "
        "last day of the plan its use goes on."
    )
    if rows := never_holding(plan):
        yield f"Consumption {_listed(rows)} never holds: no posture of the plan has its name."


def _on_sources(projection: Projection) -> Iterator[str]:
    for location, supply_class in projection.web.sources:
        yield (
            f"{location} gives class {supply_class} without limit: it supplies others and has "
            "neither a stock nor a policy of that class."
        )


def _on_policies(projection: Projection) -> Iterator[str]:
    policies, leads = projection.web.policies, projection.lead_days
    if lacking := [row.id for row in policies if lacks_level(row)]:
        yield f"Supply policies {_listed(lacking)} never order: they state no level or quantity."
    pairs = list(zip(policies, leads, projection.ways, strict=True))
    if lost := [row.id for row, lead, _ in pairs if lead is None]:
        yield f"Supply policies {_listed(lost)} never deliver: no open way leads to their place."
    if derived := [row.id for row, lead, _ in pairs if row.lead_days is None and lead is not None]:
        yield (
            f"The lead of supply policies {_listed(derived)} is the quickest way over the "
            "network in whole days, at least one."
        )
    if short := [row.id for row in policies if row.lead_days is not None and row.lead_days < 1]:
        yield f"Supply policies {_listed(short)} deliver on the next day, not on the same one."
    if apart := [row.id for row, _, way in pairs if row.lead_days is not None and not way.route]:
        yield (
            f"Supply policies {_listed(apart)} deliver in the time that they state although no "
            "open way leads to their place; nothing limits them on the way."
        )


def _on_ways(projection: Projection) -> Iterator[str]:
    plan = projection.plan
    pairs = list(zip(projection.web.policies, projection.ways, strict=True))
    routes = [(row.id, way.route) for row, way in pairs if way.route is not None]
    if flown := [name for name, route in routes if Mode.AIR in route.distance_km_by_mode]:
        yield f"Supply policies {_listed(flown)} go by air: no way by surface leads there."
    if routes:
        yield (
            "What supply takes of a limit counts on the day it is sent, after the movement of "
            "the force; classes are served by priority."
        )
    if free := [row.id for row, way in pairs if way.route is not None and not way.limits]:
        yield f"No capacity is stated on the way of supply policies {_listed(free)}: no limit."
    converted = {limit.unit: limit.tonnes_per_unit for limit in projection.limits}
    for unit, tonnes in sorted(converted.items()):
        if unit != "tonnes":
            yield f"Supplies count {tonnes:g} t net for each of the {unit} that a limit allows."
    links = sorted({link for _, route in routes for link in route.links})
    if rare := [link for link in links if plan.links[link].every_days > 1]:
        yield f"Supply does not wait for the days of departure of links {_listed(rare)}."
    places = sorted({place for _, route in routes for place in route.locations})
    limited = [p for p in places if plan.locations[p].state is LocationState.LIMITED]
    if limited:
        share = f"{LIMITED_SHARE:.0%}"
        yield f"Limited locations {_listed(limited)} keep {share} of their capacities for supply."
    hit = {*links, *places}
    drawn = [row.id for row in plan.outages if row.from_day is None and row.until_day is None]
    if by_chance := [o for o in drawn if {plan.outages[o].link, plan.outages[o].location} & hit]:
        yield f"Outages {_listed(by_chance)} have no days and are left to the simulation."


def _on_stocks(projection: Projection, state: SupplyState) -> Iterator[str]:
    stocked = [item for item in projection.web.items if item.stock is not None]
    if open_ended := [item.stock or "" for item in stocked if math.isinf(item.capacity_t)]:
        yield f"Stocks {_listed(open_ended)} state no capacity: they hold whatever arrives."
    if full := [item.stock or "" for item in stocked if item.start_t > item.capacity_t]:
        yield f"Stocks {_listed(full)} start with more than their capacity; it is kept."
    for item, overflow_t in zip(projection.web.items, state.overflow_t, strict=True):
        if overflow_t > DUST_T:
            yield (
                f"{overflow_t:,.1f} t of class {item.supply_class} arrived at {item.location} "
                "and found no room; they count as lost."
            )


def _listed(ids: list[str], most: int = 8) -> str:
    """Return ids joined by commas, the first few where there are many."""
    shown = ", ".join(ids[:most])
    return shown if len(ids) <= most else f"{shown} and {len(ids) - most} more"
