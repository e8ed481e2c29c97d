"""Rules of engagement: positions that contradict each other, measures out of their order."""

from collections.abc import Iterator, Sequence

from reassure.checks.place import Place, fault, listed, plain, warning
from reassure.model.choices import MeasureState
from reassure.model.finding import Finding
from reassure.model.permits import events_of
from reassure.model.plan import Plan
from reassure.model.roe_choices import Stance, Verdict
from reassure.model.rules import MeasureEvent, Position
from reassure.model.stances import Statement, is_unlimited, statements_of

_OF_AUTHORITY = frozenset({MeasureState.AUTHORISED, MeasureState.CANCELLED})
_NOWHERE = ""
"""Stands for the whole of a plan without sectors."""

_WORDS = {
    Verdict.MAY: "its units may",
    Verdict.ON_APPROVAL: "its units may on approval",
    Verdict.MAY_NOT: "its units may not",
}


def check_rules(plan: Plan) -> Iterator[Finding]:
    """Check positions and the life of measures.

    Yields
    ------
    Finding
        CHK-ROE-001 once for each position that contradicts one before it, CHK-ROE-002 for
        restrictions to nothing, CHK-ROE-003 for measures implemented without authority.
    """
    spoken: dict[tuple[str, str], list[Position]] = {}
    for row in plan.positions:
        if row.stance is Stance.RESTRICTED and is_unlimited(row):
            yield fault(
                "CHK-ROE-002",
                Place("positions", row.id, "stance"),
                found="restricted, with no sectors, tasks or days named",
                expected="where, for what or when its units may use the measure",
                cure="fill sectors, tasks, from_day or until_day, or write refused",
            )
        else:
            spoken.setdefault((row.nation, row.measure), []).append(row)
    for rows in spoken.values():
        yield from _contradictions(rows)
    yield from _check_events(plan)


def _contradictions(rows: list[Position]) -> Iterator[Finding]:
    told: list[tuple[Position, tuple[Statement, ...]]] = []
    for row in rows:
        own = statements_of([row])
        pairs = (
            (mine, theirs, other)
            for other, said in told
            for mine in own
            for theirs in said
            if mine.contradicts(theirs)
        )
        found = next(pairs, None)
        if found is not None:
            mine, theirs, other = found
            yield fault(
                "CHK-ROE-001",
                Place("positions", row.id, "stance"),
                found=f"{_said(mine)} use {row.measure}; position {other.id}, no wider and no "
                f"narrower, says that {_said(theirs)}",
                expected=f"one answer of {row.nation} on every task in every sector on every day",
                cure="delete one of the two, let them name sectors, tasks or days that do not "
                "meet, or let the exception name more of these than the rule",
            )
        told.append((row, own))


def _said(statement: Statement) -> str:
    row = statement.position
    words = _WORDS[statement.verdict]
    named = [f"sectors {listed(row.sectors)}"] if row.sectors else []
    named += [f"tasks {listed(row.tasks)}"] if row.tasks else []
    named += [f"from day {plain(row.from_day)}"] if row.from_day is not None else []
    named += [f"until day {plain(row.until_day)}"] if row.until_day is not None else []
    if not named:
        return words
    return f"{words} {'within' if statement.is_scoped else 'outside of'} {', '.join(named)}"


def _check_events(plan: Plan) -> Iterator[Finding]:
    for events in events_of(plan).values():
        for place, event in enumerate(events):
            if event.state is MeasureState.IMPLEMENTED:
                yield from _check_authority(plan, event, events[:place])


def _check_authority(
    plan: Plan, event: MeasureEvent, before: Sequence[MeasureEvent]
) -> Iterator[Finding]:
    """Check that the last word on a measure's authority before it is implemented is a yes."""
    words = [row for row in before if row.state in _OF_AUTHORITY]
    named = event.sectors or plan.sectors.ids or (_NOWHERE,)
    lacking = [sector for sector in named if not _is_authorised(words, sector)]
    if not lacking:
        return
    where = f" in sectors {listed(lacking)}" if words and _NOWHERE not in lacking else ""
    yield warning(
        "CHK-ROE-003",
        Place("measure_events", event.id, "state"),
        found=f"implemented on day {plain(event.day)}, and not authorised by then{where}",
        expected="an authorised event of the measure there, on that day or before, that no "
        "cancelled one follows by then",
        cure="add the event, or correct the days; until then it counts as in force",
    )


def _is_authorised(words: Sequence[MeasureEvent], sector: str) -> bool:
    spoken = [row for row in words if not row.sectors or sector in row.sectors]
    return bool(spoken) and spoken[-1].state is MeasureState.AUTHORISED
