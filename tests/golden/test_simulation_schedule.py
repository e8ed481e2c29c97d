"""With nothing left to chance the simulation is the schedule, where days and loads are whole.

Loads are whole trains and whole ships, every time on the way is a number of days, every limit gives
one load a day, and whoever comes first is served first in the schedule too: then every load arrives
on its planned day. Elsewhere the difference is what the explanation says it is.
"""

from collections import defaultdict
from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reassure.cli.simulation_certain import certain_words
from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.itineraries import LoadWay, itineraries_of
from reassure.engines.simulate import simulate_plan
from reassure.engines.simulate.build import Model, build_model
from reassure.engines.simulate.build_supply import build_supply
from reassure.engines.simulate.certain import Certain
from reassure.engines.simulate.scenario import CARRIERS, FLOW, GATE, SLOT
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from tests.unit.engines.deploy.moves import force_of, line, link, offer, place, plan_of, tour, unit

ONE_TRAIN = {"capacity_per_day": 1, "capacity_unit": "trains"}
BATTALION = unit(wagons=30, lane_m=500, tonnes=300, vehicles=10)
"""A whole train, and a whole ship."""
SHIP = {"id": "ship", "nation": "XAA", "mode": "sea", "name": "Ship", "home": "dock",
        "quantity": 1, "lane_m": 500, "speed_km_per_h": 25, "from_day": 0,
        "until_day": 999}  # fmt: skip

Scheduled = tuple[Plan, ForcePlan, Deployment]


def scheduled(plan: Plan, *tours: dict[str, Any]) -> Scheduled:
    forces = force_of(plan, *tours)
    return plan, forces, schedule_deployment(plan, forces)


def without_chance(made: Scheduled) -> tuple[Model, Certain]:
    plan, forces, deployment = made
    model = build_model(plan, itineraries_of(plan, forces, deployment))
    supply = build_supply(plan, forces, deployment, model.itineraries, model.uncertain)
    return model, Certain(model, supply)


def ways_of(model: Model) -> list[LoadWay]:
    return [way for movement in model.itineraries for way in movement.ways]


def over_the_sea(*, dock: dict[str, Any] | None = None, **tables: Any) -> Plan:
    """Make a plan of units that go by rail, by ship and by rail again."""
    rows: dict[str, Any] = {
        "capabilities": [BATTALION],
        "locations": [
            place("a"), place("dock", kind="port", **(dock or {})), place("quay", kind="port"),
            place("z"),
        ],
        "links": [
            link("in", "a", "dock", "rail", 2, **ONE_TRAIN),
            link("over", "dock", "quay", "sea", 3),
            link("out", "quay", "z", "rail", 1, **ONE_TRAIN),
        ],
        "lifts": [SHIP],
        "offers": [offer(quantity=9)],
    }  # fmt: skip
    return plan_of(**(rows | tables))


def four_tours() -> list[dict[str, Any]]:
    return [tour(f"t{n}") for n in range(4)]


def test_whole_trains_and_ships_arrive_on_their_planned_days():
    made = scheduled(over_the_sea(), *four_tours())
    model, certain = without_chance(made)
    assert set(model.arrays.resources.kind) == {GATE, SLOT, CARRIERS}
    # Two days by rail, the ship there and back in eight, three of them there, and a day by rail.
    assert certain.arrive_day.tolist() == [6.0, 14.0, 22.0, 30.0]
    assert [way.arrive_day for way in ways_of(model)] == [6, 14, 22, 30]
    # In the schedule those whom the ship keeps waiting come on as many trains as go.
    assert certain.wait_days.sum() == (10 - 3) + (18 - 4) + (26 - 5)


@pytest.mark.parametrize("n_ships", [1, 2])
@pytest.mark.parametrize("every_days", [1, 2, 7])
@pytest.mark.parametrize("closed", [None, (12, 19), (0, 9)])
def test_sailing_days_and_closures_keep_waiting_as_planned(n_ships, every_days, closed):
    plan = over_the_sea()
    works = {"id": "works", "link": "out", "kind": "planned", "open_share": 0}
    days = [] if closed is None else [works | {"from_day": closed[0], "until_day": closed[1]}]
    sea = plan.links["over"].model_copy(update={"every_days": every_days})
    changed = over_the_sea(
        links=[dict(row) for row in plan.links.replace(sea)],
        outages=days,
        lifts=[SHIP | {"quantity": n_ships}],
    )
    model, certain = without_chance(scheduled(changed, *four_tours()))
    planned = sorted(way.arrive_day or -1 for way in ways_of(model))
    # Like units may change places; the days of arrival are those of the schedule.
    assert sorted(certain.arrive_day.tolist()) == pytest.approx(planned, abs=1e-9)
    assert planned[0] >= 6


