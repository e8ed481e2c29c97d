"""The planned way of every assignment, load by load, as days at places."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reassure.engines.deploy.legs import passed_ways
from reassure.engines.deploy.movements import movements_of
from reassure.engines.deploy.tours import Tour
from reassure.model.choices import ActualEvent, MovePurpose
from reassure.model.movement_outputs import Delivery
from reassure.model.outputs import Arrival, Leg
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan


class Stop(NamedTuple):
    """A planned departure or arrival; the day is None where the plan has none for it."""

    event: ActualEvent
    location: str
    day: int | None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """One assignment or pledge as it is planned to move.

    Attributes
    ----------
    tour
        From where to where.
    planned_day
        Day on which its last load arrives; None: never.
    parts
        The stops of each of its loads, departure from the origin first and arrival at the
        destination last; a unit that moves itself is one part.
    """

    tour: Tour
    planned_day: int | None
    wanted_day: float
    parts: tuple[tuple[Stop, ...], ...]


def planned_moves(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment
) -> Iterator[PlannedMove]:
    """Yield the assignments that move, in the order of their ids, and then pledges."""
    legs: dict[str, list[Leg]] = defaultdict(list)
    for leg in deployment.legs:
        legs[leg.load].append(leg)
    loads: dict[tuple[MovePurpose, str], list[str]] = defaultdict(list)
    for load in deployment.loads:
        loads[load.purpose, load.owner].append(load.id)
    told: dict[tuple[MovePurpose, str], Arrival | Delivery] = {
        (MovePurpose.DEPLOYMENT, row.assignment): row for row in deployment.arrivals
    }
    told |= {(MovePurpose.DELIVERY, row.pledge): row for row in deployment.deliveries}
    tours = [tour for tour in movements_of(plan, force_plan).tours if tour.moves]
    for tour in sorted(tours, key=lambda tour: (tour.purpose is MovePurpose.DELIVERY, tour.id)):
        key = (tour.purpose, tour.owner)
        arrival = told.get(key)
        if arrival is None:
            continue
        parts = tuple(tuple(_stops(plan, tour, legs[load])) for load in loads[key])
        itself = (
            Stop(ActualEvent.DEPARTED, tour.origin, None),
            Stop(ActualEvent.ARRIVED, tour.destination, arrival.planned_day),
        )
        yield PlannedMove(tour, arrival.planned_day, arrival.wanted_day, parts or (itself,))


def _stops(plan: Plan, tour: Tour, legs: list[Leg]) -> Iterator[Stop]:
    if not legs:
        yield Stop(ActualEvent.DEPARTED, tour.origin, None)
    place = tour.origin
    for leg, way in passed_ways(plan, tour.origin, legs):
        place = way.end
        yield Stop(ActualEvent.DEPARTED, way.start, leg.depart_day)
        yield Stop(ActualEvent.ARRIVED, place, leg.arrive_day)
    if place != tour.destination or not legs:
        yield Stop(ActualEvent.ARRIVED, tour.destination, None)
