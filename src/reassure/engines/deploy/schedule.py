"""The list schedule: unit by unit in the order of their wanted days, load by load."""

import math
from collections import Counter
from dataclasses import dataclass, field

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.blame import cause_of_delay, missing_way, waits_of
from reassure.engines.deploy.limits import Limits
from reassure.engines.deploy.loads import LoadKind, load_kind
from reassure.engines.deploy.network import Network
from reassure.engines.deploy.parameters import (
    CUT_FACTOR,
    LEAD_BUFFER_DAYS,
    MAX_LOADS_PER_UNIT,
    TAIL_DAYS,
)
from reassure.engines.deploy.permissions import Permissions
from reassure.engines.deploy.rules import Rules
from reassure.engines.deploy.search import Journey, Search, Trip
from reassure.engines.deploy.selfmove import SelfMovers
from reassure.engines.deploy.tours import Tour
from reassure.model.choices import Movement
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog


@dataclass
class Move:
    """What the schedule makes of one tour.

    Attributes
    ----------
    trip
        What is moved; None where nothing is carried.
    journeys
        One for each load, in the order of scheduling; None: it is not moved.
    release_day
        First day on which it loads.
    soonest_day
        Day of arrival if it were alone on the network; None: it cannot arrive.
    arrival_day
        Day on which its last load arrives, beyond the horizon too; None: never.
    binding
        What makes it late or keeps it away, as table:id.field; None: it is on time.
    """

    tour: Tour
    trip: Trip | None = None
    journeys: list[Journey | None] = field(default_factory=list[Journey | None])
    release_day: int = 0
    soonest_day: int | None = None
    arrival_day: int | None = None
    binding: str | None = None


