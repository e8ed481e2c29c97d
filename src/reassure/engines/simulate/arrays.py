"""All that a replication is worked out from, in one."""

from typing import NamedTuple

from reassure.engines.simulate.closures import Outages
from reassure.engines.simulate.dealing import Entries, Flags, Inputs, Promises
from reassure.engines.simulate.sampling import Chances
from reassure.engines.simulate.scenario import Floats, Loads, Resources, Words


class Arrays(NamedTuple):
    """Everything that a replication is worked out from.

    Attributes
    ----------
    rate_input, rate_power
        Input that multiplies what a resource gives, and the power to which it does, shape (R,).
    returns
        Whether what a load takes of a resource is a share of carriers, which come back when the
        load's way and their own are over, shape (R,).
    """

    loads: Loads
    resources: Resources
    chances: Chances
    outages: Outages
    inputs: Inputs
    promises: Promises
    entries: Entries
    rate_input: Words
    rate_power: Floats
    returns: Flags
