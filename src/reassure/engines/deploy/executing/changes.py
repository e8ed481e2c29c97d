"""What became of every load of an earlier schedule, by what both schedules tell."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reassure.engines.deploy.executing.placing import Planned
from reassure.engines.deploy.executing.reported import ReportedMove
from reassure.engines.deploy.executing.reported_self import Key
from reassure.engines.deploy.moving.blame import longest_wait, waits_of
from reassure.engines.deploy.moving.moves import Moves
from reassure.model.choices import Movement, MovePurpose
from reassure.model.movement_choices import LoadFate
from reassure.model.movement_outputs import LoadChange
from reassure.model.outputs import Leg, Load
from reassure.model.plan import Plan
from reassure.model.results import Deployment
from reassure.model.table import Table


def load_changes_of(
    plan: Plan,
    before: Deployment,
    after: Deployment,
    moves: Moves,
    planned: Sequence[Planned],
    reported: Mapping[Key, ReportedMove],
) -> Table[LoadChange]:
    """Return one row per load of either schedule, and per unit that moves itself.

    Parameters
    ----------
    plan
        The plan as it is now.
    before, after
        The earlier schedule and the new one.
    moves, planned
        What moves now, and the loads that were put on their ways.
    reported
        Movements with their reports.
    """
    items = {item.name: item for item in planned}
    first = {item.row: item.number for item in reversed(planned)}
    origins = {(move.tour.purpose, move.tour.owner): move.tour.origin for move in moves.moves}
    now = {(move.tour.purpose, move.tour.owner): move for move in moves.moves}
    ends = {(move.tour.purpose, move.tour.owner): move.tour.destination for move in moves.moves}
    old_legs, new_legs = before.legs_by_load(), after.legs_by_load()
    old = {load.id: load for load in before.loads}
    new: dict[str, Load] = {load.id: load for load in after.loads}
    rows: list[LoadChange] = []
    for name in dict.fromkeys((*old, *new)):
        load = new.get(name, old.get(name))
        assert load is not None
        key, item = (load.purpose, load.owner), items.get(name)
        end = ends.get(key, "")
        days = [_arrive_day(plan, legs[name], end) for legs in (old_legs, new_legs)]
        if name not in new:
            # What cannot end within the plan has no loads; it is asked for all the same.
            fate = LoadFate.UNPLACED if key in now else LoadFate.DROPPED
            days[0] = old_legs[name][-1].arrive_day if old_legs[name] else None
        elif name not in old:
            fate = LoadFate.ADDED
        else:
            fate = _fate(old_legs[name], new_legs[name], item, is_cut=None in days)
        reason = None if item is None else item.reason
        move = now.get(key)
        if move is not None and (item is None or reason == move.tour.ready_binding):
            # What the unit waits for may be what held its last movement up.
            reason = (move.binding or reason) if name in old else reason
        rows.append(
            LoadChange(
                load=name,
                owner=load.owner,
                purpose=load.purpose,
                fate=fate,
                origin=origins.get(key),
                old_depart_day=old_legs[name][0].depart_day if old_legs[name] else None,
                old_arrive_day=days[0],
                new_arrive_day=days[1],
                reason=None if fate is LoadFate.KEPT else reason,
                held_by=_held_by(moves, first, item, days) if fate is LoadFate.UNDER_WAY else None,
            )
        )
    rows.extend(_moved_themselves(before, after, moves, reported))
    return Table.of(LoadChange, rows)


def _held_by(
    moves: Moves,
    first: Mapping[int, int],
    item: Planned | None,
    days: Sequence[int | None],
) -> str | None:
    """Return what a load under way waits for on its way on, if it is there later than planned."""
    old, new = (math.inf if day is None else day for day in days)
    if item is None or (new <= old and new < math.inf):
        return None
    move = moves.carried[item.row]
    assert move.trip is not None
    journey = move.journeys[item.number - first[item.row]]
    if journey is None:
        return move.binding
    onward = replace(
        journey,
        arcs=journey.arcs[item.n_begun :],
        ready=journey.ready[item.n_begun :],
        starts=journey.starts[item.n_begun :],
    )
    waits = waits_of(moves.search, moves.permissions, move.tour, move.trip, onward, moves.room, 0)
    return longest_wait(waits)


def _arrive_day(plan: Plan, legs: Sequence[Leg], end: str) -> int | None:
    """Return the day on which legs end at a place; None: they do not."""
    if not legs:
        return None
    link = plan.links[legs[-1].link]
    return legs[-1].arrive_day if end in (link.from_location, link.to_location) else None


def _fate(
    before: Sequence[Leg], after: Sequence[Leg], item: Planned | None, *, is_cut: bool
) -> LoadFate:
    if item is not None and item.is_past:
        return LoadFate.DONE if item.is_done else LoadFate.UNDER_WAY
    if list(before) == list(after):
        return LoadFate.KEPT
    if not after:
        return LoadFate.UNPLACED
    ways = [[(leg.link, leg.lift) for leg in legs] for legs in (before, after)]
    # Legs after the end of the plan are not told, of neither schedule.
    n_told = min(map(len, ways)) if is_cut and before else None
    return LoadFate.RETIMED if ways[0][:n_told] == ways[1][:n_told] else LoadFate.REROUTED


def _moved_themselves(
    before: Deployment,
    after: Deployment,
    moves: Moves,
    reported: Mapping[Key, ReportedMove],
) -> Iterator[LoadChange]:
    """Yield the units that move themselves to their tours."""
    old = {row.assignment: row.planned_day for row in before.arrivals}
    released = {row.assignment: row.release_day for row in before.arrivals}
    new = {row.assignment: row.planned_day for row in after.arrivals}
    for move in moves.moves:
        tour = move.tour
        is_own = tour.moves and tour.capability.moves is Movement.SELF
        if not is_own or tour.purpose is not MovePurpose.DEPLOYMENT:
            continue
        item = reported.get((tour.purpose, tour.owner))
        left, there = (None, None) if item is None else item.stops_made(0)
        days = old.get(tour.owner), new[tour.owner]
        if there is not None:
            fate = LoadFate.DONE
        elif left is not None:
            fate = LoadFate.UNDER_WAY
        elif tour.owner not in old:
            fate = LoadFate.ADDED
        elif days[0] == days[1]:
            fate = LoadFate.KEPT
        else:
            fate = LoadFate.UNPLACED if days[1] is None else LoadFate.RETIMED
        day = released.get(tour.owner)
        reason = move.binding or tour.ready_binding
        if item is not None and (report := item.report_of(0)) is not None:
            reason = report
        elif day is not None and day < (after.as_of_day or 0):
            reason = f"arrivals:{tour.owner}.release_day"
        yield LoadChange(
            load=tour.owner,
            owner=tour.owner,
            purpose=tour.purpose,
            fate=fate,
            origin=tour.origin if item is None else item.planned.tour.origin,
            old_depart_day=day,
            old_arrive_day=days[0],
            new_arrive_day=days[1],
            reason=None if fate is LoadFate.KEPT else reason,
        )
