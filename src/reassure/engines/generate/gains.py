"""What a change gains: the plan with it solved anew, from the plan without it."""

from dataclasses import dataclass, replace

import numpy as np

from reassure.engines.generate.build import build_instance
from reassure.engines.generate.candidates import Candidate
from reassure.engines.generate.chosen import room_to_choose
from reassure.engines.generate.cold import ColdWork, search_coldly
from reassure.engines.generate.descent import Descent, descend, first_descent
from reassure.engines.generate.draft import NO_LEAD, Draft
from reassure.engines.generate.handover import draft_of, keep_limits, roster_of
from reassure.engines.generate.instance import Instance, Ints
from reassure.engines.generate.keys import carry_descent, price_runs
from reassure.engines.generate.prices import Prices, hints_of, lay_out
from reassure.engines.generate.problem import Problem, problem_of
from reassure.engines.generate.roster import Roster, nothing_kept
from reassure.engines.generate.rounds import MOST_MOVES, STEPS, middling_worth
from reassure.engines.generate.search import no_hints, serve_all
from reassure.engines.generate.serve import Hints
from reassure.engines.generate.solve import FEW_TOURS, solve_instance
from reassure.engines.generate.task import PROVEN_GAP, bound_over
from reassure.engines.generate.tours import TourSet
from reassure.engines.generate.worth import Worth, worth_of
from reassure.model.choices import ForceMethod
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog
from reassure.model.result import gap_of

AGAIN_ROUNDS, AGAIN_STEPS = 8, 100
"""Rounds of the search from a plan that is good already, and steps of the bound in each."""

AGAIN_MOVES = 30
"""Moves of it for each unit on offer, in all rounds together."""

WARM, COLD = 0.03, 0.003
"""Temperatures of it at first and at last, as those of the search."""

AGAIN_SHARE = 0.6
"""Share of the descent that a descent from good prices leaves out: its steps are short."""


@dataclass(frozen=True, eq=False)
class KnownPlan:
    """A plan, the best that is known of it, and good prices.

    Attributes
    ----------
    plan, worth, problem, layout
        What is planned, as records and as arrays.
    draft, value
        Its best force plan and the objective of that.
    bound
        Proven limit of any force plan's objective.
    descent
        The prices.
    """

    plan: Plan
    worth: Worth
    problem: Problem
    layout: Prices
    draft: Draft
    value: float
    bound: float
    descent: Descent

    @property
    def is_proven(self) -> bool:
        """Whether no force plan is better."""
        gap = gap_of(self.value, self.bound)
        return gap is not None and gap <= PROVEN_GAP

    @property
    def provided_unit_days(self) -> float:
        """Effective unit-days that the plan fills, unweighted."""
        return float(self.draft.provided.sum())


