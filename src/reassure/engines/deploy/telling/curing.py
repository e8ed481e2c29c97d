"""Which listed upgrade raises a field far enough."""

import math
from dataclasses import dataclass

from reassure.engines.common.outages import state_share
from reassure.engines.deploy.network.limits import SLACK
from reassure.engines.deploy.network.works import target_of
from reassure.model.network import Upgrade
from reassure.model.plan import Plan

_CAPACITIES = ("berths", "handling_t_per_day", "handling_lane_m_per_day", "trains_per_day",
    "wagons_per_day", "mog", "parking", "staging_t_per_day", "storage_t", "beds",
    "water_t_per_day", "fuel_storage_t")  # fmt: skip
"""Fields of a place of which its state leaves a share."""


@dataclass(frozen=True, slots=True)
class Cure:
    """An upgrade of a field.

    Attributes
    ----------
    is_enough
        Whether it raises the field as far as is needed.
    """

    upgrade: Upgrade
    is_enough: bool

    @property
    def ready_day(self) -> int:
        """Day on which it is ready if it is begun on C-day."""
        return math.ceil(self.upgrade.lead_days)


class Cures:
    """The upgrades that a plan lists, by the field that they raise.

    Parameters
    ----------
    plan
        Plan with its table ``upgrades``.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._upgrades: dict[str, list[Upgrade]] = {}
        for row in plan.upgrades:
            table, record = target_of(row)
            self._upgrades.setdefault(f"{table}:{record}.{row.field}", []).append(row)

    def share_of(self, binding: str) -> float:
        """Return the share of a field, as table:id.field, that the state of its place leaves."""
        table, _, rest = binding.partition(":")
        record, _, name = rest.rpartition(".")
        if table == "gauge_breaks":
            return state_share(self._plan.locations[self._plan.gauge_breaks[record].location])
        if table == "locations" and name in _CAPACITIES:
            return state_share(self._plan.locations[record])
        return 1.0

    def of(self, binding: str, needed: float) -> Cure | None:
        """Return the upgrade of a field that brings what is needed; None: none is listed.

        The cheapest of those that are enough, the sooner of equal ones; where none is, the one
        that raises the field most.

        Parameters
        ----------
        binding
            The field, as table:id.field.
        needed
            What must be left of it by the state of its place, in its unit.
        """
        listed = self._upgrades.get(binding, [])
        share = self.share_of(binding)
        enough = [row for row in listed if row.to_value * share + SLACK >= needed]
        if enough:
            return Cure(min(enough, key=lambda row: (row.cost, row.lead_days, row.id)), True)
        most = max(listed, key=lambda row: (row.to_value, -row.cost, row.id), default=None)
        return None if most is None else Cure(most, is_enough=False)
