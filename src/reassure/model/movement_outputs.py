"""Tables of movement under way: how far it has come, and where several movements collide."""

from reassure.model.fields import field, ref
from reassure.model.fields import field as declare
from reassure.model.record import Row


class MovementStatus(Row):
    """How far one assignment has moved by a day, against its plan; shares count loads alike."""

    key = ("assignment",)

    assignment: str = field("Assignment")
    loaded_share: float = field("Loaded by then", ge=0)
    departed_share: float = field("Departed by then", ge=0)
    arrived_share: float = field("Arrived where it is wanted by then", ge=0)
    closed_share: float = field("Reported complete there by then", ge=0)
    planned_departed_share: float | None = field(
        "Departed by then as planned; empty: the plan has no day for it", ge=0, default=None
    )
    planned_arrived_share: float = field("Arrived by then as planned", ge=0)
    behind_days: float | None = field(
        "Behind the plan, as far as it is known; negative: ahead; empty: never planned to arrive",
        default=None,
    )
    last_location: str | None = ref(
        "locations", "Where it was seen last; empty: nothing is reported", default=None
    )
    last_day: float | None = field("When that was", default=None)
    planned_day: int | None = field(
        "Day on which its last load arrives as planned; empty: never", default=None
    )
    expected_day: int | None = field(
        "The same if what has not moved moves as planned; empty: never", default=None
    )
    wanted_day: float = field("Day by which it should be in place")
    can_meet_wanted_day: bool = field("Whether it can still be in place by the wanted day")


class InPlaceDay(Row):
    """Share of all tours that move which is in place at the end of one day."""

    key = ("day",)

    day: int = field("Day")
    planned_share: float = field("As planned", ge=0)
    actual_share: float | None = field("As reported; empty: still to come", ge=0, default=None)
    expected_share: float = field(
        "As reported, and then if what has not moved moves as planned", ge=0
    )


class Conflict(Row):
    """A limit that movements put together use beyond what it gives, for days on end."""

    key = ("location", "link", "limit", "from_day")

    location: str | None = ref("locations", "Place", default=None)
    link: str | None = ref("links", "Link", default=None)
    limit: str = field("Field that holds the limit")
    from_day: int = field("First day")
    until_day: int = field("First day after it")
    used: float = field(
        "Used on the day that is most beyond the limit; loads where nothing may pass",
        unit="the limit's unit",
        ge=0,
    )
    capacity: float = field("Limit on that day; 0: nothing may pass", unit="the limit's unit", ge=0)
    nations: tuple[str, ...] = ref("nations", "Whose movements share it on these days")
    assignments: tuple[str, ...] = field("Assignments that share it on these days")
    over_t: float = field(
        "Tonnes beyond the limit over all these days; of a load that uses it for several days, "
        "each day counts a part",
        ge=0,
    )


class PlanDifference(Row):
    """A value that a national plan takes otherwise than the coalition's plan."""

    key = ("inputs_sha256", "table", "record", "field")

    nations: tuple[str, ...] = ref("nations", "Whose movement was made from the national plan")
    inputs_sha256: str = declare("Hash of the national plan")
    table: str = declare("Table; datapackage: the heading")
    record: str = declare("Id of the record")
    field: str | None = declare("Field; empty: the whole record is in one plan alone", default=None)
    coalition_value: str | None = declare("In the coalition's plan; empty: none", default=None)
    national_value: str | None = declare("In the national plan; empty: none", default=None)
