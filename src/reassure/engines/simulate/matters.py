"""What matters: how much hangs on each thing that is not known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.laws import CELLS
from reassure.engines.simulate.quantiles import Floats, mean_half_width, rank_correlations
from reassure.engines.simulate.telling import Told
from reassure.engines.simulate.trials import DECIMALS, Trials, Tried, lateness_of
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_outputs import Sensitivity

MOST_FACTORS = 10
"""Factors that are tried at their ends: so many that go with the most lateness, and so many that
go with the most, or least, in place."""

LOW, HIGH = 0.1, 0.9
"""Ends of a factor: shares of its values that lie below."""


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


Triple = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Ends:
    """What comes of both ends of a factor, each low, high and half of a 95 % interval.

    Days late that a tour gains on the mean, and share of the requirement that is gained.
    """

    late_days: Triple
    in_place: Triple


_NOT_TRIED = Ends((None, None, None), (None, None, None))


class Matters:
    """What is not known, the strongest first, some of it tried at its ends one after the other.

    Attributes
    ----------
    n_steps
        Factors to try.
    """

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        told = trials.told
        factors = list(_factors(told))
        columns = [factor.column.astype(np.float64) for factor in factors]
        stacked = np.stack(columns, axis=1) if columns else np.zeros((len(told.late_days), 0))
        with_late = rank_correlations(
            stacked, lateness_of(told, told.results.there_day, told.comes)
        )
        with_place = rank_correlations(stacked, told.shares[:, -1])
        most = np.maximum(np.abs(with_late), np.abs(with_place))
        order = np.argsort(-most, kind="stable").tolist()
        self._factors = [factors[k] for k in order]
        self._with_late, self._with_place = with_late[order], with_place[order]
        self._with_closure = rank_correlations(stacked, told.closures())[order]
        self._tried = sorted({*_first(self._with_late), *_first(self._with_place)})
        self._ends: dict[int, Ends] = {}
        self.n_steps = len(self._tried)

    def work(self) -> Iterator[int]:
        """Yield how many factors are behind before each is tried."""
        trials = self._trials
        n_tours = max(1, len(trials.told.supply.tours))
        for done, place in enumerate(self._tried):
            yield done
            low, high = _tried_at_ends(trials, self._factors[place])
            before = trials.before
            self._ends[place] = Ends(
                _paired(*((end.late_days - before.late_days) / n_tours for end in (low, high))),
                _paired(*(end.in_place - before.in_place for end in (low, high))),
            )

    def untried(self) -> tuple[str, ...]:
        """Return factors that were to be tried and were not, as table:id.field."""
        return tuple(self._factors[place].name for place in self._tried[len(self._ends) :])

    def rows(self) -> Iterator[Sensitivity]:
        """Yield how much hangs on each, the strongest first; ends of those that were tried."""
        for place, factor in enumerate(self._factors):
            ends = self._ends.get(place, _NOT_TRIED)
            yield Sensitivity(
                rank=place + 1,
                factor=factor.name,
                kind=factor.kind,
                correlation=round(float(self._with_late[place]), DECIMALS),
                closure_correlation=round(float(self._with_closure[place]), DECIMALS),
                in_place_correlation=round(float(self._with_place[place]), DECIMALS),
                low_late_days=ends.late_days[0],
                high_late_days=ends.late_days[1],
                half_width_days=ends.late_days[2],
                low_in_place=ends.in_place[0],
                high_in_place=ends.in_place[1],
                half_width_in_place=ends.in_place[2],
            )


def _first(correlations: Floats) -> list[int]:
    """Return where the strongest of some correlations stand, those that are any."""
    order = np.argsort(-np.abs(correlations), kind="stable")[:MOST_FACTORS]
    return [place for place in order.tolist() if correlations[place] != 0.0]


def _paired(low: Floats, high: Floats) -> Triple:
    """Return the means of two differences by replication, and the wider half interval."""
    half = max(mean_half_width(low), mean_half_width(high))
    low_mean, high_mean = float(low.mean()), float(high.mean())
    return round(low_mean, DECIMALS), round(high_mean, DECIMALS), round(half, DECIMALS)


def _tried_at_ends(trials: Trials, factor: Factor) -> Iterator[Tried]:
    """Yield what comes of a factor at its low end, and at its high end."""
    if factor.kind is FactorKind.VALUE:
        yield trials.run(factor.low())
        yield trials.run(factor.high())
        return
    # Where a promise is broken or kept anyway, that it is changes nothing.
    is_kept = factor.column[: trials.n]
    yield trials.run(factor.low(), touched=is_kept)
    yield trials.run(factor.high(), touched=~is_kept)


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
