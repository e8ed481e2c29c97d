"""What is not known: values and promises drawn once, and what is drawn anew or comes and goes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from reassure.engines.common.philox import entity_key, seed_key
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.build_resources import outages_of
from reassure.engines.simulate.closures import deal_turns
from reassure.engines.simulate.laws import CELLS
from reassure.engines.simulate.packing import to_words
from reassure.engines.simulate.sampling import ROW, Chances, sample_visits
from reassure.engines.simulate.scenario import Singles
from reassure.engines.simulate.telling import Told
from reassure.engines.simulate.uncertain import CERTAIN
from reassure.engines.sustain.step import Ints
from reassure.model.network import Outage
from reassure.model.simulation_choices import FactorKind

LOW, HIGH = 0.1, 0.9
"""Ends of a factor: shares of its values that lie below."""

TWICE = 2.0
"""How often what fails does so at its high end, over how often it is taken to."""

NEVER_DAYS = 1e12
"""Mean time to an outage that does not come [d]."""

Column = NDArray[np.floating | np.bool_]


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that is not known.

    Attributes
    ----------
    name
        As table:id.field.
    column
        Its values, one for each replication: of what is drawn anew for each use the mean, of what
        fails how much it does.
    low, high
        The arrays with it at its ends.
    """

    name: str
    kind: FactorKind
    column: Column
    low: Callable[[], Arrays]
    high: Callable[[], Arrays]


def factors_of(told: Told, seed: int) -> Iterator[Factor]:
    """Yield what is not known of a movement, and what it was in each replication.

    Parameters
    ----------
    told
        What became of the plan.
    seed
        As of the run.
    """
    arrays = told.model.arrays
    for k, item in enumerate(told.model.uncertain.inputs):
        ends = (partial(_fix, arrays, k, share) for share in (LOW, HIGH))
        yield Factor(item.field, FactorKind.VALUE, told.results.factors[:, k], *ends)
    for k, name in enumerate(told.model.doubts):
        ends = (partial(_settle, arrays, k, chance) for chance in (0.0, 1.0))
        yield Factor(name, FactorKind.PROMISE, told.results.holds[:, k], *ends)
    yield from _Anew(told, seed).factors()


