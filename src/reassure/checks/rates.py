"""Rates: prices that the plan's totals cannot simply take in."""

from collections.abc import Iterator

from reassure.checks.place import Place, note, warning
from reassure.model.finding import Finding
from reassure.model.plan import Plan


def check_rates(plan: Plan) -> Iterator[Finding]:
    """Check currency, price year and uniqueness of unit prices.

    Yields
    ------
    Finding
        CHK-RATE-001 to CHK-RATE-003.
    """
    meta = plan.meta
    first: dict[tuple[object, ...], str] = {}
    for rate in plan.rates:
        if rate.currency != meta.currency:
            yield warning(
                "CHK-RATE-001",
                Place("rates", rate.id, "currency"),
                found=f"{rate.currency} in a plan in {meta.currency}",
                expected=f"{meta.currency}",
                cure="convert the amount and say so in note; it is not converted",
            )
        if rate.price_year != meta.price_year:
            yield note(
                "CHK-RATE-002",
                Place("rates", rate.id, "price_year"),
                found=f"{rate.price_year} in a plan at prices of {meta.price_year}",
                expected=f"{meta.price_year}",
                cure="the amount is taken as it stands; bring it to the plan's year if it matters",
            )
        key = (rate.kind, rate.capability, rate.mode, rate.nation)
        if key in first:
            yield warning(
                "CHK-RATE-003",
                Place("rates", rate.id, "amount"),
                found=f"a second price for what row {first[key]} prices",
                expected="one price for a kind, capability, mode and nation",
                cure="delete one of the two rows",
            )
        first.setdefault(key, rate.id)
