"""A bound on the lateness of any schedule, and the flows and prices that go with it.

First the prices climb by the gradient of the bound (Kingma and Ba, ICLR 2015: "Adam"), each way
that is met being kept; then a linear program over the ways that were met gives better prices and
new ways in turns, until its value and the bound are close (docs/explain/deploy.md, eqs. 9 to 11).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.engines.deploy.columns import Columns
from reassure.engines.deploy.labels import scratch_for
from reassure.engines.deploy.master import Master
from reassure.engines.deploy.pricing import no_ways, price_units, use_of_ways
from reassure.engines.deploy.terrain import Floats, Terrain
from reassure.engines.deploy.traffic import Traffic
from reassure.engines.deploy.wayfinding import Prices
from reassure.model.progress import Watchdog

FIRST_STEP, LAST_STEP = 4.0, 0.4
"""Steps of the climb at first and at last, in the cost of a day's lateness of a mean unit."""

MOMENTUM, MEMORY = 0.9, 0.98
"""What stays of old gradients, and of their squares."""

BEST_SHARE = 0.6
"""Share of the best prices in those at which ways are sought; the rest is the last program's."""

START_COLUMNS = 12
"""Ways of each unit with which the program starts: those that cost least at the best prices."""

MORE_COLUMNS = 3
"""Ways of each unit that are added at a time."""

LEAST_GAIN = 1e-7
"""What a way must cost less to be added."""

SAFETY = 1e-7
"""Share of the sum of all costs that is taken off a bound for rounding."""


@dataclass
class Bounding:
    """What is known of the best schedule.

    Attributes
    ----------
    bound
        No schedule costs less.
    value
        Cost of the best flows; infinite until there are any.
    prices
        The prices that gave the bound, shape (n_limits, n_days).
    columns
        Ways that were met.
    flows
        Share of its unit that goes each of these ways; empty until there are flows.
    rounds
        Rounds of pricing so far.
    """

    bound: float
    value: float
    prices: Floats
    columns: Columns
    flows: Floats
    rounds: int = 0

    @property
    def gap(self) -> float:
        """Distance of value and bound, over the bound."""
        return (self.value - self.bound) / max(self.bound, 1e-12)


