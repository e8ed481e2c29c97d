"""The milestone chart: which milestone is due and expected when, by objective, and after which."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from reassure.brief.names import objective_name, objective_order
from reassure.brief.words import count, day, listed, number, verb
from reassure.model.milestones import predecessors_of
from reassure.model.plan import Plan
from reassure.model.progress_choices import CapabilityLevel, MilestoneStanding
from reassure.model.progress_outputs import MilestoneDay
from reassure.model.progress_results import Progress

MAX_ROWS = 46
"""More rows than this do not fit on one sheet of paper."""

_BEHIND = (MilestoneStanding.OVERDUE, MilestoneStanding.LATE)


@dataclass(frozen=True, slots=True)
class Head:
    """The row of one objective.

    Attributes
    ----------
    lane
        Row of the picture.
    text, tone
        Name of the objective, and its CSS variable.
    levels
        First day of each level of capability; None: never.
    """

    lane: int
    text: str
    tone: str
    levels: Mapping[CapabilityLevel, int | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """The row of one milestone.

    Attributes
    ----------
    lane, text, tone
        Row of the picture, title, CSS variable of its objective.
    row
        The milestone as it was assessed.
    start_day
        Day on which the last milestone before it is expected [days]; None: there is none.
    is_on_path
        Whether it is on the critical path of the plan.
    before
        Rows of milestones that it comes after and that are drawn, and whether the way from
        there is on the critical path.
    """

    lane: int
    text: str
    tone: str
    row: MilestoneDay
    start_day: float | None
    is_on_path: bool
    before: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the chart draws.

    Attributes
    ----------
    heads, bars
        Objectives and milestones, each with its row.
    n_lanes
        Rows of the picture.
    n_left_out
        Milestones for which there is no room.
    first_day, last_day
        Ends of the axis [days].
    today
        Today [days]; None: not known.
    """

    heads: tuple[Head, ...]
    bars: tuple[Bar, ...]
    n_lanes: int
    n_left_out: int
    first_day: float
    last_day: float
    today: float | None


def milestone_chart(plan: Plan, made: Progress, tones: Mapping[str, str]) -> Chart:
    """Return the rows of the chart: objectives in the order of pages, milestones by due day."""
    capability = {(row.objective, row.level): row.day for row in made.capability_days}
    rows = {row.milestone: row for row in _drawn(made)}
    objectives = [
        key
        for key in objective_order(plan)
        if any(row.objective == key for row in rows.values())
        or any((key, level) in capability for level in CapabilityLevel)
    ]
    lanes: dict[str, int] = {}
    heads: list[Head] = []
    lane = 0
    for key in objectives:
        levels = {
            level: capability[key, level] for level in CapabilityLevel if (key, level) in capability
        }
        heads.append(Head(lane, objective_name(plan, key), tones[key], levels))
        own = [row for row in rows.values() if row.objective == key]
        for row in sorted(own, key=lambda row: (row.due_day, row.milestone)):
            lane += 1
            lanes[row.milestone] = lane
        lane += 1
    bars = [_bar(plan, made, rows[name], lanes, tones) for name in lanes]
    ends = [row.due_day for row in rows.values()]
    ends += [row.expected_day for row in rows.values() if row.expected_day is not None]
    ends += [at for at in capability.values() if at is not None]
    ends += [0.0] if made.today is None else [0.0, made.today]
    left_out = len(made.milestone_days) - len(rows)
    return Chart(tuple(heads), tuple(bars), lane, left_out, min(ends), max(*ends, 1.0), made.today)


def _drawn(made: Progress) -> list[MilestoneDay]:
    """Return the milestones that are drawn: where there is no room for all, those that matter."""

    def rank(row: MilestoneDay) -> tuple[bool, bool, float, float, str]:
        is_over = row.standing in (MilestoneStanding.DONE, MilestoneStanding.CANCELLED)
        slack = row.plan_slack_days
        is_fine = row.standing is MilestoneStanding.ON_TIME
        return is_over, is_fine, slack or 0.0, row.due_day, row.milestone

    return sorted(made.milestone_days, key=rank)[:MAX_ROWS]


def _bar(
    plan: Plan,
    made: Progress,
    row: MilestoneDay,
    lanes: Mapping[str, int],
    tones: Mapping[str, str],
) -> Bar:
    path = made.critical_path
    steps = set(pairwise(path))
    others = predecessors_of(plan.milestones[row.milestone])
    expected = {item.milestone: item.expected_day for item in made.milestone_days}
    days = [at for name in others if (at := expected.get(name)) is not None]
    return Bar(
        lanes[row.milestone],
        plan.milestones[row.milestone].title,
        tones[row.objective],
        row,
        max(days, default=None),
        row.milestone in path,
        tuple((lanes[name], (name, row.milestone) in steps) for name in others if name in lanes),
    )


def chart_sentence(plan: Plan, made: Progress, chart: Chart) -> str:
    """Say how many milestones are behind or blocked, which objectives are capable when."""
    behind = [row for row in made.milestone_days if row.standing in _BEHIND]
    blocked = made.count(MilestoneStanding.BLOCKED)
    n = len(made.milestone_days)
    text = f"{count(n, 'milestone')}: {number(len(behind))} late or overdue"
    text += f", {number(blocked)} blocked."
    if behind:
        worst = max(behind, key=lambda row: (row.late_days or 0.0, row.milestone))
        title = plan.milestones[worst.milestone].title
        text += f" Latest against its due day: {title}, by {number(worst.late_days or 0.0)} days."
    for level in CapabilityLevel:
        days = made.capability(level)
        told = [
            f"{objective_name(plan, key)} {day(days[key])}"
            for key in objective_order(plan)
            if key in days
        ]
        if told:
            text += f" First day of {level.value} capability: {listed(told)}."
    if chart.n_left_out:
        left = chart.n_left_out
        text += f" {count(left, 'milestone')} {verb(left, 'is', 'are')} in the table alone."
    return text
