"""Waits for what has a life of dated events: measures, agreements, pledges."""

import datetime as dt
from collections.abc import Iterable, Mapping

from reassure.engines.progress.wait import Wait, day_words, from_day, holds, open_wait
from reassure.model.agreement import AgreementEvent
from reassure.model.agreement_life import known_on, open_preconditions, state_on
from reassure.model.choices import AgreementState, MeasureState, PledgeState
from reassure.model.permits import events_of
from reassure.model.plan import Plan
from reassure.model.progress_choices import WaitKind, WaitStanding
from reassure.model.rules import MeasureEvent

_GIVEN = frozenset({PledgeState.DELIVERED, PledgeState.ACCEPTED})
_LOST = frozenset({PledgeState.WITHDRAWN, PledgeState.LOST})
_LIFE = tuple(PledgeState)


def measure_waits(plan: Plan, record_id: str, now: float) -> list[Wait]:
    """Judge a measure: in force in some sector today, from a later event's day, or not at all.

    Parameters
    ----------
    plan, record_id
        Plan, and the measure's id.
    now
        Today [days]; before all events where it is not known.
    """
    row, events = plan.measures[record_id], events_of(plan).get(record_id, ())
    what = f"measure {row.series}.{row.number} ({row.title})"
    if not events:
        words = f"{what} has no events, and counts as in force"
        return [Wait(WaitKind.MEASURE, WaitStanding.ASSUMED, f"measures:{record_id}.id", words)]
    known = [event for event in events if event.day <= now]
    if (event := _in_force(known)) is not None:
        binding = f"measure_events:{event.id}.state"
        return [holds(WaitKind.MEASURE, binding, f"{what} is implemented")]
    later = (event for event in events if event.day > now)
    coming = next((event for event in later if event.state is MeasureState.IMPLEMENTED), None)
    if coming is not None:
        words = f"{what} is implemented on {day_words(coming.day)}"
        binding = f"measure_events:{coming.id}.day"
        return [from_day(WaitKind.MEASURE, binding, words, coming.day)]
    last = known[-1] if known else events[-1]
    state = last.state.value if last.day <= now else f"to be {last.state.value}"
    words = f"{what} is {state}, and no event implements it"
    return [open_wait(WaitKind.MEASURE, f"measure_events:{last.id}.state", words)]


def _in_force(events: Iterable[MeasureEvent]) -> MeasureEvent | None:
    """Return the event by which a measure is in force in some sector; None if it is nowhere."""
    everywhere: MeasureEvent | None = None
    by_sector: dict[str, MeasureEvent] = {}
    for event in events:
        if event.sectors:
            by_sector |= dict.fromkeys(event.sectors, event)
        else:
            everywhere, by_sector = event, {}
    stand = [event for event in (everywhere, *by_sector.values()) if event is not None]
    return next((event for event in stand if event.state is MeasureState.IMPLEMENTED), None)


def agreement_waits(plan: Plan, record_id: str) -> list[Wait]:
    """Judge an agreement: in force today, from a later event's date, or open by preconditions."""
    row, today, c_day = plan.agreements[record_id], plan.meta.today, plan.meta.c_day
    what = f"agreement {row.name}"
    last = state_on(plan, record_id, today)
    if last is not None and last.state is AgreementState.IN_FORCE:
        binding = f"agreement_events:{last.id}.state"
        return [holds(WaitKind.AGREEMENT, binding, f"{what} is in force")]
    first = _next_in_force(plan, record_id, today)
    if first is not None and c_day is not None:
        day = float((known_on(first) - c_day).days)
        words = f"{what} is in force from {day_words(day)} on"
        return [from_day(WaitKind.AGREEMENT, f"agreement_events:{first.id}.date", words, day)]
    state = "not begun" if last is None else last.state.value.replace("_", " ")
    missing = open_preconditions(plan, record_id, today)
    if missing:
        return [
            open_wait(
                WaitKind.AGREEMENT,
                f"preconditions:{item.id}.met",
                f"{what} is {state}: {item.text} is not met",
            )
            for item in missing
        ]
    place = f"agreements:{record_id}.id" if last is None else f"agreement_events:{last.id}.state"
    return [open_wait(WaitKind.AGREEMENT, place, f"{what} is {state}")]


def _next_in_force(plan: Plan, agreement: str, today: dt.date | None) -> AgreementEvent | None:
    """Return the event by which an agreement first stands in force after today, if one does.

    What became known only after something later had happened changes nothing.
    """
    if today is None:
        return None
    days = {known_on(event) for event in plan.agreement_events if event.agreement == agreement}
    later = (state_on(plan, agreement, day) for day in sorted(days) if day > today)
    stand = (event for event in later if event is not None)
    return next((event for event in stand if event.state is AgreementState.IN_FORCE), None)


def pledge_waits(
    plan: Plan, record_id: str, now: float, deliveries: Mapping[str, int | None]
) -> list[Wait]:
    """Judge a pledge: delivered, on the way with a day, or given up.

    Parameters
    ----------
    plan, record_id
        Plan, and the pledge's id.
    now
        Today [days]; before all events where it is not known.
    deliveries
        Planned day of arrival of pledges that move [days].
    """
    events = sorted(
        (event for event in plan.pledge_events if event.pledge == record_id),
        key=lambda event: (event.day, _LIFE.index(event.state), event.id),
    )
    what = f"pledge {record_id} of {plan.pledges[record_id].nation}"
    known = [event for event in events if event.day <= now]
    last = known[-1] if known else None
    if last is not None and last.state in _GIVEN:
        binding = f"pledge_events:{last.id}.state"
        return [holds(WaitKind.PLEDGE, binding, f"{what} is {last.state.value}")]
    if last is not None and last.state in _LOST:
        binding = f"pledge_events:{last.id}.state"
        return [open_wait(WaitKind.PLEDGE, binding, f"{what} is {last.state.value}")]
    coming = next((event for event in events if event.day > now and event.state in _GIVEN), None)
    if coming is not None:
        words = f"{what} is {coming.state.value} on {day_words(coming.day)}"
        return [from_day(WaitKind.PLEDGE, f"pledge_events:{coming.id}.day", words, coming.day)]
    planned = deliveries.get(record_id)
    if planned is not None:
        words = f"{what} arrives on {day_words(planned)} as movement is planned"
        return [
            from_day(WaitKind.PLEDGE, f"pledges:{record_id}.ready_day", words, max(planned, now))
        ]
    said = "announced" if last is None else last.state.value.replace("_", " ")
    place = (
        f"pledges:{record_id}.announced_date" if last is None else f"pledge_events:{last.id}.state"
    )
    return [open_wait(WaitKind.PLEDGE, place, f"{what} is {said}, with no day of delivery")]
