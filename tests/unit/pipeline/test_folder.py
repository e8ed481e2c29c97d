"""The folder of a run: one run at a time, whatever breaks, and nothing read that is not of one."""

import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reassure.examples import example_folder
from reassure.io.output_folder import require_output_folder
from reassure.io.read import read_plan
from reassure.io.results import json_bytes, parts_of
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.results import ForcePlan
from reassure.pipeline import WITHOUT_CHANCE, Options, Run, load_run, run_plan, write_run

STEPS = WITHOUT_CHANCE


class Killed(BaseException):
    """What ends a process in the midst of its work."""


@pytest.fixture(scope="module")
def plan():
    """Read the small example."""
    return read_plan(example_folder("first-steps"))


@pytest.fixture(scope="module")
def old(plan):
    """Make a whole run, but for the simulation."""
    return run_plan(plan, steps=STEPS)


@pytest.fixture(scope="module")
def new(plan, old):
    """Make another run of the same plan, with one tour less and so with other tables."""
    tours = old.force_plan.assignments
    fewer = replace(old.force_plan, assignments=tours.without(tours.ids[0]))
    begun = Run(plan, Options(), force_plan=fewer)
    return run_plan(plan, steps=STEPS[1:], earlier=begun)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a run but those that wait aside and the one that says when."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    named.pop("run.json", None)
    return {name: text for name, text in named.items() if not name.startswith(".")}


def refusal(folder, plan, steps=STEPS):
    """Return the code and text with which a folder's results are refused."""
    with pytest.raises(UsageError) as raised:
        load_run(folder, plan, steps)
    return raised.value.code, str(raised.value)


def read_or_refused(folder, plan, steps):
    """Return the results of steps, None where one is missing; nothing else may be amiss."""
    try:
        return load_run(folder, plan, steps).steps
    except UsageError as error:
        if error.code != "ENG-INPUT-002" or "no result of" not in str(error):
            raise
        return None


def break_after(monkeypatch, count):
    """Let the process be killed after so many changes of files; say whether it has been."""
    left, killed = [count], []

    def counted(work):
        def step(*arguments, **named):
            if killed or left[0] == 0:
                killed.append(True)
                raise Killed
            left[0] -= 1
            return work(*arguments, **named)

        return step

    def not_once_killed(path, **named):
        if not killed:
            remove(path, **named)

    remove = shutil.rmtree
    monkeypatch.setattr(os, "replace", counted(os.replace))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    monkeypatch.setattr("reassure.io.output_folder.shutil.rmtree", not_once_killed)
    return killed


@pytest.mark.parametrize("steps", [STEPS, STEPS[:1]])
def test_a_break_at_any_point_never_mixes_two_runs(plan, old, new, tmp_path, steps):
    later = new if steps == STEPS else Run(plan, Options(), force_plan=new.force_plan)
    write_run(old, tmp_path / "old", with_brief=False)
    write_run(later, tmp_path / "new", with_brief=False)
    of_old, of_new = contents(tmp_path / "old"), contents(tmp_path / "new")
    accepted = set()
    count, is_done = 0, False
    while not is_done:
        folder = tmp_path / f"broken-{count}"
        shutil.copytree(tmp_path / "old", folder)
        with pytest.MonkeyPatch.context() as monkeypatch:
            killed = break_after(monkeypatch, count)
            try:
                write_run(later, folder, with_brief=False)
            except Killed:
                assert killed
            else:
                is_done = True
        there = contents(folder).items()
        assert there <= of_old.items() or there <= of_new.items(), count
        for last in range(1, len(STEPS) + 1):
            read = read_or_refused(folder, plan, STEPS[:last])
            if read is None:
                continue
            ends = [{s: run.steps.get(s) for s in STEPS[:last]} for run in (old, later)]
            assert read in ends, count
            accepted.add((last, ends.index(read)))
        if count % 10 == 0:
            # The next run clears up after the broken one.
            write_run(later, folder, with_brief=False)
            assert contents(folder) == of_new
            assert not list(folder.glob(".*"))
        shutil.rmtree(folder)
        count += 1
    assert count > len(of_new)
    assert {(1, 0), (1, 1), (len(steps), 1)} <= accepted


