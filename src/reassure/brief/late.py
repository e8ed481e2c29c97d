"""Late movements: which units are in place too late, by how much, and what binds."""

import math
from collections.abc import Mapping

from reassure.brief.context import PlainTable, Row
from reassure.brief.endings import arrival_words, is_late, late_words
from reassure.brief.names import binding_words, line_name, nation_name
from reassure.brief.words import day, number
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

MOST_LATE = 15


def tour_words(plan: Plan, tours: Mapping[str, Assignment], assignment: str) -> tuple[str, str]:
    """Return unit and line of a tour in words."""
    tour = tours.get(assignment)
    if tour is None:
        return assignment, "–"
    unit = tour.unit
    if tour.offer in plan.offers:
        unit = f"{nation_name(plan, plan.offers[tour.offer].nation)}, {unit}"
    return unit, line_name(plan, tour.requirement)


def late_table(plan: Plan, force_plan: ForcePlan | None, moved: Deployment) -> PlainTable | None:
    """Return the movements that come latest, latest first; None where none is late.

    One that cannot arrive is the latest of all; one that a stopped step did not schedule is
    not late.
    """
    late = [row for row in moved.arrivals if is_late(moved, row)]
    if not late:
        return None
    late.sort(
        key=lambda row: (
            -(math.inf if row.late_days is None else row.late_days),
            row.wanted_day,
            row.assignment,
        )
    )
    tours = {} if force_plan is None else {tour.id: tour for tour in force_plan.assignments}
    rows: list[Row] = []
    for row in late[:MOST_LATE]:
        unit, line = tour_words(plan, tours, row.assignment)
        rows.append(
            Row(
                (
                    unit,
                    line,
                    day(row.wanted_day),
                    arrival_words(moved, row),
                    late_words(row),
                    binding_words(plan, row.binding).text if row.binding else "–",
                ),
                reference=row.binding or "",
            )
        )
    left = len(late) - len(rows)
    return PlainTable(
        "Late movements, latest first",
        ("Unit", "Line", "Wanted", "In place", "Days late", "What binds"),
        tuple(rows),
        numeric=(2, 3, 4),
        reference_at=5,
        more=f"and {number(left)} more" if left else "",
    )
