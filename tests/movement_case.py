"""A small movement by hand: over the sea and then by rail, or by rail all the way."""

from typing import Any

from reassure.model.choices import Status
from reassure.model.outputs import Arrival, Assignment, Leg, LineFill, Load, Shortfall, UseDay
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table
from tests.plans import offer, plan_of


def _place(name: str, kind: str, nation: str, lat: float, lon: float) -> dict[str, Any]:
    return {"id": name, "name": name.capitalize(), "kind": kind, "nation": nation, "lat": lat,
            "lon": lon}  # fmt: skip


def _link(name: str, start: str, end: str, mode: str, km: float) -> dict[str, Any]:
    return {"id": name, "from_location": start, "to_location": end, "mode": mode,
            "distance_km": km, "capacity_per_day": 4, "capacity_unit": "trains"}  # fmt: skip


def movement_plan() -> Plan:
    """Two garrisons, two ports, a base: home - dock ~ quay - base, and lager - quay by rail."""
    return plan_of(
        nations=[{"id": "FRA", "name": "France"}, {"id": "UKR", "name": "Ukraine", "host": True}],
        objectives=[
            {"id": "land", "name": "Peace on land", "weight": 1},
            {"id": "sea", "name": "Safe seas", "weight": 1},
        ],
        capabilities=[
            {"id": "inf", "name": "Infantry", "domain": "land", "persons": 600, "vehicles": 50,
             "tonnes": 900, "lane_m": 100, "wagons": 20}
        ],
        locations=[
            _place("home", "garrison", "FRA", 49, 2), _place("dock", "port", "FRA", 50, 1),
            _place("quay", "port", "UKR", 46, 31), _place("base", "base", "UKR", 49, 28),
            _place("lager", "garrison", "FRA", 48, 5),
        ],
        # The last rail link is named against the direction in which it is used.
        links=[
            _link("road-home-dock", "home", "dock", "road", 100),
            _link("sea-dock-quay", "dock", "quay", "sea", 6000),
            _link("rail-base-quay", "base", "quay", "rail", 400),
            _link("rail-lager-quay", "lager", "quay", "rail", 2000),
        ],
        sectors=[{"id": "west", "name": "West", "location": "base"}],
        requirements=[
            {"id": "line", "objective": "land", "sector": "west", "capability": "inf",
             "quantity": 3, "from_day": 30, "until_day": 180},
            {"id": "other", "objective": "sea", "sector": "west", "capability": "inf",
             "quantity": 1, "from_day": 30, "until_day": 180},
        ],
        offers=[
            offer(id="by-sea", origin="home", notice_days=5.5),
            offer(id="by-rail", origin="lager", from_day=10),
        ],
    )  # fmt: skip


BY_SEA = (("road-home-dock", 6, 7), ("sea-dock-quay", 8, 18), ("rail-base-quay", 20, 21))
"""Links of a load that goes by sea, with its days of departure and arrival."""


def movement_results(
    plan: Plan | None = None, *, use_days: list[dict[str, Any]] | None = None
) -> tuple[ForcePlan, Deployment]:
    """Two units that go by sea, one of them in two loads a day apart; one by rail; one nowhere."""
    plan = movement_plan() if plan is None else plan
    tours = [
        _tour("a", "line", "by-sea", 1), _tour("b", "other", "by-sea", 2),
        _tour("c", "line", "by-rail", 1), _tour("d", "line", "by-rail", 2),
    ]  # fmt: skip
    ways = {
        "a.1": ("a", 500.0, BY_SEA),
        "a.2": ("a", 400.0, tuple((link, day + 1, end + 1) for link, day, end in BY_SEA)),
        "b.1": ("b", 300.0, BY_SEA),
        "b.2": ("b", 300.0, BY_SEA),
        "c.1": ("c", 900.0, (("rail-lager-quay", 12, 14), ("rail-base-quay", 14, 15))),
    }
    modes = {"a": "sea", "b": "sea", "c": "rail"}
    loads = [
        {"id": name, "owner": owner, "mode": modes[owner], "size": tonnes}
        for name, (owner, tonnes, _) in ways.items()
    ]
    legs = [
        {"load": name, "leg": i, "link": link, "depart_day": start, "arrive_day": end}
        for name, (*_, way) in ways.items()
        for i, (link, start, end) in enumerate(way, start=1)
    ]
    full = "links:rail-base-quay.capacity_per_day"
    arrivals = [
        {"assignment": "a", "planned_day": 22, "wanted_day": 20.0, "late_days": 2.0,
         "binding": full, "release_day": 6},
        {"assignment": "b", "planned_day": 21, "wanted_day": 25.0, "late_days": 0.0,
         "release_day": 6},
        {"assignment": "c", "planned_day": 15, "wanted_day": 20.0, "late_days": 0.0,
         "release_day": 10},
        {"assignment": "d", "wanted_day": 30.0, "binding": full},
    ]  # fmt: skip
    forces = ForcePlan(
        _made(plan, "generate"), Table.of(Assignment, tours), Table.empty(Shortfall),
        Table.of(LineFill, [
            {"requirement": line.id, "objective": line.objective, "sector": "west",
             "required_unit_days": 450, "provided_unit_days": 270} for line in plan.requirements
        ]),
    )  # fmt: skip
    moved = Deployment(
        _made(plan, "deploy"), Table.of(Load, loads), Table.of(Leg, legs),
        Table.of(Arrival, arrivals), Table.of(UseDay, use_days or []),
    )  # fmt: skip
    return forces, moved


def _tour(name: str, line: str, given: str, number: int) -> dict[str, Any]:
    return {"id": name, "requirement": line, "offer": given, "unit": f"{given}.{number}",
            "from_day": 30, "until_day": 90, "effective_quantity": 1}  # fmt: skip


def _made(plan: Plan, step: str) -> Provenance:
    return Provenance(step, 1, plan.sha256, {}, Status.COMPUTED)
