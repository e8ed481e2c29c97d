"""`reassure simulate`: how sure a plan is in plain words; `reassure warm`."""

import csv
import dataclasses
import json
import re
import socket

import pytest
from typer.testing import CliRunner

from reassure.brief.certainty import days
from reassure.brief.matters import (
    DEALT_ANEW,
    HELPS_NOT_TRIED,
    MATTERS_NOT_TRIED,
    NOTHING_HELPS,
    NOTHING_MATTERS,
)
from reassure.cli import app
from reassure.engines.simulate import simulate_plan
from reassure.examples import copy_example
from reassure.io.read import read_plan
from reassure.io.write import write_plan
from reassure.model.choices import Status
from reassure.model.summary import SimulationSummary
from reassure.pipeline import Run, load_run, write_run
from tests.unit.engines.deploy.moves import line, link, offer, plan_of
from tests.unit.engines.deploy.test_upgrades import TRAIN, upgrade

RUNNER = CliRunner()
FEW = ("--replications", "40")


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def words(result):
    return result.stdout.replace("\N{NO-BREAK SPACE}", " ")


def uncertain(name, table, record, field, law, *numbers):
    parameters = {f"p{i}": value for i, value in enumerate(numbers, start=1)}
    named = {"id": name, "table": table, "record": record, "field": field, "law": law}
    return named | parameters


def uncertain_plan(*, probability):
    """Make a plan of seven trains over one path a day, of which nobody knows enough."""
    path = link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains")
    return plan_of(
        capabilities=[TRAIN],
        links=[path],
        offers=[
            offer(quantity=6, notice_days=5),
            offer("weak", nation="XBB", probability=probability, notice_days=5),
        ],
        requirements=[line(quantity=7, from_day=10)],
        upgrades=[upgrade("paths", lead_days=1) | {"name": "A second path"}],
        uncertainties=[
            uncertain("paths", "links", "az", "capacity_per_day", "uniform", 0.3, 1),
            uncertain("notice", "offers", "o", "notice_days", "uniform", 0.8, 4),
        ],
    )


@pytest.fixture(scope="module")
def plan_folder(tmp_path_factory):
    """Write that plan with one promise as likely broken as kept."""
    folder = tmp_path_factory.mktemp("uncertain") / "plan"
    write_plan(uncertain_plan(probability=0.5), folder)
    return folder


@pytest.fixture(scope="module")
def results(plan_folder, tmp_path_factory):
    """Return the folder of a run of that plan."""
    out = tmp_path_factory.mktemp("made") / "results"
    run("deploy", plan_folder, "--out", out)
    return out


def rows_of(folder, table):
    with (folder / "tables" / f"{table}.csv").open() as file:
        return list(csv.DictReader(file))


def test_it_is_told_how_sure_a_plan_is(plan_folder, results, tmp_path):
    told = words(run("simulate", plan_folder, "--from", results, "--out", tmp_path / "o", *FEW))
    assert "runs of the whole plan                40" in told
    closure = next(
        row for row in rows_of(tmp_path / "o", "simulated_closures") if not row["objective"]
    )
    closed = [int(float(closure[f"{name}_day"])) for name in ("p5", "p50", "p90", "p95")]
    line_told = told.partition("When the last of those who come")[2].partition("The whole force")[2]
    days = [int(text) for text in re.findall(r"C\+(\d+)", line_told.partition("\n")[0])]
    assert days == [int(closure["planned_day"]), *closed]
    half = float(closure["half_width_days"])
    assert f"C+{closed[2]} ± {half:.1f}".removesuffix(".0") in line_told.partition("\n")[0]
    assert closed[0] < closed[3]
    in_place = {
        row["share"]: row for row in rows_of(tmp_path / "o", "in_place") if not row["objective"]
    }
    half, most = in_place["0.5"], in_place["0.9"]
    assert f"C+{int(float(half['p50_day']))} / C+{int(float(half['p90_day']))}" in told
    assert (most["p50_day"], most["p90_day"]) == ("", "")
    assert "– / –" in told
    head = told.partition("Which objective is at risk")[2].partition("When less of")[0]
    force = next(line for line in head.splitlines() if line.startswith("The whole force"))
    shares = [
        f"{float(closure[name]):.0%}".replace("%", " %") for name in ("p50_share", "p5_share")
    ]
    assert shares[0] != shares[1]
    assert re.search(rf" {shares[0]} +{shares[1]} +– / –", force)


