"""Treatment that units can reach: which role, where, and how soon."""

import math
from collections.abc import Iterator

import numpy as np

from reassure.engines.common.graph import quickest_routes
from reassure.engines.sustain.demand import presence, units_of
from reassure.model.choices import LocationState, Mode
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from reassure.model.simulation_outputs import TreatmentCover

ROLES = (1, 2, 3)

ROAD_KM_PER_H = 50.0
"""Speed of an ambulance on roads, alone and at all hours; an assumption."""


def cover_of(plan: Plan, force_plan: ForcePlan, deployment: Deployment) -> Iterator[TreatmentCover]:
    """Yield for each place where units stay and each role the nearest treatment by road.

    A place with a higher role gives the lower ones too. Evacuation by air, and beds that are
    taken, are not looked at.
    """
    units = units_of(plan, force_plan, deployment)
    n_days = max(1, math.ceil(plan.meta.horizon_days))
    there = presence(
        units.arrive_day, units.leave_day, units.group, n_days=n_days, n_groups=len(units.groups)
    )
    persons: dict[str, np.ndarray] = {}
    for g, (sector, capability) in enumerate(units.groups):
        place = plan.sectors[sector].location
        own = there[:, g] * plan.capabilities[capability].persons
        persons[place] = persons.get(place, np.zeros(n_days)) + own
    treating = [
        row
        for row in plan.locations
        if row.medical_role is not None and row.state is not LocationState.CLOSED
    ]
    for place in sorted(persons):
        routes = quickest_routes(plan, place, modes=(Mode.ROAD,))
        for role in ROLES:
            reached = [
                (routes[row.id].distance_km / ROAD_KM_PER_H, row.id)
                for row in treating
                if (row.medical_role or 0) >= role and row.id in routes
            ]
            hours, nearest = min(reached) if reached else (None, None)
            yield TreatmentCover(
                location=place,
                role=role,
                nearest=nearest,
                hours=None if hours is None else round(hours, 2),
                persons=int(persons[place].max()),
            )
