"""What a deployment tells beside its legs: arrivals, lateness, use of limits, objective, bound."""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from reassure.checks.deployment_ends import Told
from reassure.checks.deployment_limits import Floats, Limits, Use, summed
from reassure.checks.deployment_parts import PARTS
from reassure.checks.deployment_tours import AGAIN, SLACK, MovedTour
from reassure.checks.place import Place, counted, fault, plain
from reassure.checks.told_rules import is_field
from reassure.model.choices import MovePurpose, Status
from reassure.model.finding import Finding
from reassure.model.outputs import UseDay
from reassure.model.plan import Plan
from reassure.model.results import Deployment

_LEAD_DAYS = 14
_TAIL_DAYS = 365


def check_arrival(
    plan: Plan,
    tour: MovedTour,
    row: Told,
    *,
    there_day: int | None,
    is_partial: bool,
    as_of_day: int | None = None,
) -> Iterator[Finding]:
    """Check what follows from the day of one arrival: lateness, release and what binds.

    Parameters
    ----------
    plan, tour, row
        The plan, the movement and what is told of it.
    there_day
        First day on which its unit is where it starts; None: never.
    is_partial
        Whether a stop may have left it unscheduled.
    as_of_day
        Day from which a movement under way was planned on; None: this is none.

    Yields
    ------
    Finding
        CHK-MOVE-004, CHK-MOVE-015 or CHK-MOVE-016.
    """
    wanted, is_wanted, asked = _wanted(tour, row)
    late = None if row.planned_day is None else max(0.0, row.planned_day - wanted)
    if not is_wanted:
        found = "none" if row.wanted_day is None else f"day {plain(row.wanted_day)}"
        yield _wrong("CHK-MOVE-015", row, "wanted_day", found, asked)
    elif (late is None) is not (row.late_days is None) or abs(
        (late or 0.0) - (row.late_days or 0.0)
    ) > SLACK:
        found = "no days late" if row.late_days is None else f"{plain(row.late_days)} days late"
        expected = "none: it never arrives" if late is None else f"{plain(late)}, counted anew"
        yield _wrong("CHK-MOVE-015", row, "late_days", found, expected)
    if row.planned_day is not None and not 0 <= row.planned_day <= plan.meta.horizon_days:
        expected = "a day of the plan, or none"
        yield _wrong("CHK-MOVE-014", row, row.day_field, f"day {row.planned_day}", expected)
    if row.binding is None:
        if late is None and not is_partial:
            yield _wrong("CHK-MOVE-016", row, "binding", "none", "what keeps it away")
        elif late and tour.purpose is not MovePurpose.RETURN:
            # A way home may be slow, or chosen late, with no limit in its way.
            yield _wrong("CHK-MOVE-016", row, "binding", "none", "what makes it late")
    elif late == 0:
        yield _wrong("CHK-MOVE-016", row, "binding", row.binding, "none: it is on time")
    elif not is_field(plan, row.binding):
        expected = "a field of the plan, as table:id.field"
        yield _wrong("CHK-MOVE-016", row, "binding", row.binding, expected)
    yield from _check_release(plan, tour, row, wanted, there_day=there_day, as_of_day=as_of_day)


def _check_release(
    plan: Plan,
    tour: MovedTour,
    row: Told,
    wanted: float,
    *,
    there_day: int | None,
    as_of_day: int | None,
) -> Iterator[Finding]:
    if row.release_day is None:
        return
    first = tour.ready_day
    last = max(first, math.floor(wanted) - _LEAD_DAYS, there_day or 0)
    if there_day is not None:
        last = max(last, as_of_day or 0)
    if (tour.after is not None or tour.parts) and not there_day:
        # It comes from elsewhere, and is told never to get there: how soon it could is not known.
        last = plan.meta.horizon_days + _TAIL_DAYS
    if not tour.moves:
        yield _wrong(
            "CHK-MOVE-004", row, "release_day", f"day {row.release_day}", "none: it does not move"
        )
    elif not first <= row.release_day <= last:
        expected = f"day {first} to {plain(last)}: when it is ready, and two weeks of lead"
        yield _wrong("CHK-MOVE-004", row, "release_day", f"day {row.release_day}", expected)


