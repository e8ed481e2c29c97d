"""The typical plan of simulations: what it holds, and the same result however it is worked out."""

import json
from itertools import pairwise

import numpy as np
import pytest

from benchmarks import simulate
from benchmarks.all import RUNS, judge
from benchmarks.figures import fitted_exponent
from benchmarks.sim_compare import most_difference
from benchmarks.sim_dealt import bench_of, deal_movement, deal_supply
from benchmarks.sim_growth import AXES, DISCIPLINES, FACTORS, grow, plot_growth
from benchmarks.sim_order import order_of
from benchmarks.sim_replay import repeat_replay
from benchmarks.sim_scenario import ROUTE, STATIONS, Size, typical
from benchmarks.sim_simpy import MovementModel
from benchmarks.sim_simpy_supply import SupplyModel
from benchmarks.sim_supply_scenario import N_CLASSES, N_DAYS, N_ITEMS, N_SITES, whole_plan
from benchmarks.sim_whole import SPREADS, digest, digests
from reassure.engines.common.philox import seed_key
from reassure.engines.simulate.build_desk import desk_for, dry_for
from reassure.engines.simulate.provision import run_supply
from reassure.engines.simulate.scenario import METER, NONE
from reassure.engines.simulate.whole import Frame, Whole
from reassure.engines.sustain.step import DUST_T, NO_PARENT, run_days, start_state

SMALL = Size(n_units=24)
"""Resources that are slower by as much as there are fewer units: queues as in the whole plan."""


def leaves(value) -> list[np.ndarray]:
    """Return all arrays of nested tuples."""
    if isinstance(value, np.ndarray):
        return [value]
    return [leaf for part in value for leaf in leaves(part)]


@pytest.fixture(scope="module")
def planned() -> tuple[Whole, Frame]:
    return whole_plan(3)


def test_the_plan_is_a_function_of_its_seed(planned):
    again, frame = whole_plan(3)
    assert frame == planned[1]
    assert all(np.array_equal(a, b) for a, b in zip(leaves(planned[0]), leaves(again), strict=True))
    other = typical(4)
    assert not np.array_equal(other.loads.resource, again.arrays.loads.resource)
    assert not np.array_equal(other.promises.chance, again.arrays.promises.chance)


def test_the_plan_is_as_large_as_it_says(planned):
    arrays = planned[0].arrays
    assert (len(arrays.loads.n_awaited), len(arrays.loads.level)) == (300, 3000)
    assert len(arrays.resources.kind) == sum(row.n for row in STATIONS) == 120
    assert set(np.diff(arrays.loads.first)) == {len(ROUTE) - 1, len(ROUTE)}
    routes = {tuple(arrays.loads.resource[a:b].tolist()) for a, b in pairwise(arrays.loads.first)}
    assert 80 <= len(routes) <= 120
    offered = arrays.promises.chance[:300]
    assert offered.min() >= 0.6
    assert offered.max() <= 1.0
    assert planned[0].supply.demand_t.shape == (180, 240) == (N_DAYS, N_ITEMS)


