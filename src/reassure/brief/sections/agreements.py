"""Agreements: where they stand today, and every event in their lives."""

from reassure.brief.branches import standing_words, state_words
from reassure.brief.context import PlainTable, Row
from reassure.brief.names import record_name
from reassure.brief.words import capital, date
from reassure.model.agreement_life import events_of
from reassure.model.branch_results import Branches
from reassure.model.plan import Plan


def agreement_table(plan: Plan, made: Branches) -> PlainTable | None:
    """Return where every agreement stands and what it waits for; None where there is none."""
    rows = list(made.agreement_states)
    if not rows:
        return None
    return PlainTable(
        "Agreements today, and what they still wait for",
        ("Agreement", "Stands", "Still open"),
        tuple(
            Row(
                (
                    record_name(plan, "agreements", row.agreement),
                    capital(standing_words(row)),
                    "; ".join(plan.preconditions[name].text for name in row.open_preconditions)
                    or "–",
                ),
                reference=f"agreements:{row.agreement}",
            )
            for row in rows
        ),
    )


def event_table(plan: Plan) -> PlainTable | None:
    """Return every event with its number in the picture, its day of report and its source."""
    rows = [
        Row(
            (
                f"{record_name(plan, 'agreements', name)}, {at}",
                capital(state_words(event.state.value))
                + (f", version {event.version}" if event.version > 1 else ""),
                event.party or "–",
                date(event.date),
                "–" if event.reported_date is None else date(event.reported_date),
                "–" if event.source is None else _source(plan, event.source),
            ),
            reference=f"agreement_events:{event.id}",
        )
        for name, events in events_of(plan).items()
        for at, event in enumerate(events, start=1)
    ]
    if not rows:
        return None
    return PlainTable(
        "Every event in the life of the agreements",
        ("Agreement and number", "State", "Party", "Held from", "Reported", "Source"),
        tuple(rows),
    )


def _source(plan: Plan, report: str) -> str:
    if report not in plan.reports:
        return report
    row = plan.reports[report]
    return f"{row.publisher}, {date(row.published.date())}: {row.title}"
