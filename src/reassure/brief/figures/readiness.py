"""Readiness: what one objective asks for, and what is assigned to it, by period."""

from typing import Any

import altair as alt

from reassure.brief.figures.common import PANEL_WIDTH, Picture, day_axis, end_labels, steps, values
from reassure.brief.palette import edge, tint, tone
from reassure.brief.strength import Strength
from reassure.brief.words import day, number, percent

HEIGHT = 170


def readiness_rows(strength: Strength) -> list[dict[str, Any]]:
    """Return the days on which required or provided changes, with both."""
    required, provided = strength.totals()
    days = sorted({d for series in (required, provided) for d, _ in steps(series)})
    last = strength.days - 1
    return [
        {
            "day": d,
            "required": float(required[min(d, last)]),
            "there": float(provided[min(d, last)]),
        }
        for d in days
    ]


def readiness_sentence(strength: Strength, *, stopped: str = "") -> str:
    """Say from when all that the objective asks for is assigned, or how near it comes."""
    complete, best = strength.complete_day(), strength.best()
    if best is None:
        return "Nothing is required."
    required, provided = strength.totals()
    if complete is not None:
        return f"All that it asks for is assigned from {day(complete)} on."
    short = required - provided
    worst = int(short.argmax())
    return (
        f"{f'Not all assigned ({stopped})' if stopped else 'Never all assigned at once'}: "
        f"at best {percent(best[0])} on {day(best[1])}; most is missing on "
        f"{day(worst)}, when {number(short[worst], 1)} of {number(required[worst], 1)} "
        "are not assigned."
    )


def readiness_chart(strength: Strength, colour: str) -> Picture:
    """Return the required line, the strength below it, and the gap between them."""
    rows = readiness_rows(strength)
    top = max([row["required"] for row in rows] + [1.0]) * 1.08
    base = alt.Chart(values(rows)).encode(x=day_axis("day", strength.days, ticks=4))
    scale = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(title="units and stations", tickCount=4, format="~d", tickMinStep=1)
    gap = base.mark_area(interpolate="step-after", color=tone("late-tint")).encode(
        y=alt.Y("there:Q", scale=scale, axis=axis), y2=alt.Y2("required:Q")
    )
    there = base.mark_area(
        interpolate="step-after",
        color=tint(colour),
        line={"color": edge(colour), "strokeWidth": 1.6, "interpolate": "step-after"},
    ).encode(y=alt.Y("there:Q", scale=scale, axis=axis))
    required = base.mark_line(
        interpolate="step-after", color=tone("ink"), strokeWidth=1.6, strokeDash=[5, 3]
    ).encode(y=alt.Y("required:Q", scale=scale, axis=axis))
    last = rows[-1]
    labels = end_labels(
        [
            (last["required"], f"asked {number(last['required'], 1)}"),
            (last["there"], f"assigned {number(last['there'], 1)}"),
        ],
        top=top,
        height=HEIGHT,
        x=PANEL_WIDTH,
    )
    return alt.layer(gap, there, required, labels).properties(width=PANEL_WIDTH, height=HEIGHT)
