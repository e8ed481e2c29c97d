"""Tours: how long the units of an offer may serve, and sets of tours as arrays."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from reassure.model.choices import RestRule
from reassure.model.fit import tour_bounds
from reassure.model.force import Offer
from reassure.model.periods import MONTH_DAYS, Periods

if TYPE_CHECKING:
    from reassure.engines.generate.instance import Instance

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TourRule:
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
    rest: Ints


def tour_rule(offer: Offer, periods: Periods) -> TourRule:
    """Return the tours of an offer: shortest and rest rounded up, longest rounded down."""
    shortest, longest = tour_bounds(offer, periods)
    fixed = periods.at_least(offer.rest_ratio * offer.tour_max_days)
    rest = [
        fixed
        if offer.rest_rule is RestRule.FIXED
        else periods.at_least(offer.rest_ratio * periods.day(length))
        for length in range(longest + 1)
    ]
    return TourRule(shortest, longest, np.array(rest, dtype=np.int64))


@njit(cache=True, nogil=True)
def span_ends(allowed: Bools) -> Ints:
    """Return the end of the unbroken allowed span that holds each period, 0 outside of one."""
    until, end = np.zeros(len(allowed), dtype=np.int64), 0
    for period in range(len(allowed) - 1, -1, -1):
        if not allowed[period]:
            end = 0
        elif end == 0:
            end = period + 1
        until[period] = end
    return until


@dataclass(frozen=True, eq=False)
class TourSet:
    """Tours of one instance, ordered by pair, start and length.

    Attributes
    ----------
    instance
        What they are tours of.
    pair, start, length
        Pair of offer and line, first period and periods served, shape (n_tours,).
    """

    instance: "Instance"
    pair: Ints
    start: Ints
    length: Ints

    def __len__(self) -> int:
        return len(self.pair)

    def take(self, places: Ints) -> Self:
        """Return some of the tours, in the order of ``places``."""
        return type(self)(self.instance, self.pair[places], self.start[places], self.length[places])

    @cached_property
    def key(self) -> Ints:
        """Number that orders tours of an instance and tells them apart."""
        step = self.instance.periods.count + 1
        return (self.pair * step + self.start) * step + self.length

    @cached_property
    def offer(self) -> Ints:
        """Offer of each tour."""
        return self.instance.pair_offer[self.pair]

    @cached_property
    def line(self) -> Ints:
        """Line of each tour."""
        return self.instance.pair_line[self.pair]

    @cached_property
    def stop(self) -> Ints:
        """First period after each tour."""
        return self.start + self.length

    @cached_property
    def rest(self) -> Ints:
        """Periods of rest after each tour."""
        return self.instance.offer_rest[self.offer, self.length]

    @cached_property
    def free(self) -> Ints:
        """First period in which the unit is free again, at most the number of periods."""
        return np.minimum(self.stop + self.rest, self.instance.periods.count)

    @cached_property
    def efficiency(self) -> Floats:
        """What one unit counts on each tour."""
        return self.instance.pair_efficiency[self.pair]

    @cached_property
    def nation(self) -> Ints:
        """Nation of each tour."""
        return self.instance.offer_nation[self.offer]

    @cached_property
    def sector(self) -> Ints:
        """Sector of each tour."""
        return self.instance.line_sector[self.line]

    @cached_property
    def formation(self) -> Ints:
        """Formation of each tour, -1 without one."""
        return self.instance.line_formation[self.line]

    @cached_property
    def months(self) -> Floats:
        """Unit-months of each tour."""
        months = self.instance.periods.period_days / MONTH_DAYS
        return self.length.astype(np.float64) * months


def possible_tours(instance: "Instance", pairs: Ints) -> TourSet:
    """Return every tour that some pairs allow."""
    until = instance.pair_until[pairs].astype(np.int64)
    start = np.arange(until.shape[1])
    offers = instance.pair_offer[pairs]
    shortest = instance.offer_shortest[offers][:, None]
    longest = instance.offer_longest[offers][:, None]
    n_lengths = np.maximum(np.minimum(until - start, longest) - shortest + 1, 0).ravel()
    place = np.repeat(np.arange(len(n_lengths)), n_lengths)
    first = np.repeat(np.cumsum(n_lengths) - n_lengths, n_lengths)
    row, at = np.divmod(place, until.shape[1])
    length = instance.offer_shortest[offers[row]] + np.arange(len(place)) - first
    return TourSet(instance, pairs[row], at, length)
