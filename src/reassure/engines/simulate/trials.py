"""The movement again under the same draws, with one thing changed: what matters, what helps."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from reassure.engines.deploy.itineraries import Itineraries
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.build import build_model
from reassure.engines.simulate.laws import CELLS
from reassure.engines.simulate.quantiles import Floats, mean_half_width, rank_correlations
from reassure.engines.simulate.replicate import simulate_movement
from reassure.engines.simulate.telling import Told, late_days_of
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_outputs import ChangeWorth, Sensitivity

MOST_TRIALS = 512
"""Replications of each trial; pairing by draws makes them enough."""

MOST_FACTORS = 10
"""Factors that are tried at their ends: those that go with the most lateness."""

LOW, HIGH = 0.1, 0.9
"""Ends of a factor: shares of its values that lie below."""

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that is not known.

    Attributes
    ----------
    name
        As table:id.field.
    column
        Its values, one for each replication.
    low, high
        The arrays with it at its ends.
    """

    name: str
    kind: FactorKind
    column: np.ndarray
    low: Callable[[], Arrays]
    high: Callable[[], Arrays]


class Trials:
    """Runs of the movement under the same draws.

    Parameters
    ----------
    told
        What became of the plan as it is.
    seed, threads
        As of the run.
    by_level
        Whether higher levels go first.
    """

    def __init__(self, told: Told, *, seed: int, by_level: bool) -> None:
        self._told, self._seed, self._by_level = told, seed, by_level
        self.n = min(MOST_TRIALS, len(told.results.unmet_t))
        provision = told.supply.provision
        self._members, self._first = np.asarray(provision.members), np.asarray(provision.member)
        self.late_days = told.late_days[: self.n].sum(axis=1)
        self.closures = told.closures()[: self.n]

    def run(self, arrays: Arrays) -> tuple[Floats, Floats]:
        """Return days late, summed over tours, and closure, of each replication."""
        told, model = self._told, self._told.model
        found = simulate_movement(
            arrays,
            seed=self._seed,
            first=0,
            n=self.n,
            from_day=model.from_day,
            until_day=model.until_day,
            levels=model.levels,
            by_level=self._by_level,
        )
        there = np.maximum.reduceat(found[:, self._members], self._first[:-1], axis=1)
        # As exact as what is kept of the run itself, so that nothing changed is nothing gained.
        there = there.astype(np.float32).astype(np.float64)
        there[there >= told.plan.meta.horizon_days] = np.inf
        late = late_days_of(there, told.wanted_day)
        closed = np.where(told.comes[: self.n], there, -np.inf).max(axis=1, initial=-np.inf)
        return late.sum(axis=1), closed

    def sensitivities(self) -> Iterator[Sensitivity]:
        """Yield how much hangs on each thing that is not known, the strongest first."""
        factors = list(_factors(self._told))
        if not factors:
            return
        columns = np.stack([factor.column for factor in factors], axis=1).astype(np.float64)
        late = self._told.late_days.sum(axis=1)
        with_late = rank_correlations(columns, late)
        with_closure = rank_correlations(columns, self._told.closures())
        n_tours = max(1, len(self._told.supply.tours))
        order = np.argsort(-np.abs(with_late), kind="stable")
        for place, k in enumerate(order.tolist()):
            factor = factors[k]
            low = high = half = None
            if place < MOST_FACTORS and with_late[k] != 0.0:
                ends = [
                    (self.run(make())[0] - self.late_days) / n_tours
                    for make in (factor.low, factor.high)
                ]
                low, high = (round(float(end.mean()), DECIMALS) for end in ends)
                half = round(max(mean_half_width(end) for end in ends), DECIMALS)
            yield Sensitivity(
                rank=place + 1,
                factor=factor.name,
                kind=factor.kind,
                correlation=round(float(with_late[k]), DECIMALS),
                closure_correlation=round(float(with_closure[k]), DECIMALS),
                low_late_days=low,
                high_late_days=high,
                half_width_days=half,
            )

    def changes(self, itineraries: Itineraries) -> Iterator[ChangeWorth]:
        """Yield what upgrades and more carriers are worth, the best first."""
        rows = [self._worth(*change) for change in changes_of(self._told, itineraries)]
        rows.sort(key=lambda row: (-row["late_days_gained"], row["change"]))
        for rank, row in enumerate(rows, start=1):
            yield ChangeWorth.model_validate({"rank": rank, **row})

    def _worth(self, change: str, cost: float | None, itineraries: Itineraries) -> dict[str, Any]:
        arrays = build_model(self._told.plan, itineraries).arrays
        late, closed = self.run(arrays)
        gained = self.late_days - late
        half = mean_half_width(gained)
        both = np.isfinite(closed) & np.isfinite(self.closures)
        gained_closure = (self.closures - closed)[both]
        return {
            "change": change,
            "cost": cost,
            "late_days_gained": round(float(gained.mean()), DECIMALS),
            "half_width_days": round(half, DECIMALS),
            "is_distinguishable": bool(abs(gained.mean()) > half),
            "closure_days_gained": round(float(gained_closure.mean()), DECIMALS)
            if both.any()
            else None,
        }


