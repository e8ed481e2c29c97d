"""Rules of engagement on the page: the matrix, holes, negotiations, formations and reasons."""

import pytest

from reassure.brief import BriefInputs, render_brief
from reassure.brief.asks import TITLES, ask_words
from reassure.brief.gaps import worst_gaps
from reassure.brief.names import binding_words
from reassure.brief.palette import objective_colours
from reassure.brief.permissions import strength_sentence, task_cells
from reassure.brief.sections import Drawing
from reassure.brief.sections.permissions import permission_section
from reassure.engines.generate import generate_forces
from reassure.engines.roe import assess_permissions
from reassure.model.choices import AskKind
from reassure.model.outputs import Ask
from reassure.model.roe_choices import Strength
from tests.permission_case import caveat, forces, line, measure, plan_of, position, task, tour

PLAN = plan_of(
    measures=[measure("entry"), measure("search", "entry"), measure("guard")],
    tasks=[
        task("search", "search", title="Search of persons"),
        task("guard", "guard", title="Guarding places"),
        task("winter", attributes=["winter"], title="Winter patrols"),
    ],
    formations=[{"id": "bg", "sector": "east"}],
    requirements=[line("r-east", "east", formation="bg"), line("r-west", "west", "search")],
    positions=[
        position("p1", "FRA", "entry", "refused"),
        position("p2", "DEU", "search", "on_approval", approver="Minister", answer_hours=48),
        position("p3", "POL", "search", "restricted", sectors=["east"]),
    ],
    caveats=[caveat("c1", "POL", offer="pol", tasks=["search"], until_day=30)],
)
FORCES = forces(
    PLAN,
    *(tour(name, "r-east") for name in ("deu", "fra", "pol")),
    *(tour(name, "r-west") for name in ("fra", "pol")),
)


def section_of(plan, permissions, force_plan=None, tables="tables"):
    colours = objective_colours({"peace": "Peace"})
    run = BriefInputs(1, force_plan=force_plan, permissions=permissions, tables=tables)
    return permission_section(Drawing(plan, run, None, colours, {"peace": "o1"}))


@pytest.fixture(scope="module")
def section():
    return section_of(PLAN, assess_permissions(PLAN, FORCES))


def cells(section, name):
    row = next(row for row in section.matrix.rows if row.name == name)
    return [cell and (cell.amount, cell.share) for cell in row.cells], row.filled


def test_a_plan_without_tasks_or_measures_has_no_such_section() -> None:
    bare = plan_of()
    assert section_of(bare, assess_permissions(bare, forces(bare, tour("fra", "r-east")))) is None
    free = plan_of(tasks=[task("talk")])
    assert section_of(free, assess_permissions(free, forces(free, tour("fra", "r-east")))) is None
    assert section_of(PLAN, None) is None


def test_cells_hold_the_share_and_the_worst_time(section) -> None:
    assert [name for name, _ in section.matrix.columns] == ["east", "west"]
    search, whole = cells(section, "Search of persons")
    # East: 1 of 3 until C+30, then 2 of 3; west: nobody.
    told = [tuple(words.replace("\N{NO-BREAK SPACE}", " ") for words in cell) for cell in search]
    assert told == [("56 %", "33 % when asked, C+0 to C+30"), ("0 %", "at all times")]
    assert whole == "150 of 450"
    guard, _ = cells(section, "Guarding places")
    assert guard == [("100\N{NO-BREAK SPACE}%", "at all times"), None]


def test_holes_stand_with_what_opens_them(section) -> None:
    rows = {row.cells[0]: row.cells for row in section.table.rows}
    assert rows["Search of persons"][1] == "West"
    assert rows["Search of persons"][4] == "FRA accepts measure 10.entry (entry)"
    assert "other units must come" in rows["Winter patrols"][4]
    assert section.table.more.startswith("1 change of position opens all that can be, no fewer do")


def test_shares_of_the_first_sentence_are_all_of_what_serves() -> None:
    plan = plan_of(
        measures=[measure("guard")],
        tasks=[task("guard", "guard")],
        positions=[
            position("p1", "FRA", "guard", "refused"),
            position("p2", "DEU", "guard", "on_approval"),
        ],
    )
    made = assess_permissions(
        plan,
        forces(plan, *(tour(name, "r-east") for name in ("deu", "fra", "pol")),
               tour("pol", "r-west")),
    )  # fmt: skip
    told = strength_sentence(made).replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("75 % of what serves may do its tasks: 50 % unasked, 25 % when asked.")


