"""Movement under way when a link closes: nothing unreported passes it, and it is named as cause."""

from dataclasses import replace

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import rank_upgrades, reroute_deployment
from reassure.engines.deploy.executing.execution import compare_actuals
from reassure.model.errors import UsageError
from reassure.model.outputs import Arrival, Leg
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import deploy, force_of, link, place, plan_of, tour, unit
from tests.unit.engines.deploy.rerouted import legs_of, rerouted, row_of
from tests.unit.engines.deploy.two_trains import actual

FLOOD = "outages:flood.open_share"
WAY = {
    "capabilities": [unit(vehicles=10, tonnes=100)],
    "locations": [place("a"), place("b"), place("z")],
    "links": [link("ab", "a", "b", "rail"), link("bz", "b", "z", "road")],
}
ALONE = (tour("t1", until_day=30),)
SEEN = (actual("departed", 0, "a"), actual("arrived", 1, "b"))


def flood(from_day, until_day):
    row = {"id": "flood", "link": "bz", "kind": "weather"}
    return [row | {"from_day": from_day, "until_day": until_day}]


def flooded(as_of_day, from_day, until_day, *actuals, before=WAY):
    """Plan on after the road was flooded; the earlier schedule did not know of it."""
    tables = WAY | {"outages": flood(from_day, until_day)}
    return rerouted(as_of_day, *actuals, before=before, tours=ALONE, **tables)


@pytest.mark.parametrize("as_of_day", [1, 2, 3])
def test_what_has_arrived_at_a_place_waits_there_for_the_road_to_open(as_of_day):
    # It was to go on on day 1, of which nothing is reported.
    new = flooded(as_of_day, 1, 9, *SEEN)
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 9, 10)]


def test_what_has_arrived_at_a_place_does_not_leave_it_before_it_may():
    new = rerouted(2, *SEEN, tours=ALONE, **WAY)
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 2, 3)]


def test_what_was_only_seen_to_leave_has_not_passed_a_closed_road():
    # It is not overdue: it was to be there on day 2, and the day is 2.
    new = flooded(2, 1, 9, SEEN[0])
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 9, 10)]


def test_a_way_home_has_not_passed_a_closed_road_either():
    new = flooded(32, 30, 40, actual("arrived", 2, "z"))
    home = next(row.id for row in new.loads if row.purpose.value == "return")
    assert next(day for _, day, _ in legs_of(new, home)) == 40


def test_a_report_that_it_left_stands_even_if_the_road_was_closed():
    new = flooded(2, 1, 9, *SEEN, actual("departed", 1, "b"))
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 1, 2)]


@pytest.mark.parametrize(("outage", "code"), [([], "CHK-MOVE-005"), (flood(1, 9), "CHK-MOVE-007")])
def test_the_second_reading_refuses_what_left_unseen(outage, code):
    tables = WAY | {"outages": outage}
    old, plan = plan_of(**WAY), plan_of(**tables, actuals=list(SEEN))
    force = force_of(plan, *ALONE)
    new = reroute_deployment(plan, force, deploy(old, *ALONE), as_of_day=2)
    rows = [
        row.model_copy(update={"depart_day": 1, "arrive_day": 2})
        if (row.load, row.leg) == ("t1.1", 2)
        else row
        for row in new.legs
    ]
    arrivals = [row.model_copy(update={"planned_day": 2}) for row in new.arrivals]
    spoilt = replace(new, legs=Table.of(Leg, rows), arrivals=Table.of(Arrival, arrivals))
    assert code in {finding.code for finding in verify_deployment(plan, force, spoilt)}


def test_what_waits_for_the_road_names_it_beside_its_report():
    row = row_of(flooded(2, 2, 20, *SEEN), "t1.1")
    assert (row.reason, row.held_by) == ("actuals:t1-arrived-b-1", FLOOD)


def test_who_left_late_and_waits_for_nothing_names_the_report_alone():
    new = rerouted(5, actual("departed", 4, "a"), tours=ALONE, **WAY)
    row = row_of(new, "t1.1")
    assert (row.new_arrive_day, row.reason, row.held_by) == (6, "actuals:t1-departed-a-4", None)


def test_a_closure_beyond_the_plan_is_the_cause_of_all_that_follows_from_it():
    new = flooded(0, 0, 400)
    out, home = new.arrivals["t1"], new.returns["t1"]
    assert (out.planned_day, out.binding) == (None, FLOOD)
    assert (home.home_day, home.binding) == (None, FLOOD)
    changes = {row.load: (row.fate.value, row.reason) for row in new.load_changes}
    # It keeps its only way, whose end the plan does not tell; its way home is asked for still.
    assert changes["t1.1"] == ("retimed", FLOOD)
    assert changes["t1.home.1"] == ("unplaced", FLOOD)


def test_from_scratch_the_way_home_of_who_cannot_come_out_names_the_closure():
    made = deploy(plan_of(**WAY, outages=flood(0, 400)), *ALONE)
    assert made.returns["t1"].binding == FLOOD


def test_upgrades_of_a_movement_under_way_are_refused():
    plan = plan_of(**WAY, actuals=list(SEEN))
    force = force_of(plan, *ALONE)
    new = reroute_deployment(plan, force, deploy(plan, *ALONE), as_of_day=2)
    with pytest.raises(UsageError, match="deploy") as told:
        rank_upgrades(plan, force, new)
    assert told.value.code == "ENG-UPG-004"


def test_results_from_before_a_report_are_sent_to_be_planned_on():
    force = force_of(plan_of(**WAY), *ALONE)
    with pytest.raises(UsageError, match="reroute") as told:
        rank_upgrades(plan_of(**WAY, actuals=list(SEEN)), force)
    assert told.value.code == "ENG-INPUT-001"


def test_time_lost_before_it_was_planned_on_is_not_behind():
    # The train took two days instead of one, which the new schedule knows.
    seen = (actual("departed", 0, "a"), actual("arrived", 2, "b"))
    plan = plan_of(**WAY, actuals=list(seen))
    force, old = force_of(plan, *ALONE), deploy(plan_of(**WAY), *ALONE)
    new = reroute_deployment(plan, force, old, as_of_day=2)
    behind = [
        compare_actuals(plan, force, made, as_of_day=2).movement_status.records[0].behind_days
        for made in (old, new)
    ]
    assert behind == [1, 0]
