"""An offer that might fill a line, with the changes that would let it."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from reassure.engines.generate.instance import Bools, Match
from reassure.model.choices import RemedyKind, ShortfallReason
from reassure.model.conditions import Standing
from reassure.model.fit import LESS_NOTICE_DAYS, Fault, offer_faults
from reassure.model.force import Offer
from reassure.model.plan import Plan

UNLIMITED = 2**40
"""Unit-periods of a nation without a limit."""

OF_DAYS = frozenset(
    {ShortfallReason.TOO_LATE, ShortfallReason.WINDOW, ShortfallReason.TOUR_DOES_NOT_FIT}
)
"""Reasons that the days of an offer give."""

_OF_MEASURES = {
    ShortfallReason.PERMISSION: RemedyKind.CHANGE_POSITION,
    ShortfallReason.NOT_IN_FORCE: RemedyKind.PUT_IN_FORCE,
}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change to the records.

    Attributes
    ----------
    kind
        What is changed.
    bindings
        Fields that it changes, as ``table:id.field``; several only where a line and its tasks
        name attributes that an offer lacks.
    """

    kind: RemedyKind
    bindings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Prospect:
    """An offer of a fitting capability that still stands, and what keeps it from a line.

    Attributes
    ----------
    match
        The offer and the line.
    changes
        Changes that take away what keeps it from the line, each alone.
    blocked
        Periods in which each change is indispensable: nothing else lets the offer serve then,
        shape (n_changes, n_periods).
    open
        Periods in which it could serve with all changes made, shape (n_periods,).
    """

    match: Match
    changes: tuple[RecordChange, ...]
    blocked: Bools
    open: Bools
    _plain: tuple[tuple[int, Bools], ...]
    _windows: tuple[tuple[int, str], ...]
    _limits: tuple[tuple[int, int], ...]
    _days: "DaysOfOffer"

    def allowed(self, made: Collection[int]) -> Bools:
        """Return the periods in which the offer may serve with some changes made."""
        fields = frozenset(name for change, name in self._windows if change in made)
        allowed = self.open & ~self._days.outside(fields)
        for change, mask in self._plain:
            if change not in made:
                allowed &= ~mask
        return allowed

    def allowed_singly(self) -> Bools:
        """Return `allowed` with none made and then with each alone, (1 + n_changes, n_periods)."""
        if self._windows:
            made = [(), *((change,) for change in range(len(self.changes)))]
            return np.array([self.allowed(one) for one in made])
        # Without changes to its days, what blocks is what each of the plain changes takes away.
        count = self.blocked.sum(axis=0)
        left = count - np.concatenate([np.zeros_like(self.open)[None], self.blocked])
        return self.open & (left == 0)

    def unit_periods_left(self, made: Collection[int]) -> int:
        """Return the unit-periods that its nation may still serve with some changes made."""
        return min((left for change, left in self._limits if change not in made), default=UNLIMITED)


@dataclass(frozen=True, eq=False)
class DaysOfOffer:
    """When the units of an offer could serve if it stood longer or came at shorter notice."""

    plan: Plan
    offer: Offer
    _known: dict[frozenset[str], Bools] = field(default_factory=dict)

    def outside(self, changed: frozenset[str]) -> Bools:
        """Return the periods outside of its days, with some of its fields changed.

        Parameters
        ----------
        changed
            Of ``notice_days`` (30 days less), ``from_day`` (the first day of the plan) and
            ``until_day`` (its end).
        """
        if changed not in self._known:
            periods = self.plan.meta.periods
            values = {
                "notice_days": max(0.0, self.offer.notice_days - LESS_NOTICE_DAYS),
                "from_day": min(self.offer.from_day, 0.0),
                "until_day": max(self.offer.until_day, periods.day(periods.count)),
            }
            update = {name: value for name, value in values.items() if name in changed}
            faults = offer_faults(self.plan, self.offer.model_copy(update=update), Standing())
            inside = [fault for fault in faults if fault.reason in OF_DAYS]
            self._known[changed] = mask_of(inside, periods.count)
        return self._known[changed]


def measure_change(plan: Plan, fault: Fault, faults: Collection[Fault]) -> RecordChange:
    """Return the change that lets units use the measure which a fault is about.

    Parameters
    ----------
    plan
        The plan.
    fault
        A nation's position on a measure, or a measure that is not in force.
    faults
        All that keeps the offer from the line: what else is said of that measure changes with it.
    """
    of_measure = {
        other.binding
        for other in faults
        if other.reason is fault.reason and _measure(plan, other) == _measure(plan, fault)
    }
    return RecordChange(_OF_MEASURES[fault.reason], tuple(sorted(of_measure)))


def _measure(plan: Plan, fault: Fault) -> str:
    name = fault.binding.partition(":")[2].rpartition(".")[0]
    if fault.reason is ShortfallReason.PERMISSION:
        return plan.positions[name].measure
    return plan.measure_events[name].measure


def mask_of(faults: Collection[Fault], n_periods: int) -> Bools:
    """Return the periods in which some faults keep an offer away, shape (n_periods,)."""
    mask = np.zeros(n_periods, dtype=bool)
    for fault in faults:
        mask[fault.start : fault.stop] = True
    return mask
