"""How a plan gets on: milestones and what blocks them, capability, transfers of authority."""

from collections.abc import Iterator, Mapping

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.engines.progress.capability import (
    capability_row,
    full,
    gap_rows,
    initial,
    objective_rows,
)
from reassure.engines.progress.network import Network, own_block
from reassure.engines.progress.presence import Tour, presence_of, tours_of
from reassure.engines.progress.telling import milestone_rows, path_rows, wait_rows
from reassure.engines.progress.transfers import transfer_rows
from reassure.engines.progress.wait import Wait
from reassure.engines.progress.waits import Judge
from reassure.model.choices import MilestoneState, Status
from reassure.model.milestones import other_waits_of, predecessors_of, today_of
from reassure.model.outputs import Shortfall
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.progress_choices import CapabilityLevel, WaitKind, WaitStanding
from reassure.model.progress_outputs import (
    CapabilityDay,
    CapabilityGap,
    CriticalStep,
    MilestoneDay,
    MilestoneWait,
    ObjectiveDay,
    Transfer,
)
from reassure.model.progress_results import Progress
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table

STEP = "status"

FOLLOWED = {
    "milestones": ("objective", "owner", "after", "waits_for"),
    "offers": ("nation",),
    "requirements": ("objective", "sector", "formation"),
    "conditions": ("offer", "agreement", "decision"),
    "measure_events": ("measure",),
    "agreement_events": ("agreement",),
    "pledge_events": ("pledge",),
}
"""Fields that are followed to other records."""

NO_TODAY = (
    "Which day is today is not known (as_of and c_day): nothing is overdue, and what is ordered "
    "is ordered on C-day"
)
DONE_DAYS = (
    "Records carry no day on which a milestone was reached: one that is done counts from its due "
    "day, or from today if that is sooner"
)
ORDERED_TODAY = "Upgrades and permissions of passage that milestones wait for are asked for today"
CUT_SHORT = "The movement was stopped early: units without a day of arrival count as never in place"


def assess_progress(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment,
    *,
    seed: int = 0,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Progress:
    """Say how milestones stand, what blocks them, and when objectives are capable.

    Parameters
    ----------
    plan
        Plan with its milestones; ``meta.today`` is the day that is looked from.
    force_plan, deployment
        Results for this very plan: who serves where and when, and when it is in place.
    seed
        Root seed; kept in the provenance, nothing is drawn.
    time_limit_s, threads
        Never change the result: it takes a fraction of a second, and is always whole.
    on_progress
        Told at the start and at the end.

    Returns
    -------
    Progress
        Expected day, slack and critical path of milestones, what they wait for, capability by
        objective, transfers of authority.

    Raises
    ------
    UsageError
        ENG-MILE-001 for milestones in a circle, ENG-INPUT-001 for results of another plan,
        ENG-INPUT-003 for a reference to nothing, ENG-SEED-001, ENG-LIMIT-001.

    Notes
    -----
    docs/explain/progress.md, eqs. 1 to 9.
    """
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_results_of(plan, force_plan, deployment)
    require_references(plan, FOLLOWED)
    watchdog = Watchdog(STEP, on_progress)
    watchdog.tell(0.0, "milestones")
    today = today_of(plan)
    arrivals = {row.pledge: row.planned_day for row in deployment.deliveries}
    waits = _waits(plan, Judge(plan, today, arrivals))
    network = Network(plan, today, waits)
    tours = tours_of(plan, force_plan, deployment)
    capability = _Capability(plan, force_plan, tours)
    made = Progress(
        Provenance(STEP, seed, plan.sha256, versions_of("numpy"), Status.COMPUTED),
        Table.of(MilestoneDay, milestone_rows(plan, network, today)),
        Table.of(MilestoneWait, wait_rows(plan, network, waits)),
        Table.of(CriticalStep, path_rows(plan, network)),
        Table.of(CapabilityDay, capability.days),
        Table.of(CapabilityGap, capability.gaps),
        Table.of(ObjectiveDay, capability.by_day),
        Table.of(Transfer, transfer_rows(plan, tours, deployment, today)),
        today,
        tuple(_assumptions(plan, deployment, today, waits)),
    )
    watchdog.tell(1.0, "done")
    return made


def _waits(plan: Plan, judge: Judge) -> dict[str, list[Wait]]:
    """Return what each open milestone waits for, milestones apart."""
    over = (MilestoneState.DONE, MilestoneState.CANCELLED)
    found: dict[str, list[Wait]] = {}
    for row in plan.milestones:
        if row.state in over:
            continue
        waits = [wait for item in other_waits_of(row) for wait in judge.waits(item)]
        before = (plan.milestones[name] for name in predecessors_of(row))
        has_open = any(other.state not in over for other in before)
        own = own_block(row, waits, has_open_before=has_open)
        found[row.id] = waits if own is None else [*waits, own]
    return found


class _Capability:
    """Rows of capability of every objective that lines of the force plan ask for."""

    def __init__(self, plan: Plan, force_plan: ForcePlan, tours: list[Tour]) -> None:
        self.days: list[CapabilityDay] = []
        self.gaps: list[CapabilityGap] = []
        self.by_day: list[ObjectiveDay] = []
        shortfalls: dict[str, list[Shortfall]] = {}
        for row in force_plan.shortfalls:
            shortfalls.setdefault(row.requirement, []).append(row)
        serving: dict[str, list[Tour]] = {}
        for tour in tours:
            serving.setdefault(tour.row.requirement, []).append(tour)
        lines: dict[str, list[str]] = {}
        for row in force_plan.line_fills:
            lines.setdefault(row.objective, []).append(row.requirement)
        for objective, own in sorted(lines.items()):
            presence = presence_of(plan, tuple(own), tours)
            self.by_day += objective_rows(objective, presence)
            reached = {
                CapabilityLevel.INITIAL: initial(presence, plan.meta.period_days),
                CapabilityLevel.FULL: full(presence),
            }
            for level, found in reached.items():
                self.days.append(capability_row(objective, level, presence, found))
                self.gaps += gap_rows(
                    objective, level, presence, found, shortfalls=shortfalls, tours=serving
                )


def _assumptions(
    plan: Plan,
    deployment: Deployment,
    today: float | None,
    waits: Mapping[str, list[Wait]],
) -> Iterator[str]:
    every = [wait for own in waits.values() for wait in own]
    if today is None:
        yield NO_TODAY
    if any(row.state is MilestoneState.DONE for row in plan.milestones):
        yield DONE_DAYS
    if any(wait.kind in (WaitKind.UPGRADE, WaitKind.CLEARANCE) for wait in every):
        yield ORDERED_TODAY
    if deployment.provenance.is_cut_short:
        yield CUT_SHORT
    given = (wait.words for wait in every if wait.standing is WaitStanding.ASSUMED)
    yield from (f"{words[:1].upper()}{words[1:]}" for words in dict.fromkeys(given))
