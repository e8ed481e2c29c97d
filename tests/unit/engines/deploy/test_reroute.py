"""Movements under way planned on, by hand: what stays, what goes on, what changes and why."""

from dataclasses import replace

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute_deployment
from reassure.model.errors import UsageError
from tests.unit.engines.deploy.moves import (
    days_of,
    deploy,
    force_of,
    line,
    link,
    plan_of,
    tour,
    unit,
)
from tests.unit.engines.deploy.rerouted import TABLES, TOURS, fates, legs_of, rerouted, row_of
from tests.unit.engines.deploy.two_trains import actual


def test_without_reports_and_changes_everything_is_kept():
    new, old = rerouted(0), deploy(plan_of(**TABLES), *TOURS)
    assert set(fates(new).values()) == {"kept"}
    assert new.legs.frame.equals(old.legs.frame)
    assert new.arrivals.frame.equals(old.arrivals.frame)
    assert (new.provenance.objective, new.provenance.bound) == pytest.approx(
        (old.provenance.objective, old.provenance.bound)
    )
    assert (new.closure_day, new.closure_day_before) == (6, 6)


def test_a_delayed_train_changes_its_unit_alone():
    # The first train left on day 0 and is at b on day 3, two days late; the second of its unit,
    # planned for day 1, has not left by then and takes the next free path, on day 4: after those
    # of the other unit on days 2 and 3, of which one has left.
    new = rerouted(
        3,
        actual("departed", 0, "a", 0.5),
        actual("arrived", 3, "b", 0.5),
        actual("departed", 2, "a", 0.5, assignment="t2"),
    )
    assert fates(new) == {
        "t1.1": "under_way",
        "t1.2": "retimed",
        "t2.1": "under_way",
        "t2.2": "kept",
    }
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 3, 5)]
    assert legs_of(new, "t1.2") == [("ab", 4, 5), ("bz", 5, 7)]
    assert legs_of(new, "t2.1") == [("ab", 2, 3), ("bz", 3, 5)]
    assert row_of(new, "t1.1").reason == "actuals:t1-arrived-b-3"
    assert (row_of(new, "t1.2").old_arrive_day, row_of(new, "t1.2").new_arrive_day) == (4, 7)
    told = new.figures()["rerouting"]
    assert (told["later"], told["sooner"], told["closure_day_before"]) == (2, 0, 6)
    assert new.closure_day == 7


def test_what_has_arrived_stays_as_it_happened():
    new = rerouted(4, actual("departed", 1, "a", 0.5), actual("closed", 4, "z", 0.5))
    assert fates(new)["t1.1"] == "done"
    assert legs_of(new, "t1.1")[-1] == ("bz", 2, 4)
    # The others have not left: their days are past, without any report.
    assert row_of(new, "t2.1").reason == "legs:t2.1|1.depart_day"
    assert days_of(new)["t1"] == 7


def test_what_arrived_sooner_than_the_model_has_it_left_sooner():
    new = rerouted(5, actual("arrived", 3, "z", 0.5))
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 1, 3)]


def test_a_place_of_which_nobody_reports_is_passed_as_planned():
    new = rerouted(2, actual("departed", 0, "a", 0.5), actual("departed", 1, "a", 0.5))
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 1, 3)]
    assert legs_of(new, "t1.2") == [("ab", 1, 2), ("bz", 2, 4)]
    # It should be at z by day 3: on day 5 it is known not to be, and was last seen at a.
    new = rerouted(5, actual("departed", 0, "a", 0.5), actual("departed", 1, "a", 0.5))
    assert days_of(new)["t1"] == 7


def test_what_has_moved_beyond_a_limit_is_no_fault_of_the_plan():
    # Both trains of the first unit left on one day, on a path for one a day.
    new = rerouted(1, actual("departed", 0, "a"))
    assert fates(new) == {"t1.1": "under_way", "t1.2": "under_way", "t2.1": "kept", "t2.2": "kept"}
    used = [row.used for row in new.use_days if row.link == "ab" and row.day == 0]
    assert used == [2]


def test_who_moves_without_help_is_there_when_that_is_reported():
    own = {"capabilities": [unit(moves="self", domain="land")], "requirements": [line()],
           "links": [link("az", "a", "z", "road", 2)]}  # fmt: skip
    on_time = rerouted(1, tours=(tour("t1"),), **own)
    assert fates(on_time) == {"t1": "retimed"}
    assert days_of(on_time) == {"t1": 2}
    left = rerouted(2, actual("departed", 1, "a"), tours=(tour("t1"),), **own)
    assert (fates(left), days_of(left)) == ({"t1": "under_way"}, {"t1": 2})
    overdue = rerouted(9, actual("departed", 1, "a"), tours=(tour("t1"),), **own)
    assert days_of(overdue) == {"t1": 9}
    there = rerouted(9, actual("arrived", 5, "z"), tours=(tour("t1"),), **own)
    assert (fates(there), days_of(there)) == ({"t1": "done"}, {"t1": 5})


def test_a_day_outside_the_plan_is_refused():
    plan = plan_of(**TABLES)
    with pytest.raises(UsageError, match="ENG-DAY-001"):
        reroute_deployment(plan, force_of(plan), deploy(plan), as_of_day=90)


def test_the_verifier_still_sees_what_has_not_moved():
    plan = plan_of(**TABLES, actuals=[actual("departed", 0, "a", 0.5)])
    force = force_of(plan, *TOURS)
    new = reroute_deployment(plan, force, deploy(plan_of(**TABLES), *TOURS), as_of_day=1)
    legs = [leg.model_dump() | ({"depart_day": 0, "arrive_day": 1} if leg.link == "ab" else {})
            for leg in new.legs]  # fmt: skip
    spoilt = replace(new, legs=type(new.legs).of(type(new.legs.records[0]), legs))
    found = {item.code for item in verify_deployment(plan, force, spoilt)}
    assert "CHK-MOVE-012" in found
