"""What places give a day: ports, airfields, stations, transfer, breaks of gauge."""

from collections.abc import Iterator
from dataclasses import replace

from reassure.engines.deploy.capacities.basis import Basis, part, worked
from reassure.engines.deploy.capacities.shapes import Capacity, CapacityKind, Part
from reassure.engines.deploy.formulas.registry import quantity, written
from reassure.engines.deploy.network.carriers import ground_times_h
from reassure.engines.deploy.network.rules import PORTS
from reassure.engines.deploy.parameters import SHIP_LANE_M
from reassure.model.choices import CapacityUnit, LocationKind, Mode
from reassure.model.network import GaugeBreak, Lift, Location

TONNES_A_DAY, LANE_M_A_DAY = "t/day", "lane m/day"


def at_place(basis: Basis, place: Location) -> Iterator[Capacity]:
    """Iterate over what a place gives."""
    if place.kind in PORTS or place.berths is not None:
        yield _port(basis, place)
    if place.kind is LocationKind.AIRFIELD or place.mog is not None:
        yield _airfield(basis, place)
    if place.trains_per_day is not None or place.wagons_per_day is not None:
        yield _station(basis, place)
    transfer = [] if place.kind in PORTS else list(_transfer(basis, place))
    if transfer:
        yield _made(basis, CapacityKind.TRANSFER, place, TONNES_A_DAY, transfer)
    for row in basis.plan.gauge_breaks:
        if row.location == place.id:
            yield _gauge_break(basis, row, place)


def _made(
    basis: Basis, kind: CapacityKind, place: Location, unit: str, parts: list[Part],
    mode: Mode | None = None,
) -> Capacity:  # fmt: skip
    made = Capacity(kind, place.id, place.name, unit, tuple(parts))
    return basis.held(made, place, mode)


def _port(basis: Basis, place: Location) -> Capacity:
    parts = [
        *_berths(basis, place),
        *_tonnes(basis, place, "handling_t_per_day"),
        *_lanes(basis, place),
        *_storage(basis, place),
        *(_tonnes(basis, place, "staging_t_per_day") if place.kind in PORTS else ()),
        *_draught(basis, place),
    ]
    return _made(basis, CapacityKind.PORT, place, TONNES_A_DAY, parts, Mode.SEA)


def _tonnes(basis: Basis, place: Location, name: str) -> Iterator[Part]:
    value = basis.value(place, name)
    if value is not None:
        yield part(place, name, value, TONNES_A_DAY, quantity(value, TONNES_A_DAY), value)


def _transfer(basis: Basis, place: Location) -> Iterator[Part]:
    """Yield what every change of mode away from ports takes up."""
    yield from _tonnes(basis, place, "handling_t_per_day")
    yield from _storage(basis, place)
    yield from _tonnes(basis, place, "staging_t_per_day")


def _storage(basis: Basis, place: Location) -> Iterator[Part]:
    """Yield the storage as tonnes that it lets through a day."""
    value = basis.value(place, "storage_t")
    if value is not None:
        made = worked("storage-throughput", storage_t=value)
        yield part(place, "storage_t", value, "t", made.working, made.result)


def _berths(basis: Basis, place: Location) -> Iterator[Part]:
    berths = basis.value(place, "berths")
    if berths is None:
        return
    ship, load_t = basis.cargo.ship_at(place)
    if load_t is None:
        told = "no listed ship can call here" if basis.cargo.ships() else "its load is not known"
        yield part(place, "berths", berths, "ships at once", told)
        return
    made = worked("berth-throughput", berths=berths, ship_load_t=load_t)
    working = f"{_loaded(basis, ship, load_t)}; {made.working}"
    yield part(place, "berths", berths, "ships at once", working, made.result)


def _loaded(basis: Basis, ship: Lift | None, load_t: float) -> str:
    name = "a ship of unknown size" if ship is None else ship.name
    lane_m, payload_t = (None, None) if ship is None else (ship.lane_m, ship.payload_t)
    if lane_m is None and payload_t is None:
        lane_m = SHIP_LANE_M
    density = basis.cargo.tonnes_per_lane_m
    terms = [] if payload_t is None else [quantity(payload_t, "t")]
    if lane_m is not None and density is not None:
        terms.append(f"{quantity(lane_m, 'lane m')} × {quantity(density, 't/m')}")
    working = f"min({', '.join(terms)})" if len(terms) > 1 else terms[0]
    return f"{name}: {working} = {quantity(load_t, 't')}"


def _lanes(basis: Basis, place: Location) -> Iterator[Part]:
    name, density = "handling_lane_m_per_day", basis.cargo.tonnes_per_lane_m
    lane_m = basis.value(place, name)
    if lane_m is None:
        return
    working, tonnes = quantity(lane_m, LANE_M_A_DAY), None
    if density is not None:
        tonnes = lane_m * density
        working += f" × {quantity(density, 't/m')} = {quantity(tonnes, TONNES_A_DAY)}"
    yield part(place, name, lane_m, LANE_M_A_DAY, working, tonnes)


def _draught(basis: Basis, place: Location) -> Iterator[Part]:
    ships = basis.cargo.ships()
    shut = 0.0 if ships and not any(basis.cargo.takes_ship(place, ship) for ship in ships) else None
    if place.draught_m is not None:
        deep = [ship.id for ship in ships if (ship.draught_m or 0.0) > place.draught_m]
        told = _too(deep, len(ships), "too deep")
        yield part(place, "draught_m", place.draught_m, "m", told, shut if deep else None)
    if place.roro is False:
        rolling = [ship.id for ship in ships if ship.lane_m is not None]
        told = _too(rolling, len(ships), "in need of a ramp")
        yield Part(f"locations:{place.id}.roro", "false", "", told, shut if rolling else None)


