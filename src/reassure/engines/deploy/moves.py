"""What is to move: tours cut into loads, released, and laid out for the compiled searches."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from reassure.engines.deploy.arcs import NEVER
from reassure.engines.deploy.blame import missing_way
from reassure.engines.deploy.limits import Limits
from reassure.engines.deploy.loads import LoadKind, load_kind
from reassure.engines.deploy.network import Network
from reassure.engines.deploy.parameters import (
    CUT_FACTOR,
    EARLINESS,
    LEAD_BUFFER_DAYS,
    LEAST_WEIGHT,
    MAX_LOADS_PER_UNIT,
    NEVER_DAYS,
    TAIL_DAYS,
)
from reassure.engines.deploy.permissions import Permissions
from reassure.engines.deploy.rules import Rules
from reassure.engines.deploy.search import Journey, Search, Trip
from reassure.engines.deploy.selfmove import SelfMovers
from reassure.engines.deploy.terrain import Floats
from reassure.engines.deploy.tours import Tour
from reassure.engines.deploy.traffic import Traffic
from reassure.model.choices import Movement
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog


@dataclass
class Move:
    """What becomes of one tour.

    Attributes
    ----------
    trip
        What is moved; None where nothing is carried.
    journeys
        One for each load; None: it is not moved.
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

    @property
    def is_carried(self) -> bool:
        """Whether it is loaded, and can arrive."""
        return self.trip is not None and self.soonest_day is not None