class Bounder:
    """Finds bounds for one traffic over one terrain.

    Parameters
    ----------
    terrain, traffic
        The network and what moves.
    room
        What limits give by day, shape (n_limits, n_days).
    seed
        Seed of the linear program's solver.
    """

    def __init__(self, terrain: Terrain, traffic: Traffic, room: Floats, *, seed: int) -> None:
        self._terrain, self._traffic, self._seed = terrain, traffic, seed
        self._room = np.maximum(room, 0.0)
        n_limits, self._n_days = room.shape
        self._scratch = scratch_for(terrain, self._n_days, n_labels=1 << 18)
        self._varies = room.min(axis=1, initial=np.inf) < room.max(axis=1, initial=-np.inf)
        self._is_paid = np.isfinite(self._room) & (self._room > 0.0)
        self._limited = np.where(self._is_paid, self._room, 0.0)
        self._ways = no_ways(len(traffic.start))
        self._is_new = np.zeros(len(traffic.start), dtype=np.bool_)
        self._ways.n_arcs[:] = -1
        self.found = Bounding(
            0.0,
            np.inf,
            np.zeros((n_limits, self._n_days)),
            Columns(terrain, traffic, self._n_days),
            np.zeros(0),
        )

    def price(self, prices: Floats) -> None:
        """Put every unit on its cheapest way, keep those ways, and better the bound."""
        summed = np.zeros((len(prices), self._n_days + 1))
        np.cumsum(prices, axis=1, out=summed[:, 1:])
        watched = self._varies | (prices > 0.0).any(axis=1)
        offered = Prices(summed, 1.0, self._room, watched)
        paid = price_units(
            self._terrain, self._traffic, self._ways, offered, self._scratch, self._is_new
        )
        found = self.found
        found.rounds += 1
        earned = float((prices * self._limited).sum())
        bound = paid - earned
        if earned > 0.0:
            bound -= SAFETY * (abs(paid) + earned)
        if bound > found.bound:
            found.bound, found.prices = bound, prices.copy()
        found.columns.add_ways(self._ways, np.flatnonzero(self._is_new))

    def climb(
        self, rounds: int, watch: Watchdog, span: tuple[float, float], until: float = 1.0
    ) -> None:
        """Let prices climb for some rounds.

        Parameters
        ----------
        rounds
            How many, where no time limit ends them.
        watch, span
            Told of progress, between which shares of the step.
        until
            Share of a time limit after which it ends.
        """
        weight = float(self._traffic.absent.mean()) / (self._n_days + 1)
        usage = np.zeros_like(self._limited)
        scaled = np.zeros_like(self._limited)
        first, second = np.zeros_like(scaled), np.zeros_like(scaled)
        share = np.divide(1.0, self._limited, out=np.zeros_like(scaled), where=self._is_paid)
        cooling = LAST_STEP / FIRST_STEP
        for at in range(rounds):
            self.price(scaled * share)
            use_of_ways(self._terrain, self._traffic, self._ways, usage)
            slope = np.where(self._is_paid, usage * share - 1.0, 0.0)
            first += (1 - MOMENTUM) * (slope - first)
            second += (1 - MEMORY) * (slope * slope - second)
            step = weight * FIRST_STEP * cooling ** (at / max(1, rounds - 1))
            mean = first / (1 - MOMENTUM ** (at + 1))
            spread = np.sqrt(second / (1 - MEMORY ** (at + 1))) + 1e-8
            np.maximum(0.0, scaled + step * mean / spread, out=scaled)
            done = span[0] + (span[1] - span[0]) * (at + 1) / rounds
            if watch.tell(done, "bounding the lateness") or watch.share_passed > until:
                return

    def generate(
        self,
        gap: float,
        rounds: int,
        watch: Watchdog,
        span: tuple[float, float],
        until: float = 1.0,
    ) -> None:
        """Solve programs over the ways that were met, until value and bound are close.

        ``gap`` is their distance, over the bound, that is close enough; the rest as in `climb`.
        """
        found = self.found
        master = Master(self._traffic, found.columns, self._limited, self._is_paid, self._seed)
        master.take(self._best_columns())
        master.cover(found.prices)
        for at in range(rounds):
            flows, prices, worth, is_whole = master.solve()
            if is_whole and master.value < found.value:
                found.value, found.flows = master.value, flows
            done = span[0] + (span[1] - span[0]) * (at + 1) / rounds
            is_told = watch.tell(done, "bounding the lateness", found.gap)
            if found.gap <= gap or is_told or watch.share_passed > until:
                return
            mixed = BEST_SHARE * found.prices + (1 - BEST_SHARE) * prices
            self.price(mixed)
            n_new = master.take(self._below(prices, worth))
            if not n_new:
                self.price(prices)
                n_new = master.take(self._below(prices, worth))
            if not n_new and is_whole:
                return

    def _below(self, prices: Floats, worth: Floats) -> list[int]:
        """Return the columns that cost less than their unit pays now, the best few of each."""
        gain = worth[self.found.columns.units] - self.found.columns.costs_at(prices)
        return self._best(gain, np.flatnonzero(gain > LEAST_GAIN), MORE_COLUMNS)

    def _best_columns(self) -> list[int]:
        """Return for every unit the columns that cost least at the best prices."""
        columns = self.found.columns
        gain = -columns.costs_at(self.found.prices)
        return self._best(gain, np.arange(len(gain)), START_COLUMNS)

    def _best(self, gain: Floats, numbers: NDArray[np.int64], most: int) -> list[int]:
        units = self.found.columns.units[numbers]
        order = np.lexsort((-gain[numbers], units))
        first = np.searchsorted(units[order], units[order], side="left")
        return numbers[order[np.arange(len(order)) - first < most]].tolist()
