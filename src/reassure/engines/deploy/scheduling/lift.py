"""How long carriers are taken: days of ships, aircraft, trains, convoys and barges."""

import math

from reassure.engines.deploy.network.carriers import carrier_size
from reassure.engines.deploy.parameters import LATE_DAY_IN_LIFT_DAYS
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.model.choices import Mode
from reassure.model.outputs import UseDay
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.table import Table

_TABLE, _FIELD = "lifts:", ".quantity"


def carriers_at_once(plan: Plan, binding: str) -> float | None:
    """Return how many carriers one unit of a limit is; None: it is no pool of carriers.

    Parameters
    ----------
    plan
        Plan with its lifts.
    binding
        Name of the limit, as table:id.field.

    Notes
    -----
    A pool of ships or aircraft counts these. One of trains, convoys or barges counts wagons,
    vehicles or tonnes, of which a carrier has as many as its rows have on the mean.
    """
    if not (binding.startswith(_TABLE) and binding.endswith(_FIELD)):
        return None
    lift = plan.lifts[binding[len(_TABLE) : -len(_FIELD)]]
    if lift.mode in (Mode.SEA, Mode.AIR):
        return 1.0
    rows = [row for row in plan.lifts if row.mode is lift.mode]
    n_carriers = sum(row.quantity for row in rows)
    whole = sum(row.quantity * carrier_size(row) for row in rows)
    return n_carriers / whole if whole else 1.0 / carrier_size(lift)


def lift_days_of(plan: Plan, use_days: Table[UseDay]) -> float:
    """Return how many days of carriers are taken within the plan.

    Parameters
    ----------
    plan, use_days
        The plan, and the use of its limits by day.
    """
    frame = use_days.frame
    pools = frame.filter(frame["limit"].str.starts_with(_TABLE))
    carriers = {limit: carriers_at_once(plan, limit) or 0.0 for limit in set(pools["limit"])}
    rows = zip(pools["limit"], pools["used"], strict=True)
    return math.fsum(used * carriers[limit] for limit, used in rows)


def lift_bound_of(
    made: Provenance, use_days: Table[UseDay], lift_days: float, light_bound: float
) -> float | None:
    """Return what no schedule takes less lift than that is no later; None: not known.

    Parameters
    ----------
    made
        Objective and bound of a schedule that saves lift.
    use_days, lift_days
        Its use of limits by day, and the days of carriers that it takes by that.
    light_bound
        What no schedule costs less than if a day late is as dear as a day of a carrier.

    Notes
    -----
    What of the objective is no lift is lateness. A schedule with no more of that takes at least
    what is left of the bound; and of the other bound, where the same lateness counts less.
    """
    if made.objective is None or made.bound is None:
        return None
    late = max(0.0, made.objective - lift_days)
    known = max(made.bound - late, light_bound - late / LATE_DAY_IN_LIFT_DAYS)
    # Each day's use is told to nine decimals, and the objective is much more than its lift.
    return held_bound(max(0.0, known), lift_days, scale=made.objective + len(use_days))
