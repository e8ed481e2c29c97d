"""What a simulation rests on, in words."""

from collections.abc import Iterator

import numpy as np

from reassure.engines.simulate.helps import Helps
from reassure.engines.simulate.matters import Matters
from reassure.engines.simulate.telling import Told

ASSUMPTIONS = (
    "No load leaves before its planned day; what is ready later leaves when it is ready.",
    "Loads keep their planned ways, whatever queues they meet.",
    "Those who serve an objective of more weight are served first; what is begun is finished.",
    "Times on the way are drawn for each load anew; notice, permissions and capacities once.",
    "Use is drawn for each place, class and day; leads of supply for each order.",
    "Ports and breaks of gauge take the time that a load's own work takes; roads and lines none.",
    "A unit that is not confirmed does not move; reserves of the force plan stand in for it.",
    "Units that have arrived use supplies until their tour ends.",
)


def assumptions_of(told: Told, matters: Matters, helps: Helps, *, n_unread: int) -> Iterator[str]:
    """Yield what a simulation rests on, and what it leaves open.

    Parameters
    ----------
    told
        What became of the plan.
    matters, helps
        What was tried.
    n_unread
        Loads whose legs are no way on the network.
    """
    yield from ASSUMPTIONS
    unused = [row.id for row in told.model.uncertain.unused()]
    if unused:
        yield f"Uncertainties that change nothing here: {', '.join(unused)}."
    if n_unread:
        yield f"Loads whose legs are no way on the network wait for nothing: {n_unread}."
    yield from _beyond(told)
    if len(told.comes) < 2:
        yield "What matters and what helps cannot be told from one replication."
    if helps.beyond:
        yield (
            "Upgrades that raise no limit that a load of the schedule passes are not tried: "
            f"{', '.join(helps.beyond)}."
        )
    for what, names in (
        ("Low and high ends of what matters", matters.untried()),
        ("What changes are worth", helps.untried()),
    ):
        if names:
            yield f"{what}, not worked out before the run stopped: {', '.join(names)}."


def _beyond(told: Told) -> Iterator[str]:
    """Yield how much does not get there within the plan."""
    ways = (way for movement in told.model.itineraries for way in movement.ways)
    n_cut = sum(way.arrive_day is None for way in ways)
    if n_cut:
        yield (
            "Loads whose way the schedule leaves off before its end are in place in no "
            f"replication: {n_cut}."
        )
    missing = (told.comes & ~np.isfinite(told.there_day)).sum(axis=1)
    if missing.any():
        yield (
            "Units that come, but are not there by the plan's last day, count as not in place: of "
            f"{told.comes.shape[1]} tours {float(missing.mean()):.1f} on the "
            f"mean, {int(missing.max())} at most."
        )
