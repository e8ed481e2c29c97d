"""Network: links and places whose own data do not fit together."""

from collections.abc import Iterator

from reassure.checks.graph import Network
from reassure.checks.place import Place, fault, listed, plain, warning
from reassure.model.choices import CapacityUnit, LocationState, Mode
from reassure.model.finding import Finding
from reassure.model.network import Link
from reassure.model.plan import Plan

_MODES_OF_UNIT: dict[CapacityUnit, tuple[Mode, ...]] = {
    CapacityUnit.TRAINS: (Mode.RAIL,),
    CapacityUnit.VEHICLES: (Mode.ROAD, Mode.SEA, Mode.WATERWAY),
    CapacityUnit.LANE_M: (Mode.SEA, Mode.WATERWAY),
    CapacityUnit.TONNES: tuple(Mode),
    CapacityUnit.SORTIES: (Mode.AIR,),
}
_WHOLE = (CapacityUnit.TRAINS, CapacityUnit.VEHICLES, CapacityUnit.SORTIES)
LEAST_TURN_DAYS = 0.05
"""An outage that comes and goes more often than this is a loss of capacity [d]."""

_THROUGHPUTS = (
    "berths",
    "handling_t_per_day",
    "handling_lane_m_per_day",
    "trains_per_day",
    "wagons_per_day",
    "mog",
    "staging_t_per_day",
)
_USES: tuple[tuple[str, str], ...] = (
    ("sectors", "location"),
    ("offers", "origin"),
    ("lifts", "home"),
    ("supply_policies", "location"),
    ("supply_policies", "from_location"),
    ("needs", "location"),
    ("pledges", "origin"),
    ("movement_profiles", "marry_up"),
)
"""Fields that put a place to use."""


def check_network(plan: Plan, network: Network) -> Iterator[Finding]:
    """Check links, places, breaks of gauge, lift and passages row by row.

    Yields
    ------
    Finding
        CHK-NET-001 to CHK-NET-014, CHK-NET-019 and CHK-NET-020.
    """
    for link in plan.links:
        yield from _check_way(link)
        yield from _check_capacity(link)
    yield from _check_duplicates(plan)
    yield from _check_zeros(plan)
    yield from _check_outages(plan)
    yield from _check_gauges(plan, network)
    yield from _check_positions(plan)
    yield from _check_use(plan)
    yield from _check_lifts(plan, network)


def _check_way(link: Link) -> Iterator[Finding]:
    if link.from_location == link.to_location:
        yield fault(
            "CHK-NET-001",
            Place("links", link.id, "to_location"),
            found=f"{link.to_location}, where the link starts too",
            expected="two different places",
            cure="correct one of the two ends, or delete the link",
        )
    if link.speed_km_per_h is None and link.transit_days is None:
        yield warning(
            "CHK-NET-002",
            Place("links", link.id, "speed_km_per_h"),
            found="neither speed_km_per_h nor transit_days",
            expected="one of the two",
            cure=f"fill one; until then an average speed for {link.mode.value} is taken",
        )
    if link.speed_km_per_h is not None and link.transit_days is not None:
        yield warning(
            "CHK-NET-003",
            Place("links", link.id, "transit_days"),
            found="both speed_km_per_h and transit_days",
            expected="one of the two",
            cure="empty one; until then transit_days holds",
        )


def _check_capacity(link: Link) -> Iterator[Finding]:
    place = Place("links", link.id, "capacity_unit")
    capacity, unit = link.capacity_per_day, link.capacity_unit
    if capacity is not None and unit is None:
        yield warning(
            "CHK-NET-004",
            place,
            found=f"no unit for a capacity of {plain(capacity)} a day",
            expected=f"one of {listed(unit.value for unit in CapacityUnit)}",
            cure="say what the capacity counts; until then, what suits the mode is taken",
        )
    if unit is None:
        return
    if capacity is None:
        yield warning(
            "CHK-NET-005",
            Place("links", link.id, "capacity_per_day"),
            found=f"no capacity for the unit {unit.value}",
            expected="a capacity where there is a unit",
            cure="fill it, or empty capacity_unit; until then no limit is taken",
        )
    if link.mode not in _MODES_OF_UNIT[unit]:
        fitting = [u.value for u in CapacityUnit if link.mode in _MODES_OF_UNIT[u]]
        yield fault(
            "CHK-NET-006",
            place,
            found=f"{unit.value} on a link by {link.mode.value}",
            expected=f"a unit of that mode: {listed(fitting)}",
            cure="correct the unit or the mode",
        )
    elif unit in _WHOLE and capacity is not None and 0 < capacity < 1:
        yield warning(
            "CHK-NET-007",
            Place("links", link.id, "capacity_per_day"),
            found=f"{plain(capacity)} {unit.value} a day: less than one whole load",
            expected="at least 1, or every_days above 1",
            cure=f"write 1 with every_days = {round(1 / capacity)}, if that is meant",
        )


def _check_duplicates(plan: Plan) -> Iterator[Finding]:
    first: dict[tuple[object, ...], str] = {}
    for link in plan.links:
        ends = (link.from_location, link.to_location)
        ordered = tuple(sorted(ends)) if link.both_ways else ends
        same = (
            ordered,
            link.both_ways,
            link.mode,
            link.distance_km,
            link.capacity_per_day,
            link.gauge_mm,
            link.first_day,
        )
        if same in first:
            yield warning(
                "CHK-NET-008",
                Place("links", link.id, "to_location"),
                found=f"the same link as {first[same]}, by ends, mode, length and capacity",
                expected="every link once",
                cure="delete one of the two; until then their capacities add up",
            )
        first.setdefault(same, link.id)


