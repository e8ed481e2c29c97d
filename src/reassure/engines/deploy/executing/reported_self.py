"""Units that move themselves, as far as they are reported to have moved."""

from collections.abc import Mapping
from dataclasses import replace

from reassure.engines.deploy.executing.reported import ReportedMove, Seen
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.selfmove import SelfMovers
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.limits import Limits
from reassure.engines.deploy.network.permissions import Permissions
from reassure.model.choices import Movement, MovePurpose
from reassure.model.plan import Plan

Key = tuple[MovePurpose, str]
"""Purpose and owner of a movement."""


class SelfReported:
    """Holds what moves itself to its reports, before and after it is scheduled.

    Parameters
    ----------
    plan
        The plan as it is now.
    reported
        Movements with their reports.
    released
        Days of release that the earlier schedule tells.
    as_of_day
        First day on which what has not left may leave.

    Attributes
    ----------
    n_astray, n_lost
        Units that go on from where they were seen off their way, and those that were seen where
        no way leads.
    """

    def __init__(
        self,
        plan: Plan,
        reported: Mapping[Key, ReportedMove],
        released: Mapping[Key, int | None],
        as_of_day: int,
    ) -> None:
        self._plan, self._reported, self._as_of_day = plan, reported, as_of_day
        self._released = released
        self._wanted: dict[str, float] = {}
        self.n_astray = self.n_lost = 0

    def held(self, tour: Tour) -> Tour:
        """Return a movement; what moves itself and has not left leaves now at the soonest.

        One that was seen off its way goes on from there at once.
        """
        key = (tour.purpose, tour.owner)
        if not tour.moves or tour.capability.moves is not Movement.SELF:
            return tour
        if key not in self._reported:
            return tour
        left, there = self._reported[key].stops_made(0)
        if there is not None:
            return tour
        seen = self._reported[key].seen_astray.get(0)
        astray = None if seen is None else self._from_there(tour, seen)
        if astray is not None:
            self._wanted[tour.id] = tour.wanted_day
            return astray
        day = left if left is not None else self._as_of_day
        release_day = self._released.get(key)
        if left is None and (release_day is None or release_day >= self._as_of_day):
            return tour
        return replace(tour, ready_day=max(tour.ready_day, day))

    def _from_there(self, tour: Tour, seen: Seen) -> Tour | None:
        """Return the rest of a movement from where its unit was seen; None: no way leads on."""
        day = self._as_of_day
        # Wanted at once, it does not wait for its day of release.
        rest = replace(
            tour, origin=seen.place, ready_day=day, wanted_day=min(tour.wanted_day, float(day))
        )
        movers = SelfMovers(self._plan, Limits(self._plan, day), Permissions(self._plan))
        if movers.transit(rest).days is None:
            self.n_lost += 1
            return None
        self.n_astray += 1
        return rest

    def let_arrive(self, moves: Moves) -> None:
        """Let units that moved themselves be there from the day on that is reported, or now."""
        for move in moves.moves:
            item = self._reported.get((move.tour.purpose, move.tour.owner))
            if item is None or move.tour.capability.moves is not Movement.SELF:
                continue
            if move.tour.id in self._wanted:
                move.tour = replace(move.tour, wanted_day=self._wanted[move.tour.id])
            left, there = item.stops_made(0)
            if there is not None:
                moves.let_arrive(move, max(0, there))
            elif left is not None and move.arrival_day is not None:
                moves.let_arrive(move, max(move.arrival_day, self._as_of_day))
