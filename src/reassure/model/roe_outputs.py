"""Tables of the rules of engagement: who may do what, why not, and what would change it."""

from reassure.model.fields import field, ref
from reassure.model.record import Row
from reassure.model.roe_choices import HoleCure, LimitKind, Stance, Verdict

_TASK_DAYS = "unit-days, effective, by task"


class Permission(Row):
    """How much of what serves in a sector may do a task, for periods in a row that are alike."""

    key = ("objective", "sector", "task", "from_day")

    objective: str = ref("objectives", "Objective of the lines that the units serve")
    sector: str = ref("sectors", "Sector")
    task: str = ref("tasks", "Task")
    from_day: float = field("First day")
    until_day: float = field("First day after it")
    units: int = field("Units that serve there and are asked to do it", unit="units", ge=0)
    units_free: int = field("Of these, units that may do it unasked", unit="units", ge=0)
    units_on_approval: int = field("Of these, units that may do it on approval", unit="units", ge=0)
    headline: float = field("What the units count, mean of the days", unit="units", ge=0)
    free: float = field("Of this, what may do it unasked", unit="units", ge=0)
    on_approval: float = field("Of this, what may do it on approval", unit="units", ge=0)
    answer_hours: float | None = field(
        "Time to the slowest answer of those; empty: nobody asks, or a time is not known",
        ge=0,
        default=None,
    )


class UsableFill(Row):
    """What the units assigned to a line that states tasks provide, and what of it may do them."""

    key = ("requirement",)

    requirement: str = ref("requirements", "Line; its tasks need measures")
    headline_unit_days: float = field(
        "Provided by the units assigned, whatever they may do", unit="unit-days", ge=0
    )
    usable_unit_days: float = field(
        "Of this, by units that may do every task of the line, unasked or on approval",
        unit="unit-days",
        ge=0,
    )
    barred_offers: tuple[str, ...] = ref(
        "offers", "Offers that permissions alone keep from the line, at some time", default=()
    )
    barred_unit_days: float = field(
        "What all units of these could provide then, rest and other lines apart",
        unit="unit-days",
        ge=0,
    )


class PermissionLimit(Row):
    """A position, caveat, measure or attribute that keeps units that serve from a task."""

    key = ("task", "verdict", "kind", "nation", "offer", "binding", "measure")

    task: str = ref("tasks", "Task")
    verdict: Verdict = field("What it leaves them")
    kind: LimitKind = field("What kind of limit")
    nation: str | None = ref("nations", "Nation whose units it binds; empty: all", default=None)
    offer: str | None = ref("offers", "Offer that it binds; empty: all of them", default=None)
    binding: str = field("What binds, as table:id.field")
    measure: str | None = ref("measures", "Measure that it is about; empty: none", default=None)
    sectors: tuple[str, ...] = ref("sectors", "Sectors where it binds units that serve")
    from_day: float = field("First day on which it binds units that serve")
    until_day: float = field("First day after the last on which it does")
    approver: str | None = field("Who is asked; empty: nobody, or not known", default=None)
    answer_hours: float | None = field("Time to an answer; empty: not known", ge=0, default=None)
    bound: float = field("What it binds, whatever else does", unit=_TASK_DAYS, ge=0)


class PermissionHole(Row):
    """A task that no unit in a sector may do, and the fewest changes that open it."""

    key = ("objective", "sector", "task", "from_day")

    objective: str = ref("objectives", "Objective of the lines that the units serve")
    sector: str = ref("sectors", "Sector")
    task: str = ref("tasks", "Task")
    from_day: float = field("First day")
    until_day: float = field("First day after it")
    headline: float = field("What serves there and is asked to do it", unit=_TASK_DAYS, ge=0)
    cure: HoleCure = field("What opens it")
    changes: tuple[str, ...] = field(
        "Fewest positions to change to accepted, as nation:measure; none: positions do not do",
        default=(),
    )


class FormationDifference(Row):
    """A task that some units of a formation may do and others may not, or only when asked."""

    key = ("formation", "sector", "task", "from_day")

    formation: str = ref("formations", "Formation")
    sector: str = ref("sectors", "Sector where its units serve")
    task: str = ref("tasks", "Task that they are asked to do")
    from_day: float = field("First day")
    until_day: float = field("First day after it")
    may: tuple[str, ...] = ref("nations", "Nations with units that may do it unasked", default=())
    on_approval: tuple[str, ...] = ref(
        "nations", "Nations with units that may do it on approval", default=()
    )
    may_not: tuple[str, ...] = ref("nations", "Nations with units that may not", default=())
    bindings: tuple[str, ...] = field(
        "What keeps these from it or makes them ask, each as table:id.field", default=()
    )


class PositionChange(Row):
    """One nation's position on one measure, and what it would open if it were accepted."""

    key = ("nation", "measure")

    nation: str = ref("nations", "Nation")
    measure: str = ref("measures", "Measure")
    rank: int = field("Place in the list, from 1 on", unit="number", ge=1)
    stance: Stance = field("What the nation says, where it keeps units away")
    gain: float = field("What may do tasks then, alone changed", unit=_TASK_DAYS, ge=0)
    bound: float = field("What the position keeps away, whatever else does", unit=_TASK_DAYS, ge=0)
    holes_closed: int = field("Tasks in sectors that it opens alone", unit="number", ge=0)
    is_in_smallest_set: bool = field("Whether it is one of the fewest that open all that can be")
