"""Commands: what they refuse and how, and what they say of many findings."""

import errno
import json
import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import copy_example
from reassure.pipeline import check_plan, run_plan, write_run

RUNNER = CliRunner()
STEPS = ("generate", "deploy", "sustain", "cost", "ask")


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def told(result) -> str:
    """Return what a command said on standard error, without the frame and breaks of a box."""
    return " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("command", ["check", "plan", "brief", *STEPS])
def test_an_unreadable_plan_is_told(plan_folder, tmp_path, monkeypatch, command):
    read = Path.read_bytes

    def refuse(path):
        if path.name == "offers.csv":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    options = {"plan": ["--out", tmp_path / "o"], "brief": ["--from", "x", "--out", tmp_path / "o"]}
    result = run(command, plan_folder, *options.get(command, []), code=2)
    assert f"Permission denied at {plan_folder / 'offers.csv'}" in result.stderr
    assert "IO-ACCESS-001" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["plan", "brief", *STEPS])
def test_a_folder_without_access_is_refused_before_any_work(
    plan_folder, tmp_path, monkeypatch, command
):
    def refuse(_suffix, _prefix, folder):
        raise OSError(errno.EROFS, "Read-only file system", str(folder))

    def work(*_, **__):
        raise AssertionError("worked")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr("reassure.pipeline.check.load_plan", work)
    source = ["--from", tmp_path] if command == "brief" else []
    result = run(command, plan_folder, *source, "--out", tmp_path / "a" / "b", code=2)
    assert f"found {tmp_path}, where nothing can be written (Read-only file system)" in told(result)
    assert "IO-ACCESS-001" in result.stderr


