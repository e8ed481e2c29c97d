"""What each branch needs and has: lines, nations, offers, agreements."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from reassure.model.agreement import Branch
from reassure.model.agreement_life import events_of, known_on, open_preconditions, state_on
from reassure.model.branch_outputs import (
    AgreementStanding,
    BranchLine,
    BranchNation,
    BranchOffer,
    BranchSummary,
)
from reassure.model.branch_results import BranchRun
from reassure.model.branching import counts_in, missing_states
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.result import Result


def agreement_rows(plan: Plan) -> list[AgreementStanding]:
    """Return where every agreement stands today."""
    today = plan.meta.today
    events = events_of(plan)
    rows: list[AgreementStanding] = []
    for row in plan.agreements:
        now = state_on(plan, row.id, today)
        known = [event for event in events[row.id] if today is None or known_on(event) <= today]
        rows.append(
            AgreementStanding(
                agreement=row.id,
                state=None if now is None else now.state,
                since=None if now is None else now.date,
                known_since=None if now is None else known_on(now),
                version=None if now is None else now.version,
                party=None if now is None else now.party,
                event=None if now is None else now.id,
                preconditions=sum(1 for item in plan.preconditions if item.agreement == row.id),
                open_preconditions=tuple(
                    item.id for item in open_preconditions(plan, row.id, today)
                ),
                events=len(known),
            )
        )
    return rows


def summary_row(plan: Plan, branch: Branch, run: BranchRun) -> BranchSummary:
    """Return what one branch comes to; of one that could not be planned, why."""
    missing = missing_states(plan, branch, plan.meta.today)
    told = {
        "branch": branch.id,
        "holds_today": not missing,
        "missing": missing,
        "probability": branch.probability,
        "c_day": _c_day(plan, branch.id),
        "c_day_shift": branch.c_day_shift,
        "lines": sum(counts_in(line, branch.id) for line in plan.requirements),
        "is_partial": False,
    }
    forces, moved = run.force_plan, run.deployment
    if forces is None:
        return BranchSummary.model_validate(
            {**told, "failure": run.failure or "It was not planned"}
        )
    made: list[Result] = [item for item in (forces, moved, run.costs) if item is not None]
    tours = list(forces.assignments)
    told |= {
        "short_lines": len({row.requirement for row in forces.shortfalls}),
        "required_unit_days": math.fsum(row.required_unit_days for row in forces.line_fills),
        "provided_unit_days": math.fsum(row.provided_unit_days for row in forces.line_fills),
        "fill": forces.fill,
        "nations": len({plan.offers[tour.offer].nation for tour in tours}),
        "units": len({tour.unit for tour in tours}),
        "persons": _most_persons(plan, tours),
        "movements": None if moved is None else len(moved.arrivals),
        "late": None if moved is None else moved.late_units,
        "closure_day": None if moved is None else moved.closure_day,
        "cost": None if run.costs is None else run.costs.total,
        "is_partial": run.is_stopped or any(item.provenance.is_cut_short for item in made),
    }
    return BranchSummary.model_validate(told)


def _c_day(plan: Plan, branch: str) -> dt.date | None:
    """Return the C-day of a branch; none where it is open, or beyond all calendars."""
    if plan.meta.c_day is None:
        return None
    try:
        return plan.meta.c_day + dt.timedelta(days=shift_days(plan, branch))
    except OverflowError:
        return None


def shift_days(plan: Plan, branch: str) -> int:
    """Return the whole days by which C-day moves in a branch; none where it has no date."""
    return 0 if plan.meta.c_day is None else round(plan.branches[branch].c_day_shift)


def _most_persons(plan: Plan, tours: Iterable[Assignment]) -> int:
    """Return the most persons of units that serve at once (eq. 2)."""
    persons = {offer.id: plan.capabilities[offer.capability].persons for offer in plan.offers}
    return _most((tour.from_day, tour.until_day, persons[tour.offer]) for tour in tours)


def _most(spans: Iterable[tuple[float, float, int]]) -> int:
    """Return the largest sum of what is there at once; a span ends before the next begins."""
    change: Counter[float] = Counter()
    for start, end, amount in spans:
        change[start] += amount
        change[end] -= amount
    there = most = 0
    for day in sorted(change):
        there += change[day]
        most = max(most, there)
    return most


def nation_rows(plan: Plan, planned: Mapping[str, BranchRun]) -> list[BranchNation]:
    """Return what every nation that serves anywhere gives in each branch."""
    units: dict[str, dict[str, set[str]]] = {}
    days: dict[str, defaultdict[str, float]] = {}
    for name, run in planned.items():
        own, provided = units.setdefault(name, {}), days.setdefault(name, defaultdict(float))
        for tour in _tours(run):
            nation = plan.offers[tour.offer].nation
            own.setdefault(nation, set()).add(tour.unit)
            provided[nation] += tour.effective_quantity * (tour.until_day - tour.from_day)
    nations = sorted({nation for own in units.values() for nation in own})
    inside = {nation: sum(nation in own for own in units.values()) for nation in nations}
    return [
        BranchNation(
            branch=name,
            nation=nation,
            units=len(units[name].get(nation, ())),
            unit_days=days[name][nation],
            branches_in=inside[nation],
            is_in_all=inside[nation] == len(planned),
        )
        for name in planned
        for nation in nations
    ]


def offer_rows(planned: Mapping[str, BranchRun]) -> list[BranchOffer]:
    """Return what of every offer that serves anywhere serves in each branch."""
    tours: dict[tuple[str, str], list[Assignment]] = {}
    for name, run in planned.items():
        for tour in _tours(run):
            tours.setdefault((name, tour.offer), []).append(tour)
    offers = sorted({offer for _, offer in tours})
    return [
        BranchOffer(
            branch=name,
            offer=offer,
            units=_most((tour.from_day, tour.until_day, 1) for tour in own),
            first_day=min((tour.from_day for tour in own), default=None),
        )
        for name in planned
        for offer in offers
        for own in (tours.get((name, offer), []),)
    ]


def line_rows(plan: Plan, planned: Mapping[str, BranchRun]) -> list[BranchLine]:
    """Return in which branches every line counts, and its fill in the worst and best of them."""
    fills: dict[str, list[float]] = {}
    for run in planned.values():
        for row in () if run.force_plan is None else run.force_plan.line_fills:
            if row.required_unit_days > 0:
                share = row.provided_unit_days / row.required_unit_days
                fills.setdefault(row.requirement, []).append(share)
    every = plan.branches.ids
    rows: list[BranchLine] = []
    for line in plan.requirements:
        inside = tuple(name for name in every if counts_in(line, name))
        rows.append(
            BranchLine(
                requirement=line.id,
                branches=inside,
                is_in_all=len(inside) == len(every),
                least_fill=min(fills.get(line.id, ()), default=None),
                most_fill=max(fills.get(line.id, ()), default=None),
            )
        )
    return rows


def _tours(run: BranchRun) -> Iterable[Assignment]:
    return () if run.force_plan is None else run.force_plan.assignments
