"""One movement as it is planned, and how far it has come by its reports.

Shares are taken as loads, in the order of the plan: what has left first is what was to leave
first.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from reassure.engines.deploy.executing.planned_parts import PlannedMove, Stop, planned_moves
from reassure.model.choices import ActualEvent, Movement, MovePurpose
from reassure.model.movement_outputs import MovementStatus
from reassure.model.network import Actual
from reassure.model.periods import latest_day
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

_ROUNDED = 0.01
"""Shares are written with two digits: three thirds may come to 0.99."""

_DECIMALS = 9
_ORDER = list(ActualEvent)


def reported_moves(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment, *, as_of_day: int
) -> list["ReportedMove"]:
    """Return every planned movement to a tour or of a pledge with its reports up to a day.

    Parameters
    ----------
    plan, force_plan, deployment, as_of_day
        As of `compare_actuals`.
    """
    reports: dict[tuple[MovePurpose, str | None], list[Actual]] = defaultdict(list)
    for row in plan.actuals:
        is_tour = row.assignment is not None
        purpose = MovePurpose.DEPLOYMENT if is_tour else MovePurpose.DELIVERY
        if row.day < as_of_day + 1:
            reports[purpose, row.assignment if is_tour else row.pledge].append(row)
    known = deployment.as_of_day
    return [
        ReportedMove(item, reports[item.tour.purpose, item.tour.owner], as_of_day, known_day=known)
        for item in planned_moves(plan, force_plan, deployment)
    ]


class Seen(NamedTuple):
    """Where and when a part was seen off its way, and the report of it, as actuals:ID."""

    place: str
    day: int
    report: str


class ReportedMove:
    """One movement: its planned parts, and what is reported of it.

    Parameters
    ----------
    planned
        As it is planned.
    reports
        Actuals of it.
    as_of_day
        Day at whose end both are compared.
    known_day
        Day to whose end reports are in the plan, from which it was planned on; None: it was not.
    """

    def __init__(
        self,
        planned: PlannedMove,
        reports: list[Actual],
        as_of_day: int,
        *,
        known_day: int | None = None,
    ) -> None:
        self.planned, self.as_of_day, self._known_day = planned, as_of_day, known_day
        self._origin, self._destination = planned.tour.origin, planned.tour.destination
        self._reports = sorted(
            reports, key=lambda row: (math.floor(row.day), _ORDER.index(row.event), row.id)
        )
        self._days = sorted({math.floor(row.day) for row in reports})
        self._reported = {(row.event, row.location) for row in reports}
        self._way = {(stop.event, stop.location) for part in planned.parts for stop in part}
        self._places = {place for _, place in self._way}

    def _share(self, event: ActualEvent, location: str, day: int) -> float:
        rows = (row for row in self._reports if (row.event, row.location) == (event, location))
        return min(1.0, math.fsum(row.share for row in rows if row.day < day + 1))

    def arrived(self, day: int) -> float:
        """Return the share at its destination by the end of a day; what is closed has arrived."""
        own = (ActualEvent.ARRIVED, ActualEvent.CLOSED)
        return max(self._share(event, self._destination, day) for event in own)

    def _departed(self, day: int) -> float:
        """Return the share that has left its origin; what was seen further on, or astray, has."""
        seen = (self._share(*key, day) for key in self._way & self._reported)
        return max(self.arrived(day), *seen, *(self._astray(at, day) for at in self.strays), 0.0)

    @property
    def has_way(self) -> bool:
        """Whether any of it is planned to leave, or moves by itself."""
        is_carried = self.planned.tour.capability.moves is Movement.CARRIED
        return not is_carried or any(part[0].day is not None for part in self.planned.parts)

    @cached_property
    def strays(self) -> tuple[str, ...]:
        """Places that no part of it was to touch, and where it was seen."""
        return tuple(sorted({row.location for row in self._reports} - self._places))

    def _astray(self, place: str, day: int) -> float:
        """Return the share that was seen at a place off its way by the end of a day."""
        return max(self._share(event, place, day) for event in ActualEvent)

    def _loaded(self, day: int) -> float:
        return max(self._share(ActualEvent.LOADED, self._origin, day), self._departed(day))

    def _share_at(self, stop: Stop, day: int) -> float:
        if stop.event is ActualEvent.DEPARTED and stop.location == self._origin:
            return self._departed(day)
        if stop.event is ActualEvent.ARRIVED and stop.location == self._destination:
            return self.arrived(day)
        return self._share(stop.event, stop.location, day)

    def is_told(self, stop: Stop) -> bool:
        """Whether a missing report of a stop says that it is still to come."""
        ends = (
            (ActualEvent.DEPARTED, self._origin),
            (ActualEvent.ARRIVED, self._destination),
        )
        key = (stop.event, stop.location)
        return key in ends or key in self._reported

    @cached_property
    def _ranks(self) -> dict[tuple[ActualEvent, str], list[int]]:
        """The parts that make a stop, in the order in which they are planned to."""
        found: dict[tuple[ActualEvent, str], list[tuple[float, int]]] = defaultdict(list)
        for i, part in enumerate(self.planned.parts):
            for stop in part:
                day = math.inf if stop.day is None else stop.day
                found[stop.event, stop.location].append((day, i))
        return {key: [i for _, i in sorted(parts)] for key, parts in found.items()}

    @property
    def reports(self) -> list[Actual]:
        """All reports of it, in the order of days."""
        return list(self._reports)

    @property
    def last_report(self) -> Actual | None:
        """The latest report of it; None: there is none."""
        return self._reports[-1] if self._reports else None

    def stops_made(self, i: int) -> list[int | None]:
        """Return the day on which a part made each of its stops; None: that is not reported."""
        return [self._reached(i, stop) for stop in self.planned.parts[i]]

    def awaited(self, i: int) -> list[bool]:
        """Return of each stop of a part whether a missing report says that it is to come."""
        return [self.is_told(stop) for stop in self.planned.parts[i]]

    def report_of(self, i: int) -> str | None:
        """Return the report that tells where a part was last, as actuals:ID; None: none does."""
        made = self.stops_made(i)
        last = max((at for at, day in enumerate(made) if day is not None), default=None)
        if last is None:
            return None
        own = [row for row in self._reports if math.floor(row.day) == made[last]]
        stop = self.stops_of(i)[last]
        of_stop = [row for row in own if (row.event, row.location) == stop[:2]]
        # What was seen further on has left too, though only that was reported.
        return f"actuals:{(of_stop or own)[-1].id}"

    def stops_of(self, i: int) -> tuple[Stop, ...]:
        """Return the stops that a part is to make."""
        return self.planned.parts[i]

    def _reached(self, i: int, stop: Stop) -> int | None:
        """Return the day on which a part made a stop; None: not yet."""
        rank = self._ranks[stop.event, stop.location].index(i) + 1
        wanted = rank / len(self.planned.parts) - _ROUNDED
        return next((day for day in self._days if self._share_at(stop, day) >= wanted), None)

    @cached_property
    def seen_astray(self) -> Mapping[int, Seen]:
        """Where parts were seen last that left their way, by part.

        Those that were to leave first, of all that are not reported at their destination.
        """
        found: dict[int, Seen] = {}
        starts = [math.inf if part[0].day is None else part[0].day for part in self.planned.parts]
        order = sorted(range(len(starts)), key=lambda i: (starts[i], i))
        away = [i for i in order if self._reached(i, self.planned.parts[i][-1]) is None]
        for rank, i in enumerate(away if self.strays else (), start=1):
            wanted = rank / len(starts) - _ROUNDED
            known = [day for day in self.stops_made(i) if day is not None]
            for day in self._days:
                for place in self.strays:
                    before = self._astray(place, day - 1)
                    is_seen = before < wanted <= self._astray(place, day)
                    if is_seen and day >= max(known, default=day):
                        found[i] = Seen(place, day, self._report_of(place, day))
        return found

    def _report_of(self, place: str, day: int) -> str:
        """Return the last report from a place on a day, as actuals:ID."""
        own = (row for row in self._reports if (row.location, math.floor(row.day)) == (place, day))
        return f"actuals:{max(own, key=lambda row: row.day).id}"

    @cached_property
    def outlook(self) -> list[tuple[int | None, int | None]]:
        """Days behind of every part, and the day on which it arrives if the rest goes as planned.

        Both are None where the plan has no arrival for the part and none is reported.
        """
        return [self._outlook_of(i, part) for i, part in enumerate(self.planned.parts)]

    def _outlook_of(self, i: int, part: tuple[Stop, ...]) -> tuple[int | None, int | None]:
        behind = 0
        for stop in filter(self.is_told, part):
            reached = self._reached(i, stop)
            if stop.day is None:
                continue
            if reached is not None:
                # Time lost before it was planned on is in its plan.
                is_known = self._known_day is not None and reached <= self._known_day
                behind = 0 if is_known else reached - stop.day
            else:
                # It cannot come before tomorrow: the day of the comparison is over.
                behind = max(behind, self.as_of_day + 1 - stop.day)
        last = part[-1]
        arrived = self._reached(i, last)
        if last.day is None:
            return None, arrived
        return behind, last.day + max(0, behind) if arrived is None else arrived

    def status(self) -> MovementStatus:
        """Return how far it has come."""
        planned, last, day = self.planned, self.last_report, self.as_of_day
        departures = [part[0].day for part in planned.parts]
        is_planned = any(days is not None for days in departures)
        behind = [days for days, _ in self.outlook]
        expected_day = latest_day(days for _, days in self.outlook)
        worst = [days for days in behind if days is not None]
        return MovementStatus(
            owner=planned.tour.owner,
            purpose=planned.tour.purpose,
            loaded_share=rounded_share(self._loaded(day)),
            departed_share=rounded_share(self._departed(day)),
            arrived_share=rounded_share(self.arrived(day)),
            closed_share=rounded_share(self._share(ActualEvent.CLOSED, self._destination, day)),
            planned_departed_share=_share_by(departures, day) if is_planned else None,
            planned_arrived_share=self.planned_arrived(day),
            behind_days=max(worst) if len(worst) == len(behind) else None,
            last_location=None if last is None else last.location,
            last_day=None if last is None else last.day,
            planned_day=planned.planned_day,
            expected_day=expected_day,
            wanted_day=planned.wanted_day,
            can_meet_wanted_day=expected_day is not None and expected_day <= planned.wanted_day,
        )

    def planned_arrived(self, day: int) -> float:
        """Return the share that is in place by a day as planned."""
        return _share_by([part[-1].day for part in self.planned.parts], day)

    def planned_steps(self) -> Iterator[tuple[int, float]]:
        """Yield the days on which the share in place grows as planned, and what it grows to."""
        days = sorted({part[-1].day for part in self.planned.parts if part[-1].day is not None})
        return ((day, self.planned_arrived(day)) for day in days)

    def actual_steps(self) -> Iterator[tuple[int, float]]:
        """Yield the same as reported."""
        return ((day, self.arrived(day)) for day in self._days)

    def expected_steps(self) -> Iterator[tuple[int, float]]:
        """Yield the same as reported, and then if the rest goes as planned."""
        yield from self.actual_steps()
        expected = [day for _, day in self.outlook]
        so_far = self.arrived(self.as_of_day)
        for day in sorted({day for day in expected if day is not None and day > self.as_of_day}):
            yield day, max(so_far, _share_by(expected, day))


def _share_by(days: list[int | None], day: int) -> float:
    return rounded_share(sum(1 for item in days if item is not None and item <= day) / len(days))


def rounded_share(share: float) -> float:
    """Return a share without the noise of sums."""
    return max(0.0, round(share, _DECIMALS))
