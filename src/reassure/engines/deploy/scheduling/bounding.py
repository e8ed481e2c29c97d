"""A bound on the lateness of any schedule, and the flows and prices that go with it.

First the prices climb by the gradient of the bound (Kingma and Ba, ICLR 2015: "Adam"), each way
that is met being kept, and only some units looking for new ways at a time. Then flows over the
ways that were met give better prices, and these new ways, in turns; where there are few enough, a
simplex method ends it, so that the value of the flows and the bound are close for certain
(docs/explain/deploy.md, eq. 9).
"""

from dataclasses import dataclass

import numpy as np

from reassure.engines.deploy.network.labels import larger_scratch, scratch_for
from reassure.engines.deploy.network.terrain import Floats, Ints, Terrain
from reassure.engines.deploy.network.traffic import Traffic
from reassure.engines.deploy.network.wayfinding import Prices
from reassure.engines.deploy.scheduling.columns import Columns
from reassure.engines.deploy.scheduling.flowing import Flows
from reassure.engines.deploy.scheduling.master import Master
from reassure.engines.deploy.scheduling.pricing import no_ways, price_units, use_of_ways
from reassure.model.progress import Watchdog

FIRST_STEP, LAST_STEP = 4.0, 1.0
"""Steps of the climb at first and at last, in the cost of a day's lateness of a mean unit: prices
come to some days of that, and the last steps must not overshoot what the first have found."""

MOMENTUM, MEMORY = 0.9, 0.98
"""What stays of old gradients, and of their squares: the latter shorter than is usual (0.999), for
a climb has sixty rounds and no more."""

TURNS, FULL_ROUNDS = 3, 4
"""Rounds in which every unit looks for a new way once; of flows, one in so many rounds has all
units look, which gives a bound."""

FLOW_STEPS = 100
"""Steps of flows and prices between two rounds of new ways: so many that their mean prices have
settled, whose steps go up and down."""

LITTLE_GAIN, IDLE_GAIN, IDLE_ROUNDS = 2e-3, 1e-4, 2
"""Share of the bound that several rounds of flows must add to it for more of them to follow: where
programs follow, and where they would be too large."""

MOST_USES = 500_000
"""Uses of limits by all ways to choose from, up to which the simplex method ends the search."""

BEST_SHARE = 0.6
"""Share of the best prices in those at which ways are sought; the rest is the last program's, whose
prices jump from one program to the next."""

START_COLUMNS = 25
"""Ways of each unit with which the program starts: those that cost least at the best prices."""

MORE_COLUMNS = 3
"""Ways of each unit that are added at a time: the best few, for the next prices tell of others."""

LEAST_GAIN = 1e-7
"""What a way must cost less to be added: less than that is rounding of the simplex method."""

