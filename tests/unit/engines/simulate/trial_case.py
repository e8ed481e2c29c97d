"""A small plan in which trains and ships are waited for, and nobody knows enough."""

import dataclasses
from typing import Any

from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.itineraries import Itineraries, itineraries_of
from reassure.engines.simulate.build import Model, build_model
from reassure.engines.simulate.build_requirement import requirement_of
from reassure.engines.simulate.build_supply import build_supply
from reassure.engines.simulate.certain import Certain
from reassure.engines.simulate.telling import Told
from reassure.engines.simulate.trials import Trials
from reassure.engines.simulate.whole import Frame, Whole, run_replications
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from tests.unit.engines.deploy.moves import force_of, line, link, offer, place, plan_of, tour, unit
from tests.unit.engines.deploy.test_objectives import lift
from tests.unit.engines.deploy.test_upgrades import upgrade

Row = dict[str, Any]
Planned = tuple[Plan, ForcePlan, Deployment]

N_BY_RAIL, N_BY_SEA = 6, 6
TRAIN = unit(wagons=30, tonnes=300)
SHIPLOAD = unit("heavy", lane_m=2000, tonnes=1000)


def uncertain(name: str, table: str, record: str | None, field: str, *numbers: float) -> Row:
    parameters = {f"p{i}": value for i, value in enumerate(numbers, start=1)}
    row = {"id": name, "table": table, "record": record, "field": field, "law": "uniform"}
    return row | parameters


def waiting_plan(**tables: list[Row]) -> Plan:
    """Make a plan of six trains over one path a day, and six loads for one ship."""
    rows: dict[str, list[Row]] = {
        "capabilities": [TRAIN, SHIPLOAD],
        "locations": [
            place("a"),
            place("z"),
            place("b", kind="port"),
            place("y", kind="port"),
        ],
        "links": [
            link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains"),
            link("sea", "b", "y", "sea", distance_km=720, transit_days=None),
        ],
        "sectors": [
            {"id": "s", "name": "S", "location": "z"},
            {"id": "coast", "name": "Coast", "location": "y"},
        ],
        "lifts": [lift("ship", "sea", 1, lane_m=2000, speed_km_per_h=10, home="b")],
        "offers": [
            offer(quantity=4, notice_days=5),
            offer("weak", nation="XBB", quantity=2, probability=0.5, notice_days=5),
            offer("heavy", capability="heavy", origin="b", quantity=N_BY_SEA, notice_days=5),
        ],
        "requirements": [
            line(quantity=N_BY_RAIL, required_day=0),
            line("h", "coast", capability="heavy", quantity=N_BY_SEA, required_day=0),
        ],
        "upgrades": [
            upgrade("paths", lead_days=4),
            upgrade("late", lead_days=300),
            upgrade("camp", field="water_t_per_day", location="z"),
        ],
        "uncertainties": [
            uncertain("notice", "offers", None, "notice_days", 0.8, 3.0),
            uncertain("speed", "lifts", "ship", "speed_km_per_h", 0.5, 1.1),
            uncertain("days", "links", None, "transit_days", 0.9, 1.6),
        ],
    }
    return plan_of(**rows | tables)


def planned_of(plan: Plan) -> Planned:
    """Return a plan with the force plan and the schedule that go with it."""
    tours = [
        *(tour(f"t{i}", offer="o" if i < 4 else "weak") for i in range(N_BY_RAIL)),
        *(tour(f"h{i}", requirement="h", offer="heavy") for i in range(N_BY_SEA)),
    ]
    force_plan = force_of(plan, *tours)
    return plan, force_plan, schedule_deployment(plan, force_plan)


def as_if_of(plan: Plan, planned: Planned) -> Planned:
    """Return results as if they were made from another plan."""
    _, force_plan, deployment = planned
    own = dataclasses.replace(force_plan.provenance, inputs_sha256=plan.sha256)
    also = dataclasses.replace(deployment.provenance, inputs_sha256=plan.sha256)
    return (
        plan,
        dataclasses.replace(force_plan, provenance=own),
        dataclasses.replace(deployment, provenance=also),
    )


def laid_out(planned: Planned) -> tuple[Itineraries, Model]:
    """Return the ways of a schedule, and what is simulated."""
    itineraries = itineraries_of(*planned)
    return itineraries, build_model(planned[0], itineraries)


def trials_of(
    planned: Planned, *, n: int, seed: int = 3, threads: int = 1, model: Model | None = None
) -> Trials:
    """Return trials of a plan under the draws of some replications."""
    plan, force_plan, deployment = planned
    model = model or laid_out(planned)[1]
    supply = build_supply(plan, force_plan, deployment, model.itineraries, model.uncertain)
    requirement = requirement_of(plan, force_plan, supply.tours)
    whole = Whole(model.arrays, supply.provision, requirement, supply.projection.inputs)
    frame = Frame(model.from_day, model.until_day, model.levels, by_level=True)
    results, counts, _ = run_replications(whole, frame, seed=seed, first=0, n=n)
    certain = Certain(model, supply)
    told = Told(plan, deployment, model, supply, requirement, results, counts, certain)
    return Trials(told, seed=seed, by_level=True, threads=threads)
