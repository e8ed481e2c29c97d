"""Which offer could serve which requirement line: the rules, and what bars an offer by them.

Pure rules over records: force generation plans by them, and the checks word them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reassure.model.choices import CaveatKind, OfferState, ShortfallReason
from reassure.model.conditions import Standing
from reassure.model.force import Caveat, Offer, Requirement
from reassure.model.periods import Periods
from reassure.model.plan import Plan
from reassure.model.stations import station_cycle

GONE = frozenset({OfferState.WITHDRAWN, OfferState.EXPIRED})
"""States of offers that are never assigned."""

LESS_NOTICE_DAYS = 30.0
"""Days by which the remedy ``less_notice`` shortens the notice to move."""


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


def ready_day(offer: Offer) -> float:
    """Return the first day on which an offer can serve: not before its notice has passed."""
    return max(offer.from_day, offer.notice_days)


def ready_field(offer: Offer) -> str:
    """Return the field that sets `ready_day`."""
    return "notice_days" if offer.notice_days > offer.from_day else "from_day"


def gone_field(offer: Offer, today: dt.date | None) -> str | None:
    """Return the field by which an offer counts for nothing any more; None if it stands."""
    if offer.state in GONE:
        return "state"
    if offer.valid_until is not None and today is not None and offer.valid_until < today:
        return "valid_until"
    return "quantity" if offer.quantity == 0 else None


def tour_bounds(offer: Offer, periods: Periods) -> tuple[int, int]:
    """Return shortest and longest tour [periods]: rounded up, and down; within the plan."""
    shortest = max(1, periods.at_least(offer.tour_min_days))
    return shortest, min(periods.at_most(offer.tour_max_days), periods.count)


def lost_to_periods(offer: Offer, periods: Periods) -> str | None:
    """Return the field for which no tour of an offer fits into whole periods; None if one does."""
    start, stop = periods.offered(ready_day(offer), offer.until_day)
    shortest = max(1, periods.at_least(offer.tour_min_days))
    if stop <= start:
        return "until_day"
    if shortest > periods.at_most(offer.tour_max_days):
        return "tour_max_days"
    return "tour_min_days" if shortest > stop - start else None


def fits_in_days(offer: Offer, periods: Periods) -> bool:
    """Whether an offer's shortest tour fits into the plan if days count and periods do not."""
    days = min(offer.until_day, periods.horizon_days) - max(ready_day(offer), 0.0)
    return offer.tour_min_days <= min(offer.tour_max_days, days)


def offer_faults(plan: Plan, offer: Offer, standing: Standing) -> list[Fault]:
    """Return what keeps an offer from every line.

    Parameters
    ----------
    plan
        The plan.
    offer
        One of its offers.
    standing
        What the conditions of the offer come to.
    """
    periods = plan.meta.periods
    gone = gone_field(offer, plan.meta.today)
    faults: list[Fault] = []
    if gone is not None:
        place = f"offers:{offer.id}.{gone}"
        faults.append(Fault(ShortfallReason.NO_OFFER, place, 0, periods.count))
    faults += _window_faults(offer, periods)
    faults += [
        Fault(ShortfallReason.CONDITION_UNMET, binding, 0, periods.count)
        for binding in standing.unmet
    ]
    for day, binding in standing.waits:
        stop = min(periods.count, periods.offered(day, periods.day(periods.count))[0])
        if stop > 0:
            faults.append(Fault(ShortfallReason.CONDITION_UNMET, binding, 0, stop))
    return faults


def line_faults(
    plan: Plan, offer: Offer, line: Requirement, caveats: Iterable[Caveat]
) -> list[Fault]:
    """Return what keeps an offer from one line in particular, its own conditions apart.

    Parameters
    ----------
    plan
        The plan.
    offer, line
        The two to be matched.
    caveats
        Caveats of the offer's nation that concern the offer.
    """
    n_periods = plan.meta.periods.count
    faults: list[Fault] = []

    def always(reason: ShortfallReason, binding: str) -> None:
        faults.append(Fault(reason, binding, 0, n_periods))

    if line.max_notice_days is not None and offer.notice_days > line.max_notice_days:
        always(ShortfallReason.TOO_LATE, f"requirements:{line.id}.max_notice_days")
    if offer.grade < line.min_grade:
        always(ShortfallReason.GRADE, f"offers:{offer.id}.grade")
    if lacking_attributes(plan, offer, line):
        always(ShortfallReason.ATTRIBUTES, f"offers:{offer.id}.attributes")
    cycle = station_cycle(plan, offer, line)
    if cycle is not None and not cycle.is_in_reach:
        always(ShortfallReason.OUT_OF_REACH, f"capabilities:{offer.capability}.range_km")
    for caveat in caveats:
        if binds(caveat) and covers(caveat, line):
            faults += _caveat_fault(caveat, plan.meta.periods)
    return faults


