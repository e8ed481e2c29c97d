"""Execution against the plan: how far movements have come, and whether they can still be in time.

Shares are taken as loads, in the order of the plan: what has left first is what was to leave
first. A delay at the last place that was reached carries on to the end; time gained on the way
counts only on arrival.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from reassure.engines.deploy.planned_parts import PlannedMove, Stop, planned_moves
from reassure.model.choices import ActualEvent, Status
from reassure.model.movement_outputs import InPlaceDay, MovementStatus
from reassure.model.movement_results import Execution
from reassure.model.network import Actual
from reassure.model.plan import Plan
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table

_ROUNDED = 0.01
"""Shares are written with two digits: three thirds may come to 0.99."""

_DECIMALS = 9
_ORDER = list(ActualEvent)


def compare_actuals(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment, *, as_of_day: int
) -> Execution:
    """Compare what is reported of movements with their schedule, at the end of a day.

    Parameters
    ----------
    plan
        Plan with the table ``actuals``, without faults in it (`verify_actuals`). It may be later
        than the one that the movement was planned from, but must have what that names.
    force_plan, deployment
        What was planned.
    as_of_day
        Day at whose end both are compared; actuals of later days are left out.

    Returns
    -------
    Execution
        How far every assignment that moves has come, and the shares in place by day.

    Notes
    -----
    docs/how-to/track-and-merge.md says how days behind and expected days are worked out.
    """
    reports: dict[str, list[Actual]] = defaultdict(list)
    n_pledges = 0
    for row in plan.actuals:
        if row.assignment is None:
            n_pledges += 1
        elif row.day < as_of_day + 1:
            reports[row.assignment].append(row)
    moves = [
        _Move(planned, reports[planned.tour.assignment], as_of_day)
        for planned in planned_moves(plan, force_plan, deployment)
    ]
    n_still = len(force_plan.assignments) - len(moves)
    assumptions = [
        "What has left first is taken to be what was to leave first.",
        "Time gained on the way counts only on arrival; time lost is not made up.",
    ]
    if n_still:
        assumptions.append(f"Assignments that are in place already are left out: {n_still}.")
    if n_pledges:
        assumptions.append(f"Actuals of pledges are left out: {n_pledges}.")
    return Execution(
        Provenance("track", 0, plan.sha256, versions_of(), Status.COMPUTED),
        movement_status=Table.of(MovementStatus, [move.status() for move in moves]),
        in_place_days=Table.of(InPlaceDay, _in_place(moves, as_of_day)),
        as_of_day=as_of_day,
        assumptions=tuple(assumptions),
    )


class _Move:
    """One assignment: its planned parts, and what is reported of it."""

    def __init__(self, planned: PlannedMove, reports: list[Actual], as_of_day: int) -> None:
        self.planned, self.as_of_day = planned, as_of_day
        self._origin, self._destination = planned.tour.origin, planned.tour.destination
        self._reports = sorted(
            reports, key=lambda row: (math.floor(row.day), _ORDER.index(row.event), row.id)
        )
        self._days = sorted({math.floor(row.day) for row in reports})
        self._reported = {(row.event, row.location) for row in reports}
        self._way = {(stop.event, stop.location) for part in planned.parts for stop in part}

    def _share(self, event: ActualEvent, location: str, day: int) -> float:
        rows = (row for row in self._reports if (row.event, row.location) == (event, location))
        return min(1.0, math.fsum(row.share for row in rows if row.day < day + 1))

    def arrived(self, day: int) -> float:
        """Return the share at its destination by the end of a day; what is closed has arrived."""
        own = (ActualEvent.ARRIVED, ActualEvent.CLOSED)
        return max(self._share(event, self._destination, day) for event in own)

    def _departed(self, day: int) -> float:
        """Return the share that has left its origin; what was seen further on has."""
        seen = (self._share(*key, day) for key in self._way & self._reported)
        return max(self.arrived(day), *seen, 0.0)

    def _loaded(self, day: int) -> float:
        return max(self._share(ActualEvent.LOADED, self._origin, day), self._departed(day))

    def _share_at(self, stop: Stop, day: int) -> float:
        if stop.event is ActualEvent.DEPARTED and stop.location == self._origin:
            return self._departed(day)
        if stop.event is ActualEvent.ARRIVED and stop.location == self._destination:
            return self.arrived(day)
        return self._share(stop.event, stop.location, day)

    def _is_told(self, stop: Stop) -> bool:
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

    def _reached(self, i: int, stop: Stop) -> int | None:
        """Return the day on which a part made a stop; None: not yet."""
        rank = self._ranks[stop.event, stop.location].index(i) + 1
        wanted = rank / len(self.planned.parts) - _ROUNDED
        return next((day for day in self._days if self._share_at(stop, day) >= wanted), None)

    @cached_property
    def outlook(self) -> list[tuple[int | None, int | None]]:
        """Days behind of every part, and the day on which it arrives if the rest goes as planned.

        Both are None where the plan has no arrival for the part and none is reported.
        """
        return [self._outlook_of(i, part) for i, part in enumerate(self.planned.parts)]

    def _outlook_of(self, i: int, part: tuple[Stop, ...]) -> tuple[int | None, int | None]:
        behind = 0
        for stop in filter(self._is_told, part):
            reached = self._reached(i, stop)
            if stop.day is None:
                continue
            if reached is not None:
                behind = reached - stop.day
            else:
                # It cannot come before tomorrow: the day of the comparison is over.
                behind = max(behind, self.as_of_day + 1 - stop.day)
        last = part[-1]
        arrived = self._reached(i, last)
        if last.day is None:
            return None, arrived
        return behind, last.day + max(0, behind) if arrived is None else arrived

    def status(self) -> MovementStatus:
        """Return the assignment's row."""
        planned, day = self.planned, self.as_of_day
        behind = [days for days, _ in self.outlook]
        expected = [days for _, days in self.outlook]
        departures = [part[0].day for part in planned.parts]
        known = [days for days in expected if days is not None]
        expected_day = max(known) if len(known) == len(expected) else None
        worst = [days for days in behind if days is not None]
        last = self._reports[-1] if self._reports else None
        return MovementStatus(
            assignment=planned.tour.assignment,
            loaded_share=_rounded(self._loaded(day)),
            departed_share=_rounded(self._departed(day)),
            arrived_share=_rounded(self.arrived(day)),
            closed_share=_rounded(self._share(ActualEvent.CLOSED, self._destination, day)),
            planned_departed_share=_share_by(departures, day)
            if any(days is not None for days in departures)
            else None,
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


def _in_place(moves: list[_Move], as_of_day: int) -> Iterator[InPlaceDay]:
    """Yield one row per day, from C-day to the last arrival, planned or expected."""
    if not moves:
        return
    planned, actual, expected = (
        _mean_growth(steps)
        for steps in (
            [move.planned_steps() for move in moves],
            [move.actual_steps() for move in moves],
            [move.expected_steps() for move in moves],
        )
    )
    now = [0.0, 0.0, 0.0]
    first = min(0, *planned, *actual, *expected, as_of_day)
    for day in range(first, max(0, as_of_day, *planned, *expected) + 1):
        now = [
            share + growth.get(day, 0.0)
            for share, growth in zip(now, (planned, actual, expected), strict=True)
        ]
        if day >= 0 or day == as_of_day:
            yield InPlaceDay(
                day=day,
                planned_share=_rounded(now[0]),
                actual_share=_rounded(now[1]) if day <= as_of_day else None,
                expected_share=_rounded(now[2]),
            )


def _mean_growth(moves: list[Iterator[tuple[int, float]]]) -> dict[int, float]:
    """Return by how much the mean of some shares grows on each day."""
    growth: dict[int, float] = defaultdict(float)
    for steps in moves:
        before = 0.0
        for day, share in steps:
            growth[day] += (share - before) / len(moves)
            before = share
    return growth


def _share_by(days: list[int | None], day: int) -> float:
    return _rounded(sum(1 for item in days if item is not None and item <= day) / len(days))


def _rounded(share: float) -> float:
    return max(0.0, round(share, _DECIMALS))
