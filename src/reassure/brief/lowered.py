"""What a schedule of movements lowers and how it was made, in words and with its units."""

from reassure.brief.words import number
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.plan import Plan

VALUE_UNITS: dict[MoveObjective, str] = {
    MoveObjective.LATENESS: "weighted unit-days late",
    MoveObjective.CLOSURE: "weighted unit-days late, by each unit's last load",
    MoveObjective.CLOSURES: "weighted days late, by each objective's last load",
    MoveObjective.FORCE: "days late, by the last load of the force",
    MoveObjective.LIFT: "lift-days, a weighted unit-day late as 1,000",
}
"""Unit of the value that a schedule reaches, by what it lowers."""

LOWERED: dict[MoveObjective, str] = {
    MoveObjective.LATENESS: "lateness of units",
    MoveObjective.CLOSURE: "closure of units: the day of each unit's last load",
    MoveObjective.CLOSURES: "closure of each objective",
    MoveObjective.FORCE: "closure of the force",
    MoveObjective.LIFT: "lift, as far as nothing is later for it",
}

NO_LIFT = "not counted: the plan lists no lift"
"""Said of days of carriers where no carrier is listed; loads then take what the links give."""

_BY_LIST = "scheduled load by load, in order of need"
_BY_SEARCH = "flows at least cost made into whole loads, bettered by a search"


def value_words(plan: Plan, lowered: MoveObjective, value: float) -> str:
    """Return a value that a schedule reaches, or a bound on it, with its unit.

    Where lift is lowered and the plan lists none, lateness alone is counted, and that is said.
    """
    if lowered is MoveObjective.LIFT and not len(plan.lifts):
        return f"{_amount(value)}, a weighted unit-day late as 1,000; lift is not counted"
    return f"{_amount(value)} {VALUE_UNITS[lowered]}"


def lift_words(plan: Plan, days: float | None) -> str:
    """Return days of carriers with their unit; that they are not counted where none is listed."""
    if not len(plan.lifts):
        return NO_LIFT
    return "not known" if days is None else f"{number(days)} lift-days"


def method_words(method: MoveMethod, *, is_bounded: bool) -> str:
    """Return how a schedule was made.

    Parameters
    ----------
    method
        What made it.
    is_bounded
        Whether a bound says how far from the best it is at most.
    """
    how = _BY_LIST if method is MoveMethod.LIST else _BY_SEARCH
    return how if is_bounded else f"{how}; no bound proven"


def _amount(value: float) -> str:
    """Return a value with decimals where it is small."""
    return number(value, 2 if abs(value) < 100 else 1 if abs(value) < 1000 else 0)
