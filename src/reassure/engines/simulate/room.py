"""What one pass over events is worked out in: records, each in one line of memory.

What a pass asks of a load, of one of its visits, or of a resource lies side by side: with an array
for each field, a visit touches twenty lines of memory instead of five.
"""

from typing import Any, NamedTuple

import numpy as np

from reassure.engines.simulate.scenario import (
    BUCKETS_PER_DAY,
    NONE,
    Floats,
    Loads,
    Resources,
    Words,
)

Records = Any
"""An array of records: types of its fields are beyond what can be stated."""

ENTRY = np.dtype(
    [
        ("due_day", "f8"),
        ("following", "u4"),
        ("at", "u4"),
        ("end", "u4"),
        ("group", "u4"),
        ("level", "u4"),
        ("unused", "u4"),
    ],
    align=True,
)
"""Event of a load or a resource: its time, who is next in its list; of a load, the visit that it is
at, the first that is not its own any more, its group and level."""

VISIT = np.dtype(
    [("service_days", "f4"), ("leg_days", "f4"), ("back_days", "f4"), ("resource", "u4")],
    align=True,
)
"""A visit: what was dealt to it, and where it is."""

DESK = np.dtype(
    [
        ("per_day", "f8"),
        ("wait_days", "f8"),
        ("most_days", "f8"),
        ("busy_days", "f8"),
        ("kind", "u4"),
        ("place", "u4"),
        ("end_place", "u4"),
        ("cursor", "u4"),
        ("end_window", "u4"),
        ("n_waiting", "u4"),
        ("served", "u4"),
        ("ahead_days", "f4"),
    ],
    align=True,
)
"""A resource: how far it lets go ahead, its places, its first closure that may still matter and the
first that is not its own any more, how many wait, and what became of those who came."""

QUEUE = np.dtype([("first", "u4"), ("last", "u4")], align=True)
"""Those of one level who wait at a resource."""


class Room(NamedTuple):
    """What replications are worked out in, one after the other.

    Loads come before resources where both are counted in one row.

    Attributes
    ----------
    from_day
        Day of the first bucket.
    entries
        `ENTRY` of each load and resource, shape (L + R,).
    visits
        `VISIT`, shape (V,).
    desks
        `DESK`, shape (R,).
    queues
        `QUEUE`, shape (R, levels).
    bucket
        First of each bucket's list, shape (B,).
    free_day
        When each place is free, shape (P,).
    n_away, n_before
        Loads of each group that have not arrived, and groups that it still waits for, shape (G,).
    latest_day, ready_day
        When the last load of each group, and the last of those that it waits for, arrive,
        shape (G,).
    """

    from_day: float
    entries: Records
    visits: Records
    desks: Records
    queues: Records
    bucket: Words
    free_day: Floats
    n_away: Words
    n_before: Words
    latest_day: Floats
    ready_day: Floats


def room_for(
    loads: Loads, resources: Resources, *, from_day: float, until_day: float, levels: int
) -> Room:
    """Return room for runs between two days; what is later falls in the last bucket."""
    n_loads, n_resources = len(loads.level), len(resources.kind)
    n_groups = len(loads.n_awaited)
    n_buckets = int(np.ceil((until_day - from_day) * BUCKETS_PER_DAY)) + 2
    entries = np.zeros(n_loads + n_resources, dtype=ENTRY)
    entries["end"][:n_loads] = loads.first[1:]
    entries["group"][:n_loads] = loads.group
    entries["level"][:n_loads] = loads.level
    visits = np.zeros(len(loads.resource), dtype=VISIT)
    visits["resource"], visits["back_days"] = loads.resource, loads.back_days
    desks = np.zeros(n_resources, dtype=DESK)
    desks["kind"], desks["ahead_days"] = resources.kind, resources.ahead_days
    desks["place"], desks["end_place"] = resources.place[:-1], resources.place[1:]
    nobody = np.zeros((n_resources, levels), dtype=QUEUE)
    nobody["first"] = nobody["last"] = NONE
    return Room(
        from_day=from_day,
        entries=entries,
        visits=visits,
        desks=desks,
        queues=nobody,
        bucket=np.full(n_buckets, NONE, dtype=np.uint32),
        free_day=np.zeros(int(resources.place[-1])),
        n_away=np.zeros(n_groups, dtype=np.uint32),
        n_before=np.zeros(n_groups, dtype=np.uint32),
        latest_day=np.zeros(n_groups),
        ready_day=np.zeros(n_groups),
    )
