"""What links give a day, and how long the plan's largest units take over them."""

from collections.abc import Iterator

from reassure.engines.common.conventions import NATURAL_UNIT
from reassure.engines.common.graph import transit_minutes
from reassure.engines.deploy.capacities.basis import Basis, worked
from reassure.engines.deploy.capacities.shapes import KIND_OF_MODE, Capacity, Part
from reassure.engines.deploy.formulas.registry import quantity
from reassure.model.choices import CapacityUnit, Mode
from reassure.model.network import Link

COLUMN_VEHICLES_PER_KM = 10.0
"""Vehicles on a kilometre of road in the worked example of Student Text 100-3; no limit."""

_UNITS = {
    CapacityUnit.TRAINS: "trains/day",
    CapacityUnit.VEHICLES: "vehicles/day",
    CapacityUnit.LANE_M: "lane m/day",
    CapacityUnit.TONNES: "t/day",
    CapacityUnit.SORTIES: "sorties/day",
}


def on_link(basis: Basis, link: Link) -> Capacity:
    """Return what a link gives."""
    counts = link.capacity_unit or NATURAL_UNIT[link.mode]
    unit = "wagons/day" if counts is CapacityUnit.TRAINS else _UNITS[counts]
    parts = (
        *_capacity(basis, link, counts),
        *_timetable(link),
        *_bars(basis, link),
        *basis.outages_on(link.id),
    )
    ends = [basis.plan.locations[end] for end in (link.from_location, link.to_location)]
    name = " – ".join(place.name for place in ends)
    notes = tuple(_notes(basis, link, counts))
    made = Capacity(KIND_OF_MODE[link.mode], link.id, name, unit, parts, notes)
    for place in ends:
        made = basis.barred(made, place, link.mode)
    return made


def _capacity(basis: Basis, link: Link, counts: CapacityUnit) -> Iterator[Part]:
    value = basis.on_link(link)
    if value is None:
        return
    binding, unit = f"links:{link.id}.capacity_per_day", _UNITS[counts]
    if counts is CapacityUnit.TRAINS:
        told = worked("rail-capacity", trains_per_day=value)
        working, per_day = told.working, told.result
    else:
        working, per_day = quantity(value, unit), value
    if link.every_days > 1:
        per_day /= link.every_days
        working += f", every {link.every_days} days: on average {quantity(per_day, 'a day')}"
    yield Part(binding, value, unit, working, per_day)


def _timetable(link: Link) -> Iterator[Part]:
    if link.every_days > 1 or link.first_day > 0:
        told = f"departs on C+{link.first_day}, then every {quantity(link.every_days, 'days')}"
        yield Part(f"links:{link.id}.every_days", float(link.every_days), "days", told)


def _bars(basis: Basis, link: Link) -> Iterator[Part]:
    units, binding = basis.cargo.units, f"links:{link.id}."
    if link.mode is Mode.ROAD and link.mlc is not None:
        heavy = [row.id for row in units if row.heaviest_mlc > link.mlc]
        yield Part(binding + "mlc", link.mlc, "load class", _refused(heavy, len(units)))
    if link.mode is Mode.RAIL and link.axle_load_t is not None:
        heavy = [row.id for row in units if (row.axle_load_t or 0.0) > link.axle_load_t]
        yield Part(binding + "axle_load_t", link.axle_load_t, "t", _refused(heavy, len(units)))
    if link.mode is Mode.RAIL and link.loading_gauge is not None:
        told = "units that need a larger one do not pass"
        yield Part(binding + "loading_gauge", link.loading_gauge, "", told)
    if link.mode is Mode.RAIL and link.gauge_mm is not None:
        told = "trains of another gauge do not pass"
        yield Part(binding + "gauge_mm", link.gauge_mm, "mm", told)


def _refused(names: list[str], of: int) -> str:
    if not names:
        return f"all {of} kinds of unit offered as cargo pass"
    such = f"{', '.join(names[:3])}{', …' if len(names) > 3 else ''}"
    does = "does" if len(names) == 1 else "do"
    return f"{len(names)} of {of} kinds of unit offered as cargo {does} not pass: {such}"


def _notes(basis: Basis, link: Link, counts: CapacityUnit) -> Iterator[str]:
    hours = transit_minutes(link) / 60
    if hours and link.distance_km:
        speed = link.distance_km / hours
        average = quantity(speed, "km/h")
        yield (
            f"Transit: {quantity(hours, 'h')} for {quantity(link.distance_km, 'km')}, {average} "
            "on average over the day, halts counted."
        )
        if link.mode is Mode.ROAD:
            yield from _column(basis, link, counts)
    value = basis.on_link(link)
    unit = basis.cargo.largest("wagons")
    if link.mode is Mode.RAIL and counts is CapacityUnit.TRAINS and value and unit is not None:
        trains = worked("trains-worked", wagons_per_day=unit.wagons).result
        days = trains / value
        yield (
            f"The largest unit, {unit.name} ({quantity(unit.wagons, 'wagons')}), takes "
            f"{quantity(trains, 'trains')}: {quantity(days, 'days')} of the whole line."
        )


def _column(basis: Basis, link: Link, counts: CapacityUnit) -> Iterator[str]:
    unit = basis.cargo.largest("vehicles")
    if unit is None:
        return
    value, vehicles = basis.on_link(link), float(unit.vehicles)
    whom = f"The largest unit, {unit.name}"
    if value and counts is CapacityUnit.VEHICLES:
        told = worked("days-to-pass", vehicles=vehicles, capacity_vehicles_per_day=value)
        yield f"{whom}, takes the whole road for {told.working}."
    space = worked("road-space", vehicles=vehicles, density_vehicles_per_km=COLUMN_VEHICLES_PER_KM)
    # The average over the day holds halts; a column that passes a point is on the march.
    yield (
        f"{whom}, as one column: {space.working} of road. Its pass time is that over its march "
        f"speed, which no record states: reassure formula pass-time length_km={space.result:g} "
        "speed_km_per_h=…"
    )
