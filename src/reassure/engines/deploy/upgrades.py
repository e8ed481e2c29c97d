"""Infrastructure readiness: what binds movement, what upgrades are worth, the best set of them."""

from collections.abc import Sequence
from dataclasses import replace

from reassure.engines.common.inputs import (
    require_limits,
    require_references,
    require_results_of,
    require_seed,
)
from reassure.engines.deploy.moving.movements import movements_of
from reassure.engines.deploy.opening import FOLLOWED
from reassure.engines.deploy.readiness.picking import Members, sets_for
from reassure.engines.deploy.readiness.study import LAST_SHARE, SINGLE_SHARE, Study
from reassure.engines.deploy.readiness.trials import STEP, Task, Trial
from reassure.engines.deploy.readiness.upgrading import (
    Role,
    is_better,
    ready_day_of,
    require_fields,
    role_of,
)
from reassure.engines.deploy.readiness.valuation import set_rows, value_rows
from reassure.engines.deploy.readiness.worth import (
    at_most,
    bottlenecks_of,
    holds_back,
    queue_days_of,
)
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.engines.deploy.telling.outcome import settle
from reassure.engines.deploy.telling.result import use_days_of
from reassure.model.arguments import DEFAULT_TOP, require_budget, require_gap, require_top_upgrades
from reassure.model.choices import MoveObjective, Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.network import Upgrade
from reassure.model.outputs import UseDay
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table
from reassure.model.upgrade_choices import SetMethod, UpgradeOutcome
from reassure.model.upgrade_outputs import Bottleneck, UpgradeSet, UpgradeValue
from reassure.model.upgrade_results import Upgrades

SET_TRIALS = 5
"""Schedules that the search for a set is taken to need, when the time is shared out."""

FROM_C_DAY = "Work on every upgrade starts on C-day; it is in force from the day it is ready on"
SAME_LOADS = "With upgrades, units are cut into the same loads and released on the same days"
APRONS = (
    "Shorter ground times and longer hours of an airfield let its apron work more aircraft; that "
    "aircraft then come round sooner is not counted"
)


