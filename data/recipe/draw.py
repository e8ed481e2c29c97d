"""Seeded draws, one stream per nation and purpose.

Every draw is made of uniform numbers alone, whose stream numpy keeps stable, and every stream is
keyed by the nation's code: adding a nation moves none of the others' draws.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

SEED = 20260327

T = TypeVar("T")


class Draw:
    """A stream of draws.

    Parameters
    ----------
    nation
        ISO 3166 alpha-3 code that keys the stream.
    purpose
        What is drawn, so that more draws for one purpose do not move another's.
    """

    def __init__(self, nation: str, purpose: str) -> None:
        self._uniform = np.random.default_rng([SEED, *nation.encode(), *purpose.encode()])

    def share(self) -> float:
        """Draw a number in [0, 1)."""
        return float(self._uniform.random())

    def happens(self, probability: float) -> bool:
        """Draw whether something of this probability happens."""
        return self.share() < probability

    def between(self, low: float, high: float) -> float:
        """Draw a number in [low, high)."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number from low to high, both included."""
        return low + int(self.share() * (high - low + 1))

    def choose(self, values: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Draw one value, by weights where there are any."""
        heavy = weights or [1.0] * len(values)
        mark = self.share() * sum(heavy)
        for value, weight in zip(values, heavy, strict=True):
            mark -= weight
            if mark < 0:
                return value
        return values[-1]
