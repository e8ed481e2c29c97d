"""The supply of a plan as the arrays of the simulation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.graph import Route
from reassure.engines.common.outages import LINKS, LOCATIONS, Where
from reassure.engines.common.philox import entity_key
from reassure.engines.deploy.itineraries import Itinerary
from reassure.engines.simulate.build_resources import outages_of
from reassure.engines.simulate.desk import Provision
from reassure.engines.simulate.packing import to_keys, to_words
from reassure.engines.simulate.uncertain import CERTAIN, Uncertain
from reassure.engines.sustain.arrays import Projection, projection_of
from reassure.engines.sustain.demand import units_of, use_of
from reassure.engines.sustain.step import NEVER, Ints
from reassure.model.choices import MovePurpose
from reassure.model.network import Outage
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan


@dataclass(frozen=True)
class SupplyModel:
    """Supply as arrays, and what they stand for.

    Attributes
    ----------
    projection
        The run with what is planned: items, policies and their arrays.
    provision
        What chance adds.
    tours
        Assignments, in the order of the arrays.
    """

    projection: Projection
    provision: Provision
    tours: tuple[str, ...]


def build_supply(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment,
    movements: Sequence[Itinerary],
    uncertain: Uncertain,
) -> SupplyModel:
    """Lay out the supply of a plan for the simulation.

    Parameters
    ----------
    plan, force_plan, deployment
        A plan, and results made from it.
    movements
        Its movements, in the order of their groups of loads.
    uncertain
        What of the plan is uncertain.
    """
    projection = projection_of(plan, units_of(plan, force_plan, deployment), deployment)
    parts = _parts(movements)
    groups = _groups(plan, force_plan, projection)
    tours, members, group, leave = [], list[list[int]](), list[int](), list[int]()
    for row in force_plan.assignments:
        key = (plan.requirements[row.requirement].sector, plan.offers[row.offer].capability)
        if row.id in parts:
            tours.append(row.id)
            members.append(parts[row.id])
            group.append(groups[key])
            leave.append(math.ceil(row.until_day))
    chance = [row for row in plan.outages if row.mean_up_days and row.mean_down_days]
    user, used, use_t = _use(plan, projection, tuple(groups))
    demand_law, demand_keys = _demand_laws(plan, projection, uncertain)
    lead_days, lead_law, lead_keys = _leads(projection, uncertain)
    policy_hits = [_hits(chance, _places(way.route), is_closing=True) for way in projection.ways]
    limit_hits = [_hits(chance, {limit.where}, is_closing=False) for limit in projection.limits]
    demand_low, demand_high = to_keys(demand_keys)
    lead_low, lead_high = to_keys(lead_keys)
    n_days = projection.n_days
    is_open = [way.is_open.astype(np.uint32) for way in projection.ways]
    provision = Provision(
        member=to_words(np.cumsum([0, *map(len, members)]).tolist()),
        members=to_words([g for row in members for g in row]),
        group=to_words(group),
        leave_day=np.array(leave, dtype=np.int64),
        leaver=to_words(np.searchsorted(np.sort(leave), np.arange(n_days + 1)).tolist()),
        leavers=to_words(np.argsort(leave, kind="stable").tolist()),
        user=to_words(user),
        used=to_words(used),
        use_t=use_t,
        demand_law=to_words(demand_law),
        demand_low=demand_low,
        demand_high=demand_high,
        lead_days=np.array(lead_days, dtype=np.float64),
        lead_law=to_words(lead_law),
        lead_low=lead_low,
        lead_high=lead_high,
        is_open=np.stack(is_open, axis=1) if is_open else np.zeros((n_days, 0), dtype=np.uint32),
        open_day=_openings(projection),
        limit_t=projection.inputs.limit_t.copy(),
        outages=outages_of([[row] for row in chance]),
        policy_hit=to_words(np.cumsum([0, *map(len, policy_hits)]).tolist()),
        policy_hits=to_words([n for row in policy_hits for n in row]),
        limit_hit=to_words(np.cumsum([0, *map(len, limit_hits)]).tolist()),
        limit_hits=to_words([n for row in limit_hits for n in row]),
        nodes=np.concatenate(uncertain.nodes),
    )
    return SupplyModel(projection, provision, tuple(tours))


def _parts(movements: Sequence[Itinerary]) -> dict[str, list[int]]:
    """Return the groups of loads that make up each assignment's arrival."""
    number = {movement.tour.id: g for g, movement in enumerate(movements)}
    return {
        movement.tour.owner: [number[name] for name in movement.awaits]
        if movement.tour.is_joined
        else [g]
        for g, movement in enumerate(movements)
        if movement.tour.purpose is MovePurpose.DEPLOYMENT
    }


