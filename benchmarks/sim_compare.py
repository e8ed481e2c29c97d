"""The engine beside SimPy on the typical plan, one part after the other, on the same draws.

All seconds are of the processor, on one thread. What SimPy simulates is drawn before its clock
runs; the engine's clock runs from the draws on. Contestants take turns, so that whatever else the
machine does meets both: in each round SimPy simulates one replication, and the engine a share of
all. Arrivals and stocks of that replication are then held against each other.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from benchmarks.sim_dealt import DealtMovement, bench_of, deal_movement, deal_supply
from benchmarks.sim_order import order_of
from benchmarks.sim_replay import repeat_pass, repeat_replay
from benchmarks.sim_scenario import UNTIL_DAY
from benchmarks.sim_simpy import MovementModel
from benchmarks.sim_simpy_supply import Item, SupplyModel
from reassure.engines.common.philox import seed_key
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.build_desk import desk_for, dry_for
from reassure.engines.simulate.desk import Desk
from reassure.engines.simulate.provision import run_supply, tour_arrivals
from reassure.engines.simulate.replicate import Bench, group_arrivals, move
from reassure.engines.simulate.scenario import Floats
from reassure.engines.simulate.whole import Whole
from reassure.engines.sustain.step import DUST_T, SupplyInputs, run_days, start_state

ReturnT = TypeVar("ReturnT")

PASSES = 8
"""Passes, and replays, that are timed in one go: many enough that calling them counts for nothing,
and few enough that no processor learns a course by heart."""


@dataclass
class Clock:
    """Seconds of the processor, and what was done in them.

    Attributes
    ----------
    seconds
        Seconds [s].
    n
        Replications.
    n_done
        Visits, or item-days, in all of them.
    """

    seconds: float = 0.0
    n: int = 0
    n_done: int = 0

    def take(self, work: Callable[[], ReturnT], n: int = 1) -> ReturnT:
        """Work, and add what it took; ``n`` replications."""
        begun = time.process_time()
        done = work()
        self.seconds += time.process_time() - begun
        self.n += n
        return done

    @property
    def each_s(self) -> float:
        """Seconds of a replication [s]."""
        return self.seconds / self.n

    @property
    def each_done_ns(self) -> float:
        """Time of a visit, or an item-day [ns]."""
        return 1e9 * self.seconds / self.n_done


@dataclass
class Contest:
    """The engine and SimPy in one part.

    Attributes
    ----------
    ours, peer
        What they took.
    most_diff
        Largest difference of an arrival [d] or a stock [t]; inf where one of them has none.
    """

    ours: Clock
    peer: Clock
    most_diff: float = 0.0

    @property
    def ratio(self) -> float:
        """How many times as long SimPy takes."""
        return self.peer.each_s / self.ours.each_s


def contest() -> Contest:
    """Return one that has not begun."""
    return Contest(Clock(), Clock())


class Movements:
    """The movement by one discipline.

    Parameters
    ----------
    arrays
        The plan.
    by_level
        Whether higher levels go first; else first come first served.
    """

    def __init__(self, arrays: Arrays, *, by_level: bool) -> None:
        self.arrays, self.by_level = arrays, by_level
        self.contest = contest()
        self._bench, _ = move(
            arrays, bench_of(arrays), seed_key(0), 0, UNTIL_DAY, by_level=by_level
        )

    def round(self, seed: int, replication: int, n: int) -> DealtMovement:
        """Let SimPy work out one replication, and the engine ``n`` from it on; return the one."""
        dealt = deal_movement(self.arrays, seed, replication, by_level=self.by_level)
        model = MovementModel(self.arrays, dealt, by_level=self.by_level)
        gc.collect()
        arrive_day = np.array(self.contest.peer.take(model.run))
        found = most_difference(arrive_day, dealt.outcome.arrive_day)
        self.contest.most_diff = max(self.contest.most_diff, found)
        self.time_engine(seed, replication, n)
        return dealt

    def time_engine(self, seed: int, first: int, n: int) -> None:
        """Let the engine work out some replications, with all that it draws."""
        arrays, key, by_level = self.arrays, seed_key(seed), self.by_level

        def work() -> tuple[Bench, int]:
            bench, n_visits = self._bench, 0
            for replication in range(first, first + n):
                bench, _ = move(arrays, bench, key, replication, UNTIL_DAY, by_level=by_level)
                n_visits += int(bench.outcome.served.sum())
            return bench, n_visits

        self._bench, n_visits = self.contest.ours.take(work, n)
        self.contest.ours.n_done += n_visits


class Supplies:
    """The supply, for units that arrive as in some movement."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.contest = contest()
        self.n_convoys = 0
        self._desk = desk_for(whole.provision, whole.supply)
        self._n_short = np.zeros(whole.supply.demand_t.shape, dtype=np.uint32)
        self._replicate(np.zeros(len(whole.provision.group)), 0, 0)

    def _replicate(self, there_day: Floats, seed: int, replication: int) -> Desk:
        self._n_short[:] = 0
        key = seed_key(seed)
        run_supply(
            self.whole.provision, self._desk, there_day, key, replication, dry_for(self._n_short)
        )
        return self._desk

    def round(self, arrive_day: Floats, seed: int, replication: int, n: int) -> None:
        """Let SimPy work out one replication, and the engine ``n`` from it on.

        Parameters
        ----------
        arrive_day
            When each load has arrived.
        """
        provision, loads = self.whole.provision, self.whole.arrays.loads
        group_day, there_day = np.empty(len(loads.n_awaited)), np.empty(len(provision.group))
        group_arrivals(loads, arrive_day, group_day)
        tour_arrivals(provision, group_day, there_day)
        dealt = deal_supply(provision, self.whole.supply, there_day, seed, replication)
        model = SupplyModel(dealt)
        gc.collect()
        items = self.contest.peer.take(model.run)
        self.n_convoys += model.n_convoys
        found = self._difference(dealt, items, self._replicate(there_day, seed, replication))
        self.contest.most_diff = max(self.contest.most_diff, found)
        self.time_engine(there_day, seed, replication, n)

    def time_engine(self, there_day: Floats, seed: int, first: int, n: int) -> None:
        """Let the engine work out some replications, with all that it draws."""
        key, provision, desk, dry = (
            seed_key(seed), self.whole.provision, self._desk, dry_for(self._n_short),
        )  # fmt: skip

        def work() -> None:
            for replication in range(first, first + n):
                run_supply(provision, desk, there_day, key, replication, dry)

        self.contest.ours.take(work, n)
        self.contest.ours.n_done += n * self._n_short.size

    def _difference(self, dealt: SupplyInputs, items: list[Item], desk: Desk) -> float:
        """Return the largest difference of a stock on any day; inf: one is short, one is not."""
        unmet_t = np.array([item.unmet_t for item in items]).T
        if not np.array_equal(unmet_t > DUST_T, self._n_short):
            return np.inf
        on_hand_t = np.array([item.on_hand_t for item in items]).T
        state = start_state(dealt)
        run_days(dealt, state, 0, dealt.demand_t.shape[0])
        return max(
            most_difference(on_hand_t, state.on_hand_t),
            most_difference(on_hand_t[-1], desk.state.stock_t),
            most_difference(unmet_t, state.unmet_t),
        )


