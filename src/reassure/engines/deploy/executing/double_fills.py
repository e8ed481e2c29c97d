"""Lines that several nations fill together beyond what they ask for."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from reassure.model.choices import Counting
from reassure.model.movement_outputs import DoubleFill
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.table import Table

_OVER = 1e-6


def double_fills_of(plan: Plan, assignments: Table[Assignment]) -> Table[DoubleFill]:
    """Return when units of two nations or more fill a line beyond its quantity.

    Overlaps of a relief are no double fill: a unit counts up to the end of its tour. Lines that
    count stations are left out: what several units keep of them is not the sum of their own.

    Parameters
    ----------
    plan
        The coalition's plan.
    assignments
        Of all nations.
    """
    by_line: dict[str, list[Assignment]] = defaultdict(list)
    for row in assignments:
        by_line[row.requirement].append(row)
    rows = (row for line in sorted(by_line) for row in _of_line(plan, line, by_line[line]))
    return Table.of(DoubleFill, rows)


def _of_line(plan: Plan, line: str, tours: list[Assignment]) -> Iterator[DoubleFill]:
    asked = plan.requirements[line]
    if asked.counted is not Counting.UNITS:
        return
    days = sorted({day for row in tours for day in (row.from_day, row.until_day)})
    found: DoubleFill | None = None
    for first, until in pairwise(days):
        serving = [row for row in tours if row.from_day <= first and row.until_day >= until]
        filled = sum(row.effective_quantity for row in serving)
        nations = tuple(sorted({plan.offers[row.offer].nation for row in serving}))
        is_double = len(nations) > 1 and filled > asked.quantity + _OVER
        names = tuple(sorted(row.id for row in serving))
        if found is not None and (not is_double or found.assignments != names):
            yield found
            found = None
        if is_double:
            found = DoubleFill(
                requirement=line,
                from_day=first if found is None else found.from_day,
                until_day=until,
                required_quantity=asked.quantity,
                filled_quantity=round(filled, 9),
                nations=nations,
                assignments=names,
            )
    if found is not None:
        yield found