def _too(names: list[str], of: int, what: str) -> str:
    if not names:
        return f"none of {of} listed pools is {what}"
    such = f"{', '.join(names[:3])}{', …' if len(names) > 3 else ''}"
    return f"{len(names)} of {of} listed pools {'is' if len(names) == 1 else 'are'} {what}: {such}"


def _airfield(basis: Basis, place: Location) -> Capacity:
    parts = [*_apron(basis, place)]
    if place.runway_m is not None:
        listed = basis.cargo.aircraft()
        long = [row.id for row in listed if (row.min_runway_m or 0.0) > place.runway_m]
        told, shut = (
            _too(long, len(listed), "in need of a longer one"),
            bool(listed) and len(long) == len(listed),
        )
        parts.append(part(place, "runway_m", place.runway_m, "m", told, 0.0 if shut else None))
    return _made(basis, CapacityKind.AIRFIELD, place, TONNES_A_DAY, parts, Mode.AIR)


def _apron(basis: Basis, place: Location) -> Iterator[Part]:
    """Yield the apron in sorties, then in tonnes for each kind of aircraft.

    The aircraft with the largest payload stands for the airfield: what a smaller one would bring
    is no limit of it.
    """
    mog = basis.value(place, "mog")
    if mog is None:
        return
    times = ground_times_h(place)
    apron = {"mog": mog, "operating_h_per_day": place.operating_h_per_day}
    planned = worked("apron-capacity", **apron, ground_time_h=times.longer)
    best = worked("apron-capacity", **apron, ground_time_h=times.shorter)
    is_range = times.longer > times.shorter
    told = planned.working
    if is_range:
        told += (
            f"; at best, with {quantity(times.shorter, 'h')} on the ground, "
            f"{quantity(best.result, 'sorties/day')}"
        )
    if place.ground_time_h is None and place.ground_time_max_h is None:
        told += "; no ground time is stated, so both are of the default range"
    yield part(place, "mog", mog, "aircraft at once", told)
    sorties = _range(planned.result, best.result, "sorties/day")
    for i, (name, payload_t) in enumerate(basis.cargo.aircraft_at(place)):
        least_t, most_t = (
            worked("airfield-throughput", **apron, ground_time_h=hours, payload_t=payload_t).result
            for hours in (times.longer, times.shorter)
        )
        told = (
            f"{name}: {sorties} × {quantity(payload_t, 't')} = "
            f"{_range(least_t, most_t, TONNES_A_DAY)}"
        )
        made = part(place, "mog", mog, "aircraft at once", told, None if i else least_t)
        yield replace(made, most_per_day=None if i or not is_range else most_t)


def _range(least: float, most: float, unit: str) -> str:
    if least == most:
        return quantity(least, unit)
    return f"{written(least)} to {quantity(most, unit)}"


def _station(basis: Basis, place: Location) -> Capacity:
    parts: list[Part] = []
    trains = basis.value(place, "trains_per_day")
    if trains is not None:
        told = worked("rail-capacity", trains_per_day=trains)
        parts.append(part(place, "trains_per_day", trains, "trains/day", told.working, told.result))
    wagons = basis.value(place, "wagons_per_day")
    if wagons is not None:
        told = worked("trains-worked", wagons_per_day=wagons)
        parts.append(part(place, "wagons_per_day", wagons, "wagons/day", told.working, wagons))
    return _made(basis, CapacityKind.STATION, place, "wagons/day", parts, Mode.RAIL)


def _gauge_break(basis: Basis, row: GaugeBreak, place: Location) -> Capacity:
    wagons = basis.wagons_at_break(row.id)
    told = worked("trains-worked", wagons_per_day=wagons).working
    parts = (Part(f"gauge_breaks:{row.id}.wagons_per_day", wagons, "wagons/day", told, wagons),)
    name = f"{place.name}, {row.from_gauge_mm:g} – {row.to_gauge_mm:g} mm"
    into = _trains(basis, place, row.from_gauge_mm)
    out = _trains(basis, place, row.to_gauge_mm)
    notes: tuple[str, ...] = ()
    if into is not None and out is not None:
        passing = worked(
            "gauge-break", change_wagons_per_day=wagons,
            line_before_trains_per_day=into, line_behind_trains_per_day=out,
        )  # fmt: skip
        notes = (f"With the lines on both sides: {passing.working}.",)
    made = Capacity(CapacityKind.GAUGE_BREAK, row.id, name, "wagons/day", parts, notes)
    return basis.held(made, place, Mode.RAIL)


def _trains(basis: Basis, place: Location, gauge_mm: float) -> float | None:
    """Return the trains a day of the lines of one gauge at a place; None: one has no limit."""
    lines = [
        row
        for row in basis.plan.links
        if row.mode is Mode.RAIL
        and row.gauge_mm == gauge_mm
        and place.id in (row.from_location, row.to_location)
    ]
    found = [basis.on_link(row) for row in lines]
    if any(row.capacity_unit not in (None, CapacityUnit.TRAINS) for row in lines):
        return None
    known = [trains for trains in found if trains is not None]
    return sum(known) if len(known) == len(found) and known else None
