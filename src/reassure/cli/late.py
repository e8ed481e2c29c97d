"""What `reassure deploy` prints of who is late, and what holds them up."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reassure.model.deployed import Deployment
    from reassure.model.movement_outputs import Delivery
    from reassure.model.outputs import Arrival
    from reassure.model.plan import Plan
    from reassure.model.results import ForcePlan

MOST_LATE = 5


def print_late(plan: "Plan", force_plan: "ForcePlan", deployment: "Deployment") -> None:
    """Print the tours and pledges that are late, the latest first, and what holds each up."""
    from reassure.brief.names import line_name, nation_name, record_name
    from reassure.brief.words import count

    late: list[tuple[str, Arrival | Delivery]] = []
    for row in filter(_is_late, deployment.arrivals):
        tour = force_plan.assignments[row.assignment]
        nation = nation_name(plan, plan.offers[tour.offer].nation)
        late.append((f"{nation}, {line_name(plan, tour.requirement)} ({row.assignment})", row))
    late.extend(
        (f"{record_name(plan, 'pledges', row.pledge)} ({row.pledge})", row)
        for row in filter(_is_late, deployment.deliveries)
    )
    if not late:
        return
    late.sort(key=lambda item: (item[1].late_days is not None, -(item[1].late_days or 0), item[0]))
    typer.echo("\nThe latest, and what holds them up:")
    for i, (who, row) in enumerate(late[:MOST_LATE], start=1):
        typer.echo(f"{i:>3}. {who}: {_when(plan, row)}.")
    if len(late) > MOST_LATE:
        more = count(len(late) - MOST_LATE, "more movement")
        typer.echo(f"     and {more}; tables/arrivals.csv and deliveries.csv of --out list all.")


def _is_late(row: "Arrival | Delivery") -> bool:
    """Whether a movement is known to be late; what was left unscheduled names nothing."""
    return bool(row.late_days) or (row.planned_day is None and row.binding is not None)


def _when(plan: "Plan", row: "Arrival | Delivery") -> str:
    from reassure.brief.names import binding_words
    from reassure.brief.words import count, day

    if row.planned_day is None or row.late_days is None:
        told = f"wanted {day(row.wanted_day)}, never in place"
    else:
        days = f"{row.late_days:g} days" if row.late_days != 1 else count(1, "day")
        told = f"wanted {day(row.wanted_day)}, there {day(row.planned_day)}, {days} late"
    return told if row.binding is None else f"{told}; {binding_words(plan, row.binding).text}"
