"""The comparison of branches on the page: tables, pictures, and nothing that was not asked for."""

import re
from dataclasses import replace

import pytest

from reassure.brief import BriefInputs, render_brief
from reassure.brief.figures.agreement_lives import life_picture, lives
from reassure.brief.figures.branch_bars import panels
from reassure.brief.page import page_of
from reassure.model.branch_results import Branches
from reassure.pipeline import BRANCH_STEPS, compare_runs, run_branches
from tests.branch_case import event, plan
from tools.offline import find_outside_assets

CASE = plan()


@pytest.fixture(scope="module")
def made() -> Branches:
    compared = compare_runs(CASE, run_branches(CASE, steps=BRANCH_STEPS)).branches
    assert compared is not None
    return compared


@pytest.fixture(scope="module")
def inputs(made: Branches) -> BriefInputs:
    return BriefInputs(seed=0, branches=made, tables="tables")


def test_the_page_is_the_comparison_and_nothing_else(inputs: BriefInputs) -> None:
    page = page_of(CASE, inputs)
    assert [part.id for part in page.sections] == ["branches"]
    assert page.verdict.startswith("Support holds today, of 3 branches planned for. 2 units of Deu")
    html = render_brief(CASE, inputs)
    assert find_outside_assets(html) == []
    assert "was not run" not in html
    assert 'id="gaps"' not in html
    assert html == render_brief(CASE, inputs)


def test_the_tables_say_who_stays_in_and_what_is_needed(inputs: BriefInputs) -> None:
    (section,) = page_of(CASE, inputs).sections
    assert section.first is not None
    told = {row.cells[0]: row.cells[1] for row in section.first.rows}
    assert told["Full"] == "Waits for Truce in force"
    assert told["Support"] == "Holds today"
    agreements, steps, nations, outlook, events = section.further
    assert agreements.rows[0].cells[2] == "Lines drawn"
    assert [row.reference for row in steps.rows] == ["decisions:vote", "offers:deu"]
    assert nations.rows[0].cells == ("Deu", "2", "2", "2", "every branch")
    assert nations.rows[-1].cells == ("Fra", "–", "1", "–", "1 of 3 branches")
    assert [row.cells[0] for row in outlook.rows][:2] == ["Filled", "Units that serve"]
    assert events.rows[1].cells[:5] == (
        "Truce, 2", "Rejected", "b", "18 March 2025", "19 March 2025",
    )  # fmt: skip


def test_bars_are_as_long_as_their_numbers(made: Branches) -> None:
    shown = {panel.name: panel.bars for panel in panels(CASE, made)}
    units = [bar.share for bar in shown["Units that serve"] if bar is not None]
    assert units == pytest.approx([3 / 5, 1, 2 / 5])
    assert [bar.share for bar in shown["Filled"] if bar is not None] == [1, 1, 1]


def test_every_picture_is_drawn_for_a_phone_too(inputs: BriefInputs) -> None:
    (section,) = page_of(CASE, inputs).sections
    assert [item.name for item in section.figures] == ["branch-bars", "agreement-lives"]
    for item in section.figures:
        assert item.narrow is not None
        for svg in (item.svg, item.narrow):
            width = re.search(r'viewBox="0 0 (\d+)', svg)
            assert width is not None
            places = [float(x) for x in re.findall(r'<text x="([\d.]+)"', svg)]
            assert max(places) <= float(width[1])


def test_a_life_is_numbered_and_its_reports_are_drawn() -> None:
    days = ["2025-03-11", "2025-03-11", "2025-03-20"]
    words = ["proposed", "rejected", "accepted"]
    events = [event(f"e{at}", *item) for at, item in enumerate(zip(words, days, strict=True))]
    case = plan(agreement_events=[*events[:2], events[2] | {"reported_date": "2025-03-28"}])
    svg = life_picture(case, lives(case), width_px=900, name="x", sentence="s")
    assert ">1–2</text>" in svg
    assert ">3</text>" in svg
    assert svg.count('stroke="var(--late)"') == 1
    assert "today, 10 April 2025" in svg


def test_a_plan_without_events_or_runs_has_no_picture(made: Branches) -> None:
    bare = plan(agreement_events=[], preconditions=[], agreements=[])
    how = replace(made.provenance, inputs_sha256=bare.sha256)
    empty = replace(
        made,
        provenance=how,
        agreement_states=made.agreement_states.without(*made.agreement_states.ids),
    )
    page = page_of(bare, BriefInputs(seed=0, branches=empty))
    assert [item.name for item in page.sections[0].figures] == ["branch-bars"]


def test_a_branch_that_failed_says_why_on_the_page() -> None:
    runs = run_branches(CASE, steps=("generate",))
    compared = compare_runs(CASE, {**runs, "full": "no ships"}).branches
    page = page_of(CASE, BriefInputs(seed=0, branches=compared))
    first = page.sections[0].first
    assert first is not None
    cells = {row.cells[0]: row.cells[3] for row in first.rows}
    assert cells["Full"] == "2 lines; cannot be planned: no ships"
