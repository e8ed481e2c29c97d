"""The result of ranking upgrades of the infrastructure."""

from dataclasses import dataclass
from typing import Any

from reassure.model.choices import MoveObjective
from reassure.model.result import Result
from reassure.model.table import Table
from reassure.model.upgrade_choices import UpgradeOutcome
from reassure.model.upgrade_outputs import Bottleneck, UpgradeSet, UpgradeValue


@dataclass(frozen=True)
class Upgrades(Result):
    """What binds movement, and what upgrades are worth; objective and bound are without any.

    Attributes
    ----------
    upgrade_values
        One row per upgrade of the plan, those worked out first, by what they gain.
    upgrade_sets
        Sets that were tried for the budget, the best first; empty without a budget.
    bottlenecks
        Limits that hold loads up, with the days on which they do.
    lowered
        What schedules lower; gains are savings of it.
    budget
        Money for a set; None: no set was sought.
    """

    upgrade_values: Table[UpgradeValue]
    upgrade_sets: Table[UpgradeSet]
    bottlenecks: Table[Bottleneck]
    assumptions: tuple[str, ...] = ()
    lowered: MoveObjective = MoveObjective.LATENESS
    budget: float | None = None

    @property
    def best_set(self) -> UpgradeSet | None:
        """The best of the sets that were tried; None where none was."""
        return min(self.upgrade_sets, key=lambda row: row.rank, default=None)

    def figures(self) -> dict[str, Any]:
        """Return how many upgrades there are, were worked out, and prove to gain; the best set."""
        rows, best = list(self.upgrade_values), self.best_set
        return {
            "upgrades": len(rows),
            "worked_out": sum(1 for row in rows if row.outcome is UpgradeOutcome.WORKED_OUT),
            "distinguishable": sum(1 for row in rows if row.is_distinguishable),
            "lowered": self.lowered.value,
            "budget": self.budget,
            "best_set": None if best is None else list(best.upgrades),
            "best_set_cost": None if best is None else best.cost,
            "best_set_gain": None if best is None else best.gain,
        }
