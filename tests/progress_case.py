"""Small plans with milestones that tests share, with force plans and movements for them."""

import datetime as dt
from typing import Any

from reassure.engines.progress import assess_progress
from reassure.model.choices import Status
from reassure.model.outputs import Arrival, Assignment, Leg, LineFill, Load, Shortfall, UseDay
from reassure.model.plan import Plan
from reassure.model.progress_results import Progress
from reassure.model.result import Provenance
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table
from tests.permission_case import plan_of as base_plan

Rows = list[dict[str, Any]]


def milestone(
    name: str, due_day: float, *after: str, state: str = "planned", **cells: Any
) -> dict[str, Any]:
    row = {"title": name.upper(), "objective": "peace", "owner": "FRA", "state": state}
    return {"id": name, "due_day": due_day, "after": after} | row | cells


def plan_of(
    *milestones: dict[str, Any],
    today: float | None = 0.0,
    horizon_days: float = 90.0,
    **tables: Any,
) -> Plan:
    """Make a plan of milestones looked at on a day from C-day; None: no today is known."""
    plan = base_plan(horizon_days, milestones=list(milestones), **tables)
    c_day = None if today is None else dt.date(2026, 3, 2)
    as_of = None if c_day is None or today is None else c_day + dt.timedelta(days=today)
    meta = plan.meta.model_copy(update={"c_day": c_day, "as_of": as_of})
    return Plan(meta, **dict(plan.tables()))


def forces(plan: Plan, *tours: dict[str, Any], shortfalls: Rows = []) -> ForcePlan:  # noqa: B006
    """Make a force plan of some tours that answers every line of the plan."""
    how = Provenance("generate", 0, plan.sha256, {}, Status.COMPUTED)
    fills = [
        {
            "requirement": row.id, "objective": row.objective, "sector": row.sector,
            "required_unit_days": row.quantity * (row.until_day - row.from_day),
            "provided_unit_days": 0,
        }
        for row in plan.requirements
    ]  # fmt: skip
    return ForcePlan(
        how,
        Table.of(Assignment, tours),
        Table.of(Shortfall, shortfalls),
        Table.of(LineFill, fills),
    )


def moved(plan: Plan, **arrivals: dict[str, Any]) -> Deployment:
    """Make a movement in which each named assignment arrives as told."""
    how = Provenance("deploy", 0, plan.sha256, {}, Status.COMPUTED)
    rows = [
        {"assignment": name.replace("_", "-"), "wanted_day": 0} | cells
        for name, cells in arrivals.items()
    ]
    loads, legs, used = Table.empty(Load), Table.empty(Leg), Table.empty(UseDay)
    return Deployment(how, loads, legs, Table.of(Arrival, rows), used)


def assess(plan: Plan) -> Progress:
    """Assess a plan that nobody serves in yet."""
    return assess_progress(plan, forces(plan), moved(plan))


def days(made: Progress) -> dict[str, float | None]:
    return {row.milestone: row.expected_day for row in made.milestone_days}
