"""What the terminal prints of a step for people: gaps, shares in per cent, endings in words."""

import json
import re

import pytest
from typer.testing import CliRunner

from reassure.cli import app, late, lists
from reassure.examples import copy_example

RUNNER = CliRunner()


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


def printed(*arguments) -> str:
    """Return what a command prints, with plain spaces."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, (result.output, result.exception)
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
    assert re.search(r"closure day +C\+137", told)
    monkeypatch.setattr(late, "MOST_LATE", 1)
    assert "     and 1 more movement; tables/arrivals.csv" in printed("deploy", plan_folder)


def test_only_the_first_gaps_are_listed(plan_folder, monkeypatch):
    monkeypatch.setattr(lists, "MOST_GAPS", 1)
    told = printed("generate", plan_folder)
    assert "  2. " not in told
    assert "and 1 line more; tables/shortfalls.csv of --out lists them all." in told


def test_names_of_fields_are_for_programs_alone(plan_folder, tmp_path):
    told = printed("plan", plan_folder, "--out", tmp_path / "a")
    for name in ("short_lines", "lp_bound", "stopped_by", "by_nation", "by_objective"):
        assert name not in told
    assert re.search(r"lines short at some time +2", told)
    assert re.search(r"ended because +nothing better is possible", told)
    whole = json.loads(printed("plan", plan_folder, "--out", tmp_path / "b", "--json"))
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
