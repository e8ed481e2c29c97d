"""The comparison of the branches of a plan, and what it is made from."""

import math
from dataclasses import dataclass
from typing import Any

from reassure.model.branch_choices import NoRegretKind, OutlookMeasure
from reassure.model.branch_outputs import (
    AgreementStanding,
    BranchLine,
    BranchNation,
    BranchOffer,
    BranchOutlook,
    BranchSummary,
    NoRegretStep,
)
from reassure.model.result import Result
from reassure.model.results import Costs, Deployment, ForcePlan
from reassure.model.table import Table


@dataclass(frozen=True)
class BranchRun:
    """What the steps made of one branch; a step that did not run is None.

    Attributes
    ----------
    force_plan, deployment, costs
        Results for the plan of the branch.
    failure
        Why it could not be planned; empty: it was.
    is_stopped
        Whether it was stopped before all of its steps ran.
    """

    force_plan: ForcePlan | None = None
    deployment: Deployment | None = None
    costs: Costs | None = None
    failure: str = ""
    is_stopped: bool = False


@dataclass(frozen=True)
class Branches(Result):
    """What each branch needs, who stays in, what is common to all, what is to be expected.

    Attributes
    ----------
    agreement_states
        Where every agreement stands today.
    branch_summaries
        One row per branch, also of those that could not be planned.
    branch_nations, branch_offers
        What nations and offers give in every branch that was planned.
    branch_lines
        In which branches every line counts.
    no_regret_steps
        What is needed whichever branch comes, what must be decided first.
    branch_outlooks
        Expected, worst and best over the branches.
    no_branch_probability
        Chance that none of the branches comes; None where some chance is not stated.
    assumptions
        What was taken as given, in sentences.
    """

    agreement_states: Table[AgreementStanding]
    branch_summaries: Table[BranchSummary]
    branch_nations: Table[BranchNation]
    branch_offers: Table[BranchOffer]
    branch_lines: Table[BranchLine]
    no_regret_steps: Table[NoRegretStep]
    branch_outlooks: Table[BranchOutlook]
    no_branch_probability: float | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def planned(self) -> tuple[str, ...]:
        """Branches that were planned."""
        return tuple(row.branch for row in self.branch_summaries if row.failure is None)

    @property
    def holding(self) -> tuple[str, ...]:
        """Branches whose states all hold today."""
        return tuple(row.branch for row in self.branch_summaries if row.holds_today)

    @property
    def no_regret_units(self) -> int:
        """Units that serve in every branch."""
        steps = (row for row in self.no_regret_steps if row.kind is NoRegretKind.OFFER)
        return sum(row.units for row in steps)

    def outlook(self, measure: OutlookMeasure) -> BranchOutlook:
        """Return what is to be expected and feared of one figure."""
        return next(row for row in self.branch_outlooks if row.figure is measure)

    def figures(self) -> dict[str, Any]:
        """Return branches, those that hold, what is common, and the outlook by measure."""
        nations = {row.nation for row in self.branch_nations if row.is_in_all}
        return {
            "branches": len(self.branch_summaries),
            "planned": len(self.planned),
            "holding": list(self.holding),
            "no_branch_probability": self.no_branch_probability,
            "lines_in_all": sum(1 for row in self.branch_lines if row.is_in_all),
            "nations_in_all": sorted(nations),
            "no_regret_units": self.no_regret_units,
            "expected": {row.figure.value: row.expected for row in self.branch_outlooks},
            "worst": {row.figure.value: row.worst for row in self.branch_outlooks},
        }


def rest_of(probabilities: list[float | None]) -> float | None:
    """Return the chance that no branch comes; None where a chance is not stated.

    >>> rest_of([0.5, 0.25]), rest_of([0.5, None])
    (0.25, None)
    """
    known = [value for value in probabilities if value is not None]
    if len(known) < len(probabilities) or not known:
        return None
    return max(0.0, round(1.0 - math.fsum(known), 12))