def test_an_earlier_step_leaves_no_table_of_a_later_one(plan, old, tmp_path):
    write_run(old, tmp_path)
    (tmp_path / "tables" / "mine.csv").write_text("kept")
    write_run(run_plan(plan, Options(seed=2), steps=("generate",)), tmp_path, with_brief=False)
    tables = {path.stem for path in (tmp_path / "tables").iterdir()}
    of_step = set(parts_of(ForcePlan)[0])
    assert {"assignments", "shortfalls", "changes"} <= of_step
    assert tables == of_step | {"replay", "mine"}
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["generate.json"]
    assert not (tmp_path / "brief.html").exists()


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("tables/assignments.parquet", "generate"),
        ("tables/assignments.csv", "generate"),
        ("tables/arrivals.parquet", "deploy"),
        ("results/generate.json", "deploy"),
        ("results/deploy.json", "sustain"),
    ],
)
def test_a_file_of_another_run_is_refused(plan, old, new, tmp_path, name, step):
    moved_again = run_plan(plan, Options(seed=9), steps=("deploy",), earlier=old)
    write_run(old, tmp_path / "a", with_brief=False)
    write_run(moved_again if step == "sustain" else new, tmp_path / "b", with_brief=False)
    files = [name]
    if name.startswith("results/"):
        tables = old.steps[Path(name).stem].to_tables()
        files += [f"tables/{table}.{end}" for table in tables for end in ("csv", "parquet")]
    for file in files:
        shutil.copy(tmp_path / "b" / file, tmp_path / "a" / file)
    code, text = refusal(tmp_path / "a", plan)
    assert code == "ENG-INPUT-004"
    assert f"found {name} in {tmp_path / 'a'}" in text
    assert f"does not belong to results/{step}.json" in text
    assert f"run reassure {step} with --out again" in text


def test_costs_that_left_supply_out_do_not_stand_beside_it(plan, old, tmp_path):
    without = run_plan(plan, steps=("cost",), earlier=replace(old, supply=None, costs=None))
    write_run(without, tmp_path / "a", with_brief=False)
    assert load_run(tmp_path / "a", plan, ("generate", "deploy", "cost")).costs == without.costs
    write_run(old, tmp_path / "b", with_brief=False)
    for file in ("results/sustain.json", "tables/supply_days.csv", "tables/supply_days.parquet"):
        shutil.copy(tmp_path / "b" / file, tmp_path / "a" / file)
    assert refusal(tmp_path / "a", plan, ("cost",))[0] == "ENG-INPUT-004"


def change(folder, step, edit):
    """Change the JSON file of a step."""
    path = folder / "results" / f"{step}.json"
    kept = json.loads(path.read_text())
    edit(kept)
    path.write_text(json.dumps(kept))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda kept: kept.update(values={}), "values.assumptions: field required"),
        (lambda kept: kept["values"].update(more=1), "values.more: extra inputs"),
        (lambda kept: kept["values"].update(assumptions=[1]), "values.assumptions.0: input should"),
        (lambda kept: kept["provenance"].pop("versions"), "provenance.versions: field required"),
        (lambda kept: kept["provenance"].update(host="x"), "provenance.host: unexpected"),
        (lambda kept: kept["provenance"].update(seed="1"), "provenance.seed: input should"),
        (lambda kept: kept["provenance"].update(status="fine"), "provenance.status: input should"),
        (lambda kept: kept["provenance"].update(bound=float("nan")), "provenance.bound: input"),
        (lambda kept: kept["provenance"].update(step="cost"), "provenance.step: is cost"),
        (lambda kept: kept.pop("upstream"), "upstream: field required"),
        (lambda kept: kept["files"].popitem(), "files: are not the tables of this step"),
        (lambda kept: kept.update(extra=0), "extra: extra inputs"),
    ],
)
def test_a_result_of_another_shape_is_refused(plan, old, tmp_path, edit, told):
    write_run(old, tmp_path, with_brief=False)
    change(tmp_path, "deploy", edit)
    code, text = refusal(tmp_path, plan)
    assert code == "ENG-INPUT-002"
    assert f"damaged result of deploy in {tmp_path}" in text
    assert told in text
    assert "run reassure deploy with --out again" in text


def test_a_missing_table_is_refused(plan, old, tmp_path):
    write_run(old, tmp_path, with_brief=False)
    (tmp_path / "tables" / "legs.csv").unlink()
    code, told = refusal(tmp_path, plan)
    assert code == "ENG-INPUT-002"
    assert f"damaged result of deploy in {tmp_path} (tables/legs.csv is missing)" in told
    assert "Errno" not in told


def test_a_file_that_is_not_readable_is_named(plan, old, tmp_path):
    write_run(old, tmp_path, with_brief=False)
    (tmp_path / "tables" / "legs.parquet").unlink()
    (tmp_path / "tables" / "legs.parquet").mkdir()
    told = refusal(tmp_path, plan)[1]
    assert "(tables/legs.parquet cannot be read: Is a directory)" in told


@pytest.mark.parametrize("was_stopped", [True, False])
def test_an_edited_summary_does_not_say_how_a_run_ended(plan, old, tmp_path, was_stopped):
    run = old
    if was_stopped:
        run = run_plan(plan, on_progress=lambda progress: progress.step == "deploy")
    write_run(run, tmp_path, with_brief=False)
    path = tmp_path / "summary.json"
    summary = json.loads(path.read_text())
    assert summary["stopped_by"] == ("user" if was_stopped else None)
    path.write_text(json.dumps(summary | {"stopped_by": None if was_stopped else "user"}))
    with pytest.raises(UsageError) as raised:
        load_run(tmp_path, plan)
    assert raised.value.code == "ENG-INPUT-004"
    assert "found summary.json in" in str(raised.value)
    path.unlink()
    again = load_run(tmp_path, plan)
    assert again.stopped_by is (StoppedBy.USER if was_stopped else None)
    assert again.steps == run.steps


