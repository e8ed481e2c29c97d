"""Closed choices of movement under way."""

from enum import StrEnum


class MovementOutcome(StrEnum):
    """What a schedule says of one movement: when it arrives, that it cannot, or nothing yet."""

    ON_TIME = "on_time"
    """It is where it is wanted by the day on which it is wanted."""
    LATE = "late"
    """It is there later, within the plan."""
    CANNOT_ARRIVE = "cannot_arrive"
    """It was looked at: there is no way, or none that ends within the plan."""
    NOT_SCHEDULED = "not_scheduled"
    """The search was stopped before it was looked at: nothing is known of it."""


class LoadFate(StrEnum):
    """What becomes of a planned load when a movement under way is planned on."""

    DONE = "done"
    """It has arrived, by its reports."""
    UNDER_WAY = "under_way"
    """It has left, by its reports, and goes on from where it was last seen."""
    KEPT = "kept"
    """It keeps its way and its days."""
    RETIMED = "retimed"
    """It keeps its way on other days."""
    REROUTED = "rerouted"
    """It goes another way, or has one where it had none."""
    UNPLACED = "unplaced"
    """It had a way, and has none any more that ends within the plan."""
    ADDED = "added"
    """It is new: the records ask for a movement that was not planned."""
    DROPPED = "dropped"
    """The records ask for its movement no more."""
