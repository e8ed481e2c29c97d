"""Agreements with what became of them, the branches of the plan, and the meetings of the coalition.

One agreement is made up: the ceasefire that the plan assumes. The other three are public fact of
spring 2025, with a report for each of their events; so are the meetings. What they say is told in
our own words. A row without a source is made up, and its note says so.
"""

import datetime as dt

from data.recipe.tables import Row, notional, read_own_table, words_of

CEASEFIRE = "ceasefire"
_PLACE = "NATO headquarters, Brussels"
_NOT_REAL = "no real agreement is meant"


def build_agreements() -> list[Row]:
    """Rows of the table ``agreements``: the assumed ceasefire, and three of spring 2025."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "kind": row["kind"],
            "parties": words_of(row["parties"]),
            **_origin(row),
        }
        for row in read_own_table("agreements")
    ]


def build_agreement_events() -> list[Row]:
    """Rows of the table ``agreement_events``; those of one agreement in the order of their ids."""
    return [
        {
            "id": row["id"],
            "agreement": row["agreement"],
            "state": row["state"],
            "party": row["party"] or None,
            "date": dt.date.fromisoformat(row["date"]),
            "reported_date": _date_or_none(row["reported_date"]),
            **_origin(row, "the event is made up"),
        }
        for row in read_own_table("agreement_events")
    ]


def build_preconditions() -> list[Row]:
    """Rows of the table ``preconditions``: what parties asked for; met where a date says so."""
    return [
        {
            "id": row["id"],
            "agreement": row["agreement"],
            "text": row["text"],
            "met": bool(row["met_date"]),
            "met_date": _date_or_none(row["met_date"]),
            **_origin(row),
        }
        for row in read_own_table("preconditions")
    ]


def build_terms() -> list[Row]:
    """Rows of the table ``terms``: clauses in our own words."""
    return [
        {
            "id": row["id"],
            "agreement": row["agreement"],
            "clause": row["clause"],
            "prohibits": words_of(row["prohibits"]),
            "from_date": _date_or_none(row["from_date"]),
            "until_date": _date_or_none(row["until_date"]),
            **_origin(row),
        }
        for row in read_own_table("terms")
    ]


def build_branches() -> list[Row]:
    """Rows of the table ``branches``; which lines each selects stands with the lines."""
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "when": words_of(row["when"]),
            "probability": float(row["probability"]),
            "c_day_shift": float(row["c_day_shift"]),
            "note": notional("the chance is an assumption"),
        }
        for row in read_own_table("branches")
    ]


def build_meetings() -> list[Row]:
    """Rows of the table ``meetings``: public fact."""
    return [
        {
            "id": row["id"],
            "date": dt.date.fromisoformat(row["date"]),
            "place": _PLACE,
            "title": row["title"],
            "group": row["group"] or None,
            "hosts": words_of(row["hosts"]),
            "chairs": words_of(row["chairs"]),
            "announced": row["announced"] or None,
            **_origin(row),
        }
        for row in read_own_table("meetings")
    ]


def build_groups() -> list[Row]:
    """Rows of the table ``groups``: the contact group, of which the chairs alone are named."""
    return [
        {
            "id": "contact-group",
            "title": "Contact group for the defence of Ukraine",
            "kind": "working_group",
            "leads": ("GBR", "DEU"),
            "source": "contact-group-2025-04",
            "note": "some fifty nations meet in it; members are not listed",
        }
    ]


def _date_or_none(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


def _origin(row: dict[str, str], unless_told: str = _NOT_REAL) -> Row:
    """Return the report that a row rests on with its note, or the note of a made-up row."""
    if row["source"]:
        return {"source": row["source"], "note": row["note"] or None}
    return {"note": notional(unless_told)}
