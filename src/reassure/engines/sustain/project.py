"""Project supply over the whole plan: stocks, use and resupply by place, class and day."""

import numpy as np
import polars as pl

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.engines.sustain.arrays import Projection, projection_of
from reassure.engines.sustain.assumptions import assumptions_of
from reassure.engines.sustain.binding import binding_of
from reassure.engines.sustain.demand import units_of
from reassure.engines.sustain.step import DUST_T, SupplyState, run_days, start_state
from reassure.model.choices import Status
from reassure.model.outputs import SupplyDay, SupplySite
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Deployment, ForcePlan, Supply
from reassure.model.table import Table

STEP = "sustain"

DECIMALS = 6
"""Figures are written to the gram: sums of decimals leave dust below it."""

_DAYS_BETWEEN_REPORTS = 30

_REFERENCES = {
    "sectors": ("location",),
    "consumption": ("capability", "supply_class"),
    "stocks": ("location", "supply_class"),
    "supply_policies": ("location", "supply_class", "from_location"),
    "links": ("from_location", "to_location"),
    "gauge_breaks": ("location",),
}


def project_supply(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment,
    *,
    seed: int = 0,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Supply:
    """Project stocks, use and resupply by place, class and day, with what is planned.

    Parameters
    ----------
    plan
        Plan with its supply tables and network.
    force_plan, deployment
        Results for this very plan: who serves where, and from which day.
    seed
        Root seed; kept in the provenance, nothing is drawn.
    time_limit_s
        Time that it may take [s], > 0; None: as long as it takes.
    threads
        Threads, >= 1; one is used.
    on_progress
        Told every thirty days of the plan.

    Returns
    -------
    Supply
        ``supply_days``: one row per place, class and day of the horizon; ``supply_sites``:
        the worst of each, with what binds where demand is not met.

    Raises
    ------
    UsageError
        ENG-INPUT-001 for results of another plan, ENG-INPUT-003 for a reference to nothing,
        ENG-SUS-001 if places supply each other in a ring, ENG-SEED-001, ENG-LIMIT-001.

    Notes
    -----
    Day-step and levels: docs/explain/sustain.md, eqs. 1-13.
    """
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_results_of(plan, force_plan, deployment)
    require_references(plan, _REFERENCES)
    watchdog = Watchdog(STEP, on_progress, time_limit_s)
    watchdog.tell(0.0, "counting what is used")
    projection = projection_of(plan, units_of(plan, force_plan, deployment), deployment)
    state = start_state(projection.inputs)
    day = 0
    while day < projection.n_days and not watchdog.tell(day / projection.n_days, f"day {day}"):
        until_day = min(day + _DAYS_BETWEEN_REPORTS, projection.n_days)
        run_days(projection.inputs, state, day, until_day)
        day = until_day
    is_done = day == projection.n_days
    if is_done:
        watchdog.tell(1.0, "done")
    return Supply(
        Provenance(
            STEP,
            seed,
            plan.sha256,
            versions_of("numpy"),
            Status.COMPUTED if is_done else Status.PARTIAL,
            None if is_done else watchdog.stopped_by,
        ),
        _supply_days(projection, state, day),
        _supply_sites(projection, state, day),
        assumptions_of(projection, state),
    )


def _supply_days(projection: Projection, state: SupplyState, n_done: int) -> Table[SupplyDay]:
    items = projection.web.items
    if not items or not n_done:
        return Table.empty(SupplyDay)
    on_hand_t, unmet_t = state.on_hand_t[:n_done], state.unmet_t[:n_done]
    days_of_supply = [projection.days_of_supply(i, on_hand_t[:, i]) for i in range(len(items))]
    frame = pl.DataFrame(
        {
            "location": np.repeat([item.location for item in items], n_done),
            "supply_class": np.repeat([item.supply_class for item in items], n_done),
            "day": np.tile(np.arange(n_done), len(items)),
            "on_hand_t": on_hand_t.T.ravel(),
            "days_of_supply": np.concatenate(days_of_supply),
            "unmet_t": unmet_t.T.ravel(),
        }
    )
    figures = pl.col("on_hand_t", "unmet_t", "days_of_supply").fill_nan(None).round(DECIMALS)
    return Table(SupplyDay, frame.with_columns(figures))


def _supply_sites(projection: Projection, state: SupplyState, n_done: int) -> Table[SupplySite]:
    rows: list[SupplySite] = []
    for i, item in enumerate(projection.web.items):
        unmet_t = state.unmet_t[:n_done, i]
        short = np.flatnonzero(unmet_t > DUST_T)
        first_short = int(short[0]) if short.size else None
        is_used = projection.inputs.demand_t[:n_done, i] > 0
        days_of_supply = projection.days_of_supply(i, state.on_hand_t[:n_done, i])
        counted = days_of_supply[is_used & ~np.isnan(days_of_supply)]
        waiting_t = float(unmet_t[-1]) if n_done else 0.0
        rows.append(
            SupplySite(
                location=item.location,
                supply_class=item.supply_class,
                consumed_t=round(float(state.met_t[:n_done, i].sum()), DECIMALS),
                unmet_t=round(waiting_t if item.is_backlog else float(unmet_t.sum()), DECIMALS),
                min_days_of_supply=round(float(counted.min()), DECIMALS) if counted.size else None,
                first_short_day=first_short,
                binding=None
                if first_short is None
                else binding_of(projection, state, i, first_short),
            )
        )
    return Table.of(SupplySite, rows)
