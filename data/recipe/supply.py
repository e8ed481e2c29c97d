"""What the force uses and how it is resupplied: classes, use, postures, stocks and policies.

Use per person follows published planning factors; fuel follows the vehicles of each kind of unit;
ammunition is a small level of effort for training and self-protection. Every site draws on the
nearest theatre depot, every depot on a hub in a neighbouring state, every hub on a port, and the
ports give without limit.
"""

from functools import cache

from data.recipe.capabilities import build_capabilities, measure_fuel_kg_per_day
from data.recipe.sources import CAMPAIGN_USE, PLANNING_FACTORS
from data.recipe.strengths import measure_strengths
from data.recipe.tables import Row, notional, read_own_table

KG_PER_LB = 0.45359237
KG_PER_GALLON = 3.785
"""Water: 3.785 l to the US gallon, 1 kg to the litre."""

_CLASSES = (
    ("i", "Class I: food", 2, "lost"),
    ("ii", "Class II: clothing and equipment", 6, "backlog"),
    ("iii", "Class III: fuel", 3, "lost"),
    ("iv", "Class IV: construction and barrier", 8, "backlog"),
    ("v", "Class V: ammunition for training and self-protection", 5, "backlog"),
    ("vi", "Class VI: personal demand items", 7, "lost"),
    ("water", "Drinking and washing water", 1, "lost"),
    ("medical", "Medical supplies", 4, "lost"),
)

_POUNDS_PER_PERSON_DAY = {
    "i": (9.39, "two warm meals and one ration a day"),
    "ii": (1.6, "clothing and equipment"),
    "iii": (1.2, "packaged fuels and lubricants"),
    "iv": (1.638 + 2.324, "barrier and construction"),
    "vi": (2.06, "temperate zone"),
}
_WATER_GALLONS_PER_PERSON_DAY = 6.5
_ASSUMED_KG_PER_PERSON_DAY = {"v": 0.35, "medical": 0.12}

_WINTER = (274.0, 364.0)
"""December to February, counted from C-day."""

SUPPLIED_FROM = {row["site"]: row["source"] for row in read_own_table("supply_chain")}
"""Place that each site draws on."""

WATER_COVER = {"base-odesa": 0.6, "base-bila-tserkva": 0.8, "port-odesa": 0.6}
"""Share of the water used that wells and purification on the spot give, where not all of it."""

_RESERVE_DAYS = {"site": 6.0, "depot": 12.0, "hub": 20.0}
_REORDER_DAYS = {"site": 7.0, "depot": 12.0, "hub": 18.0}
_UP_TO_DAYS = {"site": 12.0, "depot": 20.0, "hub": 30.0}
_ROOM = 1.3
"""Room of a store over the level that it is filled to."""


def build_supply_classes() -> list[Row]:
    """Rows of the table ``supply_classes``."""
    return [
        {"id": key, "name": name, "priority": priority, "unmet": unmet, "note": notional()}
        for key, name, priority, unmet in _CLASSES
    ]


def measure_person_kg_per_day() -> dict[str, float]:
    """Use of one person a day [kg] by class."""
    found = {
        name: round(pounds * KG_PER_LB, 3) for name, (pounds, _) in _POUNDS_PER_PERSON_DAY.items()
    }
    found["water"] = round(_WATER_GALLONS_PER_PERSON_DAY * KG_PER_GALLON, 3)
    return found | _ASSUMED_KG_PER_PERSON_DAY


def build_consumption() -> list[Row]:
    """Rows of the table ``consumption``: per person, then fuel by kind of unit."""
    per_person = [
        {"id": f"person-{name}", "supply_class": name, "kg_per_day": kg, **_tell_source(name)}
        for name, kg in measure_person_kg_per_day().items()
    ]
    fuel = [
        {
            "id": f"{row['id']}-iii",
            "capability": row["id"],
            "supply_class": "iii",
            "kg_per_day": measure_fuel_kg_per_day(row["id"]),
            **_tell_fuel(is_carried=row["moves"] == "carried"),
        }
        for row in build_capabilities()
    ]
    return [*per_person, *fuel]


def _tell_fuel(*, is_carried: bool) -> Row:
    if not is_carried:
        return {"note": notional("assumed use of its own engines")}
    note = "assumed by class of vehicle and person; set so that the land force and its helicopters "
    return {"source": CAMPAIGN_USE, "note": notional(note + "use about what the report tells")}


def _tell_source(name: str) -> Row:
    if name in _POUNDS_PER_PERSON_DAY:
        pounds, what = _POUNDS_PER_PERSON_DAY[name]
        note = f"{pounds:g} lb per person and day, {what}; 1 lb = {KG_PER_LB} kg"
        return {"source": PLANNING_FACTORS, "note": note}
    if name == "water":
        gallons = _WATER_GALLONS_PER_PERSON_DAY
        note = f"{gallons:g} gal per person and day (QM4923, table 1-1: temperate, sustaining, "
        return {"note": note + f"division); 1 gal = {KG_PER_GALLON} kg"}
    return {"note": notional("assumed level of effort")}


def build_postures() -> list[Row]:
    """Rows of the table ``postures``: more is used in winter."""
    first, last = _WINTER
    note = notional("assumed factor; December to February")
    return [{"id": "winter", "from_day": first, "until_day": last, "factor": 1.15, "note": note}]


@cache
def measure_draws() -> dict[tuple[str, str], float]:
    """Use a day at full strength [t] by place and class, with that of all it supplies."""
    draws: dict[tuple[str, str], float] = {}
    for strength in measure_strengths():
        use = {name: strength.persons * kg for name, kg in measure_person_kg_per_day().items()}
        use["iii"] += strength.fuel_kg_per_day
        place: str | None = strength.location
        while place is not None:
            for name, kg in use.items():
                draws[place, name] = draws.get((place, name), 0.0) + kg / 1000
            place = SUPPLIED_FROM.get(place)
    return draws


def _tier(place: str) -> str:
    supplied = set(SUPPLIED_FROM.values())
    if place not in supplied:
        return "site"
    return "hub" if SUPPLIED_FROM[place].startswith("port") else "depot"


def _is_piped(place: str, name: str) -> bool:
    """Whether a class is brought: water only to quays, and where wells do not suffice."""
    is_quay = _tier(place) == "site" and SUPPLIED_FROM[place].startswith("port")
    return name != "water" or is_quay or place in WATER_COVER


def build_stocks() -> list[Row]:
    """Rows of the table ``stocks``: reserves built up before C-day, sized by full strength."""
    return [
        {
            "id": f"{place}-{name}",
            "location": place,
            "supply_class": name,
            "on_hand_t": round(_RESERVE_DAYS[_tier(place)] * draw, 1),
            "capacity_t": round(_ROOM * _UP_TO_DAYS[_tier(place)] * draw, 1),
            "note": notional("assumed reserve in days of use at full strength"),
        }
        for (place, name), draw in sorted(measure_draws().items())
        if place in SUPPLIED_FROM
    ]


def build_supply_policies() -> list[Row]:
    """Rows of the table ``supply_policies``: each place draws on one other."""
    return [
        {
            "id": f"{place}-{name}",
            "location": place,
            "supply_class": name,
            "from_location": SUPPLIED_FROM[place],
            "kind": "reorder",
            "reorder_days_of_supply": _REORDER_DAYS[_tier(place)],
            "up_to_days_of_supply": _UP_TO_DAYS[_tier(place)],
            "note": notional(),
        }
        for place, name in sorted(measure_draws())
        if place in SUPPLIED_FROM and _is_piped(place, name)
    ]
