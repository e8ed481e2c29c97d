"""Small plans that tests share."""

from typing import Any

from reassure.model.plan import Plan, PlanMeta

HEADING: dict[str, Any] = {
    "format": 1,
    "title": "A small plan",
    "horizon_days": 180.0,
    "period_days": 30.0,
    "currency": "USD",
    "price_year": 2018,
    "label": "UNCLASSIFIED",
    "notional": True,
}


def heading(**changes: Any) -> PlanMeta:
    """Make a plan's heading."""
    return PlanMeta.model_validate(HEADING | changes)


def offer(**changes: Any) -> dict[str, Any]:
    """Make the row of an offer of two battalions."""
    row = {
        "id": "fra-inf",
        "nation": "FRA",
        "capability": "inf",
        "quantity": 2,
        "state": "offered",
        "from_day": 0,
        "until_day": 180,
        "tour_min_days": 30,
        "tour_max_days": 90,
        "origin": "mourmelon",
    }
    return row | changes


def plan_of(**tables: list[dict[str, Any]]) -> Plan:
    """Make a plan of some tables."""
    return Plan.of(heading(), tables)
