"""Tables of movement under way: how far it has come, and where several movements collide."""

from reassure.model.choices import ActualEvent, Mode, MovePurpose
from reassure.model.fields import field, ref
from reassure.model.fields import field as declare
from reassure.model.movement_choices import LoadFate
from reassure.model.record import Row

_BINDING = "Limit that binds, as table:id.field"
_ON_TIME = "; empty: on time, or without a day of arrival not scheduled"


class Return(Row):
    """How one assignment ends: who takes its place, and when its unit is home."""

    key = ("assignment",)

    assignment: str = field("Assignment that ends")
    end_day: float = field("First day after the tour")
    relieved_by: str | None = field(
        "Assignment that takes its place; empty: nobody does", default=None
    )
    release_day: int | None = field(
        "First day on which it may load: the overlap of a relief is over; empty: there is no way "
        "home",
        default=None,
    )
    site_clear_day: int | None = field(
        "Day on which its last load leaves; empty: not within the plan", default=None
    )
    home_day: int | None = field(
        "Day on which its last load is home; empty: not within the plan", default=None
    )
    wanted_day: float | None = field(
        "Day by which it should be home: as if alone, and two weeks more; empty: there is no way",
        default=None,
    )
    late_days: float | None = field("Days late; empty: it is not home", ge=0, default=None)
    gap_days: float | None = field(
        "Days between its release and its relief in place, where that comes later; up to the end "
        "of the plan where it never comes; empty: nobody relieves it",
        ge=0,
        default=None,
    )
    binding: str | None = field(
        _BINDING + ": what it waits for longest; empty: home in time, or no wait", default=None
    )


class Part(Row):
    """When the people or the equipment of a unit are there, or the unit that they make up again."""

    key = ("assignment", "purpose")

    assignment: str = declare("Assignment whose people and equipment go apart")
    purpose: MovePurpose = declare("People, equipment; deployment: the unit from where they join")
    location: str = ref("locations", "Where it goes")
    planned_day: int | None = declare(
        "Day when its last load arrives; empty: it cannot arrive, or is not scheduled", default=None
    )
    wanted_day: float = declare("Day by which it should, for the unit to be in place when wanted")
    late_days: float | None = declare("Days late; empty: no day of arrival", ge=0, default=None)
    binding: str | None = declare(_BINDING + _ON_TIME, default=None)
    release_day: int | None = declare("First day of loading; empty: it does not move", default=None)


class Delivery(Row):
    """When one pledge is where it is needed."""

    key = ("pledge",)

    pledge: str = ref("pledges", "Pledge")
    need: str = ref("needs", "Need that it answers")
    planned_day: int | None = field(
        "Day when its last load arrives; empty: it cannot arrive, or is not scheduled", default=None
    )
    wanted_day: float = field("Day by which it is needed")
    late_days: float | None = field("Days late; empty: no day of arrival", ge=0, default=None)
    binding: str | None = field(_BINDING + _ON_TIME, default=None)
    release_day: int | None = field(
        "First day on which it may load; empty: there is no way", default=None
    )


class ObjectiveClosure(Row):
    """When one objective has all that is assigned to it in place."""

    key = ("objective",)

    objective: str = ref("objectives", "Objective")
    assignments: int = declare("Assignments that serve it", unit="assignments", ge=0)
    closure_day: int | None = declare(
        "Day on which the last of them is in place; empty: some never are", default=None
    )
    closure_bound: int | None = declare(
        "Day before which no schedule of these loads has all of them in place; empty: not known",
        unit="days from C-day",
        default=None,
    )
    late_days: float | None = declare(
        "Most days by which one of them is late; empty: some never are in place",
        ge=0,
        default=None,
    )
    last_assignment: str | None = declare(
        "The last of them to be in place; empty: some never are", default=None
    )


