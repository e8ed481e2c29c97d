"""Border permissions: from when a unit may be where."""

import math

from reassure.engines.common.graph import MINUTES_PER_DAY
from reassure.engines.deploy.network.loads import cargo_classes
from reassure.model.choices import Cargo
from reassure.model.force import Capability
from reassure.model.plan import Plan


class Permissions:
    """From when loads of a nation may enter the locations of others.

    Parameters
    ----------
    plan
        Plan with its tables ``clearances`` and ``locations``; requests are made on C-day.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._by_cargo: dict[tuple[str, frozenset[Cargo]], dict[str, tuple[int, str]]] = {}
        self._opens: dict[tuple[str, frozenset[Cargo]], dict[str, int]] = {}

    def opens(self, nation: str, capability: Capability) -> dict[str, int]:
        """Return by location the minute from which a unit may be there, where it must wait."""
        key = (nation, cargo_classes(capability))
        if key not in self._opens:
            by_state = self._leads(*key)
            self._opens[key] = {
                place.id: by_state[place.nation][0] * MINUTES_PER_DAY
                for place in self._plan.locations
                if place.nation in by_state
            }
        return self._opens[key]

    def leads(self, nation: str, capability: Capability) -> dict[str, tuple[int, str]]:
        """Return by nation how many days a unit must wait for its permission, and the clearance."""
        return self._leads(nation, cargo_classes(capability))

    def binding(self, nation: str, capability: Capability, location: str) -> str:
        """Return the clearance that holds a unit back from a location, as table:id.field."""
        state = self._plan.locations[location].nation
        return f"clearances:{self._leads(nation, cargo_classes(capability))[state][1]}.lead_days"

    def _leads(self, nation: str, classes: frozenset[Cargo]) -> dict[str, tuple[int, str]]:
        key = (nation, classes)
        if key not in self._by_cargo:
            leads = dict[str, tuple[int, str]]()
            for row in self._plan.clearances:
                applies = row.through != nation and (not row.nations or nation in row.nations)
                days = math.ceil(row.lead_days)
                longer = row.through not in leads or days > leads[row.through][0]
                if applies and row.cargo in classes and days > 0 and longer:
                    leads[row.through] = (days, row.id)
            self._by_cargo[key] = leads
        return self._by_cargo[key]
