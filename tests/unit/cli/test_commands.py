"""Commands: what they print, what they write, and their exit codes."""

import dataclasses
import importlib.metadata
import json
import platform
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.engines.deploy import schedule_deployment
from reassure.engines.generate import generate_forces
from reassure.examples import copy_example
from reassure.io.read import read_plan
from reassure.model.summary import Summary

RUNNER = CliRunner()
FEW = ("--replications", "5")
CERTAIN = ("--replications", "0")
"""Without a simulation, where a test does not look at it."""


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a run but the one that says when and where."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    named.pop("run.json", None)
    return named


def test_new_writes_a_plan_that_reads(tmp_path):
    run("new", tmp_path / "plan", "--title", "Ours", "--currency", "EUR")
    assert read_plan(tmp_path / "plan").meta.title == "Ours"


def test_new_refuses_a_bad_heading(tmp_path):
    result = run("new", tmp_path / "plan", "--horizon-days", "-3", code=2)
    assert "--horizon-days: found -3" in result.stderr
    assert not (tmp_path / "plan").exists()


def test_new_refuses_a_folder_in_use(plan_folder):
    assert "IO-FOLDER-002" in run("new", plan_folder, code=2).stderr


def test_examples_are_listed_and_copied(tmp_path):
    assert "first-steps" in run("example").stdout.split()
    run("example", "first-steps", tmp_path / "copy")
    assert read_plan(tmp_path / "copy").meta.notional


def test_an_unknown_example_is_refused():
    assert "CLI-EXAMPLE-001" in run("example", "last-steps", code=2).stderr


def test_an_example_does_not_overwrite(plan_folder):
    assert "IO-FOLDER-002" in run("example", "first-steps", plan_folder, code=2).stderr


def test_check_lists_findings_and_counts(plan_folder):
    assert "0 faults" in run("check", plan_folder).stdout


def test_check_as_json_is_a_list_of_findings(plan_folder):
    text = (plan_folder / "offers.csv").read_text().replace(",180,", ',"12,5",')
    (plan_folder / "offers.csv").write_text(text)
    findings = json.loads(run("check", plan_folder, "--json", code=1).stdout)
    assert {"code", "table", "row", "column", "id", "found", "expected", "cure"} <= set(findings[0])
    assert "IO-TYPE-002" in [finding["code"] for finding in findings]


@pytest.mark.parametrize("command", ["check", "generate", "deploy", "sustain", "cost", "ask"])
def test_a_missing_folder_is_a_fault(tmp_path, command):
    result = run(command, tmp_path / "nowhere", code=1)
    assert "IO-FOLDER-001" in result.output


def test_nothing_is_planned_on_faults(plan_folder, tmp_path):
    (plan_folder / "offers.csv").write_bytes(b"")
    result = run("plan", plan_folder, "--out", tmp_path / "out", code=1)
    assert "IO-FILE-002" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--seed", "-1", "ENG-SEED-001"),
        ("--seed", str(2**63), "ENG-SEED-001"),
        ("--time-limit", "0", "ENG-LIMIT-001"),
        ("--time-limit", "nan", "ENG-LIMIT-001"),
        ("--time-limit", "inf", "ENG-LIMIT-001"),
        ("--threads", "0", "ENG-LIMIT-001"),
    ],
)
def test_bad_options_are_misuse(plan_folder, option, value, code):
    assert code in run("generate", plan_folder, option, value, code=2).stderr


def test_the_largest_seed_is_taken(plan_folder, tmp_path):
    run("generate", plan_folder, "--seed", 2**63 - 1, "--out", tmp_path / "a")
    assert str(2**63 - 1) in (tmp_path / "a" / "tables" / "replay.csv").read_text()


def test_an_engine_prints_its_part_of_the_summary(plan_folder):
    part = json.loads(run("generate", plan_folder, "--json").stdout)
    assert part["fill"] == pytest.approx(510 / 660)
    whole = json.loads(run("cost", plan_folder, "--json").stdout)
    assert set(whole["by_nation"]) == {"DEU", "FRA", "POL"}


@pytest.mark.parametrize("command", ["generate", "deploy", "sustain", "cost", "ask"])
def test_an_engine_prints_a_table_for_people(plan_folder, command):
    assert "status" in run(command, plan_folder).stdout


def test_a_force_plan_is_verified_where_asked(plan_folder):
    assert "verified: no limit is broken" in run("generate", plan_folder, "--verify").stderr
    asked = run("generate", plan_folder, "--verify", "--json")
    assert json.loads(asked.stdout)["status"] == "optimal"
    assert "verified" not in run("generate", plan_folder).stderr


def test_a_deployment_is_verified_where_asked(plan_folder, monkeypatch):
    assert "verified: no limit is broken" in run("deploy", plan_folder, "--verify").stderr
    assert "verified" not in run("deploy", plan_folder).stderr

    def spoil(*arguments, **options):
        made = schedule_deployment(*arguments, **options)
        return dataclasses.replace(made, arrivals=made.arrivals.without(*made.arrivals.ids))

    monkeypatch.setattr("reassure.pipeline.flow.schedule_deployment", spoil)
    told = run("deploy", plan_folder, "--verify", code=1).stderr
    assert "CHK-MOVE-001" in told
    assert "in the deployment: do not use it" in told


