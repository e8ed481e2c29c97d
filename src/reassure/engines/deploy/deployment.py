"""The movement of a force: a plan and its force plan in, a deployment out."""

from collections.abc import Mapping

from reassure.engines.deploy.moving.movements import movements_of
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.opening import require_inputs
from reassure.engines.deploy.scheduling.bound import closure_bound
from reassure.engines.deploy.scheduling.solve import schedule_moves
from reassure.engines.deploy.scheduling.turns import keep_turns
from reassure.engines.deploy.telling.deployed import deployment_of
from reassure.engines.deploy.telling.ending import provenance_of
from reassure.engines.deploy.telling.outcome import settle
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.results import Deployment, ForcePlan


def schedule_deployment(
    plan: Plan,
    force_plan: ForcePlan,
    *,
    objective: MoveObjective = MoveObjective.LATENESS,
    method: MoveMethod = MoveMethod.SEARCH,
    n_loads: Mapping[str, int] | None = None,
    seed: int = 0,
    gap: float = 0.0,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Deployment:
    """Schedule the movement of every assigned unit, out and home, and of pledges.

    Parameters
    ----------
    plan
        Plan with its network.
    force_plan
        Who serves where and when; made from the same plan.
    objective
        What is lowered, over all that is carried.
    method
        The list schedule alone, or the search from it.
    n_loads
        Loads that a unit is cut into, by assignment; others are cut by parcels.
    seed
        Root seed, >= 0.
    gap
        Distance of schedule and bound that is good enough, a fraction >= 0.
    time_limit_s
        Time that the engine may take [s], > 0; None: as long as its work takes.
    threads
        Threads that it may use, >= 1; it uses one.
    on_progress
        Told how far it is; a true answer stops with what is scheduled.

    Returns
    -------
    Deployment
        Loads, legs, arrivals, ways home, deliveries and use of limits by day; optimal where nothing
        is to move.
        ``provenance.objective`` is what ``objective`` names, summed over what is carried, None
        where nothing is, and ``provenance.bound`` what no schedule of these loads, in which no
        unit loads before its release day, comes below. What a stop leaves unscheduled never
        arrives, without a binding limit, and the status is partial.

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
    >>> from reassure.model.choices import MoveMethod, MoveObjective, Status, StoppedBy
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
    require_inputs(plan, force_plan, seed=seed, time_limit_s=time_limit_s, threads=threads, gap=gap)
    watchdog = Watchdog("deploy", on_progress, time_limit_s)
    movements = movements_of(plan, force_plan)
    moves = Moves(plan, movements.tours, n_loads=n_loads)
    moves.prepare(watchdog)
    found = None
    if moves.carried:
        found = schedule_moves(
            moves, objective=objective, method=method, seed=seed, gap=gap, watch=watchdog
        )
        keep_turns(moves, found, objective)
    settle(moves, found)
    return deployment_of(
        plan,
        force_plan,
        movements,
        moves,
        provenance=provenance_of("deploy", moves, found, seed=seed, gap=gap, watch=watchdog),
        lowered=objective,
        method=MoveMethod.LIST if found is None else found.method,
        light_bound=0.0 if found is None else found.light_bound,
        closure_bound=closure_bound(moves) if moves.is_whole else None,
    )
