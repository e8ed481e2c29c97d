"""Promises on the page: what is filled if they fail, and what a plan keeps against that."""

import dataclasses

import pytest

from reassure.brief.inputs import BriefInputs
from reassure.brief.page import page_of, render_brief
from reassure.model.outputs import ChanceFill, LineFill, Stage
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.brief_case import FORCES, PLAN

SHARE = "\N{NO-BREAK SPACE}%"


def _told(expected: float) -> tuple[str, str]:
    row = {"promised_fill": 0.76, "expected_fill": expected, "standard_error": 0.001,
           "fill_at_90": 0.58}  # fmt: skip
    chances = Table.of(ChanceFill, [row])
    page = page_of(PLAN, _run(dataclasses.replace(FORCES, chance_fills=chances)))
    return page.verdict, page.key_figures[0].note


def _run(forces: ForcePlan) -> BriefInputs:
    return BriefInputs(seed=0, force_plan=forces)


def test_the_headline_says_what_promises_give() -> None:
    words = f"61{SHARE} on average; 58{SHARE} in 90 of 100 scenarios"
    verdict, note = _told(0.61)
    assert f" if every offer comes ({words})" in verdict
    assert note.startswith(f"if every offer comes; {words}; ")


def test_without_doubt_the_headline_has_one_number() -> None:
    for text in _told(0.757):
        assert "every offer" not in text
        assert "scenario" not in text


def _reserved(unit_days: float, n_scenarios: int) -> ForcePlan:
    rows = [
        row.model_copy(update={"reserve_unit_days": 0.0 if i else unit_days})
        for i, row in enumerate(FORCES.line_fills)
    ]
    return dataclasses.replace(FORCES, line_fills=Table.of(LineFill, rows), scenarios=n_scenarios)


def test_a_plan_for_scenarios_says_so_wherever_its_value_stands() -> None:
    page = page_of(PLAN, _run(_reserved(1234.0, 32)))
    said = (
        "This plan keeps reserves: 1,234 unit-days beyond what is asked for; planned for the mean "
        "of 32 scenarios."
    )
    assert page.reserves == said
    (quality,) = [part for part in page.sections if part.id == "quality"]
    assert quality.lead.startswith(said)
    assert "the mean over 32 scenarios" in page.reading_note
    assert page.reading_note in quality.lead
    written = render_brief(PLAN, _run(_reserved(1234.0, 32)))
    assert written.count(said) == 2
    assert written.count(page.reading_note) == 2


def test_a_plan_for_the_promise_speaks_of_no_scenarios() -> None:
    page = page_of(PLAN, _run(_reserved(1234.0, 0)))
    assert (page.reserves, page.reading_note) == ("", "")


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (23.0000001, "54 nations in formations; at least 23 are needed for this fill"),
        (22.2, "54 nations in formations; at least 23 are needed for this fill"),
        (1.0, "54 nations in formations; at least 1 is needed for this fill"),
    ],
)
def test_nations_in_formations_are_counted_whole(bound: float, words: str) -> None:
    stages = Table.of(Stage, [{"stage": "fragmentation", "value": 54.0, "bound": bound}])
    page = page_of(PLAN, _run(dataclasses.replace(FORCES, stages=stages)))
    (quality,) = [part for part in page.sections if part.id == "quality"]
    (row,) = quality.intervals[0].rows
    assert (row.words, row.note) == (words, "")
