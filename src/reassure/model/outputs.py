"""Tables that engines write. `binding` always reads ``table:id.field``."""

from reassure.model.choices import (
    AskKind,
    ChangeKind,
    ChangeReason,
    ForceStage,
    Mode,
    MovePurpose,
    RemedyKind,
    ShortfallReason,
    UnusedReason,
)
from reassure.model.fields import field, ref
from reassure.model.record import Row

_BINDING = "Limit that binds, as table:id.field"


class Assignment(Row):
    """One unit's tour on a requirement line."""

    id: str = field("Stable id of the tour")
    requirement: str = ref("requirements", "Line that it serves")
    offer: str = ref("offers", "Offer that the unit is from")
    unit: str = field("The unit, as offer.number")
    from_day: float = field("First day of the tour")
    until_day: float = field("First day after the tour")
    effective_quantity: float = field("What the unit counts on this line", unit="units", ge=0)


class Change(Row):
    """Units' tours that a later plan adds to an earlier one, or drops from it."""

    key = ("requirement", "offer", "from_day", "until_day", "reason")

    requirement: str = ref("requirements", "Line")
    offer: str = ref("offers", "Offer that the units are from")
    from_day: float = field("First day of the tour")
    until_day: float = field("First day after the tour")
    change: ChangeKind = field("What became of it")
    units: int = field("How many units", unit="units", ge=1)
    reason: ChangeReason = field("Why")


class Shortfall(Row):
    """A quantity of a line that stays unfilled for a time, and why."""

    key = ("requirement", "from_day", "reason", "binding")

    requirement: str = ref("requirements", "Line that is short")
    from_day: float = field("First day")
    until_day: float = field("First day after it")
    quantity: float = field("How much is missing", unit="units or stations", ge=0)
    reason: ShortfallReason = field("Why")
    binding: str = field(_BINDING)


class LineFill(Row):
    """How well one requirement line is filled."""

    key = ("requirement",)

    requirement: str = ref("requirements", "Line")
    objective: str = ref("objectives", "Objective that it serves")
    sector: str = ref("sectors", "Sector where it is needed")
    required_unit_days: float = field("Asked for", unit="unit-days", ge=0)
    provided_unit_days: float = field("Provided, effective", unit="unit-days", ge=0)
    reserve_unit_days: float = field(
        "In reserve: effective, beyond what is asked for", unit="unit-days", ge=0, default=0.0
    )


class Stage(Row):
    """How good a force plan is by fill, then by cost, then by fragmentation."""

    key = ("stage",)

    stage: ForceStage = field("What is looked at")
    value: float = field(
        "Reached", unit="weighted unit-periods, the plan's currency, or nations in formations"
    )
    bound: float | None = field(
        "Proven: no plan fills more; none of at least this fill costs less; none of at least this "
        "fill and at most this cost has fewer nations in formations; empty: not known",
        unit="that of value",
        default=None,
    )


class ChanceFill(Row):
    """Fill of a force plan when offers come only as likely as they say."""

    key = ("objective", "requirement")

    objective: str | None = ref("objectives", "Objective; empty: the whole plan", default=None)
    requirement: str | None = ref("requirements", "Line; empty: all of the objective", default=None)
    promised_fill: float = field("If every offer comes", unit="share, 0 to 1", ge=0)
    expected_fill: float = field("Mean over the scenarios", unit="share, 0 to 1", ge=0)
    standard_error: float = field("Of the expected fill", unit="share, 0 to 1", ge=0)
    fill_at_90: float = field("Reached in 90 of 100 scenarios", unit="share, 0 to 1", ge=0)


class Remedy(Row):
    """A change to the records that would fill a shortfall while the rest of the plan stays."""

    key = ("requirement", "from_day", "rank", "binding")

    requirement: str = ref("requirements", "Line that is short")
    from_day: float = field("First day of the shortfall")
    until_day: float = field("First day after it")
    rank: int = field(
        "Place among the remedies of the shortfall; equal: all together", unit="number", ge=1
    )
    change: RemedyKind = field("What to change")
    offer: str | None = ref("offers", "Offer that then serves; empty: a new one", default=None)
    binding: str = field("What is changed, as table:id.field")
    units: int | None = field(
        "Units that are asked for; empty: none are", unit="units", ge=1, default=None
    )
    filled_unit_days: float = field(
        "Effective unit-days of the shortfall that are then filled", unit="unit-days", ge=0
    )
    is_whole: bool = field("Whether nothing of the shortfall is left")


class UnusedOffer(Row):
    """An offer of which no unit serves, and why nobody took it."""

    key = ("offer",)

    offer: str = ref("offers", "Offer")
    reason: UnusedReason = field("Why")
    binding: str = field(_BINDING)


