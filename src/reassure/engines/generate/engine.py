"""Force generation: requirement lines against national offers."""

from dataclasses import replace

from reassure.engines.common.inputs import require_limits, require_seed
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.permitted import usable_fills
from reassure.engines.generate.promises import judge_promises
from reassure.engines.generate.remedies import find_remedies
from reassure.engines.generate.replan import changes_between, draft_from, keep_possible
from reassure.engines.generate.rosters import fill_lines, roster_units
from reassure.engines.generate.scenarios import never_coming, over_scenarios
from reassure.engines.generate.shortfalls import name_shortfalls
from reassure.engines.generate.solve import solve_instance
from reassure.engines.generate.stages import stages_of
from reassure.engines.generate.task import Solved
from reassure.engines.generate.unused import name_unused
from reassure.engines.generate.worth import Worth, worth_of
from reassure.model.arguments import (
    DEFAULT_CHANGE_PRICE,
    require_change_price,
    require_gap,
    require_scenarios,
)
from reassure.model.choices import ForceMethod, Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, versions_of
from reassure.model.results import ForcePlan
from reassure.model.roe_choices import Strength
from reassure.model.stations import tell_stations

STEP = "generate"


def generate_forces(
    plan: Plan,
    *,
    seed: int = 0,
    gap: float = 0.001,
    time_limit_s: float | None = None,
    threads: int = 1,
    method: ForceMethod | None = None,
    scenarios: int = 0,
    counting: Strength = Strength.USABLE,
    on_progress: OnProgress | None = None,
) -> ForcePlan:
    """Decide which nation's units serve which requirement line and when, and how good that is.

    Parameters
    ----------
    plan
        A plan whose references hold.
    seed
        Seed of the search.
    gap
        Distance of objective and bound at which to stop, over the smaller of the two; 0: search
        until the plan is proven or the work is done. Plans of up to 2,000 possible tours (an offer
        on a line, by start and length) are searched to the proof whatever the gap.
    time_limit_s
        Time that the search may take [s]; None: as long as its counted work takes. A stop by the
        clock is recorded as such.
    threads
        Threads that may be used: with two, bound and search run side by side. The plan is the same
        whatever this is.
    method
        ``exact`` or ``search``; None: exact for plans of few possible tours without scenarios.
    scenarios
        0: every offer counts in full. Else the plan keeps reserves where promises are weak: what
        counts is the mean fill over so many scenarios, drawn by the seed, of which offers come.
        Such plans are made by search alone.
    counting
        ``usable``: on lines that state tasks only units count that may do every one of them,
        unasked or on approval. ``headline``: all do; positions, measures in force and caveats
        that name measures are not looked at.
    on_progress
        Told of progress; a true answer asks to stop with the best plan so far.

    Returns
    -------
    ForcePlan
        Always a plan that keeps every limit, with its bound; what is unfilled is a shortfall
        with its reason, never an error.

    Raises
    ------
    UsageError
        ENG-SEED-001, ENG-LIMIT-001 or ENG-GEN-003 for a bad argument, ENG-GEN-002 for a proof
        beside scenarios.

    Notes
    -----
    Formulation: docs/explain/generate.md, equations 1 to 11.

    Examples
    --------
    >>> from reassure.engines.generate import generate_forces
    >>> from reassure.model.plan import Plan, PlanMeta
    >>> meta = PlanMeta(
    ...     format=1, title="Empty", horizon_days=90, currency="EUR", price_year=2025,
    ...     label="UNCLASSIFIED", notional=True,
    ... )
    >>> generate_forces(Plan(meta)).provenance.status
    <Status.OPTIMAL: 'optimal'>
    """
    _require(seed=seed, gap=gap, time_limit_s=time_limit_s, threads=threads)
    _require_scenarios(scenarios, method)
    watch = Watchdog(STEP, on_progress, time_limit_s)
    known = worth_of(plan, build_instance(plan, counting))
    worth = over_scenarios(plan, known, seed=seed, count=scenarios)
    solved = solve_instance(worth, seed=seed, gap=gap, watch=watch, threads=threads, method=method)
    result = _force_plan(plan, worth, solved, seed=seed, watch=watch)
    result = replace(result, scenarios=scenarios)
    watch.tell(1.0, "force plan made")
    return result


