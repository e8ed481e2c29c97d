"""What a plan's places and links give a day, to be checked by hand."""

import difflib
from collections.abc import Sequence
from typing import Any

from reassure.engines.deploy.capacities import Capacities, Capacity, CapacityKind, Part
from reassure.engines.deploy.formulas.registry import quantity, written
from reassure.model.errors import UsageError
from reassure.model.plan import Plan

_LIMITS_OF_A_PLACE = (
    "berths", "mog", "trains_per_day", "wagons_per_day", "handling_t_per_day", "storage_t",
    "staging_t_per_day",
)  # fmt: skip
"""Fields of a place, any one of which gives it a capacity."""


def limits_by_hand(
    plan: Plan, *, location: str | None = None, link: str | None = None
) -> tuple[Capacity, ...]:
    """Return what a place or link of a plan gives a day, with the working.

    Parameters
    ----------
    plan
        Checked plan.
    location, link
        Whose; both None: those of every place and link.

    Raises
    ------
    UsageError
        CLI-PLACE-001 if one of them is not in the plan.
    """
    asked = (("location", location, plan.locations.ids), ("link", link, plan.links.ids))
    unknown = [
        (f"{table} '{name}'", _such(table, name, known))
        for table, name, known in asked
        if name is not None and name not in known
    ]
    if unknown:
        raise UsageError(
            ", ".join(found for found, _ in unknown),
            ", ".join(expected for _, expected in unknown),
            "name one of the plan, or none for the tightest of every kind",
            code="CLI-PLACE-001",
        )
    capacities = Capacities(plan)
    if location is None and link is None:
        return tuple(capacities.all())
    at_place = () if location is None else capacities.at(location)
    return (*at_place, *(() if link is None else (capacities.on(link),)))


def empty_limits(plan: Plan, location: str) -> tuple[str, ...]:
    """Return the fields of a place that would set a limit there, and are empty."""
    row = plan.locations[location]
    return tuple(name for name in _LIMITS_OF_A_PLACE if getattr(row, name) is None)


def tightest(capacities: Sequence[Capacity], most: int) -> dict[CapacityKind, list[Capacity]]:
    """Return the capacities of each kind that give least a day; those without a limit are left out.

    Those of one kind whose units differ come one unit after the other.
    """
    found: dict[CapacityKind, list[Capacity]] = {}
    for kind in CapacityKind:
        own = [item for item in capacities if item.kind is kind and item.per_day is not None]
        own.sort(key=lambda item: (item.unit, item.per_day or 0.0, item.id))
        if own:
            found[kind] = own[:most]
    return found


def per_day_words(capacity: Capacity) -> str:
    """Return what a capacity gives a day, and which limit decides."""
    weakest = capacity.weakest
    if weakest is None or weakest.per_day is None:
        return "no limit a day is stated"
    least, most = weakest.per_day, capacity.most_per_day
    best = f"{written(least)} to " if most is not None and most > least else ""
    amount = f"{best}{quantity(most if best and most is not None else least, capacity.unit)}"
    return f"{amount}; the weakest limit is {weakest.name}"


def part_words(part: Part) -> str:
    """Return one limit with its value and what that makes a day."""
    value = part.value if isinstance(part.value, str) else written(part.value)
    told = f"{value} {part.unit}".rstrip()
    shown = part.working if part.working.startswith(told) else f"{told}; {part.working}"
    return f"{part.name}: {shown}"


def tightest_rows(capacities: Sequence[Capacity]) -> list[tuple[str, str, str, str]]:
    """Return id, amount a day, its unit and the weakest limit of capacities that state one."""
    return [
        (item.id, written(item.weakest.per_day), item.unit, item.weakest.name)
        for item in capacities
        if item.weakest is not None and item.weakest.per_day is not None
    ]


def capacity_object(capacity: Capacity) -> dict[str, Any]:
    """Return a capacity as commands print it with ``--json``."""
    weakest = capacity.weakest
    return {
        "kind": capacity.kind.value,
        "id": capacity.id,
        "name": capacity.name,
        "per_day": capacity.per_day,
        "most_per_day": capacity.most_per_day,
        "unit": capacity.unit,
        "weakest": None if weakest is None else weakest.binding,
        "limits": [
            {
                "binding": part.binding,
                "value": part.value,
                "unit": part.unit,
                "per_day": part.per_day,
                "most_per_day": part.most_per_day,
                "working": part.working,
            }
            for part in capacity.parts
        ],
        "notes": list(capacity.notes),
    }


def _such(table: str, name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or list(known[:3])
    such = f", such as {', '.join(near)}" if near else ""
    return f"an id of table {table}s{such}"
