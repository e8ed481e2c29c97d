"""Which tasks a nation's units may do where and when, by measures, positions and caveats.

Pure rules over records: the rules of engagement judge what serves by them, force generation sends
only who may do what a line asks, and the checks word what is in the way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from reassure.model.choices import MeasureState, ShortfallReason
from reassure.model.fit import Fault, binds, caveat_field, caveat_span, speaks_of
from reassure.model.force import Caveat, Offer, Requirement
from reassure.model.periods import Periods
from reassure.model.plan import Plan
from reassure.model.roe_choices import Verdict
from reassure.model.rules import MeasureEvent, Position
from reassure.model.stances import Statement, statements_of

SILENCE = "A nation that says nothing of a measure accepts it, as under a silence procedure"
NO_EVENTS = "A measure without events counts as in force everywhere"
"""What the rules take as given, as results say it."""

_LIFE = tuple(MeasureState)

Accepted = frozenset[tuple[str, str]]
"""Nations and measures that are taken as accepted, whatever positions say."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """Days on which a measure is not in force in a sector, and the field that says so."""

    binding: str
    from_day: float
    until_day: float


def needs_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the measures that each task needs, with those that they rest on, in their order.

    Parameters
    ----------
    plan
        Plan; measures that it does not hold are left out.
    """
    rests_on = {row.id: row.needs for row in plan.measures}
    found: dict[str, tuple[str, ...]] = {}
    for task in plan.tasks:
        needed: set[str] = set()
        open_ids = list(task.measures)
        while open_ids:
            measure = open_ids.pop()
            if measure in rests_on and measure not in needed:
                needed.add(measure)
                open_ids += rests_on[measure]
        found[task.id] = tuple(name for name in rests_on if name in needed)
    return found


def events_of(plan: Plan) -> dict[str, tuple[MeasureEvent, ...]]:
    """Return the events of each measure that has some, in the order in which they count.

    Of events on one day the later state of a measure's life comes last, and holds.
    """
    found: dict[str, list[MeasureEvent]] = {}
    for row in plan.measure_events:
        found.setdefault(row.measure, []).append(row)
    return {
        name: tuple(sorted(rows, key=lambda row: (row.day, _LIFE.index(row.state), row.id)))
        for name, rows in found.items()
    }


def lapses_in(events: tuple[MeasureEvent, ...], sector: str, last_day: float) -> Iterator[Lapse]:
    """Yield when a measure is not in force in a sector, up to some day.

    A measure is in force while the last of its events that speaks of the sector says that it is
    implemented; one that has no event at all is not asked about here, it counts as in force.

    Parameters
    ----------
    events
        Of the measure, in the order of `events_of`; at least one.
    sector, last_day
        Where, and the day to look to.
    """
    own = [row for row in events if not row.sectors or sector in row.sectors]
    if not own:
        yield Lapse(f"measure_events:{events[0].id}.sectors", 0.0, last_day)
        return
    if own[0].day > 0:
        yield Lapse(f"measure_events:{own[0].id}.day", 0.0, min(own[0].day, last_day))
    ends = [*(row.day for row in own[1:]), last_day]
    for row, end in zip(own, ends, strict=True):
        stop = min(end, last_day)
        if row.state is not MeasureState.IMPLEMENTED and row.day < stop:
            yield Lapse(f"measure_events:{row.id}.state", row.day, stop)


def held_by_days(
    statements: tuple[Statement, ...], task: str, sector: str, last_day: float
) -> Iterator[tuple[float, float, Statement]]:
    """Yield which statement of a nation on one measure holds for a task in a sector, by days.

    Parameters
    ----------
    statements
        As `statements_of` gives them: of those that speak the last holds.
    task, sector, last_day
        Of what, where, and the day to look to.
    """
    speaking = [item for item in statements if item.speaks_of(task, sector)]
    if not speaking:
        return
    if all(item.days(last_day) == (0.0, last_day) for item in speaking):
        yield 0.0, last_day, speaking[-1]
        return
    spans = [item.days(last_day) for item in speaking]
    cuts = sorted({0.0, last_day, *(day for span in spans for day in span)})
    for first, last in pairwise(day for day in cuts if 0.0 <= day <= last_day):
        held = [
            item
            for item, (start, stop) in zip(speaking, spans, strict=True)
            if start <= first and last <= stop
        ]
        if held:
            yield first, last, held[-1]


