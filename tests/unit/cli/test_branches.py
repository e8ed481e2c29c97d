"""`reassure branches`, `--branch` and `--all-branches`: what they print, write and refuse."""

import json

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.io.write import write_plan
from tests.branch_case import plan

RUNNER = CliRunner()


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def words(result):
    return result.stdout.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("branches") / "plan"
    write_plan(plan(), path)
    return path


@pytest.fixture(scope="module")
def compared(folder):
    out = folder.parent / "compared"
    return out, run("branches", folder, "--out", out)


def test_the_comparison_is_told_in_plain_words(compared):
    told = words(compared[1])
    assert (
        "Truce: rejected since 18 March 2025 (known since 19 March 2025), by b; 1 of 2 "
        "preconditions open." in told
    )
    assert "full, Full (25 %): waits for Truce in force" in told
    assert "support, Support (50 %): holds today" in told
    assert "closes on C+16 (C-day moved by 30 days); 0 of 5 tours late" in told
    assert "In every branch: Deu." in told
    assert "Fra: only in full." in told
    assert "1. Deu decides on Mandate; 2 units wait for it; needed from C+30" in told
    assert "2. Deu: 2 units of infantry (deu)" in told
    assert "Units that serve: 3 expected; 5 at worst (full); 2 at best (support)." in told
    assert "With a chance of 10 % no branch comes." in told
    assert "Branch 2 of 3: full, Full" in compared[1].stderr


def test_each_branch_and_the_comparison_have_a_folder(compared):
    out, _ = compared
    assert (out / "brief.html").is_file()
    assert (out / "tables" / "branch_summaries.csv").is_file()
    assert not (out / "tables" / "assignments.csv").exists()
    for name in ("full", "support", "collapse"):
        assert (out / "branches" / name / "tables" / "assignments.csv").is_file()
        assert not (out / "branches" / name / "brief.html").exists()
    summary = json.loads((out / "summary.json").read_text())
    assert summary["branches"]["holding"] == ["support"]
    assert "generation" not in summary


def test_what_is_there_is_compared_without_running_anything(folder, compared, tmp_path):
    out, first = compared
    again = run("branches", folder, "--from", out)
    assert again.stdout == first.stdout
    assert "Branch 1 of 3" not in again.stderr
    run("branches", folder, "--from", out, "--out", out)
    run("branches", folder, "--from", out, "--out", tmp_path / "copy")
    for name in ("results/branches.json", "brief.html", "branches/full/results/generate.json"):
        assert (tmp_path / "copy" / name).read_bytes() == (out / name).read_bytes()
    told = json.loads(run("branches", folder, "--from", out, "--json").stdout)
    assert told == json.loads((out / "summary.json").read_text())["branches"]


def test_the_brief_of_a_comparison_is_made_again(folder, compared, tmp_path):
    out, _ = compared
    told = run("brief", folder, "--from", out, "--out", tmp_path)
    assert (tmp_path / "brief.html").read_bytes() == (out / "brief.html").read_bytes()
    assert "It shows nothing of" not in told.stderr


def test_a_branch_without_results_keeps_its_row(folder, compared, tmp_path):
    out, _ = compared
    run("branches", folder, "--from", out, "--out", tmp_path)
    moved = tmp_path / "branches" / "full"
    moved.rename(tmp_path / "elsewhere")
    told = words(run("branches", folder, "--from", tmp_path, code=3))
    assert "cannot be planned: It was not planned: the results that were read have" in told
    refused = run("branches", folder, "--from", tmp_path / "elsewhere", code=2)
    assert "no results of a branch" in refused.stderr
    assert "ENG-INPUT-002" in refused.stderr


def test_a_step_runs_for_one_branch_and_its_results_do_not_mix(folder, compared, tmp_path):
    out, _ = compared
    told = json.loads(run("generate", folder, "--branch", "full", "--json").stdout)
    assert told["units"] == 5
    steps = run("deploy", folder, "--branch", "full", "--from", out / "branches" / "full", "--json")
    assert json.loads(steps.stdout)["late_units"] == 0
    refused = run("deploy", folder, "--from", out / "branches" / "full", code=2)
    assert "ENG-INPUT-001" in refused.stderr
    assert "(collapse, full, support): all lines count; --branch NAME plans one." in refused.stderr
    run("brief", folder, "--branch", "full", "--from", out / "branches" / "full", "--out", tmp_path)
    assert "A small plan: Full" in (tmp_path / "brief.html").read_text()


def test_misuse_is_refused_with_its_cure(folder, tmp_path):
    unknown = run("generate", folder, "--branch", "ful", "--json", code=2)
    assert json.loads(unknown.stdout)["error"]["code"] == "ENG-BRANCH-001"
    assert "collapse, full, support" in unknown.stderr
    both = ("plan", folder, "--out", tmp_path / "o", "--all-branches")
    assert "CLI-OPTION-001" in run(*both, "--branch", "full", code=2).stderr
    assert "CLI-OPTION-001" in run(*both, "--before", tmp_path, code=2).stderr
    write_plan(plan(branches=[], requirements=[]), tmp_path / "bare")
    bare = run("branches", tmp_path / "bare", code=2)
    assert "found a plan without branches" in bare.stderr
    assert "ENG-BRANCH-003" in bare.stderr


def test_all_branches_are_planned_with_a_brief_each(folder, tmp_path):
    told = run("plan", folder, "--out", tmp_path, "--all-branches", "--replications", "0", "--json")
    summary = json.loads(told.stdout)
    assert summary["branches"]["planned"] == 3
    assert summary["branches"]["worst"]["units"] == 5
    page = (tmp_path / "brief.html").read_text()
    assert 'id="branch-bars"' in page
    for name, title in (("full", "Full"), ("support", "Support")):
        own = (tmp_path / "branches" / name / "brief.html").read_text()
        assert f"A small plan: {title}" in own
        assert (tmp_path / "branches" / name / "results" / "cost.json").is_file()


def test_movement_of_a_branch_is_tracked_planned_on_and_brought_home(folder, compared, tmp_path):
    own = ("--branch", "full", "--from", compared[0] / "branches" / "full")
    told = run("withdraw", folder, *own, "--day", 60, "--out", tmp_path / "home")
    assert words(told).startswith("C+60: 5 units of 500 t at 1 place")
    assert "of 5 movements are in place" in words(run("track", folder, *own, "--day", 40))
    again = run("reroute", folder, *own, "--day", 5, "--out", tmp_path / "again")
    assert "20 of 20 loads keep way and days" in words(again)
    assert "ENG-INPUT-001" in run("withdraw", folder, *own[2:], "--day", 60, "--out",
                                  tmp_path / "home", code=2).stderr  # fmt: skip
