"""What a deployment lowers, counted anew from its tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from reassure.checks.deployment_ends import Turns
from reassure.checks.deployment_limits import carriers_in, parts_of
from reassure.checks.deployment_parts import share_of_loads
from reassure.checks.deployment_rows import LoadRows
from reassure.checks.deployment_tours import AGAIN, MovedTour
from reassure.checks.place import Place, fault
from reassure.model.choices import MoveObjective, MovePurpose
from reassure.model.finding import Finding
from reassure.model.movement_outputs import ObjectiveClosure
from reassure.model.plan import Plan
from reassure.model.results import Deployment

_EARLINESS = 0.01
_LEAST_WEIGHT = 1e-3
_NEVER_DAYS = 30
_UNITS_IN_CLOSURES = 0.01
_LATE_DAY_IN_LIFT_DAYS = 1000.0


@dataclass(frozen=True, slots=True)
class _Lateness:
    """How late one movement is.

    Attributes
    ----------
    tour
        The movement.
    weight
        Its own weight, however small.
    late_days, early_days
        By load: days late, or what counts as that if it never arrives; and days since its release.
    """

    tour: MovedTour
    weight: float
    late_days: list[float]
    early_days: list[float]

    def cost(self, *, by_last: bool) -> float:
        """Return its weighted lateness, by the mean of its loads or by the last."""
        pairs = zip(self.late_days, self.early_days, strict=True)
        costs = [late + _EARLINESS * early for late, early in pairs]
        cost = max(costs) if by_last else sum(costs) / len(costs)
        return max(self.weight, _LEAST_WEIGHT) * cost


def objective_of(turns: Turns, rows: LoadRows) -> float | None:
    """Return what a deployment costs in what it lowers; None where nothing is carried.

    Parameters
    ----------
    turns, rows
        What is told of movements, and their loads; nothing of it is wrong.

    Notes
    -----
    docs/explain/deploy.md, eqs. 8, 16 and 17.
    """
    late, deployment = list(_latenesses(turns, rows)), rows.deployment
    if not late:
        return None
    match deployment.lowered:
        case MoveObjective.LATENESS | MoveObjective.CLOSURE:
            by_last = deployment.lowered is MoveObjective.CLOSURE
            return sum(one.cost(by_last=by_last) for one in late)
        case MoveObjective.CLOSURES | MoveObjective.FORCE:
            last: dict[str, float] = {}
            for one in late:
                objective = one.tour.objective
                is_way_home = one.tour.purpose is MovePurpose.RETURN
                if objective is not None and not is_way_home:
                    last[objective] = max([last.get(objective, 0.0), *one.late_days])
            weights = {row.id: max(row.weight, _LEAST_WEIGHT) for row in rows.plan.objectives}
            complete = sum(weights[objective] * days for objective, days in last.items())
            if deployment.lowered is MoveObjective.FORCE:
                complete = max(last.values(), default=0.0)
            return complete + _UNITS_IN_CLOSURES * sum(one.cost(by_last=False) for one in late)
        case MoveObjective.LIFT:
            days = sum(
                _LATE_DAY_IN_LIFT_DAYS * max(one.weight, 1.0) * _mean(one.late_days)
                + _EARLINESS * _mean(one.early_days)
                for one in late
            )
            return days + lift_days_of(rows.plan, deployment)


def lift_days_of(plan: Plan, deployment: Deployment) -> float:
    """Return for how many days carriers are taken, by the use that is told.

    Parameters
    ----------
    plan, deployment
        The plan, and the deployment; its use of limits is not wrong.
    """
    total = 0.0
    for row in deployment.use_days:
        table, record, _ = parts_of(row.limit) if ":" in row.limit else ("", "", "")
        if table == "lifts":
            total += row.used * carriers_in(plan, plan.lifts[record])
    return total


def check_closures(turns: Turns, deployment: Deployment) -> Iterator[Finding]:
    """Check the days on which objectives are complete against the arrivals.

    Yields
    ------
    Finding
        CHK-MOVE-025.
    """
    told = {row.objective: row for row in deployment.closures}
    served: dict[str, list[MovedTour]] = {}
    for tour in turns.tours.values():
        if tour.purpose is MovePurpose.DEPLOYMENT and tour.objective is not None:
            served.setdefault(tour.objective, []).append(tour)
    for objective in sorted(told.keys() | served.keys()):
        days = {tour.owner: turns.told[tour.name].planned_day for tour in served.get(objective, [])}
        there = {name: day for name, day in days.items() if day is not None}
        is_closed = bool(days) and len(there) == len(days)
        last = max(there.values()) if is_closed else None
        row = told.get(objective)
        if row is None or not _is_right(row, len(days), last, there):
            found = "no row" if row is None else f"closure on {_day(row.closure_day)}"
            if row is not None and row.closure_bound is not None:
                found += f", {_day(row.closure_bound)} at the soonest"
            expected = f"{len(days)} assignments, and closure on {_day(last)}, by the arrivals"
            place = Place("closures", objective, "closure_day")
            yield fault("CHK-MOVE-025", place, found=found, expected=expected, cure=AGAIN)


def _is_right(
    row: ObjectiveClosure, n_assignments: int, last: int | None, there: dict[str, int]
) -> bool:
    is_last = row.last_assignment is None or there.get(row.last_assignment) == last
    is_bound = row.closure_bound is None or last is None or row.closure_bound <= last
    is_whole = (row.last_assignment is None) is (last is None)
    alike = row.assignments == n_assignments and row.closure_day == last
    return alike and is_last and is_bound and is_whole


def _day(day: int | None) -> str:
    return "no day" if day is None else f"day {day}"


def _mean(days: list[float]) -> float:
    return sum(days) / len(days)


def _latenesses(turns: Turns, rows: LoadRows) -> Iterator[_Lateness]:
    """Yield how late every movement is that is carried and can arrive."""
    tours, horizon = turns.tours, int(rows.plan.meta.horizon_days)
    for name, row in turns.told.items():
        tour, wanted = tours.get(name), row.wanted_day
        is_moved = tour is not None and tour.is_carried and row.release_day is not None
        if tour is None or not is_moved or wanted is None or row.release_day is None:
            continue
        if tour.purpose is MovePurpose.RETURN and name not in rows.units:
            # It could not be home within the plan, and stays out of the schedule.
            continue
        never = horizon - min(wanted, horizon) + _NEVER_DAYS
        late: list[float] = []
        early: list[float] = []
        for day in rows.days_there(tour, row):
            if day is None or day > horizon:
                late.append(never)
                early.append(float(horizon))
            else:
                late.append(max(0.0, day - wanted))
                early.append(float(day - row.release_day))
        yield _Lateness(tour, tour.weight * share_of_loads(tours, rows.units, tour), late, early)
