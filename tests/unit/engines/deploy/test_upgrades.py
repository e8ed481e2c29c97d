"""Upgrades: what each saves, worked out by hand; sets for a budget; what is refused."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.engines.deploy import rank_upgrades, schedule_deployment
from reassure.engines.deploy.readiness.picking import best_for_budget
from reassure.model.choices import Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.network import Upgrade
from reassure.model.upgrade_choices import SetMethod, UpgradeOutcome
from tests.unit.engines.deploy.moves import force_of, link, offer, place, plan_of, tour, unit

TRAIN = unit(wagons=30, tonnes=300)


def rail(**more):
    return link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains") | more


def upgrade(name="paths", **more):
    row = {"id": name, "name": name, "cost": 2e6, "lead_days": 0}
    row |= {"field": "capacity_per_day", "to_value": 2} | more
    if not {"link", "location", "gauge_break"} & row.keys():
        row["link"] = "az"
    return row


def ranked(plan, *tours, **options):
    return rank_upgrades(plan, force_of(plan, *tours), **options)


def bottleneck(*upgrades, n_units=8, **more):
    plan = plan_of(capabilities=[TRAIN], links=[rail()], upgrades=list(upgrades), **more)
    return plan, [tour(f"t{i}") for i in range(n_units)]


def only(result, name="paths"):
    return result.upgrade_values[name]


def test_twice_the_paths_halve_the_days_of_passing():
    # One train a day arrives on days 2 to 9, 44 days late in all; two a day on days 2, 2, 3, 3,
    # 4, 4, 5, 5, which is 28. A hundredth of both is earliness.
    plan, tours = bottleneck(upgrade())
    result = ranked(plan, *tours)
    row = only(result)
    assert row.outcome is UpgradeOutcome.WORKED_OUT
    assert row.gain == pytest.approx(16.16)
    assert row.gain_low == pytest.approx(16.16, abs=1e-4)
    assert row.gain_high == pytest.approx(16.16, abs=1e-4)
    assert row.is_distinguishable
    assert (row.closure_days_gained, row.late_days_gained, row.late_units_gained) == (4, 16, 0)
    assert row.gain_per_million == pytest.approx(8.08)
    assert result.provenance.objective == pytest.approx(44.44)
    assert result.provenance.status is Status.OPTIMAL


def test_an_upgrade_counts_from_the_day_on_which_it_is_ready():
    # From day 3 on two a day: trains leave on days 0, 1, 2, 3, 3, 4, 4, 5; 38 days late in all.
    plan, tours = bottleneck(upgrade(lead_days=2.5))
    row = only(ranked(plan, *tours))
    assert row.ready_day == 3
    assert row.gain == pytest.approx(6.06)
    assert row.closure_days_gained == 2


def test_what_is_ready_too_late_is_worth_nothing():
    # The last train leaves on day 7; the plan ends on day 90.
    after, never = upgrade("after", lead_days=8), upgrade("never", lead_days=91)
    plan, tours = bottleneck(after, never)
    result = ranked(plan, *tours)
    assert only(result, "after").outcome is UpgradeOutcome.NO_NEED
    assert only(result, "after").at_most == 0.0
    assert only(result, "never").outcome is UpgradeOutcome.TOO_LATE


@pytest.mark.parametrize("to_value", [1.5, 2, 3, 8])
def test_prices_never_promise_less_than_the_gain(to_value):
    plan, tours = bottleneck(upgrade(to_value=to_value))
    row = only(ranked(plan, *tours))
    # Every schedule here is proven to be best, so the gain is that of the bounds.
    assert row.gain is not None
    assert row.gain_high is not None
    assert row.at_most is not None
    assert row.gain <= row.at_most + 1e-6
    assert row.gain_high <= row.at_most + 1e-4


def test_the_worth_of_more_falls_with_what_is_there():
    gains = []
    for to_value in (2, 3, 4):
        plan, tours = bottleneck(upgrade(to_value=to_value))
        gains.append(only(ranked(plan, *tours)).gain)
    steps = [later - earlier for earlier, later in itertools.pairwise([0.0, *gains])]
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] > 0


def test_what_holds_loads_up_is_told_with_its_days():
    plan, tours = bottleneck(upgrade())
    (row,) = ranked(plan, *tours).bottlenecks
    assert (row.link, row.limit, row.from_day, row.upgrades) == (
        "az", "capacity_per_day", 0, ("paths",),
    )  # fmt: skip
    # On days 0 to 6 trains wait: 7 + 6 + ... + 1 of them.
    assert row.queue_days == 28
    assert row.worth_doubled == pytest.approx(row.worth)
    assert row.worth >= 16.16


def test_a_stronger_bridge_opens_a_way_from_the_day_on_which_it_is_ready():
    # A tank of class 70 goes round by rail, 10 days. Over the bridge it is one day; that is built
    # by day 3, so it arrives on day 4.
    links = [link("az", "a", "z", "road", 1, mlc=60), link("round", "a", "z", "rail", 10)]
    tank = unit(heaviest_mlc=70, vehicles=10)
    build = upgrade("bridge", field="mlc", to_value=80, lead_days=3)
    plan = plan_of(capabilities=[tank], links=links, upgrades=[build])
    row = only(ranked(plan), "bridge")
    assert row.at_most is None
    assert row.gain == pytest.approx(6.06)
    assert row.is_distinguishable
    assert row.closure_days_gained == 6


def test_a_bridge_that_carries_everything_already_is_not_needed():
    links = [link("az", "a", "z", "road", 1, mlc=60)]
    build = upgrade("bridge", field="mlc", to_value=80)
    plan = plan_of(capabilities=[unit(heaviest_mlc=50, vehicles=10)], links=links, upgrades=[build])
    assert only(ranked(plan), "bridge").outcome is UpgradeOutcome.NO_NEED


def test_what_could_not_arrive_at_all_does_with_the_bridge():
    links = [link("az", "a", "z", "road", 1, mlc=60)]
    build = upgrade("bridge", field="mlc", to_value=80, lead_days=3)
    tank = unit(heaviest_mlc=70, vehicles=10)
    plan = plan_of(capabilities=[tank], links=links, upgrades=[build])
    result = ranked(plan)
    # Never: 90 + 30 days and 0.9; by the bridge: day 4, released when the bridge lets it through.
    assert result.provenance.objective == pytest.approx(120.9)
    row = only(result, "bridge")
    assert row.gain == pytest.approx(120.9 - 4.04)
    assert row.closure_days_gained is None
    assert row.late_days_gained == 86


def test_a_longer_runway_takes_larger_aircraft_from_its_day_on():
    plan = plan_of(
        capabilities=[unit(tonnes=20, by_air=True)],
        locations=[
            place("a", kind="airfield", runway_m=3000),
            place("z", kind="airfield", runway_m=1500),
        ],
        links=[link("az", "a", "z", "air", 0.5), link("slow", "a", "z", "road", 30)],
        lifts=[
            {"id": "heavy", "nation": "XAA", "mode": "air", "name": "Heavy", "quantity": 4,
             "payload_t": 40, "speed_km_per_h": 700, "min_runway_m": 2500, "home": "a",
             "from_day": 0, "until_day": 90}
        ],
        upgrades=[
            upgrade("runway", location="z", field="runway_m", to_value=2600, lead_days=12)
        ],
    )  # fmt: skip
    row = only(ranked(plan), "runway")
    # By road it is day 30. It takes off and lands on day 12, and is in place a day later.
    assert row.closure_days_gained == 17
    assert row.gain == pytest.approx(17.17)


def test_longer_hours_let_an_apron_work_more():
    # 8 hours work 1.7 sorties of 4 hours a day; 16 hours 3.4.
    plan = plan_of(
        capabilities=[unit(tonnes=20, by_air=True)],
        locations=[
            place("a", kind="airfield"),
            place("z", kind="airfield", mog=1, operating_h_per_day=8, ground_time_h=4),
        ],
        links=[link("az", "a", "z", "air", 0.5)],
        upgrades=[upgrade("night", location="z", field="operating_h_per_day", to_value=16)],
    )
    # One sortie a day each; with twice the hours three (3.4): days 1 to 6, or 1, 1, 1, 2, 2, 2.
    row = only(ranked(plan, *[tour(f"t{i}") for i in range(6)]), "night")
    assert row.late_days_gained == 12
    # Sorties are whole: one a day leaves 0.7 unused, which the price does not see.
    assert row.gain == pytest.approx(12.12) != pytest.approx(row.at_most)


def test_fields_that_limit_no_movement_are_told_apart():
    plan, tours = bottleneck(
        upgrade("wells", location="z", field="water_t_per_day", to_value=50),
        upgrade("berth", location="z", field="berths", to_value=3),
        upgrade("less", to_value=0.5),
    )
    result = ranked(plan, *tours)
    assert only(result, "wells").outcome is UpgradeOutcome.NO_MOVEMENT
    assert only(result, "berth").outcome is UpgradeOutcome.NO_LIMIT
    assert only(result, "less").outcome is UpgradeOutcome.NO_LIMIT


def test_the_rest_of_the_list_has_what_it_saves_at_most():
    plan, tours = bottleneck(upgrade("more", to_value=3), upgrade("some"))
    result = ranked(plan, *tours, top=1)
    assert only(result, "more").gain is not None
    row = only(result, "some")
    assert (row.outcome, row.gain) == (UpgradeOutcome.NOT_WORKED_OUT, None)
    assert row.at_most == pytest.approx((only(result, "more").at_most or 0.0) / 2)
    assert row.rank == 2


def two_in_a_row(**costs):
    """One train a day over each of two links, both of which can be doubled."""
    links = [
        link("am", "a", "m", "rail", 1, capacity_per_day=1, capacity_unit="trains"),
        link("mz", "m", "z", "rail", 1, capacity_per_day=1, capacity_unit="trains"),
    ]
    upgrades = [
        upgrade(name, link=name, cost=cost)
        for name, cost in ({"am": 2e6, "mz": 1e6} | costs).items()
    ]
    plan = plan_of(
        capabilities=[TRAIN], locations=[place("a"), place("m"), place("z")],
        links=links, upgrades=upgrades,
    )  # fmt: skip
    return plan, [tour(f"t{i}") for i in range(6)]


def test_two_limits_in_a_row_are_found_together():
    plan, tours = two_in_a_row()
    result = ranked(plan, *tours, budget=3e6)
    # Each alone moves the queue to the other link. Both: days 2 to 7 become 2, 2, 3, 3, 4, 4.
    assert [row.gain or 0.0 for row in result.upgrade_values] == [0.0, 0.0]
    best = result.best_set
    assert best is not None
    assert best.upgrades == ("am", "mz")
    # Prices may stand on either link or on both, so the set by price may hold one or both.
    steps = [row for row in result.upgrade_sets if row.method is SetMethod.STEP_BY_STEP]
    assert [row.upgrades for row in steps] == [("am", "mz")]
    assert best.gain == pytest.approx(27 * 1.01 - 18 * 1.01)
    assert best.is_distinguishable


def test_a_set_keeps_to_its_budget_and_the_best_of_those_tried_is_named():
    plan, tours = bottleneck(
        upgrade("two", cost=1e6),
        upgrade("three", to_value=3, cost=3e6),
        upgrade("four", to_value=4),
    )
    result = ranked(plan, *tours, budget=2.5e6)
    best = result.best_set
    assert best is not None
    assert best.upgrades == ("four",)
    assert best.gain == only(result, "four").gain
    assert {row.method for row in result.upgrade_sets} == set(SetMethod)
    assert all(row.cost <= row.budget for row in result.upgrade_sets)
    assert any(text.startswith("The best set is the best of those") for text in result.assumptions)


def test_a_budget_that_pays_for_nothing_is_told():
    plan, tours = bottleneck(upgrade(cost=2e6))
    result = ranked(plan, *tours, budget=5e5)
    assert len(result.upgrade_sets) == 0
    told = "A budget of 500,000 USD pays for no upgrade: the cheapest, paths, costs 2,000,000"
    assert told in result.assumptions


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20)), max_size=8), st.integers(0, 60))
def test_the_set_chosen_by_worths_is_the_best_there_is(rows, budget):
    upgrades = [
        Upgrade.model_validate(upgrade(f"u{i}", cost=cost)) for i, (_, cost) in enumerate(rows)
    ]
    worth = {row.id: float(gain) for row, (gain, _) in zip(upgrades, rows, strict=True)}
    chosen = best_for_budget(upgrades, worth, budget=float(budget), seed=0)
    cost = {row.id: row.cost for row in upgrades}
    assert sum(cost[name] for name in chosen) <= budget
    best = max(
        sum(worth[name] for name in names)
        for n in range(len(upgrades) + 1)
        for names in itertools.combinations(worth, n)
        if sum(cost[name] for name in names) <= budget
    )
    assert sum(worth[name] for name in chosen) == pytest.approx(best)


def test_gains_are_against_the_deployment_where_that_is_better():
    plan, tours = bottleneck(upgrade())
    forces = force_of(plan, *tours)
    moved = schedule_deployment(plan, forces)
    result = rank_upgrades(plan, forces, moved)
    assert result.provenance.objective == pytest.approx(moved.provenance.objective)
    assert only(result).gain == pytest.approx(16.16)


def test_a_bound_of_the_deployment_is_not_taken_for_one_of_prices():
    # The list here is near enough for so wide a gap: there are no prices, so none says that twice
    # the paths are worth nothing, though the deployment is proven to be best as it is.
    plan, tours = bottleneck(upgrade())
    forces = force_of(plan, *tours)
    moved = schedule_deployment(plan, forces)
    assert moved.provenance.status is Status.OPTIMAL
    result = rank_upgrades(plan, forces, moved, gap=100.0, budget=2e6)
    row, best = only(result), result.best_set
    assert row.gain == pytest.approx(16.16)
    assert row.gain <= min(row.gain_high, row.at_most)
    assert row.bound is not None
    assert row.value is not None
    assert row.bound <= row.value
    assert best is not None
    assert best.upgrades == ("paths",)
    assert best.gain <= min(best.gain_high, best.at_most)


def test_threads_change_nothing_and_the_same_seed_gives_the_same():
    plan, tours = bottleneck(upgrade("two"), upgrade("three", to_value=3))
    results = [ranked(plan, *tours, budget=5e6, threads=n) for n in (1, 2, 2)]
    assert results[0].upgrade_values == results[1].upgrade_values == results[2].upgrade_values
    assert results[0].upgrade_sets == results[1].upgrade_sets
    assert results[0].bottlenecks == results[1].bottlenecks


def test_a_stop_leaves_what_is_known():
    plan, tours = bottleneck(upgrade("two"), upgrade("three", to_value=3))
    result = ranked(plan, *tours, on_progress=lambda told: told.message.startswith("0 of"))
    assert result.provenance.stopped_by is StoppedBy.USER
    assert all(row.outcome is UpgradeOutcome.NOT_WORKED_OUT for row in result.upgrade_values)
    assert all((row.at_most or 0.0) > 0 for row in result.upgrade_values)


def test_a_stop_before_anything_is_scheduled_leaves_the_list():
    plan, tours = bottleneck(upgrade("two"), upgrade("late", lead_days=200))
    result = ranked(plan, *tours, on_progress=lambda _: True, budget=5e6)
    assert result.provenance.status is Status.PARTIAL
    assert (result.provenance.stopped_by, result.provenance.objective) == (StoppedBy.USER, None)
    assert only(result, "two").at_most is None
    assert only(result, "late").outcome is UpgradeOutcome.TOO_LATE
    assert len(result.bottlenecks) == len(result.upgrade_sets) == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"budget": -1.0}, "ENG-UPG-001"),
        ({"top": 0}, "ENG-UPG-002"),
        ({"seed": -1}, "ENG-SEED-001"),
    ],
)
def test_bad_arguments_are_refused(options, code):
    plan, tours = bottleneck(upgrade())
    with pytest.raises(UsageError) as told:
        ranked(plan, *tours, **options)
    assert told.value.code == code


def test_an_upgrade_of_an_unknown_field_is_refused():
    plan, tours = bottleneck(upgrade(field="lanes"))
    with pytest.raises(UsageError, match=r"upgrades:paths\.field = 'lanes'") as told:
        ranked(plan, *tours)
    assert told.value.code == "ENG-UPG-003"


def test_nothing_to_move_and_nothing_to_build():
    plan = plan_of(offers=[offer()])
    result = ranked(plan)
    assert len(result.upgrade_values) == 0
    assert result.figures()["upgrades"] == 0


def test_a_limit_smaller_than_a_load_has_no_price_and_is_worked_out():
    # A fifth of a train a day takes no load of a train, so that the unit goes the other way: ten
    # days instead of two. No use of it, and so no price, says that more of it opens the short way.
    links = [rail(capacity_per_day=0.2), link("slow", "a", "z", "rail", 10)]
    plan = plan_of(capabilities=[TRAIN], links=links, upgrades=[upgrade()])
    row = only(ranked(plan, tour("t0")))
    assert row.at_most is None
    assert row.outcome is UpgradeOutcome.WORKED_OUT
    assert row.gain == pytest.approx(8.08)
