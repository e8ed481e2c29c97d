"""Ways home and pledges as movements, read from the records anew, and what is told of them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reassure.checks.deployment_tours import MovedTour, going_home, name_of
from reassure.model.choices import Domain, MovePurpose, PledgeState
from reassure.model.force import Capability
from reassure.model.periods import latest_day
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from reassure.model.support import Pledge

_RETURN_WEIGHT = 0.1
_WAGON_T, _LORRY_T, _LANE_M_T, _FLOWN_T = 40.0, 15.0, 1.0, 20.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a deployment tells of one movement.

    Attributes
    ----------
    table, record
        Where it is told.
    day_field
        Column with the day on which it is there.
    planned_day, wanted_day, late_days, binding, release_day
        As in the tables.
    """

    table: str
    record: str
    day_field: str
    planned_day: int | None
    wanted_day: float | None
    late_days: float | None
    binding: str | None
    release_day: int | None


def told_of(deployment: Deployment) -> list[tuple[str, Told]]:
    """Return what is told of every movement, each with its name, in the order of the tables."""
    found: list[tuple[str, Told]] = []
    # Of a unit whose parts go ahead, the release told there is that of the first of them.
    released: dict[str, int | None] = {row.assignment: None for row in deployment.parts}
    for row in deployment.parts:
        told = Told(
            "parts", f"{row.assignment}|{row.purpose.value}", "planned_day",
            row.planned_day, row.wanted_day, row.late_days, row.binding, row.release_day,
        )  # fmt: skip
        if row.purpose is MovePurpose.DEPLOYMENT:
            released[row.assignment] = row.release_day
        else:
            found.append((name_of(row.assignment, row.purpose), told))
    for row in deployment.arrivals:
        release_day = released.get(row.assignment, row.release_day)
        told = Told(
            "arrivals", row.assignment, "planned_day",
            row.planned_day, row.wanted_day, row.late_days, row.binding, release_day,
        )  # fmt: skip
        found.append((row.assignment, told))
    for row in deployment.returns:
        told = Told(
            "returns", row.assignment, "home_day",
            row.home_day, row.wanted_day, row.late_days, row.binding, row.release_day,
        )  # fmt: skip
        found.append((name_of(row.assignment, MovePurpose.RETURN), told))
    for row in deployment.deliveries:
        told = Told(
            "deliveries", row.pledge, "planned_day",
            row.planned_day, row.wanted_day, row.late_days, row.binding, row.release_day,
        )  # fmt: skip
        found.append((name_of(row.pledge, MovePurpose.DELIVERY), told))
    return found


def ways_home(
    plan: Plan, force_plan: ForcePlan, tours: Mapping[str, MovedTour]
) -> Iterator[tuple[MovedTour, str | None]]:
    """Yield the way home of every tour that ends within the plan, and the assignment after it.

    Parameters
    ----------
    plan, force_plan
        Who serves where and when.
    tours
        The same as movements, by assignment.
    """
    for row, overlap, relief in going_home(plan, force_plan):
        tour = tours[row.id]
        leaves = math.ceil(row.until_day + overlap)
        if leaves >= plan.meta.horizon_days:
            continue
        came = tour
        while came.follows is not None:
            came = tours[came.follows]
        home = replace(
            tour,
            purpose=MovePurpose.RETURN,
            origin=tour.destination,
            destination=plan.offers[row.offer].origin,
            ready_day=leaves,
            wanted_day=None,
            weight=_RETURN_WEIGHT * tour.weight,
            is_in_place=False,
            follows=None,
            after=came.name if came.moves else None,
        )
        yield home, None if relief is None else relief.id


def pledges_moved(plan: Plan) -> Iterator[MovedTour]:
    """Yield every pledge that is still to be handed over, and can be, as a movement."""
    again = {row.renews for row in plan.pledges}
    for row in plan.pledges:
        if row.id in again or None in (row.item, row.need, row.origin, row.quantity):
            continue
        need, item = plan.needs[row.need or ""], plan.items[row.item or ""]
        left = _left(plan, row)
        if left <= 0 or item.kg_per_unit == 0:
            continue
        tonnes = left * item.kg_per_unit / 1000
        ready = max(0.0, row.ready_day or 0.0)
        yield MovedTour(
            purpose=MovePurpose.DELIVERY,
            owner=row.id,
            unit=Capability(
                id=f"pledge:{row.id}",
                name=item.name,
                domain=Domain.LAND,
                persons=0,
                vehicles=math.ceil(tonnes / _LORRY_T),
                tonnes=tonnes,
                lane_m=tonnes / _LANE_M_T,
                wagons=tonnes / _WAGON_T,
                by_air=item.kg_per_unit <= 1000 * _FLOWN_T,
            ),
            nation=row.nation,
            origin=row.origin or "",
            destination=need.location,
            ready_day=math.ceil(ready),
            wanted_day=need.needed_by_day,
            from_day=ready,
            until_day=max(ready, need.needed_by_day),
            leave_day=max(ready, need.needed_by_day),
            weight=plan.objectives[need.objective].weight / need.priority,
        )


def _left(plan: Plan, pledge: Pledge) -> float:
    """Return what is neither gone nor handed over by C-day."""
    whole = pledge.quantity or 0.0
    past = [row for row in plan.pledge_events if row.pledge == pledge.id and row.day <= 0]

    def amount(*states: PledgeState) -> float:
        rows = [row for row in past if row.state in states]
        return sum(whole if row.quantity is None else row.quantity for row in rows)

    gone = amount(PledgeState.LOST, PledgeState.WITHDRAWN)
    return whole - gone - max(amount(PledgeState.DELIVERED), amount(PledgeState.ACCEPTED))


@dataclass(frozen=True)
class Turns:
    """When units can start, by what is told of their earlier movements.

    Attributes
    ----------
    tours
        All movements by name.
    told
        What is told of them, by name.
    """

    tours: Mapping[str, MovedTour]
    told: Mapping[str, Told]

    def there_day(self, tour: MovedTour) -> int | None:
        """Return the first day on which a unit is where its movement starts; None: never."""
        if tour.parts:
            return latest_day(self._day(self.tours[name]) for name in tour.parts)
        before = None if tour.after is None else self.tours.get(tour.after)
        if before is None:
            return 0
        out = None if before.after is None else self.tours.get(before.after)
        if before.purpose is MovePurpose.RETURN and out is not None and self._day(out) is None:
            # It never came out: it is still at home.
            return 0
        return self._day(before)

    def released_day(self, tour: MovedTour) -> int:
        """Return the first day on which a movement may load, as far as it is told."""
        row, there = self.told.get(tour.name), self.there_day(tour)
        stated = 0 if row is None else row.release_day or 0
        return max(tour.ready_day, stated, there or 0)

    def _day(self, tour: MovedTour) -> int | None:
        row = self.told.get(tour.name)
        return None if row is None else row.planned_day
