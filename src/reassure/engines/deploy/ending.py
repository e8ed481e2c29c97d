"""How a run of the engine ends: proven best, near enough, out of work, or stopped."""

from reassure.engines.deploy.moves import Moves
from reassure.engines.deploy.solve import PROVEN_GAP, Scheduled
from reassure.model.choices import Status, StoppedBy


def ending_of(
    moves: Moves, found: Scheduled | None, gap: float, stopped_by: StoppedBy | None
) -> tuple[Status, StoppedBy | None]:
    """Return the status of a schedule, and what ended the search for it.

    Parameters
    ----------
    moves, found
        What moves, and the schedule; None: nothing is carried.
    gap
        Distance of schedule and bound that is good enough.
    stopped_by
        What stopped the work, if anything did.
    """
    if not moves.moves:
        return Status.OPTIMAL, None
    if not moves.is_whole:
        return Status.PARTIAL, stopped_by
    if found is None or found.gap <= PROVEN_GAP:
        return Status.OPTIMAL, StoppedBy.PROVEN
    if found.gap <= gap:
        return Status.FEASIBLE, StoppedBy.GAP
    return Status.FEASIBLE, stopped_by or StoppedBy.WORK
