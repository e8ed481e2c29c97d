"""The results of movement under way: execution against the plan, and national movements merged."""

from dataclasses import dataclass, field
from typing import Any

from reassure.model.choices import MoveMethod, MovePurpose
from reassure.model.movement_outputs import (
    Conflict,
    DoubleFill,
    InPlaceDay,
    LoadStatus,
    MovementStatus,
    PlanDifference,
    Return,
    SiteClearance,
)
from reassure.model.outputs import Arrival, Assignment, Leg, Load, UseDay
from reassure.model.plan import Plan
from reassure.model.result import Result
from reassure.model.results import Deployment, ForcePlan
from reassure.model.site_outputs import WayOut
from reassure.model.table import Table


@dataclass(frozen=True)
class Execution(Result):
    """How far a movement has come by a day, as reported, against the schedule.

    Attributes
    ----------
    movement_status
        One row per assignment and per pledge that moves.
    load_status
        One row per load of these.
    in_place_days
        Share of these that is in place by day.
    as_of_day
        Day at whose end both are compared.
    """

    movement_status: Table[MovementStatus]
    load_status: Table[LoadStatus]
    in_place_days: Table[InPlaceDay]
    as_of_day: int
    assumptions: tuple[str, ...] = ()

    def status_of(self, purpose: MovePurpose) -> list[MovementStatus]:
        """Return the rows of what moves for one purpose."""
        return [row for row in self.movement_status if row.purpose is purpose]

    @property
    def behind(self) -> int:
        """Number of assignments that are behind their plan."""
        return sum(
            1 for row in self.status_of(MovePurpose.DEPLOYMENT) if (row.behind_days or 0) > 0
        )

    @property
    def endangered(self) -> int:
        """Number of assignments that cannot be in place by their wanted day any more."""
        return sum(
            1 for row in self.status_of(MovePurpose.DEPLOYMENT) if not row.can_meet_wanted_day
        )

    @property
    def expected_closure_day(self) -> int | None:
        """Day on which the last load arrives if the rest moves as planned; None: never."""
        days = [row.expected_day for row in self.status_of(MovePurpose.DEPLOYMENT)]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    def figures(self) -> dict[str, Any]:
        """Return the shares in place, what is behind or endangered, and the closure expected."""
        now = {row.day: row for row in self.in_place_days}.get(self.as_of_day)
        return {
            "as_of_day": self.as_of_day,
            "assignments": len(self.status_of(MovePurpose.DEPLOYMENT)),
            "pledges": len(self.status_of(MovePurpose.DELIVERY)),
            "planned_share": None if now is None else now.planned_share,
            "actual_share": None if now is None else now.actual_share,
            "behind": self.behind,
            "endangered": self.endangered,
            "expected_closure_day": self.expected_closure_day,
        }


@dataclass(frozen=True)
class NationalMovement:
    """A nation's own part of the movement, as it was planned there.

    Attributes
    ----------
    name
        What messages call it.
    plan
        The nation's own plan; None: it is not at hand.
    """

    name: str
    force_plan: ForcePlan
    deployment: Deployment
    plan: Plan | None = None

    @property
    def inputs_sha256(self) -> str:
        """Hash of the plan that it was made from."""
        return self.deployment.provenance.inputs_sha256

    def nations(self, plan: Plan) -> tuple[str, ...]:
        """Return whose units it moves, by the offers of the coalition's plan."""
        offers = {row.offer for row in self.force_plan.assignments}
        return tuple(sorted({plan.offers[offer].nation for offer in offers}))


@dataclass(frozen=True)
class MergedMovement(Result):
    """National movements as one, the use of every limit by all of them, and where they collide.

    Attributes
    ----------
    assignments, loads, legs, arrivals
        Those of all movements, with their ids.
    use_days
        Use of every limit by all of them; nothing is known of queues.
    conflicts
        Limits that are used beyond what they give.
    double_fills
        Lines that two nations or more fill beyond what is asked for.
    plan_differences
        Where national plans were made from other shared data than the coalition's.
    unknown_inputs
        National plans of other inputs that were not at hand, each as nations and hash.
    """

    assignments: Table[Assignment]
    loads: Table[Load]
    legs: Table[Leg]
    arrivals: Table[Arrival]
    use_days: Table[UseDay]
    conflicts: Table[Conflict]
    double_fills: Table[DoubleFill]
    plan_differences: Table[PlanDifference]
    unknown_inputs: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = field(default=())

    def figures(self) -> dict[str, Any]:
        """Return what was put together, what collides and what was taken otherwise."""
        days = [row.planned_day for row in self.arrivals]
        known = [day for day in days if day is not None]
        return {
            "assignments": len(self.assignments),
            "loads": len(self.loads),
            "closure_day": max(known) if known and len(known) == len(days) else None,
            "conflicts": len(self.conflicts),
            "over_t": sum(row.over_t for row in self.conflicts),
            "double_fills": len(self.double_fills),
            "plan_differences": len(self.plan_differences),
            "unknown_inputs": len(self.unknown_inputs),
        }


@dataclass(frozen=True)
class Withdrawal(Result):
    """How everybody who is in place on a day gets home, and when each place is clear.

    Attributes
    ----------
    loads, legs
        What moves, and on which links on which days.
    returns
        One row per unit that is in place, by the assignment that it is there for.
    use_days
        Use and queue of every limit that was used, by day.
    site_clearances
        One row per place, and one more for each mode by which its units go.
    ways_out
        What must change before those who cannot get home can, in order.
    from_day
        Day from which all may leave.
    method
        What made the schedule.
    on_way_out, on_way_home
        Assignments that units are on the way for on that day, to their place or home from it; they
        are left out, as ``assumptions`` say.
    """

    loads: Table[Load]
    legs: Table[Leg]
    returns: Table[Return]
    use_days: Table[UseDay]
    site_clearances: Table[SiteClearance]
    from_day: int
    method: MoveMethod = MoveMethod.LIST
    assumptions: tuple[str, ...] = ()
    ways_out: Table[WayOut] = field(default_factory=lambda: Table.empty(WayOut))
    on_way_out: tuple[str, ...] = ()
    on_way_home: tuple[str, ...] = ()

    @property
    def sites(self) -> list[SiteClearance]:
        """The rows of whole places, the one that is clear last first."""
        whole = [row for row in self.site_clearances if row.mode is None]
        return sorted(
            whole,
            key=lambda row: (
                row.days_to_clear is not None,
                -(row.days_to_clear or 0),
                row.location,
            ),
        )

    @property
    def days_to_clear(self) -> int | None:
        """Days until no place has anything left; None: some has, or there is none."""
        days = [row.days_to_clear for row in self.sites]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def home_day(self) -> int | None:
        """Day on which the last load is home; None: some never are, or there is none."""
        days = [row.home_day for row in self.returns]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    def figures(self) -> dict[str, Any]:
        """Return how many go, how long it takes, and what does not come home."""
        return {
            "from_day": self.from_day,
            "units": len(self.returns),
            "sites": len(self.sites),
            "loads": len(self.loads),
            "days_to_clear": self.days_to_clear,
            "home_day": self.home_day,
            "not_home": sum(1 for row in self.returns if row.home_day is None),
            "on_way_out": len(self.on_way_out),
            "on_way_home": len(self.on_way_home),
            "method": self.method.value,
        }
