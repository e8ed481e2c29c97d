"""The cheapest way out for what cannot arrive: everything that must change on one way."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from reassure.engines.deploy.moving.deliveries import KG_PER_T, binding_of
from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.selfmove import n_craft
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.search import Search, Trip
from reassure.engines.deploy.parameters import FREIGHT_PIECE_BY_AIR_T
from reassure.engines.deploy.telling.curing import Cures
from reassure.engines.deploy.telling.obstacles import ABOVE_ZERO, Needed, asked_of, value_of
from reassure.model.choices import MovePurpose
from reassure.model.network import Upgrade
from reassure.model.plan import Plan
from reassure.model.site_outputs import WayOut
from reassure.model.table import Table, columns_of

_LEAST = 1e-6
"""Value that counts as above zero."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that must change.

    Attributes
    ----------
    binding
        What, as table:id.field.
    needed
        Value that lets the load pass, what the state of its place takes off apart; None: not
        known.
    upgrade
        Cheapest upgrade that brings it; None: none is listed.
    """

    binding: str
    needed: Needed
    upgrade: Upgrade | None


class WaysOut:
    """Finds for loads that no way takes the way on which least must change.

    Parameters
    ----------
    plan
        Plan with its upgrades.
    search
        Network and rules of the same plan.
    """

    def __init__(self, plan: Plan, search: Search) -> None:
        self.plan, self._search, self._cures = plan, search, Cures(plan)
        self._known: dict[tuple[LoadKind, str, str], tuple[Obstacle, ...] | None] = {}
        self._of_arc: dict[tuple[int, LoadKind], tuple[Obstacle, ...]] = {}

    def of(self, trip: Trip) -> tuple[Obstacle, ...] | None:
        """Return what must change on one way; empty: nothing; None: there is no way at all.

        Of the ways that listed upgrades open alone that of the least total cost; where there is
        none, the one with the fewest obstacles, and among those the quickest. An obstacle that a
        way meets twice counts twice in that choice, and is told once.
        """
        key = (trip.kind, trip.origin, trip.destination)
        if key not in self._known:
            found = self._cheapest(trip, only_curable=True)
            self._known[key] = self._cheapest(trip, only_curable=False) if found is None else found
        return self._known[key]

    def single(self, binding: str, needed: Needed) -> Obstacle:
        """Return one field as an obstacle, with its cure."""
        asked = _LEAST if needed == ABOVE_ZERO else needed
        cure = self._cures.of(binding, asked) if isinstance(asked, float) else None
        upgrade = cure.upgrade if cure is not None and cure.is_enough else None
        return Obstacle(binding, needed, upgrade)

    def before_state(self, item: Obstacle) -> Needed:
        """Return what an obstacle's field must be for its state to leave what is needed."""
        if not isinstance(item.needed, float):
            return item.needed
        return round(item.needed / self._cures.share_of(item.binding), 6)

    def _cheapest(self, trip: Trip, *, only_curable: bool) -> tuple[Obstacle, ...] | None:
        network = self._search.network
        queue: list[tuple[float, int, int, int, int, tuple[Arc, ...]]]
        queue = [(0.0, 0, 0, 0, network.origin(trip.origin), ())]
        settled: set[int] = set()
        serial = 0
        while queue:
            cost, n_obstacles, minutes, _, state, path = heapq.heappop(queue)
            if state in settled:
                continue
            settled.add(state)
            stand = network.stands[state]
            if stand.on_ground and stand.location == trip.destination:
                met = (item for arc in path for item in self._against(arc, trip.kind))
                return tuple({item.binding: item for item in met}.values())
            for arc in network.outgoing[state]:
                if arc.head in settled:
                    continue
                against = self._against(arc, trip.kind)
                if only_curable and any(item.upgrade is None for item in against):
                    continue
                paid = sum(item.upgrade.cost for item in against if item.upgrade is not None)
                serial += 1
                rank = (
                    cost + paid if only_curable else 0.0,
                    n_obstacles + len(against),
                    minutes + arc.minutes,
                    serial,
                )
                onward = (*path, arc) if against else path
                heapq.heappush(queue, (*rank, arc.head, onward))
        return None

    def _against(self, arc: Arc, kind: LoadKind) -> tuple[Obstacle, ...]:
        key = (arc.number, kind)
        if key not in self._of_arc:
            rules = self._search.rules
            self._of_arc[key] = tuple(
                self.single(name, asked_of(name, arc, kind, rules))
                for name in rules.bars(arc, kind)
            )
        return self._of_arc[key]


