"""Journeys: the way of every load, hop by hop, in the direction in which it went."""

from dataclasses import dataclass
from typing import Any

from reassure.model.choices import Mode, MovePurpose
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan


@dataclass(frozen=True, slots=True)
class Hop:
    """One load on one link.

    Attributes
    ----------
    link, mode
        The link, and how one moves on it.
    from_location, to_location
        Where the load enters and leaves it; a link that runs both ways is taken in either order.
    depart_day, arrive_day
        Days on which it does [days from C-day].
    """

    link: str
    mode: Mode
    from_location: str
    to_location: str
    depart_day: int
    arrive_day: int


@dataclass(frozen=True, slots=True)
class Journey:
    """The way of one load.

    Attributes
    ----------
    load, owner
        The load, and the assignment or pledge that it belongs to.
    purpose
        What it moves for.
    mode
        Mode of its longest leg; None where it did not move.
    tonnes
        Its weight.
    hops
        Its way, in order.
    """

    load: str
    owner: str
    purpose: MovePurpose
    mode: Mode | None
    tonnes: float
    hops: tuple[Hop, ...]


def journeys(plan: Plan, forces: ForcePlan | None, moved: Deployment) -> list[Journey]:
    """Return the way of every load, in the order of the loads; one that never left has no hops.

    Parameters
    ----------
    forces
        Tells where tours start and end, which a load of a single leg does not say itself.
    """
    origins = _origins(plan, forces, moved)
    legs: dict[str, list[tuple[Any, ...]]] = {}
    columns = ("load", "leg", "link", "depart_day", "arrive_day")
    for load, *leg in moved.legs.frame.select(columns).iter_rows():
        if leg[1] in plan.links:
            legs.setdefault(load, []).append(tuple(leg))
    return [
        Journey(
            load.id,
            load.owner,
            load.purpose,
            load.mode,
            load.size,
            _hops(plan, sorted(legs.get(load.id, [])), origins.get((load.purpose, load.owner))),
        )
        for load in moved.loads
    ]


def _origins(
    plan: Plan, forces: ForcePlan | None, moved: Deployment
) -> dict[tuple[MovePurpose, str], str]:
    starts = {(MovePurpose.DELIVERY, row.id): row.origin for row in plan.pledges}
    for tour in () if forces is None else forces.assignments:
        if tour.offer in plan.offers:
            for purpose in (MovePurpose.DEPLOYMENT, MovePurpose.PEOPLE, MovePurpose.EQUIPMENT):
                starts[purpose, tour.id] = plan.offers[tour.offer].origin
        if tour.requirement in plan.requirements:
            sector = plan.sectors[plan.requirements[tour.requirement].sector]
            starts[MovePurpose.RETURN, tour.id] = sector.location
    for row in moved.parts:
        if row.purpose is not MovePurpose.DEPLOYMENT:
            # From where its parts join, a unit goes on as one.
            starts[MovePurpose.DEPLOYMENT, row.assignment] = row.location
    return {key: start for key, start in starts.items() if start is not None}


def _hops(plan: Plan, legs: list[tuple[Any, ...]], origin: str | None) -> tuple[Hop, ...]:
    made: list[Hop] = []
    here = origin
    for i, (_, link, depart, arrive) in enumerate(legs):
        row = plan.links[link]
        ends = (row.from_location, row.to_location)
        if here not in ends:
            # What the next link also touches is where this one ends.
            after = plan.links[legs[i + 1][1]] if i + 1 < len(legs) else None
            touched = () if after is None else (after.from_location, after.to_location)
            here = ends[1] if ends[0] in touched and ends[1] not in touched else ends[0]
        there = ends[1] if here == ends[0] else ends[0]
        made.append(Hop(link, row.mode, here, there, depart, arrive))
        here = there
    return tuple(made)
