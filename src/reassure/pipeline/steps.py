"""The steps: what each makes, what it is made from, and the order in which a plan takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reassure.model.branch_results import Branches
from reassure.model.progress_results import Progress
from reassure.model.result import Result
from reassure.model.results import Asks, Costs, Deployment, ForcePlan, Supply
from reassure.model.roe_results import Permissions
from reassure.model.simulation_results import Simulation
from reassure.model.upgrade_results import Upgrades


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes
    ----------
    result
        What it makes.
    field
        Field of `Run` that holds that.
    section
        Its part of the summary.
    after
        Steps that it is made from, in their order.
    time_weight
        Its part of a time limit, against those of the other steps of a run.
    """

    result: type[Result]
    field: str
    section: str
    after: tuple[str, ...] = ()
    time_weight: float = 0.05


BRANCHES = "branches"
"""Compares runs of every branch: no run of one plan makes it, nor is anything made from it."""

STEPS = {
    "generate": Step(ForcePlan, "force_plan", "generation", time_weight=0.45),
    "deploy": Step(Deployment, "deployment", "deployment", ("generate",), time_weight=0.45),
    "sustain": Step(Supply, "supply", "supply", ("generate", "deploy")),
    "cost": Step(Costs, "costs", "cost", ("generate", "deploy", "sustain")),
    "ask": Step(Asks, "asks", "asks", ("generate",), time_weight=0.2),
    "upgrade": Step(Upgrades, "upgrades", "upgrades", ("generate", "deploy"), time_weight=0.45),
    "roe": Step(Permissions, "permissions", "permissions", ("generate",)),
    "status": Step(Progress, "progress", "progress", ("generate", "deploy")),
    "simulate": Step(
        Simulation, "simulation", "simulation", ("generate", "deploy"), time_weight=0.2
    ),
    BRANCHES: Step(Branches, "branches", "branches"),
}
"""Every step by its command; one never stands before what it is made from."""

FLOW = ("generate", "deploy", "sustain", "cost", "roe", "status", "simulate")
"""The steps that make a plan whole."""

WITHOUT_CHANCE = FLOW[:-1]
"""Those of them that take the records as they stand: nothing is dealt."""


def outdated_by(steps: Iterable[str]) -> frozenset[str]:
    """Return steps and all that is made from them: their results go when these are made anew.

    >>> sorted(outdated_by(["ask"])), sorted(outdated_by(["sustain"]))
    (['ask'], ['cost', 'sustain'])
    """
    made = set(steps)
    return frozenset(name for name, step in STEPS.items() if name in made or made & {*step.after})


def time_share(steps: Sequence[str]) -> float:
    """Return the share of the time left that the first of some steps may take.

    What a step leaves unused is shared by those after it, and the last may take all that is left.

    Parameters
    ----------
    steps
        Steps that are still to run, in their order; at least one.

    Examples
    --------
    >>> time_share(["generate", "deploy", "sustain", "cost"]), time_share(["deploy"])
    (0.45, 1.0)
    """
    weights = [STEPS[step].time_weight for step in steps]
    return weights[0] / sum(weights)
