"""The folder that a run is written to: what it must be, and files that never mix."""

import json
import os
import shutil
import tempfile
import typing
from collections.abc import Iterable
from pathlib import Path

from reassure.io.package import DESCRIPTOR, KEY
from reassure.io.write import write_files
from reassure.model.errors import UsageError

TABLES = "tables"
RESULTS = "results"
SUMMARY = "summary.json"
CIRCUMSTANCES = "run.json"
_STAGE = ".reassure-writing"
_MOST_NAMED = 5
_MARKS: dict[str, frozenset[str]] = {
    CIRCUMSTANCES: frozenset({"finished_at", "seconds", "peak_mb", "threads"}),
    SUMMARY: frozenset({"format", "inputs_sha256", "versions", "check"}),
    f"{RESULTS}/*.json": frozenset({"provenance", "values", "files", "upstream"}),
}
"""Files of a run, each with keys that it holds: a folder with one of them is of a run."""


def write_outputs(folder: str | Path, files: dict[str, bytes], outdated: Iterable[str]) -> None:
    """Write the files of a run into a folder, so that a break leaves files of one run alone.

    Parameters
    ----------
    folder
        Folder to write to; made where it is missing.
    files
        Contents by path in the folder, in the order in which they come to stand there.
    outdated
        Paths that an earlier run may have left; taken away first, in this order, unless they
        already hold what will be written.

    Raises
    ------
    UsageError
        IO-FOLDER-002 or IO-ACCESS-001 as `require_output_folder`; nothing is written.

    Notes
    -----
    Everything is written aside first, then what is outdated goes, then the new files come: at
    every moment the folder holds a part of the old run or a part of the new one, never of both.
    Only `run.json`, which no result rests on, comes before all others and never goes: by it
    the folder is known as one that may be written to, whatever breaks.
    """
    outdated = [name for name in outdated if name != CIRCUMSTANCES]
    root = require_output_folder(folder, (*outdated, *files))
    changed = {name: text for name, text in files.items() if not _holds(root / name, text)}
    stage = root / _STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        write_files(stage, changed)
        if changed.pop(CIRCUMSTANCES, None) is not None:
            os.replace(stage / CIRCUMSTANCES, root / CIRCUMSTANCES)  # noqa: PTH105 - in one step
        for name in dict.fromkeys((*outdated, *changed)):
            if name in changed or name not in files:
                (root / name).unlink(missing_ok=True)
        for name in changed:
            (root / name).parent.mkdir(exist_ok=True)
            os.replace(stage / name, root / name)  # noqa: PTH105 - replaces in one step
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def require_output_folder(folder: str | Path, replaced: Iterable[str] = ()) -> Path:
    """Refuse a place where results must not or cannot go, best before the work is done.

    The folder itself is not made, so that a run that is refused for another reason leaves
    nothing behind.

    Parameters
    ----------
    folder
        Folder to write to.
    replaced
        Paths in it that will be written or taken away; only an earlier run may have left them.

    Raises
    ------
    UsageError
        IO-FOLDER-002 if it is a file, is in a plan folder, or holds files that no run wrote
        and that would be replaced; IO-ACCESS-001 if nothing can be written there.
    """
    root = Path(folder)
    for part in (root, root / TABLES, root / RESULTS):
        above = next(path for path in (part, *part.parents) if os.path.lexists(path))
        if not above.is_dir():
            raise UsageError(
                f"a file at {above}", "a folder to write to", "choose another", code="IO-FOLDER-002"
            )
        plan = _plan_around(part)
        if plan is not None:
            raise UsageError(
                f"a plan in {plan}",
                "a folder for results, outside of it",
                "choose another folder",
                code="IO-FOLDER-002",
            )
        _require_access(above)
    _require_own(root, replaced)
    return root


def _require_own(root: Path, replaced: Iterable[str]) -> None:
    """Refuse to replace what no run wrote."""
    there = [name for name in dict.fromkeys(replaced) if os.path.lexists(root / name)]
    if not there or _is_of_run(root):
        return
    named = ", ".join(there[:_MOST_NAMED])
    more = len(there) - _MOST_NAMED
    raise UsageError(
        f"{named}{f' and {more} more' if more > 0 else ''} in {root}, which no run wrote there",
        "a folder that is new, empty, of an earlier run, or without files of these names",
        "choose another folder, or move these files away",
        code="IO-FOLDER-002",
    )


def _is_of_run(root: Path) -> bool:
    return any(keys <= _keys_of(path) for name, keys in _MARKS.items() for path in root.glob(name))


def _keys_of(path: Path) -> frozenset[str]:
    """Return the keys of a JSON object; none of what is no such file."""
    try:
        held: object = json.loads(path.read_bytes())
    except (ValueError, OSError, RecursionError):
        return frozenset()
    return (
        frozenset(typing.cast("dict[str, object]", held)) if isinstance(held, dict) else frozenset()
    )


def _plan_around(folder: Path) -> Path | None:
    """Return the plan folder that a folder is, or is in; other data packages may hold results."""
    place = folder.resolve()
    if (place / DESCRIPTOR).exists():
        return place
    held = (path for path in place.parents if KEY in _keys_of(path / DESCRIPTOR))
    return next(held, None)


def _require_access(folder: Path) -> None:
    """Make and remove a folder: modes alone do not tell of full or read-only disks."""
    try:
        tempfile.TemporaryDirectory(prefix=_STAGE, dir=folder).cleanup()
    except OSError as error:
        raise UsageError(
            f"{folder}, where nothing can be written ({error.strerror})",
            "a folder to write to",
            "give yourself access to it, or choose another",
            code="IO-ACCESS-001",
        ) from error
