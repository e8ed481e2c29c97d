"""What chance deals once in a replication: who comes, uncertain values, and when loads set out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reassure.engines.common.compiling import compiled
from reassure.engines.common.philox import Words, fill_blocks
from reassure.engines.simulate.sampling import STREAM_SHIFT, quantile
from reassure.engines.simulate.scenario import NONE, Floats, Loads, Singles

Flags = NDArray[np.bool_]

INPUTS = 3
"""Stream of the draws of uncertain values."""
PROMISES = 4
"""Stream of the draws of what offers and pledges hang on."""


class Inputs(NamedTuple):
    """Values that are not known exactly, and hold for a whole replication: I of them.

    Attributes
    ----------
    key_low, key_high
        Key of each, shape (I,).
    law
        First node of the table of the factor on it, shape (I,).
    nodes
        All tables, one after the other.
    """

    key_low: Words
    key_high: Words
    law: Words
    nodes: Singles


class Promises(NamedTuple):
    """What hangs on what: D doubts, O owners (offers and pledges).

    Attributes
    ----------
    key_low, key_high
        Key of each doubt, shape (D,).
    chance
        Probability that it does not fail, shape (D,).
    doubt
        Doubts of owner o: ``doubts[doubt[o]:doubt[o + 1]]``; shape (O + 1,).
    doubts
        Numbers of doubts.
    """

    key_low: Words
    key_high: Words
    chance: Floats
    doubt: Words
    doubts: Words


class Entries(NamedTuple):
    """When groups of loads may set out: G groups, L loads, N permissions.

    Attributes
    ----------
    owner
        Owner that must come, shape (G,); `NONE`: comes for certain.
    from_day, notice_days
        First day on which a unit is there, and its notice [d], shape (G,).
    notice_input
        Input that the notice is multiplied by, shape (G,); `NONE`: it is known.
    permit
        Permissions of group g: ``permit[g]`` to ``permit[g + 1] - 1``; shape (G + 1,).
    lead_days, lead_input, reach_days
        How long each takes, the input that this is multiplied by, and the time from departure to
        where it is needed [d], shape (N,).
    planned_day
        Day on which each load leaves by the schedule, shape (L,); inf: it never does.
    """

    owner: Words
    from_day: Floats
    notice_days: Floats
    notice_input: Words
    permit: Words
    lead_days: Floats
    lead_input: Words
    reach_days: Floats
    planned_day: Floats


@compiled
def deal_inputs(inputs: Inputs, seed: np.uint64, replication: int, factors: Floats) -> None:
    """Deal the factor on each uncertain value, shape (I,)."""
    words = _words(inputs.key_low, inputs.key_high, INPUTS, replication, seed)
    for i in range(factors.shape[0]):
        factors[i] = quantile(inputs.nodes, inputs.law[i], words[0, i])


@compiled
def deal_promises(
    promises: Promises, seed: np.uint64, replication: int, holds: Flags, comes: Flags
) -> None:
    """Deal which doubts are unfounded, shape (D,), and which owners come, shape (O,)."""
    words = _words(promises.key_low, promises.key_high, PROMISES, replication, seed)
    for doubt in range(holds.shape[0]):
        holds[doubt] = words[0, doubt] < promises.chance[doubt] * 4294967296.0
    for owner in range(comes.shape[0]):
        comes[owner] = True
        for i in range(promises.doubt[owner], promises.doubt[owner + 1]):
            comes[owner] = comes[owner] and holds[promises.doubts[i]]


@compiled
def set_entries(
    entries: Entries, loads: Loads, comes: Flags, factors: Floats, enter_day: Floats
) -> None:
    """Work out when each load sets out, at the earliest; inf: never; shape (L,).

    A unit is ready when its offer is there, its notice is over, and early enough that no
    permission keeps it waiting on its way; it does not leave before its planned day.
    """
    for g in range(entries.owner.shape[0]):
        day = entries.from_day[g]
        notice = entries.notice_days[g]
        if entries.notice_input[g] != NONE:
            notice *= factors[entries.notice_input[g]]
        day = max(day, notice)
        for i in range(entries.permit[g], entries.permit[g + 1]):
            lead = entries.lead_days[i]
            if entries.lead_input[i] != NONE:
                lead *= factors[entries.lead_input[i]]
            day = max(day, lead - entries.reach_days[i])
        if entries.owner[g] != NONE and not comes[entries.owner[g]]:
            day = np.inf
        for load in range(loads.member[g], loads.member[g + 1]):
            enter_day[load] = max(day, entries.planned_day[load])


@compiled
def _words(low: Words, high: Words, stream: int, replication: int, seed: np.uint64) -> Words:
    n = low.shape[0]
    words = np.empty((4, n), dtype=np.uint32)
    first = np.full(n, stream << STREAM_SHIFT, dtype=np.uint32)
    fill_blocks((first, low, high), replication, seed, words)
    return words
