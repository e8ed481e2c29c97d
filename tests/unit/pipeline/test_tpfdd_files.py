"""The time-phased data that a run writes beside its tables."""

import csv
import zipfile
from pathlib import Path

from reassure.brief.tpfdd import COLUMNS
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.pipeline import WITHOUT_CHANCE, Options, run_plan, write_run

NAMES = {"tables/tpfdd.csv", "tables/tpfdd.xlsx"}


def test_a_run_with_a_movement_writes_every_movement_and_one_without_takes_it_away(
    tmp_path: Path,
) -> None:
    plan = read_plan(example_folder("first-steps"))
    run = run_plan(plan, steps=WITHOUT_CHANCE)
    assert run.force_plan is not None
    assert set(write_run(run, tmp_path, with_brief=False)) >= NAMES
    with (tmp_path / "tables/tpfdd.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [column.heading for column in COLUMNS]
    assert run.deployment is not None
    names = {
        "deployment": list(run.force_plan.assignments.ids),
        "return": [f"{row.assignment}.home" for row in run.deployment.returns],
        "delivery": [row.pledge for row in run.deployment.deliveries],
    }
    assert names["return"]
    told = sorted((row["Purpose"], row["ULN"]) for row in rows)
    assert told == sorted((purpose, name) for purpose, own in names.items() for name in own)
    assert zipfile.is_zipfile(tmp_path / "tables/tpfdd.xlsx")
    first = {name: (tmp_path / name).read_bytes() for name in NAMES}
    write_run(run, tmp_path, with_brief=False)
    assert {name: (tmp_path / name).read_bytes() for name in NAMES} == first
    write_run(run_plan(plan, Options(), steps=("generate",)), tmp_path, with_brief=False)
    assert not [name for name in NAMES if (tmp_path / name).exists()]
