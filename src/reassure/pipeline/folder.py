"""What a run writes, and how a later one goes on from it."""

import contextlib
import datetime as dt
import platform
import resource
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from reassure.brief import BriefInputs, render_brief
from reassure.io.folder_lock import locked_folder
from reassure.io.geojson import network_bytes
from reassure.io.output_folder import (
    CIRCUMSTANCES,
    SUMMARY,
    require_output_folder,
    write_outputs,
)
from reassure.io.read_results import read_result, read_stop
from reassure.io.results import (
    json_bytes,
    result_files,
    result_path,
    result_paths,
    sha256_of,
    table_files,
    table_paths,
)
from reassure.model.finding import Finding
from reassure.model.outputs import Replay
from reassure.model.plan import Plan
from reassure.model.result import Result
from reassure.model.results import Costs, Deployment, ForcePlan, Supply
from reassure.model.table import Table
from reassure.pipeline.run import FIELDS, SECTIONS, Options, Run

BRIEF = "brief.html"


_NETWORK = "network.geojson"
_REPLAY = "replay"


def load_run(
    folder: str | Path,
    plan: Plan,
    steps: tuple[str, ...] | None = None,
    findings: tuple[Finding, ...] = (),
) -> Run:
    """Read the results of earlier steps from a folder that a run wrote.

    Parameters
    ----------
    folder
        Folder that a run was written to.
    plan
        Plan that the results must be of.
    steps
        Steps to read; None: all, or of a run that was stopped those that it has.
    findings
        What the check of the plan found.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if a result is missing or damaged, ENG-INPUT-004 if results are not of
        one run, ENG-INPUT-001 if one was made from another plan.
    """
    stopped_by = read_stop(folder, tuple(SECTIONS))
    if steps is None:
        first, *later = SECTIONS
        there = (step for step in later if (Path(folder) / result_path(step)).is_file())
        steps = tuple(SECTIONS) if stopped_by is None else (first, *there)
    order = tuple(SECTIONS)
    read = {
        step: read_result(folder, step, _TYPES[step], plan, before=order[: order.index(step)])
        for step in steps
    }
    named: dict[str, Any] = {FIELDS[step]: result for step, result in read.items()}
    seed = next((result.provenance.seed for result in read.values()), 0)
    return Run(plan, Options(seed=seed), findings, stopped_by=stopped_by, **named)


_TYPES: dict[str, type[Result]] = {
    "generate": ForcePlan,
    "deploy": Deployment,
    "sustain": Supply,
    "cost": Costs,
}


@contextlib.contextmanager
def claim_folder(folder: str | Path) -> Generator[None, None, None]:
    """Keep a folder for one run, from before its work until it is written.

    Parameters
    ----------
    folder
        Folder that the run will be written to.

    Raises
    ------
    UsageError
        IO-FOLDER-002 or IO-ACCESS-001 if results must not or cannot go there, IO-FOLDER-003
        if another run is writing there.
    """
    root = require_output_folder(folder, _outdated())
    with locked_folder(root):
        yield


def write_run(run: Run, folder: str | Path, *, with_brief: bool = True) -> list[str]:
    """Write what a run made: summary, tables, network and brief.

    Parameters
    ----------
    run
        Run to write.
    folder
        Folder to write to; files of an earlier run there are replaced.
    with_brief
        Whether to write the brief too.

    Returns
    -------
    list
        Names of the files, in the order in which they were written.

    Raises
    ------
    UsageError
        As `claim_folder`; nothing is written.

    Notes
    -----
    Everything but `run.json` is the same, byte for byte, for the same plan and options;
    `run.json` alone says when, where and how long.
    """
    with claim_folder(folder):
        return _write_run(run, folder, with_brief=with_brief)


def _write_run(run: Run, folder: str | Path, *, with_brief: bool) -> list[str]:
    seconds = dict(run.seconds)
    files = {CIRCUMSTANCES: json_bytes(_circumstances(seconds, run.options))}
    upstream: dict[str, str] = {}
    for step, result in run.steps.items():
        is_last = step == tuple(run.steps)[-1]
        ending = run.stopped_by if is_last else None
        files |= result_files(step, result, upstream, run_stopped_by=ending)
        upstream[step] = sha256_of(files[result_path(step)])
    files |= table_files({_REPLAY: _replay(run)})
    files[_NETWORK] = network_bytes(run.plan, run.deployment)
    files[SUMMARY] = json_bytes(run.summary())
    # Results are safe before the brief is begun: whatever stops it must not cost the run.
    write_outputs(folder, files, _outdated())
    if with_brief:
        begun = time.monotonic()
        brief = {BRIEF: render_brief(run.plan, _brief_inputs(run)).encode()}
        seconds["brief"] = time.monotonic() - begun
        brief[CIRCUMSTANCES] = json_bytes(_circumstances(seconds, run.options))
        write_outputs(folder, brief, ())
        files |= brief
    return list(files)


def _outdated() -> list[str]:
    """Return every path that a run may have written, what rests on others before these."""
    paths = [BRIEF, SUMMARY, CIRCUMSTANCES, _NETWORK, *table_paths(_REPLAY)]
    for step in reversed(SECTIONS):
        paths += result_paths(step, _TYPES[step])
    return paths


def _brief_inputs(run: Run) -> BriefInputs:
    return BriefInputs(
        force_plan=run.force_plan,
        deployment=run.deployment,
        supply=run.supply,
        costs=run.costs,
        findings=run.findings,
        seed=run.options.seed,
    )


def _replay(run: Run) -> Table[Replay]:
    rows = [
        Replay(
            step=step, seed=result.provenance.seed, inputs_sha256=result.provenance.inputs_sha256
        )
        for step, result in run.steps.items()
    ]
    return Table.of(Replay, rows)


def _circumstances(seconds: dict[str, float], options: Options) -> dict[str, Any]:
    return {
        "finished_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "threads": options.threads,
        "time_limit_s": options.time_limit_s,
    }
