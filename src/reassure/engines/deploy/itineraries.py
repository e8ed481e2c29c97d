"""The ways of a schedule, load by load, as what each passes on them and may have to wait for."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY
from reassure.engines.deploy.chance_gates import ChanceGates, Use
from reassure.engines.deploy.executing.retracing import Reading, Retracer
from reassure.engines.deploy.moving.movements import movements_of
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.limits import Limit
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.terrain import Floats
from reassure.model.choices import Movement, MovePurpose
from reassure.model.outputs import Leg
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan


@dataclass(frozen=True, slots=True)
class Passage:
    """A limit that a load passes, and the way from there to the next.

    Attributes
    ----------
    limit
        Number of the limit; None: nothing is waited for.
    amount, days
        What the load takes of it, and for how many days.
    minutes
        Way to the next passage or to the end, without waiting [minutes].
    link, lift
        Link on which most of that is spent, and the pool whose carrier takes it there; None: it
        stays where it is, or no pool is named.
    carrier, n_legs
        Pool whose carriers take it on the legs that begin on that way, and how many these are; the
        first of its mode where the way does not wait for one.
    """

    limit: int | None
    amount: float
    days: int
    minutes: int
    link: str | None = None
    lift: str | None = None
    carrier: str | None = None
    n_legs: int = 0


@dataclass(frozen=True, slots=True)
class Permit:
    """A permission that a way needs.

    Attributes
    ----------
    clearance
        Record that says how long it takes.
    lead_days
        How long, from C-day on.
    after_minutes
        Time from the departure to the first place where it is needed, without waiting [minutes].
    """

    clearance: str
    lead_days: int
    after_minutes: int


@dataclass(frozen=True, slots=True)
class LoadWay:
    """One load as it is planned to go.

    Attributes
    ----------
    load
        Its id; of a unit that moves itself that of the movement.
    depart_day, arrive_day
        Days of departure from the origin and of arrival at the destination; None: it does not
        arrive within the plan.
    passages
        In the order of travel, one at least.
    permits
        Permissions that it needs.
    """

    load: str
    depart_day: int
    arrive_day: int | None
    passages: tuple[Passage, ...]
    permits: tuple[Permit, ...] = ()


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One movement.

    Attributes
    ----------
    tour
        From where to where.
    ways
        Its loads; none: it is not scheduled, cannot move, or joins where it is to be.
    awaits
        Ids of the movements that must have arrived before.
    """

    tour: Tour
    ways: tuple[LoadWay, ...]
    awaits: tuple[str, ...]


@dataclass(frozen=True)
class Itineraries:
    """All movements of a schedule.

    Attributes
    ----------
    itineraries
        In the order of the list schedule, none before one that it awaits.
    limits
        What passages name by number.
    room
        What each gives by day, shape (n_limits, n_days).
    n_unread
        Loads whose legs are no way on the plan's network: they are taken to wait for nothing.
    """

    itineraries: tuple[Itinerary, ...]
    limits: tuple[Limit, ...]
    room: Floats
    n_unread: int


def itineraries_of(plan: Plan, force_plan: ForcePlan, deployment: Deployment) -> Itineraries:
    """Return what every load of a schedule passes on its way.

    Parameters
    ----------
    plan, force_plan, deployment
        A plan, and results made from it.
    """
    moves = Moves(plan, movements_of(plan, force_plan).tours)
    reader = _Reader(plan, moves)
    legs = deployment.legs_by_load()
    loads: dict[tuple[MovePurpose, str], list[str]] = defaultdict(list)
    for load in deployment.loads:
        loads[load.purpose, load.owner].append(load.id)
    arrivals = _arrivals(deployment)
    found: list[Itinerary] = []
    for move in moves.in_turn:
        tour = move.tour
        key = (tour.purpose, tour.owner)
        if tour.moves and tour.capability.moves is Movement.CARRIED:
            ways = tuple(reader.ways(tour, loads[key], legs))
        else:
            ways = tuple(_by_itself(tour, arrivals.get(key)))
        awaits = tuple(source.tour.id for source in moves.sources(move))
        found.append(Itinerary(tour, ways, awaits))
    gates = reader.gates.limits
    rows = [*moves.limits.base, *([math.inf] * (moves.limits.last_day + 1) for _ in gates)]
    return Itineraries(
        tuple(found),
        (*moves.limits.limits, *gates),
        np.array(rows, dtype=np.float64) if rows else np.zeros((0, 0)),
        reader.n_unread,
    )


def _arrivals(deployment: Deployment) -> dict[tuple[MovePurpose, str], int | None]:
    found: dict[tuple[MovePurpose, str], int | None] = {
        (MovePurpose.DEPLOYMENT, row.assignment): row.planned_day for row in deployment.arrivals
    }
    found |= {(MovePurpose.RETURN, row.assignment): row.home_day for row in deployment.returns}
    return found


def _by_itself(tour: Tour, arrive_day: int | None) -> Iterator[LoadWay]:
    """Yield the way of a unit that moves itself, is there already, or stays from its last tour."""
    if arrive_day is None or tour.is_joined:
        return
    leave_day = min(tour.ready_day, arrive_day) if tour.moves else arrive_day
    minutes = (arrive_day - leave_day) * MINUTES_PER_DAY
    yield LoadWay(tour.id, leave_day, arrive_day, (Passage(None, 0.0, 0, minutes),))


