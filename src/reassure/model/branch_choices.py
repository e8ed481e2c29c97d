"""Closed choices of the comparison of branches."""

from enum import StrEnum


class OutlookMeasure(StrEnum):
    """What is looked at in every branch."""

    FILL = "fill"
    """Share of the effective unit-days asked for that are provided."""
    UNITS = "units"
    """Units that serve."""
    PERSONS = "persons"
    """Persons of the units that serve at once, at most."""
    COST = "cost"
    """Amount of the whole plan."""
    CLOSURE = "closure"
    """Day of the last required arrival."""


class NoRegretKind(StrEnum):
    """What is needed whichever branch comes."""

    DECISION = "decision"
    """A political decision that units wait for."""
    CONDITION = "condition"
    """A mandate, consent or funding that units wait for."""
    UPGRADE = "upgrade"
    """An upgrade that cures what places or ways lack."""
    OFFER = "offer"
    """Units of an offer that serve."""
