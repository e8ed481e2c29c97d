"""Small plans whose supply is worked by hand: one camp, units of a hundred persons."""

from collections.abc import Sequence
from typing import Any

from reassure.model.choices import Status
from reassure.model.outputs import Arrival, Assignment, Leg, LineFill, Load, Shortfall, UseDay
from reassure.model.plan import Plan, PlanMeta
from reassure.model.result import Provenance
from reassure.model.results import Deployment, ForcePlan, Supply
from reassure.model.table import Table

FOOD: dict[str, Any] = {"id": "food", "name": "Food", "priority": 1, "unmet": "lost"}
FUEL: dict[str, Any] = {"id": "fuel", "name": "Fuel", "priority": 2, "unmet": "backlog"}
EATS = {"id": "eats", "supply_class": "food", "kg_per_day": 10}
"""Ten kilograms a person: one unit of a hundred persons eats a tonne a day."""


def place(name: str, **more: Any) -> dict[str, Any]:
    row = {"id": name, "name": name, "kind": "camp", "nation": "XAA", "lat": 0, "lon": 0}
    return row | more


def road(
    name: str, start: str, end: str, distance_km: float = 100.0, **more: Any
) -> dict[str, Any]:
    return dict(
        id=name,
        from_location=start,
        to_location=end,
        mode=more.pop("mode", "road"),
        distance_km=distance_km,
        **more,
    )


def policy(name: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    row = {
        "id": name,
        "location": end,
        "from_location": start,
        "supply_class": "food",
        "kind": "reorder",
    }
    return row | more


def plan_of(*, horizon_days: float = 20, **tables: Any) -> Plan:
    """Make a plan with a camp where a sector of companies of a hundred persons reports."""
    base = {
        "nations": [{"id": "XAA", "name": "A"}],
        "objectives": [{"id": "peace", "name": "Peace", "weight": 1}],
        "locations": [place("camp"), place("depot")],
        "capabilities": [
            {
                "id": "company",
                "name": "Company",
                "domain": "land",
                "persons": 100,
                "vehicles": 0,
                "tonnes": 0,
                "lane_m": 0,
                "wagons": 0,
            }
        ],
        "sectors": [{"id": "north", "name": "North", "location": "camp"}],
        "requirements": [
            {
                "id": "line",
                "objective": "peace",
                "sector": "north",
                "capability": "company",
                "quantity": 1,
                "from_day": 0,
                "until_day": horizon_days,
            }
        ],
        "offers": [
            {
                "id": "offer",
                "nation": "XAA",
                "capability": "company",
                "quantity": 9,
                "state": "confirmed",
                "from_day": 0,
                "until_day": horizon_days,
                "tour_min_days": 1,
                "tour_max_days": horizon_days,
                "origin": "depot",
            }
        ],
        "supply_classes": [FOOD, FUEL],
    }
    meta = PlanMeta(
        format=1,
        title="t",
        horizon_days=horizon_days,
        currency="USD",
        price_year=2025,
        label="UNCLASSIFIED",
        notional=True,
    )
    return Plan.of(meta, base | tables)


def results_of(
    plan: Plan,
    *tours: tuple[int | None, float],
    requirements: Sequence[str] = ("line",),
    offers: Sequence[str] = ("offer",),
    use_days: Any = (),
    legs: Any = (),
    loads: Any = (),
) -> tuple[ForcePlan, Deployment]:
    """Return results in which each tour is one unit: the day it arrives, the day it ends."""

    def provenance(step: str) -> Provenance:
        return Provenance(step, 0, plan.sha256, {}, Status.COMPUTED)

    assignments = [
        {
            "id": f"tour.{n}",
            "requirement": requirements[n % len(requirements)],
            "offer": offers[n % len(offers)],
            "unit": f"offer.{n}",
            "from_day": 0,
            "until_day": until_day,
            "effective_quantity": 1,
        }
        for n, (_, until_day) in enumerate(tours)
    ]
    arrivals = [
        {"assignment": f"tour.{n}", "planned_day": day, "wanted_day": 0}
        for n, (day, _) in enumerate(tours)
    ]
    force_plan = ForcePlan(
        provenance("generate"),
        Table.of(Assignment, assignments),
        Table.empty(Shortfall),
        Table.empty(LineFill),
    )
    deployment = Deployment(
        provenance("deploy"),
        Table.of(Load, loads),
        Table.of(Leg, legs),
        Table.of(Arrival, arrivals),
        Table.of(UseDay, use_days),
    )
    return force_plan, deployment


def by_day(
    supply: Supply, field: str, place: str = "camp", supply_class: str = "food"
) -> list[Any]:
    """Return one field of a place and class, day by day."""
    return [
        getattr(row, field)
        for row in supply.supply_days
        if (row.location, row.supply_class) == (place, supply_class)
    ]


def site(supply: Supply, place: str = "camp", supply_class: str = "food") -> Any:
    """Return the row of one place and class."""
    return supply.supply_sites[f"{place}|{supply_class}"]
