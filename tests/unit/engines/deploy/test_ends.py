"""Ends of tours by hand: reliefs that overlap, ways home, and units that go on elsewhere."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import MovePurpose
from tests.unit.engines.deploy.moves import (
    bindings_of,
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

TRAIN = unit(wagons=30, tonnes=300)


def one_train_a_day(**more):
    return link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains", **more)


def ends_of(result):
    return {row.assignment: row for row in result.returns}


def relieved(**later):
    plan = plan_of(
        capabilities=[TRAIN],
        links=[one_train_a_day()],
        requirements=[line(overlap_days=5)],
        offers=[offer(), offer("p", **later)],
    )
    forces = force_of(
        plan,
        tour("t1", unit="o.1", until_day=30),
        tour("t2", offer="p", unit="p.1", from_day=30, until_day=60),
    )
    return plan, forces, schedule_deployment(plan, forces)


def test_a_relief_overlaps_and_then_the_first_goes_home():
    plan, forces, result = relieved()
    assert days_of(result) == {"t1": 2, "t2": 16}
    first, second = ends_of(result)["t1"], ends_of(result)["t2"]
    # Five days beside its relief, two on the way; it is wanted home two weeks later.
    assert (first.end_day, first.relieved_by, first.release_day) == (30, "t2", 35)
    assert (first.site_clear_day, first.home_day, first.wanted_day) == (35, 37, 51)
    assert (first.late_days, first.gap_days, first.binding) == (0, 0, None)
    assert (second.relieved_by, second.gap_days) == (None, None)
    assert (second.release_day, second.home_day) == (60, 62)
    assert [(row.id, row.purpose) for row in result.loads] == [
        ("t1.1", MovePurpose.DEPLOYMENT),
        ("t1.home.1", MovePurpose.RETURN),
        ("t2.1", MovePurpose.DEPLOYMENT),
        ("t2.home.1", MovePurpose.RETURN),
    ]
    assert result.closure_day == 16
    # Each is released on the way out when it arrives in two days; on the way home likewise, and
    # that weighs a tenth.
    late = 2 + 0.01 * (2 + 2) + 0.1 * 0.01 * (2 + 2)
    assert result.provenance.objective == pytest.approx(late)
    assert verify_deployment(plan, forces, result) == []


def test_a_relief_that_is_late_leaves_a_gap():
    plan, forces, result = relieved(notice_days=40)
    assert days_of(result)["t2"] == 42
    assert ends_of(result)["t1"].gap_days == 42 - 35
    assert result.late_reliefs == 1
    assert verify_deployment(plan, forces, result) == []


def test_a_tour_that_lasts_to_the_end_has_no_way_home():
    result = deploy(plan_of(capabilities=[TRAIN], links=[one_train_a_day()]))
    assert (len(result.returns), len(result.loads)) == (0, 1)


def test_who_cannot_be_home_before_the_plan_ends_is_not_followed():
    plan = plan_of(capabilities=[TRAIN], links=[one_train_a_day()])
    result = deploy(plan, tour(until_day=89))
    end = ends_of(result)["t1"]
    assert (end.release_day, end.home_day, end.binding) == (89, None, "offers:o.tour_max_days")
    assert (len(result.loads), result.not_home) == (1, 1)
    assert verify_deployment(plan, force_of(plan, tour(until_day=89)), result) == []


def test_nobody_leaves_before_all_of_the_unit_is_there():
    # Two units of three trains share one train a day; both tours are over before they are whole.
    plan = plan_of(
        capabilities=[unit(wagons=90, tonnes=900)],
        links=[one_train_a_day()],
        offers=[offer(quantity=2)],
    )
    tours = [tour(f"t{i}", unit=f"o.{i}", until_day=3) for i in (1, 2)]
    result = deploy(plan, *tours)
    arrived = days_of(result)
    # Whether the trains of both take turns makes no difference to the mean over their loads.
    assert max(day or 90 for day in arrived.values()) == 7
    legs = {leg.load: leg for leg in result.legs}
    home = [load for load in result.loads if load.purpose is MovePurpose.RETURN]
    assert len(home) == 6
    for load in home:
        assert legs[load.id].depart_day >= (arrived[load.owner] or 90)
    value, bound = result.provenance.objective, result.provenance.bound
    assert value is not None
    assert bound is not None
    assert value >= bound
    assert verify_deployment(plan, force_of(plan, *tours), result) == []


def test_who_never_comes_out_does_not_go_home():
    result = deploy(plan_of(links=[]), tour(until_day=30))
    assert (len(result.returns), result.unfinished) == (0, 1)


def test_no_way_home_is_named_and_keeps_the_unit_from_its_next_tour():
    plan = plan_of(capabilities=[TRAIN], links=[one_train_a_day(both_ways=False)])
    tours = [tour("t1", until_day=30), tour("t2", unit="o.t1", from_day=40)]
    result = deploy(plan, *tours)
    end = ends_of(result)["t1"]
    assert (end.release_day, end.home_day, end.wanted_day) == (None, None, None)
    assert end.binding == "offers:o.origin"
    assert days_of(result) == {"t1": 2, "t2": None}
    assert bindings_of(result)["t2"] == "offers:o.origin"
    assert verify_deployment(plan, force_of(plan, *tours), result) == []


def test_a_unit_goes_on_elsewhere_from_where_it_is():
    plan = plan_of(
        capabilities=[TRAIN],
        locations=[place("a"), place("y"), place("z")],
        sectors=[
            {"id": "s", "name": "S", "location": "z"},
            {"id": "u", "name": "U", "location": "y"},
        ],
        links=[one_train_a_day(), link("zy", "z", "y", "rail", 1)],
        requirements=[line(), line("q", "u")],
    )
    tours = [
        tour("t1", unit="o.1", until_day=30),
        tour("t2", unit="o.1", requirement="q", from_day=30, until_day=60),
    ]
    result = deploy(plan, *tours)
    assert [(leg.load, leg.link) for leg in result.legs] == [
        ("t1.1", "az"),
        ("t2.1", "zy"),
        ("t2.home.1", "zy"),
        ("t2.home.1", "az"),
    ]
    assert days_of(result) == {"t1": 2, "t2": 31}
    assert (ends_of(result)["t2"].home_day, len(result.returns)) == (63, 1)
    assert verify_deployment(plan, force_of(plan, *tours), result) == []


def test_ships_go_home_by_themselves_and_keep_their_berth_until_they_leave():
    plan = plan_of(
        capabilities=[
            unit(domain="sea", moves="self", speed_km_per_h=100 / 24, vehicles=1),
        ],
        locations=[place("a", kind="port"), place("z", kind="port", berths=1)],
        links=[link("az", "a", "z", "sea", 1)],
        requirements=[line(overlap_days=2)],
        offers=[offer(quantity=2)],
    )
    tours = [
        tour("t1", unit="o.1", until_day=30),
        tour("t2", unit="o.2", from_day=30, until_day=60),
    ]
    result = deploy(plan, *tours)
    # One day at 100 km a day; the second waits until the first has given up its berth.
    assert days_of(result) == {"t1": 1, "t2": 32}
    ends = ends_of(result)
    assert (ends["t1"].release_day, ends["t1"].home_day) == (32, 33)
    assert ends["t1"].gap_days == 0
    assert verify_deployment(plan, force_of(plan, *tours), result) == []