@pytest.mark.parametrize("command", ["plan", "generate"])
def test_a_file_in_place_of_the_results_is_refused(plan_folder, tmp_path, command):
    (tmp_path / "file").write_text("mine")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        assert "IO-FOLDER-002" in run(command, plan_folder, "--out", out, code=2).stderr
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", ""],
        ["plan", "PLAN", "--out", ""],
        ["deploy", "PLAN", "--out", " "],
        ["deploy", "PLAN", "--from", ""],
        ["brief", "PLAN", "--from", "", "--out", "o"],
        ["new", ""],
        ["example", "first-steps", ""],
    ],
)
def test_an_empty_path_is_refused(plan_folder, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    named = [plan_folder if word == "PLAN" else word for word in arguments]
    assert "CLI-PATH-001" in told(run(*named, code=2))
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_the_first_step_goes_on_from_nothing(plan_folder, tmp_path):
    result = run("generate", plan_folder, "--from", tmp_path / "nowhere", code=2)
    assert "CLI-OPTION-001" in result.stderr
    assert "leave --from out" in result.stderr


def test_going_on_from_nowhere_is_refused(plan_folder, tmp_path):
    result = run("deploy", plan_folder, "--from", tmp_path / "nowhere", code=2)
    assert "ENG-INPUT-002" in result.stderr


def test_mixed_results_are_refused(plan_folder, tmp_path):
    run("deploy", plan_folder, "--out", tmp_path / "a")
    table = tmp_path / "a" / "tables" / "assignments.csv"
    table.write_text(table.read_text() + "more\n")
    result = run("deploy", plan_folder, "--from", tmp_path / "a", code=2)
    assert "tables/assignments.csv" in result.stderr
    assert "ENG-INPUT-004" in result.stderr


@pytest.mark.parametrize(
    ("stopped_by", "code"), [("clock", 3), ("user", 3), ("proven", 0), ("work", 0)]
)
def test_a_brief_ends_as_the_run_that_it_is_of(plan_folder, tmp_path, stopped_by, code):
    """The upstream of later steps is the file of the first, so they are run after the change."""
    run("generate", plan_folder, "--out", tmp_path / "a")
    kept = tmp_path / "a" / "results" / "generate.json"
    content = json.loads(kept.read_text())
    content["provenance"]["stopped_by"] = stopped_by
    kept.write_text(json.dumps(content))
    for step in STEPS[1:]:
        run(step, plan_folder, "--from", tmp_path / "a", "--out", tmp_path / "a", code=code)
    result = run("brief", plan_folder, "--from", tmp_path / "a", "--out", tmp_path / "b", code=code)
    assert f"Results are in {tmp_path / 'b'}." in result.stderr
    assert ("results are partial" in result.stderr) == (code == 3)


def test_a_brief_of_a_run_that_was_stopped_by_hand_ends_with_130(plan_folder, tmp_path):
    plan, findings = check_plan(plan_folder)
    stopped = run_plan(
        plan, findings=tuple(findings), on_progress=lambda progress: progress.step == "deploy"
    )
    write_run(stopped, tmp_path / "a")
    run("brief", plan_folder, "--from", tmp_path / "a", "--out", tmp_path / "b", code=130)
    first = (tmp_path / "a" / "brief.html").read_bytes()
    assert (tmp_path / "b" / "brief.html").read_bytes() == first


def test_a_brief_of_some_steps_shows_these_and_says_what_it_lacks(plan_folder, tmp_path):
    run("deploy", plan_folder, "--out", tmp_path / "a")
    result = run("brief", plan_folder, "--from", tmp_path / "a", "--out", tmp_path / "b")
    assert (
        "It shows nothing of supply, cost, rules of engagement, milestones and progress and "
        "simulation: not run yet. reassure sustain PLAN" in result.stderr
    )
    page = (tmp_path / "b" / "brief.html").read_text()
    assert page.count("Supply was not run, so there is nothing to show here.") >= 1
    assert "Movement was not run" not in page


def test_a_brief_of_nothing_is_refused(plan_folder, tmp_path):
    result = run("brief", plan_folder, "--from", tmp_path, "--out", tmp_path / "b", code=2)
    assert "no result of generate" in result.stderr


def test_warnings_are_counted_before_the_work(plan_folder, tmp_path):
    assert "warning" not in run("generate", plan_folder).stderr
    (plan_folder / "mine.csv").write_text("id\n")
    hint = f"The check has 1 warning: reassure check {plan_folder} lists them."
    for command in (
        ["plan", plan_folder, "--out", tmp_path / "a", "--json", "--replications", 0],
        ["cost", plan_folder],
    ):
        result = run(*command)
        assert hint in result.stderr.splitlines()
        assert hint not in result.stdout


@pytest.fixture
def many_alike(plan_folder):
    """Add seven stocks at a place that is not there."""
    text = (plan_folder / "stocks.csv").read_text().splitlines()
    place = text[0].split(",").index("location")
    for number in range(7):
        cells = text[1].split(",")
        cells[0], cells[place] = f"s{number}", "nowhere"
        text.append(",".join(cells))
    (plan_folder / "stocks.csv").write_text("\n".join(text) + "\n")
    return plan_folder


def test_many_findings_alike_are_cut_short(many_alike):
    everything = json.loads(run("check", many_alike, "--json", code=1).stdout)
    alike = [item for item in everything if item["code"] == "CHK-REF-001"]
    assert len(alike) == 7
    lines = run("check", many_alike, code=1).stdout.splitlines()
    shown = [line for line in lines if "CHK-REF-001" in line]
    assert len(shown) == 3
    assert lines[lines.index(shown[-1]) + 1] == "fault: and 4 more like it (--all shows them)."
    assert "7 faults" in lines[-1]
    whole = run("check", many_alike, "--all", code=1).stdout.splitlines()
    assert sum("CHK-REF-001" in line for line in whole) == 7
    assert not any("more like it" in line for line in whole)
    assert whole[-1] == lines[-1]
    assert (
        run("check", many_alike, "--all", "--json", code=1).stdout
        == run("check", many_alike, "--json", code=1).stdout
    )


def test_five_findings_alike_are_all_shown(many_alike):
    path = many_alike / "stocks.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-2]))
    lines = run("check", many_alike, code=1).stdout.splitlines()
    assert sum("CHK-REF-001" in line for line in lines) == 5
    assert not any("more like it" in line for line in lines)
