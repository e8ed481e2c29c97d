"""A deployment held against the plan's records by a reading of its own.

Every load is walked along its legs with a clock, and what each limit is used is added up anew.
Nothing is shared with the engine that made the deployment, so that a slip in one shows in the
other.
"""

from collections.abc import Iterator

from reassure.checks.deployment_ends import Turns, told_of
from reassure.checks.deployment_home import Movements, all_movements, check_ends, check_movements
from reassure.checks.deployment_limits import Limits
from reassure.checks.deployment_log import Log
from reassure.checks.deployment_objective import check_closures, objective_of
from reassure.checks.deployment_parts import check_parts
from reassure.checks.deployment_past import check_past
from reassure.checks.deployment_rows import LoadRows
from reassure.checks.deployment_self import SelfMoved
from reassure.checks.deployment_told import (
    check_arrival,
    check_limits,
    check_objective,
    check_standing,
    is_partial,
)
from reassure.checks.deployment_tours import AGAIN
from reassure.checks.deployment_walk import Walk
from reassure.checks.deployment_ways import Convoy, WayRules
from reassure.checks.place import Place, fault
from reassure.model.choices import MovePurpose
from reassure.model.finding import Finding
from reassure.model.plan import Plan
from reassure.model.result import require_results_of
from reassure.model.results import Deployment, ForcePlan


def verify_deployment(plan: Plan, force_plan: ForcePlan, deployment: Deployment) -> list[Finding]:
    """Return every limit of a plan that its deployment breaks, and every number that is wrong.

    Parameters
    ----------
    plan
        A plan whose references hold.
    force_plan
        Who serves where and when; `verify_force_plan` finds nothing wrong with it.
    deployment
        How the force gets there.

    Returns
    -------
    list[Finding]
        Faults CHK-MOVE-001 to CHK-MOVE-022, CHK-MOVE-024 and CHK-MOVE-025; empty: every limit is
        kept. Whether a better deployment exists, whether the limits that bind are the nearest, and
        what queues, is not looked at. Of a movement under way that was planned on, loads that had
        left are not held against the rules of the way, and may have overfilled limits; but they
        go nowhere on a day on which it is closed, and do not leave where they were seen to arrive
        before the day it was planned on from, unless a report says so. What has not left may not
        use a limit that is overfull.

    Raises
    ------
    UsageError
        ENG-INPUT-001 if force plan or deployment was made from another plan.

    Notes
    -----
    Where legs can be read in two ways, as by a ship that calls at a port at midnight, the reading
    that holds is taken, and use is only held against the least and the most that it may be.

    Examples
    --------
    >>> from reassure.checks.deployment import verify_deployment
    >>> from reassure import example_folder, generate_forces, read_plan, schedule_deployment
    >>> plan = read_plan(example_folder("first-steps"))
    >>> force_plan = generate_forces(plan)
    >>> verify_deployment(plan, force_plan, schedule_deployment(plan, force_plan))
    []
    """
    require_results_of(plan, force_plan, deployment)
    return check_schedule(plan, all_movements(plan, force_plan), deployment)


