"""Which loads an arc takes, and how much of which limits it uses up."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from reassure.engines.common.conventions import NATURAL_UNIT
from reassure.engines.common.graph import MINUTES_PER_DAY, whole_days
from reassure.engines.common.outages import LINKS, LOCATIONS, Where
from reassure.engines.deploy.formulas import apron_share
from reassure.engines.deploy.network.arcs import Arc, ArcKind
from reassure.engines.deploy.network.carriers import carrier_size, ground_times_h, too_large
from reassure.engines.deploy.network.limits import SLACK, Limits
from reassure.engines.deploy.network.loads import LoadKind, Measure
from reassure.engines.deploy.network.shares import Carriers, Measured, Share, Use, size_of
from reassure.engines.deploy.network.voyages import Step, against_port, is_shallow
from reassure.engines.deploy.parameters import (
    LOADING_GAUGES,
    PORT_DAYS_PER_VOYAGE,
    STORAGE_DAYS,
    TRAIN_WAGONS,
)
from reassure.model.choices import CapacityUnit, LocationKind, Mode
from reassure.model.network import Lift, Link
from reassure.model.plan import Plan

PORTS = (LocationKind.PORT, LocationKind.NAVAL_BASE)
"""Places where ships are loaded and unloaded, and whose handling is that of ships alone."""

_OF_UNIT = {
    CapacityUnit.TRAINS: (Measure.WAGONS, 1 / TRAIN_WAGONS),
    CapacityUnit.VEHICLES: (Measure.VEHICLES, 1.0),
    CapacityUnit.LANE_M: (Measure.LANE_M, 1.0),
    CapacityUnit.TONNES: (Measure.TONNES, 1.0),
}


@dataclass
class Rules:
    """Uses and bars of every arc for every kind of load, worked out once each.

    Parameters
    ----------
    plan
        Plan with its network.
    limits
        Limits; those that arcs meet are added to it.
    """

    plan: Plan
    limits: Limits
    _uses: dict[LoadKind, dict[int, tuple[Use, ...] | None]] = field(
        default_factory=dict[LoadKind, dict[int, "tuple[Use, ...] | None"]]
    )
    _shares: dict[int, tuple[Share, ...]] = field(default_factory=dict[int, tuple[Share, ...]])
    _ways: dict[tuple[int, str | None], tuple[Share, ...]] = field(
        default_factory=dict[tuple[int, str | None], tuple[Share, ...]]
    )
    _is_free: dict[tuple[str, str], bool] = field(default_factory=dict[tuple[str, str], bool])
    _pools: dict[str, tuple[int, Share]] = field(default_factory=dict[str, tuple[int, Share]])
    _handled: dict[tuple[object, ...], tuple[Share, ...]] = field(
        default_factory=dict[tuple[object, ...], tuple[Share, ...]]
    )
    _known_carriers: dict[tuple[Mode, str | None], Carriers] = field(
        default_factory=dict[tuple[Mode, str | None], Carriers]
    )

    def uses(self, arc: Arc, kind: LoadKind) -> tuple[Use, ...] | None:
        """Return what a load uses on an arc; None: the arc does not take it."""
        known = self._uses.setdefault(kind, {})
        if arc.number not in known:
            uses = None if arc.reasons else self.all_uses(arc, kind)
            known[arc.number] = None if uses is None or self._bars(arc, kind, uses) else uses
        return known[arc.number]

    def bars(self, arc: Arc, kind: LoadKind) -> tuple[str, ...]:
        """Return why an arc does not take a load, as table:id.field; empty: it does."""
        own = self._bars(arc, kind, self.all_uses(arc, kind))
        return tuple(dict.fromkeys((*arc.reasons, *own)))

    def _bars(self, arc: Arc, kind: LoadKind, uses: tuple[Use, ...]) -> list[str]:
        unit, limits = kind.capability, self.limits
        reasons: list[str] = []
        if arc.mode is Mode.AIR and not unit.by_air:
            reasons.append(f"capabilities:{unit.id}.by_air")
        unused = kind.barred_from(arc.mode)
        if unused is not None:
            reasons.append(unused)
        if arc.mode in (Mode.ROAD, Mode.RAIL):
            for step in arc.steps:
                reasons.extend(against(step.way.link, kind))
        if arc.kind is ArcKind.VOYAGE and arc.lift is not None and arc.mode is Mode.SEA:
            reasons.extend(too_large(arc.lift, kind))
        reasons.extend(
            limits.limits[use.limit].binding
            for use in uses
            if limits.peak[use.limit] < max(use.amount - SLACK, SLACK)
        )
        return reasons

    def all_uses(self, arc: Arc, kind: LoadKind) -> tuple[Use, ...]:
        """Return what a load would use on an arc, whether or not the arc takes it."""
        return tuple(
            Use(limit, factor * size_of(kind, measure), after, days)
            for limit, measure, factor, after, days in self.shares_of(arc)
            if limit is not None
        )

    def shares_of(self, arc: Arc) -> tuple[Share, ...]:
        """Return what an arc takes of its limits, whatever the load."""
        if arc.number not in self._shares:
            found: list[Share] = []
            if arc.kind in (ArcKind.START, ArcKind.VOYAGE, ArcKind.UNLOAD):
                found.extend(self._handling_of(arc))
            if arc.break_id is not None:
                row = self.plan.gauge_breaks[arc.break_id]
                number = self.limits.at_gauge_break(row.id, arc.place, row.wagons_per_day)
                found.append(Share(number, Measure.WAGONS))
            if not arc.steps:
                found.extend(self._gates((LOCATIONS, arc.place), 0))
            found.extend(self._on_way(arc))
            if arc.kind is ArcKind.VOYAGE and arc.lift is not None:
                found.extend(self._carrier(arc, arc.lift))
                found.extend(self._openings(arc, arc.lift))
            self._shares[arc.number] = tuple(share for share in found if share.limit is not None)
        return self._shares[arc.number]

    def _on_way(self, arc: Arc) -> tuple[Share, ...]:
        """Return what an arc takes of its links; carriers alike share their ways."""
        is_counted = any(_counts_sorties(step.way.link) for step in arc.steps)
        key = (id(arc.steps), arc.lift.id if is_counted and arc.lift is not None else None)
        if key not in self._ways:
            shares = [share for step in arc.steps for share in self._on_step(step, arc.lift)]
            self._ways[key] = tuple(shares)
        return self._ways[key]

    def _on_step(self, step: Step, lift: Lift | None) -> tuple[Share, ...]:
        """Return what a step takes; most links have no limit, and are looked at once."""
        key = (step.way.link.id, step.way.start)
        if key not in self._is_free:
            self._is_free[key] = not any(
                share.limit is not None for share in self._on_link(step, lift)
            )
        if self._is_free[key]:
            return ()
        return tuple(share for share in self._on_link(step, lift) if share.limit is not None)

    def _handling_of(self, arc: Arc) -> tuple[Share, ...]:
        """Return what an arc takes of the place where it begins, worked out once for all alike."""
        lift = None if arc.lift is None else arc.lift.id
        is_end = arc.kind is ArcKind.UNLOAD
        key = (arc.place, arc.mode, lift, is_end, arc.at_origin, arc.into_storage)
        if key not in self._handled:
            shares = self._handling(arc)
            self._handled[key] = tuple(share for share in shares if share.limit is not None)
        return self._handled[key]

    def _carriers(self, mode: Mode, lift: Lift | None) -> Carriers:
        """Return the same carriers for a lift every time: their parts are slow to compare."""
        key = (mode, None if lift is None else lift.id)
        if key not in self._known_carriers:
            self._known_carriers[key] = Carriers(mode, lift)
        return self._known_carriers[key]

    def _gates(self, where: Where, at: int) -> list[Share]:
        gates = self.limits.outages(where)
        return [Share(gate, Measure.ONE, 1.0, at) for gate in gates]

    def _openings(self, arc: Arc, lift: Lift) -> Iterator[Share]:
        """Yield the gates of places that did not take a carrier before they were bettered."""
        last = len(arc.steps) - 1
        passed = [(arc.place, 0, True)]
        passed += [
            (step.way.end, step.after_minutes + step.minutes, at == last)
            for at, step in enumerate(arc.steps)
        ]
        for opening in self.limits.works.openings:
            before = opening.before
            for place, after, is_end in passed:
                refused = is_shallow(before, lift.draught_m or 0.0)
                refused = refused or (is_end and bool(against_port(before, lift)))
                if place == before.id and refused:
                    gate = self.limits.opening(opening.upgrade, place, opening.ready_day)
                    yield Share(gate, Measure.ONE, 1.0, after)

    def _on_link(self, step: Step, lift: Lift | None) -> list[Share]:
        link, at = step.way.link, step.after_minutes
        timetable = self.limits.sailing_days(link.id, link.every_days, link.first_day)
        found = [
            Share(timetable, Measure.ONE, 1.0, at),
            *self._gates((LINKS, link.id), at),
            *self._gates((LOCATIONS, step.way.start), at),
        ]
        capacity = self.limits.on_link(link.id, link.capacity_per_day)
        unit = link.capacity_unit or NATURAL_UNIT[link.mode]
        if unit is CapacityUnit.SORTIES:
            found.append(Share(capacity, self._carriers(Mode.AIR, lift), 1.0, at))
        else:
            found.append(Share(capacity, *_OF_UNIT[unit], at))
        if link.mode not in (Mode.SEA, Mode.AIR):
            found.extend(self._trains(link, step))
        return found

    def _handling(self, arc: Arc) -> list[Share]:
        place = self.plan.locations[arc.place]
        found: list[Share] = []

        def use(name: str, measure: Measured, factor: float = 1.0, *, length_days: int = 1) -> None:
            number = self.limits.at_location(place.id, name, getattr(place, name))
            found.append(Share(number, measure, factor, 0, length_days))

        is_transfer = arc.kind is not ArcKind.UNLOAD and not arc.at_origin
        if is_transfer:
            use("staging_t_per_day", Measure.TONNES)
        if arc.into_storage:
            use("storage_t", Measure.TONNES, length_days=STORAGE_DAYS)
        if arc.mode in (Mode.SEA, Mode.WATERWAY) or (is_transfer and place.kind not in PORTS):
            use("handling_t_per_day", Measure.TONNES)
        if arc.mode is Mode.SEA:
            use("handling_lane_m_per_day", Measure.LANE_M)
            use("berths", self._carriers(Mode.SEA, arc.lift))
        elif arc.mode is Mode.RAIL:
            use("trains_per_day", Measure.WAGONS, 1 / TRAIN_WAGONS)
            use("wagons_per_day", Measure.WAGONS)
        elif arc.mode is Mode.AIR:
            hours = place.operating_h_per_day
            ground_h = ground_times_h(place).longer
            one = apron_share(1, operating_h_per_day=hours, ground_time_h=ground_h)
            use("mog", self._carriers(Mode.AIR, arc.lift), one)
        return found

    def _carrier(self, arc: Arc, lift: Lift) -> list[Share]:
        if lift.id not in self._pools:
            service = (float(lift.quantity), lift.from_day, lift.until_day)
            number = self.limits.pool(lift.id, lift.home, [service], returns_free=True)
            gate = self.limits.service(lift.id, lift.home, lift.from_day, lift.until_day)
            self._pools[lift.id] = (number, Share(gate, Measure.ONE))
        (pool, in_service), carriers = self._pools[lift.id], self._carriers(arc.mode, lift)
        if arc.mode is Mode.SEA:
            days = 2 * whole_days(arc.minutes) + PORT_DAYS_PER_VOYAGE
            return [Share(pool, carriers, 1.0, 0, days), in_service]
        ends = (arc.place, arc.steps[-1].way.end)
        ground_h = sum(ground_times_h(self.plan.locations[end]).longer for end in ends)
        cycle_days = (2 * arc.minutes / 60 + ground_h) / 24
        days = max(1, math.ceil(cycle_days - SLACK))
        return [Share(pool, carriers, cycle_days / days, 0, days), in_service]

    def _trains(self, link: Link, step: Step) -> list[Share]:
        rows = [row for row in self.plan.lifts if row.mode is link.mode]
        if not rows or not step.minutes:
            return []
        measures = {Mode.RAIL: Measure.WAGONS, Mode.ROAD: Measure.VEHICLES}
        services = [(row.quantity * carrier_size(row), row.from_day, row.until_day) for row in rows]
        pool = self.limits.pool(rows[0].id, rows[0].home, services)
        round_trip_days = 2 * step.minutes / MINUTES_PER_DAY
        days = math.ceil(round_trip_days)
        measure = measures.get(link.mode, Measure.TONNES)
        return [Share(pool, measure, round_trip_days / days, step.after_minutes, days)]


def _counts_sorties(link: Link) -> bool:
    unit = link.capacity_unit or NATURAL_UNIT[link.mode]
    return link.capacity_per_day is not None and unit is CapacityUnit.SORTIES


def against(link: Link, kind: LoadKind) -> list[str]:
    """Return the fields of a road or track that do not carry a load, as table:id.field."""
    unit, reasons = kind.capability, list[str]()
    if link.mode is Mode.ROAD and link.mlc is not None and unit.heaviest_mlc > link.mlc:
        reasons.append(f"links:{link.id}.mlc")
    if link.mode is Mode.RAIL:
        axle, carried = unit.axle_load_t, link.axle_load_t
        if axle is not None and carried is not None and axle > carried:
            reasons.append(f"links:{link.id}.axle_load_t")
        if not _passes(unit.loading_gauge, link.loading_gauge):
            reasons.append(f"links:{link.id}.loading_gauge")
    return reasons


def _passes(needed: str | None, given: str | None) -> bool:
    if needed is None or given is None:
        return True
    pair = (needed.casefold(), given.casefold())
    if all(name in LOADING_GAUGES for name in pair):
        return LOADING_GAUGES.index(pair[0]) <= LOADING_GAUGES.index(pair[1])
    return pair[0] == pair[1]
