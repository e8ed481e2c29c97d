"""Which unit price holds for what: the most specific rate of the plan's currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reassure.model.choices import Mode, RateKind
from reassure.model.network import Rate
from reassure.model.plan import Plan

UN_PERSON_MONTH = 1428.0
"""United Nations reimbursement for one person and month from July 2018 [USD]."""

UN_CURRENCY = "USD"
UN_PRICE_YEAR = 2018


@dataclass(frozen=True)
class RateBook:
    """The rates of a plan.

    Parameters
    ----------
    plan
        Plan with its table ``rates``.
    """

    plan: Plan

    @cached_property
    def usable(self) -> dict[RateKind, list[Rate]]:
        """Rates in the plan's currency by kind, the most specific first, then by id."""
        found: dict[RateKind, list[Rate]] = {}
        for row in self.plan.rates:
            if row.currency == self.plan.meta.currency:
                found.setdefault(row.kind, []).append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (-_specificity(row), row.id))
        return found

    @cached_property
    def foreign(self) -> list[Rate]:
        """Rates in another currency: no exchange rate is known, so they are left out."""
        return [row for row in self.plan.rates if row.currency != self.plan.meta.currency]

    @cached_property
    def other_years(self) -> list[Rate]:
        """Usable rates of another year than the plan's prices."""
        rows = (row for rows in self.usable.values() for row in rows)
        return sorted(
            (row for row in rows if row.price_year != self.plan.meta.price_year),
            key=lambda row: row.id,
        )

    @property
    def has_un_default(self) -> bool:
        """Whether persons are priced by the reimbursement rate of the United Nations."""
        is_stated = any(row.kind is RateKind.PERSON_MONTH for row in self.plan.rates)
        return not is_stated and self.plan.meta.currency == UN_CURRENCY

    def amount(
        self, kind: RateKind, *, capability: str, nation: str, modes: Iterable[Mode] = ()
    ) -> float | None:
        """Return the price of one, in the plan's currency; None where no rate holds.

        Parameters
        ----------
        kind
            What is paid for.
        capability, nation
            Of the unit that it is paid for.
        modes
            Modes that it concerns; a rate that names a mode holds for these alone.
        """
        modes = tuple(modes)
        for row in self.usable.get(kind, []):
            if (
                row.capability in (None, capability)
                and row.nation in (None, nation)
                and (row.mode is None or row.mode in modes)
            ):
                return row.amount
        is_default = kind is RateKind.PERSON_MONTH and self.has_un_default
        return UN_PERSON_MONTH if is_default else None


def _specificity(row: Rate) -> int:
    return sum(value is not None for value in (row.capability, row.mode, row.nation))
