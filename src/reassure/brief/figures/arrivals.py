"""Arrivals: how many movements are in place by each day, against the days they are wanted."""

from typing import Any

import altair as alt
import numpy as np

from reassure.brief.endings import OUTCOMES, open_words
from reassure.brief.figures.common import (
    PANEL_WIDTH,
    Picture,
    day_axis,
    end_labels,
    steps,
    values,
)
from reassure.brief.palette import tone
from reassure.brief.words import capital, count, day, number, percent, verb
from reassure.model.movement_choices import MovementOutcome
from reassure.model.results import Deployment

HEIGHT = 240
PANEL_HEIGHT = 150


def arrival_rows(deployment: Deployment) -> list[dict[str, Any]]:
    """Return cumulative movements wanted and arrived, by the days on which either changes."""
    frame = deployment.arrivals.frame
    wanted = np.ceil(frame["wanted_day"].to_numpy()).astype(int)
    arrived = frame["planned_day"].drop_nulls().to_numpy().astype(int)
    if not wanted.size:
        return []
    last = int(max(wanted.max(), arrived.max(initial=0))) + 1
    curves = [
        np.cumsum(np.bincount(np.clip(days, 0, None), minlength=last + 1)).astype(float)
        for days in (wanted, arrived)
    ]
    marks = sorted({d for curve in curves for d, _ in steps(curve)})
    rows = [
        {
            "day": d,
            "wanted": float(curves[0][min(d, last)]),
            "arrived": float(curves[1][min(d, last)]),
        }
        for d in marks
    ]
    return [{**row, "due": max(row["wanted"], row["arrived"])} for row in rows]


LATENESS: tuple[tuple[float, str], ...] = (
    (0.0, "on time"),
    (7.0, "up to 7 days late"),
    (14.0, "8 to 14 days late"),
    (30.0, "15 to 30 days late"),
    (float("inf"), "more than 30 days late"),
)
"""Upper end of each class of lateness [days], and its name."""


def lateness_rows(deployment: Deployment) -> list[dict[str, Any]]:
    """Return movements by how late they come; those without a day of arrival by why."""
    counts = dict.fromkeys([name for _, name in LATENESS], 0)
    for row in deployment.arrivals:
        if row.late_days is not None:
            counts[next(name for upper, name in LATENESS if row.late_days <= upper)] += 1
    rows = [
        {"class": name, "movements": n, "is_late": i > 0}
        for i, (name, n) in enumerate(counts.items())
    ]
    for outcome, n, known in (
        (MovementOutcome.CANNOT_ARRIVE, deployment.cannot_arrive, True),
        (MovementOutcome.NOT_SCHEDULED, deployment.unscheduled, False),
    ):
        if n:
            rows.append({"class": OUTCOMES[outcome], "movements": n, "is_late": known})
    return rows


def lateness_sentence(deployment: Deployment) -> str:
    """Say what share is on time, more than two weeks late, and without a day of arrival."""
    n = len(deployment.arrivals)
    limit = LATENESS[2][0]
    n_far = sum(1 for row in deployment.arrivals if (row.late_days or 0.0) > limit)
    on_time = percent((n - deployment.unscheduled - deployment.late_units) / n)
    text = f"{on_time} are on time; {percent(n_far / n)} come more than two weeks late"
    left = open_words(deployment)
    return f"{text}; {left}." if left else f"{text}."


def lateness_chart(deployment: Deployment, *, width: int) -> Picture:
    """Return one bar by class of lateness, with its count."""
    rows = lateness_rows(deployment)
    labels = [{**row, "n": number(row["movements"]), "row": i + 0.5} for i, row in enumerate(rows)]
    scale = alt.Scale(domain=[0, len(rows)], nice=False, reverse=True)
    axis = alt.Axis(
        title="movements", tickCount=5 if width > 400 else 3, format="~d", tickMinStep=1
    )
    x = alt.X("movements:Q", axis=axis, scale=alt.Scale(domainMin=0))
    layers: list[alt.Chart] = []
    for behind, fill, line in ((False, "bar", "bar-edge"), (True, "late", "late-edge")):
        some = [
            row | {"zero": 0} for row in labels if row["is_late"] is behind and row["movements"]
        ]
        layers.append(
            alt.Chart(values(some))
            .mark_bar(height=15, color=tone(fill), stroke=tone(line), strokeWidth=0.8)
            .encode(x=x, x2=alt.X2("zero:Q"), y=alt.Y("row:Q", scale=scale, axis=None))
        )
    base = alt.Chart(values(labels)).encode(y=alt.Y("row:Q", scale=scale, axis=None))
    layers += [
        base.mark_text(align="left", baseline="middle", fontSize=12).encode(
            x=alt.XValue(-145), text=alt.Text("class:N")
        ),
        base.mark_text(align="left", baseline="middle", dx=6, fontWeight=600).encode(
            x=x, text=alt.Text("n:N")
        ),
    ]
    return alt.layer(*layers).properties(width=width - 110, height=len(rows) * 24)


