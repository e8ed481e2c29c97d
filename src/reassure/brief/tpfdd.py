"""Time-phased force and deployment data: every assignment with its ports, days and what binds."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from reassure.brief.corridor import OVER_WATER_OR_AIR
from reassure.brief.journeys import Hop, Journey, journeys
from reassure.brief.names import capability_name, location_name, nation_name
from reassure.model.choices import MovePurpose
from reassure.model.outputs import Arrival, Assignment
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

TpfddValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its unit, and what it holds."""

    heading: str
    unit: str
    meaning: str


_DAY = "days from C-day"
COLUMNS: tuple[Column, ...] = (
    Column("ULN", "", "Unit line number: id of the assignment"),
    Column("Unit", "", "The unit, as offer.number"),
    Column("Nation", "", "Nation that provides it"),
    Column("Capability", "", "Kind of unit"),
    Column("Persons", "persons", "Persons of the unit"),
    Column("Tonnes", "tonnes", "Weight of its loads; of the unit where it has none"),
    Column("Origin", "", "Where it starts"),
    Column("POE", "", "Port of embarkation: port or airfield where it leaves the ground; that of "
           "most tonnes, empty where it goes over the ground all the way"),
    Column("POD", "", "Port of debarkation: port or airfield where it comes ashore or lands last"),
    Column("Destination", "", "Where it reports"),
    Column("RLD", _DAY, "Ready to load: first day on which it may load at its origin; "
           "empty: it does not move"),
    Column("ALD", _DAY, "Available to load: first departure from the POE; from the origin where "
           "there is none"),
    Column("EAD", _DAY, "Earliest arrival of a load at the POD; at the destination where there is "
           "none"),
    Column("LAD", _DAY, "Latest arrival of a load there"),
    Column("RDD", _DAY, "Required delivery: day by which it should be in place"),
    Column("Arrival", _DAY, "Day on which its last load is in place; empty: never"),
    Column("Late", "days", "Days late; empty: it never arrives"),
    Column("Mode", "", "Modes of its loads' longest legs; empty: it did not move"),
    Column("Binding", "", "Limit that binds, as table:id.field; empty: on time"),
)  # fmt: skip
"""Columns in their order, the same as the attributes of `TpfddLine`."""


@dataclass(frozen=True, slots=True)
class TpfddLine:
    """One assignment; attributes as `COLUMNS`."""

    uln: str
    unit: str
    nation: str
    capability: str
    persons: int
    tonnes: float
    origin: str
    poe: str | None
    pod: str | None
    destination: str
    rld: int | None
    ald: int | None
    ead: int | None
    lad: int | None
    rdd: float
    arrival: int | None
    late: float | None
    mode: str
    binding: str | None

    def cells(self) -> tuple[TpfddValue, ...]:
        """Return the values in the order of `COLUMNS`."""
        return astuple(self)


def tpfdd_lines(
    plan: Plan,
    forces: ForcePlan,
    moved: Deployment,
    ways: Iterable[Journey] | None = None,
) -> list[TpfddLine]:
    """Return every assignment of a force plan with its movement, by wanted day.

    Parameters
    ----------
    ways
        Journeys of the deployment, where they are at hand; None: they are worked out.

    Notes
    -----
    What did not arrive whole counts as far as it came: the days at the POD are those of the
    loads that got there. Assignments without an arrival of their own are left out.
    """
    by_owner: dict[str, list[Journey]] = {}
    for way in journeys(plan, forces, moved) if ways is None else ways:
        if way.purpose is MovePurpose.DEPLOYMENT:
            by_owner.setdefault(way.owner, []).append(way)
    arrivals = {row.assignment: row for row in moved.arrivals}
    made = [
        _line(plan, tour, arrivals[tour.id], by_owner.get(tour.id, []))
        for tour in forces.assignments
        if tour.id in arrivals and tour.offer in plan.offers
    ]
    return sorted(made, key=lambda line: (line.rdd, line.uln))


def _line(plan: Plan, tour: Assignment, arrival: Arrival, ways: list[Journey]) -> TpfddLine:
    offer, line = plan.offers[tour.offer], plan.requirements[tour.requirement]
    unit = plan.capabilities[offer.capability]
    # The port of most tonnes stands for the unit; of two alike the first by name.
    poe = _most((hop.from_location, way.tonnes) for way in ways for hop in _lifted(way)[:1])
    pod = _most((hop.to_location, way.tonnes) for way in ways for hop in _lifted(way)[-1:])
    departures = [hops[0].depart_day for way in ways if (hops := _lifted(way) if poe else way.hops)]
    landings = [hops[-1].arrive_day for way in ways if (hops := _lifted(way) if pod else way.hops)]
    modes = sorted({way.mode.value for way in ways if way.mode is not None})
    return TpfddLine(
        uln=tour.id,
        unit=tour.unit,
        nation=nation_name(plan, offer.nation),
        capability=capability_name(plan, offer.capability),
        persons=unit.persons,
        tonnes=math.fsum(way.tonnes for way in ways) if ways else unit.tonnes,
        origin=location_name(plan, offer.origin),
        poe=None if poe is None else location_name(plan, poe),
        pod=None if pod is None else location_name(plan, pod),
        destination=location_name(plan, plan.sectors[line.sector].location),
        rld=arrival.release_day,
        ald=min(departures, default=None),
        ead=min(landings, default=None),
        lad=max(landings, default=None),
        rdd=arrival.wanted_day,
        arrival=arrival.planned_day,
        late=arrival.late_days,
        mode=", ".join(modes),
        binding=arrival.binding,
    )


def _lifted(way: Journey) -> list[Hop]:
    return [hop for hop in way.hops if hop.mode in OVER_WATER_OR_AIR]


def _most(parts: Iterable[tuple[str, float]]) -> str | None:
    number: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for place, weight in parts:
        number[place] += 1
        weights[place] = weights.get(place, 0.0) + weight
    # Loads without weight, such as ships, count by their number.
    return min(weights, key=lambda place: (-weights[place], -number[place], place), default=None)
