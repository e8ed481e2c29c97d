"""The flow: generate, deploy, sustain, cost, roe, status, simulate, each on those before it."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from reassure.engines.cost import cost_plan
from reassure.engines.deploy import rank_upgrades, schedule_deployment
from reassure.engines.generate import generate_forces, rank_asks, replan_forces
from reassure.engines.progress import assess_progress
from reassure.engines.roe import assess_permissions
from reassure.engines.simulate import require_cluster, simulate_plan
from reassure.engines.sustain import project_supply
from reassure.model.arguments import require_nation
from reassure.model.branching import plan_of_branch
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.finding import Finding
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, StepProgress
from reassure.model.result import Result
from reassure.model.results import ForcePlan
from reassure.pipeline.run import Options, Run
from reassure.pipeline.steps import FLOW, STEPS, outdated_by, time_share

_LOG = logging.getLogger(__name__)
LEAST_TIME_S = 0.01
"""Time that a step is given even where none is left [s]: it ends with what a stop keeps."""

ResultT = TypeVar("ResultT", bound=Result)


def run_plan(
    plan: Plan,
    options: Options | None = None,
    *,
    findings: tuple[Finding, ...] = (),
    steps: tuple[str, ...] = FLOW,
    earlier: Run | None = None,
    before: ForcePlan | None = None,
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
        Commands of the steps to run, each after those that it is made from.
    earlier
        Results to go on from; those of ``steps`` and of all that is made from them are dropped,
        since they were not made from what is made now.
    before
        Force plan of an earlier version of the plan, from which ``generate`` plans anew with few
        changes; None: from scratch.
    on_progress
        Told how far each step is; a true answer stops the run, and what there is by then
        is kept.

    Returns
    -------
    Run
        Results of all steps that ran.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if a step lacks a result that it is made from, ENG-GEN-005 if ``nation`` is
        none of the plan's, ENG-BRANCH-001 if ``branch`` is, ENG-SIM-004 or ENG-SIM-005 if the
        cluster is not there.
    """
    options = options or Options()
    if options.branch is not None:
        plan, options = plan_of_branch(plan, options.branch), replace(options, branch=None)
    require_nation(options.nation, plan.nations.ids)
    if "simulate" in steps:
        # Before the steps that take long, not after them.
        require_cluster(options.dask)
    run = _begin(plan, options, steps, earlier)
    run = replace(run, findings=findings)
    started = time.monotonic()
    for at, step in enumerate(steps):
        limit = None
        if options.time_limit_s is not None:
            left = options.time_limit_s - (time.monotonic() - started)
            limit = max(LEAST_TIME_S, left * time_share(steps[at:]))
        common: dict[str, Any] = {
            "seed": options.seed,
            "time_limit_s": limit,
            "threads": options.threads,
            "on_progress": on_progress,
        }
        begun = time.monotonic()
        _LOG.info("%s begins", step)
        run = _STEPS[step](run, common, before)
        run.seconds[step] = time.monotonic() - begun
        stopped = run.steps[step].provenance.stopped_by
        is_over = bool(on_progress and on_progress(StepProgress(step, 1.0, "done")))
        if stopped is StoppedBy.USER or is_over:
            return replace(run, stopped_by=StoppedBy.USER)
    return run


def _begin(plan: Plan, options: Options, steps: tuple[str, ...], earlier: Run | None) -> Run:
    if earlier is None:
        return Run(plan, options)
    dropped = outdated_by(steps)
    kept = {name: result for name, result in earlier.steps.items() if name not in dropped}
    named: dict[str, Any] = {STEPS[name].field: result for name, result in kept.items()}
    seconds = {name: took for name, took in earlier.seconds.items() if name in kept}
    return Run(plan, options, seconds=seconds, **named)


def _generate(run: Run, common: dict[str, Any], before: ForcePlan | None) -> Run:
    options = run.options
    common = {"counting": options.counting, **common}
    if before is None:
        made = generate_forces(run.plan, scenarios=options.scenarios, **common)
        return replace(run, force_plan=made)
    made = replan_forces(run.plan, before, change_price=options.change_price, **common)
    return replace(run, force_plan=made)


def _deploy(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    moved = schedule_deployment(
        run.plan,
        force_plan,
        objective=run.options.objective,
        method=run.options.method,
        gap=run.options.gap,
        **common,
    )
    return replace(run, deployment=moved)


def _sustain(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    deployment = _needed(run.deployment, "deploy")
    return replace(run, supply=project_supply(run.plan, force_plan, deployment, **common))


def _cost(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
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


def _ask(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    options = run.options
    asks = rank_asks(run.plan, force_plan, nation=options.nation, top=options.top, **common)
    return replace(run, asks=asks)


def _upgrade(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    deployment = _needed(run.deployment, "deploy")
    options = run.options
    upgrades = rank_upgrades(
        run.plan, force_plan, deployment, budget=options.budget, top=options.top, **common
    )
    return replace(run, upgrades=upgrades)


def _roe(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    return replace(run, permissions=assess_permissions(run.plan, force_plan, **common))


def _status(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    deployment = _needed(run.deployment, "deploy")
    return replace(run, progress=assess_progress(run.plan, force_plan, deployment, **common))


def _simulate(run: Run, common: dict[str, Any], _: ForcePlan | None) -> Run:
    force_plan = _needed(run.force_plan, "generate")
    deployment = _needed(run.deployment, "deploy")
    options = run.options
    simulation = simulate_plan(
        run.plan,
        force_plan,
        deployment,
        replications=options.replications,
        half_width_days=options.half_width_days,
        dask=options.dask,
        **common,
    )
    return replace(run, simulation=simulation)


_STEPS: dict[str, Callable[[Run, dict[str, Any], ForcePlan | None], Run]] = {
    "generate": _generate,
    "deploy": _deploy,
    "sustain": _sustain,
    "cost": _cost,
    "ask": _ask,
    "upgrade": _upgrade,
    "roe": _roe,
    "status": _status,
    "simulate": _simulate,
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