def test_a_stopped_run_reads_back_as_stopped(plan, tmp_path):
    run = run_plan(plan, on_progress=lambda progress: progress.step == "deploy")
    assert tuple(run.steps) == ("generate", "deploy")
    write_run(run, tmp_path / "a")
    again = load_run(tmp_path / "a", plan)
    assert again.stopped_by is StoppedBy.USER
    assert again.steps == run.steps
    write_run(again, tmp_path / "b")
    assert contents(tmp_path / "b") == contents(tmp_path / "a")


def test_a_run_of_some_steps_reads_back_as_these(plan, tmp_path):
    run = run_plan(plan, steps=("generate",))
    write_run(run, tmp_path, with_brief=False)
    assert load_run(tmp_path, plan).steps == run.steps
    with pytest.raises(UsageError) as raised:
        load_run(tmp_path / "nothing", plan)
    assert raised.value.code == "ENG-INPUT-002"
    assert "no result of generate" in str(raised.value)


@pytest.mark.parametrize("text", ["{}", "not json", '{"format": 1}'])
def test_a_damaged_summary_is_refused(plan, old, tmp_path, text):
    write_run(old, tmp_path, with_brief=False)
    (tmp_path / "summary.json").write_text(text)
    code, told = refusal(tmp_path, plan)
    assert code == "ENG-INPUT-002"
    assert "damaged summary" in told


def test_going_on_drops_what_was_made_from_other_results(plan, old):
    again = run_plan(plan, Options(seed=3), steps=("deploy",), earlier=old)
    assert tuple(again.steps) == ("generate", "deploy", "roe")
    assert run_plan(plan, steps=("generate",), earlier=old).deployment is None


def test_going_on_from_a_stopped_run_is_not_stopped(plan, old):
    stopped = replace(old, stopped_by=StoppedBy.USER)
    assert run_plan(plan, steps=("cost",), earlier=stopped).stopped_by is None


def test_written_results_go_on_in_their_own_folder(plan, old, tmp_path, monkeypatch):
    """What a step goes on from stays, even where writing what it made breaks at once."""
    write_run(old, tmp_path, with_brief=False)
    earlier = load_run(tmp_path, plan, ("generate",))
    run = run_plan(plan, Options(seed=5), steps=("deploy",), earlier=earlier)
    before = (tmp_path / "results" / "generate.json").stat().st_ino

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(OSError, match="No space"):
            write_run(run, tmp_path, with_brief=False)
    assert load_run(tmp_path, plan).steps == old.steps
    write_run(run, tmp_path, with_brief=False)
    assert (tmp_path / "results" / "generate.json").stat().st_ino == before
    assert load_run(tmp_path, plan, ("generate", "deploy")).steps == run.steps


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("exact", [True, False])
def test_json_holds_no_number_that_is_not_finite(value, exact):
    with pytest.raises(UsageError) as raised:
        json_bytes({"a": {"total": 1.0, "parts": [1, 2.5, value]}}, exact=exact)
    assert raised.value.code == "IO-TYPE-004"
    assert "a.parts.2" in str(raised.value)


def test_nothing_is_written_of_results_that_json_cannot_hold(plan, old, tmp_path):
    write_run(old, tmp_path, with_brief=False)
    before = contents(tmp_path)
    endless = replace(old.force_plan, lp_bound=float("inf"))
    with pytest.raises(UsageError) as raised:
        write_run(replace(old, force_plan=endless), tmp_path)
    assert raised.value.code == "IO-TYPE-004"
    assert "values.lp_bound" in str(raised.value)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("place", ["file", "file/below", "out/tables", "out/results"])
def test_a_file_in_place_of_a_folder_is_refused(tmp_path, place):
    path = tmp_path / place.removesuffix("/below")
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    folder = tmp_path / "out" if place.startswith("out") else tmp_path / place
    with pytest.raises(UsageError) as raised:
        require_output_folder(folder)
    assert raised.value.code == "IO-FOLDER-002"
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("place", ["tables", "tables/zones", "tables/zones/more", ""])
def test_results_do_not_go_into_what_a_plan_reads(tmp_path, place):
    shutil.copytree(example_folder("first-steps"), tmp_path / "tables")
    with pytest.raises(UsageError) as raised:
        require_output_folder(tmp_path / place)
    assert raised.value.code == "IO-FOLDER-002"


def test_a_link_to_nothing_is_refused(tmp_path):
    (tmp_path / "out").symlink_to(tmp_path / "gone")
    with pytest.raises(UsageError) as raised:
        require_output_folder(tmp_path / "out")
    assert raised.value.code == "IO-FOLDER-002"


def test_asking_for_a_folder_leaves_no_trace(tmp_path):
    require_output_folder(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
