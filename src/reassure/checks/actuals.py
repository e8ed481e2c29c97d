"""Actuals held against the movement that they are reports of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from reassure.checks.place import Place, fault, nearest, plain, warning
from reassure.model.choices import ActualEvent, MovePurpose
from reassure.model.finding import Finding
from reassure.model.network import Actual
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

ROUNDED = 0.01
"""Shares are written with two digits: three thirds may come to 0.99 or 1.01."""

_KEY = tuple[ActualEvent, str]


def today_of(plan: Plan) -> int | None:
    """Return today as a day from C-day, None where the plan's heading does not say it.

    A plan that is made before its movement begins bears the day on which it was made, which is
    not the day of what is reported later.
    """
    meta = plan.meta
    days = 0 if meta.as_of is None or meta.c_day is None else (meta.as_of - meta.c_day).days
    return days if days > 0 else None


def verify_actuals(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment, *, as_of_day: int
) -> list[Finding]:
    """Return every fault and warning in the actuals of assignments, in the order of their rows.

    Parameters
    ----------
    plan
        Plan with the table ``actuals``; all else as the movement was planned.
    force_plan, deployment
        What was planned.
    as_of_day
        Day up to whose end actuals count; later ones are left out.

    Returns
    -------
    list[Finding]
        CHK-ACT-001 to CHK-ACT-006. Actuals of pledges are not looked at.
    """
    findings = list(_check(plan, force_plan, deployment, as_of_day))
    order = plan.actuals.index
    placed = [replace(item, row=plan.actuals.line_of(item.id or "")) for item in findings]
    return sorted(placed, key=lambda item: (order[item.id or ""], item.code))


def _check(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment, as_of_day: int
) -> Iterator[Finding]:
    touched = _touched(plan, deployment)
    by_assignment: dict[str, list[Actual]] = defaultdict(list)
    for row in plan.actuals:
        if row.assignment is None:
            continue
        yield from _check_day(plan, row, as_of_day)
        if row.assignment in force_plan.assignments:
            by_assignment[row.assignment].append(row)
            continue
        near = nearest(row.assignment, force_plan.assignments.ids)
        cure = "name one of tables/assignments.csv"
        yield fault(
            "CHK-ACT-001",
            Place("actuals", row.id, "assignment"),
            found=f'"{row.assignment}"',
            expected="an assignment of the force plan that moved",
            cure=f'did you mean "{near}"? If not, {cure}' if near else cure,
        )
    for name, rows in sorted(by_assignment.items()):
        assignment = force_plan.assignments[name]
        origin = plan.offers[assignment.offer].origin
        line = plan.requirements[assignment.requirement]
        destination = plan.sectors[line.sector].location
        way = touched.get(name, set()) | {origin, destination}
        yield from _check_places(rows, way, destination)
        yield from _check_shares(rows, origin, destination)


def _touched(plan: Plan, deployment: Deployment) -> dict[str, set[str]]:
    """Return the places of the planned ways by assignment."""
    outward = (MovePurpose.DEPLOYMENT, MovePurpose.PEOPLE, MovePurpose.EQUIPMENT)
    owner = {load.id: load.owner for load in deployment.loads if load.purpose in outward}
    places: dict[str, set[str]] = defaultdict(set)
    for leg in deployment.legs:
        if leg.link in plan.links and leg.load in owner:
            link = plan.links[leg.link]
            places[owner[leg.load]] |= {link.from_location, link.to_location}
    return places


def _check_day(plan: Plan, row: Actual, as_of_day: int) -> Iterator[Finding]:
    today, place = today_of(plan), Place("actuals", row.id, "day")
    if today is not None and row.day >= today + 1:
        yield fault(
            "CHK-ACT-006",
            place,
            found=f"day {plain(row.day)}",
            expected=f"a day up to today, day {today}, as what happened lies in the past",
            cure="correct the day, or as_of in datapackage.json",
        )
    elif row.day >= as_of_day + 1:
        yield warning(
            "CHK-ACT-006",
            place,
            found=f"day {plain(row.day)}",
            expected=f"a day up to {as_of_day}, the day of the comparison",
            cure="compare at a later day to count it; until then it is left out",
        )


def _check_places(rows: list[Actual], way: set[str], destination: str) -> Iterator[Finding]:
    for row in rows:
        place = Place("actuals", row.id, "location")
        if row.event is ActualEvent.CLOSED and row.location != destination:
            yield fault(
                "CHK-ACT-005",
                place,
                found=f"{row.assignment} closed at {row.location}",
                expected=f"its destination, {destination}",
                cure="correct the place, or write arrived for a stop on the way",
            )
        elif row.location not in way:
            yield warning(
                "CHK-ACT-004",
                place,
                found=f"{row.location}, which the planned way of {row.assignment} does not touch",
                expected="a place on its way",
                cure="correct the place; if it is right, reassure reroute plans on from there, and "
                "reassure track counts its share as departed alone",
            )


def _check_shares(rows: list[Actual], origin: str, destination: str) -> Iterator[Finding]:
    """Name shares beyond the whole, and more of an event than of the one that comes before it."""
    ordered = sorted(rows, key=lambda row: (row.day, row.id))
    sums: dict[_KEY, float] = defaultdict(float)
    for row in ordered:
        key = (row.event, row.location)
        before, sums[key] = sums[key], sums[key] + row.share
        if before <= 1 + ROUNDED < sums[key]:
            yield fault(
                "CHK-ACT-003",
                Place("actuals", row.id, "share"),
                found=f"{plain(sums[key])} of {row.assignment} {row.event.value} at {row.location}",
                expected="shares that add up to 1 at most",
                cure="write in each row only what is new in it",
            )
    reported = {(row.event, row.location) for row in rows}
    for key in sorted(reported):
        for earlier in _earlier(key, origin, destination):
            if earlier in reported:
                yield from _check_order(ordered, earlier, key)


def _earlier(key: _KEY, origin: str, destination: str) -> tuple[_KEY, ...]:
    """Return what must have been before an event at a place."""
    event, place = key
    match event:
        case ActualEvent.DEPARTED if place == origin:
            return ((ActualEvent.LOADED, origin),)
        case ActualEvent.DEPARTED:
            return ((ActualEvent.ARRIVED, place),)
        case ActualEvent.ARRIVED:
            return ((ActualEvent.DEPARTED, origin),)
        case ActualEvent.CLOSED:
            return ((ActualEvent.ARRIVED, destination),)
        case ActualEvent.LOADED:
            return ()


def _check_order(ordered: list[Actual], earlier: _KEY, later: _KEY) -> Iterator[Finding]:
    for row in ordered:
        if (row.event, row.location) != later:
            continue
        done = sum(r.share for r in ordered if (r.event, r.location) == later and r.day <= row.day)
        known = [r for r in ordered if (r.event, r.location) == earlier and r.day <= row.day]
        before = sum(r.share for r in known)
        if done > before + ROUNDED:
            yield fault(
                "CHK-ACT-002",
                Place("actuals", row.id, "day"),
                found=f"{plain(done)} of {row.assignment} {row.event.value} at {row.location} by "
                f"day {plain(row.day)}, and {plain(before)} {earlier[0].value} at {earlier[1]}",
                expected=f"no more {row.event.value} than {earlier[0].value} by then",
                cure="correct day or share of one of the two",
            )
            return
