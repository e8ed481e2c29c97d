"""How far a step came: what stopped it, and what it therefore says nothing about."""

from reassure.model.choices import Status, StoppedBy
from reassure.model.result import Result
from reassure.model.results import Deployment


def cut_short(result: Result | None) -> str:
    """Return what stopped a step before its end, in words; empty where it came to its end."""
    if result is None or result.provenance.status is not Status.PARTIAL:
        return ""
    return (
        "stopped by you"
        if result.provenance.stopped_by is StoppedBy.USER
        else ("stopped by the clock")
    )


def never_in_place(deployment: Deployment) -> str:
    """Say what is with tours that have no day of arrival, after their count."""
    stopped = cut_short(deployment)
    if stopped:
        return f"not scheduled: {stopped}"
    return "never in place in full"


def most_never_arrive(deployment: Deployment) -> bool:
    """Whether more tours never arrive than do, of a step that came to its end."""
    n_never = deployment.unfinished
    return not cut_short(deployment) and n_never > len(deployment.arrivals) - n_never


def n_late(deployment: Deployment) -> int:
    """Return how many tours come late; what a stopped step did not schedule is not late."""
    if cut_short(deployment):
        return deployment.late_units - (deployment.unfinished - deployment.unscheduled)
    return deployment.late_units


def is_late(deployment: Deployment, late_days: float | None) -> bool:
    """Whether a tour with these days of delay is late; None is late unless a stop left it out."""
    if late_days is None:
        return not cut_short(deployment)
    return late_days > 0
