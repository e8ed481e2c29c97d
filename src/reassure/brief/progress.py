"""How a plan gets on, in words: headline, what blocks, capability and transfers."""

from collections import Counter
from collections.abc import Sequence

from reassure.brief.names import (
    binding_words,
    nation_name,
    objective_name,
    objective_order,
    record_name,
)
from reassure.brief.words import (
    REASONS,
    count,
    day,
    day_and_date,
    listed,
    number,
    percent,
    small,
    verb,
)
from reassure.model.milestones import predecessors_of
from reassure.model.plan import Plan
from reassure.model.progress_choices import (
    CapabilityLevel,
    CommandState,
    GapCause,
    MilestoneStanding,
    WaitKind,
    WaitStanding,
)
from reassure.model.progress_outputs import (
    CapabilityDay,
    CapabilityGap,
    MilestoneDay,
    MilestoneWait,
)
from reassure.model.progress_results import Progress

STANDINGS: dict[MilestoneStanding, str] = {
    MilestoneStanding.DONE: "done",
    MilestoneStanding.ON_TIME: "on time",
    MilestoneStanding.LATE: "late",
    MilestoneStanding.OVERDUE: "overdue",
    MilestoneStanding.BLOCKED: "blocked",
    MilestoneStanding.CANCELLED: "cancelled",
}
LEVELS = {CapabilityLevel.INITIAL: "Initial capability", CapabilityLevel.FULL: "Full capability"}
CAUSES = {
    GapCause.UNFILLED: "nobody is assigned",
    GapCause.NOT_THERE: "who is assigned is not there",
    GapCause.NOT_ASSESSED: "who is there is below grade 2, not assessed",
}
COMMAND = {
    CommandState.NATIONAL: "under national command",
    CommandState.IN_TRANSIT: "on the way",
    CommandState.TRANSFERRED: "transferred",
    CommandState.RETURNED: "back under national command",
}
NO_MILESTONES = "The plan has no milestones: add rows to milestones.csv."


def milestone_name(plan: Plan, milestone: str) -> str:
    """Return a milestone's title, or its id where the plan does not have it."""
    return plan.milestones[milestone].title if milestone in plan.milestones else milestone


def headline(plan: Plan, made: Progress) -> str:
    """Say how many milestones stand how, and which is due next."""
    n = len(made.milestone_days)
    if not n:
        return NO_MILESTONES
    parts = [
        f"{number(held)} {STANDINGS[standing]}"
        for standing in MilestoneStanding
        if (held := made.count(standing))
    ]
    text = f"{count(n, 'milestone')}: {listed(parts)}."
    following = made.next_due
    if following is not None:
        due = day_and_date(plan.meta, following.due_day)
        text += f" Next due: {milestone_name(plan, following.milestone)}, {due}."
    return text


def path_sentence(plan: Plan, made: Progress) -> str:
    """Say which chain of milestones sets the end of the plan; empty where none does."""
    path = made.critical_path
    if not path:
        return ""
    days = {row.milestone: row.expected_day for row in made.milestone_days}
    steps = [f"{milestone_name(plan, name)} ({day(days[name])})" for name in path]
    text = f"What sets the end: {' → '.join(steps)}. A day lost there is a day lost at its end."
    n = made.count(MilestoneStanding.BLOCKED)
    if n:
        text += f" {count(n, 'milestone')} without a day {verb(n, 'is', 'are')} not in it."
    return text


def by_objective(plan: Plan, rows: Sequence[MilestoneDay]) -> list[MilestoneDay]:
    """Return milestones by objective in the order of pages, and then by due day."""
    order = {key: i for i, key in enumerate(objective_order(plan))}
    return sorted(rows, key=lambda row: (order[row.objective], row.due_day, row.milestone))


def when_words(row: MilestoneDay) -> str:
    """Say when a milestone is expected, against its due day."""
    if row.standing is MilestoneStanding.DONE:
        return "done"
    if row.standing is MilestoneStanding.CANCELLED:
        return "cancelled"
    if row.expected_day is None:
        return "no day known"
    if row.late_days:
        return f"{day(round(row.expected_day, 1))}, {number(row.late_days)} days late"
    return day(round(row.expected_day, 1))


def root_waits(made: Progress) -> list[tuple[MilestoneWait, list[str]]]:
    """Return what blocks milestones at the root, with all milestones that it blocks.

    What blocks most milestones comes first.
    """
    waits = [
        row
        for row in made.milestone_waits
        if row.standing is WaitStanding.OPEN and row.kind is not WaitKind.MILESTONE
    ]
    held: dict[str, list[str]] = {}
    for row in made.milestone_days:
        if row.standing is MilestoneStanding.BLOCKED:
            root = row.blocked_through[-1] if row.blocked_through else row.milestone
            held.setdefault(root, []).append(row.milestone)
    pairs = [(row, held.get(row.milestone, [row.milestone])) for row in waits]
    return sorted(pairs, key=lambda pair: (-len(pair[1]), pair[0].milestone, pair[0].binding))


