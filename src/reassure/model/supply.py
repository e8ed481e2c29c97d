"""Supply and chance: consumption, stocks, resupply, and what is uncertain."""

from reassure.model.choices import Law, SupplyPolicyKind, Unmet
from reassure.model.fields import field, ref
from reassure.model.fields import field as declare
from reassure.model.record import Record


class SupplyClass(Record):
    """A class of supply."""

    name: str = field("Name of the class")
    priority: int = field("Order in which it is served; 1 is first", unit="rank", ge=1)
    unmet: Unmet = field("Whether unmet demand is lost or waits")


class Consumption(Record):
    """What one unit, or one person of any unit, uses a day."""

    capability: str | None = ref(
        "capabilities", "Capability that uses it; empty: per person of every unit", default=None
    )
    supply_class: str = ref("supply_classes", "What is used")
    kg_per_day: float = field("Use of one unit, or of one person", ge=0)
    posture: str = field("Posture that it holds in", default="normal")


class Posture(Record):
    """A time of higher or lower consumption."""

    from_day: float = field("First day")
    until_day: float = field("First day after it")
    sectors: tuple[str, ...] = ref("sectors", "Sectors that it holds for; none: all", default=())
    factor: float = field("Factor on consumption", unit="factor", ge=0)


class Stock(Record):
    """What a place has at the start and can hold."""

    location: str = ref("locations", "Where")
    supply_class: str = ref("supply_classes", "What")
    on_hand_t: float = field("On hand on the first day", ge=0)
    capacity_t: float | None = field("Most that it can hold", ge=0, default=None)


class SupplyPolicy(Record):
    """How a place is resupplied with one class."""

    location: str = ref("locations", "Place that is supplied")
    supply_class: str = ref("supply_classes", "What")
    from_location: str = ref("locations", "Place that supplies it")
    kind: SupplyPolicyKind = field("When it orders: below a level, at a review, by schedule")
    reorder_days_of_supply: float | None = field("Level below which it orders", ge=0, default=None)
    up_to_days_of_supply: float | None = field("Level up to which it orders", ge=0, default=None)
    review_days: float | None = field("Days between two reviews or deliveries", gt=0, default=None)
    quantity_t: float | None = field("Quantity of one delivery", ge=0, default=None)
    lead_days: float | None = field("Time to deliver; empty: by the network", ge=0, default=None)


class Uncertainty(Record):
    """A field that is not known exactly."""

    table: str = declare("Table of the field")
    record: str | None = declare("Record of the field; empty: all", default=None)
    field: str = declare("Field that is uncertain")
    law: Law = declare("Law of its chance")
    p1: float = declare("First parameter of the law", unit="the law's")
    p2: float | None = declare("Second parameter", unit="the law's", default=None)
    p3: float | None = declare("Third parameter", unit="the law's", default=None)
    relative: bool = declare("Whether it is a factor on the field, else in its unit", default=True)
