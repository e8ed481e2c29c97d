"""Movements under way planned on, by hand: what stays, what goes on, what changes and why."""

from dataclasses import replace

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute_deployment, schedule_deployment
from reassure.engines.deploy.executing.execution import compare_actuals
from reassure.model.choices import MovePurpose, Status, StoppedBy
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
from tests.unit.engines.deploy.test_deliveries import BOX, NEED, pledge
from tests.unit.engines.deploy.two_trains import TABLES as RAILWAY
from tests.unit.engines.deploy.two_trains import actual

# Beside the railway there is a slow road from b.
TABLES = RAILWAY | {"links": [*RAILWAY["links"], link("bz-road", "b", "z", "road", 9)]}
TOURS = (tour("t1"), tour("t2"))


def rerouted(as_of_day, *actuals, before=None, tours=TOURS, **tables):
    """Plan on; the earlier schedule is that of the plan without reports, or of other tables."""
    old = plan_of(**TABLES | (tables if before is None else before))
    plan = plan_of(**TABLES | tables, actuals=list(actuals))
    force = force_of(plan, *tours)
    new = reroute_deployment(plan, force, deploy(old, *tours), as_of_day=as_of_day)
    assert verify_deployment(plan, force, new) == []
    return new


def fates(result):
    return {row.load: row.fate.value for row in result.load_changes}


def legs_of(result, load):
    return [(leg.link, leg.depart_day, leg.arrive_day) for leg in result.legs if leg.load == load]


def row_of(result, load):
    return result.load_changes[load]


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


def test_what_is_on_the_way_goes_round_a_closed_link():
    closed = {"id": "x", "link": "bz", "kind": "weather", "from_day": 1, "until_day": 60}
    new = rerouted(
        1, actual("departed", 0, "a", 0.5), actual("arrived", 1, "b", 0.5),
        before={}, outages=[closed],
    )  # fmt: skip
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz-road", 1, 10)]
    assert {row.fate.value for row in new.load_changes} == {"under_way", "rerouted"}
    assert row_of(new, "t2.2").reason == "outages:x.open_share"


def test_what_has_moved_beyond_a_limit_is_no_fault_of_the_plan():
    # Both trains of the first unit left on one day, on a path for one a day.
    new = rerouted(1, actual("departed", 0, "a"))
    assert fates(new) == {"t1.1": "under_way", "t1.2": "under_way", "t2.1": "kept", "t2.2": "kept"}
    used = [row.used for row in new.use_days if row.link == "ab" and row.day == 0]
    assert used == [2]


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


def test_a_stop_leaves_out_what_only_betters():
    plan = plan_of(**TABLES)
    force = force_of(plan, *TOURS)
    new = reroute_deployment(
        plan, force, deploy(plan, *TOURS), as_of_day=2, on_progress=lambda *_: True
    )
    assert new.provenance.status in (Status.FEASIBLE, Status.PARTIAL)


BESIDE = [*TABLES["links"], link("ac", "a", "c", "rail", 1), link("cz", "c", "z", "rail", 3)]
SEEN = (actual("departed", 0, "a", 0.5), actual("arrived", 2, "c", 0.5))


def test_what_was_seen_off_its_way_goes_on_from_there():
    new = rerouted(3, *SEEN, links=BESIDE)
    assert fates(new)["t1.1"] == "under_way"
    # Nobody saw it on its way to c; it is taken to have gone there by the quickest.
    assert legs_of(new, "t1.1") == [("ac", 0, 1), ("cz", 3, 6)]
    assert row_of(new, "t1.1").reason == "actuals:t1-arrived-c-2"
    # The other train of the unit was not seen there.
    assert legs_of(new, "t1.2")[0][0] == "ab"
    (told,) = [text for text in new.assumptions if "off their planned way" in text]
    assert told.endswith("by the quickest way: 1.")


def test_where_it_strayed_from_is_where_it_was_seen_on_its_way():
    links = [*TABLES["links"], link("bc", "b", "c", "road", 1), link("cz", "c", "z", "road", 2)]
    seen = (actual("departed", 0, "a", 0.5), actual("arrived", 1, "b", 0.5),
            actual("departed", 4, "c", 0.5))  # fmt: skip
    new = rerouted(5, *seen, links=links)
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bc", 1, 2), ("cz", 5, 7)]


def test_what_came_back_to_its_way_goes_on_along_it():
    seen = (*SEEN, actual("arrived", 4, "b", 0.5))
    new = rerouted(5, *seen, links=BESIDE)
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 4, 6)]


def test_one_that_is_there_did_not_stray():
    seen = (actual("departed", 1, "a"), actual("arrived", 2, "c", 0.5),
            actual("arrived", 3, "z", 0.5))  # fmt: skip
    new = rerouted(4, *seen, links=BESIDE)
    assert (fates(new)["t1.1"], fates(new)["t1.2"]) == ("done", "under_way")
    assert legs_of(new, "t1.2") == [("ac", 1, 2), ("cz", 4, 7)]


def test_a_place_that_no_way_leads_to_counts_as_where_it_was_last():
    new = rerouted(3, *SEEN)
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 1, 3)]
    told = "Loads seen where no way leads are taken to be where they were last: 1."
    assert told in new.assumptions


def test_a_movement_that_strayed_can_be_planned_on_again():
    plan = plan_of(**TABLES | {"links": BESIDE}, actuals=list(SEEN))
    force = force_of(plan, *TOURS)
    first = rerouted(3, *SEEN, links=BESIDE)
    again = reroute_deployment(plan, force, first, as_of_day=3)
    assert verify_deployment(plan, force, again) == []
    assert legs_of(again, "t1.1") == legs_of(first, "t1.1")


def test_who_moves_without_help_goes_on_from_where_it_was_seen():
    own = {"capabilities": [unit(moves="self", domain="land")], "requirements": [line()],
           "links": [link("az", "a", "z", "road", 2), link("cz", "c", "z", "road", 1,
                                                           distance_km=4800)]}  # fmt: skip
    seen = (actual("departed", 1, "a"), actual("arrived", 3, "c"))
    new = rerouted(4, *seen, tours=(tour("t1"),), **own)
    assert fates(new) == {"t1": "under_way"}
    # 4800 km at 20 km/h are ten days.
    assert days_of(new) == {"t1": 14}
    assert new.arrivals["t1"].wanted_day == 0


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
