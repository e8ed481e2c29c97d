"""What the commands of the steps share: options, the checked plan, a step and its verification."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from reassure.cli.console import (
    FAULTS,
    counted,
    draw_progress,
    end,
    print_findings_json,
    print_json,
    print_result,
    tell,
)

if TYPE_CHECKING:
    from reassure.model.finding import Finding
    from reassure.model.plan import Plan
    from reassure.pipeline import Options, Run


def options_of(seed: int, time_limit_s: float | None, threads: int) -> "Options":
    """Make the options of a run from those of a command."""
    from reassure.pipeline import Options

    return Options(seed=seed, time_limit_s=time_limit_s, threads=threads)


def _refuse_from(step: str) -> NoReturn:
    from reassure.model.errors import UsageError

    raise UsageError(
        f"--from with {step}",
        "a step that goes on from others",
        "leave --from out: no step comes before this one",
        code="CLI-OPTION-001",
    )


def checked_plan(folder: Path) -> "tuple[Plan, tuple[Finding, ...]]":
    """Read and check; end with every fault told where there is one, count warnings otherwise."""
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
    return plan, tuple(findings)


def _verify(run: "Run", *, as_json: bool) -> None:
    """Hold the force plan against the records once more; end with every limit that it breaks."""
    from reassure.checks.force_plan import verify_force_plan

    if run.force_plan is None:
        return
    findings = verify_force_plan(run.plan, run.force_plan)
    if not findings:
        tell("verified: no limit is broken")
        return
    if as_json:
        print_findings_json(findings)
    for finding in findings:
        tell(str(finding))
    tell(f"{counted(len(findings), 'fault')} in the force plan: do not use it.")
    raise typer.Exit(FAULTS)


def run_steps(
    plan: "Plan",
    options: "Options",
    findings: "tuple[Finding, ...]",
    steps: tuple[str, ...] | None,
    *,
    earlier: "Run | None" = None,
    is_quiet: bool,
) -> "Run":
    """Run some steps, or all of them, with a bar for each."""
    from reassure.pipeline import SECTIONS, run_plan

    with draw_progress(is_quiet=is_quiet) as on_progress:
        return run_plan(
            plan,
            options,
            findings=findings,
            steps=steps or tuple(SECTIONS),
            earlier=earlier,
            on_progress=on_progress,
        )


def run_step(
    step: str,
    folder: Path,
    out: Path | None,
    from_folder: Path | None,
    options: "Options",
    *,
    verify: bool = False,
    as_json: bool,
) -> NoReturn:
    """Run one step and what must come before it, write and print what it made, and end."""
    from reassure.pipeline import SECTIONS, claim_folder, load_run, write_run

    with contextlib.ExitStack() as held:
        before = tuple(SECTIONS)[: tuple(SECTIONS).index(step)]
        if from_folder is not None and not before:
            _refuse_from(step)
        if out is not None:
            held.enter_context(claim_folder(out))
        plan, findings = checked_plan(folder)
        earlier = None if from_folder is None else load_run(from_folder, plan, before)
        steps = (*before, step) if earlier is None else (step,)
        run = run_steps(plan, options, findings, steps, earlier=earlier, is_quiet=as_json)
        if out is not None:
            write_run(run, out, with_brief=False)
        if verify:
            _verify(run, as_json=as_json)
        if step in run.steps and as_json:
            print_json(run.summary()[SECTIONS[step]])
        elif step in run.steps:
            print_result(step, run)
        end(run, out)
