"""Why a load changes: the report of where it was last, or its day that has passed without one."""

from tests.unit.engines.deploy.moves import line, link, tour, unit
from tests.unit.engines.deploy.rerouted import rerouted, row_of
from tests.unit.engines.deploy.two_trains import actual

ALONE = (tour("t1"),)


def test_a_load_that_did_not_leave_names_its_own_day_and_not_the_report_of_another():
    # One train of the unit left on its day and is seen at b; the other merely did not leave.
    seen = (actual("departed", 0, "a", 0.5), actual("arrived", 1, "b", 0.5))
    new = rerouted(3, *seen, tours=ALONE)
    one, other = row_of(new, "t1.1"), row_of(new, "t1.2")
    assert (one.fate.value, one.reason) == ("under_way", "actuals:t1-arrived-b-1")
    assert (other.fate.value, other.reason) == ("retimed", "legs:t1.2|1.depart_day")
    assert (other.origin, other.old_depart_day) == ("a", 1)


def test_each_load_under_way_names_the_report_of_where_it_was_last():
    seen = (
        actual("departed", 0, "a", 0.5),
        actual("departed", 1, "a", 0.5),
        actual("arrived", 2, "b", 0.5),
    )
    new = rerouted(3, *seen, tours=ALONE)
    assert row_of(new, "t1.1").reason == "actuals:t1-arrived-b-2"
    assert row_of(new, "t1.2").reason == "actuals:t1-departed-a-1"


def test_what_was_seen_further_on_has_left_by_that_report():
    new = rerouted(3, actual("arrived", 1, "b", 0.5), tours=ALONE)
    assert row_of(new, "t1.1").reason == "actuals:t1-arrived-b-1"


def test_who_moves_without_help_and_did_not_leave_names_its_day_of_release():
    own = {"capabilities": [unit(moves="self", domain="land")], "requirements": [line()],
           "links": [link("az", "a", "z", "road", 2)]}  # fmt: skip
    new = rerouted(1, actual("loaded", 0, "a"), tours=ALONE, **own)
    row = row_of(new, "t1")
    assert (row.fate.value, row.reason) == ("retimed", "arrivals:t1.release_day")
    assert (row.origin, row.old_depart_day) == ("a", 0)


def test_a_load_that_is_kept_names_nothing():
    row = row_of(rerouted(0), "t1.1")
    assert (row.reason, row.origin, row.old_depart_day) == (None, "a", 0)