def test_it_is_told_who_is_at_risk_and_what_matters_and_helps(plan_folder, results, tmp_path):
    told = words(run("simulate", plan_folder, "--from", results, "--out", tmp_path / "o", *FEW))
    rows = [
        row
        for row in rows_of(tmp_path / "o", "simulated_arrivals")
        if float(row["planned_day"]) <= float(row["wanted_day"])
    ]
    chances = {"o": [], "weak": []}
    for row in rows:
        if float(row["chance_on_time"]) < 1:
            chances[row["assignment"].partition(".")[0]].append(float(row["chance_on_time"]))
    mean, offer = min((sum(each) / len(each), name) for name, each in chances.items() if each)
    at_risk = told.partition("planned in time, by offer:\n  1. ")[2].partition("\n")[0]
    n = len(chances[offer])
    units = f"{n} unit{'s' if n > 1 else ''} of {offer}: in time in {mean:.0%}".replace("%", " %")
    assert units in at_risk
    assert "Where it queues:\n  1. a to z by rail – what passes a day" in told
    assert "Nothing runs dry in any run." in told
    matters = told.partition("What matters most")[2].partition("What helps most")[0]
    assert "if broken, " in matters
    assert "% less of what is required in place (±" in matters
    assert "sooner" not in matters
    assert DEALT_ANEW in matters
    late = [float(row["late_days"]) for row in rows_of(tmp_path / "o", "replications")]
    saved = told.partition("  1. A second path (USD 2 m): saves ")[2].partition(" late")[0]
    assert saved.partition(" of ")[2] == days(sum(late) / len(late))
    n = len(json.loads((tmp_path / "o/results/simulate.json").read_text())["values"]["assumptions"])
    assert f"It rests on {n} assumptions" in told


def test_one_run_tells_nothing_of_what_matters_and_helps(plan_folder, results):
    made = run("simulate", plan_folder, "--from", results, "--replications", "1")
    told = words(made)
    assert MATTERS_NOT_TRIED in told
    assert HELPS_NOT_TRIED in told
    assert NOTHING_MATTERS not in told
    assert NOTHING_HELPS not in told
    part = run("simulate", plan_folder, "--from", results, "--replications", "1", "--json")
    assert json.loads(part.stdout)["matters_most"] is None


def test_first_steps_run_dry_as_its_supply_says(tmp_path):
    folder = copy_example("first-steps", tmp_path / "plan")
    told = words(run("simulate", folder, "--replications", "5"))
    out = tmp_path / "o"
    run("simulate", folder, "--replications", "5", "--out", out)
    (dry,) = (row for row in rows_of(out, "stockouts") if row["supply_class"] == "iii")
    on = sum(row["supply_class"] == "iii" for row in rows_of(out, "stockout_days"))
    first = f"Fuel at Lviv: dry in every run, first on C+{float(dry['p10_day']):g}; "
    assert first in told
    assert f"mean summed over days, on {on} days.\n" in told
    assert "Whoever is planned in time is in time in every run." in told
    assert "Nothing that is not known changes how late units are, or how much is in place." in told
    assert "No upgrade and no lift that the plan lists raises a limit" in told


def test_json_is_the_part_of_the_summary(plan_folder, results, tmp_path):
    out = tmp_path / "o"
    told = run("simulate", plan_folder, "--from", results, "--out", out, "--json", *FEW)
    part = json.loads(told.stdout)
    SimulationSummary.model_validate(part, strict=False)
    assert part["replications"] == 40
    assert set(part["closure_day"]) == {"p5", "p50", "p90", "p95"}
    assert json.loads((out / "summary.json").read_text())["simulation"] == part
    again = run("simulate", plan_folder, "--from", results, "--json", "--threads", "2", *FEW)
    assert again.stdout == told.stdout
    other = run("simulate", plan_folder, "--from", results, "--json", "--seed", "7", *FEW)
    assert json.loads(other.stdout)["closure_day"] != part["closure_day"]


