"""Deployments that the engine makes: the second reading finds nothing wrong with them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure import example_folder, generate_forces, read_plan
from reassure.checks.deployment import verify_deployment
from reassure.checks.deployment_ends import Turns, told_of
from reassure.checks.deployment_home import all_movements
from reassure.checks.deployment_objective import objective_of
from reassure.checks.deployment_rows import LoadRows
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import Mode, MoveObjective
from tests.unit.checks.deployments import SHIP, Made, good, made_of, row_of, told, tours
from tests.unit.checks.movements import full_movement
from tests.unit.engines.deploy.moves import link, offer, place, plan_of, tour, unit
from tests.unit.engines.deploy.test_random_networks import movement

SEEDS = st.integers(0, 1_000_000)


def added_up(made: Made, *, lowered: MoveObjective = MoveObjective.LATENESS) -> float | None:
    """Return what a deployment costs as the second reading adds it up."""
    plan, forces, deployment = made
    tours = all_movements(plan, forces).tours
    turns = Turns(tours, dict(told_of(deployment)))
    rows = LoadRows(plan, replace(deployment, lowered=lowered), tours, turns)
    return objective_of(turns, rows)


def test_a_good_deployment_has_no_faults():
    assert verify_deployment(*good()) == []


def test_the_first_steps_have_no_faults():
    plan = read_plan(example_folder("first-steps"))
    forces = generate_forces(plan)
    assert verify_deployment(plan, forces, schedule_deployment(plan, forces)) == []


@settings(max_examples=60)
@given(SEEDS)
def test_random_networks_have_no_faults(seed):
    plan, forces = movement(seed)
    assert verify_deployment(plan, forces, schedule_deployment(plan, forces)) == []


@settings(max_examples=100)
@given(SEEDS)
def test_random_movements_of_every_kind_have_no_faults(seed):
    plan, forces = full_movement(seed)
    assert verify_deployment(plan, forces, schedule_deployment(plan, forces)) == []


def test_random_movements_hold_every_mode_and_units_of_their_own():
    # What never occurs is never checked.
    modes, n_self, n_arrived = set(), 0, 0
    for seed in range(60):
        plan, forces = full_movement(seed)
        result = schedule_deployment(plan, forces)
        modes |= {row.mode for row in result.loads}
        owners = {row.owner for row in result.loads}
        arrived = [row for row in result.arrivals if row.planned_day]
        n_arrived += len(arrived)
        n_self += sum(1 for row in arrived if row.assignment not in owners)
    assert modes >= set(Mode)
    assert n_self > 20
    assert n_arrived > 50


def test_a_train_may_be_changed_before_or_after_a_link_of_unknown_gauge():
    breaks = [
        {"id": f"g-{at}", "location": at, "from_gauge_mm": 1435, "to_gauge_mm": 1520}
        | {"method": "bogie_change", "wagons_per_day": 60}
        for at in ("b", "c")
    ]
    for at in ("b", "c"):
        plan = plan_of(
            capabilities=[unit(wagons=20, tonnes=300)],
            locations=[place(name) for name in "abcz"],
            links=[
                link("ab", "a", "b", "rail", 0.4, gauge_mm=1435),
                link("bc", "b", "c", "rail", 0.4),
                link("cz", "c", "z", "rail", 0.4, gauge_mm=1520),
            ],
            gauge_breaks=[row for row in breaks if row["location"] == at],
        )
        made = made_of(plan)
        assert made[2].closure_day == 2
        assert verify_deployment(*made) == []


def test_a_call_at_midnight_is_read_as_it_was():
    # Two timetables on one way: the ship must call at the port between, where it is at midnight.
    plan = plan_of(
        capabilities=[unit(lane_m=400, tonnes=600)],
        locations=[place("a"), place("m", kind="port", handling_t_per_day=1200), place("z")],
        links=[
            link("am", "a", "m", "sea", 2, every_days=2),
            link("mz", "m", "z", "sea", 2, every_days=2),
        ],
        lifts=[SHIP | {"home": "a"}],
    )
    plan, forces, deployment = made_of(plan)
    assert deployment.closure_day == 4
    assert sum(row.used for row in deployment.use_days if row.location == "m") == 1200
    assert verify_deployment(plan, forces, deployment) == []


def test_a_unit_that_starts_where_it_is_wanted_needs_no_legs():
    made = made_of(plan_of(locations=[place("z")], offers=[offer(origin="z", from_day=3)]))
    assert (made[2].closure_day, len(made[2].legs)) == (3, 0)
    assert verify_deployment(*made) == []


def test_what_a_stop_leaves_out_is_no_fault():
    plan, forces, _ = good()
    stopped = schedule_deployment(plan, forces, on_progress=lambda _: True)
    assert stopped.unfinished == 3
    assert verify_deployment(plan, forces, stopped) == []


def test_lateness_is_weighted_by_line_and_objective_over_the_loads():
    made = good()
    # t1: loads on days 6 and 8, t2: on 8 and 10, wanted on 0 and released on 0;
    # t3: on 46 and 48, wanted on 60 and released on 40. A day on the way counts 0.01.
    by_hand = (6 + 8) / 2 * 1.01 + (8 + 10) / 2 * 1.01 + (6 + 8) / 2 * 0.01
    assert added_up(made) == pytest.approx(by_hand)


def test_of_a_unit_that_counts_by_its_last_load_the_others_are_left_out():
    cost = added_up(good(), lowered=MoveObjective.CLOSURE)
    assert cost == pytest.approx(8 * 1.01 + 10 * 1.01 + 0.08)


def test_a_load_that_stays_behind_counts_more_than_the_days_of_the_plan():
    made = told(good(), "legs", lambda rows: [row for row in rows if row.load != "t2.2"])
    made = row_of(made, "arrivals", "t2", planned_day=None, late_days=None)
    never = 90 - 0 + 30 + 0.01 * 90
    by_hand = (6 + 8) / 2 * 1.01 + (8 * 1.01 + never) / 2 + (6 + 8) / 2 * 0.01
    assert added_up(made) == pytest.approx(by_hand)


def test_what_cannot_arrive_at_all_is_no_lateness():
    plan = plan_of(offers=[offer(quantity=3)])
    assert added_up(made_of(plan, *tours())) is None


def test_what_weighs_nothing_still_counts_a_little():
    plan = plan_of(
        links=[link("az", "a", "z", days=2)],
        objectives=[{"id": "peace", "name": "Peace", "weight": 0}],
    )
    made = made_of(plan, tour())
    assert added_up(made) == pytest.approx(0.001 * (2 + 0.01 * 2))


@pytest.mark.parametrize("horizon_days", [33, 33.5])
def test_a_flight_that_the_end_of_the_plan_cuts_off_may_be_longer_than_it_is_told(horizon_days):
    # 8, 18 and 11 hours without a landing: the third link is entered on day 34, which is not told,
    # so that the legs of a flight from day 33 on do not say how long it takes.
    plan = plan_of(
        horizon_days,
        capabilities=[unit(tonnes=45, by_air=True)],
        locations=[
            place("a", kind="airfield"),
            place("m", kind="gateway"),
            place("n", kind="gateway"),
            place("z", kind="airfield"),
        ],
        links=[
            link("am", "a", "m", "air", None, distance_km=4000),
            link("mn", "m", "n", "air", None, distance_km=9000),
            link("nz", "n", "z", "air", None, distance_km=5500),
        ],
        lifts=[{"id": "plane", "name": "Plane", "nation": "XAA", "home": "a", "mode": "air"}
               | {"quantity": 1, "payload_t": 45, "speed_km_per_h": 500}
               | {"from_day": 0, "until_day": 999}],
        offers=[offer(from_day=33)],
    )  # fmt: skip
    made = made_of(plan)
    assert [row.link for row in made[2].legs] == ["am", "mn"]
    assert verify_deployment(*made) == []
