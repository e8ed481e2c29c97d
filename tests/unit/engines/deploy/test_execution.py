"""Actuals against the plan, by hand; what is wrong in them is named all at once."""

import datetime as dt

import pytest

from reassure.checks.actuals import verify_actuals
from reassure.engines.deploy.executing.execution import compare_actuals
from tests.unit.engines.deploy.moves import (
    deploy,
    force_of,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)
from tests.unit.engines.deploy.two_trains import TABLES, actual


def tracked(as_of_day, *actuals, **tables):
    plan = plan_of(**TABLES | tables, actuals=list(actuals))
    force, moved = force_of(plan), deploy(plan)
    return compare_actuals(plan, force, moved, as_of_day=as_of_day)


def status(as_of_day, *actuals, **tables):
    (row,) = tracked(as_of_day, *actuals, **tables).movement_status
    return row


def codes(*actuals, as_of_day=9, tours=(), **tables):
    plan = plan_of(**TABLES | tables, actuals=list(actuals))
    findings = verify_actuals(plan, force_of(plan), deploy(plan, *tours), as_of_day=as_of_day)
    return [(item.code, item.severity.value, item.id) for item in findings]


def test_the_plan_is_as_solved_by_hand():
    plan = plan_of(**TABLES)
    assert [(leg.link, leg.depart_day, leg.arrive_day) for leg in deploy(plan).legs] == [
        ("ab", 0, 1),
        ("bz", 1, 3),
        ("ab", 1, 2),
        ("bz", 2, 4),
    ]


def test_as_planned_nothing_is_behind():
    row = status(3, actual("departed", 0, "a", 0.5), actual("departed", 1, "a", 0.5),
                 actual("arrived", 3, "z", 0.5))  # fmt: skip
    assert (row.departed_share, row.planned_departed_share) == (1, 1)
    assert (row.arrived_share, row.planned_arrived_share) == (0.5, 0.5)
    assert (row.behind_days, row.expected_day, row.can_meet_wanted_day) == (0, 4, True)
    assert (row.last_location, row.last_day) == ("z", 3)


def test_nothing_reported_is_as_late_as_the_day_says():
    # The first train was to leave on day 0 and leaves on day 4 at the soonest: four days late;
    # the second three. They arrive on days 7 and 7, one after the wanted day.
    row = status(3)
    assert (row.departed_share, row.arrived_share, row.last_location) == (0, 0, None)
    assert (row.behind_days, row.expected_day, row.can_meet_wanted_day) == (4, 7, False)


def test_before_the_first_day_of_the_plan_nothing_is_behind():
    row = status(-1)
    assert (row.behind_days, row.expected_day, row.planned_day) == (0, 4, 4)


def test_a_delay_on_the_way_carries_on_to_the_end():
    # The first train is at b on day 3, two days late; the second still has to leave, at the
    # soonest on day 4 instead of day 1.
    row = status(3, actual("departed", 0, "a", 0.5), actual("arrived", 3, "b", 0.5))
    assert (row.departed_share, row.behind_days, row.expected_day) == (0.5, 3, 7)
    row = status(3, actual("departed", 0, "a"), actual("arrived", 3, "b"))
    # Both are at b: the first two days late, the second one.
    assert (row.departed_share, row.behind_days, row.expected_day) == (1, 2, 5)


def test_places_without_any_report_say_nothing():
    row = status(2, actual("departed", 0, "a", 0.5), actual("departed", 1, "a", 0.5))
    assert (row.behind_days, row.expected_day) == (0, 4)


def test_ahead_counts_on_arrival_alone():
    # The first train is there a day early; the second left a day early, and is still expected
    # on the day of the plan.
    row = status(2, actual("arrived", 2, "z", 0.5), actual("departed", 0, "a"))
    assert (row.behind_days, row.expected_day) == (-1, 4)
    row = status(2, actual("arrived", 2, "z"))
    # The first is a day early and the second two: the worse of the two counts.
    assert (row.behind_days, row.expected_day, row.departed_share) == (-1, 2, 1)


