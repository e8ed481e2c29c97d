"""Random small plans for hypothesis: the force tables, with every kind of rule in them.

Plans are drawn from a seed by stated odds. Drawn field by field by hypothesis, nearly all plans
would have a rule that leaves nothing to plan.
"""

import random
from typing import Any

from hypothesis import strategies as st

from reassure.model.plan import Plan
from reassure.model.table import Table
from tests.plans import heading

NATIONS = ("XAA", "XAB", "XAC")
PERIOD_DAYS = 30.0

Row = dict[str, Any]


def force_plans(
    *, periods: int = 5, lines: int = 4, offers: int = 4, units: int = 2
) -> st.SearchStrategy[Plan]:
    """Draw plans with up to so many periods, lines, offers and units of an offer."""
    seeds = st.integers(0, 2**32 - 1)
    return seeds.map(lambda seed: draw_force_plan(seed, periods, lines, offers, units))


def draw_force_plan(seed: int, periods: int, lines: int, offers: int, units: int) -> Plan:
    """Make the plan of one seed."""
    rng = random.Random(seed)
    n_periods = rng.randint(max(1, periods - 2), periods)
    requirements = [_line(rng, i, n_periods) for i in range(rng.randint(1, lines))]
    offered = [_offer(rng, i, units) for i in range(rng.randint(max(0, offers - 2), offers))]
    names = [row["id"] for row in offered]
    tables: dict[str, list[Row]] = {
        "nations": [{"id": nation, "name": nation} for nation in NATIONS],
        "objectives": [
            {"id": "air", "name": "Air", "weight": 1.0},
            {"id": "sea", "name": "Sea", "weight": rng.choice([2.0, 2.0, 0.5, 0.0])},
        ],
        "capabilities": [_capability("inf", None), _capability("air-patrol", 4.0)],
        "substitutions": [
            {"id": "s", "capability": "inf", "by": "air-patrol", "efficiency": 0.5},
        ],
        "sectors": [_sector(rng, "east"), _sector(rng, "west")],
        "formations": [
            {
                "id": "bg",
                "sector": "east",
                "max_nations": rng.choice([None, 1, 2]),
                "framework_nation": rng.choice([None, None, "XAA"]),
            }
        ],
        "requirements": requirements,
        "offers": offered,
        "conditions": [_condition(rng, i, names) for i in range(_few(rng)) if names],
        "decisions": [_decision(state) for state in ("pending", "taken", "refused")],
        "caveats": [_caveat(rng, i) for i in range(_few(rng))],
        "burdens": [
            {
                "id": f"b{i}",
                "nation": rng.choice(NATIONS),
                "max_unit_months": rng.choice([None, 4.0, 2.0]),
                "max_share": rng.choice([None, 0.7, 0.4]),
            }
            for i in range(_few(rng))
        ],
        "tasks": [
            {
                "id": "patrol",
                "title": "Patrol",
                "objective": "air",
                "measures": [],
                "attributes": rng.choice([[], [], ["cold"]]),
            }
        ],
    }
    # Drawn last, so that the rest of a seed's plan is what it is without stations.
    tables["capabilities"][1] |= _reach(rng)
    tables["locations"] = [_place("home", 50.0), _place("camp", rng.choice([50.0, 53.0]))]
    horizon_days = n_periods * PERIOD_DAYS - rng.choice([0.0, 0.0, 10.0])
    return Plan.of(heading(horizon_days=horizon_days), tables)


