"""What helps: what upgrades and more carriers are worth, under the same draws."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reassure.engines.deploy.network.works import target_of
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.quantiles import Floats, band_ranks, mean_half_width
from reassure.engines.simulate.readiness import BINS, Requirement, shares_in_place
from reassure.engines.simulate.scenario import CARRIERS, METER, Singles
from reassure.engines.simulate.telling import MIDNIGHT, Told
from reassure.engines.simulate.trials import DECIMALS, Trials, Tried
from reassure.model.simulation_outputs import ChangedDay, ChangeWorth

LIFT_STEPS = (1, 2, 4)
"""Carriers more of a pool that are tried, as long as each step gains on the one before."""

ONLY_WAITED = (CARRIERS, METER)
"""Kinds that let a load through at once where it need not wait; slots and flows take time too."""

MOST_SHOWN = 3
"""Changes with which the share in place is told by day: the best."""


@dataclass(frozen=True, slots=True)
class Change:
    """A limit that is raised.

    Attributes
    ----------
    name
        What raises it, as table:id.
    cost
        Cost of an upgrade; None: it is not known.
    n_more
        Carriers more; None: it is an upgrade.
    resource
        Number of the limit among the resources.
    factor, from_day
        What it gives then over what it gives now, and from which day on.
    """

    name: str
    cost: float | None
    n_more: int | None
    resource: int
    factor: float
    from_day: int


@dataclass(frozen=True, slots=True)
class Worth:
    """What a change gains: days late of all tours, half of its 95 % interval, and of the closure.

    ``closure_days`` is None where no replication closes with and without.
    """

    change: Change
    late_days: float
    half_width_days: float
    closure_days: float | None
    tried: Tried | None

    @property
    def is_distinguishable(self) -> bool:
        """Whether the interval leaves out zero."""
        return abs(self.late_days) > self.half_width_days


class Helps:
    """Changes to limits, those that most is waited for first, tried one after the other.

    Attributes
    ----------
    n_steps
        Trials at most.
    beyond
        Upgrades that raise no limit that a load passes, so that nothing can be said of them.
    """

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        changes = _Changes(trials.told, is_tried=trials.n > 1)
        self._series, self.beyond = changes.series, changes.beyond
        self._worths = [Worth(change, 0.0, 0.0, None, None) for change in changes.idle]
        self._shown: list[Worth] = []
        self._n_begun = 0
        self.n_steps = sum(len(series) for series in self._series)

    def work(self) -> Iterator[int]:
        """Yield how many trials are behind before each."""
        done = 0
        for series in self._series:
            before = self._trials.before
            for step, change in enumerate(series):
                yield done + step
                worth = self._worth(change)
                self._worths.append(_told_only(worth))
                self._n_begun += step == 0
                assert worth.tried is not None
                gained = before.late_days - worth.tried.late_days
                is_more = float(gained.mean()) > mean_half_width(gained)
                if step == 0 or is_more:
                    self._show(worth)
                if not is_more:
                    break
                before = worth.tried
            done += len(series)

    def untried(self) -> tuple[str, ...]:
        """Return changes that were to be tried and were not, as table:id."""
        return tuple(series[0].name for series in self._series[self._n_begun :])

    def rows(self) -> Iterator[ChangeWorth]:
        """Yield what changes are worth, the best first, as far as they were tried."""
        for rank, worth in enumerate(sorted(self._worths, key=_place), start=1):
            yield ChangeWorth(
                rank=rank,
                change=worth.change.name,
                n_more=worth.change.n_more,
                cost=worth.change.cost,
                late_days_gained=round(worth.late_days, DECIMALS),
                half_width_days=round(worth.half_width_days, DECIMALS),
                is_distinguishable=worth.is_distinguishable,
                closure_days_gained=None
                if worth.closure_days is None
                else round(worth.closure_days, DECIMALS),
            )

    def changed_days(self) -> Iterator[ChangedDay]:
        """Yield the share of the whole requirement in place by day, with the best and without."""
        sure = [worth for worth in self._shown if worth.is_distinguishable]
        shown = sure or self._shown[:1]
        if not shown:
            return
        requirement = self._trials.told.requirement
        days = np.flatnonzero(requirement.total[-1] > 0).tolist()
        before = _band(requirement, self._trials.before.there_day)
        for worth in shown:
            assert worth.tried is not None
            after = _band(requirement, worth.tried.there_day)
            for day in days:
                (before_p5, before_p50, before_p95), (after_p5, after_p50, after_p95) = (
                    band[:, day].tolist() for band in (before, after)
                )
                yield ChangedDay(
                    change=worth.change.name,
                    n_more=worth.change.n_more,
                    day=day,
                    before_p5=before_p5,
                    before_p50=before_p50,
                    before_p95=before_p95,
                    after_p5=after_p5,
                    after_p50=after_p50,
                    after_p95=after_p95,
                )

    def _worth(self, change: Change) -> Worth:
        trials, told = self._trials, self._trials.told
        # What only keeps loads waiting changes nothing where none waits for it.
        waited = told.results.wait_days[: trials.n, change.resource] > 0
        touched = waited if told.model.services[change.resource].kind in ONLY_WAITED else None
        before, tried = trials.before, trials.run(arrays_with(told, change), touched=touched)
        gained = before.late_days - tried.late_days
        both = np.isfinite(tried.closure_day) & np.isfinite(before.closure_day)
        sooner = before.closure_day[both] - tried.closure_day[both]
        return Worth(
            change,
            float(gained.mean()),
            mean_half_width(gained),
            float(sooner.mean()) if len(sooner) else None,
            tried,
        )

    def _show(self, worth: Worth) -> None:
        """Keep what gains most, one step of each pool: the last that gains on the one before."""
        others = [other for other in self._shown if other.change.name != worth.change.name]
        gaining = [one for one in (*others, worth) if one.late_days > 0]
        gaining.sort(key=lambda one: (not one.is_distinguishable, *_place(one)))
        self._shown = gaining[:MOST_SHOWN]


def arrays_with(told: Told, change: Change) -> Arrays:
    """Return the arrays of a plan with one limit raised."""
    room = told.model.room[change.resource].copy()
    room[change.from_day :] *= change.factor
    return told.model.arrays_giving({change.resource: room})


class _Changes:
    """Changes to limits that loads pass.

    Attributes
    ----------
    series
        Steps of each, those that most is waited for first.
    idle
        Upgrades that change nothing under the same draws: they are ready after the plan, or raise
        limits that do nothing but keep loads waiting, and at which none ever waits.
    beyond
        Upgrades that raise no limit that a load passes.
    """

    def __init__(self, told: Told, *, is_tried: bool) -> None:
        limits = told.model.limits
        self._number = {
            limit.binding: r
            for r, limit in enumerate(limits)
            if limit is not None and not limit.is_gate
        }
        waited = told.results.wait_days.sum(axis=0, dtype=np.float64)
        series = list[tuple[Change, ...]]()
        self.idle, self.beyond = list[Change](), list[str]()
        self.series = series
        if not is_tried:
            return
        for change in self._upgrades(told):
            kind = told.model.services[change.resource].kind
            is_missed = waited[change.resource] > 0 or kind not in ONLY_WAITED
            if is_missed and change.from_day < told.plan.meta.horizon_days:
                series.append((change,))
            else:
                self.idle.append(change)
        for steps in self._pools(told):
            if waited[steps[0].resource] > 0:
                series.append(steps)
        series.sort(key=lambda steps: -waited[steps[0].resource])

    def _upgrades(self, told: Told) -> Iterator[Change]:
        for row in told.plan.upgrades:
            table, record = target_of(row)
            number = self._number.get(f"{table}:{record}.{row.field}")
            now = getattr(told.plan.table(table)[record], row.field, None)
            if number is None or not now:
                self.beyond.append(f"upgrades:{row.id}")
                continue
            yield Change(
                f"upgrades:{row.id}",
                row.cost,
                None,
                number,
                row.to_value / now,
                math.ceil(row.lead_days),
            )

    def _pools(self, told: Told) -> Iterator[tuple[Change, ...]]:
        for lift in told.plan.lifts:
            number = self._number.get(f"lifts:{lift.id}.quantity")
            if number is not None and lift.quantity:
                yield tuple(
                    Change(f"lifts:{lift.id}", None, more, number, 1.0 + more / lift.quantity, 0)
                    for more in LIFT_STEPS
                )


def _told_only(worth: Worth) -> Worth:
    """Return a worth without what came of it by replication, which takes room."""
    return Worth(worth.change, worth.late_days, worth.half_width_days, worth.closure_days, None)


def _place(worth: Worth) -> tuple[float, str, int]:
    """Return by what changes are ordered: the best first."""
    return -round(worth.late_days, DECIMALS), worth.change.name, worth.change.n_more or 0


def _band(requirement: Requirement, there_day: Singles) -> Floats:
    """Return the share in place that 95, 50 and 5 of 100 replications have, shape (3, n_days)."""
    share = np.zeros_like(requirement.total)
    bins = np.zeros((len(there_day), share.shape[1]), dtype=np.int64)
    for row, days in enumerate(there_day.astype(np.float64) + MIDNIGHT):
        shares_in_place(requirement, days, share)
        bins[row] = share[-1] * BINS
    bins.sort(axis=0)
    found: Floats = bins[[rank - 1 for rank in band_ranks(len(bins))]] / BINS
    return found
