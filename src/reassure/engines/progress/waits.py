"""What a milestone waits for, judged by the records alone: holds, from which day, or open."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reassure.engines.progress.settled import agreement_waits, measure_waits, pledge_waits
from reassure.engines.progress.wait import Wait, day_words, from_day, holds, open_wait
from reassure.model.choices import ConditionKind, DecisionState, LocationState, OfferState
from reassure.model.conditions import Standing, standing_of
from reassure.model.fields import PAIR_SEPARATOR
from reassure.model.fit import gone_field
from reassure.model.force import Condition
from reassure.model.plan import Plan
from reassure.model.progress_choices import WaitKind, WaitStanding

_CERTAIN = frozenset({OfferState.CONFIRMED, OfferState.DEPLOYED})
_NO_DAY = float("-inf")


@dataclass(frozen=True)
class Judge:
    """Judges what milestones wait for on one day.

    Attributes
    ----------
    plan
        Plan whose references hold.
    today
        Today as a day from C-day [days]; None: not known.
    deliveries
        Planned day of arrival of each pledge that moves [days], None where it has none.
    """

    plan: Plan
    today: float | None
    deliveries: Mapping[str, int | None]

    def waits(self, reference: str) -> list[Wait]:
        """Return what one ``table:id`` that a milestone waits for comes to; milestones apart.

        Notes
        -----
        docs/explain/progress.md, "What a milestone waits for".
        """
        table, record_id = reference.split(PAIR_SEPARATOR, 1)
        judge = _RULES.get(table)
        if judge is None:
            words = f"{reference} is taken as given: milestones do not follow {table}"
            wait = Wait(WaitKind.OTHER, WaitStanding.ASSUMED, f"{reference}.id", words)
            return [replace(wait, reference=reference)]
        return [replace(wait, reference=reference) for wait in judge(self, record_id)]

    @property
    def now(self) -> float:
        """Today [days], or a day before all others where it is not known."""
        return _NO_DAY if self.today is None else self.today

    @property
    def date(self) -> dt.date | None:
        """Today as a date."""
        return self.plan.meta.today

    def after(self, days: float) -> float:
        """Return the day on which something is ready that is begun today, or on C-day."""
        return days + (0.0 if self.today is None else self.today)


def _decision(judge: Judge, record_id: str) -> list[Wait]:
    row, place = judge.plan.decisions[record_id], f"decisions:{record_id}"
    what = f"decision {row.title}, of {row.nation},"
    if row.state is DecisionState.TAKEN:
        return [holds(WaitKind.DECISION, f"{place}.state", f"{what} is taken")]
    if row.state is DecisionState.REFUSED:
        return [open_wait(WaitKind.DECISION, f"{place}.state", f"{what} is refused")]
    if row.probability == 0:
        return [open_wait(WaitKind.DECISION, f"{place}.probability", f"{what} has no chance")]
    if row.due_day is None:
        words = f"{what} is pending, and nobody says until when"
        return [open_wait(WaitKind.DECISION, f"{place}.due_day", words)]
    words = f"{what} is pending, due on {day_words(row.due_day)}"
    if row.due_day < judge.now:
        words += ", which has passed"
    day = max(row.due_day, judge.now)
    return [from_day(WaitKind.DECISION, f"{place}.due_day", words, day)]


def _condition(judge: Judge, record_id: str) -> list[Wait]:
    return _conditions(judge, [judge.plan.conditions[record_id]])


def _conditions(judge: Judge, rows: list[Condition]) -> list[Wait]:
    """Judge conditions by the rules that force generation goes by."""
    found: list[Wait] = []
    for row in rows:
        standing = standing_of(judge.plan, [row])
        what = f"condition {row.id} ({row.kind.value.replace('_', ' ')})"
        found += [
            open_wait(WaitKind.CONDITION, binding, f"{what} is not met")
            for binding in standing.unmet
        ]
        for day, binding in standing.waits:
            is_pending = binding.startswith("decisions:")
            words = f"{what} holds from {day_words(day)} on"
            if is_pending and day < judge.now:
                words = f"{what} was to hold from {day_words(day)}, and does not yet"
            if day <= judge.now and not is_pending:
                found.append(holds(WaitKind.CONDITION, binding, words))
            else:
                found.append(from_day(WaitKind.CONDITION, binding, words, max(day, judge.now)))
        if not standing.unmet and not standing.waits:
            found.append(_settled(row, what, standing))
    return found


def _settled(row: Condition, what: str, standing: Standing) -> Wait:
    """Return a condition in whose way nothing stands: met, or taken as given."""
    place = f"conditions:{row.id}.kind"
    if standing.leads or standing.partners:
        words = f"{what} is a rule that force generation keeps"
    elif standing.assumed and row.kind is not ConditionKind.AGREEMENT_STATE:
        words = f"{what} is taken as given: {'; '.join(standing.assumed)}"
    else:
        return holds(WaitKind.CONDITION, place, f"{what} is met")
    return Wait(WaitKind.CONDITION, WaitStanding.ASSUMED, place, words)


def _offer(judge: Judge, record_id: str) -> list[Wait]:
    row, place = judge.plan.offers[record_id], f"offers:{record_id}"
    what = f"offer {record_id} of {row.nation}"
    gone = gone_field(row, judge.date)
    if gone is not None:
        return [open_wait(WaitKind.OFFER, f"{place}.{gone}", f"{what} does not stand any more")]
    if row.state in _CERTAIN:
        return [holds(WaitKind.OFFER, f"{place}.state", f"{what} is {row.state.value}")]
    rows = [item for item in judge.plan.conditions if item.offer == record_id]
    pending = [
        replace(wait, kind=WaitKind.OFFER, words=f"{what} is {row.state.value}: {wait.words}")
        for wait in _conditions(judge, rows)
        if wait.standing in (WaitStanding.OPEN, WaitStanding.FROM_DAY)
    ]
    words = f"{what} is {row.state.value}, and nobody says when it is confirmed"
    return pending or [open_wait(WaitKind.OFFER, f"{place}.state", words)]


def _upgrade(judge: Judge, record_id: str) -> list[Wait]:
    row = judge.plan.upgrades[record_id]
    day = judge.after(row.lead_days)
    words = f"upgrade {row.name} is ready on {day_words(day)} if it is ordered today"
    return [from_day(WaitKind.UPGRADE, f"upgrades:{record_id}.lead_days", words, day)]


def _clearance(judge: Judge, record_id: str) -> list[Wait]:
    row = judge.plan.clearances[record_id]
    day = judge.after(row.lead_days)
    words = f"{row.through} permits passage on {day_words(day)} if it is asked today"
    return [from_day(WaitKind.CLEARANCE, f"clearances:{record_id}.lead_days", words, day)]


def _location(judge: Judge, record_id: str) -> list[Wait]:
    row, place = judge.plan.locations[record_id], f"locations:{record_id}.state"
    words = f"{row.name} is {row.state.value}"
    if row.state is LocationState.READY:
        return [holds(WaitKind.LOCATION, place, words)]
    return [open_wait(WaitKind.LOCATION, place, f"{words}, not ready")]


def _course(judge: Judge, record_id: str) -> list[Wait]:
    row, place = judge.plan.courses[record_id], f"courses:{record_id}.start_day"
    day = row.start_day + row.days
    words = f"the first run of {row.title} ends on {day_words(day)}"
    if day <= judge.now:
        return [holds(WaitKind.COURSE, place, words)]
    return [from_day(WaitKind.COURSE, place, words, day)]


def _meeting(judge: Judge, record_id: str) -> list[Wait]:
    row, place = judge.plan.meetings[record_id], f"meetings:{record_id}.date"
    words = f"{row.title} meets on {row.date.isoformat()}"
    if judge.date is not None and row.date <= judge.date:
        return [holds(WaitKind.MEETING, place, words)]
    c_day = judge.plan.meta.c_day
    if c_day is None:
        return [open_wait(WaitKind.MEETING, place, f"{words}; C-day has no date")]
    return [from_day(WaitKind.MEETING, place, words, float((row.date - c_day).days))]


def _measure(judge: Judge, record_id: str) -> list[Wait]:
    return measure_waits(judge.plan, record_id, judge.now)


def _agreement(judge: Judge, record_id: str) -> list[Wait]:
    return agreement_waits(judge.plan, record_id)


def _pledge(judge: Judge, record_id: str) -> list[Wait]:
    return pledge_waits(judge.plan, record_id, judge.now, judge.deliveries)


_RULES: Mapping[str, Callable[[Judge, Any], list[Wait]]] = {
    "conditions": _condition,
    "decisions": _decision,
    "upgrades": _upgrade,
    "measures": _measure,
    "agreements": _agreement,
    "offers": _offer,
    "pledges": _pledge,
    "clearances": _clearance,
    "locations": _location,
    "courses": _course,
    "meetings": _meeting,
}
"""Tables that are followed; any other is taken as given."""
