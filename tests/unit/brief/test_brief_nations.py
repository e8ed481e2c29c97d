"""Who provides what, and who carries how much for its size."""

import dataclasses

import pytest

from reassure import generate_forces, read_plan
from reassure.brief import BriefInputs
from reassure.brief.burdens import binding_limits
from reassure.brief.contributions import contributions, together
from reassure.brief.figures.burden import burden_rows, burden_sentence
from reassure.brief.matrix import Cell, Matrix
from reassure.brief.page import page_of, render_brief
from reassure.examples import example_folder
from reassure.model.choices import ShortfallReason
from reassure.model.outputs import Assignment, LineFill, Shortfall
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.brief_inputs import brief_inputs
from tests.brief_plan import brief_plan

PLAN, RUN = brief_plan(), brief_inputs()


def matrix_of(plan: Plan, run: BriefInputs) -> Matrix:
    (section,) = [part for part in page_of(plan, run).sections if part.id == "nations"]
    assert section.matrix is not None
    return section.matrix


@pytest.fixture(scope="module")
def small() -> tuple[Plan, ForcePlan]:
    plan = read_plan(example_folder("first-steps"))
    return plan, generate_forces(plan)


def test_nations_add_up_to_what_each_line_has(small: tuple[Plan, ForcePlan]) -> None:
    for plan, forces in (small, (PLAN, RUN.force_plan)):
        assert forces is not None
        parts = contributions(plan, forces)
        for row in forces.line_fills:
            part = parts[row.requirement]
            assert sum(part.by_nation.values()) == pytest.approx(row.provided_unit_days)
        whole = together(parts.values())
        assert whole.provided / whole.required == pytest.approx(forces.fill)


def test_overlap_at_relief_counts_once_and_is_shared(small: tuple[Plan, ForcePlan]) -> None:
    plan, forces = small
    tours = [
        {"id": "a", "requirement": "west-inf", "offer": "fra-inf", "unit": "fra-inf.1",
         "from_day": 30, "until_day": 90, "effective_quantity": 1.0},
        {"id": "b", "requirement": "west-inf", "offer": "pol-inf", "unit": "pol-inf.1",
         "from_day": 60, "until_day": 90, "effective_quantity": 1.0},
    ]  # fmt: skip
    fills = [{"requirement": "west-inf", "objective": "land", "sector": "west",
              "required_unit_days": 120.0, "provided_unit_days": 60.0}]  # fmt: skip
    over = dataclasses.replace(
        forces, assignments=Table.of(Assignment, tours), line_fills=Table.of(LineFill, fills)
    )
    by_nation = contributions(plan, over)["west-inf"].by_nation
    assert by_nation == pytest.approx({"FRA": 40.0, "POL": 20.0})


def test_a_small_plan_has_a_row_for_every_line(small: tuple[Plan, ForcePlan]) -> None:
    plan, forces = small
    matrix = matrix_of(plan, BriefInputs(seed=0, force_plan=forces))
    assert matrix.corner == "Line"
    assert [row.reference for row in matrix.rows if row.reference] == [
        "west-eng", "west-inf", "west-trn",
    ]  # fmt: skip
    codes = [code for code, _ in matrix.columns]
    assert codes[0] == "FRA"
    assert set(codes) == {"DEU", "FRA", "POL"}
    assert matrix.extent == "3 nations, those that provide most first"
    (engineers,) = [row for row in matrix.rows if row.reference == "west-eng"]
    assert engineers.filled == "90 of 120"
    assert engineers.share == "75\N{NO-BREAK SPACE}%"
    given = dict(zip(codes, engineers.cells, strict=True))
    assert given["FRA"] is None
    assert given["DEU"] is not None
    assert (given["DEU"].amount, given["DEU"].width) == ("90", 75)