def corridor(seed: int) -> Scheduled:
    """Make units of some garrisons that all go by one line, one train a day, whatever the day."""
    pick = Random(seed)
    n = pick.randint(1, 4)
    homes = [f"h{i}" for i in range(n)]
    stops = [f"s{i}" for i in range(pick.randint(1, 3))]
    ways = [
        link(f"from-{home}", home, stops[0], "rail", pick.randint(1, 4), **ONE_TRAIN)
        for home in homes
    ]
    ends = [*stops[1:], "z"]
    ways += [
        link(f"from-{start}", start, end, "rail", pick.randint(1, 3),
             every_days=pick.choice([1, 1, 2]), **ONE_TRAIN)
        for start, end in zip(stops, ends, strict=True)
    ]  # fmt: skip
    closed = {"id": "works", "link": "from-s0", "kind": "planned", "open_share": 0}
    first = pick.randint(0, 12)
    closed |= {"from_day": first, "until_day": first + pick.randint(1, 5)}
    plan = plan_of(
        200,
        capabilities=[BATTALION],
        locations=[place(name) for name in (*homes, *stops, "z")],
        links=ways,
        outages=pick.choice([[], [closed]]),
        offers=[
            offer(f"o{home}", origin=home, quantity=9, notice_days=pick.randint(0, 6))
            for home in homes
        ],
        requirements=[
            line("r", from_day=pick.randint(0, 10), until_day=400),
            line("q", from_day=5, until_day=400),
        ],
    )
    tours = [
        tour(f"t{k}", offer=f"o{pick.choice(homes)}", requirement=pick.choice("rq"), until_day=400)
        for k in range(pick.randint(1, 9))
    ]
    return scheduled(plan, *tours)


def is_first_come_first_served(made: Scheduled, model: Model) -> bool:
    """Whether the schedule lets nobody overtake who waits for the same train.

    Who comes while a line does not run comes with the first day on which it does.
    """
    plan, _, deployment = made
    number = {way.load: n for n, way in enumerate(ways_of(model))}
    passed: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for name, legs in deployment.legs_by_load().items():
        come = legs[0].depart_day
        for leg in legs:
            line_opens = next(day for day in range(come, 999) if runs(plan, leg.link, day))
            passed[leg.link].append((leg.depart_day, line_opens, number[name]))
            come = leg.arrive_day
    return not any(
        later[1] <= go and later[1:] < before
        for rows in passed.values()
        for (go, *before), later in permutations(map(list, sorted(rows)), 2)
        if later[0] > go
    )


def runs(plan: Plan, name: str, day: int) -> bool:
    row = plan.links[name]
    is_closed = any(
        out.link == name and (out.from_day or 0) <= day < (out.until_day or 0)
        for out in plan.outages
    )
    return not is_closed and (day - row.first_day) % row.every_days == 0


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_every_load_arrives_on_its_planned_day(seed: int):
    made = corridor(seed)
    model, certain = without_chance(made)
    assume(is_first_come_first_served(made, model))
    planned = [way.arrive_day for way in ways_of(model)]
    assert certain.arrive_day.tolist() == pytest.approx(planned, abs=1e-9)


def test_the_corridors_are_not_all_passed_over():
    kept = 0
    for seed in range(40):
        made = corridor(seed)
        kept += is_first_come_first_served(made, without_chance(made)[0])
    assert kept > 15


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_where_somebody_overtakes_the_last_day_is_the_same(seed: int):
    # One train a day on the last line, whoever is in it.
    made = corridor(seed)
    model, certain = without_chance(made)
    assert certain.arrive_day.max() <= max(way.arrive_day or 0 for way in ways_of(model)) + 1e-9