def replan_forces(
    plan: Plan,
    before: ForcePlan,
    *,
    change_price: float = DEFAULT_CHANGE_PRICE,
    counting: Strength = Strength.USABLE,
    seed: int = 0,
    gap: float = 0.001,
    time_limit_s: float | None = None,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> ForcePlan:
    """Plan anew from an earlier force plan, with few changes.

    Parameters
    ----------
    plan
        The plan as it is now: an offer was withdrawn, a line added, a date slipped.
    before
        Force plan of an earlier version of it.
    change_price
        Price of each tour that is added or dropped, in the worth of one unit on a middling line
        for its longest tour, > 0: a change that gains less is not made.
    counting, seed, gap, time_limit_s, threads, on_progress
        As in `generate_forces`; bound and gap are those of plans without a price on changes.

    Returns
    -------
    ForcePlan
        With its `changes` against ``before``, each with its reason.

    Raises
    ------
    UsageError
        ENG-SEED-001 or ENG-LIMIT-001 for a bad argument.
    """
    _require(seed=seed, gap=gap, time_limit_s=time_limit_s, threads=threads)
    require_change_price(change_price)
    watch = Watchdog(STEP, on_progress, time_limit_s)
    instance = build_instance(plan, counting)
    worth = worth_of(plan, instance)
    possible = draft_from(worth, before)
    solved = solve_instance(
        worth,
        seed=seed,
        gap=gap,
        watch=watch,
        threads=threads,
        start=possible,
        change_price=change_price,
    )
    changes = changes_between(before, keep_possible(worth, possible), solved.draft)
    result = replace(_force_plan(plan, worth, solved, seed=seed, watch=watch), changes=changes)
    watch.tell(1.0, "force plan made anew")
    return result


def _require(*, seed: int, gap: float, time_limit_s: float | None, threads: int) -> None:
    require_seed(seed)
    require_limits(time_limit_s=time_limit_s, threads=threads)
    require_gap(gap)


def _require_scenarios(scenarios: int, method: ForceMethod | None) -> None:
    require_scenarios(scenarios)
    if scenarios and method is ForceMethod.EXACT:
        raise UsageError(
            f"method = {method.value} with scenarios = {scenarios}",
            "method search, or scenarios 0",
            "leave the method out: a plan over scenarios is searched for, and bounded",
            code="ENG-GEN-002",
        )


def _force_plan(
    plan: Plan, worth: Worth, solved: Solved, *, seed: int, watch: Watchdog
) -> ForcePlan:
    is_proven = solved.stopped_by in (StoppedBy.PROVEN, StoppedBy.GAP)
    assignments, line_fills = roster_units(solved.draft), fill_lines(solved.draft)
    never = never_coming(plan, worth)
    shortfalls = name_shortfalls(solved.draft, is_proven=is_proven, never=never)
    is_best = solved.stopped_by is StoppedBy.PROVEN
    return ForcePlan(
        provenance=_provenance(plan, seed, solved),
        assignments=assignments,
        shortfalls=shortfalls,
        line_fills=line_fills,
        assumptions=solved.draft.instance.assumptions,
        lp_bound=solved.lp_bound,
        method=solved.method,
        stations=tell_stations(plan, assignments),
        chance_fills=judge_promises(plan, solved.draft, line_fills, seed=seed),
        remedies=find_remedies(plan, solved.draft, shortfalls),
        unused_offers=name_unused(plan, worth, solved.draft, is_proven=is_best),
        stages=stages_of(plan, worth, solved, seed=seed, watch=watch),
        counting=solved.draft.instance.counting,
        usable_fills=usable_fills(plan, solved.draft),
    )


def _provenance(plan: Plan, seed: int, solved: Solved) -> Provenance:
    is_optimal = solved.stopped_by is StoppedBy.PROVEN
    return Provenance(
        step=STEP,
        seed=seed,
        inputs_sha256=plan.sha256,
        versions=versions_of("highspy"),
        status=Status.OPTIMAL if is_optimal else Status.FEASIBLE,
        stopped_by=solved.stopped_by,
        objective=solved.value,
        bound=solved.bound,
    )
