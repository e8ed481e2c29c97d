"""Tours as movements: from where to where, ready when, wanted when."""

import math
from dataclasses import dataclass
from itertools import pairwise

from reassure.engines.deploy.network.loads import Apart
from reassure.model.choices import MovePurpose, OfferState
from reassure.model.force import Capability
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan


@dataclass(frozen=True, slots=True)
class Tour:
    """One movement of one unit, or of what is pledged.

    Attributes
    ----------
    id
        Unlike that of any other movement; the assignment's where the unit moves to its tour.
    purpose, owner
        What it moves for; the assignment or pledge that its loads belong to.
    offer
        Offer that the unit is of; None: it is no unit.
    home
        Where it starts at first.
    target
        Field that names its destination, as table:id.field.
    ready_day
        First day on which it can load; permissions and earlier movements of its unit apart.
    ready_binding
        Limit that sets ``ready_day``, as table:id.field.
    from_day, until_day
        Days of the tour; of a return, when it leaves and when the tour ends; of a delivery, when
        it is ready and when it is wanted.
    leave_day
        Day until which the unit keeps its place: with the overlap of a relief.
    wanted_day
        Day by which it should be in place; of a return its ``ready_day`` until its way is known.
    weight
        Weight of its line times that of its objective.
    in_place
        Whether it is there on C-day already: a deployed unit whose tour starts in the first
        period. One that serves later is taken to start at home, like any other.
    follows
        Assignment of the same unit that it goes on from at the same place without a rest;
        None: it moves.
    after
        Movement of the same unit that must have arrived before it loads; None: there is none.
    apart
        What of the unit it is; None: all of it.
    parts
        Movements of its people and its equipment, where these go apart: both must have arrived
        before it loads, and what they come after it comes after, too.
    relieved_by
        Assignment that takes its place when it ends; None: nobody does, or it is no return.
    objective
        Objective that its line serves; None: it is a delivery.
    """

    id: str
    purpose: MovePurpose
    owner: str
    offer: str | None
    unit: str
    capability: Capability
    nation: str
    home: str
    origin: str
    destination: str
    target: str
    ready_day: int
    ready_binding: str
    from_day: float
    until_day: float
    leave_day: float
    wanted_day: float
    weight: float
    in_place: bool = False
    follows: str | None = None
    after: str | None = None
    relieved_by: str | None = None
    apart: Apart | None = None
    parts: tuple[str, ...] = ()
    objective: str | None = None

    @property
    def rank(self) -> tuple[float, float, str]:
        """Place in the order of the list schedule: earliest wanted, then weightiest."""
        return (self.wanted_day, -self.weight, self.id)

    @property
    def moves(self) -> bool:
        """Whether it has a way to go."""
        return not (self.in_place or self.is_joined) and self.follows is None

    @property
    def is_joined(self) -> bool:
        """Whether its people and its equipment join where it is to be, so that no way is left."""
        return bool(self.parts) and self.origin == self.destination

    @property
    def is_outward(self) -> bool:
        """Whether it leads to a tour, all of a unit or what of it goes apart."""
        return self.purpose not in (MovePurpose.RETURN, MovePurpose.DELIVERY)

    @property
    def is_homeward(self) -> bool:
        """Whether it leads home."""
        return self.purpose is MovePurpose.RETURN


def tours_of(plan: Plan, force_plan: ForcePlan) -> list[Tour]:
    """Return every assignment as a movement to its place, in the order of the list schedule."""
    reliefs = reliefs_of(plan, force_plan)
    found: list[Tour] = []
    for rows in by_unit(force_plan):
        moved: str | None = None
        for before, row in pairwise([None, *rows]):
            if row is None:
                continue
            overlap = plan.requirements[row.requirement].overlap_days if row.id in reliefs else 0.0
            tour = _tour(plan, row, before, moved, overlap)
            moved = tour.id if tour.moves else moved
            found.append(tour)
    return sorted(found, key=lambda tour: tour.rank)


