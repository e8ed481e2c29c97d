"""Whether every movement is told once, and ends of tours and deliveries as in the records."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reassure.checks.deployment_ends import Turns, pledges_moved, told_of, ways_home
from reassure.checks.deployment_parts import in_parts
from reassure.checks.deployment_rows import LoadRows
from reassure.checks.deployment_told import is_partial
from reassure.checks.deployment_tours import AGAIN, MovedTour, moved_tours, name_of
from reassure.checks.place import Place, counted, fault, plain
from reassure.model.choices import Movement, MovePurpose
from reassure.model.finding import Finding
from reassure.model.outputs import Load
from reassure.model.periods import latest_day
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

_TABLES = {
    MovePurpose.DEPLOYMENT: ("arrivals", "assignment", "CHK-MOVE-001"),
    MovePurpose.PEOPLE: ("parts", "assignment", "CHK-MOVE-024"),
    MovePurpose.EQUIPMENT: ("parts", "assignment", "CHK-MOVE-024"),
    MovePurpose.RETURN: ("returns", "assignment", "CHK-MOVE-019"),
    MovePurpose.DELIVERY: ("deliveries", "pledge", "CHK-MOVE-021"),
}


@dataclass(frozen=True, slots=True)
class Movements:
    """All movements that the records ask for.

    Attributes
    ----------
    tours
        To the tours, in parts where people and equipment go apart, then home, then deliveries, by
        name.
    reliefs
        Assignment that takes the place of one that ends, by assignment; None: nobody does.
    """

    tours: dict[str, MovedTour]
    reliefs: dict[str, str | None]


def all_movements(plan: Plan, force_plan: ForcePlan) -> Movements:
    """Return every movement that the records ask for.

    Parameters
    ----------
    plan
        A plan whose references hold.
    force_plan
        Who serves where and when.
    """
    tours = moved_tours(plan, force_plan)
    home = list(ways_home(plan, force_plan, tours))
    tours = {tour.name: tour for tour in in_parts(plan, force_plan.assignments, tours.values())}
    moved = [*(tour for tour, _ in home), *pledges_moved(plan)]
    reliefs = {tour.owner: relief for tour, relief in home}
    return Movements(tours | {tour.name: tour for tour in moved}, reliefs)


def check_movements(found: Movements, turns: Turns, deployment: Deployment) -> Iterator[Finding]:
    """Check that each movement is told once, and no other.

    Yields
    ------
    Finding
        CHK-MOVE-001 for arrivals, CHK-MOVE-019 for ways home, CHK-MOVE-021 for deliveries.
    """
    rows = told_of(deployment)
    times = Counter(name for name, _ in rows)
    places = {name: (told.table, told.record) for name, told in rows}
    for name in sorted(found.tours.keys() | times.keys()):
        tour, n = found.tours.get(name), times[name]
        if tour is not None and (n == 1 or (n == 0 and _may_be_left_out(tour, turns, deployment))):
            continue
        purpose = MovePurpose.DEPLOYMENT if ":" not in name else MovePurpose(name.split(":")[0])
        table, column, code = _TABLES[purpose]
        table, record = places.get(name, (table, tour.owner if tour else name))
        expected = "none: the records ask for none" if tour is None else "one row"
        place = Place(table, record, column)
        yield fault(code, place, found=counted(n, "row"), expected=expected, cure=AGAIN)


def _may_be_left_out(tour: MovedTour, turns: Turns, deployment: Deployment) -> bool:
    """Whether a way home need not be told: its unit may never come out."""
    if tour.purpose is not MovePurpose.RETURN:
        return False
    if is_partial(deployment):
        return True
    out = None if tour.after is None else turns.told.get(tour.after)
    if out is None:
        return False
    return out.release_day is None or (tour.unit.moves is Movement.SELF and out.planned_day is None)


def check_ends(
    plan: Plan, found: Movements, turns: Turns, rows: LoadRows, wrong: set[str]
) -> Iterator[Finding]:
    """Check what is told of ends of tours and of deliveries beside their movement.

    Movements in ``wrong`` are walked wrongly: nothing is held against their legs.

    Yields
    ------
    Finding
        CHK-MOVE-019 for the end or relief of a tour, CHK-MOVE-021 for the need of a pledge,
        CHK-MOVE-022 for the day on which a unit has left its place, or for the gap after it.
    """
    horizon, deployment = math.floor(plan.meta.horizon_days), rows.deployment
    for row in deployment.deliveries:
        need = plan.pledges[row.pledge].need
        if row.need != need:
            yield wrong_value("CHK-MOVE-021", "deliveries", row.pledge, "need", row.need, need)
    for row in deployment.returns:
        tour = found.tours[name_of(row.assignment, MovePurpose.RETURN)]
        end, relief = tour.until_day, found.reliefs[row.assignment]
        if row.end_day != end:
            yield wrong_value(
                "CHK-MOVE-019", "returns", row.assignment, "end_day", row.end_day, end
            )
        if row.relieved_by != relief:
            told = row.relieved_by
            yield wrong_value(
                "CHK-MOVE-019", "returns", row.assignment, "relieved_by", told, relief
            )
            continue
        if row.release_day is not None:
            there = None if relief is None else turns.told[relief].planned_day
            last = horizon if there is None else there
            gap = None if relief is None else max(0.0, float(last - row.release_day))
            if row.gap_days != gap:
                yield wrong_value(
                    "CHK-MOVE-022", "returns", row.assignment, "gap_days", row.gap_days, gap
                )
        if tour.is_carried and tour.name not in wrong:
            own = rows.units.get(tour.name, [])
            clear = latest_day(_leaving_day(rows, load, tour, row.home_day) for load in own)
            if row.site_clear_day != clear:
                told = row.site_clear_day
                yield wrong_value(
                    "CHK-MOVE-022", "returns", row.assignment, "site_clear_day", told, clear
                )


def _leaving_day(rows: LoadRows, load: Load, tour: MovedTour, home_day: int | None) -> int | None:
    if load.id in rows.legs:
        return int(rows.deployment.legs.frame["depart_day"][rows.legs[load.id][0]])
    return home_day if tour.origin == tour.destination else None


def wrong_value(
    code: str, table: str, record: str, column: str, told: object, right: object
) -> Finding:
    """Return a fault: one value is told, and the records make another."""
    found, expected = (
        "none" if value is None else plain(value) if isinstance(value, int | float) else str(value)
        for value in (told, right)
    )
    return fault(
        code,
        Place(table, record, column),
        found=found,
        expected=f"{expected}, by the records",
        cure=AGAIN,
    )
