"""What the records allow one tour by itself, read anew: nothing here is shared with an engine.

Days are turned into periods, conditions and caveats judged and stations counted from the fields'
descriptions alone, so that a plan of tours can be held against the records by a second reading.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reassure.checks.condition_days import holds_from
from reassure.checks.place import Place, fault, listed, plain
from reassure.model.choices import (
    CaveatKind,
    ConditionKind,
    Counting,
    OfferState,
    RestRule,
)
from reassure.model.finding import Finding
from reassure.model.force import Capability, Caveat, Condition, Offer, Requirement
from reassure.model.plan import Plan
from reassure.model.sphere import great_circle_km
from reassure.model.stations import base_position, station_position

SLACK = 1e-6
"""Days, units and months below which two numbers are the same."""

AGAIN = "run reassure generate again, and report it with the plan if it comes back"

_PERIOD_SLACK = 1e-9
_LEAST_ON_STATION_H = 1 / 3600


@dataclass(frozen=True, slots=True)
class Tour:
    """One unit's service on one line.

    Attributes
    ----------
    id
        Id of its assignment.
    offer, unit
        Offer, and the unit's number from 1 on.
    line
        Requirement line that it serves.
    start, stop
        Half-open span of periods.
    """

    id: str
    offer: str
    unit: int
    line: str
    start: int
    stop: int

    @property
    def length(self) -> int:
        """Periods of service."""
        return self.stop - self.start


class TourRules:
    """Says what a tour by itself may be.

    Parameters
    ----------
    plan
        A plan whose references hold.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.period_days = plan, plan.meta.period_days
        self.n_periods = max(1, self.up(plan.meta.horizon_days))
        self.lines = {row.id: row for row in plan.requirements}
        self._conditions: dict[str | None, list[Condition]] = defaultdict(list)
        for condition in plan.conditions:
            self._conditions[condition.offer].append(condition)

    def up(self, days: float) -> int:
        """Return the periods that hold some days."""
        return math.ceil(days / self.period_days - _PERIOD_SLACK)

    def down(self, days: float) -> int:
        """Return the whole periods within some days."""
        return math.floor(days / self.period_days + _PERIOD_SLACK)

    def days(self, line: Requirement, period: int) -> tuple[float, float]:
        """Return the first day of a line in a period, and the first day after it."""
        first = max(line.from_day, 0.0, period * self.period_days)
        last = min(line.until_day, self.plan.meta.horizon_days, (period + 1) * self.period_days)
        return first, max(first, last)

    def rest(self, offer: Offer, length: int) -> int:
        """Return the periods of rest after a tour of so many periods."""
        is_fixed = offer.rest_rule is RestRule.FIXED
        served = offer.tour_max_days if is_fixed else length * self.period_days
        return max(0, self.up(offer.rest_ratio * served))

    def conditions(self, offer: str, kind: ConditionKind) -> list[Condition]:
        """Return an offer's conditions of one kind."""
        return [row for row in self._conditions.get(offer, []) if row.kind is kind]

    def counts(self, offer: Offer, line: Requirement) -> float:
        """Return what one unit counts on a line; 0 where it cannot serve there."""
        efficiency = 1.0
        if offer.capability != line.capability:
            rows = [
                row.efficiency
                for row in self.plan.substitutions
                if (row.capability, row.by) == (line.capability, offer.capability)
            ]
            efficiency = max(rows, default=0.0)
        if line.counted is Counting.STATIONS and offer.capability in self.plan.capabilities:
            return efficiency * self.share_of_station(offer, line)
        return efficiency

    def states_times(self, offer: Offer) -> bool:
        """Whether an offer's capability says how long a unit stays on station and at its base."""
        if offer.capability not in self.plan.capabilities:
            return False
        unit = self.plan.capabilities[offer.capability]
        return unit.on_station_h is not None and unit.turnaround_h is not None

    def share_of_station(self, offer: Offer, line: Requirement) -> float:
        """Return the share of a station that one unit keeps, 1 where its times are not stated."""
        unit: Capability = self.plan.capabilities[offer.capability]
        if unit.on_station_h is None or unit.turnaround_h is None:
            return 1.0
        on_h, way_h = unit.on_station_h, 0.0
        base, station = (
            base_position(self.plan, line.sector),
            station_position(self.plan, line.sector),
        )
        if base and station and unit.speed_km_per_h:
            there_and_back_km = 2 * great_circle_km(base, station)
            way_h = there_and_back_km / unit.speed_km_per_h
            if unit.range_km is not None:
                on_h = min(on_h, (unit.range_km - there_and_back_km) / unit.speed_km_per_h)
        if on_h < min(_LEAST_ON_STATION_H, unit.on_station_h):
            return 0.0
        return on_h / (way_h + on_h + unit.turnaround_h)

    def needed(self, line: Requirement) -> set[str]:
        """Return the attributes that a line and its tasks ask for."""
        tasks = [self.plan.tasks[task] for task in line.tasks if task in self.plan.tasks]
        return {*line.attributes, *(word for task in tasks for word in task.attributes)}

    def check(self, tour: Tour) -> Iterator[Finding]:
        """Yield what is wrong with a tour by itself.

        Yields
        ------
        Finding
            CHK-PLAN-002 and CHK-PLAN-003 on its days, CHK-PLAN-005 where the offer does not fit
            the line, CHK-PLAN-006 on caveats, CHK-PLAN-007 on conditions.
        """
        offer, line = self.plan.offers[tour.offer], self.lines[tour.line]
        yield from self._check_days(tour, offer, line)
        yield from self._check_fit(tour, offer, line)
        for caveat in self.plan.caveats:
            if self._is_broken(caveat, tour, offer, line):
                yield fault(
                    "CHK-PLAN-006",
                    Place("assignments", tour.id, "requirement"),
                    found=f"{offer.id} on {line.id} in {self.span(tour.start, tour.stop)}",
                    expected=f"no unit of {offer.nation} where caveat {caveat.id} keeps it away",
                    cure=AGAIN,
                )
        yield from self._check_conditions(tour)

    def _check_days(self, tour: Tour, offer: Offer, line: Requirement) -> Iterator[Finding]:
        first, last = tour.start * self.period_days, tour.stop * self.period_days
        ready = max(offer.from_day, offer.notice_days)
        begin = max(0, self.down(line.from_day))
        end = min(self.n_periods, self.up(line.until_day))
        limits = {
            "from_day": (
                first < ready - SLACK,
                f"day {plain(ready)} or later, when {offer.id} can serve",
            ),
            "until_day": (
                last > offer.until_day + SLACK,
                f"day {plain(offer.until_day)} or sooner, when {offer.id} ends",
            ),
            "requirement": (
                tour.start < begin or tour.stop > end,
                f"whole periods of {line.id}, {self.span(begin, end)}",
            ),
        }
        for column, (is_broken, expected) in limits.items():
            if is_broken:
                yield fault(
                    "CHK-PLAN-002",
                    Place("assignments", tour.id, column),
                    found=f"a tour in {self.span(tour.start, tour.stop)}",
                    expected=expected,
                    cure=AGAIN,
                )
        shortest, longest = max(1, self.up(offer.tour_min_days)), self.down(offer.tour_max_days)
        if not shortest <= tour.length <= longest:
            yield fault(
                "CHK-PLAN-003",
                Place("assignments", tour.id, "until_day"),
                found=f"a tour of {plain(tour.length * self.period_days)} days",
                expected=f"{plain(shortest * self.period_days)} to "
                f"{plain(longest * self.period_days)} days, the tours of {offer.id} in whole "
                "periods",
                cure=AGAIN,
            )

    def _check_fit(self, tour: Tour, offer: Offer, line: Requirement) -> Iterator[Finding]:
        today, most = self.plan.meta.today, line.max_notice_days
        is_lapsed = bool(offer.valid_until and today and offer.valid_until < today)
        lacking = sorted(self.needed(line) - set(offer.attributes))
        limits = {
            f"an offer that is {offer.state.value}": (
                offer.state in (OfferState.WITHDRAWN, OfferState.EXPIRED),
                "an offer that stands",
            ),
            f"an offer valid until {plain(offer.valid_until)}": (
                is_lapsed,
                f"an offer that stands on {plain(today)}",
            ),
            f"units of {offer.capability}": (
                self.counts(offer, line) <= 0,
                f"units that count on {line.id}, with its stations in their reach",
            ),
            f"{plain(offer.notice_days)} days of notice": (
                most is not None and offer.notice_days > most,
                f"at most {plain(most)} days, as {line.id} asks",
            ),
            f"readiness grade {offer.grade}": (
                offer.grade < line.min_grade,
                f"grade {line.min_grade} or more, as {line.id} asks",
            ),
            f"units without {listed(lacking)}": (
                bool(lacking),
                f"the attributes that {line.id} and its tasks ask for",
            ),
        }
        for found, (is_broken, expected) in limits.items():
            if is_broken:
                yield fault(
                    "CHK-PLAN-005",
                    Place("assignments", tour.id, "offer"),
                    found=found,
                    expected=expected,
                    cure=AGAIN,
                )

    def _is_broken(self, caveat: Caveat, tour: Tour, offer: Offer, line: Requirement) -> bool:
        if caveat.nation != offer.nation or caveat.offer not in (None, offer.id) or caveat.measures:
            return False
        if caveat.kind is CaveatKind.LIMITATION and caveat.approver is not None:
            return False
        if caveat.sectors and line.sector not in caveat.sectors:
            return False
        if caveat.tasks and not set(caveat.tasks) & set(line.tasks):
            return False
        first, last = tour.start * self.period_days, tour.stop * self.period_days
        begins = -math.inf if caveat.from_day is None else caveat.from_day
        ends = math.inf if caveat.until_day is None else caveat.until_day
        return begins < min(last, ends) - SLACK and ends > first + SLACK

    def _check_conditions(self, tour: Tour) -> Iterator[Finding]:
        for row in self._conditions.get(tour.offer, []):
            day = holds_from(self.plan, row)
            if tour.start * self.period_days >= day - SLACK:
                continue
            when = "which cannot hold" if math.isinf(day) else f"which holds from day {plain(day)}"
            yield fault(
                "CHK-PLAN-007",
                Place("assignments", tour.id, "from_day"),
                found=f"a tour from day {plain(tour.start * self.period_days)} on",
                expected=f"no service before condition {row.id} ({row.kind.value}) holds, {when}",
                cure=AGAIN,
            )

    def span(self, start: int, stop: int) -> str:
        """Write periods as days."""
        return f"days {plain(start * self.period_days)} to {plain(stop * self.period_days)}"
