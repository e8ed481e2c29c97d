"""What a schedule makes of every tour: journeys, arrivals, queues, what holds it up."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np

from reassure.engines.deploy.moving.blame import cause_of_delay, missing_way, waits_of
from reassure.engines.deploy.moving.deliveries import binding_of
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.labels import NOTHING
from reassure.engines.deploy.network.search import Journey
from reassure.engines.deploy.network.terrain import Floats
from reassure.engines.deploy.network.traffic import Loads
from reassure.engines.deploy.scheduling.solve import Scheduled


def settle(moves: Moves, found: Scheduled | None) -> None:
    """Write into every move what the schedule makes of it; None: nothing is carried."""
    if found is not None:
        first, room = found.traffic.first_load, found.room
        for number in range(len(room)):
            moves.limits.free[number] = room[number].tolist()
        rows = {move.tour.id: row for row, move in enumerate(moves.carried)}
        for move in moves.in_turn:
            if move.tour.id in rows:
                row = rows[move.tour.id]
                own = range(*first[row : row + 2].tolist())
                _settle(moves, move, found.loads, own, room)
    for move in moves.moves:
        _name_delay(moves, move)
        if move.binding is not None:
            move.binding = binding_of(moves.plan, move.tour, move.binding)
    moves.join_parts()
    for move in moves.in_turn:
        _name_earlier(moves, move)
    staying = [move for move in moves.moves if move.tour.follows is not None]
    for move in sorted(staying, key=lambda move: (move.tour.until_day, move.tour.id)):
        _stay(moves, move, moves.by_id[move.tour.follows or ""])


def _settle(moves: Moves, move: Move, loads: Loads, own: range, room: Floats) -> None:
    tour, trip, search = move.tour, move.trip, moves.search
    assert trip is not None
    ways: list[bytes | None] = []
    alike: dict[bytes, list[int]] = {}
    for load in own:
        way = None
        if loads.arrival_day[load] != NOTHING:
            n_arcs = int(loads.n_arcs[load])
            arcs, starts = loads.arcs[load, :n_arcs], loads.starts[load, :n_arcs]
            way = np.concatenate((arcs, starts)).tobytes()
            alike.setdefault(way, []).append(load)
        ways.append(way)
    known: dict[bytes, tuple[Journey, Counter[str]]] = {}
    for way, same in alike.items():
        n_arcs = int(loads.n_arcs[same[0]])
        arcs, starts = loads.arcs[same[0], :n_arcs], loads.starts[same[0], :n_arcs]
        journey = search.journey(arcs.tolist(), starts.tolist(), move.start_day)
        waits = waits_of(search, moves.permissions, tour, trip, journey, room, len(same))
        known[way] = (journey, waits)
    move.journeys = [None if way is None else known[way][0] for way in ways]
    move.waits = [Counter[str]() if way is None else known[way][1] for way in ways]
    latest = max(known.values(), key=lambda one: one[0].arrival_day, default=None)
    if None in move.journeys or latest is None:
        never = (source for source in moves.sources(move) if source.arrival_day is None)
        held_by = next(never, None)
        move.arrival_day = None
        move.binding = missing_way(search, trip, tour) if held_by is None else held_by.binding
    else:
        move.arrival_day = latest[0].arrival_day
        move.binding = cause_of_delay(_held(moves, move), move.start_day, *latest)
        if move.binding is None and move.start_day > move.release_day:
            move.binding = next((source.binding for source in moves.sources(move)), None)


def _held(moves: Moves, move: Move) -> Tour:
    """Return a movement; what waits for its parts is ready when the last of them is there."""
    if not move.tour.parts:
        return move.tour
    last = max(moves.firsts(move), key=lambda part: part.arrival_day or 0)
    return replace(move.tour, ready_binding=last.binding or move.tour.ready_binding)


def _name_delay(moves: Moves, move: Move) -> None:
    arrival = move.arrival_day
    if arrival is not None and arrival <= min(move.tour.wanted_day, moves.horizon_day):
        move.binding = None


def _name_earlier(moves: Moves, move: Move) -> None:
    """Name what held its unit's last movement up, where that alone makes a unit ready late."""
    tour, sources = move.tour, moves.sources(move)
    is_own = move.binding != tour.ready_binding
    if is_own or moves.stays_home(move, is_there=lambda out: out.arrival_day is not None):
        return
    for source in sources:
        there = source.soonest_day if source.arrival_day is None else source.arrival_day
        if source.binding is not None and (there is None or there > tour.ready_day):
            move.binding = source.binding
            return


def _stay(moves: Moves, move: Move, before: Move) -> None:
    """Let a unit that is on the spot take up its next tour there."""
    start = math.floor(move.tour.from_day)
    if before.arrival_day is not None and before.arrival_day <= moves.horizon_day:
        move.arrival_day = max(before.arrival_day, min(start, moves.horizon_day))
    if before.soonest_day is not None:
        move.soonest_day = max(before.soonest_day, min(start, moves.horizon_day))
    move.binding = before.binding or move.tour.ready_binding
    _name_delay(moves, move)
