"""The life of an agreement: which state may follow which, and where one stands on a day."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from reassure.model.agreement import AgreementEvent, Precondition
from reassure.model.choices import AgreementState
from reassure.model.plan import Plan

_S = AgreementState

NEXT: Mapping[AgreementState | None, frozenset[AgreementState]] = MappingProxyType(
    {
        None: frozenset({_S.PROPOSED, _S.AGREED}),
        _S.PROPOSED: frozenset(
            {_S.PROPOSED, _S.REJECTED, _S.ACCEPTED, _S.AGREED, _S.ENDED, _S.EXPIRED}
        ),
        _S.REJECTED: frozenset(
            {_S.PROPOSED, _S.REJECTED, _S.ACCEPTED, _S.AGREED, _S.ENDED, _S.EXPIRED}
        ),
        _S.ACCEPTED: frozenset({_S.ACCEPTED, _S.REJECTED, _S.AGREED, _S.ENDED, _S.EXPIRED}),
        _S.AGREED: frozenset(
            {_S.AGREED, _S.DELAYED, _S.IN_FORCE, _S.REJECTED, _S.BROKEN, _S.EXPIRED, _S.ENDED}
        ),
        _S.DELAYED: frozenset(
            {_S.DELAYED, _S.IN_FORCE, _S.REJECTED, _S.BROKEN, _S.EXPIRED, _S.ENDED}
        ),
        _S.IN_FORCE: frozenset({_S.IN_FORCE, _S.SUSPENDED, _S.BROKEN, _S.EXPIRED, _S.ENDED}),
        _S.SUSPENDED: frozenset({_S.IN_FORCE, _S.BROKEN, _S.EXPIRED, _S.ENDED}),
        _S.BROKEN: frozenset(
            {_S.BROKEN, _S.PROPOSED, _S.IN_FORCE, _S.SUSPENDED, _S.EXPIRED, _S.ENDED}
        ),
        _S.EXPIRED: frozenset({_S.PROPOSED, _S.AGREED}),
        _S.ENDED: frozenset({_S.PROPOSED, _S.AGREED}),
    }
)
"""States that may follow each, None standing for an agreement without any event.

One party may reject what another has accepted, and accept what it has rejected, until all agree.
What several parties do one after the other (propose, reject, accept, agree, break) may be said of
each. What is agreed holds only once it is in force; delayed is agreed and still waiting. What is
broken may be mended, suspended, given up or proposed anew. `may_follow` adds what versions say.
"""

_ONLY_NEWER = frozenset(
    {
        (_S.IN_FORCE, _S.IN_FORCE),
        *((over, begun) for over in (_S.EXPIRED, _S.ENDED) for begun in NEXT[None]),
    }
)
"""Steps that only a new text can take: an extension, and what comes after the end."""

PLACE_IN_LIFE = MappingProxyType(
    {
        state: place
        for place, state in enumerate(
            (
                _S.PROPOSED,
                _S.ACCEPTED,
                _S.REJECTED,
                _S.AGREED,
                _S.DELAYED,
                _S.IN_FORCE,
                _S.SUSPENDED,
                _S.BROKEN,
                _S.EXPIRED,
                _S.ENDED,
            )
        )
    }
)
"""Order of events of one day and version; of several on one day the least hopeful counts."""


def may_follow(before: AgreementEvent | None, event: AgreementEvent) -> bool:
    """Whether an event is a lawful next step in the life of its agreement.

    Parameters
    ----------
    before
        The event before it in the order of life, None where it is the first.
    event
        Event to judge. A higher version than that of ``before`` may always begin as an agreement
        begins; a lower one never follows.
    """
    if before is None:
        return event.state in NEXT[None]
    if event.version < before.version:
        return False
    if event.version > before.version:
        return event.state in NEXT[None] | NEXT[before.state]
    is_known = event.state in NEXT[before.state]
    return is_known and (before.state, event.state) not in _ONLY_NEWER


def followers(before: AgreementEvent | None, *, version: int) -> tuple[AgreementState, ...]:
    """Return the states that an event of this version may have after another, in life's order.

    Parameters
    ----------
    before
        The event before it, None where it is the first.
    version
        Version of the text of the event to come.
    """
    if before is None:
        return tuple(sorted(NEXT[None], key=PLACE_IN_LIFE.__getitem__))
    step = before.model_copy(update={"version": version})
    lawful = (s for s in PLACE_IN_LIFE if may_follow(before, step.model_copy(update={"state": s})))
    return tuple(lawful)


def known_on(event: AgreementEvent) -> dt.date:
    """Return the day from which an event counts: it has happened and is known."""
    return max(event.date, event.reported_date or event.date)


def life_order(event: AgreementEvent) -> tuple[dt.date, int, int, str]:
    """Return an event's place among those of its agreement: date, version, place in life, id."""
    return event.date, event.version, PLACE_IN_LIFE[event.state], event.id


def events_of(plan: Plan) -> dict[str, tuple[AgreementEvent, ...]]:
    """Return the events by agreement in the order of life; an agreement without any has none.

    Parameters
    ----------
    plan
        Plan; its references may dangle.
    """
    found: dict[str, list[AgreementEvent]] = {name: [] for name in plan.agreements.ids}
    for event in plan.agreement_events:
        found.setdefault(event.agreement, []).append(event)
    return {name: tuple(sorted(events, key=life_order)) for name, events in found.items()}


def state_on(plan: Plan, agreement: str, day: dt.date | None) -> AgreementEvent | None:
    """Return the event that says where an agreement stands on a day.

    Parameters
    ----------
    plan
        Plan.
    agreement
        Id of the agreement.
    day
        Only what has happened and is known by then counts; None: all events do.

    Returns
    -------
    AgreementEvent or None
        The last such event in the order of life; None where there is none. A later version that
        is only proposed therefore stands before an earlier one in force: an agreement has one
        state at a time.
    """
    known = (
        event
        for event in plan.agreement_events
        if event.agreement == agreement and (day is None or known_on(event) <= day)
    )
    return max(known, key=life_order, default=None)


def open_preconditions(plan: Plan, agreement: str, day: dt.date | None) -> tuple[Precondition, ...]:
    """Return what an agreement still waits for on a day, in the order of ids.

    Parameters
    ----------
    plan
        Plan.
    agreement
        Id of the agreement.
    day
        A precondition that is met only after it is open; None: every one that is met is closed.
    """
    return tuple(
        row for row in plan.preconditions if row.agreement == agreement and not _is_met(row, day)
    )


def _is_met(row: Precondition, day: dt.date | None) -> bool:
    return row.met and (day is None or row.met_date is None or row.met_date <= day)
