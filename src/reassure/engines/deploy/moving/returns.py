"""The end of a tour as a movement: who goes home when, and who comes in its place."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reassure.engines.deploy.moving.tours import Tour, by_unit, goes_on, home_id, reliefs_of
from reassure.engines.deploy.parameters import RETURN_WEIGHT
from reassure.model.choices import MovePurpose
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan


def returns_of(plan: Plan, force_plan: ForcePlan, tours: Iterable[Tour]) -> Iterator[Tour]:
    """Yield the way home after every tour that ends within the plan.

    A unit that goes on to another tour without a rest does not go home in between, and a tour
    that ends with the plan, or within its overlap, has no way home.

    Parameters
    ----------
    plan, force_plan
        Who serves where and when.
    tours
        The same as movements to their places.

    Notes
    -----
    It leaves ⌈end of the tour⌉, or with ``overlap_days`` of its line after it where another unit
    takes its place (docs/explain/deploy.md, eq. 11).
    """
    known = {tour.id: tour for tour in tours}
    reliefs = reliefs_of(plan, force_plan)
    for rows in by_unit(force_plan):
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            if following is not None and goes_on(row, following):
                continue
            home = homeward(known, row.id, relieved_by=reliefs.get(row.id))
            if home.ready_day < plan.meta.horizon_days:
                yield home


def homeward(tours: Mapping[str, Tour], assignment: str, *, relieved_by: str | None = None) -> Tour:
    """Return the way home from one tour.

    Parameters
    ----------
    tours
        All movements to tours, by their ids.
    assignment
        Tour that ends.
    relieved_by
        Assignment that takes its place; None: nobody does.
    """
    tour = tours[assignment]
    moved = tour
    while moved.follows is not None:
        moved = tours[moved.follows]
    release_day = math.ceil(tour.leave_day)
    return replace(
        tour,
        id=home_id(assignment),
        purpose=MovePurpose.RETURN,
        origin=tour.destination,
        destination=tour.home,
        target=f"offers:{tour.offer}.origin",
        ready_day=release_day,
        ready_binding=f"offers:{tour.offer}.tour_max_days",
        from_day=float(release_day),
        leave_day=float(release_day),
        wanted_day=float(release_day),
        weight=RETURN_WEIGHT * tour.weight,
        in_place=False,
        follows=None,
        after=moved.id if moved.moves else None,
        relieved_by=relieved_by,
    )
