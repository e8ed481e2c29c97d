"""A force plan held against the plan's records by a reading of its own.

Nothing is shared with the engine that made the force plan, so that a slip in one shows in the
other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reassure.checks.chance_rules import check_chances
from reassure.checks.permission_rules import check_permissions
from reassure.checks.place import Place, fault, plain
from reassure.checks.together_rules import check_together
from reassure.checks.told_rules import check_remedies, check_stages, check_unused, is_field
from reassure.checks.tour_rules import AGAIN, SLACK, Tour, TourRules
from reassure.model.choices import Counting
from reassure.model.finding import Finding
from reassure.model.force import Requirement
from reassure.model.outputs import Assignment, Shortfall
from reassure.model.plan import Plan
from reassure.model.result import require_results_of
from reassure.model.results import ForcePlan


def verify_force_plan(plan: Plan, force_plan: ForcePlan) -> list[Finding]:
    """Return every limit of a plan that its force plan breaks, and every number that is wrong.

    Parameters
    ----------
    plan
        A plan whose references hold.
    force_plan
        Who serves where and when.

    Returns
    -------
    list[Finding]
        Faults CHK-PLAN-001 to CHK-PLAN-022; empty: every limit is kept. Whether a better plan
        exists, whether the reasons of shortfalls and of unused offers are the nearest, and whether
        remedies fill what they say, is not looked at.

    Raises
    ------
    UsageError
        ENG-INPUT-001 if the force plan was made from another plan.

    Examples
    --------
    >>> from reassure.checks.force_plan import verify_force_plan
    >>> from reassure import example_folder, generate_forces, read_plan
    >>> plan = read_plan(example_folder("first-steps"))
    >>> verify_force_plan(plan, generate_forces(plan))
    []
    """
    require_results_of(plan, force_plan)
    rules = TourRules(plan)
    findings = list(_check_rows(rules, force_plan))
    tours = tours_of(rules, force_plan)
    for tour in tours:
        findings += rules.check(tour)
    findings += check_together(rules, tours)
    findings += check_permissions(rules, tours, force_plan)
    findings += _check_counts(rules, force_plan)
    fills = list(_check_fills(rules, tours, force_plan))
    # What is told by chance and by stage builds on the fills: one slip there is told once.
    findings += fills or [
        *check_chances(plan, force_plan),
        *check_stages(rules, tours, force_plan),
    ]
    findings += _check_shortfalls(rules, tours, force_plan)
    findings += _check_stations(rules, force_plan)
    findings += check_remedies(rules, force_plan)
    findings += check_unused(rules, force_plan)
    return findings


def tours_of(rules: TourRules, force_plan: ForcePlan) -> list[Tour]:
    """Return the assignments as tours of whole periods, those apart that name nothing."""
    return [
        Tour(
            row.id,
            row.offer,
            int(row.unit.rpartition(".")[2]),
            row.requirement,
            round(row.from_day / rules.period_days),
            round(row.until_day / rules.period_days),
        )
        for row in force_plan.assignments
        if _fault_of_names(rules, row) is None
    ]


def _fault_of_names(rules: TourRules, row: Assignment) -> tuple[str, str, str] | None:
    """Return column, what was found and what was expected where a row names nothing."""
    if row.offer not in rules.plan.offers:
        return "offer", row.offer, "an offer of the plan"
    if row.requirement not in rules.lines:
        return "requirement", row.requirement, "a line of the plan"
    name, _, number = row.unit.rpartition(".")
    if name != row.offer or not (number.isascii() and number.isdigit()):
        return "unit", row.unit, f"a unit of its offer, such as {row.offer}.1"
    return None


def _check_rows(rules: TourRules, force_plan: ForcePlan) -> Iterator[Finding]:
    rows = sorted(force_plan.assignments, key=lambda row: row.id)
    for one, two in pairwise(rows):
        if one.id == two.id:
            place = Place("assignments", two.id, "id")
            found, expected = "two rows of one id", "an id of its own for every tour"
            yield fault("CHK-PLAN-001", place, found=found, expected=expected, cure=AGAIN)
    for row in rows:
        names = _fault_of_names(rules, row)
        if names is not None:
            column, found, expected = names
            place = Place("assignments", row.id, column)
            yield fault("CHK-PLAN-001", place, found=found, expected=expected, cure=AGAIN)
        for column, day in (("from_day", row.from_day), ("until_day", row.until_day)):
            if abs(day - round(day / rules.period_days) * rules.period_days) > SLACK:
                yield fault(
                    "CHK-PLAN-002",
                    Place("assignments", row.id, column),
                    found=f"day {plain(day)}",
                    expected=f"the first day of a period of {plain(rules.period_days)} days",
                    cure=AGAIN,
                )


def _check_counts(rules: TourRules, force_plan: ForcePlan) -> Iterator[Finding]:
    for row in force_plan.assignments:
        if _fault_of_names(rules, row) is not None:
            continue
        counts = rules.counts(rules.plan.offers[row.offer], rules.lines[row.requirement])
        if abs(row.effective_quantity - counts) > SLACK:
            yield _wrong("CHK-PLAN-012", Place("assignments", row.id, "effective_quantity"),
                         row.effective_quantity, counts)  # fmt: skip


def provided_by_period(rules: TourRules, tours: Sequence[Tour]) -> dict[str, list[float]]:
    """Return the effective units of every line in every period, more than asked for included."""
    found = {line: [0.0] * rules.n_periods for line in rules.lines}
    for tour in tours:
        counts = rules.counts(rules.plan.offers[tour.offer], rules.lines[tour.line])
        for period in range(max(0, tour.start), min(tour.stop, rules.n_periods)):
            found[tour.line][period] += counts
    return found


def unit_days(rules: TourRules, line: Requirement, provided: Sequence[float]) -> list[float]:
    """Return the unit-days that count on a line, by period."""
    spans = (rules.days(line, period) for period in range(rules.n_periods))
    return [
        min(line.quantity, units) * (last - first)
        for units, (first, last) in zip(provided, spans, strict=True)
    ]


def _check_fills(
    rules: TourRules, tours: Sequence[Tour], force_plan: ForcePlan
) -> Iterator[Finding]:
    fills = {row.requirement: row for row in force_plan.line_fills}
    provided = provided_by_period(rules, tours)
    for name in sorted(fills.keys() ^ rules.lines.keys()):
        is_extra = name in fills
        yield fault(
            "CHK-PLAN-013",
            Place("line_fills", name),
            found="a row" if is_extra else "no row",
            expected="none: no such line counts" if is_extra else "a row for every line",
            cure=AGAIN,
        )
    for name in sorted(fills.keys() & rules.lines.keys()):
        row, line = fills[name], rules.lines[name]
        spans = [rules.days(line, period) for period in range(rules.n_periods)]
        required = line.quantity * sum(last - first for first, last in spans)
        numbers = {
            "required_unit_days": (row.required_unit_days, required),
            "provided_unit_days": (
                row.provided_unit_days,
                sum(unit_days(rules, line, provided[name])),
            ),
            "reserve_unit_days": (
                row.reserve_unit_days,
                sum(
                    max(0.0, units - line.quantity) * (last - first)
                    for units, (first, last) in zip(provided[name], spans, strict=True)
                ),
            ),
        }
        for column, (stated, counted) in numbers.items():
            if abs(stated - counted) > SLACK * (1 + required):
                yield _wrong("CHK-PLAN-013", Place("line_fills", name, column), stated, counted)
        for column, stated, own in (
            ("objective", row.objective, line.objective),
            ("sector", row.sector, line.sector),
        ):
            if stated != own:
                place = Place("line_fills", name, column)
                yield fault("CHK-PLAN-013", place, found=stated, expected=own, cure=AGAIN)


def _check_shortfalls(
    rules: TourRules, tours: Sequence[Tour], force_plan: ForcePlan
) -> Iterator[Finding]:
    stated: dict[str, list[Shortfall]] = defaultdict(list)
    for row in force_plan.shortfalls:
        stated[row.requirement].append(row)
        if not is_field(rules.plan, row.binding):
            yield fault(
                "CHK-PLAN-015",
                Place("shortfalls", row.requirement, "binding"),
                found=row.binding,
                expected="a field of the plan, as table:id.field",
                cure=AGAIN,
            )
    provided = provided_by_period(rules, tours)
    for name in sorted(stated.keys() - rules.lines.keys()):
        place = Place("shortfalls", name, "requirement")
        expected = "a line of the plan"
        yield fault("CHK-PLAN-014", place, found=name, expected=expected, cure=AGAIN)
    for name, line in rules.lines.items():
        counted = unit_days(rules, line, provided[name])
        for period in range(rules.n_periods):
            first, last = rules.days(line, period)
            missing = line.quantity * (last - first) - counted[period]
            begin, end = period * rules.period_days, (period + 1) * rules.period_days
            told = sum(
                row.quantity * max(0.0, min(row.until_day, end) - max(row.from_day, begin))
                for row in stated[name]
            )
            if abs(told - missing) > SLACK * (1 + line.quantity * rules.period_days):
                yield fault(
                    "CHK-PLAN-014",
                    Place("shortfalls", name, "quantity"),
                    found=f"{plain(told)} unit-days short in {rules.span(period, period + 1)}",
                    expected=f"{plain(missing)}: what is asked for less what is provided",
                    cure=AGAIN,
                )
                break


def _check_stations(rules: TourRules, force_plan: ForcePlan) -> Iterator[Finding]:
    wanted = {
        (row.requirement, row.offer)
        for row in force_plan.assignments
        if _fault_of_names(rules, row) is None
        and rules.lines[row.requirement].counted is Counting.STATIONS
        and rules.states_times(rules.plan.offers[row.offer])
    }
    stated = {(row.requirement, row.offer): row for row in force_plan.stations}
    for pair in sorted(wanted ^ stated.keys()):
        found = "a row" if pair in stated else "no row"
        expected = "a row for every offer that keeps stations of a line, and no other"
        place = Place("stations", "|".join(pair))
        yield fault("CHK-PLAN-016", place, found=found, expected=expected, cure=AGAIN)
    for pair in sorted(wanted & stated.keys()):
        line, row = rules.lines[pair[0]], stated[pair]
        share = rules.share_of_station(rules.plan.offers[pair[1]], line)
        round_h = 2 * row.transit_h + row.on_station_h + row.turnaround_h
        numbers = {
            "share_of_station": (row.share_of_station, share),
            "on_station_h": (row.on_station_h, share * round_h),
            "units_per_station": (row.units_per_station * share, 1.0),
        }
        for column, (told, counted) in numbers.items():
            if abs(told - counted) > SLACK * (1 + abs(counted)):
                place = Place("stations", "|".join(pair), column)
                yield _wrong("CHK-PLAN-016", place, told, counted)


def _wrong(code: str, place: Place, stated: float, counted: float) -> Finding:
    found, expected = plain(stated), f"{plain(counted)}, counted anew"
    return fault(code, place, found=found, expected=expected, cure=AGAIN)
