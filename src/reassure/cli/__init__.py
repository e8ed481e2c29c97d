"""`reassure ...`: the commands. What they do lives in the functions that they call."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.branches import branches
from reassure.cli.by_hand import formula, limits
from reassure.cli.console import (
    DONE,
    FAULTS,
    MISUSE,
    end,
    print_findings,
    print_findings_json,
    print_version,
    tell,
    telling_faults,
)
from reassure.cli.group import Commands
from reassure.cli.movement import merge, track
from reassure.cli.options import (
    PATH,
    AsJson,
    BeforeAlways,
    Branch,
    ChangePrice,
    Counting,
    Folder,
    From,
    FromAlways,
    Gap,
    Method,
    Nation,
    Objective,
    Out,
    OutAlways,
    Scenarios,
    Search,
    Top,
    Verify,
    VerifyMoves,
    spread,
)
from reassure.cli.plan import run_all
from reassure.cli.rerouting import reroute
from reassure.cli.simulation import simulate, warm
from reassure.cli.steps import checked_plan, run_step, tell_absent
from reassure.cli.upgrade import upgrade
from reassure.cli.withdrawal import withdraw
from reassure.model.arguments import DEFAULT_TOP
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.roe_choices import Strength

app = typer.Typer(
    name="reassure",
    cls=Commands,
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

    with telling_faults(as_json=as_json):
        _, findings = check_plan(folder)
        if as_json:
            print_findings_json(findings)
        else:
            print_findings(findings, folder, show_all=show_all)
        raise typer.Exit(FAULTS if faults(findings) else DONE)


@app.command()
@spread
def generate(
    folder: Folder,
    search: Search,
    out: Out = None,
    from_folder: From = None,
    scenarios: Scenarios = 0,
    counting: Counting = Strength.USABLE,
    verify: Verify = False,
) -> None:
    """Match offers to requirements: who serves where and when, and what is short."""
    with telling_faults(as_json=search.as_json):
        options = search.options(scenarios=scenarios, counting=counting)
        run_step(
            "generate", folder, out, from_folder, options, verify=verify, as_json=search.as_json
        )


@app.command()
@spread
def replan(
    folder: Folder,
    search: Search,
    before: BeforeAlways,
    out: Out = None,
    change_price: ChangePrice = None,
    counting: Counting = Strength.USABLE,
    verify: Verify = False,
) -> None:
    """Plan anew after a change, keeping most of an earlier force plan, and say what changed."""
    with telling_faults(as_json=search.as_json):
        options = search.options(change_price=change_price, counting=counting)
        run_step(
            "generate", folder, out, None, options,
            verify=verify, before=before, as_json=search.as_json,
        )  # fmt: skip


@app.command()
@spread
def ask(
    folder: Folder,
    search: Search,
    out: Out = None,
    from_folder: From = None,
    nation: Nation = None,
    top: Top = DEFAULT_TOP,
) -> None:
    """Rank what to ask nations for next by what the plan would gain."""
    with telling_faults(as_json=search.as_json):
        options = search.options(nation=nation, top=top)
        run_step("ask", folder, out, from_folder, options, as_json=search.as_json)


@app.command()
@spread
def deploy(
    folder: Folder,
    search: Search,
    out: Out = None,
    from_folder: From = None,
    objective: Objective = MoveObjective.LATENESS,
    method: Method = MoveMethod.SEARCH,
    gap: Gap = 0.0,
    verify: VerifyMoves = False,
) -> None:
    """Move the force over the network: arrivals, closure, what binds."""
    with telling_faults(as_json=search.as_json):
        options = search.options(objective=objective, method=method, gap=gap)
        run_step("deploy", folder, out, from_folder, options, verify=verify, as_json=search.as_json)


def _engine(step: str, text: str) -> None:
    """Add the command of one engine that goes on from others; all have the same options."""

    def command(folder: Folder, search: Search, out: Out = None, from_folder: From = None) -> None:
        with telling_faults(as_json=search.as_json):
            run_step(step, folder, out, from_folder, search.options(), as_json=search.as_json)

    command.__doc__ = text
    app.command(step)(spread(command))


app.command()(spread(upgrade))
app.command()(track)
app.command()(spread(reroute))
app.command()(merge)
app.command()(spread(withdraw))
_engine("sustain", "Project stocks, use and resupply by place and day.")
_engine("cost", "Sum costs by nation, objective and period.")
_engine("roe", "Say who may do which task, why not, and which positions would change it.")
_engine("status", "Say how milestones stand, what blocks them, and when objectives are capable.")
app.command()(spread(simulate))
app.command()(warm)
app.command()(spread(branches))
app.command("plan")(spread(run_all))


@app.command()
def brief(folder: Folder, from_folder: FromAlways, out: OutAlways, branch: Branch = None) -> None:
    """Write the brief of results that are there already, and say what it lacks."""
    from reassure.pipeline import claim_folder, load_run, write_run

    with telling_faults(), claim_folder(out):
        plan, findings = checked_plan(folder, branch)
        run = load_run(from_folder, plan, findings=findings)
        write_run(run, out)
        tell(f"The brief is {out / 'brief.html'}.")
        if run.branches is None:
            tell_absent(run.steps)
        end(run, out)


app.command()(formula)
app.command()(limits)
