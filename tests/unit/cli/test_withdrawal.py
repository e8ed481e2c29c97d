"""`reassure withdraw`: verified loads, exit codes, and messages."""

import json
import threading
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from reassure import read_plan
from reassure.cli import app
from reassure.examples import copy_example
from reassure.model.choices import Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.outputs import Leg
from reassure.model.table import Table
from reassure.pipeline import claim_folder
from reassure.pipeline import withdrawal as withdrawing

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    """Deploy the small example; return its plan, and the folder of the run."""
    root = tmp_path_factory.mktemp("withdrawal")
    plan = copy_example("first-steps", root / "plan")
    for step in (("generate", plan), ("deploy", plan, "--from", root / "run")):
        result = RUNNER.invoke(app, [*map(str, step), "--out", str(root / "run")])
        assert result.exit_code == 0, result.output
    return plan, root / "run"


@pytest.fixture
def withdraw(run_of, tmp_path):
    """Withdraw on day 100, with more arguments; return the result."""
    plan, run = run_of

    def withdraw(*more):
        arguments = ["withdraw", plan, "--from", run, "--day", 100, "--out", tmp_path / "o", *more]
        return RUNNER.invoke(app, [str(argument) for argument in arguments])

    return withdraw


def ended(made, **changes):
    return replace(made, provenance=replace(made.provenance, **changes))


def test_a_withdrawal_is_verified(withdraw, tmp_path):
    result = withdraw("--verify")
    assert result.exit_code == 0, result.output
    assert "verified: no limit is broken" in result.stderr
    assert f"Results are in {tmp_path / 'o'}." in result.stderr
    assert (tmp_path / "o/tables/ways_out.csv").is_file()


def test_what_is_wrong_ends_the_command(withdraw, monkeypatch):
    made = withdrawing.withdraw_force

    def spoilt(*args, **more):
        found = made(*args, **more)
        legs = [leg.model_copy(update={"depart_day": 99}) if leg.leg == 1 else leg
                for leg in found.legs]  # fmt: skip
        return replace(found, legs=Table.of(Leg, legs))

    monkeypatch.setattr(withdrawing, "withdraw_force", spoilt)
    result = withdraw("--verify", "--json")
    assert result.exit_code == 1
    assert "CHK-MOVE-004" in {item["code"] for item in json.loads(result.stdout)}
    assert "in the withdrawal: do not use it." in result.stderr


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"stopped_by": StoppedBy.CLOCK}, 3, "Stopped before all work was done"),
        ({"status": Status.PARTIAL}, 3, "the results are partial, and marked so"),
        ({"stopped_by": StoppedBy.USER}, 130, "Stopped by you"),
    ],
)
def test_a_stop_shows_in_the_exit_code(withdraw, monkeypatch, changes, code, words):
    made = withdrawing.withdraw_force
    monkeypatch.setattr(
        withdrawing, "withdraw_force", lambda *args, **more: ended(made(*args, **more), **changes)
    )
    result = withdraw()
    assert result.exit_code == code
    assert words in result.stderr


def test_results_of_the_run_are_not_overwritten(run_of):
    plan, run = run_of
    arguments = ["withdraw", plan, "--from", run, "--day", 100, "--out", run]
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 2
    assert "IO-FOLDER-002" in result.stderr


def test_a_movement_of_another_plan_is_refused(run_of, tmp_path):
    plan = read_plan(copy_example("first-steps", tmp_path / "plan"))
    assert plan.sha256 == read_plan(run_of[0]).sha256
    (tmp_path / "plan/offers.csv").write_text(
        (tmp_path / "plan/offers.csv").read_text().replace(",offered,", ",confirmed,")
    )
    arguments = ["withdraw", tmp_path / "plan", "--from", run_of[1], "--day", 100, "--out",
                 tmp_path / "o"]  # fmt: skip
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 2
    assert "ENG-INPUT-001" in result.stderr


def test_what_cannot_get_home_is_told_with_its_ways_out(tmp_path):
    plan = copy_example("first-steps", tmp_path / "plan")
    (tmp_path / "plan/passages.csv").write_text(
        "id,through,mode,allowed\nshut,UKR,road,false\nno-rail,UKR,rail,false\n"
    )
    run = tmp_path / "run"
    # Without a movement everybody is taken to be in place, from where no way leads out.
    for step in (
        ("generate", plan, "--out", run),
        ("withdraw", plan, "--from", run, "--day", 100, "--out", tmp_path / "o"),
    ):
        result = RUNNER.invoke(app, [str(argument) for argument in step])
        assert result.exit_code == 0, result.output
    assert "on its way home" in result.stdout
    assert "passages:shut.allowed" in result.stdout


def test_the_folder_is_refused_before_any_work(run_of, monkeypatch):
    def work(*_, **__):
        raise AssertionError("worked for a folder that it must not write to")

    monkeypatch.setattr(withdrawing, "withdraw_force", work)
    plan, run = run_of
    arguments = ["withdraw", plan, "--from", run, "--day", 100, "--out", run]
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 2, result.exception
    assert "IO-FOLDER-002" in result.stderr


def test_the_folder_is_kept_for_one_run_from_before_its_work(withdraw, tmp_path, monkeypatch):
    made, refused = withdrawing.withdraw_force, []

    def meanwhile():
        try:
            with claim_folder(tmp_path / "o"):
                pass
        except UsageError as error:
            refused.append(error.code)

    def slow(*args, **more):
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join()
        return made(*args, **more)

    monkeypatch.setattr(withdrawing, "withdraw_force", slow)
    assert withdraw().exit_code == 0
    assert refused == ["IO-FOLDER-003"]


def test_who_is_on_the_way_is_named_and_not_counted(run_of, tmp_path):
    plan, run = run_of
    arguments = ["withdraw", plan, "--from", run, "--day", 151, "--out", tmp_path / "o"]
    told = RUNNER.invoke(app, [str(argument) for argument in arguments]).stdout
    assert told.startswith("C+151: 3 units of 3,660 t at 1 place;")
    assert "Not counted: 2 units on the way home by the movement (deu-eng.1." in told
    assert "fra-inf.1.west-inf.1); they are taken to go on, and to need no room" in told
    kept = json.loads((tmp_path / "o/results/withdraw.json").read_text())
    assert any("On the way home already" in text for text in kept["values"]["assumptions"])
    assert "fra-inf.1.west-inf.1" in kept["values"]["on_way_home"]


def test_a_refused_day_is_told_by_the_name_of_its_option(withdraw):
    result = withdraw("--day", 180)
    assert result.exit_code == 2
    assert "found --day = 180; expected a day from 0 to 179" in result.stderr
    assert "ENG-DAY-001" in result.stderr


@pytest.mark.parametrize("command", ["brief", "track"])
def test_a_withdrawal_is_no_run(withdraw, run_of, tmp_path, command):
    withdraw()
    more = ["--out", tmp_path / "brief"] if command == "brief" else ["--day", 1]
    arguments = [command, run_of[0], "--from", tmp_path / "o", *more]
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 2
    assert "results of reassure withdraw in" in result.stderr
    assert "name the folder of the run that it was made from" in result.stderr
    assert "leave --from out" not in result.stderr
