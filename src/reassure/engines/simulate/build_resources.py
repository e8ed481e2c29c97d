"""The limits of a plan as resources: how each serves, and when it is closed."""

from collections.abc import Sequence

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
    Resources,
)
from reassure.engines.simulate.uncertain import Uncertain
from reassure.model.network import Outage
from reassure.model.plan import Plan

WORKED = ("handling_t_per_day", "handling_lane_m_per_day", "staging_t_per_day", "wagons_per_day")
"""Fields of what a place works off: a load waits there for its own work too."""

GROUND_TIMES = ("ground_time_max_h", "ground_time_h")
"""Fields that an apron's sorties a day are the inverse of; the first that is uncertain counts."""


class Serving:
    """Resources, one by one: how each serves, and when it is closed."""

    def __init__(self, plan: Plan, uncertain: Uncertain, rows: Sequence[Floats]) -> None:
        self._plan, self._uncertain, self._rows = plan, uncertain, list(rows)
        self.kind, self.per_day, self.places = list[int](), list[float](), list[int]()
        self.rate_input, self.rate_power = list[int](), list[float]()
        self.service_per_amount = list[float]()
        self._windows = list[list[tuple[float, float, float]]]()
        self._sources = list[list[Outage]]()

    def add(self, limit: Limit | None, passages: Sequence[Passage]) -> None:
        """Add the next resource; None is that which nobody waits for."""
        row = self._rows[len(self.kind) - 1] if limit is not None else np.zeros(0)
        finite = row[np.isfinite(row)]
        peak = float(finite.max(initial=0.0)) if limit is not None else 0.0
        is_gate = limit is None or limit.is_gate
        kind, n_places, per_day, unit = GATE, 1, 1.0, 0.0
        if limit is not None and not is_gate:
            kind, n_places, per_day, unit = _service(limit, peak, passages)
        self.kind.append(kind)
        self.places.append(n_places)
        self.per_day.append(per_day)
        self.service_per_amount.append(unit)
        share = np.isinf(row).astype(float) if is_gate else np.minimum(row / max(peak, 1e-12), 1.0)
        self._windows.append(_spans(share))
        self._sources.append([] if limit is None else self._chance_of(limit))
        number, power = (None, 1.0) if limit is None else self._rate_of(limit)
        self.rate_input.append(int(NONE) if number is None else number)
        self.rate_power.append(power)

    def _chance_of(self, limit: Limit) -> list[Outage]:
        if limit.binding.startswith("lifts:"):
            return []
        where = (LINKS, limit.link) if limit.link is not None else (LOCATIONS, limit.location)
        return [
            row
            for row in self._plan.outages
            if row.mean_up_days is not None
            and row.mean_down_days is not None
            and where in ((LINKS, row.link), (LOCATIONS, row.location))
        ]

    def _rate_of(self, limit: Limit) -> tuple[int | None, float]:
        table, _, rest = limit.binding.partition(":")
        record, _, name = rest.rpartition(".")
        number = self._uncertain.input(table, record, name)
        if number is None and (table, name) == (LOCATIONS, "mog"):
            for name in GROUND_TIMES:
                number = self._uncertain.input(table, record, name)
                if number is not None:
                    return number, -1.0
        return number, 1.0

    def resources(self) -> Resources:
        """Return all of them."""
        return Resources(
            kind=np.array(self.kind, dtype=np.uint8),
            site=np.arange(len(self.kind), dtype=np.uint32),
            per_day=np.array(self.per_day),
            place=to_words(np.cumsum([0, *self.places]).tolist()),
        )

    def outages(self) -> Outages:
        """Return what closes them."""
        return outages_of(self._sources, self._windows)


def outages_of(
    sources: Sequence[Sequence[Outage]],
    windows: Sequence[Sequence[tuple[float, float, float]]] = (),
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
) -> tuple[int, int, float, float]:
    """Return how a limit serves: kind, places, departures a day, and days for each amount."""
    amounts = np.array([passage.amount for passage in passages])
    days = np.array([passage.days for passage in passages])
    is_alike = bool(np.allclose(amounts, amounts[0], rtol=1e-9, atol=0.0))
    if limit.binding.startswith("lifts:") and is_alike and amounts[0] == 1.0 and peak >= 1.0:
        return CARRIERS, int(peak), 1.0, 0.0
    if limit.name.rpartition(".")[2] in WORKED:
        return FLOW, 1, 1.0, 1.0 / peak
    if is_alike and bool((days == 1).all()):
        return SLOT, 1, peak / float(amounts[0]), 0.0
    return METER, 1, 1.0, 1.0 / peak


def _spans(share: Floats) -> list[tuple[float, float, float]]:
    """Return days on which less than all is there as spans of equal shares."""
    found: list[tuple[float, float, float]] = []
    for day in np.flatnonzero(share < 1.0).tolist():
        left = float(share[day])
        if found and found[-1][1] == day and found[-1][2] == left:
            found[-1] = (found[-1][0], day + 1.0, left)
        else:
            found.append((float(day), day + 1.0, left))
    return found
