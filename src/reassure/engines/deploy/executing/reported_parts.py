"""Reports of units whose people and equipment go apart, told to each of their movements."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from reassure.engines.deploy.executing.planned_parts import PlannedMove, Stop
from reassure.engines.deploy.executing.reported import ReportedMove, Seen
from reassure.model.choices import MovePurpose


class ReportedPart(ReportedMove):
    """The people or the equipment of a unit; reports tell shares of both together.

    Parameters
    ----------
    whole
        The unit, its people and its equipment load by load.
    first
        The first of these loads that is its own.
    """

    def __init__(self, whole: ReportedMove, first: int) -> None:
        onward = whole.planned.onward
        own = places_of(whole.planned)
        others = set[str]() if onward is None else places_of(onward) - own
        reports = [row for row in whole.reports if row.location not in others]
        super().__init__(whole.planned, reports, whole.as_of_day)
        self._first, self._n_onward = first, 0 if onward is None else 2

    def stops_made(self, i: int) -> list[int | None]:
        """Return the day on which one of its own loads made each of its stops."""
        made = super().stops_made(self._first + i)
        return made[: len(made) - self._n_onward]

    def awaited(self, i: int) -> list[bool]:
        """Return of each stop of one of its own loads if its missing report tells."""
        told = super().awaited(self._first + i)
        return told[: len(told) - self._n_onward]

    def stops_of(self, i: int) -> tuple[Stop, ...]:
        """Return the stops that one of its own loads is to make."""
        stops = super().stops_of(self._first + i)
        return stops[: len(stops) - self._n_onward]

    @cached_property
    def seen_astray(self) -> Mapping[int, Seen]:
        """Where its own loads were seen last that left their way, by load."""
        # Ranks go over all loads of the unit, of which its own are some.
        away = ReportedMove(self.planned, self.reports, self.as_of_day).seen_astray
        return {i - self._first: seen for i, seen in away.items()}


def by_movement(moves: Iterable[ReportedMove]) -> dict[tuple[MovePurpose, str], ReportedMove]:
    """Return reported units by movement; one that goes apart once for each of its movements."""
    found: dict[tuple[MovePurpose, str], ReportedMove] = {}
    for item in moves:
        planned, owner = item.planned, item.planned.tour.owner
        first = 0
        for purpose, n_loads in planned.n_apart:
            found[purpose, owner] = ReportedPart(item, first)
            first += n_loads
        if not planned.n_apart:
            found[planned.tour.purpose, owner] = item
        elif planned.onward is not None:
            ahead = places_of(planned) - places_of(planned.onward)
            reports = [row for row in item.reports if row.location not in ahead]
            onward = ReportedMove(planned.onward, reports, item.as_of_day)
            found[planned.tour.purpose, owner] = onward
    return found


def places_of(planned: PlannedMove) -> set[str]:
    """Return the places where loads are to stop."""
    return {stop.location for part in planned.parts for stop in part}
