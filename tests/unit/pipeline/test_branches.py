"""Branches run one after the other: stops, failures, and one that is the plan itself."""

import contextlib

import pytest

from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.pipeline import (
    BRANCH_STEPS,
    Options,
    compare_runs,
    load_branches,
    run_branches,
    run_plan,
    write_branches,
    write_run,
)
from tests.branch_case import branch, plan, rows

STEPS = ("generate",)


def test_a_stop_by_the_user_leaves_the_branches_after_it_out() -> None:
    @contextlib.contextmanager
    def watching(name: str):
        yield lambda _: name == "full"

    runs = run_branches(plan(), steps=STEPS, watching=watching)
    assert not isinstance(runs["collapse"], str)
    assert runs["support"] == "Stopped before it was planned"
    compared = compare_runs(plan(), runs)
    assert compared.stopped_by is StoppedBy.USER
    assert compared.is_partial
    assert compared.branches is not None
    told = {row.branch: row.failure for row in compared.branches.branch_summaries}
    assert told["support"] == "Stopped before it was planned"


def test_a_stop_between_the_steps_of_the_last_branch_is_not_taken_for_its_end() -> None:
    @contextlib.contextmanager
    def watching(name: str):
        yield lambda at: name == "support" and at.step == "generate" and at.message == "done"

    compared = compare_runs(plan(), run_branches(plan(), steps=BRANCH_STEPS, watching=watching))
    assert compared.branches is not None
    row = compared.branches.branch_summaries["support"]
    assert (row.failure, row.movements, row.is_partial) == (None, None, True)
    assert compared.branches.provenance.is_cut_short


def test_what_an_earlier_comparison_left_of_a_branch_goes_where_it_fails(tmp_path) -> None:
    runs = run_branches(plan(), steps=STEPS)
    write_branches(compare_runs(plan(), runs), runs, tmp_path, with_brief=False)
    assert not isinstance(load_branches(tmp_path, plan())["full"], str)
    failed = {**runs, "full": "no network"}
    write_branches(compare_runs(plan(), failed), failed, tmp_path, with_brief=False)
    again = load_branches(tmp_path, plan())
    assert [name for name, run in again.items() if isinstance(run, str)] == ["full"]


def test_one_branch_that_cannot_be_planned_does_not_cost_the_others() -> None:
    far = [*rows()["branches"][1:], branch("far", "truce:in_force", c_day_shift=400_000.0)]
    lines = [row | {"branches": []} for row in rows()["requirements"]]
    case = plan({"c_day": "2026-01-01"}, branches=far, requirements=lines)
    runs = run_branches(case, steps=STEPS)
    assert isinstance(runs["far"], str)
    assert "ENG-BRANCH-002" in runs["far"]
    compared = compare_runs(case, runs)
    assert compared.branches is not None
    assert compared.branches.planned == ("collapse", "support")


def test_what_no_branch_can_be_planned_with_is_raised() -> None:
    with pytest.raises(UsageError) as raised:
        run_branches(plan(), Options(nation="XXX"), steps=STEPS)
    assert raised.value.code == "ENG-GEN-005"


def test_a_time_limit_holds_for_all_branches_together() -> None:
    runs = run_branches(plan(), Options(time_limit_s=30.0), steps=STEPS)
    limits = [run.options.time_limit_s for run in runs.values() if not isinstance(run, str)]
    assert len(limits) == 3
    assert all(limit is not None and limit <= 30.0 for limit in limits)
    assert limits[0] is not None
    assert limits[0] <= 10.0


def test_a_branch_equal_to_the_plan_makes_the_same_bytes(tmp_path) -> None:
    lines = [row | {"branches": []} for row in rows()["requirements"]]
    case = plan(requirements=lines)
    steps = ("generate", "deploy", "cost")
    write_run(run_plan(case, steps=steps), tmp_path / "whole", with_brief=False)
    own = run_plan(case, Options(branch="support"), steps=steps)
    write_run(own, tmp_path / "branch", with_brief=False)
    files = sorted(
        path.relative_to(tmp_path / "whole")
        for path in (tmp_path / "whole").rglob("*")
        if path.is_file() and path.name != "run.json"
    )
    assert len(files) > 20
    for name in files:
        assert (tmp_path / "branch" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
