"""What records are called in a sentence, and what a binding limit says, in the plan's own words."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reassure.brief import palette
from reassure.brief.words import MODES, day, number, percent, small
from reassure.model.plan import Plan, table_types

_COUNTED = {"units", "ships", "persons", "days", "tonnes", "metres", "hours", "nations"}
"""Units that lose their plural for one."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding limit in words.

    Attributes
    ----------
    text
        The limit in a phrase: whose it is, what it limits, how much it is.
    place
        Name of the record that sets it.
    limit
        What it limits, without the record.
    reference
        The limit as the results name it, ``table:id.field``.
    """

    text: str
    place: str
    limit: str
    reference: str


def capability_name(plan: Plan, capability: str) -> str:
    """Return what a kind of unit is called."""
    return plan.capabilities[capability].name if capability in plan.capabilities else capability


def nation_name(plan: Plan, nation: str) -> str:
    """Return what a state is called."""
    return plan.nations[nation].name if nation in plan.nations else nation


def location_name(plan: Plan, location: str) -> str:
    """Return what a place is called."""
    return plan.locations[location].name if location in plan.locations else location


def place_name(plan: Plan, location: str) -> str:
    """Return what a place is called, with its kind, or id, where another one is called the same."""
    name = location_name(plan, location)
    kinds = [row.kind for row in plan.locations if row.name == name]
    if len(kinds) < 2:
        return name
    kind = plan.locations[location].kind
    told = kind.value.replace("_", " ") if kinds.count(kind) == 1 else location
    return f"{name} ({told})"


def link_name(plan: Plan, link: str) -> str:
    """Return a link as its ends and its mode: ``Lviv to Kyiv by rail``."""
    if link not in plan.links:
        return link
    row = plan.links[link]
    ends = (location_name(plan, row.from_location), location_name(plan, row.to_location))
    return f"{ends[0]} to {ends[1]} {MODES[row.mode]}"


def sector_name(plan: Plan, sector: str) -> str:
    """Return what a sector is called."""
    return plan.sectors[sector].name if sector in plan.sectors else sector


def objective_name(plan: Plan, objective: str) -> str:
    """Return what an objective is called."""
    return plan.objectives[objective].name if objective in plan.objectives else objective


def objective_names(plan: Plan) -> dict[str, str]:
    """Return what the objectives are called, by id."""
    return {row.id: row.name for row in plan.objectives}


def objective_order(plan: Plan) -> list[str]:
    """Return the objectives in the order of the page."""
    return palette.objective_order(objective_names(plan))


def supply_class_name(plan: Plan, supply_class: str) -> str:
    """Return what a class of supply is called."""
    return (
        plan.supply_classes[supply_class].name
        if supply_class in plan.supply_classes
        else supply_class
    )


def line_name(plan: Plan, requirement: str) -> str:
    """Return a requirement line as its kind of unit and sector."""
    if requirement not in plan.requirements:
        return requirement
    row = plan.requirements[requirement]
    return f"{capability_name(plan, row.capability)}, {sector_name(plan, row.sector)}"


def offer_name(plan: Plan, offer: str) -> str:
    """Return an offer as nation and kind of unit."""
    if offer not in plan.offers:
        return offer
    row = plan.offers[offer]
    what = small(capability_name(plan, row.capability))
    return f"{nation_name(plan, row.nation)}'s offer of {what}"


def _of_nation(what: str) -> Callable[[Plan, Any], str]:
    return lambda plan, row: f"{nation_name(plan, row.nation)}'s {what}"


def _condition_name(plan: Plan, row: Any) -> str:
    what = row.kind.replace("_", " ")
    return f"{offer_name(plan, row.offer)}, condition {what}" if row.offer else f"condition {what}"


_NAMES: dict[str, Callable[[Plan, Any], str]] = {
    "locations": lambda _, row: row.name,
    "links": lambda plan, row: link_name(plan, row.id),
    "requirements": lambda plan, row: line_name(plan, row.id),
    "offers": lambda plan, row: offer_name(plan, row.id),
    "caveats": _of_nation("caveat"),
    "burdens": _of_nation("burden"),
    "positions": lambda plan, row: (
        f"{nation_name(plan, row.nation)}'s position on “"
        f"{small(record_name(plan, 'measures', row.measure))}”"
    ),
    "measure_events": lambda plan, row: (
        f"Measure “{small(record_name(plan, 'measures', row.measure))}”"
    ),
    "conditions": _condition_name,
    "formations": lambda plan, row: f"Formation {row.id}, {sector_name(plan, row.sector)}",
    "gauge_breaks": lambda plan, row: f"Change of gauge at {location_name(plan, row.location)}",
    "lifts": lambda plan, row: f"{nation_name(plan, row.nation)}'s {small(row.name)}",
    "clearances": lambda plan, row: f"Permission to cross {nation_name(plan, row.through)}",
    "movement_profiles": lambda plan, row: (
        f"Movement profile of {offer_name(plan, row.offer)}"
        if row.offer
        else f"Movement profile of {small(capability_name(plan, row.capability))}"
    ),
    "pledges": lambda plan, row: (
        f"{nation_name(plan, row.nation)}'s pledge of "
        f"{small(record_name(plan, 'items', row.item)) if row.item else 'money'}"
    ),
    "passages": lambda plan, row: f"Passage through {nation_name(plan, row.through)}",
    "stocks": lambda plan, row: (
        f"Stock of {small(supply_class_name(plan, row.supply_class))} "
        f"at {location_name(plan, row.location)}"
    ),
    "supply_policies": lambda plan, row: (
        f"Resupply of {location_name(plan, row.location)} "
        f"with {small(supply_class_name(plan, row.supply_class))}"
    ),
    "decisions": lambda _, row: row.title,
    "outages": lambda plan, row: (
        f"Closure of {location_name(plan, row.location)}"
        if row.location
        else f"Closure of {link_name(plan, row.link or '')}"
    ),
}


def record_name(plan: Plan, table: str, record_id: str) -> str:
    """Return what a record of any table is called; its id where it has no name."""
    if table not in table_types() or record_id not in plan.table(table):
        return record_id
    row = plan.table(table)[record_id]
    if table in _NAMES:
        return _NAMES[table](plan, row)
    return str(getattr(row, "name", None) or getattr(row, "title", None) or record_id)


def binding_words(plan: Plan, reference: str) -> Binding:
    """Return a binding limit in words; a reference that names nothing in the plan stays as it is.

    Parameters
    ----------
    reference
        As results name it: ``table:id.field``.
    """
    table, _, rest = reference.partition(":")
    record_id, _, field = rest.rpartition(".")
    types = table_types()
    if table not in types or not record_id:
        return Binding(reference, reference, "", reference)
    name = record_name(plan, table, record_id)
    spec = types[table].specs().get(field)
    if spec is None:
        return Binding(name, name, "", reference)
    limit = small(spec.description.partition(";")[0].partition(", in capacity_unit")[0])
    if record_id in plan.table(table):
        row = plan.table(table)[record_id]
        unit = getattr(row, "capacity_unit", None) if field == "capacity_per_day" else None
        value = value_words(getattr(row, field), f"{unit} per day" if unit else spec.unit)
        limit = f"{limit}: {value}" if value else limit
    return Binding(f"{name} – {limit}", name, limit, reference)


def no_way_words(plan: Plan, reference: str) -> str:
    """Return that no way leads to a sector; empty where a limit is not a sector's place."""
    table, _, rest = reference.partition(":")
    sector, _, field = rest.rpartition(".")
    if (table, field) != ("sectors", "location"):
        return ""
    return f"no way of the network leads to {sector_name(plan, sector)}"


def value_words(value: Any, unit: str | None) -> str:
    """Return a field's value with its unit; nothing for an empty one.

    >>> value_words(4000.0, "tonnes per day"), value_words(30.0, "days from C-day")
    ('4,000 tonnes per day', 'C+30')
    """
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        if unit == "days from C-day":
            return day(value)
        if unit is not None and unit.startswith(("share", "probability")):
            return percent(value)
        if value == 1 and unit in _COUNTED:
            unit = unit.removesuffix("s")
        return f"{number(value, 1)} {unit}" if unit else number(value, 1)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return value.value.replace("_", " ") if isinstance(value, StrEnum) else str(value)
