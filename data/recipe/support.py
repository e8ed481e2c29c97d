"""What the host asks for beside forces, and what nations pledge to it: drawn, notional.

Needs are written by hand as a staff would, in things of peace alone: power, water, ambulances,
training material, mine action. Who pledges how much of which follows from size and chance.
"""

import datetime as dt
import math
from dataclasses import dataclass

from data.recipe.draw import Draw
from data.recipe.heading import C_DAY
from data.recipe.sizes import Size, find_contributors, find_origins
from data.recipe.tables import Row, notional, number_or_none, read_own_table, words_of

_CHANCE_PER_ROOT_MILLION = 0.1
_MOST_CHANCE = 0.75
_ANOTHER_CHANCE = 0.5
_LARGE_NATION_M = 35
_SHARE = (0.1, 0.35)
"""Share of a need that one pledge answers, before the nation's size counts."""

_READY_DAYS = (0.0, 15.0, 30.0, 45.0, 60.0, 90.0)
_BEGUN_CHANCE = 0.25
_BEGUN_SHARE = 0.3
"""Of the pledges that have begun, what was handed over before C-day."""

_AGAIN_CHANCE = 0.15
_AGAIN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Support:
    """Rows of the tables ``pledges`` and ``pledge_events``."""

    pledges: list[Row]
    events: list[Row]


def build_items() -> list[Row]:
    """Rows of the table ``items``."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "kind": row["kind"],
            "unit": row["unit"],
            "kg_per_unit": float(row["kg_per_unit"]),
            "complete_with": words_of(row["complete_with"]),
            "crew": number_or_none(row["crew"]) or 0.0,
            "note": notional("weight usual for the class"),
        }
        for row in read_own_table("items")
    ]


def build_needs() -> list[Row]:
    """Rows of the table ``needs``."""
    return [
        {
            "id": row["id"],
            "item": row["item"],
            "quantity": float(row["quantity"]),
            "objective": row["objective"],
            "priority": int(row["priority"]),
            "needed_by_day": float(row["needed_by_day"]),
            "location": row["location"],
            "note": notional(),
        }
        for row in read_own_table("needs")
    ]


def build_support() -> Support:
    """Rows of the tables ``pledges`` and ``pledge_events``, by nation."""
    pledges: list[Row] = []
    events: list[Row] = []
    for size in find_contributors():
        # As for lift, nations beyond the box add nothing to what moves inside of it.
        if not size.is_far:
            for need in _draw_needs(size):
                drawn = _draw_pledge(size, need)
                pledges += drawn.pledges
                events += drawn.events
    return Support(pledges, events)


def _draw_needs(size: Size) -> list[dict[str, str]]:
    """Draw which needs a nation answers: none, or up to three different ones."""
    draw = Draw(size.id, "support")
    if not draw.happens(min(_MOST_CHANCE, _CHANCE_PER_ROOT_MILLION * math.sqrt(size.population_m))):
        return []
    count = 1 + draw.happens(_ANOTHER_CHANCE) + (size.population_m > _LARGE_NATION_M)
    left = list(read_own_table("needs"))
    chosen: list[dict[str, str]] = []
    for _ in range(count):
        chosen.append(draw.choose(left, [float(row["draw_weight"]) for row in left]))
        left.remove(chosen[-1])
    return chosen


def _draw_pledge(size: Size, need: dict[str, str]) -> Support:
    """Draw a pledge, its steps up to C-day and, seldom, the row that it announces again."""
    draw = Draw(size.id, f"support-{need['id']}")
    share = draw.between(*_SHARE) * (0.4 + math.sqrt(size.population_m) / 10)
    quantity = max(1, round(float(need["quantity"]) * share))
    days_ago = draw.whole(20, 120)
    pledge: Row = {
        "id": f"{size.id.lower()}-{need['id']}",
        "nation": size.id,
        "item": need["item"],
        "origin": draw.choose(find_origins(size.id, ("garrison",))).id,
        "ready_day": draw.choose(_READY_DAYS),
        "end_use": "for the host's own forces and services",
        "quantity": float(quantity),
        "announced_date": C_DAY - dt.timedelta(days_ago),
        "need": need["id"],
        "note": notional(),
    }
    steps = [("announced", -days_ago, None), ("committed", -days_ago // 2, None)]
    begun = math.floor(quantity * _BEGUN_SHARE)
    if draw.happens(_BEGUN_CHANCE) and begun:
        steps.append(("delivered", -draw.whole(1, 9), float(begun)))
    events = [
        {
            "id": f"{pledge['id']}-{state}",
            "pledge": pledge["id"],
            "state": state,
            "day": float(day),
            "quantity": part,
            "location": need["location"] if state == "delivered" else None,
            "note": notional(),
        }
        for state, day, part in steps
    ]
    if not draw.happens(_AGAIN_CHANCE):
        return Support([pledge], events)
    first = pledge | {
        "id": f"{pledge['id']}-first",
        "announced_date": C_DAY - dt.timedelta(days_ago + _AGAIN_DAYS),
    }
    return Support([first, pledge | {"renews": first["id"]}], events)
