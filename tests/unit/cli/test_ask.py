"""`reassure ask`: a ranked list in plain words, beside the results that stand."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from reassure.cli import app, lists
from reassure.examples import copy_example

RUNNER = CliRunner()
SMALL = "1 \N{MULTIPLICATION SIGN} Engineer company, Sector West, from C+30"


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_asks_are_told_in_plain_words(plan_folder):
    told = run("ask", plan_folder).stdout
    told = told.replace("\N{NO-BREAK SPACE}", " ")
    assert "What to ask for next. A weighted unit-period is one unit on a line for one" in told
    assert f"2. {SMALL} to C+90 (whoever can): worth 4 % of what the plan fills" in told
    assert "gains 2 weighted unit-periods; the whole plan fills 30 unit-days more." in told
    assert "Offered so far by Germany (offered)" in told
    assert "Caveats to lift:\n  1. France" in told
    assert "France lifts its ban on service in Sector West for its training team: worth" in told
    assert "unit-days" in told


def test_what_is_not_worked_out_has_its_most(plan_folder, monkeypatch):
    told = run("ask", plan_folder, "--top", "1").stdout
    limits = told.partition("Upper limits only: may gain nothing:\n")[2]
    assert limits.count("gains at most") == told.count("gains at most") == 2
    assert limits.startswith("  1. ")
    monkeypatch.setattr(lists, "MOST_NOT_WORKED_OUT", 1)
    told = run("ask", plan_folder, "--top", "1").stdout
    assert "and 1 more ask not worked out (--top works out more)." in told


def test_one_nation_may_be_asked(plan_folder):
    told = run("ask", plan_folder, "--nation", "FRA").stdout
    assert "(France)" in told
    assert "whoever can" not in told


def test_json_is_all_that_is_printed(plan_folder):
    part = json.loads(run("ask", plan_folder, "--json").stdout)
    assert part["asks"] == part["worked_out"] == 3
    assert part["distinguishable"] == 3
    assert part["status"] == "optimal"


def test_asks_stand_beside_what_is_there(plan_folder, tmp_path):
    out = tmp_path / "out"
    run("plan", plan_folder, "--out", out, "--replications", 0)
    kept = {path: path.read_bytes() for path in (out / "results").iterdir()}
    assert "Asks were not worked out" in (out / "brief.html").read_text()
    told = run("ask", plan_folder, "--from", out, "--out", out).stderr
    assert "showed earlier results and is gone" in told
    assert {path: path.read_bytes() for path in kept} == kept
    assert (out / "tables" / "asks.csv").is_file()
    assert json.loads((out / "summary.json").read_text())["asks"]["asks"] == 3
    run("brief", plan_folder, "--from", out, "--out", out)
    page = (out / "brief.html").read_text()
    assert "Units to ask for" in page
    assert SMALL in page
    run("plan", plan_folder, "--out", tmp_path / "b", "--ask", "--replications", 0)
    assert (tmp_path / "b" / "brief.html").read_text() == page


def test_an_older_ask_goes_with_the_plan_that_it_was_made_from(plan_folder, tmp_path):
    out = tmp_path / "out"
    run("ask", plan_folder, "--out", out)
    assert (out / "results" / "ask.json").is_file()
    run("deploy", plan_folder, "--from", out, "--out", out)
    assert (out / "results" / "ask.json").is_file()
    run("generate", plan_folder, "--out", out)
    assert not (out / "results" / "ask.json").exists()
    assert not list((out / "tables").glob("asks.*"))


def test_results_of_another_plan_are_refused(plan_folder, tmp_path):
    run("generate", plan_folder, "--out", tmp_path / "a")
    text = (plan_folder / "offers.csv").read_text().replace("confirmed", "offered")
    (plan_folder / "offers.csv").write_text(text)
    result = run("ask", plan_folder, "--from", tmp_path / "a", "--json", code=2)
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "ENG-INPUT-001"
    assert "reassure replan --before" in error["cure"]


@pytest.mark.parametrize("step", ["generate", "deploy"])
def test_damage_in_the_folder_is_refused(plan_folder, tmp_path, step):
    out = tmp_path / "out"
    run("deploy", plan_folder, "--out", out)
    (out / "results" / f"{step}.json").write_text("{}")
    result = run("ask", plan_folder, "--from", out, "--out", out, code=2)
    assert f"damaged result of {step}" in result.stderr
    # What only stands there is of no concern to a run into another folder.
    code = 2 if step == "generate" else 0
    run("ask", plan_folder, "--from", out, "--out", tmp_path / "b", code=code)


def test_ctrl_c_keeps_what_there_is(plan_folder, tmp_path):
    out = tmp_path / "out"
    run("generate", plan_folder, "--out", out)
    code = (
        "import os, signal\n"
        "from reassure.pipeline import flow\n"
        "from reassure.cli import app\n"
        "real = flow.rank_asks\n"
        "def work(*arguments, **options):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return real(*arguments, **options)\n"
        "flow.rank_asks = work\n"
        "app()\n"
    )
    arguments = ["ask", plan_folder, "--from", out, "--out", out, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 130, done.stderr
    assert json.loads(done.stdout)["stopped_by"] == "user"
    assert json.loads((out / "summary.json").read_text())["asks"]["stopped_by"] == "user"
