"""The fewest positions to change that open holes: an exact cover by ways."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.assembly import Assembly
from reassure.engines.common.highs import Outcome, Work, solve_program
from reassure.engines.roe.holes import Change, Way
from reassure.model.progress import Watchdog

WORK = Work(checks=200_000, iterations=1_000_000)
"""Far beyond what plans of forty nations and thirty holes take."""

_WHOLE = 0.5
_NOISE = 1e-6


@dataclass(frozen=True, slots=True)
class Cover:
    """Changes that open stretches.

    Attributes
    ----------
    changes
        In the order of nations and measures.
    bound
        No fewer changes do.
    """

    changes: tuple[Change, ...]
    bound: int

    @property
    def is_proven(self) -> bool:
        """Whether no fewer changes do."""
        return len(self.changes) == self.bound


def cover(stretches: Sequence[tuple[Way, ...]], *, seed: int, watch: Watchdog) -> Cover:
    """Return the fewest changes that open every stretch by one of its ways.

    Parameters
    ----------
    stretches
        Ways of each stretch, none empty, the smallest first.
    seed
        Of the solver.
    watch
        Whether to stop; then the best that is known is returned, with a bound.

    Notes
    -----
    docs/explain/roe.md, eqs. 8 to 11.
    """
    distinct = list(dict.fromkeys(stretches))
    if len(distinct) <= 1:
        changes = tuple(sorted(distinct[0][0])) if distinct else ()
        return Cover(changes, len(changes))
    fallback = tuple(sorted(frozenset().union(*(ways[0] for ways in distinct))))
    least = max(len(ways[0]) for ways in distinct)
    if len(fallback) == least:
        return Cover(fallback, least)
    changes = sorted({change for ways in distinct for way in ways for change in way})
    place = {change: i for i, change in enumerate(changes)}
    program = Assembly()
    chosen = program.add_columns(-np.ones(len(changes)), upper=1.0, is_integer=True)
    for ways in distinct:
        # A way is open to the share that its changes are made; whole changes need no whole ways.
        opened = program.add_columns(np.zeros(len(ways)), upper=1.0)
        some = program.add_rows(1, lower=1.0)
        program.put(some, opened, 1.0)
        for way, column in zip(ways, opened, strict=True):
            rows = program.add_rows(len(way), lower=0.0)
            program.put(rows, chosen[[place[change] for change in sorted(way)]], 1.0)
            program.put(rows, column, -1.0)
    answer = solve_program(
        program.program(), seed=seed, gap=0.0, work=WORK, watch=watch, message="choosing positions"
    )
    if answer.outcome is Outcome.IMPOSSIBLE:
        raise RuntimeError("no set of positions opens the holes that positions open")
    if answer.bound is not None:
        least = max(least, int(np.ceil(-answer.bound - _NOISE)))
    if answer.solution is None:
        return Cover(fallback, least)
    made = tuple(changes[i] for i in np.flatnonzero(answer.solution[chosen] > _WHOLE))
    return Cover(made if len(made) <= len(fallback) else fallback, least)
