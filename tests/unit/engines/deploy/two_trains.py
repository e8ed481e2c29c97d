"""A small railway with a movement under way, and reports of it."""

from typing import Any

from tests.unit.engines.deploy.moves import Row, line, link, offer, place, unit

# Units of two trains each over one path a day from a over b to z, one day to b and two to z: alone,
# the first train leaves on day 0, is at b on day 1 and at z on day 3, the second a day later.
TABLES: dict[str, list[Row]] = {
    "capabilities": [unit(wagons=60, tonnes=600)],
    "locations": [place("a"), place("b"), place("c"), place("z")],
    "links": [
        link("ab", "a", "b", "rail", 1, capacity_per_day=1, capacity_unit="trains"),
        link("bz", "b", "z", "rail", 2),
    ],
    "requirements": [line(required_day=6)],
    "offers": [offer(quantity=2)],
}


def actual(event: str, day: float, at: str, share: float = 1.0, **more: Any) -> Row:
    """Report of a tour, of t1 unless ``assignment`` says otherwise."""
    who = more.get("assignment", "t1")
    row = {"id": f"{who}-{event}-{at}-{day}", "assignment": who, "location": at, "event": event}
    return row | {"day": day, "share": share} | more