def lead_faults(plan: Plan, line: Requirement, standing: Standing) -> list[Fault]:
    """Return the conditions on a lead nation that no plan can meet: it is no candidate there."""
    candidates = plan.sectors[line.sector].lead_nations if line.sector in plan.sectors else ()
    return [
        Fault(
            ShortfallReason.CONDITION_UNMET,
            f"conditions:{rule.condition}.nation",
            0,
            plan.meta.periods.count,
        )
        for rule in standing.leads
        if rule.nation not in candidates
    ]


def has_tour(offer: Offer, line: Requirement, faults: Sequence[Fault], periods: Periods) -> bool:
    """Whether faults leave periods in a row for a tour of an offer on a line."""
    shortest, longest = tour_bounds(offer, periods)
    if longest < shortest:
        return False
    first, stop = periods.required(line.from_day, line.until_day)
    for fault in sorted(faults, key=lambda fault: fault.start):
        if min(fault.start, stop) - first >= shortest:
            return True
        if fault.start < fault.stop:
            first = max(first, fault.stop)
    return stop - first >= shortest


def lacking_attributes(plan: Plan, offer: Offer, line: Requirement) -> list[str]:
    """Return the attributes that a line and its tasks need and an offer has not, in order."""
    tasks = [plan.tasks[task] for task in line.tasks if task in plan.tasks]
    needed = [*line.attributes, *(word for task in tasks for word in task.attributes)]
    return [word for word in dict.fromkeys(needed) if word not in offer.attributes]


def binds(caveat: Caveat) -> bool:
    """Whether a caveat keeps units away; a limitation that somebody may lift does not."""
    return caveat.kind is CaveatKind.PROHIBITION or caveat.approver is None


def covers(caveat: Caveat, line: Requirement) -> bool:
    """Whether a caveat speaks of a line, by its sector and its tasks.

    One that names measures limits what units may do: `Permits` judges it.
    """
    return not caveat.measures and speaks_of(caveat, line.sector, line.tasks)


def speaks_of(caveat: Caveat, sector: str, tasks: Iterable[str]) -> bool:
    """Whether a caveat speaks of a sector and of one of some tasks; it may name neither."""
    if caveat.sectors and sector not in caveat.sectors:
        return False
    return not caveat.tasks or not set(caveat.tasks).isdisjoint(tasks)


def caveat_field(caveat: Caveat) -> str:
    """Return the field that says what a caveat covers."""
    if caveat.measures:
        return "measures"
    return "sectors" if caveat.sectors else "tasks" if caveat.tasks else "kind"


def caveat_span(caveat: Caveat, periods: Periods) -> tuple[int, int]:
    """Return the half-open span of periods that a caveat touches."""
    first = 0.0 if caveat.from_day is None else caveat.from_day
    last = periods.day(periods.count) if caveat.until_day is None else caveat.until_day
    return periods.required(first, last)


def _window_faults(offer: Offer, periods: Periods) -> list[Fault]:
    lost = lost_to_periods(offer, periods)
    if lost is not None and fits_in_days(offer, periods):
        # Rounding alone keeps it away: its days are neither too late nor too few.
        span = periods.required(ready_day(offer), offer.until_day)
        binding = f"offers:{offer.id}.{lost}"
        return [
            *_outside(offer, *span, periods.count),
            Fault(ShortfallReason.TOUR_DOES_NOT_FIT, binding, *span),
        ]
    start, stop = periods.offered(ready_day(offer), offer.until_day)
    faults = _outside(offer, min(start, periods.count), max(stop, 0), periods.count)
    shortest, longest = tour_bounds(offer, periods)
    if longest < shortest:
        binding = f"offers:{offer.id}.tour_max_days"
        faults.append(Fault(ShortfallReason.WINDOW, binding, 0, periods.count))
    return faults


def _outside(offer: Offer, start: int, stop: int, n_periods: int) -> list[Fault]:
    faults: list[Fault] = []
    if start > 0:
        binding = f"offers:{offer.id}.{ready_field(offer)}"
        faults.append(Fault(ShortfallReason.TOO_LATE, binding, 0, start))
    if stop < n_periods:
        binding = f"offers:{offer.id}.until_day"
        faults.append(Fault(ShortfallReason.WINDOW, binding, stop, n_periods))
    return faults


def _caveat_fault(caveat: Caveat, periods: Periods) -> list[Fault]:
    start, stop = caveat_span(caveat, periods)
    if start >= stop:
        return []
    binding = f"caveats:{caveat.id}.{caveat_field(caveat)}"
    return [Fault(ShortfallReason.CAVEAT, binding, start, stop)]
