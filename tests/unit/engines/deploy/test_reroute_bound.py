"""Movements under way planned on: what they cost, what bounds it, and what a stop leaves."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute, reroute_deployment
from reassure.model.choices import MoveObjective, Status, StoppedBy
from tests.unit.engines.deploy.moves import (
    days_of,
    deploy,
    force_of,
    plan_of,
    tour,
)
from tests.unit.engines.deploy.rerouted import TABLES, TOURS, fates, rerouted
from tests.unit.engines.deploy.test_objectives import lift
from tests.unit.engines.deploy.two_trains import actual


def test_a_stop_leaves_out_what_only_betters():
    plan = plan_of(**TABLES)
    force = force_of(plan, *TOURS)
    new = reroute_deployment(
        plan, force, deploy(plan, *TOURS), as_of_day=2, on_progress=lambda *_: True
    )
    assert new.provenance.status in (Status.FEASIBLE, Status.PARTIAL)


def test_what_has_happened_is_in_the_bound():
    # Both trains of the first unit stand at b on day 9, and those of the other have not left: at
    # best the former go on at once, and the latter take one path each.
    seen = (actual("departed", 0, "a"), actual("arrived", 9, "b"))
    new = rerouted(9, *seen)
    made = new.provenance
    assert days_of(new) == {"t1": 11, "t2": 13}
    late = (11 - 6) * 1.0 + (12 - 6 + 13 - 6) / 2
    first = 0.01 * 11 + 0.01 * (12 + 13) / 2
    assert made.objective == pytest.approx(late + first, abs=0.1)
    assert made.bound == pytest.approx(made.objective, rel=1e-3)
    assert (made.status, made.stopped_by) in (
        (Status.OPTIMAL, StoppedBy.PROVEN),
        (Status.FEASIBLE, StoppedBy.WORK),
    )


def test_a_bound_of_the_rest_lies_below_what_few_changes_cost():
    # Paths have become four a day, but nobody is made to leave sooner for that.
    paths = [TABLES["links"][0] | {"capacity_per_day": 4}, *TABLES["links"][1:]]
    new = rerouted(0, before={}, links=paths)
    made = new.provenance
    assert set(fates(new).values()) == {"kept"}
    # All four could be there on day 3, released on day 0.
    assert made.bound is not None
    assert made.bound == pytest.approx(2 * 0.01 * 3, rel=1e-3)
    assert made.objective is not None
    assert made.bound < made.objective


def test_what_left_before_its_day_of_release_is_held_to_no_bound():
    # Wanted on day 60, the unit was to leave on day 43; it left on day 10.
    left = (actual("departed", 10, "a"), actual("arrived", 13, "z"))
    new = rerouted(30, *left, tours=(tour("t1", from_day=60),))
    assert days_of(new) == {"t1": 13}
    assert [(row.closure_day, row.closure_bound) for row in new.closures] == [(13, None)]


def test_where_nothing_can_arrive_any_more_all_of_it_is_the_bound():
    # From day 28 on nobody is at z by day 30; the trains that leave all the same cost their lift.
    rows = TABLES | {"lifts": [lift("t", "rail", 9, wagons=30, speed_km_per_h=40)]}
    plan = plan_of(30, **rows)
    force = force_of(plan, *TOURS)
    old = deploy(plan, *TOURS, objective=MoveObjective.LIFT)
    made = reroute_deployment(plan, force, old, as_of_day=28)
    assert verify_deployment(plan, force, made) == []
    assert days_of(made) == {"t1": None, "t2": None}
    bound, objective = made.provenance.bound, made.provenance.objective
    assert bound is not None
    assert objective is not None
    assert 0 < bound < objective


@pytest.mark.parametrize(
    ("excess", "codes"), [(1e-12, []), (1e-3, ["CHK-MOVE-017"])], ids=["rounding", "wrong"]
)
def test_a_bound_above_the_schedule_by_more_than_rounding_shows(monkeypatch, excess, codes):
    def too_high(ways, planned, aim, value, **_):
        return value * (1 + excess)

    monkeypatch.setattr(reroute, "bound_of_rest", too_high)
    plan = plan_of(**TABLES)
    force = force_of(plan, *TOURS)
    made = reroute_deployment(plan, force, deploy(plan, *TOURS), as_of_day=0)
    assert [item.code for item in verify_deployment(plan, force, made)] == codes
    assert (made.provenance.bound == made.provenance.objective) is (not codes)
