"""What to ask for next: units, ends of caveats and conditions, other positions, by their gain."""

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from reassure.engines.common.inputs import require_limits, require_results_of, require_seed
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.gains import KnownPlan, go_on, stand_on, work_out
from reassure.engines.generate.handover import draft_of, keep_limits, roster_of
from reassure.engines.generate.problem import problem_of
from reassure.engines.generate.replan import draft_from
from reassure.engines.generate.search import LEAST_GAIN
from reassure.engines.generate.shortlist import ScreenedAsk, screen_asks
from reassure.engines.generate.solve import solve_instance
from reassure.engines.generate.task import PROVEN_GAP
from reassure.engines.generate.typical import with_giver
from reassure.engines.generate.worth import worth_of
from reassure.model.arguments import DEFAULT_TOP, require_gap, require_nation, require_top
from reassure.model.choices import AskKind, Status, StoppedBy
from reassure.model.outputs import Ask
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, gap_of, versions_of
from reassure.model.results import Asks, ForcePlan
from reassure.model.roe_choices import Strength
from reassure.model.table import Table

STEP = "ask"

BASE_TIME = 0.5
"""Share of a time limit for the plan without anything asked for, where it has to be made."""

BASE_SHARE, SCREENED_SHARE = 0.4, 0.5
"""Shares of the whole step that are done once the plan is made, and once all asks are screened."""

TYPICAL = (
    "Units that are asked for have the median tours, rest and monthly cost of the offers of their "
    "capability; starting a tour costs nothing"
)
CONFINED = (
    "Units that are asked for have the grade, notice and attributes that the lines of their sector "
    "ask for; they serve in that sector alone, without conditions"
)


