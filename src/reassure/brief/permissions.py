"""Who may do what in words: cells of the matrix, what keeps units away, what would open tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from reassure.brief.names import nation_name, sector_name
from reassure.brief.words import listed, number, percent, spans
from reassure.model.plan import Plan
from reassure.model.roe_choices import HoleCure, LimitKind
from reassure.model.roe_outputs import (
    FormationDifference,
    Permission,
    PermissionHole,
    PermissionLimit,
)
from reassure.model.roe_results import Permissions


@dataclass(frozen=True, slots=True)
class TaskCell:
    """A task in a sector over the whole plan.

    Attributes
    ----------
    objective, task, sector
        Whose units are asked to do what where.
    rows
        Its rows of the matrix, in the order of time.
    """

    objective: str
    task: str
    sector: str
    rows: tuple[Permission, ...]

    @property
    def headline(self) -> float:
        """Unit-days that serve."""
        return unit_days(self.rows, "headline")

    @property
    def usable(self) -> float:
        """Of these, unit-days that may do it, unasked or on approval."""
        return unit_days(self.rows, "free") + unit_days(self.rows, "on_approval")

    @property
    def share(self) -> float:
        """Usable over headline strength."""
        return self.usable / self.headline if self.headline else 0.0

    @property
    def worst(self) -> Permission:
        """The row with the least share that may do it; of equals the first."""
        return min(self.rows, key=usable_share)


def unit_days(rows: Iterable[Permission], name: str) -> float:
    """Return a strength summed over days."""
    return fsum(getattr(row, name) * (row.until_day - row.from_day) for row in rows)


def usable_share(row: Permission) -> float:
    """Return what may do the task over what serves."""
    return (row.free + row.on_approval) / row.headline if row.headline else 0.0


def task_cells(made: Permissions) -> list[TaskCell]:
    """Return every task in every sector where it is asked for."""
    found: dict[tuple[str, str, str], list[Permission]] = {}
    for row in made.permissions:
        found.setdefault((row.objective, row.task, row.sector), []).append(row)
    return [
        TaskCell(*key, tuple(sorted(rows, key=lambda row: row.from_day)))
        for key, rows in sorted(found.items())
    ]


def weighty_holes(made: Permissions) -> list[PermissionHole]:
    """Return the holes, those where most serves first."""
    return sorted(made.permission_holes, key=lambda row: (-row.headline, row.sector, row.task))


def weighty_differences(made: Permissions) -> list[FormationDifference]:
    """Return the differences within formations, the longest first."""
    return sorted(
        made.formation_differences,
        key=lambda row: (row.from_day - row.until_day, row.formation, row.sector, row.task),
    )


def weighty_limits(made: Permissions) -> list[PermissionLimit]:
    """Return what keeps units away, or makes them ask, that which binds most first."""
    return sorted(
        made.permission_limits,
        key=lambda row: (-row.bound, row.task, row.verdict, row.binding, row.offer or ""),
    )


def task_name(plan: Plan, task: str) -> str:
    """Return what a task is called."""
    return plan.tasks[task].title


def measure_name(plan: Plan, measure: str) -> str:
    """Return a measure by its number and title."""
    row = plan.measures[measure]
    return f"{row.series}.{row.number} ({row.title})"


def change_words(plan: Plan, change: str) -> str:
    """Return a change of position, given as nation:measure."""
    nation, measure = change.split(":", 1)
    return f"{nation_name(plan, nation)} accepts measure {measure_name(plan, measure)}"


def cure_words(plan: Plan, hole: PermissionHole) -> str:
    """Return what opens a hole."""
    match hole.cure:
        case HoleCure.POSITIONS:
            return listed([change_words(plan, change) for change in hole.changes])
        case HoleCure.MEASURES:
            return "a measure that it needs must be implemented there first"
        case HoleCure.CAVEATS:
            return "caveats must be lifted; positions alone do not do"
        case HoleCure.UNITS:
            return "no unit there has the attributes that it needs; other units must come"


def limit_words(plan: Plan, row: PermissionLimit) -> str:
    """Return what keeps units from a task, or makes them ask."""
    whose = "" if row.nation is None else nation_name(plan, row.nation)
    about = "" if row.measure is None else measure_name(plan, row.measure)
    offer = "" if row.offer is None else f" for offer {row.offer}"
    match row.kind:
        case LimitKind.POSITION if row.verdict == "on_approval":
            return f"{whose} asks {row.approver or 'at home'} about measure {about}"
        case LimitKind.POSITION:
            return f"{whose} does not accept measure {about} there"
        case LimitKind.CAVEAT:
            return f"a caveat of {whose}{offer}"
        case LimitKind.NOT_IN_FORCE:
            return f"measure {about} is not in force there"
        case LimitKind.ATTRIBUTES:
            return f"units of offer {row.offer} of {whose} lack an attribute that it needs"


def difference_words(plan: Plan, row: FormationDifference) -> str:
    """Return who in a formation may do a task, and who may not."""
    parts = [
        f"{_nations(plan, row.may)} may",
        f"{_nations(plan, row.on_approval)} only when asked",
        f"{_nations(plan, row.may_not)} may not",
    ]
    named = zip((row.may, row.on_approval, row.may_not), parts, strict=True)
    told = ", ".join(part for nations, part in named if nations)
    where = f"{row.formation} in {sector_name(plan, row.sector)}"
    when = spans([(row.from_day, row.until_day)])
    return f"{where}, {task_name(plan, row.task)}, {when}: {told}"


def strength_sentence(made: Permissions) -> str:
    """Return usable against headline strength in one sentence.

    Parameters
    ----------
    made
        With at least one task that units are asked to do.
    """
    share = made.usable / made.headline if made.headline else 0.0
    asked = ""
    if made.on_approval:
        free, on_approval = made.free / made.headline, made.on_approval / made.headline
        asked = f": {percent(free)} unasked, {percent(on_approval)} when asked"
    holes = len({(row.objective, row.sector, row.task) for row in made.permission_holes})
    told = f"{percent(share)} of what serves may do its tasks{asked}. "
    if not holes:
        return told + "No task is closed to every unit of a sector."
    are = "task in a sector is" if holes == 1 else "tasks in sectors are"
    return told + f"{number(holes)} {are} closed to every unit there for a time."


def _nations(plan: Plan, codes: Sequence[str]) -> str:
    return listed([nation_name(plan, code) for code in codes])
