"""Closed choices of how a plan gets on: milestones, what they wait for, capability, command."""

from enum import StrEnum


class MilestoneStanding(StrEnum):
    """How a milestone stands against its due day."""

    DONE = "done"
    ON_TIME = "on_time"
    """It is expected by its due day."""
    LATE = "late"
    """It is expected after its due day, which is still to come."""
    OVERDUE = "overdue"
    """Its due day has passed, and it is not done."""
    BLOCKED = "blocked"
    """Something that it waits for does not hold, and nobody says from which day it will."""
    CANCELLED = "cancelled"


class WaitKind(StrEnum):
    """What a milestone waits for."""

    MILESTONE = "milestone"
    CONDITION = "condition"
    DECISION = "decision"
    UPGRADE = "upgrade"
    MEASURE = "measure"
    AGREEMENT = "agreement"
    OFFER = "offer"
    PLEDGE = "pledge"
    CLEARANCE = "clearance"
    LOCATION = "location"
    COURSE = "course"
    MEETING = "meeting"
    OWN_STATE = "own_state"
    """Its own state says that it is blocked, and nothing that it names says why."""
    OTHER = "other"


class WaitStanding(StrEnum):
    """Whether what a milestone waits for holds."""

    HOLDS = "holds"
    FROM_DAY = "from_day"
    """Not yet, and a day is known from which it does."""
    OPEN = "open"
    """It does not hold, and no day is known from which it will."""
    DROPPED = "dropped"
    """A cancelled milestone: nobody waits for it any more."""
    ASSUMED = "assumed"
    """Taken as given: the records cannot say."""


class CapabilityLevel(StrEnum):
    """A level of capability that an objective reaches as its units come into place."""

    INITIAL = "initial"
    FULL = "full"


class GapCause(StrEnum):
    """Why a line lacks units of assessed grade on a day."""

    UNFILLED = "unfilled"
    """Nobody is assigned."""
    NOT_THERE = "not_there"
    """Units are assigned and not in place by then."""
    NOT_ASSESSED = "not_assessed"
    """Units are in place, and their grade is below assessed."""


class CommandState(StrEnum):
    """Under whose authority a unit stands."""

    NATIONAL = "national"
    """At home, before it leaves."""
    IN_TRANSIT = "in_transit"
    """It has left and is not handed over yet."""
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    """Its tour is over: it is back under national command."""
