"""The schedule as tables."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.arcs import Arc
from reassure.engines.deploy.limits import Limits
from reassure.engines.deploy.loads import Measure
from reassure.engines.deploy.moves import Move, Moves
from reassure.engines.deploy.search import Journey
from reassure.model.choices import Mode
from reassure.model.network import Lift
from reassure.model.outputs import Arrival, Leg, Load, UseDay
from reassure.model.plan import Plan
from reassure.model.table import Table, columns_of

_DECIMALS = 9
"""Sums of shares are rounded here, so that use of a full limit reads as full."""


def arrivals_of(moves: list[Move], horizon_day: int) -> Table[Arrival]:
    """Return one row per tour."""
    rows: list[dict[str, Any]] = []
    for move in moves:
        day = move.arrival_day
        arrives = day is not None and day <= horizon_day
        stays = move.tour.in_place or move.tour.follows is not None
        late = max(0.0, day - move.tour.wanted_day) if arrives and day is not None else None
        rows.append(
            {
                "assignment": move.tour.assignment,
                "planned_day": day if arrives else None,
                "wanted_day": move.tour.wanted_day,
                "late_days": late,
                "binding": move.binding,
                "release_day": None if stays or move.soonest_day is None else move.release_day,
            }
        )
    return Table(Arrival, pl.DataFrame(rows, schema=columns_of(Arrival)))


def loads_and_legs(
    plan: Plan, moves: list[Move], horizon_day: int
) -> tuple[Table[Load], Table[Leg]]:
    """Return the loads, and their legs as far as they leave within the horizon."""
    trains = {row.mode: row for row in reversed(plan.lifts.records)}
    loads: list[dict[str, Any]] = []
    legs: list[dict[str, Any]] = []
    for move in moves:
        if move.trip is None:
            continue
        digits = len(str(move.trip.kind.n_loads))
        for i, journey in enumerate(move.journeys, start=1):
            load = f"{move.tour.assignment}.{i:0{digits}d}"
            taken = [] if journey is None else list(_legs(load, journey, trains))
            legs.extend(leg for leg in taken if leg["depart_day"] <= horizon_day)
            mode = None if journey is None else _longest_mode(journey)
            size = move.trip.kind.size(Measure.TONNES)
            loads.append({"id": load, "owner": move.tour.assignment, "mode": mode, "size": size})
    return (
        Table(Load, pl.DataFrame(loads, schema=columns_of(Load))),
        Table(Leg, pl.DataFrame(legs, schema=columns_of(Leg))),
    )


def use_days_of(limits: Limits, horizon_day: int) -> Table[UseDay]:
    """Return use and queue of every limit on the days on which either is not zero."""
    rows: list[dict[str, Any]] = []
    for number, limit in enumerate(limits.limits):
        if limit.is_gate:
            continue
        base, free = limits.base[number], limits.free[number]
        for day in range(horizon_day + 1):
            queue = limits.queue.get((number, day), 0)
            if base[day] != free[day] or queue:
                rows.append(
                    {
                        "location": limit.location,
                        "link": limit.link,
                        "limit": limit.name,
                        "day": day,
                        "used": max(0.0, round(base[day] - free[day], _DECIMALS)),
                        "capacity": round(base[day], _DECIMALS),
                        "queue": float(queue),
                    }
                )
    return Table(UseDay, pl.DataFrame(rows, schema=columns_of(UseDay)))


def tables_of(moves: Moves) -> dict[str, Table[Any]]:
    """Return all tables of a deployment by name."""
    loads, legs = loads_and_legs(moves.plan, moves.moves, moves.horizon_day)
    return {
        "loads": loads,
        "legs": legs,
        "arrivals": arrivals_of(moves.moves, moves.horizon_day),
        "use_days": use_days_of(moves.limits, moves.horizon_day),
    }


def _legs(load: str, journey: Journey, trains: dict[Mode, Lift]) -> Iterator[dict[str, Any]]:
    """Yield the legs.

    One after which the load is unloaded, or changes its gauge, arrives on the day on which that
    is done; one that goes on by the same carrier on the day on which it reaches the next link.
    """
    number = 0
    for i, (arc, start) in enumerate(zip(journey.arcs, journey.starts, strict=True)):
        follower = journey.arcs[i + 1] if i + 1 < len(journey.arcs) else None
        for j, step in enumerate(arc.steps):
            entered = start + step.after_minutes
            arrived = entered + step.minutes
            if follower is not None and follower.ends_the_day and j + 1 == len(arc.steps):
                arrived = journey.starts[i + 1]
            lift = arc.lift or trains.get(arc.mode)
            number += 1
            yield {
                "load": load,
                "leg": number,
                "link": step.way.link.id,
                "lift": None if lift is None else lift.id,
                "depart_day": entered // DAY,
                "arrive_day": arrived // DAY,
            }


def _longest_mode(journey: Journey) -> Mode | None:
    lengths: dict[Mode, float] = {}
    for arc in journey.arcs:
        lengths[arc.mode] = lengths.get(arc.mode, 0.0) + _length_km(arc)
    return max(lengths, key=lambda mode: lengths[mode], default=None)


def _length_km(arc: Arc) -> float:
    return sum(step.way.link.distance_km for step in arc.steps)
