"""Tables of infrastructure readiness: what binds, what upgrades are worth, the best set of them."""

from reassure.model.fields import field, ref
from reassure.model.record import Row
from reassure.model.upgrade_choices import SetMethod, UpgradeOutcome

_LATENESS = "weighted days late"


class UpgradeValue(Row):
    """What one upgrade is worth to the movement of the force."""

    key = ("upgrade",)

    upgrade: str = ref("upgrades", "Upgrade")
    rank: int = field("Place in the list, from 1 on", unit="number", ge=1)
    outcome: UpgradeOutcome = field("What came of looking at it")
    ready_day: int = field("First day on which it is in force, if work starts on C-day")
    cost: float = field("Cost", unit="the plan's currency", ge=0)
    at_most: float | None = field(
        "By prices: no schedule with it is less late than the bound without it, less this; empty: "
        "the field has no price",
        unit=_LATENESS,
        ge=0,
        default=None,
    )
    value: float | None = field(
        "Lateness of the schedule found with it; empty: not worked out",
        unit=_LATENESS,
        ge=0,
        default=None,
    )
    bound: float | None = field(
        "No schedule with it is less late than this", unit=_LATENESS, ge=0, default=None
    )
    gain: float | None = field(
        "What the schedule found with it saves over the one found without; empty: not worked out",
        unit=_LATENESS,
        default=None,
    )
    gain_low: float | None = field(
        "The best schedule saves at least this", unit=_LATENESS, default=None
    )
    gain_high: float | None = field(
        "The best schedule saves at most this", unit=_LATENESS, default=None
    )
    is_distinguishable: bool | None = field(
        "Whether the interval leaves out zero; empty: not worked out", default=None
    )
    closure_days_gained: int | None = field(
        "Days by which the last load arrives sooner; empty: not worked out, or some never arrive",
        unit="days",
        default=None,
    )
    late_days_gained: float | None = field(
        "Days late, summed over units without weights, that the schedule found with it saves",
        unit="unit-days",
        default=None,
    )
    late_units_gained: int | None = field(
        "Assignments that are late no more", unit="units", default=None
    )
    gain_per_million: float | None = field(
        "Gain for each million of money; empty: not worked out, or it costs nothing",
        unit="weighted days late per million of the plan's currency",
        default=None,
    )


class UpgradeSet(Row):
    """A set of upgrades that a budget pays for, scheduled as a whole."""

    key = ("method",)

    method: SetMethod = field("How it was chosen")
    rank: int = field("Place among the sets that were tried, from 1 on", unit="number", ge=1)
    budget: float = field("Budget", unit="the plan's currency", ge=0)
    upgrades: tuple[str, ...] = ref("upgrades", "What is in it")
    cost: float = field("Cost of all of it", unit="the plan's currency", ge=0)
    at_most: float | None = field(
        "By prices: no schedule with it is less late than the bound without it, less this; empty: "
        "some field in it has no price",
        unit=_LATENESS,
        ge=0,
        default=None,
    )
    value: float = field("Lateness of the schedule found with it", unit=_LATENESS, ge=0)
    bound: float = field("No schedule with it is less late than this", unit=_LATENESS, ge=0)
    gain: float = field(
        "What the schedule found with it saves over the one found without", unit=_LATENESS
    )
    gain_low: float = field("The best schedule saves at least this", unit=_LATENESS)
    gain_high: float = field("The best schedule saves at most this", unit=_LATENESS)
    is_distinguishable: bool = field("Whether the interval leaves out zero")
    closure_days_gained: int | None = field(
        "Days by which the last load arrives sooner; empty: some never arrive",
        unit="days",
        default=None,
    )
    late_days_gained: float = field(
        "Days late, summed over units without weights, that it saves", unit="unit-days"
    )
    late_units_gained: int = field("Assignments that are late no more", unit="units")
    gain_per_million: float | None = field(
        "Gain for each million of money; empty: it costs nothing",
        unit="weighted days late per million of the plan's currency",
        default=None,
    )


class Bottleneck(Row):
    """A limit that holds loads up, for days on end."""

    key = ("location", "link", "limit", "from_day")

    location: str | None = ref("locations", "Place", default=None)
    link: str | None = ref("links", "Link", default=None)
    limit: str = field("Field that holds the limit")
    from_day: int = field("First day")
    until_day: int = field("First day after it")
    days: int = field("Days between on which it is full", unit="days", ge=1)
    worth: float = field(
        "One more of it on each of these days lowers the bound on lateness by no more than this",
        unit="weighted days late per unit of the limit",
        ge=0,
    )
    worth_per_day: float = field(
        "The same for one more on one of these days, on average",
        unit="weighted days late per unit of the limit",
        ge=0,
    )
    worth_doubled: float = field(
        "Twice as much of it on each of these days lowers the bound on lateness by no more than "
        "this",
        unit=_LATENESS,
        ge=0,
    )
    queue_days: float = field("Days that loads wait for it, summed", unit="load-days", ge=0)
    upgrades: tuple[str, ...] = ref("upgrades", "Upgrades that raise it", default=())
