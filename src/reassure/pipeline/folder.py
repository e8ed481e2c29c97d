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
from reassure.brief.tpfdd import COLUMNS, tpfdd_lines
from reassure.io.folder_lock import locked_folder
from reassure.io.geojson import network_bytes
from reassure.io.output_folder import (
    CIRCUMSTANCES,
    SUMMARY,
    TABLES,
    require_output_folder,
    write_outputs,
)
from reassure.io.read_results import read_result, read_result_as_is, read_stop
from reassure.io.results import (
    json_bytes,
    result_files,
    result_path,
    result_paths,
    sha256_of,
    table_files,
    table_paths,
)
from reassure.io.sheets import sheet_csv, sheet_xlsx
from reassure.model.finding import Finding
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.run_outputs import Replay
from reassure.model.table import Table
from reassure.pipeline.aside import ASIDE, require_run
from reassure.pipeline.run import Options, Run
from reassure.pipeline.steps import BRANCHES, FLOW, STEPS, outdated_by

BRIEF = "brief.html"


_NETWORK = "network.geojson"
_TPFDD = (f"{TABLES}/tpfdd.csv", f"{TABLES}/tpfdd.xlsx")
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
        Steps to read; None: every step that there is, force generation or a comparison of
        branches at least.
    findings
        What the check of the plan found.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if a result is missing or damaged, ENG-INPUT-004 if results are not of
        one run, ENG-INPUT-001 if one was made from another plan.
    """
    require_run(folder)
    stopped_by = read_stop(folder, FLOW)
    if steps is None:
        there = _there(folder)
        # A comparison of branches stands alone; anything else rests on force generation.
        there |= set() if there == {BRANCHES} else {*FLOW[:1]}
        steps = tuple(name for name in STEPS if name in there)
    read = {
        name: read_result(folder, name, STEPS[name].result, plan, before=STEPS[name].after)
        for name in steps
    }
    named: dict[str, Any] = {STEPS[name].field: result for name, result in read.items()}
    seed = next((result.provenance.seed for result in read.values()), 0)
    return Run(plan, Options(seed=seed), findings, stopped_by=stopped_by, **named)


def load_earlier(folder: str | Path, plan: Plan, step: str, *, out: str | Path | None) -> Run:
    """Read what a step goes on from.

    Parameters
    ----------
    folder, plan
        As in `load_run`.
    step
        Step that is to be run.
    out
        Folder that it will be written to. Where that is ``folder`` itself, every result there
        that is not made from the step's is read too, so that it stays.

    Raises
    ------
    UsageError
        As `load_run`.
    """
    wanted = {*STEPS[step].after}
    if out is not None and Path(out).resolve() == Path(folder).resolve():
        wanted |= _there(folder) - outdated_by([step])
    return load_run(folder, plan, tuple(name for name in STEPS if name in wanted))


def load_before(folder: str | Path) -> ForcePlan:
    """Read the force plan of an earlier version of a plan, to plan anew from it.

    Parameters
    ----------
    folder
        Folder that a run of that version was written to.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if there is no force plan or a damaged one, ENG-INPUT-004 if its files are
        not of one run.
    """
    return read_result_as_is(
        folder,
        "generate",
        ForcePlan,
        otherwise="name a folder that holds a force plan, or plan from scratch",
    )


def _there(folder: str | Path) -> set[str]:
    """Return the steps that a folder holds results of."""
    return {name for name in STEPS if (Path(folder) / result_path(name)).is_file()}


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
    root = require_output_folder(folder, outdated_paths())
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
    hashes: dict[str, str] = {}
    last = [name for name in run.steps if name in FLOW][-1:]
    for name, result in run.steps.items():
        upstream = {made: hashes[made] for made in STEPS[name].after if made in hashes}
        ending = run.stopped_by if name in last else None
        files |= result_files(name, result, upstream, run_stopped_by=ending)
        hashes[name] = sha256_of(files[result_path(name)])
    files |= table_files({_REPLAY: _replay(run)})
    files |= _tpfdd_files(run)
    files[_NETWORK] = network_bytes(run.plan, run.deployment)
    files[SUMMARY] = json_bytes(run.summary())
    # Results are safe before the brief is begun: whatever stops it must not cost the run.
    write_outputs(folder, files, outdated_paths())
    if with_brief:
        begun = time.monotonic()
        brief = {BRIEF: render_brief(run.plan, _brief_inputs(run)).encode()}
        seconds["brief"] = time.monotonic() - begun
        brief[CIRCUMSTANCES] = json_bytes(_circumstances(seconds, run.options))
        write_outputs(folder, brief, ())
        files |= brief
    return list(files)


def outdated_paths() -> list[str]:
    """Return every path that a run, or what is made from one, may have written.

    What rests on others comes before these.
    """
    paths = [BRIEF, SUMMARY, CIRCUMSTANCES, _NETWORK, *table_paths(_REPLAY), *_TPFDD]
    paths += [result_path(name) for name in ASIDE]
    for name in reversed(STEPS):
        paths += result_paths(name, STEPS[name].result)
    for name, made in ASIDE.items():
        paths += result_paths(name, made)
    return list(dict.fromkeys(paths))


def _brief_inputs(run: Run) -> BriefInputs:
    return BriefInputs(
        force_plan=run.force_plan,
        deployment=run.deployment,
        supply=run.supply,
        costs=run.costs,
        asks=run.asks,
        upgrades=run.upgrades,
        permissions=run.permissions,
        simulation=run.simulation,
        progress=run.progress,
        branches=run.branches,
        findings=run.findings,
        seed=run.options.seed,
        tables=TABLES,
    )


def _tpfdd_files(run: Run) -> dict[str, bytes]:
    """Return the time-phased data as CSV and XLSX; nothing without a movement."""
    if run.force_plan is None or run.deployment is None:
        return {}
    heads = [column.heading for column in COLUMNS]
    rows = [line.cells() for line in tpfdd_lines(run.plan, run.force_plan, run.deployment)]
    as_csv, as_xlsx = _TPFDD
    return {as_csv: sheet_csv(heads, rows), as_xlsx: sheet_xlsx("TPFDD", heads, rows)}


def _replay(run: Run) -> Table[Replay]:
    rows = [
        Replay(
            step=step,
            seed=result.provenance.seed,
            inputs_sha256=result.provenance.inputs_sha256,
            status=result.provenance.status,
            rests_on_partial=run.rests_on_partial(step),
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