def _groups(
    plan: Plan, force_plan: ForcePlan, projection: Projection
) -> dict[tuple[str, str], int]:
    """Return the numbers of groups of like units, those of whom nobody arrives as planned last."""
    keys = {
        (plan.requirements[row.requirement].sector, plan.offers[row.offer].capability)
        for row in force_plan.assignments
    }
    known = projection.units.groups
    return {key: g for g, key in enumerate((*known, *sorted(keys - set(known))))}


def _use(
    plan: Plan, projection: Projection, groups: Sequence[tuple[str, str]]
) -> tuple[list[int], list[int], np.ndarray]:
    """Return what one unit of each group uses of which item by day [t]."""
    use = use_of(plan, groups, projection.n_days)
    user, used, rows = list[int](), list[int](), []
    for g, (sector, _) in enumerate(groups):
        place = plan.sectors[sector].location
        for c, row in enumerate(plan.supply_classes):
            item = projection.web.number.get((place, row.id))
            if item is not None and use[:, g, c].any():
                user.append(g)
                used.append(item)
                rows.append(use[:, g, c])
    use_t = np.stack(rows, axis=1) if rows else np.zeros((projection.n_days, 0))
    return user, used, np.ascontiguousarray(use_t)


def _demand_laws(
    plan: Plan, projection: Projection, uncertain: Uncertain
) -> tuple[list[int], list[int]]:
    laws: dict[str, int] = {}
    for row in plan.consumption:
        law = uncertain.law("consumption", row.id, "kg_per_day")
        laws[row.supply_class] = laws.get(row.supply_class, CERTAIN) or law
    keys = [
        entity_key("use", f"{item.location}/{item.supply_class}") for item in projection.web.items
    ]
    return [laws.get(item.supply_class, CERTAIN) for item in projection.web.items], keys


def _leads(
    projection: Projection, uncertain: Uncertain
) -> tuple[list[float], list[int], list[int]]:
    days, laws, keys = list[float](), list[int](), list[int]()
    rows = zip(projection.web.policies, projection.ways, projection.lead_days, strict=True)
    for policy, way, lead in rows:
        stated = policy.lead_days
        days.append(math.inf if lead is None else float(lead if stated is None else stated))
        law = uncertain.law("supply_policies", policy.id, "lead_days")
        if stated is None and way.route is not None:
            longest = max(
                way.route.links,
                key=lambda link: projection.plan.links[link].distance_km,
                default=None,
            )
            law = uncertain.way_law(longest, None)
        laws.append(law)
        keys.append(entity_key("supply_policies", policy.id))
    return days, laws, keys


def _places(route: Route | None) -> set[Where]:
    if route is None:
        return set()
    return {(LINKS, link) for link in route.links} | {
        (LOCATIONS, place) for place in route.locations
    }


def _openings(projection: Projection) -> Ints:
    """Return the next day on which each policy's way is open by plan, from each day on."""
    n_days = projection.n_days
    days = [np.where(way.is_open, np.arange(n_days), n_days)[::-1] for way in projection.ways]
    if not days:
        return np.zeros((n_days, 0), dtype=np.int64)
    opens = np.minimum.accumulate(np.stack(days, axis=1), axis=0)[::-1]
    return np.ascontiguousarray(np.where(opens < n_days, opens, NEVER), dtype=np.int64)


def _hits(chance: Sequence[Outage], where: set[Where], *, is_closing: bool) -> list[int]:
    """Return the outages that hit places or links, those that close them alone or all."""
    return [
        n
        for n, row in enumerate(chance)
        if where & {(LINKS, row.link), (LOCATIONS, row.location)}
        and (row.open_share == 0 or not is_closing)
    ]
