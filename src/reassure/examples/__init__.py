"""The plans that ship with the package."""

import shutil
from pathlib import Path

from reassure.model.errors import UsageError

_ROOT = Path(__file__).parent


def example_names() -> list[str]:
    """Return the names of the shipped plans."""
    return sorted(path.parent.name for path in _ROOT.glob("*/datapackage.json"))


def example_folder(name: str) -> Path:
    """Return the folder of a shipped plan.

    Raises
    ------
    UsageError
        CLI-EXAMPLE-001 if there is no such plan.
    """
    if name not in example_names():
        raise UsageError(
            f'no example "{name}"',
            "one of " + ", ".join(example_names()),
            "choose one of these",
            code="CLI-EXAMPLE-001",
        )
    return _ROOT / name


def copy_example(name: str, folder: str | Path) -> Path:
    """Copy a shipped plan into a new or empty folder.

    Raises
    ------
    UsageError
        CLI-EXAMPLE-001 if there is no such plan; IO-FOLDER-002 if the folder is in use.
    """
    source, target = example_folder(name), Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            f"something else at {folder}",
            "a new or empty folder",
            "choose another folder",
            code="IO-FOLDER-002",
        )
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target
