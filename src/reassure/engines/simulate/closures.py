"""When sites are closed or slowed in one replication: planned closures and what chance adds.

Outages of chance come and go: open for a time, then closed for a time, both exponential. Their
draws belong to the outage and to the number of the turn, not to when somebody meets it: whatever
the queues do, outages are the same.
"""

from typing import NamedTuple

import numpy as np

from reassure.engines.common.compiling import compiled
from reassure.engines.common.philox import Words, fill_blocks
from reassure.engines.simulate.sampling import STREAM_SHIFT, quantile
from reassure.engines.simulate.scenario import Floats, Singles

OUTAGES = 2
"""Stream of the draws of outages."""

TURNS = 8
"""Turns drawn together."""

LEAST_SHARE = 1e-6
"""What leaves less than a millionth open closes: work of a day would take thousands of years."""


class Outages(NamedTuple):
    """What closes Z sites: S sources of chance, and planned windows.

    Attributes
    ----------
    source
        Sources of site z: ``source[z]`` to ``source[z + 1] - 1``; shape (Z + 1,).
    key_low, key_high
        Key of each source, shape (S,).
    up_days, down_days
        Mean time open and closed [d], shape (S,).
    left
        Share that stays open while it lasts, shape (S,).
    planned
        Planned windows of site z: ``planned[z]`` to ``planned[z + 1] - 1``; shape (Z + 1,).
    closes_day, opens_day, open_share
        Planned windows, in any order.
    law
        Table of quantiles of an exponential law of mean 1.
    """

    source: Words
    key_low: Words
    key_high: Words
    up_days: Floats
    down_days: Floats
    left: Floats
    planned: Words
    closes_day: Floats
    opens_day: Floats
    open_share: Floats
    law: Singles


class Windows(NamedTuple):
    """Closures of all sites in one replication, as `Course` takes them."""

    window: Words
    closes_day: Floats
    opens_day: Floats
    open_share: Floats


def windows_for(outages: Outages, *, until_day: float) -> Windows:
    """Return room for the closures of a replication: ten times what is expected, and more."""
    turns = 0.0 if not len(outages.up_days) else float(
        np.ceil(until_day / (outages.up_days + outages.down_days)).sum()
    )  # fmt: skip
    size = int(20 * (turns + len(outages.up_days)) + 4 * len(outages.closes_day) + 64)
    n_sites = len(outages.source) - 1
    return Windows(
        np.zeros(n_sites + 1, dtype=np.uint32), np.zeros(size), np.zeros(size), np.zeros(size)
    )


@compiled
def deal_closures(
    outages: Outages, seed: np.uint64, replication: int, until_day: float, windows: Windows
) -> bool:
    """Deal the closures of one replication, up to a day.

    Returns
    -------
    bool
        Whether there was room for all of them.
    """
    starts, ends, left = np.empty(256), np.empty(256), np.empty(256)
    begins, stops = np.empty(64), np.empty(64)
    n_windows = 0
    for site in range(outages.source.shape[0] - 1):
        n = 0
        for w in range(outages.planned[site], outages.planned[site + 1]):
            if n == starts.shape[0]:
                starts, ends, left = _double(starts), _double(ends), _double(left)
            starts[n], ends[n] = outages.closes_day[w], outages.opens_day[w]
            left[n] = outages.open_share[w]
            n += 1
        for s in range(outages.source[site], outages.source[site + 1]):
            begins, stops, n_turns = deal_turns(
                outages, s, seed, replication, until_day, begins, stops
            )
            for i in range(n_turns):
                if n == starts.shape[0]:
                    starts, ends, left = _double(starts), _double(ends), _double(left)
                starts[n], ends[n], left[n] = begins[i], stops[i], outages.left[s]
                n += 1
        windows.window[site] = n_windows
        added = _overlay(starts, ends, left, n, windows, n_windows)
        if added < 0:
            return False
        n_windows += added
    windows.window[outages.source.shape[0] - 1] = n_windows
    return True


@compiled
def deal_turns(
    outages: Outages,
    source: int,
    seed: np.uint64,
    replication: int,
    until_day: float,
    starts: Floats,
    ends: Floats,
) -> tuple[Floats, Floats, int]:
    """Deal when one outage begins and ends, up to a day.

    Returns
    -------
    tuple
        ``starts`` and ``ends``, or longer arrays in their place, and how many there are.
    """
    words = np.empty((4, TURNS), dtype=np.uint32)
    first = np.empty(TURNS, dtype=np.uint32)
    low = np.full(TURNS, outages.key_low[source])
    high = np.full(TURNS, outages.key_high[source])
    day, turn = 0.0, 0
    while day < until_day:
        k = turn % TURNS
        if k == 0:
            for i in range(TURNS):
                first[i] = np.uint32((OUTAGES << STREAM_SHIFT) + turn + i)
            fill_blocks((first, low, high), replication, seed, words)
        if turn == starts.shape[0]:
            starts, ends = _double(starts), _double(ends)
        day += outages.up_days[source] * quantile(outages.law, np.uint32(0), words[0, k])
        if day >= until_day:
            break
        starts[turn] = day
        day += outages.down_days[source] * quantile(outages.law, np.uint32(0), words[1, k])
        ends[turn] = day
        turn += 1
    return starts, ends, turn


@compiled
def _double(values: Floats) -> Floats:
    longer = np.empty(2 * values.shape[0])
    for i in range(values.shape[0]):
        longer[i] = values[i]
    return longer


@compiled
def _overlay(
    starts: Floats, ends: Floats, left: Floats, n_spans: int, windows: Windows, at: int
) -> int:
    """Write spans, which may overlap, as windows that do not; -1: there is no room.

    What several leave open together is the product of what each leaves.
    """
    size, n = windows.closes_day.shape[0], at
    # Spans come almost in order, and a sort by insertion compiles in a tenth of the time.
    turns, owner = np.empty(2 * n_spans), np.empty(2 * n_spans, dtype=np.int64)
    for i in range(2 * n_spans):
        day = starts[i // 2] if i % 2 == 0 else ends[i // 2]
        k = i
        while k > 0 and turns[k - 1] > day:
            turns[k], owner[k] = turns[k - 1], owner[k - 1]
            k -= 1
        turns[k], owner[k] = day, i
    lasting, n_lasting = np.empty(n_spans, dtype=np.int64), 0
    for t in range(turns.shape[0] - 1):
        span = owner[t] // 2
        if owner[t] % 2 == 0:
            lasting[n_lasting] = span
            n_lasting += 1
        else:
            k = 0
            while lasting[k] != span:
                k += 1
            n_lasting -= 1
            lasting[k] = lasting[n_lasting]
        begin, end = turns[t], turns[t + 1]
        if begin == end or n_lasting == 0:
            continue
        share = 1.0
        for k in range(n_lasting):
            share *= left[lasting[k]]
        if share < LEAST_SHARE:
            share = 0.0
        if n > at and windows.opens_day[n - 1] == begin and windows.open_share[n - 1] == share:
            windows.opens_day[n - 1] = end
            continue
        if n == size:
            return -1
        windows.closes_day[n], windows.opens_day[n], windows.open_share[n] = begin, end, share
        n += 1
    return n - at
