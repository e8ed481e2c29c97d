"""What movements use of which limit of a plan, and when: a second reading of the records.

Nothing here comes from the engine. It reads what `benchmarks.move_instances` writes: loads without
lifts, on links of whole days, limited by links, by the handling of places and by gauge breaks. A
plan with anything else that could hold a load up is refused.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from reassure.model.choices import (
    CapacityUnit,
    LocationKind,
    LocationState,
    Mode,
    Movement,
    OfferState,
)
from reassure.model.force import Capability
from reassure.model.network import Link, Outage
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

Limit = tuple[str, str]
"""Table and id of the record that sets it."""

PORTS = (LocationKind.PORT, LocationKind.NAVAL_BASE)
TRAIN_WAGONS = 30.0
_OTHER_LIMITS = (
    "berths",
    "handling_lane_m_per_day",
    "trains_per_day",
    "wagons_per_day",
    "mog",
    "staging_t_per_day",
    "storage_t",
)
_LINK_LIMITS = ("mlc", "axle_load_t", "loading_gauge")


class Sizes(NamedTuple):
    """What a unit, or a part of one, measures."""

    tonnes: float
    lane_m: float
    wagons: float
    vehicles: float


class Use(NamedTuple):
    """What a movement uses of one limit on one day: so much of one measure."""

    limit: Limit
    measure: str
    factor: float = 1.0

    def amount(self, sizes: Sizes) -> float:
        """Return what so much takes of the limit."""
        return self.factor * float(getattr(sizes, self.measure))


class Unit(NamedTuple):
    """One assignment as a movement.

    Attributes
    ----------
    ready_day
        First day on which it may load.
    wanted_day
        Day by which it should be in place.
    """

    assignment: str
    origin: str
    destination: str
    ready_day: int
    wanted_day: float
    weight: float
    by_air: bool
    sizes: Sizes

    def cost(self, arrival_day: float) -> float:
        """Return weighted lateness, and a hundredth of the time taken: what is minimised."""
        late = max(0.0, arrival_day - self.wanted_day)
        return self.weight * (late + 0.01 * (arrival_day - self.ready_day))

    def penalty(self, horizon_day: int) -> float:
        """Return the cost of not arriving: more than that of arriving on the last day."""
        return self.weight * (horizon_day - self.wanted_day + 30 + 0.01 * horizon_day)


class Reading:
    """The limits and movements of one plan.

    Parameters
    ----------
    plan
        A plan as `benchmarks.move_instances` makes them.
    force_plan
        Who is to be moved.

    Raises
    ------
    ValueError
        If the plan has a rule that is not read here.
    """

    def __init__(self, plan: Plan, force_plan: ForcePlan) -> None:
        unknown = next(_not_read(plan), None)
        if unknown:
            raise ValueError(f"{unknown}: has a rule that is not read here")
        self.plan = plan
        self.horizon_day = math.floor(plan.meta.horizon_days)
        self.links = {row.id: row for row in plan.links}
        self.units = [_unit(plan, row) for row in force_plan.assignments]
        self._places = {row.id: row for row in plan.locations}
        self._breaks = {
            (row.location, *pair): row
            for row in plan.gauge_breaks
            for pair in (
                (row.from_gauge_mm, row.to_gauge_mm),
                (row.to_gauge_mm, row.from_gauge_mm),
            )
        }
        self._per_day: dict[Limit, float] = {
            ("links", row.id): row.capacity_per_day
            for row in plan.links
            if row.capacity_per_day is not None
        }
        self._per_day |= {
            ("locations", row.id): row.handling_t_per_day
            for row in plan.locations
            if row.handling_t_per_day is not None
        }
        self._per_day |= {("gauge_breaks", row.id): row.wagons_per_day for row in plan.gauge_breaks}
        self._hit_with: dict[Limit, Limit] = {
            ("gauge_breaks", row.id): ("locations", row.location) for row in plan.gauge_breaks
        }
        self._outages: dict[Limit, list[Outage]] = defaultdict(list)
        for row in plan.outages:
            hit = ("locations", row.location) if row.link is None else ("links", row.link)
            self._outages[hit[0], str(hit[1])].append(row)

    def capacity(self, limit: Limit, day: int) -> float:
        """Return what a limit gives on a day, in its own unit; zero where nothing departs."""
        if limit[0] == "links" and not departs(self.links[limit[1]], day):
            return 0.0
        given = self._per_day[limit]
        for row in self._outages.get(self._hit_with.get(limit, limit), ()):
            start, stop = row.from_day, row.until_day
            if (start is None or start < day + 1) and (stop is None or day < stop):
                given *= row.open_share
        return given

    def passing(self, link: Link) -> list[Use]:
        """Return the use of a link itself, on the day of entering it."""
        if link.capacity_per_day is None:
            return []
        limit = ("links", link.id)
        if link.capacity_unit is CapacityUnit.TRAINS:
            return [Use(limit, "wagons", 1 / TRAIN_WAGONS)]
        return [Use(limit, str(link.capacity_unit))]

    def loading(self, place: str, mode: Mode, *, at_origin: bool) -> list[Use]:
        """Return the use of a place by loading there; away from ports, that of any transfer."""
        is_handled = mode is Mode.SEA or not (at_origin or self.is_port(place))
        return self._handling(place) if is_handled else []

    def unloading(self, place: str, mode: Mode) -> list[Use]:
        """Return the use of a place by unloading there; only ships are worked."""
        return self._handling(place) if mode is Mode.SEA else []

    def is_port(self, place: str) -> bool:
        """Whether ships are unloaded at a place, whoever goes there."""
        return self._places[place].kind in PORTS

    def _handling(self, place: str) -> list[Use]:
        limit = ("locations", place)
        return [Use(limit, "tonnes")] if limit in self._per_day else []

    def changing(self, place: str, from_mm: float, to_mm: float) -> list[Use] | None:
        """Return the use of a change of gauge; None: it cannot be made there."""
        row = self._breaks.get((place, from_mm, to_mm))
        return None if row is None else [Use(("gauge_breaks", row.id), "wagons")]


def departs(link: Link, day: int) -> bool:
    """Whether a link has a departure on a day."""
    return day >= link.first_day and (day - link.first_day) % link.every_days == 0


def sizes_of(unit: Capability, n_parts: int = 1) -> Sizes:
    """Return the size of one of so many equal parts of a unit."""
    whole = (unit.tonnes, unit.lane_m, unit.wagons, unit.vehicles)
    return Sizes(*(value / n_parts for value in whole))


def _unit(plan: Plan, row: Any) -> Unit:
    offer, line = plan.offers[row.offer], plan.requirements[row.requirement]
    kind = plan.capabilities[offer.capability]
    return Unit(
        row.id,
        offer.origin,
        plan.sectors[line.sector].location,
        math.ceil(max(0.0, offer.from_day, offer.notice_days)),
        max(line.required_day, row.from_day),
        line.weight * plan.objectives[line.objective].weight,
        kind.by_air,
        sizes_of(kind),
    )


def _not_read(plan: Plan) -> Iterator[str]:
    """Yield the rows with rules that this module does not read."""
    for name in ("lifts", "passages", "clearances"):
        yield from (f"{name}:{row.id}" for row in plan.table(name))
    for row in plan.locations:
        limits = [name for name in _OTHER_LIMITS if getattr(row, name) is not None]
        is_open = row.state is LocationState.READY and row.kind is not LocationKind.GATEWAY
        if limits or not is_open:
            yield f"locations:{row.id}"
    for row in plan.links:
        is_whole = row.transit_days is not None and row.transit_days == math.floor(row.transit_days)
        is_plain = all(getattr(row, name) is None for name in _LINK_LIMITS)
        has_unit = row.capacity_unit not in (None, CapacityUnit.SORTIES)
        has_gauge = row.mode is not Mode.RAIL or row.gauge_mm is not None
        is_known = row.mode is not Mode.WATERWAY and row.capacity_per_day != 0
        if not (is_whole and is_plain and has_unit and has_gauge and is_known and row.transit_days):
            yield f"links:{row.id}"
    arrives = {
        (row.mode, end)
        for row in plan.links
        for end in (row.to_location, *((row.from_location,) if row.both_ways else ()))
    }
    for row in plan.links:
        starts = (row.from_location, *((row.to_location,) if row.both_ways else ()))
        if row.mode in (Mode.SEA, Mode.AIR) and any((row.mode, end) in arrives for end in starts):
            # Ships and aircraft would go on from there without being unloaded.
            yield f"links:{row.id}"
    for row in plan.outages:
        if row.open_share == 0 or (row.from_day is None and row.until_day is None):
            yield f"outages:{row.id}"
    yield from (
        f"capabilities:{row.id}" for row in plan.capabilities if row.moves is not Movement.CARRIED
    )
    yield from (f"offers:{row.id}" for row in plan.offers if row.state is OfferState.DEPLOYED)
