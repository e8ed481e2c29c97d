"""Force: what the mission needs and what nations offer, on which conditions."""

import datetime as dt

from reassure.model.choices import (
    CaveatKind,
    ConditionKind,
    Counting,
    Domain,
    Movement,
    OfferState,
    RestRule,
)
from reassure.model.fields import MOST_UNITS, field, ref
from reassure.model.record import Record


class Capability(Record):
    """A kind of unit; its sizes are those of one unit."""

    name: str = field("Name of the kind of unit")
    domain: Domain = field("Where it works")
    sidc: str | None = field("APP-6 symbol identification code, 30 digits", default=None)
    persons: int = field("Persons of one unit", ge=0)
    vehicles: int = field("Vehicles of one unit", ge=0)
    tonnes: float = field("Weight of one unit with its equipment", ge=0)
    lane_m: float = field("Length of ship's lane that one unit takes", ge=0)
    wagons: float = field("Rail wagons that one unit takes", ge=0)
    heaviest_mlc: float = field("Load class of its heaviest vehicle", ge=0, default=0.0)
    axle_load_t: float | None = field("Axle load of its heaviest wagon", ge=0, default=None)
    loading_gauge: str | None = field("Rail loading gauge that it needs", default=None)
    outsize: bool = field("Whether it has items beyond normal wagons and holds", default=False)
    by_air: bool = field("Whether it can be flown in", default=False)
    moves: Movement = field("Whether it is cargo or moves itself", default=Movement.CARRIED)
    speed_km_per_h: float | None = field("Transit speed where it moves itself", gt=0, default=None)
    range_km: float | None = field("Distance without refuelling", gt=0, default=None)
    on_station_h: float | None = field(
        "Time on station in one sortie or patrol", gt=0, default=None
    )
    turnaround_h: float | None = field("Time between two sorties or patrols", ge=0, default=None)
    cost_per_month: float = field("Cost of keeping one unit deployed", ge=0, default=0.0)


class Substitution(Record):
    """A capability that may stand in for another, at an efficiency."""

    capability: str = ref("capabilities", "Capability asked for")
    by: str = ref("capabilities", "Capability that stands in")
    efficiency: float = field("What one unit of it counts", gt=0, le=1)


class Sector(Record):
    """An area of responsibility, or a task force at sea or in the air."""

    name: str = field("Name of the sector")
    location: str = ref("locations", "Where its forces report")
    zone: str | None = ref("zones", "Area that it covers", default=None)
    lead_nations: tuple[str, ...] = ref("nations", "Candidates to lead it", default=())
    lead_min_unit_months: float = field("Least that its lead nation provides", ge=0, default=0.0)


class Formation(Record):
    """A battlegroup or other formation that several lines make up together."""

    sector: str = ref("sectors", "Sector that it belongs to")
    framework_nation: str | None = ref("nations", "Nation that gives its backbone", default=None)
    max_nations: int | None = field("Most nations in it", unit="nations", ge=1, default=None)


class Requirement(Record):
    """One line of the statement of requirements (CJSOR)."""

    objective: str = ref("objectives", "Objective that it serves")
    sector: str = ref("sectors", "Sector where it is needed")
    capability: str = ref("capabilities", "Capability asked for")
    quantity: float = field("How many", unit="units or stations", ge=0, le=MOST_UNITS)
    weight: float = field("Weight against the other lines", ge=0, default=1.0)
    from_day: float = field("First day on which it is needed")
    until_day: float = field("First day on which it is not needed any more")
    required_day: float = field("Day by which it must have arrived", default_from="from_day")
    max_notice_days: float | None = field("Longest notice to move accepted", ge=0, default=None)
    min_grade: int = field(
        "Least readiness grade of an offer", unit="grade 0 to 4", ge=0, le=4, default=0
    )
    attributes: tuple[str, ...] = field("Attributes that an offer must have", default=())
    formation: str | None = ref("formations", "Formation that it is part of", default=None)
    tasks: tuple[str, ...] = ref("tasks", "Tasks that it must be allowed to do", default=())
    branches: tuple[str, ...] = ref(
        "branches", "Branches in which it counts; none: all", default=()
    )
    counted: Counting = field("What quantity counts", default=Counting.UNITS)
    overlap_days: float = field("Days that two units overlap at relief", ge=0, default=0.0)


