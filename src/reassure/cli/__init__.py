"""`reassure ...`: the commands. What they do lives in the functions that they call."""

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.console import (
    DONE,
    FAULTS,
    MISUSE,
    draw_progress,
    end,
    print_json,
    print_result,
    print_version,
    tell,
    telling_faults,
)

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

Folder = Annotated[Path, typer.Argument(help="Plan folder.", show_default=False)]
Out = Annotated[Path | None, typer.Option(help="Folder to write the results to.")]
From = Annotated[Path | None, typer.Option("--from", help="Folder with earlier steps' results.")]
Seed = Annotated[int, typer.Option(help="Root seed.")]
TimeLimit = Annotated[
    float | None, typer.Option(help="Seconds for the whole run; none: stop by work.")
]
Threads = Annotated[int, typer.Option(help="Threads; they change no result.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


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
            for fault in error.errors():
                option = str(fault["loc"][0]).replace("_", "-")
                tell(f"--{option}: found {fault['input']}; {fault['msg'].lower()}.")
            raise typer.Exit(MISUSE) from None
        new_plan(folder, meta)
    tell(f"A blank plan is in {folder}; dictionary.md there says what each field holds.")


@app.command()
def example(
    name: Annotated[str | None, typer.Argument(help="Name of a shipped plan.")] = None,
    folder: Annotated[Path | None, typer.Argument(help="Folder to copy it to.")] = None,
) -> None:
    """Copy a shipped plan out, or list them."""
    from reassure.examples import copy_example, example_names

    with telling_faults():
        if name is None:
            typer.echo("\n".join(example_names()))
        else:
            tell(f"{name} is in {copy_example(name, folder or Path(name))}.")


@app.command()
def check(folder: Folder, as_json: AsJson = False) -> None:
    """List every fault, warning and assumption of a plan folder."""
    from reassure.model.finding import Severity
    from reassure.pipeline import check_plan

    _, findings = check_plan(folder)
    if as_json:
        typer.echo(
            json.dumps([finding.to_dict() for finding in findings], indent=2, ensure_ascii=False)
        )
    else:
        counts: list[str] = []
        for level in Severity:
            found = [item for item in findings if item.severity is level]
            for finding in found:
                typer.echo(f"{level.value}: {finding}")
            counts.append(f"{len(found)} {level.value}{'' if len(found) == 1 else 's'}")
        typer.echo(f"{folder}: {', '.join(counts)}.")
    raise typer.Exit(FAULTS if any(f.severity is Severity.FAULT for f in findings) else DONE)


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
            _require(out)
            plan, findings = _checked(folder)
            before = tuple(SECTIONS)[: tuple(SECTIONS).index(step)]
            earlier = load_run(from_folder, plan, before) if from_folder else None
            steps = (step,) if from_folder else (*before, step)
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
    out: Annotated[Path, typer.Option(help="Folder to write the results to.")],
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
    from_folder: Annotated[Path, typer.Option("--from", help="Folder with the steps' results.")],
    out: Annotated[Path, typer.Option(help="Folder to write the brief to.")],
) -> None:
    """Write the brief of results that are there already."""
    from reassure.pipeline import SECTIONS, load_run, write_run

    with telling_faults():
        plan, findings = _checked(folder)
        run = load_run(from_folder, plan, tuple(SECTIONS), findings=findings)
        write_run(run, out)
        tell(f"The brief is {out / 'brief.html'}.")


def _options(seed: int, time_limit_s: float | None, threads: int) -> "Options":
    from reassure.pipeline import Options

    return Options(seed=seed, time_limit_s=time_limit_s, threads=threads)


def _require(out: Path | None) -> None:
    """Refuse a place for results before any work is done for it."""
    from reassure.io.results import require_output_folder

    if out is not None:
        require_output_folder(out)


def _checked(folder: Path) -> "tuple[Plan, tuple[Finding, ...]]":
    """Read and check; end with every fault told where there is one."""
    from reassure.model.errors import DataFaults
    from reassure.model.finding import faults
    from reassure.pipeline import check_plan

    plan, findings = check_plan(folder)
    found = faults(findings)
    if plan is None or found:
        raise DataFaults(found)
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
