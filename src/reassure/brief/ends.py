"""How tours end: who goes home when, and where a relief comes late; and pledges on their way."""

from collections import Counter

from reassure.brief.context import PlainTable, Row
from reassure.brief.endings import OUTCOMES, arrival_words, is_late, late_words
from reassure.brief.late import tour_words
from reassure.brief.names import binding_words, record_name
from reassure.brief.words import capital, count, day, number, span, verb
from reassure.model.movement_choices import MovementOutcome
from reassure.model.movement_outputs import Delivery, Return
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

MOST_ROWS = 15
_MONTH_DAYS = 30


def return_sentence(moved: Deployment) -> str:
    """Say how many go home, how many in time, and how many are relieved too late."""
    rows = list(moved.returns)
    if not rows:
        return "No tour ends within the plan."
    text = f"{capital(count(len(rows), 'tour'))} {verb(len(rows), 'ends', 'end')} within the plan."
    n_late = sum(1 for row in rows if row.late_days)
    counts = Counter(moved.outcome_of(row) for row in rows)
    n_home = counts[MovementOutcome.ON_TIME]
    whole = "Its unit is" if n_home == 1 else "All of their units are"
    part = f"{number(n_home)} of their units {verb(n_home, 'is', 'are')}"
    parts = [f"{whole if n_home == len(rows) else part} home in time"]
    if n_late:
        parts.append(f"{number(n_late)} later")
    if moved.not_home:
        parts.append(f"{number(moved.not_home)} cannot be by its end")
    if unknown := counts[MovementOutcome.NOT_SCHEDULED]:
        parts.append(f"{number(unknown)} {OUTCOMES[MovementOutcome.NOT_SCHEDULED]}")
    text += f" {', '.join(parts)}."
    gaps = [row.gap_days for row in rows if row.gap_days]
    if not gaps:
        return f"{text} No relief comes late."
    its = verb(len(gaps), "its", "their")
    return (
        f"{text} {capital(count(len(gaps), 'tour'))} {verb(len(gaps), 'ends', 'end')} before {its} "
        f"relief is in place, by up to {count(round(max(gaps)), 'day')}."
    )


def return_table(plan: Plan, forces: ForcePlan | None, moved: Deployment) -> PlainTable | None:
    """Return the tours whose relief or way home is late, the longest gaps first.

    None where none is. What binds a relief that comes late is what binds its own arrival.
    """
    rows = sorted((row for row in moved.returns if _is_troubled(row)), key=_worst)
    if not rows:
        return None
    arrivals = {row.assignment: row for row in moved.arrivals}
    tours = {} if forces is None else {tour.id: tour for tour in forces.assignments}
    made: list[Row] = []
    for row in rows[:MOST_ROWS]:
        unit, line = tour_words(plan, tours, row.assignment)
        relief = "–" if row.relieved_by is None else tour_words(plan, tours, row.relieved_by)[0]
        late = arrivals.get(row.relieved_by or "") if row.gap_days else None
        binding = row.binding or (late.binding if late else None)
        made.append(
            Row(
                (
                    unit,
                    line,
                    relief,
                    day(row.end_day),
                    "–" if row.gap_days is None else number(row.gap_days),
                    day(row.site_clear_day, never="–"),
                    arrival_words(moved, row),
                    day(row.wanted_day, never="–"),
                    "–" if binding is None else binding_words(plan, binding).text,
                ),
                reference=binding or "",
            )
        )
    left = len(rows) - len(made)
    return PlainTable(
        "Late reliefs and late redeployment, the longest gaps first",
        ("Unit", "Line", "Relieved by", "Ends", "Gap, days", "Place clear", "Home",
         "Wanted home", "What binds"),
        tuple(made),
        numeric=(3, 4, 5, 6, 7),
        reference_at=8,
        more=f"and {number(left)} more" if left > 0 else "",
    )  # fmt: skip


def month_table(moved: Deployment) -> PlainTable | None:
    """Return how many tours end in each month of 30 days, and what becomes of them."""
    months: dict[int, list[Return]] = {}
    for row in moved.returns:
        months.setdefault(int(row.end_day // _MONTH_DAYS), []).append(row)
    if not months:
        return None
    return PlainTable(
        "Tours that end, by 30 days",
        ("When", "Tours that end", "Relieved by another", "Relief late", "Home late",
         "Last home"),
        tuple(_month(moved, at, months[at]) for at in sorted(months)),
        numeric=(1, 2, 3, 4, 5),
    )  # fmt: skip


def _month(moved: Deployment, at: int, rows: list[Return]) -> Row:
    home = [row.home_day for row in rows if row.home_day is not None]
    counts = (
        len(rows),
        sum(1 for row in rows if row.relieved_by is not None),
        sum(1 for row in rows if row.gap_days),
        sum(1 for row in rows if is_late(moved, row)),
    )
    start = at * _MONTH_DAYS
    return Row(
        (
            span(start, start + _MONTH_DAYS - 1),
            *(number(n) for n in counts),
            day(max(home)) if home else "–",
        )
    )


def _is_troubled(row: Return) -> bool:
    return bool(row.gap_days or row.late_days) or row.home_day is None


def _worst(row: Return) -> tuple[float, bool, float, float, str]:
    return (
        -(row.gap_days or 0.0), row.home_day is not None, -(row.late_days or 0.0), row.end_day,
        row.assignment,
    )  # fmt: skip


def delivery_table(plan: Plan, moved: Deployment) -> PlainTable | None:
    """Return when pledges arrive, the latest first; None where none moves."""
    rows = sorted(moved.deliveries, key=_latest)
    if not rows:
        return None
    left = len(rows) - MOST_ROWS
    return PlainTable(
        "Pledges on their way, the latest first",
        ("Pledge", "Need", "Wanted", "Arrives", "Days late", "What binds"),
        tuple(
            Row(
                (
                    record_name(plan, "pledges", row.pledge),
                    record_name(plan, "needs", row.need),
                    day(row.wanted_day),
                    arrival_words(moved, row),
                    late_words(row),
                    "–" if row.binding is None else binding_words(plan, row.binding).text,
                ),
                reference=row.binding or "",
            )
            for row in rows[:MOST_ROWS]
        ),
        numeric=(2, 3, 4),
        reference_at=5,
        more=f"and {number(left)} more" if left > 0 else "",
    )


def _latest(row: Delivery) -> tuple[bool, float, float, str]:
    return row.late_days is not None, -(row.late_days or 0.0), row.wanted_day, row.pledge
