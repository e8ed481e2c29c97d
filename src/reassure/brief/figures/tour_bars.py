"""The picture of tours: a bar for each, by unit and day."""

from typing import Any

from markupsafe import Markup

from reassure.brief.figures.axes import AXIS_PX, day_axis_below, day_share
from reassure.brief.figures.tours import Sheet
from reassure.brief.svg import boxes, picture, px, shortened, text

_LANE_PX = 15
_PLOT_PX = 660
_LABEL_PX = 260
_LEFT_PX = _LABEL_PX + 4
_TOP_PX = 4
_RIGHT_PX = 6
_LETTERS_FROM_DAYS = 20
_CHARACTER_PX = 6.2
_LOOKS = {
    "sector": (0, 'font-weight="700"'),
    "name": (10, ""),
    "more": (10, ""),
    "note": (10, 'font-size="10"'),
}
"""Indent [px] and look of a head, by its kind."""
_MOST_CHARACTERS = 42

WIDTH = _LEFT_PX + _PLOT_PX + _RIGHT_PX


def tour_picture(
    chart: Sheet, *, last_day: float, tone: str, name: str, title: str, sentence: str
) -> Markup:
    """Return bars by lane, lettered with nation or count, and dashed outlines where nobody is.

    Parameters
    ----------
    last_day
        End of the axis.
    tone
        CSS variable of the objective's colour.
    name, title, sentence
        As for every figure.
    """
    bottom = _TOP_PX + chart.n_lanes * _LANE_PX
    served = [bar for bar in chart.bars if bar["nation"]]
    empty = [bar for bar in chart.bars if not bar["nation"]]
    letters = "".join(
        f'<text x="{px(_x(bar["middle"], last_day))}" y="{px(_y(bar["centre"]) + 3.6)}">'
        f"{text(bar['letters'])}</text>"
        for bar in chart.bars
        if _has_room(bar, last_day)
    )
    rules = "".join(
        f"M4 {px(_y(head['lane']))}H{_LEFT_PX + _PLOT_PX}"
        for head in chart.heads
        if head["kind"] == "name"
    )
    body = (
        f'<path d="{rules}" stroke="var(--grid)"/>'
        f'<path d="{_boxes(empty, last_day)}" fill="var(--late-tint)" stroke="var(--late)" '
        'stroke-width="0.7" stroke-dasharray="3 2"/>'
        f'<path d="{_boxes(served, last_day)}" fill="var(--{tone}-tint)" '
        f'stroke="var(--{tone}-edge)" stroke-width="0.8" stroke-linejoin="round"/>'
        '<g fill="var(--ink)" font-size="10" font-weight="600" text-anchor="middle">'
        f"{letters}</g>{_heads(chart)}"
        f"{day_axis_below(0, last_day, left=_LEFT_PX, width=_PLOT_PX, top=bottom)}"
    )
    size = (WIDTH, bottom + AXIS_PX)
    return picture(body, name, title=title, sentence=sentence, size=size)


def _x(at: float, last_day: float) -> float:
    return _LEFT_PX + _PLOT_PX * day_share(at, 0, last_day)


def _y(lane: float) -> float:
    return _TOP_PX + lane * _LANE_PX


def _boxes(bars: list[dict[str, Any]], last_day: float) -> str:
    return boxes(
        (_x(bar["from"], last_day), _y(bar["top"]), _x(bar["until"], last_day), _y(bar["bottom"]))
        for bar in bars
    )


def _heads(chart: Sheet) -> str:
    made: list[str] = []
    for head in chart.heads:
        indent, look = _LOOKS[head["kind"]]
        words = text(shortened(head["text"], _MOST_CHARACTERS))
        y = px(_y(head["lane"] + 0.5) + 4.2)
        made.append(f'<text x="{4 + indent}" y="{y}" {look}>{words}</text>')
    return f'<g fill="var(--ink)" font-size="12">{"".join(made)}</g>'


def _has_room(bar: dict[str, Any], last_day: float) -> bool:
    room_px = _PLOT_PX * bar["days"] / last_day
    fits = len(bar["letters"]) <= len("FRA") or room_px > len(bar["letters"]) * _CHARACTER_PX
    return bool(bar["letters"]) and bar["days"] >= _LETTERS_FROM_DAYS and fits