def ways_out_of(moves: Moves) -> Table[WayOut]:
    """Return for everything that never gets where it is to go what must change before it can.

    Parameters
    ----------
    moves
        What became of every movement; those that a stop left unscheduled have no binding limit,
        and no way out. A way home of a unit that never comes out needs none either.

    Notes
    -----
    What waits for an earlier movement of its unit that never ends has that one's way out.
    """
    plan, ways = moves.plan, WaysOut(moves.plan, moves.search)
    rows: list[dict[str, Any]] = []
    for move in moves.moves:
        if move.tour.apart is not None or not _is_stuck(move):
            # What of a unit goes apart is told with its unit.
            continue
        for order, item in enumerate(_obstacles(ways, _cause(moves, move)), start=1):
            rows.append(
                {
                    "owner": move.tour.owner,
                    "purpose": move.tour.purpose,
                    "order": order,
                    "binding": item.binding,
                    "found": _text(value_of(plan, item.binding)),
                    "needed": _text(ways.before_state(item)),
                    "upgrade": None if item.upgrade is None else item.upgrade.id,
                    "cost": None if item.upgrade is None else item.upgrade.cost,
                }
            )
    return Table(WayOut, pl.DataFrame(rows, schema=columns_of(WayOut)))


def _is_stuck(move: Move) -> bool:
    """Whether something other than time or a stop keeps a movement from its end."""
    if move.arrival_day is not None or move.binding is None:
        return False
    if move.tour.purpose is not MovePurpose.RETURN:
        return True
    # One that comes too late for the plan could be home; one that never comes out is not asked to.
    return move.ready_day is not None and move.soonest_day is None


def _cause(moves: Moves, move: Move) -> Move:
    """Return the movement of the same unit that keeps one from its end: itself, or one before."""
    while True:
        if move.kept_by is not None:
            return move.kept_by
        earlier = list(moves.sources(move))
        if move.tour.follows is not None:
            earlier = [moves.by_id[move.tour.follows]]
        elif moves.stays_home(move, is_there=lambda out: out.arrival_day is not None):
            earlier = []
        stuck = next((source for source in earlier if _is_stuck(source)), None)
        if stuck is None:
            return move
        move = stuck


def _obstacles(ways: WaysOut, move: Move) -> Iterator[Obstacle]:
    """Yield what must change for one movement, at least what binds it."""
    found = ways.of(move.trip) if move.trip is not None else None
    if found:
        yield from (_named(ways.plan, move.tour, item) for item in found)
    elif move.binding is not None:
        yield ways.single(move.binding, _asked_alone(move, move.binding))


def _named(plan: Plan, tour: Tour, item: Obstacle) -> Obstacle:
    """Return an obstacle by a field of the records: what is pledged is barred by its item."""
    binding = binding_of(plan, tour, item.binding)
    if binding == item.binding:
        return item
    return replace(item, binding=binding, needed=f"at most {FREIGHT_PIECE_BY_AIR_T * KG_PER_T:g}")


def _asked_alone(move: Move, binding: str) -> Needed:
    """Return what a movement without an obstacle on its way asks of the limit that binds it."""
    if binding == move.tour.target:
        return "a place that some way leads to"
    name = binding.rpartition(".")[2]
    if name in ("berths", "parking", "mog") and move.trip is None:
        return float(n_craft(move.tour.capability))
    return {"state": "ready", "allowed": "true", "open_share": ABOVE_ZERO}.get(name)


def _text(value: float | str | bool | None) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else value
