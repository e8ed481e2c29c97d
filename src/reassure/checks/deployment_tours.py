"""Tours as movements, read from the records anew: from where to where, ready when, wanted when."""

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from reassure.model.choices import Mode, Movement, MovePurpose, OfferState
from reassure.model.force import Capability
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

AGAIN = "run reassure deploy again, and report it with the plan if it comes back"
"""Cure of every fault in what the engine made: there is none in the plan."""

SLACK = 1e-6
"""Amounts below which two numbers are the same, relative to the larger one where above 1."""

MOST_LOADS = 100
"""A unit is not cut finer than this."""

_TRAIN_WAGONS = 30.0
_PACKET_VEHICLES = 60.0
_PARCEL_LANE_M = 500.0
_NOISE = 1e-9
_RELIEF_DAYS = 1.0


@dataclass(frozen=True, slots=True)
class MovedTour:
    """One movement.

    Attributes
    ----------
    purpose, owner
        What it moves for, and the assignment or pledge that it belongs to.
    unit, nation
        Kind of unit, and whose it is.
    origin, destination
        From where to where, as ids of locations.
    ready_day
        First day on which it can load, permissions and earlier movements of its unit apart.
    wanted_day
        Day by which it should be in place; None: as its way makes it.
    from_day, until_day
        Days of the tour.
    leave_day
        Day until which it keeps its place: with the overlap of a relief.
    weight
        Weight of its line times that of its objective.
    is_in_place
        Whether it is there on C-day already.
    follows
        Assignment of the same unit that it goes on from where it is; None: it moves.
    after
        Movement of the same unit before it, as `name`; None: none.
    parts
        Movements of its people and its equipment, as `name`, where these go apart.
    modes
        Modes that it may use; none: all.
    objective
        Objective that its line serves; None: it is a delivery.
    """

    purpose: MovePurpose
    owner: str
    unit: Capability
    nation: str
    origin: str
    destination: str
    ready_day: int
    wanted_day: float | None
    from_day: float
    until_day: float
    leave_day: float
    weight: float
    is_in_place: bool = False
    follows: str | None = None
    after: str | None = None
    parts: tuple[str, ...] = ()
    modes: frozenset[Mode] = frozenset()
    objective: str | None = None

    @property
    def name(self) -> str:
        """What tells it apart from all others: of a tour its assignment."""
        return name_of(self.owner, self.purpose)

    @property
    def moves(self) -> bool:
        """Whether it has a way to go."""
        return not (self.is_in_place or self.is_joined) and self.follows is None

    @property
    def is_joined(self) -> bool:
        """Whether its parts join where it is to be."""
        return bool(self.parts) and self.origin == self.destination

    @property
    def is_carried(self) -> bool:
        """Whether it goes as loads."""
        return self.moves and self.unit.moves is Movement.CARRIED

    @property
    def moves_itself(self) -> bool:
        """Whether it goes by its own means."""
        return self.moves and self.unit.moves is Movement.SELF


def name_of(owner: str, purpose: MovePurpose) -> str:
    """Return what a movement is called; ids of records have no colon."""
    return owner if purpose is MovePurpose.DEPLOYMENT else f"{purpose.value}:{owner}"


def moved_tours(plan: Plan, force_plan: ForcePlan) -> dict[str, MovedTour]:
    """Return every assignment that names an offer and a line of the plan, by its id, in order.

    Parameters
    ----------
    plan
        A plan whose references hold.
    force_plan
        Who serves where and when.
    """
    found: dict[str, MovedTour] = {}
    ends = {row.id: overlap for row, overlap, _ in going_home(plan, force_plan)}
    for rows in tours_by_unit(plan, force_plan):
        came: str | None = None
        for before, row in pairwise([None, *rows]):
            if row is not None:
                tour = _moved(plan, row, before, came, ends.get(row.id, 0.0))
                came = row.id if tour.moves else came
                found[row.id] = tour
    return dict(sorted(found.items()))


def tours_by_unit(plan: Plan, force_plan: ForcePlan) -> list[list[Assignment]]:
    """Return the assignments that name an offer and a line of the plan, by unit, as they follow."""
    by_unit: dict[str, list[Assignment]] = defaultdict(list)
    for row in force_plan.assignments:
        if row.offer in plan.offers and row.requirement in plan.requirements:
            by_unit[row.unit].append(row)
    return [sorted(rows, key=lambda row: (row.from_day, row.id)) for rows in by_unit.values()]


