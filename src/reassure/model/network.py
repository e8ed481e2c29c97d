"""Network: places, links between them, lift, permissions to pass, outages and costs."""

from reassure.model.choices import (
    ActualEvent,
    CapacityUnit,
    Cargo,
    GaugeMethod,
    LocationKind,
    LocationState,
    Mode,
    OutageKind,
    RateKind,
)
from reassure.model.fields import MOST_UNITS, FieldKind, field, pairs, ref
from reassure.model.fields import field as declare
from reassure.model.record import Record


class Location(Record):
    """A place with the limits that movement and supply meet there; empty: no limit."""

    name: str = field("Name of the place")
    kind: LocationKind = field("What it is")
    nation: str = ref("nations", "State that it lies in")
    lat: float = field("Latitude", ge=-90, le=90)
    lon: float = field("Longitude", ge=-180, le=180)
    code: str | None = field("UN/LOCODE or ICAO code", default=None)
    state: LocationState = field("Whether it can be used", default=LocationState.READY)
    draught_m: float | None = field("Deepest ship that it takes", gt=0, default=None)
    roro: bool | None = field("Whether vehicles can drive off a ship", default=None)
    berths: int | None = field("Ships worked at once", unit="ships", ge=0, default=None)
    handling_t_per_day: float | None = field("Cargo handled", ge=0, default=None)
    handling_lane_m_per_day: float | None = field("Roll-on cargo handled", ge=0, default=None)
    trains_per_day: float | None = field("Trains worked", ge=0, default=None)
    wagons_per_day: float | None = field("Wagons loaded or unloaded", ge=0, default=None)
    runway_m: float | None = field("Longest hard runway", ge=0, default=None)
    mog: int | None = field("Aircraft worked at once", unit="aircraft", ge=0, default=None)
    ground_time_h: float | None = field("Time on the ground of one aircraft", gt=0, default=None)
    ground_time_max_h: float | None = field("Time on the ground at worst", gt=0, default=None)
    operating_h_per_day: float = field("Hours of work", gt=0, le=24, default=24.0)
    parking: int | None = field(
        "Aircraft that can be based there", unit="aircraft", ge=0, default=None
    )
    storage_t: float | None = field("Supplies that can be stored", ge=0, default=None)
    staging_t_per_day: float | None = field("Equipment staged and moved on", ge=0, default=None)
    beds: int | None = field("Persons that can be housed", unit="persons", ge=0, default=None)
    water_t_per_day: float | None = field("Drinking water produced", ge=0, default=None)
    fuel_storage_t: float | None = field("Fuel that can be stored", ge=0, default=None)
    medical_role: int | None = field(
        "Role of its treatment facility", unit="role 1 to 4", ge=1, le=4, default=None
    )


class Link(Record):
    """A way between two places by one mode."""

    from_location: str = ref("locations", "Where it starts")
    to_location: str = ref("locations", "Where it ends")
    mode: Mode = field("How one moves on it")
    distance_km: float = field("Length of the way", ge=0)
    speed_km_per_h: float | None = field("Speed on it", gt=0, default=None)
    transit_days: float | None = field(
        "Time on it, where stated instead of speed", ge=0, default=None
    )
    capacity_per_day: float | None = field(
        "What passes a day, in capacity_unit", ge=0, default=None
    )
    capacity_unit: CapacityUnit | None = field("What capacity_per_day counts", default=None)
    gauge_mm: float | None = field("Track gauge", gt=0, default=None)
    mlc: float | None = field("Load class of its weakest bridge", ge=0, default=None)
    axle_load_t: float | None = field("Heaviest axle that the track carries", ge=0, default=None)
    loading_gauge: str | None = field("Rail loading gauge", default=None)
    every_days: int = field("Days between two departures", unit="days", ge=1, default=1)
    first_day: int = field("Day of the first departure", unit="days from C-day", default=0)
    both_ways: bool = field("Whether it runs in both directions", default=True)
    waypoints: tuple[str, ...] = pairs(
        "Course of the way for maps, as lat:lon in degrees", left="number", right="number"
    )


class GaugeBreak(Record):
    """A place where trains change from one track gauge to another."""

    location: str = ref("locations", "Where")
    from_gauge_mm: float = field("Gauge on one side", gt=0)
    to_gauge_mm: float = field("Gauge on the other side", gt=0)
    method: GaugeMethod = field("How the change is made")
    wagons_per_day: float = field("Wagons changed", ge=0)


