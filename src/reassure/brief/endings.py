"""How far a step came, and what therefore is known of a movement: late, impossible, or unknown."""

from reassure.brief.words import count, day, listed, number, verb
from reassure.model.choices import Status, StoppedBy
from reassure.model.deployed import Told
from reassure.model.movement_choices import MovementOutcome
from reassure.model.movement_outputs import Return
from reassure.model.result import Result
from reassure.model.results import Deployment, ForcePlan

OUTCOMES: dict[MovementOutcome, str] = {
    MovementOutcome.ON_TIME: "on time",
    MovementOutcome.LATE: "late",
    MovementOutcome.CANNOT_ARRIVE: "cannot arrive",
    MovementOutcome.NOT_SCHEDULED: "not scheduled",
}
"""What is said of a movement, everywhere in the same words."""

OUTCOMES_NOTE = (
    "Cannot arrive: there is no way, or none that ends within the plan. Not scheduled: the search "
    "was stopped before it, so nothing is known of it yet."
)
"""What the words mean that are said of a movement without a day of arrival."""


def cut_short(result: Result | None) -> str:
    """Return what stopped a step before its end, in words; empty where it came to its end."""
    if result is None or result.provenance.status is not Status.PARTIAL:
        return ""
    return (
        "stopped by you"
        if result.provenance.stopped_by is StoppedBy.USER
        else ("stopped by the clock")
    )


def outcome_words(moved: Deployment, row: Told) -> str:
    """Return what becomes of a movement: on time, late, cannot arrive, or not scheduled."""
    return OUTCOMES[moved.outcome_of(row)]


def arrival_words(moved: Deployment, row: Told) -> str:
    """Return the day on which a movement arrives, or why it has none."""
    arrival = row.home_day if isinstance(row, Return) else row.planned_day
    return outcome_words(moved, row) if arrival is None else day(arrival)


def late_words(row: Told) -> str:
    """Return the days by which a movement is late; a dash for one without a day of arrival."""
    return "–" if row.late_days is None else number(row.late_days)


def is_late(moved: Deployment, row: Told) -> bool:
    """Whether a movement is late or cannot arrive; what a stop left out is not known to be."""
    return moved.outcome_of(row) in (MovementOutcome.LATE, MovementOutcome.CANNOT_ARRIVE)


def open_words(moved: Deployment) -> str:
    """Say how many movements have no day of arrival, and why; empty where all have one."""
    cannot, unknown = moved.cannot_arrive, moved.unscheduled
    parts: list[str] = []
    if cannot:
        parts.append(f"{count(cannot, 'movement')} cannot arrive within the plan")
    if unknown:
        whose = number(unknown) if cannot else count(unknown, "movement")
        parts.append(f"{whose} {verb(unknown, 'is', 'are')} not scheduled: {cut_short(moved)}")
    return listed(parts)


def most_cannot_arrive(moved: Deployment) -> bool:
    """Whether more movements cannot arrive than do, of a step that came to its end."""
    cannot = moved.cannot_arrive
    return not cut_short(moved) and cannot > len(moved.arrivals) - cannot


def partial_basis(forces: ForcePlan | None, moved: Deployment | None) -> str:
    """Say that what follows rests on steps that were stopped early; empty where none was.

    Parameters
    ----------
    forces, moved
        The results that it is made from; None: it is not made from that.
    """
    parts: list[str] = []
    if stopped := cut_short(forces):
        parts.append(f"force generation was {stopped}, and who is not assigned counts as absent")
    if moved is not None and (stopped := cut_short(moved)):
        n = moved.unscheduled
        who = f"{count(n, 'movement')} not scheduled {verb(n, 'counts', 'count')} as absent"
        parts.append(f"movement was {stopped}, and {who}")
    if not parts:
        return ""
    return f"From a partial plan: {listed(parts)}. Costs, persons and supply are not final."