def check_schedule(plan: Plan, found: Movements, deployment: Deployment) -> list[Finding]:
    """Return every limit that a schedule of some movements breaks, and every wrong number.

    Parameters
    ----------
    plan
        A plan whose references hold; the schedule is followed to its end.
    found
        What is to move.
    deployment
        The schedule.
    """
    tours, turns = found.tours, Turns(found.tours, dict(told_of(deployment)))
    limits = Limits(plan)
    rules = WayRules(plan, list(tours.values()), limits)
    findings = list(check_movements(found, turns, deployment))
    if findings:
        return findings
    rows = LoadRows(plan, deployment, tours, turns)
    findings += rows.findings
    logs = [_walked(rules, convoy) for convoy in rows.convoys()]
    owners = {load.id: owner for owner, loads in rows.units.items() for load in loads}
    past = [log for log in logs if log.convoy.loads[0] in rows.moved]
    is_odd = any(log.findings for log in past)
    for log in past:
        findings += check_past(rules, log.convoy, deployment)
    logs = [log for log in logs if log.convoy.loads[0] not in rows.moved]
    wrong = rows.wrong | {owners[load] for log in logs for load in log.wrong}
    for log in logs:
        findings += log.findings
    told = list(_check_arrivals(plan, turns, rows, wrong, deployment))
    told += check_ends(plan, found, turns, rows, wrong)
    told += check_parts(tours, deployment)
    # What is walked wrongly is told by its legs; what the others use alone may not be too much.
    uses = [use for log in logs if not log.findings for use in log.uses]
    own = SelfMoved(rules)
    for tour in (tours[name] for name in turns.told if tours[name].moves_itself):
        row = turns.told[tour.name]
        if tour.name not in rows.moved:
            told += own.check(tour, row, turns.released_day(tour))
        if row.planned_day is not None and tour.purpose is MovePurpose.DEPLOYMENT:
            place = own.place_used(tour, row.planned_day)
            uses += [] if place is None else [place]
    findings += told
    happened = [use for log in past for use in log.uses]
    compare = not (wrong or told or is_odd)
    findings += check_limits(limits, uses, deployment, happened=happened, compare=compare)
    # The objective follows from the arrivals: one slip there is told once.
    if not wrong and not told:
        findings += check_objective(deployment, objective_of(turns, rows))
    if not findings:
        findings += check_closures(turns, deployment)
    if not wrong:
        findings += rows.check_modes()
    return findings


def _walked(rules: WayRules, convoy: Convoy) -> Log:
    """Return what is noted of a convoy by the reading of its legs that holds."""
    log = Log(rules, convoy)
    places, broken = rules.places(convoy)
    if broken is not None:
        log.tell(
            "CHK-MOVE-003", log.everyone, broken, "link",
            convoy.links[broken].id, f"a link that leads on from {places[-1]}",
        )  # fmt: skip
        return log
    readings, missing = rules.readings(convoy, places)
    if missing is not None:
        found = f"another gauge on {convoy.links[missing].id}"
        expected = "a gauge break on the way that changes trains to it"
        log.tell("CHK-MOVE-010", log.everyone, missing, "link", found, expected)
        return log
    walks = [Walk(rules, convoy, places, readings[0]).run()]
    if not walks[0].log.findings or len(readings) == 1:
        return walks[0].log
    if len(convoy.loads) > 1:
        # Each load may have to be read in another way.
        for i in range(len(convoy.loads)):
            one = _walked(rules, convoy.one(i))
            log.findings += one.findings
            log.wrong |= one.wrong
            log.uses += one.uses
        return log
    for reading in readings[1:]:
        walks.append(Walk(rules, convoy, places, reading).run())
        if not walks[-1].log.findings:
            return walks[-1].log
    return walks[0].log


def _check_arrivals(
    plan: Plan, turns: Turns, rows: LoadRows, wrong: set[str], deployment: Deployment
) -> Iterator[Finding]:
    last_day = int(plan.meta.horizon_days)
    for name, row in turns.told.items():
        tour = turns.tours[name]
        there = turns.there_day(tour)
        yield from check_arrival(
            plan,
            tour,
            row,
            there_day=there,
            is_partial=is_partial(deployment),
            as_of_day=deployment.as_of_day,
        )
        if not tour.moves:
            before = None if tour.follows is None else turns.told[tour.follows]
            partial = is_partial(deployment) and row.planned_day is None
            if not partial:
                yield from check_standing(tour, row, before, there_day=there, last_day=last_day)
            continue
        if there is None and name not in wrong and rows.is_sent(name, row):
            place = Place(row.table, row.record, row.day_field)
            found = "a movement of a unit that is not there"
            expected = f"none: it never gets to {tour.origin}"
            yield fault("CHK-MOVE-020", place, found=found, expected=expected, cure=AGAIN)
        elif tour.is_carried and row.planned_day is not None and name not in wrong:
            days = rows.arrival_days(name)
            first = turns.released_day(tour)
            is_right = row.planned_day == max(days) if days else row.planned_day >= first
            if not is_right:
                expected = f"day {max(days)}, when its last load arrives" if days else (
                    f"day {first} or later, when it is ready"
                )  # fmt: skip
                place, found = Place(row.table, row.record, row.day_field), f"day {row.planned_day}"
                yield fault("CHK-MOVE-014", place, found=found, expected=expected, cure=AGAIN)