class Lift(Record):
    """A pool of ships, aircraft, trains or convoys; sizes are those of one of them."""

    nation: str = ref("nations", "Nation that provides it")
    mode: Mode = field("How it moves")
    name: str = field("What it is")
    quantity: int = field("How many", unit="carriers", ge=0, le=MOST_UNITS)
    payload_t: float | None = field("Weight that one carries", gt=0, default=None)
    lane_m: float | None = field("Lane metres that one carries", gt=0, default=None)
    passengers: int | None = field("Persons that one carries", ge=0, default=None)
    wagons: float | None = field("Wagons of one train", gt=0, default=None)
    vehicles: int | None = field("Vehicles of one convoy", ge=0, default=None)
    speed_km_per_h: float = field("Speed", gt=0)
    draught_m: float | None = field("Draught, loaded", gt=0, default=None)
    min_runway_m: float | None = field("Shortest runway that it uses", ge=0, default=None)
    home: str = ref("locations", "Where it is based")
    from_day: float = field("First day on which it serves")
    until_day: float = field("First day on which it serves no more")
    breakdown_probability: float = field(
        "Chance of a breakdown on one leg", ge=0, le=1, default=0.0
    )
    repair_days: float | None = field("Time to repair", ge=0, default=None)


class MovementProfile(Record):
    """How people and equipment of a kind of unit go apart to their tours, and where they join."""

    capability: str = ref("capabilities", "Kind of unit that goes so")
    offer: str | None = ref(
        "offers", "Offer whose units alone go so; empty: all of the kind", default=None
    )
    people_by: tuple[Mode, ...] = field("Modes that its people may use; none: all", default=())
    equipment_by: tuple[Mode, ...] = field(
        "Modes that its equipment may use; none: all", default=()
    )
    marry_up: str | None = ref(
        "locations",
        "Where both join, from where the unit goes on as one; empty: at its destination",
        default=None,
    )


class Passage(Record):
    """Whether a state lets the force pass."""

    through: str = ref("nations", "State passed through")
    allowed: bool = field("Whether passage is granted", default=True)
    mode: Mode | None = field("Mode that it holds for; empty: all", default=None)


class Clearance(Record):
    """How long a state takes to permit a movement."""

    through: str = ref("nations", "State passed through")
    nations: tuple[str, ...] = ref("nations", "Whose movements; none: all foreign", default=())
    cargo: Cargo = field("What is moved")
    lead_days: float = field("Time from request to permission", ge=0)


class Outage(Record):
    """A time in which a place or link is closed or slowed."""

    exactly_one = ("location", "link")

    location: str | None = ref("locations", "Place that it hits", default=None)
    link: str | None = ref("links", "Link that it hits", default=None)
    kind: OutageKind = field("Why")
    from_day: float | None = field("First day", default=None)
    until_day: float | None = field("First day after it", default=None)
    open_share: float = field("Share of the capacity that stays", ge=0, le=1, default=0.0)
    mean_up_days: float | None = field("Mean time between outages", gt=0, default=None)
    mean_down_days: float | None = field("Mean time of one outage", gt=0, default=None)


class Upgrade(Record):
    """An investment that raises one limit."""

    exactly_one = ("location", "link", "gauge_break")

    name: str = declare("What is built or bought")
    location: str | None = ref("locations", "Place that it improves", default=None)
    link: str | None = ref("links", "Link that it improves", default=None)
    gauge_break: str | None = ref("gauge_breaks", "Gauge break that it improves", default=None)
    field: str = declare("Field that it raises")
    to_value: float = declare("Value of the field afterwards", unit="the field's unit")
    cost: float = declare("Cost", unit="the plan's currency", ge=0)
    lead_days: float = declare("Time until it is ready", ge=0)


class Rate(Record):
    """A unit price."""

    kind: RateKind = field("What is paid for")
    capability: str | None = ref(
        "capabilities", "Capability that it holds for; empty: all", default=None
    )
    mode: Mode | None = field("Mode that it holds for; empty: all", default=None)
    nation: str | None = ref("nations", "Nation that it holds for; empty: all", default=None)
    amount: float = field("Price of one", unit="currency", ge=0)
    currency: str = field("ISO 4217 code", kind=FieldKind.CURRENCY)
    price_year: int = field("Year of the price", unit="year", ge=1900)


class Actual(Record):
    """What really happened to a movement."""

    exactly_one = ("assignment", "pledge")

    assignment: str | None = field("Assignment that moved", default=None)
    pledge: str | None = ref("pledges", "Pledge that moved", default=None)
    location: str = ref("locations", "Where")
    event: ActualEvent = field("What happened")
    day: float = field("When")
    share: float = field("Share of it", ge=0, le=1, default=1.0)


class Zone(Record):
    """An area on the map."""

    name: str = field("Name of the area")
    geometry: str = field("GeoJSON file in the folder zones/")
    buffer_km: float = field("Margin around it", ge=0, default=0.0)
