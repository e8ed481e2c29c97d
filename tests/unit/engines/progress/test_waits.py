"""What milestones wait for, judged by the records, one kind after the other."""

import datetime as dt
from dataclasses import replace

import pytest

from reassure.engines.progress import assess_progress
from reassure.model.errors import UsageError
from reassure.model.movement_outputs import Delivery
from reassure.model.progress_choices import MilestoneStanding, WaitStanding
from reassure.model.table import Table
from tests.progress_case import assess, days, forces, milestone, moved, plan_of

C_DAY = dt.date(2026, 3, 2)
HOLDS, FROM_DAY, OPEN = WaitStanding.HOLDS, WaitStanding.FROM_DAY, WaitStanding.OPEN
ASSUMED = WaitStanding.ASSUMED
WORDS = {"series": "10", "number": "1", "title": "Search", "text": "x", "kind": "permission"}
MEASURE = {"id": "m", **WORDS}
TRUCE = {"id": "truce", "name": "Truce", "kind": "truce"}
ITEM = {"id": "tent", "name": "Tent", "kind": "shelter", "unit": "pieces", "kg_per_unit": 100}
PLEDGE = {"id": "tents", "nation": "FRA", "item": "tent", "announced_date": "2026-01-01"}


def vote(**cells):
    return {"id": "x", "nation": "FRA", "title": "Mandate", "kind": "parliament"} | cells


def event(day, state, **cells):
    return {"id": f"e{day}", "measure": "m", "state": state, "day": day, "by": "HQ"} | cells


def stood(day, state, **cells):
    date = C_DAY + dt.timedelta(days=day)
    return {"id": f"a{day}", "agreement": "truce", "state": state, "date": date} | cells


def given(day, state):
    return {"id": f"p{day}", "pledge": "tents", "state": state, "day": day}


def offered(state, **cells):
    row = {
        "id": "o", "nation": "FRA", "capability": "inf", "quantity": 1, "state": state,
        "from_day": 0, "until_day": 90, "tour_min_days": 30, "tour_max_days": 90,
        "origin": "camp",
    }  # fmt: skip
    return row | cells


def condition(kind, **cells):
    return {"id": "c", "offer": "o", "kind": kind} | cells


