"""Units whose people and equipment go apart are cut and released as one: all of it, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reassure.engines.common.graph import whole_days
from reassure.engines.deploy.moving.blame import missing_way
from reassure.engines.deploy.moving.cutting import Cutting
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.permissions import Permissions
from reassure.engines.deploy.network.search import Trip


@dataclass(frozen=True)
class Joining:
    """Releases the parts of units, and what they make up again.

    Parameters
    ----------
    cutting, permissions
        Of one network.
    ready_day
        First day on which a unit can be where a movement starts; None: never.
    release
        Cuts and releases one movement that has a way.
    """

    cutting: Cutting
    permissions: Permissions
    ready_day: Callable[[Move], int | None]
    release: Callable[[Move], None]

    def release_all(self, whole: Move, parts: Sequence[Move]) -> None:
        """Release a unit and its parts, or none of them where one has no way.

        Notes
        -----
        Each load counts alike: of the unit's weight a part has its share of all loads. What goes
        to where the parts join is wanted there sooner, by the least time that the unit takes from
        there on (docs/explain/deploy.md, eqs. 14 and 15).
        """
        moved = [*parts] if whole.tour.is_joined else [*parts, whole]
        ready_day = self.ready_day(parts[0])
        if ready_day is None:
            for move in (*parts[1:], whole):
                move.binding = parts[0].binding
            return
        trips = [self._trip(move.tour, ready_day) for move in moved]
        n_loads = sum(trip.kind.n_loads for trip in trips)
        for move, trip in zip(moved, trips, strict=True):
            share = trip.kind.n_loads / n_loads
            move.tour = replace(move.tour, weight=move.tour.weight * share)
        ways = zip(moved, trips, strict=True)
        stuck = next(
            (move for move, trip in ways if not self._has_way(move.tour, trip, ready_day)), None
        )
        if stuck is None:
            sooner = 0 if whole.tour.is_joined else self._least_days(whole.tour)
            for move in parts:
                move.tour = replace(move.tour, wanted_day=move.tour.wanted_day - sooner)
            for move in moved:
                self.release(move)
            stuck = next((move for move in moved if move.soonest_day is None), None)
        if stuck is not None:
            self._keep(moved, trips, stuck, ready_day)
            if whole.tour.is_joined:
                whole.kept_by, whole.binding = stuck, stuck.binding
        elif whole.tour.is_joined:
            whole.ready_day = ready_day
            whole.release_day = whole.start_day = min(move.release_day for move in parts)
            whole.soonest_day = max(move.soonest_day or 0 for move in parts)

    def _keep(
        self, moved: Sequence[Move], trips: Sequence[Trip], stuck: Move, ready_day: int
    ) -> None:
        """Let nothing of a unit go, one part of which has no way."""
        trip = trips[list(moved).index(stuck)]
        binding = stuck.binding or missing_way(self.cutting.search, trip, stuck.tour)
        for move, own in zip(moved, trips, strict=True):
            move.trip, move.journeys = own, [None] * own.kind.n_loads
            move.ready_day = move.release_day = move.start_day = ready_day
            move.soonest_day, move.binding = None, binding
            move.kept_by = None if move is stuck else stuck

    def _trip(self, tour: Tour, ready_day: int) -> Trip:
        kind = self.cutting.kind(tour, ready_day)
        opens = self.permissions.opens(tour.nation, tour.capability)
        return Trip(kind, tour.origin, tour.destination, opens)

    def _has_way(self, tour: Tour, trip: Trip, ready_day: int) -> bool:
        free = self.cutting.unpermitted(tour, trip.kind)
        alone = self.cutting.alone
        return None not in (alone(tour, free, ready_day), alone(tour, trip, ready_day))

    def _least_days(self, tour: Tour) -> int:
        """Return the days that a movement takes at least, whenever it begins."""
        search = self.cutting.search
        left = search.ground.remaining(tour.destination, by_air=tour.capability.by_air)
        return whole_days(int(left[search.network.origin(tour.origin)]))