class _Reader:
    """Reads legs as passages; loads of one kind with the same legs share them."""

    def __init__(self, plan: Plan, moves: Moves) -> None:
        self._plan, self._search, self._permissions = plan, moves.search, moves.permissions
        self._pools = {row.mode: row.id for row in reversed(plan.lifts.records)}
        self._retracer = Retracer(moves.search.network, self._pools)
        self._known: dict[tuple[object, ...], tuple[Passage, ...]] = {}
        self.n_unread = 0
        self.gates = ChanceGates(plan, moves.limits.limits)

    def ways(
        self, tour: Tour, loads: Sequence[str], legs: Mapping[str, list[Leg]]
    ) -> Iterator[LoadWay]:
        kind = LoadKind(tour.capability, max(1, len(loads)), tour.apart)
        for load in loads:
            own = legs.get(load, [])
            if not own:
                continue
            reading = next(iter(self._retracer.readings(tour.origin, tour.destination, own)), None)
            self.n_unread += reading is None
            is_whole = reading.is_whole if reading is not None else True
            passages = self._passages(reading, kind) if reading is not None else _as_told(own)
            arrive_day = own[-1].arrive_day if is_whole else None
            permits = tuple(self._permits(tour, reading)) if reading is not None else ()
            yield LoadWay(load, own[0].depart_day, arrive_day, passages, permits)

    def _permits(self, tour: Tour, reading: Reading) -> Iterator[Permit]:
        """Yield the permissions that a way needs, in the order of travel."""
        leads = self._permissions.leads(tour.nation, tour.capability)
        asked: set[str] = set()
        now = 0
        for arc in reading.arcs:
            for step in arc.steps:
                nation = self._plan.locations[step.way.end].nation
                if nation in leads and nation not in asked:
                    asked.add(nation)
                    days, clearance = leads[nation]
                    yield Permit(clearance, days, now + step.after_minutes + step.minutes)
            now += arc.minutes

    def _passages(self, reading: Reading, kind: LoadKind) -> tuple[Passage, ...]:
        key = (*(arc.number for arc in reading.arcs), kind)
        if key not in self._known:
            self._known[key] = tuple(self._read(reading, kind))
        return self._known[key]

    def _read(self, reading: Reading, kind: LoadKind) -> Iterator[Passage]:
        terrain, sizes = self._search.ground.terrain, self._search.ground.sizes(kind)
        uses: list[Use] = []
        steps: list[tuple[int, int, str, str | None]] = []
        carried: list[tuple[int, str]] = []
        now = 0
        for arc in reading.arcs:
            lift = None if arc.lift is None else arc.lift.id
            own = range(terrain.first_use[arc.number], terrain.first_use[arc.number + 1])
            for at in sorted(own, key=lambda at: terrain.use_after[at]):
                amount = float(terrain.use_factor[at] * sizes[terrain.use_measure[at]])
                limit, days = int(terrain.use_limit[at]), int(terrain.use_days[at])
                if amount > 0:
                    uses.append((now + int(terrain.use_after[at]), limit, amount, days))
            uses += self.gates.uses(arc, now, uses)
            steps += [
                (now + step.after_minutes, step.minutes, step.way.link.id, lift)
                for step in arc.steps
            ]
            carried += [
                (now + step.after_minutes, carrier)
                for step in arc.steps
                if (carrier := lift or self._pools.get(step.way.link.mode)) is not None
            ]
            now += arc.minutes
        uses.sort(key=lambda use: (use[0], not self.gates.is_one(use[1])))
        if not uses or uses[0][0] > 0:
            uses.insert(0, (0, None, 0.0, 0))
        ends = [begin for begin, *_ in uses[1:]] + [now]
        for (begin, limit, amount, days), end in zip(uses, ends, strict=True):
            link, lift = _longest(steps, begin, end)
            # Of several limits at one instant, the last has the way after it.
            own = [carrier for at, carrier in carried if begin <= at < end]
            carrier = own[0] if own else None
            yield Passage(limit, amount, days, end - begin, link, lift, carrier, len(own))


def _longest(
    steps: Sequence[tuple[int, int, str, str | None]], begin: int, end: int
) -> tuple[str | None, str | None]:
    """Return the link, and the pool, with which most of a time is spent."""
    most, found = 0, (None, None)
    for start, minutes, link, lift in steps:
        spent = min(end, start + minutes) - max(begin, start)
        if spent > most:
            most, found = spent, (link, lift)
    return found


def _as_told(legs: Sequence[Leg]) -> tuple[Passage, ...]:
    """Return legs as ways without anything to wait for."""
    ends = [leg.depart_day for leg in legs[1:]] + [legs[-1].arrive_day]
    spans = [(end - leg.depart_day) * MINUTES_PER_DAY for leg, end in zip(legs, ends, strict=True)]
    return tuple(
        Passage(None, 0.0, 0, span, leg.link, leg.lift, leg.lift, int(leg.lift is not None))
        for leg, span in zip(legs, spans, strict=True)
    )
