"""The one flow: read, check, generate, deploy, sustain, cost."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from reassure.checks import check_tables
from reassure.engines.cost import cost_plan
from reassure.engines.deploy import schedule_deployment
from reassure.engines.generate import generate_forces
from reassure.engines.sustain import project_supply
from reassure.io.read import load_plan
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.finding import Finding, Severity, faults
from reassure.model.plan import Plan, table_types
from reassure.model.progress import OnProgress, Progress
from reassure.model.result import Result
from reassure.pipeline.run import SECTIONS, Options, Run

_LOG = logging.getLogger(__name__)
ResultT = TypeVar("ResultT", bound=Result)


def check_plan(folder: str | Path) -> tuple[Plan | None, list[Finding]]:
    """Read a plan folder and check it, cell by cell and across tables.

    Returns
    -------
    tuple
        The rows without faults (None where the folder has no usable heading), and every
        finding in the order of tables and rows.

    Examples
    --------
    >>> from reassure import check_plan, example_folder
    >>> plan, findings = check_plan(example_folder("first-steps"))
    >>> [finding.code for finding in findings if finding.severity == "fault"]
    []
    """
    reading = load_plan(folder)
    if reading.plan is None:
        return None, reading.findings
    across = check_tables(reading.plan, set_aside=reading.set_aside)
    if reading.unread:
        across = [item for item in faults(across) if not _rests_on(item, reading.unread)]
    return reading.plan, sorted(reading.findings + across, key=_place_in_plan)


def _rests_on(finding: Finding, unread: frozenset[str]) -> bool:
    """Whether a finding only says again that a table could not be read."""
    return finding.table in unread or any(f"table {name}" in finding.expected for name in unread)


def _place_in_plan(finding: Finding) -> tuple[int, int]:
    """Order by table and row; of the plan as a whole, faults come first and notes last."""
    tables = list(table_types())
    if finding.table in tables:
        return tables.index(finding.table), finding.row or 0
    return (-1 if finding.severity is Severity.FAULT else len(tables)), 0


def run_plan(
    plan: Plan,
    options: Options | None = None,
    *,
    findings: tuple[Finding, ...] = (),
    steps: tuple[str, ...] = tuple(SECTIONS),
    earlier: Run | None = None,
    on_progress: OnProgress | None = None,
) -> Run:
    """Run the steps of the flow, each on the results before it.

    Parameters
    ----------
    plan
        Checked plan.
    options
        Seed, limits and threads.
    findings
        What the check found, to be shown in summary and brief.
    steps
        Commands of the steps to run, in the order of the flow.
    earlier
        Results to go on from.
    on_progress
        Told how far each step is; a true answer stops the run, and what there is by then
        is kept.

    Returns
    -------
    Run
        Results of all steps that ran.
    """
    options = options or Options()
    run = replace(earlier, options=options) if earlier else Run(plan, options)
    run = replace(run, findings=findings, seconds=dict(run.seconds))
    started = time.monotonic()
    for step in steps:
        left = None
        if options.time_limit_s is not None:
            left = max(0.01, options.time_limit_s - (time.monotonic() - started))
        common: dict[str, Any] = {
            "seed": options.seed,
            "time_limit_s": left,
            "threads": options.threads,
            "on_progress": on_progress,
        }
        begun = time.monotonic()
        _LOG.info("%s begins", step)
        run = _STEPS[step](run, common)
        run.seconds[step] = time.monotonic() - begun
        stopped = run.steps[step].provenance.stopped_by
        is_over = bool(on_progress and on_progress(Progress(step, 1.0, "done")))
        if stopped is StoppedBy.USER or is_over:
            return replace(run, stopped_by=StoppedBy.USER)
    return run


def _generate(run: Run, common: dict[str, Any]) -> Run:
    return replace(run, force_plan=generate_forces(run.plan, **common))


def _deploy(run: Run, common: dict[str, Any]) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    return replace(run, deployment=schedule_deployment(run.plan, force_plan, **common))


def _sustain(run: Run, common: dict[str, Any]) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    deployment = _needed(run.deployment, "deploy")
    return replace(run, supply=project_supply(run.plan, force_plan, deployment, **common))


def _cost(run: Run, common: dict[str, Any]) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    deployment = _needed(run.deployment, "deploy")
    costs = cost_plan(
        run.plan,
        force_plan,
        deployment,
        run.supply,
        seed=common["seed"],
        on_progress=common["on_progress"],
    )
    return replace(run, costs=costs)


_STEPS: dict[str, Callable[[Run, dict[str, Any]], Run]] = {
    "generate": _generate,
    "deploy": _deploy,
    "sustain": _sustain,
    "cost": _cost,
}


def _needed(result: ResultT | None, step: str) -> ResultT:
    if result is None:
        raise UsageError(
            f"no result of {step}",
            "the results of the steps before this one",
            f"run {step} first",
            code="ENG-INPUT-002",
        )
    return result
