"""Milestones of planning and readiness, and what is not known exactly."""

from data.recipe.conditions import CEASEFIRE
from data.recipe.tables import Row, notional

_MILESTONES = (
    ("ceasefire-in-force", "Ceasefire in force", "land", "UKR", 0, "done", "", CEASEFIRE),
    ("headquarters-open", "Force headquarters open", "land", "GBR", 40, "started", "", ""),
    ("hubs-open", "Hubs Rzeszow and Suceava open", "land", "POL", 25, "started", "", ""),
    (
        "air-policing-initial",
        "Air policing: initial capability",
        "skies",
        "FRA",
        60,
        "planned",
        "headquarters-open",
        "",
    ),
    (
        "medyka-second-line",
        "Second transshipment line working",
        "land",
        "POL",
        120,
        "planned",
        "hubs-open",
        "upgrades:medyka-second-line",
    ),
    (
        "brigade-west-initial",
        "Brigade West: initial capability",
        "land",
        "DEU",
        105,
        "planned",
        "headquarters-open|hubs-open",
        "",
    ),
    (
        "sea-lanes-surveyed",
        "Sea lanes to Odesa surveyed for mines",
        "seas",
        "TUR",
        150,
        "planned",
        "",
        "",
    ),
    (
        "ports-open",
        "Ports of Odesa open for the force",
        "seas",
        "ROU",
        180,
        "planned",
        "sea-lanes-surveyed",
        "",
    ),
    (
        "training-full",
        "All training centres teaching",
        "host",
        "ESP",
        135,
        "planned",
        "hubs-open",
        "",
    ),
    (
        "brigades-full",
        "All brigades: full capability",
        "land",
        "FRA",
        270,
        "planned",
        "brigade-west-initial|medyka-second-line",
        "",
    ),
    (
        "air-defence-full",
        "Ground-based air defence: full capability",
        "skies",
        "NLD",
        210,
        "planned",
        "air-policing-initial",
        "",
    ),
    (
        "force-full",
        "Force: full capability",
        "land",
        "GBR",
        300,
        "planned",
        "brigades-full|air-defence-full|ports-open|training-full",
        "",
    ),
)

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
            "id": key,
            "title": title,
            "objective": objective,
            "owner": owner,
            "due_day": float(due_day),
            "state": state,
            "after": after.split("|") if after else (),
            "waits_for": [f"agreements:{waits}" if ":" not in waits else waits] if waits else (),
            "note": notional(),
        }
        for key, title, objective, owner, due_day, state, after, waits in _MILESTONES
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
