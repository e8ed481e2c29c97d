"""`reassure plan`: the simulation as its last step, and a plan without it."""

import json

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import copy_example
from reassure.io.write import write_plan
from tests.unit.cli.test_simulation import uncertain_plan

RUNNER = CliRunner()


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


@pytest.fixture
def uncertain(tmp_path):
    """Write a plan of which nobody knows enough."""
    write_plan(uncertain_plan(probability=0.5), tmp_path / "uncertain")
    return tmp_path / "uncertain"


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_a_plan_ends_with_its_simulation(uncertain, tmp_path):
    out = tmp_path / "a"
    made = json.loads(run("plan", uncertain, "--out", out, "--replications", 60, "--json").stdout)
    assert made["simulation"]["replications"] == 60
    alone = run("simulate", uncertain, "--from", out, "--replications", 60, "--json")
    assert json.loads(alone.stdout) == made["simulation"]
    page = (out / "brief.html").read_text()
    assert "60 runs of the whole plan, each with luck of its own." in page
    assert 'id="figure-tornado"' in page
    assert "tables/simulated_arrivals.csv" in page


def test_a_stated_precision_ends_the_simulation_of_a_plan(uncertain, tmp_path):
    told = run("plan", uncertain, "--out", tmp_path / "a", "--half-width", 30, "--json").stdout
    assert 0 < json.loads(told)["simulation"]["replications"] < 2000


def test_a_plan_without_its_simulation(plan_folder, tmp_path):
    out = tmp_path / "a"
    made = json.loads(run("plan", plan_folder, "--out", out, "--replications", 0, "--json").stdout)
    assert "simulation" not in made
    assert "cost" in made
    assert not (out / "results" / "simulate.json").exists()
    assert "The simulation was not run" in (out / "brief.html").read_text()
    told = run("brief", plan_folder, "--from", out, "--out", tmp_path / "b").stderr
    assert "It shows nothing of simulation: not run yet. reassure simulate PLAN" in told


def test_a_plan_with_nothing_uncertain_says_so(plan_folder, tmp_path):
    out = tmp_path / "a"
    told = run("plan", plan_folder, "--out", out, "--replications", 3).stdout
    assert "Nothing that is not known changes how late units are, or how much is in place." in told
    assert "The plan lists nothing as uncertain, so all runs are alike" in (
        (out / "brief.html").read_text()
    )


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--replications", -1), "ENG-SIM-002"),
        (("--half-width", 0), "ENG-SIM-002"),
        (("--replications", 0, "--half-width", 1), "CLI-OPTION-001"),
    ],
)
def test_what_no_simulation_can_be_made_with_is_refused(plan_folder, tmp_path, options, code):
    told = run("plan", plan_folder, "--out", tmp_path / "a", *options, "--json", code=2)
    assert json.loads(told.stdout)["error"]["code"] == code
    assert not (tmp_path / "a" / "summary.json").exists()


def test_a_first_plan_says_once_that_it_compiles(plan_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("reassure.pipeline.warming.is_simulation_compiled", lambda: False)
    few = ("--out", tmp_path / "a", "--replications", 2)
    assert run("plan", plan_folder, *few).stderr.count("Compiling, once") == 1
    none = ("--out", tmp_path / "a", "--replications", 0)
    assert "Compiling" not in run("plan", plan_folder, *none).stderr


def test_a_clock_that_ends_the_simulation_leaves_a_part_of_it(uncertain, tmp_path):
    out = tmp_path / "a"
    told = run("plan", uncertain, "--out", out, "--replications", 90_000, "--time-limit", 2, code=3)
    assert "Stopped before all work was done" in told.stderr
    assert "simulation" in told.stderr
    made = json.loads((out / "summary.json").read_text())["simulation"]
    assert made["stopped_by"] == "clock"
    assert 0 < made["replications"] < 90_000
    assert "The simulation was stopped by the clock" in (out / "brief.html").read_text()