class SiteClearance(Row):
    """How long it takes until a place is clear of those who are there, in all and by mode."""

    key = ("location", "mode")

    location: str = ref("locations", "Place")
    mode: Mode | None = field("Mode by which loads leave it; empty: all modes", default=None)
    units: int = field("Units that go home this way, in whole or in part", unit="units", ge=0)
    loads: int = field("Their loads; a unit that moves itself is one", unit="loads", ge=0)
    tonnes: float = field("Weight", ge=0)
    first_day: int | None = field("Day on which the first load leaves; empty: none", default=None)
    clear_day: int | None = field(
        "Day on which the last load leaves; empty: some never do", default=None
    )
    days_to_clear: int | None = field(
        "Days from the start until nothing is left; empty: something is",
        unit="days",
        ge=0,
        default=None,
    )
    home_day: int | None = field(
        "Day on which the last load is home; empty: some never are", default=None
    )
    binding: str | None = field(
        "Limit that its loads waited for longest in all, as table:id.field; empty: for none",
        default=None,
    )
    waited_days: float = field("Days that all loads together waited for it", ge=0)


class MovementStatus(Row):
    """How far an assignment or pledge has moved by a day, against its plan; loads count alike."""

    key = ("purpose", "owner")

    owner: str = field("Assignment or pledge that moves")
    purpose: MovePurpose = field("What it moves for")
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


class LoadStatus(Row):
    """How far one load has moved by a day, against its plan."""

    key = ("load",)

    load: str = field("Load; of a unit that moves itself, its assignment")
    owner: str = field("Assignment or pledge that it is of")
    purpose: MovePurpose = field("What it moves for")
    last_event: ActualEvent | None = field(
        "What it did last, as reported; empty: it has not left", default=None
    )
    last_location: str | None = ref("locations", "Where that was", default=None)
    last_day: int | None = field("When that was", default=None)
    behind_days: float | None = field(
        "Behind the plan, as far as it is known; negative: ahead; empty: never planned to arrive",
        default=None,
    )
    planned_day: int | None = field(
        "Day on which it arrives as planned; empty: never", default=None
    )
    expected_day: int | None = field(
        "The same if what has not moved moves as planned; empty: never", default=None
    )


class InPlaceDay(Row):
    """Share of all tours that move which is in place at the end of one day."""

    key = ("day",)

    day: int = field("Day")
    planned_share: float = field("As planned", ge=0)
    actual_share: float | None = field("As reported; empty: still to come", ge=0, default=None)
    expected_share: float = field(
        "As reported, and then if what has not moved moves as planned", ge=0
    )


class LoadChange(Row):
    """What becomes of one planned load when a movement under way is planned on."""

    key = ("load",)

    load: str = field("Load; of a unit that moves itself, its assignment")
    owner: str = field("Assignment or pledge that it is of")
    purpose: MovePurpose = field("What it moves for")
    fate: LoadFate = field("What becomes of it")
    origin: str | None = ref(
        "locations", "Where it starts; empty: nothing asks for it any more", default=None
    )
    old_depart_day: int | None = field(
        "Day on which it was to leave; empty: not within the plan", default=None
    )
    old_arrive_day: int | None = field(
        "Day on which it was to arrive; empty: not within the plan", default=None
    )
    new_arrive_day: int | None = field(
        "Day on which it arrives; empty: not within the plan", default=None
    )
    reason: str | None = field(
        "What changes it, as table:id.field: a field of the plan, or of the earlier schedule the "
        "day of its leg or release that has passed without a report; or as actuals:ID, the report "
        "of where it was last, or on which later tour its unit is; empty: nothing does, or there "
        "is room that it lacked",
        default=None,
    )
    held_by: str | None = field(
        "Of one under way that is there later than planned, the limit that it waits for longest "
        "from where it was last, or that leaves it no way, as table:id.field; empty: none, it "
        "only left or came late",
        default=None,
    )


class DoubleFill(Row):
    """A line that two nations fill beyond what it asks for, for some time."""

    key = ("requirement", "from_day")

    requirement: str = ref("requirements", "Line")
    from_day: float = field("First day")
    until_day: float = field("First day after it")
    required_quantity: float = field("Quantity that it asks for", unit="units", ge=0)
    filled_quantity: float = field(
        "Effective quantity that all of them provide", unit="units", ge=0
    )
    nations: tuple[str, ...] = ref("nations", "Whose units serve on it")
    assignments: tuple[str, ...] = field("Assignments that serve on it")


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
