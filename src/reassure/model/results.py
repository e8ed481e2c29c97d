"""The results of the engines of force generation, movement, supply and cost."""

import math
from dataclasses import dataclass, field
from typing import Any

from reassure.model.choices import ForceMethod
from reassure.model.deployed import Deployment
from reassure.model.outputs import (
    Ask,
    Assignment,
    ChanceFill,
    Change,
    Cost,
    LineFill,
    Remedy,
    Shortfall,
    Stage,
    Station,
    SupplyDay,
    SupplySite,
    UnusedOffer,
)
from reassure.model.result import Result
from reassure.model.roe_choices import Strength
from reassure.model.roe_outputs import UsableFill
from reassure.model.table import Table

__all__ = ["Asks", "Costs", "Deployment", "ForcePlan", "Supply"]


@dataclass(frozen=True)
class ForcePlan(Result):
    """Who serves where and when, and what stays unfilled for which reason.

    Attributes
    ----------
    assignments
        One row per unit's tour.
    shortfalls
        Unfilled quantities by line and time, each with its reason and binding limit.
    line_fills
        Required and provided unit-days by line.
    assumptions
        What the engine took as given where the plan says nothing, in sentences.
    lp_bound
        Limit of the objective by the linear relaxation alone; None where it was not solved.
    method
        What made the plan.
    stations
        How every offer that keeps stations keeps them, by line.
    changes
        What was added to an earlier plan and dropped from it; empty for a plan from scratch.
    stages
        Fill, then cost, then fragmentation, each with its bound.
    chance_fills
        Fill when offers come only as likely as they say, of the plan, each objective and line.
    remedies
        Changes to the records that would fill a shortfall.
    unused_offers
        Offers of which no unit serves, each with its reason.
    scenarios
        Number of scenarios whose mean fill counts in the objective; 0: every offer counts in full.
    counting
        Which strength counts on lines that state tasks.
    usable_fills
        Headline against usable strength of each line whose tasks need measures.
    """

    assignments: Table[Assignment]
    shortfalls: Table[Shortfall]
    line_fills: Table[LineFill]
    assumptions: tuple[str, ...] = ()
    lp_bound: float | None = None
    method: ForceMethod = ForceMethod.GREEDY
    stations: Table[Station] = field(default_factory=lambda: Table.empty(Station))
    changes: Table[Change] = field(default_factory=lambda: Table.empty(Change))
    stages: Table[Stage] = field(default_factory=lambda: Table.empty(Stage))
    chance_fills: Table[ChanceFill] = field(default_factory=lambda: Table.empty(ChanceFill))
    remedies: Table[Remedy] = field(default_factory=lambda: Table.empty(Remedy))
    unused_offers: Table[UnusedOffer] = field(default_factory=lambda: Table.empty(UnusedOffer))
    scenarios: int = 0
    counting: Strength = Strength.USABLE
    usable_fills: Table[UsableFill] = field(default_factory=lambda: Table.empty(UsableFill))

    @property
    def fill(self) -> float | None:
        """Effective unit-days provided over unit-days required, unweighted; None without any."""
        return _share(list(self.line_fills))

    @property
    def fill_by_objective(self) -> dict[str, float | None]:
        """The same by objective id."""
        objectives = sorted({line.objective for line in self.line_fills})
        return {
            objective: _share([line for line in self.line_fills if line.objective == objective])
            for objective in objectives
        }

    @property
    def expected_fill(self) -> float | None:
        """Mean fill when offers come only as likely as they say; None where it was not judged."""
        whole = (row for row in self.chance_fills if row.objective is None)
        return next((row.expected_fill for row in whole), None)

    def figures(self) -> dict[str, Any]:
        """Return fill, by objective and by chance, counts, reserves, method and its bound."""
        return {
            "fill": self.fill,
            "fill_by_objective": self.fill_by_objective,
            "expected_fill": self.expected_fill,
            "reserve_unit_days": math.fsum(row.reserve_unit_days for row in self.line_fills),
            **self._strength(),
            "assignments": len(self.assignments),
            "units": len({row.unit for row in self.assignments}),
            "short_lines": len({row.requirement for row in self.shortfalls}),
            "lp_bound": self.lp_bound,
            "method": self.method.value,
            "scenarios": self.scenarios,
        }

    def _strength(self) -> dict[str, Any]:
        """Return headline and usable strength of lines whose tasks need measures, if any do."""
        rows = list(self.usable_fills)
        if not rows:
            return {}
        return {
            "counting": self.counting.value,
            "headline_unit_days": math.fsum(row.headline_unit_days for row in rows),
            "usable_unit_days": math.fsum(row.usable_unit_days for row in rows),
            "barred_unit_days": math.fsum(row.barred_unit_days for row in rows),
        }


