"""States and arcs of the network: where a load can stand, and what can happen to it."""

from dataclasses import dataclass, field
from enum import StrEnum

from reassure.engines.deploy.network.voyages import Step
from reassure.model.choices import Mode
from reassure.model.network import Lift, Link

NEVER = 1 << 30
"""Minutes; later than anything."""


def time_field(link: Link) -> str:
    """Return the field that says how long a link takes: its time, or else its length."""
    return "distance_km" if link.transit_days is None else "transit_days"


class ArcKind(StrEnum):
    """What an arc does with a load."""

    START = "start"
    GO_ON = "go_on"
    VOYAGE = "voyage"
    CHANGE_GAUGE = "change_gauge"
    UNLOAD = "unload"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a load stands.

    Attributes
    ----------
    mode
        Mode on board of which it is, or by which it came; None at its origin.
    tag
        Gauge [mm] of its train, or id of the first lift whose carriers are as large as the one
        that it is on board of.
    on_ground
        Whether it has left its carrier to stay, or has not left its origin yet.
    in_storage
        Whether it has left its carrier for the storage of a place, to go on by another one.
    """

    location: str
    mode: Mode | None
    tag: float | str | None
    on_ground: bool
    in_storage: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """One thing that can happen to a load.

    Attributes
    ----------
    number
        Place in ``Network.arcs``.
    head
        Number of the state that it leads to.
    steps
        Links passed; none for unloading and for a change of gauge.
    place
        Location where it begins.
    at_origin
        Whether a unit starts its way with it, which takes no staging.
    break_id
        Gauge break that works it.
    into_storage
        Whether it puts the load into the storage of the place, for another carrier to take it on.
    reasons
        Why it cannot be used by anybody, as table:id.field; empty: it can.
    minutes
        Time that it takes, without waiting [minutes].
    ends_the_day
        Whether a load rounds up to a whole day before it.
    """

    number: int
    kind: ArcKind
    mode: Mode
    head: int
    steps: tuple[Step, ...]
    place: str
    at_origin: bool = False
    lift: Lift | None = None
    break_id: str | None = None
    into_storage: bool = False
    reasons: tuple[str, ...] = ()
    minutes: int = field(init=False)
    ends_the_day: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what the search asks for over and over."""
        rounds = self.kind in (ArcKind.UNLOAD, ArcKind.CHANGE_GAUGE)
        object.__setattr__(self, "minutes", sum(step.minutes for step in self.steps))
        object.__setattr__(self, "ends_the_day", rounds)
