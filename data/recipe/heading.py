"""The heading of the plan: what it is about, its clock, its money, its labels."""

import datetime as dt

from data.recipe.tables import Row, notional
from reassure.model.plan import FORMAT_VERSION, PlanMeta

C_DAY = dt.date(2026, 3, 2)
HORIZON_DAYS = 540.0
PERIOD_DAYS = 30.0
CURRENCY = "USD"
PRICE_YEAR = 2018
"""The year of the one published rate that the plan uses, so that it stands as published."""


def build_meta() -> PlanMeta:
    """Heading of the example."""
    return PlanMeta(
        format=FORMAT_VERSION,
        title="Reassurance force (notional)",
        c_day=C_DAY,
        horizon_days=HORIZON_DAYS,
        period_days=PERIOD_DAYS,
        currency=CURRENCY,
        price_year=PRICE_YEAR,
        label="UNCLASSIFIED",
        notional=True,
        as_of=C_DAY,
    )


def build_policies() -> list[Row]:
    """Rows of the table ``policies``: the ladder that labels name."""
    return [
        {
            "id": "coalition",
            "name": "Coalition security policy",
            "classifications": ("UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET"),
            "note": notional(),
        }
    ]
