"""Every code block of the documentation and of the README runs, in order, as a reader would."""

from pathlib import Path
from typing import Any

import pytest

from tests.docs.blocks import CONSOLE, PYTHON, SHELL, SILENT, Block, read_blocks, run_block

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUNNABLE = PYTHON | SHELL | CONSOLE


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_blocks_name_their_language(page: Path) -> None:
    known = RUNNABLE | SILENT
    unknown = [
        f"{_name(page)}:{block.line}: found {block.language!r}; expected one of {sorted(known)}"
        for block in read_blocks(page)
        if block.language not in known
    ]
    assert not unknown, "\n".join(unknown)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_blocks_that_are_not_run_say_why(page: Path) -> None:
    silent = [
        f"{_name(page)}:{block.line}: found `not run` without a reason"
        for block in read_blocks(page)
        if block.not_run is not None and len(block.not_run) < 8
    ]
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(b.language in RUNNABLE for b in read_blocks(page))],
    ids=_name,
)
def test_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for block in read_blocks(page):
        if block.language in RUNNABLE and block.not_run is None:
            run_block(block, namespace, tmp_path)


def _page(folder: Path, text: str) -> list[Block]:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return list(read_blocks(page))


def test_namespace_is_shared_and_console_output_is_compared(tmp_path: Path) -> None:
    blocks = _page(
        tmp_path,
        "```python\nx = 40 + 2\n```\n\n```python\n>>> x\n42\n```\n\n"
        '=== "tab"\n    ```console\n    $ echo a b\n    a ...\n    $ true\n    ```\n',
    )
    namespace: dict[str, Any] = {}
    for block in blocks:
        run_block(block, namespace, tmp_path)
    assert namespace["x"] == 42
    assert [block.line for block in blocks] == [1, 5, 11]


@pytest.mark.parametrize(
    "text",
    [
        "```python\nassert False\n```\n",
        "```python\n>>> 1 + 1\n3\n```\n",
        "```bash\nfalse\ntrue\n```\n",
        "```console\n$ echo one\ntwo\n```\n",
        "<!-- exit: 1 -->\n```bash\ntrue\n```\n",
    ],
)
def test_a_wrong_page_fails(text: str, tmp_path: Path) -> None:
    (block,) = _page(tmp_path, text)
    with pytest.raises(AssertionError):
        run_block(block, {}, tmp_path)


def test_comments_before_a_block_are_read(tmp_path: Path) -> None:
    skipped, failing, plain = _page(
        tmp_path,
        "<!-- not run: needs a network -->\n```bash\nfalse\n```\n\n"
        "<!-- exit: 1 -->\n\n```bash\nfalse\n```\n\nText.\n\n```bash\ntrue\n```\n",
    )
    assert skipped.not_run == "needs a network"
    assert (failing.exit_code, plain.exit_code, plain.not_run) == (1, 0, None)
    run_block(failing, {}, tmp_path)