def test_depots_are_supplied_from_without_and_supply_the_rest(planned):
    supply = planned[0].supply
    is_depot = supply.item // N_CLASSES >= N_SITES
    assert (supply.parent[is_depot] == NO_PARENT).all()
    parents = supply.parent[~is_depot]
    assert (parents // N_CLASSES >= N_SITES).all()
    assert np.array_equal(parents % N_CLASSES, supply.item[~is_depot] % N_CLASSES)
    of_class = (supply.item % N_CLASSES)[~is_depot]
    assert (np.diff(of_class) >= 0).all()


def test_who_has_more_units_has_faster_resources():
    usual, more, wider = typical(1), typical(1, Size(n_units=600)), typical(1, Size(resources=2))
    assert (Size(600).pace, Size(resources=2).pace, Size().pace) == (2.0, 0.5, 1.0)
    assert len(wider.resources.kind) == 2 * len(usual.resources.kind) == 240
    mean = usual.chances.service_days.mean()
    assert more.chances.service_days.mean() == pytest.approx(mean / 2, rel=0.05)
    assert wider.chances.service_days.mean() == pytest.approx(mean * 2, rel=0.05)


@pytest.mark.parametrize("by_level", [False, True], ids=["fifo", "priority"])
@pytest.mark.parametrize(("seed", "replication"), [(1, 0), (2, 7)])
def test_simpy_lets_every_load_arrive_at_the_same_instant(by_level, seed, replication):
    pytest.importorskip("simpy")
    arrays = typical(seed, SMALL)
    dealt = deal_movement(arrays, seed, replication, by_level=by_level)
    arrive_day = MovementModel(arrays, dealt, by_level=by_level).run()
    assert most_difference(np.array(arrive_day), dealt.outcome.arrive_day) <= 1e-9
    assert dealt.outcome.wait_days.sum() > 10
    assert np.isinf(arrive_day).any()
    other = deal_movement(arrays, seed, replication, by_level=not by_level)
    assert most_difference(np.array(arrive_day), other.outcome.arrive_day) > 0.01


def test_simpy_refuses_what_it_has_no_model_for(planned):
    arrays = typical(1, SMALL)
    dealt = deal_movement(arrays, 1, 0, by_level=False)
    kind = np.full_like(arrays.resources.kind, METER)
    metered = dealt._replace(resources=dealt.resources._replace(kind=kind))
    with pytest.raises(ValueError, match="found other kinds"):
        MovementModel(arrays, metered, by_level=False)
    supply = planned[0].supply
    with pytest.raises(ValueError, match="found more than levels"):
        SupplyModel(supply._replace(capacity_t=np.ones(N_ITEMS)))


@pytest.mark.parametrize("replication", [0, 5])
def test_simpy_has_the_same_stocks_on_every_day(planned, replication):
    pytest.importorskip("simpy")
    whole, _ = planned
    there_day = np.random.default_rng(replication).uniform(10.0, 80.0, 300)
    there_day[::7] = np.inf
    n_short = np.zeros((N_DAYS, N_ITEMS), dtype=np.uint32)
    desk = desk_for(whole.provision, whole.supply)
    unmet_t, _, _ = run_supply(
        whole.provision, desk, there_day, seed_key(3), replication, dry_for(n_short)
    )
    dealt = deal_supply(whole.provision, whole.supply, there_day, 3, replication)
    model = SupplyModel(dealt)
    items = model.run()
    unmet = np.array([item.unmet_t for item in items]).T
    on_hand = np.array([item.on_hand_t for item in items]).T
    assert np.array_equal(unmet > DUST_T, n_short)
    assert n_short.any()
    assert unmet.sum() == pytest.approx(unmet_t, rel=1e-9)
    assert most_difference(on_hand[-1], desk.state.stock_t) <= 1e-9
    state = start_state(dealt)
    run_days(dealt, state, 0, N_DAYS)
    assert most_difference(on_hand, state.on_hand_t) <= 1e-9
    assert model.n_convoys == (state.sent_t > 0).sum() > 5000


@pytest.mark.parametrize("by_level", [False, True], ids=["fifo", "priority"])
def test_a_replay_of_the_order_arrives_as_the_pass(by_level):
    arrays = typical(5, SMALL)
    dealt = deal_movement(arrays, 5, 2, by_level=by_level)
    passed = [part.copy() for part in dealt.outcome]
    parts = (arrays.loads, dealt.resources, dealt.course, bench_of(arrays).room, dealt.outcome)
    order = order_of(*parts, by_level=by_level)
    assert len(order.load) == passed[-1].sum()
    assert (order.n_waits > 0) == by_level
    for part in dealt.outcome:
        part[:] = 9
    repeat_replay(*parts, order.load, 2)
    for found, expected in zip(dealt.outcome, passed, strict=True):
        assert np.array_equal(found, expected)


def test_no_order_is_found_where_the_floor_is_another():
    arrays = typical(5, SMALL)
    dealt = deal_movement(arrays, 5, 2, by_level=False)
    room = bench_of(arrays).room
    chained = arrays.loads._replace(n_awaited=np.ones(24, dtype=np.uint32))
    slowed = dealt.course._replace(open_share=np.full_like(dealt.course.open_share, 0.5))
    for loads, course in ((chained, dealt.course), (arrays.loads, slowed)):
        with pytest.raises(ValueError, match="expected neither"):
            order_of(loads, dealt.resources, course, room, dealt.outcome, by_level=False)


def test_results_do_not_hang_on_how_replications_are_spread(planned):
    whole, frame = planned
    spreads = {name: work for name, work in SPREADS.items() if name != "Dask"}
    found = digests(whole, frame, 3, 70, spreads=spreads)
    assert list(found) == ["one thread", "two threads", "uneven batches"]
    assert len(set(found.values())) == 1
    other = digest(*SPREADS["one thread"](whole, frame, 4, 70))
    assert other != found["one thread"]


def test_a_difference_counts_where_one_of_them_never_arrives():
    one = np.array([1.0, 2.0, np.inf])
    assert most_difference(one, one) == 0.0
    assert most_difference(one, np.array([1.0, 2.5, np.inf])) == 0.5
    assert most_difference(one, np.array([1.0, np.inf, np.inf])) == np.inf


@pytest.mark.slow
def test_one_row_tells_all_that_must_be_reached(monkeypatch, capsys):
    pytest.importorskip("simpy")
    pytest.importorskip("distributed")
    told = "simulate --seed 2 --replications 8 --peer-replications 1 --ten-thousand 3 --json"
    monkeypatch.setattr("sys.argv", told.split())
    assert simulate.main() == 0
    row = json.loads(capsys.readouterr().out)
    (run,) = (run for run in RUNS if run.module == "simulate" and run.most)
    assert all(isinstance(row[name], float | int) for name in (*run.most, *run.least))
    assert judge(row, run)["verdict"] in {"reached", "missed"}
    assert (row["verified"], row["replay_equal"], row["hashes_equal"]) == (True, True, True)
    assert row["hashes"] == list(SPREADS)
    assert row["oracle_max_diff"] <= 1e-9
    assert 15_000 < row["visits"] < 21_000
    assert 1.1 < row["events_per_visit"] < 1.5
    assert row["ns_per_visit"] > row["ns_per_visit_replay"] > 0


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("--plot a.svg", "--plot: found without --growth"),
        ("--replications 0", "invalid counted value: '0'"),
        ("--ten-thousand many", "invalid counted value: 'many'"),
    ],
)
def test_what_makes_no_benchmark_is_refused(monkeypatch, capsys, told, message):
    monkeypatch.setattr("sys.argv", ["simulate", *told.split()])
    with pytest.raises(SystemExit):
        simulate.main()
    assert message in capsys.readouterr().err


def test_growth_has_a_row_for_each_size_and_an_exponent_for_each_axis():
    rows = list(grow(1, replications=3, factors=FACTORS[:2]))
    sizes = [(row["by"], row["size"]) for row in rows if "size" in row]
    assert sizes == [("units", 300), ("units", 900), ("resources", 120), ("resources", 360)]
    (units, resources) = (row["exponents"] for row in rows if "exponents" in row)
    points = [(row["size"], row["fifo_ms"]) for row in rows[:2]]
    assert units["fifo"] == pytest.approx(fitted_exponent(points))
    assert resources.keys() == units.keys() == DISCIPLINES.keys()
    assert plot_growth(rows).startswith("<svg")
    assert [size.n_units for size in AXES["units"].values()] == [300, 900, 3000]


def test_gauge_changes_alone_give_what_chance_lets_them():
    arrays = typical(1, SMALL)
    n_gauges = sum(row.n for row in STATIONS if row.name == "gauge change")
    assert (arrays.rate_input != NONE).sum() == n_gauges
