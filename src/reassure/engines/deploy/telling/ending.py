"""How a run of the engine ends: proven best, near enough, out of work, or stopped."""

from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.scheduling.solve import PROVEN_GAP, Scheduled
from reassure.model.choices import Status, StoppedBy
from reassure.model.progress import Watchdog
from reassure.model.result import Provenance, versions_of


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


def provenance_of(
    step: str, moves: Moves, found: Scheduled | None, *, seed: int, gap: float, watch: Watchdog
) -> Provenance:
    """Tell that a run of the engine is over, and return how its result was made.

    Parameters
    ----------
    step
        Name of the engine.
    moves, found, gap
        As of `ending_of`.
    seed
        Seed that it was made with.
    watch
        What may have stopped it; told that all is done.
    """
    status, stopped_by = ending_of(moves, found, gap, watch.stopped_by)
    watch.tell(1.0, "units scheduled")
    value, bound = (None, None) if found is None else (found.value, found.bound)
    made_from = moves.plan.sha256
    return Provenance(
        step, seed, made_from, versions_of("highspy"), status, stopped_by, value, bound
    )
