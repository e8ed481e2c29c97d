"""Who is on the way on a day by a movement: out to a tour, or home from one."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reassure.engines.deploy.moving.tours import Tour
from reassure.model.choices import MovePurpose
from reassure.model.results import Deployment


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Those who are on the way on a day, by the assignments that they are on the way for.

    Attributes
    ----------
    out
        To their place: some of the unit has left, and not all of it is there.
    home
        Tours that are over, with all or some of the unit not home yet.
    """

    out: tuple[str, ...] = ()
    home: tuple[str, ...] = ()

    def sentences(self) -> Iterator[str]:
        """Yield what is assumed of them."""
        if self.home:
            yield (
                f"On the way home already, and left out: {', '.join(self.home)}. They go on as the "
                "movement has it; what they take of the network is not counted."
            )
        if self.out:
            yield (
                f"On the way out, and left out: {', '.join(self.out)}. They are neither turned "
                "back nor brought home; what they take of the network is not counted."
            )


def on_the_way(
    tours: Mapping[str, Tour], deployment: Deployment | None, day: int, *, in_place: frozenset[str]
) -> OnTheWay:
    """Return who is on the way at the start of a day.

    Parameters
    ----------
    tours
        All movements to tours, by their ids.
    deployment
        When they move; None: everybody is in place for the whole tour, and nobody on the way.
    day
        The day.
    in_place
        Units that are in their place on that day.
    """
    if deployment is None:
        return OnTheWay()
    left = _left(deployment, day)
    there = {row.assignment: row.planned_day for row in deployment.arrivals}
    out: list[str] = []
    home: list[str] = []
    for tour in tours.values():
        if tour.unit in in_place:
            continue
        if not _is_by(there[tour.id], day) and tour.moves:
            release = tour.ready_day if tour.origin != tour.home else None
            is_between = release is not None and release <= day and _came(tours, there, tour, day)
            if tour.id in left or is_between:
                out.append(tour.id)
    for row in deployment.returns:
        tour = tours[row.assignment]
        is_over = math.ceil(tour.leave_day) <= day and _is_by(there[tour.id], day)
        if is_over and not _is_by(row.home_day, day) and tour.unit not in in_place:
            home.append(row.assignment)
    return OnTheWay(tuple(sorted(out)), tuple(sorted(home)))


def _left(deployment: Deployment, day: int) -> set[str]:
    """Return the assignments of which something has left for the tour by a day."""
    outward = {
        load.id: load.owner
        for load in deployment.loads
        if load.purpose not in (MovePurpose.RETURN, MovePurpose.DELIVERY)
    }
    found = {
        outward[leg.load] for leg in deployment.legs if leg.load in outward and leg.depart_day < day
    }
    carried = set(outward.values())
    return found | {
        row.assignment
        for row in deployment.arrivals
        if row.assignment not in carried
        and row.planned_day is not None
        and row.release_day is not None
        and row.release_day < day
    }


def _came(tours: Mapping[str, Tour], there: Mapping[str, int | None], tour: Tour, day: int) -> bool:
    """Whether a unit that goes on from another place has been there."""
    return tour.after in tours and _is_by(there[tour.after or ""], day)


def _is_by(reached: int | None, day: int) -> bool:
    return reached is not None and reached <= day
