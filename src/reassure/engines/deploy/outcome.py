"""What a schedule makes of every tour: journeys, arrivals, queues, what holds it up."""

import math
from collections import Counter

import numpy as np

from reassure.engines.deploy.blame import cause_of_delay, missing_way, waits_of
from reassure.engines.deploy.labels import NOTHING
from reassure.engines.deploy.moves import Move, Moves
from reassure.engines.deploy.search import Journey
from reassure.engines.deploy.solve import Scheduled
from reassure.engines.deploy.terrain import Floats
from reassure.engines.deploy.traffic import Loads


def settle(moves: Moves, found: Scheduled | None) -> None:
    """Write into every move what the schedule makes of it; None: nothing is carried."""
    if found is not None:
        first, room = found.traffic.first_load, found.room
        for number in range(len(room)):
            moves.limits.free[number] = room[number].tolist()
        for unit, move in enumerate(moves.carried):
            own = range(*first[unit : unit + 2].tolist())
            _settle(moves, move, found.loads, own, room)
    for move in moves.moves:
        _name_delay(moves, move)
    by_tour = {move.tour.assignment: move for move in moves.moves}
    staying = [move for move in moves.moves if move.tour.follows is not None]
    for move in sorted(staying, key=lambda move: (move.tour.until_day, move.tour.assignment)):
        _stay(moves, move, by_tour[move.tour.follows or ""])


def _settle(moves: Moves, move: Move, loads: Loads, own: range, room: Floats) -> None:
    tour, trip, search = move.tour, move.trip, moves.search
    assert trip is not None
    known: dict[bytes, tuple[Journey, Counter[str]]] = {}
    latest: tuple[Journey, Counter[str]] | None = None
    move.journeys = []
    for load in own:
        n_arcs = int(loads.n_arcs[load])
        if loads.arrival_day[load] == NOTHING:
            move.journeys.append(None)
            continue
        arcs, starts = loads.arcs[load, :n_arcs], loads.starts[load, :n_arcs]
        key = np.concatenate((arcs, starts)).tobytes()
        if key not in known:
            journey = search.journey(arcs.tolist(), starts.tolist(), move.release_day)
            known[key] = (journey, Counter())
        journey = known[key][0]
        waits = waits_of(search, moves.permissions, tour, trip, journey, room)
        known[key] = (journey, waits)
        move.journeys.append(journey)
        if latest is None or journey.arrival_day > latest[0].arrival_day:
            latest = (journey, waits)
    if None in move.journeys or latest is None:
        move.arrival_day = None
        move.binding = missing_way(search, trip, tour)
    else:
        move.arrival_day = latest[0].arrival_day
        move.binding = cause_of_delay(tour, move.release_day, *latest)


def _name_delay(moves: Moves, move: Move) -> None:
    arrival = move.arrival_day
    if arrival is not None and arrival <= min(move.tour.wanted_day, moves.horizon_day):
        move.binding = None


def _stay(moves: Moves, move: Move, before: Move) -> None:
    """Let a unit that is on the spot take up its next tour there."""
    start = math.floor(move.tour.from_day)
    if before.arrival_day is not None and before.arrival_day <= moves.horizon_day:
        move.arrival_day = max(before.arrival_day, min(start, moves.horizon_day))
    if before.soonest_day is not None:
        move.soonest_day = max(before.soonest_day, min(start, moves.horizon_day))
    move.binding = before.binding or move.tour.ready_binding
    _name_delay(moves, move)
