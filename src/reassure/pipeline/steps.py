"""The steps: what each makes, what it is made from, and the order in which a plan takes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from reassure.model.result import Result
from reassure.model.results import Asks, Costs, Deployment, ForcePlan, Supply
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
    """

    result: type[Result]
    field: str
    section: str
    after: tuple[str, ...] = ()


STEPS = {
    "generate": Step(ForcePlan, "force_plan", "generation"),
    "deploy": Step(Deployment, "deployment", "deployment", ("generate",)),
    "sustain": Step(Supply, "supply", "supply", ("generate", "deploy")),
    "cost": Step(Costs, "costs", "cost", ("generate", "deploy", "sustain")),
    "ask": Step(Asks, "asks", "asks", ("generate",)),
    "upgrade": Step(Upgrades, "upgrades", "upgrades", ("generate", "deploy")),
}
"""Every step by its command; one never stands before what it is made from."""

FLOW = ("generate", "deploy", "sustain", "cost")
"""The steps that make a plan whole."""


def outdated_by(steps: Iterable[str]) -> frozenset[str]:
    """Return steps and all that is made from them: their results go when these are made anew.

    >>> sorted(outdated_by(["ask"])), sorted(outdated_by(["sustain"]))
    (['ask'], ['cost', 'sustain'])
    """
    made = set(steps)
    return frozenset(name for name, step in STEPS.items() if name in made or made & {*step.after})