@dataclass(frozen=True)
class Asks(Result):
    """Whom to ask for what next; objective and bound are those of the best plan found without.

    Attributes
    ----------
    asks
        What could be asked for, by what it gains; those worked out first.
    assumptions
        What was taken as given, in sentences.
    """

    asks: Table[Ask]
    assumptions: tuple[str, ...] = ()

    def figures(self) -> dict[str, Any]:
        """Return how many asks there are, were worked out, and prove to gain."""
        rows = list(self.asks)
        return {
            "asks": len(rows),
            "worked_out": sum(1 for row in rows if row.gain is not None),
            "distinguishable": sum(1 for row in rows if row.is_distinguishable),
        }


@dataclass(frozen=True)
class Supply(Result):
    """Stocks, use and days of supply by place and class.

    Attributes
    ----------
    supply_days
        One row per place, class and day.
    supply_sites
        One row per place and class: the worst of its days and what binds.
    """

    supply_days: Table[SupplyDay]
    supply_sites: Table[SupplySite]
    assumptions: tuple[str, ...] = ()

    @property
    def min_days_of_supply(self) -> float | None:
        """Least days of supply over the places and classes that are consumed."""
        values = [row.min_days_of_supply for row in self.supply_sites]
        return min((value for value in values if value is not None), default=None)

    @property
    def first_short_day(self) -> int | None:
        """First day with unmet demand anywhere; None if never."""
        days = [row.first_short_day for row in self.supply_sites]
        return min((day for day in days if day is not None), default=None)

    def figures(self) -> dict[str, Any]:
        """Return the least days of supply, the first short day and the unmet share."""
        consumed = sum(row.consumed_t for row in self.supply_sites)
        unmet = sum(row.unmet_t for row in self.supply_sites)
        return {
            "min_days_of_supply": self.min_days_of_supply,
            "first_short_day": self.first_short_day,
            "consumed_t": consumed,
            "unmet_t": unmet,
        }


@dataclass(frozen=True)
class Costs(Result):
    """What the plan costs, by nation, objective and period, in the plan's currency.

    Attributes
    ----------
    costs
        One row per nation, objective, period and kind of cost.
    currency, price_year
        Of every amount.
    """

    costs: Table[Cost]
    currency: str
    price_year: int
    assumptions: tuple[str, ...] = ()

    @property
    def by_nation(self) -> dict[str, float]:
        """Amount by nation id."""
        return self._by("nation")

    @property
    def by_objective(self) -> dict[str, float]:
        """Amount by objective id."""
        return self._by("objective")

    @property
    def total(self) -> float:
        """Amount of the whole plan."""
        return float(sum(row.amount for row in self.costs))

    def figures(self) -> dict[str, Any]:
        """Return the total and its division by nation and objective."""
        return {
            "total": self.total,
            "by_nation": self.by_nation,
            "by_objective": self.by_objective,
            "currency": self.currency,
            "price_year": self.price_year,
        }

    def _by(self, name: str) -> dict[str, float]:
        sums: dict[str, float] = {}
        for row in self.costs:
            key: str = getattr(row, name)
            sums[key] = sums.get(key, 0.0) + row.amount
        return dict(sorted(sums.items()))


def _share(lines: list[LineFill]) -> float | None:
    required = sum(line.required_unit_days for line in lines)
    provided = sum(line.provided_unit_days for line in lines)
    return provided / required if required > 0 else None
