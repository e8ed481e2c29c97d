"""Closed choices of the simulation."""

from enum import StrEnum


class FactorKind(StrEnum):
    """What of something that is not known is drawn."""

    VALUE = "value"
    """A factor on a field, once in a replication."""
    PROMISE = "promise"
    """Whether an offer, decision or condition comes true, once in a replication."""
    USE = "use"
    """A factor on a time, drawn anew for each use: each voyage, each repair."""
    FAILURE = "failure"
    """How often something breaks down or closes, and for how long."""
