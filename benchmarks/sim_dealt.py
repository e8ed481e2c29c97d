"""What chance deals to one replication, read out of the engine's arrays: for models that draw none.

So that contestants meet the same luck, it is drawn before any of them begins.
"""

from typing import NamedTuple

import numpy as np

from benchmarks.sim_scenario import UNTIL_DAY
from reassure.engines.common.philox import seed_key
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.dealing_supply import dealt_days
from reassure.engines.simulate.desk import Provision
from reassure.engines.simulate.replicate import Bench, bench_for, move
from reassure.engines.simulate.scenario import Course, Floats, Outcome, Resources
from reassure.engines.sustain.step import SupplyInputs

LEVELS = 8
"""Levels of priority that there may be, as for plans that are read."""


class DealtMovement(NamedTuple):
    """One movement that is drawn.

    Attributes
    ----------
    resources, course
        Resources and what was dealt, as the engine's passes take them.
    outcome
        What became of it.
    """

    resources: Resources
    course: Course
    outcome: Outcome


def bench_of(arrays: Arrays) -> Bench:
    """Return room for replications of the typical plan."""
    return bench_for(arrays, from_day=0.0, until_day=UNTIL_DAY, levels=LEVELS)


def deal_movement(arrays: Arrays, seed: int, replication: int, *, by_level: bool) -> DealtMovement:
    """Draw the movement of one replication, and work it out."""
    bench, _ = move(
        arrays, bench_of(arrays), seed_key(seed), replication, UNTIL_DAY, by_level=by_level
    )
    windows = bench.windows
    course = Course(bench.enter_day, bench.service_days, bench.leg_days, *windows)
    resources = arrays.resources._replace(per_day=bench.per_day)
    return DealtMovement(resources, course, bench.outcome)


def deal_supply(
    provision: Provision, inputs: SupplyInputs, there_day: Floats, seed: int, replication: int
) -> SupplyInputs:
    """Return the arrays of the day-step with what one replication is dealt on all days."""
    n_days = inputs.demand_t.shape[0]
    factor, arrive_day, limit_t = dealt_days(provision, inputs, seed_key(seed), replication)
    present = _present(provision, there_day, n_days)
    demand_t = np.zeros(inputs.demand_t.shape)
    for user, used, use_t in zip(provision.user, provision.used, provision.use_t.T, strict=True):
        demand_t[:, used] += present[:, user] * use_t
    demand_t *= factor
    return inputs._replace(demand_t=demand_t, arrive_day=arrive_day, limit_t=limit_t)


def _present(provision: Provision, there_day: Floats, n_days: int) -> Floats:
    days = np.arange(n_days)[:, None]
    is_there = (np.floor(there_day) <= days) & (days < provision.leave_day)
    n_groups = int(provision.group.max()) + 1
    return is_there.astype(float) @ np.eye(n_groups)[provision.group]
