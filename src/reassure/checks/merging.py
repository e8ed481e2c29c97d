"""National movements held against the coalition's plan and each other, before they are merged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reassure.checks.deployment_home import all_movements
from reassure.checks.deployment_parts import PARTS
from reassure.checks.deployment_tours import name_of
from reassure.checks.place import Place, fault, missing_cure, plain
from reassure.model.choices import MovePurpose
from reassure.model.finding import Finding
from reassure.model.movement_results import NationalMovement
from reassure.model.outputs import Assignment, Load
from reassure.model.plan import Plan

_SLACK = 1e-6


def verify_movements(plan: Plan, movements: Sequence[NationalMovement]) -> list[Finding]:
    """Return everything that keeps national movements from being merged.

    Parameters
    ----------
    plan
        The coalition's plan.
    movements
        What nations planned, each with a name that messages call it by.

    Returns
    -------
    list[Finding]
        Faults CHK-MERGE-001 to CHK-MERGE-005, the ids that clash first; empty: they can be merged.
    """
    return [
        *_check_ids(movements),
        *_check_units(movements),
        *(finding for item in movements for finding in _check_names(plan, item)),
        *(finding for item in movements for finding in _check_ways(plan, item)),
    ]


def _check_ids(movements: Sequence[NationalMovement]) -> Iterator[Finding]:
    """Name every load and assignment that two movements have."""
    for table, code, cure in (
        ("loads", "CHK-MERGE-001", "let one of the two plan with offers or lines of other ids"),
        ("assignments", "CHK-MERGE-002", "leave the assignment to one of the two plans"),
    ):
        owners: dict[str, list[str]] = defaultdict(list)
        for item in movements:
            rows = item.deployment.loads if table == "loads" else item.force_plan.assignments
            for record in rows.ids:
                owners[record].append(item.name)
        for record, names in sorted(owners.items()):
            if len(names) > 1:
                yield fault(
                    code,
                    Place(table, record, "id"),
                    found=f'"{record}" in {" and ".join(names)}',
                    expected="every id in one national movement alone",
                    cure=cure,
                )


def _check_units(movements: Sequence[NationalMovement]) -> Iterator[Finding]:
    """Name units that two movements use at the same time, under assignments of other ids."""
    tours: dict[str, list[tuple[str, Assignment]]] = defaultdict(list)
    for item in movements:
        for row in item.force_plan.assignments:
            for name, other in tours[row.unit]:
                is_apart = (
                    row.until_day <= other.from_day + _SLACK
                    or other.until_day <= row.from_day + _SLACK
                )
                if name != item.name and other.id != row.id and not is_apart:
                    yield fault(
                        "CHK-MERGE-003",
                        Place("assignments", row.id, "unit"),
                        found=f"{row.unit} in {item.name} from day {plain(row.from_day)} on, and "
                        f"in {name} ({other.id})",
                        expected="every unit in one movement at a time",
                        cure="leave the unit to one of the two plans",
                    )
            tours[row.unit].append((item.name, row))


def _check_names(plan: Plan, item: NationalMovement) -> Iterator[Finding]:
    """Name offers, lines, links and lifts that the coalition's plan lacks, each once."""
    named: dict[tuple[str, str], tuple[str, str, str]] = {}
    for row in item.force_plan.assignments:
        named.setdefault(("offers", row.offer), ("assignments", row.id, "offer"))
        named.setdefault(("requirements", row.requirement), ("assignments", row.id, "requirement"))
    for leg in item.deployment.legs:
        named.setdefault(("links", leg.link), ("legs", leg.load, "link"))
        if leg.lift is not None:
            named.setdefault(("lifts", leg.lift), ("legs", leg.load, "lift"))
    for (table, record), (place, owner, column) in named.items():
        known = plan.table(table)
        if record not in known:
            yield fault(
                "CHK-MERGE-004",
                Place(place, owner, column),
                found=f'"{record}" in {item.name}',
                expected=f"an id of table {table} of the plan",
                cure=missing_cure(record, (table,), known.ids),
            )


def _check_ways(plan: Plan, item: NationalMovement) -> Iterator[Finding]:
    """Name loads of no assignment, legs of no load, and legs that do not join."""
    tours, moved = item.force_plan.assignments, item.deployment
    legs = moved.legs_by_load()
    for arrival in moved.arrivals:
        if arrival.assignment not in tours:
            yield _broken(item, "arrivals", arrival.assignment, "an arrival of no assignment")
    for load in sorted(legs.keys() - {*moved.loads.ids}):
        yield _broken(item, "legs", load, "legs of no load")
    asked = all_movements(plan, item.force_plan).tours
    apart = {name: tour for name, tour in asked.items() if tour.parts or tour.purpose in PARTS}
    strange = {
        row.id
        for row in tours
        if row.offer not in plan.offers or row.requirement not in plan.requirements
    }
    for load in moved.loads:
        name = name_of(load.owner, load.purpose)
        if name not in asked:
            if load.owner not in strange:
                found = f'a {load.purpose.value} of "{load.owner}" that the plan does not ask for'
                yield _broken(item, "loads", load.id, found)
            continue
        own = legs[load.id]
        starts = [apart[name].origin] if name in apart else _starts(plan, item, load)
        if starts and own and all(leg.link in plan.links for leg in own):
            first = plan.links[own[0].link]
            place = next(
                (it for it in starts if it in (first.from_location, first.to_location)), starts[0]
            )
            until = None
            for leg in own:
                link = plan.links[leg.link]
                ends = (link.from_location, link.to_location)
                joins = place in (ends if link.both_ways else ends[:1])
                if not joins or (until is not None and leg.depart_day < until):
                    found = f"{leg.link} on day {leg.depart_day} after {place} on day {until or 0}"
                    yield _broken(item, "legs", load.id, found)
                    break
                place, until = ends[1] if place == ends[0] else ends[0], leg.arrive_day


def _starts(plan: Plan, item: NationalMovement, load: Load) -> list[str]:
    """Return where a load may start: a unit that goes on, at any place of its last tours."""
    if load.purpose is MovePurpose.DELIVERY:
        origin = plan.pledges[load.owner].origin
        return [] if origin is None else [origin]
    tours = item.force_plan.assignments
    own = tours[load.owner]
    if own.offer not in plan.offers:
        return []
    earlier = [
        row
        for row in tours
        if row.unit == own.unit
        and row.requirement in plan.requirements
        and (row.from_day < own.from_day or row.id == own.id)
    ]
    places = [plan.sectors[plan.requirements[row.requirement].sector].location for row in earlier]
    origin = plan.offers[own.offer].origin
    return places if load.purpose is MovePurpose.RETURN else [origin, *places]


def _broken(item: NationalMovement, table: str, record: str, found: str) -> Finding:
    return fault(
        "CHK-MERGE-005",
        Place(table, record),
        found=f"{found} in {item.name}",
        expected="legs that join in space and time from the offer's origin on, or from its tour on "
        "the way home, of known loads",
        cure="let the nation plan its movement again on the coalition's network",
    )
