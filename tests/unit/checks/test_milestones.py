"""What the check says of milestones: order, state, today, circles, what is not there."""

import pytest

from reassure.checks import check_tables
from reassure.model.finding import Severity
from tests.progress_case import milestone, plan_of

REFUSED = {"id": "no", "nation": "FRA", "title": "Vote", "kind": "parliament", "state": "refused"}


def found(*milestones, code, today=0.0, **tables):
    plan = plan_of(*milestones, today=today, **tables)
    return [item for item in check_tables(plan) if item.code == code]


def test_a_milestone_due_before_what_it_comes_after_is_named():
    (item,) = found(milestone("a", 40), milestone("b", 30, "a"), code="CHK-MILE-001")
    assert (item.id, item.column, item.severity) == ("b", "due_day", Severity.WARNING)
    assert item.found == "day 30, after a, which is due on day 40"
    assert item.expected == "day 40 or later"
    assert "take a out of after" in item.cure
    assert not found(milestone("a", 40), milestone("b", 40, "a"), code="CHK-MILE-001")


def test_a_milestone_done_before_what_it_waits_for_is_named():
    rows = milestone("a", 10), milestone("b", 20, state="done", waits_for=["milestones:a"])
    (item,) = found(*rows, code="CHK-MILE-002")
    assert item.found == "done, while a, which comes before it, is planned"
    assert "take a out of waits_for" in item.cure


def test_a_milestone_blocked_by_nothing_named_is_named():
    own = milestone("a", 10, state="blocked")
    (item,) = found(own, code="CHK-MILE-003")
    assert (item.id, item.column) == ("a", "waits_for")
    assert "FRA waits for" in item.cure
    cured = milestone("a", 10, state="blocked", waits_for=["decisions:no"])
    assert not found(cured, code="CHK-MILE-003", decisions=[REFUSED])
    after = milestone("b", 10, "c", state="blocked"), milestone("c", 5)
    assert not found(*after, code="CHK-MILE-003")


@pytest.mark.parametrize(
    ("state", "today", "n"),
    [("planned", 11, 1), ("blocked", 11, 1), ("planned", 10, 0), ("done", 11, 0),
     ("cancelled", 11, 0), ("planned", None, 0)],
)  # fmt: skip
def test_what_is_past_its_day_and_not_done_is_named(state, today, n):
    items = found(milestone("a", 10, state=state), code="CHK-MILE-004", today=today)
    assert len(items) == n
    for item in items:
        assert item.found == f"day 10, with day 11 as today, and state {state}"
        assert "ask FRA" in item.cure


def test_what_waits_for_a_cancelled_milestone_is_told():
    rows = milestone("a", 10, state="cancelled"), milestone("b", 20, "a")
    (item,) = found(*rows, code="CHK-MILE-005")
    assert (item.id, item.column, item.found) == ("b", "after", "a, which is cancelled")
    assert "nothing waits for it" in item.cure
    done = milestone("a", 10, state="cancelled"), milestone("b", 20, "a", state="done")
    assert not found(*done, code="CHK-MILE-005")


def test_a_circle_is_drawn_with_its_cure():
    rows = milestone("a", 10, "c"), milestone("b", 20, "a"), milestone("c", 30, "b")
    (item,) = found(*rows, code="CHK-CYCLE-001")
    assert item.severity is Severity.FAULT
    assert (item.table, item.id, item.column) == ("milestones", "a", "after")
    assert item.found == "the circle a > c > b > a"
    assert item.cure == "each waits for the next, so none can be done: take one step of it out"


def test_a_circle_through_what_is_waited_for_is_found_too():
    rows = milestone("a", 10, waits_for=["milestones:b"]), milestone("b", 20, "a")
    (item,) = found(*rows, code="CHK-CYCLE-001")
    assert (item.id, item.column, item.found) == ("a", "waits_for", "the circle a > b > a")


@pytest.mark.parametrize(
    ("written", "expected", "cure"),
    [
        ("decisions:yes", "an id of table decisions after the colon", "add"),
        ("decision:no", "table:id, the table being one of the plan's", 'write "decisions"'),
        ("ships:no", "table:id, the table being one of the plan's", "write the name of a table"),
    ],
)
def test_what_is_waited_for_and_not_there_is_a_fault(written, expected, cure):
    own = milestone("a", 10, waits_for=[written])
    (item,) = found(own, code="CHK-REF-002", decisions=[REFUSED])
    assert item.severity is Severity.FAULT
    assert (item.table, item.id, item.column) == ("milestones", "a", "waits_for")
    assert item.expected == expected
    assert cure in item.cure
    assert written.split(":")[-1] in item.found
