"""Movements of one unit in turn: which comes after which, and what parts make up."""

import math
from collections.abc import Callable, Sequence

from reassure.engines.deploy.moving.move import Move
from reassure.model.choices import MovePurpose
from reassure.model.periods import latest_day


class Chains:
    """All movements, and which of them must have arrived before others begin.

    Parameters
    ----------
    moves
        The movements.

    Attributes
    ----------
    moves
        The same.
    by_id
        The same by the ids of their tours.
    in_turn
        The same in their order, but none before one that it comes after.
    """

    def __init__(self, moves: Sequence[Move]) -> None:
        self.moves = list(moves)
        self.by_id = {move.tour.id: move for move in moves}
        self.in_turn = self._in_turn()

    def _in_turn(self) -> list[Move]:
        """Return all moves in their order, but none before one that it comes after."""
        found: dict[str, Move] = {}
        for move in self.moves:
            waiting = [move]
            while waiting:
                earlier = [item for item in self.firsts(waiting[-1]) if item.tour.id not in found]
                if earlier:
                    waiting.extend(reversed(earlier))
                else:
                    last = waiting.pop()
                    found[last.tour.id] = last
        return list(found.values())

    def firsts(self, move: Move) -> list[Move]:
        """Return what comes right before a movement: its parts, or that of the same unit."""
        names = move.tour.parts or ([] if move.tour.after is None else [move.tour.after])
        return [self.by_id[name] for name in names if name in self.by_id]

    def before(self, move: Move) -> Move | None:
        """Return the movement of the same unit that must have arrived first, if there is one."""
        return None if move.tour.after is None else self.by_id.get(move.tour.after)

    def sources(self, move: Move) -> list[Move]:
        """Return the movements that must have arrived before another one begins.

        Those of parts stand for the unit that they make up where no way is left to it.
        """
        return [
            source
            for first in self.firsts(move)
            for source in (self.firsts(first) if first.tour.is_joined else [first])
        ]

    def stays_home(self, move: Move, *, is_there: Callable[[Move], bool]) -> bool:
        """Whether a unit starts from home because it never left it for its last tour.

        Parameters
        ----------
        move
            Its next movement.
        is_there
            Whether a movement gets where it is to go.
        """
        before = self.before(move)
        if before is None or before.tour.purpose is not MovePurpose.RETURN:
            return False
        out = self.sources(before)
        return bool(out) and not all(is_there(move) for move in out)

    def join_parts(self) -> None:
        """Let units that join where they are to be arrive with the last of their parts."""
        for move in self.moves:
            if move.tour.is_joined:
                parts = self.firsts(move)
                move.arrival_day = latest_day(part.arrival_day for part in parts)
                last = max(parts, key=_lateness)
                move.binding = move.binding or last.binding


def _lateness(move: Move) -> float:
    return math.inf if move.arrival_day is None else move.arrival_day
