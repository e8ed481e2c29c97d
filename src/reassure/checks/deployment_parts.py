"""Units whose people and equipment go apart: their parts by the records, and what is told."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reassure.checks.deployment_tours import AGAIN, SLACK, MovedTour, name_of
from reassure.checks.place import Place, fault, plain
from reassure.model.choices import Movement, MovePurpose
from reassure.model.finding import Finding
from reassure.model.force import Capability, Offer
from reassure.model.movement_outputs import Part
from reassure.model.network import MovementProfile
from reassure.model.outputs import Arrival, Assignment, Load
from reassure.model.plan import Plan
from reassure.model.results import Deployment
from reassure.model.table import Table

PARTS = (MovePurpose.PEOPLE, MovePurpose.EQUIPMENT)
"""What of a unit goes apart."""

_BAGGAGE_T, _CARRIAGE_SEATS, _COACH_SEATS, _COACH_LANE_M = 0.1, 60.0, 50.0, 15.0


def in_parts(
    plan: Plan, assignments: Table[Assignment], tours: Iterable[MovedTour]
) -> Iterator[MovedTour]:
    """Yield movements to tours, with those of people and equipment where these go apart.

    Parameters
    ----------
    plan, assignments
        A plan whose references hold, and who serves where and when.
    tours
        Movements of whole units to their tours.
    """
    for tour in tours:
        offer = plan.offers[assignments[tour.owner].offer]
        profile = _profile_of(plan, offer, tour)
        if profile is None:
            yield tour
            continue
        baggage_t = min(_BAGGAGE_T * tour.unit.persons, tour.unit.tonnes)
        joined = profile.marry_up or tour.destination
        for purpose in PARTS:
            is_people = purpose is MovePurpose.PEOPLE
            yield replace(
                tour,
                purpose=purpose,
                unit=(_people if is_people else _equipment)(tour.unit, baggage_t),
                destination=joined,
                modes=frozenset(profile.people_by if is_people else profile.equipment_by),
            )
        names = tuple(name_of(tour.owner, purpose) for purpose in PARTS)
        yield replace(tour, origin=joined, after=None, parts=names)


def _profile_of(plan: Plan, offer: Offer, tour: MovedTour) -> MovementProfile | None:
    """Return the profile by which a unit goes apart; None: it goes as one."""
    unit = tour.unit
    is_first = tour.moves and unit.moves is Movement.CARRIED and tour.origin == offer.origin
    own = [row for row in plan.movement_profiles if row.offer == offer.id]
    alike = [
        row for row in plan.movement_profiles if row.offer is None and row.capability == unit.id
    ]
    profile = next(iter([*own, *alike]), None)
    has_things = unit.vehicles > 0 or unit.tonnes > _BAGGAGE_T * unit.persons
    if profile is None or not is_first or not has_things or not unit.persons:
        return None
    return None if tour.origin in (tour.destination, profile.marry_up) else profile


def _people(unit: Capability, baggage_t: float) -> Capability:
    coaches = math.ceil(unit.persons / _COACH_SEATS)
    return Capability(
        id=f"{unit.id}:people",
        name=unit.name,
        domain=unit.domain,
        persons=unit.persons,
        vehicles=coaches,
        tonnes=baggage_t,
        lane_m=_COACH_LANE_M * coaches,
        wagons=unit.persons / _CARRIAGE_SEATS,
        by_air=True,
    )


def _equipment(unit: Capability, baggage_t: float) -> Capability:
    left_t = unit.tonnes - baggage_t
    return unit.model_copy(update={"id": f"{unit.id}:equipment", "persons": 0, "tonnes": left_t})


def share_of_loads(
    tours: Mapping[str, MovedTour], units: Mapping[str, list[Load]], tour: MovedTour
) -> float:
    """Return the share of a unit's loads that one movement of it has; 1 for one that goes as one.

    Parameters
    ----------
    tours, units
        All movements, and the loads of each, by name.
    tour
        A movement with loads.
    """
    whole = tours[tour.owner] if tour.purpose in PARTS else tour
    if not whole.parts:
        return 1.0
    n_loads = sum(len(units.get(name, [])) for name in (*whole.parts, whole.name))
    return len(units.get(tour.name, [])) / n_loads


def check_parts(tours: Mapping[str, MovedTour], deployment: Deployment) -> Iterator[Finding]:
    """Check what is told of parts beside their movement.

    Yields
    ------
    Finding
        CHK-MOVE-024 for a part that goes elsewhere, parts that are not wanted on one day, or a
        unit whose days are not those of its parts.
    """
    told: dict[str, dict[MovePurpose, Part]] = {}
    for row in deployment.parts:
        told.setdefault(row.assignment, {})[row.purpose] = row
    arrivals = {row.assignment: row for row in deployment.arrivals}
    for name, rows in told.items():
        whole = tours.get(name)
        parts = [rows[purpose] for purpose in PARTS if purpose in rows]
        if whole is None or not whole.parts or len(parts) < len(PARTS):
            yield _wrong(next(iter(rows.values())), "assignment", name, "one that goes apart")
            continue
        for row in parts:
            if row.location != tours[name_of(name, row.purpose)].destination:
                yield _wrong(row, "location", row.location, whole.origin)
        days = [row.wanted_day for row in parts]
        latest = whole.wanted_day or 0.0
        is_sooner = abs(days[0] - days[1]) <= SLACK and days[0] <= latest + SLACK
        if not is_sooner or (whole.is_joined and abs(days[0] - latest) > SLACK):
            yield _wrong(parts[0], "wanted_day", plain(days[0]), "one day for both, in time")
        yield from _check_onward(whole, arrivals[name], parts, rows.get(MovePurpose.DEPLOYMENT))


def _check_onward(
    whole: MovedTour, arrival: Arrival, parts: list[Part], onward: Part | None
) -> Iterator[Finding]:
    """Check that a unit is told alike as its own arrival and as what its parts make up."""
    if (onward is None) is not whole.is_joined:
        found = "no row of the unit" if onward is None else "a row of the unit"
        expected = "none" if whole.is_joined else "one, from where its parts join"
        yield _wrong(parts[0], "purpose", found, expected)
    elif onward is not None:
        for column in ("planned_day", "wanted_day", "late_days", "binding"):
            told, right = getattr(onward, column), getattr(arrival, column)
            if told != right:
                yield _wrong(onward, column, str(told), str(right))
        if onward.location != whole.destination:
            yield _wrong(onward, "location", onward.location, whole.destination)
    first = min((row.release_day for row in parts if row.release_day is not None), default=None)
    if arrival.release_day != first:
        place = Place("arrivals", arrival.assignment, "release_day")
        found, expected = str(arrival.release_day), f"{first}, as of its first part"
        yield fault("CHK-MOVE-024", place, found=found, expected=expected, cure=AGAIN)


def _wrong(row: Part, column: str, found: str, expected: str) -> Finding:
    place = Place("parts", f"{row.assignment}|{row.purpose.value}", column)
    return fault("CHK-MOVE-024", place, found=found, expected=expected, cure=AGAIN)
