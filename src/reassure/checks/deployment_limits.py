"""What each limit of the network gives by day, and what is used of it: read from the records anew.

Where the tables leave open what a load used, the least and the most that it may have used are
both summed.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reassure.model.choices import LocationState, Mode
from reassure.model.network import Lift, Outage
from reassure.model.plan import Plan

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_LIMITED = 0.5
_TRAIN_WAGONS = 30.0
_PACKET_VEHICLES = 60.0
_BARGE_T = 1000.0


@dataclass(frozen=True, slots=True)
class Use:
    """What some loads use of one limit.

    Attributes
    ----------
    limit
        Its name, as table:id.field.
    days
        First day, by load.
    amounts
        Amount a day, by load, in the limit's unit.
    lengths
        Days in a row, by load.
    is_sure
        Whether they use it for certain, by load; else they may.
    """

    limit: str
    days: Days
    amounts: Floats
    lengths: Days
    is_sure: Mask


class Limits:
    """Limits of a plan by day, from C-day to its last one.

    Parameters
    ----------
    plan
        A plan whose references hold.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.last_day = math.floor(plan.meta.horizon_days)
        self.n_days = self.last_day + 1
        self._capacity: dict[str, Floats | None] = {}
        self._closed: dict[tuple[str, str], Mask | None] = {}
        self._pools: dict[Mode, list[Lift]] = defaultdict(list)
        for lift in plan.lifts:
            self._pools[lift.mode].append(lift)
        self._outages: dict[tuple[str, str], list[Outage]] = defaultdict(list)
        for row in plan.outages:
            if row.from_day is not None or row.until_day is not None:
                table, record = ("links", row.link) if row.link else ("locations", row.location)
                self._outages[table, record or ""].append(row)

    def pool_of(self, mode: Mode) -> list[Lift]:
        """Return the lifts of a mode, in the order of their ids."""
        return self._pools[mode]

    def capacity(self, limit: str) -> Floats | None:
        """Return what a limit gives by day; None where the plan states none."""
        if limit not in self._capacity:
            self._capacity[limit] = self._read(limit)
        return self._capacity[limit]

    def is_shut(self, limit: str) -> bool:
        """Whether a limit is zero, so that nothing passes, of whatever size."""
        table, record, name = parts_of(limit)
        if table == "lifts" and record in self.plan.lifts:
            lift = self.plan.lifts[record]
            return not sum(row.quantity for row in self._rows_of(lift))
        return getattr(self.plan.table(table)[record], name) == 0

    def closed_days(self, table: str, record: str) -> Mask | None:
        """Return on which days an outage closes a place or link; None: on none."""
        key = (table, record)
        if key not in self._closed:
            closing = [row for row in self._outages[key] if row.open_share == 0]
            self._closed[key] = self._share(closing) == 0 if closing else None
        return self._closed[key]

    def told_key(self, limit: str) -> tuple[str | None, str | None, str]:
        """Return location, link and name under which the use of a limit is told."""
        table, record, name = parts_of(limit)
        if table == "links":
            return None, record, name
        if table == "locations":
            return record, None, name
        if table == "gauge_breaks":
            return self.plan.gauge_breaks[record].location, None, limit
        return self.plan.lifts[record].home, None, limit

    def _read(self, limit: str) -> Floats | None:
        table, record, name = parts_of(limit)
        plan = self.plan
        if table not in ("links", "locations", "gauge_breaks", "lifts"):
            return None
        if record not in plan.table(table):
            return None
        if table == "lifts":
            return self._pool(plan.lifts[record])
        stated = getattr(plan.table(table)[record], name, None)
        if stated is None:
            return None
        if table == "links":
            return stated * self._share(self._outages[table, record])
        place = plan.gauge_breaks[record].location if table == "gauge_breaks" else record
        state = _LIMITED if plan.locations[place].state is LocationState.LIMITED else 1.0
        return stated * state * self._share(self._outages["locations", place])

    def _share(self, outages: Sequence[Outage]) -> Floats:
        share = np.ones(self.n_days)
        for row in outages:
            first = 0 if row.from_day is None else max(0, math.floor(row.from_day))
            stop = self.n_days if row.until_day is None else math.ceil(row.until_day)
            share[first : max(first, stop)] *= row.open_share
        return share

    def _rows_of(self, lift: Lift) -> list[Lift]:
        return [lift] if lift.mode in (Mode.SEA, Mode.AIR) else self._pools[lift.mode]

    def _pool(self, lift: Lift) -> Floats:
        days = np.arange(self.n_days)
        given = np.zeros(self.n_days)
        for row in self._rows_of(lift):
            serves = (days >= row.from_day) & (days < row.until_day)
            given += np.where(serves, row.quantity * _carried_by(row), 0.0)
        if lift.mode in (Mode.SEA, Mode.AIR):
            # What a ship does after its last day of service is not counted.
            given[days >= lift.until_day] = np.inf
        return given


def _carried_by(lift: Lift) -> float:
    """Return what one ship or aircraft, train, convoy or barge counts in its pool."""
    match lift.mode:
        case Mode.SEA | Mode.AIR:
            return 1.0
        case Mode.RAIL:
            return lift.wagons or _TRAIN_WAGONS
        case Mode.ROAD:
            return float(lift.vehicles or _PACKET_VEHICLES)
        case Mode.WATERWAY:
            return lift.payload_t or _BARGE_T


def carriers_in(plan: Plan, lift: Lift) -> float:
    """Return how many carriers one unit of a lift's pool is."""
    if lift.mode in (Mode.SEA, Mode.AIR):
        return 1.0
    rows = [row for row in plan.lifts if row.mode is lift.mode]
    whole = sum(row.quantity * _carried_by(row) for row in rows)
    return sum(row.quantity for row in rows) / whole if whole else 1.0 / _carried_by(lift)


def parts_of(limit: str) -> tuple[str, str, str]:
    """Return table, id and field of a limit's name."""
    table, _, rest = limit.partition(":")
    record, _, name = rest.rpartition(".")
    return table, record, name


def summed(uses: Sequence[Use], n_days: int) -> tuple[dict[str, int], Floats, Floats]:
    """Return the limits used, and the least and the most that is used of each by day.

    Returns
    -------
    tuple
        Row by limit, and two arrays of a row by limit and a column by day.
    """
    names = {name: row for row, name in enumerate(sorted({use.limit for use in uses}))}
    least, most = (np.zeros((len(names), n_days + 1)) for _ in range(2))
    if uses:
        row = np.concatenate([np.full(len(use.days), names[use.limit]) for use in uses])
        first = np.minimum(np.concatenate([use.days for use in uses]), n_days)
        last = np.minimum(first + np.concatenate([use.lengths for use in uses]), n_days)
        amount = np.concatenate([use.amounts for use in uses])
        sure = np.where(np.concatenate([use.is_sure for use in uses]), amount, 0.0)
        for total, used in ((least, sure), (most, amount)):
            np.add.at(total, (row, first), used)
            np.subtract.at(total, (row, last), used)
    return names, np.cumsum(least, axis=1)[:, :-1], np.cumsum(most, axis=1)[:, :-1]