class Ask(Row):
    """What to ask for next, and what it is worth."""

    key = ("rank",)

    rank: int = field("Place in the list, from 1 on", unit="number", ge=1)
    kind: AskKind = field("What is asked for")
    capability: str | None = ref("capabilities", "Units of what; empty: no units", default=None)
    quantity: int | None = field("How many units", unit="units", ge=1, default=None)
    from_day: float | None = field("From which day on", default=None)
    until_day: float | None = field("Until which day", default=None)
    sector: str | None = ref("sectors", "Where they are to serve", default=None)
    nation: str | None = ref("nations", "Who is asked; empty: whoever can", default=None)
    binding: str | None = field(
        "Caveat to lift, position to change or condition to meet, as table:id.field; empty: units",
        default=None,
    )
    at_most: float = field(
        "Proven: the best plan gains no more by it", unit="weighted unit-periods", ge=0
    )
    gain: float | None = field(
        "What the plan found with it gains over the plan found without; empty: not worked out",
        unit="weighted unit-periods",
        default=None,
    )
    gain_low: float | None = field(
        "The best plan gains at least this", unit="weighted unit-periods", default=None
    )
    gain_high: float | None = field(
        "The best plan gains at most this", unit="weighted unit-periods", default=None
    )
    is_distinguishable: bool | None = field(
        "Whether the interval leaves out zero; empty: not worked out", default=None
    )
    filled_unit_days: float | None = field(
        "Effective unit-days that the plan found with it fills more, unweighted",
        unit="unit-days",
        default=None,
    )


class Station(Row):
    """How one offer keeps stations of a line: the round of its units, the way included."""

    key = ("requirement", "offer")

    requirement: str = ref("requirements", "Line that it serves")
    offer: str = ref("offers", "Offer whose units keep it")
    distance_km: float | None = field(
        "From the sector's location to the station; empty: not known, and the way takes no time",
        ge=0,
        default=None,
    )
    transit_h: float = field("One way", ge=0)
    on_station_h: float = field("On station in one round, as far as range allows", gt=0)
    turnaround_h: float = field("Between two rounds", ge=0)
    share_of_station: float = field(
        "Share of a station that one unit keeps, as a substitute counted in full",
        unit="share, 0 to 1",
        gt=0,
        le=1,
    )
    units_per_station: float = field("Units that keep one station all the time", unit="units", ge=1)


class Load(Row):
    """A part of a unit, or of a pledge, that moves as one."""

    id: str = field("Stable id of the load")
    owner: str = field("Assignment or pledge that it belongs to")
    mode: Mode | None = field("Mode of its longest leg; empty: it did not move", default=None)
    size: float = field("Weight of the load", unit="tonnes", ge=0)
    purpose: MovePurpose = field("What it moves for", default=MovePurpose.DEPLOYMENT)


class Leg(Row):
    """One load on one link."""

    key = ("load", "leg")

    load: str = field("Load")
    leg: int = field("Place on the load's way, from 1 on", unit="number", ge=1)
    link: str = ref("links", "Link")
    lift: str | None = ref("lifts", "Pool whose carrier takes it", default=None)
    depart_day: int = field("Day on which it leaves")
    arrive_day: int = field("Day on which it arrives")


class Arrival(Row):
    """When one assignment is in place."""

    key = ("assignment",)

    assignment: str = field("Assignment")
    planned_day: int | None = field(
        "Day when its last load arrives; empty: it cannot arrive, or is not scheduled", default=None
    )
    wanted_day: float = field("Day by which it should")
    late_days: float | None = field("Days late; empty: no day of arrival", ge=0, default=None)
    binding: str | None = field(
        _BINDING + "; empty: on time, or without a day of arrival not scheduled", default=None
    )
    release_day: int | None = field("First day of loading; empty: it does not move", default=None)
    would_arrive_day: int | None = field("Day of arrival if beyond the horizon", default=None)


class UseDay(Row):
    """Use of one limit of a place or link on one day."""

    key = ("location", "link", "limit", "day")

    location: str | None = ref("locations", "Place", default=None)
    link: str | None = ref("links", "Link", default=None)
    limit: str = field("Field that holds the limit")
    day: int = field("Day")
    used: float = field("Used", unit="the limit's unit", ge=0)
    capacity: float | None = field("Limit", unit="the limit's unit", ge=0, default=None)
    queue: float = field("What waits for it", unit="loads", ge=0)


class SupplyDay(Row):
    """Supply of one class at one place at the end of one day."""

    key = ("location", "supply_class", "day")

    location: str = ref("locations", "Place")
    supply_class: str = ref("supply_classes", "Class")
    day: int = field("Day")
    on_hand_t: float = field("On hand", ge=0)
    days_of_supply: float | None = field("On hand, in days of use; empty: no use", default=None)
    unmet_t: float = field("Demand not met", ge=0)


class SupplySite(Row):
    """How one place fares in one class over the whole plan."""

    key = ("location", "supply_class")

    location: str = ref("locations", "Place")
    supply_class: str = ref("supply_classes", "Class")
    consumed_t: float = field("Consumed", ge=0)
    unmet_t: float = field("Demand not met", ge=0)
    min_days_of_supply: float | None = field(
        "Least days of supply while it is used; empty: never used", default=None
    )
    first_short_day: int | None = field("First day with unmet demand; empty: none", default=None)
    binding: str | None = field(_BINDING + "; empty: never short", default=None)


class Cost(Row):
    """What one nation pays for one objective in one period."""

    key = ("nation", "objective", "period", "kind")

    nation: str = ref("nations", "Who pays")
    objective: str = ref("objectives", "For what")
    period: int = field("Period, counted from 0", unit="period", ge=0)
    kind: str = field("Kind of cost: a rate's kind, or deploy_cost")
    amount: float = field("Amount", unit="the plan's currency", ge=0)
