"""The lock files: complete, hashed, free of addresses, and in step with pyproject.toml."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
RUN: list[str] = PROJECT["project"]["dependencies"] + GROUPS["build"]
WANTED = {
    "run": RUN,
    "dev": RUN + GROUPS["dev"] + GROUPS["docs"],
    "web": RUN + EXTRAS["web"],
    "dask": RUN + EXTRAS["dask"],
    "bench": RUN + GROUPS["bench"],
}


def _read_lock(path: Path) -> list[tuple[Requirement, str]]:
    """Each pinned requirement with the lines that hold its hashes."""
    text = "\n".join(
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#")
    )
    entries = re.split(r"\n(?=\S)", text.strip())
    heads = [entry.split(" \\\n", 1) for entry in entries]
    return [(Requirement(head[0]), head[1] if len(head) > 1 else "") for head in heads]


def _pins(path: Path) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for requirement, _ in _read_lock(path):
        version = str(requirement.specifier).removeprefix("==")
        pins.setdefault(canonicalize_name(requirement.name), set()).add(version)
    return pins


def test_every_lock_is_known() -> None:
    assert [path.stem for path in LOCKS] == sorted(WANTED)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_requirement_is_pinned_and_hashed(path: Path) -> None:
    for requirement, hashes in _read_lock(path):
        (pin,) = requirement.specifier
        assert pin.operator == "==", requirement
        assert re.fullmatch(r"(\s*--hash=sha256:[0-9a-f]{64}\s*\\?)+", hashes), requirement


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_no_lock_holds_an_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"\w+://\S*|--(?:extra-)?index-url|--find-links|^-", text, re.MULTILINE)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_locks_are_in_step_with_the_project(path: Path) -> None:
    pins = _pins(path)
    for text in WANTED[path.stem]:
        wanted = Requirement(text)
        versions = pins.get(canonicalize_name(wanted.name), set())
        assert versions, f"{path.name} lacks {text}; run make lock"
        assert all(wanted.specifier.contains(version) for version in versions), (
            f"{path.name} pins {wanted.name} {sorted(versions)}; expected {wanted}; run make lock"
        )


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_lock_contains_the_run_time_lock(path: Path) -> None:
    pins = _pins(path)
    run = _pins(ROOT / "requirements" / "run.txt")
    assert {entry: pins.get(entry) for entry in run} == run


def test_ranges_of_the_project_name_no_address() -> None:
    for text in [
        *RUN,
        *(entry for group in (*EXTRAS.values(), *GROUPS.values()) for entry in group),
    ]:
        assert Requirement(text).url is None
