"""The fewest positions to change that open holes: an exact cover by ways."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from reassure.engines.common.assembly import Assembly
from reassure.engines.common.highs import Outcome, Work, solve_program
from reassure.engines.roe.holes import Change, Way
from reassure.model.progress import Watchdog

WORK = Work(checks=200_000, iterations=1_000_000)
"""Far beyond what plans of forty nations and thirty holes take."""

Stretch = tuple[Way, ...]
"""Ways to open a stretch of a hole, the smallest first."""

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


def cover(stretches: Sequence[Stretch], *, seed: int, watch: Watchdog) -> Cover:
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
    changes: list[Change] = []
    bound = 0
    for part in _parts(_reduced(stretches)):
        found = _cover_part(part, seed=seed, watch=watch)
        changes += found.changes
        bound += found.bound
    return Cover(tuple(sorted(changes)), bound)


def without_implied(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return stretches without those that are open whenever another one is.

    Each is looked at with those that stand before it in a list from the fewest ways on.
    """
    kept: list[Stretch] = []
    for ways in sorted(dict.fromkeys(stretches), key=len):
        if not any(_implies(other, ways) for other in kept):
            kept.append(ways)
    return kept


def _implies(one: Stretch, other: Stretch) -> bool:
    """Whether every way to open one stretch opens the other."""
    return all(any(small <= way for small in other) for way in one)


def _reduced(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return stretches with ways that some fewest changes can do without left out.

    A way whose changes help no other stretch costs its own; one that costs as much so as the
    smallest way does in full can be exchanged for that.
    """
    now = list(dict.fromkeys(stretches))
    while True:
        uses = Counter(change for ways in now for change in frozenset[Change]().union(*ways))
        after = [
            tuple(
                way
                for i, way in enumerate(ways)
                if i == 0 or sum(1 for change in way if uses[change] == 1) < len(ways[0])
            )
            for ways in now
        ]
        after = list(dict.fromkeys(after))
        if after == now:
            return now
        now = after


def _parts(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return stretches in parts that share no change."""
    index: dict[Change, int] = {}
    for ways in stretches:
        for way in ways:
            for change in way:
                index.setdefault(change, len(index))
    tails, heads = [], []
    for row, ways in enumerate(stretches):
        for way in ways:
            for change in way:
                tails.append(row)
                heads.append(len(stretches) + index[change])
    size = len(stretches) + len(index)
    graph = coo_array((np.ones(len(tails)), (tails, heads)), shape=(size, size))
    _, part_of = connected_components(graph, directed=False)
    parts: dict[int, list[Stretch]] = {}
    for row, ways in enumerate(stretches):
        parts.setdefault(int(part_of[row]), []).append(ways)
    return list(parts.values())


def _cover_part(distinct: Sequence[Stretch], *, seed: int, watch: Watchdog) -> Cover:
    fallback = tuple(sorted(frozenset[Change]().union(*(ways[0] for ways in distinct))))
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
