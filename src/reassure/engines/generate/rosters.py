"""From units on tours to rows: who serves where and when, and how full each line is."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import groupby

import numpy as np

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.roster import SLACK
from reassure.model.outputs import Assignment, LineFill
from reassure.model.table import Table


def roster_units(draft: Draft) -> Table[Assignment]:
    """Give every tour to one unit of its offer.

    Units of an offer are alike, so tours can be given out in the order of their start, each to
    the unit with the least number that is free: spans of service and rest are intervals, and
    intervals of which never more than Q overlap can be given to Q units.
    """
    data = draft.instance
    order = np.lexsort([draft.tours.key, draft.tours.start, draft.tours.offer])
    by_offer = groupby(order.tolist(), key=lambda tour: int(draft.tours.offer[tour]))
    rows = [
        _row(draft, tour, f"{data.supplies[k].offer.id}.{unit + 1}")
        for k, tours in by_offer
        for tour, unit in _give_out(draft, tours, data.supplies[k].offer.quantity)
    ]
    return Table.of(Assignment, rows)


def _give_out(draft: Draft, tours: Iterable[int], quantity: int) -> Iterator[tuple[int, int]]:
    """Yield each unit's tour with the unit, tours in the order of their start."""
    free = list(range(quantity))
    away: list[tuple[int, int]] = []
    for tour in tours:
        start = int(draft.tours.start[tour])
        while away and away[0][0] <= start:
            heappush(free, heappop(away)[1])
        for _ in range(int(draft.units[tour])):
            unit = heappop(free)
            heappush(away, (int(draft.tours.stop[tour] + draft.tours.rest[tour]), unit))
            yield tour, unit


def _row(draft: Draft, tour: int, unit: str) -> Assignment:
    data, tours = draft.instance, draft.tours
    line = data.lines[tours.line[tour]].requirement
    start = int(tours.start[tour])
    return Assignment(
        id=f"{unit}.{line.id}.{start}",
        requirement=line.id,
        offer=data.supplies[tours.offer[tour]].offer.id,
        unit=unit,
        from_day=data.periods.day(start),
        until_day=data.periods.day(int(tours.stop[tour])),
        effective_quantity=float(tours.efficiency[tour]),
    )


def fill_lines(draft: Draft) -> Table[LineFill]:
    """Return required and provided unit-days of every line, and those in reserve beyond them."""
    data = draft.instance
    rows: list[LineFill] = []
    given = zip(data.lines, draft.effective, draft.provided.sum(axis=1).tolist(), strict=True)
    for line, effective, provided in given:
        row = line.requirement
        required = row.quantity * float(line.days.sum())
        beyond = effective - row.quantity
        reserve = float((np.where(beyond > SLACK, beyond, 0.0) * line.days).sum())
        rows.append(
            LineFill(
                requirement=row.id,
                objective=row.objective,
                sector=row.sector,
                required_unit_days=required,
                provided_unit_days=min(max(provided, 0.0), required),
                reserve_unit_days=reserve,
            )
        )
    return Table.of(LineFill, rows)
