"""Units whose people and equipment go apart: when each is there, and when the unit is."""

from reassure.brief.context import PlainTable, Row
from reassure.brief.endings import arrival_words
from reassure.brief.late import tour_words
from reassure.brief.names import binding_words, location_name
from reassure.brief.words import day, number
from reassure.model.choices import MovePurpose
from reassure.model.movement_outputs import Part
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

MOST_ROWS = 15


def part_table(plan: Plan, forces: ForcePlan | None, moved: Deployment) -> PlainTable | None:
    """Return when people, equipment and the unit are in place, those who wait longest first.

    None where nobody goes apart. What binds is what holds the unit up.
    """
    told: dict[str, dict[MovePurpose, Part]] = {}
    for row in moved.parts:
        told.setdefault(row.assignment, {})[row.purpose] = row
    if not told:
        return None
    tours = {} if forces is None else {tour.id: tour for tour in forces.assignments}
    arrivals = {row.assignment: row for row in moved.arrivals}
    order = sorted(told, key=lambda name: (-_wait_days(told[name]), name))
    rows: list[Row] = []
    for name in order[:MOST_ROWS]:
        parts, arrival = told[name], arrivals[name]
        unit, line = tour_words(plan, tours, name)
        people, equipment = parts[MovePurpose.PEOPLE], parts[MovePurpose.EQUIPMENT]
        binding = arrival.binding
        cells = (
            unit,
            line,
            location_name(plan, people.location),
            *(arrival_words(moved, row) for row in (people, equipment, arrival)),
            day(arrival.wanted_day),
            "–" if binding is None else binding_words(plan, binding).text,
        )
        rows.append(Row(cells, reference=binding or ""))
    left = len(told) - len(rows)
    return PlainTable(
        "People and equipment apart, those who wait longest for each other first",
        ("Unit", "Line", "Where they join", "People there", "Equipment there", "Unit in place",
         "Wanted", "What binds"),
        tuple(rows),
        numeric=(3, 4, 5, 6),
        reference_at=7,
        more=f"and {number(left)} more" if left > 0 else "",
    )  # fmt: skip


def _wait_days(parts: dict[MovePurpose, Part]) -> int:
    """Return for how many days one part waits for the other; never: more than any."""
    days = [parts[purpose].planned_day for purpose in (MovePurpose.PEOPLE, MovePurpose.EQUIPMENT)]
    known = [day for day in days if day is not None]
    return max(known) - min(known) if len(known) == len(days) else 1 << 30
