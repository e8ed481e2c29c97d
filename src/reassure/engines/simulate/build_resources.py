"""The limits of a plan as resources: how each serves, and when it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from reassure.engines.common.outages import LINKS, LOCATIONS
from reassure.engines.common.philox import entity_key
from reassure.engines.deploy.itineraries import Passage
from reassure.engines.deploy.network.limits import Limit
from reassure.engines.simulate.closures import Outages
from reassure.engines.simulate.laws import unit_table
from reassure.engines.simulate.packing import to_keys, to_words
from reassure.engines.simulate.scenario import (
    CARRIERS,
    FLOW,
    GATE,
    METER,
    NONE,
    SLOT,
    Floats,
    Loads,
    Resources,
    Singles,
)
from reassure.engines.simulate.uncertain import Uncertain
from reassure.model.network import Outage
from reassure.model.plan import Plan

WORKED = ("handling_t_per_day", "handling_lane_m_per_day", "staging_t_per_day", "wagons_per_day")
"""Fields of what a place works off: a load waits there for its own work too."""

GROUND_TIMES = ("ground_time_max_h", "ground_time_h")
"""Fields that an apron's sorties a day are the inverse of; the first that is uncertain counts."""

POOLS = "lifts:"
"""What the names of limits that are pools of carriers begin with."""

WHOLE = 1e-9
"""Part of a carrier that a product may lack by rounding."""

Window = tuple[float, float, float]


class Visits(NamedTuple):
    """What loads take at each visit, and for how many days, shape (V,)."""

    amount: Floats
    days: Floats


@dataclass(frozen=True)
class Service:
    """How one resource serves, and when it is closed.

    Attributes
    ----------
    limit
        What it is; None: the one that nobody waits for.
    passages
        Visits to it.
    kind, n_places
        Its kind, and places side by side.
    per_day
        Departures a day of a slot resource.
    days_per_amount
        How long each of what a load takes keeps it busy [d]; 0: that is not what counts.
    ahead_days
        How far a meter may run ahead of its rate [d]: for as long as its visitors take their
        shares, on the mean, so that all that is at home may leave at once, and no more. What takes
        one day or less is spread over the day.
    windows
        Days on which less than all of it is there: from, until, and the share that is.
    sources
        Outages of chance.
    rate_input, rate_power
        Input that multiplies what it gives, `NONE`: that is known, and the power to which it does.
    gates
        Gates through which all its visitors come at the same instant, by number: a train or ship
        that was waited for does not leave while they are closed.
    """

    limit: Limit | None
    passages: tuple[Passage, ...]
    kind: int
    n_places: int
    per_day: float
    days_per_amount: float
    ahead_days: float
    windows: tuple[Window, ...]
    sources: tuple[Outage, ...]
    rate_input: int
    rate_power: float
    gates: tuple[int, ...] = ()

    @property
    def is_pool(self) -> bool:
        """Whether it is a pool of carriers."""
        return self.limit is not None and _is_pool(self.limit)

    def giving(self, room: Floats) -> "Service":
        """Return the same where it gives something else by day, shape (n_days,)."""
        kind, n_places, per_day, unit, ahead, windows = _given(self.limit, room, self.passages)
        return replace(
            self,
            kind=kind,
            n_places=n_places,
            per_day=per_day,
            days_per_amount=unit,
            ahead_days=ahead,
            windows=windows,
        )


def service_of(
    plan: Plan,
    uncertain: Uncertain,
    limit: Limit | None,
    room: Floats,
    passages: Sequence[Passage],
) -> Service:
    """Return how a limit serves.

    Parameters
    ----------
    plan, uncertain
        The plan, and what of it is uncertain.
    limit
        The limit; None: that which nobody waits for.
    room
        What it gives by day, shape (n_days,); of no limit nothing.
    passages
        Visits to it.
    """
    number, power = (None, 1.0) if limit is None else _rate_of(uncertain, limit)
    return Service(
        limit,
        tuple(passages),
        *_given(limit, room, passages),
        () if limit is None else tuple(_chance_of(plan, limit)),
        int(NONE) if number is None else number,
        power,
    )


def resources_of(services: Sequence[Service]) -> Resources:
    """Return services as resources, each at a site of its own."""
    return Resources(
        kind=np.array([service.kind for service in services], dtype=np.uint8),
        site=np.arange(len(services), dtype=np.uint32),
        per_day=np.array([service.per_day for service in services]),
        place=to_words(np.cumsum([0, *(service.n_places for service in services)]).tolist()),
        ahead_days=np.array([service.ahead_days for service in services], dtype=np.float32),
    )


def closures_of(services: Sequence[Service]) -> Outages:
    """Return what closes services: their own outages, and the gates that all come through."""
    sources, windows = list[list[Outage]](), list[list[Window]]()
    for service in services:
        own = {row.id: row for row in service.sources}
        for gate in service.gates:
            own |= {row.id: row for row in services[gate].sources if row.open_share == 0}
        sources.append(list(own.values()))
        windows.append([*service.windows, *(w for g in service.gates for w in services[g].windows)])
    return outages_of(sources, windows)


