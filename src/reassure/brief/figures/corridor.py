"""Time and distance: every batch of loads as a line along the main corridor."""

from collections.abc import Mapping
from math import fsum
from typing import Any

import altair as alt

from reassure.brief.corridor import Batch, Corridor
from reassure.brief.figures.common import Picture, day_axis, spread, values
from reassure.brief.names import location_name
from reassure.brief.palette import tone
from reassure.brief.weeks import WEEK
from reassure.brief.words import count, number, span
from reassure.model.plan import Plan

WIDTH = 700
HEIGHT = 440
MOST_LINES = 200
LONGEST_DAYS = 150
"""Most days that are drawn; over more a line of a few days stands upright."""

_LABEL_PX = 180
_LABEL_GAP_PX = 15
_THINNEST_PX = 0.9
_WIDEST_PX = 3.4


def window(found: list[Batch]) -> tuple[int, int]:
    """Return first and last day on which what is drawn sets out.

    All, or the 150 days in which most sets out; these begin with a whole week, the first of
    several in which equally much does.
    """
    starts = [batch.points[0][0] for batch in found]
    first, last = min(starts), max(starts)
    if last - first < LONGEST_DAYS:
        return first, last
    best = max(
        range(first // WEEK * WEEK, last - LONGEST_DAYS + WEEK, WEEK),
        key=lambda day: (
            fsum(b.tonnes for b in found if 0 <= b.points[0][0] - day < LONGEST_DAYS),
            -day,
        ),
    )
    return best, best + LONGEST_DAYS - 1


def drawn(found: list[Batch]) -> list[Batch]:
    """Return the batches that set out in the window, the heaviest that find room."""
    first, last = window(found)
    return [batch for batch in found if first <= batch.points[0][0] <= last][:MOST_LINES]


def corridor_sentence(plan: Plan, corridor: Corridor, found: list[Batch]) -> str:
    """Say which way it is, what goes all along it, and what of it is drawn."""
    shown = drawn(found)
    text = (
        f"From {location_name(plan, corridor.places[0])} to "
        f"{location_name(plan, corridor.places[-1])}, {number(corridor.km[-1])} km: "
        f"{number(corridor.tonnes)} t in {count(corridor.n_loads, 'load')} go all of the way; "
        "others join or leave it."
    )
    text += " Every line is a batch of one unit's loads that move alike"
    if len(shown) == len(found):
        return f"{text}."
    return (
        f"{text}: {number(len(shown))} of {number(len(found))} are drawn, those that set out "
        f"{span(*window(found))}, when most do."
    )


def corridor_chart(
    plan: Plan, corridor: Corridor, found: list[Batch], colours: Mapping[str, str]
) -> Picture:
    """Return day against distance, the destination at the top, the places at their distances.

    Parameters
    ----------
    found
        Batches, the heaviest first; at least one.
    colours
        Colour of every owner's lines; an owner without one has the tone of flows.
    """
    shown = drawn(found)
    first = window(found)[0]
    last = max([first + 1, *(batch.points[-1][0] for batch in shown)])
    most = max((batch.tonnes for batch in shown), default=0.0)
    scale = alt.Scale(domain=[0, corridor.km[-1]], nice=False)
    rows = [
        {
            "batch": i,
            "order": j,
            "day": day,
            "km": km,
            "colour": colours.get(batch.owner, tone("flow")),
            "px": round(max(_THINNEST_PX, _WIDEST_PX * batch.tonnes / most if most else 0.0), 1),
        }
        for i, batch in enumerate(shown)
        for j, (day, km) in enumerate(batch.points)
    ]
    lines = (
        alt.Chart(values(rows))
        .mark_line(clip=True, strokeJoin="round", opacity=0.85)
        .encode(
            x=day_axis("day", last, first_day=first, ticks=8),
            y=alt.Y("km:Q", scale=scale, axis=None),
            detail=alt.Detail("batch:N"),
            order=alt.Order("order:Q"),
            color=alt.Color("colour:N", scale=None),
            strokeWidth=alt.StrokeWidth("px:Q", scale=None),
        )
    )
    return alt.layer(*_places(plan, corridor, scale), lines).properties(width=WIDTH, height=HEIGHT)


def _places(plan: Plan, corridor: Corridor, scale: alt.Scale) -> list[alt.Chart]:
    long = corridor.km[-1]
    wanted = [HEIGHT * (1 - km / long) for km in corridor.km]
    rows: list[dict[str, Any]] = [
        {
            "km": km,
            "label_km": long * (1 - y / HEIGHT),
            "name": location_name(plan, place),
            "far": f"{number(km)} km",
        }
        for place, km, y in zip(
            corridor.places, corridor.km, spread(wanted, _LABEL_GAP_PX), strict=True
        )
    ]
    base = alt.Chart(values(rows))
    y = alt.Y("km:Q", scale=scale, axis=None)
    label = alt.Y("label_km:Q", scale=scale, axis=None)
    text = {"baseline": "middle", "fontSize": 12}
    return [
        base.mark_rule(color=tone("rule"), strokeWidth=1).encode(y=y),
        base.mark_rule(color=tone("muted"), strokeWidth=0.8, xOffset=-14, x2Offset=-2).encode(
            x=alt.XValue(0), x2=alt.X2Value(0), y=label, y2=alt.Y2("km:Q")
        ),
        base.mark_text(align="left", limit=_LABEL_PX - 62, **text).encode(
            x=alt.XValue(-_LABEL_PX), y=label, text=alt.Text("name:N")
        ),
        base.mark_text(align="right", color=tone("muted"), **text).encode(
            x=alt.XValue(-17), y=label, text=alt.Text("far:N")
        ),
    ]
