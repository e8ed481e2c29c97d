"""National movements put together: what all of them use of every limit, and where they collide."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import polars as pl

from reassure.engines.deploy.executing.double_fills import double_fills_of
from reassure.engines.deploy.executing.shared_data import plan_differences
from reassure.engines.deploy.network.limits import Limit
from reassure.engines.deploy.telling.result import use_days_of
from reassure.engines.deploy.telling.use import LegReading, Taken
from reassure.model.choices import Status
from reassure.model.movement_outputs import Conflict, PlanDifference
from reassure.model.movement_results import MergedMovement, NationalMovement
from reassure.model.outputs import Arrival, Assignment, Leg, LineFill, Load, Shortfall
from reassure.model.plan import Plan
from reassure.model.result import Provenance, versions_of
from reassure.model.results import ForcePlan
from reassure.model.table import RowT, Table

_OVER = 1e-6
"""Sums of shares in another order than the schedule's must not seem beyond a limit."""

_DECIMALS = 9


def merge_movements(plan: Plan, movements: Sequence[NationalMovement]) -> MergedMovement:
    """Put national movements together and name every limit that they overuse as one.

    Parameters
    ----------
    plan
        The coalition's plan, with every offer, line, link and lift that the movements name; its
        limits hold.
    movements
        National movements without faults (`verify_movements`).

    Returns
    -------
    MergedMovement
        All rows with their ids, use by day, conflicts in order of their first day, lines filled
        twice, and what national plans take otherwise than the coalition's.

    Notes
    -----
    What counts as use: docs/explain/deploy.md, table of limits.
    """
    assignments = _together(Assignment, (item.force_plan.assignments for item in movements))
    loads = _together(Load, (item.deployment.loads for item in movements))
    legs = _together(Leg, (item.deployment.legs for item in movements))
    arrivals = _together(Arrival, (item.deployment.arrivals for item in movements))
    provenance = Provenance("merge", 0, plan.sha256, versions_of(), Status.COMPUTED)
    whole = ForcePlan(provenance, assignments, Table.empty(Shortfall), Table.empty(LineFill))
    reading = LegReading(plan, whole)
    taken = list(reading.read(loads, legs, arrivals))
    horizon_day = math.floor(plan.meta.horizon_days)
    differences: list[PlanDifference] = []
    unknown: list[str] = []
    for sha256, nations in _nations_by_inputs(plan, movements).items():
        national = next((item.plan for item in movements if _is_made_from(item, sha256)), None)
        if national is not None:
            differences.extend(plan_differences(plan, national, nations))
        elif sha256 != plan.sha256:
            unknown.append(f"{', '.join(nations) or 'no nation'}: {sha256}")
    return MergedMovement(
        provenance,
        assignments=assignments,
        loads=loads,
        legs=legs,
        arrivals=arrivals,
        use_days=use_days_of(reading.limits, horizon_day),
        conflicts=Table.of(Conflict, _conflicts(plan, assignments, taken, horizon_day)),
        double_fills=double_fills_of(plan, assignments),
        plan_differences=Table.of(PlanDifference, differences),
        unknown_inputs=tuple(sorted(unknown)),
        assumptions=(
            "The coalition's plan says what every limit gives, whatever a national plan took.",
        ),
    )


def _nations_by_inputs(
    plan: Plan, movements: Sequence[NationalMovement]
) -> dict[str, tuple[str, ...]]:
    """Return whose movements were made from which plan, by its hash."""
    found: dict[str, set[str]] = defaultdict(set)
    for item in movements:
        found[item.inputs_sha256].update(item.nations(plan))
    return {sha256: tuple(sorted(nations)) for sha256, nations in sorted(found.items())}


def _is_made_from(item: NationalMovement, sha256: str) -> bool:
    return item.plan is not None and item.inputs_sha256 == sha256


def _together(record_type: type[RowT], tables: Iterable[Table[RowT]]) -> Table[RowT]:
    frames = [table.fields for table in tables]
    return Table(record_type, pl.concat(frames)) if frames else Table.empty(record_type)


def _conflicts(
    plan: Plan, assignments: Table[Assignment], taken: list[Taken], horizon_day: int
) -> Iterator[dict[str, Any]]:
    by_day: dict[Limit, dict[int, list[Taken]]] = defaultdict(lambda: defaultdict(list))
    for item in taken:
        if item.day <= horizon_day:
            by_day[item.limit][item.day].append(item)
    for limit, days in by_day.items():
        over = sorted(day for day, items in days.items() if _over(items) > _OVER)
        for first, until in _runs(over):
            on_days = [days[day] for day in range(first, until)]
            worst = max(on_days, key=_over)
            owners = sorted({item.owner for item in chain(*on_days)})
            own = [assignments[owner].offer for owner in owners if owner in assignments]
            given = [plan.pledges[owner].nation for owner in owners if owner not in assignments]
            yield {
                "location": limit.location,
                "link": limit.link,
                "limit": limit.name,
                "from_day": first,
                "until_day": until,
                "used": round(_used(worst), _DECIMALS),
                "capacity": round(worst[0].capacity, _DECIMALS),
                "nations": tuple(sorted({*given, *(plan.offers[offer].nation for offer in own)})),
                "assignments": tuple(owners),
                "over_t": round(math.fsum(map(_over_t, on_days)), _DECIMALS),
            }


def _used(items: list[Taken]) -> float:
    return math.fsum(item.amount for item in items)


def _over(items: list[Taken]) -> float:
    return _used(items) - items[0].capacity


def _over_t(items: list[Taken]) -> float:
    """Return the tonnes of one day beyond a limit: the part of all that use it that is too much."""
    return _over(items) / _used(items) * math.fsum(item.tonnes for item in items)


def _runs(days: list[int]) -> Iterator[tuple[int, int]]:
    """Yield days in a row as half-open spans."""
    first = 0
    for i, day in enumerate(days):
        if i + 1 == len(days) or days[i + 1] != day + 1:
            yield days[first], day + 1
            first = i + 1
