"""Plain orders, and the whole linear program: by hand, over the engine's network, as a bound."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from benchmarks.move_instances import moves, tiny
from benchmarks.move_peers import arclp, edd, wedd
from benchmarks.move_reading import Reading
from benchmarks.move_simpy import MoveModel
from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.network.limits import Limits
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.network import Network
from reassure.engines.deploy.network.rules import Rules
from reassure.model.choices import Mode
from reassure.model.plan import Plan
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import force_of, line, link, offer, place, plan_of, tour, unit

N_PARTS = 10_000
"""Parts so small that no limit bars one of them."""


def solved(plan: Plan, *tours, release_day: int = 0):
    force_plan = force_of(plan, *tours)
    days = {row.id: release_day for row in force_plan.assignments}
    answer = arclp(plan, force_plan, days)
    assert answer.status == "Optimal"
    assert answer.bound == answer.objective
    return answer


def cost(*arrivals: float, wanted: float = 0.0) -> float:
    """Mean cost of equal parts of one unit that arrive on these days."""
    return float(np.mean([max(0.0, day - wanted) + 0.01 * day for day in arrivals]))


def wide(name: str, start: str, end: str, mode: str = "road", **more) -> dict:
    most = {"capacity_per_day": 1e6, "capacity_unit": "tonnes", "both_ways": False}
    return link(name, start, end, mode, **(most | more))


def lorries(**more) -> dict:
    return unit(**({"tonnes": 100, "lane_m": 60, "wagons": 30, "vehicles": 10} | more))


def one_way(**tables) -> Plan:
    return plan_of(capabilities=[lorries()], requirements=[line(from_day=0)], **tables)


def test_orders():
    plan = plan_of(
        requirements=[
            line("r1", from_day=9),
            line("r2", from_day=5),
            line("r3", from_day=7, weight=2),
        ],
        capabilities=[lorries()],
    )
    tours = [tour(f"t{i}", requirement=f"r{i}", offer="o") for i in (1, 2, 3)]
    assert edd(plan, force_of(plan, *tours)) == ["t2", "t3", "t1"]
    assert wedd(plan, force_of(plan, *tours)) == ["t3", "t2", "t1"]


def test_capacity_of_a_link_by_the_day():
    trains = {"capacity_per_day": 0.5, "capacity_unit": "trains", "gauge_mm": 1435}
    plan = one_way(links=[link("az", "a", "z", "rail", 2, both_ways=False, **trains)])
    assert solved(plan).objective == pytest.approx(cost(2, 3))
    both = solved(plan, tour("t1"), tour("t2", unit="o.2"))
    assert both.objective == pytest.approx(cost(2, 3) + cost(4, 5))
    assert solved(plan, release_day=3).objective == pytest.approx(cost(5, 6))


def test_sailing_days_and_ports_at_both_ends():
    ports = [place("a", kind="port"), place("z", kind="port", handling_t_per_day=40)]
    ship = {"capacity_unit": "lane_m", "capacity_per_day": 48, "every_days": 4, "first_day": 1}
    sea = wide("az", "a", "z", "sea", days=3, **ship)
    # 80 t sail on day 1 and are unloaded on days 4 and 5; 20 t follow on day 5.
    two, rest = 0.4 * cost(4, 4, 5, 5) * 2, 0.2 * cost(8)
    assert solved(one_way(locations=ports, links=[sea])).objective == pytest.approx(two + rest)
    ports[0]["handling_t_per_day"] = 30
    loaded = 0.3 * (cost(4) + cost(8) + cost(12)) + 0.1 * cost(16)
    assert solved(one_way(locations=ports, links=[sea])).objective == pytest.approx(loaded)


def test_an_outage_leaves_a_share():
    ports = [place("a", kind="port", handling_t_per_day=100), place("z", kind="port")]
    storm = {"id": "w", "location": "a", "kind": "weather", "from_day": 0, "until_day": 2}
    plan = one_way(
        locations=ports,
        links=[wide("az", "a", "z", "sea", capacity_unit="lane_m")],
        outages=[storm | {"open_share": 0.3}],
    )
    expected = 0.3 * (cost(1) + cost(2)) + 0.4 * cost(3)
    assert solved(plan).objective == pytest.approx(expected)


def test_a_transfer_is_handled_on_the_day_of_going_on():
    fields = [place("a"), place("m", kind="airfield", handling_t_per_day=50), place("z")]
    air = {"capacity_unit": "tonnes"}
    flown = wide("mz", "m", "z", "air", **air)
    by_air = plan_of(
        capabilities=[lorries(by_air=True)], locations=fields, links=[wide("am", "a", "m"), flown]
    )
    assert solved(by_air).objective == pytest.approx(cost(2, 3))
    from_there = plan_of(
        capabilities=[lorries(by_air=True)],
        offers=[offer(origin="m")],
        locations=fields,
        links=[flown],
    )
    assert solved(from_there).objective == pytest.approx(cost(1))
    grounded = one_way(locations=fields, links=[wide("am", "a", "m"), flown])
    assert solved(grounded).objective == pytest.approx(90 + 30 + 0.9)
    assert solved(grounded).arrived == {"t1": 0.0}
    by_road = one_way(locations=fields, links=[wide("am", "a", "m"), wide("mz", "m", "z")])
    assert solved(by_road).objective == pytest.approx(cost(2))


def test_gauges():
    rail = {"mode": "rail", "capacity_unit": "trains"}
    west = wide("am", "a", "m", **rail, gauge_mm=1435)
    east = wide("mz", "m", "z", **rail, gauge_mm=1520)
    places = {"locations": [place("a"), place("m"), place("z")], "links": [west, east]}
    assert solved(one_way(**places)).arrived == {"t1": 0.0}
    row = {"id": "b", "location": "m", "from_gauge_mm": 1520, "to_gauge_mm": 1435}
    row |= {"method": "transshipment", "wagons_per_day": 15}
    plan = one_way(gauge_breaks=[row], **places)
    assert solved(plan).objective == pytest.approx(cost(2, 3))
    road = wide("mz-road", "m", "z", days=2)
    around = one_way(**(places | {"links": [west, east, road]}))
    assert solved(around).objective == pytest.approx(cost(3))


def test_a_plan_with_other_rules_is_not_read():
    berths = one_way(
        locations=[place("a", berths=1), place("z")], links=[wide("az", "a", "z", "road")]
    )
    with pytest.raises(ValueError, match="locations:a"):
        arclp(berths, force_of(berths), {"t1": 0})


def program_of_the_engine(plan: Plan, reading: Reading, release: dict[str, int]) -> float:
    """Solve the same program over the engine's own states, arcs and uses, day by day."""
    last = reading.horizon_day
    limits = Limits(plan, last)
    rules = Rules(plan, limits)
    network = Network(
        plan,
        frozenset(unit.origin for unit in reading.units),
        frozenset(unit.destination for unit in reading.units),
    )
    entries: list[tuple[int, int, float]] = []
    costs: list[float] = []
    rows: dict = {}
    balance: dict = defaultdict(float)
    for item in reading.units:
        row = plan.offers[item.assignment.replace("tour", "unit")]
        kind = LoadKind(plan.capabilities[row.capability], N_PARTS)
        start = network.origin(item.origin)
        balance[rows.setdefault((item.assignment, start, release[item.assignment]), len(rows))] = 1
        entries.append((rows[item.assignment, start, release[item.assignment]], len(costs), 1.0))
        costs.append(item.penalty(last))
        for state, arcs in enumerate(network.outgoing):
            stand = network.stands[state]
            is_there = stand.on_ground and stand.location == item.destination
            for day in range(release[item.assignment], last + 1):
                own = rows.setdefault((item.assignment, state, day), len(rows))
                if is_there:
                    entries.append((own, len(costs), 1.0))
                    costs.append(item.cost(day))
                    continue
                if day < last:
                    following = rows.setdefault((item.assignment, state, day + 1), len(rows))
                    entries += [(own, len(costs), 1.0), (following, len(costs), -1.0)]
                    costs.append(0.0)
                for arc in arcs:
                    head_day, uses = day + arc.minutes // 1440, rules.uses(arc, kind)
                    if uses is None or head_day > last:
                        continue
                    head = rows.setdefault((item.assignment, arc.head, head_day), len(rows))
                    entries += [(own, len(costs), 1.0), (head, len(costs), -1.0)]
                    for use in uses:
                        key = ("limit", use.limit, day + use.after_minutes // 1440)
                        is_gate = limits.limits[use.limit].is_gate
                        amount = 1.0 if is_gate else use.amount * N_PARTS
                        entries.append((rows.setdefault(key, len(rows)), len(costs), amount))
                    costs.append(0.0)
    is_limit = np.array([key[0] == "limit" for key in rows])
    given = np.array(
        [min(1e3, limits.base[key[1]][key[2]]) if key[0] == "limit" else 0.0 for key in rows]
    )
    supply = np.array([balance.get(i, 0.0) for i in range(len(rows))])
    i, j, values = (np.array(part) for part in zip(*entries, strict=True))
    matrix = coo_matrix((values, (i, j)), shape=(len(rows), len(costs))).tocsr()
    solve: Any = linprog
    answer = solve(
        np.array(costs),
        A_ub=matrix[is_limit],
        b_ub=given[is_limit],
        A_eq=matrix[~is_limit],
        b_eq=supply[~is_limit],
        method="highs",
    )
    assert answer.success
    return float(answer.fun)


@pytest.mark.parametrize("seed", [1, 3])
def test_the_program_is_that_of_the_engine_s_network(seed):
    made = tiny(seed)
    # Without aircraft: a place that they bring near is none to which the engine ships.
    ground = [row for row in made.plan.links if row.mode is not Mode.AIR]
    plan = made.plan.with_tables(links=Table.of(made.plan.links.record_type, ground))
    reading = Reading(plan, made.force_plan)
    release = {unit.assignment: unit.ready_day + 1 for unit in reading.units}
    answer = arclp(plan, made.force_plan, release)
    assert answer.objective == pytest.approx(program_of_the_engine(plan, reading, release))


@pytest.mark.parametrize("seed", [1, 4])
def test_no_schedule_costs_less(seed):
    made = tiny(seed)
    result = schedule_deployment(made.plan, made.force_plan)
    model = MoveModel(made.plan, made.force_plan, result)
    reading, days = Reading(made.plan, made.force_plan), model.run()
    release = {unit.assignment: unit.ready_day for unit in reading.units}
    answer = arclp(made.plan, made.force_plan, release)
    spent = sum(
        np.mean(
            [
                item.cost(day) if day <= reading.horizon_day else item.penalty(reading.horizon_day)
                for day in (days.get(load, 10**6) for load in model.loads_of(item.assignment))
            ]
        )
        for item in reading.units
    )
    assert answer.objective is not None
    assert 0 < answer.objective <= spent


def test_a_limit_of_time_is_kept():
    made = moves("S", 1)
    release = {row.id: 0 for row in made.force_plan.assignments}
    answer = arclp(made.plan, made.force_plan, release, time_limit_s=0.5)
    assert (answer.objective, answer.bound, answer.status) == (None, None, "Time limit reached")
    assert answer.n_columns > 100_000
    assert answer.seconds < 30