def rank_upgrades(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment | None = None,
    *,
    budget: float | None = None,
    top: int = DEFAULT_TOP,
    seed: int = 0,
    gap: float = 0.0,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Upgrades:
    """Say what binds the movement of a force, and what upgrades of the network are worth.

    Parameters
    ----------
    plan
        Plan with its network and upgrades.
    force_plan
        Who serves where and when; made from the same plan.
    deployment
        Its movement. If it lowers the closure of units, so do the schedules made here; else they
        lower weighted lateness. Where it lowers the same and is better than what is found here,
        gains are measured against it.
    budget
        Money for a set of upgrades [the plan's currency]; None: no set is sought.
    top
        How many upgrades, those that promise most, are worked out: movement is scheduled anew
        with each. Of the others only what they save at most is told, by prices.
    seed, gap
        As in `schedule_deployment`; the same for every schedule, so that luck is the same for all.
    time_limit_s
        Time for all of it [s]; None: as long as the counted work takes. What is not worked out by
        then has no gain.
    threads
        Upgrades that are worked out at the same time. The result is the same whatever this is.
    on_progress
        Told of progress; a true answer asks to stop with what is known.

    Returns
    -------
    Upgrades
        Upgrades by what they gain, bottlenecks, and the sets that were tried for the budget.
        Gains are in what these schedules lower, over everything that moves.

    Raises
    ------
    UsageError
        As `schedule_deployment`; ENG-UPG-001 for a budget below 0, ENG-UPG-002 for ``top`` below
        1, ENG-UPG-003 for an upgrade of a field that its record does not have, ENG-UPG-004 for a
        movement that was planned on while under way: every schedule made here starts from scratch.

    Notes
    -----
    Prices, intervals and their limits: docs/explain/upgrade.md.
    """
    require_seed(seed)
    require_gap(gap)
    require_budget(budget)
    require_top_upgrades(top)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_results_of(plan, force_plan, deployment)
    _require_from_start(deployment)
    require_references(plan, FOLLOWED | {"upgrades": ("location", "link", "gauge_break")})
    require_fields(plan)
    watch = Watchdog(STEP, on_progress, time_limit_s)
    lowered = MoveObjective.LATENESS
    if deployment is not None and deployment.lowered is MoveObjective.CLOSURE:
        lowered = MoveObjective.CLOSURE
    task = Task(plan, tuple(movements_of(plan, force_plan).tours), lowered, seed, gap)
    study = Study(task, watch, threads=threads, n_extra=SET_TRIALS if budget is not None else 0)
    base = study.begin(deployment)
    use_days = Table.empty(UseDay) if base is None else _use_days(base, deployment)
    queues = {row.id: queue_days_of(use_days, row) for row in plan.upgrades}
    outcomes, prices = _screen(plan, base, queues)
    if base is None:
        return Upgrades(
            _provenance(plan, seed, None, watch),
            Table.of(UpgradeValue, value_rows(plan, None, outcomes, prices, {})),
            Table.empty(UpgradeSet),
            Table.empty(Bottleneck),
            _assumptions(plan, {}, budget),
            lowered,
            budget,
        )
    waiting = [row for row in plan.upgrades if outcomes[row.id] is UpgradeOutcome.NOT_WORKED_OUT]
    # What has no price is not known to be worth little: it is worked out first.
    waiting.sort(key=lambda row: (_promise(prices[row.id]), -queues[row.id], row.id))
    share = LAST_SHARE if budget is None else SINGLE_SHARE
    singles = study.work_out(waiting[:top], until=share)
    outcomes |= dict.fromkeys(singles, UpgradeOutcome.WORKED_OUT)
    open_ones = [row for row in plan.upgrades if outcomes[row.id] in _OPEN]
    sets = _seek_sets(study, base, singles, prices, open_ones, budget, seed=seed)
    every = [((name,), trial) for name, trial in singles.items()]
    best = _bounded(base, prices, [*every, *sets.values()])
    watch.tell(1.0, "upgrades ranked")
    return Upgrades(
        provenance=_provenance(plan, seed, best, watch),
        upgrade_values=Table.of(UpgradeValue, value_rows(plan, best, outcomes, prices, singles)),
        upgrade_sets=Table.of(UpgradeSet, set_rows(plan, best, sets, budget or 0.0)),
        bottlenecks=bottlenecks_of(plan, base, use_days),
        assumptions=_assumptions(plan, sets, budget),
        lowered=lowered,
        budget=budget,
    )


_OPEN = (UpgradeOutcome.WORKED_OUT, UpgradeOutcome.NOT_WORKED_OUT, UpgradeOutcome.NO_NEED)
"""Outcomes of upgrades that may be worth something together with others."""


def _require_from_start(deployment: Deployment | None) -> None:
    if deployment is not None and deployment.as_of_day is not None:
        raise UsageError(
            f"a movement that was planned on from C+{deployment.as_of_day}, with what has moved "
            "until then",
            "one that is scheduled from its start: upgrades are valued by scheduling all of it "
            "anew, and what has moved cannot move again",
            "schedule it as if nothing had moved, into a folder of its own, with reassure deploy, "
            "and value upgrades with --from that folder",
            code="ENG-UPG-004",
        )


def _screen(
    plan: Plan, base: Trial | None, queues: dict[str, float]
) -> tuple[dict[str, UpgradeOutcome], dict[str, float | None]]:
    """Return what is known of every upgrade without working it out: outcome, and gain by prices."""
    outcomes: dict[str, UpgradeOutcome] = {}
    prices: dict[str, float | None] = {}
    is_settled = base is not None and replace(base, bound=base.priced).is_proven
    for row in plan.upgrades:
        prices[row.id] = 0.0
        if role_of(row) is Role.NONE:
            outcomes[row.id] = UpgradeOutcome.NO_MOVEMENT
        elif not is_better(plan, row):
            outcomes[row.id] = UpgradeOutcome.NO_LIMIT
        elif ready_day_of(row) > plan.meta.horizon_days:
            outcomes[row.id] = UpgradeOutcome.TOO_LATE
        elif base is None:
            outcomes[row.id], prices[row.id] = UpgradeOutcome.NOT_WORKED_OUT, None
        else:
            prices[row.id] = at_most(plan, base, [row])
            # Prices that were not found yet are zero too: a queue says that it may be needed.
            is_short = prices[row.id] != 0.0 or (queues[row.id] > 0 and not is_settled)
            is_needed = is_short and holds_back(plan, base.moves, row)
            outcomes[row.id] = (
                UpgradeOutcome.NOT_WORKED_OUT if is_needed else UpgradeOutcome.NO_NEED
            )
            if not is_needed:
                prices[row.id] = 0.0
    return outcomes, prices


def _use_days(base: Trial, deployment: Deployment | None) -> Table[UseDay]:
    if deployment is not None:
        return deployment.use_days
    settle(base.moves, base.found)
    return use_days_of(base.moves.limits, base.moves.horizon_day)


def _promise(by_price: float | None) -> tuple[bool, float]:
    return (by_price is not None, -(by_price or 0.0))


def _seek_sets(
    study: Study,
    base: Trial,
    singles: dict[str, Trial],
    prices: dict[str, float | None],
    upgrades: Sequence[Upgrade],
    budget: float | None,
    *,
    seed: int,
) -> dict[SetMethod, tuple[Members, Trial]]:
    if budget is None:
        return {}
    worked = {name: max(0.0, base.value - trial.value) for name, trial in singles.items()}
    by_price = {row.id: prices[row.id] for row in upgrades}
    promised = {name: value for name, value in by_price.items() if value is not None}
    # A gain that was worked out beyond the price is luck of the search.
    most = {name: base.below_bound(by_price[name]) for name in worked}
    gains = {
        name: value if (held := most[name]) is None else min(value, held)
        for name, value in worked.items()
    }
    return sets_for(
        base.moves.plan, upgrades, promised | gains, gains | promised, base,
        budget=budget, seed=seed, schedule=study.schedule,
    )  # fmt: skip


def _bounded(
    base: Trial, prices: dict[str, float | None], trials: Sequence[tuple[Members, Trial]]
) -> Trial:
    """Return movement without upgrades with the best bound known: what holds with them does too."""
    sound = [
        trial.bound
        for members, trial in trials
        if all(prices.get(name) is not None for name in members)
    ]
    return replace(base, bound=held_bound(max([base.bound, *sound]), base.value))


def _provenance(plan: Plan, seed: int, base: Trial | None, watch: Watchdog) -> Provenance:
    status, stopped_by = Status.PARTIAL, watch.stopped_by or StoppedBy.CLOCK
    if base is not None:
        status = Status.OPTIMAL if base.is_proven else Status.FEASIBLE
        is_proven = StoppedBy.PROVEN if base.is_proven else StoppedBy.WORK
        stopped_by = watch.stopped_by or is_proven
    return Provenance(
        step=STEP,
        seed=seed,
        inputs_sha256=plan.sha256,
        versions=versions_of("highspy"),
        status=status,
        stopped_by=stopped_by,
        objective=None if base is None else base.value,
        bound=None if base is None else base.bound,
    )


def _assumptions(
    plan: Plan, sets: dict[SetMethod, tuple[Members, Trial]], budget: float | None
) -> tuple[str, ...]:
    said = {FROM_C_DAY, SAME_LOADS}
    if any(role_of(row) is Role.APRON for row in plan.upgrades):
        said.add(APRONS)
    cheapest = min(plan.upgrades, key=lambda row: (row.cost, row.id), default=None)
    if budget is not None and cheapest is not None and cheapest.cost > budget:
        said.add(
            f"A budget of {budget:,.0f} {plan.meta.currency} pays for no upgrade: the cheapest, "
            f"{cheapest.id}, costs {cheapest.cost:,.0f}"
        )
    elif sets:
        said.add("The best set is the best of those tried; others may save more")
    return tuple(sorted(said))
