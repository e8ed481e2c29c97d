"""Formations within which some units may do a task that others may not, or only when asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.engines.roe.frame import Flags, Frame
from reassure.engines.roe.groups import lacking
from reassure.engines.roe.matrix import Judged, Matrix
from reassure.engines.roe.positions import SILENT
from reassure.model.fit import caveat_field
from reassure.model.force import Offer
from reassure.model.roe_choices import Verdict
from reassure.model.roe_outputs import FormationDifference

_ABSENT = -1
_VERDICTS = tuple(Verdict)

Verdicts = NDArray[np.int8]
Nations = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Nations with units that may, may on approval, and may not."""


@dataclass(frozen=True, eq=False, slots=True)
class _Limit:
    """A caveat, or attributes that lack: where, for what and when it limits an offer."""

    binding: str
    sectors: Flags
    tasks: Flags
    start: int
    stop: int


def formation_rows(frame: Frame, matrix: Matrix) -> Iterator[FormationDifference]:
    """Yield where units of one formation differ in what they may do, for periods in a row alike.

    Notes
    -----
    docs/explain/roe.md, "Units of one formation".
    """
    search = _Search(frame, matrix)
    together: dict[tuple[str, int], list[Judged]] = {}
    for item in matrix.judged:
        if item.group.formation is not None:
            together.setdefault((item.group.formation, item.group.sector), []).append(item)
    for (formation, sector), items in sorted(together.items()):
        for task in sorted({task for item in items for task in item.group.tasks.tolist()}):
            yield from search.of_task(formation, sector, task, items)


class _Search:
    def __init__(self, frame: Frame, matrix: Matrix) -> None:
        self._frame, self._sayings = frame, matrix.sayings
        self._ids = list(frame.tasks), list(frame.sectors)
        self._said: dict[tuple[str, int, int, int, int], frozenset[str]] = {}
        self._own: dict[str, list[_Limit]] = {}

    def of_task(
        self, formation: str, sector: int, task: int, items: Sequence[Judged]
    ) -> Iterator[FormationDifference]:
        """Yield the differences of one task."""
        asked = [item for item in items if task in item.group.tasks]
        table = np.array([self._verdicts(item, task) for item in asked])
        low = np.where(table == _ABSENT, len(_VERDICTS), table).min(axis=0)
        differs = low < table.max(axis=0)
        if not differs.any():
            return
        offers = [item.group.offer for item in asked]
        is_new = np.append(True, (table[:, 1:] != table[:, :-1]).any(axis=0))
        begin, nations = 0, _nations(offers, table[:, 0])
        for period in np.flatnonzero(is_new[1:]) + 1:
            after = _nations(offers, table[:, period])
            if after != nations:
                if differs[begin]:
                    yield self._row(formation, sector, task, offers, table, begin, int(period))
                begin, nations = int(period), after
        if differs[begin]:
            yield self._row(formation, sector, task, offers, table, begin, table.shape[1])

    def _verdicts(self, item: Judged, task: int) -> Verdicts:
        """Return what a group may do of a task in each period, or `_ABSENT`."""
        group, verdicts = item.group, np.full(self._frame.shape[2], _ABSENT, dtype=np.int8)
        if item.verdicts is None:
            return verdicts
        row = item.verdicts[int(np.searchsorted(group.tasks, task))]
        verdicts[group.start : group.stop] = np.where(group.strength > 0, row, _ABSENT)
        return verdicts

    def _row(
        self,
        formation: str,
        sector: int,
        task: int,
        offers: Sequence[Offer],
        table: Verdicts,
        start: int,
        stop: int,
    ) -> FormationDifference:
        may, on_approval, may_not = _nations(offers, table[:, start])
        is_limited = (table[:, start:stop] > 0).any(axis=1)
        limited = [offers[i] for i in np.flatnonzero(is_limited).tolist()]
        bindings = {
            limit.binding
            for offer in limited
            for limit in self._limits(offer)
            if limit.tasks[task] and limit.sectors[sector]
            if limit.start < stop and start < limit.stop
        }
        for nation in {offer.nation for offer in limited}:
            bindings |= self._positions(nation, sector, task, start, stop)
        return FormationDifference(
            formation=formation,
            sector=self._ids[1][sector],
            task=self._ids[0][task],
            from_day=self._frame.periods.day(start),
            until_day=min(self._frame.periods.day(stop), self._frame.plan.meta.horizon_days),
            may=may,
            on_approval=on_approval,
            may_not=may_not,
            bindings=tuple(sorted(bindings)),
        )

    def _positions(
        self, nation: str, sector: int, task: int, start: int, stop: int
    ) -> frozenset[str]:
        """Return what a nation's positions say that limits its units in some periods."""
        key = nation, sector, task, start, stop
        if key not in self._said:
            found: set[str] = set()
            for measure in self._frame.measures_of[task]:
                saying = self._sayings[nation].get(measure)
                if saying is None:
                    continue
                held = saying.holding[int(np.searchsorted(saying.tasks, task))]
                here = held[sector if len(held) > 1 else 0]
                now = here[start:stop] if len(here) > 1 else here
                for number in set(now.tolist()) - {SILENT}:
                    statement = saying.statements[number]
                    if statement.verdict is not Verdict.MAY:
                        found.add(f"positions:{statement.position.id}.{statement.field}")
            self._said[key] = frozenset(found)
        return self._said[key]

    def _limits(self, offer: Offer) -> list[_Limit]:
        """Return what else limits an offer's units alone."""
        if offer.id not in self._own:
            frame, plan = self._frame, self._frame.plan
            lacks = lacking(plan, offer)
            found = [
                _Limit(
                    f"caveats:{row.id}.{caveat_field(row)}",
                    frame.sector_flags(row.sectors),
                    frame.task_flags(row.tasks) & frame.using(row.measures),
                    *frame.touched(row.from_day, row.until_day),
                )
                for row in plan.caveats
                if row.nation == offer.nation and row.offer in (None, offer.id)
            ]
            if lacks.any():
                everywhere = frame.sector_flags(())
                binding = f"offers:{offer.id}.attributes"
                found.append(_Limit(binding, everywhere, lacks, 0, frame.shape[2]))
            self._own[offer.id] = found
        return self._own[offer.id]


def _nations(offers: Sequence[Offer], verdicts: Verdicts) -> Nations:
    found: list[set[str]] = [set() for _ in _VERDICTS]
    for offer, verdict in zip(offers, verdicts.tolist(), strict=True):
        if verdict != _ABSENT:
            found[verdict].add(offer.nation)
    may, on_approval, may_not = (tuple(sorted(names)) for names in found)
    return may, on_approval, may_not
