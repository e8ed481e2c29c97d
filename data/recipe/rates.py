"""Unit prices: one published rate, the rest assumed at the prices of its year."""

from data.recipe.heading import CURRENCY, PRICE_YEAR
from data.recipe.sources import UN_RATE
from data.recipe.tables import Row, notional

_PERSON_MONTH_USD = 1428.0

_ASSUMED = (
    ("tonne-km-road", "tonne_km", "road", 0.14),
    ("tonne-km-rail", "tonne_km", "rail", 0.05),
    ("tonne-km-sea", "tonne_km", "sea", 0.02),
    ("tonne-km-air", "tonne_km", "air", 1.6),
    ("sortie-air", "sortie", "air", 9000.0),
    ("handling", "handling_t", None, 7.5),
)


def build_rates() -> list[Row]:
    """Rows of the table ``rates``."""
    person_month: Row = {
        "id": "person-month",
        "kind": "person_month",
        "amount": _PERSON_MONTH_USD,
        "source": UN_RATE,
        "note": "United Nations reimbursement per person-month, July 2018, as published",
    }
    assumed = [
        {
            "id": key,
            "kind": kind,
            "mode": mode,
            "amount": amount,
            "note": notional("assumed price"),
        }
        for key, kind, mode, amount in _ASSUMED
    ]
    return [
        row | {"currency": CURRENCY, "price_year": PRICE_YEAR} for row in (person_month, *assumed)
    ]