def test_closed_means_arrived_and_arrived_means_departed_and_loaded():
    row = status(5, actual("closed", 5, "z"))
    assert (row.loaded_share, row.departed_share, row.arrived_share, row.closed_share) == (1,) * 4
    assert (row.behind_days, row.expected_day, row.can_meet_wanted_day) == (2, 5, True)


def test_loaded_stays_below_departed():
    row = status(0, actual("loaded", 0, "a"), actual("departed", 0, "a", 0.5))
    assert (row.loaded_share, row.departed_share) == (1, 0.5)


def test_shares_of_two_digits_make_whole_loads():
    third = {"capabilities": [unit(wagons=90, tonnes=600)]}
    events = [actual("arrived", 3 + i, "z", 0.33, id=f"x{i}") for i in range(3)]
    row = status(5, *events, **third)
    assert (row.behind_days, row.expected_day) == (0, 5)


def test_later_actuals_are_left_out():
    assert status(3, actual("arrived", 4.0, "z")) == status(3)
    assert status(4, actual("arrived", 4.9, "z")).arrived_share == 1


def test_what_stays_is_left_out_and_said():
    plan = plan_of(**TABLES | {"offers": [offer(state="deployed")]})
    tours = (tour("t1"), tour("t2", from_day=60, unit="o.t2"))
    force, moved = force_of(plan, *tours), deploy(plan, *tours)
    result = compare_actuals(plan, force, moved, as_of_day=0)
    assert [row.owner for row in result.movement_status] == ["t2"]
    assert "Assignments that are in place already are left out: 1." in result.assumptions


def test_what_never_arrives_has_no_expected_day():
    row = status(3, links=[link("ab", "a", "b", "rail", 1)])
    assert (row.planned_day, row.expected_day, row.behind_days) == (None, None, None)
    assert not row.can_meet_wanted_day
    # Unless it has arrived after all.
    row = status(3, actual("arrived", 3, "z"), links=[link("ab", "a", "b", "rail", 1)])
    assert (row.expected_day, row.can_meet_wanted_day) == (3, True)


def test_units_that_move_themselves_arrive_as_one():
    itself = {
        "capabilities": [unit(domain="air", moves="self", speed_km_per_h=10, vehicles=1)],
        "locations": [place("a"), place("z", lat=9)],
        "links": [],
    }
    row = status(0, **itself)
    assert row.planned_departed_share is None
    planned = row.planned_day or 0
    assert planned > 0
    late = status(planned + 1, **itself)
    assert (late.behind_days, late.expected_day) == (2, planned + 2)
    assert status(planned, actual("arrived", planned, "z"), **itself).behind_days == 0


def test_shares_in_place_by_day():
    result = tracked(4, actual("departed", 1, "a"), actual("arrived", 4, "z", 0.5))
    days = [
        (row.planned_share, row.actual_share, row.expected_share) for row in result.in_place_days
    ]
    # The first train came a day late; the second left as planned and is still expected, but not
    # on day 4, which is over.
    assert days == [
        (0, 0, 0),
        (0, 0, 0),
        (0, 0, 0),
        (0.5, 0, 0),
        (1, 0.5, 0.5),
        (1, None, 1),
    ]
    assert (result.behind, result.endangered, result.expected_closure_day) == (1, 0, 5)
    assert result.summary()["actual_share"] == 0.5


