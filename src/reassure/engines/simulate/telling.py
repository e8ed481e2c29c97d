"""What replications come to, as tables."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from reassure.engines.simulate.build import Model
from reassure.engines.simulate.build_supply import SupplyModel
from reassure.engines.simulate.certain import Certain
from reassure.engines.simulate.dealing import Flags
from reassure.engines.simulate.quantiles import (
    Floats,
    band_ranks,
    half_width_of,
    quantile_of,
)
from reassure.engines.simulate.readiness import (
    BINS,
    SHARES,
    Requirement,
    shares_of_requirement,
)
from reassure.engines.simulate.whole import Counts, Results
from reassure.model.plan import Plan
from reassure.model.results import Deployment
from reassure.model.simulation_outputs import (
    InPlace,
    QueueAt,
    ReadinessDay,
    Replication,
    SimulatedArrival,
    SimulatedClosure,
)

MIDNIGHT = 1e-4
"""Part of a day by which an arrival at midnight may seem to be before it: days are kept in single
precision, and times of work are."""

DECIMALS = 4
"""Digits to which days and shares are written: seconds, and less than one replication of many."""


class Told:
    """What became of the tours of a plan, replication by replication.

    Parameters
    ----------
    plan, deployment
        Plan and schedule.
    model, supply
        What was simulated.
    requirement
        What is required.
    results, counts
        What came of it.
    certain
        The movement with nothing left to chance.

    Attributes
    ----------
    there_day
        Day on which each tour is in place within the plan; inf: not; shape (N, T).
    comes
        Whether the unit of each tour comes, shape (N, T).
    late_days
        Days late of those in place, else 0, shape (N, T).
    """

    def __init__(
        self,
        plan: Plan,
        deployment: Deployment,
        model: Model,
        supply: SupplyModel,
        requirement: Requirement,
        results: Results,
        counts: Counts,
        certain: Certain,
    ) -> None:
        self.plan, self.deployment, self.model, self.supply = plan, deployment, model, supply
        self.requirement, self.results, self.counts = requirement, results, counts
        self.certain = certain
        there = results.there_day.astype(np.float64)
        self.there_day = np.where(there < plan.meta.horizon_days, there, np.inf)
        self.comes = self.comes_of(results.comes)
        self._arrivals = {row.assignment: row for row in deployment.arrivals}
        wanted = np.array([self._arrivals[name].wanted_day for name in supply.tours])
        self.wanted_day = wanted
        self.late_days = late_days_of(self.there_day, wanted)
        self._objectives = np.asarray(requirement.objective)[np.asarray(requirement.line)]

    def comes_of(self, owners_come: Flags) -> Flags:
        """Return whether the unit of each tour comes, from which owners do, shape (n, T)."""
        owner = np.asarray(self.model.arrays.entries.owner)
        first = np.asarray(self.supply.provision.member)
        members = np.asarray(self.supply.provision.members)
        own = owner[members[first[:-1]]] if len(members) else np.zeros(0, dtype=np.uint32)
        everybody = np.ones((len(owners_come), 1), dtype=np.bool_)
        choices = np.concatenate([owners_come, everybody], axis=1)
        found: Flags = choices[:, np.minimum(own, choices.shape[1] - 1)]
        return found

    def closures(self, of: np.ndarray | None = None) -> Floats:
        """Return the day when the last of those who come is in place, of all or some tours.

        inf where some never are; -inf where none comes; shape (N,).
        """
        some = slice(None) if of is None else of
        days = np.where(self.comes[:, some], self.there_day[:, some], -np.inf)
        return days.max(axis=1, initial=-np.inf)

    def replications(self) -> Iterator[Replication]:
        """Yield what each replication comes to."""
        closed = self.closures()
        in_place = np.isfinite(self.there_day).sum(axis=1)
        late, come = self.late_days.sum(axis=1), self.comes.sum(axis=1)
        for n in range(len(closed)):
            short = int(self.results.short_day[n])
            yield Replication(
                replication=n,
                closure_day=_day(closed[n]),
                n_come=int(come[n]),
                n_in_place=int(in_place[n]),
                late_days=float(late[n]),
                unmet_t=round(float(self.results.unmet_t[n]), DECIMALS),
                first_short_day=None if short < 0 else short,
            )

    def arrivals(self) -> Iterator[SimulatedArrival]:
        """Yield when each tour is in place."""
        for t, name in enumerate(self.supply.tours):
            days = self.there_day[:, t]
            there = days[np.isfinite(days)]
            row = self._arrivals[name]
            yield SimulatedArrival(
                assignment=name,
                planned_day=row.planned_day,
                wanted_day=row.wanted_day,
                chance_in_place=len(there) / len(days),
                chance_on_time=float((np.floor(there + MIDNIGHT) <= row.wanted_day).sum())
                / len(days),
                **_percentiles(there),
            )

    def closure_rows(self) -> Iterator[SimulatedClosure]:
        """Yield when objectives, and last the force, are closed."""
        for objective, of in self._by_objective():
            days = self.closures(of)
            days = days[days > -np.inf]
            planned = [self._arrivals[self.supply.tours[t]].planned_day for t in of]
            known = [day for day in planned if day is not None]
            closed = days[np.isfinite(days)]
            yield SimulatedClosure(
                objective=objective,
                planned_day=max(known) if known and len(known) == len(planned) else None,
                chance=len(closed) / len(days) if len(days) else 0.0,
                half_width_days=half_width_of(closed, 0.9),
                **_percentiles(closed),
                **self._shares(objective),
                **_last(self.certain, of),
            )

    @cached_property
    def shares(self) -> Floats:
        """Share in place of all that is required, by objective, the whole last; (N, J + 1)."""
        return shares_of_requirement(self.requirement, self.results.there_day)

    def _shares(self, objective: str | None) -> dict[str, float]:
        """Return the band of the share in place of all that an objective requires."""
        rows = {name: j for j, name in enumerate((*self.plan.objectives.ids, None))}
        ranked = np.sort(self.shares[:, rows[objective]])
        band = (float(ranked[rank - 1]) for rank in band_ranks(len(ranked)))
        names = ("p5_share", "p50_share", "p95_share")
        return {name: round(share, DECIMALS) for name, share in zip(names, band, strict=True)}

    def _by_objective(self) -> Iterator[tuple[str | None, np.ndarray]]:
        for j, objective in enumerate(self.plan.objectives.ids):
            of = np.flatnonzero(self._objectives == j)
            if len(of):
                yield objective, of
        if len(self._objectives):
            yield None, np.arange(len(self._objectives))

    def in_place(self) -> Iterator[InPlace]:
        """Yield when shares of the requirement are first in place."""
        for j, objective in enumerate((*self.plan.objectives.ids, None)):
            if not self.requirement.total[j].any():
                continue
            for s, share in enumerate(SHARES):
                reached = self.results.reached_day[:, j, s].astype(np.float64)
                days = np.where(reached < 0, np.inf, reached)
                yield InPlace(
                    objective=objective,
                    share=share,
                    chance=float(np.isfinite(days).mean()),
                    p50_day=quantile_of(days, 0.5),
                    p90_day=quantile_of(days, 0.9),
                    half_width_days=half_width_of(days, 0.9),
                )

    def readiness(self, planned: Floats) -> Iterator[ReadinessDay]:
        """Yield the share in place by day.

        Parameters
        ----------
        planned
            The same by the schedule, if all come; -1 where nothing is required, shape
            (J + 1, n_days).
        """
        below = np.cumsum(self.counts.shares, axis=2)
        ranks = band_ranks(len(self.results.unmet_t))
        for j, objective in enumerate((*self.plan.objectives.ids, None)):
            for day in np.flatnonzero(self.requirement.total[j] > 0).tolist():
                p5, p50, p95 = (
                    float(np.searchsorted(below[j, day], rank)) / BINS for rank in ranks
                )
                yield ReadinessDay(
                    objective=objective, day=day, p5=p5, p50=p50, p95=p95,
                    planned=round(float(planned[j, day]), DECIMALS),
                )  # fmt: skip

    def queues(self) -> Iterator[QueueAt]:
        """Yield what is used, and waits: the longest waiting first, then the most used."""
        total, most = self.results.wait_days.astype(np.float64), self.results.most_days
        served = self.results.served.astype(np.float64)
        each = np.where(served > 0, total / np.maximum(served, 1.0), np.nan)
        n_places = np.diff(self.model.arrays.resources.place.astype(np.int64))
        busy = self.results.busy_days / (np.maximum(n_places, 1) * self.plan.meta.horizon_days)
        certain = self.certain.wait_days
        waits, used = total.mean(axis=0), busy.mean(axis=0, dtype=np.float64)
        is_told = (waits > 0) | (certain > 0) | (used > 0)
        order = np.lexsort((-used, -waits)).tolist()
        told = [r for r in order if self.model.limits[r] and is_told[r]]
        for rank, r in enumerate(told, start=1):
            limit = self.model.limits[r]
            assert limit is not None
            yield QueueAt(
                rank=rank,
                binding=limit.binding,
                location=limit.location,
                link=limit.link,
                loads=_mean(served[:, r]),
                wait_days=round(float(total[:, r].sum() / max(1.0, served[:, r].sum())), DECIMALS),
                p90_wait_days=round(quantile_of(each[served[:, r] > 0, r], 0.9) or 0.0, DECIMALS),
                longest_days=_mean(most[:, r]),
                total_days=_mean(total[:, r]),
                certain_wait_days=round(float(certain[r]), DECIMALS),
                utilisation=_mean(busy[:, r]),
            )


def late_days_of(there_day: Floats, wanted_day: Floats) -> Floats:
    """Return the days late of each tour that is in place, 0 of the others, shape (N, T)."""
    is_there = np.isfinite(there_day)
    day = np.floor(np.where(is_there, there_day, 0.0) + MIDNIGHT)
    late = np.where(is_there, day - wanted_day, 0.0)
    return np.maximum(late, 0.0)


def _mean(values: np.ndarray) -> float:
    return round(float(values.mean(dtype=np.float64)), DECIMALS)


def _day(value: float) -> float | None:
    return round(float(value), DECIMALS) if np.isfinite(value) else None


def _last(certain: Certain, tours: np.ndarray) -> dict[str, Any]:
    """Return closure of some tours with nothing left to chance, and what became of the last."""
    closure, last = certain.closure(tours), certain.last_load(tours)
    told: dict[str, Any] = {"certain_day": None if closure is None else _day(closure)}
    if last is not None:
        told |= {
            "last_load": last.load,
            "last_planned_day": last.planned_day,
            "last_handling_days": round(last.handling_days, DECIMALS),
            "last_wait_days": round(last.wait_days, DECIMALS),
            "last_spare_days": round(last.spare_days, DECIMALS),
        }
    return told


def _percentiles(days: Floats) -> dict[str, float | None]:
    found = {"p5_day": 0.05, "p50_day": 0.5, "p90_day": 0.9, "p95_day": 0.95}
    values = {name: quantile_of(days, share) for name, share in found.items()}
    return {name: None if day is None else round(day, DECIMALS) for name, day in values.items()}
