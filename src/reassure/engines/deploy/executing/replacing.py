"""What must change of a movement under way: loads sent anew, few of them, in the room left."""

from collections.abc import Sequence

from reassure.engines.deploy.executing.overtaken import overtaken_by
from reassure.engines.deploy.executing.placing import Planned
from reassure.engines.deploy.executing.rerouting import CHANGE_PRICE_DAYS, Rerouting
from reassure.engines.deploy.moving.move import Move
from reassure.model.choices import MovePurpose
from reassure.model.periods import latest_day
from reassure.model.progress import Watchdog

_LEAST_GAIN = 1e-9


def reroute_loads(ways: Rerouting, planned: Sequence[Planned], watch: Watchdog) -> dict[str, str]:
    """Put every load where it goes from now on.

    Parameters
    ----------
    ways
        Where loads are put; none is yet.
    planned
        The loads of the earlier schedule.
    watch
        Told of progress; a stop leaves out what would only better the schedule.

    Returns
    -------
    dict
        Movements that are over before all of their loads have left, each with the report that
        tells that, as of `overtaken_by`.
    """
    by_row: dict[int, list[Planned]] = {}
    for item in planned:
        by_row.setdefault(item.row, []).append(item)
    for item in planned:
        ways.go_on(item)
    over = overtaken_by(ways.moves, planned)
    for item in planned:
        name = ways.move_of(item).tour.id
        if name in over and not item.is_past and not ways.stays(item):
            item.is_over, item.reason = True, over[name]
    for row, items in by_row.items():
        _take_returns(ways, ways.moves.carried[row], items, by_row)
    watch.tell(0.4, "what has moved goes on")
    standing = [item for item in planned if item.is_known and _may_go(item)]
    for item in sorted(standing, key=lambda item: (ways.move_of(item).tour.rank, item.number)):
        ways.keep(item)
    watch.tell(0.6, "what stands is kept")
    broken = [item for item in planned if _may_go(item) and not item.is_kept]
    for item in sorted(broken, key=lambda item: (_urgency(ways.move_of(item)), item.number)):
        ways.place(item, from_day=_there_day(ways, ways.move_of(item), by_row) or 0)
    if not watch.tell(0.8, "what is broken goes anew"):
        for items in sorted(by_row.values(), key=lambda items: _urgency(ways.move_of(items[0]))):
            _better(ways, items, by_row)
            _bring_in(ways, items, by_row)
    _keep_turns(ways, by_row)
    ended = {ways.move_of(item).tour.id for item in planned if item.is_over}
    return {name: report for name, report in over.items() if name in ended}


def _may_go(item: Planned) -> bool:
    return not item.is_past and not item.is_over


def _urgency(move: Move) -> tuple[float, float, str]:
    return (-move.tour.weight, move.tour.wanted_day, move.tour.id)


def _last_day(ways: Rerouting, items: Sequence[Planned]) -> int | None:
    """Return the day on which the last of some loads arrives; None: some never do."""
    return latest_day(ways.arrival(item) for item in items)


def _there_day(ways: Rerouting, move: Move, by_row: dict[int, list[Planned]]) -> int | None:
    """Return the first day on which a unit is where its movement starts; None: never."""
    moves = ways.moves
    sources = moves.sources(move)
    if not sources:
        return 0
    rows = {item.tour.id: row for row, item in enumerate(moves.carried)}

    def there(earlier: Move) -> int | None:
        row = rows.get(earlier.tour.id)
        return earlier.arrival_day if row is None else _last_day(ways, by_row[row])

    if moves.stays_home(move, is_there=lambda earlier: there(earlier) is not None):
        return 0
    return latest_day(there(source) for source in sources)


def _take_returns(
    ways: Rerouting, move: Move, items: Sequence[Planned], by_row: dict[int, list[Planned]]
) -> None:
    """Take ways home of earlier days to have begun as planned: nothing is reported of them."""
    if move.tour.purpose is not MovePurpose.RETURN:
        return
    there = _there_day(ways, move, by_row)
    for item in items:
        first = item.first_day
        if first is not None and there is not None and there <= first < ways.as_of_day:
            ways.take_as_told(item)


def _better(ways: Rerouting, items: Sequence[Planned], by_row: dict[int, list[Planned]]) -> None:
    """Send a unit that is later now than it was anew as a whole, where that pays."""
    own = [item for item in items if _may_go(item)]
    if not any(item.is_kept for item in own) or all(item.is_kept for item in own):
        return
    traffic, row = ways.traffic, items[0].row
    n_days = traffic.costs.shape[1]
    arrived = [item.old_arrive_day for item in own]
    before = sum(
        float(traffic.absent[row] if day is None or day >= n_days else traffic.costs[row, day])
        for day in arrived
    )
    now = ways.cost(own)
    if now <= before + _LEAST_GAIN:
        return
    saved = [ways.way_of(item) for item in own]
    for item in own:
        ways.drop(item)
    from_day = _there_day(ways, ways.move_of(own[0]), by_row) or 0
    for item in own:
        ways.place(item, from_day=from_day)
    more = [item.is_kept and ways.way_of(item) != way for item, way in zip(own, saved, strict=True)]
    price = CHANGE_PRICE_DAYS * ways.weight_of(row) * sum(more)
    if now - ways.cost(own) > price + _LEAST_GAIN:
        reason = next((item.reason for item in own if item.reason and not item.is_kept), None)
        for item, is_more in zip(own, more, strict=True):
            if is_more:
                item.is_kept, item.reason = False, reason
        return
    for item in own:
        ways.drop(item)
    for item, way in zip(own, saved, strict=True):
        ways.put_back(item, way)


def _bring_in(ways: Rerouting, items: Sequence[Planned], by_row: dict[int, list[Planned]]) -> None:
    """Send what does not arrive within the plan anew, where it arrives within it then."""
    horizon = ways.moves.horizon_day
    for item in items:
        day = ways.arrival(item)
        if not _may_go(item) or (day is not None and day <= horizon):
            continue
        way = ways.way_of(item)
        ways.drop(item)
        from_day = _there_day(ways, ways.move_of(item), by_row)
        if from_day is None or not ways.place(item, from_day=from_day, last_day=horizon):
            ways.put_back(item, way)
        else:
            item.is_kept = False


def _keep_turns(ways: Rerouting, by_row: dict[int, list[Planned]]) -> None:
    """Send on later what would leave before its unit is there; what never is goes nowhere."""
    moves = ways.moves
    rows = {move.tour.id: row for row, move in enumerate(moves.carried)}
    for move in moves.in_turn:
        row = rows.get(move.tour.id)
        if row is None or not moves.sources(move):
            continue
        there = _there_day(ways, move, by_row)
        late = [
            item
            for item in by_row[row]
            if _may_go(item) and (there is None or ways.start_day(item) < there)
        ]
        for item in late:
            ways.drop(item)
            item.is_kept, item.reason = False, move.tour.ready_binding
        for item in late if there is not None else ():
            ways.place(item, from_day=there or 0)
        if there is not None:
            move.start_day = max(move.release_day, there)
