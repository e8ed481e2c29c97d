"""Small plans of force generation, one rule at a time."""

from typing import Any

from reassure.model.plan import Plan
from tests.plans import heading

Row = dict[str, Any]


def line(**changes: Any) -> Row:
    """Make a line that asks for two battalions for six months."""
    row: Row = {
        "id": "bn",
        "objective": "land",
        "sector": "east",
        "capability": "inf",
        "quantity": 2,
        "from_day": 0,
        "until_day": 180,
    }
    return row | changes


def offer(**changes: Any) -> Row:
    """Make an offer of one battalion that may stay for all six months."""
    row: Row = {
        "id": "fra-inf",
        "nation": "FRA",
        "capability": "inf",
        "quantity": 1,
        "state": "offered",
        "from_day": 0,
        "until_day": 360,
        "tour_min_days": 30,
        "tour_max_days": 180,
        "origin": "mourmelon",
    }
    return row | changes


def capability(name: str = "inf", **changes: Any) -> Row:
    """Make a kind of unit."""
    sizes = {"persons": 600, "vehicles": 1, "tonnes": 1, "lane_m": 1, "wagons": 1}
    return {"id": name, "name": name, "domain": "land"} | sizes | changes


def force_plan(meta: Row | None = None, **tables: list[Row]) -> Plan:
    """Make a plan of a line and an offer, changed as stated."""
    standard: dict[str, list[Row]] = {
        "nations": [{"id": name, "name": name} for name in ("FRA", "GBR", "POL")],
        "objectives": [{"id": "land", "name": "Peace on land", "weight": 1}],
        "capabilities": [capability(), capability("mech")],
        "sectors": [{"id": "east", "name": "East", "location": "camp", "lead_nations": ["GBR"]}],
        "requirements": [line()],
        "offers": [offer()],
    }
    return Plan.of(heading(**(meta or {})), standard | tables)