class ListSchedule:
    """Schedules tours one after another; what is placed is never moved again.

    Parameters
    ----------
    plan
        Plan with its network.
    tours
        Tours in the order in which they take room.
    """

    def __init__(self, plan: Plan, tours: list[Tour]) -> None:
        self.plan, self.tours = plan, tours
        self.horizon_day = math.floor(plan.meta.horizon_days)
        self.limits = Limits(plan, self.horizon_day + TAIL_DAYS)
        carried = [tour for tour in tours if tour.capability.moves is Movement.CARRIED]
        origins = frozenset(tour.origin for tour in carried)
        network = Network(plan, origins, frozenset(tour.destination for tour in carried))
        self.search = Search(network, Rules(plan, self.limits), self.limits)
        self.permissions = Permissions(plan)
        self._self_movers = SelfMovers(plan, self.limits, self.permissions)
        self._kinds: dict[tuple[str, str, str], LoadKind] = {}
        self._journeys: dict[tuple[LoadKind, str, str, str, int], Journey | None] = {}
        self._latest: dict[tuple[LoadKind, str, str, str], tuple[int, int]] = {}

    def run(self, watchdog: Watchdog) -> list[Move]:
        """Return what becomes of every tour, in the order of ``tours``.

        Tours that a stop leaves unscheduled have neither journeys nor an arrival.
        """
        moves = {tour.assignment: Move(tour) for tour in self.tours}
        for i, tour in enumerate(self.tours):
            if watchdog.tell(i / len(self.tours), "units scheduled"):
                break
            move = moves[tour.assignment]
            if tour.in_place:
                move.soonest_day = move.arrival_day = 0
            elif tour.follows is not None:
                continue
            elif tour.capability.moves is Movement.SELF:
                self._move_itself(move)
            else:
                self._carry(move)
            self._name_delay(move)
        for tour in sorted(self.tours, key=lambda tour: (tour.until_day, tour.assignment)):
            if tour.follows is not None:
                self._stay(moves[tour.assignment], moves[tour.follows])
        return list(moves.values())

    def _name_delay(self, move: Move) -> None:
        arrival = move.arrival_day
        if arrival is not None and arrival <= min(move.tour.wanted_day, self.horizon_day):
            move.binding = None

    def _stay(self, move: Move, before: Move) -> None:
        """Let a unit that is on the spot take up its next tour there."""
        start = math.floor(move.tour.from_day)
        if before.arrival_day is not None and before.arrival_day <= self.horizon_day:
            move.arrival_day = max(before.arrival_day, min(start, self.horizon_day))
        if before.soonest_day is not None:
            move.soonest_day = max(before.soonest_day, min(start, self.horizon_day))
        move.binding = before.binding
        self._name_delay(move)

    def _move_itself(self, move: Move) -> None:
        tour = move.tour
        transit = self._self_movers.transit(tour)
        move.binding = transit.binding
        if transit.days is None:
            return
        lead = transit.days + LEAD_BUFFER_DAYS
        move.release_day = max(tour.ready_day, math.floor(tour.wanted_day) - lead)
        reached = move.release_day + transit.days
        move.soonest_day = move.arrival_day = max(reached, transit.open_day)
        if transit.permission is not None and transit.open_day > reached:
            move.binding = transit.permission
        elif move.release_day >= transit.days:
            move.binding = tour.ready_binding
        if move.soonest_day <= self.horizon_day:
            place = self._self_movers.place(tour, move.soonest_day, self.horizon_day)
            move.arrival_day, full = place
            move.binding = full or move.binding

    def _carry(self, move: Move) -> None:
        tour = move.tour
        search = self.search
        opens = self.permissions.opens(tour.nation, tour.capability)
        kind = self._kind(tour)
        move.trip = trip = Trip(kind, tour.origin, tour.destination, opens)
        at_once = self._alone(tour, trip, tour.ready_day)
        free_run = self._alone(tour, self._unpermitted(tour, kind), tour.ready_day)
        if at_once is None or free_run is None:
            move.journeys = [None] * kind.n_loads
            move.release_day = tour.ready_day
            move.binding = missing_way(search, trip, tour)
            return
        lead = free_run.arrival_day - tour.ready_day + LEAD_BUFFER_DAYS
        move.release_day = max(tour.ready_day, math.floor(tour.wanted_day) - lead)
        alone = self._alone(tour, trip, move.release_day)
        if alone is None or alone.arrival_day > max(tour.wanted_day, at_once.arrival_day):
            # Waiting would miss the last ship: it goes as soon as it is ready.
            move.release_day, alone = tour.ready_day, at_once
        move.soonest_day = alone.arrival_day
        self._place_loads(move, trip, alone)

    def _place_loads(self, move: Move, trip: Trip, alone: Journey) -> None:
        tour, search, free = move.tour, self.search, self.limits.free
        release, arcs, waits = move.release_day, alone.arcs, Counter[str]()
        # Room only shrinks, so what a like load reached before, none reaches sooner now.
        key = (trip.kind, tour.nation, trip.origin, trip.destination)
        since, reached = self._latest.get(key, (release, 0))
        soonest = max(alone.arrival_day, reached if since <= release else 0)
        for _ in range(trip.kind.n_loads):
            journey = search.follow(trip, arcs, release, free)
            if journey is None or journey.arrival_day > soonest:
                before = None if journey is None else journey.arrival_day
                journey = search.earliest(trip, release, free, before_day=before) or journey
            move.journeys.append(journey)
            if journey is None:
                break
            found = waits_of(search, self.permissions, tour, trip, journey, count_queue=True)
            if move.arrival_day is None or journey.arrival_day > move.arrival_day:
                waits, move.arrival_day = found, journey.arrival_day
                move.binding = cause_of_delay(tour, release, journey, waits)
            self._take(trip, journey)
            arcs, soonest = journey.arcs, max(soonest, journey.arrival_day)
        if move.journeys[-1] is None:
            move.journeys += [None] * (trip.kind.n_loads - len(move.journeys))
            move.arrival_day = None
            move.binding = missing_way(search, trip, tour)
        else:
            self._latest[key] = (release, soonest)

    def _take(self, trip: Trip, journey: Journey) -> None:
        for arc, start in zip(journey.arcs, journey.starts, strict=True):
            for limit, amount, after, length in self.search.rules.uses(arc, trip.kind) or ():
                self.limits.take(limit, amount, (start + after) // DAY, length)

    def _kind(self, tour: Tour) -> LoadKind:
        """Return how a unit is cut: into parcels, finer where a limit of its quickest way asks."""
        key = (tour.capability.id, tour.origin, tour.destination)
        if key not in self._kinds:
            self._kinds[key] = self._cut(tour, load_kind(self.plan, tour.capability))
        return self._kinds[key]

    def _cut(self, tour: Tour, parcels: LoadKind) -> LoadKind:
        ready, search = tour.ready_day, self.search
        whole = self._alone(tour, self._unpermitted(tour, parcels), ready)
        left = search.remaining(tour.destination, by_air=tour.capability.by_air)
        least = ready + left[search.network.origin(tour.origin)] // DAY
        if whole is not None and whole.arrival_day == least:
            return parcels
        finest = LoadKind(tour.capability, MAX_LOADS_PER_UNIT)
        fine = self._alone(tour, self._unpermitted(tour, finest), ready)
        if fine is None or (whole is not None and whole.arrival_day <= fine.arrival_day):
            return parcels
        most = MAX_LOADS_PER_UNIT
        if whole is not None:
            most = min(most, parcels.n_loads * CUT_FACTOR)
        kind = parcels
        while kind.n_loads < most and any(search.rules.bars(arc, kind) for arc in fine.arcs):
            kind = LoadKind(tour.capability, kind.n_loads + 1)
        passes = not any(search.rules.bars(arc, kind) for arc in fine.arcs)
        return kind if passes or whole is None else parcels

    def _unpermitted(self, tour: Tour, kind: LoadKind) -> Trip:
        return Trip(kind, tour.origin, tour.destination, {})

    def _alone(self, tour: Tour, trip: Trip, release_day: int) -> Journey | None:
        """Return the earliest journey on the network without any other load."""
        who = tour.nation if trip.opens else ""
        key = (trip.kind, trip.origin, trip.destination, who, release_day)
        if key not in self._journeys:
            self._journeys[key] = self.search.earliest(trip, release_day, self.limits.base)
        return self._journeys[key]
