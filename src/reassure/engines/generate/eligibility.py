"""Why an offer cannot serve a line, period by period: the faults of a match."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.engines.generate.conditions import Standing
from reassure.model.choices import CaveatKind, OfferState, RestRule, ShortfallReason
from reassure.model.force import Caveat, Offer, Requirement
from reassure.model.periods import Periods
from reassure.model.plan import Plan

GONE = frozenset({OfferState.WITHDRAWN, OfferState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps an offer from a line for some periods.

    Attributes
    ----------
    reason, binding
        Why, and the field that says so, as ``table:id.field``.
    start, stop
        Half-open span of periods.
    """

    reason: ShortfallReason
    binding: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Tours:
    """Lengths that a tour of one offer may have.

    Attributes
    ----------
    shortest, longest
        Bounds of a tour [periods].
    rest
        Rest after a tour by its length; ``rest[length]`` [periods].
    """

    shortest: int
    longest: int
    rest: NDArray[np.int64]


def tours_of(offer: Offer, periods: Periods) -> Tours:
    """Return the tours of an offer: shortest and rest rounded up, longest rounded down."""
    shortest = max(1, periods.at_least(offer.tour_min_days))
    longest = min(periods.at_most(offer.tour_max_days), periods.count)
    fixed = periods.at_least(offer.rest_ratio * offer.tour_max_days)
    rest = [
        fixed
        if offer.rest_rule is RestRule.FIXED
        else periods.at_least(offer.rest_ratio * periods.day(length))
        for length in range(longest + 1)
    ]
    return Tours(shortest, longest, np.array(rest, dtype=np.int64))


def offer_faults(plan: Plan, offer: Offer, standing: Standing) -> list[Fault]:
    """Return what keeps an offer from every line."""
    periods = plan.meta.periods
    n_periods, place = periods.count, f"offers:{offer.id}"
    faults: list[Fault] = []

    def always(reason: ShortfallReason, binding: str) -> None:
        faults.append(Fault(reason, binding, 0, n_periods))

    today = plan.meta.today
    if offer.state in GONE:
        always(ShortfallReason.NO_OFFER, f"{place}.state")
    elif offer.valid_until is not None and today is not None and offer.valid_until < today:
        always(ShortfallReason.NO_OFFER, f"{place}.valid_until")
    elif offer.quantity == 0:
        always(ShortfallReason.NO_OFFER, f"{place}.quantity")
    faults += _window(offer, periods)
    tours = tours_of(offer, periods)
    if tours.longest < tours.shortest:
        always(ShortfallReason.WINDOW, f"{place}.tour_max_days")
    for binding in standing.unmet:
        always(ShortfallReason.CONDITION_UNMET, binding)
    for day, binding in standing.waits:
        stop = min(n_periods, periods.offered(day, periods.day(n_periods))[0])
        if stop > 0:
            faults.append(Fault(ShortfallReason.CONDITION_UNMET, binding, 0, stop))
    return faults


def _window(offer: Offer, periods: Periods) -> list[Fault]:
    ready_day = max(offer.from_day, offer.notice_days)
    start, stop = periods.offered(ready_day, offer.until_day)
    start, stop = min(start, periods.count), max(stop, 0)
    faults: list[Fault] = []
    if start > 0:
        limit = "notice_days" if offer.notice_days > offer.from_day else "from_day"
        binding = f"offers:{offer.id}.{limit}"
        faults.append(Fault(ShortfallReason.TOO_LATE, binding, 0, start))
    if stop < periods.count:
        binding = f"offers:{offer.id}.until_day"
        faults.append(Fault(ShortfallReason.WINDOW, binding, stop, periods.count))
    return faults


def line_faults(plan: Plan, offer: Offer, line: Requirement, caveats: list[Caveat]) -> list[Fault]:
    """Return what keeps an offer from one line in particular.

    Parameters
    ----------
    plan
        The plan.
    offer, line
        The two to be matched.
    caveats
        Caveats that bind the offer.
    """
    n_periods = plan.meta.periods.count
    faults: list[Fault] = []

    def always(reason: ShortfallReason, binding: str) -> None:
        faults.append(Fault(reason, binding, 0, n_periods))

    if line.max_notice_days is not None and offer.notice_days > line.max_notice_days:
        always(ShortfallReason.TOO_LATE, f"requirements:{line.id}.max_notice_days")
    if offer.grade < line.min_grade:
        always(ShortfallReason.GRADE, f"offers:{offer.id}.grade")
    if not needed_attributes(plan, line) <= set(offer.attributes):
        always(ShortfallReason.ATTRIBUTES, f"offers:{offer.id}.attributes")
    for caveat in caveats:
        if binds(caveat) and covers(caveat, line):
            faults += _caveat_fault(caveat, plan.meta.periods)
    return faults


def needed_attributes(plan: Plan, line: Requirement) -> set[str]:
    """Return the attributes that a line and its tasks need."""
    tasks = [plan.tasks[task] for task in line.tasks if task in plan.tasks]
    return set(line.attributes).union(*(task.attributes for task in tasks))


def binds(caveat: Caveat) -> bool:
    """Whether a caveat keeps units away; a limitation that somebody may lift does not."""
    return caveat.kind is CaveatKind.PROHIBITION or caveat.approver is None


def covers(caveat: Caveat, line: Requirement) -> bool:
    """Whether a caveat covers a line; one that names measures is not judged by sector and task."""
    if caveat.measures:
        return False
    if caveat.sectors and line.sector not in caveat.sectors:
        return False
    return not caveat.tasks or not set(caveat.tasks).isdisjoint(line.tasks)


def _caveat_fault(caveat: Caveat, periods: Periods) -> list[Fault]:
    first = 0.0 if caveat.from_day is None else caveat.from_day
    last = periods.day(periods.count) if caveat.until_day is None else caveat.until_day
    start, stop = periods.required(first, last)
    if start >= stop:
        return []
    named = "sectors" if caveat.sectors else "tasks" if caveat.tasks else "kind"
    return [Fault(ShortfallReason.CAVEAT, f"caveats:{caveat.id}.{named}", start, stop)]
