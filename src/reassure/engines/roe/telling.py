"""What was judged, as rows of tables."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import compress

import numpy as np
import polars as pl

from reassure.engines.roe.covering import Cover
from reassure.engines.roe.frame import Frame, hours_of
from reassure.engines.roe.holes import Change, Hole
from reassure.engines.roe.matrix import Matrix
from reassure.model.fields import LIST_SEPARATOR
from reassure.model.roe_choices import HoleCure, Stance
from reassure.model.roe_outputs import (
    Permission,
    PermissionHole,
    PermissionLimit,
    PositionChange,
)
from reassure.model.table import Table, columns_of

_DECIMALS = 9
"""Sums of unlike shares of days differ in the last bits; beyond these a cell is the same."""


def permission_table(frame: Frame, matrix: Matrix) -> Table[Permission]:
    """Return the matrix: one row for periods in a row that are alike."""
    cells = matrix.cells
    amounts = [cells.present, cells.free, cells.on_approval]
    figures = [
        *(values[:, :, 0].astype(np.int64) for values in amounts),
        *(np.round(values[:, :, 1], _DECIMALS) for values in amounts),
        cells.slowest,
    ]
    is_there = figures[0] > 0
    differs = np.zeros(is_there.shape, dtype=bool)
    for values in figures:
        differs[..., 1:] |= values[..., 1:] != values[..., :-1]
    begins = is_there & (differs | np.pad(~is_there, ((0, 0), (0, 0), (1, 0)))[..., :-1])
    begins[..., 0] = is_there[..., 0]
    ends = is_there.copy()
    ends[..., :-1] &= begins[..., 1:] | ~is_there[..., 1:]
    rows, sectors, starts = np.nonzero(begins)
    stops = np.nonzero(ends)[2] + 1
    pairs = list(cells.askings)
    task_ids, sector_ids = list(frame.tasks), list(frame.sectors)
    picked = [values[rows, sectors, starts] for values in figures]
    ends_of_periods = np.array([_end(frame, p + 1) for p in range(frame.shape[2])])
    data = {
        "objective": [pairs[row][0] for row in rows.tolist()],
        "sector": [sector_ids[sector] for sector in sectors.tolist()],
        "task": [task_ids[pairs[row][1]] for row in rows.tolist()],
        "from_day": frame.begins[starts],
        "until_day": ends_of_periods[stops - 1],
        "units": picked[0],
        "units_free": picked[1],
        "units_on_approval": picked[2],
        "headline": picked[3],
        "free": picked[4],
        "on_approval": picked[5],
        "answer_hours": [hours_of(score) for score in picked[6].tolist()],
    }
    return Table(Permission, pl.DataFrame(data, schema=columns_of(Permission)))


def limit_table(frame: Frame, matrix: Matrix) -> Table[PermissionLimit]:
    """Return what binds units that serve, task by task."""
    rows: list[tuple[object, ...]] = []
    task_ids = list(frame.tasks)
    sector_ids = list(frame.sectors)
    begins = [frame.periods.day(p) for p in range(frame.shape[2])]
    ends = [_end(frame, p + 1) for p in range(frame.shape[2])]

    @cache
    def names(flags: bytes) -> str:
        return LIST_SEPARATOR.join(compress(sector_ids, flags))

    for limit, tally in matrix.tallies.by_limit.items():
        for task in np.flatnonzero(tally.bound).tolist():
            row = (
                task_ids[tally.tasks[task]],
                limit.verdict.value,
                limit.kind.value,
                limit.nation,
                limit.offer,
                limit.binding,
                limit.measure,
                names(tally.sectors[task].tobytes()),
                begins[tally.first[task]],
                ends[tally.last[task]],
                limit.approver,
                limit.answer_hours,
                round(float(tally.bound[task]), _DECIMALS),
            )
            rows.append(row)
    schema = columns_of(PermissionLimit)
    columns = dict(zip(schema, zip(*rows, strict=True), strict=True)) if rows else {}
    flat = pl.DataFrame(columns, schema=schema | {"sectors": pl.String()})
    # Lists are cut from texts: frames of many small lists take long to make.
    return Table(PermissionLimit, flat.with_columns(pl.col("sectors").str.split(LIST_SEPARATOR)))


def hole_rows(
    frame: Frame, matrix: Matrix, holes: Sequence[Hole], covers: Sequence[Cover]
) -> Iterator[PermissionHole]:
    """Yield the holes, each with the fewest changes that open it."""
    task_ids, sector_ids = list(frame.tasks), list(frame.sectors)
    days = matrix.tallies.days
    for hole, changes in zip(holes, covers, strict=True):
        row = matrix.cells.askings[hole.objective, hole.task]
        span = slice(hole.start, hole.stop)
        yield PermissionHole(
            objective=hole.objective,
            sector=sector_ids[hole.sector],
            task=task_ids[hole.task],
            from_day=frame.periods.day(hole.start),
            until_day=_end(frame, hole.stop),
            headline=round(
                float(matrix.cells.present[row, hole.sector, 1, span] @ days[span]), _DECIMALS
            ),
            cure=hole.cure,
            changes=written(frame, changes.changes),
        )


def change_rows(
    frame: Frame, matrix: Matrix, holes: Sequence[Hole], smallest: Cover
) -> Iterator[PositionChange]:
    """Yield the positions that keep units away, those first that open most alone."""
    closed: dict[Change, int] = {}
    for hole in holes:
        if hole.cure is HoleCure.POSITIONS:
            alone = [{way for way in ways if len(way) == 1} for ways in hole.ways]
            for way in set.intersection(*alone):
                (change,) = way
                closed[change] = closed.get(change, 0) + 1
    ids = frame.plan.measures.ids
    ranked = sorted(
        matrix.kept,
        key=lambda change: (
            -round(matrix.gains[change], _DECIMALS),
            -closed.get(change, 0),
            -round(matrix.kept[change], _DECIMALS),
            change[0],
            ids[change[1]],
        ),
    )
    chosen = set(smallest.changes)
    stances = _stances(matrix)
    for rank, change in enumerate(ranked, start=1):
        yield PositionChange(
            nation=change[0],
            measure=ids[change[1]],
            rank=rank,
            stance=stances[change],
            gain=round(matrix.gains[change], _DECIMALS),
            bound=round(matrix.kept[change], _DECIMALS),
            holes_closed=closed.get(change, 0),
            is_in_smallest_set=change in chosen,
        )


def written(frame: Frame, changes: Sequence[Change]) -> tuple[str, ...]:
    """Return changes as nation:measure, in their order."""
    ids = frame.plan.measures.ids
    return tuple(sorted(f"{nation}:{ids[measure]}" for nation, measure in changes))


def _stances(matrix: Matrix) -> Mapping[Change, Stance]:
    found: dict[Change, Stance] = {}
    for change in matrix.kept:
        said = matrix.sayings[change[0]][change[1]].statements
        stances = {item.position.stance for item in said}
        found[change] = Stance.REFUSED if Stance.REFUSED in stances else Stance.RESTRICTED
    return found


def _end(frame: Frame, period: int) -> float:
    return min(frame.periods.day(period), frame.plan.meta.horizon_days)