def test_a_force_plan_that_breaks_a_limit_is_told(plan_folder, monkeypatch):
    def spoil(*arguments, **options):
        made = generate_forces(*arguments, **options)
        return dataclasses.replace(made, shortfalls=made.shortfalls.without(*made.shortfalls.ids))

    monkeypatch.setattr("reassure.pipeline.flow.generate_forces", spoil)
    told = run("generate", plan_folder, "--verify", code=1).stderr
    assert "CHK-PLAN-014" in told
    assert "in the force plan: do not use it" in told
    findings = json.loads(run("generate", plan_folder, "--verify", "--json", code=1).stdout)
    assert "CHK-PLAN-014" in {finding["code"] for finding in findings}


def test_steps_go_on_from_written_results(plan_folder, tmp_path):
    whole = run("sustain", plan_folder, "--json").stdout
    run("generate", plan_folder, "--out", tmp_path / "a")
    run("deploy", plan_folder, "--from", tmp_path / "a", "--out", tmp_path / "a")
    stepwise = run("sustain", plan_folder, "--from", tmp_path / "a", "--json").stdout
    assert stepwise == whole


def test_results_of_another_plan_are_refused(plan_folder, tmp_path):
    run("generate", plan_folder, "--out", tmp_path / "a")
    text = (plan_folder / "offers.csv").read_text().replace("confirmed", "offered")
    (plan_folder / "offers.csv").write_text(text)
    result = run("deploy", plan_folder, "--from", tmp_path / "a", code=2)
    assert "ENG-INPUT-001" in result.stderr


def test_a_folder_without_results_is_refused(plan_folder, tmp_path):
    assert "ENG-INPUT-002" in run("deploy", plan_folder, "--from", tmp_path, code=2).stderr


def test_plan_writes_everything_and_the_same_bytes_again(plan_folder, tmp_path):
    printed = run("plan", plan_folder, "--out", tmp_path / "a", "--json", *FEW).stdout
    run("plan", plan_folder, "--out", tmp_path / "b", "--threads", 2, *FEW)
    files = contents(tmp_path / "a")
    assert {"brief.html", "summary.json", "network.geojson", "tables/assignments.csv"} <= set(files)
    assert "tables/assignments.parquet" in files
    assert files == contents(tmp_path / "b")
    assert printed.encode() == files["summary.json"]
    Summary.model_validate_json(printed)
    assert (tmp_path / "a" / "run.json").is_file()


def test_a_brief_is_made_of_written_results(plan_folder, tmp_path):
    run("plan", plan_folder, "--out", tmp_path / "a", *FEW)
    run("brief", plan_folder, "--from", tmp_path / "a", "--out", tmp_path / "b")
    first = (tmp_path / "a" / "brief.html").read_bytes()
    assert (tmp_path / "b" / "brief.html").read_bytes() == first


def test_results_hold_nothing_of_the_machine(plan_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "gethostname", lambda: "a-host-of-its-own")
    monkeypatch.setattr(platform, "node", lambda: "a-host-of-its-own")
    run("plan", plan_folder, "--out", tmp_path / "a", *CERTAIN)
    for name, content in contents(tmp_path / "a").items():
        assert str(tmp_path).encode() not in content, name
        assert socket.gethostname().encode() not in content, name


def test_ctrl_c_keeps_what_there_is_and_ends_with_130(tmp_path):
    """Interrupt a long step from outside, once it has begun."""
    folder = copy_example("reassurance-force", tmp_path / "plan")
    command = "from reassure.cli import app; app()"
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            command,
            "--verbose",
            "plan",
            str(folder),
            "--out",
            str(tmp_path / "o"),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    told = ""
    while "generate" not in told:
        line = process.stderr.readline()
        assert line, told
        told += line
    process.send_signal(signal.SIGINT)
    told += process.communicate(timeout=200)[1]
    assert process.returncode == 130, told
    assert "Traceback" not in told
    summary = json.loads((tmp_path / "o" / "summary.json").read_text())
    assert summary["stopped_by"] == "user"
    assert summary["generation"]["stopped_by"] == "user"
    assert "deployment" not in summary
    assert (tmp_path / "o" / "brief.html").is_file()


def test_a_stop_by_the_clock_ends_with_3(tmp_path):
    folder = copy_example("reassurance-force", tmp_path / "plan")
    result = run("generate", folder, "--time-limit", "0.5", "--json", code=3)
    assert json.loads(result.stdout)["stopped_by"] == "clock"


def test_results_do_not_go_into_a_plan(plan_folder):
    assert "IO-FOLDER-002" in run("plan", plan_folder, "--out", plan_folder, code=2).stderr
    assert not (plan_folder / "summary.json").exists()


def test_results_of_later_steps_do_not_outlive_an_earlier_one(plan_folder, tmp_path):
    run("plan", plan_folder, "--out", tmp_path / "a", *CERTAIN)
    run("generate", plan_folder, "--out", tmp_path / "a", "--seed", 2)
    assert not (tmp_path / "a" / "brief.html").exists()
    assert "ENG-INPUT-002" in run("sustain", plan_folder, "--from", tmp_path / "a", code=2).stderr


@pytest.mark.parametrize("text", ["{}", "not json", ""])
def test_a_damaged_result_is_refused(plan_folder, tmp_path, text):
    run("generate", plan_folder, "--out", tmp_path / "a")
    (tmp_path / "a" / "results" / "generate.json").write_text(text)
    result = run("deploy", plan_folder, "--from", tmp_path / "a", code=2)
    assert "damaged" in result.stderr
    assert "ENG-INPUT-002" in result.stderr


def test_the_version_is_printed():
    assert run("--version").stdout.strip() == importlib.metadata.version("reassure")
