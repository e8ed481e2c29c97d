"""Agreements: events in the order of life, known when they happened, preconditions met in time."""

from collections.abc import Iterator
from itertools import pairwise

from reassure.checks.place import Place, counted, fault, listed, plain, warning
from reassure.model.agreement import AgreementEvent, Precondition
from reassure.model.agreement_life import events_of, followers, may_follow, open_preconditions
from reassure.model.choices import AgreementState
from reassure.model.finding import Finding
from reassure.model.plan import Plan

_TABLE = "agreement_events"
_ONLY_A_WISH = frozenset(
    {AgreementState.PROPOSED, AgreementState.REJECTED, AgreementState.ACCEPTED}
)


def check_agreements(plan: Plan) -> Iterator[Finding]:
    """Check the life of every agreement, and what it depends on.

    Yields
    ------
    Finding
        CHK-AGR-001 to CHK-AGR-003 for events that cannot be as they stand, CHK-AGR-004 for
        agreements in force with open preconditions, CHK-AGR-005 for preconditions without a sound
        date, CHK-AGR-006 for newer texts that hide one in force.
    """
    for event in plan.agreement_events:
        if event.reported_date is not None and event.reported_date < event.date:
            yield fault(
                "CHK-AGR-002",
                Place(_TABLE, event.id, "reported_date"),
                found=f"reported on {plain(event.reported_date)}, held from {plain(event.date)}",
                expected="a day of report not before the day on which it held",
                cure="exchange the two, if so meant; what is announced for later is agreed on "
                "the day of the announcement, and in force by an event of its own",
            )
    for events in events_of(plan).values():
        yield from _check_order(events)
        for event in events:
            if event.state is AgreementState.IN_FORCE:
                yield from _check_preconditions(plan, event)
    for row in plan.preconditions:
        yield from _check_precondition(plan, row)


def _check_order(events: tuple[AgreementEvent, ...]) -> Iterator[Finding]:
    if events and not may_follow(None, events[0]):
        yield _out_of_order(None, events[0])
    for before, event in pairwise(events):
        if event.version < before.version:
            yield fault(
                "CHK-AGR-003",
                Place(_TABLE, event.id, "version"),
                found=f"version {event.version} on {plain(event.date)}, after version "
                f"{before.version} on {plain(before.date)} ({before.id})",
                expected=f"version {before.version} or a higher one",
                cure="correct version or date of one of the two",
            )
        elif not may_follow(before, event):
            yield _out_of_order(before, event)
        elif (
            event.version > before.version
            and before.state is AgreementState.IN_FORCE
            and event.state in _ONLY_A_WISH
        ):
            yield warning(
                "CHK-AGR-006",
                Place(_TABLE, event.id, "state"),
                found=f"version {event.version} {_word(event.state)} on {plain(event.date)}, while "
                f"version {before.version} is in force",
                expected="one state of an agreement at a time",
                cure="make what is only proposed an agreement of its own; until then "
                f"{event.agreement} counts as {_word(event.state)} from that day on",
            )


def _out_of_order(before: AgreementEvent | None, event: AgreementEvent) -> Finding:
    lawful = [_word(state) for state in followers(before, version=event.version)]
    was = (
        "before anything else"
        if before is None
        else f"when it was {_word(before.state)} since {plain(before.date)} ({before.id})"
    )
    newer = "" if before is None else ", or proposed or agreed as a higher version"
    return fault(
        "CHK-AGR-001",
        Place(_TABLE, event.id, "state"),
        found=f"{event.agreement} {_word(event.state)} on {plain(event.date)} {was}",
        expected=f"one of {', '.join(lawful)}{newer}" if lawful else f"a state{newer[4:]}",
        cure="add the event that came between, or correct state or date of one of the two",
    )


def _check_preconditions(plan: Plan, event: AgreementEvent) -> Iterator[Finding]:
    left = open_preconditions(plan, event.agreement, event.date)
    if left:
        n = counted(len(left), "precondition")
        yield warning(
            "CHK-AGR-004",
            Place(_TABLE, event.id, "state"),
            found=f"{event.agreement} in force on {plain(event.date)} with {n} open then: "
            f"{listed(row.id for row in left)}",
            expected="every precondition met by that day",
            cure="fill met and met_date in preconditions, or write agreed or delayed; until then "
            "it counts as in force",
        )


def _check_precondition(plan: Plan, row: Precondition) -> Iterator[Finding]:
    today = plan.meta.today
    if row.met and row.met_date is None:
        found, cure = "met, without a date", "fill met_date; until then it counts as met throughout"
    elif row.met and row.met_date is not None and today is not None and row.met_date > today:
        found = f"met on {plain(row.met_date)}, with {plain(today)} as today"
        cure = "write false until it is met, or correct the date; until then it counts as open"
    elif not row.met and row.met_date is not None:
        found = f"not met, with the date {plain(row.met_date)}"
        cure = "write true, or empty met_date; until then it counts as open"
    else:
        return
    yield warning(
        "CHK-AGR-005",
        Place("preconditions", row.id, "met_date"),
        found=found,
        expected="met with the day since when, not after today; or neither",
        cure=cure,
    )


def _word(state: AgreementState) -> str:
    return state.value.replace("_", " ")