class _Anew:
    """Times, repairs, breakdowns and outages: all that is drawn more than once."""

    def __init__(self, told: Told, seed: int) -> None:
        self._model, self._arrays = told.model, told.model.arrays
        self._n, self._key = len(told.results.unmet_t), seed_key(seed)

    def factors(self) -> Iterator[Factor]:
        """Yield them."""
        yield from self._uses()
        yield from self._breakdowns()
        yield from self._outages()

    def _uses(self) -> Iterator[Factor]:
        """Yield laws on times of ways and on repairs."""
        chances = self._arrays.chances
        for row, laws, is_inverse in self._model.uncertain.laws_anew():
            on_way = np.flatnonzero(np.isin(chances.leg_law, laws))
            at_repair = np.flatnonzero(np.isin(chances.repair_law, laws) & (chances.breakdown > 0))
            if not len(on_way) + len(at_repair):
                continue
            column = self._means(on_way) if len(on_way) else self._repair_days(at_repair)
            ends = (1.0 - LOW, 1.0 - HIGH) if is_inverse else (LOW, HIGH)
            low, high = (partial(self._at_quantile, laws, share) for share in ends)
            yield Factor(f"uncertainties:{row}.law", FactorKind.USE, column, low, high)

    def _breakdowns(self) -> Iterator[Factor]:
        """Yield pools whose carriers may break down."""
        chances = self._arrays.chances
        carrier = np.array(
            [
                passage.carrier or ""
                for movement in self._model.itineraries
                for way in movement.ways
                for passage in way.passages
            ]
        )
        for name in sorted({*carrier[chances.breakdown > 0].tolist()}):
            visits = np.flatnonzero((carrier == name) & (chances.breakdown > 0))
            low, high = (partial(self._breaking, visits, times) for times in (0.0, TWICE))
            where = f"lifts:{name}.breakdown_probability"
            yield Factor(where, FactorKind.FAILURE, self._repair_days(visits), low, high)

    def _outages(self) -> Iterator[Factor]:
        """Yield outages of chance that may close something on a way."""
        outages = self._arrays.outages
        keys = outages.key_low.astype(np.uint64) | (outages.key_high.astype(np.uint64) << 32)
        for row in self._model.plan.outages:
            places = np.flatnonzero(keys == np.uint64(entity_key("outages", row.id)))
            if not len(places):
                continue
            low, high = (
                partial(self._failing, places, days)
                for days in (NEVER_DAYS, float(outages.up_days[places[0]]) / TWICE)
            )
            name = f"outages:{row.id}.mean_up_days"
            yield Factor(name, FactorKind.FAILURE, self._closed_days(row), low, high)

    def _means(self, visits: Ints) -> Column:
        """Return the mean factor on the times of some ways, by replication."""
        ones, nothing = np.ones(len(visits), np.float32), np.zeros(len(visits), np.uint32)
        chances = _some(self._arrays.chances, visits)
        return self._dealt(chances._replace(leg_days=ones, breakdown=nothing)) / len(visits)

    def _repair_days(self, visits: Ints) -> Column:
        """Return the days that repairs take, by replication."""
        chances = _some(self._arrays.chances, visits)
        return self._dealt(chances._replace(leg_days=np.zeros(len(visits), np.float32)))

    def _dealt(self, chances: Chances) -> Column:
        """Return what is dealt to ways, summed, by replication."""
        words, n = np.zeros((4, ROW), dtype=np.uint32), len(chances.counter)
        service, leg = np.zeros(n, dtype=np.float32), np.zeros(n, dtype=np.float32)
        summed = np.zeros(self._n)
        for number in range(self._n):
            sample_visits(chances, self._key, number, words, service, leg)
            summed[number] = leg.sum(dtype=np.float64)
        return summed

    def _closed_days(self, row: Outage) -> Column:
        """Return the days within the plan that an outage lasts, by replication."""
        outages, horizon = outages_of([[row]]), self._model.plan.meta.horizon_days
        starts, ends = np.empty(64), np.empty(64)
        days = np.zeros(self._n)
        for number in range(self._n):
            starts, ends, n = deal_turns(outages, 0, self._key, number, horizon, starts, ends)
            days[number] = (np.minimum(ends[:n], horizon) - starts[:n]).sum()
        return days

    def _at_quantile(self, laws: list[int], share: float) -> Arrays:
        """Return the arrays with all draws by some laws at one quantile of each."""
        chances = self._arrays.chances
        leg, repair = np.array(chances.leg_law), np.array(chances.repair_law)
        nodes = [chances.nodes]
        for law in laws:
            first = np.uint32(sum(map(len, nodes)))
            nodes.append(_known(chances.nodes, law, share))
            leg[chances.leg_law == law] = first
            repair[chances.repair_law == law] = first
        dealt = chances._replace(leg_law=leg, repair_law=repair, nodes=np.concatenate(nodes))
        return self._arrays._replace(chances=dealt)

    def _breaking(self, visits: Ints, times: float) -> Arrays:
        """Return the arrays with some breakdowns as many times as likely."""
        chances = self._arrays.chances
        breakdown = chances.breakdown.astype(np.float64)
        breakdown[visits] = np.minimum(breakdown[visits] * times, 2.0**32 - 1)
        return self._arrays._replace(
            chances=chances._replace(breakdown=breakdown.astype(np.uint32))
        )

    def _failing(self, places: Ints, up_days: float) -> Arrays:
        """Return the arrays with one outage after another mean time."""
        outages = self._arrays.outages
        up = np.array(outages.up_days)
        up[places] = up_days
        return self._arrays._replace(outages=outages._replace(up_days=up))


def _some(chances: Chances, visits: Ints) -> Chances:
    """Return what is uncertain at some visits alone: the same draws."""
    own = {name: getattr(chances, name)[visits] for name in Chances._fields if name != "nodes"}
    n = len(visits)
    own["service_days"] = np.zeros(n, dtype=np.float32)
    own["service_law"] = to_words([CERTAIN] * n)
    return Chances(**own, nodes=chances.nodes)


def _known(nodes: Singles, law: int, share: float) -> Singles:
    """Return the table of a value that is known to be a quantile of a law."""
    return np.full(CELLS + 1, nodes[law + round(share * CELLS)], dtype=np.float32)


def _fix(arrays: Arrays, number: int, share: float) -> Arrays:
    """Return the arrays with one uncertain value at a quantile of its law."""
    inputs = arrays.inputs
    law = np.array(inputs.law)
    known = _known(inputs.nodes, int(law[number]), share)
    law[number] = len(inputs.nodes)
    nodes = np.concatenate([inputs.nodes, known])
    return arrays._replace(inputs=inputs._replace(law=law, nodes=nodes))


def _settle(arrays: Arrays, number: int, chance: float) -> Arrays:
    """Return the arrays with one doubt settled."""
    chances = np.array(arrays.promises.chance)
    chances[number] = chance
    return arrays._replace(promises=arrays.promises._replace(chance=chances))
