"""Movements planned on from a schedule that was stopped before all of it was made."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute_deployment
from reassure.model.choices import Status, StoppedBy
from tests.unit.engines.deploy.moves import days_of, deploy, force_of, line, plan_of, tour
from tests.unit.engines.deploy.rerouted import TABLES, TOURS, fates
from tests.unit.engines.deploy.two_trains import actual


def stopped(plan, *tours, after=0):
    """Deploy, and stop once so many units are prepared."""
    n_told = 0

    def stop(_):
        nonlocal n_told
        n_told += 1
        return n_told > after

    made = deploy(plan, *tours, on_progress=stop)
    assert made.provenance.status is Status.PARTIAL
    return made


def planned_on(as_of_day, *actuals, tours=TOURS, after=0, horizon_days=90, **tables):
    plan = plan_of(horizon_days, **TABLES | tables, actuals=list(actuals))
    old = stopped(plan_of(horizon_days, **TABLES | tables), *tours, after=after)
    force = force_of(plan, *tours)
    new = reroute_deployment(plan, force, old, as_of_day=as_of_day)
    assert verify_deployment(plan, force, new) == []
    return new


def notes_of(result, words):
    return [text for text in result.assumptions if words in text]


def test_what_the_stop_left_out_is_scheduled_from_scratch():
    new = planned_on(3)
    assert set(fates(new).values()) == {"added"}
    assert days_of(new) == {"t1": 7, "t2": 9}
    assert len(notes_of(new, "stopped before all of it was made")) == 1


def test_the_status_is_that_of_the_schedule_made_now():
    # All of it is scheduled now, so it is whole, whatever the earlier one was.
    made = planned_on(0).provenance
    best = deploy(plan_of(**TABLES), *TOURS).provenance
    assert made.status is Status.OPTIMAL
    assert (made.status, made.stopped_by) == (best.status, best.stopped_by)
    assert (made.objective, made.bound) == pytest.approx((best.objective, best.bound))


def test_a_stop_of_this_one_too_is_partial():
    plan = plan_of(**TABLES)
    force = force_of(plan, *TOURS)
    new = reroute_deployment(
        plan, force, stopped(plan, *TOURS), as_of_day=3, on_progress=lambda _: True
    )
    assert (new.provenance.status, new.provenance.stopped_by) == (Status.PARTIAL, StoppedBy.USER)
    assert verify_deployment(plan, force, new) == []


def test_reports_of_what_has_no_way_are_said_to_count_for_nothing():
    new = planned_on(3, actual("departed", 1, "a", 0.5), actual("arrived", 2, "b", 0.5))
    assert fates(new)["t1.1"] == "added"
    (note,) = notes_of(new, "count for nothing")
    assert note.endswith("as if they had not left: 2.")
    assert notes_of(planned_on(3), "count for nothing") == []


def test_what_is_wanted_where_it_is_waits_for_no_day():
    # The unit is at home where it serves: it is there when it is ready, not when this is planned.
    at_home = {"sectors": [{"id": "s", "name": "S", "location": "a"}],
               "requirements": [line(required_day=6)]}  # fmt: skip
    new = planned_on(30, tours=(tour("t1", from_day=10),), **at_home)
    assert days_of(new) == {"t1": new.arrivals["t1"].release_day}
    assert new.arrivals["t1"].late_days == 0


def test_a_tour_after_one_that_never_arrives_is_released_by_its_own_day():
    # Both ways open after the plan has ended: nobody gets out on the first tour, and the second is
    # released by when the first might be home, after the day on which this is planned.
    shut = [
        {"id": name, "link": name, "kind": "weather", "from_day": 0, "until_day": 100}
        for name in ("bz", "bz-road")
    ]
    twice = (
        tour("t1", unit="o.1", until_day=20),
        tour("t2", unit="o.1", from_day=50, until_day=80),
    )
    new = planned_on(40, tours=twice, outages=shut)
    assert days_of(new) == {"t1": None, "t2": None}
    release_day = new.arrivals["t2"].release_day
    assert release_day is not None
    assert release_day > 50
