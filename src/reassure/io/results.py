"""Results on disk: tables as CSV and Parquet, the summary, and reading them back."""

import hashlib
import io
import json
import typing
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from reassure.io.output_folder import RESULTS, TABLES
from reassure.model.canonical import json_ready, place_not_finite, table_bytes
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.result import Provenance, Result, require_results_of
from reassure.model.summary import Summary
from reassure.model.table import Table

ResultT = TypeVar("ResultT", bound=Result)
ValuesT = TypeVar("ValuesT", bound=BaseModel)

SUMMARY = "summary.json"


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
    return [result_path(step), *_table_paths(result_type)]


def result_files(step: str, result: Result, upstream: Mapping[str, str]) -> dict[str, bytes]:
    """Return a result's tables, and everything else of it as ``results/STEP.json``.

    Parameters
    ----------
    step
        Command of the step.
    result
        What it made.
    upstream
        SHA-256 of the JSON file of every result before it, by step.

    Notes
    -----
    The JSON file names the SHA-256 of its tables and of the files that it was made from, so
    that files of different runs are told apart whatever happened between them.
    """
    _, others = _parts(type(result))
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
    }
    files[result_path(step)] = json_bytes(whole, exact=True)
    return files


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class _ResultFile(_Strict, Generic[ValuesT]):
    """What ``results/STEP.json`` holds."""

    provenance: Provenance
    values: ValuesT
    files: dict[str, str]
    upstream: dict[str, str]


def read_result(
    folder: str | Path,
    step: str,
    result_type: type[ResultT],
    plan: Plan,
    *,
    before: tuple[str, ...] = (),
) -> ResultT:
    """Read a result that was written for this very plan, from results that stand beside it.

    Parameters
    ----------
    folder
        Folder that a run was written to.
    step, result_type
        Command of the step, and what it makes.
    plan
        Plan that the result must be of.
    before
        Steps whose results it must have been made from, where the folder has them.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if the folder has no such result or a damaged one, ENG-INPUT-004 if its
        files are not of one run, ENG-INPUT-001 if it was made from another plan.
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
        result = _read(root, step, result_type, before)
    except (TypeError, ValueError, OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(f"result of {step}", folder, error, f"reassure {step}") from error
    require_results_of(plan, result)
    return result


def read_stop(folder: str | Path) -> StoppedBy | None:
    """Return what ended the run in a folder before its last step, as its summary says.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if the summary is damaged.
    """
    path = Path(folder) / SUMMARY
    if not path.is_file():
        return None
    try:
        return Summary.model_validate_json(path.read_bytes()).stopped_by
    except (ValueError, OSError) as error:
        raise _damaged("summary", folder, error, "reassure plan") from error


def _read(root: Path, step: str, result_type: type[ResultT], before: tuple[str, ...]) -> ResultT:
    tables, others = _parts(result_type)
    kept = _file_type(result_type).model_validate_json((root / result_path(step)).read_bytes())
    if kept.provenance.step != step:
        raise ValueError(f"provenance.step: is {kept.provenance.step}")
    if sorted(kept.files) != sorted(_table_paths(result_type)):
        raise ValueError("files: are not the tables of this step")
    contents = {name: _read_own(root, name, step, known) for name, known in kept.files.items()}
    _require_upstream(root, step, kept.upstream, before)
    values: dict[str, Any] = {name: getattr(kept.values, name) for name in others}
    for name, record_type in tables.items():
        frame = pl.read_parquet(io.BytesIO(contents[table_paths(name)[1]]))
        values[name] = Table(record_type, frame)
    return result_type(provenance=kept.provenance, **values)


def _read_own(root: Path, name: str, step: str, known: str) -> bytes:
    """Read a file that must be the very one that a step wrote."""
    content = (root / name).read_bytes()
    if sha256_of(content) != known:
        raise _mixed(f"{name} in {root}", step, f"the file that reassure {step} wrote there")
    return content


def _require_upstream(
    root: Path, step: str, upstream: dict[str, str], before: tuple[str, ...]
) -> None:
    paths = {name: root / result_path(name) for name in before}
    there = {name: sha256_of(path.read_bytes()) for name, path in paths.items() if path.is_file()}
    for name in sorted(there.keys() | upstream.keys()):
        if there.get(name) != upstream.get(name):
            found = f"{result_path(name)} in {root}"
            raise _mixed(found, step, f"the result of {name} that {step} was made from")


def _mixed(found: str, step: str, expected: str) -> UsageError:
    return UsageError(
        f"{found}, which does not belong to {result_path(step)}",
        expected,
        f"run reassure {step} with --out again",
        code="ENG-INPUT-004",
    )


def _damaged(what: str, folder: str | Path, error: Exception, command: str) -> UsageError:
    if isinstance(error, ValidationError):
        places = [(".".join(map(str, item["loc"])), item["msg"]) for item in error.errors()]
        told = "; ".join(f"{place}: {text.lower()}" if place else text for place, text in places)
    else:
        told = f"{type(error).__name__}: {error}"
    return UsageError(
        f"a damaged {what} in {folder} ({told})",
        "the files that this version of reassure writes",
        f"run {command} with --out again",
        code="ENG-INPUT-002",
    )


def _table_paths(result_type: type[Result]) -> list[str]:
    tables, _ = _parts(result_type)
    return [path for name in tables for path in table_paths(name)]


@cache
def _parts(result_type: type[Result]) -> tuple[dict[str, type[Any]], dict[str, Any]]:
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


@cache
def _file_type(result_type: type[Result]) -> type[_ResultFile[Any]]:
    _, others = _parts(result_type)
    needed: dict[str, Any] = {name: (hint, ...) for name, hint in others.items()}
    return _ResultFile[create_model("Values", __base__=_Strict, **needed)]


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
