"""A movement under way planned on, from the folder of a run to a folder of its own."""

from dataclasses import replace
from pathlib import Path

from reassure.checks.actuals import verify_actuals
from reassure.checks.force_plan import verify_force_plan
from reassure.checks.merging import verify_movements
from reassure.engines.deploy import reroute_deployment
from reassure.model.errors import DataFaults, UsageError
from reassure.model.finding import Finding, faults
from reassure.model.network import Actual
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress
from reassure.model.table import Table
from reassure.pipeline.movement import day_to_compare, load_movement
from reassure.pipeline.run import Options, Run


def reroute_movement(
    plan: Plan,
    from_folder: str | Path,
    *,
    as_of_day: int | None = None,
    options: Options | None = None,
    findings: tuple[Finding, ...] = (),
    on_progress: OnProgress | None = None,
) -> Run:
    """Plan the movement of a run on, from a day on, with few changes.

    Parameters
    ----------
    plan
        Checked plan with its actuals, as the records are now.
    from_folder
        Folder that the run was written to, of this plan or an earlier version of it.
    as_of_day
        Day from which on loads may leave; None: as `track_movement`.
    options
        Seed, time limit and threads.
    findings
        What the check of the plan found.
    on_progress
        Told how far it is; a true answer stops with what is scheduled.

    Returns
    -------
    Run
        The force plan as it was, stated for this plan, the movement planned on, and the findings
        with those about actuals.

    Raises
    ------
    DataFaults
        With every fault in the actuals, or everything that the movement names and the plan lacks.
    UsageError
        As `track_movement`; ENG-INPUT-001 if the force plan does not stand under the plan as it is
        now, ENG-DAY-001 if the day is none of the plan.
    """
    options = options or Options()
    movement = load_movement(from_folder)
    missing = verify_movements(plan, [movement])
    if missing:
        raise DataFaults(missing)
    day = day_to_compare(plan) if as_of_day is None else as_of_day
    reported = verify_actuals(plan, movement.force_plan, movement.deployment, as_of_day=day)
    if faults(reported):
        raise DataFaults(faults(reported))
    made = replace(movement.force_plan.provenance, inputs_sha256=plan.sha256)
    forces = replace(movement.force_plan, provenance=made)
    unreported = plan.with_tables(actuals=Table.empty(Actual))
    if movement.inputs_sha256 not in (plan.sha256, unreported.sha256):
        broken = faults(verify_force_plan(plan, forces))
        if broken:
            first = broken[0]
            more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
            raise UsageError(
                f"a force plan that does not stand under the plan any more ({first.place}: found "
                f"{first.found}; expected {first.expected}{more})",
                "a force plan that the plan as it is now allows",
                "make one with reassure replan --before, and schedule its movement with deploy",
                code="ENG-INPUT-001",
            )
    moved = reroute_deployment(
        plan, forces, movement.deployment, as_of_day=day, seed=options.seed,
        threads=options.threads, time_limit_s=options.time_limit_s, on_progress=on_progress,
    )  # fmt: skip
    return Run(plan, options, (*findings, *reported), force_plan=forces, deployment=moved)
