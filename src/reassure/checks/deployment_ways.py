"""Ways of loads: what goes alike is gathered, and each way is held against the records once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from reassure.checks.deployment_cargo import (
    BY_CARRIER,
    DAY_MINUTES,
    PORTS,
    Parcel,
    is_too_shallow,
    refused_at,
)
from reassure.checks.deployment_limits import Days, Limits, Mask
from reassure.checks.deployment_tours import MovedTour
from reassure.model.choices import Cargo, LocationKind, LocationState, Mode, Movement
from reassure.model.network import Lift, Link
from reassure.model.plan import Plan

_HEAVY_MLC = 60.0
_MOST_OPEN = 6


@dataclass(frozen=True, slots=True)
class Convoy:
    """Loads that take the same links by the same carriers, on whatever days.

    Attributes
    ----------
    loads
        Their ids.
    parcels, kinds
        How large they are and whose, and which of these each load is.
    origin, destination
        From where to where.
    links, lifts
        Their way, and the pool that carries them on each link.
    released
        First day on which each may load.
    arrives
        Whether each is told to arrive.
    departs, lands
        Days by load and leg.
    """

    loads: tuple[str, ...]
    parcels: tuple[Parcel, ...]
    kinds: Days
    origin: str
    destination: str
    links: tuple[Link, ...]
    lifts: tuple[Lift | None, ...]
    released: Days
    arrives: Mask
    departs: Days
    lands: Days

    def one(self, i: int) -> "Convoy":
        """Return one of the loads alone."""
        part = slice(i, i + 1)
        return Convoy(
            self.loads[part], self.parcels, self.kinds[part], self.origin, self.destination,
            self.links, self.lifts, self.released[part], self.arrives[part],
            self.departs[part], self.lands[part],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the legs where the tables leave it open.

    Attributes
    ----------
    changes
        Gauge breaks that may work the train after a leg, by number of the leg from 0 on; more
        than one where it is not known which did.
    ashore
        Legs after which a load goes ashore, although its carrier might go on.
    """

    changes: dict[int, tuple[str, ...]]
    ashore: frozenset[int]


