"""The network of the example: rows of ``locations``, ``links``, ``gauge_breaks``, ``passages``."""

from typing import Any

from data.recipe.air import build_air_links
from data.recipe.locations import build_locations
from data.recipe.places import CONTRIBUTORS, HOST, NO_PASSAGE, TRANSIT
from data.recipe.rail import RailLinks
from data.recipe.road import build_road_links
from data.recipe.sea import build_sea_links
from reassure.model.network import GaugeBreak, Link, Location, Passage
from reassure.model.record import Record


def build_network() -> dict[str, list[dict[str, Any]]]:
    """Build the network from the raw files.

    Returns
    -------
    dict
        Rows by table, in the order of their ids; every row has every field, None where unknown.
        ``links.waypoints`` holds ``lat:lon`` pairs between the two ends, empty for a straight
        course.
    """
    rail = RailLinks()
    links = [*rail.links, *build_sea_links(), *build_road_links(), *build_air_links()]
    tables = {
        "locations": [_complete(Location, row) for row in build_locations()],
        "links": [_complete(Link, row) for row in links],
        "gauge_breaks": [_complete(GaugeBreak, row) for row in rail.gauge_breaks],
        "passages": [_complete(Passage, row) for row in build_passages()],
    }
    return {name: sorted(rows, key=lambda row: row["id"]) for name, rows in tables.items()}


def _complete(record: type[Record], row: dict[str, Any]) -> dict[str, Any]:
    """Give a row every field of its record, in the record's order; what is unknown stays None."""
    unknown = sorted(set(row) - set(record.model_fields))
    if unknown:
        raise ValueError(
            f"{row['id']}: found fields {unknown}; expected fields of {record.__name__}"
        )
    return {
        name: row[name] if name in row else info.get_default(call_default_factory=True)
        for name, info in record.model_fields.items()
    }


def build_passages() -> list[dict[str, Any]]:
    """Rows of ``passages``: which states let the force through. A notional choice."""
    granted = {*CONTRIBUTORS, HOST, *TRANSIT}
    return [
        {
            "id": f"passage-{nation.lower()}",
            "through": nation,
            "allowed": nation in granted,
            "mode": None,
            "note": "notional",
        }
        for nation in sorted(granted | set(NO_PASSAGE))
    ]
