"""What `reassure deploy` prints of who is late, and what holds them up."""

from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more
from reassure.model.choices import Status

if TYPE_CHECKING:
    from reassure.model.deployed import Deployment
    from reassure.model.movement_outputs import Delivery
    from reassure.model.outputs import Arrival
    from reassure.model.plan import Plan
    from reassure.model.results import ForcePlan

MOST_LATE = 5


def print_late(plan: "Plan", force_plan: "ForcePlan", deployment: "Deployment") -> None:
    """Print what is late or cannot arrive, the latest first, and what holds each up.

    What a stop left unscheduled is not among them: nothing is known of it, and that is said.
    """
    from reassure.brief.endings import OUTCOMES_NOTE, is_late
    from reassure.brief.names import line_name, nation_name, record_name

    late: list[tuple[str, Arrival | Delivery]] = []
    for row in deployment.arrivals:
        if not is_late(deployment, row):
            continue
        tour = force_plan.assignments[row.assignment]
        nation = nation_name(plan, plan.offers[tour.offer].nation)
        late.append((f"{nation}, {line_name(plan, tour.requirement)} ({row.assignment})", row))
    late.extend(
        (f"{record_name(plan, 'pledges', row.pledge)} ({row.pledge})", row)
        for row in deployment.deliveries
        if is_late(deployment, row)
    )
    if deployment.provenance.status is Status.PARTIAL:
        typer.echo(f"\n{OUTCOMES_NOTE}")
    if not late:
        return
    late.sort(key=lambda item: (item[1].late_days is not None, -(item[1].late_days or 0), item[0]))
    typer.echo("\nThe latest, and what holds them up:")
    for i, (who, row) in enumerate(late[:MOST_LATE], start=1):
        typer.echo(f"{i:>3}. {who}: {_when(plan, deployment, row)}.")
    print_more(len(late) - MOST_LATE, "movement", "arrivals", "deliveries")


def _when(plan: "Plan", deployment: "Deployment", row: "Arrival | Delivery") -> str:
    from reassure.brief.endings import outcome_words
    from reassure.brief.names import binding_words
    from reassure.brief.words import count, day

    if row.planned_day is None or row.late_days is None:
        told = f"wanted {day(row.wanted_day)}, {outcome_words(deployment, row)} within the plan"
    else:
        days = f"{row.late_days:g} days" if row.late_days != 1 else count(1, "day")
        told = f"wanted {day(row.wanted_day)}, there {day(row.planned_day)}, {days} late"
    return told if row.binding is None else f"{told}; {binding_words(plan, row.binding).text}"