class WayRules:
    """Says which ways there are, and who may take them.

    Parameters
    ----------
    plan
        A plan whose references hold.
    tours
        All movements of its force plan.
    limits
        Limits of the plan.
    """

    def __init__(self, plan: Plan, tours: list[MovedTour], limits: Limits) -> None:
        self.plan, self.limits = plan, limits
        carried = [tour for tour in tours if tour.unit.moves is Movement.CARRIED]
        self.ends = {tour.origin for tour in carried} | {tour.destination for tour in carried}
        self._barred = {
            (row.through, mode)
            for row in plan.passages
            if not row.allowed
            for mode in ([row.mode] if row.mode else Mode)
        }
        self._opens: dict[tuple[str, str], dict[str, int]] = {}
        self._breaks: dict[str, list[tuple[frozenset[float], str]]] = {}
        for row in plan.gauge_breaks:
            if row.wagons_per_day > 0:
                gauges = frozenset((row.from_gauge_mm, row.to_gauge_mm))
                self._breaks.setdefault(row.location, []).append((gauges, row.id))

    def places(self, convoy: Convoy) -> tuple[list[str], int | None]:
        """Return the places of a way, and the leg that does not go on from the last of them."""
        places = [convoy.origin]
        for leg, link in enumerate(convoy.links):
            if link.from_location == places[-1]:
                places.append(link.to_location)
            elif link.to_location == places[-1] and link.both_ways:
                places.append(link.from_location)
            else:
                return places, leg
        return places, None

    def closed_by(self, place: str, mode: Mode) -> str | None:
        """Return what closes a place to a mode, in words; None: nothing does."""
        row = self.plan.locations[place]
        if row.state is LocationState.CLOSED:
            return f"{place}, which is closed"
        if (row.nation, mode) in self._barred:
            return f"{place} in {row.nation}, which grants no passage by {mode.value}"
        return None

    def opens_day(self, parcel: Parcel, place: str) -> int:
        """Return the first day on which a state lets a unit be at a place."""
        unit, nation = parcel.unit, parcel.nation
        key = (unit.id, nation)
        if key not in self._opens:
            kinds = {Cargo.ANY}
            kinds |= {Cargo.HEAVY} if unit.heaviest_mlc >= _HEAVY_MLC else set[Cargo]()
            kinds |= {Cargo.OUTSIZE} if unit.outsize else set[Cargo]()
            leads: dict[str, float] = {}
            for row in self.plan.clearances:
                holds = row.through != nation and (not row.nations or nation in row.nations)
                if holds and row.cargo in kinds:
                    leads[row.through] = max(row.lead_days, leads.get(row.through, 0.0))
            self._opens[key] = {state: -int(-days // 1) for state, days in leads.items()}
        return self._opens[key].get(self.plan.locations[place].nation, 0)

    def opens_minute(self, convoy: Convoy, place: str) -> Days:
        """Return the same by load, in minutes from C-day on."""
        days = [self.opens_day(parcel, place) for parcel in convoy.parcels]
        return np.array(days, dtype=np.int64)[convoy.kinds] * DAY_MINUTES

    def may_work(self, place: str, mode: Mode) -> bool:
        """Whether loads may be put on or taken off carriers of a mode at a place."""
        kind = self.plan.locations[place].kind
        if place in self.ends:
            return True
        return kind in PORTS if mode is Mode.SEA else kind is not LocationKind.GATEWAY

    def wrong_carrier(self, link: Link, lift: Lift | None) -> str | None:
        """Return which carrier a link asks for where it has another one; None: it is right."""
        pool = self.limits.pool_of(link.mode)
        allowed: list[Lift | None] = [*(pool if link.mode in BY_CARRIER else pool[:1])] or [None]
        if (None if lift is None else lift.id) in [
            None if row is None else row.id for row in allowed
        ]:
            return None
        return (
            f"a lift by {link.mode.value}" if pool else f"none: no lift goes by {link.mode.value}"
        )

    def against(
        self, convoy: Convoy, places: list[str], leg: int
    ) -> Iterator[tuple[str, str, str]]:
        """Yield code, what was found and what was expected where a leg cannot be taken at all."""
        link, lift = convoy.links[leg], convoy.lifts[leg]
        for place in places[leg : leg + 2]:
            closed = self.closed_by(place, link.mode)
            if closed is not None:
                yield "CHK-MOVE-006", closed, "a way that is open"
        if link.mode is Mode.SEA and is_too_shallow(self.plan.locations[places[leg + 1]], lift):
            yield "CHK-MOVE-009", f"{places[leg + 1]} on the way of a ship", "a deeper place"
        carrier = self.wrong_carrier(link, lift)
        if carrier is not None:
            yield "CHK-MOVE-011", "no lift" if lift is None else lift.id, carrier

    def at_port(self, place: str, lift: Lift | None, *, loads: bool) -> Iterator[tuple[str, str]]:
        """Yield what was found and expected where a port does not take a carrier."""
        row = self.plan.locations[place]
        yield from refused_at(row, lift)
        if loads and lift is not None and lift.mode is Mode.SEA and is_too_shallow(row, lift):
            yield f"a ship of {lift.id} at {place}", "a port that is deep enough"

    def readings(self, convoy: Convoy, places: list[str]) -> tuple[list[Reading], int | None]:
        """Return the ways to read a convoy's legs, and the leg before which a break is missing."""
        changes, missing = self._gauge_changes(convoy, places)
        if missing is not None:
            return [], missing
        open_legs = [
            leg
            for leg, (one, other) in enumerate(pairwise(convoy.links))
            if one.mode is other.mode and one.mode in BY_CARRIER
            and convoy.lifts[leg] is convoy.lifts[leg + 1]
            and self.may_work(places[leg + 1], one.mode)
        ][:_MOST_OPEN]  # fmt: skip
        found: list[Reading] = []
        for choice in product((False, True), repeat=len(open_legs)):
            ashore = frozenset(leg for leg, lands in zip(open_legs, choice, strict=True) if lands)
            found.extend(Reading(dict(taken), ashore) for taken in product(*changes))
        return found, None

    def _gauge_changes(
        self, convoy: Convoy, places: list[str]
    ) -> tuple[list[list[tuple[int, tuple[str, ...]]]], int | None]:
        """Return for every change of gauge where and by which breaks it may be made."""
        found: list[list[tuple[int, tuple[str, ...]]]] = []
        gauge, since = None, 0
        for leg, link in enumerate(convoy.links):
            if link.mode is not Mode.RAIL:
                gauge = None
                continue
            if link.gauge_mm is None:
                continue
            if gauge is not None and gauge != link.gauge_mm:
                # On links of unknown gauge the train may be changed before or after.
                where = [
                    (before, rows)
                    for before in range(since, leg)
                    if (rows := self._worked(places[before + 1], gauge, link.gauge_mm))
                ]
                if not where:
                    return [], leg
                found.append(where)
            gauge, since = link.gauge_mm, leg
        return found, None

    def _worked(self, place: str, gauge: float, to: float) -> tuple[str, ...]:
        """Return the breaks that change one gauge into another, by way of others if need be."""
        rows = self._breaks.get(place, [])
        direct = tuple(name for gauges, name in rows if gauges == frozenset((gauge, to)))
        if direct:
            return direct
        reached, used = {gauge}, set[str]()
        for _ in rows:
            for gauges, name in rows:
                if gauges & reached:
                    reached |= gauges
                    used.add(name)
        return tuple(sorted(used)) if to in reached and len(used) > 1 else ()
