"""How far each load of a movement has come by its reports."""

from collections.abc import Iterator

from reassure.engines.deploy.executing.planned_parts import Stop
from reassure.engines.deploy.executing.reported import ReportedMove
from reassure.model.movement_outputs import LoadStatus


def load_statuses(move: ReportedMove) -> Iterator[LoadStatus]:
    """Yield one row per load of a movement, in the order of the plan.

    Parameters
    ----------
    move
        A movement with its reports; of what goes apart, all of the unit.
    """
    planned = move.planned
    for i, (load, purpose) in enumerate(planned.loads):
        behind, expected = move.outlook[i]
        last = _last_stop(move, i)
        yield LoadStatus(
            load=load,
            owner=planned.tour.owner,
            purpose=purpose,
            last_event=None if last is None else last.event,
            last_location=None if last is None else last.location,
            last_day=None if last is None else last.day,
            behind_days=behind,
            planned_day=planned.parts[i][-1].day,
            expected_day=expected,
        )


def _last_stop(move: ReportedMove, i: int) -> Stop | None:
    """Return what a load did last, on its way or off it; None: it has not left."""
    astray = move.seen_astray.get(i)
    if astray is not None:
        event = next(row.event for row in move.reports if f"actuals:{row.id}" == astray.report)
        return Stop(event, astray.place, astray.day)
    made = zip(move.stops_of(i), move.stops_made(i), strict=True)
    done = [stop._replace(day=day) for stop, day in made if day is not None]
    return done[-1] if done else None
