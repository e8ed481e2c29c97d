"""The schedule as tables."""

from typing import Any

import polars as pl

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.limits import Limits
from reassure.engines.deploy.network.loads import Measure
from reassure.engines.deploy.network.search import Journey
from reassure.engines.deploy.telling.ends import (
    deliveries_table,
    longest_mode,
    parts_table,
    returns_table,
    told_of,
)
from reassure.model.choices import Mode, MovePurpose
from reassure.model.network import Lift
from reassure.model.outputs import Arrival, Leg, Load, UseDay
from reassure.model.plan import Plan
from reassure.model.table import Table, columns_of

_DECIMALS = 9
"""Sums of shares are rounded here, so that use of a full limit reads as full."""


def arrivals_of(moves: Moves) -> Table[Arrival]:
    """Return one row per tour."""
    horizon_day = moves.horizon_day
    rows = [
        {"assignment": move.tour.owner, **told_of(move, horizon_day)}
        | {"would_arrive_day": _beyond(move.arrival_day, horizon_day)}
        | _first_release(moves, move)
        for move in moves.moves
        if move.tour.purpose is MovePurpose.DEPLOYMENT
    ]
    return Table(Arrival, pl.DataFrame(rows, schema=columns_of(Arrival)))


def _first_release(moves: Moves, move: Move) -> dict[str, int | None]:
    """Return when the first part of a unit that goes apart may load; empty for all others."""
    if not move.tour.parts:
        return {}
    is_released = move.soonest_day is not None
    days = [part.release_day for part in moves.firsts(move)]
    return {"release_day": min(days) if is_released else None}


def _beyond(day: int | None, horizon_day: int) -> int | None:
    return day if day is not None and day > horizon_day else None


def loads_and_legs(
    plan: Plan, moves: list[Move], horizon_day: int
) -> tuple[Table[Load], Table[Leg]]:
    """Return the loads, and their legs as far as they leave within the horizon."""
    trains = {row.mode: row for row in reversed(plan.lifts.records)}
    loads: list[dict[str, Any]] = []
    legs: dict[str, list[Any]] = {name: [] for name in columns_of(Leg)}
    for move in moves:
        if move.trip is None:
            continue
        digits, size = len(str(move.trip.kind.n_loads)), move.trip.kind.size(Measure.TONNES)
        known: dict[int, tuple[Mode | None, dict[str, list[Any]]]] = {}
        for i, journey in enumerate(move.journeys, start=1):
            load, mode = f"{move.tour.id}.{i:0{digits}d}", None
            if journey is not None:
                # Many loads of a unit share one journey.
                if id(journey) not in known:
                    told = _legs(journey, trains, horizon_day)
                    known[id(journey)] = (longest_mode(journey), told)
                mode, told = known[id(journey)]
                for name, values in told.items():
                    legs[name].extend(values)
                legs["load"].extend([load] * len(told["leg"]))
            row = {"id": load, "owner": move.tour.owner, "mode": mode, "size": size}
            loads.append(row | {"purpose": move.tour.purpose})
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


def tables_of(moves: Moves) -> dict[str, Any]:
    """Return all tables of a deployment by name."""
    loads, legs = loads_and_legs(moves.plan, moves.moves, moves.horizon_day)
    return {
        "loads": loads,
        "legs": legs,
        "arrivals": arrivals_of(moves),
        "use_days": use_days_of(moves.limits, moves.horizon_day),
        "returns": returns_table(moves),
        "deliveries": deliveries_table(moves),
        "parts": parts_table(moves),
    }


def _legs(journey: Journey, trains: dict[Mode, Lift], horizon_day: int) -> dict[str, list[Any]]:
    """Return the legs that leave within the horizon, by column.

    One after which the load is unloaded, or changes its gauge, arrives on the day on which that
    is done; one that goes on by the same carrier on the day on which it reaches the next link.
    """
    names = ("leg", "link", "lift", "depart_day", "arrive_day")
    told: dict[str, list[Any]] = {name: [] for name in names}
    number = 0
    for i, (arc, start) in enumerate(zip(journey.arcs, journey.starts, strict=True)):
        follower = journey.arcs[i + 1] if i + 1 < len(journey.arcs) else None
        lift = arc.lift or trains.get(arc.mode)
        for j, step in enumerate(arc.steps):
            entered = start + step.after_minutes
            arrived = entered + step.minutes
            if follower is not None and follower.ends_the_day and j + 1 == len(arc.steps):
                arrived = journey.starts[i + 1]
            number += 1
            if entered // DAY <= horizon_day:
                values = (number, step.way.link.id, lift and lift.id, entered // DAY)
                for name, value in zip(names, (*values, arrived // DAY), strict=True):
                    told[name].append(value)
    return told
