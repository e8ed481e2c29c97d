"""The published reports that figures and events of the example rest on; nothing else is cited.

Where a report states its month alone, the first day of the month stands for it.
"""

import datetime as dt

from data.recipe.tables import Row, read_own_table

UN_RATE = "un-rate-2018"
PLANNING_FACTORS = "atp-4-90"
CAMPAIGN_USE = "ifor-supply-1996"
PERMISSIONS = "eca-mobility-2025"
AIR_COMMAND = "eatc-2016"
AIR_EXCHANGE = "atares-2018"
SEA_CHARTER = "ark-2020"


def build_reports() -> list[Row]:
    """Rows of the table ``reports``."""
    return [
        {
            "id": row["id"],
            "publisher": row["publisher"],
            "published": dt.datetime.fromisoformat(row["published"]).replace(tzinfo=dt.UTC),
            "language": "en",
            "title": row["title"],
            "address": row["address"],
            "note": row["note"],
        }
        for row in read_own_table("reports")
    ]
