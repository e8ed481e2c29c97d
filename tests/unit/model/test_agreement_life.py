"""The life of an agreement: what may follow what, and where one stands on a day."""

import datetime as dt
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.model.agreement import AgreementEvent
from reassure.model.agreement_life import (
    NEXT,
    PLACE_IN_LIFE,
    events_of,
    followers,
    known_on,
    may_follow,
    open_preconditions,
    state_on,
)
from reassure.model.choices import AgreementState
from reassure.model.conditions import standing_of
from tests.branch_case import event, plan

S = AgreementState


def made(state: AgreementState, version: int = 1, **cells: Any) -> AgreementEvent:
    row = event("e", state.value, "2025-03-11", version=version, **cells)
    return AgreementEvent.model_validate(row)


def test_every_state_has_its_followers_and_its_place() -> None:
    assert set(NEXT) == {None, *S}
    assert set(PLACE_IN_LIFE) == set(S)
    # Every state can be reached from the beginning by lawful steps.
    reached: set[AgreementState] = set()
    todo = list(NEXT[None])
    while todo:
        state = todo.pop()
        if state not in reached:
            reached.add(state)
            todo += NEXT[state]
    assert reached == set(S)


@pytest.mark.parametrize(
    ("before", "after", "is_lawful"),
    [
        (None, made(S.PROPOSED), True),
        (None, made(S.IN_FORCE), False),
        (None, made(S.ACCEPTED), False),
        (made(S.PROPOSED), made(S.IN_FORCE), False),
        (made(S.ACCEPTED), made(S.REJECTED), True),
        (made(S.REJECTED), made(S.ACCEPTED), True),
        (made(S.AGREED), made(S.DELAYED), True),
        (made(S.DELAYED), made(S.IN_FORCE), True),
        (made(S.IN_FORCE), made(S.IN_FORCE), False),
        (made(S.IN_FORCE), made(S.IN_FORCE, 2), True),
        (made(S.BROKEN), made(S.IN_FORCE), True),
        (made(S.EXPIRED), made(S.AGREED), False),
        (made(S.EXPIRED), made(S.AGREED, 2), True),
        (made(S.EXPIRED), made(S.IN_FORCE, 2), False),
        (made(S.PROPOSED, 2), made(S.AGREED), False),
    ],
)
def test_steps(before: AgreementEvent | None, after: AgreementEvent, is_lawful: bool) -> None:
    assert may_follow(before, after) is is_lawful
    assert (after.state in followers(before, version=after.version)) is is_lawful


def test_an_event_counts_once_it_has_happened_and_is_known() -> None:
    late = made(S.PROPOSED, reported_date="2025-03-14")
    assert known_on(late) == dt.date(2025, 3, 14)
    assert known_on(made(S.PROPOSED)) == dt.date(2025, 3, 11)
    case = plan()
    told = [state_on(case, "truce", dt.date(2025, 3, day)) for day in (10, 11, 18, 19)]
    assert [None if item is None else item.id for item in told] == [None, "t1", "t1", "t2"]
    last = state_on(case, "truce", None)
    assert last is not None
    assert last.state is S.REJECTED


def test_events_of_one_day_stand_in_the_order_of_life_whatever_their_ids() -> None:
    words = ["agreed", "in_force", "broken"]
    for order in permutations(words):
        rows = [event(f"e{at}", word, "2025-03-11") for at, word in enumerate(order)]
        case = plan(agreement_events=rows)
        assert [item.state.value for item in events_of(case)["truce"]] == words
        now = state_on(case, "truce", None)
        assert now is not None
        assert now.state is S.BROKEN


def test_an_agreement_without_events_is_listed_and_has_no_state() -> None:
    case = plan(agreement_events=[])
    assert events_of(case) == {"truce": ()}
    assert state_on(case, "truce", None) is None


def test_preconditions_are_open_until_their_day() -> None:
    case = plan()
    days = [None, dt.date(2025, 3, 14), dt.date(2025, 3, 15)]
    found = [[row.id for row in open_preconditions(case, "truce", day)] for day in days]
    assert found == [["lines"], ["lines", "watch"], ["lines"]]


@given(st.permutations(range(3)), st.sampled_from([None, "2025-03-12", "2025-03-13"]))
def test_conditions_are_judged_by_the_same_state(order: list[int], today: str | None) -> None:
    events = [
        event("a", "agreed", "2025-03-11"),
        event("b", "in_force", "2025-03-12"),
        event("c", "broken", "2025-03-13"),
    ]
    meta = {"as_of": today, "c_day": None}
    case = plan(meta, agreement_events=[events[at] for at in order])
    standing = standing_of(case, [case.conditions["needs-truce"]])
    now = state_on(case, "truce", case.meta.today)
    assert now is not None
    assert (standing.unmet == ()) is (now.state is S.IN_FORCE)