def service_days_of(services: Sequence[Service], loads: Loads, visits: Visits) -> Singles:
    """Return how long each visit keeps its resource busy [d], shape (V,)."""
    resource = loads.resource
    per_amount = np.array([service.days_per_amount for service in services])[resource]
    is_by_days = np.array([service.kind in (METER, FLOW) for service in services])[resource]
    days = visits.amount * np.where(is_by_days, visits.days, 1.0) * per_amount
    return days.astype(np.float32)


def _is_pool(limit: Limit) -> bool:
    return limit.binding.startswith(POOLS)


def _chance_of(plan: Plan, limit: Limit) -> list[Outage]:
    if _is_pool(limit):
        return []
    where = (LINKS, limit.link) if limit.link is not None else (LOCATIONS, limit.location)
    return [
        row
        for row in plan.outages
        if row.mean_up_days is not None
        and row.mean_down_days is not None
        and where in ((LINKS, row.link), (LOCATIONS, row.location))
    ]


def _rate_of(uncertain: Uncertain, limit: Limit) -> tuple[int | None, float]:
    table, _, rest = limit.binding.partition(":")
    record, _, name = rest.rpartition(".")
    number = uncertain.input(table, record, name, is_rate=True)
    if number is None and (table, name) == (LOCATIONS, "mog"):
        for name in GROUND_TIMES:
            number = uncertain.input(table, record, name, is_rate=True)
            if number is not None:
                return number, -1.0
    return number, 1.0


def _given(
    limit: Limit | None, room: Floats, passages: Sequence[Passage]
) -> tuple[int, int, float, float, float, tuple[Window, ...]]:
    """Return how a limit serves with what it gives by day: kind, places, and so on, and windows."""
    if limit is None:
        return GATE, 1, 1.0, 0.0, 0.0, ()
    if limit.is_gate:
        return GATE, 1, 1.0, 0.0, 0.0, tuple(_spans(np.isinf(room).astype(float)))
    peak = float(room[np.isfinite(room)].max(initial=0.0))
    share = np.minimum(room / max(peak, 1e-12), 1.0)
    return *_service(limit, peak, passages), tuple(_spans(share))


def outages_of(
    sources: Sequence[Sequence[Outage]],
    windows: Sequence[Sequence[Window]] = (),
) -> Outages:
    """Return what closes some sites: outages of chance, and planned windows."""
    rows = [row for own in sources for row in own]
    spans = [span for own in windows for span in own]
    low, high = to_keys([entity_key("outages", row.id) for row in rows])
    closes, opens, share = (np.array([span[n] for span in spans], dtype=float) for n in range(3))
    n_windows = [len(own) for own in windows] or [0] * len(sources)
    return Outages(
        source=to_words(np.cumsum([0, *map(len, sources)]).tolist()),
        key_low=low,
        key_high=high,
        up_days=np.array([row.mean_up_days for row in rows], dtype=float),
        down_days=np.array([row.mean_down_days for row in rows], dtype=float),
        left=np.array([row.open_share for row in rows], dtype=float),
        planned=to_words(np.cumsum([0, *n_windows]).tolist()),
        closes_day=closes,
        opens_day=opens,
        open_share=share,
        law=unit_table(),
    )


def _service(
    limit: Limit, peak: float, passages: Sequence[Passage]
) -> tuple[int, int, float, float, float]:
    """Return how a limit serves: kind, places, departures a day, days per amount, and ahead."""
    amounts = np.array([passage.amount for passage in passages])
    days = np.array([passage.days for passage in passages])
    is_alike = bool(np.allclose(amounts, amounts[0], rtol=1e-9, atol=0.0))
    if _is_pool(limit) and is_alike and amounts[0] == 1.0 and peak >= 1.0 - WHOLE:
        return CARRIERS, int(peak + WHOLE), 1.0, 0.0, 0.0
    if limit.name.rpartition(".")[2] in WORKED:
        return FLOW, 1, 1.0, 1.0 / peak, 0.0
    if is_alike and bool((days == 1).all()):
        return SLOT, 1, peak / float(amounts[0]), 0.0, 0.0
    mean = float((amounts * days).sum() / max(float(amounts.sum()), 1e-12))
    return METER, 1, 1.0, 1.0 / peak, mean if mean > 1.0 else 0.0


def _spans(share: Floats) -> list[Window]:
    """Return days on which less than all is there as spans of equal shares."""
    found: list[Window] = []
    for day in np.flatnonzero(share < 1.0).tolist():
        left = float(share[day])
        if found and found[-1][1] == day and found[-1][2] == left:
            found[-1] = (found[-1][0], day + 1.0, left)
        else:
            found.append((float(day), day + 1.0, left))
    return found