def pending_waits(made: Progress) -> list[MilestoneWait]:
    """Return what milestones wait for that comes true on a day, the soonest first."""
    rows = [
        row
        for row in made.milestone_waits
        if row.standing is WaitStanding.FROM_DAY and row.kind is not WaitKind.MILESTONE
    ]
    return sorted(rows, key=lambda row: (row.day or 0.0, row.milestone, row.binding))


def capability_words(row: CapabilityDay) -> str:
    """Say when an objective has a level, or how near it comes."""
    if row.day is not None:
        return (
            f"from {day(row.day)} on"
            if row.level is CapabilityLevel.INITIAL
            else f"on {day(row.day)}"
        )
    if row.most_day is None:
        return "nothing is asked for"
    text = f"never; at most {percent(row.most_share)}, on {day(row.most_day)}"
    if row.missing:
        text += f", {number(row.missing, 1)} of {number(row.required, 1)} short of it"
    return text


def gap_words(plan: Plan, row: CapabilityGap) -> str:
    """Say why a line lacks what it lacks, with what binds it."""
    text = CAUSES[row.cause]
    if row.reason is not None:
        text += f", {small(REASONS[row.reason])}"
    if row.binding is not None:
        text += f" ({binding_words(plan, row.binding).text})"
    return text


def largest_gaps(made: Progress, objective: str, most: int) -> list[CapabilityGap]:
    """Return what an objective lacks for full capability, most unit-days first."""
    rows = [
        row
        for row in made.capability_gaps
        if row.objective == objective and row.level is CapabilityLevel.FULL
    ]
    return sorted(rows, key=lambda row: (-row.unit_days, row.requirement, row.cause))[:most]


def transfer_sentence(made: Progress) -> str:
    """Say how many units stand under whose authority, and from when to when they come."""
    rows = list(made.transfers)
    if not rows:
        return "No unit is assigned, so no authority is transferred."
    days = [row.transfer_day for row in rows if row.transfer_day is not None]
    text = f"{count(len(rows), 'tour')}"
    if days:
        text += f", handed over from {day(min(days))} to {day(max(days))}"
    never = len(rows) - len(days)
    if never:
        text += f"; {number(never)} never in place"
    states = Counter(row.state for row in rows if row.state is not None)
    if states:
        parts = [
            f"{number(states[state])} {COMMAND[state]}" for state in CommandState if states[state]
        ]
        text += f". Today: {listed(parts)}"
    unnamed = sum(1 for row in rows if row.authority is None)
    if unnamed:
        text += f". For {count(unnamed, 'tour')} the plan names no framework or lead nation"
    return text + "."


def receivers(plan: Plan, made: Progress) -> list[tuple[str, int, int]]:
    """Return nations that receive authority: name, tours, nations that hand over; most first."""
    tours: Counter[str] = Counter()
    givers: dict[str, set[str]] = {}
    for row in made.transfers:
        if row.authority is not None and row.transfer_day is not None:
            tours[row.authority] += 1
            givers.setdefault(row.authority, set()).add(row.nation)
    order = sorted(tours, key=lambda name: (-tours[name], name))
    return [(nation_name(plan, name), tours[name], len(givers[name])) for name in order]


def readiness_words(plan: Plan, made: Progress, objective: str) -> str:
    """Say the most that an objective has in place, all grades and assessed."""
    rows = [row for row in made.objective_days if row.objective == objective]
    most = max((row.required for row in rows), default=0.0)
    counted = [row for row in rows if row.required and row.required >= most / 2]
    if not counted:
        return f"{objective_name(plan, objective)}: nothing is required."
    best = max(counted, key=lambda row: (row.in_place_share or 0.0, -row.day))
    sure = max(counted, key=lambda row: (row.assessed_share or 0.0, -row.day))
    return (
        f"At best {percent(best.in_place_share)} in place, from {day(best.day)}; at best "
        f"{percent(sure.assessed_share)} with units of grade 2 or more, from {day(sure.day)}."
    )


def evidence(plan: Plan, milestone: str) -> str:
    """Return the title of the report that a milestone rests on; empty where it names none."""
    source = plan.milestones[milestone].source
    return "" if source is None else record_name(plan, "reports", source)


def comes_after(plan: Plan, milestone: str) -> list[str]:
    """Return the titles of milestones that one comes after."""
    row = plan.milestones[milestone]
    return [milestone_name(plan, name) for name in predecessors_of(row)]
