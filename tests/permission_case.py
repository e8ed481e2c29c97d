"""Small plans of who may do what that tests share, and force plans for them."""

from typing import Any

from reassure.model.choices import Status
from reassure.model.outputs import Assignment, LineFill, Shortfall
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.plans import heading, offer

Rows = list[dict[str, Any]]
_SIZES = dict.fromkeys(("persons", "vehicles", "tonnes", "lane_m", "wagons"), 100)


def measure(name: str, *needs: str) -> dict[str, Any]:
    words = {"series": "10", "number": name, "title": name, "text": name, "kind": "permission"}
    return {"id": name, "needs": needs, **words}


def task(name: str, *measures: str, **cells: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "objective": "peace", "measures": measures} | cells


def position(name: str, nation: str, measure: str, stance: str, **cells: Any) -> dict[str, Any]:
    return {"id": name, "nation": nation, "measure": measure, "stance": stance} | cells


def caveat(name: str, nation: str, kind: str = "prohibition", **cells: Any) -> dict[str, Any]:
    return {"id": name, "nation": nation, "kind": kind} | cells


def line(name: str, sector: str, *tasks: str, **cells: Any) -> dict[str, Any]:
    row = {"objective": "peace", "sector": sector, "capability": "inf", "quantity": 3}
    return {"id": name, **row, "from_day": 0, "until_day": 90, "tasks": tasks} | cells


def plan_of(horizon_days: float = 90.0, **tables: Rows) -> Plan:
    """Make a plan of two sectors, three nations with a battalion each, and some tables."""
    nations = ("DEU", "FRA", "POL")
    sectors = [{"id": s, "name": s.title(), "location": "camp"} for s in ("east", "west")]
    base: dict[str, Rows] = {
        "nations": [{"id": name, "name": name} for name in nations],
        "objectives": [{"id": "peace", "name": "Peace", "weight": 1}],
        "locations": [
            {"id": "camp", "name": "Camp", "kind": "base", "nation": "POL", "lat": 50, "lon": 22}
        ],
        "sectors": sectors,
        "capabilities": [{"id": "inf", "name": "Infantry", "domain": "land", **_SIZES}],
        "offers": [
            offer(id=name.lower(), nation=name, origin="camp", until_day=90) for name in nations
        ],
        "requirements": [line("r-east", "east"), line("r-west", "west")],
    }
    return Plan.of(heading(horizon_days=horizon_days, period_days=30.0), base | tables)


def tour(offer_id: str, requirement: str, from_day: float = 0, until_day: float = 90, **cells: Any):
    """Make one unit's tour."""
    name = f"{offer_id}-{requirement}-{from_day:g}"
    return {
        "id": name,
        "requirement": requirement,
        "offer": offer_id,
        "unit": f"{offer_id}.1",
        "from_day": from_day,
        "until_day": until_day,
        "effective_quantity": 1.0,
    } | cells


def forces(plan: Plan, *tours: dict[str, Any]) -> ForcePlan:
    """Make a force plan of some tours."""
    how = Provenance("generate", 0, plan.sha256, {}, Status.COMPUTED)
    made = Table.of(Assignment, tours)
    return ForcePlan(how, made, Table.empty(Shortfall), Table.empty(LineFill))
