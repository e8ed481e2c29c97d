"""What every schedule of movement refuses to start with."""

import math

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.model.arguments import require_gap
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.result import Result

FOLLOWED = {
    "offers": ("capability", "origin", "nation"),
    "requirements": ("sector", "objective"),
    "sectors": ("location",),
    "links": ("from_location", "to_location"),
    "gauge_breaks": ("location",),
    "movement_profiles": ("capability", "offer", "marry_up"),
    "lifts": ("home",),
    "outages": ("location", "link"),
    "stocks": ("location",),
    "pledges": ("nation", "item", "origin", "need", "renews"),
    "pledge_events": ("pledge",),
    "needs": ("location", "objective", "item"),
}
"""References that the engine follows, by table."""


def require_inputs(
    plan: Plan,
    *results: Result,
    seed: int,
    time_limit_s: float | None,
    threads: int,
    gap: float = 0.0,
) -> None:
    """Refuse foreign results, limits out of range, and a plan with references to nothing.

    Raises
    ------
    UsageError
        ENG-INPUT-001 if a result was made from another plan; ENG-SEED-001 if ``seed`` is negative;
        ENG-LIMIT-001 if ``gap``, ``time_limit_s`` or ``threads`` is out of range; ENG-INPUT-003 if
        a field that the engine follows names no record.
    """
    require_results_of(plan, *results)
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_references(plan, FOLLOWED)
    require_gap(gap)


def require_day(plan: Plan, name: str, day: int) -> None:
    """Refuse a day that is none of the plan.

    Parameters
    ----------
    plan
        The plan.
    name, day
        What the day is called, and which it is.

    Raises
    ------
    UsageError
        ENG-DAY-001.
    """
    if not 0 <= day < plan.meta.horizon_days:
        raise UsageError(
            f"{name} = {day}",
            f"a day from 0 to {math.ceil(plan.meta.horizon_days) - 1}",
            "choose a day of the plan",
            code="ENG-DAY-001",
        )
