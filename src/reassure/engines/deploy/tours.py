"""Assignments as movements: from where to where, ready when, wanted when."""

import math
from dataclasses import dataclass

from reassure.model.choices import OfferState
from reassure.model.force import Capability
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan


@dataclass(frozen=True, slots=True)
class Tour:
    """One assignment as a movement.

    Attributes
    ----------
    ready_day
        First day on which it can load; permissions apart.
    ready_binding
        Limit that sets ``ready_day``, as table:id.field.
    from_day
        First day of the tour.
    wanted_day
        Day by which it should be in place.
    weight
        Weight of its line times that of its objective.
    in_place
        Whether it is there on C-day already: a deployed unit whose tour starts in the first
        period. One that serves later is taken to start at home, like any other.
    follows
        Assignment of the same unit that it goes on from at the same place without a rest;
        None: it moves.
    """

    assignment: str
    unit: str
    capability: Capability
    nation: str
    origin: str
    destination: str
    sector: str
    ready_day: int
    ready_binding: str
    from_day: float
    wanted_day: float
    until_day: float
    weight: float
    in_place: bool
    follows: str | None

    @property
    def rank(self) -> tuple[float, float, str]:
        """Place in the order of the list schedule: earliest wanted, then weightiest."""
        return (self.wanted_day, -self.weight, self.assignment)


def tours_of(plan: Plan, force_plan: ForcePlan) -> list[Tour]:
    """Return every assignment as a movement, in the order of the list schedule."""
    by_unit: dict[str, list[Assignment]] = {}
    for row in force_plan.assignments:
        by_unit.setdefault(row.unit, []).append(row)
    found: list[Tour] = []
    for rows in by_unit.values():
        rows.sort(key=lambda row: (row.from_day, row.id))
        for before, row in zip([None, *rows], rows, strict=False):
            found.append(_tour(plan, row, before))
    return sorted(found, key=lambda tour: tour.rank)


def _tour(plan: Plan, row: Assignment, before: Assignment | None) -> Tour:
    offer, requirement = plan.offers[row.offer], plan.requirements[row.requirement]
    destination = plan.sectors[requirement.sector].location
    candidates = [
        (0.0, f"offers:{offer.id}.from_day"),
        (offer.from_day, f"offers:{offer.id}.from_day"),
        (offer.notice_days, f"offers:{offer.id}.notice_days"),
    ]
    if before is not None:
        candidates.append((before.until_day, f"offers:{offer.id}.rest_ratio"))
    ready, binding = max(candidates, key=lambda item: item[0])
    required = requirement.required_day
    wanted = row.from_day if required is None else max(required, row.from_day)
    return Tour(
        assignment=row.id,
        unit=row.unit,
        capability=plan.capabilities[offer.capability],
        nation=offer.nation,
        origin=offer.origin,
        destination=destination,
        sector=requirement.sector,
        ready_day=math.ceil(ready),
        ready_binding=binding,
        from_day=row.from_day,
        wanted_day=wanted,
        until_day=row.until_day,
        weight=requirement.weight * plan.objectives[requirement.objective].weight,
        in_place=before is None
        and offer.state is OfferState.DEPLOYED
        and row.from_day < plan.meta.period_days,
        follows=None if before is None else _follows(plan, row, before, destination),
    )


def _follows(plan: Plan, row: Assignment, before: Assignment, destination: str) -> str | None:
    place = plan.sectors[plan.requirements[before.requirement].sector].location
    return before.id if row.from_day <= before.until_day and place == destination else None
