"""Small plans of force generation, one rule at a time."""

import json
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


def zone_around(lat: float) -> bytes:
    """Make the file of a zone two degrees high with its middle at 20 degrees east."""
    ring = [[19, lat - 1], [21, lat - 1], [21, lat + 1], [19, lat + 1], [19, lat - 1]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()


def station_plan(zone: bytes | None = None, **tables: list[Row]) -> Plan:
    """Make a plan of one station of a sector based at 50 degrees north."""
    sector = {"id": "east", "name": "East", "location": "camp"}
    base = {"id": "camp", "name": "Camp", "kind": "base", "nation": "FRA", "lat": 50, "lon": 20}
    standard: dict[str, list[Row]] = {
        "locations": [base],
        "sectors": [sector if zone is None else sector | {"zone": "z"}],
        "zones": [{"id": "z", "name": "Zone", "geometry": "z.geojson"}],
        "requirements": [line(quantity=1, counted="stations")],
    }
    plan = force_plan(**(standard | tables))
    if zone is None:
        return plan
    return Plan(plan.meta, **dict(plan.tables()), zone_files={"z.geojson": zone})
