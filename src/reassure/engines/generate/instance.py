"""A plan as force generation sees it: lines, units and tours as arrays over periods."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.engines.generate.tours import Tours
from reassure.model.conditions import Standing
from reassure.model.fit import Fault
from reassure.model.force import Burden, Formation, Offer, Requirement
from reassure.model.periods import MONTH_DAYS, Periods

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Line:
    """One requirement line over the periods of the plan.

    Attributes
    ----------
    requirement
        The record.
    start, stop
        Half-open span of periods that it touches.
    days
        Days of the line in each period, shape (n_periods,).
    weight
        Weight of the line times that of its objective.
    """

    requirement: Requirement
    start: int
    stop: int
    days: Floats
    weight: float


@dataclass(frozen=True, eq=False)
class Supply:
    """One offer with its tours and what its conditions come to."""

    offer: Offer
    tours: Tours
    standing: Standing


@dataclass(frozen=True, eq=False)
class Match:
    """An offer of a fitting capability and a line, with what keeps them apart.

    Attributes
    ----------
    offer, line
        Positions in `Instance.supplies` and `Instance.lines`.
    efficiency
        What one unit counts on the line.
    faults
        Why it cannot serve, by spans of periods; none: it can.
    pair
        Position of its tours in `Instance.pair_offer`; None where no tour is possible.
    """

    offer: int
    line: int
    efficiency: float
    faults: tuple[Fault, ...]
    pair: int | None


@dataclass(frozen=True, eq=False)
class Instance:
    """Everything that greedy, exact model and diagnosis work on.

    Attributes
    ----------
    periods
        The clock.
    lines, supplies, matches
        What is asked for, what is offered, and every pair of a fitting capability.
    nations, sectors, formations
        Ids, sorted; arrays refer to them by position.
    formation_records
        Records of ``formations``, in the same order.
    burdens
        Limits of nations that offer something.
    pair_offer, pair_line, pair_efficiency
        Matches with at least one possible tour, shape (n_pairs,); ordered by line, then offer.
    tour_pair, tour_start, tour_length, tour_rest
        Possible tours [periods], shape (n_tours,); ordered by pair, start, length.
    assumptions
        What was taken as given, in sentences.
    """

    periods: Periods
    lines: tuple[Line, ...]
    supplies: tuple[Supply, ...]
    matches: tuple[Match, ...]
    nations: tuple[str, ...]
    sectors: tuple[str, ...]
    formations: tuple[str, ...]
    formation_records: tuple[Formation, ...]
    lead_candidates: dict[str, tuple[str, ...]]
    lead_minimum: Floats
    burdens: tuple[Burden, ...]
    pair_offer: Ints
    pair_line: Ints
    pair_efficiency: Floats
    tour_pair: Ints
    tour_start: Ints
    tour_length: Ints
    tour_rest: Ints
    assumptions: tuple[str, ...]

    @property
    def n_tours(self) -> int:
        """Number of possible tours, each a column of the exact model."""
        return len(self.tour_pair)

    @cached_property
    def line_tours(self) -> Ints:
        """First tour of each line and one past the last: shape (n_lines + 1,)."""
        return np.searchsorted(self.pair_line[self.tour_pair], np.arange(len(self.lines) + 1))

    @cached_property
    def line_matches(self) -> tuple[tuple[Match, ...], ...]:
        """Matches of each line, in the order of the offers."""
        by_line: list[list[Match]] = [[] for _ in self.lines]
        for match in self.matches:
            by_line[match.line].append(match)
        return tuple(tuple(matches) for matches in by_line)

    @cached_property
    def tour_offer(self) -> Ints:
        """Offer of each tour."""
        return self.pair_offer[self.tour_pair]

    @cached_property
    def tour_line(self) -> Ints:
        """Line of each tour."""
        return self.pair_line[self.tour_pair]

    @cached_property
    def tour_stop(self) -> Ints:
        """First period after each tour."""
        return self.tour_start + self.tour_length

    @cached_property
    def tour_free(self) -> Ints:
        """First period in which the unit is free again, at most the number of periods."""
        return np.minimum(self.tour_stop + self.tour_rest, self.periods.count)

    @cached_property
    def tour_efficiency(self) -> Floats:
        """What one unit counts on each tour."""
        return self.pair_efficiency[self.tour_pair]

    @cached_property
    def tour_nation(self) -> Ints:
        """Nation of each tour."""
        return self.offer_nation[self.tour_offer]

    @cached_property
    def tour_sector(self) -> Ints:
        """Sector of each tour."""
        return self.line_sector[self.tour_line]

    @cached_property
    def tour_formation(self) -> Ints:
        """Formation of each tour, -1 without one."""
        return self.line_formation[self.tour_line]

    @cached_property
    def tour_months(self) -> Floats:
        """Unit-months of each tour."""
        months = self.periods.period_days / MONTH_DAYS
        return self.tour_length.astype(np.float64) * months

    @cached_property
    def offer_nation(self) -> Ints:
        """Nation of each offer."""
        return _positions(self.nations, [supply.offer.nation for supply in self.supplies])

    @cached_property
    def offer_quantity(self) -> Ints:
        """Identical units of each offer."""
        return np.array([supply.offer.quantity for supply in self.supplies], dtype=np.int64)

    @cached_property
    def line_sector(self) -> Ints:
        """Sector of each line."""
        return _positions(self.sectors, [line.requirement.sector for line in self.lines])

    @cached_property
    def line_formation(self) -> Ints:
        """Formation of each line, -1 without one."""
        return _positions(self.formations, [line.requirement.formation for line in self.lines])

    @cached_property
    def line_quantity(self) -> Floats:
        """Units or stations asked for by each line."""
        return np.array([line.requirement.quantity for line in self.lines], dtype=np.float64)

    @cached_property
    def line_share(self) -> Floats:
        """Share of each period that a line covers, shape (n_lines, n_periods)."""
        rows = [line.days / self.periods.period_days for line in self.lines]
        return np.array(rows, dtype=np.float64).reshape(len(rows), self.periods.count)

    @cached_property
    def line_worth(self) -> Floats:
        """What one effective unit on a line is worth in a period: shape (n_lines, n_periods)."""
        weights = np.array([line.weight for line in self.lines], dtype=np.float64)
        return weights[:, None] * self.line_share


def _positions(ids: tuple[str, ...], wanted: list[Any]) -> Ints:
    places = {name: place for place, name in enumerate(ids)}
    return np.array([places.get(name, -1) for name in wanted], dtype=np.int64)
