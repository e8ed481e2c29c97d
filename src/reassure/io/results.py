"""Results on disk: tables as CSV and Parquet, the summary, and reading them back."""

import io
import json
import typing
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
from pydantic import TypeAdapter

from reassure.io.package import DESCRIPTOR
from reassure.io.write import write_files
from reassure.model.canonical import json_ready, table_bytes
from reassure.model.choices import Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.result import Provenance, Result
from reassure.model.table import Table

ResultT = TypeVar("ResultT", bound=Result)

SUMMARY = "summary.json"
TABLES = "tables"
_RESULTS = "results"


def table_files(tables: dict[str, Table[Any]]) -> dict[str, bytes]:
    """Return each table as ``tables/NAME.csv`` and ``tables/NAME.parquet``."""
    files: dict[str, bytes] = {}
    for name, table in tables.items():
        files[f"{TABLES}/{name}.csv"] = table_bytes(table)
        buffer = io.BytesIO()
        table.to_polars().write_parquet(buffer, compression="zstd", statistics=False)
        files[f"{TABLES}/{name}.parquet"] = buffer.getvalue()
    return files


def result_files(step: str, result: Result) -> dict[str, bytes]:
    """Return a result's tables, and everything else of it as ``results/STEP.json``."""
    others = {
        item.name: getattr(result, item.name)
        for item in fields(result)
        if item.name != "provenance" and not isinstance(getattr(result, item.name), Table)
    }
    provenance = result.provenance
    kept = {
        "step": provenance.step,
        "seed": provenance.seed,
        "inputs_sha256": provenance.inputs_sha256,
        "versions": provenance.versions,
        "status": provenance.status.value,
        "stopped_by": provenance.stopped_by.value if provenance.stopped_by else None,
        "objective": provenance.objective,
        "bound": provenance.bound,
    }
    files = table_files(result.to_tables())
    files[result_path(step)] = json_bytes({"provenance": kept, "values": others}, exact=True)
    return files


def result_path(step: str) -> str:
    """Return the name of a step's file of everything that is no table."""
    return f"{_RESULTS}/{step}.json"


def read_result(folder: str | Path, step: str, result_type: type[ResultT], plan: Plan) -> ResultT:
    """Read a result that was written for this very plan.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if the folder has no such result, ENG-INPUT-001 if it was made from
        another plan.
    """
    root = Path(folder)
    path = root / result_path(step)
    if not path.is_file():
        raise UsageError(
            f"no result of {step} in {folder}",
            "a folder that reassure wrote with --out",
            f"run reassure {step} with --out first, or leave --from out",
            code="ENG-INPUT-002",
        )
    try:
        return _read(root, path, step, result_type, plan)
    except (KeyError, TypeError, ValueError, OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(
            f"a damaged result of {step} in {folder} ({type(error).__name__}: {error})",
            "the files that reassure wrote",
            f"run reassure {step} with --out again",
            code="ENG-INPUT-002",
        ) from error


def _read(root: Path, path: Path, step: str, result_type: type[ResultT], plan: Plan) -> ResultT:
    kept = json.loads(path.read_text(encoding="utf-8"))
    known = kept["provenance"]
    if known["inputs_sha256"] != plan.sha256:
        raise UsageError(
            f"a result of {step} that was made from another plan",
            f"a result of the plan with hash {plan.sha256[:12]}",
            f"run reassure {step} again, or give the folder of this plan's results",
            code="ENG-INPUT-001",
        )
    provenance = Provenance(
        step=known["step"],
        seed=known["seed"],
        inputs_sha256=known["inputs_sha256"],
        versions=known["versions"],
        status=Status(known["status"]),
        stopped_by=StoppedBy(known["stopped_by"]) if known["stopped_by"] else None,
        objective=known["objective"],
        bound=known["bound"],
    )
    values = {"provenance": provenance, **_values(root, result_type, kept["values"])}
    return result_type(**values)


def _values(root: Path, result_type: type[Result], others: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(result_type)
    values: dict[str, Any] = {}
    for item in fields(result_type):
        hint = hints[item.name]
        if typing.get_origin(hint) is Table:
            frame = pl.read_parquet(root / TABLES / f"{item.name}.parquet")
            values[item.name] = Table(typing.get_args(hint)[0], frame)
        elif item.name in others:
            values[item.name] = TypeAdapter[Any](hint).validate_python(others[item.name])
    return values


def json_bytes(value: Any, *, exact: bool = False) -> bytes:
    """Return JSON with sorted keys; floats with 12 digits unless ``exact``."""
    ready = value if exact else json_ready(value)
    return (json.dumps(ready, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def write_outputs(folder: str | Path, files: dict[str, bytes]) -> None:
    """Write the files of a run into a folder, each whole or not at all.

    Raises
    ------
    UsageError
        IO-FOLDER-002 if the folder is a file or holds a plan; nothing is written.
    """
    write_files(require_output_folder(folder), files)


def require_output_folder(folder: str | Path) -> Path:
    """Refuse a place where results must not go, best before the work is done.

    Raises
    ------
    UsageError
        IO-FOLDER-002 if it is a file or holds a plan.
    """
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise UsageError(
            f"a file at {folder}", "a folder to write to", "choose another", code="IO-FOLDER-002"
        )
    if (root / DESCRIPTOR).exists():
        raise UsageError(
            f"a plan in {folder}", "a folder for results", "choose another", code="IO-FOLDER-002"
        )
    return root