def rank_asks(
    plan: Plan,
    force_plan: ForcePlan | None = None,
    *,
    nation: str | None = None,
    top: int = DEFAULT_TOP,
    seed: int = 0,
    gap: float = 0.001,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Asks:
    """List what to ask for next, by what the force plan gains.

    Parameters
    ----------
    plan
        A plan whose references hold.
    force_plan
        A force plan of it to start from, whose strength counts here too; None: one is made first,
        of usable strength.
    nation
        Whom to ask: its units, its caveats, its conditions. None: everybody, and units of whoever
        can.
    top
        How many asks, those that can gain most, are worked out: the plan is solved anew with each.
        Of the others only the most that they can gain is told.
    seed
        Seed of the search, the same for every ask, so that luck is the same for all.
    gap
        As in `generate_forces`, for the plan that is made first.
    time_limit_s
        Time for all of it [s]; None: as long as the counted work takes. Asks that are not worked
        out by then have no gain.
    threads
        Asks that are worked out at the same time. The list is the same whatever this is.
    on_progress
        Told of progress; a true answer asks to stop with what is known.

    Returns
    -------
    Asks
        Those worked out first, by their gain; then the others by the most that they can gain.
        Gains are in weighted unit-periods.

    Raises
    ------
    UsageError
        ENG-SEED-001 or ENG-LIMIT-001 for a bad argument, ENG-INPUT-001 for a force plan of another
        plan, ENG-GEN-005 for a nation that is not in the plan, ENG-GEN-006 for ``top`` below 1.

    Notes
    -----
    Screening, intervals and their limits: docs/explain/ask.md.
    """
    require_seed(seed)
    require_gap(gap)
    require_top(top)
    require_nation(nation, plan.nations.ids)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_results_of(plan, force_plan)
    watch = Watchdog(STEP, on_progress, time_limit_s)
    standing = _stand(
        with_giver(plan, nation), force_plan, seed=seed, gap=gap, threads=threads, watch=watch
    )
    if not standing.is_proven and not watch.must_stop():
        standing = go_on(standing, seed=seed, watch=watch) or standing
    watch.tell(BASE_SHARE, "looking at what could be asked for")
    screened = screen_asks(standing, nation)
    watch.tell(SCREENED_SHARE, "working out the best asks")
    granted = list(_work_out(standing, screened[:top], seed=seed, threads=threads, watch=watch))
    control, results = granted[0], granted[1:]
    best = control or standing
    # What can only help leaves the plan's own limit below that of the plan with it.
    bounds = [one.bound for one in (standing, control, *results) if one is not None]
    best = replace(best, bound=max(best.value, min(bounds)))
    # Without the control any gain found might be luck of the search: none is told.
    rows = _rank(best, screened, results if control is not None else ())
    watch.tell(1.0, "asks ranked")
    return Asks(
        provenance=_provenance(plan, seed, gap, best, watch),
        asks=Table.of(Ask, rows),
        assumptions=_assumptions(standing, screened, nation),
    )


def _stand(
    plan: Plan,
    force_plan: ForcePlan | None,
    *,
    seed: int,
    gap: float,
    threads: int,
    watch: Watchdog,
) -> KnownPlan:
    """Return the plan with the force plan that was given, or one that is made."""
    counting = Strength.USABLE if force_plan is None else force_plan.counting
    worth = worth_of(plan, build_instance(plan, counting))
    if force_plan is not None:
        problem = problem_of(worth)
        roster = roster_of(problem, draft_from(worth, force_plan))
        keep_limits(problem, roster)
        draft = draft_of(problem, worth.instance, roster)
        known = _bound_known(force_plan, worth.value(draft.tours, draft.units))
        return stand_on(plan, worth, draft, known, watch=watch)
    left = watch.seconds_left
    part = Watchdog(
        STEP,
        lambda told: watch.tell(BASE_SHARE * told.share, told.message),
        None if left is None else BASE_TIME * left,
    )
    solved = solve_instance(worth, seed=seed, gap=gap, watch=part, threads=threads)
    return stand_on(plan, worth, solved.draft, solved.bound, watch=watch)


def _bound_known(force_plan: ForcePlan, value: float) -> float:
    """Return the bound of a force plan where it is one of what is asked here, else infinity.

    A plan over scenarios is bounded by their mean, which says nothing of every offer in full; one
    of another version may be valued in another way.
    """
    made = force_plan.provenance
    is_alike = made.versions == versions_of("highspy") and not force_plan.scenarios
    if made.bound is None or made.objective is None or not is_alike:
        return math.inf
    is_same = abs(made.objective - value) <= PROVEN_GAP * max(1.0, abs(value))
    return made.bound if is_same else math.inf


def _work_out(
    standing: KnownPlan, chosen: Sequence[ScreenedAsk], *, seed: int, threads: int, watch: Watchdog
) -> Iterator[KnownPlan | None]:
    """Yield the plan solved anew with nothing granted, then with each ask; None: was stopped."""
    todo = [partial(_again, standing, seed=seed, watch=watch)]
    todo += [
        partial(work_out, standing, one.candidate, one.limit, seed=seed, watch=watch)
        for one in chosen
    ]
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for first in range(0, len(todo), threads):
            if watch.must_stop():
                yield from [None] * (len(todo) - first)
                return
            running = [pool.submit(one) for one in todo[first : first + threads]]
            for place, one in enumerate(running, start=first + 1):
                yield None if watch.must_stop() and not one.done() else one.result()
                share = SCREENED_SHARE + (0.99 - SCREENED_SHARE) * place / len(todo)
                watch.tell(share, f"{place - 1} of {len(chosen)} asks worked out")


def _again(standing: KnownPlan, *, seed: int, watch: Watchdog) -> KnownPlan | None:
    """Return what the same work makes of the plan itself: luck is no gain."""
    return standing if standing.is_proven else go_on(standing, seed=seed, watch=watch)


def _rank(
    best: KnownPlan, screened: Sequence[ScreenedAsk], results: Sequence[KnownPlan | None]
) -> list[Ask]:
    worked: list[Ask] = []
    others: list[Ask] = []
    padded = [*results, *[None] * (len(screened) - len(results))]
    for one, granted in zip(screened, padded, strict=True):
        row = _row(one, max(0.0, one.limit - best.value))
        if granted is None:
            others.append(row)
        else:
            worked.append(_with_gain(row, best, granted))
    worked.sort(key=lambda row: (-(row.gain or 0.0), -(row.gain_high or 0.0)))
    others.sort(key=lambda row: -row.at_most)
    return [
        row.model_copy(update={"rank": rank})
        for rank, row in enumerate([*worked, *others], start=1)
    ]


def _row(one: ScreenedAsk, at_most: float) -> Ask:
    asked = one.candidate
    units = asked.offer
    return Ask(
        rank=1,
        kind=asked.kind,
        capability=None if units is None else units.capability,
        quantity=None if units is None else units.quantity,
        from_day=None if units is None else units.from_day,
        until_day=None if units is None else units.until_day,
        sector=asked.sector,
        nation=asked.nation,
        binding=asked.binding,
        at_most=at_most,
    )


def _with_gain(row: Ask, best: KnownPlan, granted: KnownPlan) -> Ask:
    is_better = granted.value > best.value + LEAST_GAIN
    now = granted if is_better else best
    low, high = now.value - best.bound, max(0.0, max(granted.bound, now.value) - best.value)
    slack = PROVEN_GAP * max(1.0, abs(best.bound))
    return row.model_copy(
        update={
            "at_most": min(row.at_most, high),
            "gain": now.value - best.value,
            "gain_low": max(0.0, low) if low > slack else 0.0,
            "gain_high": high,
            "is_distinguishable": low > slack,
            "filled_unit_days": now.provided_unit_days - best.provided_unit_days,
        }
    )


def _provenance(plan: Plan, seed: int, gap: float, best: KnownPlan, watch: Watchdog) -> Provenance:
    distance = gap_of(best.value, best.bound)
    is_close = distance is not None and distance <= gap
    stopped_by = StoppedBy.GAP if is_close else StoppedBy.WORK
    if best.is_proven:
        stopped_by = StoppedBy.PROVEN
    return Provenance(
        step=STEP,
        seed=seed,
        inputs_sha256=plan.sha256,
        versions=versions_of("highspy"),
        status=Status.OPTIMAL if best.is_proven else Status.FEASIBLE,
        stopped_by=watch.stopped_by or stopped_by,
        objective=best.value,
        bound=best.bound,
    )


def _assumptions(
    standing: KnownPlan, screened: Sequence[ScreenedAsk], nation: str | None
) -> tuple[str, ...]:
    said = list(standing.worth.instance.assumptions)
    units = [one.candidate.offer for one in screened if one.candidate.kind is AskKind.UNITS]
    if not units:
        return tuple(said)
    said += [TYPICAL, CONFINED]
    said.append(
        f"Units that are asked for come from {nation}, with its limits and its own caveats"
        if nation
        else "Units that are asked for come from one nation more, without a limit on its burden"
    )
    offered = {offer.capability for offer in standing.plan.offers if offer.quantity > 0}
    unknown = sorted({unit.capability for unit in units if unit is not None} - offered)
    said += [f"No offer of {name}: its tours are the median of all offers" for name in unknown]
    return tuple(sorted(set(said)))
