"""A unit whose people fly and whose equipment sails, with or without a place to marry up."""

from typing import Any

from reassure.model.plan import Plan
from tests.unit.engines.deploy.moves import Row, link, place, plan_of, unit


def profile(name: str = "p", **more: Any) -> Row:
    row: Row = {"id": name, "capability": "inf", "people_by": ["air", "road"]}
    return row | {"equipment_by": ["sea", "road"], "marry_up": "s"} | more


def apart(**tables: list[Row]) -> Plan:
    """From home a people take 2 days by air to s, equipment 9 by sea; from s to z it is a day."""
    rows: dict[str, list[Row]] = {
        "capabilities": [unit(vehicles=40, tonnes=1000, lane_m=400, wagons=30)],
        "locations": [
            place("a", kind="garrison"),
            place("field", kind="airfield"),
            place("port", kind="port"),
            place("landing", kind="airfield"),
            place("quay", kind="port"),
            place("s", kind="staging"),
            place("z"),
        ],
        "links": [
            link("a-field", "a", "field", days=0),
            link("fly", "field", "landing", "air"),
            link("landing-s", "landing", "s", days=0.5),
            link("a-port", "a", "port", days=0),
            link("sail", "port", "quay", "sea", 7),
            link("quay-s", "quay", "s", days=1.5),
            link("s-z", "s", "z", days=0.8),
        ],
        "movement_profiles": [profile()],
    }
    return plan_of(**(rows | tables))
