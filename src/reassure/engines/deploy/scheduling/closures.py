"""When each objective is complete, and how soon it can be at best.

For a limit that some units cannot go round, the objectives that need it finish with it one after
another, in some order. The last of the first k of them is done when the limit can have given what
all k need; over all orders, the least that this may cost is a bound (docs/explain/deploy.md, eq.
18).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.parameters import NEVER_DAYS
from reassure.engines.deploy.scheduling.aims import Aim, group_of, group_weight
from reassure.engines.deploy.scheduling.bound import Demand, MustPass, closure_of
from reassure.model.choices import MoveObjective, MovePurpose
from reassure.model.movement_outputs import ObjectiveClosure
from reassure.model.table import Table

MOST_IN_TURN = 10
"""Objectives, the weightiest, that are put into every order at one limit; others count alone: there
are 1,024 sets of ten, and twice as many with each one more."""


@dataclass(frozen=True)
class _Need:
    """What one objective needs of one limit.

    Attributes
    ----------
    weight
        Of the objective.
    alone, never
        Days late that it is at least, whatever the others do; and if a unit never arrives, at
        least.
    head_day, amount
        First day on which its units reach the limit, and what they use of it in all.
    tail_days
        Least days from the last use until the objective is complete, less the day wanted.
    """

    weight: float
    alone: float
    never: float
    head_day: int
    amount: float
    tail_days: float


def objective_closures(moves: Moves, *, is_bounded: bool) -> Table[ObjectiveClosure]:
    """Return one row per objective that some assignment serves.

    Parameters
    ----------
    moves
        What moves, with its days of arrival.
    is_bounded
        Whether none of it can have left before its day of release, so that bounds hold.
    """
    must = MustPass(moves.search) if is_bounded and moves.is_whole else None
    rows = [
        _row(moves, name, own, must)
        for name, own in sorted(_grouped(moves.moves, MoveObjective.CLOSURES).items())
    ]
    return Table.of(ObjectiveClosure, rows)


def _row(
    moves: Moves, objective: str, own: Sequence[Move], must: MustPass | None
) -> dict[str, object]:
    tours = [move for move in own if move.tour.purpose is MovePurpose.DEPLOYMENT]
    days = {move.tour.owner: move.arrival_day for move in tours}
    there = {
        name: day for name, day in days.items() if day is not None and day <= moves.horizon_day
    }
    is_closed = len(there) == len(tours)
    last = max(there, key=lambda name: (there[name], name)) if is_closed else None
    late = [max(0.0, there[m.tour.owner] - m.tour.wanted_day) for m in tours if is_closed]
    return {
        "objective": objective,
        "assignments": len(tours),
        "closure_day": None if last is None else there[last],
        "closure_bound": None if must is None else closure_of(own, must),
        "late_days": max(late, default=None),
        "last_assignment": last,
    }


def _grouped(moves: Sequence[Move], objective: MoveObjective) -> Mapping[str, list[Move]]:
    found: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        name = group_of(move, objective)
        if name is not None:
            found[name].append(move)
    return found


def closures_bound(moves: Moves, objective: MoveObjective, aim: Aim) -> float:
    """Return what no schedule costs less than, where objectives cost what their last loads do.

    Parameters
    ----------
    moves
        What moves; prepared, with something that is carried.
    objective
        Whether each objective counts by itself, or the whole force.
    aim
        What counts.
    """
    horizon = moves.horizon_day
    own = sum(
        float(aim.traffic.absent[row] if _soonest(move) > horizon else cost)
        for row, move in enumerate(moves.carried)
        for cost in (aim.traffic.costs[row, min(_soonest(move), horizon)],)
    )
    must = MustPass(moves.search)
    groups = _grouped(moves.carried, objective)
    weights = {name: group_weight(moves, name) for name in groups}
    alone = {name: _alone(units, horizon) for name, units in groups.items()}
    never = {name: min(_never(move, horizon) for move in units) for name, units in groups.items()}
    at_limit: dict[int, dict[str, list[Move]]] = defaultdict(lambda: defaultdict(list))
    for name, units in groups.items():
        for move in units:
            assert move.trip is not None
            for limit, _ in must.on_quickest(move.trip):
                if must.is_forced(limit, move.trip):
                    at_limit[limit][name].append(move)
    needs: dict[int, dict[str, _Need]] = {}
    for limit, users in sorted(at_limit.items()):
        for name, units in users.items():
            demands = [
                must.demand(limit, move, move.trip).late(move.tour.wanted_day)
                for move in units
                if move.trip is not None
            ]
            day, head, amount, tail = _hardest(must, limit, demands)
            needs.setdefault(limit, {})[name] = _Need(
                weights[name], 0.0, never[name], head, amount, tail
            )
            alone[name] = max(alone[name], min(never[name], day + tail))
    best = sum(weights[name] * alone[name] for name in groups)
    for limit, users in needs.items():
        others = sum(weights[name] * alone[name] for name in groups if name not in users)
        in_turn = [
            _Need(one.weight, alone[name], one.never, one.head_day, one.amount, one.tail_days)
            for name, one in sorted(users.items(), key=lambda item: (-item[1].weight, item[0]))
        ]
        others += sum(one.weight * one.alone for one in in_turn[MOST_IN_TURN:])
        best = max(best, others + _least_in_turn(must, limit, in_turn[:MOST_IN_TURN]))
    return own + best


def _soonest(move: Move) -> int:
    assert move.soonest_day is not None
    return move.soonest_day


def _never(move: Move, horizon: int) -> float:
    return horizon - min(move.tour.wanted_day, horizon) + NEVER_DAYS


def _alone(units: Sequence[Move], horizon: int) -> float:
    """Return the days late of the unit that is the latest, if nothing else moved."""
    return max(
        max(0.0, _soonest(move) - move.tour.wanted_day)
        if _soonest(move) <= horizon
        else _never(move, horizon)
        for move in units
    )


def _hardest(
    must: MustPass, limit: int, demands: Sequence[Demand]
) -> tuple[int, int, float, float]:
    """Return the passing that ends last: its last day, head, use and tail."""
    return max(must.passings(limit, demands), key=lambda item: (item[0] + item[3], item))


def _least_in_turn(must: MustPass, limit: int, needs: Sequence[_Need]) -> float:
    """Return the least cost of objectives over all orders in which they are done with a limit.

    One that does not send all its units counts as never complete, and needs nothing.
    """
    sets = range(len(needs) + 1)
    least: dict[frozenset[int], float] = {frozenset(): 0.0}
    for size in sets[1:]:
        for chosen in combinations(range(len(needs)), size):
            head = min(needs[i].head_day for i in chosen)
            day = must.day_of_use(limit, head, sum(needs[i].amount for i in chosen))
            everyone = frozenset(chosen)
            least[everyone] = min(
                least[everyone - {last}] + needs[last].weight * _late(needs[last], day)
                for last in chosen
            )
    every = frozenset(range(len(needs)))
    return min(
        cost + sum(needs[i].weight * needs[i].never for i in sorted(every - done))
        for done, cost in least.items()
    )


def _late(need: _Need, day: int) -> float:
    return max(need.alone, min(need.never, day + need.tail_days))
