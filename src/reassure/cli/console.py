"""What the commands show: progress, figures, faults and the exit code at the end."""

import contextlib
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Generator, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from reassure.model.choices import StoppedBy
    from reassure.model.deployed import Deployment
    from reassure.model.errors import UsageError
    from reassure.model.finding import Finding
    from reassure.model.movement_results import Withdrawal
    from reassure.model.plan import Plan
    from reassure.model.progress import OnProgress, StepProgress
    from reassure.model.result import Provenance
    from reassure.pipeline import Run

DONE, FAULTS, MISUSE, LIMIT, INTERRUPTED = 0, 1, 2, 3, 130
_MOST_ALIKE, _FIRST_ALIKE = 5, 3


@contextlib.contextmanager
def draw_progress(*, is_quiet: bool) -> "Generator[OnProgress, None, None]":
    """Draw a bar per step; a first Ctrl-C asks the engine to stop, a second one ends at once."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    asked = False

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        # Straight to the descriptor: a signal may come while the stream itself is writing.
        os.write(2, b"\nStopping with what there is; Ctrl-C again ends at once.\n")

    bars = Bars(
        TextColumn("{task.fields[step]:>9}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        disable=is_quiet or not sys.stderr.isatty(),
    )
    tasks: dict[str, Any] = {}

    def update(progress: "StepProgress") -> bool:
        if progress.step not in tasks:
            tasks[progress.step] = bars.add_task("", total=1.0, step=progress.step)
        bars.update(tasks[progress.step], completed=progress.share, description=progress.message)
        return asked

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        with bars:
            yield update
    finally:
        signal.signal(signal.SIGINT, before)


def print_findings(findings: "Sequence[Finding]", folder: "Path", *, show_all: bool) -> None:
    """Print findings by severity, of many alike in one table only the first few, and the counts."""
    from reassure.model.finding import Severity

    counts: list[str] = []
    for level in Severity:
        found = [item for item in findings if item.severity is level]
        alike = Counter((item.code, item.table) for item in found)
        printed: Counter[tuple[str, str | None]] = Counter()
        for finding in found:
            kind = finding.code, finding.table
            is_short = not show_all and alike[kind] > _MOST_ALIKE
            printed[kind] += 1
            if is_short and printed[kind] > _FIRST_ALIKE:
                continue
            typer.echo(f"{level.value}: {finding}")
            if is_short and printed[kind] == _FIRST_ALIKE:
                more = alike[kind] - _FIRST_ALIKE
                typer.echo(f"{level.value}: and {more} more like it (--all shows them).")
        counts.append(counted(len(found), level.value))
    typer.echo(f"{folder}: {', '.join(counts)}.")


def counted(number: int, word: str) -> str:
    """Return a number with its word, such as ``1 fault`` and ``2 faults``."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def print_version(is_asked: bool) -> None:
    """Print the version and end, where it is asked for."""
    if is_asked:
        from importlib.metadata import version

        typer.echo(version("reassure"))
        raise typer.Exit(DONE)


def print_json(value: object) -> None:
    """Print canonical JSON on standard output."""
    from reassure.io.results import json_bytes

    typer.echo(json_bytes(value).decode(), nl=False)


def print_made(plan: "Plan", made: "Deployment | Withdrawal", table: str) -> None:
    """Print a result as one object: label, figures, what is taken as given, and one table."""
    print_json(
        {
            "label": plan.meta.label,
            **made.summary(),
            "assumptions": list(made.assumptions),
            table: [row.model_dump(mode="json") for row in getattr(made, table)],
        }
    )


def print_findings_json(findings: "Sequence[Finding]") -> None:
    """Print findings as a JSON list on standard output."""
    told = [finding.to_dict() for finding in findings]
    typer.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))


def print_misuse(error: "UsageError") -> None:
    """Print as JSON what cannot be carried out, and what to do instead."""
    print_json({"error": error.to_dict()})


