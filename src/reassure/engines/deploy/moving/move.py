"""What becomes of one movement."""

from collections import Counter
from dataclasses import dataclass, field

from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.search import Journey, Trip


@dataclass
class Move:
    """What becomes of one movement.

    Attributes
    ----------
    trip
        What is moved; None where nothing is carried.
    journeys
        One for each load; None: it is not moved.
    waits
        Days that each of them waited, by the limit that was full.
    ready_day
        First day on which its unit can be where it starts, and ready; None: never.
    release_day
        First day on which it may load.
    start_day
        The same, once the unit is there from where it was before.
    soonest_day
        Day of arrival if it were alone on the network; None: it cannot arrive.
    arrival_day
        Day on which its last load arrives, beyond the horizon too; None: never.
    kept_by
        Movement of its unit that has no way, so that the others do not go either; None: all have.
    binding
        What makes it late or keeps it away, as table:id.field; None: it is on time.
    """

    tour: Tour
    trip: Trip | None = None
    journeys: list[Journey | None] = field(default_factory=list[Journey | None])
    waits: list[Counter[str]] = field(default_factory=list[Counter[str]])
    ready_day: int | None = None
    release_day: int = 0
    start_day: int = 0
    soonest_day: int | None = None
    arrival_day: int | None = None
    kept_by: "Move | None" = None
    binding: str | None = None

    @property
    def is_carried(self) -> bool:
        """Whether it is loaded, and can arrive."""
        return self.trip is not None and self.soonest_day is not None
