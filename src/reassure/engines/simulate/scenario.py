"""What one simulation is made of, as flat arrays: loads, their visits, resources, and a run's room.

Equations: docs/explain/simulate.md. Counts and positions are unsigned throughout: compiled code
would otherwise provide for negative positions at every access, which costs a quarter of the time.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Words = NDArray[np.uint32]
Bytes = NDArray[np.uint8]

NONE = np.uint32(0xFFFFFFFF)
"""No load and no resource."""

SERVER = 0
"""Some places side by side (berths, parking): each serves one load at a time; what is begun is
finished even when the resource closes meanwhile, only starts wait."""
SLOT = 1
"""Departures at even intervals (rail paths): one load each; none while closed."""
FLOW = 2
"""An amount a day (handling, gauge breaks): one load after the other; rests while closed."""
CARRIERS = 3
"""Carriers that return (ships, aircraft): like places, and away until they are back."""
METER = 4
"""Lets through an amount a day (roads, shared carriers, storage): each load goes on at once, and
what it takes keeps the next one waiting, if more has gone than it lets go ahead."""
GATE = 5
"""Opens and closes (sailing days, times of service) and lets through all who wait."""

EPSILON = 1e-9
"""Part of a departure by which a load may come late for it: rounding of a product is less."""

BUCKETS_PER_DAY = 64
"""Buckets of the queue of events in a day: a quarter of an hour and half of that. Anything from 8
to 128 took the same time within a tenth."""


class Loads(NamedTuple):
    """Loads and the visits on their ways: L loads in G groups, V visits.

    A group sets out together: the loads of one movement of one unit. Groups may follow others:
    people and equipment that have married up, units that go home when they are relieved.

    Attributes
    ----------
    member
        Loads of group g: ``member[g]`` to ``member[g + 1] - 1``; shape (G + 1,).
    group
        Group of each load, shape (L,).
    follower
        Followers of group g: ``followers[follower[g]:follower[g + 1]]``; shape (G + 1,).
    followers
        Groups that wait until all loads of another have arrived.
    n_awaited
        How many groups each waits for, shape (G,).
    first
        Visits of load l: ``first[l]`` to ``first[l + 1] - 1``; shape (L + 1,).
    level
        Priority, 0 goes first, shape (L,).
    resource
        Where each visit is, shape (V,).
    back_days
        How long a carrier is away after it has delivered [d], shape (V,); elsewhere unused.
    """

    member: Words
    group: Words
    follower: Words
    followers: Words
    n_awaited: Words
    first: Words
    level: Words
    resource: Words
    back_days: Singles


class Resources(NamedTuple):
    """What loads wait for: R resources at Z sites, with P places in all.

    Attributes
    ----------
    kind
        `SERVER`, `SLOT`, `FLOW`, `CARRIERS`, `METER` or `GATE`, shape (R,).
    site
        Where each is; all of one site close and open together; shape (R,).
    per_day
        Departures a day of a slot resource; elsewhere unused, shape (R,).
    place
        Places of resource r: ``place[r]`` to ``place[r + 1] - 1``; one for the other kinds;
        shape (R + 1,).
    ahead_days
        How far what a meter has let through may run ahead of its rate [d], shape (R,): carriers
        that are all at home may all leave at once; elsewhere unused.
    """

    kind: Bytes
    site: Words
    per_day: Floats
    place: Words
    ahead_days: Singles


class Course(NamedTuple):
    """What chance has dealt to one replication.

    Attributes
    ----------
    enter_day
        When each load sets out, at the earliest; inf: never, shape (L,).
    service_days, leg_days
        Time at each visit, and on the way after it with breakdowns [d], shape (V,).
    window
        Closures of site z: ``window[z]`` to ``window[z + 1] - 1``, shape (Z + 1,).
    closes_day, opens_day
        Closures, sorted and apart within each site.
    open_share
        What is left of a site's resources during each closure, 0 to 1.
    """

    enter_day: Floats
    service_days: Singles
    leg_days: Singles
    window: Words
    closes_day: Floats
    opens_day: Floats
    open_share: Floats


class Outcome(NamedTuple):
    """What became of one replication.

    Attributes
    ----------
    arrive_day
        When each load has arrived; inf: it never set out, shape (L,).
    wait_days, most_days, busy_days
        Waiting of all loads, the longest wait, and time in use, by resource, shape (R,).
    served
        Visits, by resource, shape (R,).
    """

    arrive_day: Floats
    wait_days: Floats
    most_days: Floats
    busy_days: Floats
    served: Words


def outcome_for(loads: Loads, resources: Resources) -> Outcome:
    """Return where a replication writes what became of it."""
    n_resources = len(resources.kind)
    return Outcome(
        arrive_day=np.zeros(len(loads.level)),
        wait_days=np.zeros(n_resources),
        most_days=np.zeros(n_resources),
        busy_days=np.zeros(n_resources),
        served=np.zeros(n_resources, dtype=np.uint32),
    )
