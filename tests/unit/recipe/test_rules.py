"""Who may do what in the shipped example: measures, what became of them, positions, tasks."""

import re
from collections import Counter, defaultdict

import pytest

from data.recipe import rules, sizes
from data.recipe.plan import build_plan
from reassure.checks import check_tables
from reassure.model.choices import MeasureKind, MeasureState
from reassure.model.roe_choices import Stance

PERMISSIONS, LIMITATIONS, PROHIBITIONS = MeasureKind
FORBIDDEN = re.compile(
    r"weapon|target|lethal|shoot|\bfire|kill|missile|ammunition|calibre|\brounds",
    re.IGNORECASE,
)
"""What has no place in measures for peace support: weapons, what they are aimed at, their use."""


@pytest.fixture(scope="module")
def plan():
    return build_plan()


def test_forty_measures_in_nine_series(plan):
    assert len(plan.measures) == 40
    assert len({(row.series, row.number) for row in plan.measures}) == 40
    assert len({row.series for row in plan.measures}) == 9
    assert {row.kind for row in plan.measures} == set(MeasureKind)
    for row in plan.measures:
        assert row.note.startswith("notional"), row.id


def test_measures_hold_no_weapons_no_targets_and_no_figures(plan):
    for row in (*plan.measures, *plan.tasks):
        for text in (row.title, getattr(row, "text", "")):
            assert not FORBIDDEN.search(text), row.id
            assert not re.search(r"\d", text), row.id


def test_whoever_acts_does_so_unasked_or_with_an_approval_that_is_named(plan):
    """A limitation names who approves; a prohibition approves of nothing."""
    for row in plan.measures:
        approves = re.search(r"approv|consent|alone", row.text)
        assert row.kind is not LIMITATIONS or approves or "observe" in row.id, row.id
        assert row.kind is not PROHIBITIONS or "approv" not in row.text, row.id


def test_twelve_tasks_each_asked_for_and_each_needing_measures(plan):
    assert len(plan.tasks) == 12
    asked = {task for line in plan.requirements for task in line.tasks}
    assert asked == set(plan.tasks.ids)
    assert {row.objective for row in plan.tasks} == set(plan.objectives.ids)
    for task in plan.tasks:
        assert task.measures, task.id
    for line in plan.requirements:
        assert line.tasks, line.id


def test_a_life_runs_from_the_request_on(plan):
    lives = defaultdict(list)
    for event in plan.measure_events:
        assert event.day < 0
        assert event.basis
        lives[event.measure].append((event.day, event.state))
    assert len(lives) >= 20
    order = list(MeasureState)
    for measure, events in lives.items():
        states = [state for _, state in sorted(events, key=lambda event: event[0])]
        assert states[0] is MeasureState.REQUESTED, measure
        assert sorted(states, key=order.index) == states, measure


def test_no_task_needs_what_is_not_in_force_on_c_day(plan):
    lives = defaultdict(set)
    narrow = set()
    for event in plan.measure_events:
        lives[event.measure].add(event.state)
        narrow |= {event.measure} if event.sectors else set()
    idle = {name for name, states in lives.items() if MeasureState.IMPLEMENTED not in states}
    assert idle == {"follow-at-distance", "search-with-police", "visit-with-flag-state"}
    assert MeasureState.CANCELLED in lives["follow-at-distance"]
    needed = {name for task in plan.tasks for name in task.measures}
    while rests_on := {n for m in needed for n in plan.measures[m].needs} - needed:
        needed |= rests_on
    assert needed.isdisjoint(idle | narrow)


def test_all_thirty_nations_speak_and_every_position_is_notional(plan):
    nations = {size.id for size in sizes.find_contributors()}
    assert len(nations) == 30
    assert {row.nation for row in plan.positions} == nations
    for row in plan.positions:
        assert row.note.startswith("notional"), row.id
    pairs = Counter((row.nation, row.measure) for row in plan.positions)
    assert max(pairs.values()) == 1


def test_most_is_accepted_by_silence_and_little_is_refused(plan):
    """By hand: 15 to 25 % of nations and measures have a row, 3 to 4 % are refused."""
    n_pairs = 30 * len(plan.measures)
    stances = Counter(row.stance for row in plan.positions)
    assert 0.15 <= len(plan.positions) / n_pairs <= 0.25
    assert 0.03 <= stances[Stance.REFUSED] / n_pairs <= 0.04
    assert set(stances) == set(Stance)


def test_positions_say_who_approves_how_soon_and_why_not(plan):
    for row in plan.positions:
        asks = row.stance is Stance.ON_APPROVAL
        assert (row.approver is not None, row.answer_hours is not None) == (asks, asks), row.id
        days = (row.from_day, row.until_day)
        names = bool(row.sectors or row.tasks or days != (None, None))
        assert names == (row.stance is Stance.RESTRICTED), row.id
        assert (row.reason is None) == (row.stance is Stance.ACCEPTED), row.id


def test_nobody_declines_to_be_bound_by_a_prohibition(plan):
    for row in plan.positions:
        assert plan.measures[row.measure].kind is not PROHIBITIONS, row.id


def test_some_caveats_are_by_measure(plan):
    by_measure = [row for row in plan.caveats if row.measures]
    assert 8 <= len(by_measure) <= 25
    assert {row.kind.value for row in by_measure} == {"limitation", "prohibition"}
    for row in by_measure:
        assert (row.approver is None) == (row.kind.value == "prohibition"), row.id


def test_one_nation_more_or_less_moves_no_other(monkeypatch):
    everyone = rules.build_positions()
    without = tuple(size for size in sizes.find_contributors() if size.id != "FRA")
    monkeypatch.setattr(rules, "find_contributors", lambda: without)
    assert rules.build_positions() == [row for row in everyone if row["nation"] != "FRA"]


def test_nothing_contradicts_itself(plan):
    codes = {item.code for item in check_tables(plan)}
    assert not {code for code in codes if code.startswith(("CHK-ROE", "CHK-CYCLE"))}
