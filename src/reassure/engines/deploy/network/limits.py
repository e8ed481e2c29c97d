"""Limits as renewable resources: what each gives a day, and what is left of it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from reassure.engines.common.outages import LINKS, LOCATIONS, Where, outage_windows, state_share
from reassure.engines.deploy.network.works import NO_WORKS, Works
from reassure.model.plan import Plan

SLACK = 1e-9
"""Loads are shares of units; a limit that they fill exactly must not seem overfull."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a place, link or pool of carriers.

    Attributes
    ----------
    binding
        Its name, as table:id.field.
    location, link
        Where it is; a pool stands at its home, a gauge break at its location.
    capacity
        What it gives on an ordinary day, in its field's unit; infinite for a gate, which only
        opens and closes.
    """

    binding: str
    location: str | None
    link: str | None
    capacity: float

    @property
    def is_gate(self) -> bool:
        """Whether it only opens and closes: sailing days, outages, times of service."""
        return math.isinf(self.capacity)

    @property
    def name(self) -> str:
        """The field's name, with table and id where the limit is not a place's or link's own."""
        own = (f"locations:{self.location}.", f"links:{self.link}.")
        return next(
            (self.binding[len(p) :] for p in own if self.binding.startswith(p)), self.binding
        )


@dataclass
class Limits:
    """All limits of a plan, by day from C-day to ``last_day``.

    Attributes
    ----------
    limits
        The limits; a limit's number is its place here.
    base
        What each gives by day, unused.
    free
        What is left of it by day.
    peak
        The most that each gives on any day.
    queue
        Loads waiting by (limit, day).
    works
        Upgrades that raise limits from some day on.
    """

    plan: Plan
    last_day: int
    limits: list[Limit] = field(default_factory=list[Limit])
    base: list[list[float]] = field(default_factory=list[list[float]])
    free: list[list[float]] = field(default_factory=list[list[float]])
    peak: list[float] = field(default_factory=list[float])
    queue: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    works: Works = NO_WORKS
    _number: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        """Find the outages that have days, by place and link."""
        self._windows = outage_windows(self.plan, n_days=self.last_day + 1)

    def share_of(self, location: str) -> float:
        """Return the share of its capacities that a location's state leaves."""
        return state_share(self.plan.locations[location])

    def at_location(self, location: str, name: str, capacity: float | None) -> int | None:
        """Return the number of a location's limit, None where it has none."""
        if capacity is None:
            return None
        share = self.share_of(location)
        limit = Limit(f"locations:{location}.{name}", location, None, capacity * share)
        return self._add(limit, (LOCATIONS, location), share)

    def at_gauge_break(self, break_id: str, location: str, capacity: float) -> int:
        """Return the number of a gauge break's limit."""
        binding, share = f"gauge_breaks:{break_id}.wagons_per_day", self.share_of(location)
        limit = Limit(binding, location, None, capacity * share)
        return self._add(limit, (LOCATIONS, location), share)

    def on_link(self, link: str, capacity: float | None) -> int | None:
        """Return the number of a link's capacity, None where it has none."""
        if capacity is None:
            return None
        link = self.works.twins.get(link, link)
        limit = Limit(f"links:{link}.capacity_per_day", None, link, capacity)
        return self._add(limit, (LINKS, link))

    def sailing_days(self, link: str, every_days: int, first_day: int) -> int | None:
        """Return the number of the gate that opens on a link's days of departure."""
        if every_days == 1 and first_day <= 0:
            return None
        binding = f"links:{link}.every_days"
        days = (d for d in range(self.last_day + 1) if d >= first_day)
        return self._gate(
            binding, None, link, (d for d in days if not (d - first_day) % every_days)
        )

    def outages(self, where: Where) -> list[int]:
        """Return the numbers of the gates that the full outages of a place or link close."""
        table, record = where
        ends = (record, None) if table == LOCATIONS else (None, record)
        found: list[int] = []
        for window in self._windows.get(where, ()):
            if window.open_share == 0:
                span = range(window.start, window.stop)
                days = (d for d in range(self.last_day + 1) if d not in span)
                found.append(self._gate(f"outages:{window.outage}.open_share", *ends, days))
        return found

    def pool(
        self,
        lift: str,
        home: str,
        services: Iterable[tuple[float, float, float]],
        *,
        returns_free: bool = False,
    ) -> int:
        """Return the number of a pool of carriers: (capacity, from_day, until_day) each.

        Where ``returns_free``, what a carrier does after its service is not counted.
        """
        binding = f"lifts:{lift}.quantity"
        if binding not in self._number:
            rows = list(services)
            limit = Limit(binding, home, None, sum(capacity for capacity, _, _ in rows))
            days = [
                sum(capacity for capacity, start, stop in rows if start <= day < stop)
                for day in range(self.last_day + 1)
            ]
            self._store(limit, [float(value) for value in days])
            if returns_free:
                self._extend(self._number[binding], max(stop for _, _, stop in rows))
        return self._number[binding]

    def service(self, lift: str, home: str, from_day: float, until_day: float) -> int | None:
        """Return the number of the gate that a pool's time of service sets on departures."""
        if from_day <= 0 and until_day > self.last_day:
            return None
        name = "from_day" if from_day > 0 else "until_day"
        days = (d for d in range(self.last_day + 1) if from_day <= d < until_day)
        return self._gate(f"lifts:{lift}.{name}", home, None, days)

    def take(self, number: int, amount: float, day: int, length: int) -> None:
        """Use an amount of a limit on each of some days."""
        row = self.free[number]
        for d in range(day, min(day + length, len(row))):
            row[d] -= amount

    def _extend(self, number: int, from_day: float) -> None:
        for day in range(max(0, math.ceil(from_day)), self.last_day + 1):
            self.base[number][day] = self.free[number][day] = math.inf

    def _gate(
        self, binding: str, location: str | None, link: str | None, days: Iterable[int]
    ) -> int:
        if binding not in self._number:
            row = [0.0] * (self.last_day + 1)
            for day in days:
                row[day] = math.inf
            self._store(Limit(binding, location, link, math.inf), row)
        return self._number[binding]

    def opening(self, upgrade: str, location: str, ready_day: int) -> int:
        """Return the number of the gate that opens a place to larger carriers on a day."""
        days = range(ready_day, self.last_day + 1)
        return self._gate(f"upgrades:{upgrade}.lead_days", location, None, days)

    def _add(self, limit: Limit, where: Where, share: float = 1.0) -> int:
        if limit.binding not in self._number:
            row = [limit.capacity] * (self.last_day + 1)
            for day, capacity in self.works.steps.get(limit.binding, ()):
                row[day:] = [capacity * share] * len(row[day:])
            for window in self._windows.get(where, ()):
                for day in range(window.start, window.stop):
                    row[day] *= window.open_share
            self._store(limit, row)
        return self._number[limit.binding]

    def _store(self, limit: Limit, row: list[float]) -> None:
        self._number[limit.binding] = len(self.limits)
        self.limits.append(limit)
        self.base.append(row)
        self.peak.append(max(row))
        self.free.append(list(row))
