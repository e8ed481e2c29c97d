"""Movements that are over because their unit has been reported on a later one.

A unit that is on its way to a later tour is not at the same time to be sent to an earlier one: what
of it had not left for that stays.
"""

from collections.abc import Iterable, Mapping

from reassure.engines.deploy.executing.placing import Planned
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.model.choices import MovePurpose


def overtaken_by(moves: Moves, planned: Iterable[Planned]) -> dict[str, str]:
    """Return the report that tells of each movement that it is over, as actuals:ID.

    Parameters
    ----------
    moves
        All movements.
    planned
        Their loads, of which those that are reported to have left are past.

    Notes
    -----
    Ways home are left out: nobody reports of them, so the time until the unit leaves again is
    theirs.
    """
    found: dict[str, str] = {}
    for item in planned:
        move = moves.carried[item.row]
        if item.is_past and item.report is not None and move.tour.purpose is not MovePurpose.RETURN:
            for earlier in _before(moves, move):
                if earlier.tour.is_outward:
                    found.setdefault(earlier.tour.id, item.report)
    return found


def _before(moves: Moves, move: Move) -> list[Move]:
    """Return all earlier movements of a unit, those of its own parts for the same tour apart."""
    found: dict[str, Move] = {}
    waiting = list(moves.firsts(move))
    while waiting:
        earlier = waiting.pop()
        if earlier.tour.owner != move.tour.owner:
            found[earlier.tour.id] = earlier
        waiting += [item for item in moves.firsts(earlier) if item.tour.id not in found]
    return list(found.values())


def hold_overtaken(moves: Moves, over: Mapping[str, str]) -> None:
    """Name the report that ended a movement as what keeps the rest of it away.

    Parameters
    ----------
    moves
        All movements, settled.
    over
        As of `overtaken_by`.
    """
    for name, report in over.items():
        move = moves.by_id[name]
        home = [it for it in moves.moves if it.tour.is_homeward and moves.before(it) is move]
        for held in (move, *home):
            if move.arrival_day is None and held.arrival_day is None:
                held.binding = f"{report}.day"