class Floors:
    """A pass over events, as the peer, beside its replay, for one replication after another."""

    def __init__(self, arrays: Arrays, *, by_level: bool) -> None:
        self.arrays, self.by_level = arrays, by_level
        self.contest = contest()
        self.n_visits = self.n_events = 0

    def round(self, dealt: DealtMovement, n: int) -> None:
        """Time passes and replays of one replication in turn, ``n`` of each at the least."""
        loads, resources, course = self.arrays.loads, dealt.resources, dealt.course
        room, outcome, by_level = bench_of(self.arrays).room, dealt.outcome, self.by_level
        order = order_of(loads, resources, course, room, outcome, by_level=by_level)

        def run_pass(n: int = PASSES) -> None:
            repeat_pass(loads, resources, course, room, outcome, by_level, n)

        def run_replay(n: int = PASSES) -> None:
            repeat_replay(loads, resources, course, room, outcome, order.load, n)

        run_pass(1)
        arrive_day, wait_days = outcome.arrive_day.copy(), outcome.wait_days.copy()
        run_replay(1)
        self.contest.most_diff = max(
            self.contest.most_diff,
            most_difference(arrive_day, outcome.arrive_day),
            most_difference(wait_days, outcome.wait_days),
        )
        self.n_visits += len(order.load)
        self.n_events += len(order.load) + order.n_waits
        for _ in range(max(1, n // PASSES)):
            for clock, work in ((self.contest.peer, run_pass), (self.contest.ours, run_replay)):
                clock.take(work, PASSES)
                clock.n_done += PASSES * len(order.load)


def most_difference(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest difference of two arrays; what is inf in both is alike."""
    is_known = np.isfinite(one)
    if not np.array_equal(is_known, np.isfinite(other)):
        return np.inf
    return float(np.abs(one[is_known] - other[is_known]).max(initial=0.0))
