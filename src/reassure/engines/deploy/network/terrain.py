"""The network as arrays, for searches that run compiled.

An entry is one arc as it leaves one state: an arc that several states share stands once with its
uses and once for each of them in the list of entries.
"""

from typing import Any, NamedTuple

Ints = Any
"""Array of whole numbers, 32 bits each. To a type checker an entry of an array is an array again;
compiled code, all single entries, would have to deny that line by line."""

Floats = Any
"""Array of numbers, 64 bits each."""

Flags = Any
"""Array of truth values."""


class Terrain(NamedTuple):
    """States, entries, arcs and their uses of limits.

    Attributes
    ----------
    first_entry
        First entry of each state, shape (n_states + 1,).
    entry_arc, entry_head
        Arc of each entry, and the state that it leads to.
    minutes
        Time of each arc [minutes].
    rounds, in_day
        Whether a load rounds up to a whole day before an arc; whether it may begin one that it
        had to wait for within a day.
    first_use
        First use of each arc, shape (n_arcs + 1,).
    use_limit, use_after, use_days
        Limit of each use, time from the arc's start to its first day [minutes], days in a row.
    use_measure, use_factor
        What of a load counts, as a place in `Traveller.sizes`, and how much of the limit one of
        that takes.
    place
        Location on whose ground each state is, -1 on board.
    """

    first_entry: Ints
    entry_arc: Ints
    entry_head: Ints
    minutes: Ints
    rounds: Flags
    in_day: Flags
    first_use: Ints
    use_limit: Ints
    use_after: Ints
    use_days: Ints
    use_measure: Ints
    use_factor: Floats
    place: Ints


class Traveller(NamedTuple):
    """What loads of one kind and nation are to the network.

    Attributes
    ----------
    sizes
        Size of one load in each measure.
    earliest
        Minute from which each arc may begin by permissions; `NEVER` where it does not take them.
    """

    sizes: Floats
    earliest: Ints
