"""The one number that force generation maximises, and its parts.

Weighted fill leads. Cost and the number of nations in a formation only break ties: the dearest
unit-period, and one more nation in a formation, each count a thousandth of the smallest weight.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reassure.engines.generate.instance import Bools, Floats, Instance, Ints
from reassure.model.choices import OfferState
from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan

TIE_SHARE = 1e-3
"""Weight of one unit-period's cost, or of one nation in a formation, over the smallest weight."""


@dataclass(frozen=True, eq=False)
class Worth:
    """Coefficients of the objective.

    Attributes
    ----------
    instance
        What is planned.
    tour_price
        What one tour costs the objective, shape (n_tours,), > 0.
    nation_price
        What one nation in a formation costs the objective.
    """

    instance: Instance
    tour_price: Floats
    nation_price: float

    @cached_property
    def ceiling(self) -> float:
        """Weighted fill if every unit served wherever it can at once: a bound on every plan."""
        data = self.instance
        pairs = np.zeros((len(data.pair_offer), data.periods.count + 1))
        np.add.at(pairs, (data.tour_pair, data.tour_start), 1.0)
        np.add.at(pairs, (data.tour_pair, data.tour_stop), -1.0)
        is_covered = np.cumsum(pairs, axis=1)[:, :-1] > 0
        units = data.pair_efficiency * data.offer_quantity[data.pair_offer]
        most = np.zeros((len(data.lines), data.periods.count))
        np.add.at(most, data.pair_line, units[:, None] * is_covered)
        return self.fill(most)

    def fill(self, effective: Floats) -> float:
        """Return the weighted fill of effective units, shape (n_lines, n_periods)."""
        useful = np.minimum(effective, self.instance.line_quantity[:, None])
        return float((self.instance.line_worth * useful).sum())

    def value(self, counts: Ints) -> float:
        """Return the objective of a plan, given the units on each tour, shape (n_tours,)."""
        fill = self.fill(effective_units(self.instance, counts))
        n_nations = int(serving(self.instance, counts).sum())
        return fill - float(self.tour_price @ counts) - self.nation_price * n_nations


def worth_of(plan: Plan, instance: Instance) -> Worth:
    """Scale cost and fragmentation against the smallest weight.

    A unit-period costs ``tie * (d + c / c_max) / 2``, where ``c`` is the offer's cost in the
    period with the deployment cost spread over the tour, ``c_max`` the greatest ``c`` of any
    offer on its shortest tour (so that limits on who may serve leave prices as they are), and
    ``d`` is 0 for a deployed offer and 1 for any other: of two that fill the same, the deployed
    one goes first, then the cheaper one.
    """
    weights = [line.weight for line in instance.lines if line.weight > 0]
    tie = TIE_SHARE * min(weights, default=1.0)
    costs = np.array([_cost_per_period(plan, k, instance) for k in range(len(instance.supplies))])
    deploys = np.array([supply.offer.deploy_cost for supply in instance.supplies])
    is_new = np.array(
        [supply.offer.state is not OfferState.DEPLOYED for supply in instance.supplies], dtype=float
    )
    offer, length = instance.tour_offer, instance.tour_length
    if not len(offer):
        return Worth(instance, np.zeros(0), tie)
    cost = costs[offer] * length + deploys[offer]
    shortest = np.array([supply.tours.shortest for supply in instance.supplies])
    dearest = float((costs + deploys / shortest).max())
    scaled = cost / dearest if dearest > 0 else np.zeros(len(offer))
    # A tour without any cost still takes a unit away from others: it must never come for nothing.
    least = TIE_SHARE * length
    return Worth(instance, tie * np.maximum(is_new[offer] * length + scaled, least) / 2, tie)


def _cost_per_period(plan: Plan, k: int, instance: Instance) -> float:
    offer = instance.supplies[k].offer
    months = instance.periods.period_days / MONTH_DAYS
    if offer.cost_per_month is not None:
        return offer.cost_per_month * months
    if offer.capability in plan.capabilities:
        return plan.capabilities[offer.capability].cost_per_month * months
    return 0.0


def effective_units(instance: Instance, counts: Ints) -> Floats:
    """Return the effective units on each line, shape (n_lines, n_periods)."""
    shape = (len(instance.lines), instance.periods.count + 1)
    change = np.zeros(shape)
    amount = counts * instance.tour_efficiency
    np.add.at(change, (instance.tour_line, instance.tour_start), amount)
    np.add.at(change, (instance.tour_line, instance.tour_stop), -amount)
    return np.cumsum(change, axis=1)[:, :-1]


def serving(instance: Instance, counts: Ints) -> Bools:
    """Return which nations serve in which formations, shape (n_nations, n_formations)."""
    present = np.zeros((len(instance.nations), len(instance.formations)), dtype=bool)
    chosen = (counts > 0) & (instance.tour_formation >= 0)
    present[instance.tour_nation[chosen], instance.tour_formation[chosen]] = True
    return present
