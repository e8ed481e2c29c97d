"""What a run writes, and how a later one goes on from it."""

import datetime as dt
import platform
import resource
import time
from pathlib import Path
from typing import Any

from reassure.brief import BriefInputs, render_brief
from reassure.io.geojson import network_bytes
from reassure.io.results import (
    SUMMARY,
    json_bytes,
    read_result,
    result_files,
    result_path,
    table_files,
    write_outputs,
)
from reassure.model.finding import Finding
from reassure.model.outputs import Replay
from reassure.model.plan import Plan
from reassure.model.result import Result
from reassure.model.results import Costs, Deployment, ForcePlan, Supply
from reassure.model.table import Table
from reassure.pipeline.run import SECTIONS, Options, Run

BRIEF = "brief.html"


def load_run(
    folder: str | Path, plan: Plan, steps: tuple[str, ...], findings: tuple[Finding, ...] = ()
) -> Run:
    """Read the results of earlier steps from a folder that a run wrote.

    Raises
    ------
    UsageError
        ENG-INPUT-001 or -002 if a result is missing or was made from another plan.
    """
    read = {step: read_result(folder, step, _RESULTS[step][1], plan) for step in steps}
    named: dict[str, Any] = {_RESULTS[step][0]: result for step, result in read.items()}
    seed = next((result.provenance.seed for result in read.values()), 0)
    return Run(plan, Options(seed=seed), findings, **named)


_RESULTS: dict[str, tuple[str, type[Result]]] = {
    "generate": ("force_plan", ForcePlan),
    "deploy": ("deployment", Deployment),
    "sustain": ("supply", Supply),
    "cost": ("costs", Costs),
}


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

    Notes
    -----
    Everything but `run.json` is the same, byte for byte, for the same plan and options;
    `run.json` alone says when, where and how long.
    """
    files: dict[str, bytes] = {}
    for step, result in run.steps.items():
        files |= result_files(step, result)
    files |= table_files({"replay": _replay(run)})
    files["network.geojson"] = network_bytes(run.plan, run.deployment)
    files[SUMMARY] = json_bytes(run.summary())
    seconds = dict(run.seconds)
    files["run.json"] = json_bytes(_circumstances(seconds, run.options))
    # Results are safe before the brief is begun: whatever stops it must not cost the run.
    write_outputs(folder, files)
    _clear_later(Path(folder), run)
    if with_brief:
        begun = time.monotonic()
        brief = {BRIEF: render_brief(run.plan, _brief_inputs(run)).encode()}
        seconds["brief"] = time.monotonic() - begun
        brief["run.json"] = json_bytes(_circumstances(seconds, run.options))
        write_outputs(folder, brief)
        files |= brief
    return list(files)


def _clear_later(root: Path, run: Run) -> None:
    """Take away what an earlier run left of later steps: it was not made from these results."""
    for step in SECTIONS:
        if step not in run.steps:
            (root / result_path(step)).unlink(missing_ok=True)
    # A brief of an earlier run must not stand beside these results.
    (root / BRIEF).unlink(missing_ok=True)


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
