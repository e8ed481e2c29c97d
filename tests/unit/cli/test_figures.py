"""What the terminal prints of a step for people: gaps, shares in per cent, endings in words."""

import dataclasses
import json
import re

import pytest
from typer.testing import CliRunner

from reassure.brief.endings import OUTCOMES_NOTE
from reassure.cli import app, late, lists
from reassure.engines.deploy import schedule_deployment
from reassure.examples import copy_example
from reassure.pipeline import check_plan, run_plan, write_run

RUNNER = CliRunner()


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


def one_line(text: str) -> str:
    """Return a text without its line ends and columns."""
    return " ".join(text.split())


def printed(*arguments, code: int = 0) -> str:
    """Return what a command prints, with plain spaces."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout.replace("\N{NO-BREAK SPACE}", " ")


def test_the_worst_gaps_stand_below_the_fill(plan_folder):
    told = printed("generate", plan_folder)
    assert re.search(r"filled of what is asked for +77\.3 %", told)
    gaps = told.partition("The worst gaps:\n")[2].splitlines()
    assert len(gaps) == 2
    assert gaps[0].startswith(
        "  1. Training team, Sector West: 120 of 240 unit-days missing, C+60 to C+180; "
        "a national caveat rules the offers out; best remedy: lifting France's caveat"
    )


def test_who_is_late_stands_with_what_holds_them_up(plan_folder, monkeypatch):
    told = printed("deploy", plan_folder)
    latest = told.partition("The latest, and what holds them up:\n")[2].splitlines()
    assert latest[0] == (
        "  1. France, Infantry battalion, Sector West (fra-inf.1.west-inf.1): wanted C+30, there "
        "C+35, 5 days late; France's offer of infantry battalion – first day on which it can "
        "serve: C+30."
    )
    assert re.search(r"closure \(last movement in place\) +C\+137", told)
    monkeypatch.setattr(late, "MOST_LATE", 1)
    assert (
        "     and 1 more movement; tables/arrivals.csv and tables/deliveries.csv of --out list"
        in printed("deploy", plan_folder)
    )


def test_figures_of_movement_have_their_units(plan_folder):
    told = one_line(printed("deploy", plan_folder))
    assert re.search(r"what is lowered lateness of units", told)
    assert re.search(r"value reached 24\.\d+ weighted unit-days late", told)
    assert re.search(r"no schedule reaches less than 24\.\d+ weighted unit-days late", told)
    assert "method scheduled load by load, in order of need late, or cannot arrive 2" in told
    assert "lift taken not counted: the plan lists no lift" in told


def test_without_lift_no_lift_is_counted(plan_folder):
    told = one_line(printed("deploy", plan_folder, "--objective", "lift"))
    said = "a weighted unit-day late as 1,000; lift is not counted"
    assert f"value reached 24,000, {said}" in told
    assert "lift at the least not counted: the plan lists no lift" in told
    hint = "The plan lists no lift: --objective lift lowers lateness alone here."
    assert hint in told
    assert hint not in one_line(printed("deploy", plan_folder))
    assert "closure at the earliest, with the" in told
    assert "planned release days" in told


def test_the_step_that_was_stopped_is_named(plan_folder, tmp_path):
    whole = ("generate", plan_folder, "--out", tmp_path / "a", "--time-limit", "0.0001")
    printed(*whole, code=3)
    arguments = ["deploy", str(plan_folder), "--from", str(tmp_path / "a")]
    told = RUNNER.invoke(app, [*arguments, "--out", str(tmp_path / "b")]).stderr
    assert "Stopped before all work was done (force generation): the results are" in told


def test_what_rests_on_a_partial_movement_says_so(plan_folder, tmp_path, capsys):
    plan, findings = check_plan(plan_folder)
    run = run_plan(plan, findings=tuple(findings), steps=("generate",))
    moved = schedule_deployment(plan, run.force_plan, time_limit_s=1e-9)
    assert moved.unscheduled == len(moved.arrivals) > 0
    write_run(dataclasses.replace(run, deployment=moved), tmp_path / "a", with_brief=False)
    told = one_line(printed("sustain", plan_folder, "--from", tmp_path / "a", code=3))
    n = moved.unscheduled
    assert f"From a partial plan: movement was stopped by the clock, and {n} movements not" in told
    arguments = ("cost", plan_folder, "--from", tmp_path / "b", "--out", tmp_path / "b")
    printed("sustain", plan_folder, "--from", tmp_path / "a", "--out", tmp_path / "b", code=3)
    whole = json.loads(printed(*arguments, "--json", code=3))
    assert whole["rests_on_partial"] == ["deploy"]
    assert "are not final" in one_line(printed(*arguments, code=3))
    replay = (tmp_path / "b" / "tables" / "replay.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in replay if line.endswith(",deploy")] == [
        "cost", "sustain",
    ]  # fmt: skip
    page = (tmp_path / "b" / "summary.json").read_text()
    assert json.loads(page)["deployment"]["cannot_arrive"] == 0
    printed("brief", plan_folder, "--from", tmp_path / "b", "--out", tmp_path / "b", code=3)
    page = (tmp_path / "b" / "brief.html").read_text()
    assert page.count("From a partial plan: movement") == 1
    capsys.readouterr()
    late.print_late(plan, run.force_plan, moved)
    # Nothing is known of them, so none is listed as late.
    assert capsys.readouterr().out.strip() == OUTCOMES_NOTE


def test_only_the_first_gaps_are_listed(plan_folder, monkeypatch):
    monkeypatch.setattr(lists, "MOST_GAPS", 1)
    told = printed("generate", plan_folder)
    assert "  2. " not in told
    assert "and 1 more line; tables/shortfalls.csv of --out lists them all." in told


def test_names_of_fields_are_for_programs_alone(plan_folder, tmp_path):
    told = printed("plan", plan_folder, "--out", tmp_path / "a", "--replications", 2)
    for name in ("short_lines", "lp_bound", "stopped_by", "by_nation", "by_objective"):
        assert name not in told
    assert re.search(r"lines short at some time +2", told)
    assert re.search(r"ended because +nothing better is possible", told)
    again = printed("plan", plan_folder, "--out", tmp_path / "b", "--json", "--replications", 2)
    whole = json.loads(again)
    assert {"short_lines", "lp_bound", "stopped_by"} <= set(whole["generation"])
    assert whole["cost"]["by_nation"]


def test_cost_is_told_as_total_and_by_objective(plan_folder):
    told = printed("cost", plan_folder)
    whole = json.loads(printed("cost", plan_folder, "--json"))
    assert re.search(rf"total +{whole['total']:,.0f}", told)
    assert told.count("of it: ") == len(whole["by_objective"])
    assert re.search(r"price year +2018", told)
    assert "gap" not in told


def test_names_are_shown_as_they_are_written(plan_folder):
    path = plan_folder / "objectives.csv"
    named = path.read_text().replace("Peace on land", "Peace [/] [red]on land")
    path.write_text(named)
    assert "Peace [/] [red]on land" in printed("generate", plan_folder)
