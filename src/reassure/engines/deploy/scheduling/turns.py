"""No unit leaves a place before it is there: what the search left out of account, put right.

Prices and flows know from when a unit may load if nothing holds its earlier movements up. Where
these end later, its loads are taken off their ways and sent on from that day, in the room that is
left. That only narrows what schedules may do, so the bound holds for these schedules too.
"""

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.network.labels import NOTHING
from reassure.engines.deploy.network.traffic import Traffic, drop_load
from reassure.engines.deploy.scheduling.aims import aim_of
from reassure.engines.deploy.scheduling.charges import value_of
from reassure.engines.deploy.scheduling.solve import Scheduled, place_in_room
from reassure.model.choices import MoveObjective
from reassure.model.periods import latest_day


def keep_turns(moves: Moves, found: Scheduled, objective: MoveObjective) -> None:
    """Send units on only once they are there; what never gets there goes nowhere.

    Parameters
    ----------
    moves
        What moves; the days on which units start are set.
    found
        The schedule, which is changed.
    objective
        What it lowers.
    """
    is_changed = False
    row_of = {move.tour.id: row for row, move in enumerate(moves.carried)}
    arrivals = {move.tour.id: _last_day(found, row) for row, move in enumerate(moves.carried)}

    def is_there(move: Move) -> bool:
        return arrivals.get(move.tour.id) is not None

    for move in moves.in_turn:
        row = row_of.get(move.tour.id)
        sources = [source for source in moves.sources(move) if source.tour.id in row_of]
        if row is None or not sources:
            continue
        if moves.stays_home(move, is_there=is_there):
            continue
        there = latest_day(arrivals[source.tour.id] for source in sources)
        if there is not None and there <= _first_day(found, row):
            continue
        is_changed = True
        _send_on(moves, found, row, there)
        arrivals[move.tour.id] = _last_day(found, row)
        move.start_day = move.release_day if there is None else max(move.release_day, there)
    if is_changed:
        aim = aim_of(moves, objective, found.traffic)
        terrain = moves.search.ground.terrain
        found.value = value_of(terrain, aim.traffic, found.loads, aim.charges)


def _loads_of(traffic: Traffic, row: int) -> range:
    return range(int(traffic.first_load[row]), int(traffic.first_load[row + 1]))


def _last_day(found: Scheduled, row: int) -> int | None:
    """Return the day on which the last load of a unit arrives; None: some never do."""
    days = [int(found.loads.arrival_day[load]) for load in _loads_of(found.traffic, row)]
    return None if NOTHING in days else max(days)


def _first_day(found: Scheduled, row: int) -> float:
    """Return the first day on which some load of a unit moves; none do: infinite."""
    loads = found.loads
    starts = [
        int(loads.starts[load, 0]) // DAY if loads.n_arcs[load] else int(loads.arrival_day[load])
        for load in _loads_of(found.traffic, row)
        if loads.arrival_day[load] != NOTHING
    ]
    return min(starts, default=float("inf"))


def _send_on(moves: Moves, found: Scheduled, row: int, day: int | None) -> None:
    """Take a unit's loads off their ways, and send them on from a day; None: leave them."""
    terrain, loads, room = moves.search.ground.terrain, found.loads, found.room
    own = _loads_of(found.traffic, row)
    for load in own:
        if loads.arrival_day[load] != NOTHING:
            drop_load(terrain, found.traffic, loads, load, room)
    if day is None:
        return
    release = found.traffic.release_day.copy()
    release[row] = max(int(release[row]), day)
    later = found.traffic._replace(release_day=release)
    place_in_room(terrain, later, loads, own, room)
