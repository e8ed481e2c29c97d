"""A small plan to which the rules have nothing to say, and ways to spoil it."""

import copy
from collections.abc import Mapping
from typing import Any

from reassure.model.plan import Plan, PlanMeta

Rows = dict[str, list[dict[str, Any]]]

META: dict[str, Any] = {
    "format": 1,
    "title": "Clean",
    "c_day": "2026-01-01",
    "horizon_days": 360,
    "currency": "EUR",
    "price_year": 2025,
    "label": "UNCLASSIFIED",
    "notional": True,
}


def _place(name: str, kind: str, nation: str, lat: float, lon: float) -> dict[str, Any]:
    limits = {"trains_per_day": 4, "wagons_per_day": 100, "storage_t": 500, "beds": 900}
    stated = {**limits, "fuel_storage_t": 90}
    return {
        "id": name,
        "name": name,
        "kind": kind,
        "nation": nation,
        "lat": lat,
        "lon": lon,
        **stated,
    }


def _rail(start: str, stop: str, gauge_mm: float) -> dict[str, Any]:
    limits = {"capacity_per_day": 6, "capacity_unit": "trains", "axle_load_t": 22.5}
    return {
        "id": f"{start}-{stop}",
        "from_location": start,
        "to_location": stop,
        "mode": "rail",
        "distance_km": 300,
        "speed_km_per_h": 30,
        "gauge_mm": gauge_mm,
        "loading_gauge": "gb",
        **limits,
    }


def _capability(name: str) -> dict[str, Any]:
    sizes = {"persons": 100, "vehicles": 20, "tonnes": 400, "lane_m": 200, "wagons": 25}
    return {"id": name, "name": name, "domain": "land", **sizes}


def _line(name: str, capability: str) -> dict[str, Any]:
    return {
        "id": name,
        "objective": "land",
        "sector": "east",
        "capability": capability,
        "quantity": 2,
        "from_day": 30,
        "until_day": 330,
        "max_notice_days": 60,
    }


def _offer(name: str, nation: str, capability: str, origin: str) -> dict[str, Any]:
    return {
        "id": name,
        "nation": nation,
        "capability": capability,
        "quantity": 2,
        "state": "offered",
        "grade": 2,
        "from_day": 0,
        "until_day": 360,
        "tour_min_days": 90,
        "tour_max_days": 180,
        "origin": origin,
    }


def clean_rows() -> Rows:
    """Return the rows of the clean plan, by table, free to be spoilt."""
    rows: Rows = {
        "nations": [
            {"id": "FRA", "name": "France"},
            {"id": "POL", "name": "Poland"},
            {"id": "UKR", "name": "Ukraine", "host": True},
        ],
        "objectives": [{"id": "land", "name": "Peace on land", "weight": 1}],
        "policies": [
            {"id": "open", "name": "Open", "classifications": ["UNCLASSIFIED", "RESTRICTED"]}
        ],
        "capabilities": [_capability("inf"), _capability("eng"), _capability("recce")],
        "substitutions": [{"id": "s1", "capability": "inf", "by": "recce", "efficiency": 0.5}],
        "sectors": [{"id": "east", "name": "East", "location": "camp", "lead_nations": ["FRA"]}],
        "formations": [{"id": "bg", "sector": "east"}],
        "requirements": [{**_line("r-inf", "inf"), "formation": "bg"}, _line("r-eng", "eng")],
        "offers": [
            _offer("fra-inf", "FRA", "inf", "paris-gare"),
            _offer("fra-rec", "FRA", "recce", "paris-gare"),
            _offer("pol-eng", "POL", "eng", "lodz"),
            _offer("pol-inf", "POL", "inf", "lodz"),
        ],
        "burdens": [{"id": "b1", "nation": "POL", "max_unit_months": 40}],
        "locations": [
            _place("paris-gare", "rail_terminal", "FRA", 48.9, 2.4),
            _place("lodz", "garrison", "POL", 51.8, 19.5),
            _place("chelm", "border", "POL", 51.1, 23.5),
            _place("kyiv", "depot", "UKR", 50.4, 30.5),
            _place("camp", "camp", "UKR", 49.6, 34.5),
        ],
        "links": [
            _rail("paris-gare", "lodz", 1435),
            _rail("paris-gare", "chelm", 1435),
            _rail("lodz", "chelm", 1435),
            _rail("chelm", "kyiv", 1520),
            _rail("chelm", "camp", 1520),
            _rail("kyiv", "camp", 1520),
        ],
        "gauge_breaks": [
            {
                "id": "g1",
                "location": "chelm",
                "from_gauge_mm": 1435,
                "to_gauge_mm": 1520,
                "method": "bogie_change",
                "wagons_per_day": 80,
            }
        ],
        "lifts": [
            {
                "id": "t1",
                "nation": "POL",
                "mode": "rail",
                "name": "Trains",
                "quantity": 4,
                "wagons": 30,
                "speed_km_per_h": 40,
                "home": "lodz",
                "from_day": 0,
                "until_day": 360,
            }
        ],
        "supply_classes": [{"id": "i", "name": "Food", "priority": 1, "unmet": "backlog"}],
        "consumption": [{"id": "c1", "supply_class": "i", "kg_per_day": 2}],
        "stocks": [
            {
                "id": "k1",
                "location": "kyiv",
                "supply_class": "i",
                "on_hand_t": 90,
                "capacity_t": 200,
            }
        ],
        "supply_policies": [
            {
                "id": "p1",
                "location": "camp",
                "supply_class": "i",
                "from_location": "kyiv",
                "kind": "reorder",
                "reorder_days_of_supply": 5,
                "up_to_days_of_supply": 15,
            }
        ],
        "rates": [
            {
                "id": "x1",
                "kind": "person_month",
                "amount": 1428,
                "currency": "EUR",
                "price_year": 2025,
            }
        ],
    }
    return copy.deepcopy(rows)


def row(rows: Rows, table: str, record_id: str) -> dict[str, Any]:
    """Return one row, to be changed in place."""
    return next(item for item in rows[table] if item["id"] == record_id)


def make_plan(rows: Rows, meta: Mapping[str, Any] | None = None) -> Plan:
    """Make a plan of rows, under the clean plan's heading."""
    return Plan.of(PlanMeta(**{**META, **(meta or {})}), rows)
