"""Compare the branches of a plan by what was planned for each."""

from collections.abc import Mapping, Sequence

from reassure.engines.branches.common_steps import no_regret_steps
from reassure.engines.branches.outlook import outlooks
from reassure.engines.branches.shares import (
    agreement_rows,
    line_rows,
    nation_rows,
    offer_rows,
    summary_row,
)
from reassure.engines.common.inputs import (
    require_references,
    require_results_of,
    require_seed,
)
from reassure.model.agreement import Branch
from reassure.model.branch_outputs import (
    AgreementStanding,
    BranchLine,
    BranchNation,
    BranchOffer,
    BranchOutlook,
    BranchSummary,
    NoRegretStep,
)
from reassure.model.branch_results import Branches, BranchRun, rest_of
from reassure.model.branching import plan_of_branch, require_branch, require_branches
from reassure.model.choices import Status
from reassure.model.plan import Plan
from reassure.model.result import Provenance, versions_of
from reassure.model.table import Table

STEP = "branches"
NOT_RUN = "It was not planned"

FOLLOWED = {
    "agreement_events": ("agreement",),
    "preconditions": ("agreement",),
    "requirements": ("branches", "sector", "capability"),
    "offers": ("nation", "capability"),
    "conditions": ("offer", "decision"),
}
"""Fields that are followed to other records."""

ON_ONE_CLOCK = (
    "Days of steps that every branch needs are counted from the plan's C-day, closures from the "
    "C-day of their branch: a branch that moves C-day moves all its days with it"
)
GIVEN_ONE_COMES = "What is expected is the mean over the branches, given that one of them comes"
UNITS_AT_ONCE = (
    "Units that serve in every branch are, of each offer, the most at once in the branch that "
    "needs fewest"
)


def compare_branches(plan: Plan, runs: Mapping[str, BranchRun], *, seed: int = 0) -> Branches:
    """Say what each branch needs, who stays in, what is common to all, and what is to be expected.

    Parameters
    ----------
    plan
        Plan with branches.
    runs
        By branch, what the steps made of `plan_of_branch`; a branch that is not there was not
        planned.
    seed
        Root seed; kept in the provenance, nothing is drawn.

    Returns
    -------
    Branches
        Tables over the branches; those that could not be planned keep their row and say why, and
        count in nothing else.

    Raises
    ------
    UsageError
        ENG-BRANCH-001 for a branch that the plan does not have, ENG-BRANCH-003 for a plan without
        any, ENG-INPUT-001 for a result of another plan, ENG-INPUT-003 for a reference to nothing,
        ENG-SEED-001.

    Notes
    -----
    docs/explain/branches.md, eqs. 1 to 4.
    """
    require_seed(seed)
    require_references(plan, FOLLOWED)
    require_branches(plan)
    for name, run in runs.items():
        require_branch(plan, name)
        if run.force_plan is not None:
            own = plan_of_branch(plan, name)
            require_results_of(own, run.force_plan, run.deployment, run.costs)
    rows = list(plan.branches)
    by_branch = {row.id: runs.get(row.id, BranchRun(failure=NOT_RUN)) for row in rows}
    planned = {
        name: run for name, run in by_branch.items() if run.force_plan is not None
    }  # in the order of ids
    summaries = [summary_row(plan, row, by_branch[row.id]) for row in rows]
    offers = offer_rows(planned)
    return Branches(
        _provenance(plan, seed, planned),
        Table.of(AgreementStanding, agreement_rows(plan)),
        Table.of(BranchSummary, summaries),
        Table.of(BranchNation, nation_rows(plan, planned)),
        Table.of(BranchOffer, offers),
        Table.of(BranchLine, line_rows(plan, planned)),
        Table.of(NoRegretStep, no_regret_steps(plan, planned, offers)),
        Table.of(BranchOutlook, outlooks(summaries)),
        rest_of([row.probability for row in rows]),
        _assumptions(rows, planned),
    )


def _provenance(plan: Plan, seed: int, planned: Mapping[str, BranchRun]) -> Provenance:
    """Say that it was computed, or that it rests on less than all there could be."""
    results = [
        result
        for run in planned.values()
        for result in (run.force_plan, run.deployment, run.costs)
        if result is not None
    ]
    is_cut = any(result.provenance.is_cut_short for result in results)
    is_cut |= any(run.is_stopped for run in planned.values())
    is_whole = len(planned) == len(plan.branches) and not is_cut
    status = Status.COMPUTED if is_whole else Status.PARTIAL
    return Provenance(STEP, seed, plan.sha256, versions_of(), status)


def _assumptions(rows: Sequence[Branch], planned: Mapping[str, BranchRun]) -> tuple[str, ...]:
    told = [UNITS_AT_ONCE]
    if any(row.c_day_shift for row in rows):
        told.append(ON_ONE_CLOCK)
    stated = [row.id for row in rows if row.probability is not None]
    if stated:
        told.append(GIVEN_ONE_COMES)
    unstated = [row.id for row in rows if row.probability is None]
    if stated and unstated:
        told.append(f"Branches without a probability are in no mean: {', '.join(unstated)}")
    left = [row.id for row in rows if row.id not in planned]
    if left:
        told.append(f"Branches that were not planned count in no comparison: {', '.join(left)}")
    return tuple(told)