def _wanted(tour: MovedTour, row: Told) -> tuple[float, bool, str]:
    """Return the day wanted, whether that is what is told, and what it should be."""
    if tour.wanted_day is not None:
        day = tour.wanted_day
        if tour.purpose is MovePurpose.RETURN and row.release_day is None:
            return day, row.wanted_day is None, "none: no way home"
        if tour.purpose in PARTS and row.wanted_day is not None:
            # By how much a part is wanted sooner follows from its unit's way on from there.
            is_sooner = row.wanted_day <= day + SLACK
            return row.wanted_day, is_sooner, f"day {plain(day)} or earlier"
        is_wanted = row.wanted_day is not None and abs(row.wanted_day - day) <= SLACK
        return day, is_wanted, f"day {plain(day)}, as the records ask"
    # The way home makes its day wanted: when it is released, its transit and two weeks.
    if row.release_day is None or row.wanted_day is None:
        return float(tour.ready_day), row.wanted_day is row.release_day is None, "none: no way home"
    first = row.release_day + _LEAD_DAYS
    return row.wanted_day, row.wanted_day >= first, f"day {first} or later"


def check_standing(
    tour: MovedTour, row: Told, before: Told | None, *, there_day: int | None, last_day: int
) -> Iterator[Finding]:
    """Check the day on which a unit that does not move is in place.

    ``there_day`` is the first on which all of its parts are where it starts; None: never.

    Yields
    ------
    Finding
        CHK-MOVE-014.
    """
    day: int | None = there_day if tour.is_joined else 0
    if before is not None and not tour.is_in_place:
        start = min(math.floor(tour.from_day), last_day)
        day = None if before.planned_day is None else max(before.planned_day, start)
    if row.planned_day != day:
        found = "never" if row.planned_day is None else f"day {row.planned_day}"
        expected = "never" if day is None else f"day {day}: it is on the spot"
        yield _wrong("CHK-MOVE-014", row, row.day_field, found, expected)


def check_limits(
    limits: Limits,
    uses: Sequence[Use],
    deployment: Deployment,
    *,
    compare: bool,
    happened: Sequence[Use] = (),
) -> Iterator[Finding]:
    """Check that no limit is overfull, and that the use told is that of the legs.

    Parameters
    ----------
    limits
        Limits of the plan.
    uses
        What legs and units that move themselves use.
    deployment
        With the use that is told.
    happened
        What was used by what had left when the movement was planned on; it may be too much.
    compare
        Whether the uses are sound enough to hold what is told against them.

    Yields
    ------
    Finding
        CHK-MOVE-012 for a limit that is overfull, CHK-MOVE-013 for use told wrongly.
    """
    names, least, most = summed([*uses, *happened], limits.n_days)
    own_names, own, _ = summed(uses, limits.n_days)
    for name, row in names.items():
        capacity = limits.capacity(name)
        if capacity is None:
            continue
        is_over = least[row] > capacity + SLACK * (1 + np.minimum(capacity, 1e12))
        is_own = own[own_names[name]] > SLACK if name in own_names else np.zeros_like(is_over)
        over = np.flatnonzero(is_over & is_own)
        if len(over):
            day = int(over[0])
            more = f" and overfull on {counted(len(over) - 1, 'more day')}" if len(over) > 1 else ""
            yield fault(
                "CHK-MOVE-012",
                Place("use_days", name, "used"),
                found=f"{plain(float(least[row, day]))} used on day {day}{more}",
                expected=f"at most {plain(float(capacity[day]))}",
                cure=AGAIN,
            )
    if compare:
        yield from _check_told(limits, names, least, most, deployment)


