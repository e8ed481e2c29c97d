"""`reassure replan` and `plan --before`: few changes, each told with its reason."""

import dataclasses
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from reassure.cli import app, lists
from reassure.examples import copy_example
from reassure.io.read import read_plan
from reassure.pipeline import load_run

RUNNER = CliRunner()


FEW = ("--change-price", "0.5")
"""Of two good answers to one change, the one with fewer changes."""

CERTAIN = ("--replications", "0")
"""Without a simulation."""


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


@pytest.fixture
def before(plan_folder, tmp_path):
    """Write a force plan of the example, and then withdraw France's infantry from it."""
    run("generate", plan_folder, "--out", tmp_path / "before")
    text = (plan_folder / "offers.csv").read_text()
    (plan_folder / "offers.csv").write_text(text.replace("2,confirmed,3", "2,withdrawn,3"))
    return tmp_path / "before"


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def words(result) -> str:
    """Return what was printed, without the breaks of a narrow table."""
    return " ".join(result.stdout.split())


def test_what_changed_is_told_with_its_reason(plan_folder, before):
    told = words(run("replan", plan_folder, "--before", before, *FEW))
    assert "2 tours are dropped; 4 stay as before." in told
    assert "The plan now fills 40.9" in told
    assert "Dropped: 2 because the offer is withdrawn. Unit-days lost: France 240." in told
    assert "1. dropped: 1 × France's offer of infantry battalion" in told
    assert "C+30 to C+150" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "withdrawn" in told


def test_a_plan_made_anew_goes_on_as_one_from_scratch(plan_folder, before, tmp_path):
    out = tmp_path / "out"
    run("replan", plan_folder, "--before", before, *FEW, "--out", out, "--verify")
    made = load_run(out, read_plan(plan_folder), ("generate",)).force_plan
    assert made is not None
    assert {row.offer for row in made.changes} == {"fra-inf"}
    assert made.provenance.step == "generate"
    run("deploy", plan_folder, "--from", out, "--out", out)
    run("ask", plan_folder, "--from", out)


def test_nothing_changes_where_nothing_has_changed(plan_folder, tmp_path):
    run("generate", plan_folder, "--out", tmp_path / "a")
    told = words(run("replan", plan_folder, "--before", tmp_path / "a"))
    assert "Nothing changed: the earlier plan stands." in told


def test_the_folder_of_the_earlier_plan_may_be_written_over(plan_folder, before):
    elsewhere = run("replan", plan_folder, "--before", before, *FEW, "--json").stdout
    run("replan", plan_folder, "--before", before, *FEW, "--out", before)
    assert json.loads(elsewhere) == json.loads((before / "summary.json").read_text())["generation"]
    made = load_run(before, read_plan(plan_folder), ("generate",)).force_plan
    assert made is not None
    assert {row.offer for row in made.changes} == {"fra-inf"}


def test_the_whole_flow_goes_on_from_an_earlier_plan(plan_folder, before, tmp_path):
    out = tmp_path / "out"
    told = words(run("plan", plan_folder, "--before", before, *FEW, *CERTAIN, "--out", out))
    assert "2 tours are dropped" in told
    assert "What changed since the last plan" in (out / "brief.html").read_text()
    assert load_run(out, read_plan(plan_folder)).costs is not None


def test_a_high_price_keeps_more_than_a_low_one(plan_folder, tmp_path):
    run("generate", plan_folder, "--out", tmp_path / "a", "--seed", 1)
    text = (plan_folder / "requirements.csv").read_text()
    changed = text.replace("west-inf,land,west,inf,2,4,", "west-inf,land,west,inf,2,1,")
    (plan_folder / "requirements.csv").write_text(
        changed.replace("west-eng,land,west,eng,1,2", "west-eng,land,west,eng,2,9")
    )
    counts = []
    for price in (0.001, 1000):
        out = tmp_path / f"{price}"
        run(
            "replan", plan_folder, "--before", tmp_path / "a", "--change-price", price, "--out", out
        )
        rows = (out / "tables" / "changes.csv").read_text().splitlines()[1:]
        counts.append(len(rows))
    assert counts[1] == 0
    assert counts[0] >= counts[1]


def test_only_the_first_changes_are_listed(plan_folder, before, monkeypatch):
    monkeypatch.setattr(lists, "MOST_CHANGES", 1)
    told = words(run("replan", plan_folder, "--before", before, *FEW))
    assert "and 1 more change; tables/changes.csv of --out lists them all." in told


def test_a_price_that_is_none_is_refused(plan_folder, before):
    result = run("replan", plan_folder, "--before", before, "--change-price", "0", code=2)
    assert "ENG-LIMIT-001" in result.stderr


def test_a_folder_without_a_force_plan_is_refused_with_a_cure(plan_folder, tmp_path):
    told = run("replan", plan_folder, "--before", tmp_path, code=2).stderr
    assert "ENG-INPUT-002" in told
    assert "name a folder that holds a force plan, or plan from scratch" in told


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("results/generate.json", "{}", "ENG-INPUT-002"),
        ("tables/assignments.parquet", "no parquet", "ENG-INPUT-004"),
        ("tables/shortfalls.csv", "", "ENG-INPUT-004"),
    ],
)
def test_a_damaged_earlier_plan_is_refused(plan_folder, before, tmp_path, name, text, code):
    (before / name).write_text(text)
    out = tmp_path / "out"
    result = run("replan", plan_folder, "--before", before, "--out", out, "--json", code=2)
    assert json.loads(result.stdout)["error"]["code"] == code
    assert not out.exists()


def test_what_is_made_anew_is_verified_where_asked(plan_folder, before, monkeypatch):
    from reassure.engines.generate import replan_forces

    def spoil(*arguments, **options):
        made = replan_forces(*arguments, **options)
        return dataclasses.replace(made, shortfalls=made.shortfalls.without(*made.shortfalls.ids))

    monkeypatch.setattr("reassure.pipeline.flow.replan_forces", spoil)
    result = run("replan", plan_folder, "--before", before, "--verify", "--json", code=1)
    assert "CHK-PLAN-014" in {item["code"] for item in json.loads(result.stdout)}


def test_ctrl_c_keeps_what_there_is(plan_folder, before, tmp_path):
    """Interrupt as soon as the search tells of progress."""
    out = tmp_path / "out"
    code = (
        "import os, signal\n"
        "from reassure.pipeline import flow\n"
        "from reassure.cli import app\n"
        "real = flow.replan_forces\n"
        "def work(*arguments, **options):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return real(*arguments, **options)\n"
        "flow.replan_forces = work\n"
        "app()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "replan", plan_folder, "--before", before, "--out", out,
         "--json"],
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 130, done.stderr
    assert json.loads(done.stdout)["stopped_by"] == "user"
    assert json.loads((out / "summary.json").read_text())["stopped_by"] == "user"