PLACE = {"id": "camp", "name": "Camp", "kind": "base", "nation": "POL", "lat": 50, "lon": 22}
COURSE = {
    "id": "k", "title": "Signals", "nation": "FRA", "location": "camp", "places": 20,
    "start_day": 10, "days": 25, "pass_share": 0.9,
}  # fmt: skip
UPGRADE = {
    "id": "beds", "name": "Beds", "location": "camp", "field": "beds", "to_value": 100,
    "cost": 1, "lead_days": 30,
}  # fmt: skip
CASES = [
    ("decisions:x", {"decisions": [vote(state="taken")]}, HOLDS, None, "decisions:x.state"),
    ("decisions:x", {"decisions": [vote(due_day=30)]}, FROM_DAY, 30, "decisions:x.due_day"),
    ("decisions:x", {"decisions": [vote(due_day=5)]}, FROM_DAY, 20, "decisions:x.due_day"),
    ("decisions:x", {"decisions": [vote()]}, OPEN, None, "decisions:x.due_day"),
    ("decisions:x", {"decisions": [vote(state="refused")]}, OPEN, None, "decisions:x.state"),
    (
        "decisions:x", {"decisions": [vote(due_day=30, probability=0)]}, OPEN, None,
        "decisions:x.probability",
    ),
    ("upgrades:beds", {"upgrades": [UPGRADE]}, FROM_DAY, 50, "upgrades:beds.lead_days"),
    (
        "clearances:k", {"clearances": [{"id": "k", "through": "POL", "cargo": "any",
                                         "lead_days": 15}]},
        FROM_DAY, 35, "clearances:k.lead_days",
    ),
    ("measures:m", {"measures": [MEASURE]}, ASSUMED, None, "measures:m.id"),
    (
        "measures:m", {"measures": [MEASURE], "measure_events": [event(10, "implemented")]},
        HOLDS, None, "measure_events:e10.state",
    ),
    (
        "measures:m",
        {"measures": [MEASURE],
         "measure_events": [event(5, "implemented"), event(10, "cancelled")]},
        OPEN, None, "measure_events:e10.state",
    ),
    (
        "measures:m",
        {"measures": [MEASURE],
         "measure_events": [event(5, "implemented"),
                            event(10, "cancelled", sectors=["east"])]},
        HOLDS, None, "measure_events:e5.state",
    ),
    (
        "measures:m",
        {"measures": [MEASURE],
         "measure_events": [event(10, "authorised"), event(45, "implemented")]},
        FROM_DAY, 45, "measure_events:e45.day",
    ),
    ("agreements:truce", {"agreements": [TRUCE]}, OPEN, None, "agreements:truce.id"),
    (
        "agreements:truce",
        {"agreements": [TRUCE], "agreement_events": [stood(1, "agreed"), stood(4, "in_force")]},
        HOLDS, None, "agreement_events:a4.state",
    ),
    (
        "agreements:truce",
        {"agreements": [TRUCE], "agreement_events": [stood(1, "agreed"), stood(44, "in_force")]},
        FROM_DAY, 44, "agreement_events:a44.date",
    ),
    (
        "agreements:truce",
        {"agreements": [TRUCE], "agreement_events": [stood(1, "agreed")],
         "preconditions": [{"id": "p", "agreement": "truce", "text": "Banks are reconnected"}]},
        OPEN, None, "preconditions:p.met",
    ),
    (  # in force for a while, and known only after it was broken
        "agreements:truce",
        {"agreements": [TRUCE],
         "agreement_events": [
             stood(1, "agreed"), stood(10, "broken"),
             stood(5, "in_force", reported_date=C_DAY + dt.timedelta(days=60)),
         ]},
        OPEN, None, "agreement_events:a10.state",
    ),
    ("offers:o", {"offers": [offered("confirmed")]}, HOLDS, None, "offers:o.state"),
    ("offers:o", {"offers": [offered("withdrawn")]}, OPEN, None, "offers:o.state"),
    (
        "offers:o", {"offers": [offered("offered", valid_until="2026-03-10")]}, OPEN, None,
        "offers:o.valid_until",
    ),
    ("offers:o", {"offers": [offered("indicated")]}, OPEN, None, "offers:o.state"),
    (
        "offers:o",
        {"offers": [offered("offered")], "decisions": [vote(due_day=33)],
         "conditions": [condition("decision", decision="x")]},
        FROM_DAY, 33, "decisions:x.due_day",
    ),
    (
        "conditions:c",
        {"offers": [offered("offered")], "decisions": [vote(state="refused")],
         "conditions": [condition("decision", decision="x")]},
        OPEN, None, "decisions:x.state",
    ),
    (
        "conditions:c",
        {"offers": [offered("offered")], "conditions": [condition("funding", due_day=60)]},
        FROM_DAY, 60, "conditions:c.due_day",
    ),
    (
        "conditions:c",
        {"offers": [offered("offered")], "conditions": [condition("funding", due_day=10)]},
        HOLDS, None, "conditions:c.due_day",
    ),
    (
        "conditions:c",
        {"offers": [offered("offered")], "decisions": [vote(due_day=10)],
         "conditions": [condition("decision", decision="x")]},
        FROM_DAY, 20, "decisions:x.due_day",
    ),
    (  # the vote is today, and not taken yet
        "conditions:c",
        {"offers": [offered("offered")], "decisions": [vote(due_day=20)],
         "conditions": [condition("decision", decision="x")]},
        FROM_DAY, 20, "decisions:x.due_day",
    ),
    (
        "conditions:c",
        {"offers": [offered("offered")], "agreements": [TRUCE],
         "conditions": [condition("agreement_state", agreement="truce")]},
        OPEN, None, "conditions:c.state",
    ),
    (
        "conditions:c",
        {"offers": [offered("offered")], "conditions": [condition("lead_nation", nation="FRA")]},
        ASSUMED, None, "conditions:c.kind",
    ),
    (
        "conditions:c",
        {"offers": [offered("offered")], "conditions": [condition("mandate")]},
        ASSUMED, None, "conditions:c.kind",
    ),
    ("pledges:tents", {"pledges": [PLEDGE]}, OPEN, None, "pledges:tents.announced_date"),
    (
        "pledges:tents", {"pledges": [PLEDGE], "pledge_events": [given(10, "delivered")]},
        HOLDS, None, "pledge_events:p10.state",
    ),
    (
        "pledges:tents", {"pledges": [PLEDGE], "pledge_events": [given(10, "withdrawn")]},
        OPEN, None, "pledge_events:p10.state",
    ),
    (
        "pledges:tents",
        {"pledges": [PLEDGE], "pledge_events": [given(10, "allocated"), given(70, "delivered")]},
        FROM_DAY, 70, "pledge_events:p70.day",
    ),
    ("locations:camp", {}, HOLDS, None, "locations:camp.state"),
    (
        "locations:camp", {"locations": [PLACE | {"state": "limited"}]}, OPEN, None,
        "locations:camp.state",
    ),
    ("courses:k", {"courses": [COURSE]}, FROM_DAY, 35, "courses:k.start_day"),
    (
        "meetings:g",
        {"meetings": [{"id": "g", "date": "2026-04-11", "place": "Kyiv", "title": "Contact"}]},
        FROM_DAY, 40, "meetings:g.date",
    ),
    (
        "meetings:g",
        {"meetings": [{"id": "g", "date": "2026-03-03", "place": "Kyiv", "title": "Contact"}]},
        HOLDS, None, "meetings:g.date",
    ),
    ("sectors:east", {}, ASSUMED, None, "sectors:east.id"),
]  # fmt: skip


