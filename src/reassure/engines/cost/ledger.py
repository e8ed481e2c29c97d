"""Amounts as they are booked, and what could not be priced."""

from dataclasses import dataclass, field

from reassure.model.outputs import Cost
from reassure.model.plan import Plan
from reassure.model.table import Table

DEPLOY_COST = "deploy_cost"
"""Kind of the cost of starting a tour; the other kinds are those of rates."""


@dataclass(frozen=True)
class Payer:
    """Who pays for a tour, and for what.

    Attributes
    ----------
    nation
        Nation of the offer.
    objective
        Objective of the requirement line.
    capability
        Capability of the offer.
    """

    nation: str
    objective: str
    capability: str


@dataclass
class CostLedger:
    """Sums by nation, objective, period and kind, in the plan's currency.

    Parameters
    ----------
    plan
        Plan, for its clock.
    """

    plan: Plan
    amounts: dict[tuple[str, str, int, str], float] = field(default_factory=dict, init=False)
    unpriced: set[tuple[str, str]] = field(default_factory=set, init=False)
    """Kinds without a rate, and what lacks it."""

    def book(self, payer: Payer, kind: str, day: float, amount: float) -> None:
        """Book an amount on a day; before C-day counts in the first period, as late in the last."""
        periods = self.plan.meta.periods
        period = min(max(int(day // periods.period_days), 0), periods.count - 1)
        key = (payer.nation, payer.objective, period, kind)
        self.amounts[key] = self.amounts.get(key, 0.0) + amount

    def book_daily(
        self, payer: Payer, kind: str, *, from_day: float, until_day: float, a_day: float
    ) -> None:
        """Book an amount a day over a half-open span, within the horizon."""
        periods = self.plan.meta.periods
        until_day = min(until_day, periods.horizon_days)
        for period in range(periods.count):
            days = periods.days_within(period, max(0.0, from_day), until_day)
            if days > 0:
                self.book(payer, kind, periods.day(period), days * a_day)

    def lacks(self, kind: str, what: str) -> None:
        """Remember that something of a kind has no price."""
        self.unpriced.add((kind, what))

    def table(self) -> Table[Cost]:
        """Return the amounts that are not zero."""
        names = ("nation", "objective", "period", "kind")
        return Table.of(
            Cost,
            [
                dict(zip(names, key, strict=True)) | {"amount": amount}
                for key, amount in self.amounts.items()
                if amount > 0
            ],
        )