def test_a_large_plan_is_summed_up_by_kind_of_unit() -> None:
    matrix = matrix_of(PLAN, RUN)
    assert matrix.corner == "Kind of unit"
    assert len(matrix.rows) < len(PLAN.requirements) / 2
    assert matrix.extent.startswith(f"{len(matrix.columns)} nations, ")
    sums = [row for row in matrix.rows if row.is_sum]
    assert sums[0].name == "All"
    assert len(sums) == 1 + len(PLAN.objectives)
    for column in range(len(matrix.columns)):
        shown = [_number(row.cells[column]) for row in sums]
        assert sum(shown[1:]) == pytest.approx(shown[0], abs=len(sums))


def _number(cell: Cell | None) -> float:
    return 0.0 if cell is None else float(cell.amount.replace(",", ""))


def test_the_lead_says_who_provides_most(small: tuple[Plan, ForcePlan]) -> None:
    plan, forces = small
    page = page_of(plan, BriefInputs(seed=0, force_plan=forces))
    (section,) = [part for part in page.sections if part.id == "nations"]
    share = "47\N{NO-BREAK SPACE}%"
    assert section.lead.startswith(f"France provides most: {share} of what is filled. 2 of 3 lines")


def test_the_appendix_names_nations_with_their_shares(small: tuple[Plan, ForcePlan]) -> None:
    plan, forces = small
    appendix = page_of(plan, BriefInputs(seed=0, force_plan=forces)).appendix
    assert appendix is not None
    told = {row.reference: row.cells[-1] for row in appendix.rows}
    assert told["west-eng"] == "DEU\N{NO-BREAK SPACE}75\N{NO-BREAK SPACE}%"


def test_nobody_serves(small: tuple[Plan, ForcePlan]) -> None:
    plan, forces = small
    none = dataclasses.replace(forces, assignments=Table.empty(Assignment))
    page = render_brief(plan, BriefInputs(seed=0, force_plan=none))
    assert "Nobody serves." in page


def test_burden_is_held_against_people_and_product() -> None:
    assert RUN.force_plan is not None
    rows = burden_rows(PLAN, RUN.force_plan, RUN.costs)
    for size in ("population_share", "gdp_share"):
        assert sum(row[size] for row in rows) == pytest.approx(1.0)
    told = burden_sentence(rows)
    known = [row for row in rows if row["share"] >= 0.01]
    assert len(known) < len(rows)
    times = {row["name"]: row["share"] / row["population_share"] for row in known}
    name = max(times, key=lambda key: times[key])
    assert (
        f"Of nations that carry at least 1\N{NO-BREAK SPACE}%, {name} carries most for its "
        f"population: {times[name]:.1f} times its share"
    ) in told
    assert "carries most for its economy: " in told
    page = render_brief(PLAN, RUN)
    assert "share of the gross domestic product of all that give" in page


def test_a_size_that_is_not_stated_has_no_mark(small: tuple[Plan, ForcePlan]) -> None:
    plan, forces = small
    rows = burden_rows(plan, forces, None)
    assert {row["gdp_share"] for row in rows} == {None}
    page = render_brief(plan, BriefInputs(seed=0, force_plan=forces))
    assert "gross domestic product of all" not in page
    assert "share of the population of all that give" in page


def test_only_limits_that_bind_are_listed() -> None:
    forces = RUN.force_plan
    assert forces is not None
    found = {limit.reference for limit in binding_limits(PLAN, forces)}
    assert found == {"burdens:gbr.max_unit_months"}
    short = {"requirement": PLAN.requirements.ids[0], "from_day": 0, "until_day": 30,
             "quantity": 2.0, "reason": ShortfallReason.BURDEN,
             "binding": "burdens:nor.max_share"}  # fmt: skip
    named = dataclasses.replace(forces, shortfalls=Table.of(Shortfall, [short]))
    first, *_ = binding_limits(PLAN, named)
    assert (first.reference, first.short_unit_days) == ("burdens:nor.max_share", 60)
