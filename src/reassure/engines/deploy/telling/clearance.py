"""When each place is clear: days, modes, and the limit that was waited for longest."""

from collections import Counter, defaultdict
from typing import Any, NamedTuple

import polars as pl

from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.selfmove import mode_of
from reassure.engines.deploy.network.loads import Measure
from reassure.engines.deploy.telling.ends import departure_day, within
from reassure.model.choices import Mode
from reassure.model.movement_outputs import SiteClearance
from reassure.model.table import Table, columns_of


class _Leaving(NamedTuple):
    """One load that leaves a place, or a unit that moves itself."""

    unit: str
    mode: Mode | None
    tonnes: float
    leave_day: int | None
    home_day: int | None
    waits: Counter[str]


def clearances_of(moves: Moves, from_day: int) -> Table[SiteClearance]:
    """Return one row per place, and one more for each mode by which loads leave it.

    Parameters
    ----------
    moves
        Ways home, settled.
    from_day
        Day from which all may leave.
    """
    leaving: dict[str, list[_Leaving]] = defaultdict(list)
    for move in moves.moves:
        leaving[move.tour.origin].extend(_leaving(move, moves.horizon_day))
    rows: list[dict[str, Any]] = []
    for place in sorted(leaving):
        rows.append(_row(place, None, leaving[place], from_day))
        for mode in Mode:
            own = [item for item in leaving[place] if item.mode is mode]
            if own:
                rows.append(_row(place, mode, own, from_day))
    return Table(SiteClearance, pl.DataFrame(rows, schema=columns_of(SiteClearance)))


def _leaving(move: Move, last_day: int) -> list[_Leaving]:
    tour = move.tour
    if move.trip is None:
        home = within(move.arrival_day, last_day)
        left = None if move.arrival_day is None else within(move.start_day, last_day)
        mode = mode_of(tour.capability)
        return [_Leaving(tour.unit, mode, tour.capability.tonnes, left, home, Counter())]
    tonnes = move.trip.kind.size(Measure.TONNES)
    waits = move.waits or [Counter[str]() for _ in move.journeys]
    found: list[_Leaving] = []
    for journey, waited in zip(move.journeys, waits, strict=True):
        if journey is None:
            found.append(_Leaving(tour.unit, None, tonnes, None, None, waited))
            continue
        left, home = within(departure_day(journey), last_day), within(journey.arrival_day, last_day)
        first = next((arc.mode for arc in journey.arcs if arc.steps), None)
        found.append(_Leaving(tour.unit, first, tonnes, left, home, waited))
    return found


def _row(place: str, mode: Mode | None, items: list[_Leaving], from_day: int) -> dict[str, Any]:
    left = [item.leave_day for item in items if item.leave_day is not None]
    home = [item.home_day for item in items if item.home_day is not None]
    clear = max(left) if len(left) == len(items) else None
    waits = sum((item.waits for item in items), Counter[str]())
    longest = max(sorted(waits), key=lambda name: waits[name], default=None)
    return {
        "location": place,
        "mode": mode,
        "units": len({item.unit for item in items}),
        "loads": len(items),
        "tonnes": round(sum(item.tonnes for item in items), 9),
        "first_day": min(left, default=None),
        "clear_day": clear,
        "days_to_clear": None if clear is None else clear + 1 - from_day,
        "home_day": max(home) if len(home) == len(items) else None,
        "binding": longest,
        "waited_days": float(waits[longest]) if longest is not None else 0.0,
    }
