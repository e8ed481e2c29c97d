"""The house rules of CONTRIBUTING.md that a program can hold."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import reassure
from tests.contract.repository import ROOT, list_files, list_text_files, name, read_text
from tools.offline import find_outside_assets

MAX_LINES = 300
MAX_LINES_EVER = 500
MAX_FILE_BYTES = 5_000_000

# Longer than MAX_LINES, each for its reason; never longer than MAX_LINES_EVER.
LONG_FILES = {
    "src/reassure/model/choices.py": "one closed choice after another: a list, and no code",
}

ABSOLUTE_PATH = re.compile(r"(?<![\w.~:/*)}-])/(?:work|home|root|tmp)(?![\w.-])")
REGISTRIES = re.compile(
    "|".join(
        rf"\b{host}\.{end}\b"
        for host, end in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(?:org|com)"),
            ("unpkg", "com"),
            ("jsdelivr", "net"),
            ("anaconda", "org"),
        )
    ),
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|TB" r"D)\b")
CHANGELOG_HEADINGS = {"Users", "Data format", "Internal"}


def _lines_with(pattern: re.Pattern[str], files: list[Path]) -> Iterator[str]:
    for path in files:
        for number, line in enumerate(read_text(path).splitlines(), start=1):
            if found := pattern.search(line):
                yield f"{name(path)}:{number}: found {found[0]!r}"


def _source_files() -> list[Path]:
    return [path for path in list_files() if path.suffix == ".py" and "src" in path.parts]


def _count_lines(path: Path) -> int:
    return len(read_text(path).splitlines())


def test_source_files_are_small() -> None:
    too_long = [
        f"{name(path)}: found {_count_lines(path)} lines; expected at most {MAX_LINES}; split it"
        for path in _source_files()
        if _count_lines(path) > (MAX_LINES_EVER if name(path) in LONG_FILES else MAX_LINES)
    ]
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize("file", sorted(LONG_FILES))
def test_long_files_still_need_their_exception(file: str) -> None:
    assert _count_lines(ROOT / file) > MAX_LINES, f"{file}: is short again"


def test_no_absolute_path() -> None:
    files = [
        *list_text_files("src", "docs", "tools", "tests", "benchmarks", ".ci", "schema"),
        *(path for path in list_files() if path.parent == ROOT),
        *(path for path in list_text_files("data") if path.suffix in {".py", ".md"}),
    ]
    found = list(_lines_with(ABSOLUTE_PATH, files))
    assert not found, "\n".join(found)


def test_no_registry_address() -> None:
    found = list(_lines_with(REGISTRIES, list_text_files()))
    assert not found, "\n".join(found)


def test_nothing_is_left_to_do() -> None:
    files = [
        path
        for path in list_text_files()
        if path.suffix in {".py", ".md", ".sh", ".j2", ".css", ".js"} and "raw" not in path.parts
    ]
    found = list(_lines_with(UNFINISHED, files))
    assert not found, "\n".join(found)


def test_no_large_file() -> None:
    large = [
        f"{name(path)}: found {path.stat().st_size} bytes; expected at most {MAX_FILE_BYTES}"
        for path in list_files()
        if path.stat().st_size > MAX_FILE_BYTES
    ]
    assert not large, "\n".join(large)


def test_only_the_command_line_prints() -> None:
    found = [
        f"{name(path)}:{node.lineno}: found print(); expected a logger or a result"
        for path in _source_files()
        if "cli" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(read_text(path)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not found, "\n".join(found)


def test_pages_load_nothing_from_other_hosts() -> None:
    found = [
        f"{name(path)}: {asset}"
        for path in list_text_files("src", "docs")
        if path.suffix in {".html", ".j2", ".svg", ".css"}
        for asset in find_outside_assets(
            f"<style>{read_text(path)}</style>" if path.suffix == ".css" else read_text(path)
        )
    ]
    assert not found, "\n".join(found)


def _pages_in(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for entry in nav.values():
            yield from _pages_in(entry)
    else:
        for entry in nav:
            yield from _pages_in(entry)


def test_every_page_is_in_the_navigation() -> None:
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    pages = {name(path)[len("docs/") :] for path in list_text_files("docs") if path.suffix == ".md"}
    assert pages == set(_pages_in(nav))


def test_changelog_keeps_its_headings() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert releases
    for release in releases:
        headings = re.findall(r"^### (.+)$", release, flags=re.MULTILINE)
        assert set(headings) <= CHANGELOG_HEADINGS, release.splitlines()[0]


def test_public_names_are_documented() -> None:
    public: list[str] = sorted(reassure.__all__)
    bare = [
        entry
        for entry in public
        if (inspect.isroutine(value := getattr(reassure, entry)) or inspect.isclass(value))
        and not (value.__doc__ or "").strip()
    ]
    assert public
    assert not bare


@pytest.mark.parametrize(
    ("pattern", "line", "is_hit"),
    [
        (ABSOLUTE_PATH, "folder = '" + "/" + "tmp/x'", True),
        (ABSOLUTE_PATH, "see " + "/" + "work", True),
        (ABSOLUTE_PATH, "docs/" + "home/index.md", False),
        (ABSOLUTE_PATH, "https://example.org/" + "home", False),
        (REGISTRIES, "https://files.python" + "hosted.org/x", True),
        (UNFINISHED, "# TO" + "DO: later", True),
    ],
)
def test_patterns_find_what_they_are_for(pattern: re.Pattern[str], line: str, is_hit: bool) -> None:
    assert bool(pattern.search(line)) is is_hit
