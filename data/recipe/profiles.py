"""Who goes apart: people fly, heavy equipment goes by rail and sea, and both join near the host."""

from data.recipe.locations import find_position
from data.recipe.places import find_places
from data.recipe.sizes import find_size
from data.recipe.tables import Row, notional, read_own_table

FAR_KM = 1500
"""Distance from home to the theatre from which on people do not travel with their tanks."""

HEAVY_VEHICLES = 10
"""Tracked vehicles and tanks of a unit from which on its equipment goes by itself."""

NORTH_LAT = 44.0
"""Nations north of it join at Rzeszow, by the Baltic and by rail; the others at Suceava, by
Constanta."""


def build_profiles(offers: list[Row]) -> list[Row]:
    """Rows of the table ``movement_profiles``: one for each offer of heavy units from afar.

    Parameters
    ----------
    offers
        Rows of the table ``offers``.
    """
    heavy = {
        row["id"]
        for row in read_own_table("capabilities")
        if int(row["tracked"]) + int(row["tanks"]) >= HEAVY_VEHICLES
    }
    return [
        {
            "id": f"{offer['id']}-apart",
            "capability": offer["capability"],
            "offer": offer["id"],
            "people_by": ["air", "road"],
            "equipment_by": ["rail", "road", "sea"],
            "marry_up": _gathering(offer["nation"]),
            "note": notional("assumed for heavy units from more than 1,500 km away"),
        }
        for offer in offers
        if offer["capability"] in heavy and find_size(offer["nation"]).distance_km >= FAR_KM
    ]


def _gathering(nation: str) -> str:
    _, lat = find_position(find_places(nation=nation)[0])
    return "depot-rzeszow" if lat >= NORTH_LAT else "depot-suceava"
