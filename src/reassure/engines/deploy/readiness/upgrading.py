"""Upgrades as the movement model takes them: a plan with them, and from which day on."""

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from reassure.engines.deploy.network.carriers import ground_times_h
from reassure.engines.deploy.network.works import Opening, Works, target_of
from reassure.model.choices import OutageKind
from reassure.model.errors import UsageError
from reassure.model.fields import FieldKind
from reassure.model.network import GaugeBreak, Link, Location, Outage, Upgrade
from reassure.model.plan import Plan
from reassure.model.table import Table

LINK_LIMIT, BREAK_LIMIT = "capacity_per_day", "wagons_per_day"

PLACE_LIMITS = frozenset(
    {
        "berths",
        "handling_t_per_day",
        "handling_lane_m_per_day",
        "trains_per_day",
        "wagons_per_day",
        "mog",
        "parking",
        "storage_t",
        "staging_t_per_day",
    }
)
"""Fields of a place that are limits of movement, a day or at a time."""

APRON_FIELDS = frozenset({"operating_h_per_day", "ground_time_h", "ground_time_max_h"})
"""Fields of a place that let its apron work more aircraft."""

PORT_FIELDS = frozenset({"draught_m", "roro", "runway_m"})
"""Fields of a place that say which ships and aircraft it takes."""

WAY_FIELDS = frozenset(
    {
        "mlc",
        "axle_load_t",
        "gauge_mm",
        "distance_km",
        "speed_km_per_h",
        "transit_days",
        "every_days",
        "first_day",
        "both_ways",
    }
)
"""Fields of a link that say what passes, when and how fast."""

_LESS_IS_BETTER = frozenset(
    {"ground_time_h", "ground_time_max_h", "distance_km", "transit_days", "every_days", "first_day"}
)
_EMPTY_IS_NO_LIMIT = PLACE_LIMITS | {
    LINK_LIMIT,
    "draught_m",
    "roro",
    "runway_m",
    "mlc",
    "axle_load_t",
}


_QUANTITIES = (FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.BOOLEAN)


class Role(StrEnum):
    """What a field is to movement."""

    LIMIT = "limit"
    APRON = "apron"
    PORT = "port"
    WAY = "way"
    NONE = "none"


def require_fields(plan: Plan) -> None:
    """Refuse upgrades of fields that their records do not have.

    Raises
    ------
    UsageError
        ENG-UPG-003, for the first by its id.
    """
    for row in plan.upgrades:
        table, _ = target_of(row)
        specs = plan.table(table).record_type.specs()
        if row.field not in specs or specs[row.field].kind not in _QUANTITIES:
            raise UsageError(
                f"upgrades:{row.id}.field = '{row.field}'",
                f"a field of table {table} that holds a quantity",
                "correct the cell; `reassure check` lists the fields that there are",
                code="ENG-UPG-003",
            )


def record_of(plan: Plan, upgrade: Upgrade) -> Location | Link | GaugeBreak:
    """Return the record that an upgrade improves."""
    table, record = target_of(upgrade)
    return plan.table(table)[record]


def role_of(upgrade: Upgrade) -> Role:
    """Return what the field of an upgrade is to movement."""
    table, name = target_of(upgrade)[0], upgrade.field
    if (
        (table == "locations" and name in PLACE_LIMITS)
        or (table == "links" and name == LINK_LIMIT)
        or (table == "gauge_breaks" and name == BREAK_LIMIT)
    ):
        return Role.LIMIT
    if table == "locations" and name in APRON_FIELDS:
        return Role.APRON
    if table == "locations" and name in PORT_FIELDS:
        return Role.PORT
    return Role.WAY if table == "links" and name in WAY_FIELDS else Role.NONE


def binding_of(upgrade: Upgrade) -> str | None:
    """Return the limit by day that an upgrade raises, as table:id.field; None: it raises none."""
    table, record = target_of(upgrade)
    match role_of(upgrade):
        case Role.LIMIT:
            return f"{table}:{record}.{upgrade.field}"
        case Role.APRON:
            return f"{table}:{record}.mog"
        case _:
            return None


def ready_day_of(upgrade: Upgrade) -> int:
    """Return the first day on which an upgrade is in force, if work starts on C-day."""
    return math.ceil(upgrade.lead_days)


def is_better(plan: Plan, upgrade: Upgrade) -> bool:
    """Whether an upgrade betters a limit that there is."""
    record = record_of(plan, upgrade)
    now, then = getattr(record, upgrade.field), upgrade.to_value
    if role_of(upgrade) is Role.APRON and getattr(record, "mog", None) is None:
        return False
    if now is None:
        return upgrade.field not in _EMPTY_IS_NO_LIMIT
    if upgrade.field == "gauge_mm":
        return then != now
    return then < now if upgrade.field in _LESS_IS_BETTER else then > now