def _factors(told: Told) -> Iterator[Factor]:
    arrays = told.model.arrays
    for k, item in enumerate(told.model.uncertain.inputs):
        ends = (partial(_fix, arrays, k, share) for share in (LOW, HIGH))
        yield Factor(item.field, FactorKind.VALUE, told.results.factors[:, k], *ends)
    for k, name in enumerate(told.model.doubts):
        ends = (partial(_settle, arrays, k, chance) for chance in (0.0, 1.0))
        yield Factor(name, FactorKind.PROMISE, told.results.holds[:, k], *ends)


def _fix(arrays: Arrays, number: int, share: float) -> Arrays:
    """Return the arrays with one uncertain value at a quantile of its law."""
    inputs = arrays.inputs
    law = np.array(inputs.law)
    at = int(law[number]) + round(share * CELLS)
    known = np.full(CELLS + 1, inputs.nodes[at], dtype=np.float32)
    law[number] = len(inputs.nodes)
    nodes = np.concatenate([inputs.nodes, known])
    return arrays._replace(inputs=inputs._replace(law=law, nodes=nodes))


def _settle(arrays: Arrays, number: int, chance: float) -> Arrays:
    """Return the arrays with one doubt settled."""
    chances = np.array(arrays.promises.chance)
    chances[number] = chance
    return arrays._replace(promises=arrays.promises._replace(chance=chances))


def changes_of(
    told: Told, itineraries: Itineraries
) -> Iterator[tuple[str, float | None, Itineraries]]:
    """Yield changes to limits that loads waited for: name, cost, and the limits with it.

    Upgrades raise a field from the day on which they are ready; of each pool one carrier more.
    """
    plan = told.plan
    waited = {row.binding for row in told.queues()}
    for row in plan.upgrades:
        places = (("locations", row.location), ("links", row.link))
        places = (*places, ("gauge_breaks", row.gauge_break))
        table, record = next((table, name) for table, name in places if name is not None)
        now = getattr(plan.table(table)[record], row.field)
        binding = f"{table}:{record}.{row.field}"
        if now and binding in waited:
            day = math.ceil(row.lead_days)
            yield (
                f"upgrades:{row.id}",
                row.cost,
                _raised(itineraries, binding, row.to_value / now, day),
            )
    for lift in plan.lifts:
        binding = f"lifts:{lift.id}.quantity"
        if binding in waited:
            more = (lift.quantity + 1) / lift.quantity
            yield f"lifts:{lift.id}", None, _raised(itineraries, binding, more, 0)


def _raised(itineraries: Itineraries, binding: str, factor: float, from_day: int) -> Itineraries:
    """Return itineraries with one limit raised from a day on."""
    room = itineraries.room.copy()
    for number, limit in enumerate(itineraries.limits):
        if limit.binding == binding:
            room[number, from_day:] *= factor
    return replace(itineraries, room=room)
