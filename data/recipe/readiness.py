"""Milestones of planning and readiness, and what is not known exactly."""

from data.recipe.tables import Row, notional, read_own_table, words_of

_UNCERTAIN = (
    ("notice-days", "offers", "notice_days", "pert", 0.8, 1.0, 2.0),
    ("clearance-days", "clearances", "lead_days", "pert", 0.7, 1.0, 2.5),
    # Plans count the worst time on the ground: it may be as short as the planned one, or longer.
    ("ground-time", "locations", "ground_time_max_h", "triangular", 0.6, 0.85, 1.2),
    ("port-handling", "locations", "handling_t_per_day", "pert", 0.6, 1.0, 1.1),
    ("transshipment", "gauge_breaks", "wagons_per_day", "pert", 0.6, 1.0, 1.15),
    ("rail-speed", "links", "speed_km_per_h", "pert", 0.7, 1.0, 1.1),
    ("use-per-day", "consumption", "kg_per_day", "lognormal", 1.0, 0.15, None),
)


def build_milestones() -> list[Row]:
    """Rows of the table ``milestones``; owners are chosen by hand, not from talks."""
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "objective": row["objective"],
            "owner": row["owner"],
            "due_day": float(row["due_day"]),
            "state": row["state"],
            "after": words_of(row["after"]),
            "waits_for": words_of(row["waits_for"]),
            "note": notional(),
        }
        for row in read_own_table("milestones")
    ]


def build_uncertainties() -> list[Row]:
    """Rows of the table ``uncertainties``: factors on whole fields."""
    return [
        {
            "id": key,
            "table": table,
            "field": field,
            "law": law,
            "p1": p1,
            "p2": p2,
            "p3": p3,
            "relative": True,
            "note": notional("assumed law and range"),
        }
        for key, table, field, law, p1, p2, p3 in _UNCERTAIN
    ]