@pytest.mark.parametrize(("waits_for", "tables", "standing", "day", "binding"), CASES)
def test_each_kind_is_judged_by_its_own_records(waits_for, tables, standing, day, binding):
    own = milestone("a", 15, waits_for=[waits_for])
    made = assess(plan_of(own, today=20, items=[ITEM], **tables))
    (wait,) = made.milestone_waits
    assert (wait.standing, wait.day, wait.binding) == (standing, day, binding)
    assert wait.waits_for == waits_for
    assert wait.reason
    (row,) = made.milestone_days
    assert row.expected_day == {OPEN: None, FROM_DAY: day}.get(standing, 20)
    if standing is ASSUMED:
        assert wait.reason.lower() in [text.lower() for text in made.assumptions]


def test_a_pledge_comes_when_its_movement_says():
    plan = plan_of(milestone("a", 15, waits_for=["pledges:tents"]), items=[ITEM], pledges=[PLEDGE])
    row = {"pledge": "tents", "need": "n", "planned_day": 33, "wanted_day": 30}
    deployment = replace(moved(plan), deliveries=Table.of(Delivery, [row]))
    assert days(assess_progress(plan, forces(plan), deployment)) == {"a": 33}


def test_without_a_today_nothing_is_overdue_and_orders_go_out_on_c_day():
    made = assess(
        plan_of(
            milestone("a", -5),
            milestone("b", 10, waits_for=["upgrades:beds"]),
            milestone("c", -9, state="done"),
            today=None,
            upgrades=[UPGRADE],
        )
    )
    assert days(made) == {"a": -5, "b": 30, "c": -9}
    assert not any(row.is_overdue for row in made.milestone_days)
    assert any("nothing is overdue" in text for text in made.assumptions)
    assert made.today is None


