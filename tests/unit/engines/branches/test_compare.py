"""Branches compared: the case solved by hand, a count day by day, and what can fail."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.branches import compare_branches
from reassure.engines.cost import cost_plan
from reassure.engines.deploy import schedule_deployment
from reassure.engines.generate import generate_forces
from reassure.model.branch_choices import NoRegretKind, OutlookMeasure
from reassure.model.branch_results import Branches, BranchRun
from reassure.model.branching import plan_of_branch
from reassure.model.choices import AgreementState, Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.outputs import Assignment, LineFill, Shortfall
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.branch_case import branch, plan, rows
from tests.oracles import branches as oracle

CASE = plan()


def planned(case: Plan) -> dict[str, BranchRun]:
    made: dict[str, BranchRun] = {}
    for name in case.branches.ids:
        own = plan_of_branch(case, name)
        forces = generate_forces(own)
        moved = schedule_deployment(own, forces)
        made[name] = BranchRun(forces, moved, cost_plan(own, forces, moved))
    return made


@pytest.fixture(scope="module")
def runs() -> dict[str, BranchRun]:
    return planned(CASE)


@pytest.fixture(scope="module")
def made(runs: dict[str, BranchRun]) -> Branches:
    return compare_branches(CASE, runs)


def test_who_serves_in_which_branch_is_what_was_solved_by_hand(made: Branches) -> None:
    units = {(row.branch, row.nation): row.units for row in made.branch_nations}
    assert units == {
        ("full", "DEU"): 2, ("full", "POL"): 2, ("full", "FRA"): 1,
        ("support", "DEU"): 2, ("support", "POL"): 0, ("support", "FRA"): 0,
        ("collapse", "DEU"): 2, ("collapse", "POL"): 1, ("collapse", "FRA"): 0,
    }  # fmt: skip
    assert {row.nation for row in made.branch_nations if row.is_in_all} == {"DEU"}
    assert {row.nation: row.branches_in for row in made.branch_nations} == {
        "DEU": 3, "FRA": 1, "POL": 2,
    }  # fmt: skip


def test_a_branch_says_whether_it_holds_and_what_it_waits_for(made: Branches) -> None:
    told = {
        row.branch: (row.holds_today, row.missing, row.lines, row.units, row.persons, row.fill)
        for row in made.branch_summaries
    }
    assert told == {
        "collapse": (False, ("truce:broken",), 2, 3, 1500, 1),
        "full": (False, ("truce:in_force",), 2, 5, 2500, 1),
        "support": (True, (), 1, 2, 1000, 1),
    }
    days = {row.branch: str(row.c_day) for row in made.branch_summaries}
    assert days == {"collapse": "2025-05-01", "full": "2025-05-31", "support": "2025-05-01"}
    assert made.holding == ("support",)
    assert made.provenance.status is Status.COMPUTED


def test_where_the_agreement_stands(made: Branches) -> None:
    (row,) = made.agreement_states
    assert (row.state, row.event, row.party, row.events) == (AgreementState.REJECTED, "t2", "b", 2)
    assert (str(row.since), str(row.known_since)) == ("2025-03-18", "2025-03-19")
    assert (row.preconditions, row.open_preconditions) == (2, ("lines",))


def test_the_decision_comes_before_the_units_that_wait_for_it(made: Branches) -> None:
    steps = sorted(made.no_regret_steps, key=lambda row: row.rank)
    told = [
        (row.kind, row.record, row.units, row.needed_day, row.act_by_day, row.due_day)
        for row in steps
    ]
    assert told == [
        (NoRegretKind.DECISION, "decisions:vote", 2, 30, 20, 0),
        (NoRegretKind.OFFER, "offers:deu", 2, 30, 20, None),
    ]
    assert made.no_regret_units == 2


def test_lines_that_count_in_every_branch(made: Branches) -> None:
    inside = {row.requirement: (row.is_in_all, row.branches) for row in made.branch_lines}
    assert inside == {
        "land": (False, ("full",)),
        "train": (True, ("collapse", "full", "support")),
        "way-out": (False, ("collapse",)),
    }


def test_expected_and_worst_are_what_a_count_gives(
    made: Branches, runs: dict[str, BranchRun]
) -> None:
    chances = {"full": 0.25, "support": 0.5, "collapse": 0.15}
    counts = {"full": 5.0, "support": 2.0, "collapse": 3.0}
    units = made.outlook(OutlookMeasure.UNITS)
    assert units.expected == pytest.approx(oracle.expected(counts, chances))
    assert (units.worst, units.worst_branch, units.best_branch) == (5, "full", "support")
    persons = {name: float(oracle.persons(CASE, run)) for name, run in runs.items()}
    found = made.outlook(OutlookMeasure.PERSONS)
    assert found.expected == pytest.approx(oracle.expected(persons, chances))
    assert found.worst == max(persons.values())
    assert made.no_branch_probability == pytest.approx(0.1)
    costs = {name: run.costs.total for name, run in runs.items() if run.costs is not None}
    assert made.outlook(OutlookMeasure.COST).expected == pytest.approx(
        oracle.expected(costs, chances)
    )


def test_a_branch_that_failed_keeps_its_row_and_says_why(runs: dict[str, BranchRun]) -> None:
    made = compare_branches(CASE, {**runs, "full": BranchRun(failure="no network")})
    row = made.branch_summaries["full"]
    assert (row.failure, row.lines, row.units) == ("no network", 2, None)
    assert made.planned == ("collapse", "support")
    assert made.provenance.status is Status.PARTIAL
    assert "Branches that were not planned count in no comparison: full" in made.assumptions
    lacking = compare_branches(CASE, {"support": runs["support"]})
    assert lacking.branch_summaries["full"].failure == "It was not planned"


def test_a_branch_stopped_early_is_partial(runs: dict[str, BranchRun]) -> None:
    forces = runs["support"].force_plan
    assert forces is not None
    how = replace(forces.provenance, status=Status.PARTIAL, stopped_by=StoppedBy.CLOCK)
    cut = BranchRun(replace(forces, provenance=how))
    made = compare_branches(CASE, {**runs, "support": cut})
    assert made.branch_summaries["support"].is_partial
    # Nothing is known of the closure of what a stop left unscheduled.
    assert made.outlook(OutlookMeasure.CLOSURE).worst == 16
    assert made.branch_summaries["support"].movements is None
    # Nor of its cost: a mean over the other branches would pass for one over all.
    for measure in (OutlookMeasure.CLOSURE, OutlookMeasure.COST):
        assert made.outlook(measure).expected is None
        assert made.outlook(measure).worst_branch in ("collapse", "full")
    assert made.provenance.is_cut_short


def test_a_branch_that_is_ruled_out_is_neither_worst_nor_best(runs: dict[str, BranchRun]) -> None:
    chances = {"full": 0.0, "support": 1.0, "collapse": None}
    changed = [row | {"probability": chances[row["id"]]} for row in rows()["branches"]]
    case = plan(branches=changed)
    made = compare_branches(case, planned(case))
    units = made.outlook(OutlookMeasure.UNITS)
    assert (units.expected, units.worst, units.worst_branch) == (2, 3, "collapse")
    assert made.no_branch_probability is None
    assert "Branches without a probability are in no mean: collapse" in made.assumptions


def test_what_cannot_be_compared_is_refused(runs: dict[str, BranchRun]) -> None:
    with pytest.raises(UsageError) as foreign:
        compare_branches(CASE, {"support": runs["full"]})
    assert foreign.value.code == "ENG-INPUT-001"
    with pytest.raises(UsageError) as unknown:
        compare_branches(CASE, {"ful": runs["full"]})
    assert unknown.value.code == "ENG-BRANCH-001"
    with pytest.raises(UsageError) as without:
        compare_branches(plan(branches=[], requirements=[]), {})
    assert without.value.code == "ENG-BRANCH-003"


SHA256 = {name: plan_of_branch(CASE, name).sha256 for name in CASE.branches.ids}


def drawn(name: str, tours: list[dict[str, Any]]) -> BranchRun:
    how = Provenance("generate", 0, SHA256[name], {}, Status.COMPUTED)
    made = Table.of(Assignment, tours)
    return BranchRun(ForcePlan(how, made, Table.empty(Shortfall), Table.empty(LineFill)))


TOURS = st.lists(
    st.tuples(
        st.sampled_from(["deu", "fra", "pol"]), st.integers(1, 4), st.integers(0, 80),
        st.integers(1, 30),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(st.tuples(TOURS, TOURS, TOURS))
def test_units_without_regret_never_exceed_those_of_any_branch(drawn_tours: Any) -> None:
    runs = {
        name: drawn(
            name,
            [
                {
                    "id": f"{at}", "requirement": "train", "offer": offer, "unit": f"{offer}.{n}",
                    "from_day": start, "until_day": start + days, "effective_quantity": 1.0,
                }
                for at, (offer, n, start, days) in enumerate(tours)
            ],
        )
        for name, tours in zip(CASE.branches.ids, drawn_tours, strict=True)
    }  # fmt: skip
    made = compare_branches(CASE, runs)
    steps = {
        row.record.removeprefix("offers:"): row.units
        for row in made.no_regret_steps
        if row.kind is NoRegretKind.OFFER
    }
    assert steps == oracle.no_regret_units(CASE, runs)
    for row in made.branch_offers:
        assert steps.get(row.offer, 0) <= row.units
    for name, run in runs.items():
        assert made.branch_summaries[name].persons == oracle.persons(CASE, run)


def test_days_of_branches_are_compared_from_one_c_day(runs: dict[str, BranchRun]) -> None:
    only = [branch("early", "truce:rejected", c_day_shift=-20), branch("late", "truce:broken")]
    lines = [row | {"branches": []} for row in rows()["requirements"]]
    case = plan(branches=only, requirements=lines[1:2])
    made = compare_branches(case, planned(case))
    (step,) = [row for row in made.no_regret_steps if row.kind is NoRegretKind.OFFER]
    assert (step.needed_day, step.act_by_day) == (10, 0)
