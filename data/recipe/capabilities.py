"""Kinds of units and their sizes, by one rule from what a unit is made of.

``capabilities.csv`` says how many persons, vehicles of each class and containers a unit has; the
masses, lengths and load classes per vehicle below turn that into tonnes, lane metres, wagons and
load class. Both are stated assumptions, not any nation's establishment; the whole force is held
against the band of 5 to 6.5 t per person that two published operations suggest (README).
"""

import math
from dataclasses import dataclass
from functools import cache

from data.recipe.tables import Row, notional, number_or_none, read_own_table


@dataclass(frozen=True, slots=True)
class VehicleClass:
    """One class of vehicle, or a container: assumed averages, loaded.

    Attributes
    ----------
    per_wagon
        How many go on one flat wagon.
    axle_load_t
        Axle load of that wagon, loaded.
    fuel_kg_per_day
        Diesel at patrol and transport use.
    """

    name: str
    mass_t: float
    length_m: float
    per_wagon: float
    mlc: float
    axle_load_t: float
    fuel_kg_per_day: float
    is_vehicle: bool = True


VEHICLE_CLASSES = (
    VehicleClass("light", 3.5, 5.0, 3, 5, 9.0, 14.0),
    VehicleClass("trucks", 16.0, 9.0, 2, 24, 16.0, 42.0),
    VehicleClass("armoured", 24.0, 8.0, 2, 30, 18.0, 60.0),
    VehicleClass("tracked", 33.0, 7.5, 1, 40, 16.0, 90.0),
    VehicleClass("tanks", 62.0, 10.5, 1, 70, 22.5, 220.0),
    VehicleClass("plant", 20.0, 8.5, 2, 28, 18.0, 70.0),
    VehicleClass("containers", 12.0, 6.1, 3, 0, 15.0, 0.0, is_vehicle=False),
)

LANE_SPACING = 1.15
"""Room between vehicles on a ship's deck, as a factor on their length."""

KIT_T_PER_PERSON = 0.15
"""Personal equipment and first days of supply."""

GENERATOR_FUEL_KG_PER_PERSON_DAY = 2.2
"""Camp power and heating of a carried unit."""

KEEP_USD_PER_PERSON_MONTH = 350
KEEP_USD_PER_TONNE_MONTH = 45
"""Self-sustainment and wear of equipment; contingents are paid for persons by the rate instead."""


@cache
def count_vehicles(capability: str) -> dict[str, int]:
    """Return the vehicles and containers of one unit by class."""
    row = next(row for row in read_own_table("capabilities") if row["id"] == capability)
    return {item.name: int(row[item.name]) for item in VEHICLE_CLASSES}


def build_capabilities() -> list[Row]:
    """Rows of the table ``capabilities``."""
    return [_build_row(row) for row in read_own_table("capabilities")]


def measure_fuel_kg_per_day(capability: str) -> float:
    """Fuel that one unit uses a day [kg]: its own rate where it moves itself, else by vehicles."""
    row = next(row for row in read_own_table("capabilities") if row["id"] == capability)
    if row["fuel_t_per_day"]:
        return float(row["fuel_t_per_day"]) * 1000
    counts = count_vehicles(capability)
    vehicles = sum(counts[item.name] * item.fuel_kg_per_day for item in VEHICLE_CLASSES)
    return round(vehicles + int(row["persons"]) * GENERATOR_FUEL_KG_PER_PERSON_DAY)


def _build_row(row: dict[str, str]) -> Row:
    counts = count_vehicles(row["id"])
    used = [item for item in VEHICLE_CLASSES if counts[item.name]]
    persons = int(row["persons"])
    is_carried = row["moves"] == "carried"
    mass = sum(counts[item.name] * item.mass_t for item in used)
    length = sum(counts[item.name] * item.length_m for item in used)
    wagons = sum(counts[item.name] / item.per_wagon for item in used)
    tonnes = round(mass + persons * KIT_T_PER_PERSON) if is_carried else 0
    keep = persons * KEEP_USD_PER_PERSON_MONTH + tonnes * KEEP_USD_PER_TONNE_MONTH
    return {
        "id": row["id"],
        "name": row["name"],
        "domain": row["domain"],
        "sidc": _write_sidc(row),
        "persons": persons,
        "vehicles": int(row["craft"]) + sum(counts[item.name] for item in used if item.is_vehicle),
        "tonnes": tonnes,
        "lane_m": round(length * LANE_SPACING),
        "wagons": math.ceil(wagons),
        "heaviest_mlc": max((item.mlc for item in used), default=0),
        "axle_load_t": max((item.axle_load_t for item in used), default=None),
        # Tanks are wider than the usual loading gauge; cranes and earth movers are higher.
        "outsize": bool(counts["tanks"]) or counts["plant"] > 10,
        "by_air": row["by_air"] == "true",
        "moves": row["moves"],
        "speed_km_per_h": number_or_none(row["speed_km_per_h"]),
        "range_km": number_or_none(row["range_km"]),
        "on_station_h": number_or_none(row["on_station_h"]),
        "turnaround_h": number_or_none(row["turnaround_h"]),
        "cost_per_month": number_or_none(row["keep_usd_per_month"]) or round(keep, -3),
        "note": notional(_explain(counts, is_carried=is_carried)),
    }


def _explain(counts: dict[str, int], *, is_carried: bool) -> str:
    if not is_carried:
        return "assumed crew and ground party; vehicles count its craft"
    made_of = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    return f"assumed establishment of {made_of}; sizes by the rule of data/recipe/capabilities.py"


def _write_sidc(row: dict[str, str]) -> str:
    """Form the symbol: APP-6E, reality, friend, planned or present left as present."""
    first = f"1303{row['symbol_set']}0{row['headquarters']}{row['echelon']}"
    return f"{first}{row['entity']}{row['modifier']}00".ljust(30, "0")
