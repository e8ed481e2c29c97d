"""Units, read off the end of a field's name, and how far numbers reach in them."""

_UNIT_BY_SUFFIX: dict[str, str] = {
    "_unit_months": "unit-months",
    "_persons": "persons",
    "_lane_m": "lane metres",
    "_lane_m_per_day": "lane metres per day",
    "_t_per_day": "tonnes per day",
    "_kg_per_day": "kilograms per day",
    "kg_per_day": "kilograms per day",
    "_wagons_per_day": "wagons per day",
    "wagons_per_day": "wagons per day",
    "trains_per_day": "trains per day",
    "_per_day": "per day",
    "_h_per_day": "hours per day",
    "_km_per_h": "kilometres per hour",
    "_per_month": "money per month",
    "_days": "days",
    "_day": "days from C-day",
    "_days_of_supply": "days of supply",
    "_months": "months",
    "_share": "share, 0 to 1",
    "_probability": "probability, 0 to 1",
    "_mlc": "military load class",
    "_hours": "hours",
    "_mm": "millimetres",
    "_km": "kilometres",
    "_kg": "kilograms",
    "_bn": "billions of the plan's currency",
    "_cost": "the plan's currency",
    "_h": "hours",
    "_m": "metres",
    "_t": "tonnes",
}
_UNIT_BY_NAME: dict[str, str] = {
    "probability": "probability, 0 to 1",
    "share": "share, 0 to 1",
    "efficiency": "share, 0 to 1",
    "day": "days from C-day",
    "days_of_supply": "days of supply",
    "days": "days",
    "persons": "persons",
    "vehicles": "vehicles",
    "tonnes": "tonnes",
    "lane_m": "lane metres",
    "wagons": "wagons",
    "mlc": "military load class",
    "lat": "degrees north, WGS84",
    "lon": "degrees east, WGS84",
    "weight": "relative weight",
    "population": "persons",
    "passengers": "persons",
}

LARGEST_NUMBER = 1e12
"""Magnitude that no quantity of a plan reaches: what is multiplied stays finite."""
_LARGEST_BY_UNIT: dict[str, float] = {
    # 100,000 days, 273 years, keep every date that is counted from C-day on the calendar.
    "days": 1e5,
    "days from C-day": 1e5,
    "days of supply": 1e5,
    "hours": 24e5,
    # Weights only compare lines; wider apart, a solver's tolerance hides the lighter ones.
    "relative weight": 1e6,
}


def largest_of(unit: str | None) -> float:
    """Return the largest magnitude that a number of a plan may have in this unit."""
    return LARGEST_NUMBER if unit is None else _LARGEST_BY_UNIT.get(unit, LARGEST_NUMBER)


def unit_of(name: str) -> str | None:
    """Return the unit that a field's name states, or None for a name without one.

    The longest matching ending wins, so that ``handling_lane_m_per_day`` reads as lane
    metres per day and not as "per day".
    """
    if name in _UNIT_BY_NAME:
        return _UNIT_BY_NAME[name]
    endings = [suffix for suffix in _UNIT_BY_SUFFIX if name.endswith(suffix)]
    return _UNIT_BY_SUFFIX[max(endings, key=len)] if endings else None
