"""Headline strength against what may do each task: every group against all that limits it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reassure.engines.roe.frame import (
    MAY,
    MAY_NOT,
    Flags,
    Frame,
    Scores,
    approval_score,
)
from reassure.engines.roe.groups import Group, lacking
from reassure.engines.roe.positions import Saying, sayings_of
from reassure.engines.roe.tally import Limit, Tallies
from reassure.model.fit import binds, caveat_field
from reassure.model.force import Caveat
from reassure.model.progress import Watchdog
from reassure.model.roe_choices import LimitKind, Verdict
from reassure.model.rules import Position

Counts = NDArray[np.int64]
_OfNation = TypeVar("_OfNation", Position, Caveat)


@dataclass(frozen=True, eq=False)
class Cells:
    """What serves and may do its tasks; arrays by (objective and task, sector, period).

    Attributes
    ----------
    askings
        Number of each pair of objective and task that some units are asked for.
    units, units_free, units_on_approval
        Units, those that may do the task unasked, and those that may on approval.
    headline, free, on_approval
        What they count [effective units].
    slowest
        Score of the slowest answer; `MAY` where nobody asks.
    """

    askings: dict[tuple[str, int], int]
    units: Counts
    units_free: Counts
    units_on_approval: Counts
    headline: Scores
    free: Scores
    on_approval: Scores
    slowest: Scores


@dataclass(frozen=True, eq=False)
class Judged:
    """A group, and where more than positions keeps it from its tasks.

    Attributes
    ----------
    group
        The group.
    other_bars
        Shape (n_tasks of it, n_periods in which it serves).
    """

    group: Group
    other_bars: Flags


@dataclass(frozen=True, eq=False)
class Matrix:
    """All that was judged.

    Attributes
    ----------
    cells
        Strengths.
    judged
        Groups.
    tallies
        What each limit binds.
    sayings
        By nation and number of the measure, where they limit units.
    lapsed
        Where some measure that a task needs is not in force, by task, sector and period.
    gains, kept
        By nation and measure whose position keeps units away: what changing it alone opens, and
        what it keeps away, in unit-days.
    """

    cells: Cells
    judged: list[Judged]
    tallies: Tallies
    sayings: dict[str, dict[int, Saying]]
    lapsed: Flags
    gains: dict[tuple[str, int], float]
    kept: dict[tuple[str, int], float]


def judge(frame: Frame, groups: Sequence[Group], watch: Watchdog) -> Matrix:
    """Judge every group by positions, caveats, measures in force and attributes.

    Parameters
    ----------
    frame
        Records by number.
    groups
        Units that serve, nation by nation.
    watch
        Told of progress; what is begun is always judged to its end.
    """
    days = np.array(
        [
            frame.periods.days_within(p, 0.0, frame.plan.meta.horizon_days)
            for p in range(frame.shape[2])
        ]
    )
    lapses = list(frame.lapses())
    lapsed = np.zeros(frame.shape, dtype=bool)
    for lapse in lapses:
        lapsed[frame.tasks_of[lapse.measure]] |= lapse.where
    tallies = Tallies(frame.shape, days)
    made = Matrix(_cells(frame, groups), [], tallies, {}, lapsed, {}, {})
    positions = _by_nation(frame.plan.positions)
    caveats = _by_nation(frame.plan.caveats)
    serving = np.zeros(frame.shape)
    for nation, own in groupby(groups, key=lambda group: group.offer.nation):
        desk = _Desk(frame, made, nation, positions.get(nation, ()))
        desk.judge(list(own), caveats.get(nation, ()))
        serving += desk.serving
        watch.tell(len(made.judged) / len(groups) * 0.6, "judging units")
    for lapse in lapses:
        tasks = frame.tasks_of[lapse.measure]
        measure = frame.plan.measures.ids[lapse.measure]
        limit = Limit(Verdict.MAY_NOT, LimitKind.NOT_IN_FORCE, lapse.binding, measure=measure)
        made.tallies.add_all(limit, tasks, serving[tasks] * lapse.where)
    return made


class _Desk:
    """Judges the units of one nation."""

    def __init__(
        self,
        frame: Frame,
        made: Matrix,
        nation: str,
        positions: Iterable[Position],
    ) -> None:
        self._frame, self._made, self._nation = frame, made, nation
        self._sayings = sayings_of(frame, positions)
        made.sayings[nation] = {item.measure: item for item in self._sayings}
        self._said = np.full(frame.shape, MAY)
        self._n_bars = np.zeros(frame.shape, dtype=np.int16)
        for item in self._sayings:
            self._said[item.tasks] = np.maximum(self._said[item.tasks], item.scores())
            self._n_bars[item.tasks] += item.bars()
        self.serving, self._held = np.zeros(frame.shape), np.zeros(frame.shape)

    def judge(self, groups: Sequence[Group], caveats: Sequence[Caveat]) -> None:
        """Judge the nation's groups."""
        held = [_Held(self._frame, caveat) for caveat in caveats]
        for _, own in groupby(groups, key=lambda group: group.offer.id):
            of_offer = list(own)
            offer = of_offer[0].offer
            lacks = lacking(self._frame.plan, offer)
            bearing = [item for item in held if item.caveat.offer in (None, offer.id)]
            for group in of_offer:
                self._judge_group(group, bearing, lacks)
        self._tell_positions()

    def _judge_group(self, group: Group, held: Sequence["_Held"], lacks: Flags) -> None:
        tasks, sector, span = group.tasks, group.sector, slice(group.start, group.stop)
        place = tasks, sector, span
        other = np.where(self._made.lapsed[place], MAY_NOT, MAY)
        tallies = self._made.tallies
        is_lacking = lacks[tasks]
        if is_lacking.any():
            other[is_lacking] = MAY_NOT
            limit = Limit(
                Verdict.MAY_NOT, LimitKind.ATTRIBUTES, f"offers:{group.offer.id}.attributes",
                self._nation, group.offer.id,
            )  # fmt: skip
            tallies.add(limit, tasks[is_lacking], sector, group.start, group.strength)
        for item in held:
            start, stop = max(group.start, item.start), min(group.stop, item.stop)
            if not item.sectors[sector] or start >= stop:
                continue
            is_bound = item.tasks[tasks]
            first, last = start - group.start, stop - group.start
            part = other[is_bound, first:last]
            other[is_bound, first:last] = np.maximum(part, item.score)
            tallies.add(item.limit, tasks[is_bound], sector, start, group.strength[first:last])
        bars = other == MAY_NOT
        self._made.judged.append(Judged(group, bars))
        self.serving[place] += group.strength
        self._held[place] += np.where(bars, 0.0, group.strength)
        self._count(group, np.maximum(self._said[place], other))

    def _count(self, group: Group, scores: Scores) -> None:
        cells = self._made.cells
        rows = np.array([cells.askings[group.objective, int(task)] for task in group.tasks])
        place = rows, group.sector, slice(group.start, group.stop)
        is_free = scores == MAY
        is_asked = ~is_free & (scores < MAY_NOT)
        cells.units[place] += group.n_units
        cells.units_free[place] += group.n_units * is_free
        cells.units_on_approval[place] += group.n_units * is_asked
        cells.headline[place] += group.strength
        cells.free[place] += group.strength * is_free
        cells.on_approval[place] += group.strength * is_asked
        slowest = np.where(is_asked, scores, MAY)
        cells.slowest[place] = np.maximum(cells.slowest[place], slowest)

    def _tell_positions(self) -> None:
        made, days = self._made, self._made.tallies.days
        ids = self._frame.plan.measures.ids
        for item in self._sayings:
            serving = self.serving[item.tasks]
            for k, statement in enumerate(item.statements):
                if statement.verdict is Verdict.MAY:
                    continue
                is_asked = statement.verdict is Verdict.ON_APPROVAL
                row = statement.position
                limit = Limit(
                    statement.verdict,
                    LimitKind.POSITION,
                    f"positions:{row.id}.{statement.field}",
                    self._nation,
                    None,
                    ids[item.measure],
                    row.approver if is_asked else None,
                    row.answer_hours if is_asked else None,
                )
                made.tallies.add_all(limit, item.tasks, serving * (item.holding == k))
            bars = item.bars()
            kept = float(((serving * bars) @ days).sum())
            if kept > 0:
                is_alone = bars & (self._n_bars[item.tasks] == 1)
                opened = self._held[item.tasks] * is_alone
                made.kept[self._nation, item.measure] = kept
                made.gains[self._nation, item.measure] = float((opened @ days).sum())


