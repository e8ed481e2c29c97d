"""`reassure plan`: every step after the other, and the brief of what they made."""

from typing import Annotated

import typer

from reassure.cli.branches import plan_all_branches
from reassure.cli.console import telling_faults
from reassure.cli.options import (
    Before,
    ChangePrice,
    Counting,
    Folder,
    Method,
    Objective,
    OutAlways,
    Scenarios,
    Search,
)
from reassure.cli.simulation import Dask, HalfWidth
from reassure.cli.steps import refuse_idle, run_flow
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.roe_choices import Strength

Replications = Annotated[
    int | None,
    typer.Option(
        help="How often the simulation runs the plan; 0: no simulation; none: 2,000 times, or as "
        "often as --half-width asks."
    ),
]


def run_all(
    folder: Folder,
    search: Search,
    out: OutAlways,
    scenarios: Scenarios = 0,
    counting: Counting = Strength.USABLE,
    before: Before = None,
    change_price: ChangePrice = None,
    objective: Objective = MoveObjective.LATENESS,
    method: Method = MoveMethod.SEARCH,
    replications: Replications = None,
    half_width: HalfWidth = None,
    dask: Dask = None,
    with_asks: Annotated[
        bool, typer.Option("--ask", help="Rank what to ask for next too; this takes longer.")
    ] = False,
    all_branches: Annotated[
        bool,
        typer.Option("--all-branches", help="Run every branch of the plan, and compare them."),
    ] = False,
) -> None:
    """Run every step and write brief, summary, tables and network."""
    with telling_faults(as_json=search.as_json):
        if change_price is not None and before is None:
            refuse_idle(
                "--change-price without --before", "an earlier version to change", "--change-price"
            )
        if scenarios and before is not None:
            refuse_idle("--scenarios with --before", "a plan from scratch", "one of the two")
        if all_branches and search.branch is not None:
            refuse_idle("--all-branches with --branch", "all of them or one", "one of the two")
        if all_branches and before is not None:
            refuse_idle("--all-branches with --before", "plans from scratch", "one of the two")
        has_simulation = replications != 0
        if half_width is not None and not has_simulation:
            refuse_idle(
                "--half-width with --replications 0", "a simulation to be so precise", "one of them"
            )
        options = search.options(
            scenarios=scenarios,
            counting=counting,
            change_price=change_price,
            objective=objective,
            method=method,
            replications=replications if has_simulation else None,
            half_width_days=half_width,
            dask=dask,
        )
        if all_branches:
            plan_all_branches(
                folder,
                out,
                options,
                with_asks=with_asks,
                with_simulation=has_simulation,
                as_json=search.as_json,
            )
        run_flow(
            folder,
            out,
            options,
            before=before,
            with_asks=with_asks,
            with_simulation=has_simulation,
            as_json=search.as_json,
        )
