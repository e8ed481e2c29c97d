"""Stations: how much of one patrol, kept all the time, one unit keeps from its base.

A unit flies or sails out, stays, comes home and is made ready again. One round takes
``2 * transit + on station + turn-round``; of a station it keeps ``on station / round``.
"""

from dataclasses import dataclass

from reassure.model.choices import Counting
from reassure.model.force import Capability, Offer, Requirement
from reassure.model.outputs import Assignment, Station
from reassure.model.plan import Plan
from reassure.model.sphere import Position, centroid_of, great_circle_km
from reassure.model.table import Table

_SECOND_H = 1 / 3600
"""What range leaves on station is rounding, not a patrol, where it is less than a second."""


@dataclass(frozen=True, slots=True)
class StationCycle:
    """One round of a unit between its base and its station.

    ``on_station_h`` of a capability is the time that it stays on its station in one patrol, the
    way there and back not counted. Where ``range_km`` is given, a unit is in the air or at sea
    for at most ``range_km / speed_km_per_h`` hours, and it stays for what the way there and back
    leaves of them: ``min(on_station_h, range_km / speed_km_per_h - 2 * transit_h)``.

    Attributes
    ----------
    distance_km
        From base to station over the great circle; None where one of them has no position.
    transit_h
        One way; 0 where distance or speed is not known.
    on_station_h
        Time on station in one round; 0 where the station cannot be reached.
    turnaround_h
        Time at the base between two rounds.
    """

    distance_km: float | None
    transit_h: float
    on_station_h: float
    turnaround_h: float

    @property
    def share(self) -> float:
        """Share of one station that one unit keeps."""
        if self.on_station_h <= 0:
            return 0.0
        return self.on_station_h / (2 * self.transit_h + self.on_station_h + self.turnaround_h)

    @property
    def is_in_reach(self) -> bool:
        """Whether any time is left on station."""
        return self.on_station_h > 0


def cycle_of(capability: Capability, distance_km: float | None) -> StationCycle | None:
    """Return the round of a kind of unit to a station at a distance.

    Parameters
    ----------
    capability
        Kind of unit.
    distance_km
        From base to station; None: not known, and the way takes no time.

    Returns
    -------
    StationCycle or None
        None where the capability does not state both time on station and turn-round.

    Examples
    --------
    >>> from reassure.model.force import Capability
    >>> fighters = Capability(
    ...     id="f", name="Fighters", domain="air", persons=1, vehicles=1, tonnes=0, lane_m=0,
    ...     wagons=0, speed_km_per_h=800, range_km=2400, on_station_h=2, turnaround_h=6,
    ... )
    >>> cycle_of(fighters, 400).on_station_h, cycle_of(fighters, 400).share
    (2.0, 0.2222222222222222)
    >>> cycle_of(fighters, 1200).is_in_reach
    False
    """
    on_station_h, turnaround_h = capability.on_station_h, capability.turnaround_h
    if on_station_h is None or turnaround_h is None:
        return None
    speed = capability.speed_km_per_h
    if speed is None or distance_km is None:
        return StationCycle(distance_km, 0.0, on_station_h, turnaround_h)
    transit_h = distance_km / speed
    if capability.range_km is not None:
        left_h = capability.range_km / speed - 2 * transit_h
        on_station_h = min(on_station_h, left_h) if left_h >= _SECOND_H else 0.0
    return StationCycle(distance_km, transit_h, on_station_h, turnaround_h)


def station_cycle(plan: Plan, offer: Offer, line: Requirement) -> StationCycle | None:
    """Return the round of an offer's unit on a line that counts stations.

    Parameters
    ----------
    plan
        Plan; its references may dangle.
    offer, line
        Who serves where: from the sector's location, where its units are based, to the middle of
        its zone; they are one place where the sector has no zone that can be read.

    Returns
    -------
    StationCycle or None
        None where the line counts units, or the capability does not state both times: one unit
        then counts as one.
    """
    return cycle_on(plan, offer.capability, line)


def cycle_on(plan: Plan, capability: str, line: Requirement) -> StationCycle | None:
    """Return the round of a unit of some capability on a line, as `station_cycle` does."""
    if line.counted is not Counting.STATIONS or capability not in plan.capabilities:
        return None
    base, station = base_position(plan, line.sector), station_position(plan, line.sector)
    distance_km = great_circle_km(base, station) if base and station else None
    return cycle_of(plan.capabilities[capability], distance_km)


def position_of(plan: Plan, location: str) -> Position | None:
    """Return where a location lies; None where there is none of this id."""
    if location not in plan.locations:
        return None
    place = plan.locations[location]
    return place.lat, place.lon


def base_position(plan: Plan, sector: str) -> Position | None:
    """Return where units of a sector are based; None where that is not known."""
    if sector not in plan.sectors:
        return None
    return position_of(plan, plan.sectors[sector].location)


def station_position(plan: Plan, sector: str) -> Position | None:
    """Return where stations of a sector are kept; None where that is not known."""
    if sector not in plan.sectors:
        return None
    return zone_middle(plan, sector) or base_position(plan, sector)


def zone_middle(plan: Plan, sector: str) -> Position | None:
    """Return the middle of a sector's zone; None without a zone whose area can be read."""
    zone = plan.sectors[sector].zone if sector in plan.sectors else None
    if zone is None or zone not in plan.zones:
        return None
    content = plan.zone_files.get(plan.zones[zone].geometry)
    return None if content is None else centroid_of(content)


def tell_stations(plan: Plan, assignments: Table[Assignment]) -> Table[Station]:
    """Return how every offer that keeps a station keeps it, one row for an offer on a line."""
    pairs = {(row.requirement, row.offer) for row in assignments}
    cycles = {
        (line, offer): station_cycle(plan, plan.offers[offer], plan.requirements[line])
        for line, offer in sorted(pairs)
    }
    rows = [
        Station(
            requirement=line,
            offer=offer,
            distance_km=cycle.distance_km,
            transit_h=cycle.transit_h,
            on_station_h=cycle.on_station_h,
            turnaround_h=cycle.turnaround_h,
            share_of_station=cycle.share,
            units_per_station=1 / cycle.share,
        )
        for (line, offer), cycle in cycles.items()
        if cycle is not None and cycle.is_in_reach
    ]
    return Table.of(Station, rows)
