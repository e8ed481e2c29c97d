"""Shared options: one class of them is spread over every command that takes it."""

import inspect
import json
import typing
from dataclasses import fields
from typing import Any

import typer.main
from typer.testing import CliRunner

from reassure.cli import app
from reassure.cli.options import Folder, Search, Top, spread
from reassure.examples import example_folder
from reassure.model.arguments import DEFAULT_CHANGE_PRICE
from reassure.model.choices import MoveObjective


def test_fields_become_parameters_and_come_back_as_one():
    told = []

    def command(folder: Folder, search: Search, top: Top = 3) -> None:
        """Do it."""
        told.append((folder, search, top))

    made = spread(command)
    named = inspect.signature(made).parameters
    assert list(named) == ["folder", "top", "seed", "time_limit", "threads", "as_json", "branch"]
    assert named["top"].default == 3
    assert named["folder"].default is inspect.Parameter.empty
    assert made.__doc__ == "Do it."
    given = {"seed": 7, "time_limit": None, "threads": 2, "as_json": True, "branch": "full"}
    made(folder="plan", top=1, **given)
    assert told == [("plan", Search(**given), 1)]


def test_every_command_that_runs_a_step_takes_the_same_options():
    group: Any = typer.main.get_command(app)
    shared = {item.name for item in fields(Search)}
    for name in ("generate", "replan", "ask", "deploy", "sustain", "cost", "plan"):
        options = {item.name: item for item in group.commands[name].params}
        assert shared <= set(options), name
        assert options["as_json"].opts == ["--json"]


def test_movement_is_lowered_and_made_as_chosen():
    folder = str(example_folder("first-steps"))
    for lowered in MoveObjective:
        chosen = ("--objective", lowered.value, "--method", "list", "--json")
        told = CliRunner().invoke(app, ["deploy", folder, *chosen])
        assert told.exit_code == 0, told.output
        made = json.loads(told.stdout)
        assert (made["lowered"], made["method"]) == (lowered.value, "list")
    for name in ("deploy", "plan"):
        refused = CliRunner().invoke(app, [name, folder, "--out", "out", "--objective", "luck"])
        assert refused.exit_code == 2
        assert "luck" in refused.output


def test_a_movement_near_enough_to_its_bound_is_told_as_such():
    folder = str(example_folder("first-steps"))
    told = CliRunner().invoke(app, ["deploy", folder, "--gap", "0.5", "--json"])
    made = json.loads(told.stdout)
    assert 0 < made["gap"] <= 0.5
    assert made["stopped_by"] == "gap"
    refused = CliRunner().invoke(app, ["deploy", folder, "--gap", "-1", "--json"])
    assert json.loads(refused.stdout)["error"]["code"] == "ENG-LIMIT-001"


def test_options_not_given_keep_their_defaults():
    made = Search(seed=2).options(change_price=None, top=4)
    assert (made.seed, made.change_price, made.top) == (2, DEFAULT_CHANGE_PRICE, 4)
    assert typing.get_type_hints(Search)["seed"] is int
