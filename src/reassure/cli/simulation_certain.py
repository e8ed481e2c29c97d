"""The run with nothing left to chance in words: how far it is from the schedule, and why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reassure.cli.simulation_words import LEAST_TOLD, days

if TYPE_CHECKING:
    from reassure.model.plan import Plan
    from reassure.model.simulation_outputs import QueueAt, SimulatedClosure
    from reassure.model.simulation_results import Simulation

MOST_QUEUES = 3


def certain_words(plan: "Plan", made: "Simulation") -> Iterator[str]:
    """Yield when the force is closed with nothing left to chance, and why not as scheduled."""
    closure = made.closure
    if closure is None:
        return
    if closure.certain_day is None:
        yield (
            "With nothing left to chance the force is not closed within the plan: some units do "
            "not get there"
        )
    else:
        yield f"With nothing left to chance the force is closed on {_compared(closure)}"
        if not _is_as_planned(closure):
            yield from _last_words(closure)
    waited = sorted(made.waited, key=lambda row: (-row.certain_wait_days, row.rank))
    queues = [_queue_words(plan, row) for row in waited[:MOST_QUEUES] if row.certain_wait_days]
    if queues:
        yield f"Loads then wait most for: {'; '.join(queues)}"


def _compared(closure: "SimulatedClosure") -> str:
    from reassure.brief.words import day

    certain, planned = closure.certain_day, closure.planned_day
    assert certain is not None
    told = day(round(certain, 1))
    if planned is None:
        return f"{told}; by the schedule some units do not get there"
    if _is_as_planned(closure):
        return f"{told}, as the schedule says"
    gap = days(abs(certain - planned))
    return f"{told}; the schedule says {day(planned)}, {gap} {_side(planned - certain)}"


def _is_as_planned(closure: "SimulatedClosure") -> bool:
    certain, planned = closure.certain_day, closure.planned_day
    return certain is not None and planned is not None and abs(certain - planned) < LEAST_TOLD


def _side(value: float) -> str:
    return "later" if value > 0 else "sooner"


def _last_words(closure: "SimulatedClosure") -> Iterator[str]:
    from reassure.brief.words import day

    handling, waits = closure.last_handling_days, closure.last_wait_days
    spare, planned = closure.last_spare_days, closure.last_planned_day
    if handling is None or waits is None or spare is None or not (handling or waits or spare):
        return
    yield (
        f"The load that comes last, {closure.last_load}, is planned for {day(planned)}. On top of "
        f"its way the schedule gives it {days(spare)}, for waiting and for rounding up to whole "
        f"days; here its handling takes {days(handling)} and it waits {days(waits)}"
    )


def _queue_words(plan: "Plan", row: "QueueAt") -> str:
    from reassure.brief.names import binding_words
    from reassure.brief.words import number

    shown = number(row.certain_wait_days, 1)
    return f"{binding_words(plan, row.binding).text} ({shown} load-days)"
