"""Reads and runs the code blocks of a Markdown page.

A page is run from top to bottom in an empty folder. Python blocks share one namespace; a block
that starts with ``>>>`` is a doctest. ``bash`` blocks must end with exit code 0. In ``console``
blocks the lines after ``$`` are run and the others are what they print, where ``...`` stands
for anything. A comment before a block changes that::

    <!-- not run: it fetches the sources -->     skipped, for that reason
    <!-- exit: 1 -->                             the exit code to expect
"""

import ast
import doctest
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FENCE = re.compile(
    r"^(?P<indent>[ ]*)(?P<fence>```+|~~~+)[ ]*(?P<info>[^\n`]*)\n"
    r"(?P<body>.*?)^(?P=indent)(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
DIRECTIVE = re.compile(r"<!--\s*(?P<name>not run|exit)\s*:\s*(?P<value>[^>]*?)\s*-->\s*\Z")
PYTHON = {"python", "py", "pycon"}
SHELL = {"bash", "sh", "shell"}
CONSOLE = {"console"}
SILENT = {"text", "csv", "json", "toml", "yaml", "make", "html", "latex", "math", "markdown"}
TIME_LIMIT_S = 240


@dataclass(frozen=True)
class Block:
    """One fenced block: where it starts, its language, its text and what a comment says of it."""

    page: Path
    line: int
    language: str
    body: str
    not_run: str | None = None
    exit_code: int = 0

    @property
    def place(self) -> str:
        """Page and line, as an editor opens them."""
        return f"{self.page}:{self.line}"


def read_blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        directive = DIRECTIVE.search(text[: match.start()])
        value = directive["value"] if directive else ""
        info = match["info"].strip(" {}").replace(".", "").split()
        yield Block(
            page=page,
            line=text.count("\n", 0, match.start()) + 1,
            language=info[0] if info else "",
            body=textwrap.dedent(match["body"]),
            not_run=value if directive and directive["name"] == "not run" else None,
            exit_code=int(value) if directive and directive["name"] == "exit" else 0,
        )


def run_block(block: Block, namespace: dict[str, Any], folder: Path) -> None:
    """Run one block in a folder; an AssertionError or the code's own exception is the failure."""
    if block.language in PYTHON:
        _run_python(block, namespace)
    elif block.language in SHELL:
        _run_shell(block, block.body, folder, exit_code=block.exit_code)
    elif block.language in CONSOLE:
        _run_console(block, folder)


def _run_python(block: Block, namespace: dict[str, Any]) -> None:
    if block.body.lstrip().startswith(">>>"):
        _run_doctest(block, namespace)
        return
    tree = ast.parse(block.body, filename=str(block.page))
    ast.increment_lineno(tree, block.line)
    exec(compile(tree, str(block.page), "exec"), namespace)


def _run_doctest(block: Block, namespace: dict[str, Any]) -> None:
    case = doctest.DocTestParser().get_doctest(
        block.body, namespace, block.place, str(block.page), block.line
    )
    case.globs = namespace
    said: list[str] = []
    runner = doctest.DocTestRunner(
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False
    )
    runner.run(case, out=said.append, clear_globs=False)
    assert not runner.failures, f"{block.place}: the page says otherwise\n{''.join(said)}"


def _run_console(block: Block, folder: Path) -> None:
    head, *parts = re.split(r"^\$ ", block.body, flags=re.MULTILINE)
    assert not head.strip(), f"{block.place}: a console block starts with a `$ ` line"
    for index, part in enumerate(parts):
        lines = part.splitlines()
        n_lines = 1 + sum(1 for line in lines if line.endswith("\\"))
        command, wanted = "\n".join(lines[:n_lines]), "\n".join(lines[n_lines:])
        is_last = index == len(parts) - 1
        printed = _run_shell(block, command, folder, exit_code=block.exit_code if is_last else 0)
        if wanted.strip():
            assert _agrees(wanted, printed), (
                f"{block.place}: `{command}` does not print what the page shows\n"
                f"page:\n{wanted}\nprinted:\n{printed}"
            )


def _run_shell(block: Block, command: str, folder: Path, *, exit_code: int) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIME_LIMIT_S,
        encoding="utf-8",
    )
    assert done.returncode == exit_code, (
        f"{block.place}: `{command.strip()}` ended with {done.returncode}; "
        f"expected {exit_code}\n{done.stdout}"
    )
    return done.stdout


def _environment(folder: Path) -> dict[str, str]:
    # A terminal of fixed width and no colour, so that output is the same everywhere.
    return {
        **{name: os.environ[name] for name in ("HOME", "LANG", "LC_ALL") if name in os.environ},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "TMPDIR": str(folder),
    }


def _agrees(wanted: str, printed: str) -> bool:
    checker = doctest.OutputChecker()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return checker.check_output(wanted.strip() + "\n", printed.strip() + "\n", flags)
