"""A plan as force generation sees it: lines, units and tours as arrays over periods."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.engines.generate.tours import TourRule, TourSet, possible_tours
from reassure.model.conditions import Standing
from reassure.model.fit import Fault
from reassure.model.force import Burden, Formation, Offer, Requirement
from reassure.model.periods import Periods
from reassure.model.permits import Permits
from reassure.model.roe_choices import Strength

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
    rule: TourRule
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
    pair_until
        End of the unbroken span in which a pair may serve, by the period in which it starts; 0
        where it may not, shape (n_pairs, n_periods).
    assumptions
        What was taken as given, in sentences.
    permits
        What keeps units from the tasks of lines; None: headline strength counts.
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
    pair_until: NDArray[np.int16]
    assumptions: tuple[str, ...]
    permits: Permits | None = None

    @property
    def counting(self) -> Strength:
        """Which strength counts on lines that state tasks."""
        return Strength.HEADLINE if self.permits is None else Strength.USABLE

    @cached_property
    def tours(self) -> TourSet:
        """Every possible tour; large plans have millions, so only the exact model asks."""
        return possible_tours(self, np.arange(len(self.pair_offer)))

    def tours_on(self, line: int) -> TourSet:
        """Return the possible tours on one line."""
        first, last = np.searchsorted(self.pair_line, [line, line + 1])
        return possible_tours(self, np.arange(first, last))

    @cached_property
    def n_tours(self) -> int:
        """Number of possible tours, each a column of the exact model."""
        start = np.arange(self.periods.count)
        shortest = self.offer_shortest[self.pair_offer][:, None]
        longest = self.offer_longest[self.pair_offer][:, None]
        room = np.minimum(self.pair_until - start, longest) - shortest + 1
        return int(np.maximum(room, 0).sum())

    @cached_property
    def line_matches(self) -> tuple[tuple[Match, ...], ...]:
        """Matches of each line, in the order of the offers."""
        by_line: list[list[Match]] = [[] for _ in self.lines]
        for match in self.matches:
            by_line[match.line].append(match)
        return tuple(tuple(matches) for matches in by_line)

    @cached_property
    def offer_nation(self) -> Ints:
        """Nation of each offer."""
        return _positions(self.nations, [supply.offer.nation for supply in self.supplies])

    @cached_property
    def offer_quantity(self) -> Ints:
        """Identical units of each offer."""
        return np.array([supply.offer.quantity for supply in self.supplies], dtype=np.int64)

    @cached_property
    def offer_shortest(self) -> Ints:
        """Shortest tour of each offer [periods]."""
        return np.array([supply.rule.shortest for supply in self.supplies], dtype=np.int64)

    @cached_property
    def offer_longest(self) -> Ints:
        """Longest tour of each offer [periods]."""
        return np.array([supply.rule.longest for supply in self.supplies], dtype=np.int64)

    @cached_property
    def offer_rest(self) -> Ints:
        """Rest after a tour by its length [periods], shape (n_offers, longest tour + 1)."""
        rest = np.zeros((len(self.supplies), self.periods.count + 1), dtype=np.int64)
        for row, supply in zip(rest, self.supplies, strict=True):
            row[: len(supply.rule.rest)] = supply.rule.rest
        return rest

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
    def line_days(self) -> Floats:
        """Days of each period that a line covers, shape (n_lines, n_periods)."""
        rows = [line.days for line in self.lines]
        return np.array(rows, dtype=np.float64).reshape(len(rows), self.periods.count)

    @cached_property
    def line_share(self) -> Floats:
        """Share of each period that a line covers, shape (n_lines, n_periods)."""
        return self.line_days / self.periods.period_days

    @cached_property
    def line_worth(self) -> Floats:
        """What one effective unit on a line is worth in a period: shape (n_lines, n_periods)."""
        weights = np.array([line.weight for line in self.lines], dtype=np.float64)
        return weights[:, None] * self.line_share


def _positions(ids: tuple[str, ...], wanted: list[Any]) -> Ints:
    places = {name: place for place, name in enumerate(ids)}
    return np.array([places.get(name, -1) for name in wanted], dtype=np.int64)
