"""Fill, then cost, then fragmentation: how good a plan is in each, and what none can better.

The bounds come from prices on the limits between units, as that of the objective does. For any
factor f > 0, ``bound(f)`` on fill - cost / f of every plan gives, for plans of at least fill F,

    cost >= f * (fill - bound(f)) >= f * (F - bound(f))

and the factor with the greatest right side is looked for by doubling. The same holds for the
number of nations in formations. See docs/explain/generate.md, section "Bound".
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from reassure.engines.generate.chosen import room_to_choose
from reassure.engines.generate.descent import Descent, descend
from reassure.engines.generate.instance import Floats, Ints
from reassure.engines.generate.prices import Prices, lay_out
from reassure.engines.generate.problem import Problem, problem_of
from reassure.engines.generate.relax import bound_at
from reassure.engines.generate.rounds import SECONDS_A_STEP
from reassure.engines.generate.solve import FEW_TOURS
from reassure.engines.generate.stage_proof import StageProof
from reassure.engines.generate.task import Solved
from reassure.engines.generate.worth import Worth, costs_of, effective_units, serving
from reassure.model.choices import ForceStage, StoppedBy
from reassure.model.outputs import Stage
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog
from reassure.model.table import Table

LEAST_STEPS, MOST_STEPS = 6, 60
"""Steps of the bound at each factor."""

SECONDS = 0.04
"""Time for them on a middling machine, as far as the least steps leave room."""

MOST_FACTORS = 12

ROUNDING = 1e-6
"""By how much a bound on whole numbers may lie above one for rounding alone."""


def stages_of(
    plan: Plan, worth: Worth, solved: Solved, *, seed: int, watch: Watchdog
) -> Table[Stage]:
    """Return fill, cost and fragmentation of a plan, each with its bound.

    Parameters
    ----------
    plan, worth
        What was planned, and what it is worth.
    solved
        The plan that was found.
    seed
        Seed of HiGHS.
    watch
        Asked whether to stop; bounds that were not worked out by then stay empty.

    Returns
    -------
    Table
        Weighted fill [unit-periods] and a limit that no plan's is above; cost [the plan's
        currency] and a limit that no plan of at least this fill is below; nations in formations
        and a limit that no plan of at least this fill and at most this cost is below.
    """
    # Stages are those if every offer comes, of which a bound on a mean over scenarios says nothing.
    is_certain, worth = worth.come is None, replace(worth, come=None)
    data, draft = worth.instance, solved.draft
    fill = worth.fill(effective_units(data, draft.tours, draft.units))
    by_period, by_tour = costs_of(plan, data)
    cost = float(_cost(by_period, by_tour, draft.tours.length, draft.tours.offer) @ draft.units)
    n_nations = float(serving(data, draft.tours, draft.units).sum())
    fill_bound = worth.ceiling()
    if is_certain:
        fill_bound = min(fill_bound, solved.bound + _dearest(worth))
    cost_bound = nation_bound = None
    if solved.prices is not None:
        lagrangian = _Lagrangian(worth, solved.prices, watch)
        fill_bound = min(fill_bound, lagrangian.most_fill())
        cost_bound = lagrangian.least(fill, cost, lambda f: (by_period / f, by_tour / f, 0.0))
        nothing = np.zeros(len(by_period))
        nation_bound = lagrangian.least(fill, n_nations, lambda f: (nothing, nothing, 1.0 / f))
    if solved.stopped_by is StoppedBy.PROVEN and 0 < data.n_tours <= FEW_TOURS:
        tour_costs = _cost(by_period, by_tour, data.tours.length, data.tours.offer)
        proof = StageProof(worth, draft, tour_costs, seed=seed, watch=watch)
        cost_bound = _greater(cost_bound, proof.least_cost())
        nation_bound = _greater(nation_bound, proof.least_nations())
    rows = [
        Stage(stage=ForceStage.FILL, value=fill, bound=max(fill, fill_bound)),
        Stage(stage=ForceStage.COST, value=cost, bound=_at_most(cost_bound, cost)),
        Stage(
            stage=ForceStage.FRAGMENTATION,
            value=n_nations,
            bound=_at_most(_whole(nation_bound), n_nations),
        ),
    ]
    return Table.of(Stage, rows)


class _Lagrangian:
    """Bounds of the stages from prices on the limits between units."""

    def __init__(self, worth: Worth, prices: Floats, watch: Watchdog) -> None:
        self._problem = problem_of(worth)
        self._layout: Prices = lay_out(self._problem)
        self._chosen = room_to_choose(self._problem, self._layout)
        self._prices, self._watch = prices, watch
        size = worth.instance.n_tours + self._problem.pair_until.size
        affordable = int(SECONDS / (SECONDS_A_STEP * max(1, size)))
        self._steps = max(LEAST_STEPS, min(MOST_STEPS, affordable))

    def most_fill(self) -> float:
        """Return a limit of the fill of any plan."""
        nothing = np.zeros(len(self._problem.offers))
        free = self._priced(nothing, nothing, 0.0)
        return float(bound_at(free, self._layout, self._prices, self._chosen))

    def least(
        self,
        fill: float,
        value: float,
        priced: Callable[[float], tuple[Floats, Floats, float]],
    ) -> float | None:
        """Return what plans of at least this fill come to at least, None if stopped before.

        Parameters
        ----------
        fill, value
            Fill of the plan at hand, and what it comes to.
        priced
            Prices of a period, of a tour and of a nation at a factor: what they come to, over it.
        """
        if fill <= 0 or value <= 0:
            return 0.0
        best, factor, prices = 0.0, value / fill, self._prices
        for _ in range(MOST_FACTORS):
            if self._watch.must_stop():
                return None
            state = _late_descent(prices, self._steps)
            problem = self._priced(*priced(factor))
            descend(problem, self._layout, state, self._chosen, self._steps, 2 * self._steps)
            found = factor * (fill - float(state.bound[0]))
            if found <= best and best > 0:
                break
            best, factor, prices = max(best, found), 2.0 * factor, state.prices
        return best

    def _priced(self, by_period: Floats, by_tour: Floats, by_nation: float) -> Problem:
        offers = self._problem.offers.copy()
        offers["period_price"], offers["tour_price"] = by_period, by_tour
        return self._problem._replace(offers=offers, nation_price=by_nation)


def _late_descent(prices: Floats, steps: int) -> Descent:
    """Return the state of a descent that is half over: good prices must not be shaken up."""
    return Descent(
        prices=prices.copy(),
        mean=np.zeros(len(prices)),
        square=np.zeros(len(prices)),
        bound=np.array([np.inf]),
        n_steps=np.array([steps], dtype=np.int64),
    )


def _cost(by_period: Floats, by_tour: Floats, length: Ints, offer: Ints) -> Floats:
    """Return what one unit on each tour costs."""
    return by_period[offer] * length + by_tour[offer]


def _dearest(worth: Worth) -> float:
    """Return the most that cost and fragmentation together can take off the objective."""
    data = worth.instance
    n_tours = np.ceil(data.periods.count / np.maximum(data.offer_shortest, 1))
    a_unit = worth.period_price * data.periods.count + worth.tour_price * n_tours
    n_inside = len(data.nations) * len(data.formations)
    return float(a_unit @ data.offer_quantity) + worth.nation_price * n_inside


def _greater(one: float | None, other: float | None) -> float | None:
    return max((bound for bound in (one, other) if bound is not None), default=None)


def _whole(bound: float | None) -> float | None:
    return None if bound is None else math.ceil(bound - ROUNDING)


def _at_most(bound: float | None, value: float) -> float | None:
    if value == 0:
        return 0.0
    return None if bound is None else min(bound, value)
