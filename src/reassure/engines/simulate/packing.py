"""Lists as the arrays of compiled code."""

from collections.abc import Sequence

import numpy as np

from reassure.engines.simulate.scenario import Words


def to_words(values: Sequence[int]) -> Words:
    """Return numbers of 32 bits without sign."""
    return np.array(values, dtype=np.uint32)


def to_keys(keys: Sequence[int]) -> tuple[Words, Words]:
    """Return the lower and the upper words of keys."""
    return to_words([key & 0xFFFFFFFF for key in keys]), to_words([key >> 32 for key in keys])
