"""The milestone chart and its tables: signs by state, the critical path, blocks, capability."""

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from reassure.brief import render_brief
from reassure.brief.figures.milestone_bars import NARROW, WIDE, milestone_picture
from reassure.brief.figures.milestones import MAX_ROWS, chart_sentence, milestone_chart
from reassure.brief.inputs import BriefInputs
from reassure.brief.palette import objective_colours
from reassure.brief.progress import headline, path_sentence, root_waits
from reassure.brief.sections import Drawing
from reassure.brief.sections.milestones import milestone_section
from reassure.engines.progress import assess_progress
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.progress_choices import CapabilityLevel
from reassure.model.progress_results import Progress
from tests.permission_case import line, tour
from tests.progress_case import forces, milestone, moved, plan_of

OBJECTIVES = [
    {"id": "peace", "name": "Peace on land", "weight": 1},
    {"id": "seas", "name": "Safe seas", "weight": 1},
]
TONES = {"peace": "o2", "seas": "o1"}
VOTES = [
    {"id": "no", "nation": "POL", "title": "Transit", "kind": "parliament", "state": "refused"},
    {"id": "soon", "nation": "FRA", "title": "Mandate", "kind": "parliament", "due_day": 50},
]


def case(*more: dict[str, Any]) -> tuple[Plan, Progress]:
    plan = plan_of(
        milestone("start", 5, state="done"),
        milestone("vote", 40, "start", waits_for=["decisions:soon"]),
        milestone("force", 60, "vote"),
        milestone("law", 30, waits_for=["decisions:no"], objective="seas"),
        milestone("ports <b>", 70, "law", objective="seas", id="ports"),
        milestone("old", 20, state="cancelled", objective="seas"),
        *more,
        today=10,
        objectives=OBJECTIVES,
        decisions=VOTES,
        requirements=[line("r-east", "east", quantity=1), line("r-west", "west", objective="seas")],
    )
    served = forces(plan, tour("deu", "r-east"))
    made = assess_progress(plan, served, moved(plan, deu_r_east_0={"planned_day": 25}))
    return plan, made


def drawing(plan: Plan, made: Progress | None, tables: str = "") -> Drawing:
    colours = objective_colours({row.id: row.name for row in plan.objectives})
    return Drawing(plan, BriefInputs(1, progress=made, tables=tables), None, colours, TONES)


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_every_state_has_a_sign_of_its_own_and_nothing_leaves_the_picture(look):
    plan, made = case(milestone("survey", 8))
    chart = milestone_chart(plan, made, TONES)
    sentence = chart_sentence(plan, made, chart)
    svg = milestone_picture(chart, look, name="chart", title="Milestones", sentence=sentence)
    root = ElementTree.fromstring(str(svg))
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    assert width == look.width_px
    # Each state stands in the key and at least once among the rows.
    for shape in ("M0 -6.5L6.5 5.5H-6.5z", "M-3.5 -3.5l7 7M3.5", "M-3 0l2 2.4", "M-7 0H7"):
        assert str(svg).count(shape) >= 2, shape
    places = [
        tuple(float(part) for part in found)
        for found in re.findall(r"translate\(([-\d.]+) ([-\d.]+)\)", str(svg))
    ]
    assert places
    assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
    words = ["".join(item.itertext()) for item in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "today C+10" in words
    assert "PORTS <B>" in words
    assert any(text.startswith("initial never") for text in words)
    assert "http" not in str(svg).replace("http://www.w3.org/2000/svg", "")


def test_rows_stand_by_objective_and_due_day_with_the_critical_path():
    plan, made = case()
    chart = milestone_chart(plan, made, TONES)
    assert [(bar.lane, bar.row.milestone) for bar in chart.bars] == [
        (1, "old"), (2, "law"), (3, "ports"), (5, "start"), (6, "vote"), (7, "force"),
    ]  # fmt: skip
    assert [(head.lane, head.tone) for head in chart.heads] == [(0, "o1"), (4, "o2")]
    on_path = {bar.row.milestone for bar in chart.bars if bar.is_on_path}
    assert on_path == {"vote", "force"}
    ways = {bar.row.milestone: bar.before for bar in chart.bars}
    assert ways["force"] == ((6, True),)
    assert ways["ports"] == ((2, False),)
    assert chart.heads[1].levels == {CapabilityLevel.INITIAL: None, CapabilityLevel.FULL: None}
    assert chart.n_left_out == 0


def test_what_finds_no_room_is_what_can_wait():
    more = [milestone(f"x{i:02}", 80 + i, state="done" if i % 2 else "planned") for i in range(60)]
    plan, made = case(*more)
    chart = milestone_chart(plan, made, TONES)
    assert len(chart.bars) == MAX_ROWS
    drawn = {bar.row.milestone for bar in chart.bars}
    assert {"law", "ports", "vote", "force"} <= drawn
    assert chart.n_left_out == len(plan.milestones) - MAX_ROWS
    assert f"{chart.n_left_out} milestones are in the table alone" in chart_sentence(
        plan, made, chart
    )


def test_the_section_says_what_blocks_first():
    plan, made = case()
    section = milestone_section(drawing(plan, made, "tables"))
    assert section.lead.startswith("6 milestones: 1 done, 2 late, 2 blocked and 1 cancelled.")
    assert "VOTE (C+50) → FORCE (C+70)" in section.lead
    assert "2 milestones without a day are not in it" in section.lead
    assert section.first is not None
    first, second = section.first.rows
    assert first.cells == ("Decision Transit, of POL, is refused", "blocks", "LAW and PORTS <B>")
    assert first.reference == "decisions:no.state"
    assert second.cells[1] == "C+50"
    captions = [table.caption for table in section.further]
    assert captions[0].startswith("Readiness by objective")
    assert "All of 6 milestones" in captions
    (figure,) = section.figures
    assert figure.narrow is not None
    assert 'id="milestone-chart-narrow"' in figure.narrow
    assert [link.path for link in section.links][-1] == "tables/transfers.csv"


def test_without_the_step_or_without_milestones_the_section_says_so():
    plan, made = case()
    assert "was not run" in milestone_section(drawing(plan, None)).absent
    bare = plan_of()
    empty = assess_progress(bare, forces(bare), moved(bare))
    section = milestone_section(drawing(bare, empty))
    assert section.lead == "The plan has no milestones: add rows to milestones.csv."
    assert section.figures == ()
    assert section.first is None
    assert headline(plan, made) != headline(bare, empty)
    assert path_sentence(bare, empty) == ""
    assert root_waits(empty) == []


def test_the_page_shows_it_escaped_and_refuses_that_of_another_plan():
    plan, made = case()
    page = render_brief(plan, BriefInputs(1, progress=made))
    assert 'id="milestones"' in page
    assert "PORTS &lt;B&gt;" in page
    assert "PORTS <B>" not in page
    assert "Records carry no day on which a milestone was reached" in page
    other = replace(made, provenance=replace(made.provenance, inputs_sha256="0" * 64))
    with pytest.raises(UsageError) as raised:
        render_brief(plan, BriefInputs(1, progress=other))
    assert raised.value.code == "ENG-INPUT-001"
