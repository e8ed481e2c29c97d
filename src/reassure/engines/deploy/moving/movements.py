"""All movements of a plan: to the tours, home after them, and of what is pledged."""

from collections.abc import Sequence
from dataclasses import dataclass

from reassure.engines.deploy.moving.deliveries import deliveries_of
from reassure.engines.deploy.moving.parts import in_parts
from reassure.engines.deploy.moving.returns import returns_of
from reassure.engines.deploy.moving.tours import Tour, tours_of
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan


@dataclass(frozen=True, slots=True)
class Movements:
    """What is to move.

    Attributes
    ----------
    tours
        To the tours, in the order of the list schedule, parts that go apart before the unit that
        they make up; then deliveries, then ways home.
    unmoved
        Pledges that do not move, by why.
    """

    tours: Sequence[Tour]
    unmoved: dict[str, tuple[str, ...]]


def movements_of(plan: Plan, force_plan: ForcePlan) -> Movements:
    """Return everything that a plan moves."""
    tours = tours_of(plan, force_plan)
    returns = list(returns_of(plan, force_plan, tours))
    outward = list(in_parts(plan, tours))
    taken = frozenset(tour.id for tour in (*outward, *returns))
    deliveries = deliveries_of(plan, taken=taken)
    return Movements((*outward, *deliveries.tours, *returns), deliveries.unmoved)
