"""What a schedule lowers, as costs: of units, of objectives, and of lift."""

from dataclasses import dataclass

import numpy as np

from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.terrain import Floats
from reassure.engines.deploy.network.traffic import Traffic
from reassure.engines.deploy.parameters import (
    EARLINESS,
    LATE_DAY_IN_LIFT_DAYS,
    LEAST_WEIGHT,
    NEVER_DAYS,
    UNITS_IN_CLOSURES,
)
from reassure.engines.deploy.scheduling.charges import Charges, own_charges
from reassure.engines.deploy.scheduling.lift import carriers_at_once
from reassure.model.choices import MoveObjective

WHOLE_FORCE = ""
"""Stands for all objectives together."""


@dataclass(frozen=True)
class Aim:
    """What counts of schedules, and what bounds them.

    Attributes
    ----------
    traffic
        What moves, with what each unit costs by itself, up to the last day of the plan.
    relaxed
        The same with costs that add up to no more than all that counts, lift apart: what bounds
        and flows go by.
    charges
        What counts beside the costs in ``traffic``.
    lift
        What the use of each limit costs by day, shape (n_limits, n_days); None: nothing.
    light
        Where lift costs something: what moves, with a day late as dear as a day of a carrier, and
        no cost of being in place later than need be.
    """

    traffic: Traffic
    relaxed: Traffic
    charges: Charges
    lift: Floats | None = None
    light: Traffic | None = None


def aim_of(moves: Moves, objective: MoveObjective, whole: Traffic) -> Aim:
    """Return what counts where an objective is lowered.

    Parameters
    ----------
    moves
        What moves; prepared.
    objective
        What is lowered.
    whole
        The same as arrays, with the cost of lateness up to the last day that is followed.
    """
    n_days = moves.horizon_day + 1
    traffic = whole._replace(costs=np.ascontiguousarray(whole.costs[:, :n_days]))
    match objective:
        case MoveObjective.LATENESS | MoveObjective.CLOSURE:
            by_last = objective is MoveObjective.CLOSURE
            return Aim(traffic, traffic, own_charges(by_last=by_last))
        case MoveObjective.CLOSURES | MoveObjective.FORCE:
            return _closures(moves, objective, traffic)
        case MoveObjective.LIFT:
            return _lift(moves, traffic)


def _closures(moves: Moves, objective: MoveObjective, traffic: Traffic) -> Aim:
    """Let objectives, or the force, cost what their last loads do, and units a little (eq. 16)."""
    traffic = traffic._replace(
        costs=UNITS_IN_CLOSURES * traffic.costs, absent=UNITS_IN_CLOSURES * traffic.absent
    )
    late, never = days_late(moves)
    served = [group_of(move, objective) for move in moves.carried]
    names = sorted({name for name in served if name is not None})
    places = {name: place for place, name in enumerate(names)}
    group = np.array([-1 if name is None else places[name] for name in served], dtype=np.int32)
    weights = np.array([group_weight(moves, name) for name in names])
    weight = np.where(group >= 0, np.append(weights, 0.0)[group], 0.0)
    late, never = weight[:, None] * late, weight * never
    member = np.argsort(group, kind="stable").astype(np.int32)[np.count_nonzero(group < 0) :]
    first = np.searchsorted(group[member], np.arange(len(names) + 1)).astype(np.int32)
    n_loads = np.diff(traffic.first_load).astype(np.float64)
    # The last of some loads is no sooner than their mean.
    summed = np.bincount(group[member], n_loads[member], minlength=len(names))
    share = np.where(group >= 0, n_loads / np.append(summed, 1.0)[group], 0.0)
    relaxed = traffic._replace(
        costs=traffic.costs + share[:, None] * late, absent=traffic.absent + share * never
    )
    charges = own_charges(by_last=False)._replace(
        group=group, first_member=first, member=member, late=late, never=never
    )
    return Aim(traffic, relaxed, charges)


def _lift(moves: Moves, traffic: Traffic) -> Aim:
    """Let each carrier cost its days, and lateness so much that it comes first (eq. 17)."""
    weight = np.array([max(move.tour.weight, 1.0) for move in moves.carried])
    late, never = days_late(moves)
    n_days = late.shape[1]
    light = traffic._replace(costs=weight[:, None] * late, absent=weight * never)
    weight = LATE_DAY_IN_LIFT_DAYS * weight
    early = EARLINESS * (np.arange(n_days)[None, :] - traffic.release_day[:, None])
    traffic = traffic._replace(
        costs=weight[:, None] * late + early,
        absent=weight * never + EARLINESS * moves.horizon_day,
    )
    limits = moves.limits
    prices = np.zeros((len(limits.limits), n_days))
    for number, limit in enumerate(limits.limits):
        carriers = None if limit.is_gate else carriers_at_once(moves.plan, limit.binding)
        if carriers is not None:
            # What carriers do after their service is not counted: there is no limit to it.
            is_counted = np.isfinite(np.array(limits.base[number][:n_days]))
            prices[number] = np.where(is_counted, carriers, 0.0)
    summed = np.zeros((len(prices), n_days + 1))
    np.cumsum(prices, axis=1, out=summed[:, 1:])
    charges = own_charges(by_last=False)._replace(lift=summed)
    return Aim(traffic, traffic, charges, prices, light)


def days_late(moves: Moves) -> tuple[Floats, Floats]:
    """Return by how many days each unit is late if it is in place on a day, and if never.

    Shapes (n_units, n_days) and (n_units,).
    """
    horizon = moves.horizon_day
    wanted = np.array([move.tour.wanted_day for move in moves.carried])
    days = np.arange(horizon + 1, dtype=np.float64)
    never = horizon - np.minimum(wanted, horizon) + NEVER_DAYS
    return np.maximum(0.0, days[None, :] - wanted[:, None]), never


def group_of(move: Move, objective: MoveObjective) -> str | None:
    """Return the objective that a unit is needed for; None: none that counts by its last load."""
    if move.tour.objective is None or not move.tour.is_outward:
        return None
    return WHOLE_FORCE if objective is MoveObjective.FORCE else move.tour.objective


def group_weight(moves: Moves, group: str) -> float:
    """Return what a day counts by which an objective, or the force, is complete too late."""
    if group == WHOLE_FORCE:
        return 1.0
    return max(moves.plan.objectives[group].weight, LEAST_WEIGHT)
