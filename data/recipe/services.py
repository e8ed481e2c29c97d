"""What the camps of the theatre offer: beds, water, fuel, stores and treatment (assumptions)."""

from data.recipe.strengths import measure_strengths
from data.recipe.supply import (
    SUPPLIED_FROM,
    WATER_COVER,
    measure_draws,
    measure_person_kg_per_day,
)
from data.recipe.tables import Row

_BEDS_PER_PERSON = 1.6
"""Beds over full strength; reliefs come up to two weeks early, and both are there until then."""

_BARE_BEDS_PER_PERSON = {"base-kyiv": 1.3, "base-odesa": 1.2, "train-yavoriv": 1.25}
"""Camps without beds for all of their reliefs at once."""

_FUEL_DAYS = 15
_STORE_DAYS = 30
_YARD_DAYS = 2
"""Days of staging for which a yard has room beside the stores: no tighter than what is staged."""

_ROLE_3 = ("base-kyiv",)
_ROLE_2 = ("base-lviv", "base-zhytomyr", "base-bila-tserkva", "base-odesa", "base-vinnytsia")

_LANDING_GROUNDS = {"base-uman": 36}
"""Helicopters that a camp's landing ground takes."""

_PIERS = {
    "naval-burgas": 3,
    "naval-constanta": 4,
    "naval-golcuk": 4,
    "naval-souda": 4,
    "naval-varna": 6,
}
"""Berths of naval bases, where the size of the civil harbour says nothing of the naval pier."""

_FULL_COVER = 1.6
_BARE_COVER = {"train-yavoriv": 1.25}
"""Wells over use at full strength; where units relieve each other, both are there for days."""

_DEPOT_WATER_T_PER_DAY = 150.0


def build_site_services() -> dict[str, Row]:
    """Fields of ``locations`` by place id, for the places that the force reports to or draws on."""
    water_kg = measure_person_kg_per_day()["water"]
    services: dict[str, Row] = {}
    for strength in measure_strengths():
        place = strength.location
        cover = (WATER_COVER | _BARE_COVER).get(place, _FULL_COVER)
        beds = _BARE_BEDS_PER_PERSON.get(place, _BEDS_PER_PERSON)
        services[place] = {
            "beds": round(strength.persons * beds, -1),
            "water_t_per_day": round(strength.persons * water_kg * cover / 1000, 1),
            "parking": _LANDING_GROUNDS.get(place),
            "medical_role": 3 if place in _ROLE_3 else 2 if place in _ROLE_2 else None,
        }
    draws = measure_draws()
    for place in SUPPLIED_FROM:
        dry = sum(t for (where, name), t in draws.items() if where == place and name != "water")
        known = services.setdefault(place, {"water_t_per_day": _DEPOT_WATER_T_PER_DAY})
        known["fuel_storage_t"] = round(draws[place, "iii"] * _FUEL_DAYS)
        known["storage_t"] = round(dry * _STORE_DAYS, -1)
    return services


def add_services(locations: list[Row]) -> list[Row]:
    """Return the rows of ``locations`` with the camps' services; what is known stays."""
    services = build_site_services()
    return [_join(row, services[row["id"]]) if row["id"] in services else row for row in locations]


def _join(row: Row, service: Row) -> Row:
    fresh = {name: value for name, value in service.items() if row.get(name) is None}
    if "storage_t" in fresh:
        fresh["storage_t"] += _YARD_DAYS * (row.get("staging_t_per_day") or 0)
    told = "; ".join(part for part in (row.get("note"), "notional camp services") if part)
    pier = {"berths": _PIERS[row["id"]]} if row["id"] in _PIERS else {}
    return row | fresh | pier | {"note": told}