class _Held:
    """A caveat by number."""

    def __init__(self, frame: Frame, caveat: Caveat) -> None:
        self.caveat = caveat
        self.sectors = frame.sector_flags(caveat.sectors)
        self.tasks = frame.task_flags(caveat.tasks) & frame.using(caveat.measures)
        self.start, self.stop = frame.touched(caveat.from_day, caveat.until_day)
        is_asked = not binds(caveat)
        self.score = approval_score(caveat.answer_hours) if is_asked else MAY_NOT
        field = "measures" if caveat.measures else caveat_field(caveat)
        self.limit = Limit(
            Verdict.ON_APPROVAL if is_asked else Verdict.MAY_NOT,
            LimitKind.CAVEAT,
            f"caveats:{caveat.id}.{field}",
            caveat.nation,
            caveat.offer,
            caveat.measures[0] if len(caveat.measures) == 1 else None,
            caveat.approver if is_asked else None,
            caveat.answer_hours if is_asked else None,
        )


def _cells(frame: Frame, groups: Sequence[Group]) -> Cells:
    pairs = sorted({(group.objective, int(task)) for group in groups for task in group.tasks})
    shape = len(pairs), *frame.shape[1:]
    counts = [np.zeros(shape, dtype=np.int64) for _ in range(3)]
    strengths = [np.zeros(shape) for _ in range(3)]
    askings = {pair: i for i, pair in enumerate(pairs)}
    return Cells(
        askings,
        units=counts[0],
        units_free=counts[1],
        units_on_approval=counts[2],
        headline=strengths[0],
        free=strengths[1],
        on_approval=strengths[2],
        slowest=np.full(shape, MAY),
    )


def _by_nation(rows: Iterable[_OfNation]) -> dict[str, list[_OfNation]]:
    found: dict[str, list[_OfNation]] = {}
    for row in rows:
        found.setdefault(row.nation, []).append(row)
    return found
