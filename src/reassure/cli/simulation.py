"""`reassure simulate` and `reassure warm`: the commands; what they print is in simulation_lists."""

from typing import Annotated

import typer

from reassure.cli.console import draw_progress, tell, telling_faults
from reassure.cli.options import Folder, From, Out, Search
from reassure.cli.steps import run_step

Replications = Annotated[
    int | None,
    typer.Option(
        help="How often to run the plan; none: 2,000 times, or as often as --half-width asks."
    ),
]
HalfWidth = Annotated[
    float | None,
    typer.Option(
        "--half-width",
        help="Stop when the day by which the force is closed in 90 of 100 runs is known to so many "
        "days.",
    ),
]

Dask = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Scheduler of a Dask cluster that runs the plan so often, as tcp://HOST:PORT; none: "
        "this machine. It changes no result.",
    ),
]


def simulate(
    folder: Folder,
    search: Search,
    out: Out = None,
    from_folder: From = None,
    replications: Replications = None,
    half_width: HalfWidth = None,
    dask: Dask = None,
) -> None:
    """Run the plan many times with what chance deals: how sure, where it queues, what runs dry."""
    with telling_faults(as_json=search.as_json):
        options = search.options(replications=replications, half_width_days=half_width, dask=dask)
        run_step("simulate", folder, out, from_folder, options, as_json=search.as_json)


def warm() -> None:
    """Compile what runs compiled, once, so that no first plan need wait."""
    from reassure.pipeline.warming import warm_kernels

    with telling_faults():
        with draw_progress(is_quiet=False) as on_progress:
            warm_kernels(on_progress=on_progress)
        tell("All is compiled; it is kept for every later run.")