def doubtful(plans: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
    """Give offers, decisions and conditions of some plans a chance."""
    return st.tuples(plans, st.integers(0, 2**32 - 1)).map(lambda drawn: draw_doubts(*drawn))


def draw_doubts(plan: Plan, seed: int) -> Plan:
    """Give offers, decisions and conditions of a plan the chances of one seed."""
    rng = random.Random(seed)
    tables: dict[str, Table[Any]] = {}
    for name, table in plan.tables():
        if name in ("offers", "decisions", "conditions"):
            chances = [1.0, 0.5, 0.8] if name == "offers" else [1.0, 0.6, 0.9]
            tables[name] = Table.of(
                table.record_type,
                [row.model_copy(update={"probability": rng.choice(chances)}) for row in table],
            )
    return plan.with_tables(**tables)


def permitted(plans: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
    """Give some plans tasks that need measures, and what nations say of these."""
    return st.tuples(plans, st.integers(0, 2**32 - 1)).map(lambda drawn: draw_permits(*drawn))


def draw_permits(plan: Plan, seed: int) -> Plan:
    """Give a plan measures, tasks, positions, caveats and events of one seed."""
    rng = random.Random(seed)
    names, tasks = ("m0", "m1", "m2"), ("patrol", "search")
    words = {"series": "10", "number": "1", "text": "Words", "kind": "permission"}
    needs = {"m0": [], "m1": rng.choice([[], ["m0"]]), "m2": rng.choice([[], ["m0"], ["m1"]])}
    measures = [{"id": m, "title": m, "needs": needs[m]} | words for m in names]
    listed = [
        {"id": "patrol", "title": "Patrol", "objective": "air", "measures": ["m0"]},
        {"id": "search", "title": "Search", "objective": "air", "measures": rng.sample(names, 2)},
    ]

    def scope() -> Row:
        return {
            "sectors": rng.choice([[], [], ["east"], ["west"]]),
            "tasks": rng.choice([[], [], ["search"]]),
            "from_day": rng.choice([None, None, 30, 50]),
            "until_day": rng.choice([None, None, 70, 90]),
        }

    stances = ["accepted", "on_approval", "restricted", "refused", "refused"]
    positions = [
        {"id": f"p{i}", "nation": rng.choice(NATIONS), "measure": rng.choice(names)}
        | {"stance": rng.choice(stances), "approver": rng.choice([None, "minister"])} | scope()
        for i in range(rng.choice([0, 1, 2, 4]))
    ]  # fmt: skip
    caveats = [
        {"id": f"w{i}", "nation": rng.choice(NATIONS), "measures": [rng.choice(names)]}
        | {"kind": "prohibition"} | scope()
        for i in range(_few(rng))
    ]  # fmt: skip
    states = ["requested", "implemented", "implemented", "cancelled"]
    events = [
        {"id": f"e{i}", "measure": rng.choice(names), "state": rng.choice(states), "by": "HQ"}
        | {"day": rng.choice([-5, 0, 20, 60]), "sectors": rng.choice([[], [], ["east"]])}
        for i in range(_few(rng))
    ]  # fmt: skip
    asked = [[], ["patrol"], ["search"], list(tasks)]
    lines = [
        row.model_copy(update={"tasks": tuple(rng.choice(asked))}) for row in plan.requirements
    ]
    tables: dict[str, list[Any]] = {
        "measures": measures, "tasks": listed, "positions": positions, "measure_events": events,
        "requirements": lines, "caveats": [*plan.caveats, *caveats],
    }  # fmt: skip
    types = {name: table.record_type for name, table in plan.tables()}
    made = {name: Table.of(types[name], rows) for name, rows in tables.items()}
    return plan.with_tables(**made)


def _few(rng: random.Random) -> int:
    return rng.choice([0, 0, 1, 2])


def _capability(name: str, on_station_h: float | None) -> Row:
    sizes = {"persons": 100, "vehicles": 1, "tonnes": 1, "lane_m": 1, "wagons": 1}
    times = {"on_station_h": on_station_h, "turnaround_h": on_station_h}
    return {"id": name, "name": name, "domain": "land", "cost_per_month": 3.0} | sizes | times


def _reach(rng: random.Random) -> Row:
    """Draw how fast and far a patrol goes: camp is 0 or 334 km away, so some are out of reach."""
    return {
        "speed_km_per_h": rng.choice([None, 200.0, 400.0]),
        "range_km": rng.choice([None, None, 1500.0, 900.0, 600.0]),
    }


def _place(name: str, lat: float) -> Row:
    return {"id": name, "name": name, "kind": "base", "nation": "XAA", "lat": lat, "lon": 20.0}


def _sector(rng: random.Random, name: str) -> Row:
    return {
        "id": name,
        "name": name,
        "location": "camp",
        "lead_nations": rng.sample(NATIONS, rng.choice([0, 1, 2])),
        "lead_min_unit_months": rng.choice([0.0, 1.0, 2.0]),
    }


def _line(rng: random.Random, i: int, n_periods: int) -> Row:
    first = rng.choice([0.0, 0.0, 15.0, 30.0])
    return {
        "id": f"r{i}",
        "objective": rng.choice(["air", "sea"]),
        "sector": rng.choice(["east", "west"]),
        "capability": rng.choice(["inf", "inf", "air-patrol"]),
        "quantity": rng.choice([1.0, 2.0, 1.5, 1.0, 2.0, 0.0]),
        "weight": rng.choice([1.0, 2.0, 3.0]),
        "from_day": first,
        "until_day": first + rng.choice([PERIOD_DAYS * n_periods, PERIOD_DAYS * n_periods, 75.0]),
        "max_notice_days": rng.choice([None, None, None, 20.0]),
        "min_grade": rng.choice([0, 0, 0, 2]),
        "attributes": rng.choice([[], [], [], ["cold"]]),
        "formation": rng.choice([None, "bg"]),
        "tasks": rng.choice([[], ["patrol"]]),
        "counted": rng.choice(["units", "units", "stations"]),
    }


def _offer(rng: random.Random, i: int, units: int) -> Row:
    first = rng.choice([0.0, 0.0, 0.0, 15.0, 30.0])
    shortest = rng.choice([30.0, 20.0, 45.0, 60.0])
    states = ["indicated", "offered", "confirmed", "deployed", "deployed", "withdrawn"]
    return {
        "id": f"o{i}",
        "nation": rng.choice(NATIONS),
        "capability": rng.choice(["inf", "inf", "air-patrol"]),
        "quantity": rng.choice([*range(1, units + 1)] * 4 + [0]),
        "state": rng.choice(states),
        "grade": rng.randint(1, 3),
        "from_day": first,
        "until_day": first + rng.choice([200.0, 200.0, 120.0, 80.0]),
        "notice_days": rng.choice([0.0, 0.0, 10.0, 40.0]),
        "tour_min_days": shortest,
        "tour_max_days": shortest + rng.choice([0.0, 30.0, 75.0]),
        "rest_ratio": rng.choice([0.0, 0.5, 1.0]),
        "rest_rule": rng.choice(["fixed", "proportional"]),
        "attributes": rng.choice([["cold"], ["cold"], []]),
        "origin": "home",
        "cost_per_month": rng.choice([None, 0.0, 5.0]),
        "deploy_cost": rng.choice([0.0, 2.0]),
    }


def _decision(state: str) -> Row:
    common = {"nation": "XAA", "title": state, "kind": "parliament", "due_day": 30.0}
    return {"id": f"d-{state}", "state": state} | common


def _condition(rng: random.Random, i: int, offers: list[str]) -> Row:
    kind = rng.choice(
        ["lead_nation", "lead_nation", "partner_present", "partner_present", "decision", "mandate"]
    )
    row: Row = {"id": f"c{i}", "offer": rng.choice(offers), "kind": kind}
    if kind in ("lead_nation", "partner_present"):
        row["nation"] = rng.choice(NATIONS)
    if kind == "partner_present":
        row["minimum_units"] = rng.choice([None, 2.0])
    if kind == "decision":
        row["decision"] = rng.choice(["d-pending", "d-taken", "d-refused"])
    if kind == "mandate":
        row["probability"] = rng.choice([None, None, 0.0])
        row["due_day"] = rng.choice([None, 45.0])
    return row


def _caveat(rng: random.Random, i: int) -> Row:
    return {
        "id": f"v{i}",
        "nation": rng.choice(NATIONS),
        "kind": rng.choice(["limitation", "prohibition"]),
        "sectors": rng.choice([["east"], ["west"], []]),
        "tasks": rng.choice([[], ["patrol"]]),
        "from_day": rng.choice([None, 40.0]),
        "until_day": rng.choice([None, 70.0]),
        "approver": rng.choice([None, "minister"]),
    }
