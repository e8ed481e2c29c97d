"""What every place and link gives a day, with the working, so that it can be checked by hand.

The numbers are those of the movement model: what a limit gives is asked of its own `Limits`,
and the formulas and parameters are those of its rules.
"""

from collections.abc import Iterator

from reassure.engines.deploy.capacities.basis import Basis
from reassure.engines.deploy.capacities.places import at_place
from reassure.engines.deploy.capacities.shapes import Capacity, CapacityKind, Part
from reassure.engines.deploy.capacities.ways import on_link
from reassure.model.plan import Plan

__all__ = ["Capacities", "Capacity", "CapacityKind", "Part"]


class Capacities:
    """The capacities of a plan's places and links.

    Parameters
    ----------
    plan
        Plan with its network, its lifts and what it moves.

    Examples
    --------
    >>> from reassure import example_folder, read_plan
    >>> capacities = Capacities(read_plan(example_folder("first-steps")))
    >>> capacities.on("rail-zagan-rzeszow").parts[0].working
    '4 trains/day × 30 wagons = 120 wagons/day'
    """

    def __init__(self, plan: Plan) -> None:
        self._plan, self._basis = plan, Basis(plan)

    def all(self) -> Iterator[Capacity]:
        """Iterate over every capacity: places in the order of their table, then links."""
        for place in self._plan.locations:
            yield from at_place(self._basis, place)
        for link in self._plan.links:
            yield on_link(self._basis, link)

    def at(self, location: str) -> tuple[Capacity, ...]:
        """Return what a location gives: as port, airfield, station, for transfer, as a break."""
        return tuple(at_place(self._basis, self._plan.locations[location]))

    def on(self, link: str) -> Capacity:
        """Return what a link gives."""
        return on_link(self._basis, self._plan.links[link])
