"""What movements come to beside their arrivals at tours: ways home, and deliveries, as tables."""

from typing import Any

import polars as pl

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.search import Journey
from reassure.model.choices import Mode, MovePurpose
from reassure.model.movement_outputs import Delivery, Part, Return
from reassure.model.periods import latest_day
from reassure.model.table import Table, columns_of


def told_of(move: Move, horizon_day: int) -> dict[str, Any]:
    """Return what is told of every movement: arrival, lateness, what binds, and release."""
    planned = within(move.arrival_day, horizon_day)
    is_released = move.tour.moves and move.soonest_day is not None
    return {
        "planned_day": planned,
        "wanted_day": move.tour.wanted_day,
        "late_days": None if planned is None else max(0.0, planned - move.tour.wanted_day),
        "binding": move.binding,
        "release_day": move.release_day if is_released else None,
    }


def parts_table(moves: Moves) -> Table[Part]:
    """Return one row per part of what goes apart, and one for the unit from where both join on."""
    rows: list[dict[str, Any]] = []
    for whole in moves.moves:
        if not whole.tour.parts:
            continue
        parts = moves.firsts(whole)
        rows.extend(
            {
                "assignment": move.tour.owner,
                "purpose": move.tour.purpose,
                "location": move.tour.destination,
                **told_of(move, moves.horizon_day),
            }
            for move in (parts if whole.tour.is_joined else [*parts, whole])
        )
    return Table(Part, pl.DataFrame(rows, schema=columns_of(Part)))


def returns_table(moves: Moves) -> Table[Return]:
    """Return one row per tour that ends within the plan and whose unit can come out."""
    rows: list[dict[str, Any]] = []
    for move in moves.moves:
        tour = move.tour
        if tour.purpose is not MovePurpose.RETURN or move.ready_day is None:
            continue
        told = told_of(move, moves.horizon_day)
        rows.append(
            {
                "assignment": tour.owner,
                "end_day": tour.until_day,
                "relieved_by": tour.relieved_by,
                "release_day": told["release_day"],
                "site_clear_day": within(clear_day_of(move), moves.horizon_day),
                "home_day": told["planned_day"],
                "wanted_day": None if move.soonest_day is None else tour.wanted_day,
                "late_days": told["late_days"],
                "gap_days": _gap_days(moves, move),
                "binding": told["binding"],
            }
        )
    return Table(Return, pl.DataFrame(rows, schema=columns_of(Return)))


def deliveries_table(moves: Moves) -> Table[Delivery]:
    """Return one row per pledge that moves."""
    rows = [
        {"pledge": move.tour.owner, "need": moves.plan.pledges[move.tour.owner].need}
        | told_of(move, moves.horizon_day)
        for move in moves.moves
        if move.tour.purpose is MovePurpose.DELIVERY
    ]
    return Table(Delivery, pl.DataFrame(rows, schema=columns_of(Delivery)))


def within(day: int | None, horizon_day: int) -> int | None:
    """Return a day up to the end of the plan, None for a later one."""
    return day if day is not None and day <= horizon_day else None


def clear_day_of(move: Move) -> int | None:
    """Return the day on which the last load of a unit leaves its place; None: some never do."""
    if move.trip is None:
        return None if move.arrival_day is None else move.start_day
    return latest_day(
        None if journey is None else departure_day(journey) for journey in move.journeys
    )


def departure_day(journey: Journey) -> int:
    """Return the day on which a load leaves where it was."""
    return journey.starts[0] // DAY if journey.starts else journey.arrival_day


def longest_mode(journey: Journey) -> Mode | None:
    """Return the mode on which a load goes farthest; None: it does not move."""
    lengths: dict[Mode, float] = {}
    for arc in journey.arcs:
        lengths[arc.mode] = lengths.get(arc.mode, 0.0) + _length_km(arc)
    return max(lengths, key=lambda mode: lengths[mode], default=None)


def _length_km(arc: Arc) -> float:
    return sum(step.way.link.distance_km for step in arc.steps)


def _gap_days(moves: Moves, move: Move) -> float | None:
    """Return for how long nobody is there between a unit and the one that relieves it."""
    if move.tour.relieved_by is None:
        return None
    there = moves.by_id[move.tour.relieved_by].arrival_day
    last = moves.horizon_day if there is None else min(there, moves.horizon_day)
    return max(0.0, float(last - (move.ready_day or 0)))
