"""Small plans of movement, and the force plans that go with them."""

from typing import Any

from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import Status
from reassure.model.outputs import Assignment, LineFill, Shortfall
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table
from tests.plans import heading

Row = dict[str, Any]


def place(name: str, nation: str = "XAA", kind: str = "camp", **more: Any) -> Row:
    return {"id": name, "name": name, "kind": kind, "nation": nation, "lat": 0, "lon": 0} | more


def link(name: str, start: str, end: str, mode: str = "road", days: float = 1, **more: Any) -> Row:
    row = {"id": name, "from_location": start, "to_location": end, "mode": mode}
    return row | {"distance_km": 100, "transit_days": days} | more


def unit(name: str = "inf", **more: Any) -> Row:
    row: Row = {"id": name, "name": name, "domain": "land", "persons": 100, "vehicles": 0}
    return row | {"tonnes": 0, "lane_m": 0, "wagons": 0} | more


def offer(name: str = "o", **more: Any) -> Row:
    row: Row = {"id": name, "nation": "XAA", "capability": "inf", "quantity": 1, "state": "offered"}
    row |= {"from_day": 0, "until_day": 999, "tour_min_days": 1, "tour_max_days": 999}
    return row | {"origin": "a"} | more


def line(name: str = "r", sector: str = "s", **more: Any) -> Row:
    row: Row = {"id": name, "objective": "peace", "sector": sector, "capability": "inf"}
    return row | {"quantity": 1, "from_day": 0, "until_day": 90} | more


def plan_of(horizon_days: float = 90, **tables: list[Row]) -> Plan:
    """Make a plan of movement from a to z, unless its tables say otherwise."""
    rows: dict[str, list[Row]] = {
        "nations": [{"id": "XAA", "name": "A"}, {"id": "XBB", "name": "B"}],
        "objectives": [{"id": "peace", "name": "Peace", "weight": 1}],
        "capabilities": [unit()],
        "sectors": [{"id": "s", "name": "S", "location": "z"}],
        "requirements": [line()],
        "offers": [offer()],
        "locations": [place("a"), place("z")],
    }
    return Plan.of(heading(horizon_days=horizon_days), rows | tables)


def tour(name: str = "t1", **more: Any) -> Row:
    row: Row = {"id": name, "requirement": "r", "offer": "o", "unit": f"o.{name}"}
    return row | {"from_day": 0, "until_day": 90, "effective_quantity": 1} | more


def force_of(plan: Plan, *tours: Row) -> ForcePlan:
    made = Provenance("generate", 0, plan.sha256, {}, Status.FEASIBLE)
    rows = Table.of(Assignment, tours or [tour()])
    return ForcePlan(made, rows, Table.empty(Shortfall), Table.empty(LineFill))


def deploy(plan: Plan, *tours: Row, **options: Any) -> Deployment:
    return schedule_deployment(plan, force_of(plan, *tours), **options)


def days_of(result: Deployment) -> dict[str, int | None]:
    return {row.assignment: row.planned_day for row in result.arrivals}


def bindings_of(result: Deployment) -> dict[str, str | None]:
    return {row.assignment: row.binding for row in result.arrivals}
