"""Initial and full capability of an objective, or how near it comes and what lacks."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from reassure.engines.progress.presence import Days, Presence, Tour
from reassure.model.outputs import Shortfall
from reassure.model.progress_choices import CapabilityLevel, GapCause
from reassure.model.progress_outputs import CapabilityDay, CapabilityGap, ObjectiveDay

INITIAL_SHARE = 0.5
"""Share of what is required from which an objective has initial capability: the half without
which nothing that it is for can be done all the time."""

COUNTED_SHARE = 0.5
"""Days on which less than this share of the most that is ever required is asked for do not count:
of the few who come first all may be there while nearly everybody is still to come."""

_LITTLE = 1e-3
"""Efficiencies are decimals; what is short by less than a thousandth is all there."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an objective comes towards one level.

    Attributes
    ----------
    day
        First day of the level; None: never.
    most, most_day
        Largest share, and the first day of it; None where no day counts.
    weakest_day
        Day that holds it down then; None where no day counts.
    """

    day: int | None
    most: float
    most_day: int | None
    weakest_day: int | None


def counted_days(required: Days) -> NDArray[np.bool_]:
    """Return the days that count: those on which much is asked for, shape (days,)."""
    total = required.sum(axis=0)
    return (total > 0) & (total >= COUNTED_SHARE * total.max(initial=0.0))


def initial(presence: Presence, period_days: float) -> Reached:
    """Return when the share in place first stays at half or more for a period (eq. 8).

    Parameters
    ----------
    presence
        Lines of one objective by day.
    period_days
        Length of a period [days]: the least time for which the share must stay.
    """
    counted = counted_days(presence.required)
    share = _share(presence.assessed, presence.required)
    width = min(max(1, math.ceil(period_days)), len(share))
    held = np.where(counted, share, np.inf)
    kept = sliding_window_view(held, width).min(axis=1)
    starts = counted[: len(kept)]
    if not starts.any():
        return Reached(None, 0.0, None, None)
    value = np.where(starts, kept, -np.inf)
    enough = np.flatnonzero(value >= INITIAL_SHARE - _LITTLE)
    best = int(value.argmax())
    weakest = best + int(held[best : best + width].argmin())
    day = int(enough[0]) if enough.size else None
    return Reached(day, float(value[best]), best, weakest)


def full(presence: Presence) -> Reached:
    """Return when every line first has all that it asks for (eq. 9)."""
    counted = counted_days(presence.required)
    if not counted.any():
        return Reached(None, 0.0, None, None)
    lacks = presence.required - presence.assessed > _LITTLE * presence.required
    complete = np.flatnonzero(counted & ~lacks.any(axis=0))
    value = np.where(counted, _share(presence.assessed, presence.required), -np.inf)
    best = int(complete[0]) if complete.size else int(value.argmax())
    return Reached(best if complete.size else None, float(value[best]), best, best)


def _share(part: Days, required: Days) -> Days:
    total = required.sum(axis=0)
    return part.sum(axis=0) / np.maximum(total, 1e-12)


def capability_row(
    objective: str, level: CapabilityLevel, presence: Presence, reached: Reached
) -> CapabilityDay:
    """Return one level of one objective as a row."""
    required = missing = 0.0
    if reached.weakest_day is not None:
        required = float(presence.required[:, reached.weakest_day].sum())
        there = float(presence.assessed[:, reached.weakest_day].sum())
        wanted = required * (INITIAL_SHARE if level is CapabilityLevel.INITIAL else 1.0)
        missing = 0.0 if reached.day is not None else max(0.0, wanted - there)
    return CapabilityDay(
        objective=objective,
        level=level,
        day=reached.day,
        most_share=reached.most,
        most_day=reached.most_day,
        required=required,
        missing=missing,
    )


def gap_rows(
    objective: str,
    level: CapabilityLevel,
    presence: Presence,
    reached: Reached,
    *,
    shortfalls: Mapping[str, Sequence[Shortfall]],
    tours: Mapping[str, Sequence[Tour]],
) -> Iterator[CapabilityGap]:
    """Yield what each line lacks on the weakest day of a level that is never reached.

    Parameters
    ----------
    objective, level, presence, reached
        What is looked at.
    shortfalls, tours
        By requirement line: why it is short, and who serves it.
    """
    day = reached.weakest_day
    if reached.day is not None or day is None:
        return
    causes = (
        (GapCause.UNFILLED, presence.unfilled),
        (GapCause.NOT_THERE, presence.not_there),
        (GapCause.NOT_ASSESSED, presence.not_assessed),
    )
    for k, line in enumerate(presence.lines):
        for cause, lacking in causes:
            quantity = float(lacking[k, day])
            if quantity <= _LITTLE * presence.required[k, day]:
                continue
            reason, binding = None, None
            if cause is GapCause.UNFILLED:
                worst = _worst(shortfalls.get(line, ()), day)
                reason = None if worst is None else worst.reason
                binding = None if worst is None else worst.binding
            else:
                binding = _holding(tours.get(line, ()), cause, day)
            yield CapabilityGap(
                objective=objective,
                level=level,
                requirement=line,
                cause=cause,
                day=day,
                quantity=quantity,
                unit_days=float(lacking[k].sum()),
                reason=reason,
                binding=binding,
            )


def _worst(rows: Sequence[Shortfall], day: int) -> Shortfall | None:
    here = [row for row in rows if row.from_day < day + 1 and row.until_day > day]
    return max(here, key=lambda row: (row.quantity, row.binding), default=None)


def _holding(tours: Sequence[Tour], cause: GapCause, day: int) -> str | None:
    """Return what binds most of the units that are not in place, or not assessed, on a day."""
    sums: dict[str, float] = {}
    for tour in tours:
        row = tour.row
        if not row.from_day < day + 1 or row.until_day <= day:
            continue
        is_there = tour.there_day is not None and tour.there_day < day + 1
        if cause is GapCause.NOT_THERE and not is_there and tour.binding is not None:
            sums[tour.binding] = sums.get(tour.binding, 0.0) + row.effective_quantity
        if cause is GapCause.NOT_ASSESSED and is_there and not tour.is_assessed:
            grade = f"offers:{row.offer}.grade"
            sums[grade] = sums.get(grade, 0.0) + row.effective_quantity
    return max(sorted(sums), key=lambda name: sums[name], default=None)


def objective_rows(objective: str, presence: Presence) -> Iterator[ObjectiveDay]:
    """Yield what an objective asks for and has, once for each day on which that changes."""
    required = presence.required.sum(axis=0)
    there, assessed = presence.in_place.sum(axis=0), presence.assessed.sum(axis=0)
    stacked = np.stack([required, there, assessed])
    changes = np.abs(np.diff(stacked, axis=1)).max(axis=0) > 1e-9
    for day in (0, *(int(at) + 1 for at in np.flatnonzero(changes))):
        total = float(required[day])
        yield ObjectiveDay(
            objective=objective,
            day=day,
            required=total,
            in_place_share=min(float(there[day]) / total, 1.0) if total > 0 else None,
            assessed_share=min(float(assessed[day]) / total, 1.0) if total > 0 else None,
        )