def by_unit(force_plan: ForcePlan) -> list[list[Assignment]]:
    """Return the tours of each unit in the order of time."""
    found: dict[str, list[Assignment]] = {}
    for row in force_plan.assignments:
        found.setdefault(row.unit, []).append(row)
    return [sorted(rows, key=lambda row: (row.from_day, row.id)) for rows in found.values()]


def place_of(plan: Plan, row: Assignment) -> str:
    """Return the location of an assignment's sector."""
    return plan.sectors[plan.requirements[row.requirement].sector].location


def goes_on(before: Assignment, row: Assignment) -> bool:
    """Whether a unit goes from one tour to its next without a rest at home."""
    return row.from_day <= before.until_day


def home_id(assignment: str) -> str:
    """Return the id of the movement home after a tour."""
    return f"{assignment}.home"


RELIEF_DAYS = 1.0
"""Days between the end of a tour and the start of another up to which that takes its place."""


def reliefs_of(plan: Plan, force_plan: ForcePlan) -> dict[str, str]:
    """Return the assignment that takes the place of each one after which a unit goes home, by id.

    Each relieves one other of the same line at most, the first that it can; a unit that goes on
    at the same place relieves nobody.
    """
    stays: set[str] = set()
    leaves: list[Assignment] = []
    for rows in by_unit(force_plan):
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            if following is None or not goes_on(row, following):
                leaves.append(row)
            elif place_of(plan, row) == place_of(plan, following):
                stays.add(following.id)
    coming: dict[str, list[Assignment]] = {}
    for row in sorted(force_plan.assignments, key=lambda row: (row.from_day, row.id)):
        if row.id not in stays:
            coming.setdefault(row.requirement, []).append(row)
    found: dict[str, str] = {}
    for row in sorted(leaves, key=lambda row: (row.until_day, row.id)):
        waiting = coming.get(row.requirement, [])
        near = (it for it in waiting if abs(it.from_day - row.until_day) <= RELIEF_DAYS)
        relief = next((it for it in near if it.unit != row.unit), None)
        if relief is not None:
            waiting.remove(relief)
            found[row.id] = relief.id
    return found


def _tour(
    plan: Plan, row: Assignment, before: Assignment | None, moved: str | None, overlap: float
) -> Tour:
    offer, requirement = plan.offers[row.offer], plan.requirements[row.requirement]
    destination, origin, after = place_of(plan, row), offer.origin, moved
    candidates = [
        (0.0, f"offers:{offer.id}.from_day"),
        (offer.from_day, f"offers:{offer.id}.from_day"),
        (offer.notice_days, f"offers:{offer.id}.notice_days"),
    ]
    follows = None
    if before is not None:
        candidates.append((before.until_day, f"offers:{offer.id}.rest_ratio"))
        if not goes_on(before, row):
            after = home_id(before.id)
        elif place_of(plan, before) == destination:
            follows = before.id
        else:
            origin = place_of(plan, before)
    ready, binding = max(candidates, key=lambda item: item[0])
    required = requirement.required_day
    return Tour(
        id=row.id,
        purpose=MovePurpose.DEPLOYMENT,
        owner=row.id,
        offer=offer.id,
        unit=row.unit,
        capability=plan.capabilities[offer.capability],
        nation=offer.nation,
        home=offer.origin,
        origin=origin,
        destination=destination,
        target=f"sectors:{requirement.sector}.location",
        ready_day=math.ceil(ready),
        ready_binding=binding,
        from_day=row.from_day,
        until_day=row.until_day,
        leave_day=row.until_day + overlap,
        wanted_day=row.from_day if required is None else max(required, row.from_day),
        weight=requirement.weight * plan.objectives[requirement.objective].weight,
        in_place=before is None
        and offer.state is OfferState.DEPLOYED
        and row.from_day < plan.meta.period_days,
        follows=follows,
        after=after,
        objective=requirement.objective,
    )
