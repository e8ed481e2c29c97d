"""What the commands of the steps share: options, the checked plan, a step and its verification."""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from reassure.cli.console import counted, draw_progress, end, end_faulty, print_json, tell
from reassure.cli.figures import print_result
from reassure.model.choices import MoveObjective

if TYPE_CHECKING:
    from collections.abc import Container

    from reassure.model.finding import Finding
    from reassure.model.plan import Plan
    from reassure.model.progress import OnProgress, StepProgress
    from reassure.model.results import ForcePlan
    from reassure.pipeline import Options, Run

COMPILING = "Compiling, once: the first simulation takes about a minute longer."


def refuse_idle(found: str, expected: str, option: str) -> NoReturn:
    """Refuse an option that a command has no use for.

    Raises
    ------
    UsageError
        CLI-OPTION-001.
    """
    from reassure.model.errors import UsageError

    raise UsageError(found, expected, f"leave {option} out", code="CLI-OPTION-001")


def checked_plan(folder: Path, branch: str | None = None) -> "tuple[Plan, tuple[Finding, ...]]":
    """Read and check; end with every fault told where there is one, count warnings otherwise.

    Of a branch its own plan is returned.
    """
    from reassure.model.branching import plan_of_branch
    from reassure.model.errors import DataFaults
    from reassure.model.finding import Severity, faults
    from reassure.pipeline import check_plan

    plan, findings = check_plan(folder)
    found = faults(findings)
    if plan is None or found:
        raise DataFaults(found)
    warnings = sum(1 for finding in findings if finding.severity is Severity.WARNING)
    if warnings:
        tell(f"The check has {counted(warnings, 'warning')}: reassure check {folder} lists them.")
    return (plan if branch is None else plan_of_branch(plan, branch)), tuple(findings)


def plan_to_run(folder: Path, options: "Options") -> "tuple[Plan, tuple[Finding, ...], Options]":
    """Return the checked plan, or that of the branch asked for, and the options of its run."""
    plan, findings = checked_plan(folder, options.branch)
    if options.branch is None and len(plan.branches):
        names = ", ".join(plan.branches.ids)
        tell(f"The plan has branches ({names}): all lines count; --branch NAME plans one.")
    return plan, findings, replace(options, branch=None)


def _verify(step: str, run: "Run", *, as_json: bool) -> None:
    """Hold what a step made against the records once more; end with every limit that it breaks."""
    from reassure.checks.deployment import verify_deployment
    from reassure.checks.force_plan import verify_force_plan

    if run.force_plan is None:
        return
    if step == "deploy":
        if run.deployment is None:
            return
        made, findings = "deployment", verify_deployment(run.plan, run.force_plan, run.deployment)
    else:
        made, findings = "force plan", verify_force_plan(run.plan, run.force_plan)
    end_faulty(findings, made, as_json=as_json)


def _run(
    plan: "Plan",
    options: "Options",
    findings: "tuple[Finding, ...]",
    steps: tuple[str, ...],
    *,
    earlier: "Run | None" = None,
    before: "ForcePlan | None" = None,
    is_quiet: bool,
) -> "Run":
    """Run steps with a bar for each."""
    from reassure.pipeline import run_plan

    with draw_progress(is_quiet=is_quiet) as on_progress:
        return run_plan(
            plan,
            options,
            findings=findings,
            steps=steps,
            earlier=earlier,
            before=before,
            on_progress=saying_what_compiles(on_progress),
        )


def saying_what_compiles(on_progress: "OnProgress") -> "OnProgress":
    """Say once, as the simulation begins, that it must be compiled, where it must."""
    is_said = False

    def told(progress: "StepProgress") -> bool | None:
        nonlocal is_said
        if progress.step == "simulate" and not is_said:
            from reassure.pipeline.warming import is_simulation_compiled

            is_said = True
            if not is_simulation_compiled():
                tell(COMPILING)
        return on_progress(progress)

    return told


