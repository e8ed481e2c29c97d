"""Time-phased force and deployment data: every movement with its ports, days and what binds."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import NamedTuple

from reassure.brief.corridor import OVER_WATER_OR_AIR
from reassure.brief.endings import OUTCOMES, OUTCOMES_NOTE, outcome_words
from reassure.brief.journeys import Hop, Journey, journeys
from reassure.brief.names import capability_name, location_name, nation_name
from reassure.brief.port_days import mode_words, port_days
from reassure.brief.words import capital, listed
from reassure.model.choices import Movement, MovePurpose
from reassure.model.movement_outputs import Delivery, Return
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


_KG_PER_T = 1000.0
_DAY = "days from C-day"
COLUMNS: tuple[Column, ...] = (
    Column("ULN", "", "Unit line number: id of the assignment, and .home after it on the way home; "
           "id of the pledge"),
    Column("Purpose", "", "deployment to the place of a tour, return after it, or delivery of a "
           "pledge"),
    Column("Unit", "", "The unit, as offer.number; the pledge"),
    Column("Nation", "", "Nation that provides it"),
    Column("Capability", "", "Kind of unit; of a pledge its item"),
    Column("Persons", "persons", "Persons of the unit; 0 of a pledge"),
    Column("Tonnes", "tonnes", "Weight of its loads; of the unit or the whole pledge where it has "
           "none"),
    Column("Origin", "", "Where it starts"),
    Column("POE", "", "Port of embarkation: port or airfield where it leaves the ground; that of "
           "most tonnes, empty where it goes over the ground all the way"),
    Column("POD", "", "Port of debarkation: port or airfield where it comes ashore or lands last"),
    Column("Destination", "", "Where it reports, or is handed over"),
    Column("RLD", _DAY, "Ready to load: first day on which it may load at its origin; "
           "empty: it does not move"),
    Column("ALD", _DAY, "Available to load: RLD and the days under way to the POE, without waits; "
           "RLD where there is no POE"),
    Column("EAD", _DAY, "Earliest arrival at the POD that RLD allows: the days under way without "
           "waits on the quickest of its ways; at the destination where there is no POD"),
    Column("LAD", _DAY, "Latest arrival at the POD that RDD allows: RDD less the days under way "
           "from there, without waits; before EAD: RDD cannot be met on these ways"),
    Column("RDD", _DAY, "Required delivery: day by which it should be in place; empty: there is no "
           "way home"),
    Column("Departs POE", _DAY, "Planned: first departure from the POE; from the origin where "
           "there is none"),
    Column("First at POD", _DAY, "Planned: its first load at the POD; at the destination where "
           "there is none"),
    Column("Last at POD", _DAY, "Planned: its last load there"),
    Column("Arrival", _DAY, "Planned: day on which its last load is in place; empty: none, see "
           "Outcome"),
    Column("Late", "days", "Days late; empty: it has no day of arrival"),
    Column("Outcome", "", f"{capital(listed([*OUTCOMES.values()]))}. {OUTCOMES_NOTE}"),
    Column("Modes", "", "Modes in the order of the way; of several ways that of most tonnes first, "
           "set apart by semicolons; self: it moves itself; empty: nothing is carried"),
    Column("Binding", "", "Limit that binds, as table:id.field; empty: on time, or not scheduled"),
)  # fmt: skip
"""Columns in their order, the same as the attributes of `TpfddLine`."""


@dataclass(frozen=True, slots=True)
class TpfddLine:
    """One movement; attributes as `COLUMNS`."""

    uln: str
    purpose: str
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
    rdd: float | None
    departs_poe: int | None
    first_at_pod: int | None
    last_at_pod: int | None
    arrival: int | None
    late: float | None
    outcome: str
    modes: str
    binding: str | None

    def cells(self) -> tuple[TpfddValue, ...]:
        """Return the values in the order of `COLUMNS`."""
        return astuple(self)


class _Mover(NamedTuple):
    """What moves, from where to where."""

    uln: str
    unit: str
    nation: str
    capability: str
    persons: int
    tonnes: float
    origin: str
    destination: str
    is_self: bool = False


def tpfdd_lines(
    plan: Plan,
    forces: ForcePlan,
    moved: Deployment,
    ways: Iterable[Journey] | None = None,
) -> list[TpfddLine]:
    """Return every movement to a tour, home after it, or of a pledge, by wanted day.

    Parameters
    ----------
    ways
        Journeys of the deployment, where they are at hand; None: they are worked out.

    Notes
    -----
    What did not arrive whole counts as far as it came: the planned days at the POD are those of
    the loads that got there. Assignments without an arrival of their own are left out.
    """
    by_owner: dict[tuple[MovePurpose, str], list[Journey]] = {}
    for way in journeys(plan, forces, moved) if ways is None else ways:
        # People and equipment that go apart are one line.
        is_own = way.purpose in (MovePurpose.RETURN, MovePurpose.DELIVERY)
        purpose = way.purpose if is_own else MovePurpose.DEPLOYMENT
        by_owner.setdefault((purpose, way.owner), []).append(way)
    arrivals = {row.assignment: row for row in moved.arrivals}
    returns = {row.assignment: row for row in moved.returns}
    made: list[TpfddLine] = []
    for tour in forces.assignments:
        if tour.offer not in plan.offers:
            continue
        out = _unit(plan, tour)
        if (arrival := arrivals.get(tour.id)) is not None:
            own = by_owner.get((MovePurpose.DEPLOYMENT, tour.id), [])
            made.append(_line(plan, moved, MovePurpose.DEPLOYMENT, out, arrival, own))
        if (home := returns.get(tour.id)) is not None:
            # Every way home ends where the offer is from, wherever the unit came from.
            back = out._replace(
                uln=f"{tour.id}.home", origin=out.destination,
                destination=plan.offers[tour.offer].origin,
            )  # fmt: skip
            own = by_owner.get((MovePurpose.RETURN, tour.id), [])
            made.append(_line(plan, moved, MovePurpose.RETURN, back, home, own))
    for row in moved.deliveries:
        own = by_owner.get((MovePurpose.DELIVERY, row.pledge), [])
        made.append(_line(plan, moved, MovePurpose.DELIVERY, _pledged(plan, row), row, own))
    return sorted(made, key=lambda line: (math.inf if line.rdd is None else line.rdd, line.uln))


def _unit(plan: Plan, tour: Assignment) -> _Mover:
    offer, line = plan.offers[tour.offer], plan.requirements[tour.requirement]
    unit = plan.capabilities[offer.capability]
    return _Mover(
        tour.id, tour.unit, nation_name(plan, offer.nation), capability_name(plan, unit.id),
        unit.persons, unit.tonnes, offer.origin, plan.sectors[line.sector].location,
        is_self=unit.moves is Movement.SELF,
    )  # fmt: skip


def _pledged(plan: Plan, row: Delivery) -> _Mover:
    pledge = plan.pledges[row.pledge]
    item = plan.items[pledge.item or ""]
    tonnes = (pledge.quantity or 0.0) * item.kg_per_unit / _KG_PER_T
    return _Mover(
        pledge.id, pledge.id, nation_name(plan, pledge.nation), item.name,
        0, tonnes, pledge.origin or "", plan.needs[row.need].location,
    )  # fmt: skip


def _line(
    plan: Plan,
    moved: Deployment,
    purpose: MovePurpose,
    mover: _Mover,
    told: Arrival | Return | Delivery,
    ways: list[Journey],
) -> TpfddLine:
    # The port of most tonnes stands for the unit; of two alike the first by name.
    poe = _most((hop.from_location, way.tonnes) for way in ways for hop in _lifted(way)[:1])
    pod = _most((hop.to_location, way.tonnes) for way in ways for hop in _lifted(way)[-1:])
    ahead = [way for way in ways if way.purpose in (MovePurpose.PEOPLE, MovePurpose.EQUIPMENT)]
    days = port_days(ways, release_day=told.release_day, wanted_day=told.wanted_day)
    arrival = told.home_day if isinstance(told, Return) else told.planned_day
    moves_itself = mover.is_self and not ways and arrival is not None
    return TpfddLine(
        uln=mover.uln,
        purpose=purpose.value,
        unit=mover.unit,
        nation=mover.nation,
        capability=mover.capability,
        persons=mover.persons,
        tonnes=math.fsum(way.tonnes for way in ahead or ways) if ways else mover.tonnes,
        origin=location_name(plan, mover.origin),
        poe=None if poe is None else location_name(plan, poe),
        pod=None if pod is None else location_name(plan, pod),
        destination=location_name(plan, mover.destination),
        rld=told.release_day,
        ald=days.ald,
        ead=days.ead,
        lad=days.lad,
        rdd=told.wanted_day,
        departs_poe=days.departs_poe,
        first_at_pod=days.first_at_pod,
        last_at_pod=days.last_at_pod,
        arrival=arrival,
        late=told.late_days,
        outcome=outcome_words(moved, told),
        modes="self" if moves_itself else mode_words(ways),
        binding=told.binding,
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
