"""What slows movement and what would speed it: permissions, closures and upgrades (assumptions)."""

from dataclasses import dataclass

from data.recipe.draw import Draw
from data.recipe.places import CONTRIBUTORS, HOST, TRANSIT
from data.recipe.sources import PERMISSIONS
from data.recipe.tables import Row, notional, number_or_none, read_own_table

LONGEST_NOTICE_DAYS = 45
"""Notice that a state asks for today, at most (report ``eca-mobility-2025``)."""

_LEADS = {
    "any": (3, 5, 5, 7, 10),
    "heavy": (7, 10, 10, 14, 21),
    "outsize": (10, 14, 14, 21, 30),
}
_HOST_LEADS = {"any": 1, "heavy": 2, "outsize": 3}
_OFF_ROUTE = frozenset({"EGY"})
"""Passed at sea alone."""


def build_clearances() -> list[Row]:
    """Rows of the table ``clearances``: each state by class of cargo.

    The days are drawn once per state, all well under the 45 that are reported: the coalition is
    assumed to have standing permissions in preparation.
    """
    states = sorted({*CONTRIBUTORS, *TRANSIT} - _OFF_ROUTE)
    return [_draw_clearance(state, cargo) for state in states for cargo in _LEADS] + [
        {
            "id": f"{HOST.lower()}-{cargo}",
            "through": HOST,
            "cargo": cargo,
            "lead_days": days,
            "note": notional("the host has asked for the force"),
        }
        for cargo, days in _HOST_LEADS.items()
    ]


def _draw_clearance(state: str, cargo: str) -> Row:
    # One draw per state: whoever is quick with one class of cargo is quick with the others.
    rank = Draw(state, "clearance").whole(0, len(_LEADS[cargo]) - 1)
    return {
        "id": f"{state.lower()}-{cargo}",
        "through": state,
        "cargo": cargo,
        "lead_days": float(_LEADS[cargo][rank]),
        "source": PERMISSIONS,
        "note": notional(f"assumed; up to {LONGEST_NOTICE_DAYS} days are reported"),
    }


@dataclass(frozen=True, slots=True)
class _Closure:
    key: str
    location: str
    kind: str
    from_day: float | None
    until_day: float | None
    open_share: float
    mean_up_days: float | None = None
    mean_down_days: float | None = None


_CLOSURES = (
    _Closure("constanta-quay-repair", "port-constanta", "planned", 60, 88, 0.5),
    _Closure("gdansk-dredging", "port-gdansk", "planned", 110, 120, 0.5),
    _Closure("medyka-track-works", "border-medyka", "planned", 70, 112, 0.2),
    _Closure("chop-crane-overhaul", "border-chop", "planned", 80, 100, 0.25),
    _Closure("rzeszow-runway-works", "air-eprz", "planned", 200, 207, 0.4),
    _Closure("winter-odesa", "port-odesa", "weather", 290, 300, 0.5),
    _Closure("winter-rzeszow", "air-eprz", "weather", 300, 305, 0.5),
    _Closure("winter-suceava", "air-lrsv", "weather", 310, 316, 0.3),
    _Closure("storms-constanta", "port-constanta", "weather", None, None, 0.0, 40, 1.5),
    _Closure("fog-rzeszow", "air-eprz", "weather", None, None, 0.2, 25, 1.0),
    _Closure("failure-medyka", "border-medyka", "failure", None, None, 0.3, 120, 3.0),
    _Closure("failure-vadul-siret", "border-vadul-siret", "failure", None, None, 0.3, 120, 3.0),
)


def build_outages() -> list[Row]:
    """Rows of the table ``outages``."""
    return [
        {
            "id": item.key,
            "location": item.location,
            "kind": item.kind,
            "from_day": item.from_day,
            "until_day": item.until_day,
            "open_share": item.open_share,
            "mean_up_days": item.mean_up_days,
            "mean_down_days": item.mean_down_days,
            "note": notional(),
        }
        for item in _CLOSURES
    ]


def build_upgrades(network: dict[str, list[Row]]) -> list[Row]:
    """Rows of the table ``upgrades``: each raises one limit of the network by a factor.

    Raises
    ------
    ValueError
        If an upgrade names no record of the network, or a limit that the record does not state.
    """
    records = {
        (column, row["id"]): row
        for column, table in _UPGRADED_TABLES.items()
        for row in network[table]
    }
    return [_build_upgrade(row, records) for row in read_own_table("upgrades")]


_UPGRADED_TABLES = {"location": "locations", "link": "links", "gauge_break": "gauge_breaks"}


def _build_upgrade(row: dict[str, str], records: dict[tuple[str, str], Row]) -> Row:
    record = records.get((row["what"], row["record"]))
    before = record and record.get(row["field"])
    if before is None:
        raise ValueError(
            f"upgrades.csv, {row['id']}: found {row['what']} {row['record']}, {row['field']}; "
            "expected a limit that the network states; name another record or field"
        )
    stated = number_or_none(row["to_value"])
    factor = number_or_none(row["factor"]) or 1.0
    return {
        "id": row["id"],
        "name": row["name"],
        row["what"]: row["record"],
        "field": row["field"],
        "to_value": stated if stated is not None else round(float(before) * factor, 1),
        "cost": float(row["cost"]),
        "lead_days": float(row["lead_days"]),
        "note": notional("assumed cost and time"),
    }
