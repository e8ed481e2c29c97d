"""`reassure upgrade`: the command; its lists are in upgrade_lists."""

from typing import Annotated

import typer

from reassure.cli.console import telling_faults
from reassure.cli.options import Folder, From, Out, Search
from reassure.cli.steps import run_step
from reassure.model.arguments import DEFAULT_TOP

Budget = Annotated[
    float | None,
    typer.Option(help="Money for a set of upgrades, in the plan's currency; none: seek no set."),
]
TopUpgrades = Annotated[
    int, typer.Option("--top", help="How many upgrades to work out, those that promise most.")
]


def upgrade(
    folder: Folder,
    search: Search,
    out: Out = None,
    from_folder: From = None,
    budget: Budget = None,
    top: TopUpgrades = DEFAULT_TOP,
) -> None:
    """Say what holds movement up, and what upgrades of the network are worth."""
    with telling_faults(as_json=search.as_json):
        options = search.options(budget=budget, top=top)
        run_step("upgrade", folder, out, from_folder, options, as_json=search.as_json)
