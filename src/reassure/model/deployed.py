"""The result of the engine of movement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reassure.model.choices import MoveMethod, MoveObjective, Status
from reassure.model.movement_choices import LoadFate, MovementOutcome
from reassure.model.movement_outputs import Delivery, LoadChange, ObjectiveClosure, Part, Return
from reassure.model.outputs import Arrival, Leg, Load, UseDay
from reassure.model.periods import latest_day
from reassure.model.result import Result
from reassure.model.site_outputs import SiteShortfall, WayOut
from reassure.model.table import Table

_NOT_IN_TIME = (MovementOutcome.LATE, MovementOutcome.CANNOT_ARRIVE)

Told = Arrival | Delivery | Part | Return
"""A row that tells when one movement arrives."""


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
        return latest_day(row.planned_day for row in self.arrivals)

    def legs_by_load(self) -> defaultdict[str, list[Leg]]:
        """Return the legs of each load in the order of travel; of a load without any, none."""
        found: defaultdict[str, list[Leg]] = defaultdict(list)
        for leg in self.legs:
            found[leg.load].append(leg)
        return found

    def outcome_of(self, row: Told) -> MovementOutcome:
        """Return what this schedule says of one movement.

        Notes
        -----
        What was looked at and cannot arrive names a limit that binds; of what a stop left out
        nothing is told.
        """
        arrival = row.home_day if isinstance(row, Return) else row.planned_day
        if arrival is not None:
            return MovementOutcome.LATE if row.late_days else MovementOutcome.ON_TIME
        if self.provenance.status is Status.PARTIAL and row.binding is None:
            return MovementOutcome.NOT_SCHEDULED
        return MovementOutcome.CANNOT_ARRIVE

    def _count(self, rows: Iterable[Told], *outcomes: MovementOutcome) -> int:
        return sum(1 for row in rows if self.outcome_of(row) in outcomes)

    @property
    def unscheduled(self) -> int:
        """Number of assignments that a stop left unscheduled: nothing is known of them."""
        return self._count(self.arrivals, MovementOutcome.NOT_SCHEDULED)

    @property
    def cannot_arrive(self) -> int:
        """Number of assignments that were looked at and cannot arrive within the plan."""
        return self._count(self.arrivals, MovementOutcome.CANNOT_ARRIVE)

    @property
    def late_units(self) -> int:
        """Number of assignments that arrive after the wanted day, or cannot; see `unscheduled`."""
        return self._count(self.arrivals, *_NOT_IN_TIME)

    @property
    def not_home(self) -> int:
        """Number of tours that end within the plan and whose unit cannot be home by its end."""
        return self._count(self.returns, MovementOutcome.CANNOT_ARRIVE)

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
            "cannot_arrive": self.cannot_arrive,
            "unscheduled": self.unscheduled,
            "unfinished": self.unfinished,
            "without_beds": self.without_beds,
            "loads": self.legs.frame["load"].n_unique(),
            "returns": len(self.returns),
            "not_home": self.not_home,
            "unscheduled_returns": self._count(self.returns, MovementOutcome.NOT_SCHEDULED),
            "late_reliefs": self.late_reliefs,
            "deliveries": len(self.deliveries),
            "late_deliveries": self._count(self.deliveries, *_NOT_IN_TIME),
            "unscheduled_deliveries": self._count(self.deliveries, MovementOutcome.NOT_SCHEDULED),
            **({} if changed is None else {"rerouting": changed}),
        }


def _or_never(day: int | None) -> int:
    """Return a day, and one after all others for none."""
    return 1 << 30 if day is None else day
