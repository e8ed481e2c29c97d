"""A unit that is reported on a later tour is not sent to an earlier one any more."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute_deployment
from tests.unit.engines.deploy.moves import days_of, deploy, force_of, plan_of, tour
from tests.unit.engines.deploy.rerouted import TABLES, fates, legs_of, row_of
from tests.unit.engines.deploy.two_trains import actual

# One unit with two tours, at home between them; from day 66 on there is no time to go out and be
# home again before the plan ends.
TWICE = (
    tour("t1", unit="o.1", until_day=20),
    tour("t2", unit="o.1", from_day=50, until_day=72),
)
HORIZON = 72


def told_of_the_later(*actuals, as_of_day=66):
    plan = plan_of(HORIZON, **TABLES, actuals=list(actuals))
    old = deploy(plan_of(HORIZON, **TABLES), *TWICE)
    force = force_of(plan, *TWICE)
    new = reroute_deployment(plan, force, old, as_of_day=as_of_day)
    assert verify_deployment(plan, force, new) == []
    return new


def test_an_earlier_tour_that_never_left_is_over():
    new = told_of_the_later(actual("departed", 66, "a", 0.5, assignment="t2"))
    assert {name: fates(new)[name] for name in ("t1.1", "t1.2", "t2.1")} == {
        "t1.1": "unplaced",
        "t1.2": "unplaced",
        "t2.1": "under_way",
    }
    assert row_of(new, "t1.1").reason == "actuals:t2-departed-a-66"
    assert new.arrivals["t1"].binding == "actuals:t2-departed-a-66.day"
    assert days_of(new)["t1"] is None
    # The rest of the unit is at home, and follows at once.
    assert legs_of(new, "t2.2")[0] == ("ab", 67, 68)
    (note,) = [text for text in new.assumptions if "later tour" in text]
    assert note.endswith("any more: 1.")


def test_what_of_it_had_left_goes_on():
    new = told_of_the_later(
        actual("departed", 60, "a", 0.5),
        actual("departed", 66, "a", 0.5, assignment="t2"),
    )
    assert (fates(new)["t1.1"], fates(new)["t1.2"]) == ("under_way", "unplaced")
    assert legs_of(new, "t1.2") == []
    assert fates(new)["t2.1"] == "under_way"


def test_a_whole_unit_on_both_tours_is_taken_at_its_word():
    # Both reports cannot be true; each is what happened, and no limit of the plan is broken.
    # The first tour is reached on the last day, and nobody is home after it before the plan ends.
    new = told_of_the_later(
        actual("departed", 69, "a"),
        actual("departed", 70, "a", 0.5, assignment="t2"),
        as_of_day=70,
    )
    assert (fates(new)["t1.1"], fates(new)["t2.1"]) == ("under_way", "under_way")
    assert days_of(new)["t2"] is None


@pytest.mark.parametrize("as_of_day", [10, 30])
def test_an_earlier_tour_goes_on_while_nothing_is_reported_of_a_later_one(as_of_day):
    new = told_of_the_later(as_of_day=as_of_day)
    assert days_of(new)["t1"] is not None
    assert not [text for text in new.assumptions if "later tour" in text]
