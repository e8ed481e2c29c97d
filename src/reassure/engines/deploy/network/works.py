"""What upgrades change of the limits of movement, by day.

A field that is a limit a day steps up on the day on which its upgrade is ready. A road or track
that is bettered in any other way stands beside the old one from that day on, and shares its
capacity. Ships and aircraft that a place did not take before leave so that they are there on that
day at the earliest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reassure.model.network import Location, Upgrade


@dataclass(frozen=True, slots=True)
class Opening:
    """A place that takes larger carriers from a day on.

    Attributes
    ----------
    upgrade
        What opens it.
    before
        The place as it was.
    ready_day
        First day on which it takes them.
    """

    upgrade: str
    before: Location
    ready_day: int


@dataclass(frozen=True)
class Works:
    """What upgrades change of a plan's limits by day.

    Attributes
    ----------
    steps
        What fields hold from some day on, in the order of days, by table:id.field.
    twins
        The link beside which each bettered one stands, whose capacity it shares.
    openings
        Places that take larger carriers.
    """

    steps: Mapping[str, Sequence[tuple[int, float]]] = field(
        default_factory=dict[str, Sequence[tuple[int, float]]]
    )
    twins: Mapping[str, str] = field(default_factory=dict[str, str])
    openings: tuple[Opening, ...] = ()


NO_WORKS = Works()
"""The plan as it is."""


def target_of(upgrade: Upgrade) -> tuple[str, str]:
    """Return table and id of the record that an upgrade improves."""
    if upgrade.location is not None:
        return "locations", upgrade.location
    if upgrade.link is not None:
        return "links", upgrade.link
    return "gauge_breaks", upgrade.gauge_break or ""
