"""The plan with nothing left to chance: how far the simulation is from the schedule, and why."""

from dataclasses import dataclass

import numpy as np

from reassure.engines.common.philox import seed_key
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.build import Model
from reassure.engines.simulate.build_supply import SupplyModel
from reassure.engines.simulate.provision import tour_arrivals
from reassure.engines.simulate.replicate import bench_for, group_arrivals, move
from reassure.engines.simulate.scenario import FLOW, Floats
from reassure.engines.simulate.uncertain import CERTAIN


def without_chance(arrays: Arrays) -> Arrays:
    """Return a plan with nothing left to chance.

    Every law is certain at the plan's value, every promise is kept, nothing breaks down and nothing
    closes by chance. Planned closures stay.

    Parameters
    ----------
    arrays
        The plan with its chances.
    """
    chances, outages = arrays.chances, arrays.outages
    nobody = outages.key_low[:0]
    return arrays._replace(
        chances=chances._replace(
            service_law=np.full_like(chances.service_law, CERTAIN),
            leg_law=np.full_like(chances.leg_law, CERTAIN),
            repair_law=np.full_like(chances.repair_law, CERTAIN),
            breakdown=np.zeros_like(chances.breakdown),
        ),
        outages=outages._replace(
            source=np.zeros_like(outages.source),
            key_low=nobody,
            key_high=nobody,
            up_days=outages.up_days[:0],
            down_days=outages.down_days[:0],
            left=outages.left[:0],
        ),
        inputs=arrays.inputs._replace(law=np.full_like(arrays.inputs.law, CERTAIN)),
        promises=arrays.promises._replace(chance=np.ones_like(arrays.promises.chance)),
    )


@dataclass(frozen=True, slots=True)
class LastLoad:
    """The load that comes last with nothing left to chance, and where its days go.

    ``arrive_day = planned_day + handling_days + wait_days - spare_days``.

    Attributes
    ----------
    load
        Its id.
    arrive_day, planned_day
        When it arrives here, and by the schedule.
    handling_days
        What it takes places to work it off on its way [d]; the schedule takes none.
    wait_days
        What it waits here: for limits, and for those who must be there before it [d].
    spare_days
        What the schedule gives it beyond its time on the way: rounding up to whole days, and
        waiting [d].
    """

    load: str
    arrive_day: float
    planned_day: int
    handling_days: float
    wait_days: float
    spare_days: float


class Certain:
    """The movement of a plan with nothing left to chance.

    Parameters
    ----------
    model, supply
        The plan.

    Attributes
    ----------
    arrive_day
        When each load arrives, shape (L,).
    there_day
        When each tour is there; inf: never; shape (T,).
    wait_days
        Waiting of all loads by resource [load-days], shape (R,).
    """

    def __init__(self, model: Model, supply: SupplyModel) -> None:
        self._model, self._member = model, supply.provision.member
        self._members = supply.provision.members
        arrays = without_chance(model.arrays)
        bench = bench_for(
            arrays, from_day=model.from_day, until_day=model.until_day, levels=model.levels
        )
        bench, n_arrived = move(arrays, bench, seed_key(0), 0, model.until_day, by_level=True)
        self.arrive_day: Floats = bench.outcome.arrive_day
        self.wait_days: Floats = bench.outcome.wait_days
        group_day = np.empty(len(arrays.loads.n_awaited))
        if group_arrivals(arrays.loads, self.arrive_day, group_day) != n_arrived:
            raise ArithmeticError("loads are not conserved with nothing left to chance")
        self.there_day: Floats = np.empty(len(supply.tours))
        tour_arrivals(supply.provision, group_day, self.there_day)
        self._ways = [way for movement in model.itineraries for way in movement.ways]

    def closure(self, tours: np.ndarray) -> float | None:
        """Return when the last of some tours is there; None: some never are within the plan."""
        last = float(self.there_day[tours].max(initial=-np.inf))
        return last if -np.inf < last < self._model.plan.meta.horizon_days else None

    def last_load(self, tours: np.ndarray) -> LastLoad | None:
        """Return the last load of some tours; None: some never are there within the plan."""
        if self.closure(tours) is None:
            return None
        loads, chances = self._model.arrays.loads, self._model.arrays.chances
        last = int(tours[np.argmax(self.there_day[tours])])
        own = [
            load
            for group in self._members[self._member[last] : self._member[last + 1]].tolist()
            for load in range(int(loads.member[group]), int(loads.member[group + 1]))
        ]
        load = max(own, key=lambda number: (self.arrive_day[number], -number))
        way = self._ways[load]
        if way.arrive_day is None:
            return None
        visits = slice(int(loads.first[load]), int(loads.first[load + 1]))
        is_worked = self._model.arrays.resources.kind[loads.resource[visits]] == FLOW
        handling = float(chances.service_days[visits][is_worked].sum(dtype=np.float64))
        on_the_way = float(chances.leg_days[visits].sum(dtype=np.float64))
        arrive_day = float(self.arrive_day[load])
        return LastLoad(
            load=way.load,
            arrive_day=arrive_day,
            planned_day=way.arrive_day,
            handling_days=handling,
            wait_days=arrive_day - way.depart_day - on_the_way - handling,
            spare_days=way.arrive_day - way.depart_day - on_the_way,
        )
