"""What a load uses of limits, and what of it counts."""

from typing import NamedTuple

from reassure.engines.common.sorties import n_sorties
from reassure.engines.deploy.network.carriers import ship_share
from reassure.engines.deploy.network.loads import LoadKind, Measure
from reassure.model.choices import Mode
from reassure.model.network import Lift


class Use(NamedTuple):
    """What one load uses of one limit on one arc.

    Attributes
    ----------
    limit
        Number of the limit.
    amount
        Amount on each day, in the limit's unit.
    after_minutes
        Time from the start of the arc to the first day [minutes].
    length_days
        Days in a row on which it is used.
    """

    limit: int
    amount: float
    after_minutes: int = 0
    length_days: int = 1


class Share(NamedTuple):
    """A use before it is known which load: so much of the limit per measure of the load.

    ``measure`` is one of the load's, or the carrier whose ships or sorties are counted.
    """

    limit: int | None
    measure: "Measured"
    factor: float = 1.0
    after_minutes: int = 0
    length_days: int = 1


class Carriers(NamedTuple):
    """Carriers that a load takes: shares of a ship, or whole sorties; None: size unknown."""

    mode: Mode
    lift: Lift | None


Measured = Measure | Carriers
"""What of a load a use counts."""


def size_of(kind: LoadKind, measure: Measured) -> float:
    """Return what one load counts in a measure."""
    if isinstance(measure, Measure):
        return kind.size(measure)
    if measure.mode is Mode.SEA:
        return ship_share(kind, measure.lift)
    tonnes, persons = kind.size(Measure.TONNES), kind.size(Measure.PERSONS)
    return float(n_sorties(tonnes, persons, measure.lift))