SAFETY = 1e-7
"""Share of the sum of all costs that is taken off a bound for rounding: sums of this many
terms lose far less."""


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
    lift
        What the use of limits costs by day whoever else uses them, shape (n_limits, n_days);
        None: nothing.
    """

    def __init__(
        self,
        terrain: Terrain,
        traffic: Traffic,
        room: Floats,
        *,
        seed: int,
        lift: Floats | None = None,
    ) -> None:
        self._terrain, self._traffic, self._seed = terrain, traffic, seed
        self._room, self._lift = np.maximum(room, 0.0), lift
        self._n_days = room.shape[1]
        self._scratch = scratch_for(terrain, self._n_days)
        self._varies = room.min(axis=1, initial=np.inf) < room.max(axis=1, initial=-np.inf)
        self._is_paid = np.isfinite(self._room) & (self._room > 0.0)
        self._limited = np.where(self._is_paid, self._room, 0.0)
        self._earned = np.zeros_like(self._limited)
        self._share = np.divide(
            1.0, self._limited, out=np.zeros_like(self._limited), where=self._is_paid
        )
        self._ways = no_ways(len(traffic.start))
        self._is_new = np.zeros(len(traffic.start), dtype=np.bool_)
        self._ways.n_arcs[:] = -1
        columns = Columns(terrain, traffic, self._n_days, lift)
        self.found = Bounding(0.0, np.inf, np.zeros_like(room), columns, np.zeros(0))

    @property
    def is_started(self) -> bool:
        """Whether there are prices to go on from."""
        return bool(self._earned.any())

    def start_from(self, prices: Floats) -> None:
        """Go on from prices that are known from elsewhere."""
        self._earned = prices * self._limited
        self.price(self._earned * self._share)

    def price(self, prices: Floats) -> None:
        """Put every unit on its cheapest way, keep those ways, and better the bound."""
        self._seek(prices, 0, 1)
        found, paid = self.found, float(self._ways.price.sum())
        found.rounds += 1
        earned = float((prices * self._limited).sum())
        bound = paid - earned
        if earned > 0.0:
            bound -= SAFETY * (abs(paid) + earned)
        if bound > found.bound:
            found.bound, found.prices = bound, prices.copy()

    def _seek(self, prices: Floats, begin: int, stride: int) -> None:
        """Put every unit, or every so many from one on, on its cheapest way; keep those ways."""
        if self._lift is not None:
            prices = prices + self._lift
        summed = np.zeros((len(prices), self._n_days + 1))
        np.cumsum(prices, axis=1, out=summed[:, 1:])
        watched = self._varies | (prices > 0.0).any(axis=1)
        offered = Prices(summed, 1.0, self._room, watched)
        terrain, traffic, n_units = self._terrain, self._traffic, len(self._traffic.start)
        self._is_new[:] = False
        done = begin
        while True:
            scratch = self._scratch
            done = price_units(
                terrain, traffic, self._ways, offered, scratch, self._is_new, done, stride
            )
            if done == n_units:
                break
            self._scratch = larger_scratch(terrain, self._n_days, scratch)
        self.found.columns.add_ways(self._ways, np.flatnonzero(self._is_new))

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
        share = self._share
        cooling = LAST_STEP / FIRST_STEP
        for at in range(rounds):
            if at == rounds - 1:
                self.price(scaled * share)
            else:
                self._seek(scaled * share, at % TURNS, TURNS)
            use_of_ways(self._terrain, self._traffic, self._ways, usage)
            slope = np.where(self._is_paid, usage * share - 1.0, 0.0)
            first += (1 - MOMENTUM) * (slope - first)
            second += (1 - MEMORY) * (slope * slope - second)
            step = weight * FIRST_STEP * cooling ** (at / max(1, rounds - 1))
            mean = first / (1 - MOMENTUM ** (at + 1))
            spread = np.sqrt(second / (1 - MEMORY ** (at + 1))) + 1e-8
            np.maximum(0.0, scaled + step * mean / spread, out=scaled)
            self._earned = scaled
            done = span[0] + (span[1] - span[0]) * (at + 1) / rounds
            if watch.tell(done, "bounding the lateness") or watch.share_passed > until:
                return

    def flow(
        self, rounds: int, watch: Watchdog, span: tuple[float, float], until: float = 1.0
    ) -> None:
        """Let loads flow over the ways that were met, and look for new ones at their prices.

        Parameters as in `climb`. It ends by itself once the bound hardly rises any more.
        """
        found = self.found
        flows = Flows(self._traffic, found.columns, self._limited, self._is_paid)
        flows.earned = self._earned.ravel().copy()
        bounds, begun = list[float](), found.bound
        for at in range(rounds):
            prices = flows.step(FLOW_STEPS)
            found.flows = flows.shares
            if at % FULL_ROUNDS < FULL_ROUNDS - 1:
                self._seek(prices, at % TURNS, TURNS)
            else:
                self.price(prices)
                bounds.append(found.bound)
            done = span[0] + (span[1] - span[0]) * (at + 1) / rounds
            if watch.tell(done, "bounding the lateness") or watch.share_passed > until:
                break
            if len(bounds) > IDLE_ROUNDS and found.bound > begun:
                gain = (found.bound - bounds[-1 - IDLE_ROUNDS]) / found.bound
                if gain <= IDLE_GAIN or (gain <= LITTLE_GAIN and self._fits_program()):
                    break
        found.flows = np.concatenate((found.flows, np.zeros(len(found.columns) - len(found.flows))))

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
        if not self._fits_program():
            return
        started = self._best_columns()
        master = Master(self._traffic, found.columns, self._limited, self._is_paid, self._seed)
        master.take(started)
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

    def _fits_program(self) -> bool:
        """Whether the ways to start with are few enough for the simplex method."""
        return len(self.found.columns.uses_of(self._best_columns())[1]) <= MOST_USES

    def _below(self, prices: Floats, worth: Floats) -> Ints:
        """Return the columns that cost less than their unit pays now, the best few of each."""
        columns = self.found.columns
        gain = worth[columns.units] - columns.costs_at(prices)
        return columns.best(gain, np.flatnonzero(gain > LEAST_GAIN), MORE_COLUMNS)

    def _best_columns(self) -> Ints:
        """Return the columns that carry something, and of each unit's others the cheapest."""
        found, columns = self.found, self.found.columns
        flows = np.concatenate((found.flows, np.zeros(len(columns) - len(found.flows))))
        gain = np.where(flows > 0.0, np.inf, -columns.costs_at(found.prices))
        return columns.best(gain, np.arange(len(gain)), START_COLUMNS)
