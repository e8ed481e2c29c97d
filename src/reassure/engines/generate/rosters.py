"""From units on tours to rows: who serves where and when, and how full each line is."""

import numpy as np

from reassure.engines.generate.draft import Draft
from reassure.model.outputs import Assignment, LineFill
from reassure.model.table import Table


def roster_units(draft: Draft) -> Table[Assignment]:
    """Give every tour to one unit of its offer.

    Units of an offer are alike, so tours can be given out in the order of their start, each to
    the unit with the least number that is free: spans of service and rest are intervals, and
    intervals of which never more than Q overlap can be given to Q units.
    """
    data = draft.instance
    rows: list[Assignment] = []
    for k, supply in enumerate(data.supplies):
        tours = np.flatnonzero((data.tour_offer == k) & (draft.counts > 0))
        free = np.zeros(supply.offer.quantity, dtype=np.int64)
        for tour in sorted(tours, key=lambda tour: (data.tour_start[tour], tour)):
            for _ in range(int(draft.counts[tour])):
                unit = int(np.flatnonzero(free <= data.tour_start[tour])[0])
                free[unit] = data.tour_stop[tour] + data.tour_rest[tour]
                rows.append(_row(draft, int(tour), f"{supply.offer.id}.{unit + 1}"))
    return Table.of(Assignment, rows)


def _row(draft: Draft, tour: int, unit: str) -> Assignment:
    data = draft.instance
    line = data.lines[data.tour_line[tour]].requirement
    start = int(data.tour_start[tour])
    return Assignment(
        id=f"{unit}.{line.id}.{start}",
        requirement=line.id,
        offer=data.supplies[data.tour_offer[tour]].offer.id,
        unit=unit,
        from_day=data.periods.day(start),
        until_day=data.periods.day(int(data.tour_stop[tour])),
        effective_quantity=float(data.tour_efficiency[tour]),
    )


def fill_lines(draft: Draft) -> Table[LineFill]:
    """Return required and provided unit-days of every line, never more than required."""
    data = draft.instance
    rows: list[LineFill] = []
    for line, effective in zip(data.lines, draft.effective, strict=True):
        row = line.requirement
        required = row.quantity * float(line.days.sum())
        provided = float((np.minimum(effective, row.quantity) * line.days).sum())
        rows.append(
            LineFill(
                requirement=row.id,
                objective=row.objective,
                sector=row.sector,
                required_unit_days=required,
                provided_unit_days=min(max(provided, 0.0), required),
            )
        )
    return Table.of(LineFill, rows)
