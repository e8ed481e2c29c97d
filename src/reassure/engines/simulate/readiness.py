"""What of the requirement is in place on each day, and how often, compiled."""

from typing import NamedTuple

import numpy as np

from reassure.engines.common.compiling import compiled
from reassure.engines.simulate.scenario import Floats, Singles, Words
from reassure.engines.sustain.step import Ints

BINS = 1000
"""Bins of shares in place: counts are exact to a thousandth, and add up in any order."""

SHARES = (0.5, 0.75, 0.9)
"""Shares of the requirement whose first day is told."""

NO_DAY = -1


class Requirement(NamedTuple):
    """What is required, and who fills it: K lines, J objectives, T tours.

    Attributes
    ----------
    objective
        Objective of each line, shape (K,).
    required
        Required on each day, shape (K, n_days).
    total
        Sum over the lines of each objective, and of all in the last row, shape (J + 1, n_days).
    line
        Line of each tour, shape (T,).
    quantity
        What it counts there, shape (T,).
    leave_day
        First day on which it does not count any more, shape (T,).
    """

    objective: Words
    required: Floats
    total: Floats
    line: Words
    quantity: Floats
    leave_day: Ints


@compiled
def shares_in_place(requirement: Requirement, there_day: Floats, share: Floats) -> None:
    """Work out the share in place by objective and day; -1 where nothing is required.

    Parameters
    ----------
    requirement
        What is required.
    there_day
        When each tour is there; inf: never; shape (T,).
    share
        Where the shares go, shape (J + 1, n_days).
    """
    n_lines, n_days = requirement.required.shape
    filled = np.zeros((n_lines, n_days + 1))
    for t in range(there_day.shape[0]):
        day, leave = there_day[t], requirement.leave_day[t]
        if day < leave:
            first = min(max(np.int64(np.floor(day)), 0), n_days)
            filled[requirement.line[t], first] += requirement.quantity[t]
            filled[requirement.line[t], min(max(leave, 0), n_days)] -= requirement.quantity[t]
    n_rows = share.shape[0]
    for row in range(n_rows):
        for day in range(n_days):
            share[row, day] = 0.0
    for line in range(n_lines):
        there = 0.0
        own = requirement.objective[line]
        for day in range(n_days):
            there += filled[line, day]
            counted = min(max(there, 0.0), requirement.required[line, day])
            share[own, day] += counted
            share[n_rows - 1, day] += counted
    for row in range(n_rows):
        for day in range(n_days):
            total = requirement.total[row, day]
            # What fills exactly must not fall short by a rounding.
            share[row, day] = min(share[row, day] / total + 1e-12, 1.0) if total > 0 else -1.0


def shares_of_requirement(requirement: Requirement, there_day: Floats | Singles) -> Floats:
    """Return the share of all that is required, summed over days, that is in place.

    Parameters
    ----------
    requirement
        What is required.
    there_day
        When each tour is there; inf: never; shape (n, T).

    Returns
    -------
    Floats
        By objective, the whole last; 0 to 1; 0 where nothing is required; shape (n, J + 1).
    """
    total = requirement.total
    share, found = np.zeros(total.shape), np.zeros((len(there_day), len(total)))
    for n in range(len(there_day)):
        shares_in_place(requirement, there_day[n].astype(np.float64), share)
        found[n] = (np.maximum(share, 0.0) * total).sum(axis=1)
    return found / np.maximum(total.sum(axis=1), 1e-12)


@compiled
def count_shares(share: Floats, total: Floats, counts: Words, reached: Ints) -> None:
    """Count shares into bins, and note when `SHARES` are first reached.

    Days on which less than half of the most that is ever required is asked for reach nothing: of
    the few who come first, all may be there while nearly everybody is still to come.

    Parameters
    ----------
    share
        Shares in place, shape (J + 1, n_days).
    total
        What is required, same shape.
    counts
        Counters, shape (J + 1, n_days, BINS + 1).
    reached
        First day of each share; `NO_DAY`: none; shape (J + 1, len(SHARES)).
    """
    for row in range(share.shape[0]):
        for s in range(len(SHARES)):
            reached[row, s] = NO_DAY
        most = 0.0
        for day in range(share.shape[1]):
            most = max(most, total[row, day])
        for day in range(share.shape[1]):
            value = share[row, day]
            if value < 0.0:
                continue
            counts[row, day, np.int64(value * BINS)] += np.uint32(1)
            for s in range(len(SHARES)):
                is_told = 2.0 * total[row, day] >= most
                if is_told and reached[row, s] == NO_DAY and value >= SHARES[s]:
                    reached[row, s] = day
