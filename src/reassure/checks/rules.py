"""Rules of engagement: positions that contradict each other, measures out of their order."""

from collections.abc import Iterator

from reassure.checks.place import Place, fault, listed, plain, warning
from reassure.model.choices import MeasureState
from reassure.model.finding import Finding
from reassure.model.plan import Plan
from reassure.model.roe_choices import Stance, Verdict
from reassure.model.rules import MeasureEvent, Position
from reassure.model.stances import Statement, is_unlimited, statements_of

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
    authorised: dict[str, list[MeasureEvent]] = {}
    for event in plan.measure_events:
        if event.state is MeasureState.AUTHORISED:
            authorised.setdefault(event.measure, []).append(event)
    for event in plan.measure_events:
        if event.state is not MeasureState.IMPLEMENTED:
            continue
        before = [row for row in authorised.get(event.measure, ()) if row.day <= event.day]
        if not any(not row.sectors for row in before):
            allowed = {sector for row in before for sector in row.sectors}
            named = event.sectors or plan.sectors.ids
            lacking = [sector for sector in named if sector not in allowed]
            if lacking or not before:
                where = f" in sectors {listed(lacking)}" if before else ""
                yield warning(
                    "CHK-ROE-003",
                    Place("measure_events", event.id, "state"),
                    found=f"implemented on day {plain(event.day)}, and not authorised by "
                    f"then{where}",
                    expected="an authorised event of the measure there, on that day or before",
                    cure="add the event, or correct the days; until then it counts as in force",
                )
