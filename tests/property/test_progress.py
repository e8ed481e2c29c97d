"""Milestones against plain recursion; delays never help; slack is what may be lost."""

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.model.choices import MilestoneState
from reassure.model.plan import Plan
from reassure.model.progress_choices import MilestoneStanding
from reassure.model.progress_results import Progress
from tests.oracles.milestones import end_day, expected_days
from tests.progress_case import assess, days, milestone, plan_of

DAYS = st.integers(-10, 60)
OBJECTIVES = [{"id": name, "name": name, "weight": 1} for name in ("peace", "seas")]


STATES = (*["planned"] * 4, "started", "done", "blocked", "cancelled")


def some(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), max_size=3, unique=True) if names else st.just([])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of a few milestones that come after each other and wait for decisions."""
    decisions: list[dict[str, Any]] = [
        {
            "id": f"d{i}", "nation": "FRA", "title": "Vote", "kind": "parliament",
            "state": draw(st.sampled_from(["pending", "pending", "taken", "refused"])),
            "due_day": draw(st.one_of(st.integers(0, 80), st.integers(0, 80), st.none())),
        }
        for i in range(3)
    ]  # fmt: skip
    names = [f"m{i}" for i in range(draw(st.integers(1, 7)))]
    rows = [
        milestone(
            name,
            draw(DAYS),
            *draw(some(names[:i])),
            state=draw(st.sampled_from(STATES)),
            objective=draw(st.sampled_from(["peace", "seas"])),
            waits_for=draw(
                st.lists(
                    st.sampled_from(
                        ["decisions:d0", "decisions:d1", "decisions:d2"]
                        + [f"milestones:{other}" for other in names[:i]]
                    ),
                    max_size=2,
                    unique=True,
                )
            ) if draw(st.booleans()) else [],
        )
        for i, name in enumerate(names)
    ]  # fmt: skip
    today = draw(st.sampled_from([None, 0, 20]))
    return plan_of(*rows, today=today, decisions=decisions, objectives=OBJECTIVES)


def _slack_is_what_may_be_lost_and_no_more(plan: Plan, made: Progress) -> None:
    found = expected_days(plan)
    for row in made.milestone_days:
        own = [item.id for item in plan.milestones if item.objective == row.objective]
        for slack, names in (
            (row.slack_days, own),
            (row.plan_slack_days, list(plan.milestones.ids)),
        ):
            if slack is None:
                assert row.standing in (
                    MilestoneStanding.DONE, MilestoneStanding.BLOCKED, MilestoneStanding.CANCELLED
                )  # fmt: skip
                continue
            assert slack >= 0
            end = end_day(found, names)
            assert end_day(expected_days(plan, {row.milestone: slack}), names) == end
            later = end_day(expected_days(plan, {row.milestone: slack + 1}), names)
            assert later is not None
            assert end is not None
            assert later > end
        assert row.is_critical == (row.slack_days == 0)


def _critical_paths_are_chains_whose_days_link(plan: Plan, made: Progress) -> None:
    found = days(made)
    paths: dict[str | None, list[Any]] = {}
    for step in sorted(made.critical_steps, key=lambda row: row.step):
        paths.setdefault(step.objective, []).append(step)
    for objective, steps in paths.items():
        assert [step.step for step in steps] == list(range(1, len(steps) + 1))
        for first, second in pairwise(steps):
            row = plan.milestones[second.milestone]
            assert first.milestone in row.after or f"milestones:{first.milestone}" in row.waits_for
            assert first.expected_day + second.work_days == second.expected_day
        names = [row.id for row in plan.milestones if objective in (None, row.objective)]
        still = [name for name in names if plan.milestones[name].state is not MilestoneState.DONE]
        assert steps[-1].expected_day == end_day(found, still)


def _nothing_is_expected_before_what_it_waits_for(made: Progress) -> None:
    found = days(made)
    for row in made.milestone_days:
        if row.standing in (MilestoneStanding.DONE, MilestoneStanding.CANCELLED):
            continue
        for wait in made.milestone_waits:
            if wait.milestone == row.milestone and wait.day is not None:
                assert row.expected_day is None or row.expected_day >= wait.day
        if made.today is not None and row.expected_day is not None:
            assert row.expected_day >= made.today
        if row.blocked_through:
            assert found[row.blocked_through[-1]] is None


@settings(max_examples=45, deadline=None)
@given(plans())
def test_days_slack_and_paths_are_those_of_plain_recursion(plan: Plan) -> None:
    made = assess(plan)
    assert days(made) == expected_days(plan)
    for row in made.milestone_days:
        is_set = row.expected_day is not None or row.standing is MilestoneStanding.CANCELLED
        assert is_set == (row.standing is not MilestoneStanding.BLOCKED)
    _slack_is_what_may_be_lost_and_no_more(plan, made)
    _critical_paths_are_chains_whose_days_link(plan, made)
    _nothing_is_expected_before_what_it_waits_for(made)


@settings(max_examples=15, deadline=None)
@given(plans(), st.integers(1, 40))
def test_what_is_decided_later_makes_nothing_earlier(plan: Plan, later: int) -> None:
    tables = {name: list(table) for name, table in plan.tables()}
    tables["decisions"] = [
        row if row.due_day is None else row.model_copy(update={"due_day": row.due_day + later})
        for row in plan.decisions
    ]
    before, after = days(assess(plan)), days(assess(Plan.of(plan.meta, tables)))
    for name, day in before.items():
        moved = after[name]
        assert (day is None) == (moved is None)
        assert day is None or moved is None or moved >= day
