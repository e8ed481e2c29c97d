"""What outages with days and the state of a place leave of capacities: the same for all engines."""

import math
from dataclasses import dataclass

from reassure.engines.common.conventions import LIMITED_SHARE
from reassure.model.choices import LocationState
from reassure.model.network import Location
from reassure.model.plan import Plan

LINKS, LOCATIONS = "links", "locations"

Where = tuple[str, str]
"""Table and id of what an outage hits."""


@dataclass(frozen=True, slots=True)
class OutageWindow:
    """An outage with days, in whole days of the plan.

    Attributes
    ----------
    outage
        Its id.
    start, stop
        Half-open span of days: every day that it touches counts.
    open_share
        Share of every capacity that it leaves.
    """

    outage: str
    start: int
    stop: int
    open_share: float


def where_of(link: str | None, location: str | None) -> Where:
    """Return the key of a link, or else of a place."""
    return (LINKS, link) if link is not None else (LOCATIONS, location or "")


def outage_windows(plan: Plan, *, n_days: int) -> dict[Where, tuple[OutageWindow, ...]]:
    """Return the outages that have days, by what they hit, within the first days of the plan.

    Parameters
    ----------
    plan
        Plan with its table ``outages``; those without days are chance, and left out.
    n_days
        Days from C-day on that count.
    """
    found: dict[Where, tuple[OutageWindow, ...]] = {}
    for row in plan.outages:
        if row.from_day is None and row.until_day is None:
            continue
        start = 0 if row.from_day is None else max(0, math.floor(row.from_day))
        stop = n_days if row.until_day is None else min(n_days, math.ceil(row.until_day))
        where = where_of(row.link, row.location)
        window = OutageWindow(row.id, start, max(start, stop), row.open_share)
        found[where] = (*found.get(where, ()), window)
    return found


def state_share(place: Location) -> float:
    """Return the share of its capacities that a place's state leaves it; closing is no share."""
    return LIMITED_SHARE if place.state is LocationState.LIMITED else 1.0
