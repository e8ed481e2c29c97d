"""What movements use of every limit, read back from their loads and legs.

Legs say on which day a load enters each link and when it is unloaded; that is all that the rules
of the model (docs/explain/deploy.md, table of limits) ask for. Whoever made the legs, and on which
network, does not matter: they are held against the limits of one plan.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reassure.engines.deploy.moving.movements import movements_of
from reassure.engines.deploy.moving.returns import homeward
from reassure.engines.deploy.moving.selfmove import n_craft
from reassure.engines.deploy.network.limits import SLACK, Limit, Limits
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.network import Arc
from reassure.engines.deploy.network.rules import Rules
from reassure.engines.deploy.network.shares import Use
from reassure.engines.deploy.parameters import TAIL_DAYS
from reassure.engines.deploy.telling.legs import LegReader
from reassure.engines.deploy.telling.result import use_days_of
from reassure.model.choices import Domain, Movement, MovePurpose
from reassure.model.outputs import Arrival, Leg, Load, UseDay
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table


@dataclass(frozen=True, slots=True)
class Taken:
    """What one load, or one unit that moves itself, uses of one limit on one day.

    Attributes
    ----------
    owner
        Assignment or pledge.
    amount, capacity
        Used, and what the limit gives all users on that day; in the limit's unit, or in loads
        where nothing may pass.
    tonnes
        Weight of the load, spread evenly over the days on which it uses the limit.
    """

    owner: str
    limit: Limit
    day: int
    amount: float
    capacity: float
    tonnes: float


def use_of_legs(
    plan: Plan,
    force_plan: ForcePlan,
    loads: Table[Load],
    legs: Table[Leg],
    *,
    arrivals: Table[Arrival] | None = None,
) -> Table[UseDay]:
    """Return what movements use of every limit by day; nothing is known of queues.

    Parameters
    ----------
    plan
        Plan with the network that the limits are of; it has every link, lift and offer named.
    force_plan
        Whose assignments the loads are of.
    loads, legs
        The movements; the legs of each load join.
    arrivals
        Of units that move themselves, which use berths and parking; None: without them.
    """
    reading = LegReading(plan, force_plan)
    for _ in reading.read(loads, legs, arrivals):
        pass
    return use_days_of(reading.limits, math.floor(plan.meta.horizon_days))


@dataclass
class LegReading:
    """Reads legs as what happens to loads, and takes up what that uses.

    Parameters
    ----------
    plan, force_plan
        As in `use_of_legs`.

    Attributes
    ----------
    limits
        Every limit that was met, and what is left of it by day; below zero where it is overused.
    """

    plan: Plan
    force_plan: ForcePlan
    limits: Limits = field(init=False)
    _uses: dict[tuple[int, LoadKind], tuple[tuple[Use, ...], tuple[Limit, ...]]] = field(
        default_factory=dict[tuple[int, LoadKind], tuple[tuple[Use, ...], tuple[Limit, ...]]]
    )

    def __post_init__(self) -> None:
        """Lay out limits and rules."""
        self.limits = Limits(self.plan, math.floor(self.plan.meta.horizon_days) + TAIL_DAYS)
        self._rules = Rules(self.plan, self.limits)
        tours = movements_of(self.plan, self.force_plan).tours
        self._tours = {(tour.owner, tour.purpose): tour for tour in tours}
        self._by_id = {tour.id: tour for tour in tours}
        ends = ((tour.origin, tour.destination) for tour in self._tours.values())
        self._reader = LegReader(self.plan, frozenset(place for pair in ends for place in pair))

    def read(
        self, loads: Table[Load], legs: Table[Leg], arrivals: Table[Arrival] | None
    ) -> Iterator[Taken]:
        """Yield every use, and take it from the limits."""
        of_load: dict[str, list[Leg]] = defaultdict(list)
        for leg in legs:
            of_load[leg.load].append(leg)
        n_loads = Counter((load.owner, load.purpose) for load in loads)
        # The largest first, so that loads that fit into breaks side by side find room there.
        for load in sorted(loads, key=lambda load: (-load.size, load.id)):
            key = (load.owner, load.purpose)
            # A relief by another nation may put a way home off beyond the plan; it was made alone.
            tour = self._tours.get(key) or homeward(self._by_id, load.owner)
            kind = LoadKind(tour.capability, n_loads[key], tour.apart)
            for arcs, days in self._reader.arcs(tour, of_load[load.id]):
                fitting = (arc for arc in arcs if len(arcs) == 1 or self._fits(arc, days, kind))
                yield from self._take(load, next(fitting, arcs[0]), days, kind)
        for arrival in arrivals or ():
            yield from self._berth(arrival)

    def _fits(self, arc: Arc, days: dict[int, int], kind: LoadKind) -> bool:
        uses, free = self._rules.all_uses(arc, kind), self.limits.free
        return all(free[use.limit][days[0]] + SLACK >= use.amount for use in uses)

    def _take(self, load: Load, arc: Arc, days: dict[int, int], kind: LoadKind) -> Iterator[Taken]:
        key = (arc.number, kind)
        if key not in self._uses:
            uses = self._rules.all_uses(arc, kind)
            reasons = (*arc.reasons, *self._rules.bars(arc, kind))
            used = {self.limits.limits[use.limit].binding for use in uses if use.amount > SLACK}
            barred = tuple(
                _closed(arc, name) for name in dict.fromkeys(reasons) if name not in used
            )
            self._uses[key] = uses, barred
        uses, barred = self._uses[key]
        for limit, amount, after, length in uses:
            first, row = days.get(after, days[0]), self.limits.base[limit]
            self.limits.take(limit, amount, first, length)
            for day in range(first, min(first + length, len(row))):
                met = self.limits.limits[limit]
                yield Taken(load.owner, met, day, amount, row[day], load.size / length)
        for limit in barred:
            yield Taken(load.owner, limit, days[0], 1.0, 0.0, load.size)

    def _berth(self, arrival: Arrival) -> Iterator[Taken]:
        """Take the place of a unit that moves itself from its arrival until its tour ends."""
        tour = self._tours[arrival.assignment, MovePurpose.DEPLOYMENT]
        first = arrival.planned_day
        if tour.capability.moves is not Movement.SELF or not tour.moves or first is None:
            return
        place, domain = self.plan.locations[tour.destination], tour.capability.domain
        if domain not in (Domain.SEA, Domain.AIR):
            return
        name = "mog" if place.parking is None else "parking"
        name = "berths" if domain is Domain.SEA else name
        number = self.limits.at_location(place.id, name, getattr(place, name))
        if number is None:
            return
        until = min(max(math.ceil(tour.leave_day), first + 1), self.limits.last_day + 1)
        amount, row = float(n_craft(tour.capability)), self.limits.base[number]
        self.limits.take(number, amount, first, until - first)
        for day in range(first, until):
            limit = self.limits.limits[number]
            yield Taken(arrival.assignment, limit, day, amount, row[day], 0.0)


def _closed(arc: Arc, binding: str) -> Limit:
    """Return a limit through which nothing passes, at its own place or link where it has one."""
    table, rest = binding.split(":", 1)
    record = rest.rsplit(".", 1)[0]
    if table == "links":
        return Limit(binding, None, record, 0.0)
    return Limit(binding, record if table == "locations" else arc.place, None, 0.0)
