"""The result of the engine of movement."""

from dataclasses import dataclass, field
from typing import Any

from reassure.model.choices import MoveMethod, MoveObjective, Status
from reassure.model.movement_choices import LoadFate
from reassure.model.movement_outputs import Delivery, LoadChange, ObjectiveClosure, Part, Return
from reassure.model.outputs import Arrival, Leg, Load, UseDay
from reassure.model.result import Result
from reassure.model.site_outputs import SiteShortfall, WayOut
from reassure.model.table import Table


@dataclass(frozen=True)
class Deployment(Result):
    """How the force gets there, when it is in place, and what holds it up.

    Attributes
    ----------
    loads, legs
        What moves, and on which links on which days.
    arrivals
        One row per assignment.
    use_days
        Use and queue of every limit that was used, by day.
    returns
        One row per tour that ends within the plan: who relieves it, and when its unit is home.
    deliveries
        One row per pledge that moves.
    parts
        One row per part of an assignment whose people and equipment go apart.
    closures
        One row per objective that assignments serve: when the last of them is in place.
    site_shortfalls
        When which place has less than the units there need, and what would cure it.
    ways_out
        What must change before what never gets where it is to go can, in order.
    lowered, method
        What the schedule lowers (the objective of `provenance`), and what made it.
    closure_bound
        Day before which no schedule of these loads closes; None: not known.
    lift_days
        Days of carriers that the schedule takes within the plan, as pools of lift count them.
    lift_days_bound
        Where the schedule lowers that: what no schedule that is no later takes less than; None:
        not known.
    load_changes
        What became of every load of an earlier schedule; empty for a schedule from scratch.
    as_of_day
        Day from which that was planned on; None: this is a schedule from scratch.
    closure_day_before
        Closure of that earlier schedule; None: it did not close, or there was none.
    """

    loads: Table[Load]
    legs: Table[Leg]
    arrivals: Table[Arrival]
    use_days: Table[UseDay]
    assumptions: tuple[str, ...] = ()
    lowered: MoveObjective = MoveObjective.LATENESS
    method: MoveMethod = MoveMethod.LIST
    closure_bound: int | None = None
    returns: Table[Return] = field(default_factory=lambda: Table.empty(Return))
    deliveries: Table[Delivery] = field(default_factory=lambda: Table.empty(Delivery))
    parts: Table[Part] = field(default_factory=lambda: Table.empty(Part))
    closures: Table[ObjectiveClosure] = field(default_factory=lambda: Table.empty(ObjectiveClosure))
    site_shortfalls: Table[SiteShortfall] = field(
        default_factory=lambda: Table.empty(SiteShortfall)
    )
    ways_out: Table[WayOut] = field(default_factory=lambda: Table.empty(WayOut))
    load_changes: Table[LoadChange] = field(default_factory=lambda: Table.empty(LoadChange))
    as_of_day: int | None = None
    closure_day_before: int | None = None
    lift_days: float = 0.0
    lift_days_bound: float | None = None

    @property
    def unfinished(self) -> int:
        """Number of assignments without a day of arrival, what a stop left out among them."""
        return sum(1 for row in self.arrivals if row.planned_day is None)

    @property
    def closure_day(self) -> int | None:
        """Day on which the last required load arrives; None if some never do."""
        days = [row.planned_day for row in self.arrivals]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def unscheduled(self) -> int:
        """Number of assignments that a stop left unscheduled: nothing is known of them."""
        if self.provenance.status is not Status.PARTIAL:
            return 0
        # What was scheduled and never arrives has a limit that binds.
        return sum(1 for row in self.arrivals if row.planned_day is None and row.binding is None)

    @property
    def late_units(self) -> int:
        """Number of assignments that arrive after the wanted day, or never; see `unscheduled`."""
        late = (row for row in self.arrivals if row.late_days is None or row.late_days > 0)
        return sum(1 for _ in late) - self.unscheduled

    @property
    def not_home(self) -> int:
        """Number of tours that end within the plan and whose unit is not home by its end."""
        return sum(1 for row in self.returns if row.home_day is None)

    @property
    def late_reliefs(self) -> int:
        """Number of tours that end before the one that relieves them is in place."""
        return sum(1 for row in self.returns if row.gap_days)

    @property
    def without_beds(self) -> int:
        """Number of assignments that arrive where no bed is ready."""
        short = (row for row in self.site_shortfalls if row.field == "beds")
        return len({assignment for row in short for assignment in row.assignments})

    def rerouting(self) -> dict[str, Any] | None:
        """Return how many loads meet which fate, what is later or sooner, and the closure before.

        None for a schedule from scratch.
        """
        if self.as_of_day is None:
            return None
        rows = list(self.load_changes)
        moved = [
            _or_never(row.new_arrive_day) - _or_never(row.old_arrive_day)
            for row in rows
            if row.fate not in (LoadFate.ADDED, LoadFate.DROPPED)
        ]
        return {
            "as_of_day": self.as_of_day,
            "fates": {fate.value: sum(row.fate is fate for row in rows) for fate in LoadFate},
            "later": sum(days > 0 for days in moved),
            "sooner": sum(days < 0 for days in moved),
            "closure_day_before": self.closure_day_before,
        }

    def figures(self) -> dict[str, Any]:
        """Return closure, lateness and what does not arrive; ways home and deliveries."""
        changed = self.rerouting()
        return {
            "closure_day": self.closure_day,
            "closure_bound": self.closure_bound,
            "lift_days": self.lift_days,
            "lift_days_bound": self.lift_days_bound,
            "lowered": self.lowered.value,
            "method": self.method.value,
            "late_units": self.late_units,
            "unfinished": self.unfinished,
            "unscheduled": self.unscheduled,
            "without_beds": self.without_beds,
            "loads": len(self.loads),
            "returns": len(self.returns),
            "not_home": self.not_home,
            "late_reliefs": self.late_reliefs,
            "deliveries": len(self.deliveries),
            "late_deliveries": sum(1 for row in self.deliveries if row.late_days != 0),
            **({} if changed is None else {"rerouting": changed}),
        }


def _or_never(day: int | None) -> int:
    """Return a day, and one after all others for none."""
    return 1 << 30 if day is None else day
