"""Days into periods: what is required rounds outward, what is offered rounds inward.

Days that may never come are none, and are later than all others.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

MONTH_DAYS = 30.0
"""Days of one month: of a unit-month, and of what is priced by the month."""

_SLACK = 1e-9
"""Days from decimals such as 0.1 * 3 must not fall into the next period."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The clock of force generation.

    Attributes
    ----------
    horizon_days
        Length of the plan [days].
    period_days
        Length of one period [days].
    """

    horizon_days: float
    period_days: float

    @property
    def count(self) -> int:
        """Number of periods that the horizon touches."""
        return max(1, math.ceil(self.horizon_days / self.period_days - _SLACK))

    def required(self, from_day: float, until_day: float) -> tuple[int, int]:
        """Return the half-open span of periods that a requirement touches, within the horizon."""
        start = math.floor(from_day / self.period_days + _SLACK)
        stop = math.ceil(until_day / self.period_days - _SLACK)
        return max(0, start), min(self.count, stop)

    def offered(self, from_day: float, until_day: float) -> tuple[int, int]:
        """Return the half-open span of whole periods that an offer covers, within the horizon."""
        start = math.ceil(from_day / self.period_days - _SLACK)
        stop = math.floor(until_day / self.period_days + _SLACK)
        return max(0, start), min(self.count, stop)

    def at_least(self, days: float) -> int:
        """Return the periods of a shortest tour or a rest, rounded up."""
        return max(0, math.ceil(days / self.period_days - _SLACK))

    def at_most(self, days: float) -> int:
        """Return the periods of a longest tour, rounded down."""
        return math.floor(days / self.period_days + _SLACK)

    def day(self, period: int) -> float:
        """Return the first day of a period."""
        return period * self.period_days

    def days_within(self, period: int, from_day: float, until_day: float) -> float:
        """Return how many days of a half-open span lie in a period."""
        start, stop = self.day(period), self.day(period + 1)
        return max(0.0, min(stop, until_day) - max(start, from_day))


def latest_day(days: Iterable[int | None]) -> int | None:
    """Return the latest of some days; None: one of them never comes, or there are none."""
    latest: int | None = None
    for day in days:
        if day is None:
            return None
        latest = day if latest is None else max(latest, day)
    return latest
