"""Reading back what a run wrote, and refusing what does not belong together."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from reassure.io.output_folder import SUMMARY
from reassure.io.results import parts_of, paths_of_tables, result_path, sha256_of, table_paths
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.result import Provenance, Result, require_results_of
from reassure.model.summary import Summary
from reassure.model.table import Table

ResultT = TypeVar("ResultT", bound=Result)
ValuesT = TypeVar("ValuesT", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class _ResultFile(_Strict, Generic[ValuesT]):
    """What ``results/STEP.json`` holds."""

    provenance: Provenance
    values: ValuesT
    files: dict[str, str]
    upstream: dict[str, str]
    run_stopped_by: StoppedBy | None = None


class _Ending(BaseModel):
    """What of ``results/STEP.json`` says how its run ended."""

    run_stopped_by: StoppedBy | None = None


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
    result = read_result_as_is(folder, step, result_type, before=before)
    require_results_of(plan, result)
    return result


def read_result_as_is(
    folder: str | Path,
    step: str,
    result_type: type[ResultT],
    *,
    before: tuple[str, ...] = (),
    otherwise: str = "leave --from out",
) -> ResultT:
    """Read a result of whichever plan: for what compares plans, never to go on from.

    Parameters
    ----------
    folder, step, result_type, before
        As in `read_result`.
    otherwise
        What to do where there is no such result and none is to be made.

    Raises
    ------
    UsageError
        As `read_result`, but for ENG-INPUT-001.
    """
    root = Path(folder)
    path = root / result_path(step)
    if not path.is_file():
        raise UsageError(
            f"no result of {step} in {folder}",
            "a folder that reassure wrote with --out",
            f"run reassure {step} with --out first, or {otherwise}",
            code="ENG-INPUT-002",
        )
    try:
        return _read(root, step, result_type, before)
    except (TypeError, ValueError, OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(f"result of {step}", folder, error, f"reassure {step}") from error


def read_stop(folder: str | Path, steps: Sequence[str]) -> StoppedBy | None:
    """Return what ended the run in a folder before its last step, as its last result says.

    Parameters
    ----------
    folder
        Folder that a run was written to.
    steps
        Commands of all steps, in the order of the flow.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if that result or the summary is damaged, ENG-INPUT-004 if the summary
        says another thing.
    """
    root = Path(folder)
    last = next((step for step in reversed(steps) if (root / result_path(step)).is_file()), None)
    stopped_by = None
    if last is not None:
        try:
            content = (root / result_path(last)).read_bytes()
            stopped_by = _Ending.model_validate_json(content).run_stopped_by
        except (ValueError, OSError) as error:
            raise _damaged(f"result of {last}", folder, error, f"reassure {last}") from error
    if last is None or not (root / SUMMARY).is_file():
        return stopped_by
    try:
        summary = Summary.model_validate_json((root / SUMMARY).read_bytes())
    except (ValueError, OSError) as error:
        raise _damaged("summary", folder, error, "reassure plan") from error
    if summary.stopped_by is not stopped_by:
        raise _mixed(f"{SUMMARY} in {root}", last, "the summary of the same run")
    return stopped_by


def _read(root: Path, step: str, result_type: type[ResultT], before: tuple[str, ...]) -> ResultT:
    tables, others = parts_of(result_type)
    kept = _file_type(result_type).model_validate_json((root / result_path(step)).read_bytes())
    if kept.provenance.step != step:
        raise ValueError(f"provenance.step: is {kept.provenance.step}")
    if sorted(kept.files) != sorted(paths_of_tables(result_type)):
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
    elif isinstance(error, OSError):
        name = Path(error.filename).relative_to(folder).as_posix() if error.filename else "a file"
        is_missing = isinstance(error, FileNotFoundError)
        told = f"{name} {'is missing' if is_missing else f'cannot be read: {error.strerror}'}"
    elif isinstance(error, pl.exceptions.PolarsError):
        told = "a table cannot be read"
    else:
        told = str(error)
    return UsageError(
        f"a damaged {what} in {folder} ({told})",
        "the files that this version of reassure writes",
        f"run {command} with --out again",
        code="ENG-INPUT-002",
    )


@cache
def _file_type(result_type: type[Result]) -> type[_ResultFile[Any]]:
    _, others = parts_of(result_type)
    needed: dict[str, Any] = {name: (hint, ...) for name, hint in others.items()}
    return _ResultFile[create_model("Values", __base__=_Strict, **needed)]
