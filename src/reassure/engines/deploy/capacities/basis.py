"""What all capacities of a plan share: its limits, outages, passages and cargo."""

from dataclasses import replace

from reassure.engines.common.graph import Passages
from reassure.engines.common.outages import LINKS, LOCATIONS, OutageWindow, Where, outage_windows
from reassure.engines.deploy.capacities.cargo import Cargo
from reassure.engines.deploy.capacities.shapes import Capacity, Part
from reassure.engines.deploy.formulas.registry import Value, Worked, formulas
from reassure.engines.deploy.network.limits import Limits
from reassure.model.choices import LocationState, Mode
from reassure.model.network import Link, Location
from reassure.model.plan import Plan


class Basis:
    """The parts of the movement model that say what a limit gives.

    Parameters
    ----------
    plan
        Plan with its network.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.cargo = plan, Cargo(plan)
        self._limits, self._passages = Limits(plan, 0), Passages(plan)
        self._windows = outage_windows(plan, n_days=int(plan.meta.horizon_days))

    def value(self, place: Location, name: str) -> float | None:
        """Return what a field of a place gives on an ordinary day; None: it is no limit."""
        number = self._limits.at_location(place.id, name, getattr(place, name))
        return None if number is None else self._limits.limits[number].capacity

    def on_link(self, link: Link) -> float | None:
        """Return what a link takes on an ordinary day, in its unit; None: it is no limit."""
        number = self._limits.on_link(link.id, link.capacity_per_day)
        return None if number is None else self._limits.limits[number].capacity

    def wagons_at_break(self, break_id: str) -> float:
        """Return the wagons that a gauge break changes on an ordinary day."""
        row = self.plan.gauge_breaks[break_id]
        number = self._limits.at_gauge_break(row.id, row.location, row.wagons_per_day)
        return self._limits.limits[number].capacity

    def held(self, made: Capacity, place: Location, mode: Mode | None) -> Capacity:
        """Add what the state of a place, its nation and outages make of a capacity there."""
        share = self._limits.share_of(place.id)
        parts = [*made.parts]
        if share < 1 and made.unit:
            told = f"limited: {share:g} of every capacity, in the values here already"
            parts.append(Part(f"locations:{place.id}.state", place.state.value, "", told))
        parts.extend(self.outages((LOCATIONS, place.id)))
        return self.barred(replace(made, parts=tuple(parts)), place, mode)

    def barred(self, made: Capacity, place: Location, mode: Mode | None) -> Capacity:
        """Add what closes a place, or bars a mode there."""
        parts = [*made.parts]
        if place.state is LocationState.CLOSED:
            binding = f"locations:{place.id}.state"
            parts.append(Part(binding, place.state.value, "", "closed: nothing passes", 0.0))
        barring = None if mode is None else self._passages.barring(place.id, mode)
        if barring is not None:
            told = f"{place.nation} lets nothing pass"
            parts.append(Part(f"passages:{barring}.allowed", "false", "", told, 0.0))
        return replace(made, parts=tuple(parts))

    def outages(self, where: Where) -> list[Part]:
        """Return the outages with days of a place or link, as parts of its capacities."""
        return [_outage(window) for window in self._windows.get(where, ())]

    def outages_on(self, link: str) -> list[Part]:
        """Return the outages with days of a link."""
        return self.outages((LINKS, link))


def worked(name: str, **given: Value) -> Worked:
    """Work a formula out."""
    return formulas()[name].work(**given)


def part(
    place: Location, name: str, value: float, unit: str, working: str, per_day: float | None = None
) -> Part:
    """Make the part of a place's field."""
    return Part(f"locations:{place.id}.{name}", value, unit, working, per_day)


def _outage(window: OutageWindow) -> Part:
    told = f"share of every capacity that stays from C+{window.start} to C+{window.stop}"
    return Part(f"outages:{window.outage}.open_share", window.open_share, "", told)
