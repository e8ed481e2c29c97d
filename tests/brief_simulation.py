"""A made-up simulation that fits `brief_plan`: what the engine would hand to the brief."""

from typing import Any

import numpy as np

from reassure.model.choices import Status
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.results import ForcePlan
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_outputs import (
    ChangedDay,
    ChangeWorth,
    InPlace,
    QueueAt,
    ReadinessDay,
    Replication,
    Sensitivity,
    SimulatedArrival,
    SimulatedClosure,
    Stockout,
    StockoutDay,
    TreatmentCover,
)
from reassure.model.simulation_results import Simulation
from reassure.model.table import Table

TABLES = {
    "replications": Replication,
    "simulated_arrivals": SimulatedArrival,
    "simulated_closures": SimulatedClosure,
    "in_place": InPlace,
    "readiness_days": ReadinessDay,
    "queues": QueueAt,
    "stockouts": Stockout,
    "stockout_days": StockoutDay,
    "sensitivities": Sensitivity,
    "changes_worth": ChangeWorth,
    "changed_readiness": ChangedDay,
    "treatment_cover": TreatmentCover,
}
BEST = "links:pol-medyka--ukr-lviv-rail"


def simulation(plan: Plan, *, ended: dict[str, Any] | None = None, **rows: Any) -> Simulation:
    """Return a simulation of these rows by table; of tables that are not named it has none."""
    ending = {"status": Status.COMPUTED} | (ended or {})
    return Simulation(
        Provenance("simulate", 1, plan.sha256, {"reassure": "0.1.0"}, **ending),
        **{name: Table.of(kind, rows.get(name, [])) for name, kind in TABLES.items()},
    )


def whole_simulation(plan: Plan, forces: ForcePlan) -> Simulation:
    """Return a simulation in which every table has rows."""
    days = np.arange(int(plan.meta.horizon_days))
    objectives = (*plan.objectives.ids, None)
    middle = {
        name: 0.9 * (1 - np.exp(-days / (60.0 + 20 * i))) for i, name in enumerate(objectives)
    }
    offers = plan.offers.ids[:4]
    return simulation(
        plan,
        replications=[
            {"replication": i, "closure_day": 100.0 + i % 9, "n_come": 9, "n_in_place": 9,
             "late_days": 40.0 + i % 7, "unmet_t": 3.0, "first_short_day": 60}
            for i in range(400)
        ],
        simulated_arrivals=[
            {"assignment": tour, "wanted_day": 30, "planned_day": 28, "chance_in_place": 0.9,
             "chance_on_time": 0.6, "p5_day": 27.0, "p50_day": 29.0, "p90_day": 35.0,
             "p95_day": 37.0}
            for tour in forces.assignments.ids[:200]
        ],
        simulated_closures=[
            {"objective": name, "planned_day": 100 + i, "chance": 0.97, "p5_day": 100.2 + i,
             "p50_day": 104.0 + i, "p90_day": 109.9 + i, "p95_day": 111.0 + i,
             "half_width_days": 0.75, "p5_share": 0.4 + 0.05 * i, "p50_share": 0.5 + 0.05 * i,
             "p95_share": 0.6 + 0.05 * i}
            for i, name in enumerate(objectives)
        ],
        in_place=[
            row
            for i, name in enumerate(objectives)
            for row in (
                {"objective": name, "share": 0.5, "chance": 1, "p50_day": 40 + i,
                 "p90_day": 52 + i, "half_width_days": 1.5},
                {"objective": name, "share": 0.75, "chance": 0.8, "p50_day": 110 + i},
                {"objective": name, "share": 0.9, "chance": 0.1},
            )
        ],
        readiness_days=[
            {"objective": name, "day": int(day), "p5": round(0.8 * share, 3),
             "p50": round(share, 3), "p95": round(min(1.0, 1.1 * share), 3),
             "planned": round(min(1.0, 1.05 * share), 4)}
            for name in objectives
            for day, share in zip(days, middle[name], strict=True)
        ],
        queues=[
            {"rank": rank, "binding": f"locations:{place}.handling_t_per_day", "location": place,
             "loads": 30.5, "wait_days": 1.25 / rank, "p90_wait_days": 2.0 / rank,
             "longest_days": 6.0 / rank, "total_days": 38.0 / rank, "certain_wait_days": 4.0,
             "utilisation": 0.42}
            for rank, place in enumerate(("rou-constanta", "pol-gdansk"), start=1)
        ],
        stockouts=[
            {"rank": 1, "location": "ukr-kyiv", "supply_class": plan.supply_classes.ids[0],
             "chance": 0.485, "p10_day": 130.0, "unmet_t": 1250.0},
            {"rank": 2, "location": "ukr-lviv", "supply_class": plan.supply_classes.ids[0],
             "chance": 0.97, "p10_day": 100.0, "p50_day": 100.0, "p90_day": 104.0,
             "unmet_t": 34.5},
            {"rank": 3, "location": "rou-constanta", "supply_class": plan.supply_classes.ids[0],
             "chance": 0.04, "unmet_t": 0.02},
        ],
        stockout_days=[
            {"location": place, "supply_class": item.id, "day": int(day),
             "chance": round(float(0.97 / (1 + i + j)), 4), "unmet_t": 1.0}
            for i, place in enumerate(("ukr-lviv", "ukr-kyiv", "rou-constanta"))
            for j, item in enumerate(plan.supply_classes)
            for day in days[100 + 30 * i : 160 + 10 * i]
        ],
        sensitivities=[
            {"rank": rank, "factor": f"offers:{offer}.notice_days", "kind": FactorKind.VALUE,
             "correlation": 0.5 / rank, "closure_correlation": 0.1, "in_place_correlation": 0.05,
             **({"low_late_days": -0.1 / rank, "high_late_days": 0.2 / rank,
                 "half_width_days": 0.01, "low_in_place": -0.01 * rank, "high_in_place": 0.0,
                 "half_width_in_place": 0.002} if rank < 3 else {})}
            for rank, offer in enumerate(offers, start=1)
        ],
        changes_worth=[
            {"rank": 1, "change": BEST, "n_more": None, "cost": 2e6, "late_days_gained": 8.0,
             "half_width_days": 1.0, "is_distinguishable": True, "closure_days_gained": 1.5},
            {"rank": 2, "change": f"{BEST}-2", "cost": None, "late_days_gained": 0.5,
             "half_width_days": 0.75, "is_distinguishable": False},
            {"rank": 3, "change": f"{BEST}-3", "cost": 5e6, "late_days_gained": 0.0,
             "half_width_days": 0.0, "is_distinguishable": False},
        ],
        changed_readiness=[
            {"change": BEST, "day": int(day), "before_p5": round(0.8 * share, 3),
             "before_p50": round(share, 3), "before_p95": round(share, 3),
             "after_p5": round(0.9 * share, 3), "after_p50": round(min(1.0, 1.1 * share), 3),
             "after_p95": round(min(1.0, 1.1 * share), 3)}
            for day, share in zip(days, middle[None], strict=True)
        ],
        treatment_cover=[
            {"location": "ukr-lviv", "role": 1, "nearest": "ukr-lviv", "hours": 0.0,
             "persons": 900},
            {"location": "ukr-lviv", "role": 2, "nearest": "pol-rzeszow", "hours": 4.25,
             "persons": 900},
            {"location": "ukr-odesa", "role": 1, "persons": 300},
            {"location": "ukr-odesa", "role": 2, "persons": 300},
        ],
    )  # fmt: skip