def with_upgrades(plan: Plan, upgrades: Iterable[Upgrade]) -> tuple[Plan, Works]:
    """Return a plan in which upgrades are in force, and from which days on they are.

    Parameters
    ----------
    plan
        Plan that the upgrades are of.
    upgrades
        Those that are made; of several of one field the best counts on each day.
    """
    made = sorted(upgrades, key=lambda row: (ready_day_of(row), row.id))
    limits = [row for row in made if role_of(row) in (Role.LIMIT, Role.APRON)]
    steps: dict[str, tuple[tuple[int, float], ...]] = {}
    for binding in sorted({binding_of(row) or "" for row in limits}):
        steps[binding] = _steps(plan, [row for row in limits if binding_of(row) == binding])
    ports = [row for row in made if role_of(row) is Role.PORT]
    openings = tuple(
        Opening(row.id, plan.locations[row.location or ""], ready_day_of(row)) for row in ports
    )
    ways = [row for row in made if role_of(row) is Role.WAY]
    # A link that lets nothing pass is no way at all: its limit by day says until when.
    opened = [row for row in limits if row.link is not None and row.field == LINK_LIMIT]
    twinned, twins = _with_twins(_with(plan, "links", Link, opened), ways)
    return _with(twinned, "locations", Location, ports), Works(steps, twins, openings)


def better_place(plan: Plan, upgrade: Upgrade) -> Location:
    """Return the place that an upgrade improves, with it."""
    better: Location = _bettered(plan.locations[upgrade.location or ""], upgrade)
    return better


def better_link(plan: Plan, upgrade: Upgrade) -> Link:
    """Return the link that an upgrade improves, with it."""
    better: Link = _bettered(plan.links[upgrade.link or ""], upgrade)
    return better


def apron_gain(before: Location, after: Location) -> float:
    """Return how many times as many aircraft an apron works with other hours and ground times."""
    times = [_ground_time_h(place) for place in (before, after)]
    return times[0] / times[1] * after.operating_h_per_day / before.operating_h_per_day


def _ground_time_h(place: Location) -> float:
    return ground_times_h(place).longer


def _steps(plan: Plan, upgrades: list[Upgrade]) -> tuple[tuple[int, float], ...]:
    """Return what one limit gives from which day on."""
    before = record_of(plan, upgrades[0])
    table = target_of(upgrades[0])[0]
    name = "mog" if role_of(upgrades[0]) is Role.APRON else upgrades[0].field
    name = "mog" if any(role_of(row) is Role.APRON for row in upgrades) else name
    now = before
    found = [(0, float(getattr(before, name) or 0.0))]
    for row in upgrades:
        now = _bettered(now, row)
        value = float(getattr(now, name) or 0.0)
        if table == "locations" and name == "mog":
            assert isinstance(before, Location)
            assert isinstance(now, Location)
            value *= apron_gain(before, now)
        found.append((ready_day_of(row), value))
    return tuple(found)


def _bettered(record: Any, upgrade: Upgrade) -> Any:
    """Return a record with an upgrade in force, unless it is as good already."""
    name, value = upgrade.field, upgrade.to_value
    now = getattr(record, name)
    if now is not None:
        best = min if name in _LESS_IS_BETTER else max
        value = value if name == "gauge_mm" else best(float(now), value)
    kind = type(record).specs()[name].kind
    held: Any = value
    if kind is FieldKind.INTEGER:
        held = int(value)
    elif kind is FieldKind.BOOLEAN:
        held = bool(value)
    return record.model_copy(update={name: held})


def _with(plan: Plan, table: str, kind: type[Any], upgrades: list[Upgrade]) -> Plan:
    """Return a plan with records of one table bettered."""
    if not upgrades:
        return plan
    changed: dict[str, Any] = {}
    for row in upgrades:
        record = target_of(row)[1]
        changed[record] = _bettered(changed.get(record, plan.table(table)[record]), row)
    rows = [changed.get(row.id, row) for row in plan.table(table)]
    return plan.with_tables(**{table: Table.of(kind, rows)})


def _with_twins(plan: Plan, upgrades: list[Upgrade]) -> tuple[Plan, dict[str, str]]:
    """Return a plan with a bettered link beside each old one, closed until it is ready."""
    links, outages = list(plan.links), list(plan.outages)
    twins: dict[str, str] = {}
    for number, row in enumerate(upgrades):
        # Of several upgrades of one link each has a twin, that of a later one with the earlier.
        done = [other for other in upgrades[: number + 1] if other.link == row.link]
        better: Any = plan.links[row.link or ""]
        for other in done:
            better = _bettered(better, other)
        twin = _free_name(f"upgraded-{number}", plan.links.ids)
        twins[twin] = row.link or ""
        links.append(better.model_copy(update={"id": twin}))
        closed = [other for other in plan.outages if other.link == row.link]
        outages += [
            other.model_copy(
                update={"id": _free_name(f"{twin}-{i}", plan.outages.ids), "link": twin}
            )
            for i, other in enumerate(closed, start=1)
        ]
        if ready_day_of(row) > 0:
            outages.append(
                Outage(
                    id=_free_name(twin, plan.outages.ids),
                    link=twin,
                    kind=OutageKind.PLANNED,
                    until_day=float(ready_day_of(row)),
                    open_share=0.0,
                )
            )
    if not twins:
        return plan, twins
    tables = {"links": Table.of(Link, links), "outages": Table.of(Outage, outages)}
    return plan.with_tables(**tables), twins


def _free_name(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    while name in known:
        name += "."
    return name
