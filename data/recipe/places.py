"""The places of the example: which towns, ports, airfields and crossings take part, and why.

The choice itself is the table ``places.csv``: one row per place with its nation and its role.
A place with a ``ref`` takes position and figures from the raw file that the reference names
(``wpi:NUMBER`` World Port Index, ``icao:CODE`` airfields); ``code:CODE`` is a place outside of the
data's box, whose position was set by hand. All other positions are those of the named town, set
by hand to two or three decimals.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

# fmt: off
CONTRIBUTORS = (
    "AUS", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN",
    "FRA", "GBR", "GRC", "HRV", "IRL", "ISL", "ITA", "JPN", "LTU", "LUX",
    "LVA", "NLD", "NOR", "NZL", "POL", "PRT", "ROU", "SVN", "SWE", "TUR",
)
# fmt: on
HOST = "UKR"
TRANSIT = {
    "AUT": "Austria",
    "CHE": "Switzerland",
    "EGY": "Egypt",
    "HUN": "Hungary",
    "MDA": "Moldova",
    "SVK": "Slovakia",
}
"""States that are neither host nor contributor, and through which routes of the example lead."""

NO_PASSAGE = {
    "BIH": "Bosnia and Herzegovina",
    "BLR": "Belarus",
    "RUS": "Russia",
    "SRB": "Serbia",
}
"""States that the example counts as not granting passage: a notional choice, never a statement."""


class Role(StrEnum):
    """What a place does in the example."""

    HOME = "home"
    """Where forces of a contributing nation stand or embark, inside of the data's box."""
    FAR = "far"
    """The same for a nation beyond the box: it enters over a stated great-circle leg."""
    POD = "pod"
    """Port or airfield of debarkation."""
    POLICING = "policing"
    """Airfield from which fighters guard the air space."""
    PATROL = "patrol"
    """Naval base of patrol ships and mine hunters in the Black Sea."""
    WEST = "west"
    """Place in the sector West."""
    CENTRE = "centre"
    """Place in the sector Centre."""
    SOUTH = "south"
    """Place in the sector South."""
    TRAINING = "training"
    """Training area outside of the host nation."""
    HUB = "hub"
    """Depot of the theatre."""
    BORDER = "border"
    """Crossing with a change of gauge."""
    TRANSIT = "transit"
    """Rail junction in a transit state."""
    GATE = "gate"
    """Gateway at sea."""


@dataclass(frozen=True, slots=True)
class Place:
    """One chosen place.

    ``lat`` and ``lon`` are degrees, None where the reference gives them.
    """

    id: str
    kind: str
    nation: str
    name: str
    role: Role
    ref: str
    lat: float | None
    lon: float | None

    @property
    def ref_kind(self) -> str:
        """``wpi``, ``icao``, ``code`` or empty."""
        return self.ref.partition(":")[0]

    @property
    def ref_key(self) -> str:
        """What stands behind the colon of the reference."""
        return self.ref.partition(":")[2]


@cache
def read_places() -> tuple[Place, ...]:
    """Read ``places.csv`` in its own order."""
    path = Path(__file__).with_name("places.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(
            Place(
                id=row["id"],
                kind=row["kind"],
                nation=row["nation"],
                name=row["name"],
                role=Role(row["role"]),
                ref=row["ref"],
                lat=float(row["lat"]) if row["lat"] else None,
                lon=float(row["lon"]) if row["lon"] else None,
            )
            for row in csv.DictReader(handle)
        )


def find_places(
    *, kind: str | None = None, nation: str | None = None, roles: tuple[Role, ...] = ()
) -> tuple[Place, ...]:
    """Places of one kind, nation or of any of some roles; what is not given does not restrict."""
    return tuple(
        place
        for place in read_places()
        if kind in (None, place.kind)
        and nation in (None, place.nation)
        and (not roles or place.role in roles)
    )
