"""The folder that a run is written to: what it must be, and files that never mix."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from reassure.io.package import DESCRIPTOR
from reassure.io.read import ZONES
from reassure.io.write import write_files
from reassure.model.errors import UsageError

TABLES = "tables"
RESULTS = "results"
_STAGE = ".reassure-writing"


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
    """
    root = require_output_folder(folder)
    changed = {name: text for name, text in files.items() if not _holds(root / name, text)}
    stage = root / _STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        write_files(stage, changed)
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


def require_output_folder(folder: str | Path) -> Path:
    """Refuse a place where results must not or cannot go, best before the work is done.

    The folder itself is not made, so that a run that is refused for another reason leaves
    nothing behind.

    Raises
    ------
    UsageError
        IO-FOLDER-002 if it is a file, holds a plan, or belongs to one; IO-ACCESS-001 if
        nothing can be written there.
    """
    root = Path(folder)
    for part in (root, root / TABLES, root / RESULTS):
        above = next(path for path in (part, *part.parents) if os.path.lexists(path))
        if not above.is_dir():
            raise UsageError(
                f"a file at {above}", "a folder to write to", "choose another", code="IO-FOLDER-002"
            )
        if _is_of_plan(part):
            raise UsageError(
                f"a plan in {part}", "a folder for results", "choose another", code="IO-FOLDER-002"
            )
        _require_access(above)
    return root


def _is_of_plan(folder: Path) -> bool:
    """Whether a file there would be read as part of a plan."""
    place = folder.resolve()
    if (place / DESCRIPTOR).exists():
        return True
    return any(
        path.name == ZONES and (path.parent / DESCRIPTOR).exists()
        for path in (place, *place.parents)
    )


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
