"""Who may do what: usable against headline strength, holes, and what would close them."""

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.engines.roe.covering import Cover, cover, without_implied
from reassure.engines.roe.formations import formation_rows
from reassure.engines.roe.frame import Frame
from reassure.engines.roe.groups import groups_of
from reassure.engines.roe.holes import holes_of
from reassure.engines.roe.matrix import judge
from reassure.engines.roe.telling import (
    change_rows,
    hole_rows,
    limit_table,
    permission_table,
    written,
)
from reassure.model.choices import Status, StoppedBy
from reassure.model.permits import NO_EVENTS, SILENCE
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, versions_of
from reassure.model.results import ForcePlan
from reassure.model.roe_outputs import FormationDifference, PermissionHole, PositionChange
from reassure.model.roe_results import Permissions
from reassure.model.table import Table

STEP = "roe"

FOLLOWED = {
    "offers": ("nation",),
    "requirements": ("objective", "sector", "tasks", "formation"),
    "caveats": ("nation", "offer", "sectors", "tasks", "measures"),
    "tasks": ("objective", "measures"),
    "measures": ("needs",),
    "measure_events": ("measure", "sectors"),
    "positions": ("nation", "measure", "sectors", "tasks"),
}
"""Fields that are followed to other records."""

WHOLE_PERIODS = "A period counts by the strictest of its days"
ALL_TASKS = "Units of a line that states no task are asked for every task of its objective"


def assess_permissions(
    plan: Plan,
    force_plan: ForcePlan,
    *,
    seed: int = 0,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Permissions:
    """Say how much of what serves may do its tasks, why not, and what would change it.

    Parameters
    ----------
    plan
        Plan with measures, tasks, positions and caveats.
    force_plan
        Who serves where and when; made from the same plan.
    seed
        Of the solver that looks for the fewest changes.
    time_limit_s
        Time for all of it [s]; None: as long as the counted work takes. The matrix is always whole;
        only the fewest changes may not be proven then.
    threads
        Never changes the result; one is used.
    on_progress
        Told of progress; a true answer asks to stop with what is known.

    Returns
    -------
    Permissions
        Matrix, limits, holes with their cures, positions by what each would open, and formations
        whose units may do different things.

    Raises
    ------
    UsageError
        ENG-INPUT-001 if the force plan was made from another plan, ENG-INPUT-003 for a reference
        to nothing, ENG-SEED-001 and ENG-LIMIT-001 for what no run can be made with.

    Notes
    -----
    docs/explain/roe.md, eqs. 1 to 11.
    """
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_results_of(plan, force_plan)
    require_references(plan, FOLLOWED)
    watch = Watchdog(STEP, on_progress, time_limit_s)
    frame = Frame(plan)
    matrix = judge(frame, list(groups_of(frame, force_plan)), watch)
    holes = holes_of(frame, matrix)
    covers = [cover(without_implied(hole.ways), seed=seed, watch=watch) for hole in holes]
    watch.tell(0.7, "choosing positions")
    stretches = [ways for hole in holes for ways in without_implied(hole.ways)]
    smallest = cover(stretches, seed=seed, watch=watch)
    return Permissions(
        _provenance(plan, seed, smallest, covers, watch),
        permission_table(frame, matrix),
        limit_table(frame, matrix),
        Table.of(PermissionHole, hole_rows(frame, matrix, holes, covers)),
        Table.of(PositionChange, change_rows(frame, matrix, holes, smallest)),
        Table.of(FormationDifference, formation_rows(frame, matrix)),
        written(frame, smallest.changes),
        _assumptions(plan),
    )


def _provenance(
    plan: Plan, seed: int, smallest: Cover, covers: list[Cover], watch: Watchdog
) -> Provenance:
    is_proven = smallest.is_proven and all(item.is_proven for item in covers)
    stopped_by = watch.stopped_by or StoppedBy.WORK
    return Provenance(
        step=STEP,
        seed=seed,
        inputs_sha256=plan.sha256,
        versions=versions_of("numpy", "highspy"),
        status=Status.OPTIMAL if is_proven else Status.PARTIAL,
        stopped_by=StoppedBy.PROVEN if is_proven else stopped_by,
        objective=float(len(smallest.changes)),
        bound=float(smallest.bound),
    )


def _assumptions(plan: Plan) -> tuple[str, ...]:
    told: list[str] = []
    if any(not line.tasks for line in plan.requirements):
        told.append(ALL_TASKS)
    if len(plan.measures):
        told.append(SILENCE)
        followed = {event.measure for event in plan.measure_events}
        if any(name not in followed for name in plan.measures.ids):
            told.append(NO_EVENTS)
    told.append(WHOLE_PERIODS)
    return tuple(told)
