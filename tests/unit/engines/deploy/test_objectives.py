"""Closure of each objective and days of lift, solved by hand; the sums stand beside each."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.checks.deployment import verify_deployment
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.results import Deployment
from tests.unit.engines.deploy.checker import faults_of
from tests.unit.engines.deploy.moves import (
    days_of,
    deploy,
    force_of,
    line,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)

ONE_A_DAY = link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains")
AID = {"id": "aid", "name": "Aid", "weight": 1}


def two_objectives(weight=1, **aid):
    """Make four trains for peace and two for aid behind one train a day."""
    return plan_of(
        objectives=[{"id": "peace", "name": "Peace", "weight": weight}, AID],
        capabilities=[unit(wagons=60, tonnes=600)],
        links=[ONE_A_DAY],
        requirements=[line("r"), line("q", objective="aid", **aid)],
    )


TOURS = (tour("t1"), tour("t2"), tour("t3", requirement="q"))


def closures_of(result: Deployment) -> dict[str, tuple[int | None, int | None]]:
    return {row.objective: (row.closure_day, row.closure_bound) for row in result.closures}


def test_of_two_objectives_behind_one_bottleneck_the_smaller_is_complete_first():
    plan = two_objectives()
    result = deploy(plan, *TOURS, objective=MoveObjective.CLOSURES)
    # Two trains leave by day 1, six by day 5, two days on the way; the other way round 5 and 7.
    # Alone, four trains are there on day 5 and two on day 3.
    assert closures_of(result) == {"aid": (3, 3), "peace": (7, 5)}
    # Units are 2.5, 4.5 and 6.5 days late on the mean of their loads.
    assert result.provenance.objective == pytest.approx(3 + 7 + 0.01 * 13.5 * 1.01)
    # Six trains through one limit take these days in any order; of units, two days each.
    assert result.provenance.bound == pytest.approx(3 + 7 + 0.01 * 3 * 2 * 1.01)
    assert faults_of(plan, force_of(plan, *TOURS), result) == []
    assert verify_deployment(plan, force_of(plan, *TOURS), result) == []


def test_the_force_is_complete_when_the_last_objective_is():
    plan = two_objectives(weight=3, required_day=6)
    result = deploy(plan, *TOURS, objective=MoveObjective.FORCE)
    # Six trains take until day 5, and two days more. If aid, wanted on day 6, goes last, it is a
    # day late and peace five; if peace goes last, it is seven days late whatever it weighs.
    assert closures_of(result) == {"aid": (7, 3), "peace": (5, 5)}
    units = 3 * (2.5 + 4.5) * 1.01
    value, bound = result.provenance.objective, result.provenance.bound
    assert value is not None
    assert bound is not None
    assert 5 <= bound <= value <= 5 + 0.01 * (units + 1 * 1.1)
    assert verify_deployment(plan, force_of(plan, *TOURS), result) == []


def test_the_weightier_objective_goes_first_though_it_is_larger():
    result = deploy(two_objectives(weight=3), *TOURS, objective=MoveObjective.CLOSURES)
    # 3 x 5 + 7 = 22; the other way round it is 3 + 3 x 7 = 24.
    assert closures_of(result) == {"aid": (7, 3), "peace": (5, 5)}
    assert result.provenance.bound == pytest.approx(22, abs=0.2)


def test_an_objective_is_as_late_as_its_last_unit_is_after_its_own_date():
    result = deploy(two_objectives(required_day=10), *TOURS, objective=MoveObjective.CLOSURES)
    # Aid is wanted on day 10 and there on day 7 at the latest: peace goes first.
    assert closures_of(result)["peace"] == (5, 5)
    (aid,) = (row for row in result.closures if row.objective == "aid")
    assert (aid.late_days, aid.assignments, aid.last_assignment) == (0.0, 1, "t3")
    assert result.provenance.objective == pytest.approx(5 + 0.01 * (2.5 + 4.5) * 1.01, abs=0.01)


def test_an_objective_that_misses_a_unit_is_never_complete():
    plan = plan_of(
        20,
        capabilities=[unit(wagons=60, tonnes=600), unit("rail", wagons=30, tonnes=300)],
        locations=[place("a"), place("z"), place("far")],
        links=[ONE_A_DAY],
        offers=[offer(), offer("o2", origin="far")],
    )
    tours = (tour("t1"), tour("t2", offer="o2", unit="o2.1"))
    result = deploy(plan, *tours, objective=MoveObjective.CLOSURES)
    (row,) = result.closures
    assert (row.closure_day, row.late_days, row.last_assignment) == (None, None, None)
    assert row.closure_bound == 3
    assert verify_deployment(plan, force_of(plan, *tours), result) == []


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9)), min_size=1, max_size=4))
def test_behind_one_bottleneck_the_bound_is_the_best_order(objectives):
    names = [f"o{i}" for i in range(len(objectives))]
    plan = plan_of(
        objectives=[
            {"id": name, "name": name, "weight": weight}
            for name, (_, weight) in zip(names, objectives, strict=True)
        ],
        capabilities=[unit(f"c{n}", wagons=30 * n, tonnes=300 * n) for n in range(1, 5)],
        links=[ONE_A_DAY],
        requirements=[
            line(name, objective=name, capability=f"c{n}")
            for name, (n, _) in zip(names, objectives, strict=True)
        ],
        offers=[
            offer(name, capability=f"c{n}") for name, (n, _) in zip(names, objectives, strict=True)
        ],
    )
    tours = [tour(f"t-{name}", requirement=name, offer=name, unit=f"{name}.1") for name in names]
    result = deploy(plan, *tours, objective=MoveObjective.CLOSURES)
    costs = []
    for order in permutations(objectives):
        trains, cost = 0, 0
        for n, weight in order:
            trains += n
            # The last of so many trains leaves the day before, and is two days on the way.
            cost += weight * (trains - 1 + 2)
        costs.append(cost)
    value, bound = result.provenance.objective, result.provenance.bound
    assert value is not None
    assert bound is not None
    assert min(costs) <= bound <= value
    # Units take up a hundredth of their lateness beside that.
    assert value <= min(costs) + 0.01 * 9 * 4 * 20


def fleets(*, ships: int = 1, required_day: float = 20, n: int = 1):
    """Make units that may go by a slow ship or a quick train.

    A train is taken for twice two days. Of a ship each takes a quarter, for twice five days and
    two in port: 3 days of a ship.
    """
    plan = plan_of(
        capabilities=[unit(wagons=30, lane_m=500, tonnes=100)],
        locations=[place("a", kind="port"), place("z", kind="port")],
        links=[
            link("rail", "a", "z", "rail", 2),
            link("sea", "a", "z", "sea", distance_km=1200, transit_days=None),
        ],
        lifts=[
            lift("train", "rail", 9, wagons=30, speed_km_per_h=40),
            lift("ship", "sea", ships, lane_m=2000, speed_km_per_h=10),
        ],
        requirements=[line("r", required_day=required_day)],
        offers=[offer(quantity=n)],
    )
    return plan, [tour(f"t{i}", unit=f"o.{i}") for i in range(1, n + 1)]


def lift(name, mode, quantity, **more):
    row = {"id": name, "nation": "XAA", "mode": mode, "name": name, "home": "a"}
    return row | {"quantity": quantity, "from_day": 0, "until_day": 999} | more


def test_a_slow_ship_saves_days_of_lift_where_there_is_time():
    plan, tours = fleets()
    quick = deploy(plan, *tours)
    assert (days_of(quick), quick.lift_days) == ({"t1": 6}, pytest.approx(4.0))
    assert quick.lift_days_bound is None
    result = deploy(plan, *tours, objective=MoveObjective.LIFT)
    # Released on day 4, as two weeks before the train must leave; the ship is there on day 9.
    assert days_of(result) == {"t1": 9}
    assert result.lift_days == pytest.approx(3.0)
    assert result.lift_days_bound == pytest.approx(3.0, abs=1e-4)
    assert result.provenance.objective == pytest.approx(3.0 + 0.01 * 5)
    assert result.provenance.bound == pytest.approx(3.05, abs=1e-4)
    assert faults_of(plan, force_of(plan, *tours), result) == []
    assert verify_deployment(plan, force_of(plan, *tours), result) == []


def test_nothing_is_later_to_save_lift():
    plan, tours = fleets(required_day=0)
    result = deploy(plan, *tours, objective=MoveObjective.LIFT)
    assert days_of(result) == {"t1": 2}
    assert result.lift_days == pytest.approx(4.0)
    # Two days late, each as dear as a thousand days of carriers.
    assert result.provenance.objective == pytest.approx(2000 + 4 + 0.02)
    assert result.lift_days_bound == pytest.approx(4.0, abs=0.01)


def test_one_ship_takes_four_and_the_fifth_goes_by_train():
    plan, tours = fleets(n=5)
    result = deploy(plan, *tours, objective=MoveObjective.LIFT)
    # A ship that leaves by day 15 is not back before day 16, too late for the last one.
    assert sorted(days_of(result).values()) == [6, 9, 9, 9, 9]
    assert result.lift_days == pytest.approx(4 * 3 + 4)
    assert result.provenance.objective == pytest.approx(16 + 0.01 * (4 * 5 + 2))
    assert result.lift_days_bound == pytest.approx(16, abs=0.01)
    assert faults_of(plan, force_of(plan, *tours), result) == []
    assert verify_deployment(plan, force_of(plan, *tours), result) == []
    plan, tours = fleets(ships=2, n=5)
    assert deploy(plan, *tours, objective=MoveObjective.LIFT).lift_days == pytest.approx(5 * 3)


def test_trains_of_several_sizes_count_by_the_mean_of_their_wagons():
    plan = plan_of(
        capabilities=[unit(wagons=30, tonnes=100)],
        links=[link("rail", "a", "z", "rail", 2)],
        lifts=[
            lift("long", "rail", 9, wagons=30, speed_km_per_h=40),
            lift("short", "rail", 9, wagons=10, speed_km_per_h=40),
        ],
    )
    result = deploy(plan)
    # 30 wagons for four days, of which a train has 20 on the mean.
    assert result.lift_days == pytest.approx(4 * 30 / 20)


def test_a_list_is_told_its_lift_and_closures_too():
    plan, tours = fleets()
    listed = deploy(plan, *tours, objective=MoveObjective.LIFT, method=MoveMethod.LIST)
    assert (listed.lift_days, listed.method) == (pytest.approx(4.0), MoveMethod.LIST)
    assert listed.lift_days_bound == pytest.approx(3.0, abs=0.05)
    assert closures_of(listed) == {"peace": (6, 6)}


@pytest.mark.parametrize(
    "changes",
    [
        {"closure_day": 6},
        {"assignments": 1},
        {"closure_bound": 8},
        {"last_assignment": "t1"},
        {"closure_day": None, "last_assignment": None},
    ],
)
def test_a_closure_that_is_not_that_of_the_arrivals_is_found(changes):
    plan = two_objectives()
    result = deploy(plan, *TOURS, objective=MoveObjective.CLOSURES)
    wrong = replace(
        result,
        closures=result.closures.replace(result.closures["peace"].model_copy(update=changes)),
    )
    found = verify_deployment(plan, force_of(plan, *TOURS), wrong)
    assert [fault.code for fault in found] == ["CHK-MOVE-025"]


@pytest.mark.parametrize("objective", [MoveObjective.CLOSURES, MoveObjective.LIFT])
def test_an_objective_that_is_not_that_of_the_tables_is_found(objective):
    plan, tours = fleets(n=2)
    result = deploy(plan, *tours, objective=objective)
    made = replace(result.provenance, objective=(result.provenance.objective or 0.0) + 0.01)
    found = verify_deployment(plan, force_of(plan, *tours), replace(result, provenance=made))
    assert [fault.code for fault in found] == ["CHK-MOVE-017"]


def test_what_cannot_move_takes_no_lift():
    result = deploy(plan_of(links=[]), objective=MoveObjective.LIFT)
    assert (result.lift_days, result.lift_days_bound) == (0, None)
    assert result.provenance.objective is None


def test_a_bound_on_lift_above_what_is_taken_is_found():
    plan, tours = fleets(n=2)
    result = deploy(plan, *tours, objective=MoveObjective.LIFT)
    assert verify_deployment(plan, force_of(plan, *tours), result) == []
    wrong = replace(result, lift_days_bound=result.lift_days + 1)
    found = verify_deployment(plan, force_of(plan, *tours), wrong)
    assert [(fault.code, fault.table) for fault in found] == [("CHK-MOVE-017", "use_days")]