def run_step(
    step: str,
    folder: Path,
    out: Path | None,
    from_folder: Path | None,
    options: "Options",
    *,
    verify: bool = False,
    before: Path | None = None,
    as_json: bool,
) -> NoReturn:
    """Run one step and what must come before it, write and print what it made, and end."""
    from reassure.pipeline import STEPS, claim_folder, load_before, load_earlier

    with contextlib.ExitStack() as held:
        after = STEPS[step].after
        if from_folder is not None and not after:
            refuse_idle(f"--from with {step}", "a step that goes on from others", "--from")
        if out is not None:
            held.enter_context(claim_folder(out))
        plan, findings, options = plan_to_run(folder, options)
        # All that is read is read before anything is written, and may stand in the same folder.
        forces = None if before is None else load_before(before)
        earlier = None if from_folder is None else load_earlier(from_folder, plan, step, out=out)
        steps = (*after, step) if earlier is None else (step,)
        run = _run(plan, options, findings, steps, earlier=earlier, before=forces, is_quiet=as_json)
        if out is not None:
            _write(run, out)
        if verify:
            _verify(step, run, as_json=as_json)
        if step in run.steps and as_json:
            print_json(run.summary()[STEPS[step].section])
        elif step in run.steps:
            print_result(step, run)
            _print_more(step, run, is_anew=forces is not None)
        end(run, out)


def tell_absent(made: "Container[str]") -> None:
    """Say which steps of the flow a brief shows nothing of, and the command that adds the first."""
    from reassure.brief.words import STEPS, listed, small
    from reassure.pipeline import FLOW

    absent = [step for step in FLOW if step not in made]
    if absent:
        names = listed([small(STEPS[step]) for step in absent])
        tell(
            f"It shows nothing of {names}: not run yet. reassure {absent[0]} PLAN --from RESULTS "
            "--out RESULTS comes next."
        )


def _write(run: "Run", out: Path) -> None:
    """Write the results of a step; a brief that shows earlier ones goes."""
    from reassure.pipeline import write_run

    brief = out / "brief.html"
    was_there = brief.is_file()
    write_run(run, out, with_brief=False)
    if was_there:
        tell(f"{brief} showed earlier results and is gone; reassure brief writes it anew.")


def run_flow(
    folder: Path,
    out: Path,
    options: "Options",
    *,
    before: Path | None,
    with_asks: bool,
    with_simulation: bool,
    as_json: bool,
) -> NoReturn:
    """Run every step, write and print what they made, and end."""
    from reassure.pipeline import FLOW, WITHOUT_CHANCE, claim_folder, load_before, write_run

    with claim_folder(out):
        plan, findings, options = plan_to_run(folder, options)
        forces = None if before is None else load_before(before)
        flow = FLOW if with_simulation else WITHOUT_CHANCE
        steps = (*flow, "ask") if with_asks else flow
        run = _run(plan, options, findings, steps, before=forces, is_quiet=as_json)
        if not as_json:
            tell("Writing the brief ...")
        write_run(run, out)
        if as_json:
            print_json(run.summary())
        else:
            for step in run.steps:
                if step == "roe" and not (run.permissions and len(run.permissions.permissions)):
                    continue
                print_result(step, run)
                _print_more(step, run, is_anew=forces is not None)
            tell(f"The brief is {out / 'brief.html'}.")
        end(run, out)


def _print_more(step: str, run: "Run", *, is_anew: bool) -> None:
    """Print what of a result people read as a list."""
    from reassure.cli.late import print_late
    from reassure.cli.lists import print_asks, print_changes, print_gaps
    from reassure.cli.places import print_remedies, print_site_shortfalls
    from reassure.cli.progress_lists import print_progress
    from reassure.cli.roe_lists import print_permissions
    from reassure.cli.simulation_lists import print_simulation
    from reassure.cli.upgrade_lists import print_upgrades

    if step == "ask" and run.asks is not None:
        print_asks(run.plan, run.asks)
    if step == "upgrade" and run.upgrades is not None:
        print_upgrades(run.plan, run.upgrades, run.deployment)
    if step == "roe" and run.permissions is not None:
        print_permissions(run.plan, run.permissions)
    if step == "status" and run.progress is not None:
        print_progress(run.plan, run.progress)
    if step == "simulate" and run.simulation is not None and run.force_plan is not None:
        print_simulation(run.plan, run.force_plan, run.simulation)
    if step == "generate" and run.force_plan is not None:
        print_gaps(run.plan, run.force_plan)
        if is_anew:
            print_changes(run.plan, run.force_plan)
    if step == "deploy" and run.deployment is not None and run.force_plan is not None:
        if run.deployment.lowered is MoveObjective.LIFT and not len(run.plan.lifts):
            typer.echo("\nThe plan lists no lift: --objective lift lowers lateness alone here.")
        print_late(run.plan, run.force_plan, run.deployment)
        print_remedies(run.plan, run.deployment)
        print_site_shortfalls(run.plan, run.deployment)
