"""The one number that force generation maximises, and its parts.

Weighted fill leads, then cost, then fragmentation: the dearest unit-period counts a thousandth of
the smallest weight, and one more nation in a formation a thousandth of that.
"""

from dataclasses import dataclass

import numpy as np

from reassure.engines.generate.instance import Bools, Floats, Instance, Ints
from reassure.engines.generate.tours import TourSet
from reassure.model.choices import OfferState
from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan

TIE_SHARE = 1e-3
"""Weight of what comes next over what goes first: of the dearest unit-period over the smallest
weight, of one nation in a formation, and of what breaks ties of cost, over the dearest period."""


@dataclass(frozen=True, eq=False)
class Worth:
    """Coefficients of the objective.

    Attributes
    ----------
    instance
        What is planned.
    period_price, tour_price
        What one unit's period of service and the beginning of a tour cost the objective, by offer,
        shape (n_offers,); the first is > 0.
    nation_price
        What one nation in a formation costs the objective.
    come
        Which offers come in which scenario, shape (n_offers, n_scenarios): the fill that counts
        is the mean over the scenarios; None: every offer comes.
    """

    instance: Instance
    period_price: Floats
    tour_price: Floats
    nation_price: float
    come: Bools | None = None

    @property
    def share_come(self) -> Floats:
        """Share of the scenarios in which each offer comes, shape (n_offers,)."""
        if self.come is None:
            return np.ones(len(self.instance.supplies))
        return self.come.mean(axis=1)

    def price(self, tours: TourSet) -> Floats:
        """Return what one unit on each tour costs the objective, shape (n_tours,)."""
        return self.period_price[tours.offer] * tours.length + self.tour_price[tours.offer]

    def ceiling(self) -> float:
        """Return the weighted fill if every unit served wherever it can at once: a bound.

        With scenarios, each unit counts by the share of them in which it comes: what is cut off at
        the quantity asked for is on average no more than the average cut off there.
        """
        data = self.instance
        units = data.pair_efficiency * data.offer_quantity[data.pair_offer]
        units = units * self.share_come[data.pair_offer]
        most = np.zeros((len(data.lines), data.periods.count))
        np.add.at(most, data.pair_line, units[:, None] * (data.pair_until > 0))
        return self.fill(most)

    def fill(self, effective: Floats) -> float:
        """Return the weighted fill of effective units, shape (n_lines, n_periods)."""
        useful = np.minimum(effective, self.instance.line_quantity[:, None])
        return float((self.instance.line_worth * useful).sum())

    def mean_fill(self, tours: TourSet, units: Ints) -> float:
        """Return the mean over the scenarios of the weighted fill of a plan."""
        if self.come is None:
            return self.fill(effective_units(self.instance, tours, units))
        fills = [
            self.fill(effective_units(self.instance, tours, units * come[tours.offer]))
            for come in self.come.T
        ]
        return sum(fills) / len(fills)

    def value(self, tours: TourSet, units: Ints) -> float:
        """Return the objective of a plan: some tours and the units on each, shape (n_tours,)."""
        fill = self.mean_fill(tours, units)
        n_nations = int(serving(self.instance, tours, units).sum())
        return fill - float(self.price(tours) @ units) - self.nation_price * n_nations


def worth_of(plan: Plan, instance: Instance) -> Worth:
    """Scale cost and fragmentation against the smallest weight.

    A unit-period costs ``tie * (c / c_max + 0.001 * (1 + d))``, where ``c`` is the offer's cost in
    the period with the deployment cost spread over the tour, ``c_max`` the greatest ``c`` of any
    offer on its shortest tour (so that limits on who may serve leave prices as they are), and
    ``d`` is 0 for a deployed offer and 1 for any other: of two that fill and cost the same, the
    deployed one goes first, and no unit serves where it fills nothing. Each tour costs
    ``tie * 0.001`` more, so that one long tour goes before several short ones.
    """
    weights = [line.weight for line in instance.lines if line.weight > 0]
    tie = TIE_SHARE * min(weights, default=1.0)
    costs, deploys = costs_of(plan, instance)
    is_new = np.array(
        [supply.offer.state is not OfferState.DEPLOYED for supply in instance.supplies], dtype=float
    )
    shortest = np.maximum(instance.offer_shortest, 1)
    dearest = float((costs + deploys / shortest).max()) if len(costs) else 0.0
    scale = 1.0 / dearest if dearest > 0 else 0.0
    return Worth(
        instance,
        tie * (costs * scale + TIE_SHARE * (1.0 + is_new)),
        tie * (deploys * scale + TIE_SHARE),
        tie * TIE_SHARE,
    )


def costs_of(plan: Plan, instance: Instance) -> tuple[Floats, Floats]:
    """Return what a unit of each offer costs in a period and at the start of a tour.

    In the plan's currency, both of shape (n_offers,).
    """
    costs = [_cost_per_period(plan, k, instance) for k in range(len(instance.supplies))]
    deploys = [supply.offer.deploy_cost for supply in instance.supplies]
    return np.array(costs, dtype=np.float64), np.array(deploys, dtype=np.float64)


def _cost_per_period(plan: Plan, k: int, instance: Instance) -> float:
    offer = instance.supplies[k].offer
    months = instance.periods.period_days / MONTH_DAYS
    if offer.cost_per_month is not None:
        return offer.cost_per_month * months
    if offer.capability in plan.capabilities:
        return plan.capabilities[offer.capability].cost_per_month * months
    return 0.0


def effective_units(instance: Instance, tours: TourSet, units: Ints) -> Floats:
    """Return the effective units on each line, shape (n_lines, n_periods)."""
    change = np.zeros((len(instance.lines), instance.periods.count + 1))
    amount = units * tours.efficiency
    np.add.at(change, (tours.line, tours.start), amount)
    np.add.at(change, (tours.line, tours.stop), -amount)
    return np.cumsum(change, axis=1)[:, :-1]


def serving(instance: Instance, tours: TourSet, units: Ints) -> Bools:
    """Return which nations serve in which formations, shape (n_nations, n_formations)."""
    present = np.zeros((len(instance.nations), len(instance.formations)), dtype=bool)
    chosen = (units > 0) & (tours.formation >= 0)
    present[tours.nation[chosen], tours.formation[chosen]] = True
    return present
