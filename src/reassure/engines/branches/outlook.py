"""What is to be expected over the branches, and what is the worst of it."""

import math
from collections.abc import Callable, Sequence

from reassure.model.branch_choices import OutlookMeasure
from reassure.model.branch_outputs import BranchOutlook, BranchSummary

_VALUES: dict[OutlookMeasure, Callable[[BranchSummary], float | None]] = {
    OutlookMeasure.FILL: lambda row: row.fill,
    OutlookMeasure.UNITS: lambda row: row.units,
    OutlookMeasure.PERSONS: lambda row: row.persons,
    OutlookMeasure.COST: lambda row: row.cost,
    OutlookMeasure.CLOSURE: lambda row: row.closure_day,
}


def outlooks(summaries: Sequence[BranchSummary]) -> list[BranchOutlook]:
    """Return expected, worst and best of every measure (eq. 3).

    Parameters
    ----------
    summaries
        What each branch comes to; those that failed, or have a chance of zero, are left out.
    """
    rows = [row for row in summaries if row.failure is None and row.probability != 0]
    return [_outlook(measure, rows) for measure in OutlookMeasure]


def _outlook(measure: OutlookMeasure, rows: Sequence[BranchSummary]) -> BranchOutlook:
    value_of = _VALUES[measure]
    # Nothing asked for, nothing to move and what is not known say nothing; never to close is worst.
    told = [row for row in rows if value_of(row) is not None or _never_closes(measure, row)]
    badness = -1.0 if measure is OutlookMeasure.FILL else 1.0

    def rank(row: BranchSummary) -> float:
        value = value_of(row)
        return math.inf if value is None else badness * value

    # Of branches that are equal the first by id is named.
    worst = max(told, key=rank, default=None)
    best = min(told, key=rank, default=None)
    return BranchOutlook(
        figure=measure,
        expected=_expected(told, [row for row in rows if _is_unknown(measure, row)], value_of),
        worst=None if worst is None else value_of(worst),
        worst_branch=None if worst is None else worst.branch,
        best=None if best is None else value_of(best),
        best_branch=None if best is None else best.branch,
    )


def _never_closes(measure: OutlookMeasure, row: BranchSummary) -> bool:
    # Of what a stop left unscheduled nothing is known.
    return measure is OutlookMeasure.CLOSURE and bool(row.movements) and not row.is_partial


def _is_unknown(measure: OutlookMeasure, row: BranchSummary) -> bool:
    """Whether a branch has a value that was not worked out."""
    match measure:
        case OutlookMeasure.COST:
            return row.cost is None
        case OutlookMeasure.CLOSURE:
            is_cut = row.is_partial and bool(row.movements)
            return row.movements is None or (row.closure_day is None and is_cut)
        case _:
            return False


def _expected(
    rows: Sequence[BranchSummary],
    unknown: Sequence[BranchSummary],
    value_of: Callable[[BranchSummary], float | None],
) -> float | None:
    """Return the mean over the branches with a chance, given that one of them comes.

    None where the value of one of them is not known: a mean over the others would hide it.
    """
    if any(row.probability is not None for row in unknown):
        return None
    weighed = [(row.probability, value_of(row)) for row in rows if row.probability is not None]
    values = [value for _, value in weighed if value is not None]
    whole = math.fsum(weight for weight, _ in weighed)
    if not weighed or len(values) < len(weighed) or whole <= 0:
        return None
    return math.fsum(weight * (value or 0.0) for weight, value in weighed) / whole
