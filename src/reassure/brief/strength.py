"""Strength by day: what every requirement line asks for and has, from C-day to the horizon."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

_WHOLE = 0.999
"""Efficiencies are decimals; what is short by less than a thousandth is all there."""


@dataclass(frozen=True)
class Strength:
    """What is required and provided, by line and day.

    Attributes
    ----------
    lines
        Ids of the requirement lines that the force plan answers, in the plan's order.
    objectives
        Objective of each line.
    required, provided
        Units or stations, shape (lines, days); never more provided than required.
    """

    lines: tuple[str, ...]
    objectives: tuple[str, ...]
    required: NDArray[np.float64]
    provided: NDArray[np.float64]

    @property
    def days(self) -> int:
        """Number of days from C-day to the horizon."""
        return self.required.shape[1]

    def of(self, objective: str) -> "Strength":
        """Return the lines of one objective."""
        rows = [i for i, name in enumerate(self.objectives) if name == objective]
        lines = tuple(self.lines[i] for i in rows)
        return Strength(lines, (objective,) * len(rows), self.required[rows], self.provided[rows])

    def totals(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return required and provided by day, over all lines."""
        return self.required.sum(axis=0), self.provided.sum(axis=0)

    def complete_day(self) -> int | None:
        """Return the first day from which nothing is missing any more; None if it never is so."""
        required, provided = self.totals()
        if not required.any():
            return None
        short = np.flatnonzero(provided < required * _WHOLE)
        begin = int(np.flatnonzero(required)[0])
        day = max(begin, int(short[-1]) + 1) if short.size else begin
        last = int(np.flatnonzero(required)[-1])
        return day if day <= last else None

    def best(self) -> tuple[float, int] | None:
        """Return the largest share of the requirement that is there at once, and its first day.

        Days on which less than half of the largest requirement is asked for do not count: a
        first unit that arrives is no full force.
        """
        required, provided = self.totals()
        counted = required >= required.max(initial=0.0) / 2
        if not counted.any() or not required.any():
            return None
        share = np.where(counted & (required > 0), provided / np.maximum(required, 1e-12), -1.0)
        best = int(share.argmax())
        return float(share[best]), best

    def shares(self, period_days: float) -> list[float | None]:
        """Return the share provided by period; None where nothing is required."""
        required, provided = self.totals()
        shares: list[float | None] = []
        for period in range(math.ceil(self.days / period_days)):
            span = slice(math.floor(period * period_days), math.ceil((period + 1) * period_days))
            asked = float(required[span].sum())
            shares.append(float(provided[span].sum()) / asked if asked > 0 else None)
        return shares


def asked_lines(plan: Plan, force_plan: ForcePlan) -> tuple[str, ...]:
    """Return the lines that force generation filled or left short, in the plan's order.

    Lines that count in branches of the plan only are no part of it.
    """
    asked = {row.requirement for row in force_plan.line_fills}
    return tuple(line for line in plan.requirements.ids if line in asked)


def daily_strength(plan: Plan, force_plan: ForcePlan) -> Strength:
    """Return what every line of the force plan asks for and has by day.

    Overlap at relief counts once: a line never has more than it asks for.
    """
    n_days = max(1, math.ceil(plan.meta.horizon_days))
    lines = asked_lines(plan, force_plan)
    index = {line: i for i, line in enumerate(lines)}
    required = np.zeros((len(lines), n_days))
    provided = np.zeros_like(required)
    for i, line in enumerate(plan.requirements[line] for line in lines):
        required[i, _span(line.from_day, line.until_day, n_days)] = line.quantity
    for tour in force_plan.assignments:
        if tour.requirement in index:
            span = _span(tour.from_day, tour.until_day, n_days)
            provided[index[tour.requirement], span] += tour.effective_quantity
    objectives = tuple(plan.requirements[line].objective for line in lines)
    return Strength(lines, objectives, required, np.minimum(provided, required))


def _span(from_day: float, until_day: float, n_days: int) -> slice:
    return slice(max(0, round(from_day)), max(0, min(n_days, round(until_day))))