def arrival_sentence(deployment: Deployment) -> str:
    """Say how many are late, when the last is in place, and how much earlier it could be at best.

    The bound holds for the days from which units may load, and is said so.
    """
    n = len(deployment.arrivals)
    if not n:
        return "Nothing moves."
    in_time = n - deployment.late_units - deployment.unscheduled
    of = count(n, "movement")
    text = f"{number(in_time)} of {of} {verb(in_time, 'is', 'are')} in place on the day wanted."
    delays = [row.late_days for row in deployment.arrivals if row.late_days]
    if delays:
        median = float(np.median(delays))
        text += f" Half of the late ones come within {count(round(median), 'day')}"
        text += f", the latest after {count(round(max(delays)), 'day')}."
    closure, bound = deployment.closure_day, deployment.closure_bound
    if closure is None:
        return f"{text} {capital(open_words(deployment))}."
    text += f" The force closes on {day(closure)}"
    if bound is None:
        return f"{text}."
    if bound >= closure:
        return f"{text}; with no unit loading before its release, no schedule closes earlier."
    return (
        f"{text}; with no unit loading before its release, no schedule closes before {day(bound)}."
    )


def arrival_chart(deployment: Deployment, *, width: int) -> Picture:
    """Return both curves, the lag between them, and the marks of closure and of its bound."""
    rows = arrival_rows(deployment)
    last_day = rows[-1]["day"]
    top = max(row["wanted"] for row in rows) * 1.12
    layers = _curves(rows, last_day, top=top, size=(width, HEIGHT))
    layers += _marks(deployment, last_day, top, ticks=_ticks(width))
    return alt.layer(*layers).properties(width=width, height=HEIGHT)


def objective_chart(deployment: Deployment, *, last_day: float) -> Picture:
    """Return both curves of one objective's movements, small, on the axis of all.

    Parameters
    ----------
    deployment
        The movement with the arrivals of the objective alone; at least one.
    last_day
        End of the axis.
    """
    rows = arrival_rows(deployment)
    top = max(row["wanted"] for row in rows) * 1.12
    rows.append({**rows[-1], "day": last_day})
    layers = _curves(rows, last_day, top=top, size=(PANEL_WIDTH, PANEL_HEIGHT))
    return alt.layer(*layers).properties(width=PANEL_WIDTH, height=PANEL_HEIGHT)


def objective_sentence(deployment: Deployment) -> str:
    """Say how many of one objective's movements come on time, and when most lag behind."""
    n, late = len(deployment.arrivals), deployment.late_units + deployment.unscheduled
    rows = arrival_rows(deployment)
    worst = max(rows, key=lambda row: (row["wanted"] - row["arrived"], -row["day"]))
    lag = round(worst["wanted"] - worst["arrived"])
    text = f"{number(n - late)} of {count(n, 'movement')} on time"
    if lag <= 0:
        return f"{text}; arrivals never fall behind what is wanted."
    return f"{text}; furthest behind on {day(worst['day'])}, by {count(lag, 'movement')}."


def _curves(
    rows: list[dict[str, Any]], last_day: float, *, top: float, size: tuple[int, int]
) -> list[alt.Chart]:
    width, height = size
    scale = alt.Scale(domain=[0, top], nice=False)
    # Of fewer movements than ticks some ticks would stand between whole numbers, and read alike.
    ticks = max(1, min(5, int(top)))
    axis = alt.Axis(title="movements, cumulative", tickCount=ticks, format="~d")
    base = alt.Chart(values(rows)).encode(x=day_axis("day", last_day, ticks=_ticks(width)))
    lag = base.mark_area(interpolate="step-after", color=tone("late-tint")).encode(
        y=alt.Y("arrived:Q", scale=scale, axis=axis), y2=alt.Y2("due:Q")
    )
    wanted = base.mark_line(
        interpolate="step-after", color=tone("ink"), strokeDash=[5, 3], strokeWidth=1.6
    ).encode(y=alt.Y("wanted:Q", scale=scale))
    arrived = base.mark_line(interpolate="step-after", color=tone("flow"), strokeWidth=2.4).encode(
        y=alt.Y("arrived:Q", scale=scale)
    )
    end = rows[-1]
    labels = end_labels(
        [
            (end["wanted"], f"wanted {number(end['wanted'])}"),
            (end["arrived"], f"arrived {number(end['arrived'])}"),
        ],
        top=top,
        height=height,
        x=width,
    )
    return [lag, wanted, arrived, labels]


def _ticks(width: int) -> int:
    return 6 if width > 400 else 4


def _marks(deployment: Deployment, last_day: float, top: float, *, ticks: int) -> list[alt.Chart]:
    closure, bound = deployment.closure_day, deployment.closure_bound
    is_earliest = closure is not None and bound is not None and bound >= closure
    marks = []
    if closure is not None:
        label = f"closure {day(closure)}" + (", no schedule earlier " if is_earliest else " ")
        marks.append({"day": closure, "y": top * 0.28, "label": label})
    if bound is not None and not is_earliest:
        label = f"no schedule before {day(bound)} "
        marks.append({"day": bound, "y": top * 0.16, "label": label})
    if not marks:
        return []
    base = alt.Chart(values(marks)).encode(x=day_axis("day", last_day, ticks=ticks))
    scale = alt.Scale(domain=[0, top], nice=False)
    return [
        base.mark_rule(color=tone("muted"), strokeWidth=1.2),
        base.mark_text(align="right", baseline="middle", dx=-4, fontWeight=600).encode(
            y=alt.Y("y:Q", scale=scale), text=alt.Text("label:N")
        ),
    ]
