"""How strong the force is, in all and by place, at the full strength of its requirement lines."""

from dataclasses import dataclass
from functools import cache

from data.recipe.capabilities import build_capabilities, measure_fuel_kg_per_day
from data.recipe.heading import HORIZON_DAYS, PERIOD_DAYS
from data.recipe.requirements import build_requirements, build_sectors
from data.recipe.tables import Row


@dataclass(frozen=True, slots=True)
class Strength:
    """What reports to one place at full strength.

    Attributes
    ----------
    persons
        Persons.
    fuel_kg_per_day
        Fuel of their units, packaged fuels apart.
    """

    location: str
    persons: float
    fuel_kg_per_day: float


def measure_persons(day: float) -> float:
    """Persons that the requirement lines ask for on a day."""
    kinds = {row["id"]: row for row in build_capabilities()}
    return sum(row["quantity"] * kinds[row["capability"]]["persons"] for row in _lines_of(day))


def measure_tonnes(day: float) -> float:
    """Equipment that those persons bring [t]."""
    kinds = {row["id"]: row for row in build_capabilities()}
    return sum(row["quantity"] * kinds[row["capability"]]["tonnes"] for row in _lines_of(day))


def find_full_day() -> float:
    """Return the first day on which most persons are asked for."""
    days = [period * PERIOD_DAYS for period in range(int(HORIZON_DAYS // PERIOD_DAYS))]
    return max(days, key=lambda day: (measure_persons(day), -day))


@cache
def measure_strengths() -> tuple[Strength, ...]:
    """Full strength by the place that a sector reports to, in the order of the places' ids."""
    kinds = {row["id"]: row for row in build_capabilities()}
    places = {row["id"]: row["location"] for row in build_sectors()}
    found: dict[str, list[float]] = {place: [0.0, 0.0] for place in places.values()}
    for row in _lines_of(find_full_day()):
        total = found[places[row["sector"]]]
        total[0] += row["quantity"] * kinds[row["capability"]]["persons"]
        total[1] += row["quantity"] * measure_fuel_kg_per_day(row["capability"])
    return tuple(Strength(place, *total) for place, total in sorted(found.items()))


@cache
def _lines_of(day: float) -> tuple[Row, ...]:
    rows = build_requirements()
    return tuple(row for row in rows if row["from_day"] <= day < row["until_day"])