class Moves:
    """All tours of a force plan, made ready to be scheduled.

    Units that move themselves take their berths and parking places first, in the order of the
    tours; what they leave is shared by what is carried.

    Parameters
    ----------
    plan
        Plan with its network.
    tours
        Tours, in the order in which a list would serve them.
    n_loads
        Loads that a unit is cut into, by assignment; others are cut by parcels.

    Attributes
    ----------
    moves
        One for each tour, in their order.
    carried
        Those that are loaded, and can arrive.
    """

    def __init__(
        self, plan: Plan, tours: Sequence[Tour], *, n_loads: Mapping[str, int] | None = None
    ) -> None:
        self.plan = plan
        self.horizon_day = math.floor(plan.meta.horizon_days)
        self.limits = Limits(plan, self.horizon_day + TAIL_DAYS)
        self.permissions = Permissions(plan)
        self._self_movers = SelfMovers(plan, self.limits, self.permissions)
        self._n_loads = n_loads or {}
        self.moves = [Move(tour) for tour in tours]
        for move in self.moves:
            if self._moves_itself(move.tour):
                self._move_itself(move)
        carried = [tour for tour in tours if tour.capability.moves is Movement.CARRIED]
        origins = frozenset(tour.origin for tour in carried)
        network = Network(plan, origins, frozenset(tour.destination for tour in carried))
        self.search = Search(network, Rules(plan, self.limits), self.limits)
        self._kinds: dict[tuple[str, str, str, int], LoadKind] = {}
        self._journeys: dict[tuple[LoadKind, str, str, str, int], Journey | None] = {}
        self.is_whole = True

    def prepare(self, watch: Watchdog) -> None:
        """Cut and release every tour that is carried; a stop leaves the rest as they are."""
        for at, move in enumerate(self.moves):
            if watch.tell(0.2 * at / len(self.moves), "units prepared"):
                self.is_whole = False
                break
            tour = move.tour
            if tour.in_place:
                move.soonest_day = move.arrival_day = 0
            elif tour.follows is None and tour.capability.moves is Movement.CARRIED:
                self._release(move)
        self.carried = [move for move in self.moves if move.is_carried]

    @property
    def room(self) -> Floats:
        """What is left of every limit by those who move themselves: a new array."""
        return np.array(self.limits.free, dtype=np.float64).reshape(
            len(self.limits.limits), self.limits.last_day + 1
        )

    def traffic(self, last_day: int) -> Traffic:
        """Return what is carried as arrays, with the cost of lateness up to some day.

        Parameters
        ----------
        last_day
            Last day on which to arrive counts as arriving.

        Notes
        -----
        w (max(0, day - wanted) + 0.01 (day - release)) for a load of a unit of weight w, and
        w (horizon - wanted + 30 + 0.01 horizon) for one that never arrives
        (docs/explain/deploy.md, eq. 8).
        """
        ground, carried = self.search.ground, self.carried
        kinds: dict[LoadKind, int] = {}
        who: dict[bytes, int] = {}
        sizes, earliest, size_row, earliest_row = [], [], [], []
        ends: dict[tuple[str, bool], int] = {}
        remaining, remaining_row = [], []
        for move in carried:
            trip = move.trip
            assert trip is not None
            traveller = ground.traveller(trip.kind, trip.opens)
            if trip.kind not in kinds:
                kinds[trip.kind] = len(sizes)
                sizes.append(traveller.sizes)
            size_row.append(kinds[trip.kind])
            key = traveller.earliest.tobytes()
            row = who.setdefault(key, len(earliest))
            if row == len(earliest):
                earliest.append(traveller.earliest)
            earliest_row.append(row)
            way = (trip.destination, trip.kind.capability.by_air)
            if way not in ends:
                ends[way] = len(remaining)
                remaining.append(ground.remaining(way[0], by_air=way[1]))
            remaining_row.append(ends[way])
        n_loads = [0 if move.trip is None else move.trip.kind.n_loads for move in carried]
        wanted = np.array([move.tour.wanted_day for move in carried])
        release = np.array([move.release_day for move in carried], dtype=np.int32)
        weight = np.array([max(move.tour.weight, LEAST_WEIGHT) for move in carried])
        days = np.arange(last_day + 1, dtype=np.float64)
        late = np.maximum(0.0, days[None, :] - wanted[:, None])
        early = EARLINESS * (days[None, :] - release[:, None])
        horizon = self.horizon_day
        never = horizon - np.minimum(wanted, horizon) + NEVER_DAYS + EARLINESS * horizon
        n_arcs = len(ground.network.arcs)
        n_states = len(ground.network.stands)
        return Traffic(
            sizes=_rows(sizes, (0, 0), np.float64),
            size_row=np.array(size_row, dtype=np.int32),
            earliest=_rows(earliest, (0, n_arcs), np.int32),
            earliest_row=np.array(earliest_row, dtype=np.int32),
            remaining=_rows(remaining, (0, n_states), np.int32),
            remaining_row=np.array(remaining_row, dtype=np.int32),
            start=np.array(
                [ground.network.origin(move.tour.origin) for move in carried], dtype=np.int32
            ),
            end=np.array(
                [ground.locations[move.tour.destination] for move in carried], dtype=np.int32
            ),
            release_day=release,
            costs=weight[:, None] * (late + early),
            absent=weight * never,
            first_load=np.cumsum([0, *n_loads], dtype=np.int32),
        )

    def _moves_itself(self, tour: Tour) -> bool:
        is_moved = not tour.in_place and tour.follows is None
        return is_moved and tour.capability.moves is Movement.SELF

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

    def _release(self, move: Move) -> None:
        tour = move.tour
        opens = self.permissions.opens(tour.nation, tour.capability)
        kind = self._kind(tour)
        move.trip = trip = Trip(kind, tour.origin, tour.destination, opens)
        at_once = self._alone(tour, trip, tour.ready_day)
        free_run = self._alone(tour, self._unpermitted(tour, kind), tour.ready_day)
        if at_once is None or free_run is None:
            move.journeys = [None] * kind.n_loads
            move.release_day = tour.ready_day
            move.binding = missing_way(self.search, trip, tour)
            return
        lead = free_run.arrival_day - tour.ready_day + LEAD_BUFFER_DAYS
        move.release_day = max(tour.ready_day, math.floor(tour.wanted_day) - lead)
        alone = self._alone(tour, trip, move.release_day)
        if alone is None or alone.arrival_day > max(tour.wanted_day, at_once.arrival_day):
            # Waiting would miss the last ship: it goes as soon as it is ready.
            move.release_day, alone = tour.ready_day, at_once
        move.soonest_day = alone.arrival_day

    def _kind(self, tour: Tour) -> LoadKind:
        """Return how a unit is cut: into parcels, finer where a limit of its quickest way asks."""
        given = self._n_loads.get(tour.assignment, 0)
        key = (tour.capability.id, tour.origin, tour.destination, given)
        if key not in self._kinds:
            parcels = load_kind(self.plan, tour.capability)
            self._kinds[key] = (
                LoadKind(tour.capability, given) if given else self._cut(tour, parcels)
            )
        return self._kinds[key]

    def _cut(self, tour: Tour, parcels: LoadKind) -> LoadKind:
        ready, search = tour.ready_day, self.search
        whole = self._alone(tour, self._unpermitted(tour, parcels), ready)
        left = search.ground.remaining(tour.destination, by_air=tour.capability.by_air)
        quickest = int(left[search.network.origin(tour.origin)])
        if whole is not None and quickest < NEVER and whole.arrival_day == ready + quickest // 1440:
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
            self._journeys[key] = self.search.earliest(trip, release_day)
        return self._journeys[key]


def _rows(rows: Sequence[np.ndarray], empty: tuple[int, int], kind: type) -> np.ndarray:
    return np.stack(rows).astype(kind) if rows else np.zeros(empty, dtype=kind)
