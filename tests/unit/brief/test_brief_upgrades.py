"""Infrastructure readiness on the page: gains with intervals, sets, what binds."""

import pytest

from reassure.brief import BriefInputs
from reassure.brief.figures.upgrades import gain_rows
from reassure.brief.palette import objective_colours
from reassure.brief.sections import Drawing
from reassure.brief.sections.upgrades import upgrade_section
from reassure.brief.upgrades import (
    bottleneck_words,
    comparison_sentence,
    effect_words,
    held_limits,
    worth_words,
)
from reassure.brief.words import money
from reassure.engines.deploy import rank_upgrades
from reassure.model.choices import MoveObjective
from reassure.model.upgrade_choices import SetMethod, UpgradeOutcome
from reassure.model.upgrade_outputs import UpgradeSet, UpgradeValue
from tests.unit.engines.deploy.moves import force_of
from tests.unit.engines.deploy.test_upgrades import bottleneck, upgrade

LATENESS = MoveObjective.LATENESS


@pytest.fixture(scope="module")
def case():
    plan, tours = bottleneck(
        upgrade("two"),
        upgrade("three", to_value=3, cost=3e6),
        upgrade("wells", location="z", field="water_t_per_day", to_value=50),
    )
    return plan, rank_upgrades(plan, force_of(plan, *tours), budget=3.5e6)


def section_of(plan, found):
    colours = objective_colours({"peace": "Peace"})
    tones = {"peace": "o1"}
    return upgrade_section(Drawing(plan, BriefInputs(1, upgrades=found), None, colours, tones))


def value(**more):
    row = {"upgrade": "two", "rank": 1, "outcome": UpgradeOutcome.WORKED_OUT, "ready_day": 0}
    return UpgradeValue.model_validate(row | {"cost": 2e6} | more)


def test_without_results_the_page_says_how_to_get_them(case):
    section = section_of(case[0], None)
    assert "reassure upgrade PLAN --from RESULTS --out RESULTS" in section.absent


def test_every_upgrade_stands_in_one_place(case):
    section = section_of(*case)
    (listed,) = section.intervals
    assert [row.text for row in listed.rows] == ["three", "two"]
    assert [row.sign for row in listed.rows] == ["sure", "sure"]
    assert listed.rows[0].low == pytest.approx(listed.rows[0].high, abs=0.2)
    assert section.table is None
    idle = section.further[0]
    assert [row.cells for row in idle.rows] == [
        ("It serves what stays there, and nothing that moves", f"wells ({money(2e6, 'USD')})")
    ]
    assert section.lead.startswith("3 upgrades were looked at, 2 worked out; 2 save something")


def test_the_picture_has_gain_and_interval_against_cost(case):
    rows = gain_rows(case[1])
    assert [(row["rank"], row["cost"]) for row in rows] == [("1", 3e6), ("2", 2e6)]
    assert all(row["low"] <= row["gain"] <= row["high"] for row in rows)
    (figure,) = section_of(*case).figures
    assert figure.sentence.startswith("two saves most for its cost: 8.1 weighted days late for")


def test_sets_and_bottlenecks_are_tables(case):
    _, sets, binds = section_of(*case).further
    assert sets.caption.startswith("The best set for USD")
    assert len(sets.rows) == len(SetMethod)
    assert binds.rows[0].cells[-1] == "three, two"


def test_times_of_one_limit_stand_together_by_what_they_are_worth_in_all(case):
    row = case[1].bottlenecks.records[0]
    one, two, other = (
        row.model_copy(update=part)
        for part in (
            {"from_day": 9, "worth_doubled": 2.0},
            {"from_day": 0, "worth_doubled": 2.0},
            {"link": "other", "worth_doubled": 3.0},
        )
    )
    assert held_limits([one, other, two]) == [[two, one], [other]]


def test_what_is_not_proven_is_said_to_be_open():
    low = value(gain=0.4, gain_low=0.0, gain_high=5.2, is_distinguishable=False)
    told = "not distinguishable from no gain: 0 to 5.2 weighted days late (found 0.4)"
    assert worth_words(low, LATENESS) == told
    left = value(outcome=UpgradeOutcome.NOT_WORKED_OUT, at_most=3.0)
    told = "not worked out; its price promises at most 3 weighted days late"
    assert worth_words(left, LATENESS) == told
    bare = value(outcome=UpgradeOutcome.NOT_WORKED_OUT)
    assert worth_words(bare, LATENESS) == "not worked out, and it has no price"
    none = value(outcome=UpgradeOutcome.TOO_LATE)
    assert worth_words(none, LATENESS).endswith("it is ready after the plan ends")


def test_effects_say_what_is_fewer_and_what_is_more(case):
    row = value(
        gain=2.0, gain_per_million=1.0, late_days_gained=-3.0, late_units_gained=1,
        closure_days_gained=-1,
    )  # fmt: skip
    assert effect_words(case[0], row) == (
        "3 unit-days late more; 1 unit late fewer; closure 1 day later; 1 per million USD"
    )


def test_the_better_way_of_choosing_a_set_is_named(case):
    _, found = case
    rows = sorted(found.upgrade_sets, key=lambda row: row.rank)
    assert isinstance(rows[0], UpgradeSet)
    told = comparison_sentence(found)
    is_one = len({row.upgrades for row in rows}) == 1
    assert told.startswith("All 3 ways" if is_one else "The best of those tried is chosen")


def test_a_bottleneck_says_when_how_much_and_what_raises_it(case):
    plan, found = case
    row = found.bottlenecks.records[0]
    told = bottleneck_words(plan, row, LATENESS).replace("\N{NO-BREAK SPACE}", " ")
    # Several prices prove the same bound, so the last day and the worth are the result's own.
    assert told == (
        f"C+0 to C+{row.until_day - 1:g}; by its price twice as much saves at most "
        f"{row.worth_doubled:.0f} weighted days late; 28 load-days waited; raised by three and two"
    )
