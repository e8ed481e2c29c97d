"""Tours as movements, read from the records anew: from where to where, ready when, wanted when."""

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from reassure.model.choices import Mode, Movement, OfferState
from reassure.model.force import Capability
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

AGAIN = "run reassure deploy again, and report it with the plan if it comes back"

MOST_LOADS = 100
"""A unit is not cut finer than this."""

_TRAIN_WAGONS = 30.0
_PACKET_VEHICLES = 60.0
_PARCEL_LANE_M = 500.0
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class MovedTour:
    """One assignment as a movement.

    Attributes
    ----------
    assignment
        Its id.
    unit, nation
        Kind of unit, and whose it is.
    origin, destination
        From where to where, as ids of locations.
    ready_day
        First day on which it can load, permissions apart.
    wanted_day
        Day by which it should be in place.
    from_day, until_day
        Days of the tour.
    weight
        Weight of its line times that of its objective.
    is_in_place
        Whether it is there on C-day already.
    follows
        Assignment of the same unit that it goes on from where it is; None: it moves.
    """

    assignment: str
    unit: Capability
    nation: str
    origin: str
    destination: str
    ready_day: int
    wanted_day: float
    from_day: float
    until_day: float
    weight: float
    is_in_place: bool
    follows: str | None

    @property
    def moves(self) -> bool:
        """Whether it has a way to go."""
        return not self.is_in_place and self.follows is None

    @property
    def is_carried(self) -> bool:
        """Whether it goes as loads."""
        return self.moves and self.unit.moves is Movement.CARRIED

    @property
    def moves_itself(self) -> bool:
        """Whether it goes by its own means."""
        return self.moves and self.unit.moves is Movement.SELF


def moved_tours(plan: Plan, force_plan: ForcePlan) -> dict[str, MovedTour]:
    """Return every assignment that names an offer and a line of the plan, by its id, in order.

    Parameters
    ----------
    plan
        A plan whose references hold.
    force_plan
        Who serves where and when.
    """
    by_unit: dict[str, list[Assignment]] = defaultdict(list)
    for row in force_plan.assignments:
        if row.offer in plan.offers and row.requirement in plan.requirements:
            by_unit[row.unit].append(row)
    found: dict[str, MovedTour] = {}
    for rows in by_unit.values():
        rows.sort(key=lambda row: (row.from_day, row.id))
        for before, row in pairwise([None, *rows]):
            if row is not None:
                found[row.id] = _moved(plan, row, before)
    return dict(sorted(found.items()))


def _moved(plan: Plan, row: Assignment, before: Assignment | None) -> MovedTour:
    offer, line = plan.offers[row.offer], plan.requirements[row.requirement]
    free_from = 0.0 if before is None else before.until_day
    destination = _place_of(plan, row)
    goes_on = (
        before is not None
        and row.from_day <= before.until_day
        and _place_of(plan, before) == destination
    )
    is_there = offer.state is OfferState.DEPLOYED and row.from_day < plan.meta.period_days
    objective = plan.objectives[line.objective]
    return MovedTour(
        assignment=row.id,
        unit=plan.capabilities[offer.capability],
        nation=offer.nation,
        origin=offer.origin,
        destination=destination,
        ready_day=math.ceil(max(0.0, offer.from_day, offer.notice_days, free_from)),
        wanted_day=max(line.required_day, row.from_day),
        from_day=row.from_day,
        until_day=row.until_day,
        weight=line.weight * objective.weight,
        is_in_place=before is None and is_there,
        follows=before.id if goes_on and before is not None else None,
    )


def _place_of(plan: Plan, row: Assignment) -> str:
    return plan.sectors[plan.requirements[row.requirement].sector].location


def least_loads(plan: Plan, unit: Capability) -> int:
    """Return how many loads a unit is cut into at least (docs/explain/deploy.md, eq. 1)."""
    ships = [row for row in plan.lifts if row.mode is Mode.SEA]
    lanes = [ship.lane_m for ship in ships if ship.lane_m is not None]
    weights = [ship.payload_t for ship in ships if ship.payload_t is not None]
    # A ship of unknown size may be large enough for whatever there is.
    lane_m = min(_PARCEL_LANE_M, max(lanes)) if lanes and len(lanes) == len(ships) else None
    tonnes = max(weights) if weights and len(weights) == len(ships) else math.inf
    needed = (
        unit.wagons / _TRAIN_WAGONS,
        unit.vehicles / _PACKET_VEHICLES,
        unit.lane_m / (lane_m or _PARCEL_LANE_M),
        unit.tonnes / tonnes,
    )
    return min(MOST_LOADS, max(1, *(math.ceil(parcels - _NOISE) for parcels in needed)))