def test_a_stated_precision_ends_a_run(tmp_path):
    folder = tmp_path / "plan"
    write_plan(uncertain_plan(probability=1), folder)
    loose, close = (
        json.loads(run("simulate", folder, "--json", "--half-width", width).stdout)
        for width in (30, 0.4)
    )
    assert 0 < loose["replications"] < close["replications"] < 100_000


@pytest.mark.parametrize(
    ("option", "value"), [("--replications", "0"), ("--half-width", "0"), ("--half-width", "inf")]
)
def test_what_no_run_can_be_made_with_is_refused(plan_folder, option, value):
    result = run("simulate", plan_folder, option, value, "--json", code=2)
    assert json.loads(result.stdout)["error"]["code"] == "ENG-SIM-002"


@pytest.mark.parametrize("command", ["simulate", "plan"])
def test_a_cluster_that_is_not_there_is_told(plan_folder, tmp_path, monkeypatch, command):
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    monkeypatch.setattr("reassure.engines.simulate.cluster.CONNECT_S", 0.5)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
        out = ("--out", tmp_path / "out", "--dask", address)
        result = run(command, plan_folder, *out, code=2)
        told = run(command, plan_folder, *out, "--json", code=2)
    assert address in result.stderr
    assert "ENG-SIM-004" in result.stderr
    assert json.loads(told.stdout)["error"]["code"] == "ENG-SIM-004"
    assert not (tmp_path / "out" / "run.json").exists()
    result = run(command, plan_folder, "--out", tmp_path / "out", "--dask", "somewhere", code=2)
    assert "ENG-SIM-003" in result.stderr


def test_a_movement_that_was_stopped_is_said_to_be_one(plan_folder, results, tmp_path):
    made = load_run(results, read_plan(plan_folder))
    ending = dataclasses.replace(made.deployment.provenance, status=Status.PARTIAL)
    cut = dataclasses.replace(made.deployment, provenance=ending)
    write_run(Run(made.plan, made.options, force_plan=made.force_plan, deployment=cut), tmp_path)
    told = words(run("simulate", plan_folder, "--from", tmp_path, *FEW, code=3))
    supplied = words(run("sustain", plan_folder, "--from", tmp_path, code=3))
    warning = next(text for text in supplied.splitlines() if "movement" in text.lower())
    assert warning in told


def test_time_that_is_up_leaves_a_partial_result(plan_folder, results):
    told = run("simulate", plan_folder, "--from", results, "--json", "--time-limit", "1e-9", code=3)
    part = json.loads(told.stdout)
    assert (part["status"], part["stopped_by"]) == ("partial", "clock")
    assert part["replications"] >= 1


def test_the_result_goes_with_the_movement_that_it_was_made_from(plan_folder, results, tmp_path):
    out = tmp_path / "o"
    run("simulate", plan_folder, "--from", results, "--out", out, *FEW)
    assert (out / "tables" / "replications.csv").is_file()
    run("deploy", plan_folder, "--from", out, "--out", out)
    assert not (out / "tables" / "replications.csv").exists()
    assert not (out / "results" / "simulate.json").exists()


def test_a_first_run_says_that_it_compiles(plan_folder, results, monkeypatch):
    monkeypatch.setattr("reassure.pipeline.warming.is_simulation_compiled", lambda: False)
    assert "Compiling, once" in run("simulate", plan_folder, "--from", results, *FEW).stderr


def test_warm_compiles_what_a_simulation_needs(monkeypatch, tmp_path):
    assert "All is compiled" in run("warm").stderr
    monkeypatch.setattr("reassure.pipeline.warming.run_priority", _Unmade(tmp_path))
    from reassure.pipeline.warming import is_simulation_compiled

    assert not is_simulation_compiled()


class _Unmade:
    """A compiled function that nobody has called yet, and no file keeps."""

    __name__ = "run_priority"
    signatures = ()

    def __init__(self, folder):
        self.stats = type("Stats", (), {"cache_path": str(folder)})


def test_the_public_function_is_the_engines_own():
    import reassure

    assert reassure.simulate_plan is simulate_plan
    assert {"Simulation", "simulate_plan", "warm_kernels"} <= set(reassure.__all__)
