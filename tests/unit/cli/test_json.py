"""Commands with `--json`: whatever goes wrong, standard output is JSON."""

import json

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import copy_example

RUNNER = CliRunner()
COMMANDS = ["check", "plan", "generate", "deploy", "sustain", "cost", "ask", "simulate"]


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


def printed(*arguments, code):
    """Return the JSON and the words that a command ends with."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return json.loads(result.stdout), " ".join(result.stderr.replace("│", " ").split())


def options(command, tmp_path):
    """Return the options that a command must have."""
    return ["--out", tmp_path / "o", "--json"] if command == "plan" else ["--json"]


@pytest.mark.parametrize("command", COMMANDS)
def test_faults_are_printed_as_check_prints_them(plan_folder, tmp_path, command):
    text = (plan_folder / "offers.csv").read_text().replace(",180,", ',"12,5",')
    (plan_folder / "offers.csv").write_text(text)
    faults, told = printed(command, plan_folder, *options(command, tmp_path), code=1)
    checked, _ = printed("check", plan_folder, "--json", code=1)
    assert [item["code"] for item in faults if item["severity"] == "fault"].count("IO-TYPE-002")
    assert faults == (
        checked if command == "check" else [item for item in checked if item["severity"] == "fault"]
    )
    assert ("nothing was planned" in told) == (command != "check")
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_folder_is_a_fault_in_json(tmp_path, command):
    faults, _ = printed(command, tmp_path / "no", *options(command, tmp_path), code=1)
    assert [item["code"] for item in faults] == ["IO-FOLDER-001"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["generate", "PLAN", "--seed", "-1"], "ENG-SEED-001"),
        (["plan", "PLAN", "--out", "o", "--threads", "0"], "ENG-LIMIT-001"),
        (["plan", "PLAN", "--out", "PLAN"], "IO-FOLDER-002"),
        (["deploy", "PLAN", "--from", "nowhere"], "ENG-INPUT-002"),
        (["generate", "PLAN", "--from", "nowhere"], "CLI-OPTION-001"),
        (["replan", "PLAN", "--before", "nowhere"], "ENG-INPUT-002"),
        (["replan", "PLAN"], "CLI-USAGE-001"),
        (["replan", "PLAN", "--before", ""], "CLI-PATH-001"),
        (["plan", "PLAN", "--out", "o", "--change-price", "1"], "CLI-OPTION-001"),
        (["ask", "PLAN", "--from", "nowhere"], "ENG-INPUT-002"),
        (["ask", "PLAN", "--nation", "XXX"], "ENG-GEN-005"),
        (["ask", "PLAN", "--top", "0"], "ENG-GEN-006"),
        (["check", ""], "CLI-PATH-001"),
        (["plan", "PLAN", "--out", ""], "CLI-PATH-001"),
        (["plan", "PLAN"], "CLI-USAGE-001"),
        (["check"], "CLI-USAGE-001"),
        (["generate", "PLAN", "--seed", "many"], "CLI-USAGE-001"),
        (["generate", "PLAN", "--sed", "1"], "CLI-USAGE-001"),
        (["brief", "PLAN"], "CLI-USAGE-001"),
        (["plann", "PLAN"], "CLI-USAGE-001"),
        (["--loud", "check", "PLAN"], "CLI-USAGE-001"),
    ],
)
def test_misuse_is_an_error_in_json(plan_folder, tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    named = [plan_folder if word == "PLAN" else word for word in arguments]
    whole, told = printed(*named, "--json", code=2)
    assert set(whole) == {"error"}
    assert set(whole["error"]) == {"code", "found", "expected", "cure"}
    assert whole["error"]["code"] == code
    assert all(whole["error"].values())
    assert told
    result = RUNNER.invoke(app, [str(word) for word in named])
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_file_that_cannot_be_read_is_an_error_in_json(plan_folder, tmp_path):
    (plan_folder / "zones").mkdir()
    (plan_folder / "zones" / "a.geojson").mkdir()
    whole, _ = printed("check", plan_folder, "--json", code=2)
    assert whole["error"]["code"] == "IO-ACCESS-001"
