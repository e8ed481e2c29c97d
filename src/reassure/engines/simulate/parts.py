"""What replications of the whole plan are worked out from, and what they give."""

from typing import NamedTuple

from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.dealing import Flags
from reassure.engines.simulate.desk import Provision
from reassure.engines.simulate.readiness import Requirement
from reassure.engines.simulate.scenario import Floats, Singles, Words
from reassure.engines.sustain.step import Ints, SupplyInputs


class Whole(NamedTuple):
    """All arrays of a plan, as one replication takes them."""

    arrays: Arrays
    provision: Provision
    requirement: Requirement
    supply: SupplyInputs


class Frame(NamedTuple):
    """Days of the calendar of events, and levels of priority."""

    from_day: float
    until_day: float
    levels: int
    by_level: bool


class Results(NamedTuple):
    """What became of N replications.

    Attributes
    ----------
    there_day
        When each tour is in place; inf: never; shape (N, T).
    holds
        Which doubts were unfounded, shape (N, D).
    comes
        Which owners came, shape (N, O).
    factors
        Factor on each uncertain value, shape (N, I).
    wait_days, most_days, busy_days
        Waiting of all loads, the longest wait, and time in use of all its places, by resource,
        shape (N, R).
    served
        Visits by resource, shape (N, R).
    reached_day
        First day of each of `SHARES` by objective, the whole last; `NO_DAY`: none; shape
        (N, J + 1, shares).
    unmet_t, short_day
        Demand not met, and the first day of it; -1: none; shape (N,).
    dry_day
        The same by item, shape (N, n_items).
    """

    there_day: Singles
    holds: Flags
    comes: Flags
    factors: Singles
    wait_days: Singles
    most_days: Singles
    busy_days: Singles
    served: Words
    reached_day: Ints
    unmet_t: Floats
    short_day: Ints
    dry_day: Ints


class Counts(NamedTuple):
    """What is counted over replications, in any order.

    Attributes
    ----------
    shares
        Shares in place, shape (J + 1, n_days, BINS + 1).
    short
        Days with unmet demand, shape (n_days, n_items).
    short_kg
        Demand not met, summed [kg], same shape.
    """

    shares: Words
    short: Words
    short_kg: Ints
