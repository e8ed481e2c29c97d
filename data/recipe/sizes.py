"""The nations of the example: how large each is, where it lies and which coasts it has.

Size and geography are all that the recipe knows of a nation, so that nothing in the example
can be read as what a government said, has or wants.
"""

import gzip
import json
from dataclasses import dataclass
from functools import cache

from data.recipe.geo import Point, measure_km
from data.recipe.locations import find_position
from data.recipe.places import (
    CONTRIBUTORS,
    HOST,
    NO_PASSAGE,
    TRANSIT,
    Place,
    Role,
    find_places,
    read_places,
)
from data.recipe.raw import DATA

THEATRE: Point = (28.48, 49.23)
"""(lon, lat) of Vinnytsia, from which distances to the theatre are measured."""

_ROUND_POPULATION = {
    "AUS": 23_000_000,
    "CAN": 36_000_000,
    "EGY": 97_000_000,
    "ISL": 340_000,
    "JPN": 126_000_000,
    "NZL": 4_500_000,
}
"""States beyond the box of the country polygons: public round figures of about 2017, the time
that the estimates in the polygons are of."""

_NAMES = {
    "AUS": "Australia",
    "BEL": "Belgium",
    "BGR": "Bulgaria",
    "CAN": "Canada",
    "CZE": "Czechia",
    "DEU": "Germany",
    "DNK": "Denmark",
    "ESP": "Spain",
    "EST": "Estonia",
    "FIN": "Finland",
    "FRA": "France",
    "GBR": "United Kingdom",
    "GRC": "Greece",
    "HRV": "Croatia",
    "IRL": "Ireland",
    "ISL": "Iceland",
    "ITA": "Italy",
    "JPN": "Japan",
    "LTU": "Lithuania",
    "LUX": "Luxembourg",
    "LVA": "Latvia",
    "NLD": "Netherlands",
    "NOR": "Norway",
    "NZL": "New Zealand",
    "POL": "Poland",
    "PRT": "Portugal",
    "ROU": "Romania",
    "SVN": "Slovenia",
    "SWE": "Sweden",
    "TUR": "Türkiye",
    "UKR": "Ukraine",
}


@dataclass(frozen=True, slots=True)
class Size:
    """What the recipe knows of one nation.

    Attributes
    ----------
    id
        ISO 3166 alpha-3 code.
    population
        Inhabitants.
    is_round
        Whether ``population`` is a public round figure instead of the polygons' estimate.
    distance_km
        Great circle from the nation's first place to the theatre; 0 for states without any.
    is_coastal, is_black_sea, is_far
        Whether it has a port or naval base, one from which ships patrol the Black Sea, and
        whether it lies beyond the box of the network.
    """

    id: str
    name: str
    population: int
    is_round: bool
    distance_km: float
    is_coastal: bool
    is_black_sea: bool
    is_far: bool

    @property
    def population_m(self) -> float:
        """Inhabitants in millions."""
        return self.population / 1e6


@cache
def read_sizes() -> tuple[Size, ...]:
    """All nations of the example by id: contributors, host, and states on the way."""
    names = _NAMES | TRANSIT | NO_PASSAGE
    wanted = {*CONTRIBUTORS, HOST, *(place.nation for place in read_places()), *NO_PASSAGE}
    return tuple(_measure(nation, names[nation]) for nation in sorted(wanted))


def find_size(nation: str) -> Size:
    """Return what the recipe knows of one nation."""
    return next(size for size in read_sizes() if size.id == nation)


def find_contributors() -> tuple[Size, ...]:
    """Return the nations that offer forces, by id."""
    return tuple(size for size in read_sizes() if size.id in CONTRIBUTORS)


@cache
def _read_populations() -> dict[str, int]:
    """Estimates of the country polygons by alpha-3 code."""
    packed = (DATA / "natural_earth" / "countries_50m_europe.geojson.gz").read_bytes()
    features = json.loads(gzip.decompress(packed))["features"]
    rows = (feature["properties"] for feature in features)
    return {row["adm0_a3"]: int(row["pop_est"]) for row in rows}


def _measure(nation: str, name: str) -> Size:
    places = find_places(nation=nation)
    return Size(
        id=nation,
        name=name,
        population=_ROUND_POPULATION.get(nation) or _read_populations()[nation],
        is_round=nation in _ROUND_POPULATION,
        distance_km=round(measure_km(find_position(places[0]), THEATRE)) if places else 0.0,
        is_coastal=any(place.kind in ("port", "naval_base") for place in places),
        is_black_sea=any(place.role is Role.PATROL for place in places),
        is_far=any(place.role is Role.FAR for place in places),
    )


def find_origins(nation: str, kinds: tuple[str, ...]) -> tuple[Place, ...]:
    """Return a nation's places of the first of some kinds that it has, homes before others."""
    for kind in kinds:
        homes = find_places(kind=kind, nation=nation, roles=(Role.HOME, Role.FAR))
        others = find_places(kind=kind, nation=nation)
        if homes or others:
            return homes or others
    return ()
