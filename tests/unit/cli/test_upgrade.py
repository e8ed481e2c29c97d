"""`reassure upgrade`: what to build in plain words, beside the results that stand."""

import csv
import json

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import copy_example
from reassure.io.write import write_plan
from tests.unit.engines.deploy.moves import link, offer, plan_of
from tests.unit.engines.deploy.test_upgrades import TRAIN, upgrade

RUNNER = CliRunner()


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def plan_folder(tmp_path):
    """Write a plan of six trains over one path a day, with works on the line."""
    path = link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains")
    plan = plan_of(
        capabilities=[TRAIN],
        links=[path],
        offers=[offer(quantity=6)],
        requirements=[
            {"id": "r", "objective": "peace", "sector": "s", "capability": "inf", "quantity": 6,
             "from_day": 0, "until_day": 90}
        ],
        upgrades=[
            upgrade("paths", lead_days=1) | {"name": "A second path"},
            upgrade("wells", location="z", field="water_t_per_day", to_value=50),
        ],
    )  # fmt: skip
    write_plan(plan, tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def results(plan_folder, tmp_path):
    """Return the folder of a run of that plan."""
    run("plan", plan_folder, "--out", tmp_path / "results", "--replications", 0)
    return tmp_path / "results"


def words(result):
    return result.stdout.replace("\N{NO-BREAK SPACE}", " ")


def test_upgrades_are_told_in_plain_words(plan_folder, results):
    told = words(run("upgrade", plan_folder, "--from", results, "--budget", "2e6"))
    assert "Upgrades by what they save. Weighted days late: the days that a unit is late" in told
    assert (
        "1. A second path (what passes a day 1 → 2 trains per day; USD 2 m, ready on C+1)" in told
    )
    assert "(found 6.1); 6 unit-days late fewer; closure 2 days sooner; 3 per million USD." in told
    assert "worth nothing to movement: it serves what stays there, and nothing that moves." in told
    assert "The best set for USD 2 m:\n  A second path (USD 2 m): saves 6.1" in told
    assert "All 3 ways of choosing it give the same set." in told
    assert "What holds movement up:\n  1. " in told
    assert "raised by A second path." in told


def test_results_stand_beside_those_of_the_plan_and_the_brief_shows_them(plan_folder, results):
    run("upgrade", plan_folder, "--from", results, "--out", results, "--budget", "2e6")
    with (results / "tables" / "upgrade_values.csv").open() as file:
        rows = {row["upgrade"]: row for row in csv.DictReader(file)}
    assert float(rows["paths"]["gain"]) == pytest.approx(6.06)
    assert rows["wells"]["outcome"] == "no_movement"
    assert (results / "tables" / "costs.csv").is_file()
    run("brief", plan_folder, "--from", results, "--out", results)
    page = (results / "brief.html").read_text()
    assert "Infrastructure readiness" in page
    assert "A second path" in page
    # Movement that is made anew takes them away.
    run("deploy", plan_folder, "--from", results, "--out", results)
    assert not (results / "tables" / "upgrade_values.csv").exists()


def test_json_is_all_that_is_printed(plan_folder, results):
    told = run("upgrade", plan_folder, "--from", results, "--json", "--budget", "2e6").stdout
    part = json.loads(told)
    assert (part["upgrades"], part["worked_out"], part["distinguishable"]) == (2, 1, 1)
    assert part["best_set"] == ["paths"]
    assert part["best_set_gain"] == pytest.approx(6.06)


def test_a_budget_that_pays_for_nothing_is_told(plan_folder, results):
    told = words(run("upgrade", plan_folder, "--from", results, "--budget", "1000"))
    assert "A budget of 1,000 USD pays for no upgrade: the cheapest, paths, costs" in told


def test_a_budget_below_zero_is_refused(plan_folder, results):
    result = run("upgrade", plan_folder, "--from", results, "--budget", "-1", code=2)
    assert "ENG-UPG-001" in result.stderr


def test_a_plan_without_upgrades_is_told_how_to_list_one(tmp_path):
    folder = copy_example("first-steps", tmp_path / "plan")
    told = " ".join(words(run("upgrade", folder)).split())
    assert "upgrades listed 0 what is lowered" in told
    assert "The plan lists no upgrade, so none was weighed. To list one, write a row into" in told
    assert "upgrades.csv: id, name, one of location, link and gauge_break, field" in told
    assert "worked out" not in told
    assert "Upgrades by what they save" not in told


def test_the_best_set_is_told_by_name_with_currency_and_unit(plan_folder, results):
    told = " ".join(
        words(run("upgrade", plan_folder, "--from", results, "--budget", "2e6")).split()
    )
    assert "budget USD 2 m best set A second path best set cost USD 2 m" in told
    assert "best set gain 6.1 weighted unit-days late" in told


def test_the_last_day_of_a_time_is_a_day_in_it(plan_folder, results):
    told = words(run("upgrade", plan_folder, "--from", results, "--out", results))
    with (results / "tables" / "bottlenecks.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert f"C+{row['from_day']} to C+{int(row['until_day']) - 1}; " in told
    assert f"to C+{row['until_day']}" not in told


def test_where_nobody_arrives_something_holds_movement_up(plan_folder):
    links = plan_folder / "links.csv"
    links.write_text(links.read_text().replace(",1,trains", ",0,trains"))
    told = words(run("upgrade", plan_folder))
    assert "Nothing holds movement up" not in told
    assert "6 movements cannot arrive: no way is open. The cheapest remedies:" in told
    assert "links:az.capacity_per_day 0, needed " in told
    moved = " ".join(words(run("deploy", plan_folder)).split())
    assert "loads moved 0 " in moved
    assert "no bound proven" not in moved
    assert "status the best there is, proven" in moved
