"""The engine's one door: a plan and its force plan in, a deployment out."""

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.engines.deploy.assumptions import assumptions_of
from reassure.engines.deploy.bound import closure_bound
from reassure.engines.deploy.result import tables_of
from reassure.engines.deploy.schedule import ListSchedule
from reassure.engines.deploy.tours import tours_of
from reassure.model.choices import Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, gap_of, versions_of
from reassure.model.results import Deployment, ForcePlan

FOLLOWED = {
    "offers": ("capability", "origin", "nation"),
    "requirements": ("sector", "objective"),
    "sectors": ("location",),
    "links": ("from_location", "to_location"),
    "gauge_breaks": ("location",),
    "lifts": ("home",),
    "outages": ("location", "link"),
}
"""References that the engine follows, by table."""


def schedule_deployment(
    plan: Plan,
    force_plan: ForcePlan,
    *,
    seed: int = 0,
    gap: float = 0.0,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Deployment:
    """Schedule the movement of every assigned unit over the network.

    Parameters
    ----------
    plan
        Plan with its network.
    force_plan
        Who serves where and when; made from the same plan.
    seed
        Root seed, >= 0; the list schedule draws nothing, and keeps it for the record.
    gap
        Distance of schedule and bound that is good enough, a fraction >= 0.
    time_limit_s
        Time that the engine may take [s], > 0; None: as long as its work takes.
    threads
        Threads that it may use, >= 1; the list schedule uses one.
    on_progress
        Told the share of units scheduled; a true answer stops with what is scheduled.

    Returns
    -------
    Deployment
        Loads, legs, arrivals, use of limits by day; optimal where nothing is to move.
        ``objective`` is the closure day, None if
        a unit never arrives within the horizon; ``bound`` a day before which no schedule of
        these loads closes in which no unit loads before its release day. What a stop leaves
        unscheduled never arrives, without a binding limit, and the status is partial.

    Raises
    ------
    UsageError
        ENG-INPUT-001 if ``force_plan`` was made from other inputs; ENG-SEED-001 if ``seed`` is
        negative; ENG-LIMIT-001 if ``gap``, ``time_limit_s`` or ``threads`` is out of range;
        ENG-INPUT-003 if a field that the engine follows names no record.

    Notes
    -----
    Model, equations and limits: docs/explain/deploy.md.

    Examples
    --------
    >>> from reassure.model.choices import Status, StoppedBy
    >>> from reassure.model.plan import Plan, PlanMeta
    >>> from reassure.model.result import Provenance
    >>> from reassure.model.results import ForcePlan
    >>> plan = Plan(
    ...     PlanMeta(
    ...         format=1, title="Empty", horizon_days=90, currency="USD", price_year=2025,
    ...         label="UNCLASSIFIED", notional=True,
    ...     )
    ... )
    >>> from reassure.model.outputs import Assignment, LineFill, Shortfall
    >>> from reassure.model.table import Table
    >>> made = Provenance("generate", 0, plan.sha256, {}, Status.OPTIMAL, StoppedBy.PROVEN)
    >>> nobody = ForcePlan(
    ...     made, Table.empty(Assignment), Table.empty(Shortfall), Table.empty(LineFill)
    ... )
    >>> schedule_deployment(plan, nobody).unfinished
    0
    """
    require_results_of(plan, force_plan)
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_references(plan, FOLLOWED)
    if not gap >= 0:
        cure = "give such a number, or leave gap out"
        raise UsageError(f"gap = {gap}", "a fraction from 0 on", cure, code="ENG-LIMIT-001")
    watchdog = Watchdog("deploy", on_progress, time_limit_s)
    schedule = ListSchedule(plan, tours_of(plan, force_plan))
    moves = schedule.run(watchdog)
    arrivals = [move.arrival_day for move in moves]
    known = [day for day in arrivals if day is not None and day <= schedule.horizon_day]
    objective = float(max(known)) if known and len(known) == len(moves) else None
    bound = None if watchdog.stopped_by else closure_bound(schedule, moves)
    status, stopped_by = (
        _outcome(objective, bound, gap, watchdog.stopped_by) if moves else (Status.OPTIMAL, None)
    )
    watchdog.tell(1.0, "units scheduled")
    provenance = Provenance(
        "deploy", seed, plan.sha256, versions_of(), status, stopped_by,
        objective, None if bound is None else float(bound),
    )  # fmt: skip
    return Deployment(
        provenance,
        **tables_of(schedule, moves),
        assumptions=assumptions_of(plan, [move.tour for move in moves]),
    )


def _outcome(
    objective: float | None, bound: int | None, gap: float, stopped_by: StoppedBy | None
) -> tuple[Status, StoppedBy]:
    if stopped_by is not None:
        return Status.PARTIAL, stopped_by
    reached = gap_of(objective, None if bound is None else float(bound))
    if reached == 0:
        return Status.OPTIMAL, StoppedBy.PROVEN
    if reached is not None and reached <= gap:
        return Status.FEASIBLE, StoppedBy.GAP
    return Status.FEASIBLE, StoppedBy.WORK
