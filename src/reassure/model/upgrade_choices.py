"""Closed choices of infrastructure readiness."""

from enum import StrEnum


class UpgradeOutcome(StrEnum):
    """What came of looking at an upgrade."""

    WORKED_OUT = "worked_out"
    """Movement was scheduled anew with it."""
    NOT_WORKED_OUT = "not_worked_out"
    """Others promised more, or the time was up."""
    NO_NEED = "no_need"
    """It has no price and no load waits for it, or it holds nothing back that moves."""
    NO_LIMIT = "no_limit"
    """The field is empty, which is no limit, or is as good already."""
    NO_MOVEMENT = "no_movement"
    """The field limits what stays at a place, and nothing that moves."""
    TOO_LATE = "too_late"
    """It is ready after the horizon of the plan."""


class SetMethod(StrEnum):
    """How a set of upgrades for a budget was chosen."""

    BY_GAIN = "by_gain"
    """Most gain of its members, each as it was worked out alone."""
    BY_PRICE = "by_price"
    """Most gain of its members by prices."""
    STEP_BY_STEP = "step_by_step"
    """One after another by gain for its cost, movement being scheduled anew after each."""
