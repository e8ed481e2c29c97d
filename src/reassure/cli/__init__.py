"""`reassure ...`: the commands. What they do lives in the functions that they call."""

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from reassure.cli.console import (
    DONE,
    FAULTS,
    MISUSE,
    counted,
    draw_progress,
    end,
    print_findings,
    print_json,
    print_result,
    print_version,
    tell,
    telling_faults,
)
from reassure.cli.options import PATH, AsJson, Folder, From, Out, Seed, Threads, TimeLimit

if TYPE_CHECKING:
    from reassure.model.finding import Finding
    from reassure.model.plan import Plan
    from reassure.pipeline import Options, Run

app = typer.Typer(
    name="reassure",
    help="Plan a multinational peace-support force, from pledge to presence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def main(
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what is done.")] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=print_version, is_eager=True),
    ] = False,
) -> None:
    """Plan a multinational peace-support force, from pledge to presence."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(name)s: %(message)s"
    )


@app.command()
def new(
    folder: Folder,
    title: Annotated[str, typer.Option(help="Title of the plan.")] = "New plan",
    horizon_days: Annotated[float, typer.Option(help="Length of the plan in days.")] = 540,
    currency: Annotated[str, typer.Option(help="ISO 4217 code of the plan's money.")] = "USD",
    price_year: Annotated[int, typer.Option(help="Year of the plan's prices.")] = 2018,
) -> None:
    """Write a blank plan: every table with its header line, and a data dictionary."""
    from pydantic import ValidationError

    from reassure.io.heading import heading_faults
    from reassure.io.write import new_plan
    from reassure.model.plan import FORMAT_VERSION, PlanMeta

    with telling_faults():
        try:
            meta = PlanMeta(
                format=FORMAT_VERSION,
                title=title,
                horizon_days=horizon_days,
                currency=currency,
                price_year=price_year,
                label="UNCLASSIFIED",
                notional=False,
            )
        except ValidationError as error:
            for fault in heading_faults(error):
                option = str(fault.key).replace("_", "-")
                tell(f"--{option}: found {fault.found}; expected {fault.expected}; {fault.cure}.")
            raise typer.Exit(MISUSE) from None
        new_plan(folder, meta)
    tell(f"A blank plan is in {folder}; dictionary.md there says what each field holds.")


@app.command()
def example(
    name: Annotated[str | None, typer.Argument(help="Name of a shipped plan.")] = None,
    folder: Annotated[Path | None, typer.Argument(help="Folder to copy it to.", **PATH)] = None,
) -> None:
    """Copy a shipped plan out, or list them."""
    from reassure.examples import copy_example, example_names

    with telling_faults():
        if name is None:
            typer.echo("\n".join(example_names()))
        else:
            tell(f"{name} is in {copy_example(name, folder or Path(name))}.")


@app.command()
def check(
    folder: Folder,
    as_json: AsJson = False,
    show_all: Annotated[bool, typer.Option("--all", help="Show what is alike in full.")] = False,
) -> None:
    """List every fault, warning and assumption of a plan folder."""
    from reassure.model.finding import faults
    from reassure.pipeline import check_plan

    with telling_faults():
        _, findings = check_plan(folder)
        if as_json:
            told = [finding.to_dict() for finding in findings]
            typer.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
        else:
            print_findings(findings, folder, show_all=show_all)
        raise typer.Exit(FAULTS if faults(findings) else DONE)


def _engine(step: str, text: str) -> None:
    """Add the command of one engine; all engines have the same options."""

    def command(
        folder: Folder,
        out: Out = None,
        from_folder: From = None,
        seed: Seed = 0,
        time_limit: TimeLimit = None,
        threads: Threads = 1,
        as_json: AsJson = False,
    ) -> None:
        from reassure.pipeline import SECTIONS, load_run, write_run

        with telling_faults():
            options = _options(seed, time_limit, threads)
            before = tuple(SECTIONS)[: tuple(SECTIONS).index(step)]
            if from_folder is not None and not before:
                _refuse_from(step)
            _require(out)
            plan, findings = _checked(folder)
            earlier = None if from_folder is None else load_run(from_folder, plan, before)
            steps = (*before, step) if earlier is None else (step,)
            run = _run(plan, options, findings, steps, earlier=earlier, is_quiet=as_json)
            if out is not None:
                write_run(run, out, with_brief=False)
            if step in run.steps and as_json:
                print_json(run.summary()[SECTIONS[step]])
            elif step in run.steps:
                print_result(step, run)
            end(run, out)

    command.__doc__ = text
    app.command(step)(command)


_engine("generate", "Match offers to requirements: who serves where and when, and what is short.")
_engine("deploy", "Move the force over the network: arrivals, closure, what binds.")
_engine("sustain", "Project stocks, use and resupply by place and day.")
_engine("cost", "Sum costs by nation, objective and period.")


@app.command("plan")
def run_all(
    folder: Folder,
    out: Annotated[Path, typer.Option(help="Folder to write the results to.", **PATH)],
    seed: Seed = 0,
    time_limit: TimeLimit = None,
    threads: Threads = 1,
    as_json: AsJson = False,
) -> None:
    """Run every step and write brief, summary, tables and network."""
    from reassure.pipeline import write_run

    with telling_faults():
        options = _options(seed, time_limit, threads)
        _require(out)
        plan, findings = _checked(folder)
        run = _run(plan, options, findings, None, is_quiet=as_json)
        if not as_json:
            tell("Writing the brief ...")
        write_run(run, out)
        if as_json:
            print_json(run.summary())
        else:
            for step in run.steps:
                print_result(step, run)
            tell(f"The brief is {out / 'brief.html'}.")
        end(run, out)


@app.command()
def brief(
    folder: Folder,
    from_folder: Annotated[
        Path, typer.Option("--from", help="Folder with the steps' results.", **PATH)
    ],
    out: Annotated[Path, typer.Option(help="Folder to write the brief to.", **PATH)],
) -> None:
    """Write the brief of results that are there already."""
    from reassure.pipeline import load_run, write_run

    with telling_faults():
        _require(out)
        plan, findings = _checked(folder)
        run = load_run(from_folder, plan, findings=findings)
        write_run(run, out)
        tell(f"The brief is {out / 'brief.html'}.")
        end(run, out)


def _options(seed: int, time_limit_s: float | None, threads: int) -> "Options":
    from reassure.pipeline import Options

    return Options(seed=seed, time_limit_s=time_limit_s, threads=threads)


def _require(out: Path | None) -> None:
    """Refuse a place for results before any work is done for it."""
    from reassure.io.output_folder import require_output_folder

    if out is not None:
        require_output_folder(out)


def _refuse_from(step: str) -> NoReturn:
    from reassure.model.errors import UsageError

    raise UsageError(
        f"--from with {step}",
        "a step that goes on from others",
        "leave --from out: no step comes before this one",
        code="CLI-OPTION-001",
    )


def _checked(folder: Path) -> "tuple[Plan, tuple[Finding, ...]]":
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


def _run(
    plan: "Plan",
    options: "Options",
    findings: "tuple[Finding, ...]",
    steps: tuple[str, ...] | None,
    *,
    earlier: "Run | None" = None,
    is_quiet: bool,
) -> "Run":
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