def test_what_is_done_leaves_no_slack_to_what_is_to_come():
    made = assess(plan_of(milestone("a", 90, state="done"), milestone("b", 50), today=None))
    (row,) = (row for row in made.milestone_days if row.milestone == "b")
    assert (row.slack_days, row.plan_slack_days, row.is_critical) == (0, 0, True)
    assert made.critical_path == ("b",)


def test_a_measure_of_which_only_what_is_to_come_is_known_is_not_said_to_be_requested():
    own = milestone("a", 15, waits_for=["measures:m"])
    later = [event(40, "requested")]
    made = assess(plan_of(own, today=20, measures=[MEASURE], measure_events=later))
    (wait,) = made.milestone_waits
    assert wait.standing is OPEN
    assert "is to be requested" in wait.reason


def test_what_is_done_counts_from_today_at_the_latest_and_what_is_cancelled_for_nobody():
    made = assess(
        plan_of(
            milestone("a", 40, state="done"),
            milestone("b", 70, "a", "x"),
            milestone("x", 90, state="cancelled"),
            today=20,
        )
    )
    assert days(made) == {"a": 20, "b": 50, "x": None}
    found = {wait.waits_for: wait for wait in made.milestone_waits}
    assert found["milestones:x"].standing is WaitStanding.DROPPED
    assert "nobody waits for it" in found["milestones:x"].reason
    assert found["milestones:a"].standing is HOLDS
    assert any("no day on which" in text for text in made.assumptions)


def test_what_says_that_it_is_blocked_and_not_by_what_is_blocked_by_itself():
    made = assess(plan_of(milestone("a", 40, state="blocked"), milestone("b", 50, "a")))
    rows = {row.milestone: row for row in made.milestone_days}
    assert rows["a"].standing is MilestoneStanding.BLOCKED
    assert rows["b"].binding == "milestones:a.state"
    assert rows["b"].blocked_through == ("a",)
    freed = plan_of(
        milestone("a", 40, state="blocked", waits_for=["decisions:x"]),
        decisions=[vote(due_day=60)],
    )
    assert days(assess(freed)) == {"a": 60}


def test_what_passed_its_day_is_overdue_and_expected_today_at_the_soonest():
    made = assess(plan_of(milestone("a", 5, state="started"), milestone("b", 8, "a"), today=20))
    rows = {row.milestone: row for row in made.milestone_days}
    assert rows["a"].standing is MilestoneStanding.OVERDUE
    assert rows["a"].binding == "milestones:a.state"
    assert (rows["a"].expected_day, rows["b"].expected_day) == (20, 23)
    assert made.next_due is None
    assert made.critical_path == ("a", "b")


def test_sums_of_decimals_make_nothing_late():
    made = assess(plan_of(milestone("a", 0.3), milestone("b", 0.9, "a")))
    assert [row.late_days for row in made.milestone_days] == [0, 0]


def test_milestones_in_a_circle_are_refused_with_their_names():
    plan = plan_of(milestone("a", 5, "b"), milestone("b", 8, waits_for=["milestones:a"]))
    with pytest.raises(UsageError) as raised:
        assess(plan)
    assert raised.value.code == "ENG-MILE-001"
    assert "among a, b" in str(raised.value)


@pytest.mark.parametrize("wrong", ["decisions:none", "nothing:x"])
def test_what_waits_for_nothing_is_refused(wrong):
    with pytest.raises(UsageError) as raised:
        assess(plan_of(milestone("a", 5, waits_for=[wrong])))
    assert raised.value.code == "ENG-INPUT-003"
    assert f"milestones:a.waits_for = '{wrong}'" in str(raised.value)


def test_a_plan_without_milestones_has_capability_and_nothing_else():
    made = assess(plan_of())
    assert len(made.milestone_days) == 0
    assert made.critical_path == ()
    assert made.last_day is None
    assert {row.day for row in made.capability_days} == {None}
