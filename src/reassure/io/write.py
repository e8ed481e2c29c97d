"""Write a plan folder: canonical bytes, each file whole or not at all."""

import os
from pathlib import Path

from reassure.io.package import DESCRIPTOR, package_bytes
from reassure.io.read import ZONES
from reassure.model.canonical import table_bytes
from reassure.model.errors import UsageError
from reassure.model.plan import Plan, PlanMeta, table_types
from reassure.model.schema import dictionary_text

DICTIONARY = "dictionary.md"


def write_plan(plan: Plan, folder: str | Path) -> None:
    """Write a plan as a folder; what was written reads and writes back to the same bytes.

    Parameters
    ----------
    plan
        Plan to write; tables without rows get no file.
    folder
        A new or empty folder, or a plan folder, whose tables are replaced.

    Raises
    ------
    UsageError
        IO-FOLDER-002 if the folder holds something that is no plan; nothing is written.
    """
    root = _writable(folder)
    held = [name for name, table in plan.tables() if len(table)]
    files = {f"{name}.csv": table_bytes(plan.table(name)) for name in held}
    files |= {f"{ZONES}/{name}": content for name, content in sorted(plan.zone_files.items())}
    write_files(root, files | {DESCRIPTOR: package_bytes(plan, held)})
    for name in table_types():
        if name not in held:
            (root / f"{name}.csv").unlink(missing_ok=True)
    for path in (root / ZONES).glob("*.geojson"):
        if path.name not in plan.zone_files:
            path.unlink()


def new_plan(folder: str | Path, meta: PlanMeta) -> None:
    """Write a blank plan: every table with its header line, and a data dictionary.

    Raises
    ------
    UsageError
        IO-FOLDER-002 if the folder exists and is not empty; nothing is written.
    """
    root = Path(folder)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise _in_use(folder, "a new or empty folder")
    plan = Plan(meta)
    files = {f"{name}.csv": table_bytes(table) for name, table in plan.tables()}
    files |= {
        DESCRIPTOR: package_bytes(plan, list(table_types())),
        DICTIONARY: dictionary_text().encode(),
    }
    write_files(root, files)


def _writable(folder: str | Path) -> Path:
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise _in_use(folder, "a folder")
    if root.is_dir() and any(root.iterdir()) and not (root / DESCRIPTOR).is_file():
        raise _in_use(folder, "a new or empty folder, or a plan folder")
    return root


def _in_use(folder: str | Path, expected: str) -> UsageError:
    return UsageError(
        f"something else at {folder}", expected, "choose another folder", code="IO-FOLDER-002"
    )


def write_files(root: Path, files: dict[str, bytes]) -> None:
    """Write all files beside their places first, so that a break leaves the old ones whole."""
    waiting: list[tuple[Path, Path]] = []
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(content)
        waiting.append((beside, path))
    for beside, path in waiting:
        os.replace(beside, path)  # noqa: PTH105 - the one call that replaces in one step
