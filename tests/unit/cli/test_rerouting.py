"""`reassure reroute`: a run written, loads told in words, verified, and exit codes."""

import json
import threading
from dataclasses import replace

import polars as pl
import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import copy_example
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.outputs import Leg
from reassure.model.table import Table
from reassure.pipeline import claim_folder, rerouting

RUNNER = CliRunner()
HEAD = "id,assignment,location,event,day,share\n"
FIRST = "fra-inf.1.west-inf.1"


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def words(text) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def agreed(tmp_path_factory):
    """Plan the movement of the small example."""
    root = tmp_path_factory.mktemp("agreed")
    plan = copy_example("first-steps", root / "plan")
    run("generate", plan, "--out", root / "results")
    run("deploy", plan, "--from", root / "results", "--out", root / "results")
    return root / "results"


@pytest.fixture
def plan(tmp_path):
    return copy_example("first-steps", tmp_path / "plan")


def report(plan, *rows):
    (plan / "actuals.csv").write_text(HEAD + "\n".join(rows) + "\n")


def test_reroute_writes_a_run_that_can_be_planned_on(plan, agreed, tmp_path):
    report(plan, f"r1,{FIRST},mourmelon,departed,30,0.5", f"r2,{FIRST},mourmelon,departed,36,0.5")
    out = tmp_path / "next"
    result = run("reroute", plan, "--from", agreed, "--out", out)
    assert words(result.stdout).startswith("From C+36 on: ")
    assert f"({FIRST}): 2 loads (2 under way)" in words(result.stdout)
    kept = pl.read_parquet(out / "tables/load_changes.parquet")
    mine = kept.filter(pl.col("owner") == FIRST, pl.col("purpose") == "deployment")
    assert mine["fate"].to_list() == ["under_way", "under_way"]
    assert mine["reason"].to_list() == ["actuals:r1", "actuals:r2"]
    summary = json.loads((out / "summary.json").read_text())["deployment"]["rerouting"]
    assert (summary["as_of_day"], summary["fates"]["under_way"]) == (36, 2)
    assert (out / "brief.html").is_file()
    shown = json.loads(run("reroute", plan, "--from", out, "--out", out, "--json").stdout)
    assert len(shown["load_changes"]) == kept.height
    assert shown["rerouting"]["later"] == 0
    run("track", plan, "--from", out)
    run("sustain", plan, "--from", out, "--out", out)


def test_loads_are_told_by_unit_tour_place_and_planned_day(plan, agreed, tmp_path):
    report(plan, f"r1,{FIRST},mourmelon,departed,30,0.5", f"r2,{FIRST},augustdorf,arrived,32,0.5")
    told = run("reroute", plan, "--from", agreed, "--day", 50, "--out", tmp_path / "o").stdout
    who = f"France, Infantry battalion, Sector West ({FIRST})"
    assert f"{who}: 2 loads (1 under way, 1 on other days)" in words(told)
    assert "1 load: arrived Augustdorf C+32 (report r2)" in words(told)
    assert "1 load: did not leave Mourmelon on C+30 as planned" in words(told)
    assert "legs:" not in told
    assert "actuals:" not in told


def test_what_is_planned_on_is_verified(plan, agreed, tmp_path, monkeypatch):
    arguments = ("reroute", plan, "--from", agreed, "--day", 36, "--out", tmp_path / "o")
    assert "verified: no limit is broken" in run(*arguments, "--verify").stderr
    assert "verified" not in run(*arguments).stderr
    made = rerouting.reroute_movement

    def spoilt(*args, **more):
        found = made(*args, **more)
        legs = [leg.model_copy(update={"arrive_day": leg.arrive_day + 1}) if leg.leg == 1 else leg
                for leg in found.deployment.legs]  # fmt: skip
        return replace(found, deployment=replace(found.deployment, legs=Table.of(Leg, legs)))

    monkeypatch.setattr(rerouting, "reroute_movement", spoilt)
    result = run(*arguments, "--verify", "--json", code=1)
    codes = {item["code"] for item in json.loads(result.stdout)}
    assert any(code.startswith("CHK-MOVE-") for code in codes)
    assert "in the deployment: do not use it." in result.stderr


def test_the_folder_is_kept_for_one_run_from_before_its_work(plan, agreed, tmp_path, monkeypatch):
    out, refused = tmp_path / "o", []
    made = rerouting.reroute_movement

    def meanwhile():
        try:
            with claim_folder(out):
                pass
        except UsageError as error:
            refused.append(error.code)

    def slow(*args, **more):
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join()
        return made(*args, **more)

    monkeypatch.setattr(rerouting, "reroute_movement", slow)
    run("reroute", plan, "--from", agreed, "--day", 9, "--out", out)
    assert refused == ["IO-FOLDER-003"]


def test_reroute_refuses_a_force_plan_that_stands_no_more(plan, agreed, tmp_path):
    offers = plan / "offers.csv"
    offers.write_text(offers.read_text().replace(",offered,", ",withdrawn,"))
    result = run("reroute", plan, "--from", agreed, "--day", 9, "--out", tmp_path / "o", code=2)
    assert "ENG-INPUT-001" in result.stderr
    assert "reassure replan --before" in words(result.stderr)
    assert not (tmp_path / "o" / "results").exists()


def test_reroute_asks_for_a_day_and_for_sound_reports(plan, agreed, tmp_path):
    out = tmp_path / "o"
    assert "CLI-TRACK-001" in run("reroute", plan, "--from", agreed, "--out", out, code=2).stderr
    report(plan, "r1,nobody,mourmelon,departed,30,1")
    told = run("reroute", plan, "--from", agreed, "--out", out, code=1)
    assert "CHK-ACT-001" in told.stderr + told.stdout


@pytest.mark.parametrize(("stopped_by", "code"), [(StoppedBy.CLOCK, 3), (StoppedBy.USER, 130)])
def test_a_stop_of_reroute_shows_in_the_exit_code(
    plan, agreed, tmp_path, monkeypatch, stopped_by, code
):
    made = rerouting.reroute_movement

    def stopped(*args, **more):
        found = made(*args, **more)
        ended = replace(found.deployment.provenance, stopped_by=stopped_by)
        return replace(found, deployment=replace(found.deployment, provenance=ended))

    monkeypatch.setattr(rerouting, "reroute_movement", stopped)
    out = tmp_path / "o"
    result = run("reroute", plan, "--from", agreed, "--day", 9, "--out", out, code=code)
    assert "the results are partial, and marked so" in result.stderr
    assert (out / "results/deploy.json").is_file()
