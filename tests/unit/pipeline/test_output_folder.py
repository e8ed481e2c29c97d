"""Where results may go: never over other people's files, into a plan, or beside another run."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import example_folder
from reassure.io.output_folder import CIRCUMSTANCES, require_output_folder
from reassure.io.read import read_plan
from reassure.model.errors import UsageError
from reassure.pipeline import WITHOUT_CHANCE, Run, claim_folder, run_plan, write_run

HOLD = """
import sys, time
from reassure.pipeline import claim_folder
with claim_folder(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def whole() -> Run:
    """Make a whole run of the small example."""
    return run_plan(read_plan(example_folder("first-steps")), steps=WITHOUT_CHANCE)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refusal(folder: Path) -> UsageError:
    """Return why a folder is refused."""
    with pytest.raises(UsageError) as raised, claim_folder(folder):
        pass
    return raised.value


@pytest.mark.parametrize(
    "name",
    [
        "summary.json",
        "brief.html",
        "run.json",
        "network.geojson",
        "tables/costs.csv",
        "tables/assignments.parquet",
        "results/generate.json",
    ],
)
@pytest.mark.parametrize("text", ["mine", '{"title": "mine"}', "[]"])
def test_files_that_no_run_wrote_are_not_replaced(tmp_path, whole, name, text):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    before = contents(tmp_path)
    error = refusal(tmp_path)
    assert error.code == "IO-FOLDER-002"
    assert name in error.found
    assert "choose another folder" in error.cure
    with pytest.raises(UsageError):
        write_run(whole, tmp_path)
    assert contents(tmp_path) == before


def test_many_such_files_are_counted(tmp_path, whole):
    write_run(whole, tmp_path, with_brief=False)
    for name in ("run.json", "summary.json", "results"):
        path = tmp_path / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    found = refusal(tmp_path).found
    assert "network.geojson, tables/replay.csv" in found
    assert " more in " in found


def test_other_files_in_the_folder_do_no_harm(tmp_path, whole):
    (tmp_path / "tables").mkdir()
    for name in ("notes.txt", "tables/mine.csv", "tables/notes.parquet"):
        (tmp_path / name).write_text("mine")
    write_run(whole, tmp_path, with_brief=False)
    assert (tmp_path / "tables" / "mine.csv").read_text() == "mine"


@pytest.mark.parametrize("kept", ["run.json", "summary.json", "results/cost.json"])
def test_the_folder_of_a_run_is_known_by_any_of_its_marks(tmp_path, whole, kept):
    write_run(whole, tmp_path, with_brief=False)
    for path in [*tmp_path.glob("*.json"), *(tmp_path / "results").iterdir()]:
        if path != tmp_path / kept:
            path.unlink()
    write_run(whole, tmp_path, with_brief=False)
    assert json.loads((tmp_path / "summary.json").read_text())["stopped_by"] is None


def test_a_folder_is_known_as_a_runs_whatever_breaks(tmp_path, whole, monkeypatch):
    moved: list[str] = []
    replace = os.replace

    def note(source, target):
        replace(source, target)
        if ".reassure-writing" in str(source) and not str(target).endswith(".part"):
            moved.append(Path(target).relative_to(tmp_path).as_posix())

    monkeypatch.setattr(os, "replace", note)
    write_run(whole, tmp_path, with_brief=False)
    outside = [name for name in moved if not name.startswith(".")]
    assert outside[0] == CIRCUMSTANCES


@pytest.mark.parametrize("place", ["out", "a/b", "zones", "tables/out"])
def test_results_do_not_go_into_a_plan_folder(tmp_path, place):
    plan = shutil.copytree(example_folder("first-steps"), tmp_path / "plan")
    (tmp_path / "link").symlink_to(plan)
    for folder in (plan / place, tmp_path / "link" / place):
        error = refusal(folder)
        assert error.code == "IO-FOLDER-002"
        assert f"a plan in {plan.resolve()}" in error.found
    assert not (plan / place).exists()


def test_results_may_go_beside_another_data_package(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"name": "weather"}')
    assert require_output_folder(tmp_path / "out") == tmp_path / "out"


def test_a_second_run_in_a_folder_is_refused_at_once(tmp_path):
    out = tmp_path / "deep" / "out"
    command = [sys.executable, "-c", HOLD, str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        assert list(out.iterdir()) == []
        plan = str(example_folder("first-steps"))
        result = CliRunner().invoke(
            app, ["plan", plan, "--out", str(out), "--json", "--replications", "0"]
        )
        assert result.exit_code == 2
        error = json.loads(result.stdout)["error"]
        assert error["code"] == "IO-FOLDER-003"
        assert "another run that is writing to" in error["found"]
        with claim_folder(tmp_path / "deep" / "other"):
            pass
        first.send_signal(signal.SIGKILL)
    with claim_folder(out):
        pass


def test_two_runs_in_one_process_keep_apart_and_one_may_go_on(tmp_path, whole):
    refused: list[str] = []

    def second():
        try:
            with claim_folder(tmp_path):
                pass
        except UsageError as error:
            refused.append(error.code)

    with claim_folder(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        write_run(whole, tmp_path, with_brief=False)
        assert refused == ["IO-FOLDER-003"]
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        assert len(refused) == 2, "the lock outlives what the same run takes again"
    with claim_folder(tmp_path):
        assert not list(tmp_path.glob(".*"))


def test_a_folder_that_stays_empty_is_taken_away_again(tmp_path):
    with claim_folder(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    with claim_folder(tmp_path / "mine"):
        pass
    assert (tmp_path / "mine").is_dir()
