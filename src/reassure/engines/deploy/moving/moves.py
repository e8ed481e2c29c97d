"""What is to move: tours cut into loads, released, and laid out for the compiled searches."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from reassure.engines.deploy.moving.blame import longest_wait, missing_way, waits_of
from reassure.engines.deploy.moving.chains import Chains
from reassure.engines.deploy.moving.cutting import Cutting
from reassure.engines.deploy.moving.joining import Joining
from reassure.engines.deploy.moving.laying import lay_out
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.selfmove import SelfMovers
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.limits import Limits
from reassure.engines.deploy.network.network import Network
from reassure.engines.deploy.network.permissions import Permissions
from reassure.engines.deploy.network.rules import Rules
from reassure.engines.deploy.network.search import Search, Trip
from reassure.engines.deploy.network.terrain import Floats
from reassure.engines.deploy.network.traffic import Traffic
from reassure.engines.deploy.network.works import NO_WORKS, Works
from reassure.engines.deploy.parameters import LEAD_BUFFER_DAYS, TAIL_DAYS
from reassure.model.choices import Movement, MovePurpose
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog

__all__ = ["Move", "Moves"]


class Moves(Chains):
    """All tours of a force plan, made ready to be scheduled.

    Units that move themselves take their berths and parking places first, in the order of the
    tours; what they leave is shared by what is carried.

    Parameters
    ----------
    plan
        Plan with its network.
    tours
        Movements, in the order in which a list would serve them. Where ways home are among them,
        whose wanted days follow from their ways, a list serves all in the order of `Tour.rank`.
    n_loads
        Loads that a unit is cut into, by owner of the movement; others are cut by parcels.
    last_day
        Of a withdrawal, in which all are wanted home at once: day up to which it is followed.
        None: this is none, and goes on to the end of the plan.
    works
        Upgrades that are in the plan, and from which day on each is in force.
    seen
        Places to which loads may have strayed, and from which they go on.

    Attributes
    ----------
    moves, by_id, in_turn
        As of `Chains`.
    carried
        Those that are loaded, and can arrive, in the order of the list.
    """

    def __init__(
        self,
        plan: Plan,
        tours: Sequence[Tour],
        *,
        n_loads: Mapping[str, int] | None = None,
        last_day: int | None = None,
        works: Works = NO_WORKS,
        seen: frozenset[str] = frozenset(),
    ) -> None:
        self.plan = plan
        self.horizon_day = math.floor(plan.meta.horizon_days) if last_day is None else last_day
        self._is_withdrawal = last_day is not None
        self.limits = Limits(plan, self.horizon_day + TAIL_DAYS, works=works)
        self.permissions = Permissions(plan)
        self._self_movers = SelfMovers(plan, self.limits, self.permissions)
        super().__init__([Move(tour) for tour in tours])
        for move in self.in_turn:
            if move.tour.moves and move.tour.capability.moves is Movement.SELF:
                self._move_itself(move)
        carried = [tour for tour in tours if tour.capability.moves is Movement.CARRIED]
        self.search = self._search(plan, carried, seen)
        self._cutting = Cutting(plan, self.search, n_loads or {})
        self.is_whole = True

    def _search(self, plan: Plan, carried: Sequence[Tour], seen: frozenset[str]) -> Search:
        home = [tour for tour in carried if tour.purpose is MovePurpose.RETURN]
        origins = frozenset(tour.origin for tour in carried)
        network = Network(
            plan,
            seen | origins,
            frozenset(tour.destination for tour in carried),
            left=frozenset(tour.origin for tour in home),
            sought=seen.union(
                tour.destination for tour in carried if tour.purpose is not MovePurpose.RETURN
            ),
            strays=seen - origins,
        )
        return Search(network, Rules(plan, self.limits), self.limits)

    def prepare(self, watch: Watchdog, *, like: "Moves | None" = None) -> None:
        """Cut and release every tour that is carried; a stop leaves the rest as they are.

        Parameters
        ----------
        watch
            Told of progress; may ask to stop.
        like
            Moves of the same tours with less of the network: what is carried there keeps its
            loads, its day of release and its place in the list, and who could not be home there
            in time is not carried here either.
        """
        for at, move in enumerate(self.in_turn):
            if watch.tell(0.2 * at / len(self.moves), "units prepared"):
                self.is_whole = False
                break
            tour = move.tour
            if tour.in_place:
                move.soonest_day = move.arrival_day = 0
            elif tour.parts:
                self._release_parts(move, like)
            elif tour.apart is not None:
                # It is released with its unit.
                continue
            elif tour.moves and tour.capability.moves is Movement.CARRIED:
                known = None if like is None else like.by_id[tour.id]
                if known is not None and known.is_carried:
                    _take_over(move, known)
                elif like is None or tour.purpose is not MovePurpose.RETURN:
                    self._release(move)
        self.carried = [move for move in self.moves if move.is_carried]
        if like is not None:
            own = [self.by_id[move.tour.id] for move in like.carried]
            own = [move for move in own if move.is_carried]
            new = [move for move in self.carried if not like.by_id[move.tour.id].is_carried]
            self.carried = [*own, *new]
        elif any(
            move.tour.apart is not None or move.tour.purpose is MovePurpose.RETURN
            for move in self.carried
        ):
            self.carried.sort(key=lambda move: move.tour.rank)

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
        """
        return lay_out(self.carried, self.search, self.horizon_day, last_day)

    def _ready_day(self, move: Move) -> int | None:
        """Return the first day on which a unit can be where its movement starts; None: never."""
        sources = self.sources(move)
        if not sources or self.stays_home(move, is_there=_can_arrive):
            return move.tour.ready_day
        there = [move.tour.ready_day]
        for source in sources:
            day = _there_day(source)
            if day is None:
                move.binding = source.binding
                return None
            there.append(day)
        return max(there)

    def _release_parts(self, whole: Move, like: "Moves | None") -> None:
        parts = self.firsts(whole)
        known = [] if like is None else [like.by_id[move.tour.id] for move in (*parts, whole)]
        if known and all(move.soonest_day is not None for move in known):
            for move, before in zip((*parts, whole), known, strict=True):
                _take_over(move, before)
        else:
            joining = Joining(self._cutting, self.permissions, self._ready_day, self._release)
            joining.release_all(whole, parts)

    def _lead(self, move: Move, ready_day: int, days: int) -> None:
        """Set the day of release, so many days of transit and a buffer before the wanted day."""
        lead = days + LEAD_BUFFER_DAYS
        if move.tour.purpose is MovePurpose.RETURN and not self._is_withdrawal:
            move.tour = replace(move.tour, wanted_day=float(ready_day + lead))
        move.release_day = max(ready_day, math.floor(move.tour.wanted_day) - lead)
        move.start_day = move.release_day

    def _move_itself(self, move: Move) -> None:
        tour, ready_day = move.tour, self._ready_day(move)
        move.ready_day = ready_day
        if ready_day is None:
            return
        transit = self._self_movers.transit(tour)
        move.binding = transit.binding
        if transit.days is None:
            return
        self._lead(move, ready_day, transit.days)
        reached = move.release_day + transit.days
        move.soonest_day = move.arrival_day = max(reached, transit.open_day)
        if transit.permission is not None and transit.open_day > reached:
            move.binding = transit.permission
        elif tour.is_homeward and reached <= self.horizon_day:
            move.binding = None
        elif move.release_day >= transit.days:
            move.binding = tour.ready_binding
        if move.soonest_day <= self.horizon_day and tour.purpose is MovePurpose.DEPLOYMENT:
            place = self._self_movers.place(tour, move.soonest_day, self.horizon_day)
            move.arrival_day, full = place
            move.binding = full or move.binding

    def let_arrive(self, move: Move, day: int) -> None:
        """Let a unit that moves itself be there on a day that is known; its way home follows."""
        before = move.arrival_day
        move.arrival_day = day
        if before == day or move.tour.purpose is not MovePurpose.DEPLOYMENT:
            return
        had_place = before is not None and before <= self.horizon_day
        self._self_movers.shift(move.tour, before if had_place else None, day)
        for home in self.moves:
            if home.tour.is_homeward and self.before(home) is move:
                self._move_itself(home)

    def _release(self, move: Move) -> None:
        tour, ready_day = move.tour, self._ready_day(move)
        move.ready_day = ready_day
        if ready_day is None:
            return
        alone, cutting = self._cutting.alone, self._cutting
        opens = self.permissions.opens(tour.nation, tour.capability)
        kind = cutting.kind(tour, ready_day)
        trip = Trip(kind, tour.origin, tour.destination, opens, tour.is_homeward)
        at_once = alone(tour, trip, ready_day)
        free_run = alone(tour, cutting.unpermitted(tour, kind), ready_day)
        if at_once is None or free_run is None:
            move.trip = trip
            move.journeys = [None] * kind.n_loads
            move.release_day = ready_day
            move.binding = missing_way(self.search, trip, tour)
            return
        self._lead(move, ready_day, free_run.arrival_day - ready_day)
        journey = alone(tour, trip, move.release_day)
        if journey is None or journey.arrival_day > max(tour.wanted_day, at_once.arrival_day):
            # Waiting would miss the last ship: it goes as soon as it is ready.
            move.release_day, journey = ready_day, at_once
            move.start_day = ready_day
        move.soonest_day = journey.arrival_day
        # Who cannot be home within the plan is not followed beyond it.
        if tour.purpose is not MovePurpose.RETURN or move.soonest_day <= self.horizon_day:
            move.trip = trip
        else:
            waits = waits_of(self.search, self.permissions, tour, trip, journey, self.room, 0)
            move.binding = longest_wait(waits) or tour.ready_binding


def _take_over(move: Move, known: Move) -> None:
    """Let a movement be cut and released as it is known to be."""
    move.tour, move.trip, move.soonest_day = known.tour, known.trip, known.soonest_day
    move.release_day = move.start_day = known.release_day


def _there_day(move: Move) -> int | None:
    """Return the first day on which a unit can be there; of one that moves itself it is known."""
    if move.soonest_day is None or move.tour.capability.moves is Movement.CARRIED:
        return move.soonest_day
    return move.arrival_day


def _can_arrive(move: Move) -> bool:
    return _there_day(move) is not None
