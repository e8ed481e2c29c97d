"""Tables of how a plan gets on: milestones and their waits, capability, transfers of authority."""

from reassure.model.choices import ShortfallReason
from reassure.model.fields import field, ref
from reassure.model.progress_choices import (
    CapabilityLevel,
    CommandState,
    GapCause,
    MilestoneStanding,
    WaitKind,
    WaitStanding,
)
from reassure.model.record import Row


class MilestoneDay(Row):
    """When one milestone is expected, how much room it has, and what holds it up."""

    key = ("milestone",)

    milestone: str = ref("milestones", "Milestone")
    objective: str = ref("objectives", "Objective that it serves")
    owner: str = ref("nations", "Nation that answers for it")
    standing: MilestoneStanding = field("How it stands against its due day")
    due_day: float = field("Day by which it is due")
    expected_day: float | None = field(
        "Day on which it is expected, or was done at the latest; empty: blocked or cancelled",
        default=None,
    )
    late_days: float | None = field(
        "Days after its due day; empty: without an expected day", ge=0, default=None
    )
    slack_days: float | None = field(
        "Days that it may slip before the last milestone of its objective does; empty: done, "
        "blocked or cancelled",
        ge=0,
        default=None,
    )
    plan_slack_days: float | None = field(
        "The same for the last milestone of the plan", ge=0, default=None
    )
    is_critical: bool = field("Whether it has no slack within its objective")
    is_plan_critical: bool = field("Whether it has no slack within the plan")
    is_overdue: bool = field("Whether its due day has passed and it is neither done nor cancelled")
    binding: str | None = field(
        "What sets its expected day, or blocks it, as table:id.field; empty: done or cancelled",
        default=None,
    )
    blocked_through: tuple[str, ...] = ref(
        "milestones", "Blocked milestones from the one before it back to the first", default=()
    )


class MilestoneWait(Row):
    """One thing that a milestone waits for, and whether it holds."""

    key = ("milestone", "waits_for", "binding")

    milestone: str = ref("milestones", "Milestone that waits")
    waits_for: str = field("What it waits for, as table:id")
    kind: WaitKind = field("What kind of thing that is")
    standing: WaitStanding = field("Whether it holds")
    day: float | None = field("Day from which it holds; empty: already, or not known", default=None)
    binding: str = field("Field that says so, as table:id.field")
    reason: str = field("The same in words")


class CriticalStep(Row):
    """One milestone on a critical path: what is late there is late at its end."""

    key = ("objective", "step")

    objective: str | None = ref(
        "objectives", "Objective whose last milestone it leads to; empty: the plan's", default=None
    )
    step: int = field("Place on the path, from 1 on", unit="number", ge=1)
    milestone: str = ref("milestones", "Milestone")
    work_days: float = field("Work since the milestone before it", ge=0)
    expected_day: float = field("Day on which it is expected")
    binding: str = field("What sets that day, as table:id.field")


class CapabilityDay(Row):
    """When an objective has a level of capability, or how near it comes."""

    key = ("objective", "level")

    objective: str = ref("objectives", "Objective")
    level: CapabilityLevel = field("Level of capability")
    day: int | None = field("First day on which it has it; empty: never", default=None)
    most_share: float = field(
        "Largest share of what is required that is in place with assessed units: kept for a "
        "period (initial), or on one day (full)",
        ge=0,
    )
    most_day: int | None = field(
        "First day of that; empty: nothing counts on any day", default=None
    )
    required: float = field("Required on the weakest day then", unit="units or stations", ge=0)
    missing: float = field(
        "What lacks on that day to reach the level; 0: it is reached",
        unit="units or stations",
        ge=0,
    )


class CapabilityGap(Row):
    """What one line lacks for a level of capability that its objective never reaches."""

    key = ("objective", "level", "requirement", "cause")

    objective: str = ref("objectives", "Objective")
    level: CapabilityLevel = field("Level of capability that is not reached")
    requirement: str = ref("requirements", "Line that is short")
    cause: GapCause = field("Why")
    day: int = field("Day looked at: the weakest when the objective has most")
    quantity: float = field("How much lacks on that day", unit="units or stations", ge=0)
    unit_days: float = field("How much lacks over the whole plan", unit="unit-days", ge=0)
    reason: ShortfallReason | None = field(
        "Reason of the largest shortfall; empty: units are assigned, or no reason is told",
        default=None,
    )
    binding: str | None = field(
        "What binds most of it, as table:id.field; empty: not told", default=None
    )


class ObjectiveDay(Row):
    """What an objective asks for and has in place, from one day until the next row."""

    key = ("objective", "day")

    objective: str = ref("objectives", "Objective")
    day: int = field("First day; it holds until the day of the next row")
    required: float = field("Required", unit="units or stations", ge=0)
    in_place_share: float | None = field(
        "Share of it in place; empty: nothing is required", ge=0, default=None
    )
    assessed_share: float | None = field(
        "Share of it in place with units of assessed grade or better; empty: nothing is required",
        ge=0,
        default=None,
    )


class Transfer(Row):
    """When one unit comes under the authority of the force, and goes back to its nation."""

    key = ("assignment",)

    assignment: str = field("Assignment")
    nation: str = ref("nations", "Nation that hands over its unit")
    requirement: str = ref("requirements", "Line that the unit serves")
    sector: str = ref("sectors", "Sector")
    formation: str | None = ref("formations", "Formation; empty: none", default=None)
    authority: str | None = ref(
        "nations",
        "Framework or lead nation that receives authority; empty: the plan names none",
        default=None,
    )
    depart_day: int | None = field(
        "First day of loading; empty: it does not move, or has no way", default=None
    )
    transfer_day: float | None = field(
        "Transfer of authority: arrival or first day of the tour, the later; empty: never in place",
        default=None,
    )
    return_day: float = field("Return to national command: end of the tour")
    state: CommandState | None = field(
        "Under whose authority it stands today; empty: no today is known", default=None
    )