def test_negotiations_differences_and_reasons_follow(section) -> None:
    titles = [table.caption for table in section.further]
    assert titles[0].startswith("Which negotiation helps most")
    assert titles[1] == "Formations whose units may do different things"
    first = section.further[0].rows[0].cells
    assert first[:2] == ("FRA", "10.entry (entry)")
    assert first[5] == "yes"
    told = [row.cells[0] for row in section.further[1].rows]
    assert any("POL may, DEU only when asked, FRA may not" in words for words in told)
    reasons = section.further[-1]
    assert reasons.is_folded
    assert any(row.reference == "caveats:c1.tasks" for row in reasons.rows)
    assert any(row.cells[2] == "when asked, 48\N{NO-BREAK SPACE}h" or "48 h" in row.cells[2]
               for row in reasons.rows)  # fmt: skip
    assert [link.path for link in section.links] == [
        "tables/permissions.csv", "tables/permission_limits.csv",
    ]  # fmt: skip
    assert section_of(PLAN, assess_permissions(PLAN, FORCES), tables="").links == ()


def test_the_page_says_which_strength_was_counted() -> None:
    plan = plan_of(
        measures=[measure("guard")],
        tasks=[task("guard", "guard")],
        requirements=[line("r-east", "east", "guard"), line("r-west", "west")],
        positions=[position("p1", "FRA", "guard", "refused")],
    )
    usable = generate_forces(plan)
    section = section_of(plan, assess_permissions(plan, usable), usable)
    assert "only where they may do every task" in section.lead
    kept = next(one for one in section.further if "keep offers from" in one.caption)
    assert kept.rows[0].cells[-1] == "fra"
    headline = generate_forces(plan, counting=Strength.HEADLINE)
    section = section_of(plan, assess_permissions(plan, headline), headline)
    assert "assigned by headline strength" in section.lead


def test_the_page_holds_the_section() -> None:
    page = render_brief(PLAN, BriefInputs(1, permissions=assess_permissions(PLAN, FORCES)))
    assert 'id="permissions"' in page
    assert "Who may do what" in page


def test_what_counts_nothing_has_no_share() -> None:
    none = forces(PLAN, tour("fra", "r-east", effective_quantity=0.0))
    (cell, *_) = task_cells(assess_permissions(PLAN, none))
    assert (cell.headline, cell.share) == (0, 0)
    assert section_of(PLAN, assess_permissions(PLAN, none)).matrix.rows[0].share == "–"


def guarded(**tables):
    base = {
        "measures": [measure("guard")],
        "tasks": [task("guard", "guard")],
        "requirements": [line("r-east", "east", "guard", quantity=6)],
    }
    return plan_of(**(base | tables))


def cures_of(plan) -> str:
    gaps = worst_gaps(plan, generate_forces(plan), tones={"peace": "o1"}, most=1)
    return " ".join(cure for gap in gaps for cause in gap.causes for cure in cause.cures)


def test_what_would_fill_a_gap_names_nation_and_measure() -> None:
    refused = guarded(positions=[position("p1", "FRA", "guard", "refused")])
    assert "FRA accepting the measure “guard” would fill all" in cures_of(refused)
    event = {"id": "e", "measure": "guard", "state": "cancelled", "day": 0, "by": "HQ"}
    lapsed = guarded(measure_events=[event], offers=[])
    assert "the measure “guard” in force in East at once and a new offer of" in cures_of(lapsed)
    assert binding_words(lapsed, "measure_events:e.state").place == "Measure “guard”"
    assert binding_words(refused, "positions:p1.stance").place == "FRA's position on “guard”"


def test_an_ask_for_another_position_is_worded() -> None:
    plan = guarded(positions=[position("p1", "FRA", "guard", "refused")])
    row = {"rank": 1, "kind": AskKind.POSITION, "nation": "FRA", "at_most": 2.0}
    ask = Ask.model_validate(row | {"binding": "positions:p1.stance"})
    assert ask_words(plan, ask) == "FRA accepts the measure “guard”"
    assert TITLES[AskKind.POSITION] == "Positions to change"
