"""Chance that makes no sense, and ways that lead nowhere: told at once, and nothing is written."""

import csv
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.examples import copy_example

RUNNER = CliRunner()
LAW = "id,table,record,field,law,p1,p2,p3,relative\n"
OUTAGE = "id,location,link,kind,open_share,mean_up_days,mean_down_days\n"
ROAD = "road-rzeszow-lviv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_example("first-steps", tmp_path / "plan")


def told(*arguments: Any, code: int) -> str:
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def set_cells(path: Path, record: str, **cells: str) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == record:
            row.update(cells)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


FAULTS = {
    "endless": ("links,,transit_days,pert,0.8,1,inf,true", '"inf"; expected a number'),
    "below": ("links,,capacity_per_day,uniform,-1,2,,true", "found -1; expected uniform"),
    "turned": ("offers,,notice_days,triangular,3,2,1,true", "found 3, 2, 1; expected triangular"),
    "unknown": ("consumption,,kg_per_day,gamma,nan,0.5,,true", '"nan"; expected a number'),
    "nothing": ("links,,capacity_per_day,uniform,0,0,,true", "not all of them 0"),
    "still": ("offers,,notice_days,exponential,0,,,true", "give a mean above 0"),
}
"""Rows of uncertainties by id, and what is said of them."""


def test_laws_that_are_none_are_all_told_at_once(folder: Path, tmp_path: Path):
    rows = "".join(f"{name},{row}\n" for name, (row, _) in FAULTS.items())
    (folder / "uncertainties.csv").write_text(LAW + rows, encoding="utf-8")
    out = tmp_path / "out"
    for command in (("check", folder), ("simulate", folder, "--out", out)):
        said = told(*command, code=1)
        lines = [line for line in said.splitlines() if "uncertainties.csv row" in line]
        assert len(lines) == len(FAULTS)
        for name, (_, words) in FAULTS.items():
            (line,) = [line for line in lines if f"({name})" in line]
            assert words in line
    assert "nothing was planned" in said
    assert not out.exists()


@pytest.mark.parametrize("chance", ["1.4", "-0.1", "nan", "half"])
def test_a_probability_out_of_range_is_told(folder: Path, tmp_path: Path, chance: str):
    set_cells(folder / "offers.csv", "pol-inf", probability=chance)
    said = told("simulate", folder, "--out", tmp_path / "out", code=1)
    assert "offers.csv row 5, probability (pol-inf): found" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("0,0,3", "mean_up_days (o): found 0; expected a number > 0"),
        ("0,12,-1", "mean_down_days (o): found -1; expected a number > 0"),
        ("0,inf,3", 'mean_up_days (o): found "inf"'),
        ("1.5,12,3", "open_share (o): found 1.5; expected a number >= 0 and <= 1"),
        ("0,12,", "mean_down_days (o): found no mean_down_days"),
        ("0,,", "mean_up_days (o): found neither days nor mean times"),
    ],
)
def test_an_outage_that_is_none_is_told(folder: Path, tmp_path: Path, cells: str, words: str):
    (folder / "outages.csv").write_text(f"{OUTAGE}o,,{ROAD},weather,{cells}\n", encoding="utf-8")
    said = told("simulate", folder, "--out", tmp_path / "out", code=1)
    assert f"outages.csv row 2, {words}" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--replications", "0"),
        ("--replications", "-3"),
        ("--half-width", "0"),
        ("--half-width", "-1"),
        ("--half-width", "nan"),
        ("--half-width", "inf"),
    ],
)
def test_a_number_out_of_range_writes_nothing(folder: Path, tmp_path: Path, arguments):
    said = told("simulate", folder, "--out", tmp_path / "out", *arguments, code=2)
    assert "ENG-SIM-002" in said
    assert not (tmp_path / "out").exists()


NOWHERE = [
    {"capacity_per_day": "0"},
    {"transit_days": "400"},
    {"to_location": "zagan"},
]
"""The only way to the sector lets nothing through, is longer than the plan, or ends elsewhere."""


@pytest.mark.parametrize("cells", NOWHERE, ids=["no capacity", "too long", "no way"])
def test_who_cannot_get_there_is_told_and_not_left_out(folder: Path, tmp_path: Path, cells):
    set_cells(folder / "links.csv", ROAD, **cells)
    out = tmp_path / "out"
    said = told("simulate", folder, "--replications", "20", "--out", out, code=0)
    assert "some units do not get there" in said
    if "transit_days" in cells:
        assert "loads without an arrival in the" in said
    with (out / "tables" / "simulated_arrivals.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 3
    assert {float(row["chance_in_place"]) for row in rows} == {0.0}
    assert {row["p50_day"] for row in rows} == {""}
