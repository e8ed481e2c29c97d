"""What the commands show to be checked by hand: formulas, and the limits of places and links."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_json

if TYPE_CHECKING:
    from reassure.engines.deploy.capacities import Capacity
    from reassure.model.plan import Plan

MOST_OF_A_KIND = 10


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
    from reassure.pipeline.limits import capacity_object, limits_by_hand

    found = limits_by_hand(plan, location=location, link=link)
    if as_json:
        capacities = [capacity_object(item) for item in found]
        print_json({"label": plan.meta.label, "capacities": capacities})
    elif location is None and link is None:
        _print_tightest(found)
    elif not found:
        typer.echo(f"{location}: the model takes no limit there.")
    else:
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
