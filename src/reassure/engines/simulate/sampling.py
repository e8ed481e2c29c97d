"""What chance deals to each visit of each load, compiled.

One block of four random words a visit: its service, its way, whether something breaks down, and
the repair. Words first, values after, in rows of a few hundred: each loop is then simple enough
for the compiler to work on several visits at once.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.common.compiling import compiled
from reassure.engines.common.philox import Words, fill_blocks
from reassure.engines.simulate.laws import CELL_BITS
from reassure.engines.simulate.scenario import Singles

ROW = 512
"""Visits worked out together: their words stay in the nearest cache."""

CELL_SHIFT = np.uint32(32 - CELL_BITS)
PART_SHIFT = np.uint32(8)
PART_BITS = 14
PART_MASK = np.uint32((1 << PART_BITS) - 1)
"""Of each word, the first ten bits choose the cell and the next fourteen the place in it: exact
in single precision."""
PART = np.float32(1.0 / (1 << PART_BITS))

VISITS = 1
"""Stream of the draws of visits; a stream is the upper part of the first word of the counter."""
STREAM_SHIFT = 24


class Chances(NamedTuple):
    """What is uncertain at each visit, V visits.

    Attributes
    ----------
    counter
        First word of the counter: the stream, and the number of the visit in its load; shape (V,).
    key_low, key_high
        Key of the load, shape (V,).
    service_days, leg_days, repair_days
        What is planned [d], shape (V,).
    service_law, leg_law, repair_law
        First node of the table of the factor on it, shape (V,).
    breakdown
        Probability of a breakdown on the way, times 2 ** 32, shape (V,).
    nodes
        All tables, one after the other.
    """

    counter: Words
    key_low: Words
    key_high: Words
    service_days: Singles
    service_law: Words
    leg_days: Singles
    leg_law: Words
    repair_days: Singles
    repair_law: Words
    breakdown: Words
    nodes: Singles


@compiled
def sample_visits(
    chances: Chances,
    seed: np.uint64,
    replication: int,
    words: Words,
    service_days: Singles,
    leg_days: Singles,
) -> None:
    """Deal one replication.

    Parameters
    ----------
    chances
        What is uncertain.
    seed
        Key of the root seed.
    replication
        Number of the replication.
    words
        Room for random words, shape (4, ROW).
    service_days, leg_days
        Where times go, and ways with their breakdowns [d], shape (V,).
    """
    nodes = chances.nodes
    n_visits = chances.counter.shape[0]
    for start in range(0, n_visits, ROW):
        end = min(start + ROW, n_visits)
        counters = (
            chances.counter[start:end],
            chances.key_low[start:end],
            chances.key_high[start:end],
        )
        fill_blocks(counters, replication, seed, words)
        _deal(
            words[0], chances.service_days[start:end], chances.service_law[start:end], nodes,
            service_days[start:end],
        )  # fmt: skip
        _deal(
            words[1], chances.leg_days[start:end], chances.leg_law[start:end], nodes,
            leg_days[start:end],
        )  # fmt: skip
        for i in range(start, end):
            if chances.breakdown[i] > words[2, i - start]:
                factor = quantile(nodes, chances.repair_law[i], words[3, i - start])
                leg_days[i] += chances.repair_days[i] * factor


@njit(cache=True, nogil=True, inline="always")
def quantile(nodes: Singles, law: np.uint32, word: np.uint32) -> np.float32:
    """Return the value that a random word has by a table, from its first node."""
    cell = law + (word >> CELL_SHIFT)
    low = nodes[cell]
    # Through a signed number: the way from an unsigned one to a fraction is the longer.
    part = np.float32(np.int32((word >> PART_SHIFT) & PART_MASK)) * PART
    return low + (nodes[cell + np.uint32(1)] - low) * part


@compiled
def _deal(words: Words, planned: Singles, law: Words, nodes: Singles, dealt: Singles) -> None:
    for i in range(planned.shape[0]):
        dealt[i] = planned[i] * quantile(nodes, law[i], words[i])
