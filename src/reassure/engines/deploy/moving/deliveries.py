"""Pledges as movements: what is promised, and not yet handed over, goes where it is needed."""

import math
from collections import defaultdict
from dataclasses import dataclass

from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.parameters import (
    FREIGHT_PIECE_BY_AIR_T,
    FREIGHT_T_PER_LANE_M,
    FREIGHT_T_PER_VEHICLE,
    FREIGHT_T_PER_WAGON,
)
from reassure.model.choices import Domain, MovePurpose, PledgeState
from reassure.model.force import Capability
from reassure.model.plan import Plan
from reassure.model.support import Item, Need, Pledge

KG_PER_T = 1000.0
"""Kilograms of one tonne."""

_GONE = (PledgeState.LOST, PledgeState.WITHDRAWN)
_HANDED_OVER = (PledgeState.DELIVERED, PledgeState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What of the pledges moves.

    Attributes
    ----------
    tours
        One for each pledge that moves, in the order of the list schedule.
    unmoved
        Pledges that do not move, by why, in the order of the table.
    """

    tours: tuple[Tour, ...]
    unmoved: dict[str, tuple[str, ...]]


def deliveries_of(plan: Plan, *, taken: frozenset[str]) -> Deliveries:
    """Return every pledge that is still to be handed over as a movement.

    Parameters
    ----------
    plan
        Plan with its pledges, needs and items.
    taken
        Ids of other movements: a pledge of such an id moves as ``ID.delivery``.

    Notes
    -----
    Of a pledge moves what no event on or before C-day calls lost, withdrawn, delivered or
    accepted (eq. 12 of docs/explain/deploy.md); one that another pledge announces again does not.
    """
    renewed = {pledge.renews for pledge in plan.pledges if pledge.renews is not None}
    tours: list[Tour] = []
    unmoved: dict[str, list[str]] = defaultdict(list)
    for pledge in plan.pledges:
        if pledge.id in renewed:
            unmoved["announced again by another pledge"].append(pledge.id)
            continue
        need = None if pledge.need is None else plan.needs[pledge.need]
        item = None if pledge.item is None else plan.items[pledge.item]
        if need is None or item is None or pledge.origin is None or pledge.quantity is None:
            missing = _missing(pledge)
            unmoved[missing].append(pledge.id)
            continue
        left = pledge.quantity - _settled(plan, pledge.id, pledge.quantity)
        if left <= 0:
            unmoved["handed over, lost or withdrawn by C-day"].append(pledge.id)
        elif not item.kg_per_unit:
            unmoved["without weight"].append(pledge.id)
        else:
            tours.append(_delivery(plan, pledge, need, freight(pledge.id, item, left), taken))
    return Deliveries(
        tuple(sorted(tours, key=lambda tour: tour.rank)),
        {why: tuple(names) for why, names in sorted(unmoved.items())},
    )


def freight(pledge: str, item: Item, quantity: float) -> Capability:
    """Return some quantity of an item as cargo, by planning factors for general freight.

    Parameters
    ----------
    pledge
        Its id; it tells kinds of cargo apart.
    item
        What it is.
    quantity
        How much, in the item's unit.
    """
    tonnes = quantity * item.kg_per_unit / KG_PER_T
    return Capability(
        id=f"pledges:{pledge}",
        name=item.name,
        domain=Domain.LAND,
        persons=0,
        vehicles=math.ceil(tonnes / FREIGHT_T_PER_VEHICLE),
        tonnes=tonnes,
        lane_m=tonnes / FREIGHT_T_PER_LANE_M,
        wagons=tonnes / FREIGHT_T_PER_WAGON,
        by_air=item.kg_per_unit / KG_PER_T <= FREIGHT_PIECE_BY_AIR_T,
    )


def binding_of(plan: Plan, tour: Tour, binding: str) -> str:
    """Return what holds a movement up as a field of the records.

    What is pledged is held up by its item, not by the unit that stands for it.
    """
    is_cargo = binding.startswith(f"capabilities:{tour.capability.id}.")
    if tour.purpose is not MovePurpose.DELIVERY or not is_cargo:
        return binding
    return f"items:{plan.pledges[tour.owner].item}.kg_per_unit"


def _missing(pledge: Pledge) -> str:
    names = ("item", "quantity", "origin", "need")
    return f"without {next(name for name in names if getattr(pledge, name) is None)}"


def _settled(plan: Plan, pledge: str, quantity: float) -> float:
    """Return how much of a pledge is gone or handed over by C-day, in the item's unit."""
    sums: dict[PledgeState, float] = defaultdict(float)
    for event in plan.pledge_events:
        if event.pledge == pledge and event.day <= 0:
            sums[event.state] += quantity if event.quantity is None else event.quantity
    # What is accepted was delivered before, whether that was told or not.
    return sum(sums[state] for state in _GONE) + max(sums[state] for state in _HANDED_OVER)


def _delivery(
    plan: Plan, pledge: Pledge, need: Need, cargo: Capability, taken: frozenset[str]
) -> Tour:
    ready = max(0.0, pledge.ready_day or 0.0)
    assert pledge.origin is not None
    return Tour(
        id=f"{pledge.id}.delivery" if pledge.id in taken else pledge.id,
        purpose=MovePurpose.DELIVERY,
        owner=pledge.id,
        offer=None,
        unit=pledge.id,
        capability=cargo,
        nation=pledge.nation,
        home=pledge.origin,
        origin=pledge.origin,
        destination=need.location,
        target=f"needs:{need.id}.location",
        ready_day=math.ceil(ready),
        ready_binding=f"pledges:{pledge.id}.ready_day",
        from_day=ready,
        until_day=max(ready, need.needed_by_day),
        leave_day=max(ready, need.needed_by_day),
        wanted_day=need.needed_by_day,
        weight=plan.objectives[need.objective].weight / need.priority,
    )