def test_sound_actuals_have_no_finding():
    assert codes(
        actual("loaded", 0, "a"), actual("departed", 0, "a", 0.5), actual("departed", 1, "a", 0.5),
        actual("arrived", 1, "b"), actual("departed", 2, "b"), actual("arrived", 3, "z"),
        actual("closed", 4, "z"),
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            [actual("departed", 0, "a", assignment="t9")],
            ("CHK-ACT-001", "fault", "t9-departed-a-0"),
        ),
        (
            [actual("departed", 3, "a"), actual("arrived", 2, "z")],
            ("CHK-ACT-002", "fault", "t1-arrived-z-2"),
        ),
        (
            [actual("departed", 1, "a", 0.3), actual("arrived", 2, "z", 0.5)],
            ("CHK-ACT-002", "fault", "t1-arrived-z-2"),
        ),
        (
            [actual("departed", 1, "a", 0.7), actual("departed", 2, "a", 0.7)],
            ("CHK-ACT-003", "fault", "t1-departed-a-2"),
        ),
        ([actual("arrived", 2, "c")], ("CHK-ACT-004", "warning", "t1-arrived-c-2")),
        ([actual("closed", 2, "b")], ("CHK-ACT-005", "fault", "t1-closed-b-2")),
        ([actual("arrived", 12, "z")], ("CHK-ACT-006", "warning", "t1-arrived-z-12")),
    ],
)
def test_faults_are_named(rows, found):
    assert codes(*rows) == [found]


def test_all_faults_are_named_at_once_and_in_words():
    rows = [actual("departed", 0, "a", assignment="t9"), actual("closed", 2, "b")]
    assert [code for code, _, _ in codes(*rows)] == ["CHK-ACT-005", "CHK-ACT-001"]
    plan = plan_of(**TABLES, actuals=rows)
    first, _ = verify_actuals(plan, force_of(plan), deploy(plan), as_of_day=9)
    assert str(first) == (
        "actuals.csv, location (t1-closed-b-2): found t1 closed at b; expected its destination, z; "
        "correct the place, or write arrived for a stop on the way. [CHK-ACT-005]"
    )


def test_an_event_of_the_future_is_a_fault():
    plan = plan_of(**TABLES, actuals=[actual("arrived", 8, "z")])
    begun = {"c_day": dt.date(2026, 1, 1), "as_of": dt.date(2026, 1, 6)}
    plan = type(plan)(plan.meta.model_copy(update=begun), **dict(plan.tables()))
    (found,) = verify_actuals(plan, force_of(plan), deploy(plan), as_of_day=9)
    assert (found.code, found.severity.value) == ("CHK-ACT-006", "fault")
    assert "today, day 5" in found.expected


def test_actuals_of_pledges_that_do_not_move_are_left_out():
    plan = plan_of(**TABLES, actuals=[actual("arrived", 2, "z", assignment=None, pledge="p")])
    assert verify_actuals(plan, force_of(plan), deploy(plan), as_of_day=9) == []
    result = compare_actuals(plan, force_of(plan), deploy(plan), as_of_day=9)
    assert "Actuals of pledges that do not move are left out: 1." in result.assumptions


def test_every_load_has_a_row_of_its_own():
    seen = (actual("departed", 0, "a", 0.5), actual("arrived", 3, "b", 0.5))
    result = tracked(4, *seen)
    rows = {row.load: row for row in result.load_status}
    first, second = rows["t1.1"], rows["t1.2"]
    assert (first.last_event, first.last_location, first.last_day) == ("arrived", "b", 3)
    assert (first.behind_days, first.planned_day, first.expected_day) == (2, 3, 5)
    assert (second.last_event, second.last_location, second.last_day) == (None, None, None)
    assert (second.behind_days, second.planned_day, second.expected_day) == (4, 4, 8)
    # What the movement is told as is the worst of them.
    (row,) = result.movement_status
    assert (row.behind_days, row.expected_day) == (4, 8)


def test_a_load_seen_off_its_way_is_told_where_it_was_seen():
    result = tracked(4, actual("departed", 0, "a", 0.5), actual("arrived", 2, "c", 0.5))
    row = {row.load: row for row in result.load_status}["t1.1"]
    assert (row.last_event, row.last_location, row.last_day) == ("arrived", "c", 2)
