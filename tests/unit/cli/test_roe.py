"""`reassure roe`: who may do what in plain words, beside the results that stand."""

import csv
import json

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.io.write import write_plan
from tests.permission_case import caveat, line, measure, plan_of, position, task

RUNNER = CliRunner()


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def plan_folder(tmp_path):
    """Write a plan whose every unit is kept from searching in the east."""
    plan = plan_of(
        measures=[measure("entry"), measure("search", "entry"), measure("guard")],
        tasks=[
            task("search", "search"), task("patrol"), task("guard", "guard"),
            task("winter", attributes=["winter"]),
        ],
        requirements=[line("r-east", "east", quantity=6)],
        positions=[
            position("p1", "FRA", "entry", "refused"),
            position("p2", "DEU", "search", "refused"),
            position("p3", "POL", "entry", "refused"),
            position("p4", "POL", "search", "refused"),
            position("p5", "DEU", "guard", "on_approval", answer_hours=36),
        ],
        caveats=[caveat("c1", "FRA", offer="fra", tasks=["patrol"], until_day=30)],
    )  # fmt: skip
    write_plan(plan, tmp_path / "plan")
    return tmp_path / "plan"


def words(result):
    return result.stdout.replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )


def test_matrix_holes_and_cures_are_told_in_plain_words(plan_folder):
    told = words(run("roe", plan_folder))
    assert "East, search: 0 % may, of 6 units" in told
    assert "East, guard: 67 % may, 33 % on approval (answer within 36 h), of 6 units" in told
    assert "Tasks that no unit there may do:" in told
    assert "East, search, " in told
    assert "DEU accepts measure 10.search (search)" in told
    assert "no unit there has the attributes that it needs" in told
    assert "no fewer do" in told
    assert "a caveat of FRA for offer fra (caveats:c1.tasks)" in told
    assert "Which negotiation helps most" in told
    assert "Poland" not in told
    assert "tasks that nobody in a sector may do" in told


def test_results_are_written_and_read_again(plan_folder, tmp_path):
    out = tmp_path / "results"
    run("generate", plan_folder, "--out", out)
    told = run("roe", plan_folder, "--from", out, "--out", out, "--json")
    summary = json.loads(told.stdout)
    assert summary["status"] == "optimal"
    assert summary["holes"] == 2
    assert summary["holes_by_positions"] == 1
    assert len(summary["smallest_set"]) == summary["objective"] == summary["bound"] == 1
    with (out / "tables" / "permission_holes.csv").open(encoding="utf-8") as file:
        rows = {row["task"]: row for row in csv.DictReader(file)}
    assert rows["search"]["changes"] == summary["smallest_set"][0]
    assert rows["winter"]["cure"] == "units"
    whole = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert whole["permissions"] == summary


def test_a_plan_without_tasks_says_so(tmp_path):
    write_plan(plan_of(), tmp_path / "plan")
    told = words(run("roe", tmp_path / "plan"))
    assert "No unit is asked to do a task" in " ".join(told.split())


def test_units_of_one_formation_that_may_do_different_things_are_told(tmp_path):
    plan = plan_of(
        measures=[measure("guard")],
        tasks=[task("guard", "guard")],
        formations=[{"id": "bg-east", "sector": "east"}],
        requirements=[line("r-east", "east", "guard", formation="bg-east", quantity=6)],
        positions=[
            position("p1", "FRA", "guard", "refused"),
            position("p2", "DEU", "guard", "on_approval", approver="Minister"),
        ],
    )
    write_plan(plan, tmp_path / "plan")
    told = words(run("generate", tmp_path / "plan", "--counting", "headline", "--out",
                     tmp_path / "out"))  # fmt: skip
    assert "what counts on lines with tasks" in told
    told = words(run("roe", tmp_path / "plan", "--from", tmp_path / "out"))
    assert "Formations whose units may do different things:" in told
    assert "bg-east in East, guard, C+0 to C+90: POL may, DEU only when asked, FRA may not" in told


def test_usable_strength_is_what_generation_counts_unless_asked_otherwise(tmp_path):
    plan = plan_of(
        measures=[measure("guard")],
        tasks=[task("guard", "guard")],
        requirements=[line("r-east", "east", "guard", quantity=6)],
        positions=[position("p1", "FRA", "guard", "refused")],
    )
    write_plan(plan, tmp_path / "other")
    usable = json.loads(run("generate", tmp_path / "other", "--json").stdout)
    assert (usable["counting"], usable["units"]) == ("usable", 4)
    assert usable["headline_unit_days"] == usable["usable_unit_days"] == 360
    assert usable["barred_unit_days"] == 180
    told = run("generate", tmp_path / "other", "--json", "--counting", "headline", "--verify")
    headline = json.loads(told.stdout)
    assert (headline["counting"], headline["units"]) == ("headline", 6)
    assert (headline["headline_unit_days"], headline["usable_unit_days"]) == (540, 360)
    run("generate", tmp_path / "other", "--counting", "all", code=2)
