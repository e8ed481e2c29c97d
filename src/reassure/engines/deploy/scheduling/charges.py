"""What a schedule costs, compiled: units by themselves, objectives by their last, and lift.

What a unit costs by its days of arrival stands in `Traffic`. Beside that an objective may cost
what its last load does, and each day of a carrier may cost something (docs/explain/deploy.md,
eqs. 8, 16 and 17).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.deploy.network.labels import NOTHING
from reassure.engines.deploy.network.terrain import Floats, Ints, Terrain
from reassure.engines.deploy.network.traffic import Loads, Traffic, copy_loads, traveller_of
from reassure.engines.deploy.network.wayfinding import DAY


class Charges(NamedTuple):
    """What counts of a schedule.

    Attributes
    ----------
    by_last
        Whether a unit costs what its last load does, not the mean of its loads.
    group
        Objective that each unit is needed for, -1: none; empty where objectives cost nothing.
    first_member, member
        Units of each objective, one objective after another.
    late, never
        What the objective costs if this unit is its last, by day of arrival, shape
        (n_units, n_days); and if the unit never arrives.
    lift
        Price of the use of each limit from day 0 to before each day, shape (n_limits,
        n_days + 1); of no limits where lift costs nothing.
    """

    by_last: bool
    group: Ints
    first_member: Ints
    member: Ints
    late: Floats
    never: Floats
    lift: Floats


def own_charges(*, by_last: bool) -> Charges:
    """Return what counts where every unit costs something by itself alone."""
    none, no_rows = np.zeros(0, dtype=np.int32), np.zeros((0, 1))
    return Charges(by_last, none, none, none, no_rows, np.zeros(0), no_rows)


@njit(cache=True, nogil=True)
def unit_cost(traffic: Traffic, loads: Loads, unit: int, by_last: bool) -> float:
    """Return what one unit costs: the mean of its loads, or its last."""
    first, last = traffic.first_load[unit], traffic.first_load[unit + 1]
    total, latest, n_absent = 0.0, 0, 0
    for load in range(first, last):
        day = loads.arrival_day[load]
        if day < 0:
            n_absent += 1
        else:
            total += traffic.costs[unit, day]
            latest = max(latest, day)
    if by_last:
        return traffic.absent[unit] if n_absent else traffic.costs[unit, latest]
    return (total + n_absent * traffic.absent[unit]) / (last - first)


@njit(cache=True, nogil=True)
def lift_cost(terrain: Terrain, traffic: Traffic, loads: Loads, load: int, lift: Floats) -> float:
    """Return what one load pays for lift."""
    who, total, n_days = traveller_of(traffic, loads.unit[load]), 0.0, lift.shape[1] - 1
    for at in range(loads.n_arcs[load]):
        arc, start = loads.arcs[load, at], loads.starts[load, at]
        for use in range(terrain.first_use[arc], terrain.first_use[arc + 1]):
            limit = terrain.use_limit[use]
            first = min((start + terrain.use_after[use]) // DAY, n_days)
            last = min(first + terrain.use_days[use], n_days)
            price = lift[limit, last] - lift[limit, first]
            if price > 0.0:
                total += price * terrain.use_factor[use] * who.sizes[terrain.use_measure[use]]
    return total


@njit(cache=True, nogil=True)
def own_cost(
    terrain: Terrain, traffic: Traffic, loads: Loads, unit: int, charges: Charges
) -> float:
    """Return what one unit costs, with its lift."""
    total = unit_cost(traffic, loads, unit, charges.by_last)
    if len(charges.lift):
        for load in range(traffic.first_load[unit], traffic.first_load[unit + 1]):
            total += lift_cost(terrain, traffic, loads, load, charges.lift)
    return total


@njit(cache=True, nogil=True)
def group_cost(
    traffic: Traffic, loads: Loads, charges: Charges, group: int, counts_absent: bool
) -> float:
    """Return what one objective costs: what the last of its loads does.

    Parameters
    ----------
    traffic, loads, charges
        What moves and where, and what counts.
    group
        The objective.
    counts_absent
        Whether loads that do not arrive count too.
    """
    worst = 0.0
    for at in range(charges.first_member[group], charges.first_member[group + 1]):
        unit = charges.member[at]
        for load in range(traffic.first_load[unit], traffic.first_load[unit + 1]):
            day = loads.arrival_day[load]
            if day >= 0:
                worst = max(worst, charges.late[unit, day])
            elif counts_absent:
                worst = max(worst, charges.never[unit])
    return worst


@njit(cache=True, nogil=True)
def cost_of(terrain: Terrain, traffic: Traffic, loads: Loads, charges: Charges) -> float:
    """Return what all loads cost."""
    total = 0.0
    for unit in range(len(traffic.start)):
        total += own_cost(terrain, traffic, loads, unit, charges)
    for group in range(len(charges.first_member) - 1):
        total += group_cost(traffic, loads, charges, group, True)
    return total


def lift_of(terrain: Terrain, traffic: Traffic, loads: Loads, lift: Floats) -> float:
    """Return what all loads pay for lift."""
    rows = range(len(loads.unit))
    return sum(lift_cost(terrain, traffic, loads, row, lift) for row in rows)


def value_of(terrain: Terrain, traffic: Traffic, loads: Loads, charges: Charges) -> float:
    """Return what a schedule costs, of which some loads may arrive after the plan ends.

    They never arrive, but the lift that they take within the plan is taken.

    Parameters
    ----------
    terrain, charges
        The network, and what counts.
    traffic
        What moves, with costs up to the last day of the plan.
    loads
        Where they go, whenever they arrive.
    """
    late = loads.arrival_day >= traffic.costs.shape[1]
    total = float(cost_of(terrain, traffic, within(loads, traffic.costs.shape[1] - 1), charges))
    if len(charges.lift):
        rows = np.flatnonzero(late).tolist()
        total += sum(lift_cost(terrain, traffic, loads, row, charges.lift) for row in rows)
    return total


def within(loads: Loads, last_day: int) -> Loads:
    """Return the loads that arrive up to a day; the others are not moved."""
    kept = copy_loads(loads)
    late = kept.arrival_day > last_day
    kept.arrival_day[late], kept.n_arcs[late] = NOTHING, 0
    return kept