def _check_zeros(plan: Plan) -> Iterator[Finding]:
    columns = [("locations", _THROUGHPUTS), ("links", ("capacity_per_day",))]
    columns += [("gauge_breaks", ("wagons_per_day",)), ("lifts", ("quantity",))]
    for name, fields in columns:
        frame = plan.table(name).frame
        for field in fields:
            for record_id in frame.filter(frame[field] == 0)["id"]:
                yield warning(
                    "CHK-NET-009",
                    Place(name, record_id, field),
                    found="0",
                    expected="a limit above 0; an empty cell means no limit",
                    cure="give the limit; with 0 nothing passes",
                )


def _check_outages(plan: Plan) -> Iterator[Finding]:
    """Name outages that no day and no chance brings about, or whose chance is half stated."""
    for row in plan.outages:
        means = {"mean_up_days": row.mean_up_days, "mean_down_days": row.mean_down_days}
        missing = [name for name, value in means.items() if value is None]
        turn = sum(value for value in means.values() if value is not None)
        if not missing and turn < LEAST_TURN_DAYS:
            yield fault(
                "CHK-NET-020",
                Place("outages", row.id, "mean_up_days"),
                found=f"open and closed again every {turn:g} days on the mean",
                expected=f"mean_up_days and mean_down_days of {LEAST_TURN_DAYS:g} days together",
                cure="state a lasting loss as open_share of a planned outage, or less capacity",
            )
        has_days = row.from_day is not None or row.until_day is not None
        if not missing or (has_days and len(missing) == len(means)):
            continue
        found = f"no {missing[0]}" if len(missing) == 1 else "neither days nor mean times"
        yield fault(
            "CHK-NET-019",
            Place("outages", row.id, missing[0]),
            found=found,
            expected="from_day and until_day, or both mean_up_days and mean_down_days",
            cure="say when it is, or how often it comes and how long it stays",
        )


def _check_gauges(plan: Plan, network: Network) -> Iterator[Finding]:
    """Name places where rail links of different gauge meet and no break joins them."""
    gauges_at: dict[str, set[float]] = {}
    for link in network.links:
        if link.mode is Mode.RAIL and link.gauge_mm is not None:
            for end in (link.from_location, link.to_location):
                gauges_at.setdefault(end, set()).add(link.gauge_mm)
    for place in sorted(place for place, gauges in gauges_at.items() if len(gauges) > 1):
        groups = {gauge: {gauge} for gauge in gauges_at[place]}
        for row in plan.gauge_breaks:
            if row.location == place:
                pair = (row.from_gauge_mm, row.to_gauge_mm)
                joined = set[float]().union(*(groups.get(gauge, {gauge}) for gauge in pair))
                groups.update(dict.fromkeys(joined, joined))
        if any(groups[gauge] != groups[min(gauges_at[place])] for gauge in gauges_at[place]):
            met = ", ".join(plain(gauge) for gauge in sorted(gauges_at[place]))
            yield warning(
                "CHK-NET-010",
                Place("locations", place),
                found=f"rail links of {met} mm that meet without a way to change",
                expected=f"a row of gauge_breaks at {place}",
                cure="add the row; until then no train goes through",
            )


def _check_positions(plan: Plan) -> Iterator[Finding]:
    for location in plan.locations:
        if location.lat == 0 and location.lon == 0:
            yield warning(
                "CHK-NET-011",
                Place("locations", location.id, "lat"),
                found="latitude 0 and longitude 0, in the Gulf of Guinea",
                expected="the place's own position",
                cure="look the position up; maps and distances are wrong until then",
            )


def _check_use(plan: Plan) -> Iterator[Finding]:
    """Name uses of places that are closed, or lie in a state that bars passage."""
    closed = {row.id for row in plan.locations if row.state is LocationState.CLOSED}
    used: dict[str, list[str]] = {}
    for table, column in _USES:
        frame = plan.table(table).frame
        for record_id, place in frame.select("id", column).drop_nulls(column).iter_rows():
            if place in plan.locations:
                used.setdefault(plan.locations[place].nation, []).append(place)
            if place in closed:
                yield warning(
                    "CHK-NET-012",
                    Place(table, record_id, column),
                    found=f"{place}, whose state is closed",
                    expected="a place that can be used",
                    cure="use another place, or correct its state; nothing moves through it",
                )
    for passage in plan.passages:
        places = sorted(set(used.get(passage.through, ())))
        if not passage.allowed and passage.mode is None and places:
            yield warning(
                "CHK-NET-013",
                Place("passages", passage.id, "allowed"),
                found=f"no passage through {passage.through}, where places in use lie: "
                f"{listed(places)}",
                expected="passage through every state whose places the plan uses",
                cure="grant passage, or use places elsewhere; nothing gets in or out",
            )


def _check_lifts(plan: Plan, network: Network) -> Iterator[Finding]:
    modes_at: dict[str, set[Mode]] = {}
    for link in network.links:
        for end in (link.from_location, link.to_location):
            modes_at.setdefault(end, set()).add(link.mode)
    for lift in plan.lifts:
        modes = modes_at.get(lift.home)
        if modes is not None and lift.mode not in modes:
            yield warning(
                "CHK-NET-014",
                Place("lifts", lift.id, "home"),
                found=f"{lift.home}, where no link by {lift.mode.value} begins or ends",
                expected=f"a place with a link by {lift.mode.value}",
                cure="correct home or mode, or add the link that it works on",
            )
