"""The flow: check joined, steps in order, stops, reading back."""

import pytest

from reassure.examples import copy_example, example_folder
from reassure.io.read import read_plan
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.finding import Severity, faults
from reassure.pipeline import (
    FLOW,
    STEPS,
    WITHOUT_CHANCE,
    Options,
    check_plan,
    load_run,
    run_plan,
    write_run,
)


@pytest.fixture(scope="module")
def plan():
    """Read the small example."""
    return read_plan(example_folder("first-steps"))


def test_the_small_example_has_neither_fault_nor_warning():
    _, findings = check_plan(example_folder("first-steps"))
    assert [item for item in findings if item.severity is not Severity.NOTE] == []


def test_a_row_set_aside_raises_no_dangling_reference(tmp_path):
    folder = copy_example("first-steps", tmp_path / "plan")
    text = (folder / "locations.csv").read_text().replace("51.908", "north")
    (folder / "locations.csv").write_text(text)
    _, findings = check_plan(folder)
    assert [item.code for item in faults(findings)] == ["IO-TYPE-001"]


def test_faults_of_cells_and_of_references_come_together(tmp_path):
    folder = copy_example("first-steps", tmp_path / "plan")
    text = (folder / "offers.csv").read_text().replace(",mourmelon,", ",murmelon,")
    (folder / "offers.csv").write_text(text.replace("deu-eng,DEU,eng,1", "deu-eng,DEU,eng,one"))
    _, findings = check_plan(folder)
    assert {item.code for item in faults(findings)} == {"IO-TYPE-001", "CHK-REF-001"}
    rows = [item.row for item in faults(findings)]
    assert rows == sorted(row or 0 for row in rows)


@pytest.mark.parametrize("table", ["offers", "locations", "nations", "capabilities"])
def test_a_table_that_cannot_be_read_is_told_once(tmp_path, table):
    folder = copy_example("first-steps", tmp_path / "plan")
    (folder / f"{table}.csv").write_bytes(b"id;name\n")
    _, findings = check_plan(folder)
    assert [item.code for item in findings] == ["IO-FILE-008"]
    (folder / f"{table}.csv").unlink()
    _, findings = check_plan(folder)
    assert [item.code for item in findings] == ["IO-FILE-001"]


def test_a_run_makes_every_step(plan):
    run = run_plan(plan, Options(replications=2))
    assert tuple(run.steps) == FLOW
    assert not run.is_partial
    assert {STEPS[step].section for step in FLOW} <= set(run.summary())


def test_a_stop_keeps_what_there_is(plan):
    run = run_plan(plan, on_progress=lambda progress: progress.step == "deploy")
    assert run.stopped_by is StoppedBy.USER
    assert run.is_partial
    assert "generate" in run.steps
    assert "cost" not in run.steps
    summary = run.summary()
    assert summary["stopped_by"] == "user"
    assert "cost" not in summary


def test_a_step_needs_those_before_it(plan):
    with pytest.raises(UsageError) as raised:
        run_plan(plan, steps=("sustain",))
    assert raised.value.code == "ENG-INPUT-002"


def test_results_read_back_as_they_were(plan, tmp_path):
    run = run_plan(plan, Options(seed=7, replications=2))
    write_run(run, tmp_path, with_brief=False)
    again = load_run(tmp_path, plan, FLOW)
    assert again.steps == run.steps
    assert again.summary() | {"check": None} == run.summary() | {"check": None}


def test_engines_leave_the_plan_as_it_was(plan):
    before = plan.sha256
    run_plan(plan, Options(replications=2))
    assert read_plan(example_folder("first-steps")).sha256 == before == plan.sha256


def test_what_stops_the_brief_does_not_cost_the_results(plan, tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    run = run_plan(plan, steps=WITHOUT_CHANCE)
    write_run(run, tmp_path)
    monkeypatch.setattr("reassure.pipeline.folder.render_brief", stop)
    with pytest.raises(KeyboardInterrupt):
        write_run(run, tmp_path)
    assert load_run(tmp_path, plan, WITHOUT_CHANCE).steps == run.steps
    assert not (tmp_path / "brief.html").exists()
