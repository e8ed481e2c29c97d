"""The tours that the units of an offer may serve, in periods."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.model.choices import RestRule
from reassure.model.fit import tour_bounds
from reassure.model.force import Offer
from reassure.model.periods import Periods


@dataclass(frozen=True, slots=True)
class Tours:
    """Lengths that a tour of one offer may have.

    Attributes
    ----------
    shortest, longest
        Bounds of a tour [periods].
    rest
        Rest after a tour by its length; ``rest[length]`` [periods].
    """

    shortest: int
    longest: int
    rest: NDArray[np.int64]


def tours_of(offer: Offer, periods: Periods) -> Tours:
    """Return the tours of an offer: shortest and rest rounded up, longest rounded down."""
    shortest, longest = tour_bounds(offer, periods)
    fixed = periods.at_least(offer.rest_ratio * offer.tour_max_days)
    rest = [
        fixed
        if offer.rest_rule is RestRule.FIXED
        else periods.at_least(offer.rest_ratio * periods.day(length))
        for length in range(longest + 1)
    ]
    return Tours(shortest, longest, np.array(rest, dtype=np.int64))