def stand_on(plan: Plan, worth: Worth, draft: Draft, bound: float, *, watch: Watchdog) -> KnownPlan:
    """Return a plan with the prices that a whole descent comes to.

    Parameters
    ----------
    plan, worth
        The plan, and what it is worth.
    draft
        Its best force plan so far.
    bound
        A proven limit, infinite where none is known.
    watch
        May end the descent early; its prices then are as good as they are.
    """
    problem = problem_of(worth)
    layout = lay_out(problem)
    descent = first_descent(problem, layout)
    chosen = room_to_choose(problem, layout)
    for _ in range(STEPS // AGAIN_STEPS):
        descend(problem, layout, descent, chosen, AGAIN_STEPS, STEPS)
        if watch.must_stop():
            break
    value = worth.value(draft.tours, draft.units)
    limit = bound_over(value, min(bound, worth.ceiling(), float(descent.bound[0])))
    return KnownPlan(plan, worth, problem, layout, draft, value, limit, descent)


def go_on(standing: KnownPlan, *, seed: int, watch: Watchdog) -> KnownPlan | None:
    """Look for a better force plan of the same plan; None where it was stopped.

    Parameters
    ----------
    standing
        The plan.
    seed
        Seed of all draws: the same for all plans that are to be compared.
    watch
        May ask to stop.
    """
    return _solve(standing, standing, np.empty(0, dtype=np.int64), seed=seed, watch=watch)


def work_out(
    standing: KnownPlan, candidate: Candidate, limit: float, *, seed: int, watch: Watchdog
) -> KnownPlan | None:
    """Return the plan with a change, solved anew; None where it was stopped.

    Parameters
    ----------
    standing
        The plan without it.
    candidate
        The change. It can only help: what was a force plan before still is one.
    limit
        A proven limit of what any force plan with the change is worth.
    seed, watch
        As in `go_on`.
    """
    plan = candidate.granted(standing.plan)
    instance = build_instance(plan, standing.worth.instance.counting)
    worth = worth_of(plan, instance)
    draft = _carried(standing.draft, instance)
    problem = problem_of(worth)
    layout = lay_out(problem)
    old = price_runs(standing.worth.instance, standing.layout)
    new = price_runs(instance, layout)
    descent = carry_descent(standing.descent, old, new, layout.n_prices)
    value = worth.value(draft.tours, draft.units)
    bound = min(limit, worth.ceiling())
    granted = KnownPlan(plan, worth, problem, layout, draft, value, bound, descent)
    changed = {supply.offer.id for supply in candidate.touched}
    is_changed = [supply.offer.id in changed for supply in instance.supplies]
    return _solve(
        granted, standing, np.flatnonzero(np.array(is_changed, bool)), seed=seed, watch=watch
    )


def _solve(
    standing: KnownPlan, base: KnownPlan, first: Ints, *, seed: int, watch: Watchdog
) -> KnownPlan | None:
    """Better a plan and its bound by fixed work; small plans are solved to the proof."""
    better = _search(standing, base, first, seed=seed, watch=watch)
    if watch.must_stop():
        return None
    if better.worth.instance.n_tours <= FEW_TOURS and not better.is_proven:
        better = _prove(better, seed=seed, watch=watch)
    return None if watch.must_stop() else better


def _search(
    standing: KnownPlan, base: KnownPlan, first: Ints, *, seed: int, watch: Watchdog
) -> KnownPlan:
    problem, layout = standing.problem, standing.layout
    descent = Descent._make(array.copy() for array in standing.descent)
    done = int(AGAIN_SHARE * STEPS)
    descent.n_steps[0] = done
    chosen = room_to_choose(problem, layout)
    roster = roster_of(problem, standing.draft)
    keep_limits(problem, roster)
    _serve_first(problem, roster, first)
    moves = min(MOST_MOVES, AGAIN_MOVES * (len(base.problem.units) - 1)) // AGAIN_ROUNDS
    work = ColdWork(AGAIN_ROUNDS, max(1, moves), WARM, COLD, middling_worth(base.problem))

    def hints() -> Hints:
        descend(problem, layout, descent, chosen, AGAIN_STEPS, done + AGAIN_ROUNDS * AGAIN_STEPS)
        return hints_of(problem, layout, descent.prices)

    best = search_coldly(problem, roster, work, hints=hints, seed=seed, watch=watch)
    _serve_first(problem, best, first)
    return _taken(standing, best, float(descent.bound[0]))


def _serve_first(problem: Problem, roster: Roster, first: Ints) -> None:
    """Serve all units anew, those of some offers first."""
    order = np.argsort(~np.isin(problem.units["offer"][:-1], first), kind="stable")
    kept, rng = nothing_kept(problem), np.random.default_rng(0)
    serve_all(problem, roster, order, kept, no_hints(problem), rng)


def _taken(standing: KnownPlan, roster: Roster, bound: float) -> KnownPlan:
    """Return the better of the force plan at hand and a roster."""
    worth = standing.worth
    found = draft_of(standing.problem, worth.instance, roster)
    value = worth.value(found.tours, found.units)
    if value <= standing.value:
        found, value = standing.draft, standing.value
    limit = bound_over(value, min(standing.bound, bound))
    return replace(standing, draft=found, value=value, bound=limit)


def _prove(standing: KnownPlan, *, seed: int, watch: Watchdog) -> KnownPlan:
    left = watch.seconds_left
    inner = Watchdog("ask", lambda _: watch.must_stop(), left)
    solved = solve_instance(
        standing.worth,
        seed=seed,
        gap=0.0,
        watch=inner,
        method=ForceMethod.EXACT,
        start=standing.draft,
    )
    is_better = solved.value > standing.value
    draft, value = (solved.draft, solved.value) if is_better else (standing.draft, standing.value)
    bound = bound_over(value, min(standing.bound, solved.bound))
    return replace(standing, draft=draft, value=value, bound=bound)


def _carried(draft: Draft, now: Instance) -> Draft:
    """Return a force plan in a plan that still has all of its offers and lines."""
    before, tours = draft.instance, draft.tours
    offers = {supply.offer.id: k for k, supply in enumerate(now.supplies)}
    lines = {line.requirement.id: i for i, line in enumerate(now.lines)}
    both = zip(now.pair_offer.tolist(), now.pair_line.tolist(), strict=True)
    pairs = {key: pair for pair, key in enumerate(both)}
    kept = [
        pairs[
            offers[before.supplies[offer].offer.id],
            lines[before.lines[line].requirement.id],
        ]
        for offer, line in zip(tours.offer.tolist(), tours.line.tolist(), strict=True)
    ]
    served = TourSet(now, np.array(kept, dtype=np.int64), tours.start, tours.length)
    order = np.argsort(served.key, kind="stable")
    places = {name: place for place, name in enumerate(now.nations)}
    # A nation that nobody waits for any more may be gone, and with it its lead.
    names = [before.nations[lead] if lead >= 0 else "" for lead in draft.leads]
    leads = [places.get(name, NO_LEAD) for name in names]
    return Draft(now, np.array(leads, dtype=np.int64), served.take(order), draft.units[order])