@dataclass(frozen=True, eq=False)
class Permits:
    """What keeps units from lines for the tasks that these state.

    Parameters
    ----------
    plan
        Plan; its references may dangle.
    accepted
        Nations and measures that are taken as accepted, whatever positions say.

    Notes
    -----
    docs/explain/roe.md, eqs. 2 to 4; docs/explain/generate.md, "Who may serve what".
    """

    plan: Plan
    accepted: Accepted = frozenset()

    def accepting(self, nation: str, measure: str) -> "Permits":
        """Return the same where a nation accepts one measure more."""
        other = replace(self, accepted=self.accepted | {(nation, measure)})
        # Read once for many changes: reading all positions anew takes longer than a change does.
        for name in ("_needs", "_events", "_said", "_lapses"):
            other.__dict__[name] = getattr(self, name)
        return other

    def faults(self, offer: Offer, line: Requirement, caveats: Iterable[Caveat]) -> list[Fault]:
        """Return what keeps an offer's units from doing every task that a line states.

        A task that may be done on approval may be done: whoever approves is asked in time.

        Parameters
        ----------
        offer, line
            The two to be matched.
        caveats
            Caveats of the offer's nation that concern the offer.
        """
        own = self._of_nation(offer.nation, line)
        limits = [
            fault
            for caveat in caveats
            if caveat.measures
            for fault in self._caveat_faults(caveat, line)
        ]
        return [*own, *limits] if limits else own

    def measures_of(self, line: Requirement) -> tuple[str, ...]:
        """Return the measures that a line's tasks need, with those that they rest on."""
        return tuple(dict.fromkeys(name for task in line.tasks for name in self._needed(task)))

    def tasks_using(self, measures: Iterable[str], line: Requirement) -> list[str]:
        """Return the tasks of a line that need one of some measures."""
        named = set(measures)
        return [task for task in line.tasks if not named.isdisjoint(self._needed(task))]

    def lapses(self, line: Requirement) -> list[Fault]:
        """Return when measures that a line's tasks need are not in force: nobody may then."""
        key = line.sector, line.tasks
        if key not in self._lapses:
            rows = [
                lapse
                for measure in self.measures_of(line)
                if measure in self._events
                for lapse in lapses_in(self._events[measure], line.sector, self._last_day)
            ]
            self._lapses[key] = [
                fault
                for row in dict.fromkeys(rows)
                for fault in self._fault(
                    ShortfallReason.NOT_IN_FORCE, row.binding, row.from_day, row.until_day
                )
            ]
        return self._lapses[key]

    def on_approval(self, nation: str, line: Requirement) -> list[Position]:
        """Return the positions by which a nation must be asked for what a line's tasks need."""
        found = {
            item.position.id: item.position
            for _, _, item in self._held(nation, line)
            if item.verdict is Verdict.ON_APPROVAL
        }
        return [found[name] for name in sorted(found)]

    def _of_nation(self, nation: str, line: Requirement) -> list[Fault]:
        """Return what keeps all units of a nation from a line: lapses, and what it refuses."""
        key = nation, line.sector, line.tasks
        if key not in self._refused:
            spans = dict.fromkeys(
                (f"positions:{item.position.id}.{item.field}", first, last)
                for first, last, item in self._held(nation, line)
                if item.verdict is Verdict.MAY_NOT
            )
            refused = (
                fault for span in spans for fault in self._fault(ShortfallReason.PERMISSION, *span)
            )
            self._refused[key] = [*self.lapses(line), *refused]
        return self._refused[key]

    def _held(self, nation: str, line: Requirement) -> Iterator[tuple[float, float, Statement]]:
        for task in line.tasks:
            for measure in self._needed(task):
                said = self._said.get((nation, measure))
                if said is not None and (nation, measure) not in self.accepted:
                    yield from held_by_days(said, task, line.sector, self._last_day)

    def _caveat_faults(self, caveat: Caveat, line: Requirement) -> list[Fault]:
        if not binds(caveat):
            return []
        using = self.tasks_using(caveat.measures, line)
        if not using or not speaks_of(caveat, line.sector, using):
            return []
        start, stop = caveat_span(caveat, self._periods)
        binding = f"caveats:{caveat.id}.{caveat_field(caveat)}"
        return [Fault(ShortfallReason.CAVEAT, binding, start, stop)] if start < stop else []

    def _fault(
        self, reason: ShortfallReason, binding: str, first: float, last: float
    ) -> Iterator[Fault]:
        start, stop = self._periods.required(first, last)
        if start < stop:
            yield Fault(reason, binding, start, stop)

    def _needed(self, task: str) -> tuple[str, ...]:
        return self._needs.get(task, ())

    @cached_property
    def _periods(self) -> Periods:
        return self.plan.meta.periods

    @cached_property
    def _last_day(self) -> float:
        return self._periods.day(self._periods.count)

    @cached_property
    def _needs(self) -> Mapping[str, tuple[str, ...]]:
        return needs_of(self.plan)

    @cached_property
    def _events(self) -> Mapping[str, tuple[MeasureEvent, ...]]:
        return events_of(self.plan)

    @cached_property
    def _said(self) -> Mapping[tuple[str, str], tuple[Statement, ...]]:
        rows: dict[tuple[str, str], list[Position]] = {}
        for row in self.plan.positions:
            rows.setdefault((row.nation, row.measure), []).append(row)
        return {key: statements_of(own) for key, own in rows.items()}

    @cached_property
    def _lapses(self) -> dict[tuple[str, tuple[str, ...]], list[Fault]]:
        return {}

    @cached_property
    def _refused(self) -> dict[tuple[str, str, tuple[str, ...]], list[Fault]]:
        return {}
