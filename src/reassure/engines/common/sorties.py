"""How many sorties a load takes: the same where it is scheduled and where it is paid for."""

import math

from reassure.engines.common.conventions import SORTIE_PAYLOAD_T
from reassure.model.network import Lift

_NOISE = 1e-9
"""Loads are shares of units: one that fills its aircraft exactly takes no second sortie."""


def n_sorties(tonnes: float, persons: float, lift: Lift | None) -> int:
    """Return the sorties that a load takes, by weight or by passengers; at least one.

    Parameters
    ----------
    tonnes, persons
        Of the load.
    lift
        Aircraft; its payload is `SORTIE_PAYLOAD_T` where it is not known, and its passengers
        limit nothing where they are not.

    Examples
    --------
    >>> n_sorties(41.0, 0, None), n_sorties(0.0, 200, None)
    (3, 1)
    """
    payload_t = None if lift is None else lift.payload_t
    needed = math.ceil(tonnes / (payload_t or SORTIE_PAYLOAD_T) - _NOISE)
    if lift is not None and lift.passengers:
        needed = max(needed, math.ceil(persons / lift.passengers - _NOISE))
    return max(1, needed)
