"""The planned way of every assignment, load by load, as days at places."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reassure.engines.deploy.moving.movements import movements_of
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.telling.legs import passed_ways
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
        destination last; a unit that moves itself is one part. Of what goes apart those of people,
        then of equipment, each with the way that the unit takes from where they join.
    loads
        Ids of these loads, each with what it moves for; of a unit that moves itself the assignment.
    n_apart
        How many of these are loads of people, and how many of equipment; empty: it goes as one.
    onward
        Of what goes apart, the unit from where both join; None: they join at its destination.
    """

    tour: Tour
    planned_day: int | None
    wanted_day: float
    parts: tuple[tuple[Stop, ...], ...]
    loads: tuple[tuple[str, MovePurpose], ...]
    n_apart: tuple[tuple[MovePurpose, int], ...] = ()
    onward: "PlannedMove | None" = None


def planned_moves(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment
) -> Iterator[PlannedMove]:
    """Yield the assignments that move, in the order of their ids, and then pledges."""
    legs = deployment.legs_by_load()
    loads: dict[tuple[MovePurpose, str], list[str]] = defaultdict(list)
    for load in deployment.loads:
        loads[load.purpose, load.owner].append(load.id)
    told: dict[tuple[MovePurpose, str], Arrival | Delivery] = {
        (MovePurpose.DEPLOYMENT, row.assignment): row for row in deployment.arrivals
    }
    told |= {(MovePurpose.DELIVERY, row.pledge): row for row in deployment.deliveries}
    tours = {tour.id: tour for tour in movements_of(plan, force_plan).tours}
    was_apart = {row.assignment for row in deployment.parts}
    moved = [tour for tour in tours.values() if tour.moves or tour.parts]
    for known in sorted(moved, key=lambda tour: (tour.purpose is MovePurpose.DELIVERY, tour.id)):
        tour, key = known, (known.purpose, known.owner)
        arrival = told.get(key)
        if arrival is None:
            continue
        if tour.parts:
            ahead = [tours[name] for name in tour.parts]
            is_planned = any(loads.get((part.purpose, part.owner)) for part in ahead)
            if tour.owner in was_apart and is_planned:
                yield _apart(plan, tour, ahead, arrival, loads, legs)
                continue
            # It was planned as one, or a stop left it unplanned.
            tour = replace(tour, origin=ahead[0].origin, parts=())
        parts = tuple(tuple(_stops(plan, tour, legs[load])) for load in loads[key])
        itself = (
            Stop(ActualEvent.DEPARTED, tour.origin, None),
            Stop(ActualEvent.ARRIVED, tour.destination, arrival.planned_day),
        )
        names = tuple((load, tour.purpose) for load in loads[key] or (tour.owner,))
        days = arrival.planned_day, arrival.wanted_day
        yield PlannedMove(tour, *days, parts or (itself,), names)


def _apart(
    plan: Plan,
    whole: Tour,
    ahead: Sequence[Tour],
    arrival: Arrival | Delivery,
    loads: Mapping[tuple[MovePurpose, str], Sequence[str]],
    legs: Mapping[str, list[Leg]],
) -> PlannedMove:
    """Return a unit whose people and equipment go ahead, load by load of these."""
    end: tuple[Stop, ...] = ()
    onward = None
    own = {tour.purpose: loads.get((tour.purpose, tour.owner), ()) for tour in (*ahead, whole)}
    if not whole.is_joined:
        then = tuple(tuple(_stops(plan, whole, legs[load])) for load in own[whole.purpose])
        names = tuple((load, whole.purpose) for load in own[whole.purpose])
        onward = PlannedMove(whole, arrival.planned_day, arrival.wanted_day, then, names)
        left = [stops[0].day for stops in then]
        days = [day for day in left if day is not None]
        end = (
            Stop(ActualEvent.DEPARTED, whole.origin, max(days) if days and days == left else None),
            Stop(ActualEvent.ARRIVED, whole.destination, arrival.planned_day),
        )
    parts = tuple(
        (*_stops(plan, tour, legs[load]), *end) for tour in ahead for load in own[tour.purpose]
    )
    return PlannedMove(
        replace(whole, origin=ahead[0].origin, parts=()),
        arrival.planned_day,
        arrival.wanted_day,
        parts,
        tuple((load, tour.purpose) for tour in ahead for load in own[tour.purpose]),
        tuple((tour.purpose, len(own[tour.purpose])) for tour in ahead),
        onward,
    )


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