def test_what_handling_adds_is_told():
    # 300 t a day at the dock, and 300 t in each load: one day more for each, and nothing else.
    made = scheduled(over_the_sea(dock={"handling_t_per_day": 300}), tour())
    model, certain = without_chance(made)
    assert FLOW in model.arrays.resources.kind
    (way,) = ways_of(model)
    found = simulate_plan(*made, replications=3)
    closure = found.closure
    assert closure is not None
    assert closure.last_load == way.load
    assert closure.planned_day == closure.last_planned_day == way.arrive_day == 6
    assert closure.certain_day == closure.p50_day == 7.0
    assert (closure.last_handling_days, closure.last_wait_days) == (1.0, 0.0)
    assert closure.last_spare_days == 0.0
    assert certain.closure(np.array([0])) == 7.0
    words = " ".join(certain_words(made[0], found))
    assert "the force is closed on C+7; the schedule says C+6, 1 day sooner" in words
    assert "here its handling takes 1 day and it waits 0 days" in words


def test_what_rounding_takes_is_told():
    # Six hours by road at either end: the schedule counts a day for each change of mode.
    plan = over_the_sea(
        links=[
            link("in", "a", "dock", "road", 0.25),
            link("over", "dock", "quay", "sea", 2.5),
            link("out", "quay", "z", "road", 0.25),
        ]
    )
    made = scheduled(plan, tour())
    closure = simulate_plan(*made, replications=3).closure
    assert closure is not None
    assert closure.certain_day == 3.0
    assert closure.planned_day is not None
    assert closure.planned_day > 3
    assert closure.last_spare_days == closure.planned_day - 3.0
    assert (closure.last_handling_days, closure.last_wait_days) == (0.0, 0.0)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_explanation_adds_up(seed: int):
    made = corridor(seed)
    closure = simulate_plan(*made, replications=2).closure
    assert closure is not None
    assert closure.last_planned_day is not None
    told = (closure.last_handling_days, closure.last_wait_days, closure.last_spare_days)
    handling, waits, spare = (value or 0.0 for value in told)
    assert None not in told
    assert closure.certain_day == pytest.approx(
        closure.last_planned_day + handling + waits - spare, abs=1e-3
    )
    assert min(handling, waits, spare) >= 0.0


def test_chance_leaves_the_certain_run_alone():
    plan = over_the_sea()
    doubtful = plan.offers["o"].model_copy(update={"probability": 0.3})
    ship = plan.lifts["ship"].model_copy(update={"breakdown_probability": 0.5, "repair_days": 4.0})
    uncertain = [
        {"id": "u", "table": "links", "field": "transit_days", "law": "pert", "p1": 1, "p2": 2,
         "p3": 5},
        {"id": "n", "table": "offers", "field": "notice_days", "law": "uniform", "p1": 2, "p2": 9},
        {"id": "c", "table": "links", "field": "capacity_per_day", "law": "uniform", "p1": 0.2,
         "p2": 0.6},
    ]  # fmt: skip
    storm = {"id": "storm", "link": "over", "kind": "weather", "open_share": 0,
             "mean_up_days": 3, "mean_down_days": 3}  # fmt: skip
    chancy = over_the_sea(
        offers=[dict(doubtful)], lifts=[dict(ship)], uncertainties=uncertain, outages=[storm]
    )
    made = scheduled(chancy, *four_tours())
    model, certain = without_chance(made)
    assert certain.arrive_day.tolist() == [way.arrive_day for way in ways_of(model)]
    found = simulate_plan(*made, replications=40)
    assert found.closure is not None
    assert found.closure.certain_day == found.closure.planned_day
    assert len({row.closure_day for row in found.replications}) > 5


STORM = {"id": "storm", "kind": "weather", "open_share": 0, "mean_up_days": 3,
         "mean_down_days": 3}  # fmt: skip


@pytest.mark.parametrize(
    "where", [{"link": "over"}, {"link": "out"}, {"location": "dock"}, {"location": "z"}]
)
def test_a_storm_closes_also_what_has_no_limit(where: dict[str, str]):
    # The sea and the places have no capacity: only the storm can keep anybody waiting there.
    made = scheduled(over_the_sea(outages=[STORM | where]), *four_tours())
    _, certain = without_chance(made)
    assert certain.arrive_day.tolist() == [6.0, 14.0, 22.0, 30.0]
    found = simulate_plan(*made, replications=60)
    days = [row.closure_day or 0.0 for row in found.replications]
    assert min(days) >= 30
    assert len(set(days)) > 10


def test_a_storm_in_one_place_is_one_storm():
    # A line with a limit of its own and one without are closed together where a place closes both.
    made = scheduled(over_the_sea(outages=[STORM | {"location": "quay"}]), *four_tours())
    model, _ = without_chance(made)
    keys = set(model.arrays.outages.key_low.tolist())
    assert len(keys) == 1
