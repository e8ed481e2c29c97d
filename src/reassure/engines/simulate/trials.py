"""The movement again under the same draws, with one thing changed."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol

import numpy as np

from reassure.engines.common.philox import seed_key
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.dealing import Flags
from reassure.engines.simulate.provision import tour_arrivals
from reassure.engines.simulate.quantiles import Floats
from reassure.engines.simulate.readiness import shares_of_requirement
from reassure.engines.simulate.replicate import bench_for, group_arrivals, move
from reassure.engines.simulate.scenario import Singles
from reassure.engines.simulate.telling import Told, late_days_of
from reassure.engines.sustain.step import Ints
from reassure.model.progress import Watchdog

MOST_TRIALS = 256
"""Replications of each trial; pairing by draws makes them enough."""

DECIMALS = 6


class Tried(NamedTuple):
    """What came of a trial, replication by replication.

    Attributes
    ----------
    there_day
        When each tour is in place, as exact as the run itself keeps it; inf: never; shape (n, T).
    comes
        Whether the unit of each tour comes, shape (n, T).
    late_days
        Days late, summed over tours, as `lateness_of` counts them, shape (n,).
    closure_day
        When the last of those who come is in place; inf: some never are; shape (n,).
    in_place
        Share of all that is required, summed over days, that is in place, shape (n,).
    """

    there_day: Singles
    comes: Flags
    late_days: Floats
    closure_day: Floats
    in_place: Floats


class Trials:
    """Runs of the movement under the draws of the first replications of a run.

    Parameters
    ----------
    told
        What became of the plan as it is.
    seed
        As of the run.
    by_level
        Whether higher levels go first.
    threads
        Workers, >= 1; they change nothing in what comes of a trial.

    Attributes
    ----------
    n
        Replications of each trial.
    before
        What came of them with nothing changed.
    """

    def __init__(self, told: Told, *, seed: int, by_level: bool, threads: int = 1) -> None:
        self.told, self.seed, self._by_level, self._threads = told, seed, by_level, threads
        self.n = min(MOST_TRIALS, len(told.results.unmet_t))
        self.before = self._tried(told.results.there_day[: self.n], told.comes[: self.n])

    def run(self, arrays: Arrays, *, touched: Flags | None = None) -> Tried:
        """Work out the same replications from other arrays of the same loads.

        Parameters
        ----------
        arrays
            What they are worked out from.
        touched
            Replications in which anything may come out another way, shape (n,); the others are as
            before. None: all.
        """
        there, comes = self.before.there_day.copy(), self.before.comes.copy()
        numbers = np.arange(self.n) if touched is None else np.flatnonzero(touched)
        parts = [part for part in np.array_split(numbers, self._threads) if len(part)]
        if parts and there.size:
            with ThreadPoolExecutor(len(parts)) as pool:
                found = pool.map(lambda part: self._moved(arrays, part), parts)
                for part, (days, owners_come) in zip(parts, found, strict=True):
                    there[part] = days
                    comes[part] = self.told.comes_of(owners_come)
        return self._tried(there, comes)

    def _tried(self, there_day: Singles, comes: Flags) -> Tried:
        late = lateness_of(self.told, there_day, comes)
        days = np.where(comes, _within(self.told, there_day), -np.inf)
        in_place = shares_of_requirement(self.told.requirement, there_day)[:, -1]
        return Tried(there_day, comes, late, days.max(axis=1, initial=-np.inf), in_place)

    def _moved(self, arrays: Arrays, numbers: Ints) -> tuple[Floats, Flags]:
        """Return when each tour is in place in some replications, and which owners come.

        Shapes (len(numbers), T) and (len(numbers), O).
        """
        model, provision = self.told.model, self.told.supply.provision
        bench = bench_for(
            arrays, from_day=model.from_day, until_day=model.until_day, levels=model.levels
        )
        arrive_day = np.empty(len(arrays.loads.n_awaited))
        there = np.zeros((len(numbers), self.before.there_day.shape[1]))
        comes = np.ones((len(numbers), len(bench.comes)), dtype=np.bool_)
        key = seed_key(self.seed)
        for row, number in enumerate(numbers.tolist()):
            bench, _ = move(arrays, bench, key, number, model.until_day, by_level=self._by_level)
            group_arrivals(arrays.loads, bench.outcome.arrive_day, arrive_day)
            tour_arrivals(provision, arrive_day, there[row])
            comes[row] = bench.comes
        return there, comes


def lateness_of(told: Told, there_day: Singles, comes: Flags) -> Floats:
    """Return the days late of replications as they are compared, summed over tours, shape (n,).

    Who comes and is not there by the plan's last day is late until then: a change that brings
    somebody into the plan, however late, must not seem to make things worse.

    Parameters
    ----------
    told
        The plan.
    there_day, comes
        When each tour is in place, and whether its unit comes, shape (n, T).
    """
    days = np.where(comes, np.minimum(there_day, told.plan.meta.horizon_days), np.inf)
    return late_days_of(days, told.wanted_day).sum(axis=1)


def _within(told: Told, there_day: Singles) -> Floats:
    """Return days of arrival within the plan; inf: not."""
    return np.where(there_day < told.plan.meta.horizon_days, there_day.astype(np.float64), np.inf)


class Work(Protocol):
    """Trials that are done one after the other.

    Attributes
    ----------
    n_steps
        How many they are at most.
    """

    n_steps: int

    def work(self) -> Iterator[int]:
        """Yield how many are behind before each trial, which is done when the next is asked for."""
        ...


def work_out(parts: Sequence[tuple[str, Work]], watch: Watchdog, *, from_share: float) -> None:
    """Do trials until all are done or the run must stop.

    Parameters
    ----------
    parts
        What is told while they are done, and trials.
    watch
        Told how far they are, and asked whether to stop, before each.
    from_share
        Share of the run that is behind; trials are the rest.
    """
    n_steps, behind = max(1, sum(work.n_steps for _, work in parts)), 0
    for message, work in parts:
        for done in work.work():
            if watch.tell(from_share + (1.0 - from_share) * (behind + done) / n_steps, message):
                return
        behind += work.n_steps
