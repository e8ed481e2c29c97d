"""Movements under way planned on from records that have changed: room, ways, pledges, needs."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute_deployment, schedule_deployment
from reassure.engines.deploy.executing.execution import compare_actuals
from reassure.model.choices import MovePurpose
from tests.unit.engines.deploy.moves import (
    days_of,
    deploy,
    force_of,
    line,
    link,
    place,
    plan_of,
    tour,
    unit,
)
from tests.unit.engines.deploy.rerouted import TABLES, fates, legs_of, rerouted, row_of
from tests.unit.engines.deploy.test_deliveries import BOX, NEED, pledge
from tests.unit.engines.deploy.two_trains import actual


def test_what_is_on_the_way_goes_round_a_closed_link():
    closed = {"id": "x", "link": "bz", "kind": "weather", "from_day": 1, "until_day": 60}
    new = rerouted(
        1, actual("departed", 0, "a", 0.5), actual("arrived", 1, "b", 0.5),
        before={}, outages=[closed],
    )  # fmt: skip
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz-road", 1, 10)]
    assert {row.fate.value for row in new.load_changes} == {"under_way", "rerouted"}
    assert row_of(new, "t2.2").reason == "outages:x.open_share"


def test_more_room_brings_in_what_did_not_arrive():
    none = [link("ab", "a", "b", "rail", 1, capacity_per_day=0, capacity_unit="trains"),
            *TABLES["links"][1:]]  # fmt: skip
    new = rerouted(0, before={"links": none}, tours=(tour("t1"),))
    assert set(fates(new).values()) <= {"rerouted", "added"}
    assert days_of(new) == {"t1": 4}


def test_less_room_leaves_out_what_cannot_move_any_more():
    none = [link("ab", "a", "b", "rail", 1, capacity_per_day=0, capacity_unit="trains"),
            *TABLES["links"][1:]]  # fmt: skip
    new = rerouted(0, before={}, links=none, tours=(tour("t1"),))
    assert fates(new) == {"t1.1": "unplaced", "t1.2": "unplaced"}
    assert row_of(new, "t1.1").reason == "links:ab.capacity_per_day"
    assert days_of(new) == {"t1": None}


@pytest.mark.parametrize(
    ("required_day", "days"), [(1, [1, 1, 1, 1]), (60, [1, 1, 2, 3])], ids=["late", "in time"]
)
def test_a_unit_goes_anew_as_a_whole_where_that_saves_more_than_its_changes(required_day, days):
    # Four trains on one path a day miss the first of their days, and paths have become four a
    # day. The first goes on day 1, a day later than planned. Bringing two more forward by one and
    # two days saves three days of lateness, or none.
    rows = {"capabilities": [unit(wagons=120, tonnes=600)],
            "requirements": [line(required_day=required_day, from_day=0)]}  # fmt: skip
    paths = [TABLES["links"][0] | {"capacity_per_day": 4}, *TABLES["links"][1:]]
    plan = plan_of(**TABLES | rows | {"links": paths})
    old = plan_of(**TABLES | rows)
    moved = deploy(old, tour("t1"))
    first = min(leg.depart_day for leg in moved.legs)
    new = reroute_deployment(plan, force_of(plan), moved, as_of_day=first + 1)
    assert verify_deployment(plan, force_of(plan), new) == []
    left = sorted(leg.depart_day - first for leg in new.legs if leg.link == "ab")
    assert left == days


def test_pledges_are_tracked_and_go_on():
    rows = {
        "items": [BOX], "needs": [NEED], "pledges": [pledge()],
        "links": [link("az", "a", "z", "rail", 2, capacity_per_day=1)],
    }  # fmt: skip
    seen = {"id": "r", "pledge": "p", "location": "a", "event": "departed", "day": 5, "share": 1}
    plan, old = plan_of(**rows, actuals=[seen]), plan_of(**rows)
    force = force_of(plan)
    moved = schedule_deployment(old, force_of(old))
    told = compare_actuals(plan, force, moved, as_of_day=6)
    (row,) = told.status_of(MovePurpose.DELIVERY)
    assert (told.figures()["assignments"], told.figures()["pledges"]) == (1, 1)
    assert (row.owner, row.departed_share, row.behind_days, row.expected_day) == ("p", 1, 2, 7)
    assert not row.can_meet_wanted_day
    new = reroute_deployment(plan, force, moved, as_of_day=6)
    assert row_of(new, "p.1").fate.value == "under_way"
    assert new.deliveries["p"].planned_day == 7
    assert verify_deployment(plan, force, new) == []


def test_what_is_asked_for_no_more_is_dropped_and_what_is_new_is_added():
    rows = {"items": [BOX], "needs": [NEED], "links": [link("az", "a", "z", "rail", 2)]}
    old = plan_of(**rows, pledges=[pledge("p")])
    plan = plan_of(**rows, pledges=[pledge("q")])
    moved = schedule_deployment(old, force_of(old))
    new = reroute_deployment(plan, force_of(plan), moved, as_of_day=0)
    assert {name: fate for name, fate in fates(new).items() if name[0] in "pq"} == {
        "p.1": "dropped",
        "q.1": "added",
    }


def parking_of(result):
    return sorted(row.day for row in result.use_days if row.limit == "parking" and row.used)


def test_who_moves_without_help_takes_its_place_from_the_day_on_which_it_is_there():
    own = {"capabilities": [unit(moves="self", domain="air")],
           "locations": [place("a"), place("z", parking=1)],
           "links": []}  # fmt: skip
    there = range(4, 8), range(9, 10)
    for actuals, days in zip(([("arrived", 4, "z")], [("departed", 1, "a")]), there, strict=True):
        told = [actual(*row) for row in actuals]
        new = rerouted(9, *told, tours=(tour("t1", until_day=8),), **own)
        assert parking_of(new) == list(days)
        # Nobody goes home before being there.
        home = new.returns["t1"].home_day
        assert home is not None
        assert home >= max(8, days[0])
