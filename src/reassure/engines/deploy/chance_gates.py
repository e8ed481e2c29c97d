"""Gates of places and links that only chance closes: a schedule need not know them."""

import math
from collections.abc import Iterator, Sequence

from reassure.engines.common.outages import LINKS, LOCATIONS, Where
from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.limits import Limit
from reassure.model.plan import Plan

Use = tuple[int, int | None, float, int]
"""Minute of a way, number of a limit, what is taken of it, and for how many days."""


class ChanceGates:
    """Gates where an outage by chance closes what has no limit of its own.

    Parameters
    ----------
    plan
        Plan with its outages.
    known
        Limits of its network; gates are numbered on from them.

    Attributes
    ----------
    limits
        The gates that were asked for.
    """

    def __init__(self, plan: Plan, known: Sequence[Limit]) -> None:
        self._known, self.limits = tuple(known), list[Limit]()
        self._number = dict[Where, int]()
        self._closing: dict[Where, str] = {}
        for row in plan.outages:
            if row.mean_up_days is None or row.mean_down_days is None or row.open_share > 0:
                continue
            for table, record in ((LINKS, row.link), (LOCATIONS, row.location)):
                if record is not None:
                    self._closing.setdefault((table, record), row.id)

    def is_one(self, limit: int | None) -> bool:
        """Return whether a number is that of such a gate."""
        return limit is not None and limit >= len(self._known)

    def uses(self, arc: Arc, begin: int, uses: Sequence[Use]) -> list[Use]:
        """Return the gates that a load passes on an arc.

        Parameters
        ----------
        arc
            The arc.
        begin
            Minute at which it begins.
        uses
            What the load uses there and before: what has a limit of its own needs no gate.
        """
        if not self._closing:
            return []
        passed = [
            (begin + step.after_minutes, where)
            for step in arc.steps
            for where in ((LINKS, step.way.link.id), (LOCATIONS, step.way.start))
        ] or [(begin, (LOCATIONS, arc.place))]
        return list(self._found(passed, uses))

    def _found(self, passed: Sequence[tuple[int, Where]], uses: Sequence[Use]) -> Iterator[Use]:
        for minute, where in passed:
            if where in self._closing and not any(
                at == minute and self._stands_for(limit, where) for at, limit, *_ in uses
            ):
                yield minute, self._gate(where), 1.0, 1

    def _stands_for(self, number: int | None, where: Where) -> bool:
        if number is None or self.is_one(number):
            return number is not None and self._number.get(where) == number
        limit = self._known[number]
        own = (LOCATIONS, limit.location) if limit.link is None else (LINKS, limit.link)
        return own == where and not limit.binding.startswith("lifts:")

    def _gate(self, where: Where) -> int:
        if where not in self._number:
            table, record = where
            ends = (record, None) if table == LOCATIONS else (None, record)
            self._number[where] = len(self._known) + len(self.limits)
            binding = f"outages:{self._closing[where]}.open_share"
            self.limits.append(Limit(binding, *ends, math.inf))
        return self._number[where]
