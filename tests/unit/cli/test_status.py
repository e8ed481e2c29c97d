"""`reassure status`: milestones, blocks, capability and transfers in plain words."""

import csv
import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.io.write import write_plan
from reassure.model.plan import Plan
from tests.progress_case import milestone

RUNNER = CliRunner()


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def words(result):
    return result.stdout.replace("\N{NO-BREAK SPACE}", " ")


def written(folder, *milestones, **tables):
    """Write the first example, looked at on day 20, with some milestones."""
    plan = read_plan(example_folder("first-steps"))
    rows = {name: list(table) for name, table in plan.tables()} | tables
    c_day = plan.meta.c_day
    assert c_day is not None
    meta = plan.meta.model_copy(update={"as_of": c_day + dt.timedelta(days=20)})
    own = [row | {"objective": "land"} for row in milestones]
    write_plan(Plan.of(meta, rows | {"milestones": own}), folder)
    return folder


@pytest.fixture
def plan_folder(tmp_path):
    votes = [
        {"id": "mandate", "nation": "FRA", "title": "Mandate", "kind": "parliament", "due_day": 50},
        {
            "id": "transit", "nation": "POL", "title": "Transit", "kind": "parliament",
            "state": "refused",
        },
    ]  # fmt: skip
    return written(
        tmp_path / "plan",
        milestone("start", 10, state="done"),
        milestone("survey", 8, state="started"),
        milestone("vote", 40, waits_for=["decisions:mandate"]),
        milestone("hub", 60, "survey"),
        milestone("force", 90, "hub", "vote"),
        milestone("law", 70, waits_for=["decisions:transit"]),
        milestone("rail", 100, "law"),
        milestone("road", 120, state="planned"),
        decisions=votes,
    )


def test_milestones_blocks_capability_and_transfers_are_told(plan_folder):
    told = words(run("status", plan_folder))
    assert "8 milestones: 1 done, 1 on time, 3 late, 1 overdue and 2 blocked." in told
    assert "Next due: VOTE, C+40 (11 April 2026)." in told
    assert "What sets the end: ROAD (C+120)." in told
    assert "SURVEY (FRA): overdue, due C+8, expected C+20, 12 days late" in told
    assert "HUB (FRA): late, due C+60, expected C+72, 12 days late (milestones:survey.due_day)" in (
        told
    )
    assert "LAW: decision Transit, of POL, is refused (decisions:transit.state)." in told
    assert "This holds up 1 milestone after it: RAIL." in told
    assert "VOTE: decision Mandate, of FRA, is pending, due on C+50" in told
    assert "Peace on land: initial capability from C+35 on; full capability on C+63." in told
    assert "full capability never; at most 50 %, on C+60, 1 of 2 short of it" in told
    assert "Training team, Sector West: 1 lack, 120 unit-days in all; nobody is assigned" in told
    assert "6 tours, handed over from C+30 to C+150" in told


def test_results_are_written_and_read_again(plan_folder, tmp_path):
    out = tmp_path / "results"
    run("deploy", plan_folder, "--out", out)
    told = run("status", plan_folder, "--from", out, "--out", out, "--json")
    summary = json.loads(told.stdout)
    assert summary["blocked"] == 2
    assert summary["critical_path"] == ["road"]
    assert summary["full_day"] == {"host": None, "land": 63}
    with (out / "tables" / "milestone_days.csv").open(encoding="utf-8") as file:
        rows = {row["milestone"]: row for row in csv.DictReader(file)}
    assert rows["rail"]["blocked_through"] == "law"
    assert rows["rail"]["binding"] == "decisions:transit.state"
    whole = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert whole["progress"] == summary
    again = run("status", plan_folder, "--from", out, "--json")
    assert again.stdout == told.stdout


def test_a_plan_without_milestones_says_so(tmp_path):
    told = words(run("status", written(tmp_path / "plan")))
    assert "The plan has no milestones: add rows to milestones.csv." in told
    assert "Capability by objective" in told


def test_a_circle_ends_the_command_with_its_cure(tmp_path):
    rows = milestone("a", 10, "b"), milestone("b", 20, "a")
    told = run("status", written(tmp_path / "plan", *rows), code=1)
    assert "the circle a > b > a" in told.output
    assert "CHK-CYCLE-001" in told.output
