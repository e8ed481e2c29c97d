"""Closed choices of the rules of engagement as they are judged."""

from enum import StrEnum


class Stance(StrEnum):
    """A nation's position on a measure."""

    ACCEPTED = "accepted"
    ON_APPROVAL = "on_approval"
    RESTRICTED = "restricted"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What units may do of a task."""

    MAY = "may"
    """All of it, unasked."""
    ON_APPROVAL = "on_approval"
    """Somebody at home must be asked first."""
    MAY_NOT = "may_not"


class LimitKind(StrEnum):
    """What keeps units from a task, or makes them ask first."""

    POSITION = "position"
    """What their nation says of a measure that the task needs."""
    CAVEAT = "caveat"
    """A caveat of their nation."""
    NOT_IN_FORCE = "not_in_force"
    """A measure that the task needs is not implemented there by then."""
    ATTRIBUTES = "attributes"
    """They lack an attribute that the task needs."""


class HoleCure(StrEnum):
    """What opens a task that no unit in a sector may do."""

    POSITIONS = "positions"
    """Nations that change what they say of measures."""
    MEASURES = "measures"
    """Measures that are put in force; positions alone do not do."""
    CAVEATS = "caveats"
    """Caveats that are lifted; positions alone do not do."""
    UNITS = "units"
    """Other units: none that is there has what the task needs."""


class Strength(StrEnum):
    """Which strength counts on lines that state tasks."""

    USABLE = "usable"
    """That of units which may do every task of the line, unasked or on approval."""
    HEADLINE = "headline"
    """That of all units, whatever their nations let them do."""
