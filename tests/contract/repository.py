"""The files of the repository as the contract tests see them."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT_SUFFIXES = {
    *(".cfg", ".css", ".csv", ".geojson", ".html", ".ini", ".j2", ".js", ".json", ".md", ".py"),
    *(".sh", ".svg", ".toml", ".txt", ".yaml", ".yml"),
}


@cache
def list_files() -> tuple[Path, ...]:
    """Every file that is committed or about to be, in order of its address."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    done = subprocess.run(
        [*command, "--exclude-standard"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        pytest.skip(f"house rules are held against a git work tree: {done.stderr.strip()}")
    names = sorted(set(done.stdout.split("\0")) - {""})
    return tuple(path for path in (ROOT / name for name in names) if path.is_file())


def list_text_files(*folders: str) -> list[Path]:
    """Files that hold text; only those below the given folders where any is given."""
    return [
        path
        for path in list_files()
        if (path.suffix in TEXT_SUFFIXES or not path.suffix)
        and (not folders or path.relative_to(ROOT).parts[0] in folders)
    ]


def read_text(path: Path) -> str:
    """The text of a file; bytes that are no UTF-8 do not hide the rest of it."""
    return path.read_bytes().decode("utf-8", errors="replace")


def name(path: Path) -> str:
    """The address inside the repository."""
    return path.relative_to(ROOT).as_posix()
