"""Headline strength against what may do each task: every group against all that limits it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reassure.engines.roe.cells import Cells, cells_of, run_of
from reassure.engines.roe.frame import (
    MAY,
    MAY_NOT,
    Flags,
    Frame,
    Numbers,
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
from reassure.model.stances import Statement

_OfNation = TypeVar("_OfNation", Position, Caveat)


@dataclass(frozen=True, eq=False)
class Judged:
    """A group, and where more than positions keeps it from its tasks.

    Attributes
    ----------
    group
        The group.
    other_bars
        Shape (n_tasks of it, n_periods in which it serves).
    verdicts
        What all that bears on it leaves it, as positions in `Verdict`, shape as ``other_bars``;
        None of units of no formation.
    """

    group: Group
    other_bars: Flags
    verdicts: NDArray[np.int8] | None


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
    lapses = list(frame.lapses())
    lapsed = np.zeros(frame.shape, dtype=bool)
    for lapse in lapses:
        lapsed[frame.tasks_of[lapse.measure]] |= lapse.where
    tallies = Tallies(frame.shape, frame.days)
    made = Matrix(cells_of(frame, groups), [], tallies, {}, lapsed, {}, {})
    positions = _by_nation(frame.plan.positions)
    caveats = _by_nation(frame.plan.caveats)
    serving = frame.filled(0.0)
    for nation, own in groupby(groups, key=lambda group: group.offer.nation):
        desk = _Desk(frame, made, nation, positions.get(nation, ()))
        desk.judge(list(own), caveats.get(nation, ()))
        serving += desk.serving
        watch.tell(len(made.judged) / len(groups) * 0.6, "judging units")
    for lapse in lapses:
        tasks = frame.tasks_of[lapse.measure]
        measure = frame.plan.measures.ids[lapse.measure]
        limit = Limit(Verdict.MAY_NOT, LimitKind.NOT_IN_FORCE, lapse.binding, measure=measure)
        made.tallies.tell_all(limit, tasks, serving[tasks] * lapse.where)
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
        self._is_lapsing = bool(made.lapsed.any())
        self._sayings = sayings_of(frame, positions)
        made.sayings[nation] = {item.measure: item for item in self._sayings}
        n_tasks, n_sectors, n_periods = frame.shape
        # One period stands for all where nothing that the nation says begins or ends.
        self._is_steady = all(item.is_steady for item in self._sayings)
        shape = n_tasks, n_sectors, 1 if self._is_steady else n_periods
        self._said, self._n_bars = np.full(shape, MAY), np.zeros(shape)
        for item in self._sayings:
            self._said[item.tasks] = np.maximum(self._said[item.tasks], item.scores)
            self._n_bars[item.tasks] += item.scores == MAY_NOT
        self.serving, self._held = frame.filled(0.0), frame.filled(0.0)

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
        place = run_of(tasks), sector, span
        other = np.full((len(tasks), group.stop - group.start), MAY)
        if self._is_lapsing:
            other[self._made.lapsed[place]] = MAY_NOT
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
        said = self._said[(*place[:2], slice(None) if self._is_steady else span)]
        scores = np.maximum(said, other)
        verdicts = None
        if group.formation is not None:
            verdicts = (scores > MAY).astype(np.int8) + (scores == MAY_NOT)
        self._made.judged.append(Judged(group, bars, verdicts))
        self.serving[place] += group.strength
        self._held[place] += np.where(bars, 0.0, group.strength)
        self._made.cells.count(group, scores)

    def _tell_positions(self) -> None:
        made, days = self._made, self._made.tallies.days
        ids = self._frame.plan.measures.ids
        service = made.tallies.service_of(self.serving)
        is_alone = self._n_bars == 1
        if self._is_steady:
            opened_by = (self._held @ days) * is_alone[:, :, 0]
        else:
            opened_by = (self._held * is_alone) @ days
        steady: list[tuple[Limit, Numbers, Flags]] = []
        for item in self._sayings:
            for k, statement in enumerate(item.statements):
                if statement.verdict is Verdict.MAY:
                    continue
                where = item.holding == k
                if not where.any():
                    continue
                limit = self._limit(ids[item.measure], statement)
                if item.is_steady:
                    steady.append((limit, item.tasks, where[:, :, 0]))
                else:
                    made.tallies.tell_all(limit, item.tasks, self.serving[item.tasks] * where)
            bars = item.scores == MAY_NOT
            if not bars.any():
                continue
            if item.is_steady:
                kept = (service.bound[item.tasks] * bars[:, :, 0]).sum()
                opened = (opened_by[item.tasks] * bars[:, :, 0]).sum()
            else:
                kept = ((self.serving[item.tasks] * bars) @ days).sum()
                alone = self._held[item.tasks] * is_alone[item.tasks]
                opened = ((alone * bars) @ days).sum()
            if kept > 0:
                made.kept[self._nation, item.measure] = float(kept)
                made.gains[self._nation, item.measure] = float(opened)
        if steady:
            limits, tasks, places = zip(*steady, strict=True)
            made.tallies.tell_steady(limits, tasks, service, places)

    def _limit(self, measure: str, statement: Statement) -> Limit:
        row = statement.position
        is_asked = statement.verdict is Verdict.ON_APPROVAL
        return Limit(
            statement.verdict,
            LimitKind.POSITION,
            f"positions:{row.id}.{statement.field}",
            self._nation,
            None,
            measure,
            row.approver if is_asked else None,
            row.answer_hours if is_asked else None,
        )


class _Held:
    """A caveat by number."""

    def __init__(self, frame: Frame, caveat: Caveat) -> None:
        self.caveat = caveat
        self.sectors = frame.sector_flags(caveat.sectors)
        self.tasks = frame.task_flags(caveat.tasks) & frame.using(caveat.measures)
        self.start, self.stop = frame.touched(caveat.from_day, caveat.until_day)
        is_asked = not binds(caveat)
        self.score = approval_score(caveat.answer_hours) if is_asked else MAY_NOT
        self.limit = Limit(
            Verdict.ON_APPROVAL if is_asked else Verdict.MAY_NOT,
            LimitKind.CAVEAT,
            f"caveats:{caveat.id}.{caveat_field(caveat)}",
            caveat.nation,
            caveat.offer,
            caveat.measures[0] if len(caveat.measures) == 1 else None,
            caveat.approver if is_asked else None,
            caveat.answer_hours if is_asked else None,
        )


def _by_nation(rows: Iterable[_OfNation]) -> dict[str, list[_OfNation]]:
    found: dict[str, list[_OfNation]] = {}
    for row in rows:
        found.setdefault(row.nation, []).append(row)
    return found
