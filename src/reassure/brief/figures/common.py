"""What the figures share: the axis of days, step lines, labels that do not run into each other."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from reassure.brief.palette import tone

PANEL_WIDTH = 340
"""Plot width of one of several small pictures side by side [px]."""

WIDE = 800
"""Plot width of a picture that takes the whole column [px]."""

NARROW = 240
"""Plot width of a picture that takes the whole of a narrow page [px]."""

Picture = alt.LayerChart | alt.FacetChart
"""What layering charts returns."""

_DAY_LABEL = "(datum.value < 0 ? 'C−' : 'C+') + format(abs(datum.value), 'd')"
_STEPS = (7, 15, 30, 60, 90, 120, 180, 360, 720)


class Rows(alt.Data):
    """Rows as data of a chart, as they are.

    The library would copy, walk and validate every cell several times over; a picture of some
    thousand rows took most of its time for that.
    """

    _class_is_valid_at_instantiation = False

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        super().__init__(values=list(rows))

    def __deepcopy__(self, memo: object = None) -> "Rows":
        """Return itself: nothing changes rows that a chart draws."""
        return self

    def to_dict(self, *_args: Any, **_options: Any) -> dict[str, Any]:
        """Return the rows as Vega-Lite takes them."""
        return {"values": self.values}


def values(rows: Sequence[dict[str, Any]]) -> Rows:
    """Return rows as data of a chart."""
    return Rows(rows)


def day_marks(last_day: float, *, first_day: float = 0, ticks: int = 6) -> list[int]:
    """Return the days that an axis names, at whole weeks, months or quarters.

    >>> day_marks(540, ticks=7)
    [0, 90, 180, 270, 360, 450, 540]
    """
    span = max(1.0, last_day - first_day)
    step = next((step for step in _STEPS if span / step <= ticks), _STEPS[-1])
    first = int(np.ceil(first_day / step)) * step
    return list(range(first, int(last_day) + 1, step))


def day_axis(
    field: str, last_day: float, *, first_day: float = 0, ticks: int = 6, title: str = "day"
) -> alt.X:
    """Return the axis of days from C-day, with marks at whole months or quarters."""
    marks = day_marks(last_day, first_day=first_day, ticks=ticks)
    axis = alt.Axis(title=title, values=marks, labelExpr=_DAY_LABEL, labelFlush=True)
    scale = alt.Scale(domain=[first_day, last_day], nice=False, clamp=True)
    return alt.X(f"{field}:Q", axis=axis, scale=scale)


def steps(series: NDArray[np.float64]) -> list[tuple[int, float]]:
    """Return the days on which a daily series changes with the new value, and its last day."""
    if not series.size:
        return []
    changes = [0, *(int(i) + 1 for i in np.flatnonzero(np.diff(series)))]
    points = [(day, float(series[day])) for day in changes]
    return [*points, (series.size, float(series[-1]))]


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Move positions apart until neighbours are at least ``gap`` from each other.

    >>> spread([10.0, 11.0], 4.0)
    [8.5, 12.5]
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [float(positions[i]) for i in order]
    for _ in range(len(placed) * 8):
        moved = False
        for i in range(len(placed) - 1):
            lack = gap - (placed[i + 1] - placed[i])
            if lack > 1e-9:
                placed[i] -= lack / 2
                placed[i + 1] += lack / 2
                moved = True
        if not moved:
            break
    result = [0.0] * len(placed)
    for rank, i in enumerate(order):
        result[i] = placed[rank]
    return result


def end_labels(
    texts: Sequence[tuple[float, str]], *, top: float, height: float, x: float
) -> alt.Chart:
    """Return labels right of the lines that they name, moved apart.

    Parameters
    ----------
    texts
        Value at which each line ends, and its label.
    top
        Value at the upper end of the axis, which starts at zero.
    height, x
        Height of the plot, and where the labels start [px].
    """
    pixels = spread([height * (1 - value / top) for value, _ in texts], 15)
    rows = [
        {"label": text, "value": top * (1 - y / height)}
        for (_, text), y in zip(texts, pixels, strict=True)
    ]
    return (
        alt.Chart(values(rows))
        .mark_text(align="left", baseline="middle", dx=8, color=tone("ink"), fontWeight=600)
        .encode(
            x=alt.XValue(x),
            y=alt.Y("value:Q", scale=alt.Scale(domain=[0, top], nice=False)),
            text=alt.Text("label:N"),
        )
    )