def going_home(
    plan: Plan, force_plan: ForcePlan
) -> list[tuple[Assignment, float, Assignment | None]]:
    """Return the tours after which a unit goes home, by how much it stays longer, and its relief.

    A tour of the same line takes the place of one that ends up to a day from its own start; each
    tour relieves one at most, the first to end first.
    """
    leaving: list[Assignment] = []
    staying: set[str] = set()
    for rows in tours_by_unit(plan, force_plan):
        for row, following in pairwise([*rows, None]):
            if row is None:
                continue
            if following is None or following.from_day > row.until_day:
                leaving.append(row)
            elif _place_of(plan, row) == _place_of(plan, following):
                staying.add(following.id)
    free = sorted(
        (row for row in force_plan.assignments if row.id not in staying),
        key=lambda row: (row.from_day, row.id),
    )
    found: list[tuple[Assignment, float, Assignment | None]] = []
    for row in sorted(leaving, key=lambda row: (row.until_day, row.id)):
        relief = None
        for other in free:
            is_near = abs(other.from_day - row.until_day) <= _RELIEF_DAYS
            if other.requirement == row.requirement and is_near and other.unit != row.unit:
                relief = other
                break
        if relief is not None:
            free.remove(relief)
        overlap = 0.0 if relief is None else plan.requirements[row.requirement].overlap_days
        found.append((row, overlap, relief))
    return found


def _moved(
    plan: Plan, row: Assignment, before: Assignment | None, came: str | None, overlap: float
) -> MovedTour:
    offer, line = plan.offers[row.offer], plan.requirements[row.requirement]
    free_from = 0.0 if before is None else before.until_day
    destination, origin, after = _place_of(plan, row), offer.origin, came
    stays = False
    if before is not None and row.from_day > before.until_day:
        after = name_of(before.id, MovePurpose.RETURN)
    elif before is not None:
        stays = _place_of(plan, before) == destination
        origin = _place_of(plan, before)
    is_there = offer.state is OfferState.DEPLOYED and row.from_day < plan.meta.period_days
    objective = plan.objectives[line.objective]
    return MovedTour(
        purpose=MovePurpose.DEPLOYMENT,
        owner=row.id,
        unit=plan.capabilities[offer.capability],
        nation=offer.nation,
        origin=origin,
        destination=destination,
        ready_day=math.ceil(max(0.0, offer.from_day, offer.notice_days, free_from)),
        wanted_day=max(line.required_day, row.from_day),
        from_day=row.from_day,
        until_day=row.until_day,
        leave_day=row.until_day + overlap,
        weight=line.weight * objective.weight,
        objective=objective.id,
        is_in_place=before is None and is_there,
        follows=before.id if stays and before is not None else None,
        after=after,
    )


def _place_of(plan: Plan, row: Assignment) -> str:
    return plan.sectors[plan.requirements[row.requirement].sector].location


def least_loads(plan: Plan, tour: MovedTour) -> int:
    """Return how many loads a unit is cut into at least (docs/explain/deploy.md, eq. 1)."""
    unit = tour.unit
    ships = [row for row in plan.lifts if row.mode is Mode.SEA]
    lanes = [ship.lane_m for ship in ships if ship.lane_m is not None]
    weights = [ship.payload_t for ship in ships if ship.payload_t is not None]
    # A ship of unknown size may be large enough for whatever there is.
    lane_m = min(_PARCEL_LANE_M, max(lanes)) if lanes and len(lanes) == len(ships) else None
    tonnes = max(weights) if weights and len(weights) == len(ships) else math.inf
    aircraft = [row for row in plan.lifts if row.mode is Mode.AIR]
    seats = [row.passengers for row in aircraft if row.passengers]
    is_seated = tour.purpose is MovePurpose.PEOPLE and seats and len(seats) == len(aircraft)
    needed = (
        unit.persons / max(seats) if is_seated else 0.0,
        unit.wagons / _TRAIN_WAGONS,
        unit.vehicles / _PACKET_VEHICLES,
        unit.lane_m / (lane_m or _PARCEL_LANE_M),
        unit.tonnes / tonnes,
    )
    return min(MOST_LOADS, max(1, *(math.ceil(parcels - _NOISE) for parcels in needed)))
