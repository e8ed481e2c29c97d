"""Which upgrades a budget is best spent on: sets that are chosen, and then scheduled as a whole."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from reassure.engines.common.highs import Work, solve_program
from reassure.engines.common.program import Program
from reassure.engines.deploy.readiness.trials import Trial
from reassure.engines.deploy.readiness.worth import at_most
from reassure.model.network import Upgrade
from reassure.model.plan import Plan
from reassure.model.upgrade_choices import SetMethod

Members = tuple[str, ...]
"""Ids of the upgrades in a set, in their order."""

Scheduler = Callable[[Sequence[Upgrade]], Trial | None]
"""Schedules movement with a set; None: it was stopped."""

LEAST_GAIN = 1e-6
"""Weighted days late that a step must save."""

_WORK = Work(checks=10_000, iterations=100_000)


def best_for_budget(
    upgrades: Sequence[Upgrade], worth: Mapping[str, float], *, budget: float, seed: int
) -> Members:
    """Return the upgrades whose worths sum to most within a budget, exactly.

    Parameters
    ----------
    upgrades
        What can be chosen from.
    worth
        Worth of each alone; those without any are left out.
    budget
        Money that they may cost together.
    seed
        Seed of the solver.
    """
    paid = [row for row in upgrades if worth.get(row.id, 0.0) > LEAST_GAIN and row.cost <= budget]
    if sum(row.cost for row in paid) <= budget:
        return tuple(sorted(row.id for row in paid))
    n = len(paid)
    program = Program(
        gain=np.array([worth[row.id] for row in paid]),
        lower=np.zeros(n),
        upper=np.ones(n),
        is_integer=np.ones(n, dtype=np.bool_),
        row_lower=np.array([-np.inf]),
        # In shares of the budget: money is large against worths.
        row_upper=np.array([1.0]),
        starts=np.arange(n + 1, dtype=np.int32),
        rows=np.zeros(n, dtype=np.int32),
        values=np.array([row.cost / budget for row in paid]),
    )
    answer = solve_program(program, seed=seed, gap=0.0, work=_WORK)
    taken = np.zeros(n) if answer.solution is None else answer.solution
    return tuple(sorted(row.id for row, share in zip(paid, taken, strict=True) if share > 0.5))


def step_by_step(
    plan: Plan,
    upgrades: Sequence[Upgrade],
    worth: Mapping[str, float],
    base: Trial,
    *,
    budget: float,
    schedule: Scheduler,
) -> Members:
    """Return a set built one upgrade at a time, by what each promises for its cost.

    What one promises is read from the prices of the schedule with those before it, or, where it
    has no price, is its worth alone. One that saves nothing is kept while others follow, for two
    limits in a row must both rise; it is left out in the end where the set saves as much without.

    Parameters
    ----------
    plan, upgrades, worth, budget
        As in `best_for_budget`.
    base
        Movement without any.
    schedule
        Schedules movement with a set.
    """
    have: list[Upgrade] = []
    is_idle: list[bool] = []
    left, trial, spent = list(upgrades), base, 0.0
    while True:
        open_ones = [row for row in left if spent + row.cost <= budget]
        promised: dict[str, float] = {}
        for row in open_ones:
            by_price = at_most(plan, trial, [row], have)
            promised[row.id] = worth.get(row.id, 0.0) if by_price is None else by_price
        open_ones = [row for row in open_ones if promised[row.id] > LEAST_GAIN]
        if not open_ones:
            break
        chosen = min(open_ones, key=lambda row: (-promised[row.id] / max(row.cost, 1.0), row.id))
        left.remove(chosen)
        tried = schedule([*have, chosen])
        if tried is None:
            break
        is_idle.append(tried.value >= trial.value - LEAST_GAIN)
        have.append(chosen)
        trial, spent = tried, spent + chosen.cost
    while is_idle and is_idle[-1]:
        is_idle.pop()
        have.pop()
    kept = list(have)
    for row, is_dropped in zip(have, is_idle, strict=True):
        if is_dropped:
            rest = [other for other in kept if other is not row]
            whole, tried = schedule(kept), schedule(rest)
            if whole and tried and tried.value <= whole.value + LEAST_GAIN:
                kept = rest
    return tuple(sorted(row.id for row in kept))


def sets_for(
    plan: Plan,
    upgrades: Sequence[Upgrade],
    gains: Mapping[str, float],
    prices: Mapping[str, float],
    base: Trial,
    *,
    budget: float,
    seed: int,
    schedule: Scheduler,
) -> dict[SetMethod, tuple[Members, Trial]]:
    """Return the sets that were tried, with what movement makes of each.

    Parameters
    ----------
    gains, prices
        What each gains as worked out alone, or at most by prices where it was not; what it gains
        at most by prices, or as worked out where it has none.
    plan, upgrades, base, budget, seed, schedule
        As in `best_for_budget` and `step_by_step`.
    """
    by_id = {row.id: row for row in upgrades}
    chosen = {
        SetMethod.BY_GAIN: best_for_budget(upgrades, gains, budget=budget, seed=seed),
        SetMethod.BY_PRICE: best_for_budget(upgrades, prices, budget=budget, seed=seed),
        SetMethod.STEP_BY_STEP: step_by_step(
            plan, upgrades, gains, base, budget=budget, schedule=schedule
        ),
    }
    found: dict[SetMethod, tuple[Members, Trial]] = {}
    for method, members in chosen.items():
        trial = schedule([by_id[name] for name in members]) if members else None
        if trial is not None:
            found[method] = members, trial
    return found
