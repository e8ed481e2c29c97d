"""What matters: how much hangs on each thing that is not known."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reassure.engines.simulate.factors import Factor, factors_of
from reassure.engines.simulate.quantiles import Floats, mean_half_width, rank_correlations
from reassure.engines.simulate.trials import DECIMALS, Trials, Tried, lateness_of
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_outputs import Sensitivity

MOST_FACTORS = 10
"""Factors that are tried at their ends: so many that go with the most lateness, so many that go
with the most, or least, in place, and so many of those that are drawn more than once: the mean of
many draws hardly varies, so that little goes with it however much hangs on the law."""

ANEW = (FactorKind.USE, FactorKind.FAILURE)

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
        factors = list(factors_of(told, trials.seed))
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
        is_anew = np.array([factor.kind in ANEW for factor in self._factors], dtype=bool)
        anew = np.where(is_anew, most[order], 0.0)
        strongest = (self._with_late, self._with_place, anew)
        self._tried = sorted({place for column in strongest for place in _first(column)})
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
    if factor.kind is not FactorKind.PROMISE:
        yield trials.run(factor.low())
        yield trials.run(factor.high())
        return
    # Where a promise is broken or kept anyway, that it is changes nothing.
    is_kept = factor.column[: trials.n].astype(np.bool_)
    yield trials.run(factor.low(), touched=is_kept)
    yield trials.run(factor.high(), touched=~is_kept)
