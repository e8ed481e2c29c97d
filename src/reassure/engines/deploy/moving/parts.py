"""Units whose people and equipment go apart: each part as a movement, and where they join."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.loads import Apart
from reassure.engines.deploy.parameters import (
    BAGGAGE_T_PER_PERSON,
    COACH_LANE_M,
    PERSONS_PER_CARRIAGE,
    PERSONS_PER_COACH,
)
from reassure.model.choices import Movement, MovePurpose
from reassure.model.force import Capability
from reassure.model.network import MovementProfile
from reassure.model.plan import Plan

PARTS = (MovePurpose.PEOPLE, MovePurpose.EQUIPMENT)
"""What of a unit goes apart."""


def in_parts(plan: Plan, tours: Iterable[Tour]) -> Iterator[Tour]:
    """Yield movements to tours, each whose unit has a movement profile after those of its parts.

    Parameters
    ----------
    plan
        Plan with its table ``movement_profiles``.
    tours
        Movements of whole units.

    Notes
    -----
    A profile holds from home on, for units that have both people and equipment: who goes on from
    one tour to another, or home, goes as one, and so does who starts where both would join. Of two
    profiles that of the offer comes before that of the capability.
    """
    by_offer = {row.offer: row for row in reversed(plan.movement_profiles.records) if row.offer}
    by_kind = {
        row.capability: row for row in reversed(plan.movement_profiles.records) if row.offer is None
    }
    for tour in tours:
        profile = by_offer.get(tour.offer or "", by_kind.get(tour.capability.id))
        if profile is None or not _goes_apart(tour, profile):
            yield tour
            continue
        parts = [_part(tour, profile, purpose) for purpose in PARTS]
        yield from parts
        yield replace(
            tour,
            origin=parts[0].destination,
            after=None,
            parts=tuple(part.id for part in parts),
        )


def part_id(assignment: str, purpose: MovePurpose) -> str:
    """Return the id of the movement of a part."""
    return f"{assignment}.{purpose.value}"


def people_of(unit: Capability) -> Capability:
    """Return the people of a unit with their baggage, by whatever carries people.

    They are of no load class, gauge or outsize, can be flown, and fill whole coaches.
    """
    coaches = math.ceil(unit.persons / PERSONS_PER_COACH)
    return unit.model_copy(
        update={
            "tonnes": _baggage_t(unit),
            "vehicles": coaches,
            "lane_m": coaches * COACH_LANE_M,
            "wagons": unit.persons / PERSONS_PER_CARRIAGE,
            "heaviest_mlc": 0.0,
            "axle_load_t": None,
            "loading_gauge": None,
            "outsize": False,
            "by_air": True,
        }
    )


def equipment_of(unit: Capability) -> Capability:
    """Return what of a unit its people do not take along."""
    return unit.model_copy(update={"persons": 0, "tonnes": unit.tonnes - _baggage_t(unit)})


def _baggage_t(unit: Capability) -> float:
    return min(unit.tonnes, BAGGAGE_T_PER_PERSON * unit.persons)


def _goes_apart(tour: Tour, profile: MovementProfile) -> bool:
    unit = tour.capability
    has_both = unit.persons > 0 and (unit.tonnes > _baggage_t(unit) or unit.vehicles > 0)
    is_from_home = tour.moves and tour.origin == tour.home
    is_way = tour.origin not in (tour.destination, profile.marry_up)
    return unit.moves is Movement.CARRIED and has_both and is_from_home and is_way


def _part(tour: Tour, profile: MovementProfile, purpose: MovePurpose) -> Tour:
    is_people = purpose is MovePurpose.PEOPLE
    modes = profile.people_by if is_people else profile.equipment_by
    target = tour.target
    if profile.marry_up is not None:
        target = f"movement_profiles:{profile.id}.marry_up"
    return replace(
        tour,
        id=part_id(tour.id, purpose),
        purpose=purpose,
        capability=people_of(tour.capability) if is_people else equipment_of(tour.capability),
        destination=profile.marry_up or tour.destination,
        target=target,
        apart=Apart(profile.id, purpose, frozenset(modes)),
    )
