"""A settled schedule as a deployment: its tables, what places lack, and ways out."""

from typing import Any

from reassure.engines.deploy.moving.movements import Movements
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.scheduling.closures import objective_closures
from reassure.engines.deploy.scheduling.lift import lift_bound_of, lift_days_of
from reassure.engines.deploy.telling.assumptions import assumptions_of
from reassure.engines.deploy.telling.result import tables_of
from reassure.engines.deploy.telling.sites import site_assumptions, site_shortfalls_of, stays_of
from reassure.engines.deploy.telling.way_out import ways_out_of
from reassure.model.choices import MoveMethod, MoveObjective, MovePurpose
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.results import Deployment, ForcePlan


def deployment_of(
    plan: Plan,
    force_plan: ForcePlan,
    movements: Movements,
    moves: Moves,
    *,
    provenance: Provenance,
    lowered: MoveObjective,
    method: MoveMethod,
    notes: tuple[str, ...] = (),
    light_bound: float = 0.0,
    is_under_way: bool = False,
    **more: Any,
) -> Deployment:
    """Return what a schedule comes to.

    Parameters
    ----------
    plan, force_plan
        What it was made from.
    movements
        All movements of them, before anything is known of how they go.
    moves
        The same, settled.
    provenance, lowered, method
        How the schedule was made, and what it lowers.
    notes
        What it takes as given, beside what every schedule does.
    light_bound
        Where lift is saved: what no schedule costs less than if a day late is as dear as a day of
        a carrier.
    is_under_way
        Whether some of it may have moved already, before its day of release too: no day bounds
        when objectives are complete then.
    more
        Fields of the deployment that only some schedules have.
    """
    tables = tables_of(moves)
    leave_days = {
        tour.owner: tour.leave_day
        for tour in movements.tours
        if tour.purpose is MovePurpose.DEPLOYMENT
    }
    stays = stays_of(plan, force_plan, tables["arrivals"], leave_days)
    always = assumptions_of(plan, movements)
    lift_days = lift_days_of(plan, tables["use_days"])
    lift_bound = None
    if lowered is MoveObjective.LIFT:
        lift_bound = lift_bound_of(provenance, tables["use_days"], lift_days, light_bound)
    return Deployment(
        provenance,
        **tables,
        closures=objective_closures(moves, is_bounded=not is_under_way),
        site_shortfalls=site_shortfalls_of(plan, stays),
        ways_out=ways_out_of(moves),
        assumptions=(*notes, *always, *site_assumptions(plan, stays)),
        lowered=lowered,
        method=method,
        lift_days=lift_days,
        lift_days_bound=lift_bound,
        **more,
    )