def _check_told(
    limits: Limits, names: Mapping[str, int], least: Floats, most: Floats, deployment: Deployment
) -> Iterator[Finding]:
    told: dict[str, dict[int, float]] = {}
    wrong: set[str] = set()
    for row in deployment.use_days:
        name = _limit_of(row)
        capacity = limits.capacity(name)
        is_known = capacity is not None and limits.told_key(name) == (
            row.location, row.link, row.limit,
        ) and 0 <= row.day < limits.n_days  # fmt: skip
        if name in wrong:
            continue
        if not is_known or capacity is None:
            wrong.add(name)
            expected = "a limit that the plan states, on a day of the plan"
            place = Place("use_days", name, "limit")
            yield fault("CHK-MOVE-013", place, found=f"use of {name} on day {row.day}",
                        expected=expected, cure=AGAIN)  # fmt: skip
            continue
        told.setdefault(name, {})[row.day] = row.used
        given = float(capacity[row.day])
        if row.capacity is not None and not _alike(row.capacity, given):
            wrong.add(name)
            place = Place("use_days", name, "capacity")
            yield fault("CHK-MOVE-013", place, found=f"{plain(row.capacity)} on day {row.day}",
                        expected=f"{plain(given)}, counted anew", cure=AGAIN)  # fmt: skip
    for name in sorted((names.keys() | told.keys()) - wrong):
        said = np.zeros(limits.n_days)
        for day, used in told.get(name, {}).items():
            said[day] = used
        low = least[names[name]] if name in names else np.zeros(limits.n_days)
        high = most[names[name]] if name in names else low
        capacity = limits.capacity(name)
        if capacity is None:
            continue
        slack = SLACK * (1 + np.abs(high))
        off = ((said < low - slack) | (said > high + slack)) & np.isfinite(capacity)
        days = np.flatnonzero(off)
        if len(days):
            day = int(days[0])
            place = Place("use_days", name, "used")
            yield fault("CHK-MOVE-013", place, found=f"{plain(float(said[day]))} on day {day}",
                        expected=f"{plain(float(low[day]))}, added up from the legs",
                        cure=AGAIN)  # fmt: skip


def _limit_of(row: UseDay) -> str:
    if ":" in row.limit:
        return row.limit
    owner = f"links:{row.link}" if row.link is not None else f"locations:{row.location}"
    return f"{owner}.{row.limit}"


def _alike(one: float, other: float) -> bool:
    return one == other or abs(one - other) <= SLACK * (1 + abs(other))


def check_objective(deployment: Deployment, objective: float | None) -> Iterator[Finding]:
    """Check that the objective is what was counted anew, and that the bound lies at or below it.

    Yields
    ------
    Finding
        CHK-MOVE-017.
    """
    made = deployment.provenance
    if (made.objective is None) is not (objective is None) or not _alike(
        made.objective or 0.0, objective or 0.0
    ):
        found = "no objective" if made.objective is None else f"objective {plain(made.objective)}"
        expected = "none" if objective is None else f"{plain(objective)}, counted anew"
        place = Place("arrivals", None, "planned_day")
        yield fault("CHK-MOVE-017", place, found=found, expected=expected, cure=AGAIN)
    elif (
        made.bound is not None
        and objective is not None
        and (made.bound > objective + SLACK * (1 + abs(objective)))
    ):
        place = Place("arrivals", None, "planned_day")
        yield fault("CHK-MOVE-017", place, found=f"bound {plain(made.bound)}",
                    expected=f"at most {plain(objective)}, the objective", cure=AGAIN)  # fmt: skip
    lift_bound, lift_days = deployment.lift_days_bound, deployment.lift_days
    if lift_bound is not None and lift_bound > lift_days + SLACK * (1 + abs(objective or 0.0)):
        place = Place("use_days", None, "used")
        yield fault("CHK-MOVE-017", place, found=f"{plain(lift_bound)} days of lift at the least",
                    expected=f"at most {plain(lift_days)}, those taken", cure=AGAIN)  # fmt: skip


def is_partial(deployment: Deployment) -> bool:
    """Whether a stop may have left tours unscheduled."""
    return deployment.provenance.status is Status.PARTIAL


def _wrong(code: str, row: Told, column: str, found: str, expected: str) -> Finding:
    place = Place(row.table, row.record, column)
    return fault(code, place, found=found, expected=expected, cure=AGAIN)
