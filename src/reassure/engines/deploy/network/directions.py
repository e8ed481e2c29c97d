"""Which voyages lead out and which lead home: those who go out need not look at the others."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from reassure.engines.deploy.network.arcs import Arc, ArcKind
from reassure.engines.deploy.network.voyages import Nearness
from reassure.model.choices import Mode
from reassure.model.plan import Plan


class Directions:
    """Tells voyages that lead nearer to where loads go from those that lead away from there.

    Parameters
    ----------
    plan
        Plan with its network.
    sought
        Places that loads go out to.
    left
        Places that loads leave for home.
    """

    def __init__(self, plan: Plan, sought: frozenset[str], left: frozenset[str]) -> None:
        surface = [mode for mode in Mode if mode is not Mode.AIR]
        modes = {Mode.SEA: surface, Mode.AIR: list(Mode)}
        self._towards = {mode: Nearness(plan, sought, own).is_nearer for mode, own in modes.items()}
        self._away = {mode: Nearness(plan, left, own).is_nearer for mode, own in modes.items()}

    def serving(self, mode: Mode) -> Callable[[str, str], bool]:
        """Return whether a voyage by a mode, from and to some places, serves anybody."""
        out, home = self._towards[mode], self._away[mode]
        return lambda start, end: out(start, end) or home(end, start)

    def idle(self, arcs: Sequence[Arc], *, is_homeward: bool) -> Any:
        """Return which arcs are voyages that do not serve those who go out, or home; by arc."""
        found = np.zeros(len(arcs), dtype=np.bool_)
        for arc in arcs:
            if arc.kind is ArcKind.VOYAGE:
                start, end = arc.place, arc.steps[-1].way.end
                found[arc.number] = not (
                    self._away[arc.mode](end, start)
                    if is_homeward
                    else self._towards[arc.mode](start, end)
                )
        return found
