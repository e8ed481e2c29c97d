"""Who may do the tasks of a line, read anew day by day: nothing here is shared with an engine."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from reassure.checks.place import Place, fault, plain
from reassure.checks.tour_rules import AGAIN, SLACK, Tour, TourRules
from reassure.model.choices import CaveatKind, MeasureState
from reassure.model.finding import Finding
from reassure.model.force import Caveat, Offer, Requirement
from reassure.model.results import ForcePlan
from reassure.model.roe_choices import Stance, Strength
from reassure.model.rules import MeasureEvent, Position

_LIFE = list(MeasureState)


class TaskRules:
    """Says whether units may do every task of a line, period by period.

    Parameters
    ----------
    rules
        What tours may be, with the plan.
    """

    def __init__(self, rules: TourRules) -> None:
        self.plan, self._rules = rules.plan, rules
        self._measures: dict[str, set[str]] = {}

    def measures(self, task: str) -> set[str]:
        """Return the measures that a task needs, with those that they rest on."""
        if task not in self._measures:
            self._measures[task] = self._rested_on(task)
        return self._measures[task]

    def _rested_on(self, task: str) -> set[str]:
        if task not in self.plan.tasks:
            return set()
        found = {name for name in self.plan.tasks[task].measures if name in self.plan.measures}
        while True:
            more = {other for name in found for other in self.plan.measures[name].needs}
            more = {name for name in more if name in self.plan.measures} - found
            if not more:
                return found
            found |= more

    def needs_measures(self, line: Requirement) -> bool:
        """Whether some task of a line needs a measure."""
        return any(self.measures(task) for task in line.tasks)

    def bar(self, offer: Offer, line: Requirement, period: int) -> str | None:
        """Return what keeps units of an offer from a task of a line in a period; None: nothing."""
        first = period * self._rules.period_days
        last = first + self._rules.period_days
        days = self._days(first, last)
        for task in line.tasks:
            for measure in sorted(self.measures(task)):
                for day in days:
                    found = self._lapse(measure, line.sector, day) or self._refusal(
                        offer.nation, measure, task, line.sector, day
                    )
                    if found is not None:
                        return found
            for caveat in self._caveats.get(offer.nation, ()):
                if self._binds(caveat, offer, task, line.sector, first, last):
                    return f"caveat {caveat.id}"
        return None

    def _days(self, first: float, last: float) -> list[float]:
        """Return the first day of a period, and those in it on which something begins or ends."""
        inside = {day for day in self._cuts if first + SLACK < day < last - SLACK}
        return [first, *sorted(inside)]

    @cached_property
    def _cuts(self) -> set[float]:
        rows = self.plan.positions
        ends = {day for row in rows for day in (row.from_day, row.until_day) if day is not None}
        return ends | {row.day for row in self.plan.measure_events}

    def _lapse(self, measure: str, sector: str, day: float) -> str | None:
        events = self._events.get(measure)
        if events is None:
            return None
        spoken = [
            row for row in events if row.day <= day + SLACK and sector in (row.sectors or (sector,))
        ]
        is_in_force = bool(spoken) and spoken[-1].state is MeasureState.IMPLEMENTED
        return None if is_in_force else f"measure {measure}, which is not in force"

    @cached_property
    def _events(self) -> Mapping[str, Sequence[MeasureEvent]]:
        found: dict[str, list[MeasureEvent]] = {}
        for row in sorted(self.plan.measure_events, key=lambda e: (e.day, _LIFE.index(e.state))):
            found.setdefault(row.measure, []).append(row)
        return found

    def _refusal(self, nation: str, measure: str, task: str, sector: str, day: float) -> str | None:
        said: list[tuple[int, bool, str]] = []
        for row in self._positions.get((nation, measure), ()):
            begin = -math.inf if row.from_day is None else row.from_day
            end = math.inf if row.until_day is None else row.until_day
            is_timed = row.from_day is not None or row.until_day is not None
            is_within = (
                (not row.sectors or sector in row.sectors)
                and (not row.tasks or task in row.tasks)
                and begin <= day + SLACK
                and day < end - SLACK
            )
            width = bool(row.sectors) + bool(row.tasks) + is_timed
            if row.stance is Stance.RESTRICTED:
                said.append((0, True, row.id))
                if width and is_within:
                    said.append((width, False, row.id))
            elif is_within:
                said.append((width, row.stance is Stance.REFUSED, row.id))
        if not said:
            return None
        narrowest = max(width for width, _, _ in said)
        barring = [name for width, is_barring, name in said if width == narrowest and is_barring]
        return f"position {barring[0]} on {measure}" if barring else None

    @cached_property
    def _positions(self) -> Mapping[tuple[str, str], Sequence[Position]]:
        found: dict[tuple[str, str], list[Position]] = {}
        for row in self.plan.positions:
            found.setdefault((row.nation, row.measure), []).append(row)
        return found

    @cached_property
    def _caveats(self) -> Mapping[str, Sequence[Caveat]]:
        found: dict[str, list[Caveat]] = {}
        for row in self.plan.caveats:
            if row.measures:
                found.setdefault(row.nation, []).append(row)
        return found

    def _binds(
        self, caveat: Caveat, offer: Offer, task: str, sector: str, first: float, last: float
    ) -> bool:
        if not self.measures(task) & set(caveat.measures):
            return False
        if caveat.offer not in (None, offer.id):
            return False
        if caveat.kind is CaveatKind.LIMITATION and caveat.approver is not None:
            return False
        if caveat.sectors and sector not in caveat.sectors:
            return False
        if caveat.tasks and task not in caveat.tasks:
            return False
        begins = -math.inf if caveat.from_day is None else caveat.from_day
        ends = math.inf if caveat.until_day is None else caveat.until_day
        return begins < min(last, ends) - SLACK and ends > first + SLACK


def check_permissions(
    rules: TourRules, tours: Sequence[Tour], force_plan: ForcePlan
) -> Iterator[Finding]:
    """Check that units serve where they may do the tasks, and what is told of it.

    Parameters
    ----------
    rules, tours
        The rules, and the tours of the plan.
    force_plan
        Whose tours they are.

    Yields
    ------
    Finding
        CHK-PLAN-021 for a unit that may not do a task of its line, where usable strength counts;
        CHK-PLAN-022 where usable and headline strength are not those of the tours.
    """
    own = TaskRules(rules)
    usable = {name: [0.0] * rules.n_periods for name in rules.lines}
    headline = {name: [0.0] * rules.n_periods for name in rules.lines}
    known: dict[tuple[str, str, int], str | None] = {}
    for tour in tours:
        offer, line = rules.plan.offers[tour.offer], rules.lines[tour.line]
        if not own.needs_measures(line):
            continue
        bars: list[str] = []
        for period in range(max(0, tour.start), min(tour.stop, rules.n_periods)):
            key = tour.offer, tour.line, period
            if key not in known:
                known[key] = own.bar(offer, line, period)
            counts, bar = rules.counts(offer, line), known[key]
            headline[line.id][period] += counts
            usable[line.id][period] += 0.0 if bar else counts
            bars += [bar] if bar else []
        if bars and force_plan.counting is Strength.USABLE:
            yield fault(
                "CHK-PLAN-021",
                Place("assignments", tour.id, "requirement"),
                found=f"{offer.id} on {line.id} in {rules.span(tour.start, tour.stop)}",
                expected=f"units that may do every task of {line.id}; {bars[0]} keeps them away",
                cure=AGAIN,
            )
    yield from _check_fills(rules, own, force_plan, headline, usable)


def _check_fills(
    rules: TourRules,
    own: TaskRules,
    force_plan: ForcePlan,
    headline: Mapping[str, Sequence[float]],
    usable: Mapping[str, Sequence[float]],
) -> Iterator[Finding]:
    told = {row.requirement: row for row in force_plan.usable_fills}
    wanted = {name for name, line in rules.lines.items() if own.needs_measures(line)}
    for name in sorted(wanted ^ told.keys()):
        found = "a row" if name in told else "no row"
        expected = "a row for every line whose tasks need measures, and no other"
        place = Place("usable_fills", name)
        yield fault("CHK-PLAN-022", place, found=found, expected=expected, cure=AGAIN)
    for name in sorted(wanted & told.keys()):
        line, row = rules.lines[name], told[name]
        numbers = {
            "headline_unit_days": (row.headline_unit_days, headline[name]),
            "usable_unit_days": (row.usable_unit_days, usable[name]),
        }
        for column, (stated, units) in numbers.items():
            days = (rules.days(line, period) for period in range(rules.n_periods))
            counted = sum(
                min(line.quantity, one) * (last - first)
                for one, (first, last) in zip(units, days, strict=True)
            )
            if abs(stated - counted) > SLACK * (1 + counted):
                expected = f"{plain(counted)}, counted anew"
                place = Place("usable_fills", name, column)
                yield fault("CHK-PLAN-022", place, found=plain(stated), expected=expected,
                            cure=AGAIN)  # fmt: skip