class Offer(Record):
    """A nation's conditional, graded proposal of identical units."""

    nation: str = ref("nations", "Nation that offers")
    capability: str = ref("capabilities", "What it offers")
    quantity: int = field("Identical units offered", unit="units", ge=0, le=MOST_UNITS)
    state: OfferState = field("Where the offer stands")
    grade: int = field(
        "Readiness: 0 indicated, 1 pledged, 2 assessed, 3 verified, 4 rapid",
        unit="grade 0 to 4",
        ge=0,
        le=4,
        default=0,
    )
    probability: float = field("Chance that it comes, conditions apart", ge=0, le=1, default=1.0)
    from_day: float = field("First day on which it can serve")
    until_day: float = field("First day on which it cannot serve any more")
    notice_days: float = field("Notice to move, from C-day", ge=0, default=0.0)
    tour_min_days: float = field("Shortest tour", gt=0)
    tour_max_days: float = field("Longest tour", gt=0)
    rest_ratio: float = field(
        "Days of rest per day of tour", unit="days per day", ge=0, default=0.0
    )
    rest_rule: RestRule = field(
        "Rest by the longest tour (fixed) or by the tour served (proportional)",
        default=RestRule.FIXED,
    )
    attributes: tuple[str, ...] = field("Attributes that its units have", default=())
    origin: str = ref("locations", "Where its units start")
    cost_per_month: float | None = field(
        "Cost of one unit a month; empty: the capability's", ge=0, default=None
    )
    deploy_cost: float = field("Cost of starting one tour", ge=0, default=0.0)
    valid_until: dt.date | None = field("Date until which the offer stands", default=None)
    evidence: str | None = ref("reports", "Evidence of its grade", default=None)
    assessed_date: dt.date | None = field("Date of its assessment", default=None)


class Condition(Record):
    """What an offer or a pledge depends on; all of an offer's conditions must hold."""

    exactly_one = ("offer", "pledge")

    offer: str | None = ref("offers", "Offer that depends on it", default=None)
    pledge: str | None = ref("pledges", "Pledge that depends on it", default=None)
    kind: ConditionKind = field("What kind of condition")
    nation: str | None = ref("nations", "Nation that must lead or be present", default=None)
    minimum_units: float | None = field(
        "Units of that nation that must be present", unit="units", ge=0, default=None
    )
    agreement: str | None = ref("agreements", "Agreement that must stand", default=None)
    state: str | None = field("State in which the agreement must be", default=None)
    decision: str | None = ref("decisions", "Decision that must be taken", default=None)
    due_day: float | None = field("Day by which it must hold", default=None)
    probability: float | None = field("Chance that it holds", ge=0, le=1, default=None)


class Caveat(Record):
    """A national limit on where, when or for what its units may be used."""

    nation: str = ref("nations", "Nation that sets it")
    offer: str | None = ref(
        "offers", "Offer that it binds; empty: all of the nation's", default=None
    )
    kind: CaveatKind = field("A limit that may be lifted on approval, or a ban")
    sectors: tuple[str, ...] = ref("sectors", "Sectors that it covers; none: all", default=())
    tasks: tuple[str, ...] = ref("tasks", "Tasks that it covers; none: all", default=())
    measures: tuple[str, ...] = ref("measures", "Measures that it covers", default=())
    from_day: float | None = field("First day on which it binds", default=None)
    until_day: float | None = field("First day on which it binds no more", default=None)
    approver: str | None = field("Who may lift a limitation", default=None)
    answer_hours: float | None = field("Time to an answer", ge=0, default=None)
    reason: str | None = field("Why it was set", default=None)


class Burden(Record):
    """The most that a nation is asked to carry."""

    nation: str = ref("nations", "Nation whose burden it limits")
    max_unit_months: float | None = field("Most unit-months in the plan", ge=0, default=None)
    max_share: float | None = field("Most of all unit-months provided", ge=0, le=1, default=None)
