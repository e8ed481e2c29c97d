"""Results on disk: tables as CSV and Parquet, everything else as JSON."""

import hashlib
import io
import json
import typing
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from reassure.io.output_folder import RESULTS, TABLES
from reassure.model.canonical import json_ready, place_not_finite, table_bytes
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.result import Result
from reassure.model.table import Table


def table_files(tables: Mapping[str, Table[Any]]) -> dict[str, bytes]:
    """Return each table as ``tables/NAME.csv`` and ``tables/NAME.parquet``."""
    files: dict[str, bytes] = {}
    for name, table in tables.items():
        as_csv, as_parquet = table_paths(name)
        files[as_csv] = table_bytes(table)
        buffer = io.BytesIO()
        table.to_polars().write_parquet(buffer, compression="zstd", statistics=False)
        files[as_parquet] = buffer.getvalue()
    return files


def table_paths(name: str) -> tuple[str, str]:
    """Return the paths of a table as CSV and as Parquet."""
    return f"{TABLES}/{name}.csv", f"{TABLES}/{name}.parquet"


def result_path(step: str) -> str:
    """Return the path of a step's file of everything that is no table."""
    return f"{RESULTS}/{step}.json"


def result_paths(step: str, result_type: type[Result]) -> list[str]:
    """Return the paths of everything that a step writes, its JSON file first."""
    return [result_path(step), *paths_of_tables(result_type)]


def result_files(
    step: str,
    result: Result,
    upstream: Mapping[str, str],
    *,
    run_stopped_by: StoppedBy | None = None,
) -> dict[str, bytes]:
    """Return a result's tables, and everything else of it as ``results/STEP.json``.

    Parameters
    ----------
    step
        Command of the step.
    result
        What it made.
    upstream
        SHA-256 of the JSON file of every result that it was made from, by step.
    run_stopped_by
        What ended the run after this step, if anything did before its last one.

    Notes
    -----
    The JSON file names the SHA-256 of its tables and of the files that it was made from, so
    that files of different runs are told apart whatever happened between them.
    """
    _, others = parts_of(type(result))
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
    whole = {
        "provenance": kept,
        "values": {name: getattr(result, name) for name in others},
        "files": {name: sha256_of(content) for name, content in files.items()},
        "upstream": dict(upstream),
        "run_stopped_by": run_stopped_by.value if run_stopped_by else None,
    }
    files[result_path(step)] = json_bytes(whole, exact=True)
    return files


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def paths_of_tables(result_type: type[Result]) -> list[str]:
    """Return the paths of the tables that a step writes."""
    tables, _ = parts_of(result_type)
    return [path for name in tables for path in table_paths(name)]


@cache
def parts_of(result_type: type[Result]) -> tuple[dict[str, type[Any]], dict[str, Any]]:
    """Return the record types of a result's tables, and the types of its other fields."""
    hints = typing.get_type_hints(result_type)
    tables: dict[str, type[Any]] = {}
    others: dict[str, Any] = {}
    for item in fields(result_type):
        if typing.get_origin(hints[item.name]) is Table:
            tables[item.name] = typing.get_args(hints[item.name])[0]
        elif item.name != "provenance":
            others[item.name] = hints[item.name]
    return tables, others


def json_bytes(value: Any, *, exact: bool = False) -> bytes:
    """Return JSON with sorted keys; floats with 12 digits unless ``exact``.

    Raises
    ------
    UsageError
        IO-TYPE-004 if a number is infinite or none: JSON has no such numbers.
    """
    ready = value if exact else json_ready(value)
    place = place_not_finite(ready)
    if place is not None:
        raise UsageError(
            f"a number at {place} that is not finite",
            "numbers whose sums and products stay finite",
            "look for amounts in the plan that are too large to be true",
            code="IO-TYPE-004",
        )
    text = json.dumps(ready, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()
