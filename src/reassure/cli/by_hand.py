"""`reassure formula` and `reassure limits`: what people check by hand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.console import print_json, telling_faults
from reassure.cli.options import AsJson, Folder
from reassure.cli.steps import checked_plan

if TYPE_CHECKING:
    from reassure.engines.deploy.capacities import Capacity
    from reassure.model.plan import Plan

MOST_OF_A_KIND = 10


def formula(
    name: Annotated[str | None, typer.Argument(help="Name of a formula; none: list them.")] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(help="Its inputs, each as name=value.", metavar="INPUT=VALUE"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Work a planning formula out by hand, or list them with their inputs and sources."""
    with telling_faults(as_json=as_json):
        if name is None:
            print_formulas(as_json=as_json)
        else:
            print_worked(name, inputs or [], as_json=as_json)


def limits(
    folder: Folder,
    location: Annotated[
        str | None, typer.Option(help="Place to show, by its id.", metavar="ID")
    ] = None,
    link: Annotated[str | None, typer.Option(help="Link to show, by its id.", metavar="ID")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what places and links let through a day as the movement model takes it."""
    with telling_faults(as_json=as_json):
        plan, _ = checked_plan(folder)
        print_limits(plan, location=location, link=link, as_json=as_json)


def print_formulas(*, as_json: bool) -> None:
    """Print every formula with its equation in words, its inputs and its source."""
    from reassure.pipeline.formulas import all_formulas, formula_object, input_words

    found = all_formulas()
    if as_json:
        print_json({"formulas": [formula_object(item) for item in found]})
        return
    for item in found:
        unit = f" [{item.unit}]" if item.unit else ""
        typer.echo(f"{item.name}{unit} = {item.in_words}")
        typer.echo(f"    gives {item.meaning}")
        for one in item.inputs:
            typer.echo(f"    {input_words(one)}")
        typer.echo(f"    source: {item.source}")


def print_worked(name: str, inputs: Sequence[str], *, as_json: bool) -> None:
    """Print a formula with its numbers put in, and its result."""
    from reassure.pipeline.formulas import work_out, worked_object

    worked = work_out(name, inputs)
    if as_json:
        print_json(worked_object(worked))
    else:
        typer.echo(worked.working)


def print_limits(plan: "Plan", *, location: str | None, link: str | None, as_json: bool) -> None:
    """Print what a place or link lets through, or the tightest of each kind.

    As JSON all of them are printed where none is named.
    """
    from reassure.pipeline.limits import capacity_object, empty_limits, limits_by_hand

    found = limits_by_hand(plan, location=location, link=link)
    if as_json:
        capacities = [capacity_object(item) for item in found]
        print_json({"label": plan.meta.label, "capacities": capacities})
    elif location is None and link is None:
        _print_tightest(found)
    else:
        if location is not None and len(found) == (link is not None):
            names = ", ".join(empty_limits(plan, location))
            typer.echo(f"{location}: the model takes no limit there; these are empty: {names}.")
        for item in found:
            _print_capacity(item)


def _print_capacity(capacity: "Capacity") -> None:
    from reassure.pipeline.limits import part_words, per_day_words

    typer.echo(f"{capacity.name} ({capacity.id}), {capacity.kind}: {per_day_words(capacity)}.")
    for text in (*map(part_words, capacity.parts), *capacity.notes):
        typer.echo(f"  {text}")


def _print_tightest(capacities: "Sequence[Capacity]") -> None:
    from reassure.pipeline.limits import tightest, tightest_rows

    kinds = tightest(capacities, MOST_OF_A_KIND)
    if not kinds:
        typer.echo("The plan states no limit of a place or link.")
    for kind, tight in kinds.items():
        stated = sum(1 for item in capacities if item.kind is kind and item.per_day is not None)
        of = f"the {len(tight)} tightest of {stated}" if stated > len(tight) else f"all {stated}"
        typer.echo(f"{kind.capitalize()}, {of}:")
        rows = tightest_rows(tight)
        id_width, digits = (max(len(row[i]) for row in rows) for i in (0, 1))
        for id_, amount, unit, weakest in rows:
            typer.echo(f"  {id_:<{id_width}}  {amount:>{digits}} {unit}  {weakest}")