def end(run: "Run", out: "Path | None") -> NoReturn:
    """End with the exit code that says how the run ended."""
    from reassure.brief.words import STEPS, listed, small

    short = [name for name, made in run.steps.items() if made.provenance.is_cut_short]
    steps = listed([small(STEPS[name]) for name in short])
    _end(run.stopped_by, is_partial=run.is_partial, out=out, steps=steps)


def end_made(made: "Provenance", out: "Path | None") -> NoReturn:
    """End with the exit code that says how one result was made."""
    _end(made.stopped_by, is_partial=made.is_cut_short, out=out)


def _end(
    stopped_by: "StoppedBy | None", *, is_partial: bool, out: "Path | None", steps: str = ""
) -> NoReturn:
    from reassure.model.choices import StoppedBy

    if out is not None:
        tell(f"Results are in {out}.")
    if stopped_by is StoppedBy.USER:
        tell("Stopped by you: the results are partial, and marked so.")
        raise typer.Exit(INTERRUPTED)
    if is_partial:
        where = f" ({steps})" if steps else ""
        tell(f"Stopped before all work was done{where}: the results are partial, and marked so.")
        raise typer.Exit(LIMIT)
    raise typer.Exit(DONE)


def end_faulty(findings: "Sequence[Finding]", made: str, *, as_json: bool) -> None:
    """End where what was made breaks a limit, with every one that it breaks; else say that.

    Parameters
    ----------
    findings
        What is wrong with it.
    made
        What it is called.
    as_json
        Whether to print them as JSON too.
    """
    if not findings:
        tell("verified: no limit is broken")
        return
    if as_json:
        print_findings_json(findings)
    for finding in findings:
        tell(str(finding))
    tell(f"{counted(len(findings), 'fault')} in the {made}: do not use it.")
    raise typer.Exit(FAULTS)


def print_more(left: int, what: str, *tables: str, many: str | None = None) -> None:
    """Say how many lines of a list are left out, and which tables have all of them.

    Parameters
    ----------
    left
        How many; none or less: nothing is said.
    what
        What one of them is called.
    tables
        Names of the tables that list all of them; at least one.
    many
        What several are called; None: as one, with an s.
    """
    from reassure.brief.words import count, listed, verb

    if left > 0:
        files = listed([f"tables/{table}.csv" for table in tables])
        lists = verb(len(tables), "lists", "list")
        more = count(left, f"more {what}", None if many is None else f"more {many}")
        typer.echo(f"     and {more}; {files} of --out {lists} them all.")


@contextlib.contextmanager
def telling_faults(*, as_json: bool = False) -> Generator[None, None, None]:
    """Turn what the package raises into messages and exit codes, and into JSON where asked."""
    from reassure.model.errors import DataFaults, UsageError

    try:
        yield
    except DataFaults as error:
        if as_json:
            print_findings_json(error.findings)
        for finding in error.findings:
            tell(str(finding))
        tell(f"{counted(len(error.findings), 'fault')}; nothing was planned.")
        raise typer.Exit(FAULTS) from None
    except UsageError as error:
        _refuse(error, as_json=as_json)
    except BrokenPipeError:
        # Whoever read the output has closed it; the command line ends that quietly by itself.
        raise
    except OSError as error:
        place = f" at {error.filename}" if error.filename else ""
        misuse = UsageError(
            f"{error.strerror or error}{place}",
            "a file or folder that can be read or written",
            "give access to it, make room, or choose another",
            code="IO-ACCESS-001",
        )
        _refuse(misuse, as_json=as_json)
    except KeyboardInterrupt:
        tell("Stopped; nothing more was written.")
        raise typer.Exit(INTERRUPTED) from None


def _refuse(error: "UsageError", *, as_json: bool) -> NoReturn:
    if as_json:
        print_misuse(error)
    tell(str(error))
    raise typer.Exit(MISUSE) from None


def tell(text: str) -> None:
    """Say something on standard error, where it cannot mix with results."""
    typer.echo(text, err=True)
