"""What the inputs of a formula may be: numbers and the ranges that they lie in."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from reassure.model.units import LARGEST_NUMBER

_SMALLEST = 1 / LARGEST_NUMBER
"""What is divided by something smaller would overflow."""


@dataclass(frozen=True, slots=True)
class Range:
    """Which values an input takes.

    Attributes
    ----------
    low, high
        Ends, in the input's unit.
    takes_low
        Whether the lower end itself is taken.

    Examples
    --------
    >>> str(Range()), str(Range(takes_low=False)), str(Range(high=24, takes_low=False))
    ('0 or more', 'above 0', 'above 0, at most 24')
    """

    low: float = 0.0
    high: float = math.inf
    takes_low: bool = True

    def holds(self, value: float) -> bool:
        """Whether a finite value lies in the range."""
        low = self.low if self.takes_low else self.low + _SMALLEST
        return low <= value <= min(self.high, LARGEST_NUMBER)

    def __str__(self) -> str:
        low = f"{self.low:g} or more" if self.takes_low else f"above {self.low:g}"
        if math.isinf(self.high):
            return low
        return (
            f"{self.low:g} to {self.high:g}" if self.takes_low else f"{low}, at most {self.high:g}"
        )


Amount = Annotated[float, Range()]
"""A quantity, which may be nothing."""

Positive = Annotated[float, Range(takes_low=False)]
"""A quantity that something is divided by, or that makes no sense at zero."""

Share = Annotated[float, Range(high=1.0)]
"""A part of a whole."""

Usable = Annotated[float, Range(high=1.0, takes_low=False)]
"""A part of a whole that something is divided by."""

DayHours = Annotated[float, Range(high=24.0, takes_low=False)]
"""Hours of one day."""

Count = Annotated[int, Range(low=1)]
"""A whole number of things, at least one."""


class Track(StrEnum):
    """Tracks of a railway line."""

    SINGLE = "single"
    DOUBLE = "double"
