"""A withdrawal held against the plan's records by the reading that holds deployments."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from reassure.checks.deployment import check_schedule
from reassure.checks.deployment_home import Movements, wrong_value
from reassure.checks.deployment_tours import MovedTour, moved_tours
from reassure.model.choices import MoveObjective, MovePurpose
from reassure.model.finding import Finding
from reassure.model.movement_results import Withdrawal
from reassure.model.outputs import Arrival
from reassure.model.plan import Plan
from reassure.model.result import require_results_of
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table

_FOLLOWED_DAYS = 180
_AGAIN = "run reassure withdraw again, and report it with the plan if it comes back"


def verify_withdrawal(
    plan: Plan,
    force_plan: ForcePlan,
    withdrawal: Withdrawal,
    deployment: Deployment | None = None,
) -> list[Finding]:
    """Return every limit of a plan that a withdrawal breaks, and every number that is wrong.

    Parameters
    ----------
    plan
        A plan whose references hold.
    force_plan
        Who serves where and when; `verify_force_plan` finds nothing wrong with it.
    withdrawal
        How those who are out get home.
    deployment
        The movement that it was made from; None: it was made without one.

    Returns
    -------
    list[Finding]
        Faults CHK-MOVE-001 to CHK-MOVE-022 of ways home, as of `verify_deployment`, and
        CHK-MOVE-023 where a place is told to be clear on another day, or of other loads, than the
        legs have it. What its loads waited for is not looked at.

    Raises
    ------
    UsageError
        ENG-INPUT-001 if one of the results was made from another plan.
    """
    require_results_of(plan, force_plan, withdrawal, *(() if deployment is None else (deployment,)))
    from_day = withdrawal.from_day
    last_day = max(math.floor(plan.meta.horizon_days), from_day + _FOLLOWED_DAYS)
    meta = plan.meta.model_copy(update={"horizon_days": float(last_day)})
    longer = replace(plan, meta=meta)
    home = {tour.name: tour for tour in _homeward(plan, force_plan, deployment, from_day)}
    schedule = Deployment(
        withdrawal.provenance,
        loads=withdrawal.loads,
        legs=withdrawal.legs,
        arrivals=Table.empty(Arrival),
        use_days=withdrawal.use_days,
        returns=withdrawal.returns,
        lowered=MoveObjective.LATENESS,
    )
    found = Movements(home, dict.fromkeys((tour.owner for tour in home.values()), None))
    findings = check_schedule(longer, found, schedule)
    if not findings:
        findings = list(_check_places(home, withdrawal))
    return [replace(item, cure=_AGAIN) for item in findings]


def _homeward(
    plan: Plan, force_plan: ForcePlan, deployment: Deployment | None, day: int
) -> Iterator[MovedTour]:
    """Yield the way home of every unit that is in its place on a day, for its last such tour."""
    arrivals = (
        {}
        if deployment is None
        else {row.assignment: row.planned_day for row in deployment.arrivals}
    )
    out: dict[str, MovedTour] = {}
    for tour in moved_tours(plan, force_plan).values():
        there = tour.from_day if deployment is None else arrivals[tour.owner]
        if there is None or not there <= day < tour.leave_day:
            continue
        unit = force_plan.assignments[tour.owner].unit
        if unit not in out or out[unit].until_day < tour.until_day:
            out[unit] = tour
    for tour in out.values():
        yield replace(
            tour,
            purpose=MovePurpose.RETURN,
            origin=tour.destination,
            destination=plan.offers[force_plan.assignments[tour.owner].offer].origin,
            ready_day=day,
            wanted_day=float(day),
            weight=1.0,
            is_in_place=False,
            follows=None,
            after=None,
        )


def _check_places(home: dict[str, MovedTour], withdrawal: Withdrawal) -> Iterator[Finding]:
    """Check when each place is clear, and of how many loads, by the rows of ways home.

    Yields
    ------
    Finding
        CHK-MOVE-023.
    """
    origins = {tour.owner: tour.origin for tour in home.values()}
    clear: dict[str, list[int | None]] = defaultdict(list)
    back: dict[str, list[int | None]] = defaultdict(list)
    for row in withdrawal.returns:
        clear[origins[row.assignment]].append(row.site_clear_day)
        back[origins[row.assignment]].append(row.home_day)
    # What a stop left unscheduled is told nothing of, and is still there.
    for owner in sorted(origins.keys() - {row.assignment for row in withdrawal.returns}):
        clear[origins[owner]].append(None)
        back[origins[owner]].append(None)
    own = [row for row in withdrawal.site_clearances if row.mode is None]
    told = {row.location: row for row in own}
    for place in sorted(clear.keys() | told.keys()):
        row = told.get(place)
        last, home_day = _last(clear[place]), _last(back[place])
        days = None if last is None else last + 1 - withdrawal.from_day
        pairs = {
            "units": (0 if row is None else row.units, len(clear[place])),
            "clear_day": (None if row is None else row.clear_day, last),
            "days_to_clear": (None if row is None else row.days_to_clear, days),
            "home_day": (None if row is None else row.home_day, home_day),
        }
        for column, (said, right) in pairs.items():
            if said != right:
                yield wrong_value("CHK-MOVE-023", "site_clearances", place, column, said, right)


def _last(days: list[int | None]) -> int | None:
    """Return the last of some days; None: one is not known, or there is none."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
